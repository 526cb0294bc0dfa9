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
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from octavo.importing.draft import Block, Box, Kind
from octavo.importing.headlines import head_lines
from octavo.importing.layouttables import table, table_rows
from octavo.importing.measure import LONG, NOTE, room
from octavo.importing.pages import Line, Page, pages
from octavo.importing.stacked import BULLETS

_BULLET: Final = re.compile(rf"([{BULLETS}*–-])\s+(?=\S)")
_LONE_BULLET: Final = re.compile(rf"[{BULLETS}]$")
_NUMBER: Final = re.compile(r"(\d{1,3}[.)])\s+(?=\S)")
_LABEL_ALONE: Final = re.compile(r"(\d{1,4}|[*†‡§]{1,3})[.)]?$")
_ESCAPE: Final = re.compile(r"([\\`*_\[\]<>$^~|&])")
_FOLIO: Final = re.compile(
    r"[-–—|\s]*(?:page\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:of|/)\s*\d{1,4})?[-–—|\s]*", re.IGNORECASE
)
_MARGIN: Final = 5
_CENTRED: Final = 12
"""Columns up to which an indent is one of running text, and from which a line is centred or set right."""
_HEAD_LENGTH: Final = 100
_PROSE: Final = 200
_VERSE: Final = 0.78
_MOST_ITEMS: Final = 50
_NO_ROOM: Final = 0.05
_ROOM: Final = 0.1
_END: Final = re.compile(r"[.!?:;…][\"'”’»)\]]*\d{0,3}\)?$")
_STOP: Final = re.compile(r"[.!?…][\"'”’»)\]]*\d{0,3}\)?$")


@dataclass
class _Page:
    """A page while its blocks are made."""

    page: Page
    uses_indents: bool
    heads: frozenset[str]
    numbered: frozenset[int]
    """Raw lines that are headings with a number."""
    blocks: list[Block] = field(default_factory=list)
    open: list[Line] = field(default_factory=list)
    hint: str = ""
    list_id: int = 0
    paged: bool = False
    spaced: bool = False
    in_foot: bool = False
    prose: bool = False
    """A paragraph of running text has been seen."""


def parse(text: str) -> tuple[Block, ...]:
    """All blocks of a plain text, as `formrows.printed_lines` gives its lines."""
    sheets = pages(text)
    paged = "\f" in text
    style = (*_style(sheets), head_lines(sheets))
    heads = _running(sheets) if paged else _after_folios(sheets)
    out: list[Block] = []
    for sheet in sheets:
        if sheet.starts_page and out and paged:
            first = next((line.number for line in sheet.lines if line), 1)
            out.append(Block(Kind.PAGE, "\f", first, page=sheet.number))
        out.extend(_blocks(sheet, style, heads, paged=paged, lists=len(out)))
    return tuple(out)


def _style(sheets: Sequence[Page]) -> tuple[bool, bool]:
    """Whether an indent, and whether a blank line, parts the paragraphs of this text.

    Counted where a paragraph ends for certain: a stop at the end of a line that would have had room
    for the next word, before a capital in a long line.
    """
    count: Counter[str] = Counter()
    for sheet in sheets:
        solid = [(at, line) for at, line in enumerate(sheet.lines[: sheet.foot]) if line]
        for ((first, before), (second, line)), after in zip(
            pairwise(solid), [*(line for _, line in solid[2:]), None], strict=False
        ):
            if line.natural < LONG or not _is_sure_end(before, line) or second - first > 3:
                continue
            indent = line.indent - (after.indent if after else 0)
            count["blank" if second - first > 1 else "indent" if 1 <= indent <= 8 else "none"] += 1
    closed = count["indent"] + count["none"]
    return count["indent"] > max(1, 0.6 * closed), count["blank"] > max(1, 0.6 * count.total())


