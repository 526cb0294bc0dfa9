"""Plain text with lines as printed -> blocks of raw inline text.

In: the text of pdftotext or of a converter that keeps lines. Out: blocks as `blocks.parse` gives
them; line ends are kept inside a paragraph (`paragraphs` undoes them), signs of Markdown are
escaped, for the text has none. A paragraph begins after a blank line, at an indent, after a line
that ends short, at a list's or a note's sign.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from octavo.importing.draft import Block, Box, Kind
from octavo.importing.habits import STOP, Habits, habits
from octavo.importing.headlines import head_lines
from octavo.importing.layouttables import piped, row_cells, table, table_rows
from octavo.importing.measure import NOTE
from octavo.importing.openings import LETTER, LONE_BULLET, NUMBER, State, begins, bullet, is_verse
from octavo.importing.pages import Line, Page, pages
from octavo.importing.plaintables import is_prose, plain_table

_LABEL_ALONE: Final = re.compile(r"(\d{1,4}|[*∗†‡§¶‖]{1,3})[.)]?$")
_ESCAPE: Final = re.compile(r"([\\`*_\[\]<>$^~|&])")
_FOLIO: Final = re.compile(
    r"[-–—|\s]*(?:page\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:of|/)\s*\d{1,4})?[-–—|\s]*", re.IGNORECASE
)
_HEAD_LENGTH: Final = 100
_PROSE: Final = 200
_MOST_ITEMS: Final = 50
_NO_ROOM: Final = 0.05
_ROOM: Final = 0.1


def parse(text: str) -> tuple[Block, ...]:
    """All blocks of a plain text, as `formrows.printed_lines` gives its lines."""
    sheets = pages(text)
    paged = "\f" in text
    style = habits(sheets), head_lines(sheets)
    heads = _running(sheets) if paged else _after_folios(sheets)
    out: list[Block] = []
    for sheet in sheets:
        if sheet.starts_page and out and paged:
            first = next((line.number for line in sheet.lines if line), 1)
            out.append(Block(Kind.PAGE, "\f", first, page=sheet.number))
        out.extend(_blocks(sheet, style, heads, paged=paged, lists=len(out)))
    return tuple(out)


def _running(sheets: Sequence[Page]) -> frozenset[str]:
    """First and last lines that come again from page to page, without their numbers."""
    count: Counter[str] = Counter()
    for sheet in sheets:
        solid = [line for line in sheet.lines if line]
        for line in {*solid[:2], *solid[-2:]}:
            count[_key(line.text)] += 1
    return frozenset(key for key, times in count.items() if times >= 2 and len(key) > 2)


def _after_folios(sheets: Sequence[Page]) -> frozenset[str]:
    """Lines that come again behind a number alone, in a text without page signs: its running heads."""
    count: Counter[str] = Counter()
    for sheet in sheets:
        solid = [line for line in sheet.lines if line]
        for before, line in pairwise(solid):
            if before.text.isdigit() and len(line.text) < _HEAD_LENGTH:
                count[_key(line.text)] += 1
    return frozenset(key for key, times in count.items() if times >= 2 and len(key) > 2)


def _key(text: str) -> str:
    return " ".join(re.sub(r"[\W\d_]+", " ", text.lower()).split())


def _blocks(
    sheet: Page, style: tuple[Habits, frozenset[int]], heads: frozenset[str], *, paged: bool, lists: int
) -> list[Block]:
    ways, numbered = style
    state = State(sheet, ways, heads, numbered=numbered, list_id=lists * 1000 + 1, paged=paged)
    solid = [at for at, line in enumerate(sheet.lines) if line]
    edges = {*solid[:2], *solid[-2:]}
    at = 0
    while at < len(sheet.lines):
        line = sheet.lines[at]
        if line is None:
            _close(state)
            at += 1
            continue
        taken = _table(state, at)
        if taken:
            at += taken
            continue
        at = _line(state, sheet.lines, at, edge=at in edges)
    _close(state)
    return state.blocks


def _table(state: State, at: int) -> int:
    """How many lines the table that begins at `at` takes; it is a block then."""
    lines, number = state.page.lines, state.page.number
    rows, found = table_rows(lines, at), plain_table(lines, at)
    if rows and is_prose([row_cells(row.text) for row in rows]):
        rows = []
    taken = max(len(rows), found[1] if found else 0)
    if taken:
        _close(state)
        first = lines[at]
        if found and found[1] > len(rows):
            state.blocks.append(piped(found[0], first.number if first else 1, number))
        else:
            state.blocks.append(table(rows, number))
    return taken


def _line(state: State, lines: Sequence[Line | None], at: int, *, edge: bool) -> int:
    line = lines[at]
    assert line is not None
    alone = _FOLIO.fullmatch(line.text) if len(line.text) < 20 else None
    following = lines[at + 1] if at + 1 < len(lines) else None
    label = _LABEL_ALONE.fullmatch(line.text)
    state.in_foot = at >= state.page.foot
    if at in state.page.labels:
        _close(state)
    broken = bool(state.open) and not STOP.search(state.open[-1].text) and not state.in_foot
    if label and broken and following and following.text[0].islower() and label[0].isdigit():
        # A call that pdftotext set on a line of its own: it belongs to the word before.
        state.open[-1] = replace(state.open[-1], text=state.open[-1].text + label[0])
        return at + 1
    if label and label[1].isdigit() and (broken or _is_tail(state, at, label[0])):
        label = None
    if (
        label
        and following
        and (not edge or state.in_foot or label[0][-1] in ".)")
        and not _LABEL_ALONE.fullmatch(following.text)
    ):
        # The note's sign hangs above its text: they are one line.
        _close(state)
        state.open.append(replace(following, text=f"{line.text} {following.text}", number=line.number))
        return at + 2
    if (
        ((edge or not state.paged) and _key(line.text) in state.heads)
        or (alone and edge)
        or line.number in state.numbered
    ):
        _close(state)
        state.open.append(line)
        _close(state)
        return at + 1
    if label and label[0][-1] in ".)" and label[1].isdigit() and int(label[1]) < _MOST_ITEMS:
        _close(state)
        state.blocks.append(
            Block(Kind.PARA, "", line.number, _box(state, line.text, line.indent), page=state.page.number)
        )
        return at + 1
    if state.open and begins(state, line, following):
        _close(state)
    if not state.open:
        state.hint = "indent" if 1 <= line.indent <= 12 else "flush"
    state.open.append(line)
    return at + 1


def _is_tail(state: State, at: int, label: str) -> bool:
    """Whether a number alone is the end of a note's text (``no.`` / ``61.``), not the sign of the next."""
    if at >= state.page.foot:
        return at not in state.page.labels
    first = re.match(r"\d+", state.open[0].text) if state.open else None
    wanted = int(first[0]) + 1 if first and NOTE.match(state.open[0].text) else 0
    return bool(wanted) and label.rstrip(".)") != str(wanted)


