"""Runs of text, calls and raised signs in, words with places out: what all readers count with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from octavo.model import Call, Reading
from octavo.words import words

_CALL: Final = "\ufdd0"
_RAISED: Final = "\ufdd1"
_LOWERED: Final = "\ufdd2"
_PAGE: Final = "\ufdd3"
"""Noncharacters of Unicode: they cannot stand in a text that is interchanged."""
_MARKS: Final = str.maketrans("", "", _CALL + _RAISED + _LOWERED + _PAGE)

Raised = tuple[int, str]
"""Index of the word, and the signs of it that are raised or lowered."""
Pages = tuple[tuple[str, int], ...]
"""Folio of each page that begins in the body, and the index of its first word."""
Outline = tuple[tuple[int, str], ...]
"""Level (1 for a section) and words of each heading."""


class Unreadable(Exception):  # noqa: N818  (it names a state of the artifact, not a fault of ours)
    """An artifact cannot be read as what it should be; the message says why."""


@dataclass(frozen=True)
class Link:
    """What became of one note call in one artifact."""

    note: int
    to_note: bool
    """The call leads to its note."""
    back: bool
    """The note leads back to a call of it."""
    call_page: int = 0
    """1-based page of the call; 0 where pages do not apply."""
    note_pages: tuple[int, ...] = ()
    """Pages the note stands on."""


@dataclass(frozen=True)
class Extract:
    """What one artifact says."""

    reading: Reading
    outline: Outline | None = None
    """Headings of the body; None where the format cannot tell."""
    raised: tuple[Raised, ...] | None = None
    """Raised or lowered signs of title, body and notes, words counted through all three in this order;
    None where the format cannot tell."""
    numbers: tuple[int, ...] | None = None
    """Printed number of each note; None where the format numbers by itself."""
    links: tuple[Link, ...] | None = None
    """One for each call, in order; None where the format has no links."""
    pages: Pages | None = None
    """Where print pages begin; None where the format has none."""
    folded: tuple[str, ...] = ()
    """What had to be folded to read it, in words."""


@dataclass
class Flow:
    """Running text being gathered."""

    parts: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    folios: list[str] = field(default_factory=list)

    def text(self, text: str) -> None:
        """Add printed signs."""
        if text:
            self.parts.append(text)

    def gap(self) -> None:
        """Words end here."""
        self.parts.append("\n")

    def call(self, number: int) -> None:
        """A note call stands here."""
        self.parts.append(_CALL)
        self.numbers.append(number)

    def page(self, folio: str) -> None:
        """A print page begins here."""
        self.parts.append(_PAGE)
        self.folios.append(folio)

    def shift(self, *, up: bool) -> None:
        """Raised or lowered signs begin or end here."""
        self.parts.append(_RAISED if up else _LOWERED)

    @property
    def words(self) -> tuple[str, ...]:
        """The words gathered."""
        return words("".join(self.parts).translate(_MARKS))

    def calls(self) -> Iterator[Call]:
        """Each call with the number of words that stand before it, the one it is glued to included."""
        numbers = iter(self.numbers)
        before = 0
        for token in "".join(self.parts).split():
            if _CALL not in token:
                before += bool(words(token.translate(_MARKS)))
                continue
            pieces = token.split(_CALL)
            said = ""
            for piece in pieces[:-1]:
                said += piece.translate(_MARKS)
                yield Call(next(numbers), before + bool(words(said)))
            before += bool(words(token.translate(_MARKS)))

    def pages(self) -> Iterator[tuple[str, int]]:
        """The folio of each page with the index of the first word that begins on it."""
        folios = iter(self.folios)
        before = 0
        for token in "".join(self.parts).split():
            for piece in token.split(_PAGE)[:-1]:
                # A mark inside a word would mean a word broken over pages: it counts as after it.
                yield next(folios), before + bool(words(piece.translate(_MARKS)))
            before += bool(words(token.translate(_MARKS)))

    def raised(self) -> Iterator[Raised]:
        """Raised and lowered signs with the index of their word."""
        index = 0
        inside = {_RAISED: False, _LOWERED: False}
        if inside.keys().isdisjoint(self.parts):
            return
        for token in "".join(self.parts).replace(_CALL, "").replace(_PAGE, "").split():
            signs: list[str] = []
            for sign in token:
                if sign in inside:
                    inside[sign] = not inside[sign]
                    if not inside[sign] and signs:
                        yield index, "".join(signs)
                        signs = []
                elif any(inside.values()):
                    signs.append(sign)
            if signs:
                yield index, "".join(signs)
            index += bool(words(token.translate(_MARKS)))


def raised_in(*flows: Flow) -> tuple[Raised, ...]:
    """Raised and lowered signs of several flows, words counted through all of them."""
    found: list[Raised] = []
    before = 0
    for flow in flows:
        found.extend((before + index, signs) for index, signs in flow.raised())
        before += len(flow.words)
    return tuple(found)
