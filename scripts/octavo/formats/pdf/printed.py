"""What stands on the pages: every painted box, with the sign of the text it begins with.

Comes in, page by page: the engine's boxes and their marked-content ids. Goes out: `Print`, from which the
logical tree, the page map, the mending of the streams and the typographic lint are all made. It holds
values only, no box: a page that has been read can be forgotten.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from octavo.formats.pdf.text import Piece, TextNode
from octavo.model import PageMap, PageStart

_HYPHEN: Final = "-"
_SOFT_HYPHEN: Final = "\u00ad"
_POINT: Final = 0.75
"""Points in one CSS pixel."""


@dataclass(eq=False, slots=True)
class Row:
    """A line of type on a page."""

    element: ET.Element | None
    """The element of its paragraph."""
    width: float
    """Of its ink, in CSS pixels."""
    size: float
    """Of its type, in CSS pixels."""


@dataclass(eq=False, slots=True)
class Mark:
    """One painted text or picture."""

    page: int
    """Index of the page, from 0."""
    mcid: int
    """Marked-content id on its page."""
    row: Row | None = None
    """The line it stands on."""
    text: str = ""
    """Its signs as the engine drew them."""
    edge: float = 0.0
    """Where it ends, in CSS pixels from the left of the page."""
    loose: float = 0.0
    """What justification adds to each of its word spaces, in ems."""
    piece: Piece | None = None
    """The text it shows; None for pictures, list markers, furniture."""
    space: bool = False
    """Whether white space of the text follows that no glyph shows: at a line end, between two elements."""
    lead: bool = False
    """Whether that white space stands before the mark instead: what is before it is a note's call."""
    spoken: str = ""
    """What it says, where its glyphs do not: signs from right to left, signs that share a glyph."""
    artifact: bool = False
    """Whether it is page furniture: running head, folio, repeated table head, leader."""
    pagination: str = ""
    """``Header`` or ``Footer`` for furniture in the margins."""
    note: bool = False
    """Whether it stands among the notes."""
    call: bool = False
    """Whether it is the sign of a note's call."""
    closed: bool = False
    """Whether its glyphs end in a space."""
    area: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    """Of a picture: where it stands, in points from the lower left corner of the page."""


@dataclass
class Print:
    """All marks of a file by what they belong to."""

    marks: list[Mark] = field(default_factory=list)
    """In order of pages and boxes."""
    texts: dict[TextNode, list[Mark]] = field(default_factory=dict)
    pictures: dict[ET.Element, list[Mark]] = field(default_factory=dict)
    generated: dict[tuple[ET.Element, str], list[Mark]] = field(default_factory=dict)
    """List markers and the like: (element, pseudo-element) -> marks."""
    special: re.Pattern[str] | None = None
    """Texts whose glyphs do not tell their signs (`octavo.formats.pdf.signs`)."""
    latest: dict[bool, Mark] = field(default_factory=dict)
    """The last text so far, of the body (False) and of the notes (True)."""


def read_page(found: Print, page: Any, number: int, ids: dict[Any, int]) -> None:
    """Add what stands on a page (the engine's page box, its index, box -> id) to what was found before."""
    for child in page.children:
        if isinstance(child, boxes.MarginBox):
            place = "Header" if "@top" in child.at_keyword else "Footer"
            for box, _ in _walk(child, None):
                _add(found, Mark(number, ids.get(box, -1), artifact=True, pagination=place))
        else:
            _read_flow(found, child, number, ids, page.margin_height())


def _read_flow(found: Print, root: Any, number: int, ids: dict[Any, int], height: float) -> None:
    note = isinstance(root, boxes.FootnoteAreaBox)
    line, row = None, None
    for box, its_line in _walk(root, None):
        if its_line is not line:
            line, row = its_line, _row(its_line)
        mark = Mark(number, ids.get(box, -1), row, note=note)
        if isinstance(box, boxes.ReplacedBox):
            mark.area = _area(box, height)
        else:
            mark.text = box.text
            mark.edge = box.position_x + box.width
            mark.loose = box.justification_spacing / box.style["font_size"]
        _identify(found, mark, box)
        _add(found, mark)


def _row(line: Any) -> Row | None:
    return None if line is None else Row(line.element, line.width, line.style["font_size"])


def _area(box: Any, page_height: float) -> tuple[float, float, float, float]:
    left, top = box.content_box_x() * _POINT, (page_height - box.content_box_y()) * _POINT
    return (left, top - box.height * _POINT, left + box.width * _POINT, top)


def _add(found: Print, mark: Mark) -> None:
    if mark.mcid >= 0:
        found.marks.append(mark)


def _identify(found: Print, mark: Mark, box: Any) -> None:
    """File a mark under what it shows."""
    if isinstance(box, boxes.ReplacedBox):
        found.pictures.setdefault(box.element, []).append(mark)
    elif getattr(box, "octavo_source", None) is None:
        _identify_generated(found, mark, box)
    else:
        _identify_text(found, mark, box)


def _identify_generated(found: Print, mark: Mark, box: Any) -> None:
    """Text of the style sheet: markers and page numbers are content, leaders are furniture."""
    _, _, pseudo = (box.element_tag or "").partition("::")
    if pseudo and box.element is not None and box.text.strip(" .\u200b"):
        found.generated.setdefault((box.element, pseudo), []).append(mark)
    else:
        mark.artifact = True


def _identify_text(found: Print, mark: Mark, box: Any) -> None:
    """Text of the tree, and the white space before it that no glyph shows."""
    source = box.octavo_source
    taken = source.taken
    mark.piece = source.take(box.text, _HYPHEN)
    if mark.piece is None:
        mark.artifact = True
        return
    before = found.latest.get(mark.note)
    unseen = source.text[taken : mark.piece.start].isspace() or (source.spaced and not taken)
    blank = not box.text.strip()
    if before is not None and before.call:
        mark.lead = unseen and not blank
    elif before is not None and (unseen or blank):
        before.space = not before.closed
    if blank:
        mark.artifact = True
        return
    mark.call = bool(box.element.get("data-call"))
    if found.special is not None and found.special.search(box.text):
        mark.spoken = source.text[mark.piece.start : mark.piece.end] + _SOFT_HYPHEN * mark.piece.soft
    # The engine takes a line's last space from its box's text, not from its glyphs.
    mark.closed = str(box.pango_layout.text).endswith(" ")
    if source.text[mark.piece.end :].isspace():
        mark.space = not mark.closed
    found.texts.setdefault(source.node, []).append(mark)
    found.latest[mark.note] = mark


def _walk(box: Any, line: Any) -> Iterator[tuple[Any, Any]]:
    """Texts and pictures below a box in the order of boxes, each with its line."""
    stack = [(box, line)]
    while stack:
        box, line = stack.pop()
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
            yield box, line
            continue
        if isinstance(box, boxes.LineBox):
            line = box
        stack.extend((child, line) for child in reversed(box.children))


def page_map(found: Print, total: int) -> PageMap:
    """Where each print page begins in the article's body."""
    first: dict[int, int] = {}
    for mark in found.marks:
        if mark.page in first or mark.note or mark.artifact or mark.piece is None:
            continue
        place = mark.piece.source.place(mark.piece.start)
        if place >= 0:
            first[mark.page] = place
    starts = (PageStart(page + 1, str(page + 1), place) for page, place in sorted(first.items()))
    return PageMap(tuple(starts), total)
