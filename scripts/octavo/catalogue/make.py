"""The catalogue from its entries: which files there are, and what stands in the way of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from octavo.catalogue.entries import CatalogueEntry, Head, acquired, updated
from octavo.catalogue.feeds import atom_feed, opds_feed
from octavo.catalogue.kinship import kinship, kinship_findings
from octavo.catalogue.opds2 import opds2_feed
from octavo.catalogue.page import index_page
from octavo.catalogue.phrases import phrases_for
from octavo.catalogue.sitemap import sitemaps
from octavo.model import IMPRINT_FILE, Artifact, Finding, Locus, Severity


@dataclass(frozen=True)
class Catalogue:
    """The files of a catalogue, to lie in ``build/``, and what is to be said about them."""

    artifacts: tuple[Artifact, ...]
    findings: tuple[Finding, ...]


def make_catalogue(entries: tuple[CatalogueEntry, ...], head: Head) -> Catalogue:
    """The catalogue of `entries`, in any order; each id once.

    Without `head.url` addresses are relative, as in a copied folder, and there is no sitemap, which
    knows absolute addresses only. An entry without any date cannot be in a feed: Atom and OPDS ask
    when it was updated. Findings: K-001 no address, K-002 no date, K-003 to K-005 translations.
    """
    entries = tuple(sorted(entries, key=lambda entry: entry.id))
    kin = kinship(entries)
    title = phrases_for(head.lang).title_of(head.publisher.name)
    dated = tuple(entry for entry in entries if updated(entry) and acquired(entry))
    artifacts = [index_page(entries, kin, head, title=title, feeds=bool(dated))]
    if dated:
        feeds = (opds_feed, opds2_feed, atom_feed)
        artifacts += [artifact for feed in feeds for artifact in feed(dated, kin, head, title)]
    if head.url:
        artifacts += sitemaps(entries, kin, head)
    return Catalogue(tuple(artifacts), tuple(_findings(entries, head)))


def compress_fonts(entries: tuple[CatalogueEntry, ...], head: Head) -> None:
    """Compress ahead the fonts that the page of `entries` needs: most of the work of `make_catalogue`.

    They are kept in memory, and a paper that changes seldom brings a letter that was not there.
    """
    title = phrases_for(head.lang).title_of(head.publisher.name)
    index_page(entries, kinship(entries), head, title=title, feeds=True)


def _findings(entries: tuple[CatalogueEntry, ...], head: Head) -> Iterator[Finding]:
    if not head.url:
        message = "no 'url' is stated: addresses in the catalogue are relative and there is no sitemap.xml"
        hint = "State the address at which build/ will be published."
        yield Finding("K-001", Severity.INFO, Locus(f"source/{IMPRINT_FILE}"), message, hint)
    for entry in entries:
        if not updated(entry):
            message = "no date is stated: the paper is in index.html, but not in the feeds"
            yield Finding("K-002", Severity.WARNING, entry.locus, message, "Add 'released: …' or 'date: …'.")
    yield from kinship_findings(entries)
