"""The typographic lint: the flaws of laid-out pages that a good compositor would not pass.

Comes in: what was printed (`octavo.formats.pdf.printed`) and the pages. Goes out: findings T-0NN, each
with its page and line. What could be cured without touching the text has been cured by then
(`octavo.formats.pdf.cures`); the rest is for the editor to weigh.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Any, Final

from weasyprint.formatting_structure import boxes

from octavo.formats.pdf.cures import LADDER, LOOSE
from octavo.formats.pdf.printed import Mark, Print, Row
from octavo.formats.pdf.sheet import BACK, NOTE
from octavo.formats.pdf.text import breaks_word
from octavo.model import Finding, Locus, Severity

RULES: Final = {
    "T-001": "The last line of a paragraph does not stand alone at the head of a page.",
    "T-002": "The first line of a paragraph does not stand alone at the foot of a page.",
    "T-003": "The last line of a paragraph is longer than an indent.",
    "T-004": "No word is broken over a page.",
    "T-005": "No more than two lines in succession end in a hyphen.",
    "T-006": "A heading stands on the page of its text.",
    "T-007": "No compound in a heading is broken at its hyphen.",
    "T-008": "A page holds five lines or more.",
    "T-009": "No line is spaced so far that it falls apart.",
    "T-010": "Nothing stands out of the measure.",
    "T-011": "A note begins on the page of its call.",
    "T-012": "A table has room for its words.",
}
"""Every code with the wished state."""

_RUNT: Final = 1.2
"""Shortest last line, in ems: the indent."""
_SHORT_PAGE: Final = 5
_FEW_PAGES: Final = 3
"""Fewer than these have no lines to give away."""
_OUT: Final = 1.0
"""Pixels by which ink may stand out of the measure before it counts."""
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PARAGRAPHS: Final = frozenset({"p", "dd", "li", "blockquote"})


@dataclass
class Line:
    """A printed line of the text or of the notes."""

    page: int
    row: Row
    note: bool
    marks: list[Mark] = field(default_factory=list)
    number: int = 0
    """1-based, on its page, text and notes counted apart."""

    @property
    def block(self) -> ET.Element | None:
        """The element of the paragraph."""
        return self.row.element

    @property
    def words(self) -> str:
        """What it says, for a message."""
        return " ".join("".join(mark.text for mark in self.marks).split())

    @property
    def near(self) -> str:
        """Its words as they stand in the text, without the signs of calls."""
        shown = [
            mark.text.rstrip("-") if mark.piece and mark.piece.soft else mark.text
            for mark in self.marks
            if not mark.call
        ]
        return " ".join(" ".join(shown).split())

    @property
    def soft(self) -> bool:
        """Whether it ends in a hyphen that is not in the text."""
        piece = self.marks[-1].piece
        return piece is not None and piece.soft

    @property
    def hyphened(self) -> bool:
        """Whether it ends in any hyphen."""
        return self.soft or self.marks[-1].text.endswith("-")


def lint(found: Print, pages: list[Any], name: str) -> tuple[Finding, ...]:
    """All flaws of `pages`; `name` is the artifact's."""
    lines = _lines(found)
    checks = (
        _paragraph_ends(lines),
        _broken_words(lines),
        _ladders(lines),
        _headings(lines),
        _short_pages(lines, len(pages)),
        _spacing(lines),
        _measure(lines, pages),
        _crushed(lines),
        _notes(found),
    )
    flaws = sorted(flaw for check in checks for flaw in check)
    return tuple(
        Finding(code, Severity.WARNING, Locus(name, number, page=page + 1), text, hint, near)
        for page, note, number, code, text, hint, near in flaws
    )


_Flaw = tuple[int, bool, int, str, str, str, str]
"""Page, whether in the notes, line, code, message, remedy, words."""


def _flaw(line: Line, code: str, text: str, hint: str) -> _Flaw:
    where = "note line" if line.note else "line"
    return line.page, line.note, line.number, code, f"{text}: {where} {line.words[:60]!r}", hint, line.near


def _lines(found: Print) -> list[Line]:
    """Lines in the order of pages and boxes, without furniture and table cells."""
    lines: list[Line] = []
    counts: dict[tuple[int, bool], int] = {}
    for row, marks in groupby(found.marks, lambda mark: mark.row):
        shown = [mark for mark in marks if mark.piece is not None and not mark.artifact]
        if row is None or not shown:
            continue
        line = Line(shown[0].page, row, shown[0].note, shown)
        key = (line.page, line.note)
        counts[key] = counts.get(key, 0) + 1
        line.number = counts[key]
        lines.append(line)
    return lines


def _blocks(lines: list[Line]) -> Iterator[list[Line]]:
    """The lines of each paragraph, over all its pages."""
    blocks: dict[Any, list[Line]] = {}
    for line in lines:
        blocks.setdefault(line.block, []).append(line)
    return iter(blocks.values())


def _paragraph_ends(lines: list[Line]) -> Iterator[_Flaw]:
    for block in _blocks(lines):
        first = block[0]
        if len(block) < 2 or not _is_paragraph(first.block):
            continue
        per_page = [list(group) for _, group in groupby(block, lambda line: line.page)]
        if len(per_page) > 1 and len(per_page[-1]) == 1:
            yield _flaw(block[-1], "T-001", "a last line alone at the head of a page", _RESET)
        if len(per_page) > 1 and len(per_page[0]) == 1:
            yield _flaw(block[0], "T-002", "a first line alone at the foot of a page", _RESET)
        last = block[-1]
        if 0 < last.row.width < _RUNT * last.row.size:
            yield _flaw(last, "T-003", "a last line shorter than an indent", _RESET)