def _is_sure_end(before: Line, line: Line) -> bool:
    start = line.text[0]
    return (
        bool(_STOP.search(before.text))
        and (start.isupper() or start in '“"‘')
        and before.natural > 0.2 * before.full
        and room(before.natural, line.text, before.full) > 0.12
        and not NOTE.match(line.text)
    )


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
    sheet: Page, style: tuple[bool, bool, frozenset[int]], heads: frozenset[str], *, paged: bool, lists: int
) -> list[Block]:
    indents, spaced, numbered = style
    state = _Page(
        sheet, indents, heads, numbered=numbered, list_id=lists * 1000 + 1, paged=paged, spaced=spaced
    )
    solid = [at for at, line in enumerate(sheet.lines) if line]
    edges = {*solid[:2], *solid[-2:]}
    at = 0
    while at < len(sheet.lines):
        line = sheet.lines[at]
        if line is None:
            _close(state)
            at += 1
            continue
        rows = table_rows(sheet.lines, at)
        if rows:
            _close(state)
            state.blocks.append(table(rows, sheet.number))
            at += len(rows)
            continue
        at = _line(state, sheet.lines, at, edge=at in edges)
    _close(state)
    return state.blocks


def _line(state: _Page, lines: Sequence[Line | None], at: int, *, edge: bool) -> int:
    line = lines[at]
    assert line is not None
    alone = _FOLIO.fullmatch(line.text) if len(line.text) < 20 else None
    following = lines[at + 1] if at + 1 < len(lines) else None
    label = _LABEL_ALONE.fullmatch(line.text)
    state.in_foot = at >= state.page.foot
    if at in state.page.labels:
        _close(state)
    broken = bool(state.open) and not _STOP.search(state.open[-1].text) and not state.in_foot
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
            Block(Kind.PARA, "", line.number, (_box(state, line.text),), page=state.page.number)
        )
        return at + 1
    if state.open and _begins(state, line):
        _close(state)
    if not state.open:
        state.hint = "indent" if 1 <= line.indent <= 12 else "flush"
    state.open.append(line)
    return at + 1


def _is_tail(state: _Page, at: int, label: str) -> bool:
    """Whether a number alone is the end of a note's text (``no.`` / ``61.``), not the sign of the next."""
    if at >= state.page.foot:
        return at not in state.page.labels
    first = re.match(r"\d+", state.open[0].text) if state.open else None
    wanted = int(first[0]) + 1 if first and NOTE.match(state.open[0].text) else 0
    return bool(wanted) and label.rstrip(".)") != str(wanted)


def _begins(state: _Page, line: Line) -> bool:
    """Whether `line` opens a new paragraph after the open one."""
    before = state.open[-1]
    finished = bool(_END.search(before.text))
    if _is_verse(state, before) and _is_verse(state, line) and abs(before.indent - line.indent) <= 2:
        return False
    if line.opens:
        return True
    shallow, deep = sorted((before.indent, line.indent))
    if shallow <= _MARGIN and deep >= _CENTRED and not state.in_foot:
        return True
    if _LONE_BULLET.fullmatch(before.text) or _LONE_BULLET.fullmatch(line.text):
        return bool(_LONE_BULLET.fullmatch(line.text))
    outdented = _hanging(state) and not state.in_foot and line.indent < state.open[0].indent
    if outdented or _begins_item(state, before, line):
        return True
    if NOTE.match(line.text) and _follows(state, line):
        return True
    first_indent = state.open[0].indent
    if (
        len(state.open) > 1
        and before.indent <= 0 < line.indent <= 8
        and state.uses_indents
        and not _hanging(state)
    ):
        return finished or _short(state, before, line)
    if (
        len(state.open) == 1
        and first_indent <= 0 < line.indent <= 8
        and state.uses_indents
        and (finished or _short(state, before, line))
    ):
        return True
    if finished and line.indent - before.indent >= 2 and len(state.open) > 1:
        return True
    return _short(state, before, line)


def _begins_item(state: _Page, before: Line, line: Line) -> bool:
    """Whether `line` opens an item: a bullet, or the number that a list goes on or begins with."""
    ended = bool(_END.search(before.text)) or _short(state, before, line)
    if _BULLET.match(line.text):
        return ended or bool(_BULLET.match(state.open[0].text))
    mine, first = _NUMBER.match(line.text), _NUMBER.match(state.open[0].text)
    if mine is None:
        return False
    value = int(mine[1][:-1])
    if first is not None:
        return value == int(first[1][:-1]) + 1 or ended
    return _short(state, before, line) or (value == 1 and before.text[-1] in ":—")


