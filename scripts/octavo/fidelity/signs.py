"""Scanned witness in, the signs printed before notes out: apart, raised and glued, or bare and glued."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from octavo.fidelity.rules import bare_sign
from octavo.fidelity.scan import NOTE_SIGN, Kind, Scan, Word

_GLUED: Final = re.compile(
    r"(\(?[0-9]{1,3}[.)\]]?|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}|[*∗†‡§¶‖]{1,3})(?=[^\W\d_]|[“\"'‘«(\[])|([a-z])(?=[A-Z“\"‘«])"
)
"""A bare sign glued to the first word of its note: ``12)Moreau``, ``5Letter``, ``*See``."""
_BEFORE_YEAR: Final = re.compile(r"([0-9]{1,2})(?=(?:1[5-9]|20)[0-9]{2}(?![0-9]))")
"""A bare number glued to a year: ``191960`` is note 19, “1960”."""
_FIGURES: Final = re.compile(r"\(?[0-9]{1,3}[.)\]]?")


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign before a note."""

    text: str
    """The sign, bare: ``3``, ``*``."""
    word: int
    """Index of the word it is, or that it is glued to."""
    end: int
    """Offset in the witness where the note's own text may begin."""
    rest: str = ""
    """Key of what is left of a word to which a bare sign is glued; empty for other signs."""


@dataclass(frozen=True)
class Signs:
    """The note signs of one witness, by place."""

    witness: Scan

    @cached_property
    def bare_glued(self) -> dict[int, Sign]:
        """Words that begin with a bare sign: index -> sign."""
        return dict(self._bare_glued())

    def _bare_glued(self) -> Iterator[tuple[int, Sign]]:
        for index, word in enumerate(self.witness.words):
            match = _BEFORE_YEAR.match(word.key) or _GLUED.match(word.key)
            if match is None or match.end() >= len(word.key):
                continue
            end = self.offset(word, match.end())
            if end is not None:
                yield index, Sign(bare_sign(match[0]), index, end, word.key[match.end() :])

    def offset(self, word: Word, printed: int) -> int | None:
        """Where in the source the first `printed` signs of a word end; None inside a longer lexeme."""
        for lexeme in self.witness.lexemes[word.first : word.last]:
            if lexeme.kind >= Kind.BREAKS:
                continue
            size = len(lexeme.text)
            if printed <= size:
                plain = lexeme.kind in (Kind.TEXT, Kind.LIST_NUMBER)
                return lexeme.start + printed if plain else lexeme.end if printed == size else None
            printed -= size
        return None

    def glued_to(self, place: int, rest: str) -> Sign | None:
        """The figures glued to the word at `place` if `rest` is the rest of it: ``1145.8`` is 11, “45.8”."""
        word = self.witness.words[place]
        sign = word.key.removesuffix(rest) if rest and word.key.endswith(rest) else ""
        end = self.offset(word, len(sign)) if _FIGURES.fullmatch(sign) else None
        return Sign(bare_sign(sign), place, end, rest) if end is not None else None

    def before(self, place: int, number: str = "") -> Sign | None:
        """The sign before the word at `place`, or glued to it raised.

        In the middle of a line only the sign `number`, or one that is raised, is believed to be one.
        """
        word = self.witness.words[place]
        glued = self._raised(word, number)
        if glued is not None:
            lexeme = self.witness.lexemes[glued]
            return Sign(bare_sign(lexeme.text), place, lexeme.end)
        if place == 0:
            return None
        previous = self.witness.words[place - 1]
        gap = self.witness.text[previous.end : word.start]
        if "\n" in gap and not (gap.count("\n") == 1 and self.begins_line(previous)):
            return None  # plain text sets a sign alone on the line above its note, never further away
        pieces = [x for x in self.witness.lexemes[previous.first : previous.last] if x.kind < Kind.BREAKS]
        printed = "".join(piece.text for piece in pieces)
        sign = bare_sign(printed)
        believed = sign == number or all(x.kind is Kind.SUP for x in pieces) or self.begins_line(previous)
        if not NOTE_SIGN.fullmatch(printed) or not believed:
            return None
        return Sign(sign, place - 1, word.start)

    def _raised(self, word: Word, number: str) -> int | None:
        """Index of the raised sign with which a word begins, anchors before it passed over."""
        for index in range(word.first, word.last):
            lexeme = self.witness.lexemes[index]
            if lexeme.kind not in (Kind.TAG, Kind.HIDDEN):
                sign = lexeme.kind is Kind.SUP and NOTE_SIGN.fullmatch(lexeme.text)
                believed = self.begins_line(word) or bare_sign(lexeme.text) == number
                return index if sign and index + 1 < word.last and believed else None
        return None

    def label(self, place: int) -> Sign | None:
        """The label of a definition before the word at `place`: ``[^3]:``."""
        word = self.witness.words[place]
        before = self.witness.lexemes[word.first - 1] if word.first else None
        if before is None or before.kind is not Kind.NOTE:
            return None
        return Sign(bare_sign(before.text), place, word.start)

    def begins_line(self, word: Word) -> bool:
        """Whether only marks stand before a word on its line."""
        start = self.witness.text.rfind("\n", 0, word.start) + 1
        return not re.sub(r"<[^<>]*>|[\s>*_\-+•|]", "", self.witness.text[start : word.start])
