"""Readers of the metadata inside the formats: HTML, JATS, EPUB, PDF, and plain Dublin Core.

Bytes in, `Told` out; see `octavo.dialects.readers`.
"""

from __future__ import annotations

from typing import Final

from lxml import html

from octavo.dialects.reading import each, first, iso, many, text, xml
from octavo.dialects.told import Told, bare_doi

_DC: Final = "{http://purl.org/dc/elements/1.1/}"


def dublin_core(data: bytes) -> Told:
    """An ``oai_dc`` file. Its identifiers and rights are unmarked, so only sure ones are taken."""
    root = xml(data)
    identifiers = each(root, "{*}identifier")
    return Told(
        title=text(root, "{*}title"),
        creators=tuple(each(root, "{*}creator")),
        date=iso(text(root, "{*}date")),
        doi=next((bare_doi(one) for one in identifiers if bare_doi(one)), ""),
        licence=next((one for one in each(root, "{*}rights") if one.startswith("http")), ""),
        rights=next((one for one in each(root, "{*}rights") if not one.startswith("http")), ""),
        language=text(root, "{*}language"),
        series=text(root, "{*}relation"),
        publisher=text(root, "{*}publisher"),
    )


def page(data: bytes) -> Told:
    """The ``<meta>`` elements of an HTML page: Highwire first, Dublin Core for the rest."""
    root = html.document_fromstring(data)
    pairs = [
        (one.get("name") or one.get("property") or "", one.get("content") or "") for one in root.iter("meta")
    ]
    values = many(pairs)
    return Told(
        title=first(values, "citation_title"),
        creators=tuple(values.get("citation_author", ())),
        date=first(values, "citation_publication_date").replace("/", "-"),
        doi=first(values, "citation_doi"),
        url=first(values, "citation_public_url"),
        licence=first(values, "DCTERMS.license"),
        rights=first(values, "DC.rights"),
        language=first(values, "citation_language") or (root.get("lang") or ""),
        series=first(values, "DCTERMS.isPartOf"),
        number=first(values, "citation_technical_report_number"),
        version=first(values, "DCTERMS.hasVersion"),
        publisher=first(values, "citation_technical_report_institution"),
        modified=first(values, "DCTERMS.modified"),
    )


def jats(data: bytes) -> Told:
    """The front matter of our JATS article."""
    root = xml(data)
    front = root.find("{*}front")
    if front is None:
        raise ValueError("there is no front matter")
    meta = "{*}article-meta"
    names = [
        ", ".join(filter(None, (text(one, "{*}name/{*}surname"), text(one, "{*}name/{*}given-names"))))
        or text(one, "{*}collab")
        for one in front.iterfind(f"{meta}/{{*}}contrib-group/{{*}}contrib")
    ]
    date = [text(front, f"{meta}/{{*}}pub-date/{{*}}{part}") for part in ("year", "month", "day")]
    subtitle = text(front, f"{meta}/{{*}}title-group/{{*}}subtitle")
    for call in front.findall(f"{meta}/{{*}}title-group/{{*}}article-title//{{*}}xref[@ref-type='fn']"):
        call.text = None
        for child in list(call):
            call.remove(child)
    title = text(front, f"{meta}/{{*}}title-group/{{*}}article-title")
    custom = {text(one, "{*}meta-name"): text(one, "{*}meta-value") for one in front.iter("{*}custom-meta")}
    licence = front.find(f"{meta}/{{*}}permissions/{{*}}license")
    return Told(
        title=f"{title}: {subtitle}" if subtitle else title,
        creators=tuple(names),
        date="-".join(filter(None, date)),
        doi=text(front, f"{meta}/{{*}}article-id[@pub-id-type='doi']"),
        url=text(front, f"{meta}/{{*}}self-uri"),
        licence="" if licence is None else licence.get("{http://www.w3.org/1999/xlink}href", ""),
        rights=text(front, f"{meta}/{{*}}permissions/{{*}}copyright-statement"),
        language=root.get("{http://www.w3.org/XML/1998/namespace}lang", ""),
        series=text(front, "{*}journal-meta/{*}journal-title-group/{*}journal-title"),
        number=text(front, f"{meta}/{{*}}article-id[@pub-id-type='publisher-id']"),
        version=custom.get("edition-version", ""),
        publisher=text(front, "{*}journal-meta/{*}publisher/{*}publisher-name"),
        modified=custom.get("edition-released", ""),
    )


def opf(data: bytes) -> Told:
    """An EPUB package document (OPF 3)."""
    root = xml(data)
    metadata = f"{{*}}metadata/{_DC}"
    metas = many([(one.get("property") or "", one.text or "") for one in root.iter("{*}meta")])
    refined = {
        (one.get("refines") or "", one.get("property") or ""): one.text or "" for one in root.iter("{*}meta")
    }
    creators = [
        refined.get((f"#{one.get('id')}", "file-as")) or one.text or ""
        for one in root.iterfind(f"{metadata}creator")
    ]
    titles = sorted(
        (refined.get((f"#{one.get('id')}", "title-type")) == "subtitle", one.text or "")
        for one in root.iterfind(f"{metadata}title")
    )
    identifiers = each(root, f"{metadata}identifier")
    return Told(
        title=": ".join(title for _, title in titles),
        creators=tuple(creators),
        date=iso(text(root, f"{metadata}date")),
        doi=next((bare_doi(one) for one in identifiers if bare_doi(one)), ""),
        licence=next(
            (one.get("href", "") for one in root.iter("{*}link") if "license" in one.get("rel", "")), ""
        )
        or first(metas, "dcterms:license"),
        rights=next((one for one in each(root, f"{metadata}rights") if not one.startswith("http")), ""),
        language=text(root, f"{metadata}language"),
        series=first(metas, "belongs-to-collection"),
        publisher=text(root, f"{metadata}publisher"),
        modified=first(metas, "dcterms:modified")[:10],
    )


def xmp(data: bytes) -> Told:
    """The XMP packet of a PDF (ISO 16684-1)."""
    root = xml(data)

    def item(name: str) -> str:
        return next(iter(each(root, f".//{_DC}{name}//{{*}}li")), "")

    return Told(
        title=item("title"),
        creators=tuple(each(root, f".//{_DC}creator//{{*}}li")),
        date=iso(item("date")),
        doi=bare_doi(text(root, f".//{_DC}identifier")),
        licence=text(root, ".//{http://ns.adobe.com/xap/1.0/rights/}WebStatement"),
        rights=item("rights"),
        language=item("language"),
        publisher=item("publisher"),
        modified=iso(text(root, ".//{http://ns.adobe.com/xap/1.0/}ModifyDate")[:10]),
    )


def core(data: bytes) -> Told:
    """The core properties of an Office document (ECMA-376 part 2, 11)."""
    root = xml(data)
    creators = text(root, f"{_DC}creator")
    return Told(
        title=text(root, f"{_DC}title"),
        creators=tuple(creators.split("; ")) if creators else (),
        doi=bare_doi(text(root, f"{_DC}identifier")),
        language=text(root, f"{_DC}language"),
        version=text(root, "{*}version"),
        modified=text(root, "{http://purl.org/dc/terms/}modified")[:10],
    )
