"""Note texts that nothing calls: no part of the note before them, and no end of the sentence they cut.

In: the candidates and the chosen pairs. Out: a draft in which they are marked; a text that only says
a note once more is taken out, every other stays where it stands and is reported.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from octavo.importing.choices import choose, remove
from octavo.importing.draft import Block, Draft, Kind, visible
from octavo.importing.marks import Body
from octavo.importing.matching import Pair, next_label

ORPHAN: Final = "orphan"
DOUBLE: Final = "double"
STRONG: Final = 3.3
"""Weight from which a sign is no chance: a superscript at the beginning of a block, a definition."""


def is_lone(block: Block) -> bool:
    """Whether a block is such a text."""
    return block.hint in (ORPHAN, DOUBLE)


def mark_lone(draft: Draft, chosen: Sequence[Pair], all_bodies: Sequence[Body]) -> Draft:
    """The draft with these texts marked.

    They show their sign as a superscript, or they have the number wanted after the note before them.
    """
    taken = {pair.body.block for pair in chosen} | {pair.mark.block for pair in chosen}
    order = sorted(chosen, key=lambda pair: pair.body.position)
    places = [pair.body.position for pair in order]
    blocks = list(draft.blocks)
    for body in all_bodies:
        block = blocks[body.block]
        if body.block in taken or body.start > 0 or body.form == "split" or block.kind is not Kind.PARA:
            continue
        near = order[max(0, bisect_left(places, body.position) - 1) :][:2]
        if _is_lone(body, near):
            twin = any(_same(blocks, body, pair.body) for pair in near)
            blocks[body.block] = replace(block, hint=DOUBLE if twin else ORPHAN)
    return replace(draft, blocks=tuple(blocks))


def _is_lone(body: Body, near: Sequence[Pair]) -> bool:
    """Whether a candidate that was not chosen, with the notes next to it, can only be a note's text."""
    if body.weight >= STRONG and body.form == "sup":
        return True
    wanted = next_label(near[0].body.label) if near and near[0].body.position < body.position else ""
    return body.label == wanted and all(pair.body.label != wanted for pair in near)


def _same(blocks: Sequence[Block], first: Body, second: Body) -> bool:
    """Whether two texts have the same sign and the same words."""
    texts = [visible(blocks[body.block].text[body.text_start :]).split() for body in (first, second)]
    return first.label == second.label and texts[0] == texts[1]


def drop_doubles(draft: Draft) -> Draft:
    """The rule: a note's text that the converter printed twice stands in the apparatus once."""
    kept = []
    for block in draft.blocks:
        if block.hint == DOUBLE:
            remark = ("the same sign and words as the note beside it", 0.75, visible(block.text)[:80])
            options = ("remove", "keep")
            choice = choose(
                draft, kind="double", line=block.line, default="remove", options=options, why=remark
            )
            if choice == "remove":
                remove(draft, block.line, block.text, "note text printed twice")
                continue
            block = replace(block, hint=ORPHAN)
        kept.append(block)
    return replace(draft, blocks=tuple(kept))
