"""The logical tree: one element for one element of the article, however many pages it covers.

Comes in: the printed tree, in the order of the document, and what of it stands on which page
(`octavo.formats.pdf.printed`). Goes out: `Elem`s with the names of ISO 32000-1 (PDF 1.7) or
ISO 32000-2 (PDF 2.0). A note stands right after the block that calls it, so that no sentence is
interrupted (ISO 32000-2, 14.8.4.5; PDF Association, Tagged PDF Best Practice Guide: Syntax, 4.2.12).
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from typing import Any, Final

from octavo.formats.pdf.printed import Mark, Print
from octavo.formats.pdf.sheet import BACK, CALL, EDITORIAL, END_NOTE, NOTE, Sheet, is_decorative
from octavo.formats.pdf.text import Texts

_SIMPLE: Final = {
    "p": "P", "h1": "H1", "h2": "H2", "h3": "H3", "h4": "H4", "h5": "H5", "h6": "H6",
    "section": "Sect", "blockquote": "BlockQuote", "table": "Table", "thead": "THead",
    "tbody": "TBody", "tfoot": "TFoot", "tr": "TR", "caption": "Caption", "figcaption": "Caption",
    "code": "Code", "em": "Em", "i": "Em", "strong": "Strong", "b": "Strong", "q": "Quote",
}  # fmt: skip
_AFTER: Final = frozenset({"p", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "dt"})
"""Blocks whose notes follow them; in all others a note stands at the end of the run of text inside."""
_BLOCKS: Final = frozenset({
    "p", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "section", "blockquote", "table", "thead", "tbody",
    "tfoot", "tr", "th", "td", "caption", "figcaption", "figure", "ul", "ol", "dl", "li", "dt", "dd",
    "div", "header", "nav",
})  # fmt: skip
_NUMBERING: Final = {
    "1": "Decimal", "a": "LowerAlpha", "A": "UpperAlpha", "i": "LowerRoman", "I": "UpperRoman",
}  # fmt: skip


@dataclass(eq=False)
class Annotation:
    """A link's place on a page."""

    page: int
    dictionary: Any
    """The engine's annotation."""


@dataclass(eq=False)
class Elem:
    """A structure element."""

    tag: str
    parent: Elem | None = None
    kids: list[Elem | Mark | Annotation] = field(default_factory=list)
    lang: str = ""
    title: str = ""
    alt: str = ""
    expansion: str = ""
    id: str = ""
    attributes: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    """(owner, attributes) as in ISO 32000-1, 14.7.5."""
    refs: list[str] = field(default_factory=list)
    """Ids of elements it refers to."""
    words: str = ""
    """What a link says."""

    def add(self, tag: str) -> Elem:
        """A new last kid."""
        kid = Elem(tag, self)
        self.kids.append(kid)
        return kid


@dataclass
class _Frame:
    """A block being read: where its notes go."""

    host: Elem
    pending: list[tuple[ET.Element, Elem]] = field(default_factory=list)
    after: bool = False


