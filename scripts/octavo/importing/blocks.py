"""Raw Markdown -> leaf blocks in their containers.

In: the decoded text. Out: a tuple of `Block` with *raw* inline text (line ends kept), the path of
quotations, list items and note definitions around each, page signs of the converter as blocks of
their own. The grammar is CommonMark's, less what converters never write, plus Pandoc's note
definitions, grid tables and line blocks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from octavo.importing.draft import Block, Box, Kind

MAX_DEPTH: Final = 12
_QUOTE: Final = re.compile(r" {0,3}> ?")
_ITEM: Final = re.compile(r"( {0,3})([-+*•◦▪‣·●○■]|\d{1,3}[.)])( {1,4}|$)")
_NOTE: Final = re.compile(r" {0,3}\[\^([^\]\s]{1,60})\]: ?")
_HEAD: Final = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)(.*?)(?:[ \t]+#+)?[ \t]*$")
_RULE: Final = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_PAGE_RULE: Final = re.compile(r"\s*\{\d{1,5}\}-{5,}\s*$")
_FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})([^`]*)$")
_SETEXT: Final = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_PIPE_RULE: Final = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_GRID: Final = re.compile(r"\s*\+(?:[-=:]+\+)+\s*$")
_HTML_BLOCK: Final = re.compile(r"\s*<(table|pre|math|figure|script|style|svg|!--)", re.IGNORECASE)
_VERSE: Final = re.compile(r"\| (?!.*\|\s*$)|\|$")
_MATH_FENCE: Final = re.compile(r"\s*\$\$")


@dataclass
class _State:
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


def parse(text: str) -> tuple[Block, ...]:
    """All leaf blocks of `text`, in order."""
    lines = text.split("\n")
    state = _State()
    at = 0
    while at < len(lines):
        at = _line(state, lines, at)
    del state.boxes[:], state.indents[:]
    _flush(state)
    return tuple(_loose(state.blocks))


def _line(state: _State, lines: list[str], at: int) -> int:
    line = lines[at]
    if "\f" in line:
        return _form_feed(state, lines, at)
    line = line.replace("\t", "    ").rstrip()
    if _PAGE_RULE.match(line):
        _flush(state)
        state.page += 1
        state.blocks.append(Block(Kind.PAGE, line, at + 1, page=state.page))
        return at + 1
    rest, depth = _continue_boxes(state, line)
    if not rest.strip():
        return _blank_line(state, depth, at)
    if depth < len(state.boxes):
        sibling = state.boxes[depth].kind == "item" and _ITEM.match(rest) is not None
        lazy = bool(state.para) and not state.blank and not sibling and not _starts_block(rest)
        if lazy:
            state.para.append(rest.strip())
            state.para_lines.append(at + 1)
            return at + 1
        del state.boxes[depth:], state.indents[depth:]
        _flush(state)
    rest = _open_boxes(state, rest, at)
    if not rest.strip():
        # An item or a quotation that is still empty: its text comes in the lines below.
        _flush(state)
        state.blank = False
        if state.boxes and state.boxes[-1].kind == "item":
            state.bare = (tuple(state.boxes), at + 1)
        return at + 1
    return _leaf(state, lines, at, rest)


def _form_feed(state: _State, lines: list[str], at: int) -> int:
    before, _, after = lines[at].partition("\f")
    if before.strip():
        lines[at] = before
        _line(state, lines, at)
    _flush(state)
    del state.boxes[:], state.indents[:]
    state.page += 1
    state.blocks.append(Block(Kind.PAGE, "\f", at + 1, page=state.page))
    lines[at] = after
    return at if after.strip() else at + 1


def _blank_line(state: _State, depth: int, at: int) -> int:
    _flush(state)
    quote = next((i for i, box in enumerate(state.boxes) if i >= depth and box.kind == "quote"), None)
    if quote is not None:
        del state.boxes[quote:], state.indents[quote:]
    state.blank = True
    return at + 1


def _continue_boxes(state: _State, line: str) -> tuple[str, int]:
    """What is left of `line` after the signs of the open containers, and how many went on."""
    rest = line
    for depth, box in enumerate(state.boxes):
        if box.kind == "quote":
            found = _QUOTE.match(rest)
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


def _open_boxes(state: _State, rest: str, at: int) -> str:
    """Open the containers that begin on this line; return what is left."""
    while len(state.boxes) < MAX_DEPTH:
        quote = _QUOTE.match(rest)
        note = _NOTE.match(rest) if not state.boxes else None
        item = None if quote or note or _RULE.match(rest) else _item(state, rest)
        if not (quote or note or item):
            break
        _flush(state)
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


def _item(state: _State, rest: str) -> re.Match[str] | None:
    """An item may begin here: bullets anywhere, numbers in mid-paragraph only when they are 1."""
    found = _ITEM.match(rest)
    if found is None or (state.para and not state.blank and not _interrupts(found[2], rest[found.end() :])):
        return None
    if found[2] == "*" and rest[found.end() :].endswith("*"):
        return None
    return found


def _interrupts(marker: str, after: str) -> bool:
    return bool(after.strip()) and (marker in "-+*•◦▪‣●○■" or marker in ("1.", "1)"))


def _open_item(state: _State, rest: str, item: re.Match[str]) -> str:
    width = item.end() if item[3] else item.end() + 1
    marker = item[2]
    kind = re.sub(r"\d+", "1", marker) if marker[0].isdigit() else "-"
    parent = state.boxes[-1].id if state.boxes else 0
    fresh = not state.blocks or not _same_list(state, kind)
    if fresh or (parent, kind) not in state.lists:
        state.lists[(parent, kind)] = state.ids
    state.boxes.append(Box("item", state.ids, marker, state.lists[(parent, kind)]))
    state.indents.append(width)
    return rest[item.end() :]


def _same_list(state: _State, kind: str) -> bool:
    """Whether the last block ended inside an item of the same list."""
    depth = len(state.boxes)
    path = state.blocks[-1].path
    if len(path) <= depth or path[depth].kind != "item" or path[:depth] != tuple(state.boxes):
        return False
    parent = state.boxes[-1].id if state.boxes else 0
    return state.lists.get((parent, kind)) == path[depth].list_id


def _starts_block(rest: str) -> bool:
    return bool(
        _HEAD.match(rest)
        or _RULE.match(rest)
        or _FENCE.match(rest)
        or _QUOTE.match(rest)
        or _NOTE.match(rest)
        or _HTML_BLOCK.match(rest)
        or ((item := _ITEM.match(rest)) and _interrupts(item[2], rest[item.end() :]))
    )


def _leaf(state: _State, lines: list[str], at: int, rest: str) -> int:
    for rule in _LEAVES:
        after = rule(state, lines, at, rest)
        if after is not None:
            state.blank = False
            return after
    if not state.para:
        state.para_path = tuple(state.boxes)
    state.para.append(rest.strip() if not lines[at].endswith("  ") or len(rest) < 2 else rest.strip() + "  ")
    state.para_lines.append(at + 1)
    state.blank = False
    return at + 1


def _settle_bare(state: _State) -> None:
    """An item whose sign stood alone: forgotten when its text has come, a block when it never will."""
    if state.bare is None:
        return
    path, line = state.bare
    if state.para and state.para_path[: len(path)] == path:
        state.bare = None
    elif tuple(state.boxes[: len(path)]) != path:
        state.bare = None
        state.blocks.append(Block(Kind.PARA, "", line, path, page=state.page))


def _flush(state: _State) -> None:
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


def _add(state: _State, kind: Kind, text: str, line: int, *, level: int = 0) -> None:
    _flush(state)
    if state.bare is not None and tuple(state.boxes[: len(state.bare[0])]) == state.bare[0]:
        state.bare = None
    state.blocks.append(
        Block(kind, text, line, tuple(state.boxes), level=level, raw_level=level, page=state.page)
    )


def _head(state: _State, lines: list[str], at: int, rest: str) -> int | None:
    found = _HEAD.match(rest)
    if not found:
        return None
    if found[2].strip():
        _add(state, Kind.HEAD, found[2].strip(), at + 1, level=len(found[1]))
    return at + 1


def _setext(state: _State, lines: list[str], at: int, rest: str) -> int | None:
    found = _SETEXT.match(rest)
    if not found or len(state.para) != 1 or state.boxes or len(state.para[0]) > 100:
        return None
    if found[1][0] == "-" and (len(found[1]) < 3 or state.para[0].endswith((".", "?", "!", ",", ";"))):
        return None
    text, line = state.para[0], state.para_lines[0]
    state.para, state.para_lines = [], []
    _add(state, Kind.HEAD, text.strip(), line, level=1 if found[1][0] == "=" else 2)
    return at + 1


def _rule(state: _State, lines: list[str], at: int, rest: str) -> int | None:
    if not _RULE.match(rest):
        return None
    _add(state, Kind.RULE, "", at + 1)
    return at + 1


def _fence(state: _State, lines: list[str], at: int, rest: str) -> int | None:
    found = _FENCE.match(rest)
    if not found:
        return None
    body, after = [], at + 1
    closing = re.compile(rf" {{0,3}}{re.escape(found[1][0])}{{{len(found[1])},}}\s*$")
    while after < len(lines):
        inner, depth = _continue_boxes(state, lines[after].rstrip())
        if depth < len(state.boxes) and inner.strip():
            break
        if closing.match(inner):
            after += 1
            break
        body.append(inner)
        after += 1
    info = found[2].strip()
    _add(state, Kind.CODE, "\n".join((f"``` {info}".rstrip(), *body, "```")), at + 1)
    return after


def _gather(lines: list[str], at: int, state: _State, more: re.Pattern[str]) -> tuple[list[str], int]:
    body, after = [], at
    while after < len(lines):
        inner, depth = _continue_boxes(state, lines[after].rstrip())
        if depth < len(state.boxes) or not more.match(inner):
            break
        body.append(inner.strip())
        after += 1
    return body, after


def _pipe_table(state: _State, lines: list[str], at: int, rest: str) -> int | None:
    if "|" not in rest or at + 1 >= len(lines) or state.para:
        return None
    under, depth = _continue_boxes(state, lines[at + 1].rstrip())
    if depth < len(state.boxes) or "-" not in under or not _PIPE_RULE.match(under):
        return None
    body, after = [rest.strip()], at + 1
    more, after = _gather(lines, after, state, re.compile(r".*\|"))
    _add(state, Kind.TABLE, "\n".join(body + more), at + 1)
    return after


def _grid_table(state: _State, lines: list[str], at: int, rest: str) -> int | None:
    if not _GRID.match(rest) or state.para:
        return None
    more, after = _gather(lines, at + 1, state, re.compile(r"\s*[|+].*[|+]\s*$"))
    if len(more) < 2:
        return None
    _add(state, Kind.TABLE, "\n".join([rest.strip(), *more]), at + 1, level=1)
    return after


def _html(state: _State, lines: list[str], at: int, rest: str) -> int | None:
    found = _HTML_BLOCK.match(rest)
    if not found or state.para:
        return None
    name = found[1].lower()
    closing = re.compile("-->" if name == "!--" else rf"</{name}\s*>", re.IGNORECASE)
    body, after, done = [rest.strip()], at + 1, bool(closing.search(rest))
    while not done and after < min(len(lines), at + 3000):
        body.append(lines[after])
        done = bool(closing.search(lines[after]))
        after += 1
    if not done:
        return None
    _add(state, Kind.HTML, "\n".join(body), at + 1)
    return after


def _math(state: _State, lines: list[str], at: int, rest: str) -> int | None:
    if not _MATH_FENCE.match(rest) or state.para:
        return None
    body, after = [rest.strip()], at + 1
    while "$$" not in body[0][2:] and after < min(len(lines), at + 60) and lines[after].strip():
        body.append(lines[after].strip())
        after += 1
        if body[-1].endswith("$$"):
            break
    text = "\n".join(body)
    if text.count("$$") != 2 or not text.endswith("$$"):
        return None
    _add(state, Kind.MATH, text, at + 1)
    return after


def _verse(state: _State, lines: list[str], at: int, rest: str) -> int | None:
    if not _VERSE.match(rest) or state.para:
        return None
    body, after = [rest.rstrip()], at + 1
    while after < len(lines):
        inner, depth = _continue_boxes(state, lines[after].rstrip())
        if depth < len(state.boxes) or not _VERSE.match(inner):
            break
        body.append(inner)
        after += 1
    _add(state, Kind.VERSE, "\n".join(body), at + 1)
    return after


def _indented(state: _State, lines: list[str], at: int, rest: str) -> int | None:
    if not rest.startswith("    ") or state.para or not state.blank:
        return None
    body, after = [], at
    while after < len(lines):
        inner, depth = _continue_boxes(state, lines[after].replace("\t", "    ").rstrip())
        if inner.strip() and (depth < len(state.boxes) or not inner.startswith("    ")):
            break
        body.append(inner[4:])
        after += 1
    while body and not body[-1].strip():
        body.pop()
    _add(state, Kind.CODE, "\n".join("    " + line if line else "" for line in body), at + 1)
    return at + len(body)


_LEAVES: Final = (_fence, _indented, _head, _setext, _rule, _pipe_table, _grid_table, _html, _math, _verse)


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
