"""The levels of headings that a converter without emphasis left as short paragraphs (see `flatlines`).

In: the headings of a text in order, where they stand, the kinds of their numbers. Out: the same headings;
those that had no raw level have that of the headings that look alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from octavo.importing.draft import Block, visible

_ABOVE: Final = 2
"""Headings without a number that must be there to stand above those with one."""


def ranked(
    heads: Sequence[Block], kinds: Sequence[str], places: Sequence[int], tops: Sequence[bool]
) -> list[Block]:
    """Raw levels for lines that the converter did not mark; as they are where it marked no heading.

    `places`: indexes in the flow, page signs not counted; `tops`: whether the words name a chief section.
    """
    out = list(heads)
    marked = [head.raw_level for head in heads if head.raw_level]
    if not marked or len(marked) == len(heads):
        return out
    top = min(marked)
    capital = Counter(head.raw_level for head in heads if head.raw_level and _is_capital(head))
    for at, head in enumerate(out):
        if _is_flat(head) and not kinds[at] and tops[at]:
            out[at] = replace(head, raw_level=top)
        elif _is_flat(head) and not kinds[at] and _is_capital(head) and capital:
            out[at] = replace(head, raw_level=capital.most_common(1)[0][0])
    _rest(out, kinds, places, marked)
    return out


def _rest(out: list[Block], kinds: Sequence[str], places: Sequence[int], marked: Sequence[int]) -> None:
    """Unmarked lines in lower case are of one class: a level below the headings that they follow."""
    group = [at for at, head in enumerate(out) if _is_flat(head) and not kinds[at]]
    above = Counter(
        out[at - 1].raw_level
        for at in group
        if at and places[at] == places[at - 1] + 1 and out[at - 1].raw_level
    )
    deepest = max(marked) + (len(set(marked)) == 1)
    level = above.most_common(1)[0][0] + 1 if above else deepest
    for at in group:
        out[at] = replace(out[at], raw_level=level)


def numbers_are_below(heads: Sequence[Block], kinds: Sequence[str], places: Sequence[int]) -> bool:
    """Whether headings without a number stand above the numbered ones, which follow them at once.

    The outline then begins with one of them; a running head between numbered headings is none.
    """
    if kinds[0] or kinds.count("") < _ABOVE:
        return False
    below = above = 0
    for at in range(1, len(heads)):
        if places[at] == places[at - 1] + 1:
            below += not kinds[at - 1] and bool(kinds[at])
            above += bool(kinds[at - 1]) and not kinds[at]
    return below > above


def _is_capital(head: Block) -> bool:
    return visible(head.text).isupper()


def _is_flat(head: Block) -> bool:
    return not head.raw_level and head.hint != "lone"
