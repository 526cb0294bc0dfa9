"""The level of every heading.

In: a draft whose headings are whole. Out: the draft with levels from 1 on, without jumps. One model:
each heading is of a class - what counts it (`outline`), else its typography. Where the converter gives
each class one level, and a deeper one to what nests deeper, its levels stand; where it drifts, the
nesting of the numbers decides, then what the levels say on the whole.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Final

from octavo.importing.choices import choose
from octavo.importing.draft import Block, Draft, Kind, visible
from octavo.importing.headdoubts import doubted, with_shaky
from octavo.importing.outline import Number, depths, numbers
from octavo.importing.ranks import numbers_are_below, ranked

_TOP_WORDS: Final = frozenset(
    [
        "abstract",
        "introduction",
        "conclusion",
        "conclusions",
        "references",
        "bibliography",
        "acknowledgements",
        "acknowledgments",
        "acknowledgement",
        "preface",
        "foreword",
        "appendix",
        "summary",
        "contents",
        "notes",
        "discussion",
        "methods",
        "results",
        "background",
        "einleitung",
        "schluss",
        "fazit",
        "literatur",
        "zusammenfassung",
        "résumé",
        "introducción",
        "conclusión",
    ]
)
_FEW: Final = 4
_MOST: Final = 0.75
"""Share of the headings of one class whose level the others are given."""
_DRIFT: Final = "numbers, repeated typography and outline; the converter's levels drift"


def level_headings(draft: Draft) -> Draft:
    """Give every heading its level."""
    heads = [
        (index, block)
        for index, block in enumerate(draft.blocks)
        if block.kind is Kind.HEAD and block.hint != "title"
    ]
    if not heads:
        return draft
    found = numbers([block.text for _, block in heads])
    kinds, places = [kind for kind, _ in found], _places(draft.blocks, heads)
    tops = [_is_top(block) for _, block in heads]
    flat = ranked([block for _, block in heads], kinds, places, tops)
    heads = [(index, block) for (index, _), block in zip(heads, flat, strict=True)]
    placed = alike(unmarked(draft.blocks, heads), found)
    wished, confidences, reason = _levels(placed, found, places)
    levels = _without_jumps(wished)
    confidences = _smoothed(wished, levels, confidences)
    doubts = doubted(draft, [block for _, block in heads], found, drifts=reason == _DRIFT)
    numbered = [(block.line, number) for (_, block), number in zip(heads, found, strict=True)]
    doubts = with_shaky(doubts, numbered, levels, confidences)
    out = list(draft.blocks)
    for (index, block), level, confidence in zip(heads, levels, confidences, strict=True):
        doubt, most = doubts.get(block.line, ("", 1.0))
        choice = choose(
            draft,
            kind="level",
            line=block.line,
            default=str(level),
            options=("1", "2", "3", "4", "5", "6"),
            why=(reason + doubt, min(confidence, most), visible(block.text)[:80]),
        )
        out[index] = replace(block, level=int(choice))
    return replace(draft, blocks=tuple(out))


def _is_top(head: Block) -> bool:
    """Whether the words name a chief section of any text."""
    words = visible(head.text).strip(" .:").lower()
    return words in _TOP_WORDS or words.split()[:1] == ["appendix"]


def _places(blocks: Sequence[Block], heads: Sequence[tuple[int, Block]]) -> list[int]:
    """Where headings stand in the flow, page signs not counted."""
    pages = list(accumulate(block.kind is Kind.PAGE for block in blocks))
    return [index - pages[index] for index, _ in heads]


def _levels(
    heads: Sequence[Block], found: Sequence[Number], places: Sequence[int]
) -> tuple[list[int], list[float], str]:
    """Levels before jumps are smoothed, how sure each is, and what decided."""
    order, kinds = depths(found), [kind for kind, _ in found]
    if _steady(heads, found, order):
        raw = _filled(heads, kinds)
        ranks = {level: rank for rank, level in enumerate(sorted(set(raw)), start=1)}
        if len(ranks) == 1 and (parts := _imrad(heads)):
            return (
                parts,
                [0.7] * len(parts),
                "one level for all; the parts of a report have parts of their own",
            )
        if _drifts(heads, kinds):
            told = "few headings, no numbers, and the converter's levels drift"
            return [1] * len(raw), [0.6] * len(raw), told
        sure = [0.95 if kind else 0.78 for kind in kinds] if any(kinds) else [0.75] * len(raw)
        return [ranks[level] for level in raw], sure, "the converter's levels are consistent"
    if len(order) == 1 and numbers_are_below(heads, kinds, places):
        levels = [2 if kind else 1 for kind in kinds]
        return levels, [0.75] * len(levels), "numbered headings follow those without number at once"
    levels, confidences = [], []
    outline = _outline(heads, kinds, order)
    current = 0
    for position, (head, kind) in enumerate(zip(heads, kinds, strict=True)):
        if kind in order:
            current = order[kind]
            levels.append(current)
            confidences.append(0.95)
            continue
        level, confidence = outline.level(position, head, current)
        levels.append(level)
        confidences.append(confidence)
    return levels, confidences, _DRIFT


def _imrad(heads: Sequence[Block]) -> list[int]:
    """Levels of a report of methods, results and discussion whose converter told one level for all.

    What stands between these and has no name of its own is a part of one of them.
    """
    words = [visible(head.text).strip(" .:").lower() for head in heads]
    if "results" not in words or "discussion" not in words:
        return []
    begins = next((at for at, name in enumerate(words) if re.search(r"\bmethods?$", name)), -1)
    if not 0 <= begins < words.index("results") < words.index("discussion"):
        return []
    top = {begins, *(at for at, name in enumerate(words) if name in _TOP_WORDS)}
    return [2 if begins < at < words.index("discussion") and at not in top else 1 for at in range(len(words))]


def _filled(heads: Sequence[Block], kinds: Sequence[str]) -> list[int]:
    """The converter's levels; a heading it did not mark has that of its class, else the deepest."""
    known: dict[str, Counter[int]] = defaultdict(Counter)
    for head, kind in zip(heads, kinds, strict=True):
        if head.raw_level and kind:
            known[kind][head.raw_level] += 1
    usual = {kind: levels.most_common(1)[0][0] for kind, levels in known.items()}
    return [head.raw_level or usual.get(kind, 9) for head, kind in zip(heads, kinds, strict=True)]


