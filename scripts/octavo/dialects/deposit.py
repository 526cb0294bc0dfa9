"""What repositories read: CITATION.cff, DataCite (JSON and XML), Zenodo.

In: an `Imprint`; out: text that is valid by the dialect's own schema, or an empty string where the
schema asks for a fact that the edition does not state: nothing is made up to please a schema.
`octavo.dialects.MISSING` says which facts those are.
"""

from __future__ import annotations

import json
from html import escape
from typing import Any, Final

from lxml import etree

from octavo.dialects.record import Creator, Record, date_parts, record, three_letters
from octavo.model import Imprint

DATACITE: Final = "http://datacite.org/schema/kernel-4"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_NSMAP: Final[Any] = {None: DATACITE, "xsi": _XSI}  # the stubs know no default namespace
_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
# DataCite's "standard values for unknown information": a DOI may be reserved, it is never made up.
TO_BE_ASSIGNED: Final = ":tba"
UNAVAILABLE: Final = ":unav"


def compact(value: Any) -> Any:
    """`value` without empty members."""
    if isinstance(value, dict):
        items = {key: compact(item) for key, item in value.items()}
        return {key: item for key, item in items.items() if item not in ("", [], {}, None)}
    return [compact(item) for item in value] if isinstance(value, list) else value


def as_json(value: Any) -> str:
    """JSON as a person can read it, the same bytes every time."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


# ---------------------------------------------------------------- CITATION.cff


def cff(imprint: Imprint) -> str:
    """``CITATION.cff`` 1.2.0: the release as a dataset, the report as its preferred citation.

    CFF knows only software and data sets at its top level; a report is a `preferred-citation`.
    Empty without a title and an author, which CFF demands.
    """
    facts = record(imprint)
    if not (facts.title and facts.creators):
        return ""
    head = {
        "cff-version": "1.2.0",
        "message": "Please cite the report itself, as given under preferred-citation.",
        "type": "dataset",
        **_cff_common(facts),
        "version": facts.version,
        "date-released": facts.released if len(facts.released) == 10 else "",
        "keywords": list(facts.keywords),
        "preferred-citation": _cff_report(facts),
    }
    return "\n".join(_yaml(compact(head))) + "\n"


def _cff_common(facts: Record) -> dict[str, Any]:
    return {
        "title": facts.title,
        "authors": [_cff_name(creator) for creator in facts.creators],
        "abstract": facts.abstract,
        "doi": facts.doi,
        "url": facts.url,
        "license": facts.licence,
        "license-url": "" if facts.licence else facts.licence_url,
    }


def _cff_report(facts: Record) -> dict[str, Any]:
    date = facts.date
    publisher = {"name": facts.publisher.name, "city": facts.publisher.place, "website": facts.publisher.url}
    return {
        "type": "report",
        **_cff_common(facts),
        "publisher": publisher if facts.publisher.name else {},
        "institution": {"name": facts.publisher.name},
        "collection-title": facts.series,
        "number": facts.number,
        "issn": facts.issn,
        "isbn": facts.isbn,
        "year": date[0] if date else "",
        "month": date[1] if len(date) > 1 else "",
        "date-published": facts.date_iso if len(date) == 3 else "",
        "issue-date": facts.date_stated,
        "version": facts.version,
        "copyright": facts.rights,
        "languages": [code] if (code := three_letters(facts.lang)) else [],
    }


def _cff_name(creator: Creator) -> dict[str, str]:
    if not creator.personal:
        return {"name": creator.name}
    orcid = f"https://orcid.org/{creator.orcid}" if creator.orcid else ""
    return {
        "family-names": creator.family,
        "given-names": creator.given,
        "affiliation": creator.affiliation,
        "orcid": orcid,
    }


def _yaml(value: dict[str, Any], indent: str = "") -> list[str]:
    """Block YAML whose strings are JSON strings, which YAML 1.2 reads the same way."""
    lines: list[str] = []
    for key, item in value.items():
        if isinstance(item, dict):
            lines += [f"{indent}{key}:", *_yaml(item, indent + "  ")]
        elif isinstance(item, list):
            lines.append(f"{indent}{key}:")
            for entry in item:
                inner = _yaml(entry) if isinstance(entry, dict) else [json.dumps(entry, ensure_ascii=False)]
                lines.append(f"{indent}  - {inner[0]}")
                lines += [f"{indent}    {line}" for line in inner[1:]]
        else:
            lines.append(f"{indent}{key}: {json.dumps(item, ensure_ascii=False)}")
    return lines


# ---------------------------------------------------------------- DataCite


def _year(facts: Record) -> int:
    """Year of publication; that of this release where the work's own is not stated; 0 if neither."""
    date = facts.date or date_parts(facts.released)
    return date[0] if date else 0


