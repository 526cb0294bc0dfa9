"""The flow of the text and its notes, divided.

In: the blocks, the chosen pairs, the edits that turn signs into calls. Out: the flow without the
texts of notes, and these texts in order of call.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from octavo.importing.choices import line_at
from octavo.importing.continuing import continuations, unfinished
from octavo.importing.draft import (
    Block,
    Kind,
)
from octavo.importing.marks import Body
from octavo.importing.matching import Pair

Edit = tuple[int, int, str]


def divide(
    blocks: Sequence[Block], chosen: Sequence[Pair], edits: dict[int, list[Edit]], by_body: dict[int, int]
) -> tuple[tuple[Block, ...], tuple[tuple[Block, ...], ...]]:
    """The flow without bodies, and the bodies in order of call."""
    cuts: dict[int, list[Body]] = defaultdict(list)
    for pair in chosen:
        cuts[pair.body.block].append(pair.body)
    further = continuations(blocks, chosen)
    flow: list[Block] = []
    gathered: dict[int, list[Block]] = {number: [] for number in by_body.values()}
    owner: tuple[int, int, int] | None = None  # note, box id, depth of the box that holds it
    after_note = False
    last = 0  # the note whose text the block before ended with
    for index, block in enumerate(blocks):
        mine = sorted(cuts.get(index, ()), key=lambda body: body.start)
        text = _edited(block.text, 0, len(block.text), edits[index])
        if owner and not mine and any(box.id == owner[1] for box in block.path):
            gathered[owner[0]].append(replace(block, text=text, path=block.path[owner[2] :]))
            continue
        owner = None
        if index in further:
            if block.kind is not Kind.RULE:
                gathered[by_body[further[index]]].append(replace(block, text=text))
            continue
        if not mine:
            last = 0
            flow.append(replace(block, text=text, after_note=block.after_note or after_note))
            after_note = after_note and block.kind in (Kind.PAGE, Kind.RULE)
            continue
        after_note = True
        head = _edited(block.text, 0, mine[0].start, edits[index]).strip()
        if head and last and unfinished(gathered[last][-1].text) and not head[0].isupper():
            gathered[last].append(replace(block, text=head, path=()))
        elif head:
            flow.append(replace(block, text=head, after_note=block.after_note or last > 0))
        last = by_body[mine[-1].position]
        _take_bodies(block, mine, edits[index], by_body, gathered)
        depth = _opened(block, mine[-1])
        if depth:
            owner = (by_body[mine[-1].position], block.path[depth - 1].id, depth)
    return tuple(flow), tuple(tuple(gathered[number]) for number in sorted(gathered))


def _take_bodies(
    block: Block,
    mine: Sequence[Body],
    edits: Sequence[Edit],
    by_body: dict[int, int],
    gathered: dict[int, list[Block]],
) -> None:
    """The note texts that begin in one block, each to the end or to where the next begins."""
    for body, following in zip(mine, [*mine[1:], None], strict=True):
        end = following.start if following else len(block.text)
        text = (
            _reopened(block.text[body.start : body.text_start])
            + _edited(block.text, body.text_start, end, edits).strip()
        )
        line = line_at(block, body.start)
        path = block.path[_opened(block, body) :] if _opened(block, body) else ()
        kind = Kind.PARA if block.kind is Kind.HEAD else block.kind
        note = replace(block, kind=kind, text=text, path=path, line=line, level=0, raw_level=0)
        gathered[by_body[body.position]].append(note)


def _reopened(sign: str) -> str:
    """Emphasis that begins before a note's sign and goes on in its text."""
    stars = re.match(r"\*+(?=\d)", sign)
    return stars[0] if stars and not sign.rstrip().endswith("*") else ""


def _opened(block: Block, body: Body) -> int:
    """How many of a block's containers end with the item or definition that is the note."""
    if body.form not in ("item", "definition"):
        return 0
    depths = (
        depth
        for depth, box in enumerate(block.path, start=1)
        if box.kind in ("note", "item") and box.marker.strip(".)") == body.label
    )
    return next(depths, len(block.path))


def _edited(text: str, start: int, end: int, edits: Sequence[Edit]) -> str:
    """`text[start:end]` with the edits that lie in it; a call stands right after its word."""
    out, at = [], start
    for first, last, instead in sorted(edits):
        if first < at or last > end:
            continue
        piece = text[at:first]
        following = text[last : last + 1]
        stripped = piece.rstrip(" ") if piece.strip() else piece
        gap = " " if stripped != piece and following and (following.isalnum() or following in "“‘(*") else ""
        out.append(stripped + instead + gap)
        at = last
    out.append(text[at:end])
    return "".join(out)
