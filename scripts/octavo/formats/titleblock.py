"""The head of the paper and its bibliographic facts, alike on the page, in the EPUB and on the cover."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.dialects.autonyms import autonym
from octavo.dialects.record import Creator, Record, display_date, record
from octavo.formats.claims import Claims, statement
from octavo.formats.markup import Child, Element, add, contents, make
from octavo.formats.phrases import Phrases, phrases_for
from octavo.model import Imprint, Translation


def title_block(imprint: Imprint, title: Element) -> Element:
    """``header.title-block``: series line, title, subtitle, authors, date. Only what is stated."""
    facts = record(imprint)
    header = make("header", {"class": "title-block"})
    if facts.series or facts.number:
        parts = [part for part in (facts.series, facts.number) if part]
        header.append(make("p", {"class": "series"}, *_spaced([make("span", None, part) for part in parts])))
    header.append(make("h1", {"class": "title"}, *contents(title)))
    if imprint.subtitle:
        header.append(make("p", {"class": "subtitle"}, imprint.subtitle))
    if facts.creators:
        header.append(make("ul", {"class": "authors"}, *map(_author, facts.creators)))
    if date := dated(imprint):
        header.append(make("p", {"class": "date"}, *date))
    return header


def _spaced(items: list[Element]) -> Iterator[Child]:
    for index, item in enumerate(items):
        if index:
            yield " "
        yield item


def _author(creator: Creator) -> Element:
    item = make("li", None, make("span", {"class": "author"}, creator.shown))
    if creator.affiliation:
        add(item, " ", make("span", {"class": "affiliation"}, creator.affiliation))
    return item


def dated(imprint: Imprint) -> tuple[Child, ...]:
    """The publication date for a reader; a calendar date as ``time``."""
    facts, shown = record(imprint), display_date(imprint)
    if not shown:
        return ()
    return (make("time", {"datetime": facts.date_iso}, shown),) if facts.date else (shown,)


def facts_list(imprint: Imprint, phrases: Phrases, *, pages_from: str, linked: bool = False) -> Element:
    """``dl.facts``: publisher, series, version, rights, identifiers, translations, source of the pages.

    `linked` where editions of other languages lie beside this one in ``build/``, as they do for HTML.
    """
    rows = make("dl", {"class": "facts"})
    for term, value in _facts(record(imprint), phrases, pages_from):
        add(rows, make("dt", None, term), make("dd", None, *value))
    if imprint.translations:
        others = _spaced([_translation(other, linked=linked) for other in imprint.translations])
        add(rows, make("dt", None, phrases.translations), make("dd", None, *others))
    return rows


def _translation(other: Translation, *, linked: bool) -> Element:
    """``한국어 (co-23-31-ko)``: the language in itself and the edition's id, which finds it anywhere."""
    name = f"{autonym(other.lang)} ({other.id})"
    if not linked:
        return make("span", {"lang": other.lang}, name)
    address = f"../{other.id}/{other.id}.html"
    return make("a", {"href": address, "hreflang": other.lang, "lang": other.lang}, name)


def _facts(facts: Record, phrases: Phrases, pages_from: str) -> Iterator[tuple[str, tuple[Child, ...]]]:
    publisher = facts.publisher
    place = ", ".join(part for part in (publisher.name, publisher.place) if part)
    yield from _row(phrases.publisher, (_link(publisher.url, place),) if publisher.url else (place,))
    yield from _row(phrases.series, (" ".join(part for part in (facts.series, facts.number) if part),))
    yield from _row("ISSN", (facts.issn,))
    yield from _row("ISBN", (facts.isbn,))
    yield from _row("DOI", (_link(f"https://doi.org/{facts.doi}", facts.doi),) if facts.doi else ("",))
    yield from _row(phrases.version, (" · ".join(part for part in (facts.version, facts.released) if part),))
    yield from _row(phrases.rights, (facts.rights,))
    licence = facts.licence or facts.licence_url
    yield from _row(
        phrases.licence, (_link(facts.licence_url, licence),) if facts.licence_url else (licence,)
    )
    yield from _row(phrases.copied_from, (pages_from,))


def _row(term: str, value: tuple[Child, ...]) -> Iterator[tuple[str, tuple[Child, ...]]]:
    if any(part != "" for part in value):
        yield term, value


def _link(address: str, text: str) -> Element:
    return make("a", {"href": address}, text)


def accessibility(claims: Claims, phrases: Phrases) -> tuple[Element, ...]:
    """Heading and sentences of the accessibility statement, in the language of the house's words."""
    told = statement(claims, phrases)
    lines = [make("p", {"lang": phrases.lang}, sentence) for sentence in told if sentence]
    return (make("h3", None, phrases.accessibility), *lines) if lines else ()


def pages_source(imprint: Imprint, *, pages: bool) -> str:
    """The paginated source of the page numbers, by name: the PDF of the same build."""
    if not pages:
        return ""
    named = " ".join(part for part in (record(imprint).series, record(imprint).number) if part)
    return phrases_for(imprint.lang).pages_of.format(
        name=named or imprint.title_plain, version=imprint.version, file=f"{imprint.id}.pdf"
    )