def unmarked(blocks: Sequence[Block], heads: Sequence[tuple[int, Block]]) -> list[Block]:
    """Headings that the converter left as plain lines, with the level that those around them have.

    One right below a heading is part of it; one before a part of the heading above is such a part;
    else it is of the rank of the heading above.
    """
    out: list[Block] = []
    for place, (index, head) in enumerate(heads):
        if head.hint != "lone":
            out.append(head)
            continue
        before = out[-1].raw_level if out else 0
        after = next((one.raw_level for _, one in heads[place + 1 :] if one.raw_level), 0)
        below = bool(out) and not any(
            b.kind is not Kind.PAGE for b in blocks[heads[place - 1][0] + 1 : index]
        )
        level = after if after == before + 1 else before + below if before else after
        out.append(replace(head, raw_level=level or 1))
    return out


def alike(heads: Sequence[Block], found: Sequence[Number]) -> list[Block]:
    """Headings of one class, of which most have one level: the others are given it as well.

    Letters and lectures that count in words are of one level, however few have it.
    """
    groups: dict[str, list[int]] = defaultdict(list)
    for at, (kind, _) in enumerate(found):
        if kind and heads[at].raw_level:
            groups[kind].append(at)
    out = list(heads)
    for kind, places in groups.items():
        level, count = Counter(heads[at].raw_level for at in places).most_common(1)[0]
        if len(places) > 2 and (count >= _MOST * len(places) or kind.startswith("w:")):
            for at in places:
                out[at] = replace(out[at], raw_level=level)
    return out


def _drifts(heads: Sequence[Block], kinds: Sequence[str]) -> bool:
    """Whether the levels of a few headings without numbers mean nothing.

    Within one level some are bold and some are not: the converter was not steady.
    """
    if any(kinds) or len(heads) > _FEW:
        return False
    looks: dict[int, set[bool]] = defaultdict(set)
    for head in heads:
        looks[head.raw_level].add(head.hint == "bold")
    return any(len(look) > 1 for look in looks.values())