def _is_paragraph(block: ET.Element | None) -> bool:
    """Whether it is a paragraph; that of a note stands in the note's own element."""
    return block is not None and (block.tag in _PARAGRAPHS or block.get("class") == NOTE)


_RESET: Final = "Change the measure or the type size in the house style, or let it stand."


def _broken_words(lines: list[Line]) -> Iterator[_Flaw]:
    body = [line for line in lines if not line.note]
    for line, following in pairwise(body):
        if line.page != following.page and _inside_word(line, following):
            yield _flaw(line, "T-004", "a word broken over a page", _RESET)


def _inside_word(line: Line, following: Line) -> bool:
    before, after = line.marks[-1].piece, following.marks[0].piece
    if before is None or after is None or line.block is not following.block:
        return False
    if before.source is not after.source or before.end != after.start:
        return False
    text = before.source.text
    return breaks_word(text[before.end - 1 : before.end], text[after.start : after.start + 1])


def _ladders(lines: list[Line]) -> Iterator[_Flaw]:
    for block in _blocks(lines):
        for hyphened, run in groupby(block, lambda line: line.hyphened):
            steps = list(run)
            if hyphened and len(steps) > LADDER:
                yield _flaw(steps[0], "T-005", f"{len(steps)} lines in succession end in a hyphen", _RESET)


def _headings(lines: list[Line]) -> Iterator[_Flaw]:
    body = [line for line in lines if not line.note]
    for line, following in pairwise(body):
        if line.block is None or line.block.tag not in _HEADINGS:
            continue
        if line.page != following.page:
            yield _flaw(line, "T-006", "a heading without its text", _RESET)
        if line.hyphened and following.block is line.block:
            yield _flaw(
                line, "T-007", "a heading broken at a hyphen", "Shorten the heading, or let it stand."
            )


def _short_pages(lines: list[Line], total: int) -> Iterator[_Flaw]:
    heights: dict[int, int] = {}
    for line in lines:
        heights[line.page] = heights.get(line.page, 0) + 1
    pictures = {line.page for line in lines if line.block is not None and line.block.tag == "figcaption"}
    for page in range(1, total):
        count = heights.get(page, 0)
        if 0 < count < _SHORT_PAGE and page not in pictures:
            first = next(line for line in lines if line.page == page)
            yield _flaw(first, "T-008", f"a page of {count} lines", _RESET)


def _spacing(lines: list[Line]) -> Iterator[_Flaw]:
    for line in lines:
        added = max(mark.loose for mark in line.marks)
        if added > LOOSE:
            text = f"{added:.2f} em added to each word space"
            yield _flaw(line, "T-009", text, "Allow the next word a hyphen (U+00AD), or let it stand.")


def _measure(lines: list[Line], pages: list[Any]) -> Iterator[_Flaw]:
    for line in lines:
        page = pages[line.page]
        right = page.content_box_x() + page.width + _OUT
        edge = max(mark.edge for mark in line.marks)
        if edge > right and not _is_cell(line.block):
            text = f"{edge - right:.0f} px out of the measure"
            yield _flaw(line, "T-010", text, "Give the words a place to break, or the table less columns.")


def _is_cell(block: ET.Element | None) -> bool:
    return block is not None and block.tag in ("td", "th")


def _crushed(lines: list[Line]) -> Iterator[_Flaw]:
    """Tables so wide that their words break without a hyphen: told once a page."""
    pages: dict[int, Line] = {}
    for line, following in pairwise(lines):
        if _is_cell(line.block) and not line.hyphened and _inside_word(line, following):
            pages.setdefault(line.page, line)
    for line in pages.values():
        hint = "Give the table less columns, or turn it round."
        yield _flaw(line, "T-012", "a table too wide for the page: its words are broken anywhere", hint)


def wide_tables(pages: list[Any]) -> frozenset[int]:
    """Tables (``data-table``) whose boxes stand out of the measure."""
    found = set()
    for page in pages:
        right = page.content_box_x() + page.width + _OUT
        for box in page.descendants():
            if isinstance(box, boxes.TableBox) and box.border_box_x() + box.border_width() > right:
                found.add(int(box.element.get("data-table", "-1")))
    return frozenset(found)


def ends_short(pages: list[Any]) -> bool:
    """Whether the last page holds so few lines that it should have none of them, or more."""
    if len(pages) < _FEW_PAGES:
        return False
    flow = pages[-1].children[0]
    lines = 0
    for box in flow.descendants():
        lines += isinstance(box, boxes.LineBox)
        if lines >= _SHORT_PAGE or isinstance(box, boxes.ReplacedBox):
            return False
    return lines > 0


def _notes(found: Print) -> Iterator[_Flaw]:
    calls: dict[str, Mark] = {}
    markers: dict[str, Mark] = {}
    for node, marks in found.texts.items():
        owner = node.owner
        if owner.get("data-end"):
            continue
        if owner.get("class") == BACK:
            markers.setdefault(owner.get("href", "")[1:], marks[0])
        elif owner.get("data-call"):
            calls.setdefault(owner.get("data-call", ""), marks[0])
    for call, mark in calls.items():
        marker = markers.get(call)
        if marker is not None and marker.page != mark.page:
            text = f"note {marker.text!r} stands on page {marker.page + 1}, its call on page {mark.page + 1}"
            yield mark.page, False, 0, "T-011", text, "Shorten the note, or call it earlier.", ""
