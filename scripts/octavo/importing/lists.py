"""Lists as converters break them.

In: a draft whose notes are out of the flow. Out: items whose mark stood alone have their text
again; marks without any text are furniture; doubled marks (``- 1.``) are one; an item that is the
middle of a sentence is text; the paragraph that the last item swallowed stands alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from octavo.importing.choices import choose, remove
from octavo.importing.containers import is_ordered
from octavo.importing.draft import Block, Box, Draft, Kind, visible, without_atoms
from octavo.importing.itemtexts import parted, swallowed

_SIBLINGS: Final = 12


def mend_lists(draft: Draft) -> Draft:
    """The rule: one mark, one text."""
    blocks = _freed(draft, [_undoubled(block) for block in draft.blocks])
    out: list[Block] = []
    at = 0
    while at < len(blocks):
        if not _is_bare(blocks[at]):
            out.extend(_unburdened(draft, blocks[at], out))
            at += 1
            continue
        end = at
        while end < len(blocks) and _is_bare(blocks[end]):
            end += 1
        made, at = _filled(draft, blocks, at, end)
        out.extend(made)
    return replace(draft, blocks=tuple(out))


def _filled(draft: Draft, blocks: list[Block], at: int, end: int) -> tuple[list[Block], int]:
    """The marks without text `blocks[at:end]` with the texts that follow; the index after them."""
    after = _texts(blocks, end, end - at)
    last = end + 1
    while after and last < len(blocks) and _is_bare(blocks[last]):
        last += 1
    boxes = [box for bare in (*blocks[at:end], *blocks[end + 1 : last]) for box in bare.path]
    alike = len({box.marker[:1].isdigit() for box in boxes}) == 1
    pieces = parted(after[0].text, len(boxes)) if alike and len(after) == 1 and len(boxes) > 1 else ()
    if pieces and _agreed(draft, blocks[at], pieces, 0.65):
        single = [(replace(box, list_id=boxes[0].list_id),) for box in boxes]
        return [
            replace(after[0], text=text, path=path) for text, path in zip(pieces, single, strict=True)
        ], last
    if len(after) == end - at and _agreed(
        draft, blocks[at], [text.text for text in after], 0.75 if end - at == 1 else 0.7
    ):
        pairs = zip(blocks[at:end], after, strict=True)
        return [replace(text, path=bare.path) for bare, text in pairs], end + len(after)
    # An outer mark may belong to an item that has its text elsewhere.
    texts = {
        box.id for block in blocks[max(0, at - 60) : end + 60] if not _is_bare(block) for box in block.path
    }
    for box, line in {
        box: bare.line
        for bare in blocks[at:end]
        for box in bare.path
        if box.kind == "item" and box.id not in texts
    }.items():
        remove(draft, line, box.marker, "mark of a list item that the converter left without text")
    return [], end


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


def _agreed(draft: Draft, bare: Block, texts: Sequence[str], confidence: float) -> bool:
    count = len(texts)
    evidence = f"{count} mark{'s' if count > 1 else ''} without text, then as many paragraphs or sentences"
    why = (evidence, confidence, f"{bare.path[-1].marker} {visible(texts[0])[:80]}")
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
            and not is_ordered(path[-1].marker)
            and is_ordered(box.marker)
            and box.id == path[-1].id + 1
        ):
            outer = path.pop()
            box = replace(box, list_id=outer.list_id, loose=outer.loose)
        path.append(box)
    return block if len(path) == len(block.path) else replace(block, path=tuple(path))


def _freed(draft: Draft, blocks: Sequence[Block]) -> list[Block]:
    """Lone items without a number that go on in a sentence are text: the converter saw an indent."""
    out: list[Block] = []
    for at, block in enumerate(blocks):
        if _is_lone(blocks, at) and _breaks_off(out):
            remark = ("one item alone, after text that breaks off", 0.75, visible(block.text)[:80])
            options = ("text", "item")
            if (
                choose(draft, kind="list", line=block.line, default="text", options=options, why=remark)
                == "text"
            ):
                block = replace(block, path=())
        out.append(block)
    return out


def _is_lone(blocks: Sequence[Block], at: int) -> bool:
    block = blocks[at]
    if block.kind is not Kind.PARA or len(block.path) != 1 or not block.text:
        return False
    box = block.path[0]
    if box.kind != "item" or is_ordered(box.marker):
        return False
    near = [*blocks[max(0, at - 1) : at], *blocks[at + 1 : at + 2]]
    return not any(other.path and other.path[0].list_id == box.list_id for other in near)


def _breaks_off(before: Sequence[Block]) -> bool:
    """Whether the paragraph before ends without a stop, in running text."""
    last = next((block for block in reversed(before[-4:]) if block.kind is not Kind.PAGE), None)
    if last is None or last.kind is not Kind.PARA or last.path:
        return False
    text = visible(without_atoms(last.text)).rstrip()
    return len(text) > 60 and (text[-1].isalnum() or text[-1] in ",-‐")


def _unburdened(draft: Draft, block: Block, before: Sequence[Block]) -> list[Block]:
    """The last item of a list, without the paragraph that the converter ran into it."""
    if block.kind is not Kind.PARA or len(block.path) != 1 or block.path[0].kind != "item":
        return [block]
    siblings: list[str] = []
    for other in reversed(before[-_SIBLINGS:]):
        if other.kind is Kind.PAGE:
            continue
        if not other.path or other.path[0].list_id != block.path[0].list_id:
            break
        siblings.append(visible(without_atoms(other.text)).rstrip())
    cut = swallowed(block.text, siblings)
    if not cut:
        return [block]
    remark = ("longer than the items before, and a sentence begins in it", 0.7, block.text[:100])
    options = ("part", "whole")
    if choose(draft, kind="list", line=block.line, default="part", options=options, why=remark) == "whole":
        return [block]
    return [replace(block, text=block.text[:cut].rstrip()), replace(block, text=block.text[cut:], path=())]
