"""The level of every heading.

In: a draft whose headings are whole. Out: the draft with levels from 1 on, without jumps. The
number of a heading is the best guide, then the converter's own level where it is consistent, then
typography.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from octavo.importing.choices import choose
from octavo.importing.draft import Block, Draft, Kind, visible
from octavo.importing.numbering import number_kind, number_value

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
_COUNTED: Final = re.compile(
    r"([^\W\d_]{4,}) (?:the [A-Z][a-z]+|(?:No\.? ?)?\d{1,3}|[IVXLC]{1,7}|[A-Z]|One|Two|Three|Four|Five|Six"
    r"|Seven|Eight|Nine|Ten|First|Second|Third|Fourth|Fifth|Last)\b"
)
_SERIES: Final = 3
_FEW: Final = 4
_USUAL: Final = 3
"""A third of the headings that close with a stop make that this text's way."""


def level_headings(draft: Draft) -> Draft:
    """Give every heading its level."""
    heads = [
        (index, block)
        for index, block in enumerate(draft.blocks)
        if block.kind is Kind.HEAD and block.hint != "title"
    ]
    if not heads:
        return draft
    kinds = nested([number_kind(block.text) for _, block in heads], [block.text for _, block in heads])
    wished, confidences, reason = _levels(alike([block for _, block in heads]), kinds)
    levels = _without_jumps(wished)
    confidences = _smoothed(wished, levels, confidences)
    doubted = _doubted(draft, [block for _, block in heads])
    out = list(draft.blocks)
    for (index, block), level, confidence in zip(heads, levels, confidences, strict=True):
        doubt, most = doubted.get(block.line, ("", 1.0))
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


def _doubted(draft: Draft, heads: Sequence[Block]) -> dict[int, tuple[str, float]]:
    """Lines of headings that may be none -> why, and how sure their level can be at most.

    What an earlier rule made a heading is as sure as that rule was; a line that closes with a stop,
    where the headings of this text do not, may be a note or a sentence.
    """
    stopped = [block.line for block in heads if visible(block.text).rstrip().endswith(".")]
    out = {}
    if len(stopped) * _USUAL <= len(heads):
        out = dict.fromkeys(stopped, ("; it closes with a stop, as the others do not", 0.7))
    for decision in draft.ledger.decisions:
        if decision.kind == "heading" and decision.choice in ("heading", "part"):
            out[decision.line] = ("; that it is a heading is not sure", decision.confidence)
    return out


def _levels(heads: Sequence[Block], kinds: Sequence[str]) -> tuple[list[int], list[float], str]:
    """Levels before jumps are smoothed, how sure each is, and what decided."""
    order = _kind_order(kinds)
    raw = [head.raw_level or 9 for head in heads]
    told = all(head.raw_level for head in heads) or not any(kinds)
    if told and _consistent(raw, kinds, [visible(head.text) for head in heads]):
        ranks = {level: rank for rank, level in enumerate(sorted(set(raw)), start=1)}
        if _drifts(heads, kinds):
            return (
                [1] * len(raw),
                [0.6] * len(raw),
                "few headings, no numbers, and the converter's levels drift",
            )
        sure = [0.95 if kind else 0.78 for kind in kinds] if any(kinds) else [0.75] * len(raw)
        return [ranks[level] for level in raw], sure, "the converter's levels are consistent"
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
    return levels, confidences, "numbers, repeated typography and outline; the converter's levels drift"


def nested(kinds: Sequence[str], texts: Sequence[str]) -> list[str]:
    """Kinds in which ``I``, ``II`` right below a heading ``V`` are another kind than it: ``R2``.

    A series that begins anew directly below a heading of its own kind is one level deeper; it ends
    with the number that goes on in the outer series.
    """
    out = list(kinds)
    values = [number_value(visible(text)) for text in texts]
    inner = 0
    for at, kind in enumerate(kinds):
        if kind != "R":
            continue
        begins = values[at] == 1 and at > 0 and kinds[at - 1] == "R" and values[at - 1] > 1
        if inner and values[at] == inner + 1:
            inner, out[at] = values[at], "R2"
        elif begins or (inner and values[at] == 1):
            inner, out[at] = 1, "R2"
        else:
            inner = 0
    return out


