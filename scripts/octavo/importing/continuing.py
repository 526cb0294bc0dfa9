"""Where a note goes on after its first block.

In: the blocks of the flow and the chosen pairs. Out: which further blocks belong to which note,
and whether a text breaks off.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from octavo.importing.draft import (
    Block,
    Kind,
    visible,
    without_atoms,
)
from octavo.importing.matching import Pair


def continuations(blocks: Sequence[Block], chosen: Sequence[Pair]) -> dict[int, int]:
    """Blocks that go on in a note -> the position of its body.

    Sure: what stands between two bodies whose calls both come before the first of them - the foot
    of one page, or a list of notes - is note. Likely: what stands between a body and the rest of
    the paragraph that the page end cut.
    """
    order = sorted(chosen, key=lambda pair: pair.body.position)
    called = {pair.mark.block for pair in chosen}
    places = sorted(called)
    bodies_at = {pair.body.block for pair in order}
    out: dict[int, int] = {}
    for at_pair, pair in enumerate(order):
        after = order[at_pair + 1] if at_pair + 1 < len(order) else None
        first = pair.body.block
        if after is not None and after.mark.position < pair.body.position and after.body.block - first <= 40:
            between = range(first + 1, after.body.block)
            free = bisect_left(places, after.body.block) <= bisect_right(places, first)
            if free and all(blocks[at].kind not in (Kind.HEAD, Kind.PAGE) for at in between):
                out.update(dict.fromkeys(between, pair.body.position))
                continue
        limit = after.body.block if after is not None else len(blocks)
        out.update(dict.fromkeys(_until_flow(blocks, first, limit, bodies_at, called), pair.body.position))
    return out


def _until_flow(
    blocks: Sequence[Block], first: int, limit: int, bodies_at: set[int], called: set[int]
) -> range:
    """Blocks after a page's last note that stand before the rest of a cut paragraph."""
    flow = first - 1
    while flow >= 0 and (flow in bodies_at or blocks[flow].kind in (Kind.RULE, Kind.PAGE)):
        flow -= 1
    nothing = range(0)
    if flow < 0 or blocks[flow].kind is not Kind.PARA or blocks[flow].path:
        return nothing
    cut = judge_end(blocks[flow].text)
    lower = [at for at in range(first + 1, min(first + 4, limit)) if _goes_on(blocks[at])]
    if first + 1 in lower and unfinished(blocks[first].text) and (not cut or first + 2 in lower):
        return range(first + 1, first + 2)
    for at in range(first + 1, min(first + 8, limit)):
        block = blocks[at]
        if block.kind in (Kind.HEAD, Kind.PAGE) or (block.after_page and at > first + 1):
            break
        if cut and _goes_on(block):
            return range(first + 1, at)
        if at in called or block.after_page:
            break
    quoting = visible(blocks[first].text).rstrip().endswith((":", "—"))
    if quoting and first + 1 < limit and any(box.kind == "quote" for box in blocks[first + 1].path):
        return range(first + 1, first + 2)
    return nothing


def _goes_on(block: Block) -> bool:
    return block.kind is Kind.PARA and not block.path and visible(block.text)[:1].islower()


def judge_end(text: str) -> bool:
    """Whether a paragraph breaks off: it ends in a letter, a comma, a hyphen."""
    bare = visible(without_atoms(text)).rstrip()
    return bool(bare) and len(bare) > 60 and (bare[-1].isalnum() or bare[-1] in ",-‐;—–")


def unfinished(text: str) -> bool:
    """Whether a note's text breaks off: no stop at its end."""
    bare = visible(without_atoms(text)).rstrip().rstrip("\"'”’)»]")
    return bool(bare) and bare[-1] not in ".!?…:"
