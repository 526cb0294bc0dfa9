"""The texts of list items that a converter ran together, parted again.

In: a text, and what is known of the list: how many marks it has, how long its other items are.
Out: the pieces, or nothing where they cannot be told for certain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from octavo.importing.runin import OPENER

_SEMICOLON: Final = re.compile(r"(?<=;) (?:(?=and |or )|(?=\S))")
_STOP: Final = re.compile(r"(?<=[.!?]) (?=[A-ZÀ-Þ“\"‘(])|(?<=[.!?][”\"’)]) (?=[A-ZÀ-Þ“\"‘(])")
_NO_STOP: Final = re.compile(r"(?<=[a-zà-ÿ0-9)”]) (?=[A-ZÀ-Þ][a-zà-ÿ]* )")
_OPENERS: Final = re.compile(r"(?<=[\w)”’\ue001]) (?=" + OPENER.pattern + r"\S)")
"""A capital that no stop precedes, in a word that begins sentences rather than names."""
_GOES_ON: Final = re.compile(r"[;,](?: (?:and|or|und|oder|et|ou|e|y|o))?$")
"""How an item ends that others follow in one sentence."""
_REST: Final = 60


def parted(text: str, count: int) -> tuple[str, ...]:
    """`text` in exactly `count` pieces at one kind of seam; empty when no kind of seam gives so many."""
    for seam in (_SEMICOLON, _STOP, _NO_STOP):
        pieces = tuple(piece.strip() for piece in seam.split(text))
        if len(pieces) == count and all(pieces):
            return pieces
    return ()


def swallowed(text: str, siblings: Sequence[str]) -> int:
    """Where in the last item the paragraph begins that follows the list; 0 where none does.

    Where the items before end in a semicolon or a comma, the last one ends with the first sentence. Else
    the item must be longer than twice the longest other one; without stops at their ends the
    paragraph opens with a capital that no stop precedes, else after the first stop of their length.
    """
    if siblings and all(_GOES_ON.search(sibling) for sibling in siblings):
        seam = _STOP.search(text)
        return seam.end() if seam and text[: seam.end()].rstrip()[-1] != "?" else 0
    if len(siblings) < 2 or len(text) < 2 * max(map(len, siblings)) + _REST:
        return 0
    mean = sum(map(len, siblings)) / len(siblings)
    stopped = sum(sibling.endswith((".", "!", "?", ".”", ".’")) for sibling in siblings)
    if stopped == 0:
        seam = _OPENERS.search(text, int(mean * 0.4))
    elif stopped == len(siblings):
        seam = _STOP.search(text, int(mean * 0.6))
    else:
        return 0
    if seam is None or seam.end() > 2.2 * max(map(len, siblings)) or len(text) - seam.end() < _REST:
        return 0
    return seam.end()
