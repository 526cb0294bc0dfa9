"""How far stated confidences can be believed: tables of bins, by family and by what was decided.

In: judged decisions. Out: lines of text. A bin's share of right decisions should be about what its
decisions state; the Brier score is the mean square of the distance between the two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from benchmarks.importing.judging import Judged
from octavo.importing.review import DOUBT

BINS: Final = (0.0, 0.6, 0.7, 0.75, DOUBT, 0.9, 0.95, 1.01)


def table(family: str, ones: Sequence[Judged]) -> Iterator[str]:
    """One line for each thing decided and one for all of them."""
    heads = " ".join(f"  <{high:.2f} right" for high in BINS[1:])
    yield f"{family:12} {'':10} wrong  n    bold right  wrong<.8 brier {heads}"
    kinds: dict[str, list[Judged]] = defaultdict(list)
    for one in ones:
        kinds[one.what].append(one)
    for what in sorted(kinds):
        yield line(family, what, kinds[what])
    yield line(family, "all", ones)


def line(family: str, what: str, ones: Sequence[Judged]) -> str:
    """Wrong and all; share of the right that are sure, of the wrong that are not; Brier; the bins."""
    right, wrong = ([one for one in ones if one.right is side] for side in (True, False))
    sure = sum(_bold(one) for one in right) / len(right) if right else 1.0
    told = 1 - sum(map(_bold, wrong)) / len(wrong) if wrong else 1.0
    brier = sum((one.decision.confidence - one.right) ** 2 for one in ones) / len(ones) if ones else 0.0
    bins = " ".join(_bin(ones, low, high) for low, high in pairwise(BINS))
    return (
        f"{family:12} {what:10} {len(wrong):4} {len(ones):5}  {sure:.3f}      {told:.3f}   {brier:.3f} {bins}"
    )


def _bold(one: Judged) -> bool:
    return one.decision.confidence >= DOUBT


def _bin(ones: Sequence[Judged], low: float, high: float) -> str:
    inside = [one.right for one in ones if low <= one.decision.confidence < high]
    return f"{len(inside):5} {sum(inside) / len(inside):5.3f}" if inside else f"{0:5}     -"
