"""The rows of `octavo.importing.counted` counted anew, and how they do on texts they were not counted on.

In: judged decisions with the text each is from. Out: rows of clauses, and per family the share of wrong
decisions that stay below 0.8 when the rows come from other texts. A clause is counted among decisions
whose other clauses are trusted, by texts, not by instances: no text counts more than `_WEIGHT` times, and
layouts and families of one text are one text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.importing.judging import Judged
from octavo.importing.review import DOUBT
from octavo.importing.trust import Row, clauses, group

FEWEST: Final = 3
"""Texts in which a clause was met, from where on it can be trusted."""
RATE: Final = 0.012
"""Wrong decisions, of all that rest on a clause, from where on it is not."""
_WEIGHT: Final = 30
_PARTS: Final = 3
"""Parts of the texts: the rows of all others are tried on each."""

Key = tuple[str, str]


@dataclass(frozen=True)
class Told:
    """A judged decision, as far as it is counted."""

    text: str
    family: str
    keys: tuple[Key, ...]
    """Group and clause, for each clause of the evidence."""
    score: float
    right: bool


@dataclass
class Count:
    """Decisions and wrong ones, text by text."""

    seen: dict[str, int]
    wrong: dict[str, int]

    def rate(self) -> float:
        """The share of wrong ones, no text with more than its weight."""
        weights = {text: min(1.0, _WEIGHT / seen) for text, seen in self.seen.items()}
        total = sum(seen * weights[text] for text, seen in self.seen.items())
        return sum(wrong * weights[text] for text, wrong in self.wrong.items()) / total


def told(text: str, family: str, ones: Iterable[Judged]) -> Iterator[Told]:
    """The judged decisions of one import."""
    for one in ones:
        decision = one.decision
        its = group(decision.kind, decision.choice)
        keys = tuple((its, clause) for clause in clauses(decision.evidence))
        if its:
            yield Told(text, family, keys, decision.score, one.right)


def fit(ones: Sequence[Told]) -> tuple[Row, ...]:
    """Rows for the clauses that can be trusted; the worst is left out until none is too bad."""
    live = [one for one in ones if one.score >= DOUBT]
    while True:
        counts = _counts(live)
        few = {key for key, count in counts.items() if len(count.seen) < FEWEST}
        worst = max(counts, key=lambda key: (counts[key].rate(), key), default=None)
        if few:
            gone = few
        elif worst is not None and counts[worst].rate() > RATE:
            gone = {worst}
        else:
            break
        live = [one for one in live if not gone & set(one.keys)]
    return tuple(_row(key, counts[key]) for key in sorted(counts))


def _counts(ones: Iterable[Told]) -> dict[Key, Count]:
    counts: dict[Key, Count] = {}
    for one in ones:
        for key in one.keys:
            count = counts.setdefault(key, Count(defaultdict(int), defaultdict(int)))
            count.seen[one.text] += 1
            if not one.right:
                count.wrong[one.text] += 1
    return counts


def _row(key: Key, count: Count) -> Row:
    return Row(*key, len(count.seen), len(count.wrong), sum(count.seen.values()), sum(count.wrong.values()))


def unseen(ones: Sequence[Told]) -> dict[str, tuple[int, int, int, int]]:
    """Family -> wrong decisions, those stated boldly, right decisions, those; each by rows of other texts."""
    texts = sorted({one.text for one in ones})
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for part in range(_PARTS):
        held = set(texts[part::_PARTS])
        rows = fit([one for one in ones if one.text not in held])
        most = {(row.group, row.clause): row.most() for row in rows}
        for one in ones:
            if one.text in held:
                bold = min(one.score, *(most.get(key, 0.0) for key in one.keys)) >= DOUBT
                into = sums[one.family]
                into[2 * one.right] += 1
                into[2 * one.right + 1] += bold
    return {family: (its[0], its[1], its[2], its[3]) for family, its in sums.items()}


def report(ones: Sequence[Told]) -> Iterator[str]:
    """How the rows of other texts do, family by family; then the rows, as they stand in the module."""
    for family, (wrong, bold, right, sure) in unseen(ones).items():
        share = 1 - bold / wrong if wrong else 1.0
        bold_share = sure / right if right else 1.0
        yield f"# {family:11} sure {share:.3f} of {wrong} wrong; bold {bold_share:.3f} of {right} right"
    for row in fit(ones):
        yield f'    ("{row.group}", "{row.clause}", {row.texts}, {row.failed}, {row.seen}, {row.wrong}),'
