"""PDF bytes in, what the structure tree says out: the reading that assistive technology gets.

The H1 of the Sect titled ``Title block`` is the title; the rest of that Sect, TOC, and Sects titled
``Editorial`` are not of the work. ``Note`` and ``FENote`` elements are the notes, their first ``Lbl`` the
number. A call is a ``Reference`` (PDF 1.7), or a ``Link`` that refers to an FENote (PDF 2.0).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pikepdf

from octavo.fidelity.readers.flow import Extract, Flow, Link, Unreadable, raised_in
from octavo.fidelity.readers.pdf_text import ARTIFACT, UNMARKED, Font, PageReader
from octavo.model import Reading

_NOTES: Final = frozenset(("/Note", "/FENote"))
_INLINE: Final = frozenset(
    "/Span /Link /Reference /Em /Strong /Quote /Code /Annot /Sub /Ruby /RB /RT /RP "  # noqa: SIM905
    "/Warichu /BibEntry".split()
)
_HEADING: Final = re.compile(r"/H([1-6])")
_DEEPEST: Final = 300


@dataclass
class _Note:
    """A note being read."""

    number: int
    id: str
    flow: Flow
    pages: list[int] = field(default_factory=list)
    back: bool = False


@dataclass
class _Call:
    number: int
    page: int
    target: str


def read_pdf_tree(data: bytes) -> Extract:
    """Read a PDF through its structure tree; raises `Unreadable`."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return _Tree(pdf).extract()
    except Unreadable:
        raise
    except (
        pikepdf.PdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RuntimeError,
    ) as error:
        raise Unreadable(f"not a tagged PDF: {error}") from error


