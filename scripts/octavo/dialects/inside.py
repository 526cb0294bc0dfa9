"""Readers of the metadata inside the formats: HTML, JATS, EPUB, PDF, and plain Dublin Core.

Bytes in, `Told` out; see `octavo.dialects.readers`.
"""

from __future__ import annotations

from lxml import html

from octavo.dialects.reading import each, first, iso, many, text, xml
from octavo.dialects.told import Told, bare_doi


def dublin_core(data: bytes) -> Told:
    """An ``oai_dc`` file. Its identifiers and rights are unmarked, so only sure ones are taken."""
    root = xml(data)
    identifiers = each(root, "{*}identifier")
    return Told(
        title=text(root, "{*}title"),
        creators=tuple(each(root, "{*}creator")),
        date=iso(text(root, "{*}date")),
        doi=next((bare_doi(one) for one in identifiers if bare_doi(one)), ""),
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
    metas = many([(one.get("property") or "", one.text or "") for one in root.iter("{*}meta")])
    sort = {
        one.get("refines"): one.text or "" for one in root.iter("{*}meta") if one.get("property") == "file-as"
    }
    creators = [
        sort.get(f"#{one.get('id')}") or one.text or ""
        for one in root.iter("{http://purl.org/dc/elements/1.1/}creator")
    ]
    identifiers = each(root, "{*}metadata/{*}identifier")
    return Told(
        title=text(root, "{*}metadata/{http://purl.org/dc/elements/1.1/}title"),
        creators=tuple(creators),
        date=iso(text(root, "{*}metadata/{http://purl.org/dc/elements/1.1/}date")),
        doi=next((bare_doi(one) for one in identifiers if bare_doi(one)), ""),
        language=text(root, "{*}metadata/{http://purl.org/dc/elements/1.1/}language"),
        series=first(metas, "belongs-to-collection"),
        publisher=text(root, "{*}metadata/{http://purl.org/dc/elements/1.1/}publisher"),
        modified=first(metas, "dcterms:modified")[:10],
    )


def xmp(data: bytes) -> Told:
    """The XMP packet of a PDF (Dublin Core schema)."""
    root = xml(data)
    dc = "{http://purl.org/dc/elements/1.1/}"
    return Told(
        title=next((text for text in each(root, f".//{dc}title//{{*}}li")), ""),
        creators=tuple(each(root, f".//{dc}creator//{{*}}li")),
        language=next((text for text in each(root, f".//{dc}language//{{*}}li")), ""),
        publisher=next((text for text in each(root, f".//{dc}publisher//{{*}}li")), ""),
    )
