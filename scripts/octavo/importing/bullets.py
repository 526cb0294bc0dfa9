"""Items that a converter ran together, their bullets in the text: ``◦ one ◦ two``.

In: a draft whose lists are mended. Out: the draft in which each is an item, inside the item it stands under.
Printers have a bullet of its own for each depth (TeX: a dot, a dash in bold, an asterisk); pymupdf4llm writes
the inner ones as they are printed, all items of a box in one line. A dash may also open a turn of talk: it is
a bullet only right below an item.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from octavo.importing.choices import choose, remove
from octavo.importing.draft import Block, Box, Draft, Kind, visible

_BULLET: Final = re.compile(r"(\*{0,2})([•◦▪▫‣∗·●○■□–])\1 ?(?=\S)")
_DASH: Final = "–"


def part_bullets(draft: Draft) -> Draft:
    """A bullet that opens a paragraph and comes again in it or stands under an item opens items."""
    out: list[Block] = []
    depths: list[tuple[str, Box]] = []
    fresh = 1 + max((box.id for block in draft.blocks for box in block.path), default=0)
    for block in draft.blocks:
        pieces = _pieces(block, under=bool(out) and bool(out[-1].path) and out[-1].path[-1].kind == "item")
        if not pieces or not _agreed(draft, block, pieces[1:]):
            depths = [] if not _is_item(block) else depths
            out.append(_regained(block, depths))
            continue
        sign, texts = pieces[0], pieces[1:]
        depths = _opened(depths, sign, out, fresh)
        for text in texts:
            remove(draft, block.line, sign, "bullet of a list item")
            fresh += 1
            box = replace(depths[-1][1], id=fresh)
            depths[-1] = (sign, box)
            path = (*(box for _, box in depths[:-1]), box)
            out.append(replace(block, text=text, path=path, spans=()))
        fresh += 1
    return replace(draft, blocks=tuple(out))


def _is_item(block: Block) -> bool:
    return len(block.path) == 1 and block.path[0].kind == "item" and not block.path[0].marker[:1].isalnum()


def _pieces(block: Block, *, under: bool) -> list[str]:
    """The bullet and the texts of the items behind it; nothing where that is no list."""
    if block.kind is not Kind.PARA or block.path:
        return []
    opened = _BULLET.match(block.text)
    if opened is None or (opened[2] == _DASH and not under):
        return []
    places = [found for found in _BULLET.finditer(block.text) if found[0].strip() == opened[0].strip()]
    starts = [found for found in places if not found.start() or block.text[found.start() - 1].isspace()]
    if len(starts) < 2 and (not under or opened[2] == "∗"):
        return []
    ends = [found.start() for found in starts[1:]] + [len(block.text)]
    texts = [block.text[found.end() : end].strip() for found, end in zip(starts, ends, strict=True)]
    return [opened[2], *texts] if all(texts) else []


def _agreed(draft: Draft, block: Block, texts: Sequence[str]) -> bool:
    why = (f"{len(texts)} bullets in one line", 0.75, visible(block.text)[:80])
    options = ("items", "apart")
    return choose(draft, kind="list", line=block.line, default="items", options=options, why=why) == "items"


def _opened(
    depths: list[tuple[str, Box]], sign: str, out: Sequence[Block], fresh: int
) -> list[tuple[str, Box]]:
    """The items around the next one, and the list that has this bullet."""
    at = next((n for n, (known, _) in enumerate(depths) if known == sign), None)
    if at is not None:
        return depths[: at + 1]
    if not depths and out and _is_item(out[-1]):
        depths = [("", out[-1].path[0])]
    loose = depths[-1][1].loose if depths else True
    return [*depths, (sign, Box("item", fresh, "-", fresh, loose=loose))]


def _regained(block: Block, depths: list[tuple[str, Box]]) -> Block:
    """An item after inner ones goes on in the outer list."""
    if not depths or not _is_item(block):
        return block
    box = replace(block.path[0], list_id=depths[0][1].list_id, loose=depths[0][1].loose)
    depths[:] = [(depths[0][0], box)]
    return replace(block, path=(box,))