def _smoothed(wished: Sequence[int], given: Sequence[int], sure: Sequence[float]) -> list[float]:
    """Less sure where a jump had to be taken out."""
    low = min(wished) - 1
    return [one if a - low == b else min(one, 0.7) for a, b, one in zip(wished, given, sure, strict=True)]


def _steady(heads: Sequence[Block], found: Sequence[Number], order: dict[str, int]) -> bool:
    """Whether each kind of number has one level of the converter's, and what nests deeper a deeper one."""
    marked = [(head.raw_level, one) for head, one in zip(heads, found, strict=True) if head.raw_level]
    if not order:
        return True
    if 2 * len(marked) <= len(heads) or len({level for level, _ in marked}) == 1:
        return False
    by_kind: dict[str, set[int]] = defaultdict(set)
    for level, (kind, _) in marked:
        if kind:
            by_kind[kind].add(level)
    if any(len(levels) > 1 and _runs_on(found, kind) for kind, levels in by_kind.items()):
        return False
    low = {kind: min(levels) for kind, levels in by_kind.items()}
    return all(
        (low[one] < low[other]) == (order[one] < order[other])
        for one in low
        for other in low
        if order[one] != order[other]
    )


@dataclass(frozen=True)
class _Outline:
    """What is known of the numbered headings, to level those without a number."""

    top: int
    single: bool
    """There is one kind of number only."""
    framed: bool
    """Nothing without a number stands between the first number and the last: a preface, a postscript."""
    last_number: int
    """Position of the last numbered heading."""
    top_raw: int
    votes: dict[str, Counter[int]]
    """For each kind of typography, the levels its headings seem to have."""

    def level(self, position: int, head: Block, current: int) -> tuple[int, float]:
        """(level, confidence) of a heading without number after one of level `current`."""
        if _is_top(head):
            return self.top, 0.78
        if not current:
            return self.top, 0.75
        if position > self.last_number and 0 < head.raw_level <= self.top_raw and not self.single:
            return self.top, 0.6
        if self.framed and position > self.last_number:
            return self.top, 0.75
        if self.single:
            return current + 1, 0.78
        votes = self.votes.get(head.hint)
        if votes and sum(votes.values()) > 1:
            choice, count = votes.most_common(1)[0]
            return choice, 0.55 + 0.22 * count / sum(votes.values())
        return current + 1, 0.65


def _runs_on(found: Sequence[Number], kind: str) -> bool:
    """Whether the numbers of one kind count on through the text: then its levels have drifted."""
    if kind.startswith("d") and kind != "d1":
        return True
    values = [value for its, value in found if its == kind]
    return all(after in (before + 1, before) for before, after in pairwise(values))


def _outline(heads: Sequence[Block], kinds: Sequence[str], order: dict[str, int]) -> _Outline:
    votes: dict[str, Counter[int]] = defaultdict(Counter)
    last_raw = last_level = 0
    for head, kind in zip(heads, kinds, strict=True):
        if kind in order:
            last_raw, last_level = head.raw_level, order[kind]
        elif last_level and head.raw_level:
            votes[head.hint][last_level + (1 if head.raw_level >= last_raw else 0)] += 1
    counted = [at for at, kind in enumerate(kinds) if kind]
    return _Outline(
        min(order.values(), default=1),
        len(order) == 1,
        len(counted) > 1 and counted[-1] - counted[0] == len(counted) - 1,
        max(counted, default=-1),
        min((h.raw_level for h, k in zip(heads, kinds, strict=True) if k in order), default=1),
        dict(votes),
    )


def _without_jumps(levels: Sequence[int]) -> list[int]:
    """No heading lies more than one level below the one before it; the first is at 1."""
    out: list[int] = []
    low = min(levels)
    stack: list[tuple[int, int]] = []  # (wished, given)
    for wished in levels:
        wished -= low - 1
        while stack and stack[-1][0] >= wished:
            stack.pop()
        given = stack[-1][1] + 1 if stack else 1
        out.append(min(6, given))
        stack.append((wished, given))
    return out
