"""Where the notes at the foot of printed pages begin.

In: the lines of every page. Out: for each page the lines that open its notes. A page's notes are the longest
run of numbers that count down from below upward, all written alike, as in most of the other pages, and near
the page's end; numbered headings, dates and lists are none of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from octavo.importing.measure import NOTE, room

if TYPE_CHECKING:
    from octavo.importing.pages import Line

_TRIED: Final = 12
_LATEST: Final = 16
"""Lines that the last note of a page has at most."""
_ROOM: Final = 0.2
_SIGN: Final = re.compile(r"([*∗†‡§¶‖])\1{0,2}(?:\s?(?=[A-ZÀ-Þ“\"‘'«„])|$)")
_FIRST: Final = re.compile(r"[*∗](?![*∗])")
_ENDED: Final = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")

Chain = tuple[int, ...]


def foot_labels(sheets: Sequence[Sequence[Line | None]]) -> tuple[frozenset[int], ...]:
    """For each page the indices of the lines that open its notes."""
    found = [_chains(lines) for lines in sheets]
    count: Counter[str] = Counter()
    for chains in found:
        for style, chain in chains.items():
            count[style] += 0 if _is_above(chain, chains.values()) else len(chain)
    style = max(sorted(count), key=lambda one: count[one], default="")
    return tuple(frozenset(chains.get(style, ())) for chains in found)


def _is_above(chain: Chain, others: Iterable[Chain]) -> bool:
    """Whether all of another run stands below: nothing stands below the notes, so these are paragraphs."""
    return any(min(other) > max(chain) for other in others)


def _chains(lines: Sequence[Line | None]) -> dict[str, Chain]:
    """The page's runs of numbers, by what follows their numbers."""
    found = [
        (at, *label)
        for at in range(len(lines) - 1, -1, -1)
        if (label := _label(lines, at)) and not _is_head(lines, at)
    ]
    out: dict[str, Chain] = {}
    for style in ("", ".", ")"):
        best: list[int] = []
        mine = [(at, number) for at, number, sign in found if sign == style]
        for start in range(min(len(mine), _TRIED)):
            chain, wanted = [mine[start][0]], mine[start][1] - 1
            for at, number in mine[start + 1 :]:
                if number == wanted:
                    chain.append(at)
                    wanted -= 1
            best = max(best, chain, key=len)
        if best and sum(line is not None for line in lines[best[0] :]) <= _LATEST:
            out[style] = tuple(best)
    signs = _signs(lines)
    return {**out, "*": signs} if signs else out


def _signs(lines: Sequence[Line | None]) -> Chain:
    """Notes with signs, up to the asterisk that is the first of them."""
    found: list[int] = []
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at]
        if line is None or not _SIGN.match(line.text):
            continue
        if not found and sum(one is not None for one in lines[at:]) > _LATEST:
            return ()
        found.append(at)
        if _FIRST.match(line.text):
            return tuple(found)
    return ()


def _is_head(lines: Sequence[Line | None], at: int) -> bool:
    """Whether a line with a number ends early and without a stop: a heading or a date."""
    line, after = lines[at], lines[at + 1] if at + 1 < len(lines) else None
    if line is None or re.fullmatch(r"\d{1,4}[.)]?", line.text) or _ENDED.search(line.text):
        return False
    if after is None:
        return 2 * line.width < max(one.width for one in lines if one)
    return room(line.natural, after.text, line.full or after.natural) > _ROOM


def _label(lines: Sequence[Line | None], at: int) -> tuple[int, str] | None:
    """The number that a note beginning on this line has, and what follows it; None when none begins here."""
    line = lines[at]
    if line is None:
        return None
    alone = re.fullmatch(r"(\d{1,4})([.)]?)", line.text)
    if alone:
        followed = at + 1 < len(lines) and lines[at + 1] is not None
        return (int(alone[1]), alone[2]) if followed and int(alone[1]) else None
    found = re.match(r"(\d{1,4})([.)]?)", line.text) if NOTE.match(line.text) else None
    return (int(found[1]), found[2]) if found and int(found[1]) else None