def datacite(imprint: Imprint) -> dict[str, Any]:
    """DataCite metadata 4.5 as JSON; empty without title, publisher or any year, which it demands."""
    facts = record(imprint)
    if not (facts.title and facts.publisher.name and _year(facts)):
        return {}
    value = {
        "doi": facts.doi,
        "types": {"resourceType": "Report", "resourceTypeGeneral": "Report"},
        "creators": [_datacite_name(creator) for creator in facts.creators] or [{"name": UNAVAILABLE}],
        "titles": [{"title": facts.title, "lang": facts.lang}],
        "publisher": {"name": facts.publisher.name},
        "publicationYear": str(_year(facts)),
        "subjects": [{"subject": keyword} for keyword in facts.keywords],
        "dates": [
            {"date": date, "dateType": kind, "dateInformation": information}
            for date, kind, information in _datacite_dates(facts)
        ],
        "language": facts.lang,
        "alternateIdentifiers": [
            {"alternateIdentifier": value, "alternateIdentifierType": kind}
            for kind, value in _alternates(facts)
        ],
        "version": facts.version,
        "rightsList": _datacite_rights(facts),
        "descriptions": [
            {"description": text, "descriptionType": kind} for kind, text in _descriptions(facts)
        ],
        "relatedItems": [_datacite_series(facts)] if facts.series else [],
        "schemaVersion": DATACITE,
    }
    result: dict[str, Any] = compact(value)
    return result


def datacite_json(imprint: Imprint) -> str:
    """The same as a file; empty where a mandatory fact is missing."""
    value = datacite(imprint)
    return as_json(value) if value else ""


def _datacite_name(creator: Creator) -> dict[str, Any]:
    orcid = {
        "nameIdentifier": f"https://orcid.org/{creator.orcid}",
        "nameIdentifierScheme": "ORCID",
        "schemeUri": "https://orcid.org",
    }
    return {
        "name": creator.name,
        "nameType": "Personal" if creator.personal else "",
        "givenName": creator.given,
        "familyName": creator.family,
        "nameIdentifiers": [orcid] if creator.orcid else [],
        "affiliation": [{"name": creator.affiliation}] if creator.affiliation else [],
    }


def _datacite_dates(facts: Record) -> list[tuple[str, str, str]]:
    """``(date, dateType, dateInformation)``; the release date updates the work, it does not issue it."""
    dates = [(facts.date_iso, "Issued", ""), (facts.released, "Updated", f"Edition {facts.version}")]
    return [entry for entry in dates if entry[0]]


def _alternates(facts: Record) -> list[tuple[str, str]]:
    entries = [("Octavo edition", facts.id), ("URL", facts.url), ("ISBN", facts.isbn)]
    return [entry for entry in entries if entry[1]]


def _datacite_rights(facts: Record) -> list[dict[str, str]]:
    licence = {"rights": facts.licence or facts.licence_url, "rightsUri": facts.licence_url}
    if facts.licence:
        licence |= {"rightsIdentifier": facts.licence, "rightsIdentifierScheme": "SPDX"}
        licence |= {"schemeUri": "https://spdx.org/licenses/"}
    stated = {"rights": facts.rights}
    return [entry for entry in (stated, licence if facts.licence_url else {}) if any(entry.values())]


def _descriptions(facts: Record) -> list[tuple[str, str]]:
    series = ", ".join(part for part in (facts.series, facts.number) if part)
    entries = [("Abstract", facts.abstract), ("SeriesInformation", series)]
    return [entry for entry in entries if entry[1]]


def _datacite_series(facts: Record) -> dict[str, Any]:
    identifier = {"relatedItemIdentifier": facts.issn, "relatedItemIdentifierType": "ISSN"}
    return {
        "relationType": "IsPublishedIn",
        # DataCite has no general type for a series of reports; its guide names Collection for series.
        "relatedItemType": "Collection",
        "relatedItemIdentifier": identifier if facts.issn else {},
        "titles": [{"title": facts.series}],
        "number": facts.number,
        "numberType": "Report" if facts.number else "",
    }


def datacite_xml(imprint: Imprint) -> str:
    """DataCite kernel-4 XML (4.6's schema); a DOI not yet assigned is ``(:tba)``, DataCite's own code."""
    facts = record(imprint)
    if not (facts.title and facts.publisher.name and _year(facts)):
        return ""
    root = etree.Element(f"{{{DATACITE}}}resource", nsmap=_NSMAP)
    location = f"{DATACITE} http://schema.datacite.org/meta/kernel-4/metadata.xsd"
    root.set(f"{{{_XSI}}}schemaLocation", location)
    _add(root, "identifier", facts.doi or f"({TO_BE_ASSIGNED})", identifierType="DOI")
    _add_creators(root, facts)
    _add(_add(root, "titles"), "title", facts.title).set(_XML_LANG, facts.lang or "und")
    _add(root, "publisher", facts.publisher.name)
    _add(root, "publicationYear", str(_year(facts)))
    _add(root, "resourceType", "Report", resourceTypeGeneral="Report")
    _add_details(root, facts)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True).decode()


