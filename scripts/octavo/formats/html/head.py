"""The head of the page: what machines read. Imprint in, elements out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from octavo.dialects.record import record
from octavo.dialects.web import Pairs, dublin_core, highwire, open_graph, schema_org
from octavo.formats.claims import Claims
from octavo.formats.markup import Element, make
from octavo.model import Imprint

PAPER_LIGHT: Final = "#fdfcf9"
PAPER_DARK: Final = "#171614"

OTHER_FORMATS: Final = (
    ("pdf", "application/pdf", "PDF"),
    ("epub", "application/epub+zip", "EPUB"),
)
"""Sister files of the same build that the page names; they lie beside it."""


def head(imprint: Imprint, claims: Claims, *, references: Pairs, css: str, room: str) -> Element:
    """The ``head`` element; `room` is the address of the sheet for wide screens."""
    root = make("head", None, make("meta", {"charset": "utf-8"}))
    for part in _first(imprint):
        root.append(part)
    for name, content in (*highwire(imprint), *references, *dublin_core(imprint)):
        root.append(make("meta", {"name": name, "content": content}))
    for name, content in open_graph(imprint):
        root.append(make("meta", {"property": name, "content": content}))
    for part in _links(imprint):
        root.append(part)
    root.append(make("script", {"type": "application/ld+json"}, "\n" + _json_ld(imprint, claims)))
    root.append(make("style", None, css))
    root.append(make("link", {"rel": "stylesheet", "media": "screen", "href": room}))
    return root


def _json_ld(imprint: Imprint, claims: Claims) -> str:
    """The report with what this build may say of its accessibility (schema.org's vocabulary).

    ``<`` is written as an escape: nothing in it can end the script element.
    """
    told = {
        "accessMode": claims.access_modes,
        "accessModeSufficient": claims.sufficient,
        "accessibilityFeature": claims.features,
        "accessibilityHazard": claims.hazards,
        "accessibilitySummary": claims.summary,
    }
    value = schema_org(imprint) | {key: item for key, item in told.items() if item}
    return json.dumps(value, ensure_ascii=False, indent=1).replace("<", "\\u003c") + "\n"


def _first(imprint: Imprint) -> Iterator[Element]:
    facts = record(imprint)
    yield make("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"})
    yield make("title", None, facts.title or facts.id)
    yield make("meta", {"name": "color-scheme", "content": "light dark"})
    for scheme, colour in (("light", PAPER_LIGHT), ("dark", PAPER_DARK)):
        media = f"(prefers-color-scheme: {scheme})"
        yield make("meta", {"name": "theme-color", "content": colour, "media": media})
    for creator in facts.creators:
        yield make("meta", {"name": "author", "content": creator.natural})
    if facts.abstract:
        yield make("meta", {"name": "description", "content": facts.abstract})


def _links(imprint: Imprint) -> Iterator[Element]:
    facts = record(imprint)
    if facts.identifier:
        yield make("link", {"rel": "cite-as", "href": facts.identifier})
    if facts.url:
        yield make("link", {"rel": "canonical", "href": facts.url})
    if facts.licence_url:
        yield make("link", {"rel": "license", "href": facts.licence_url})
    for suffix, media_type, name in OTHER_FORMATS:
        address = f"{imprint.id}.{suffix}"
        yield make("link", {"rel": "alternate", "type": media_type, "href": address, "title": name})
    for other in imprint.translations:
        yield make(
            "link", {"rel": "alternate", "hreflang": other.lang, "href": f"../{other.id}/{other.id}.html"}
        )
