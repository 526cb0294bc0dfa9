"""What parts the paragraphs of a document: counted over all its pages.

In: pages of lines. Out: `Habits`: whether an indent or a blank line opens its paragraphs, how much room a
line that runs on may seem to have, who speaks in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from octavo.importing.measure import LONG, NOTE, room
from octavo.importing.pages import Line, Page

END: Final = re.compile(r"[.!?:;…][\"'”’»)\]]*\d{0,3}\)?$")
STOP: Final = re.compile(r"[.!?…][\"'”’»)\]]*\d{0,3}\)?$")
MARGIN: Final = 5
"""Columns up to which an indent is one of running text."""
SPEAKER: Final = re.compile(r"(?:(?:Mrs?|Ms|Dr)\.? )?[A-ZÀ-Þ][\w.’'-]*(?: [A-ZÀ-Þ][\w.’'-]*){0,2}:(?= )")
_SLACK: Final = 0.1
_FEWEST: Final = 8
_TURNS: Final = 3


@dataclass(frozen=True)
class Habits:
    """What parts the paragraphs of a document."""

    indents: bool
    spaced: bool
    slack: float
    """Share of a full line that a line which runs on may seem to lack."""
    speakers: frozenset[str] = frozenset()
    """Labels of speakers that open lines again and again."""


def habits(sheets: Sequence[Page]) -> Habits:
    """What parts the paragraphs of `sheets`."""
    indents, spaced = _style(sheets)
    count = Counter(
        found[0] for sheet in sheets for line in sheet.lines if line and (found := SPEAKER.match(line.text))
    )
    speakers = frozenset(label for label, times in count.items() if times >= _TURNS)
    return Habits(indents, spaced, _slack(sheets), speakers)


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


def _slack(sheets: Sequence[Page]) -> float:
    """How much room a line that runs on may seem to have, for widths are only estimated.

    Counted where a line goes on for certain: no stop at its end, a lower-case word after it.
    """
    left = sorted(
        room(before.natural, line.text, before.full)
        for sheet in sheets
        for before, line in pairwise(sheet.lines[: sheet.foot])
        if before and line and _runs_on(before, line)
    )
    if len(left) < _FEWEST:
        return _SLACK
    return min(max(left[int(len(left) * 0.95)], 0.0) + 0.04, 0.3)


def _runs_on(before: Line, line: Line) -> bool:
    return (
        line.text[0].islower()
        and before.natural > LONG
        and max(before.indent, line.indent) <= MARGIN
        and not END.search(before.text)
    )


def _is_sure_end(before: Line, line: Line) -> bool:
    start = line.text[0]
    return (
        bool(STOP.search(before.text))
        and (start.isupper() or start in '“"‘')
        and before.natural > 0.2 * before.full
        and room(before.natural, line.text, before.full) > 0.12
        and not NOTE.match(line.text)
    )
