"""Front matter of the JATS article, told from the imprint: what is stated, in the order of the schema."""

from __future__ import annotations

from typing import Final

from lxml import etree

from octavo.dialects import Creator, Record, clean, record
from octavo.model import Imprint

_HREF: Final = "{http://www.w3.org/1999/xlink}href"


def add_front(root: etree._Element, imprint: Imprint, title: etree._Element) -> None:
    """Add ``front`` to the article; `title` is the title's inline content."""
    facts = record(imprint)
    front = etree.SubElement(root, "front")
    _add_series(front, facts)
    meta = etree.SubElement(front, "article-meta")
    _text(meta, "article-id", facts.doi, **{"pub-id-type": "doi"})
    _text(meta, "article-id", facts.number, **{"pub-id-type": "publisher-id"})
    _text(meta, "article-id", facts.id, **{"pub-id-type": "other", "specific-use": "octavo-edition"})
    group = etree.SubElement(meta, "title-group")
    place = etree.SubElement(group, "article-title")
    _text(group, "subtitle", clean(imprint.subtitle))
    _add_authors(meta, facts.creators)
    _add_date(meta, facts)
    _text(meta, "isbn", facts.isbn)
    _add_rights(meta, facts)
    _text(meta, "self-uri", facts.url, **{_HREF: facts.url})
    if facts.abstract:
        _text(etree.SubElement(meta, "abstract"), "p", facts.abstract)
    if facts.keywords:
        group = etree.SubElement(meta, "kwd-group")
        for keyword in facts.keywords:
            _text(group, "kwd", keyword)
    _add_edition(meta, facts)
    etree.indent(front, level=1)
    # The title comes after the indenting, which would put white space into its running text.
    place.text = title.text
    place.extend(list(title))


def _text(parent: etree._Element, tag: str, text: str, **attributes: str) -> None:
    if text:
        etree.SubElement(parent, tag, dict(attributes)).text = text


def _add_series(front: etree._Element, facts: Record) -> None:
    if not (facts.series or facts.publisher.name):
        return
    meta = etree.SubElement(front, "journal-meta")
    if facts.publisher.short:
        _text(meta, "journal-id", facts.publisher.short, **{"journal-id-type": "publisher-id"})
    if facts.series:
        _text(etree.SubElement(meta, "journal-title-group"), "journal-title", facts.series)
    _text(meta, "issn", facts.issn)
    if facts.publisher.name:
        publisher = etree.SubElement(meta, "publisher")
        _text(publisher, "publisher-name", facts.publisher.name)
        _text(publisher, "publisher-loc", facts.publisher.place)


def _add_authors(meta: etree._Element, creators: tuple[Creator, ...]) -> None:
    if not creators:
        return
    group = etree.SubElement(meta, "contrib-group")
    for creator in creators:
        contrib = etree.SubElement(group, "contrib", {"contrib-type": "author"})
        orcid = f"https://orcid.org/{creator.orcid}" if creator.orcid else ""
        _text(contrib, "contrib-id", orcid, **{"contrib-id-type": "orcid"})
        if creator.personal:
            name = etree.SubElement(contrib, "name")
            _text(name, "surname", creator.family)
            _text(name, "given-names", creator.given)
        else:
            _text(contrib, "collab", creator.name)
        _text(contrib, "aff", creator.affiliation)


def _add_date(meta: etree._Element, facts: Record) -> None:
    kind = {"date-type": "pub", "publication-format": "electronic"}
    if facts.date:
        date = etree.SubElement(meta, "pub-date", kind | {"iso-8601-date": facts.date_iso})
        parts = dict(zip(("year", "month", "day"), facts.date, strict=False))
        for name in ("day", "month", "year"):
            if name in parts:
                _text(date, name, str(parts[name]) if name == "year" else f"{parts[name]:02d}")
    elif facts.date_stated:
        _text(etree.SubElement(meta, "pub-date", kind), "string-date", facts.date_stated)


def _add_rights(meta: etree._Element, facts: Record) -> None:
    if not (facts.rights or facts.licence_url):
        return
    permissions = etree.SubElement(meta, "permissions")
    _text(permissions, "copyright-statement", facts.rights)
    if facts.licence_url:
        licence = etree.SubElement(permissions, "license", {_HREF: facts.licence_url})
        _text(licence, "license-p", facts.licence or facts.licence_url)


def _add_edition(meta: etree._Element, facts: Record) -> None:
    stated = [("edition-version", facts.version), ("edition-released", facts.released)]
    group = etree.SubElement(meta, "custom-meta-group")
    for name, value in stated:
        if value:
            entry = etree.SubElement(group, "custom-meta")
            _text(entry, "meta-name", name)
            _text(entry, "meta-value", value)
    if not len(group):
        meta.remove(group)
