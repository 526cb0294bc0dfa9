"""Which mark calls which body: one best set of pairs, in order, from all candidates together.

In: the candidates of `marks`. Out: pairs with a confidence. Marks and bodies come in the same
order (page feet, chapter ends and work ends alike), labels run on by one or start anew; so the
best chain of pairs is sought by dynamic programming, a weighted longest increasing subsequence
with a bonus for running numbers. O(pairs * log marks).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from octavo.importing.marks import Body, Mark

BASE: Final = 2.5
"""What a pair must bring: below it, two weak signs alone are no note."""
RUN_ON: Final = 2.5
FIRST: Final = frozenset(("1", "*", "a", "†"))
_SYMBOL_ORDER: Final = ("*", "†", "‡", "§", "‖", "¶", "**", "††", "‡‡", "§§", "‖‖", "¶¶")
_TEX_ORDER: Final = {"§": "¶", "¶": "‖", "‖": "**"}
"""TeX has the pilcrow before the double bar."""
_EXPLICIT: Final = ("sup", "ref", "link", "symbol")
"""Marks that show what they are; the others are told by the sequence alone, which stands in the review."""
_SIGNED: Final = ("glued", "space", "paren", "dot-glued", "glued-low", "space-low", "split")
"""Forms of a note's text that make a glued number between its neighbours as good as a raised one: counted
over the develop part of the third corpus such pairs were right 2540 times of 2543."""
_NEAREST: Final = 24
_BEHIND: Final = 2500


@dataclass(frozen=True)
class Pair:
    """A mark and the body it calls."""

    mark: Mark
    body: Body
    score: float
    confidence: float = 0.0
    evidence: str = ""


@dataclass
class _Best:
    """Fenwick tree of the best chain that ends at or before a mark."""

    values: list[tuple[float, int]]

    def put(self, at: int, value: tuple[float, int]) -> None:
        at += 1
        while at < len(self.values):
            if self.values[at] < value:
                self.values[at] = value
            at += at & -at

    def before(self, at: int) -> tuple[float, int]:
        best = (0.0, -1)
        while at > 0:
            best = max(best, self.values[at])
            at -= at & -at
        return best


def next_label(label: str) -> str:
    """The label that comes after `label` in its series; empty when none does."""
    if label.isdigit():
        return str(int(label) + 1)
    if label in _SYMBOL_ORDER[:-1]:
        return _SYMBOL_ORDER[_SYMBOL_ORDER.index(label) + 1]
    if len(label) == 1 and "a" <= label < "z":
        return chr(ord(label) + 1)
    return ""


def runs_on(first: str, second: str) -> bool:
    """Whether `second` is the label after `first`, in any order of the symbols."""
    more = bool(first) and second[:-1] == first and _is_repeated(second)
    return bool(first) and (next_label(first) == second or _TEX_ORDER.get(first) == second or more)


def _is_repeated(label: str) -> bool:
    """``**``, ``***``: a sign that counts by coming more often."""
    return len(label) > 1 and not label[0].isalnum() and label == label[0] * len(label)


def earlier_labels(label: str) -> tuple[tuple[str, float], ...]:
    """The labels that may come before `label`, each with what that says for it."""
    if label.isdigit():
        return _steps(tuple(str(int(label) - step) for step in (1, 2, 3) if int(label) > step))
    if len(label) == 1 and "b" <= label <= "z":
        return _steps(tuple(chr(ord(label) - step) for step in (1, 2) if ord(label) - step >= ord("a")))
    before = [label[:-1]] if _is_repeated(label) else []
    if label in _SYMBOL_ORDER[1:]:
        before.append(_SYMBOL_ORDER[_SYMBOL_ORDER.index(label) - 1])
    before.extend(earlier for earlier, after in _TEX_ORDER.items() if after == label)
    return tuple((earlier, RUN_ON) for earlier in before)


def _steps(labels: Sequence[str]) -> tuple[tuple[str, float], ...]:
    """One number before, two, three: where some are missing the series goes on a little less surely."""
    return tuple((label, RUN_ON if step == 0 else -0.3 * step) for step, label in enumerate(labels))


def pairs(marks: Sequence[Mark], bodies: Sequence[Body]) -> tuple[Pair, ...]:
    """The best chain of pairs, in order of place."""
    candidates = _candidates(marks, bodies)
    return _chain(candidates, len(marks), {id(mark): rank for rank, mark in enumerate(marks)})


def _candidates(marks: Sequence[Mark], bodies: Sequence[Body]) -> list[Pair]:
    by_label: dict[str, list[Mark]] = {}
    for mark in marks:
        by_label.setdefault(mark.label, []).append(mark)
    places = {label: [mark.position for mark in same] for label, same in by_label.items()}
    rank: dict[str, int] = {}
    found = []
    for body in bodies:
        same = by_label.get(body.label)
        if not same:
            continue
        at = bisect_left(places[body.label], body.position)
        near = set(range(max(0, at - _NEAREST), min(len(same), at + 2)))
        near |= {r for r in (rank.get(body.label, 0),) if r < at}
        rank[body.label] = rank.get(body.label, 0) + 1
        for index in sorted(near):
            pair = _pair(same[index], body)
            if pair is not None:
                found.append(pair)
    return found


def _pair(mark: Mark, body: Body) -> Pair | None:
    distance = body.position - mark.position
    if mark.block == body.block and body.start <= mark.start:
        return None
    if distance <= 0 and distance < -_BEHIND:
        return None
    score = mark.weight + body.weight - BASE
    score += -0.8 if distance <= 0 else 1.2 if distance < 4500 else 0.6 if distance < 9000 else 0.0
    if distance >= 9000 and body.weight < 2.4:
        score -= 1.2
    # Of two marks that fit alike the nearer one is meant: numbering that starts anew on each page.
    score -= min(abs(distance), 60_000) / 150_000
    return Pair(mark, body, score) if score > 0 else None


def _chain(candidates: list[Pair], size: int, ranks: dict[int, int]) -> tuple[Pair, ...]:
    totals: list[float] = []
    back: list[int] = []
    tree = _Best([(0.0, -1)] * (size + 2))
    by_label: dict[str, list[int]] = {}
    pending: list[int] = []
    last_position = -1
    for index, pair in enumerate(candidates):
        if pair.body.position != last_position:
            for ready in pending:
                tree.put(ranks[id(candidates[ready].mark)], (totals[ready], ready))
                by_label.setdefault(candidates[ready].body.label, []).append(ready)
            pending, last_position = [], pair.body.position
        total, origin = _best_before(pair, candidates, totals, tree=tree, ranks=ranks, by_label=by_label)
        totals.append(total + pair.score)
        back.append(origin)
        pending.append(index)
    return _trace(candidates, totals, back)


def _best_before(
    pair: Pair,
    candidates: list[Pair],
    totals: list[float],
    *,
    tree: _Best,
    ranks: dict[int, int],
    by_label: dict[str, list[int]],
) -> tuple[float, int]:
    total, origin = tree.before(ranks[id(pair.mark)])
    if origin >= 0 and pair.body.label not in FIRST:
        total -= 1.5
    if total < 0:
        total, origin = 0.0, -1
    for label, bonus in earlier_labels(pair.body.label):
        for index in by_label.get(label, ())[-40:]:
            before = candidates[index]
            if before.mark.position < pair.mark.position and totals[index] + bonus > total:
                total, origin = totals[index] + bonus, index
    return total, origin


def _trace(candidates: list[Pair], totals: list[float], back: list[int]) -> tuple[Pair, ...]:
    if not totals:
        return ()
    at = max(range(len(totals)), key=lambda index: totals[index])
    chosen: list[Pair] = []
    while at >= 0:
        chosen.append(candidates[at])
        at = back[at]
    return tuple(reversed(chosen))


def pruned(chain: Sequence[Pair]) -> tuple[Pair, ...]:
    """`chain` without weak pairs that no running number holds up, each with its confidence."""
    kept = []
    for index, pair in enumerate(chain):
        before = chain[index - 1].body.label if index else ""
        after = chain[index + 1].body.label if index + 1 < len(chain) else ""
        support = runs_on(before, pair.body.label) + runs_on(pair.body.label, after)
        if pair.score < 1.2 and not support:
            continue
        if pair.score + 1.2 * support <= 0:
            continue
        kept.append(_judged(pair, support))
    return tuple(kept)


def one_sign(mark: Mark, body: Body) -> bool:
    """Whether a call and the beginning of a note are the same sign of the text."""
    return mark.block == body.block and mark.start <= body.start <= mark.end


def without_doubles(chain: Sequence[Pair]) -> tuple[Pair, ...]:
    """`chain` without pairs whose call is the sign that another pair's body begins with."""
    inner: dict[int, list[Body]] = {}
    for pair in chain:
        if pair.body.inner:
            inner.setdefault(pair.body.block, []).append(pair.body)
    return tuple(
        pair
        for pair in chain
        if not any(one_sign(pair.mark, body) for body in inner.get(pair.mark.block, ()))
    )


def _judged(pair: Pair, support: int) -> Pair:
    # The first of a series can have one neighbour only.
    held = support == 2 or (support == 1 and pair.body.label in FIRST)
    told = held and pair.mark.form == "glued" and pair.body.form in _SIGNED
    strength = pair.score + 1.6 * (2 if told else support)
    most = 0.99 if pair.mark.form in _EXPLICIT else 0.9 if told else 0.79
    confidence = min(most, max(0.3, 0.35 + 0.075 * strength))
    first = "; it opens a series" if pair.body.label in FIRST else ""
    running = ("no neighbour runs on", "one neighbour runs on", "both neighbours run on")[support]
    evidence = (
        f"call {pair.mark.label!r} ({pair.mark.form}), body {pair.body.label!r} ({pair.body.form}); "
        f"{running}; {pair.body.position - pair.mark.position} characters apart{first}"
    )
    return Pair(pair.mark, pair.body, pair.score, round(confidence, 2), evidence)
