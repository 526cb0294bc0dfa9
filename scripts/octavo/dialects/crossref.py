"""Crossref deposit of a report (`report-paper`, input schema 5.5.0).

In: an `Imprint`, and a `Depositor` when somebody in fact deposits. Out: XML valid by Crossref's
schema, or an empty string where a mandatory fact is missing. Crossref demands the e-mail address of
the depositor and a batch number; those belong to a deposit, not to an edition, so without a
depositor the file is the bare ``report-paper`` element, which a depositor wraps into a
``doi_batch``. Without a DOI it carries no ``doi_data``: a DOI may be reserved, never invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from octavo.dialects.record import Creator, Record, record
from octavo.dialects.web import csl_date, csl_items, csl_names
from octavo.model import Imprint

CROSSREF: Final = "http://www.crossref.org/schema/5.5.0"
JATS: Final = "http://www.ncbi.nlm.nih.gov/JATS1"
ACCESS: Final = "http://www.crossref.org/AccessIndicators.xsd"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
# The stubs know no default namespace.
_NSMAP: Final[Any] = {None: CROSSREF, "xsi": _XSI, "jats": JATS, "ai": ACCESS}


@dataclass(frozen=True)
class Depositor:
    """Who deposits at Crossref; stated by the user, never by an edition."""

    name: str
    email: str
    registrant: str


def crossref_xml(imprint: Imprint, references: str = "[]", *, depositor: Depositor | None = None) -> str:
    """The deposit, with the works cited from CSL-JSON; empty without title or year."""
    facts = record(imprint)
    if not (facts.title and facts.date):
        return ""
    if depositor is None:
        root = paper = etree.Element(f"{{{CROSSREF}}}report-paper", nsmap=_NSMAP)
    else:
        root = etree.Element(f"{{{CROSSREF}}}doi_batch", {"version": "5.5.0"}, nsmap=_NSMAP)
        _add_head(root, facts, depositor)
        paper = _add(_add(root, "body"), "report-paper")
    root.set(f"{{{_XSI}}}schemaLocation", f"{CROSSREF} https://www.crossref.org/schemas/crossref5.5.0.xsd")
    paper.set("publication_type", "full_text")
    _add_paper(paper, facts, references)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True).decode()


def _add(parent: etree._Element, tag: str, text: str = "", **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{CROSSREF}}}{tag}", dict(attributes))
    element.text = text or None
    return element


def _add_head(root: etree._Element, facts: Record, depositor: Depositor) -> None:
    head = _add(root, "head")
    _add(head, "doi_batch_id", f"{facts.id}-{facts.version}")
    # A number that grows with each deposit; the release date makes it the same for the same release.
    _add(head, "timestamp", f"{facts.released.replace('-', ''):0<17}")
    person = _add(head, "depositor")
    _add(person, "depositor_name", depositor.name)
    _add(person, "email_address", depositor.email)
    _add(head, "registrant", depositor.registrant)


def _add_paper(paper: etree._Element, facts: Record, references: str) -> None:
    """Elements in the one order that the schema allows; a series needs an ISSN there."""
    kind = "report-paper_series_metadata" if facts.series and facts.issn else "report-paper_metadata"
    metadata = _add(paper, kind)
    if facts.lang:
        metadata.set("language", facts.lang.split("-")[0].lower())
    if kind == "report-paper_series_metadata":
        series = _add(metadata, "series_metadata")
        _add(_add(series, "titles"), "title", facts.series)
        _add(series, "issn", facts.issn)
    _add_contributors(metadata, facts.creators)
    _add(_add(metadata, "titles"), "title", facts.title)
    series_form = kind != "report-paper_metadata"
    if not series_form:
        _add_edition(metadata, facts)
    _add_abstract(metadata, facts)
    if series_form:
        _add_text(metadata, "volume", facts.number, limit=32)
        _add_edition(metadata, facts)
    _add_publication(metadata, facts)
    _add_licence(metadata, facts)
    if facts.doi and facts.url:
        doi = _add(metadata, "doi_data")
        _add(doi, "doi", facts.doi)
        _add(doi, "resource", facts.url)
    _add_references(metadata, references)


def _add_text(parent: etree._Element, tag: str, text: str, *, limit: int) -> None:
    if text and len(text) <= limit:
        _add(parent, tag, text)


def _add_edition(metadata: etree._Element, facts: Record) -> None:
    _add_text(metadata, "edition_number", facts.version, limit=15)


def _add_abstract(metadata: etree._Element, facts: Record) -> None:
    if facts.abstract:
        abstract = etree.SubElement(metadata, f"{{{JATS}}}abstract")
        etree.SubElement(abstract, f"{{{JATS}}}p").text = facts.abstract


def _add_contributors(metadata: etree._Element, creators: tuple[Creator, ...]) -> None:
    if not creators:
        return
    contributors = _add(metadata, "contributors")
    for index, creator in enumerate(creators):
        order = {"sequence": "first" if index == 0 else "additional", "contributor_role": "author"}
        if not creator.personal:
            _add(contributors, "organization", creator.name, **order)
            continue
        person = _add(contributors, "person_name", **order)
        _add_text(person, "given_name", creator.given, limit=60)
        _add(person, "surname", creator.family)
        if creator.affiliation:
            institution = _add(_add(person, "affiliations"), "institution")
            _add(institution, "institution_name", creator.affiliation)
        if creator.orcid:
            _add(person, "ORCID", f"https://orcid.org/{creator.orcid}")


def _add_publication(metadata: etree._Element, facts: Record) -> None:
    date = _add(metadata, "publication_date", media_type="online")
    for tag, part in zip(("month", "day"), facts.date[1:], strict=False):
        _add(date, tag, f"{part:02d}")
    _add(date, "year", str(facts.date[0]))
    _add_text(metadata, "isbn", facts.isbn, limit=17)
    if facts.publisher.name:
        publisher = _add(metadata, "publisher")
        _add(publisher, "publisher_name", facts.publisher.name)
        _add_text(publisher, "publisher_place", facts.publisher.place, limit=255)
        institution = _add(metadata, "institution")
        _add(institution, "institution_name", facts.publisher.name)
        _add_text(institution, "institution_acronym", facts.publisher.short, limit=35)
        _add_text(institution, "institution_place", facts.publisher.place, limit=255)
    if facts.number and len(facts.number) <= 32:
        _add(_add(metadata, "publisher_item"), "item_number", facts.number, item_number_type="report-number")


def _add_licence(metadata: etree._Element, facts: Record) -> None:
    if facts.licence_url:
        program = etree.SubElement(metadata, f"{{{ACCESS}}}program", {"name": "AccessIndicators"})
        etree.SubElement(program, f"{{{ACCESS}}}license_ref").text = facts.licence_url


def _add_references(metadata: etree._Element, references: str) -> None:
    items = csl_items(references)
    if not items:
        return
    citations = _add(metadata, "citation_list")
    for index, item in enumerate(items, start=1):
        citation = _add(citations, "citation", key=f"ref-{index}")
        in_journal = item.get("type") == "article-journal"
        title, container = str(item.get("title") or ""), str(item.get("container-title") or "")
        names = csl_names(item)
        fields = [
            ("journal_title", container if in_journal else ""),
            ("author", names[0] if names else ""),
            ("volume", str(item.get("volume") or "")),
            ("issue", str(item.get("issue") or "")),
            ("first_page", str(item.get("page") or "").replace("–", "-").split("-")[0]),
            ("cYear", csl_date(item)[:4]),
            ("doi", str(item.get("DOI") or "")),
            ("isbn", str(item.get("ISBN") or "")),
            ("volume_title", "" if in_journal else title),
            ("article_title", title if in_journal else ""),
        ]
        for tag, text in fields:
            if text:
                _add(citation, tag, text)
