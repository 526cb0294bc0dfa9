"""What a catalogue is made of, and what every dialect of it needs to know of an entry."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import quote

from octavo.dialects.record import Record, date_parts, record
from octavo.model import EDITION_FILE, HouseStyle, Imprint, Locus, Publisher

_NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_DNS, "octavo.catalogue.invalid")
"""Octavo's own space of names; identifiers in it stay the same wherever the catalogue moves."""

_LABELS: Final = {
    ".html": "HTML",
    ".pdf": "PDF",
    ".epub": "EPUB",
    ".txt": "TXT",
    ".docx": "DOCX",
    ".jats.xml": "JATS",
    ".md": "Markdown",
}
"""Suffix after the edition's id -> what readers call the format, in the order they are offered."""

_ACQUIRED: Final = ("text/html", "application/pdf", "application/epub+zip", "text/plain")
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class CatalogueFile:
    """A finished file that lies in ``build/ID/``."""

    name: str
    media_type: str
    size: int
    """Bytes."""
    sha256: str = ""

    @property
    def bare_type(self) -> str:
        """The media type without parameters: ``text/html``."""
        return self.media_type.partition(";")[0].strip()


@dataclass(frozen=True)
class CatalogueEntry:
    """One edition as the catalogue lists it."""

    imprint: Imprint
    files: tuple[CatalogueFile, ...] = ()
    thumbnail: str = ""
    """Name of the small cover among `files`; empty for none."""

    @property
    def id(self) -> str:
        """The edition's id, also the folder its files lie in."""
        return self.imprint.id

    @cached_property
    def facts(self) -> Record:
        """The imprint, cleaned for any dialect."""
        return record(self.imprint)

    @cached_property
    def offered(self) -> tuple[CatalogueFile, ...]:
        """The files that readers are offered: by format, the plain one before its variants."""
        named = [file for file in self.files if label(self, file)]
        keys = {file: _split(file.name.removeprefix(self.id)) for file in named}
        order = tuple(_LABELS)
        return tuple(sorted(named, key=lambda file: (order.index(keys[file][1]), keys[file][0])))

    @property
    def locus(self) -> Locus:
        """Where the edition states its facts."""
        return Locus(f"source/{self.id}/{EDITION_FILE}", 1)


@dataclass(frozen=True)
class Head:
    """What the catalogue says of itself, from ``source/imprint.yaml``."""

    publisher: Publisher = Imprint.publisher
    lang: str = "en"
    """BCP 47 tag of the catalogue's own words."""
    url: str = ""
    """Address at which ``build/`` is published; empty when it is not known."""
    accent: str = HouseStyle().accent

    def address(self, path: str) -> str:
        """`path` below ``build/`` as others may ask for it: absolute where `url` is known."""
        relative = quote(path)
        return f"{self.url.rstrip('/')}/{relative}" if self.url else relative


def urn(*names: str) -> str:
    """A name-based identifier (RFC 9562, version 5), the same for the same names."""
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, chr(10).join(names))}"


def entry_urn(entry: CatalogueEntry) -> str:
    """The entry's identifier: it follows from publisher and edition id, never from the address."""
    return urn("entry", entry.facts.publisher.name, entry.id)


def updated(entry: CatalogueEntry) -> str:
    """When the edition was last released, as RFC 3339; empty when no date is stated.

    Where only a year or a month is stated it counts as its first day.
    """
    parts = date_parts(entry.imprint.released) or date_parts(entry.imprint.date)
    if not parts:
        return ""
    year, month, day = (*parts, 1, 1)[:3]
    return f"{year:04d}-{month:02d}-{day:02d}T00:00:00Z"


def newest_first(entries: Iterable[CatalogueEntry]) -> tuple[CatalogueEntry, ...]:
    """By release (OPDS 1.2, 2.5: most recently updated first), then by id."""
    by_id = sorted(entries, key=lambda entry: entry.id)
    return tuple(sorted(by_id, key=updated, reverse=True))


def label(entry: CatalogueEntry, file: CatalogueFile) -> str:
    """What readers call a file: ``PDF``, ``PDF, large``; empty for what is not offered to them."""
    rest = file.name.removeprefix(entry.id)
    if rest == file.name:
        return ""
    variant, suffix = _split(rest)
    if suffix not in _LABELS:
        return ""
    return f"{_LABELS[suffix]}, {variant}" if variant else _LABELS[suffix]


def _split(rest: str) -> tuple[str, str]:
    """``-a5-booklet.pdf`` -> ``a5 booklet``, ``.pdf``."""
    stem, dot, suffix = rest.partition(".")
    return stem.strip("-_").replace("-", " "), dot + suffix


def acquired(entry: CatalogueEntry) -> tuple[CatalogueFile, ...]:
    """Those of them that a reading system opens as the publication."""
    return tuple(file for file in entry.offered if file.bare_type in (*_ACQUIRED, _WORD))


def page(entry: CatalogueEntry) -> CatalogueFile | None:
    """The file to send a reader to: the HTML page, else the first that is offered."""
    files = entry.offered
    return next((file for file in files if file.bare_type == "text/html"), files[0] if files else None)


def path(entry: CatalogueEntry, name: str) -> str:
    """Where a file of the entry lies below ``build/``."""
    return f"{entry.id}/{name}"


def thumbnail_file(entry: CatalogueEntry) -> CatalogueFile | None:
    """The small cover, if it is there."""
    return next((file for file in entry.files if entry.thumbnail and file.name == entry.thumbnail), None)
