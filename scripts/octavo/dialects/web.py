"""What a web page says of itself: Highwire, Dublin Core, Open Graph, schema.org.

In: an `Imprint`; out: ``(name, content)`` pairs for ``<meta>``, in a fixed order, or a JSON-LD value.
Highwire names are those Google Scholar's inclusion guidelines list for technical reports; Dublin
Core follows DCMI's "Expressing Dublin Core in HTML" (prefixes ``DC.`` and ``DCTERMS.``).
"""

from __future__ import annotations

import json
from typing import Any
from xml.sax.saxutils import escape

from octavo.dialects.record import Creator, Record, record
from octavo.model import Imprint

Pairs = tuple[tuple[str, str], ...]


def highwire(imprint: Imprint, *, pdf_url: str = "", page_url: str = "") -> Pairs:
    """``citation_*`` pairs of a technical report; affiliations follow their author.

    `pdf_url` must be an absolute address on the same host as the page; leave it empty otherwise.
    """
    facts = record(imprint)
    pairs: list[tuple[str, str]] = [("citation_title", facts.title)]
    for creator in facts.creators:
        pairs.append(("citation_author", creator.name))
        pairs.append(("citation_author_institution", creator.affiliation))
        orcid = f"https://orcid.org/{creator.orcid}" if creator.orcid else ""
        pairs.append(("citation_author_orcid", orcid))
    pairs += [
        ("citation_publication_date", facts.date_iso.replace("-", "/")),
        ("citation_technical_report_institution", facts.publisher.name),
        ("citation_technical_report_number", facts.number),
        ("citation_series_title", facts.series),
        ("citation_publisher", facts.publisher.name),
        ("citation_language", facts.lang),
        ("citation_doi", facts.doi),
        ("citation_issn", facts.issn),
        ("citation_isbn", facts.isbn),
        *(("citation_keywords", keyword) for keyword in facts.keywords),
        ("citation_abstract", facts.abstract),
        ("citation_public_url", page_url or facts.url),
        ("citation_pdf_url", pdf_url),
    ]
    return _stated(pairs)


def citation_references(references: str) -> Pairs:
    """``citation_reference`` pairs of the works cited, from CSL-JSON; text that is none gives none."""
    pairs: list[tuple[str, str]] = []
    for item in csl_items(references):
        parts = [("citation_title", item.get("title"))]
        parts += [("citation_author", name) for name in csl_names(item)]
        parts += [
            ("citation_journal_title", item.get("container-title")),
            ("citation_publisher", item.get("publisher")),
            ("citation_publication_date", csl_date(item)),
            ("citation_volume", item.get("volume")),
            ("citation_issue", item.get("issue")),
            ("citation_firstpage", str(item.get("page", "")).replace("–", "-").split("-")[0]),
            ("citation_doi", item.get("DOI")),
            ("citation_isbn", item.get("ISBN")),
        ]
        text = "; ".join(f"{name}={str(value).replace(';', ',')}" for name, value in parts if value)
        if text:
            pairs.append(("citation_reference", text))
    return tuple(pairs)


def csl_items(references: str) -> list[dict[str, Any]]:
    """The items of a CSL-JSON array; an empty list for anything else."""
    try:
        items = json.loads(references or "[]")
    except (ValueError, RecursionError):
        return []
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def csl_names(item: dict[str, Any], role: str = "author") -> list[str]:
    """Names of a CSL item in sort form."""
    names = item.get(role)
    found = []
    for name in names if isinstance(names, list) else []:
        if isinstance(name, dict):
            parts = [name.get("family"), name.get("given")]
            found.append(name.get("literal") or ", ".join(str(part) for part in parts if part))
    return [str(name) for name in found if name]


def csl_date(item: dict[str, Any]) -> str:
    """ISO date of a CSL item's `issued`, or what it says literally, or empty."""
    issued = item.get("issued")
    if not isinstance(issued, dict):
        return ""
    try:
        parts = [int(part) for part in issued["date-parts"][0][:3]]
    except (KeyError, IndexError, TypeError, ValueError):
        return str(issued.get("literal") or issued.get("raw") or "")
    return "-".join(f"{part:0{4 if index == 0 else 2}d}" for index, part in enumerate(parts))


