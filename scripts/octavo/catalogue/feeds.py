"""Atom (RFC 4287) and OPDS 1.2, its profile for catalogues of books."""

from __future__ import annotations

from typing import Final

from octavo.catalogue.entries import (
    CatalogueEntry,
    Head,
    acquired,
    entry_urn,
    label,
    newest_first,
    page,
    path,
    thumbnail_file,
    updated,
    urn,
)
from octavo.catalogue.kinship import Kin
from octavo.catalogue.sheets import Sheet, sheets
from octavo.catalogue.xmltext import Element, add, document, root
from octavo.model import Artifact

ATOM: Final = "application/atom+xml"
OPDS: Final = "application/atom+xml;profile=opds-catalog;kind=acquisition"
OPEN_ACCESS: Final = "http://opds-spec.org/acquisition/open-access"
"""OPDS 1.2, 5.2.1: to be had without payment or registration, as from any static host."""

_SPACES: Final = {
    None: "http://www.w3.org/2005/Atom",
    "dc": "http://purl.org/dc/terms/",
    "opds": "http://opds-spec.org/2010/catalog",
    "fh": "http://purl.org/syndication/history/1.0",
}
_NEWS: Final = 100
"""How many of the newest papers the Atom feed tells of; OPDS lists them all."""


_STEM: Final = "opds.xml"


def opds_feed(entries: tuple[CatalogueEntry, ...], kin: Kin, head: Head, title: str) -> tuple[Artifact, ...]:
    """``opds.xml``: an acquisition feed of all dated entries, complete (2.5) or in sheets (2.4)."""
    return tuple(_opds_sheet(sheet, kin, head, title) for sheet in sheets(entries))


def _opds_sheet(sheet: Sheet, kin: Kin, head: Head, title: str) -> Artifact:
    feed = _feed(_STEM, OPDS, sheet.entries, head, title, document_name=sheet.name(_STEM))
    add(feed, "link", rel="start", href=head.address(_STEM), type=OPDS)
    add(feed, "link", rel="alternate", href=head.address("opds.json"), type="application/opds+json")
    for relation, name in sheet.links(_STEM):
        add(feed, "link", rel=relation, href=head.address(name), type=OPDS)
    if sheet.total == 1:
        add(feed, "fh:complete")
    for entry in sheet.entries:
        _opds_entry(add(feed, "entry"), entry, kin, head)
    return Artifact(sheet.name(_STEM), OPDS, document(feed))


def atom_feed(entries: tuple[CatalogueEntry, ...], kin: Kin, head: Head, title: str) -> tuple[Artifact, ...]:
    """``atom.xml``: the newest papers for feed readers."""
    newest = newest_first(entries)[:_NEWS]
    feed = _feed("atom.xml", ATOM, newest, head, title)
    add(feed, "link", rel="alternate", href=head.address("index.html"), type="text/html", hreflang=head.lang)
    for entry in newest:
        element = add(feed, "entry")
        _common(element, entry)
        _alternates(element, entry, kin, head)
        for file in acquired(entry):
            address = head.address(path(entry, file.name))
            kind = file.bare_type
            if kind != "text/html":
                add(element, "link", rel="enclosure", href=address, type=kind, length=str(file.size))
    return (Artifact("atom.xml", ATOM, document(feed)),)


def _feed(
    name: str,
    kind: str,
    entries: tuple[CatalogueEntry, ...],
    head: Head,
    title: str,
    document_name: str = "",
) -> Element:
    feed = root("feed", _SPACES)
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", head.lang)
    add(feed, "id", urn("feed", name, head.publisher.name))
    add(feed, "title", title)
    add(feed, "updated", updated(entries[0]))
    author = add(feed, "author")
    add(author, "name", head.publisher.name or title)
    if head.publisher.url:
        add(author, "uri", head.publisher.url)
    add(feed, "link", rel="self", href=head.address(document_name or name), type=kind)
    return feed


def _common(element: Element, entry: CatalogueEntry) -> None:
    """What both feeds say of an entry."""
    facts = entry.facts
    add(element, "id", entry_urn(entry))
    add(element, "title", facts.title or entry.id)
    add(element, "updated", updated(entry))
    for creator in facts.creators:
        author = add(element, "author")
        add(author, "name", creator.natural)
        if creator.orcid:
            add(author, "uri", f"https://orcid.org/{creator.orcid}")
    for word in facts.keywords:
        add(element, "category", term=word)
    if facts.abstract:
        add(element, "summary", facts.abstract)
    if facts.rights:
        add(element, "rights", facts.rights)


def _alternates(element: Element, entry: CatalogueEntry, kin: Kin, head: Head) -> None:
    """The page of the paper and of its translations: one for each language (RFC 4287, 4.1.2)."""
    seen: set[str] = set()
    for one in (entry, *kin[entry.id]):
        file = page(one)
        lang = one.imprint.lang
        if file and lang.lower() not in seen:
            seen.add(lang.lower())
            address = head.address(path(one, file.name))
            title = "" if one is entry else one.facts.title
            add(
                element,
                "link",
                rel="alternate",
                href=address,
                type=file.bare_type,
                hreflang=lang,
                title=title,
            )


def _opds_entry(element: Element, entry: CatalogueEntry, kin: Kin, head: Head) -> None:
    facts = entry.facts
    _common(element, entry)
    for identifier in filter(
        None, (facts.doi and f"doi:{facts.doi}", facts.isbn and f"urn:isbn:{facts.isbn}")
    ):
        add(element, "dc:identifier", identifier)
    add(element, "dc:language", facts.lang)
    if facts.date_iso:
        add(element, "dc:issued", facts.date_iso)
    if facts.publisher.name:
        add(element, "dc:publisher", facts.publisher.name)
    if facts.series:
        add(element, "dc:isPartOf", " ".join(filter(None, (facts.series, facts.number))))
    if facts.licence_url:
        add(element, "link", rel="license", href=facts.licence_url)
    _alternates(element, entry, kin, head)
    if cover := thumbnail_file(entry):
        address = head.address(path(entry, cover.name))
        for relation in ("http://opds-spec.org/image", "http://opds-spec.org/image/thumbnail"):
            add(element, "link", rel=relation, href=address, type=cover.bare_type)
    for file in acquired(entry):
        address = head.address(path(entry, file.name))
        size = str(file.size)
        name = label(entry, file)
        add(element, "link", rel=OPEN_ACCESS, href=address, type=file.bare_type, length=size, title=name)
