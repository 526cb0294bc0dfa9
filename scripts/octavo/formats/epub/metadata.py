"""The package's metadata (EPUB 3.3, #sec-pkg-metadata): imprint and claims in, entries out."""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from octavo.dialects.record import Record, record
from octavo.formats.claims import Claims
from octavo.formats.titleblock import pages_source
from octavo.model import Imprint

_EARLIEST = "1980-01-01"
"""The first date a zip entry can have; used when an edition states none at all."""


@dataclass(frozen=True)
class Entry:
    """One element of ``metadata``: a Dublin Core element, a ``meta`` or a ``link``."""

    name: str
    """``dc:title``, ``meta`` or ``link``."""
    value: str
    attributes: Mapping[str, str] = field(default_factory=dict)


def identifier(imprint: Imprint) -> str:
    """A name that is the same for all releases: DOI, ISBN, or a UUID (version 5) of the stated facts."""
    facts = record(imprint)
    if facts.doi:
        return f"https://doi.org/{facts.doi}"
    if facts.isbn:
        return f"urn:isbn:{re.sub(r'[^0-9Xx]', '', facts.isbn).upper()}"
    stated = "\n".join((facts.publisher.name, facts.series, facts.number, facts.id))
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, stated)}"


def modified(imprint: Imprint) -> datetime.datetime:
    """When this release was made, from the edition, never from the clock."""
    stated = next((date for date in (imprint.released, imprint.date, _EARLIEST) if _is_day(date)), _EARLIEST)
    moment = datetime.datetime.fromisoformat(stated).replace(tzinfo=datetime.UTC)
    return max(moment, datetime.datetime.fromisoformat(_EARLIEST).replace(tzinfo=datetime.UTC))


def _is_day(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def entries(imprint: Imprint, claims: Claims, *, pages: bool) -> Iterator[Entry]:
    """Every entry in its order, ``dcterms:modified`` excepted."""
    facts = record(imprint)
    yield Entry("dc:identifier", identifier(imprint), {"id": "id"})
    yield from _titles(imprint)
    yield Entry("dc:language", facts.lang)
    yield from _creators(facts)
    yield from _publication(facts)
    yield from _series(facts)
    yield from _accessibility(claims)
    if pages:
        source = pages_source(imprint, pages=True)
        yield Entry("meta", source, {"property": "pageBreakSource"})
        yield Entry("dc:source", source, {"id": "source"})
        yield _refine("source", "source-of", "pagination")


def _refine(target: str, name: str, value: str, **more: str) -> Entry:
    return Entry("meta", value, {"refines": f"#{target}", "property": name, **more})


def _titles(imprint: Imprint) -> Iterator[Entry]:
    yield Entry("dc:title", imprint.title_plain or imprint.id, {"id": "main-title"})
    yield _refine("main-title", "title-type", "main")
    if imprint.subtitle:
        yield Entry("dc:title", imprint.subtitle, {"id": "subtitle"})
        yield _refine("subtitle", "title-type", "subtitle")


def _creators(facts: Record) -> Iterator[Entry]:
    for index, creator in enumerate(facts.creators, start=1):
        name = f"creator-{index}"
        yield Entry("dc:creator", creator.name, {"id": name})
        yield _refine(name, "role", "aut", scheme="marc:relators")
        if creator.family:
            yield _refine(
                name, "file-as", ", ".join(part for part in (creator.family, creator.given) if part)
            )
        yield _refine(name, "display-seq", str(index))


def _publication(facts: Record) -> Iterator[Entry]:
    stated = [
        ("dc:publisher", facts.publisher.name),
        ("dc:date", facts.date_iso),
        ("dc:rights", facts.rights),
        ("dc:description", facts.abstract),
        *(("dc:subject", keyword) for keyword in facts.keywords),
    ]
    yield from (Entry(name, value) for name, value in stated if value)
    if facts.licence_url:
        yield Entry("link", "", {"rel": "dcterms:license", "href": facts.licence_url})


def _series(facts: Record) -> Iterator[Entry]:
    if not facts.series:
        return
    yield Entry("meta", facts.series, {"property": "belongs-to-collection", "id": "series"})
    yield _refine("series", "collection-type", "series")
    if facts.issn:
        yield _refine("series", "dcterms:identifier", f"urn:issn:{facts.issn}")
    # A decimal of one or more levels (EPUB 3.3, #group-position): "CO 23-31" is 23.31.
    if position := ".".join(re.findall(r"\d+", facts.number)):
        yield _refine("series", "group-position", position)


def _accessibility(claims: Claims) -> Iterator[Entry]:
    for name, values in (
        ("accessMode", claims.access_modes),
        ("accessModeSufficient", claims.sufficient),
        ("accessibilityFeature", claims.features),
        ("accessibilityHazard", claims.hazards),
        ("accessibilitySummary", (claims.summary,) if claims.summary else ()),
    ):
        for value in values:
            yield Entry("meta", value, {"property": f"schema:{name}"})
    if claims.conforms_to:
        yield Entry("meta", claims.conforms_to, {"property": "dcterms:conformsTo", "id": "conformance"})
        yield Entry(
            "meta",
            claims.certified_by,
            {"property": "a11y:certifiedBy", "refines": "#conformance", "id": "by"},
        )
        if claims.report:
            yield Entry("link", "", {"rel": "a11y:certifierReport", "refines": "#by", "href": claims.report})
