"""The feet of the pages: what their notes look like in this document, and in what order they stand.

In: candidates of `marks` and a first matching. Out: the candidates, weighed for this document and
in the order of their labels where a converter printed the notes of one foot out of order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from octavo.importing.draft import Block, Kind
from octavo.importing.marks import Body, Mark
from octavo.importing.matching import Pair

_SHARE: Final = 0.6
_RARE: Final = 0.08
_ENOUGH: Final = 4
_STOPPED: Final = re.compile(r"[.?!][\"'”’»)\]*_]*\s*$")
_OTHER_SIGN: Final = 1.0
"""What a body loses whose number has another sign behind it than the notes'."""


def _form(body: Body, blocks: Sequence[Block]) -> str:
    """How a note opens, and what it stands in: a list's numbers are not those of a quotation."""
    form = "glued" if body.form in ("split", "glued-low") else body.form.removesuffix("-low")
    path = blocks[body.block].path
    return form + (" in " + path[-1].kind if path and form != "item" else "")


def alike(bodies: Sequence[Body], chosen: Sequence[Pair], blocks: Sequence[Block]) -> tuple[Body, ...]:
    """Notes of one document mostly open alike: the usual form weighs more, a rare one less."""
    counts = Counter(_form(pair.body, blocks) for pair in chosen)
    total = sum(counts.values())
    if total < _ENOUGH:
        return tuple(bodies)
    out = []
    for body in bodies:
        share = counts[_form(body, blocks)] / total
        change = 0.6 if share >= _SHARE else -0.8 if share <= _RARE and body.form != "definition" else 0.0
        out.append(replace(body, weight=body.weight + change))
    return tuple(out)


def one_form(bodies: Sequence[Body], marks: Sequence[Mark], blocks: Sequence[Block]) -> tuple[Body, ...]:
    """The numbers of the notes of one document have one sign behind them: a stop, a bracket or none.

    Where the bodies of one sign count on from 1 as far as all together, theirs is the sign of the notes;
    what counts on less far with another one is an outline or a list. Not so where the raised calls stand in
    those very bodies, or where the others count far as well and are sentences: there the longest may be the
    numbered paragraphs of a judgment.
    """
    labels: dict[str, set[int]] = {}
    for body in bodies:
        if body.label.isdigit():
            labels.setdefault(_sign(body), set()).add(int(body.label))
    runs = {sign: _run(found) for sign, found in labels.items()}
    longest = max(runs.values(), default=0)
    if longest < _ENOUGH or _run(set().union(*labels.values())) > longest:
        return tuple(bodies)
    if _is_called_in([body.block for body in bodies if runs.get(_sign(body)) == longest], marks):
        return tuple(bodies)
    weaker = {
        sign
        for sign, run in runs.items()
        if 2 * run <= longest or (run < longest and not _are_sentences(sign, bodies, blocks))
    }
    return tuple(
        replace(body, weight=body.weight - _OTHER_SIGN)
        if _sign(body) in weaker and body.form not in ("definition", "sup")
        else body
        for body in bodies
    )


def _is_called_in(places: Sequence[int], marks: Sequence[Mark]) -> bool:
    """Whether most of the raised calls stand in the blocks `places`."""
    raised = [mark.block for mark in marks if mark.form == "sup"]
    within = frozenset(places)
    return len(raised) >= _ENOUGH and 2 * sum(block in within for block in raised) > len(raised)


def _are_sentences(sign: str, bodies: Sequence[Body], blocks: Sequence[Block]) -> bool:
    """Whether some of what has this sign ends in a stop, as no title does; a page end may cut the others."""
    found = [_STOPPED.search(blocks[body.block].text) is not None for body in bodies if _sign(body) == sign]
    return 4 * sum(found) > len(found)


def _sign(body: Body) -> str:
    """What stands behind the number: ``dot`` or the like; empty for a number glued to its text."""
    form = body.form.removesuffix("-low").removesuffix("-glued")
    return "" if form in ("glued", "split", "space") else form


def _run(labels: set[int]) -> int:
    """How far `labels` count on from 1."""
    return next(number for number in range(1, len(labels) + 2) if number not in labels) - 1


def in_order(bodies: Sequence[Body], blocks: Sequence[Block]) -> tuple[tuple[Body, ...], dict[int, Body]]:
    """Bodies whose places follow their labels within each foot, and the printed body of each place."""
    printed: dict[int, Body] = {}
    for foot in _feet(bodies, blocks):
        labels = [int(body.label) for body in foot]
        runs = sorted(labels) == list(range(min(labels), min(labels) + len(labels)))
        if not runs or labels == sorted(labels):
            continue
        places = sorted(body.position for body in foot)
        for at, body in zip(places, sorted(foot, key=lambda body: int(body.label)), strict=True):
            printed[at] = body
    moved = {(body.block, body.start, body.label): at for at, body in printed.items()}
    out = []
    for body in bodies:
        place = moved.get((body.block, body.start, body.label))
        if place is not None:
            out.append(replace(body, position=place))
        elif body.position not in printed:
            out.append(body)
    return tuple(sorted(out, key=lambda body: (body.position, -body.weight))), printed


def _feet(bodies: Sequence[Body], blocks: Sequence[Block]) -> list[list[Body]]:
    """Runs of blocks that follow each other and each open as a note with a number: the likeliest reading."""
    best: dict[int, list[Body]] = {}
    for body in bodies:
        if (
            body.start == 0
            and not body.inner
            and body.label.isdigit()
            and blocks[body.block].kind is Kind.PARA
        ):
            best.setdefault(body.block, []).append(body)
    out: list[list[Body]] = []
    last = -2
    for block in sorted(best):
        if block != last + 1:
            out.append([])
        out[-1].append(_likeliest(best[block], best.get(block - 1, ()), best.get(block + 1, ())))
        last = block
    return [foot for foot in out if 1 < len(foot) <= 40]


def _likeliest(readings: Sequence[Body], before: Sequence[Body], after: Sequence[Body]) -> Body:
    """``11984`` between 3 and 2 is note 1: the reading whose number is near those beside it."""
    near = [int(body.label) for body in (*before, *after) if body.form != "split"]
    return min(
        readings,
        key=lambda body: (min((abs(int(body.label) - n) for n in near), default=0) > 3, -body.weight),
    )
