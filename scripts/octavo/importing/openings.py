"""Whether a printed line opens a paragraph: what the lines around it and this document's ways say.

In: the paragraph that is open and the line after it. Out: whether it opens another. A line that would have
had room for the next word ended on purpose; how much room tells that depends on how well widths are known
(`slack`) and on what else parts the paragraphs of this document: an indent, a blank line, or neither.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from octavo.importing.draft import Block, Box
from octavo.importing.habits import END, MARGIN, SPEAKER, STOP, Habits
from octavo.importing.measure import COLUMN, NOTE, room
from octavo.importing.pages import Line, Page
from octavo.importing.runin import is_titled
from octavo.importing.stacked import BULLETS

_BULLET: Final = re.compile(rf"([{BULLETS}*∗–-])\s+(?=\S)")
LONE_BULLET: Final = re.compile(rf"[{BULLETS}]$")
NUMBER: Final = re.compile(r"(\d{1,3}[.)])\s+(?=\S)")
LETTER: Final = re.compile(r"([a-z]|[ivx]{2,4})([.)])\s+(?=\S)")
_CENTRED: Final = 12
"""Columns from which a line is centred or set right."""
_VERSE: Final = 0.78
_OFF: Final = 3
"""Columns by which the middle of a centred line may be off."""
_ATTRIBUTED: Final = re.compile(r"[—―]\s?[A-ZÀ-Þ]")
_HEAD_STOP: Final = re.compile(r"[.,;:!?—–-]$")
_INSET: Final = 2
_BIG: Final = 0.3
"""Room that a full line of a title may seem to have, for its letters are larger."""
_OPEN: Final = ",;-‐–—("
_HYPHENS: Final = "-‐\u00ad"


@dataclass
class State:
    """A page while its blocks are made."""

    page: Page
    habits: Habits
    heads: frozenset[str]
    numbered: frozenset[int]
    """Raw lines that are headings with a number."""
    blocks: list[Block] = field(default_factory=list)
    open: list[Line] = field(default_factory=list)
    hint: str = ""
    list_id: int = 0
    items: list[tuple[int, Box]] = field(default_factory=list)
    """The items that are open, with their indents: the outer one first."""
    paged: bool = False
    in_foot: bool = False
    prose: bool = False
    """A paragraph of running text has been seen."""


def bullet(state: State, line: Line) -> re.Match[str] | None:
    """The bullet that `line` opens with; an asterisk at the foot of a page is no bullet but a note's sign."""
    found = _BULLET.match(line.text)
    foot = state.page.lines[state.page.foot] if state.page.labels else None
    noted = foot is not None and line.number >= foot.number
    return None if found and noted and found[1] in "*∗" else found


def begins(state: State, line: Line, after: Line | None) -> bool:
    """Whether `line`, which `after` follows, opens a new paragraph after the open one."""
    before = state.open[-1]
    if not _noted(state) and _is_whole(state, before, line, after):
        return True
    if line.opens or (not state.in_foot and _is_apart(state, before, line)):
        return True
    if is_verse(state, before) and is_verse(state, line) and abs(before.indent - line.indent) <= _INSET:
        return False
    if LONE_BULLET.fullmatch(before.text) or LONE_BULLET.fullmatch(line.text):
        return bool(LONE_BULLET.fullmatch(line.text))
    outdented = _hanging(state) and not state.in_foot and line.indent < state.open[0].indent
    if outdented or _begins_item(state, before, line) or _begins_turn(state, before, line):
        return True
    if NOTE.match(line.text) and _follows(state, line):
        return True
    return _indented(state, before, line) or _short(state, before, line)


def _is_whole(state: State, before: Line, line: Line, after: Line | None) -> bool:
    """Whether `line` is all of its paragraph: it ends early and without a stop, as a heading does."""
    if not STOP.search(before.text) or not (line.text[0].isupper() or line.text[0].isdigit()):
        return False
    if END.search(line.text) or line.text[-1] in _OPEN or (after and after.text[0].islower()):
        return False
    least = state.habits.slack + 0.2
    return room(line.natural, after.text, line.full) > least if after else line.natural < 0.5 * line.full


def _is_apart(state: State, before: Line, line: Line) -> bool:
    """Whether one of the two is centred or set right, or both are centred and the first is no full line."""
    shallow, deep = sorted((before.indent, line.indent))
    if deep < _CENTRED:
        return False
    if shallow <= MARGIN:
        return True
    middles = [(one.indent + one.width) / 2 - state.page.width / 2 for one in (before, line)]
    if shallow < _CENTRED or max(map(abs, middles)) > _OFF or _HEAD_STOP.search(before.text):
        return False
    return room(before.natural - before.indent * COLUMN, line.text, before.full) > 0.3


