"""Two sequences in, the pairs of equal elements out, in order and in near-linear time.

Runs of three words that are unique in both texts are anchors (patience diff, longest increasing
sequence); between anchors rapidfuzz aligns exactly. A stretch that stays too large for that is
left unaligned rather than allowed to take quadratic time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Final, TypeVar

from rapidfuzz.distance import Indel

T = TypeVar("T", bound=Hashable)

_LARGEST: Final = 40_000_000
"""Product of lengths up to which a stretch is aligned exactly (about 30 ms)."""


_FURTHEST: Final = 60
"""Elements by which a stretch that could stand at several places is moved at most."""


def equal_pairs(left: Sequence[T], right: Sequence[T]) -> list[tuple[int, int]]:
    """Indices (i, j) with ``left[i] == right[j]``, both strictly ascending, as many as can be found."""
    pairs: list[tuple[int, int]] = []
    for start, end in _stretches(left, right):
        (i0, j0), (i1, j1) = start, end
        pairs.extend(_within(left, right, (i0, i1), (j0, j1)))
        if i1 < len(left) and j1 < len(right):
            pairs.append((i1, j1))
    return pairs


def slid(
    pairs: Sequence[tuple[int, int]], left: Sequence[T], rank: Callable[[int], int]
) -> list[tuple[int, int]]:
    """`pairs` with every stretch that only `left` has moved to where it begins and ends with a break.

    Where a text says the same words twice, the stretch that is left over may be either of the two or a
    piece of both; all are equally long. `rank` tells how much of a break stands before an element: the
    stretch is put where the ranks of its first element and of the one behind it are highest.
    """
    found = list(pairs)
    for at in range(1, len(found)):
        (i, j), (k, m) = found[at - 1], found[at]
        if m == j + 1 and k > i + 1:
            _slide(found, at, left, rank)
    return found


def _slide(found: list[tuple[int, int]], at: int, left: Sequence[T], rank: Callable[[int], int]) -> None:
    """Move the stretch of `left` before pair `at` to its best place, if that is further up or down."""
    first, behind = found[at - 1][0] + 1, found[at][0]
    up = down = 0
    while up < min(at, _FURTHEST) and _moves(found, at - 1 - up, (first - 1 - up, behind - 1 - up), left):
        up += 1
    while down < min(len(found) - at, _FURTHEST) and _moves(
        found, at + down, (behind + down, first + down), left
    ):
        down += 1
    best = max(range(-up, down + 1), key=lambda n: (rank(first + n) + rank(behind + n), -abs(n)))
    for n in range(best, 0):
        found[at + n] = (behind + n, found[at + n][1])
    for n in range(best):
        found[at + n] = (first + n, found[at + n][1])


def _moves(found: Sequence[tuple[int, int]], pair: int, places: tuple[int, int], left: Sequence[T]) -> bool:
    """Whether `pair`, at the first of two places, may as well stand at the second."""
    return found[pair][0] == places[0] and left[places[0]] == left[places[1]]


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
