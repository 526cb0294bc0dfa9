"""Where a note goes on after its first block.

In: the blocks of the flow and the chosen pairs. Out: which further blocks belong to which note, at
which notes that is doubtful, and whether a text breaks off.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import Final

from octavo.importing.draft import Block, Kind, visible, without_atoms
from octavo.importing.lone import is_lone
from octavo.importing.matching import Pair, next_label
from octavo.importing.runin import OPENER
from octavo.importing.seams import ending
from octavo.importing.tails import tails

_NEAR: Final = 6000
"""Characters between call and text below which a note stands at its page's foot, not at the end."""
_LONG: Final = 12_000
"""Characters of further paragraphs, four printed pages, beyond which they are hardly a note of a foot."""
_RARE: Final = 4
"""One note in so many may end without a stop, or that is this text's way."""
_REACH: Final = 40
_MOST: Final = 24


@dataclass(frozen=True)
class _Notes:
    """The chosen notes among the blocks."""

    blocks: Sequence[Block]
    bodies_at: frozenset[int]
    calls: tuple[int, ...]
    """Blocks with calls, in order."""
    further: dict[int, int]
    """Blocks that are known to go on in a note -> the position of its body."""
    feet: bool = False
    """Whether this text's notes stand at the feet of its pages, whose ends are known."""

    def called(self, first: int, last: int) -> bool:
        """Whether a note is called in one of the blocks `first` .. `last` - 1."""
        return bisect_left(self.calls, first) < bisect_left(self.calls, last)

    def till_orphan(self, found: Sequence[int]) -> Sequence[int]:
        """`found` as far as no note text stands there that nothing calls: what follows is its own."""
        lone = next((place for place, at in enumerate(found) if is_lone(self.blocks[at])), len(found))
        return found[:lone]

    def flow_before(self, first: int) -> int:
        """The block of running text that stands before the foot with the note at `first`; -1 for none."""
        at = first - 1
        while at >= 0 and (at in self.bodies_at or at in self.further or self._passed(self.blocks[at])):
            at -= 1
        return at

    def announced(self, first: int) -> bool:
        """Whether that running text ends with a colon: what follows the foot may be its own."""
        at = self.flow_before(first)
        return at >= 0 and visible(without_atoms(self.blocks[at].text[-40:])).rstrip().endswith(":")

    @staticmethod
    def _passed(block: Block) -> bool:
        return block.kind in (Kind.RULE, Kind.PAGE) or is_lone(block)

    def cut_before(self, first: int) -> bool:
        """Whether that running text breaks off: then its rest comes after the foot."""
        at = self.flow_before(first)
        return at >= 0 and self.blocks[at].kind is Kind.PARA and judge_end(self.blocks[at].text)


def continuations(blocks: Sequence[Block], chosen: Sequence[Pair]) -> dict[int, int]:
    """Blocks that go on in a note -> the position of its body.

    Sure: what stands between two bodies whose calls both come before the first of them - the foot
    of one page, or a list of notes - is note. Likely: what stands between a body and the rest of
    the paragraph that the page end cut; the rest of a note that broke off, before the next foot.
    """
    order = sorted(chosen, key=lambda pair: pair.body.position)
    out: dict[int, int] = {}
    notes = _Notes(
        blocks,
        frozenset(pair.body.block for pair in order),
        tuple(sorted({pair.mark.block for pair in chosen})),
        out,
        _at_page_ends(blocks, order),
    )
    ended = tails(blocks, chosen)
    for place, pair in enumerate(order):
        after = order[place + 1] if place + 1 < len(order) else None
        if pair.body.position in ended or (after is not None and after.body.block == pair.body.block):
            continue
        found = _same_foot(notes, order[place : place + _REACH]) if after else None
        if found is None:
            found = _last_of_foot(notes, pair.body.block, after.body.block if after else len(blocks))
            found = found or (_rest_in_next_foot(notes, pair, after) if after else ())
        out.update(dict.fromkeys(notes.till_orphan(found), pair.body.position))
    return out