def alike(heads: Sequence[Block]) -> list[Block]:
    """Headings that count in words (``Letter the First``, ``Lecture VIII``) are of one level: most's."""
    groups: dict[str, list[int]] = defaultdict(list)
    for at, head in enumerate(heads):
        found = _COUNTED.match(visible(head.text))
        if found and not number_kind(head.text):
            groups[found[1].lower()].append(at)
    out = list(heads)
    for places in groups.values():
        levels = Counter(heads[at].raw_level for at in places if heads[at].raw_level)
        if len(places) >= _SERIES and levels:
            level = max(levels, key=lambda one: (levels[one], -one))
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


def _kind_order(kinds: Sequence[str]) -> dict[str, int]:
    """Level of each kind of number: in the order in which an outline nests them."""
    present = [kind for kind in dict.fromkeys(kinds) if kind]
    decimals = sorted(kind for kind in present if kind.startswith("d"))
    others = [kind for kind in present if not kind.startswith("d")]
    outer = [kind for kind in ("part", "chapter", "R", "R2", "L") if kind in others]
    if decimals and "L" in outer and present.index("L") > present.index(decimals[0]):
        outer.remove("L")
        decimals.append("L")
    if (
        "R" in outer
        and decimals
        and present.index("R") > present.index(decimals[0])
        and kinds.count("R") < kinds.count(decimals[0])
    ):
        outer.remove("R")
        decimals.append("R")
    order: dict[str, int] = {kind: rank for rank, kind in enumerate(outer, start=1)}
    base = len(outer)
    first = int(decimals[0][1:]) if decimals and decimals[0].startswith("d") else 1
    for rank, kind in enumerate(decimals):
        depth = int(kind[1:]) - first if kind.startswith("d") else rank
        order[kind] = base + 1 + depth
    return order


def _consistent(raw: Sequence[int], kinds: Sequence[str], texts: Sequence[str]) -> bool:
    """Each kind of number has one raw level, deeper kinds deeper ones; one level for all is none."""
    if len(set(raw)) == 1:
        return len({kind for kind in kinds if kind}) <= 1 and not any(kinds)
    by_kind: dict[str, set[int]] = defaultdict(set)
    for level, kind in zip(raw, kinds, strict=True):
        if kind:
            by_kind[kind].add(level)
    if any(len(levels) > 1 and _runs_on(texts, kinds, kind) for kind, levels in by_kind.items()):
        return False
    by_kind = {kind: {min(levels)} for kind, levels in by_kind.items()}
    decimals = sorted(kind for kind in by_kind if kind.startswith("d"))
    tops = [next(iter(by_kind[kind])) for kind in decimals]
    return tops == sorted(set(tops))


@dataclass(frozen=True)
class _Outline:
    """What is known of the numbered headings, to level those without a number."""

    top: int
    single: bool
    """There is one kind of number only."""
    last_number: int
    """Position of the last numbered heading."""
    top_raw: int
    votes: dict[str, Counter[int]]
    """For each kind of typography, the levels its headings seem to have."""

    def level(self, position: int, head: Block, current: int) -> tuple[int, float]:
        """(level, confidence) of a heading without number after one of level `current`."""
        words = visible(head.text).strip(" .:").lower()
        if words in _TOP_WORDS or words.split()[:1] == ["appendix"]:
            return self.top, 0.9
        if not current:
            return self.top, 0.8
        if position > self.last_number and 0 < head.raw_level <= self.top_raw and not self.single:
            return self.top, 0.6
        if self.single:
            return current + 1, 0.85
        votes = self.votes.get(head.hint)
        if votes and sum(votes.values()) > 1:
            choice, count = votes.most_common(1)[0]
            return choice, 0.55 + 0.22 * count / sum(votes.values())
        return current + 1, 0.65


def _runs_on(texts: Sequence[str], kinds: Sequence[str], kind: str) -> bool:
    """Whether the numbers of one kind count on through the text: then its levels have drifted."""
    if kind.startswith("d") and kind != "d1":
        return True
    values = [number_value(text) for text, its in zip(texts, kinds, strict=True) if its == kind]
    return all(after in (before + 1, before) for before, after in pairwise(values))


def _outline(heads: Sequence[Block], kinds: Sequence[str], order: dict[str, int]) -> _Outline:
    votes: dict[str, Counter[int]] = defaultdict(Counter)
    last_raw = last_level = 0
    for head, kind in zip(heads, kinds, strict=True):
        if kind in order:
            last_raw, last_level = head.raw_level, order[kind]
        elif last_level and head.raw_level:
            votes[head.hint][last_level + (1 if head.raw_level >= last_raw else 0)] += 1
    return _Outline(
        min(order.values(), default=1),
        len(order) == 1,
        max((at for at, kind in enumerate(kinds) if kind), default=-1),
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
