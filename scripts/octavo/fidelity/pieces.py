"""Hunks and copies in, one unbroken row of pieces out: every sign of both texts counted once.

This is the anchor of the proof: whatever the steps before did, characters of the witness or of the
edition that no piece covers, or that two cover, become an undeclared difference here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from octavo.fidelity.between import Same, Weigher
from octavo.fidelity.hunks import UNDECLARED, Copy, Hunk, Mechanical, Piece, Range
from octavo.fidelity.scan import Scan


@dataclass(frozen=True)
class Covered:
    """All pieces, sorted by their place in the witness."""

    hunks: tuple[Hunk, ...]
    copies: tuple[Same, ...]


def cover(witness: str, edition: Scan, text_offset: int, weigher: Weigher) -> Covered:
    """Weigh everything, and account for every character of witness and edition."""
    items = sorted(weigher.weigh(text_offset), key=lambda item: (item.witness, item.edition))
    kept: list[Hunk | Same] = []
    at = 0
    for item in items:
        if item.witness[0] < at:
            continue
        kept.extend(_hole(witness, (at, item.witness[0]), item.edition[0]))
        kept.append(item)
        at = item.witness[1]
    kept.extend(_hole(witness, (at, len(witness)), len(edition.text)))
    copies = [item for item in kept if isinstance(item, Same)]
    hunks = [item for item in kept if isinstance(item, Hunk)]
    wrong = [c for c in copies if witness[slice(*c.witness)] != edition.text[slice(*c.edition)]]
    if wrong:
        copies = [c for c in copies if c not in wrong]
        hunks += [_literal(witness, edition.text, c.witness, c.edition) for c in wrong]
    hunks.extend(_edition_holes(edition.text, text_offset, [*hunks, *copies]))
    return Covered(tuple(hunks), tuple(_merged(copies)))


def _hole(witness: str, span: Range, edition: int) -> Iterator[Hunk]:
    """A part of the witness that nothing accounts for."""
    if span[1] > span[0]:
        yield _literal(witness, "", span, (edition, edition))


def _literal(witness: str, edition: str, span: Range, other: Range) -> Hunk:
    sic, corr = witness[slice(*span)], edition[slice(*other)]
    if not sic.strip() and not corr.strip():
        return Hunk(Mechanical.SPACE, span, other, sic, corr, "white space alone")
    return Hunk(UNDECLARED, span, other, sic, corr, code="F-022" if sic.strip() and corr.strip() else "F-020")


def _edition_holes(edition: str, start: int, items: Sequence[Hunk | Same]) -> Iterator[Hunk]:
    """Parts of the edition that no piece accounts for, or that two do."""
    at, place = start, 0
    for item in sorted(items, key=_edition_place):
        if item.edition[0] > at and edition[at : item.edition[0]].strip():
            yield _added(edition, (at, item.edition[0]), place)
        if item.edition[0] < at < item.edition[1] or (
            item.edition[0] < at and item.edition[1] > item.edition[0]
        ):
            yield _added(edition, item.edition, item.witness[0])
        if item.edition[1] > at:
            at, place = item.edition[1], item.witness[1]
    if edition[at:].strip():
        yield _added(edition, (at, len(edition)), place)


def _edition_place(item: Hunk | Same) -> Range:
    return item.edition


def _added(edition: str, span: Range, place: int) -> Hunk:
    return Hunk(UNDECLARED, (place, place), span, "", edition[slice(*span)], code="F-021")


def _merged(copies: Iterable[Same]) -> Iterator[Same]:
    """Neighbouring copies put together."""
    last: Same | None = None
    for copy in copies:
        if last is not None and last.witness[1] == copy.witness[0] and last.edition[1] == copy.edition[0]:
            last = Same((last.witness[0], copy.witness[1]), (last.edition[0], copy.edition[1]))
            continue
        if last is not None:
            yield last
        last = copy
    if last is not None:
        yield last


def in_order(hunks: Iterable[Hunk], copies: Iterable[Same]) -> tuple[Piece, ...]:
    """One row of pieces in the order of the witness."""
    both: list[Hunk | Same] = [*hunks, *copies]
    items = sorted(both, key=lambda item: (item.witness, item.edition))
    return tuple(item if isinstance(item, Hunk) else Copy(*item.edition) for item in items)


def printable(text: str) -> str:
    """Text without lone surrogates, for messages."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