def _same_foot(notes: _Notes, foot: Sequence[Pair]) -> Sequence[int] | None:
    """What stands between two notes that were both called before the first; None where that is not so."""
    pair, after = foot[:2]
    first, limit = pair.body.block, after.body.block
    if after.mark.position >= pair.body.position or limit - first > _REACH:
        return None
    free = bisect_left(notes.calls, limit) <= bisect_right(notes.calls, first)
    between = range(first + 1, limit)
    if not free or any(notes.blocks[at].kind in (Kind.HEAD, Kind.PAGE) for at in between):
        return None
    if pair.body.position - pair.mark.position > _NEAR:
        return between
    turn = next((at for at in between if notes.blocks[at].after_page), None)
    if turn is not None:
        return None if turn == first + 1 else range(first + 1, turn)
    if sum(len(notes.blocks[at].text) for at in between) > _LONG:
        return None
    if not between or not notes.cut_before(first) or unfinished(notes.blocks[first].text):
        return between
    rest = next((at for at in between if _goes_on(notes.blocks[at])), None)
    if rest is not None and not unfinished(notes.blocks[rest - 1].text):
        return range(first + 1, rest)
    return None if rest is None and _begins_rest(notes, between, foot) else between


def _begins_rest(notes: _Notes, between: Sequence[int], foot: Sequence[Pair]) -> bool:
    """Whether the sentence that the page end cut goes on between two notes of the foot, not behind it.

    That is rare, so only where what is behind can be no rest, and what is between may be one.
    """
    called = foot[0].body.position
    last = list(takewhile(lambda pair: pair.mark.position < called, foot))[-1].body.block
    after = range(last + 1, min(last + 1 + _MOST, len(notes.blocks)))
    passed = (at for at in after if at not in notes.bodies_at and notes.blocks[at].kind is not Kind.PAGE)
    behind = next((notes.blocks[at] for at in passed), None)
    opens = behind is None or behind.kind is not Kind.PARA or bool(OPENER.match(visible(behind.text)))
    begins = visible(notes.blocks[between[0]].text)
    return opens and not (OPENER.match(begins) or begins.startswith(("I ", "“", "«", "„")))


def _last_of_foot(notes: _Notes, first: int, limit: int) -> Sequence[int]:
    """Blocks after a page's last note that stand before the rest of a cut paragraph."""
    blocks = notes.blocks
    if notes.flow_before(first) < 0:
        return ()
    cut = notes.cut_before(first)
    lower = [at for at in range(first + 1, min(first + 4, limit)) if _goes_on(blocks[at])]
    open_end = first + 1 in lower and first + 1 not in notes.calls and unfinished(blocks[first].text)
    if open_end and not blocks[first + 1].after_page and (not cut or first + 2 in lower):
        return range(first + 1, first + 2)
    for at in range(first + 1, min(first + _MOST, limit)):
        block = blocks[at]
        if block.kind is Kind.HEAD:
            break
        if cut and _goes_on(block):
            return _without_pages(blocks, first + 1, at)
        if at in notes.calls or block.after_page or block.kind is Kind.PAGE:
            if cut and at > first + 1 and block.after_page and block.kind is Kind.PARA:
                return range(first + 1, at)
            if block.kind is not Kind.PAGE:
                break
    return _announced(notes, first, limit) or _till_page_end(notes, first, limit)


def _at_page_ends(blocks: Sequence[Block], order: Sequence[Pair]) -> bool:
    """Whether the feet of this text end with their pages, as far as that can be seen.

    A converter that writes pages from top to bottom has nothing below their notes, but where columns are two:
    there text that calls notes, or another foot, stands below them.
    """
    bodies = {pair.body.block for pair in order}
    calls = {pair.mark.block for pair in order}
    known = any(block.after_page or block.kind is Kind.PAGE for block in blocks)
    ends = below = 0
    for pair in order if known else ():
        at = _next_text(blocks, pair.body.block + 1)
        if at in bodies:
            continue
        ends += _ends_page(blocks, at)
        last = next((n for n in range(at, at + _MOST) if _ends_page(blocks, n) or n in calls | bodies), None)
        below += last is not None and not _ends_page(blocks, last)
    return 0 < ends >= below


