"""Notes whose words are divided otherwise in the witness than in the edition, found by their letters alone.

Converters part what the edition joins: ``be- low``, ``_Emile_ ,``, ``4312 May`` (note 4, “312 May”). Letters
and digits in a row are the same on both sides; `rules` proves every sign between them afterwards.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import Final

from octavo.fidelity.rules import bare_sign
from octavo.fidelity.scan import Scan
from octavo.fidelity.signs import Sign, Signs

_PREFIX: Final = 8
"""Letters by which a place is looked up."""
_SHORT_PREFIX: Final = 3
_LONGEST_SIGN: Final = 4
"""Digits of a note's number; a word of a million digits is no reason for a million places."""
_MOST_PLACES: Final = 400


@dataclass(frozen=True, slots=True)
class Found:
    """A run of the witness's words that spells a note."""

    first: int
    last: int
    """Indices of its first and last word."""
    sign: Sign | None


@dataclass(frozen=True)
class Squeezed:
    """The witness as one row of letters and digits."""

    signs: Signs

    @property
    def witness(self) -> Scan:
        """The witness."""
        return self.signs.witness

    @cached_property
    def starts(self) -> list[int]:
        """Where each word begins in `row`; one more for the end."""
        found, at = [0], 0
        for word in self.witness.words:
            at += len(letters(word.key))
            found.append(at)
        return found

    @cached_property
    def row(self) -> str:
        """The letters."""
        return "".join(letters(word.key) for word in self.witness.words)

    @cached_property
    def places(self) -> dict[str, list[tuple[int, int]]]:
        """Beginnings of rows -> (word, letters of the word that stand before)."""
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for index, word in enumerate(self.witness.words):
            own = letters(word.key)
            digits = len(list(takewhile(str.isdigit, own[:_LONGEST_SIGN])))
            # A number glued to the note may be followed by the note's own digits.
            for skip in range(min(digits + 1, len(own))):
                at = self.starts[index] + skip
                for width in (_PREFIX, _SHORT_PREFIX):
                    found[self.row[at : at + width]].append((index, skip))
        return found

    def find(self, wanted: Sequence[str], label: str, owner: Sequence[int | None]) -> Iterator[Found]:
        """Places that spell the words `wanted`, free of other streams, behind a sign that can be told."""
        row = "".join(map(letters, wanted))
        if not row:
            return
        prefix = row[:_PREFIX] if len(row) >= _PREFIX else row[:_SHORT_PREFIX]
        for index, skip in self.places.get(prefix, [])[:_MOST_PLACES]:
            at = self.starts[index] + skip
            if not self.row.startswith(row, at):
                continue
            last = self._last(index, at + len(row), wanted[-1])
            sign = self._sign(index, skip, label)
            if last is None or (skip and sign is None) or any(o is not None for o in owner[index : last + 1]):
                continue
            yield Found(index, last, sign)

    def _last(self, first: int, end: int, closing: str) -> int | None:
        """The word that ends a row at `end`, signs that the note's last word `closing` ends with included."""
        index = first
        while self.starts[index + 1] < end:
            index += 1
        if self.starts[index + 1] != end:
            return None
        words = self.witness.words
        while index + 1 < len(words) and words[index + 1].key and not letters(words[index + 1].key):
            gap = self.witness.text[words[index].end : words[index + 1].start]
            if "\n" in gap or not closing.endswith(words[index + 1].key):
                break
            index += 1
        return index

    def _sign(self, index: int, skip: int, label: str) -> Sign | None:
        if not skip:
            glued = self.signs.bare_glued.get(index)
            mark = glued if glued is not None and not glued.text.isalnum() else None
            return self.signs.label(index) or self.signs.before(index, label) or mark
        word = self.witness.words[index]
        sign = letters(word.key)[:skip]
        if sign != bare_sign(label) and not self.signs.begins_line(word):
            return None
        printed = next(n for n in range(1, len(word.key) + 1) if len(letters(word.key[:n])) == skip)
        while word.key[printed : printed + 1] in (")", "]", ".", ":"):
            printed += 1
        end = self.signs.offset(word, printed)
        return Sign(sign, index, end, word.key[printed:]) if end is not None else None


def letters(text: str) -> str:
    """Letters and digits of `text`."""
    return text if text.isalnum() else "".join(sign for sign in text if sign.isalnum())