def _is_verse(state: _Page, line: Line) -> bool:
    """Whether a line may be one of verse: set in, and far from full; the title block has such lines too."""
    return (
        not state.in_foot
        and (state.page.number > 0 or state.prose)
        and line.indent >= 3
        and line.natural < _VERSE * state.page.usual
        and not (_BULLET.match(line.text) or _NUMBER.match(line.text) or NOTE.match(line.text))
    )


def _follows(state: _Page, line: Line) -> bool:
    """A note's sign one above the open note's sign, or a sign after a finished line at a note."""
    mine, first = re.match(r"\d+", line.text), re.match(r"\d+", state.open[0].text)
    if mine and first:
        return int(mine[0]) == int(first[0]) + 1
    return not mine and bool(NOTE.match(state.open[0].text))


def _hanging(state: _Page) -> bool:
    """First line out, the others in: an item or an entry of a bibliography."""
    return bool(_NUMBER.match(state.open[0].text) or _BULLET.match(state.open[0].text))


def _short(state: _Page, before: Line, line: Line) -> bool:
    """The first word of `line` would have fitted after `before`: the line ended on purpose.

    How much room that takes depends on what else parts the paragraphs of this text.
    """
    left = room(before.natural, line.text, before.full)
    stop, finished = bool(_STOP.search(before.text)), bool(_END.search(before.text))
    if line.text[0].islower():
        return finished and left > 0.3
    if state.uses_indents or state.spaced:
        return left > (0.3 if stop else 0.42)
    return left > (0.03 if stop else 0.1 if finished else 0.3)


def _close(state: _Page) -> None:
    if not state.open:
        return
    lines, state.open = state.open, []
    texts = [line.text for line in lines]
    if len(lines) > 1 and all(_is_verse(state, line) for line in lines):
        verse = "\n".join("| " + _escaped(text) for text in texts)
        state.blocks.append(Block(Kind.VERSE, verse, lines[0].number, page=state.page.number))
        return
    left = 1 - lines[-1].natural / lines[-1].full if lines[-1].full else 0.0
    full = 1 if left < _NO_ROOM else 0 if left > _ROOM else 2
    path: tuple[Box, ...] = ()
    bullet, number = _BULLET.match(texts[0]), _NUMBER.match(texts[0])
    if bullet and len(texts[0]) > bullet.end():
        path = (_box(state, "-"),)
        texts[0] = texts[0][bullet.end() :]
    elif _LONE_BULLET.fullmatch(texts[0]) and len(texts) > 1:
        path, texts, lines = (_box(state, "-"),), texts[1:], lines[1:]
    elif number:
        path = (_box(state, number[1]),)
        texts[0] = texts[0][number.end() :]
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
            hint=state.hint if state.uses_indents else "",
            full=full if state.paged or len(lines) > 1 else -1,
            spans=tuple(spans),
        )
    )


def _escaped(text: str) -> str:
    """A line of plain text as Markdown: its signs mean themselves."""
    return _ESCAPE.sub(r"\\\1", " ".join(text.split()))


def _box(state: _Page, marker: str) -> Box:
    """An item; it belongs to the list of the block before it if that is an item of its kind."""
    kind = "-" if marker == "-" else "1" + marker[-1]
    last = state.blocks[-1].path[0] if state.blocks and state.blocks[-1].path else None
    same = (
        last is not None
        and last.kind == "item"
        and ("-" if last.marker == "-" else "1" + last.marker[-1]) == kind
    )
    state.list_id += 2
    list_id = last.list_id if same and last is not None else state.list_id
    return Box("item", state.list_id + 1, marker, list_id)


def _is_quotation(lines: Sequence[Line], state: _Page) -> bool:
    """All lines stand in from the margin, and they are several."""
    return (
        len(lines) > 1
        and all(line.indent >= 3 for line in lines)
        and max(line.width for line in lines) <= state.page.width + 1
        and len({line.indent for line in lines}) <= 3
    )
