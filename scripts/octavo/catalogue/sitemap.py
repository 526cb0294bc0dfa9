"""``sitemap.xml`` (sitemaps.org 0.9) with the translations of each page (xhtml:link, hreflang)."""

from __future__ import annotations

from typing import Final

from octavo.catalogue.entries import CatalogueEntry, Head, page, path, updated
from octavo.catalogue.kinship import Kin
from octavo.catalogue.xmltext import Element, add, document, root
from octavo.model import Artifact

MEDIA_TYPE: Final = "application/xml"
_SPACES: Final = {
    None: "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xhtml": "http://www.w3.org/1999/xhtml",
}
LIMIT: Final = 50_000
"""Addresses in one file, by the protocol."""


def sitemaps(entries: tuple[CatalogueEntry, ...], kin: Kin, head: Head) -> tuple[Artifact, ...]:
    """One file, or from 50,000 addresses on an index with numbered files. `head.url` must be known."""
    listed = [entry for entry in entries if page(entry)]
    parts = [listed[start : start + LIMIT - 1] for start in range(0, len(listed), LIMIT - 1)] or [[]]
    if len(parts) == 1:
        return (_sitemap("sitemap.xml", parts[0], kin, head, home=True),)
    files = [
        _sitemap(f"sitemap-{number}.xml", part, kin, head, home=number == 1)
        for number, part in enumerate(parts, start=1)
    ]
    index = root("sitemapindex", {None: _SPACES[None]})
    for file in files:
        add(add(index, "sitemap"), "loc", head.address(file.name))
    return (Artifact("sitemap.xml", MEDIA_TYPE, document(index)), *files)


def _sitemap(name: str, entries: list[CatalogueEntry], kin: Kin, head: Head, *, home: bool) -> Artifact:
    urls = root("urlset", _SPACES)
    if home:
        add(add(urls, "url"), "loc", head.address(""))
    for entry in entries:
        _url(add(urls, "url"), entry, kin, head)
    return Artifact(name, MEDIA_TYPE, document(urls))


def _url(element: Element, entry: CatalogueEntry, kin: Kin, head: Head) -> None:
    add(element, "loc", _address(entry, head))
    if day := updated(entry):
        add(element, "lastmod", day[:10])
    family = [one for one in (entry, *kin[entry.id]) if page(one)]
    if len(family) > 1:
        for one in sorted(family, key=lambda item: (item.imprint.lang, item.id)):
            add(element, "xhtml:link", rel="alternate", hreflang=one.imprint.lang, href=_address(one, head))


def _address(entry: CatalogueEntry, head: Head) -> str:
    file = page(entry)
    return head.address(path(entry, file.name if file else ""))
