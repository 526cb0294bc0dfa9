"""What a text says about its rights, and nothing that only sounds like it.

In: the words of a line. Out: the statement, or nothing.
"""

from __future__ import annotations

import re
from typing import Final

_YEAR: Final = r"(?:1[5-9]|20)\d\d(?:\s?[-–,]\s?(?:(?:1[5-9]|20)\d\d|\d\d))?"
_WORD: Final = r"[A-ZÀ-Þ가-힣][\w&.'’À-ÿ-]*"
_NAME: Final = rf"{_WORD}(?:\s+(?:{_WORD}|of|for|the|and|&|on|in|de|du|des|für|der|und))*"
_HELD: Final = re.compile(
    rf"(?:©|\(c\)|Copyright(?:\s*©|\s*\(c\))?)\s*(?:by\s+)?(?:{_NAME},?\s*)?{_YEAR}"
    rf"(?:,?\s+(?:by\s+)?(?:{_NAME}|[Tt]he authors?)(?=\s*(?:[.,;)]|$)))?",
)
"""A sign, a year, and the holder before or after it: a run of names that ends where the clause ends."""
_LICENCE: Final = re.compile(
    r"(?:(?:this|the) (?:work|paper|article|text|publication|report) (?:is|may be) .{0,80}?"
    r"(?:licen[cs]e|reproduced|rights reserved)"
    r"|(?:licen[cs]ed under|creative commons\b|all rights reserved|CC[ -](?:BY|0)\b)"
    r"|[^.]{0,60}\b(?:copied|copies|shared?|used?|distributed)\b"
    r"[^.]{0,60}\b(?:CC[ -](?:BY|0)|Creative Commons)\b)",
    re.I,
)
_LONG: Final = 300


def rights_in(text: str) -> str:
    """The statement of rights in a paragraph: the whole of a short one, the clause of a longer one."""
    words = " ".join(text.split())
    held = _HELD.search(words)
    if held and (held.start() == 0 or held[0].startswith("©")):
        return words if held.start() == 0 and _tells_rights(words[held.end() :]) else held[0]
    return words if len(words) <= _LONG and _LICENCE.match(words) else ""


def is_rights(words: str) -> bool:
    """Whether all of a line is about rights."""
    return rights_in(words) == words


def _tells_rights(rest: str) -> bool:
    """Whether what follows the holder goes on about rights, or is nothing."""
    rest = rest.lstrip(" .,;")
    return len(rest) <= _LONG and (not rest or bool(_LICENCE.match(rest)))
