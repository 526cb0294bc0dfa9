"""OPDS 2.0: the catalogue as JSON, after the Readium Web Publication Manifest's metadata."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from octavo.catalogue.covers import HEIGHT, WIDTH
from octavo.catalogue.entries import (
    CatalogueEntry,
    Head,
    acquired,
    entry_urn,
    label,
    page,
    path,
    thumbnail_file,
    updated,
)
from octavo.catalogue.feeds import ATOM, OPDS, OPEN_ACCESS
from octavo.catalogue.kinship import Kin
from octavo.catalogue.sheets import PER_SHEET, Sheet, sheets
from octavo.dialects.record import Creator, Record
from octavo.model import Artifact

OPDS2: Final = "application/opds+json"
_NUMBER: Final = re.compile(r"\d+(\.\d+)?")


_STEM: Final = "opds.json"


def opds2_feed(entries: tuple[CatalogueEntry, ...], kin: Kin, head: Head, title: str) -> tuple[Artifact, ...]:
    """``opds.json`` of all dated entries, newest first, in sheets where there are many."""
    return tuple(_sheet(sheet, kin, head, title) for sheet in sheets(entries))


def _sheet(sheet: Sheet, kin: Kin, head: Head, title: str) -> Artifact:
    metadata = {"title": title, "modified": updated(sheet.entries[0]), "numberOfItems": sheet.listed}
    if sheet.total > 1:
        metadata |= {"itemsPerPage": PER_SHEET, "currentPage": sheet.number}
    links = [
        {"rel": "self", "href": head.address(sheet.name(_STEM)), "type": OPDS2},
        {"rel": "alternate", "href": head.address("opds.xml"), "type": OPDS},
        {"rel": "alternate", "href": head.address("index.html"), "type": "text/html"},
        {"rel": "alternate", "href": head.address("atom.xml"), "type": ATOM},
    ]
    links += [
        {"rel": relation, "href": head.address(name), "type": OPDS2} for relation, name in sheet.links(_STEM)
    ]
    publications = [_json(_publication(entry, kin, head)) for entry in sheet.entries]
    # One publication a line: as easy to look through as if it were indented, smaller, and written faster.
    begin = _json({"metadata": metadata, "links": links}).removesuffix("}")
    text = begin + ', "publications": [\n' + ",\n".join(publications) + "\n]}\n"
    return Artifact(sheet.name(_STEM), OPDS2, text.encode())


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _publication(entry: CatalogueEntry, kin: Kin, head: Head) -> dict[str, Any]:
    links = [_acquisition(entry, head, file.name, file.bare_type, file.size) for file in acquired(entry)]
    links += [_translation(other, head) for other in kin[entry.id] if page(other)]
    if entry.facts.licence_url:
        links.append({"rel": "license", "href": entry.facts.licence_url})
    publication: dict[str, Any] = {"metadata": _metadata(entry), "links": links}
    if cover := thumbnail_file(entry):
        address = head.address(path(entry, cover.name))
        image = {"href": address, "type": cover.bare_type, "width": WIDTH, "height": HEIGHT}
        publication["images"] = [image]
    return publication


def _acquisition(entry: CatalogueEntry, head: Head, name: str, kind: str, size: int) -> dict[str, Any]:
    title = next(label(entry, file) for file in entry.files if file.name == name)
    link = {"rel": OPEN_ACCESS, "href": head.address(path(entry, name)), "type": kind, "title": title}
    return {**link, "size": size} if size else link


def _translation(other: CatalogueEntry, head: Head) -> dict[str, Any]:
    file = page(other)
    assert file
    return {
        "rel": "alternate",
        "href": head.address(path(other, file.name)),
        "type": file.bare_type,
        "language": other.imprint.lang,
        "title": other.facts.title,
    }


def _metadata(entry: CatalogueEntry) -> dict[str, Any]:
    facts = entry.facts
    values = {
        "@type": "http://schema.org/Report",
        "identifier": facts.identifier if facts.doi else entry_urn(entry),
        "title": facts.title or entry.id,
        "author": [_contributor(creator) for creator in facts.creators],
        "publisher": facts.publisher.name,
        "language": facts.lang,
        # The schema knows whole dates only; a year alone is not made into a day.
        "published": facts.date_iso if len(facts.date) == 3 else "",
        "modified": updated(entry),
        "description": facts.abstract,
        "subject": list(facts.keywords),
        "belongsTo": _series(facts),
    }
    return {key: value for key, value in values.items() if value}


def _contributor(creator: Creator) -> dict[str, str]:
    values = {"name": creator.natural, "sortAs": creator.name if creator.personal else ""}
    values["identifier"] = f"https://orcid.org/{creator.orcid}" if creator.orcid else ""
    return {key: value for key, value in values.items() if value}


def _series(facts: Record) -> dict[str, Any]:
    if not facts.series:
        return {}
    series: dict[str, Any] = {"name": facts.series}
    if _NUMBER.fullmatch(facts.number):
        series["position"] = float(facts.number) if "." in facts.number else int(facts.number)
    return {"series": series}
