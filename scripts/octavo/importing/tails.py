"""Where the text goes on in the paragraph in which a note stands.

In: the blocks and the chosen pairs. Out: for the last note that begins in such a paragraph, where its
text ends. That the sentence before the note breaks off, and that a word in lower case follows a stop,
is the evidence, or that a note is called further on; without it nothing is taken from a note.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from octavo.importing.draft import Block, Kind, visible, without_atoms
from octavo.importing.marks import Body
from octavo.importing.matching import Pair
from octavo.importing.seams import ending

_STOP: Final = re.compile(
    r"[.!?…][\"'”’»)\]*]{0,3}(?:\ue000[\ue010-\ue019]+\ue001)?\s+(?=\S)|[。！？][”’」』）]?\s*(?=\S)"
)
TAIL: Final = "tail"
"""Hint of a block that went on behind a note: where it begins is not sure."""
_ROMAN: Final = re.compile(r"[ivxlc]+\b")
"""A number of a book or a chapter, which no text begins with."""
_LEAST: Final = 40
"""Letters that must go on where only the page before says that a sentence is open."""
_NO_TEXT: Final = re.compile(r"[\s.,;:)\]*]*")


@dataclass(frozen=True)
class Tail:
    """Where a note's text ends inside its block."""

    at: int
    """Place of the first character of the text that goes on."""
    sure: bool
    """Whether that begins in lower case."""


def tails(blocks: Sequence[Block], chosen: Sequence[Pair]) -> dict[int, Tail]:
    """Position of a body -> its end, for bodies after which the text goes on in the same block."""
    bodies: dict[int, list[Body]] = defaultdict(list)
    calls: dict[int, list[int]] = defaultdict(list)
    for pair in chosen:
        bodies[pair.body.block].append(pair.body)
        calls[pair.mark.block].append(pair.mark.start)
    out: dict[int, Tail] = {}
    for at in sorted(bodies):
        block, mine = blocks[at], sorted(bodies[at], key=lambda body: body.start)
        if block.kind is not Kind.PARA or mine[-1].form in ("item", "definition"):
            continue
        called = [start for start in calls[at] if start > mine[-1].text_start]
        cut = breaks_off(block.text[: mine[0].start]) if mine[0].start else _cut_before(blocks, at, bodies)
        text_at, limit = mine[-1].text_start, min(called, default=len(block.text))
        tail = _tail(block.text[:limit], text_at) if cut or called else None
        if tail and (mine[0].start or (tail.sure and len(block.text) - tail.at > _LEAST)):
            out[mine[-1].position] = tail
    return out


def _cut_before(blocks: Sequence[Block], at: int, bodies: dict[int, list[Body]]) -> bool:
    """Whether the text before a foot breaks off, and its rest does not stand in the block after it."""
    last = next((n for n in range(at + 1, len(blocks)) if not _between(blocks[n])), None)
    if last is not None and (last in bodies or _goes_on(blocks[last])):
        return False
    before = next((n for n in range(at - 1, -1, -1) if n not in bodies and not _between(blocks[n])), None)
    return before is not None and blocks[before].kind is Kind.PARA and breaks_off(blocks[before].text)


def _between(block: Block) -> bool:
    return block.kind in (Kind.RULE, Kind.PAGE, Kind.IMAGE)


def _goes_on(block: Block) -> bool:
    return block.kind is not Kind.PARA or bool(block.path) or visible(block.text[:40])[:1].islower()


def breaks_off(text: str) -> bool:
    """Whether a sentence is not finished where `text` ends."""
    bare = visible(without_atoms(text[-600:])).rstrip()
    return bool(bare) and ending(bare) not in ("finished", "abbreviation", "colon", "valediction")


def _tail(text: str, start: int) -> Tail | None:
    """Where the text goes on behind the note whose words begin at `start`."""
    stops = list(_stops(text, start))
    for wanted in ("finished", "abbreviation"):
        lower = [
            at for at, how in stops if how == wanted and text[at].islower() and not _ROMAN.match(text, at)
        ]
        if lower:
            return Tail(lower[0] if wanted == "finished" else lower[-1], True)
    plain = [at for at, how in stops if how == "finished"] or [at for at, _ in stops]
    return Tail(plain[0], False) if plain else None


def _stops(text: str, start: int) -> Iterator[tuple[int, str]]:
    """(Place behind a stop, how the words before it end) in `text` from `start` on."""
    for found in _STOP.finditer(text, start):
        words = visible(without_atoms(text[max(start, found.end() - 80) : found.end()])).rstrip()
        how = "" if _NO_TEXT.fullmatch(words) else ending(words)
        if how in ("finished", "abbreviation"):
            yield found.end(), how