class _Tree:
    """One PDF being read."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        self.texts: dict[tuple[int, int], str] = {}
        self.stray: list[str] = []
        fonts: dict[tuple[int, int], Font] = {}
        for number, page in enumerate(pdf.pages, 1):
            reader = PageReader()
            reader.read(page, fonts)
            for mcid, parts in reader.texts.items():
                if mcid >= 0:
                    self.texts[number, mcid] = "".join(parts)
                elif mcid == UNMARKED and "".join(parts).strip():
                    self.stray.extend(parts)
        if "/StructTreeRoot" not in pdf.Root:
            raise Unreadable("the PDF has no structure tree")
        self.root = pdf.Root.StructTreeRoot
        self.dests = _destinations(pdf)
        self.title = Flow()
        self.body = Flow()
        self.outline: list[tuple[int, str]] = []
        self.notes: list[_Note] = []
        self.calls: list[_Call] = []
        self.seen: set[tuple[int, int]] = set()
        self.labels = _labels(pdf)
        self.last = 0
        """The page that the body has come to."""

    def extract(self) -> Extract:
        for kid in _kids(self.root):
            self._walk(kid, self.body, 0, 0)
        if self.stray:
            self.body.gap()
            self.body.text("".join(self.stray))
        notes = sorted(self.notes, key=lambda note: note.number)
        return Extract(
            Reading(
                self.title.words,
                self.body.words,
                tuple(n.flow.words for n in notes),
                tuple(self.body.calls()),
            ),
            outline=tuple(self.outline),
            raised=raised_in(self.title, self.body, *(note.flow for note in notes)),
            numbers=tuple(note.number for note in notes),
            links=tuple(self._links()),
            pages=tuple(self.body.pages()),
        )

    def _links(self) -> Iterator[Link]:
        by_number = {note.number: note for note in self.notes}
        for call in self.calls:
            note = by_number.get(call.number)
            pages = tuple(sorted(set(note.pages))) if note else ()
            leads = note is not None and (call.target == note.id or self.dests.get(call.target) in pages)
            yield Link(
                call.number, leads and bool(call.target), note is not None and note.back, call.page, pages
            )

    def _walk(self, element: Any, flow: Flow, page: int, depth: int, note: _Note | None = None) -> None:
        """Read one structure element, marked-content reference or id into `flow`."""
        if depth > _DEEPEST:
            raise Unreadable("the structure tree is too deep")
        if isinstance(element, int):
            self._content(page, element, flow, note)
            return
        if not isinstance(element, pikepdf.Dictionary):
            return
        page = self.pages.get(element.Pg.objgen, page) if "/Pg" in element else page
        kind = str(element.get("/S", element.get("/Type", "")))
        if kind == "/MCR":
            self._content(page, int(element.MCID), flow, note)
        elif kind == "/OBJR" or kind == "/TOC" or self._left_out(element, kind):
            return
        elif kind in _NOTES:
            self._note(element, page, depth)
        elif number := self._called(element, kind, page):
            flow.call(number)
        else:
            self._inside(element, kind, flow, page, depth, note)

    def _left_out(self, element: Any, kind: str) -> bool:
        title = str(element.get("/T", "")) if kind == "/Sect" else ""
        if title == "Title block":
            heading = next((k for k in _descend(element) if str(k.get("/S", "")) == "/H1"), None)
            if heading is not None:
                for kid in _kids(heading):
                    self._walk(kid, self.title, self._page(heading), 0)
        return title in ("Title block", "Editorial")

    def _page(self, element: Any) -> int:
        return self.pages.get(element.Pg.objgen, 0) if "/Pg" in element else 0

    def _inside(self, element: Any, kind: str, flow: Flow, page: int, depth: int, note: _Note | None) -> None:
        block = kind not in _INLINE
        shift = _shift(element)
        if block:
            flow.gap()
        if "/ActualText" in element:
            flow.text(str(element.ActualText))
            self._claim(element, page)
        else:
            if shift:
                flow.shift(up=shift > 0)
            for kid in _kids(element):
                if not (kind == "/LI" and _is_label(kid) and not _described(element)):
                    self._walk(kid, flow, page, depth + 1, note)
            if shift:
                flow.shift(up=shift > 0)
        if block:
            flow.gap()
        heading = _HEADING.fullmatch(kind)
        if heading and note is None and flow is self.body:
            own = Flow()
            calls, seen = len(self.calls), len(self.notes)
            for kid in _kids(element):
                self._walk(kid, own, page, depth + 1)
            del self.calls[calls:], self.notes[seen:]
            self.outline.append((int(heading[1]) - 1, " ".join(own.words)))

    def _content(self, page: int, mcid: int, flow: Flow, note: _Note | None) -> None:
        text = self.texts.get((page, mcid), "")
        if flow is self.body and text.strip() and page > self.last:
            self.last = page
            flow.page(self.labels.get(page, str(page)))
        flow.text(text)
        self.seen.add((page, mcid))
        if note is not None and (page, mcid) in self.texts:
            note.pages.append(page)

    def _claim(self, element: Any, page: int) -> None:
        """Mark content that an ActualText stands for as read."""
        for kid in _kids(element):
            if isinstance(kid, int):
                self.seen.add((page, kid))

    def _note(self, element: Any, page: int, depth: int) -> None:
        note = _Note(0, str(element.get("/ID", "")), Flow())
        self.notes.append(note)
        for kid in _kids(element):
            if not note.number and _is_label(kid):
                own = Flow()
                self._walk(kid, own, page, depth + 1, note)
                digits = re.search(r"\d+", " ".join(own.words))
                note.number = int(digits[0]) if digits else len(self.notes)
                note.back = any(t in self.dests or t.startswith("noteref") for t in _targets(kid))
            else:
                self._walk(kid, note.flow, page, depth + 1, note)

    def _called(self, element: Any, kind: str, page: int) -> int:
        """The number a call prints, 0 if the element is no call."""
        reference = kind == "/Reference" and any(str(k.get("/S", "")) == "/Link" for k in _descend(element))
        refers = kind == "/Link" and any(str(r.get("/S", "")) == "/FENote" for r in _refs(element))
        if not reference and not refers:
            return 0
        own = Flow()
        for kid in _kids(element):
            self._walk(kid, own, self.pages.get(element.Pg.objgen, page) if "/Pg" in element else page, 1)
        digits = re.fullmatch(r"\D{0,2}(\d+)\D{0,2}", "".join(own.words))
        if not digits:
            return 0
        targets = [*_targets(element), *(str(r.get("/ID", "")) for r in _refs(element))]
        self.calls.append(_Call(int(digits[1]), self._first_page(element, page), next(iter(targets), "")))
        return int(digits[1])

    def _first_page(self, element: Any, page: int) -> int:
        for inner in [element, *_descend(element)]:
            if "/Pg" in inner:
                return self.pages.get(inner.Pg.objgen, page)
        return page


def _labels(pdf: pikepdf.Pdf) -> dict[int, str]:
    """Page labels (ISO 32000-1, 12.4.2) as a reader sees them."""
    return {number: page.label for number, page in enumerate(pdf.pages, 1)}


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _descend(element: Any) -> Iterator[Any]:
    """Every dictionary below an element, in order."""
    stack = list(reversed(_kids(element)))
    while stack:
        kid = stack.pop()
        if isinstance(kid, pikepdf.Dictionary):
            yield kid
            if "/S" in kid:
                stack.extend(reversed(_kids(kid)))


def _is_label(element: Any) -> bool:
    return isinstance(element, pikepdf.Dictionary) and str(element.get("/S", "")) == "/Lbl"


def _described(item: Any) -> bool:
    """Whether an LI belongs to a list of terms, whose labels are words of the text."""
    return any(
        str(a.get("/ListNumbering", "")) in ("/None", "/Description") for a in _attributes(item.get("/P"))
    )


def _attributes(element: Any) -> list[Any]:
    value = element.get("/A") if isinstance(element, pikepdf.Dictionary) else None
    if value is None:
        return []
    return [
        a
        for a in (value if isinstance(value, pikepdf.Array) else [value])
        if isinstance(a, pikepdf.Dictionary)
    ]


def _shift(element: Any) -> int:
    """1 for raised, -1 for lowered, 0 for neither."""
    for attributes in _attributes(element):
        position = str(attributes.get("/TextPosition", ""))
        if position in ("/Sup", "/Sub"):
            return 1 if position == "/Sup" else -1
        shift = float(attributes.get("/BaselineShift", 0))
        if shift:
            return 1 if shift > 0 else -1
    return 0


def _refs(element: Any) -> list[Any]:
    value = element.get("/Ref")
    if value is None:
        return []
    return [
        r
        for r in (value if isinstance(value, pikepdf.Array) else [value])
        if isinstance(r, pikepdf.Dictionary)
    ]


def _targets(element: Any) -> Iterator[str]:
    """Names of the destinations that the annotations below an element lead to."""
    for kid in _descend(element):
        annotation = kid.get("/Obj")
        if annotation is None:
            continue
        action = annotation.get("/A")
        for value in (annotation.get("/Dest"), action.get("/D") if action is not None else None):
            if isinstance(value, pikepdf.String | pikepdf.Name):
                yield str(value).removeprefix("/")


def _destinations(pdf: pikepdf.Pdf) -> dict[str, int]:
    """Name of each destination -> 1-based page."""
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    found: dict[str, int] = {}
    names = pdf.Root.Names.get("/Dests") if "/Names" in pdf.Root else None
    if names is None:
        return found
    for key, value in pikepdf.NameTree(names).items():
        place = value.get("/D") if isinstance(value, pikepdf.Dictionary) else value
        if isinstance(place, pikepdf.Array) and len(place) and isinstance(place[0], pikepdf.Dictionary):
            found[str(key)] = pages.get(place[0].objgen, 0)
    return found


__all__ = ["ARTIFACT", "read_pdf_tree"]
