"""The text of an edition in, findings on its square brackets out, before pandoc reads it. Pure.

Pandoc's reader tries every bracket as link, span and note; with each level of nesting that takes three
times as long (ten levels: a second, twenty: hours), and with many open brackets in a paragraph it grows
with their cube. Measured with pandoc 3.9; no text for readers comes near these bounds.
"""

from __future__ import annotations

import re
from typing import Final

from octavo.model import Finding, Locus, Severity

MOST_NESTED: Final = 8
"""Levels of brackets in brackets."""
MOST_OPEN: Final = 60
"""Brackets of one paragraph that nothing closes."""

_BLOCK: Final = re.compile(r"^(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^(?P=fence)|\Z)", re.DOTALL | re.MULTILINE)
_INLINE: Final = re.compile(r"\\.|(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)", re.DOTALL)
_PARAGRAPH: Final = re.compile(r"\n[ \t]*\n")


def bracket_findings(text: str, name: str, *, line_offset: int = 0) -> tuple[Finding, ...]:
    """Paragraphs whose brackets pandoc could not read in bounded time (E-023).

    `line_offset` is the number of lines before `text` in the file `name`.
    """
    bare = _BLOCK.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    found, start = [], 0
    for paragraph in _PARAGRAPH.split(bare):
        where = bare.index(paragraph, start)
        start = where + len(paragraph)
        height, unclosed = _brackets(paragraph)
        if height > MOST_NESTED or unclosed > MOST_OPEN:
            what = f"nest {height} deep" if height > MOST_NESTED else f"are left open {unclosed} times"
            indent = len(paragraph) - len(paragraph.lstrip())
            line = line_offset + bare.count("\n", 0, where + indent) + 1
            message = f"Square brackets {what} in one paragraph; such a text cannot be read in bounded time."
            hint = r"Write brackets that are only signs as \[ and \]."
            found.append(Finding("E-023", Severity.ERROR, Locus(name, line), message, hint))
    return tuple(found)


def _brackets(paragraph: str) -> tuple[int, int]:
    """Greatest height of pairs in pairs, and the number of brackets that are left open."""
    heights: list[int] = []
    highest = 0
    for sign in re.findall(r"[\[\]]", _INLINE.sub("", paragraph)):
        if sign == "[":
            heights.append(0)
        elif heights:
            height = heights.pop() + 1
            highest = max(highest, height)
            if heights:
                heights[-1] = max(heights[-1], height)
    return highest, len(heights)
