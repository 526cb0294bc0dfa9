"""How wide a printed line is, told from its letters; and how wide a full line is.

In: lines of a plain text. Out: widths in thousandths of the type's size, by the mean of a common
roman and a common sans serif; the measure of each line, which is the width a full line has where
it stands. A count of characters tells a line that ends early only when it ends very early.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

_GROUPS: Final = (
    (240, "ijl.,;:'|!‘’·"),
    (290, 'ft()[]/-‐ I“”"'),
    (355, "rs*"),
    (480, "acezkvxyJ?"),
    (530, "bdghnopqu0123456789$#+–<>=~_"),
    (600, "FLTSZE€£"),
    (650, "ABPRKXYVC&"),
    (720, "DGHNOQUw"),
    (810, "mM%"),
    (940, "W—…@"),
)
_WIDTHS: Final = {sign: width for width, signs in _GROUPS for sign in signs}
_COMMON: Final = 530
_WIDE: Final = 1000
COLUMN: Final = 500
"""Width of a column of a text that is laid out."""
LONG: Final = 14_500
"""Width of a line that is long enough to say something about the measure: some thirty letters."""
_FULL: Final = 0.85
NOTE: Final = re.compile(
    r"(?:\d{1,4}[.)]?\s?(?=[A-Z“\"'‘(\[*À-Þ])|[*∗†‡§¶‖]{1,3}\s?(?=[A-Z“\"])|\(\d{1,3}\)\s"
    r"|\[\d{1,3}\]\s|\d{1,4}(?=https?:|\d{4} [a-z])|\d{1,4}\s(?=[a-z\d])|\d{1,4}\)\s?(?=\d))"
)
"""How a note may begin in plain text."""


_DENSE: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]")


def extent(text: str) -> int:
    """How much `text` says, in Latin letters: a sign of a script without spaces stands for two or three."""
    return len(text) + len(_DENSE.findall(text)) * 3 // 2


def width(text: str) -> int:
    """The natural width of `text`, its gaps taken as one space each."""
    total = 0
    for sign in " ".join(text.split()):
        known = _WIDTHS.get(sign)
        if known is None:
            known = _WIDE if ord(sign) > 0x1100 and unicodedata.east_asian_width(sign) in "WF" else _COMMON
        total += known
    return total


_FUSED: Final = re.compile(r"(?<!\S)(?![^\s]*(?://|www\.|@))[^\W\d_][^\s]{20,}")
_RUN: Final = re.compile(r"(?<!\S)(?![^\s]*(?://|www\.|@))[^\s]{16,}")
_USUAL: Final = 3500
"""Width of the first of several words that ran together, for it is the only one that had to fit."""
_WORD: Final = 5.8
"""Letters and signs of a word, as most languages in Latin letters have it on average."""


def is_fused(text: str) -> bool:
    """Whether a converter lost spaces: more than one line in fifty holds a word of twenty letters."""
    lines = text.count("\n") + 1
    return len(_FUSED.findall(text)) > max(2, lines // 50) and not _EAST.search(text)


_EAST: Final = re.compile("[\u1100-\ud7ff]{20}")


def lost_spaces(text: str) -> int:
    """The width of the spaces that a line lacks whose words ran together."""
    return sum(max(0, round(len(run) / _WORD) - 1) for run in _RUN.findall(text)) * _WIDTHS[" "]


def measure(widths: Sequence[int]) -> int:
    """The width of a full line among `widths` of long lines; 0 when there are too few.

    Most lines of running text are full and lie close together; a few wide ones are chance or
    another type, so the upper edge of the crowd counts, not the widest.
    """
    ordered = sorted(widths)
    if len(ordered) < 6:
        return ordered[-1] if ordered else 0
    return ordered[int(len(ordered) * _FULL)]


def spread(widths: Sequence[int]) -> float:
    """How far the middle of `widths` lies below their upper edge: small where full lines are all alike."""
    ordered = sorted(widths)
    if not ordered:
        return 0.0
    edge = ordered[int(len(ordered) * _FULL)]
    return 1 - ordered[len(ordered) // 2] / edge if edge else 0.0


def room(before: int, text: str, full: int) -> float:
    """What is left of a full line once the first word of `text` follows one of width `before`.

    Negative: it would not have fitted, so the line ended because it was full.
    """
    word = text.split(" ", 1)[0]
    wide = _USUAL if _FUSED.fullmatch(word) else width(word)
    return (full - before - _WIDTHS[" "] - wide) / full if full else 0.0
