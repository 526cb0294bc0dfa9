"""Leaf blocks of raw Markdown: headings, rules, code, tables, mathematics, verse, paragraphs.

In: the parser's place, the lines, and what a line holds inside its containers. Out: a block, and
the line after it.
"""

from __future__ import annotations

import re
from typing import Final

from octavo.importing.containers import ITEM, NOTE, QUOTE, RULE, State, add, continue_boxes, interrupts
from octavo.importing.draft import Kind

_HEAD: Final = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)(.*?)(?:[ \t]+#+)?[ \t]*$")
_FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})([^`]*)$")
_SETEXT: Final = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_PIPE_RULE: Final = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_GRID: Final = re.compile(r"\s*\+(?:[-=:]+\+)+\s*$")
_HTML_BLOCK: Final = re.compile(r"\s*<(table|pre|math|figure|script|style|svg|!--)", re.IGNORECASE)
_VERSE: Final = re.compile(r"\| (?!.*\|\s*$)|\|$")
_MATH_FENCE: Final = re.compile(r"\s*\$\$")


def starts_block(rest: str) -> bool:
    """Whether a line ends the paragraph that lies open before it."""
    return bool(
        _HEAD.match(rest)
        or RULE.match(rest)
        or _FENCE.match(rest)
        or QUOTE.match(rest)
        or NOTE.match(rest)
        or _HTML_BLOCK.match(rest)
        or ((item := ITEM.match(rest)) and interrupts(item[2], rest[item.end() :]))
    )


def leaf(state: State, lines: list[str], at: int, rest: str) -> int:
    """The block that begins here, or one more line of a paragraph; the line after it."""
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


def _head(state: State, lines: list[str], at: int, rest: str) -> int | None:
    found = _HEAD.match(rest)
    if not found:
        return None
    if found[2].strip():
        add(state, Kind.HEAD, found[2].strip(), at + 1, level=len(found[1]))
    elif state.boxes:  # what holds it stays, with its number
        add(state, Kind.PARA, "", at + 1)
    return at + 1


def _setext(state: State, lines: list[str], at: int, rest: str) -> int | None:
    found = _SETEXT.match(rest)
    if not found or len(state.para) != 1 or state.boxes or len(state.para[0]) > 100:
        return None
    if found[1][0] == "-" and (len(found[1]) < 3 or state.para[0].endswith((".", "?", "!", ",", ";"))):
        return None
    text, line = state.para[0], state.para_lines[0]
    state.para, state.para_lines = [], []
    add(state, Kind.HEAD, text.strip(), line, level=1 if found[1][0] == "=" else 2)
    return at + 1


def _rule(state: State, lines: list[str], at: int, rest: str) -> int | None:
    if not RULE.match(rest):
        return None
    add(state, Kind.RULE, "", at + 1)
    return at + 1


def _fence(state: State, lines: list[str], at: int, rest: str) -> int | None:
    found = _FENCE.match(rest)
    if not found:
        return None
    body, after = [], at + 1
    closing = re.compile(rf" {{0,3}}{re.escape(found[1][0])}{{{len(found[1])},}}\s*$")
    while after < len(lines):
        inner, depth = continue_boxes(state, lines[after].rstrip())
        if depth < len(state.boxes) and inner.strip():
            break
        if closing.match(inner):
            after += 1
            break
        body.append(inner)
        after += 1
    info = found[2].strip()
    add(state, Kind.CODE, "\n".join((f"``` {info}".rstrip(), *body, "```")), at + 1)
    return after


def _gather(lines: list[str], at: int, state: State, more: re.Pattern[str]) -> tuple[list[str], int]:
    body, after = [], at
    while after < len(lines):
        inner, depth = continue_boxes(state, lines[after].rstrip())
        if depth < len(state.boxes) or not more.match(inner):
            break
        body.append(inner.strip())
        after += 1
    return body, after


def _pipe_table(state: State, lines: list[str], at: int, rest: str) -> int | None:
    if "|" not in rest or at + 1 >= len(lines) or state.para:
        return None
    under, depth = continue_boxes(state, lines[at + 1].rstrip())
    if depth < len(state.boxes) or "-" not in under or not _PIPE_RULE.match(under):
        return None
    body, after = [rest.strip()], at + 1
    more, after = _gather(lines, after, state, re.compile(r".*\|"))
    add(state, Kind.TABLE, "\n".join(body + more), at + 1)
    return after


def _grid_table(state: State, lines: list[str], at: int, rest: str) -> int | None:
    if not _GRID.match(rest) or state.para:
        return None
    more, after = _gather(lines, at + 1, state, re.compile(r"\s*[|+].*[|+]\s*$"))
    if len(more) < 2:
        return None
    add(state, Kind.TABLE, "\n".join([rest.strip(), *more]), at + 1, level=1)
    return after


def _html(state: State, lines: list[str], at: int, rest: str) -> int | None:
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
    add(state, Kind.HTML, "\n".join(body), at + 1)
    return after


def _math(state: State, lines: list[str], at: int, rest: str) -> int | None:
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
    add(state, Kind.MATH, text, at + 1)
    return after


def _verse(state: State, lines: list[str], at: int, rest: str) -> int | None:
    if not _VERSE.match(rest) or state.para:
        return None
    body, after = [rest.rstrip()], at + 1
    while after < len(lines):
        inner, depth = continue_boxes(state, lines[after].rstrip())
        if depth < len(state.boxes) or not _VERSE.match(inner):
            break
        body.append(inner)
        after += 1
    add(state, Kind.VERSE, "\n".join(body), at + 1)
    return after


def _indented(state: State, lines: list[str], at: int, rest: str) -> int | None:
    if not rest.startswith("    ") or state.para or not state.blank:
        return None
    body, after = [], at
    while after < len(lines):
        inner, depth = continue_boxes(state, lines[after].replace("\t", "    ").rstrip())
        if inner.strip() and (depth < len(state.boxes) or not inner.startswith("    ")):
            break
        body.append(inner[4:])
        after += 1
    while body and not body[-1].strip():
        body.pop()
    add(state, Kind.CODE, "\n".join("    " + line if line else "" for line in body), at + 1)
    return at + len(body)


_LEAVES: Final = (_fence, _indented, _head, _setext, _rule, _pipe_table, _grid_table, _html, _math, _verse)