def dublin_core(imprint: Imprint) -> Pairs:
    """``DC.*`` and ``DCTERMS.*`` pairs."""
    facts = record(imprint)
    return _stated(
        [
            ("DC.title", facts.title),
            *(("DC.creator", creator.name) for creator in facts.creators),
            ("DC.publisher", facts.publisher.name),
            ("DC.date", facts.date_iso or facts.date_stated),
            ("DC.type", "Text"),
            ("DC.language", facts.lang),
            ("DC.identifier", facts.identifier),
            ("DC.identifier", facts.number),
            ("DC.rights", facts.rights),
            *(("DC.subject", keyword) for keyword in facts.keywords),
            ("DC.description", facts.abstract),
            ("DCTERMS.isPartOf", facts.series),
            ("DCTERMS.license", facts.licence_url),
            ("DCTERMS.modified", facts.released),
            ("DCTERMS.hasVersion", facts.version),
        ]
    )


def dublin_core_xml(imprint: Imprint) -> str:
    """The same as an ``oai_dc`` file (OAI-PMH 2.0), which knows the fifteen plain elements only."""
    lines = [
        f"  <dc:{name[3:]}>{escape(value)}</dc:{name[3:]}>"
        for name, value in dublin_core(imprint)
        if name.startswith("DC.")
    ]
    facts = record(imprint)
    extra = [("relation", facts.series), ("rights", facts.licence_url)]
    lines += [f"  <dc:{name}>{escape(value)}</dc:{name}>" for name, value in extra if value]
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
    )
    return "\n".join([head, *lines, "</oai_dc:dc>", ""])


def open_graph(imprint: Imprint, *, page_url: str = "", image_url: str = "") -> Pairs:
    """``og:*`` and ``article:*`` properties (Open Graph protocol, type article)."""
    facts = record(imprint)
    # og:locale wants language_TERRITORY; a territory that the edition does not state is not made up.
    language, _, territory = facts.lang.partition("-")
    locale = f"{language}_{territory}" if len(territory) == 2 else ""
    return _stated(
        [
            ("og:type", "article"),
            ("og:title", facts.title),
            ("og:url", page_url or facts.identifier),
            ("og:image", image_url),
            ("og:site_name", facts.publisher.name),
            ("og:description", facts.abstract),
            ("og:locale", locale),
            *(("article:author", creator.name) for creator in facts.creators),
            ("article:published_time", facts.date_iso),
            ("article:modified_time", facts.released),
            ("article:section", facts.series),
            *(("article:tag", keyword) for keyword in facts.keywords),
        ]
    )


def schema_org(imprint: Imprint) -> dict[str, Any]:
    """A JSON-LD ``Report`` (schema.org)."""
    facts = record(imprint)
    publisher = {"name": facts.publisher.name, "alternateName": facts.publisher.short}
    publisher |= {"url": facts.publisher.url, "location": facts.publisher.place}
    series = {"name": facts.series, "issn": facts.issn}
    value: dict[str, Any] = {
        "name": facts.title,
        "author": [_agent(creator) for creator in facts.creators],
        "datePublished": facts.date_iso,
        "dateModified": facts.released,
        "publisher": _typed("Organization", publisher) if facts.publisher.name else None,
        "reportNumber": facts.number,
        "isPartOf": _typed("CreativeWorkSeries", series) if facts.series else None,
        "inLanguage": facts.lang,
        "version": facts.version,
        "license": facts.licence_url,
        "copyrightNotice": facts.rights,
        "identifier": _identifiers(facts),
        "url": facts.url or facts.identifier,
        "sameAs": f"https://doi.org/{facts.doi}" if facts.doi else "",
        "keywords": list(facts.keywords),
        "abstract": facts.abstract,
    }
    return {"@context": "https://schema.org", **_typed("Report", value)}


def schema_org_json(imprint: Imprint) -> str:
    """The same as text; ``<`` is written as an escape so that it is safe inside ``<script>``."""
    return json.dumps(schema_org(imprint), ensure_ascii=False, indent=2).replace("<", "\\u003c") + "\n"


def _identifiers(facts: Record) -> list[dict[str, str]]:
    known = [("doi", facts.doi), ("isbn", facts.isbn), ("octavo", facts.id)]
    return [{"@type": "PropertyValue", "propertyID": kind, "value": value} for kind, value in known if value]


def _agent(creator: Creator) -> dict[str, Any]:
    if not creator.personal:
        return _typed("Organization", {"name": creator.name})
    value: dict[str, Any] = {"name": creator.name, "familyName": creator.family}
    value |= {"givenName": creator.given}
    value["@id"] = f"https://orcid.org/{creator.orcid}" if creator.orcid else ""
    if creator.affiliation:
        value["affiliation"] = _typed("Organization", {"name": creator.affiliation})
    return _typed("Person", value)


def _typed(kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"@type": kind, **{key: item for key, item in value.items() if item}}


def _stated(pairs: list[tuple[str, str]]) -> Pairs:
    return tuple((name, value) for name, value in pairs if value)