def _indented(state: State, before: Line, line: Line) -> bool:
    """Whether an indent opens a paragraph here."""
    finished = bool(END.search(before.text))
    alone = len(state.open) == 1
    flush = state.open[0].indent if alone else before.indent
    if state.habits.indents and flush <= 0 < line.indent <= 8 and (alone or not _hanging(state)):
        return finished or _short(state, before, line)
    return finished and line.indent - before.indent >= _INSET and not alone


def _begins_item(state: State, before: Line, line: Line) -> bool:
    """Whether `line` opens an item: a bullet, or the number or letter that a list goes on or begins with."""
    ended = bool(END.search(before.text)) or _short(state, before, line)
    sign = bullet(state, line)
    if sign:
        inset = line.indent - before.indent >= _INSET
        return sign[1] in BULLETS or ended or inset or bool(bullet(state, state.open[0]))
    mine, first = NUMBER.match(line.text), NUMBER.match(state.open[0].text)
    if mine is None:
        return _begins_lettered(state, before, line)
    value = int(mine[1][:-1])
    if first is not None:
        return value == int(first[1][:-1]) + 1 or ended
    return _short(state, before, line) or (value == 1 and before.text[-1] in ":—")


def _begins_lettered(state: State, before: Line, line: Line) -> bool:
    """Whether `line` opens an item with a letter: the first of a list, or the next one."""
    mine, first = LETTER.match(line.text), LETTER.match(state.open[0].text)
    if mine is None:
        return False
    if first is not None and first[2] == mine[2] and ord(mine[1][0]) - ord(first[1][0]) in (0, 1):
        return True
    return mine[1] in ("a", "i") and (before.text[-1] in ":—" or line.indent - before.indent >= _INSET)


def _begins_turn(state: State, before: Line, line: Line) -> bool:
    """Whether another speaker begins, or who said what stands above is named."""
    turn = SPEAKER.match(line.text)
    if turn and turn[0] in state.habits.speakers:
        return True
    set_in = line.indent > _INSET and not _noted(state)
    return set_in and bool(_ATTRIBUTED.match(line.text)) and bool(END.search(before.text))


def is_verse(state: State, line: Line) -> bool:
    """Whether a line may be one of verse: set in, and far from full; the title block has such lines too."""
    return (
        not state.in_foot
        and (state.page.number > 0 or state.prose)
        and line.indent >= 3
        and line.natural < _VERSE * state.page.usual
        and not (_BULLET.match(line.text) or NUMBER.match(line.text) or NOTE.match(line.text))
    )


def _follows(state: State, line: Line) -> bool:
    """A note's sign one above the open note's sign, or a sign after a finished line at a note."""
    mine, first = re.match(r"\d+", line.text), re.match(r"\d+", state.open[0].text)
    if mine and first:
        return int(mine[0]) == int(first[0]) + 1
    return not mine and bool(NOTE.match(state.open[0].text))


def _hanging(state: State) -> bool:
    """First line out, the others in: an item or an entry of a bibliography."""
    return bool(NUMBER.match(state.open[0].text) or bullet(state, state.open[0]))


def _is_title_too(before: Line, line: Line) -> bool:
    """Whether a line after one in capitals may be the rest of the same title."""
    return before.text.isupper() and line.text.isupper()


def _noted(state: State) -> bool:
    """Whether the open paragraph is a note: what stands in it is the note's own."""
    return state.in_foot or bool(NOTE.match(state.open[0].text))


def _short(state: State, before: Line, line: Line) -> bool:
    """The first word of `line` would have fitted after `before`: the line ended on purpose.

    How much room that takes depends on how well this text's widths are known, and on what else parts
    its paragraphs. A line in title case that stands alone takes least.
    """
    left = room(before.natural, line.text, before.full)
    stop, finished = bool(STOP.search(before.text)), bool(END.search(before.text))
    parted = state.habits.indents or state.habits.spaced
    if _noted(state):
        least = 0.3 if finished or not (parted or line.text[0].islower()) else 0.42
        return left > (0.03 if stop and not parted and not line.text[0].islower() else least)
    slack = state.habits.slack
    if line.text[0].islower():
        return before.text[-1] not in _HYPHENS and left > slack + (0.2 if finished else 0.35)
    if not finished and len(state.open) == 1 and is_titled(before.text):
        return left > (_BIG if _is_title_too(before, line) else slack)
    if parted:
        return left > slack + (0.1 if stop else 0.2)
    return left > (0.03 if stop else slack if finished else slack + 0.1)
