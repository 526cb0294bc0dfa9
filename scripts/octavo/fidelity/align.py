"""Two sequences in, the pairs of equal elements out, in order and in near-linear time.

Runs of three words that are unique in both texts are anchors (patience diff, longest increasing
sequence); between anchors rapidfuzz aligns exactly. A stretch that stays too large for that is
left unaligned rather than allowed to take quadratic time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from typing import Final, TypeVar

from rapidfuzz.distance import Indel

T = TypeVar("T", bound=Hashable)

_LARGEST: Final = 40_000_000
"""Product of lengths up to which a stretch is aligned exactly (about 30 ms)."""


def equal_pairs(left: Sequence[T], right: Sequence[T]) -> list[tuple[int, int]]:
    """Indices (i, j) with ``left[i] == right[j]``, both strictly ascending, as many as can be found."""
    pairs: list[tuple[int, int]] = []
    for start, end in _stretches(left, right):
        (i0, j0), (i1, j1) = start, end
        pairs.extend(_within(left, right, (i0, i1), (j0, j1)))
        if i1 < len(left) and j1 < len(right):
            pairs.append((i1, j1))
    return pairs


def _stretches(left: Sequence[T], right: Sequence[T]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The stretches between anchors; each ends at an anchor or at both ends."""
    i = j = 0
    for anchor_i, anchor_j in _anchors(left, right):
        if anchor_i >= i and anchor_j >= j:
            yield (i, j), (anchor_i, anchor_j)
            i, j = anchor_i + 1, anchor_j + 1
    yield (i, j), (len(left), len(right))


def _anchors(left: Sequence[T], right: Sequence[T]) -> list[tuple[int, int]]:
    for width in (3, 1):
        places_left, places_right = _unique(left, width), _unique(right, width)
        common = sorted((i, places_right[key]) for key, i in places_left.items() if key in places_right)
        if common:
            return _rising(common)
    return []


def _unique(sequence: Sequence[T], width: int) -> dict[tuple[T, ...], int]:
    places: dict[tuple[T, ...], int] = {}
    for index, key in enumerate(zip(*(sequence[k:] for k in range(width)), strict=False)):
        places[key] = -1 if key in places else index
    return {key: index for key, index in places.items() if index >= 0}


def _rising(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest sub-sequence with rising second members (patience sorting)."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(points):
        slot = bisect_left(tails, j)
        before.append(ends[slot - 1] if slot else -1)
        if slot == len(tails):
            tails.append(j)
            ends.append(index)
        else:
            tails[slot], ends[slot] = j, index
    chain: list[tuple[int, int]] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chain.append(points[index])
        index = before[index]
    return chain[::-1]


def _within(
    left: Sequence[T], right: Sequence[T], i_range: tuple[int, int], j_range: tuple[int, int]
) -> list[tuple[int, int]]:
    (i0, i1), (j0, j1) = i_range, j_range
    pairs: list[tuple[int, int]] = []
    while i0 < i1 and j0 < j1 and left[i0] == right[j0]:
        pairs.append((i0, j0))
        i0, j0 = i0 + 1, j0 + 1
    tail: list[tuple[int, int]] = []
    while i0 < i1 and j0 < j1 and left[i1 - 1] == right[j1 - 1]:
        i1, j1 = i1 - 1, j1 - 1
        tail.append((i1, j1))
    if i0 < i1 and j0 < j1:
        pairs.extend(_exactly(left, right, (i0, i1), (j0, j1)))
    return pairs + tail[::-1]


def _exactly(
    left: Sequence[T], right: Sequence[T], i_range: tuple[int, int], j_range: tuple[int, int]
) -> Iterator[tuple[int, int]]:
    (i0, i1), (j0, j1) = i_range, j_range
    if (i1 - i0) * (j1 - j0) > _LARGEST:
        return
    for block in Indel.opcodes(left[i0:i1], right[j0:j1]):
        if block.tag == "equal":
            shift = j0 + block.dest_start - block.src_start
            yield from ((i0 + a, shift + a) for a in range(block.src_start, block.src_end))