def _close(state: State) -> None:
    if not state.open:
        return
    lines, state.open = state.open, []
    texts = [line.text for line in lines]
    if len(lines) > 1 and all(is_verse(state, line) for line in lines):
        verse = "\n".join("| " + _escaped(text) for text in texts)
        state.blocks.append(Block(Kind.VERSE, verse, lines[0].number, page=state.page.number))
        return
    left = 1 - lines[-1].natural / lines[-1].full if lines[-1].full else 0.0
    full = 1 if left < _NO_ROOM else 0 if left > _ROOM else 2
    path: tuple[Box, ...] = ()
    sign, number = bullet(state, lines[0]), NUMBER.match(texts[0])
    if sign and len(texts[0]) > sign.end():
        path = _box(state, "-", lines[0].indent)
        texts[0] = texts[0][sign.end() :]
    elif LONE_BULLET.fullmatch(texts[0]) and len(texts) > 1:
        path, texts, lines = _box(state, "-", lines[0].indent), texts[1:], lines[1:]
    elif number:
        path = _box(state, number[1], lines[0].indent)
        texts[0] = texts[0][number.end() :]
    elif (letter := LETTER.match(texts[0])) and _is_next(state, letter[1] + letter[2]):
        path = _box(state, letter[1] + letter[2], lines[0].indent)
        texts[0] = texts[0][letter.end() :]
    elif _is_quotation(lines, state):
        path = (Box("quote", -lines[0].number),)
    text = "\n".join(map(_escaped, texts))
    state.prose = state.prose or len(text) > _PROSE
    spans, offset = [], 0
    for part, line in zip(text.split("\n"), lines, strict=True):
        spans.append((offset, line.number))
        offset += len(part) + 1
    state.blocks.append(
        Block(
            Kind.PARA,
            text,
            lines[0].number,
            path,
            page=state.page.number,
            hint=state.hint if state.habits.indents else "",
            full=full if state.paged or len(lines) > 1 else -1,
            spans=tuple(spans),
        )
    )


def _escaped(text: str) -> str:
    """A line of plain text as Markdown: its signs mean themselves."""
    return _ESCAPE.sub(r"\\\1", " ".join(text.split()))


def _box(state: State, marker: str, indent: int) -> tuple[Box, ...]:
    """The path of an item: in the list of the item before it, or in one within that item."""
    kind = _kind(marker)
    last = state.blocks[-1] if state.blocks else None
    if last is None or not last.path or last.path[0].kind != "item":
        state.items.clear()
    while state.items and (
        state.items[-1][0] > indent + 1 or (len(state.items) > 1 and state.items[-2][0] >= indent - 1)
    ):
        state.items.pop()
    outer = state.items[-1] if state.items else None
    state.list_id += 2
    list_id = state.list_id
    if outer and outer[0] >= indent - 1:
        state.items.pop()
        list_id = outer[1].list_id if _kind(outer[1].marker) == kind else list_id
    elif outer and last and outer[1].marker != "-" and last.text[-1:] not in tuple(".,;:!?"):
        state.items.clear()  # It reads as a numbered heading, and those hold no lists.
    box = Box("item", state.list_id + 1, marker, list_id)
    state.items.append((indent, box))
    return tuple(box for _, box in state.items)


def _is_next(state: State, marker: str) -> bool:
    """Whether an item with the letter `marker` is the first of a list, or the one after the item before."""
    last = state.items[-1][1].marker if state.items and state.blocks and state.blocks[-1].path else ""
    if last and _kind(last) == _kind(marker):
        return ord(marker[0]) - ord(last[0]) in (0, 1)
    return marker[:-1] in ("a", "i")


def _kind(marker: str) -> str:
    """Of what list an item with this marker is."""
    return "-" if marker == "-" else ("1" if marker[0].isdigit() else "a") + marker[-1]


def _is_quotation(lines: Sequence[Line], state: State) -> bool:
    """All lines stand in from the margin, and they are several."""
    return (
        len(lines) > 1
        and all(line.indent >= 3 for line in lines)
        and max(line.width for line in lines) <= state.page.width + 1
        and len({line.indent for line in lines}) <= 3
    )