class LogicalTree:
    """Builds the tree of a sheet; `root` is the Document element."""

    def __init__(
        self,
        sheet: Sheet,
        texts: Texts,
        found: Print,
        links: dict[ET.Element, list[Annotation]],
        *,
        pdf2: bool,
    ) -> None:
        self._sheet = sheet
        self._texts = texts
        self._print = found
        self._links = links
        self._pdf2 = pdf2
        self._frames: list[_Frame] = []
        self.anchors: dict[str, Elem] = {}
        """HTML id -> element, for destinations."""
        self.root = Elem("Document")
        self.root.lang = sheet.root.get("lang", "")
        body = sheet.root.find("body")
        self._frames.append(_Frame(self.root))
        if body is not None:
            for child in body:
                self._element(child, self.root)

    def _content(self, element: ET.Element, into: Elem, *, tail: bool = False) -> None:
        node = self._texts.node(element, tail=tail)
        if node is not None:
            into.kids.extend(self._print.texts.get(node, ()))

    def _inside(self, element: ET.Element, into: Elem) -> None:
        self._content(element, into)
        for child in element:
            if child.tag in _BLOCKS:
                self._flush(self._frames[-1])
            self._element(child, into)
            self._content(child, into, tail=True)

    def _element(self, element: ET.Element, into: Elem) -> None:
        if element.tag in _BLOCKS:
            self._block(element, into)
        elif element.get("class") == END_NOTE:
            self._note(element, into)
        elif element.tag == "a":
            self._link(element, into)
        elif element.tag == "img" or element.tag == "{http://www.w3.org/2000/svg}svg":
            self._picture(element, into)
        else:
            self._inline(element, into)

    def _block(self, element: ET.Element, into: Elem) -> None:
        made, inner = self._open(element, into)
        frame = _Frame(into if element.tag in _AFTER else inner, after=element.tag in _AFTER)
        self._frames.append(frame)
        self._inside(element, inner)
        self._frames.pop()
        if element.tag == "dt":
            self._frames[-1].pending.extend(frame.pending)
        else:
            self._flush(frame, closed=True)
        if made is not into and not made.kids:
            into.kids.remove(made)

    def _flush(self, frame: _Frame, *, closed: bool = False) -> None:
        """Set the waiting notes of a block, now that the text that calls them has ended."""
        if frame.after and not closed:
            return
        pending, frame.pending = frame.pending, []
        for note, _call in pending:
            self._note(note, frame.host)

    def _open(self, element: ET.Element, into: Elem) -> tuple[Elem, Elem]:
        """The element made for a block, and the one that takes its content."""
        tag, classes = element.tag, element.get("class", "").split()
        if tag == "nav":
            made = into.add("TOC")
        elif tag == "header":
            made = into.add("Sect")
            made.title = "Title block"
        elif tag == "div":
            return self._division(element, into, classes)
        elif tag in ("ul", "ol", "dl"):
            made = self._list(element, into)
        elif tag in ("li", "dt", "dd"):
            return self._item(element, into)
        elif tag in ("th", "td"):
            made = self._cell(element, into)
        elif tag == "figure":
            # Figure holds the picture alone: its Alt would silence a caption inside it.
            made = into.add("Aside" if self._pdf2 else "Div")
        elif tag == "pre":
            made = into.add("P")
            self._describe(element, made)
            return made, made
        else:
            made = into.add(_SIMPLE[tag])
            if EDITORIAL in classes:
                made.title = "Editorial"
        self._describe(element, made)
        return made, made

    def _division(self, element: ET.Element, into: Elem, classes: list[str]) -> tuple[Elem, Elem]:
        if "entry" in classes and into.tag == "TOC":
            made = into.add("TOCI")
            link = element.find("a")
            made.refs.append("" if link is None else link.get("href", "")[1:])
            return made, made.add("P") if self._pdf2 else made
        if not element.get("lang") or into.tag == "Document":
            self._anchor(element, into)
            return into, into
        made = into.add("Div")
        self._describe(element, made)
        return made, made

    def _describe(self, element: ET.Element, made: Elem) -> None:
        made.lang = element.get("lang", "")
        self._anchor(element, made)

    def _anchor(self, element: ET.Element, made: Elem) -> None:
        identifier = element.get("id")
        if identifier and identifier not in self.anchors:
            self.anchors[identifier] = made
            made.id = made.id or identifier

    def _list(self, element: ET.Element, into: Elem) -> Elem:
        made = into.add("L")
        if element.tag == "ol":
            numbering = _NUMBERING.get(element.get("type", "1"), "Decimal")
        elif element.tag == "ul":
            numbering = "Disc"
        else:
            numbering = "Description" if self._pdf2 else "None"
        made.attributes.append(("List", {"ListNumbering": f"/{numbering}"}))
        return made

    def _item(self, element: ET.Element, into: Elem) -> tuple[Elem, Elem]:
        if element.tag == "li":
            item = into.add("LI")
            markers = self._print.generated.get((element, "marker"), [])
            if markers:
                item.add("Lbl").kids.extend(markers)
            body = item.add("LBody")
        elif element.tag == "dt":
            item = into.add("LI")
            body = item.add("Lbl")
        else:
            last = into.kids[-1] if into.kids else None
            item = last if isinstance(last, Elem) and last.tag == "LI" else into.add("LI")
            body = item.add("LBody")
        self._describe(element, body)
        return item, body

    def _cell(self, element: ET.Element, into: Elem) -> Elem:
        made = into.add(element.tag.upper())
        attributes: dict[str, Any] = {}
        if element.tag == "th":
            in_head = into.parent is not None and into.parent.tag == "THead"
            scope = element.get("scope", "col" if in_head else "row")
            attributes["Scope"] = "/Row" if scope.startswith("row") else "/Column"
        for name, key in (("colspan", "ColSpan"), ("rowspan", "RowSpan")):
            if element.get(name, "1").isdigit() and int(element.get(name, "1")) > 1:
                attributes[key] = int(element.get(name, "1"))
        if attributes:
            made.attributes.append(("Table", attributes))
        return made

    def _picture(self, element: ET.Element, into: Elem) -> None:
        marks = self._print.pictures.get(element, [])
        if not marks:
            return
        if is_decorative(element):
            for mark in marks:
                mark.artifact = True
            return
        made = into.add("Figure")
        made.alt = element.get("alt", "")
        made.kids.extend(marks)
        self._describe(element, made)

    def _inline(self, element: ET.Element, into: Elem) -> None:
        tag = {"em": "Em", "i": "Em", "strong": "Strong", "b": "Strong", "code": "Code", "q": "Quote"}.get(
            element.tag, "Span" if self._says_more(element) else ""
        )
        made = into.add(tag) if tag else into
        if tag:
            self._describe(element, made)
            made.expansion = element.get("title", "") if element.tag == "abbr" else ""
            if element.tag in ("sub", "sup"):
                made.attributes.append(("Layout", self._position(element.tag)))
        else:
            self._anchor(element, into)
        self._inside(element, made)
        if tag and not made.kids:
            into.kids.remove(made)

    def _says_more(self, element: ET.Element) -> bool:
        """Whether an inline element tells a reader something that its text does not."""
        return bool(element.get("lang")) or element.tag in ("sub", "sup", "abbr")

    def _position(self, tag: str) -> dict[str, Any]:
        if self._pdf2:
            return {"TextPosition": "/Sup" if tag == "sup" else "/Sub"}
        return {"BaselineShift": 4 if tag == "sup" else -2}

    def _link(self, element: ET.Element, into: Elem) -> None:
        name = element.get("class", "")
        annotations = self._links.get(element, [])
        holder = into
        if name == CALL and not self._pdf2:
            holder = into.add("Reference")
        if into.tag == "TOCI" and not self._pdf2:
            holder = into.add("Reference")
        made = holder.add("Link") if annotations or name == CALL else holder
        note = next((child for child in element if child.get("class") == NOTE), None)
        self._anchor(element, made)
        if name == CALL:
            made.refs.append(self._sheet.calls.get(element.get("id", ""), ""))
        self._content(element, made)
        for child in element:
            if child is not note:
                # The raised figure of a call is one sign with its link, not an element of its own.
                self._inside(child, made) if name == CALL else self._element(child, made)
            self._content(child, made, tail=True)
        made.kids.extend(self._print.generated.get((element, "after"), []))
        made.kids.extend(annotations)
        made.words = " ".join("".join(_spoken(element)).split())
        if note is not None:
            self._frames[-1].pending.append((note, made))

    def _note(self, note: ET.Element, host: Elem) -> None:
        made = host.add("FENote" if self._pdf2 else "Note")
        made.id = note.get("id", "")
        self.anchors[made.id] = made
        if self._pdf2:
            made.attributes.append(
                ("FENote", {"NoteType": "/Endnote" if note.get("class") == END_NOTE else "/Footnote"})
            )
            made.refs.extend(call for call, target in self._sheet.calls.items() if target == made.id)
        self._frames.append(_Frame(made))
        for child in note:
            if child.get("class") == BACK:
                self._link(child, made.add("Lbl"))
            else:
                self._element(child, made)
            self._content(child, made, tail=True)
        self._frames.pop()


def _spoken(element: ET.Element) -> list[str]:
    """The words of a link without the note that stands in it."""
    if element.get("class") == NOTE:
        return []
    parts = [element.text or ""]
    for child in element:
        parts.extend(_spoken(child))
        parts.append(child.tail or "")
    return parts
