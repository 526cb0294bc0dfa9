"""Words that a converter set a line too high, because a raised sign made them taller than their line.

In: the lines of a text that was written row by row (`formrows`). pdfplumber takes a word's height from its
tallest sign, so ``lunch.”11`` may come out as a row of its own above the line it ends. Out: the lines with
such words back where only one place can take them, else at the beginning of their line, in which nothing
parts the text any longer. Each move is a decision.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from octavo.importing.choices import choose
from octavo.importing.draft import Draft
from octavo.importing.layouttables import SKIPPED
from octavo.importing.measure import NOTE
from octavo.importing.numbering import number_kind
from octavo.importing.runin import OPENER, is_titled

_RAISED: Final = re.compile(
    r"[^\W\d_][^\s]*?[^\W\d_][.,;:!?”“\"'’»)\]]*\d{1,3}[.,;:)]?|\d{4}[.,;]\d{1,2}"
    r"|\d{1,3}(?:st|nd|rd|th|er|re)[.,;]?|[ckm]?m[23][.,;]?"
)
_UNIT: Final = re.compile(r"[ckm]?m[23]")
_MOST: Final = 4
_STOP: Final = re.compile(r"[.!?][”\"’'»)\]]*(?:\d{1,3})?[.)]?$")
_STOPPED: Final = re.compile(r"[.,;:!?][”“\"'’»)\]]*\d{1,3}$")
_SHORT: Final = 0.75


def lowered(draft: Draft, text: str) -> str:
    """`text`, the printed lines of `draft`, with the words back that stand a line too high."""
    lines = text.split("\n")
    full = sorted(map(len, lines))[int(len(lines) * 0.85)]
    near = [at for at, line in enumerate(lines) if line != SKIPPED]
    for place in range(1, len(near) - 1):
        above, at, below = near[place - 1 : place + 2]
        words = lines[at].split()
        if not _is_raised(words) or not _belongs(lines[above], words, lines[below], full):
            continue
        after = lines[near[place + 2]] if place + 2 < len(near) else ""
        whole = len(lines[above]) < _SHORT * full
        moved = _placed(
            words, ["."] if whole else lines[above].split(), lines[below].split(), after.split() or ["1"]
        )
        passage = f"{lines[at]} ⏎ {moved}"[:160]
        why = ("words with a raised sign stand a line above the one that lacks them", 0.6, passage)
        options = ("into the line below", "where they stand")
        if (
            choose(draft, kind="order", line=at + 1, default=options[0], options=options, why=why)
            == options[0]
        ):
            lines[at], lines[below] = SKIPPED, moved
    return "\n".join(lines)


def _is_raised(words: Sequence[str]) -> bool:
    return 0 < len(words) <= _MOST and all(_RAISED.fullmatch(word) for word in words)


def _belongs(above: str, words: Sequence[str], below: str, full: int) -> bool:
    """Whether the words are part of the line below, not the last of the paragraph above."""
    below = below.strip()
    if not below or not above.strip() or below.startswith("|"):
        return False
    # A line that ends early is no part of a paragraph that one word more would end.
    early = len(above) < _SHORT * full and not NOTE.match(below)
    if early and (words[0][0].islower() or _STOPPED.search(words[-1])):
        return True
    if _STOP.search(above) and not words[0][0].islower() and not words[0][0].isdigit():
        return False
    if below[0].islower() or len(words) > 1:
        return True
    lacks_end = len(below) < _SHORT * full and not _STOP.search(below) and bool(_STOP.search(words[-1]))
    return lacks_end and not (number_kind(below) or is_titled(below))


def _placed(words: Sequence[str], above: Sequence[str], line: list[str], after: Sequence[str]) -> str:
    """`line` with `words` where they fit: one after the other, never before the one moved last.

    A word that only one place takes goes there, a unit to the first number; else the words stay first.
    """
    line = [above[-1], *line, after[0]]
    least = 1
    for word in words:
        unit = bool(_UNIT.match(word))
        last = len(line) - 1
        fitting = [at for at in range(least, last + 1) if _takes(word, line, at)]
        sure = [at for at in fitting if OPENER.match(line[at] + " ")]
        fitting = sure if len(sure) == 1 else fitting
        at = fitting[0] if len(fitting) == 1 or (unit and fitting) else least
        line.insert(at, word)
        least = at + 1
    return " ".join(line[1:-1])


def _takes(word: str, line: Sequence[str], at: int) -> bool:
    """Whether `word` may stand at this place of `line`, told by its stop and the capital that wants one."""
    before, after = line[at - 1], line[at]
    if _UNIT.match(word):
        return before[-1].isdigit()
    ends = at == len(line) - 1
    opens = (after[0].isupper() and not re.match(r"I(?![^\W\d_])", after)) or (
        ends and (after[0].isdigit() or after[0] in "“")
    )
    return bool(_STOP.search(word)) and opens and not _STOP.search(before) and before[-1].islower()
