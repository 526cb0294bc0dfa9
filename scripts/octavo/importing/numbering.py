"""The number a heading begins with.

In: the text of a heading. Out: what kind of number opens it - decimal by depth, Roman, a letter,
*Part*, *Chapter* - and what it counts to.
"""

from __future__ import annotations

import re
from typing import Final

from octavo.importing.draft import visible

_DECIMAL: Final = re.compile(r"(?:§\s*)?(\d{1,2}(?:\.\d{1,2}){0,4})(?:[.):]|\s|\\)?\s*(?=\S)")
_ROMAN: Final = re.compile(r"([IVXLC]{1,8})[.):]\s+(?=\S)|([IVXLC]{2,8})\s+(?=[A-Z])|[IVXLC]{1,8}\.?$")
_LETTER: Final = re.compile(r"([A-H])[.):]\s+(?=\S)")
_PART: Final = re.compile(
    r"(part|book|teil|partie)\s+(?:\d+|[ivxl]+|one|two|three|four|five)\b", re.IGNORECASE
)
_CHAPTER: Final = re.compile(
    r"(chapter|kapitel|chapitre|cap[ií]tulo|제)\s*(?:\d+|[ivxl]+|one|two|three)\b", re.IGNORECASE
)


def number_kind(text: str) -> str:
    """``d1``, ``d2`` … for decimal numbers by depth, ``R``, ``L``, ``part``, ``chapter``; empty for none."""
    bare = visible(text).strip()
    if _PART.match(bare):
        return "part"
    if _CHAPTER.match(bare):
        return "chapter"
    decimal = _DECIMAL.match(bare)
    if decimal and not re.match(r"\d{3,}|\d{1,2}(?:st|nd|rd|th)\b", bare):
        return f"d{decimal[1].count('.') + 1}" if not re.match(r"\d+\s+[a-z]", bare) else ""
    if _ROMAN.match(bare):
        return "R"
    return "L" if _LETTER.match(bare) else ""


def number_value(text: str) -> int:
    """The number a heading begins with."""
    found = re.search(r"\d+|\b[IVXLC]+\b|\b[A-H]\b", text)
    if found is None:
        return 0
    if found[0].isdigit():
        return int(found[0][:6])
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
    if any(c not in values for c in found[0]):
        return ord(found[0][0]) - 64
    digits = [values[c] for c in found[0]]
    return sum(-d if d < after else d for d, after in zip(digits, [*digits[1:], 0], strict=True))
