"""Declared changes of order in, the words that do not balance out.

A transposition takes words from one place and puts the same words at another; in the apparatus it is one
entry, where both places lie in one passage, or several. Together they must hold the same words on both
sides: a word that only one side has is lost or added, whatever its entry says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

_CALL: Final = re.compile(r"\[\^[^\]\s]{1,64}\]|(?<=[^\W\d_])([.,;:!?“”‘’«»\")\]]*)\d{1,3}(?!\w)")
"""The call of a note: a sign on one side, bare figures behind a word on the other."""
CALL: Final = "[^]"
"""What stands for a call among words: by which number it calls differs in witness and edition."""
_TOKEN: Final = re.compile(r"[^\W\d_]+|\d+")
_LONGEST: Final = 60
"""Letters up to which a word is sought in halves."""


def unbalanced(changes: Iterable[tuple[str, str]]) -> Counter[str]:
    """Words of all `changes`, (witness's reading, edition's reading), that one side has more often.

    Counted above nothing where the witness has more, below where the edition has. All note calls are one
    word, `CALL`; two halves of a word that a line end divided are the whole word.
    """
    net: Counter[str] = Counter()
    for sic, corr in changes:
        net.update(_words(sic))
        net.subtract(_words(corr))
    _join(net, 1)
    _join(net, -1)
    return Counter({word: count for word, count in net.items() if count})


def without_calls(text: str) -> tuple[str, int]:
    """`text` without the calls of notes (signs of the edition, bare figures behind a word), and their number.

    The number counts as well: of ``CO2`` and ``CO`` one has lost something, whether that was a call or not.
    """
    return _CALL.subn(lambda found: f"{found[1] or ''} ", text)


def _words(text: str) -> list[str]:
    bare, calls = without_calls(text)
    return [*_TOKEN.findall(bare), *[CALL] * calls]


def _join(net: Counter[str], side: int) -> None:
    """Set whole words of the other side against the two halves that `side`, 1 or -1, has of them."""
    for whole in [word for word, count in net.items() if count * side < 0 and len(word) < _LONGEST]:
        for at in range(1, len(whole)):
            one, two = whole[:at], whole[at:]
            while net[whole] * side < 0 < min(net[one] * side, net[two] * side) and one != two:
                net[whole] += side
                net[one] -= side
                net[two] -= side
