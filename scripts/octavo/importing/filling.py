"""Pairs of call and text that the first matching left out.

In: the chain of sure pairs, and every candidate. Out: the chain with the numbers missing between
two neighbours, and with notes that were swapped.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from octavo.importing.marks import Body, Mark
from octavo.importing.matching import Pair, one_sign


def fill(chosen: Sequence[Pair], all_marks: Sequence[Mark], all_bodies: Sequence[Body]) -> tuple[Pair, ...]:
    """Numbers missing between two neighbours of the chain, then swapped notes."""
    out = [*chosen, *_gap_pairs(chosen, all_marks, all_bodies)]
    out.sort(key=lambda pair: pair.mark.position)
    out.extend(_lone_pairs(out, all_marks, all_bodies))
    return tuple(sorted(out, key=lambda pair: pair.mark.position))


def with_defined(chosen: Sequence[Pair], marks: Sequence[Mark], bodies: Sequence[Body]) -> tuple[Pair, ...]:
    """`chosen` with every ``[^n]:`` that stands once at its ``[^n]``, in whatever order they are printed."""
    calls: dict[str, Mark] = {}
    for mark in marks:
        if mark.form == "ref":
            calls.setdefault(mark.label, mark)
    texts = [body for body in bodies if body.form == "definition" and body.label in calls]
    counts = Counter(body.label for body in texts)
    known = {(pair.mark.position, pair.body.position) for pair in chosen}
    told = [
        Pair(calls[body.label], body, 6.0, 0.99, f"``[^{body.label}]:`` defines the one ``[^{body.label}]``")
        for body in texts
        if counts[body.label] == 1 and (calls[body.label].position, body.position) not in known
    ]
    taken = {pair.mark.position for pair in told} | {-1 - pair.body.position for pair in told}
    kept = [p for p in chosen if not {p.mark.position, -1 - p.body.position} & taken]
    return tuple(sorted((*kept, *told), key=lambda pair: pair.mark.position))


def _gap_pairs(chosen: Sequence[Pair], all_marks: Sequence[Mark], all_bodies: Sequence[Body]) -> list[Pair]:
    """Between notes 7 and 9 even a weak 8 is note 8, if call and text stand where they must."""
    out: list[Pair] = []
    mark_places = [mark.position for mark in all_marks]
    body_places = [body.position for body in all_bodies]
    for before, after in pairwise(chosen):
        first, last = before.body.label, after.body.label
        if not (first.isdigit() and last.isdigit() and 1 < int(last) - int(first) <= 12):
            continue
        marks_here = all_marks[
            bisect_right(mark_places, before.mark.position) : bisect_left(mark_places, after.mark.position)
        ]
        bodies_here = all_bodies[
            bisect_right(body_places, before.body.position) : bisect_left(body_places, after.body.position)
        ]
        low_mark, low_body = -1, -1
        for number in range(int(first) + 1, int(last)):
            marks_fit = [m for m in marks_here if m.label == str(number) and m.position > low_mark]
            bodies_fit = [b for b in bodies_here if b.label == str(number) and b.position > low_body]
            both = [
                (m.weight + b.weight, m, b)
                for m in marks_fit
                for b in bodies_fit
                if (m.block, 0) != (b.block, b.start) and m.position < b.position and not one_sign(m, b)
            ]
            if not both:
                continue
            weight, mark, body = max(both, key=lambda item: item[0])
            low_mark, low_body = mark.position, body.position
            signs = f"call {mark.label!r} ({mark.form}) and text ({body.form})"
            evidence = f"the one {signs} between notes {first} and {last}"
            out.append(Pair(mark, body, weight, 0.75 if weight > 1 else 0.6, evidence))
    return out


def _lone_pairs(out: Sequence[Pair], all_marks: Sequence[Mark], all_bodies: Sequence[Body]) -> list[Pair]:
    """A strong call and a strong text of one label that nothing else near by claims: swapped notes."""
    taken_marks = {pair.mark.position for pair in out}
    taken_bodies = {pair.body.position for pair in out}
    by_label: dict[str, list[Mark]] = defaultdict(list)
    for mark in all_marks:
        if mark.position not in taken_marks and mark.form in ("sup", "ref", "link", "symbol"):
            by_label[mark.label].append(mark)
    found: list[Pair] = []
    for body in all_bodies:
        if body.position in taken_bodies or body.weight < 1.5 or not by_label.get(body.label):
            continue
        near = [
            m
            for m in by_label[body.label]
            if -2500 < body.position - m.position < 9000 and m.block != body.block
        ]
        if len(near) != 1 or near[0].weight + body.weight < 3.4:
            continue
        in_order = _between(near[0], body, out)
        if not in_order and body.weight < 2.3:
            continue
        evidence = f"call {body.label!r} and text {body.label!r} are the only ones left hereabouts"
        found.append(Pair(near[0], body, near[0].weight, 0.7 if in_order else 0.55, evidence))
        by_label[body.label].remove(near[0])
        taken_bodies.add(body.position)
    return found


def _between(mark: Mark, body: Body, chain: Sequence[Pair]) -> bool:
    """Whether the pair crosses none of the pairs near by."""
    at = bisect_left(chain, mark.position, key=lambda pair: pair.mark.position)
    near = chain[max(0, at - 30) : at + 30]
    return all((mark.position < p.mark.position) == (body.position < p.body.position) for p in near)