def _add(parent: etree._Element, tag: str, text: str = "", **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{DATACITE}}}{tag}", dict(attributes))
    element.text = text or None
    return element


def _add_creators(root: etree._Element, facts: Record) -> None:
    creators = _add(root, "creators")
    for creator in facts.creators or (Creator(f"({UNAVAILABLE})"),):
        element = _add(creators, "creator")
        name = _add(element, "creatorName", creator.name)
        if creator.personal:
            name.set("nameType", "Personal")
        for tag, text in (("givenName", creator.given), ("familyName", creator.family)):
            if text:
                _add(element, tag, text)
        if creator.orcid:
            scheme = {"nameIdentifierScheme": "ORCID", "schemeURI": "https://orcid.org"}
            _add(element, "nameIdentifier", f"https://orcid.org/{creator.orcid}", **scheme)
        if creator.affiliation:
            _add(element, "affiliation", creator.affiliation)


def _add_details(root: etree._Element, facts: Record) -> None:
    """What is optional, in the order of the guide."""
    _add_list(root, "subjects", "subject", [(keyword, {}) for keyword in facts.keywords])
    _add_list(
        root, "dates", "date", [(date, _date_attributes(*rest)) for date, *rest in _datacite_dates(facts)]
    )
    if facts.lang:
        _add(root, "language", facts.lang)
    alternates = [(value, {"alternateIdentifierType": kind}) for kind, value in _alternates(facts)]
    _add_list(root, "alternateIdentifiers", "alternateIdentifier", alternates)
    if facts.version:
        _add(root, "version", facts.version)
    rights = [(entry["rights"], _rights_attributes(entry)) for entry in _datacite_rights(facts)]
    _add_list(root, "rightsList", "rights", rights)
    texts = [(text, {"descriptionType": kind}) for kind, text in _descriptions(facts)]
    _add_list(root, "descriptions", "description", texts)
    if facts.series:
        _add_series(_add(root, "relatedItems"), facts)


def _add_list(
    root: etree._Element, outer: str, inner: str, entries: list[tuple[str, dict[str, str]]]
) -> None:
    if entries:
        parent = _add(root, outer)
        for text, attributes in entries:
            _add(parent, inner, text, **attributes)


def _date_attributes(kind: str, information: str) -> dict[str, str]:
    return {"dateType": kind} | ({"dateInformation": information} if information else {})


def _rights_attributes(entry: dict[str, str]) -> dict[str, str]:
    names = {
        "rightsUri": "rightsURI",
        "rightsIdentifier": "rightsIdentifier",
        "rightsIdentifierScheme": "rightsIdentifierScheme",
        "schemeUri": "schemeURI",
    }
    return {name: entry[key] for key, name in names.items() if entry.get(key)}


def _add_series(parent: etree._Element, facts: Record) -> None:
    kinds = {"relatedItemType": "Collection", "relationType": "IsPublishedIn"}
    item = _add(parent, "relatedItem", **kinds)
    if facts.issn:
        _add(item, "relatedItemIdentifier", facts.issn, relatedItemIdentifierType="ISSN")
    _add(_add(item, "titles"), "title", facts.series)
    if facts.number:
        _add(item, "number", facts.number, numberType="Report")


# ---------------------------------------------------------------- Zenodo


def zenodo(imprint: Imprint) -> str:
    """``.zenodo.json``, the deposit metadata of Zenodo's API; it wins over ``CITATION.cff`` there.

    Zenodo asks for an access right: open with a licence it knows by its SPDX name, closed (metadata
    only, until somebody with the right to decides otherwise) without one; for what is open and names no
    licence Zenodo takes CC BY, which nobody granted.
    """
    facts = record(imprint)
    if not (facts.title and facts.creators):
        return ""
    value = {
        "title": facts.title,
        "upload_type": "publication",
        "publication_type": "report",
        "description": f"<p>{escape(facts.abstract or _plain_description(facts))}</p>",
        "creators": [
            {"name": creator.name, "affiliation": creator.affiliation, "orcid": creator.orcid}
            for creator in facts.creators
        ],
        "publication_date": facts.date_iso or facts.released,
        "access_right": "open" if facts.licence else "closed",
        "license": facts.licence.lower(),
        "doi": facts.doi,
        "version": facts.version,
        "language": three_letters(facts.lang),
        "keywords": list(facts.keywords),
        "notes": facts.rights,
        "imprint_publisher": facts.publisher.name,
        "imprint_isbn": facts.isbn,
        "imprint_place": facts.publisher.place,
    }
    return as_json(compact(value))


def _plain_description(facts: Record) -> str:
    series = " ".join(part for part in (facts.series, facts.number) if part)
    return ". ".join(part for part in (facts.title, series, facts.publisher.name) if part) + "."
