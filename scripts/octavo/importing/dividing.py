"""The flow of the text and its notes, divided.

In: the blocks, the chosen pairs, the edits that turn signs into calls. Out: the flow without the
texts of notes, and these texts in order of call.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from octavo.importing.choices import line_at
from octavo.importing.continuing import continuations, opened_by_note, unfinished
from octavo.importing.draft import (
    Block,
    Kind,
)
from octavo.importing.lone import is_lone
from octavo.importing.marks import Body
from octavo.importing.matching import Pair
from octavo.importing.tails import TAIL, Tail, tails

Edit = tuple[int, int, str]


def divide(
    blocks: Sequence[Block], chosen: Sequence[Pair], edits: dict[int, list[Edit]], by_body: dict[int, int]
) -> tuple[tuple[Block, ...], tuple[tuple[Block, ...], ...]]:
    """The flow without bodies, and the bodies in order of call."""
    cuts: dict[int, list[Body]] = defaultdict(list)
    for pair in chosen:
        cuts[pair.body.block].append(pair.body)
    further = {at: by_body[position] for at, position in continuations(blocks, chosen).items()}
    bodies = {number: list[Block]() for number in by_body.values()}
    division = _Division(edits, by_body, bodies, opened_by_note(chosen), tails(blocks, chosen))
    for index, block in enumerate(blocks):
        mine = sorted(cuts.get(index, ()), key=lambda body: body.start)
        division.stray(block, mine)
        if not division.owned(index, block, mine) and not division.further(index, block, further.get(index)):
            division.flow_or_notes(index, block, mine)
    gathered = division.gathered
    return tuple(division.flow), tuple(tuple(gathered[number]) for number in sorted(gathered))


@dataclass
class _Division:
    """A text being divided, block by block."""

    edits: dict[int, list[Edit]]
    by_body: dict[int, int]
    gathered: dict[int, list[Block]]
    goes_on: frozenset[int]
    """Blocks that begin with the rest of a note."""
    ended: dict[int, Tail]
    """Notes behind which the text goes on in the same block."""
    flow: list[Block] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    """Containers that have been met."""
    owner: tuple[int, int, int] | None = None
    """Note, box id, depth of the box that holds it."""
    after_note: bool = False
    last: int = 0
    """The note whose text the block before ended with."""

    def stray(self, block: Block, mine: Sequence[Body]) -> None:
        """Give the number of an item that is no item back to what stood before."""
        marker = _stray_marker(block, mine, self.seen)
        self.seen.update(box.id for box in block.path)
        if marker and self.last:
            before = self.gathered[self.last][-1]
            self.gathered[self.last][-1] = replace(before, text=f"{before.text} {marker}")
        elif marker:
            self.flow.append(replace(block, text=marker, path=()))

    def owned(self, index: int, block: Block, mine: Sequence[Body]) -> bool:
        """Whether the block stands in the same item or definition as the note before."""
        if self.owner and not mine and any(box.id == self.owner[1] for box in block.path):
            text = self.edited(index, block, 0, len(block.text))
            self.gathered[self.owner[0]].append(replace(block, text=text, path=block.path[self.owner[2] :]))
            return True
        self.owner = None
        return False

    def further(self, index: int, block: Block, number: int | None) -> bool:
        """Whether the block goes on in note `number`."""
        if number is not None and block.kind is not Kind.RULE:
            text = self.edited(index, block, 0, len(block.text))
            self.gathered[number].append(replace(block, text=text))
        return number is not None

    def flow_or_notes(self, index: int, block: Block, mine: Sequence[Body]) -> None:
        """A block of the flow, or one in which notes begin."""
        if not mine:
            cut = self.last > 0 and unfinished(self.gathered[self.last][-1].text)
            self.last = 0
            text = self.edited(index, block, 0, len(block.text))
            noted = block.after_note or self.after_note
            self.flow.append(replace(block, text=text, after_note=noted, after_cut_note=cut))
            passed = block.kind in (Kind.PAGE, Kind.RULE)
            self.after_note = is_lone(block) or (self.after_note and passed)
            return
        self.after_note = True
        head = self.edited(index, block, 0, mine[0].start).strip()
        rest = (index in self.goes_on and not block.path) or (
            self.last and unfinished(self.gathered[self.last][-1].text) and not head[:1].isupper()
        )
        if head and self.last and rest:
            self.gathered[self.last].append(replace(block, text=head, path=()))
        elif head:
            self.flow.append(replace(block, text=head, after_note=block.after_note or self.last > 0))
        self.last = self.by_body[mine[-1].position]
        tail = self.ended.get(mine[-1].position)
        end = tail.at if tail else len(block.text)
        _take_bodies(block, mine, end, edits=self.edits[index], by_body=self.by_body, gathered=self.gathered)
        if tail:
            self.go_on(index, block, end)
            return
        depth = _opened(block, mine[-1])
        if depth:
            self.owner = (self.last, block.path[depth - 1].id, depth)

    def go_on(self, index: int, block: Block, start: int) -> None:
        """The text that goes on behind the notes of a block."""
        text = self.edited(index, block, start, len(block.text))
        spans = block.spans[block.text.count("\n", 0, start) :]
        rest = replace(block, text=text, line=line_at(block, start), spans=spans, after_note=True, hint=TAIL)
        self.flow.append(rest)
        self.last, self.after_note = 0, False

    def edited(self, index: int, block: Block, start: int, end: int) -> str:
        """Part of a block's text with its calls in place."""
        return _edited(block.text, start, end, self.edits[index])


def _stray_marker(block: Block, mine: Sequence[Body], seen: set[int]) -> str:
    """The end of what stood before: ``61.`` that a line end made the number of an item, with a note in it."""
    if not mine or doubled_sign(block, mine[0]):
        return ""
    fresh = [box.marker for box in block.path if box.kind == "item" and box.id not in seen]
    opened = mine[0].start > 0 or mine[0].form in ("item", "definition")
    return "" if opened else " ".join(marker for marker in fresh if any(c.isalnum() for c in marker))


def doubled_sign(block: Block, body: Body) -> str:
    """The number of an item whose text begins with the note's own sign: ``1. <sup>1</sup> Text``."""
    box = block.path[-1] if block.path else None
    if box is None or box.kind != "item" or body.start > 0 or body.form in ("item", "definition"):
        return ""
    label = box.marker.strip(".)")
    return label if label.isdigit() and (label == body.label or body.form == "sup") else ""


def _take_bodies(
    block: Block,
    mine: Sequence[Body],
    last: int,
    *,
    edits: Sequence[Edit],
    by_body: dict[int, int],
    gathered: dict[int, list[Block]],
) -> None:
    """The note texts that begin in one block, each to where the next begins, the last one to `last`."""
    for body, following in zip(mine, [*mine[1:], None], strict=True):
        end = following.start if following else last
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
