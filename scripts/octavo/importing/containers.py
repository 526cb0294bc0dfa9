"""Quotations, list items and note definitions around a line of raw Markdown.

In: the parser's place and a line. Out: the containers that go on, end and begin with it, and what
is left of the line; the open paragraph becomes a block when it ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from octavo.importing.draft import Block, Box, Kind

MAX_DEPTH: Final = 12
QUOTE: Final = re.compile(r" {0,3}> ?")
ITEM: Final = re.compile(
    r"( {0,3})([-+*•◦▪‣·●○■]|\d{1,3}[.)]|(?:\(?(?:[a-z]|[ivx]{2,5})\)|[a-z]\.)(?=  ))( {1,4}|$)"
)
NOTE: Final = re.compile(r" {0,3}\[\^([^\]\s]{1,60})\]: ?")
RULE: Final = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")


@dataclass
class State:
    """The parser's place; local to one call of `parse`."""

    blocks: list[Block] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    indents: list[int] = field(default_factory=list)
    """Columns that belong to each box; 0 for quotations."""
    para: list[str] = field(default_factory=list)
    para_lines: list[int] = field(default_factory=list)
    para_path: tuple[Box, ...] = ()
    ids: int = 0
    blank: bool = True
    bare: tuple[tuple[Box, ...], int] | None = None
    """An item that has no text yet, and its line."""
    page: int = 0
    lists: dict[tuple[int, str], int] = field(default_factory=dict)


def continue_boxes(state: State, line: str) -> tuple[str, int]:
    """What is left of `line` after the signs of the open containers, and how many went on."""
    rest = line
    for depth, box in enumerate(state.boxes):
        if box.kind == "quote":
            found = QUOTE.match(rest)
            if not found:
                return rest, depth
            rest = rest[found.end() :]
            continue
        if not rest.strip():
            continue
        indent = len(rest) - len(rest.lstrip(" "))
        if indent < state.indents[depth]:
            return rest, depth
        rest = rest[state.indents[depth] :]
    return rest, len(state.boxes)


def open_boxes(state: State, rest: str, at: int) -> str:
    """Open the containers that begin on this line; return what is left."""
    while len(state.boxes) < MAX_DEPTH:
        quote = QUOTE.match(rest)
        note = NOTE.match(rest) if not state.boxes else None
        item = None if quote or note or RULE.match(rest) else _item(state, rest)
        if not (quote or note or item):
            break
        flush(state)
        state.ids += 1
        if quote:
            rest = rest[quote.end() :]
            state.boxes.append(Box("quote", state.ids))
            state.indents.append(0)
        elif note:
            rest = rest[note.end() :]
            state.boxes.append(Box("note", state.ids, note[1]))
            state.indents.append(4)
        elif item:
            rest = _open_item(state, rest, item)
        state.blank = True
    return rest


def _item(state: State, rest: str) -> re.Match[str] | None:
    """An item may begin here: bullets anywhere, numbers in mid-paragraph only when they are 1."""
    found = ITEM.match(rest)
    if found is None or (state.para and not state.blank and not interrupts(found[2], rest[found.end() :])):
        return None
    if found[2] == "*" and rest[found.end() :].endswith("*"):
        return None
    return found


def is_ordered(marker: str) -> bool:
    """Whether an item's marker is a number or a letter rather than a bullet."""
    return marker.strip("().").isalnum()


def interrupts(marker: str, after: str) -> bool:
    """Whether an item that begins with `marker` may end an open paragraph."""
    return bool(after.strip()) and (marker in "-+*•◦▪‣●○■" or marker in ("1.", "1)"))


def _open_item(state: State, rest: str, item: re.Match[str]) -> str:
    width = item.end() if item[3] else item.end() + 1
    marker = item[2]
    kind = re.sub(r"[a-z]+", "a", re.sub(r"\d+", "1", marker)) if is_ordered(marker) else "-"
    parent = state.boxes[-1].id if state.boxes else 0
    fresh = not state.blocks or not _same_list(state, kind)
    if fresh or (parent, kind) not in state.lists:
        state.lists[(parent, kind)] = state.ids
    state.boxes.append(Box("item", state.ids, marker, state.lists[(parent, kind)]))
    state.indents.append(width)
    return rest[item.end() :]


def _same_list(state: State, kind: str) -> bool:
    """Whether the last block ended inside an item of the same list."""
    depth = len(state.boxes)
    path = state.blocks[-1].path
    if len(path) <= depth or path[depth].kind != "item" or path[:depth] != tuple(state.boxes):
        return False
    parent = state.boxes[-1].id if state.boxes else 0
    return state.lists.get((parent, kind)) == path[depth].list_id


def _settle_bare(state: State) -> None:
    """An item or a note whose sign stood alone: forgotten when its text comes, else a block."""
    if state.bare is None:
        return
    path, line = state.bare
    if state.para and state.para_path[: len(path)] == path:
        state.bare = None
    elif tuple(state.boxes[: len(path)]) != path:
        state.bare = None
        text, path = ("", path) if path[-1].kind == "item" else (f"[^{path[-1].marker}]:", path[:-1])
        state.blocks.append(Block(Kind.PARA, text, line, path, page=state.page))


def flush(state: State) -> None:
    """The open paragraph becomes a block."""
    _settle_bare(state)
    if state.para:
        spans, offset = [], 0
        for piece, number in zip(state.para, state.para_lines, strict=True):
            spans.append((offset, number))
            offset += len(piece) + 1
        text = "\n".join(state.para)
        state.blocks.append(
            Block(Kind.PARA, text, state.para_lines[0], state.para_path, page=state.page, spans=tuple(spans))
        )
        state.para, state.para_lines = [], []


def add(state: State, kind: Kind, text: str, line: int, *, level: int = 0) -> None:
    """A block inside the open containers, after the open paragraph."""
    flush(state)
    if state.bare is not None and tuple(state.boxes[: len(state.bare[0])]) == state.bare[0]:
        state.bare = None
    state.blocks.append(
        Block(kind, text, line, tuple(state.boxes), level=level, raw_level=level, page=state.page)
    )