def _next_text(blocks: Sequence[Block], at: int) -> int:
    """The first block from `at` on that is no rule."""
    while at < len(blocks) and blocks[at].kind is Kind.RULE:
        at += 1
    return at


def _ends_page(blocks: Sequence[Block], at: int) -> bool:
    return at >= len(blocks) or blocks[at].after_page or blocks[at].kind is Kind.PAGE


def _till_page_end(notes: _Notes, first: int, limit: int) -> Sequence[int]:
    """What stands below a page's last note, where notes are the last that pages have."""
    blocks, last = notes.blocks, first + 1
    if not notes.feet:
        return ()
    while last < limit and not _ends_page(blocks, last):
        if blocks[last].kind is Kind.HEAD or last in notes.calls or last - first > _MOST:
            return ()
        last += 1
    short = sum(len(blocks[at].text) for at in range(first + 1, last)) <= _LONG
    return range(first + 1, last) if short and (last == len(blocks) or last < limit) else ()


def _without_pages(blocks: Sequence[Block], first: int, last: int) -> Sequence[int]:
    """`first` .. `last` - 1 as far as the page goes."""
    turn = next((at for at in range(first, last) if blocks[at].kind is Kind.PAGE), last)
    return range(first, turn)


def _announced(notes: _Notes, first: int, limit: int) -> Sequence[int]:
    """The quotation, list or table that a note announces at its end."""
    blocks = notes.blocks
    end = visible(without_atoms(blocks[first].text)).rstrip()
    if not end.endswith((":", "—", ",")):
        return ()
    last = first + 1
    if last < limit and end.endswith(":") and _opens_quotation(blocks[last]):
        return (last,)
    if last < limit and end.endswith(":") and not notes.announced(first):
        found = _listed(blocks, last, limit)
        if found:
            return found
    while last < min(limit, first + _MOST) and any(box.kind == "quote" for box in blocks[last].path):
        last += 1
    return range(first + 1, last)


def _listed(blocks: Sequence[Block], first: int, limit: int) -> Sequence[int]:
    """The table, or the items of one list, that stand at `first`."""
    if blocks[first].kind is Kind.TABLE:
        return (first,)
    path = blocks[first].path
    if not path or path[0].kind != "item":
        return ()
    last = first
    while (
        last < min(limit, first + _REACH)
        and blocks[last].path[:1]
        and (blocks[last].path[0].list_id == path[0].list_id)
    ):
        last += 1
    return range(first, last)


def _rest_in_next_foot(notes: _Notes, pair: Pair, after: Pair) -> Sequence[int]:
    """The rest of a note that broke off at the page end: before the first note of the next foot."""
    blocks, at = notes.blocks, after.body.block - 1
    if at <= pair.body.block + 1 or not unfinished(blocks[pair.body.block].text) or after.body.start > 0:
        return ()
    if not _goes_on(blocks[at]) or at in notes.calls:
        return ()
    before = next((b for b in reversed(blocks[pair.body.block + 1 : at]) if b.kind is not Kind.PAGE), None)
    if before is None or before.kind is Kind.RULE or not judge_end(before.text):
        return (at,)
    rest = blocks[after.body.block + 1 : after.body.block + 1 + _MOST]
    return (at,) if any(_goes_on(block) for block in rest) else ()


def opened_by_note(chosen: Sequence[Pair]) -> frozenset[int]:
    """Blocks whose beginning is the end of the note before.

    The next note begins inside them, both were called before the first of the two, and no call
    stands between.
    """
    order = sorted(chosen, key=lambda pair: pair.body.position)
    first: dict[int, int] = {}
    for pair in chosen:
        first[pair.mark.block] = min(pair.mark.start, first.get(pair.mark.block, pair.mark.start))
    out = set()
    for pair, after in pairwise(order):
        block = after.body.block
        head_calls = block in first and first[block] < after.body.start
        next_block = block == pair.body.block + 1 and after.body.start > 0
        if next_block and after.mark.position < pair.body.position and not head_calls:
            out.add(block)
    return frozenset(out)


