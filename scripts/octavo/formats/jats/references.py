"""Works cited as ``ref-list``, told from CSL-JSON records. Editorial: the author's notes stay as they are."""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree

from octavo.dialects import clean
from octavo.dialects.web import csl_date, csl_items

_KINDS: Final = {
    "article-journal": "journal",
    "article-magazine": "magazine",
    "article-newspaper": "newspaper",
    "book": "book",
    "chapter": "book",
    "report": "report",
    "thesis": "thesis",
    "webpage": "web",
    "post-weblog": "web",
    "paper-conference": "confproc",
}
_HREF: Final = "{http://www.w3.org/1999/xlink}href"


def record_ids(references: str) -> tuple[str, ...]:
    """Keys of the records, in their order."""
    return tuple(str(item["id"]) for item in csl_items(references) if item.get("id"))


def ref_id(key: str) -> str:
    """XML id of a record's ``ref``: ``ref-`` and the key; other signs than a name allows become ``_``."""
    return "ref-" + re.sub(r"[^\w.-]", "_", key)


def add_references(back: etree._Element, references: str, heading: str) -> None:
    """Add ``ref-list`` to the back matter unless there are no records."""
    items = [item for item in csl_items(references) if item.get("id")]
    if not items:
        return
    listing = etree.SubElement(back, "ref-list", {"content-type": "editorial"})
    etree.SubElement(listing, "title").text = heading
    for item in items:
        ref = etree.SubElement(listing, "ref", {"id": ref_id(str(item["id"]))})
        kind = _KINDS.get(str(item.get("type")), "other")
        _fill(etree.SubElement(ref, "element-citation", {"publication-type": kind}), item)


def _fill(citation: etree._Element, item: dict[str, Any]) -> None:
    _add_people(citation, item, "author")
    contained = item.get("container-title")
    title = "article-title" if contained and item.get("type") != "chapter" else "chapter-title"
    _add(citation, title if contained else "source", item.get("title"))
    if contained:
        _add(citation, "source", contained)
    _add_people(citation, item, "editor")
    _add_year(citation, item)
    _add(citation, "volume", item.get("volume"))
    _add(citation, "issue", item.get("issue"))
    _add(citation, "edition", item.get("edition"))
    _add_pages(citation, clean(str(item.get("page") or "")))
    _add(citation, "publisher-name", item.get("publisher"))
    _add(citation, "publisher-loc", item.get("publisher-place"))
    _add(citation, "isbn", item.get("ISBN"))
    _add(citation, "issn", item.get("ISSN"))
    _add(citation, "pub-id", item.get("DOI"), **{"pub-id-type": "doi"})
    if item.get("URL"):
        _add(citation, "ext-link", item["URL"], **{"ext-link-type": "uri", _HREF: clean(str(item["URL"]))})


def _add(parent: etree._Element, tag: str, value: Any, **attributes: str) -> None:
    # CSL allows light HTML in titles; here it is told without.
    text = clean(re.sub(r"</?(?:i|b|sc|sup|sub|span)\b[^>]*>", "", str(value))) if value else ""
    if text:
        etree.SubElement(parent, tag, dict(attributes)).text = text


def _add_people(citation: etree._Element, item: dict[str, Any], role: str) -> None:
    people = item.get(role)
    if not isinstance(people, list) or not people:
        return
    group = etree.SubElement(citation, "person-group", {"person-group-type": role})
    for person in people:
        if not isinstance(person, dict):
            continue
        if person.get("family"):
            name = etree.SubElement(group, "name")
            _add(name, "surname", person["family"])
            _add(name, "given-names", person.get("given"))
        else:
            _add(group, "collab", person.get("literal"))


def _add_year(citation: etree._Element, item: dict[str, Any]) -> None:
    date = csl_date(item)
    if re.match(r"\d{4}", date):
        _add(citation, "year", date[:4], **{"iso-8601-date": date})
    else:
        _add(citation, "string-date", date)


def _add_pages(citation: etree._Element, pages: str) -> None:
    first, sign, last = (part.strip() for part in re.split(r"([-–—])", pages + "-", maxsplit=1))
    _add(citation, "fpage", first)
    last = last.rstrip("-").strip()
    if sign and last:
        _add(citation, "lpage", last)
