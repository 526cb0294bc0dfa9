"""Lists as converters break them.

In: a draft. Out: items whose mark stood alone have their text again; marks without any text are
furniture; doubled marks (``- 1.``) are one.
"""

from __future__ import annotations

from dataclasses import replace

from octavo.importing.choices import choose, remove
from octavo.importing.draft import Block, Box, Draft, Kind


def mend_lists(draft: Draft) -> Draft:
    """The rule: one mark, one text."""
    blocks = [_undoubled(block) for block in draft.blocks]
    out: list[Block] = []
    at = 0
    while at < len(blocks):
        if not _is_bare(blocks[at]):
            out.append(blocks[at])
            at += 1
            continue
        end = at
        while end < len(blocks) and _is_bare(blocks[end]):
            end += 1
        after = _texts(blocks, end, end - at)
        if len(after) == end - at and _agreed(draft, blocks[at], len(after)):
            out.extend(
                replace(text, path=bare.path) for bare, text in zip(blocks[at:end], after, strict=True)
            )
            at = end + len(after)
            continue
        for bare in blocks[at:end]:
            remove(
                draft,
                bare.line,
                bare.path[-1].marker,
                "mark of a list item that the converter left without text",
            )
        at = end
    return replace(draft, blocks=tuple(out))


def _is_bare(block: Block) -> bool:
    return block.kind is Kind.PARA and not block.text and bool(block.path) and block.path[-1].kind == "item"


def _texts(blocks: list[Block], start: int, count: int) -> list[Block]:
    """The next `count` paragraphs, if they follow at once."""
    found = []
    for block in blocks[start : start + count]:
        if block.kind is not Kind.PARA or block.path or not block.text:
            break
        found.append(block)
    return found


def _agreed(draft: Draft, bare: Block, count: int) -> bool:
    evidence = f"{count} mark{'s' if count > 1 else ''} without text, then as many paragraphs"
    why = (evidence, 0.8 if count == 1 else 0.7, bare.path[-1].marker)
    return (
        choose(draft, kind="list", line=bare.line, default="items", options=("items", "apart"), why=why)
        == "items"
    )


def _undoubled(block: Block) -> Block:
    """``- 1. text``: the bullet is the converter's."""
    path: list[Box] = []
    for box in block.path:
        if (
            path
            and path[-1].kind == box.kind == "item"
            and not path[-1].marker[:1].isdigit()
            and box.marker[:1].isdigit()
            and box.id == path[-1].id + 1
        ):
            outer = path.pop()
            box = replace(box, list_id=outer.list_id, loose=outer.loose)
        path.append(box)
    return block if len(path) == len(block.path) else replace(block, path=tuple(path))