def doubts(blocks: Sequence[Block], chosen: Sequence[Pair]) -> dict[int, tuple[str, float]]:
    """Position of a body -> why it is not sure where its text ends, and how sure that is at most."""
    further = continuations(blocks, chosen)
    more: dict[int, int] = {}
    for at, position in further.items():
        more[position] = max(more.get(position, 0), at)
    order = sorted(chosen, key=lambda pair: pair.body.position)
    out: dict[int, tuple[str, float]] = {}
    ended = tails(blocks, chosen)
    for pair, after in zip(order, [*order[1:], None], strict=False):
        last = more.get(pair.body.position, pair.body.block)
        if tail := ended.get(pair.body.position):
            out[pair.body.position] = ("the text goes on behind it", 0.7 if tail.sure else 0.5)
            continue
        same_block = after is not None and after.body.block == pair.body.block
        reason = _doubt(blocks, pair, after, last) if not same_block else _run_together(pair, after)
        if reason:
            out[pair.body.position] = reason
    return {**_broken(blocks, order, more), **out}


def _broken(
    blocks: Sequence[Block], order: Sequence[Pair], more: dict[int, int]
) -> dict[int, tuple[str, float]]:
    """The notes that end without a stop, where most of this text's have one: their rest is elsewhere."""
    found = []
    for place, pair in enumerate(order):
        after = order[place + 1] if place + 1 < len(order) else None
        last, start, end = more.get(pair.body.position, pair.body.block), 0, None
        if last == pair.body.block:
            start = pair.body.text_start
            end = after.body.start if after is not None and after.body.block == last else None
        if unfinished(blocks[last].text[start:end]):
            found.append(pair.body.position)
    few = len(found) * _RARE <= len(order)
    return dict.fromkeys(found, ("its text breaks off", 0.75)) if few else {}


def _run_together(pair: Pair, after: Pair | None) -> tuple[str, float] | None:
    if after is not None and after.body.form in ("split", "space", "space-low", "glued-low"):
        return "the next note begins in the same paragraph", 0.75
    return None


def _doubt(blocks: Sequence[Block], pair: Pair, after: Pair | None, last: int) -> tuple[str, float] | None:
    if last > pair.body.block:
        return "its text has several blocks", 0.75
    label, following = pair.body.label, after.body.label if after else ""
    if label.isdigit() and following.isdigit() and int(following) > int(label) + 1:
        return f"the note after it is missing, {next_label(label)}", 0.7
    nearest = next((at for at in range(last + 1, len(blocks)) if blocks[at].kind is not Kind.PAGE), None)
    if nearest is None or (after is not None and after.body.block <= nearest):
        return None
    block = blocks[nearest]
    if block.kind is Kind.HEAD or block.after_page or nearest > last + 1:
        return None
    if unfinished(blocks[last].text):
        return "its text breaks off", 0.75
    if any(box.kind == "quote" for box in block.path):
        return "a quotation follows that may be its own", 0.75
    return None if _goes_on(block) else ("the paragraph after it may be its own", 0.78)


def _goes_on(block: Block) -> bool:
    return block.kind is Kind.PARA and not block.path and visible(block.text)[:1].islower()


def _opens_quotation(block: Block) -> bool:
    return block.kind is Kind.PARA and not block.path and visible(block.text)[:1] in '“„«"‘'


def judge_end(text: str) -> bool:
    """Whether a paragraph breaks off: it ends in a letter, a comma, a hyphen."""
    bare = visible(without_atoms(text[-600:])).rstrip()
    words = bare.split()
    if len(words) < 2:
        return False
    if bare[-1] in ",-‐":
        return len(bare) > 20
    if bare[-1] in ";—–":
        return len(bare) > 60
    if not bare[-1].isalnum():
        return False
    return (
        len(bare) > 60 or (len(words) > 3 and words[-1].islower()) or ending(bare) == "with a function word"
    )


def unfinished(text: str) -> bool:
    """Whether a note's text breaks off: no stop at its end."""
    bare = visible(without_atoms(text)).rstrip().rstrip("\"'”’)»]")
    return bool(bare) and bare[-1] not in ".!?…:"
