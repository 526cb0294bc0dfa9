"""Raw Markdown -> leaf blocks in their containers.

In: the decoded text. Out: a tuple of `Block` with *raw* inline text (line ends kept), the path of
quotations, list items and note definitions around each, page signs of the converter as blocks of
their own. The grammar is CommonMark's, less what converters never write, plus Pandoc's note
definitions, grid tables and line blocks; `containers` opens what stands around a line, `leaves`
reads what it holds.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from octavo.importing.containers import ITEM, MAX_DEPTH, State, continue_boxes, flush, open_boxes
from octavo.importing.draft import Block, Kind
from octavo.importing.leaves import leaf, starts_block

__all__ = ["MAX_DEPTH", "parse"]

_PAGE_RULE: Final = re.compile(r"\s*\{\d{1,5}\}-{5,}\s*$")


def parse(text: str) -> tuple[Block, ...]:
    """All leaf blocks of `text`, in order."""
    lines = text.split("\n")
    state = State()
    at = 0
    while at < len(lines):
        at = _line(state, lines, at)
    del state.boxes[:], state.indents[:]
    flush(state)
    return tuple(_loose(state.blocks))


def _line(state: State, lines: list[str], at: int) -> int:
    line = lines[at]
    if "\f" in line:
        return _form_feed(state, lines, at)
    line = line.replace("\t", "    ").rstrip()
    if _PAGE_RULE.match(line):
        flush(state)
        state.page += 1
        state.blocks.append(Block(Kind.PAGE, line, at + 1, page=state.page))
        return at + 1
    rest, depth = continue_boxes(state, line)
    if not rest.strip():
        return _blank_line(state, depth, at)
    if depth < len(state.boxes):
        sibling = state.boxes[depth].kind == "item" and ITEM.match(rest) is not None
        lazy = bool(state.para) and not state.blank and not sibling and not starts_block(rest)
        if lazy:
            state.para.append(rest.strip())
            state.para_lines.append(at + 1)
            return at + 1
        del state.boxes[depth:], state.indents[depth:]
        flush(state)
    known = state.ids
    rest = open_boxes(state, rest, at)
    if not rest.strip():
        # An item or a quotation that is still empty: its text comes in the lines below.
        flush(state)
        state.blank = False
        fresh = [depth for depth, box in enumerate(state.boxes, 1) if box.id > known and box.kind != "quote"]
        if fresh:
            state.bare = (tuple(state.boxes[: fresh[-1]]), at + 1)
        return at + 1
    return leaf(state, lines, at, rest)


def _form_feed(state: State, lines: list[str], at: int) -> int:
    before, _, after = lines[at].partition("\f")
    if before.strip():
        lines[at] = before
        _line(state, lines, at)
    flush(state)
    del state.boxes[:], state.indents[:]
    state.page += 1
    state.blocks.append(Block(Kind.PAGE, "\f", at + 1, page=state.page))
    lines[at] = after
    return at if after.strip() else at + 1


def _blank_line(state: State, depth: int, at: int) -> int:
    flush(state)
    quote = next((i for i, box in enumerate(state.boxes) if i >= depth and box.kind == "quote"), None)
    if quote is not None:
        del state.boxes[quote:], state.indents[quote:]
    state.blank = True
    return at + 1


def _loose(blocks: list[Block]) -> list[Block]:
    """Mark the items of lists that have a blank line or a second block inside an item."""
    seen: dict[int, set[int]] = {}
    loose: set[int] = set()
    last_line: dict[int, int] = {}
    for block in blocks:
        items = [box for box in block.path if box.kind == "item"]
        for box in items:
            if box.id in seen.setdefault(box.list_id, set()) and box is items[-1]:
                loose.add(box.list_id)
            if box is items[-1] and box.list_id in last_line and block.line > last_line[box.list_id] + 1:
                loose.add(box.list_id)
            seen[box.list_id].add(box.id)
        if items:
            last = block.spans[-1][1] if block.spans else block.line + block.text.count("\n")
            for box in items:
                last_line[box.list_id] = last
    return [
        replace(
            b, path=tuple(replace(x, loose=x.list_id in loose) if x.kind == "item" else x for x in b.path)
        )
        for b in blocks
    ]
