"""DOCX bytes in, what the document says out, read from its own XML parts (ECMA-376), not through pandoc.

Paragraph styles tell the parts: ``Title``; other front styles and ``Editorial…`` are not of the work.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from octavo.fidelity.readers.flow import Extract, Flow, Link, Unreadable, raised_in
from octavo.model import Reading

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FRONT: Final = frozenset(
    ["Title", "Subtitle", "Author", "Affiliation", "SeriesLine", "Date", "Imprint", "Abstract"]
)
_HEADING: Final = re.compile(r"[Hh]eading ?([1-9])")


def read_docx(data: bytes) -> Extract:
    """Read a DOCX edition; raises `Unreadable`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            document = _parse(archive.read("word/document.xml"))
            named = archive.namelist()
            stored = _parse(archive.read("word/footnotes.xml")) if "word/footnotes.xml" in named else None
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, etree.LxmlError, NotImplementedError) as error:
        raise Unreadable(f"not a DOCX: {error}") from error
    footnotes = {} if stored is None else {e.get(f"{_W}id"): e for e in stored.iter(f"{_W}footnote")}
    reader = _Reader(document)
    title = reader.title()
    flow, outline = reader.body()
    notes = [_note(footnotes[i]) if i in footnotes else Flow() for i in reader.ids]
    return Extract(
        Reading(title.words, flow.words, tuple(note.words for note in notes), tuple(flow.calls())),
        outline=tuple(outline),
        raised=raised_in(title, flow, *notes),
        links=tuple(Link(number, reader.ids[number - 1] in footnotes, True) for number in flow.numbers),
    )


def _parse(data: bytes) -> Any:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def _style(paragraph: Any) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return style.get(f"{_W}val", "") if style is not None else ""


class _Reader:
    """One document being read; `ids` are the footnotes in the order of their first calls."""

    def __init__(self, document: Any) -> None:
        self.paragraphs = list(document.iter(f"{_W}p"))
        self.ids: list[str] = []

    def title(self) -> Flow:
        flow = Flow()
        for paragraph in self.paragraphs:
            if _style(paragraph) == "Title":
                self._gather(paragraph, flow)
                flow.gap()
        return flow

    def body(self) -> tuple[Flow, list[tuple[int, str]]]:
        flow, outline = Flow(), list[tuple[int, str]]()
        for paragraph in self.paragraphs:
            style = _style(paragraph)
            if style in _FRONT or style.startswith("Editorial"):
                continue
            self._gather(paragraph, flow)
            flow.gap()
            heading = _HEADING.fullmatch(style)
            if heading:
                own = Flow()
                self._gather(paragraph, own)
                outline.append((int(heading[1]), " ".join(own.words)))
        return flow, outline

    def _gather(self, paragraph: Any, flow: Flow) -> None:
        """Add one paragraph; text boxes and other paragraphs inside it are read on their own."""
        for element in _shallow(paragraph):
            name = etree.QName(element).localname if isinstance(element.tag, str) else ""
            if name == "r":
                self._run(element, flow)
            elif name == "fldSimple":
                number = re.search(r"NOTEREF\s+noteref[_-](\d+)", element.get(f"{_W}instr", ""))
                if number:
                    flow.call(int(number[1]))

    def _run(self, run: Any, flow: Flow) -> None:
        align = run.find(f"{_W}rPr/{_W}vertAlign")
        shift = align.get(f"{_W}val") if align is not None else ""
        moved = shift in ("superscript", "subscript") and run.find(f"{_W}t") is not None
        if moved:
            flow.shift(up=shift == "superscript")
        for child in run:
            self._sign(child, flow)
        if moved:
            flow.shift(up=shift == "superscript")

    def _sign(self, child: Any, flow: Flow) -> None:
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        if name == "t":
            flow.text(child.text or "")
        elif name in ("br", "tab", "cr"):
            flow.gap()
        elif name == "noBreakHyphen":
            flow.text("\u2011")
        elif name == "footnoteReference":
            identifier = child.get(f"{_W}id", "")
            if identifier not in self.ids:
                self.ids.append(identifier)
            flow.call(self.ids.index(identifier) + 1)


def _shallow(paragraph: Any) -> Iterator[Any]:
    """Runs and fields of a paragraph in order, through links and insertions, not into fields."""
    for child in paragraph:
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        if name in ("r", "fldSimple"):
            yield child
        elif name in ("hyperlink", "ins", "smartTag", "sdt", "sdtContent", "bdo", "dir"):
            yield from _shallow(child)


def _note(footnote: Any) -> Flow:
    return _Reader(footnote).body()[0]
