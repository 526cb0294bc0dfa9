"""Numbered paragraphs: a judgment, a report of the United Nations, an encyclical.

In: a draft whose lists are mended. Out: paragraphs whose numbers count on through the work, over its
headings, are paragraphs again, with their number as the author's word. A list ends at a heading, and a
citation ("para. 14") must find its number in any format.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from octavo.importing.choices import choose
from octavo.importing.draft import Block, Draft, Kind, visible, without_atoms

_MARKER: Final = re.compile(r"(\d{1,3})([.)])$")
_BRACKETED: Final = re.compile(r"\\?\[(\d{1,3})\\?\]\s+(?=\S)")
"""Behind a bullet, which is the converter's."""
_OPENING: Final = re.compile(r"(\d{1,3})\\?\.\s+(?=\S)")
_LEAST: Final = 8
"""Numbers that must follow each other."""
_MISSED: Final = 3
"""How far a number may be from the one before."""
_SHARE: Final = 0.75
"""Share of the numbers that must be there."""
_HEADINGS: Final = 2
"""Headings that must stand between them."""
_LONG: Final = 100
"""Signs of a paragraph; a shorter one must end in a stop or go on in the next."""


def numbered_paragraphs(draft: Draft) -> Draft:
    """The rule: what counts on over headings is no list."""
    chain = _chain(draft.blocks)
    if not _is_through(draft.blocks, chain):
        return draft
    first = draft.blocks[chain[0]]
    why = (f"{len(chain)} numbers count on over headings", 0.75, visible(first.text)[:80])
    options = ("text", "items")
    if choose(draft, kind="list", line=first.line, default="text", options=options, why=why) != "text":
        return draft
    freed = {draft.blocks[at].path[0].id: at for at in chain if draft.blocks[at].path}
    members = frozenset(chain)
    return replace(
        draft, blocks=tuple(_freed(at, block, freed, members) for at, block in enumerate(draft.blocks))
    )


def _freed(at: int, block: Block, freed: dict[int, int], members: frozenset[int]) -> Block:
    """The block outside its numbered item; the first one of an item has the number in its text."""
    if at in members and block.kind is Kind.HEAD:
        return replace(block, kind=Kind.PARA, level=0, raw_level=0, hint="")
    if not block.path or block.path[0].id not in freed:
        return block
    marker = block.path[0].marker
    first = freed[block.path[0].id] == at and marker[:1].isdigit()
    text = f"{marker[:-1]}\\{marker[-1]} {block.text}" if first else block.text
    return replace(block, text=text, path=block.path[1:])


def _chain(blocks: Sequence[Block]) -> list[int]:
    """Indexes of the blocks whose numbers follow each other; lists between them are passed.

    Some may be missing: a number that the converter lost, one that was taken for a note's.
    """
    chain: list[int] = []
    seen: set[int] = set()
    last = other = 0
    for at, block in enumerate(blocks):
        number = _number(block, seen)
        if block.path:
            seen.add(block.path[0].id)
        if not number:
            continue
        if number == other + 1 and other and _neighbours(blocks, at):
            other = number
        elif last < number <= last + _MISSED:
            chain.append(at)
            last, other = number, 0
        else:
            other = number if number == 1 else 0
    return chain if len(chain) >= _SHARE * last else []


def _neighbours(blocks: Sequence[Block], at: int) -> bool:
    """Whether the block before is an item of the same list."""
    one, before = blocks[at].path, blocks[at - 1].path if at else ()
    return bool(one and before) and one[0].list_id == before[0].list_id


def _number(block: Block, seen: set[int]) -> int:
    """The number that a paragraph, an item or what was taken for a heading begins with; 0 for none."""
    if block.kind not in (Kind.PARA, Kind.HEAD) or block.hint in ("title", "front"):
        return 0
    if not block.path:
        found = _OPENING.match(block.text) or _BRACKETED.match(block.text)
        return int(found[1]) if found else 0
    box = block.path[0]
    bracketed = _BRACKETED.match(block.text) if len(block.path) == 1 else None
    if box.kind == "item" and box.id not in seen and not box.marker[:1].isdigit() and bracketed:
        return int(bracketed[1])
    marked = _MARKER.match(box.marker) if box.kind == "item" and box.id not in seen else None
    return int(marked[1]) if marked else 0


def _is_through(blocks: Sequence[Block], chain: Sequence[int]) -> bool:
    """Whether the numbers of `chain` are those of the work's paragraphs, and some of them still items."""
    if len(chain) < _LEAST:
        return False
    items = [at for at in chain if blocks[at].path]
    heads = [at for at in chain if blocks[at].kind is Kind.HEAD]
    members = frozenset(chain)
    between = sum(
        block.kind is Kind.HEAD and at not in members
        for at, block in enumerate(blocks[chain[0] : chain[-1]], start=chain[0])
    )
    few = 4 * len(heads) <= len(chain)
    said = sum(_says(blocks, at) for at in chain) >= _SHARE * len(chain)
    return bool(items or heads) and few and between >= _HEADINGS and said


def _says(blocks: Sequence[Block], at: int) -> bool:
    """Whether the block is a sentence or the beginning of one, and no title or entry."""
    text = visible(without_atoms(blocks[at].text)).rstrip("\"'”’»)] ")
    after = next((block for block in blocks[at + 1 : at + 3] if block.kind is not Kind.PAGE), None)
    cut = after is not None and after.kind is Kind.PARA and visible(after.text)[:1].islower()
    return len(text) >= _LONG or text[-1:] in (".", ":", ";") or cut
