"""Numbered headings among printed lines that no blank line parts.

In: pages of lines. Out: the raw numbers of the lines that are headings with a number: short, after a line
that ends a sentence or ends early, before a line that begins one; in title case, or counting on with others
far apart. Items of a list stand close together, headings do not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from octavo.importing.measure import room
from octavo.importing.numbering import number_value
from octavo.importing.pages import Line, Page
from octavo.importing.runin import is_titled

_NUMBERED: Final = re.compile(
    r"(§?\s?\d{1,2}(?:\.\d{1,2})*|[IVXLC]{1,7}(?=[.)]))([.)]?)\s+(?=[^\W\d_a-z]|[“\"‘«„])"
)
_NO_HEAD: Final = re.compile(r"[.,;:!-]$")
_ENDED: Final = re.compile(r"[.!?:…][\"'”’»)\]]*(?:\d{1,3}|[*†‡])?$")
_WIDEST: Final = 0.8
_EARLY: Final = 0.3
_APART: Final = 6
"""Lines that lie between numbered headings on the average, at least."""
_CHAIN: Final = 3


@dataclass(frozen=True)
class _Candidate:
    style: str
    value: int
    place: int
    """Lines from the start of the text."""
    number: int
    titled: bool


def head_lines(sheets: Sequence[Page]) -> frozenset[int]:
    """Raw line numbers of the lines that are numbered headings."""
    found = list(_candidates(sheets))
    listed = {
        one.number
        for first, second in pairwise(found)
        if second.place - first.place == 1 and first.style == second.style
        for one in (first, second)
    }
    found = [one for one in found if one.number not in listed]
    sure = {one.number for one in found if one.titled}
    by_style: dict[str, list[_Candidate]] = defaultdict(list)
    for one in found:
        by_style[one.style].append(one)
    for members in by_style.values():
        sure.update(_chain(members))
    return frozenset(sure)


def _chain(members: Sequence[_Candidate]) -> list[int]:
    """The raw lines of those that count 1, 2, 3 … and lie far apart."""
    chain: list[_Candidate] = []
    for one in members:
        if one.value == len(chain) + 1:
            chain.append(one)
    if len(chain) < _CHAIN or chain[-1].place - chain[0].place < _APART * (len(chain) - 1):
        return []
    return [one.number for one in chain]


def _candidates(sheets: Sequence[Page]) -> Iterator[_Candidate]:
    place = 0
    for sheet in sheets:
        solid = [line for line in sheet.lines[: sheet.foot] if line]
        for at, line in enumerate(solid):
            place += 1
            before = solid[at - 1] if at else None
            after = solid[at + 1] if at + 1 < len(solid) else None
            match = _NUMBERED.match(line.text)
            if match and after and _may_be(line, before, after, usual=sheet.usual):
                style = ("d" if match[1][-1].isdigit() else "R") + match[2] + str(match[1].count("."))
                titled = is_titled(line.text[match.end() :])
                yield _Candidate(style, number_value(line.text), place, line.number, titled)


def _may_be(line: Line, before: Line | None, after: Line, *, usual: int) -> bool:
    return (
        line.natural < _WIDEST * usual
        and not _NO_HEAD.search(line.text)
        and not after.text[0].islower()
        and (
            before is None
            or line.number - before.number > 1
            or bool(_ENDED.search(before.text))
            or room(before.natural, line.text, before.full) > _EARLY
        )
    )
