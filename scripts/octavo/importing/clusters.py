"""Open differences of a collation in, the places they lie at out: what one entry of the apparatus may tell.

Differences that touch, or that share the words quoted around them, are one place: a bullet and the gap
before it, the cells of a table between two words that stayed. Entries for each would overlap.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from octavo.fidelity.declaring import Printed, flat, locate
from octavo.fidelity.hunks import Hunk, Range
from octavo.fidelity.scan import printed_words
from octavo.model import Emendation

MARKUP: Final = frozenset(("F-023", "F-024", "F-025"))
"""Codes of differences that change no word."""
_AROUND: Final = (4, 2, 1, 8, 16, 32)
"""Words on either side that may tell a place, in the order in which they are tried."""


@dataclass(frozen=True)
class Place:
    """Differences that touch, with the words of both texts that they and their surroundings take."""

    hunks: tuple[Hunk, ...]
    witness: Range
    edition: Range
    """Indices of words, end exclusive."""

    @property
    def is_markup(self) -> bool:
        """Whether every word is the same on both sides."""
        return all(hunk.code in MARKUP for hunk in self.hunks)


@dataclass(frozen=True)
class Texts:
    """Witness and edition as their words are shown."""

    witness: Printed
    edition: Printed

    def sic(self, place: Place) -> str:
        """The witness's words at `place`."""
        return " ".join(self.witness.words[slice(*place.witness)])

    def corr(self, place: Place) -> str:
        """The edition's words at `place`."""
        return " ".join(self.edition.words[slice(*place.edition)])

    def entry(self, place: Place, told: tuple[str, str, str]) -> Emendation:
        """The entry for a place; `told` is kind, reason, resp."""
        (a, b), (c, d) = place.witness, place.edition
        if place.is_markup:
            sic = _source(self.witness, a, b)
            return Emendation(sic, _source(self.edition, c, d), *told, self._context(a, b, sic))
        while a and c and not self._is_told(a, b):
            a, c = a - 1, c - 1
        if not self._is_placed(a, b) and self.witness.words[b : b + 1] == self.edition.words[d : d + 1]:
            b, d = b + 1, d + 1
        sic, corr = " ".join(self.witness.words[a:b]), " ".join(self.edition.words[c:d])
        return Emendation(sic, corr, *told, self._context(a, b, sic))

    def _is_placed(self, first: int, last: int) -> bool:
        """Whether context tells the place: of two dashes near each other it cannot, the word behind can."""
        sic = " ".join(self.witness.words[first:last])
        return len(locate(self.witness, sic, self._context(first, last, sic))) == 1

    def _is_told(self, first: int, last: int) -> bool:
        """Whether words, quoted, are read as they are shown: a bullet that a line begins with is no word."""
        words = self.witness.words[first:last]
        return bool(words) and list(printed_words(" ".join(words))) == words

    def _context(self, first: int, last: int, sic: str) -> str:
        words = self.witness.words
        for size in _AROUND:
            around = " ".join(words[max(0, first - size) : last + size])
            if len(locate(self.witness, sic, around)) == 1:
                return around
        return " ".join(words[max(0, first - _AROUND[0]) : last + _AROUND[0]])


def _source(text: Printed, first: int, last: int) -> str:
    words = text.scan.words
    return flat(text.scan.text[words[first].start : words[last - 1].end]) if first < last else ""


def gathered(hunks: Iterable[Hunk], texts: Texts) -> list[Place]:
    """`hunks`, in the order of the witness, as places."""
    found: list[tuple[list[Hunk], Range, Range]] = []
    for hunk in hunks:
        witness, edition = _quoted(hunk, texts)
        if found and _touch(found[-1][1:], (witness, edition)):
            members, one, other = found.pop()
            found.append(([*members, hunk], _both(one, witness), _both(other, edition)))
        else:
            found.append(([hunk], witness, edition))
    return [_place(members, quoted, texts) for members, *quoted in found]


def _quoted(hunk: Hunk, texts: Texts) -> tuple[Range, Range]:
    """The words that an entry for one difference quotes: of a gap those on either side."""
    witness, edition = texts.witness.within(hunk.witness), texts.edition.within(hunk.edition)
    if hunk.code not in MARKUP:
        return witness, edition
    return _widened(witness, texts.witness), _widened(edition, texts.edition)


def _place(hunks: Sequence[Hunk], quoted: Sequence[Range], texts: Texts) -> Place:
    place = Place(tuple(hunks), quoted[0], quoted[1])
    if place.is_markup:
        return place
    witness, edition = (
        [text.within(span) for span in spans]
        for text, spans in (
            (texts.witness, [hunk.witness for hunk in hunks]),
            (texts.edition, [hunk.edition for hunk in hunks]),
        )
    )
    return Place(
        tuple(hunks),
        (min(a for a, _ in witness), max(b for _, b in witness)),
        (min(a for a, _ in edition), max(b for _, b in edition)),
    )


def _widened(span: Range, text: Printed) -> Range:
    """A gap with the words on either side, which its entry quotes."""
    return max(0, span[0] - 1), min(len(text.words), max(span[1], span[0] + 1))


def _touch(one: Sequence[Range], other: Sequence[Range]) -> bool:
    (a, b), (c, d) = one[0], other[0]
    near = other[1][0] <= one[1][1] and one[1][0] <= other[1][1]
    return near and (c < b or (c == b and (a == b or c == d)))


def _both(one: Range, other: Range) -> Range:
    return min(one[0], other[0]), max(one[1], other[1])


def together(places: Sequence[Place]) -> Place:
    """Neighbouring places, and all words between them, as one."""
    return Place(
        tuple(hunk for place in places for hunk in place.hunks),
        _both(places[0].witness, places[-1].witness),
        _both(places[0].edition, places[-1].edition),
    )
