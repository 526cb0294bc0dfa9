"""A long catalogue in sheets that e-readers can swallow: paged feeds (RFC 5005, 3; OPDS 1.2, 2.4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from octavo.catalogue.entries import CatalogueEntry, newest_first

PER_SHEET: Final = 250
"""Entries in one feed document, some 400 kB."""


@dataclass(frozen=True)
class Sheet:
    """One part of a feed."""

    number: int
    total: int
    """How many sheets there are."""
    entries: tuple[CatalogueEntry, ...]
    listed: int
    """Entries in all sheets."""

    def name(self, stem: str) -> str:
        """``opds.xml`` for the first sheet, ``opds-2.xml`` for the second."""
        return sheet_name(stem, self.number)

    def links(self, stem: str) -> Iterator[tuple[str, str]]:
        """Relation and file name of the other sheets; none where there is one sheet only."""
        if self.total == 1:
            return
        yield "first", sheet_name(stem, 1)
        if self.number > 1:
            yield "previous", sheet_name(stem, self.number - 1)
        if self.number < self.total:
            yield "next", sheet_name(stem, self.number + 1)
        yield "last", sheet_name(stem, self.total)


def sheets(entries: tuple[CatalogueEntry, ...]) -> tuple[Sheet, ...]:
    """All entries, newest first, in sheets."""
    newest = newest_first(entries)
    parts = [newest[start : start + PER_SHEET] for start in range(0, len(newest), PER_SHEET)]
    return tuple(Sheet(number, len(parts), part, len(newest)) for number, part in enumerate(parts, start=1))


def sheet_name(stem: str, number: int) -> str:
    """The file of a sheet."""
    name, _, suffix = stem.rpartition(".")
    return stem if number == 1 else f"{name}-{number}.{suffix}"
