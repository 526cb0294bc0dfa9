"""EDGE (reads its own package data only). ``index.html``, the catalogue for people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Final

from octavo.catalogue.covers import HEIGHT, WIDTH
from octavo.catalogue.entries import (
    CatalogueEntry,
    CatalogueFile,
    Head,
    label,
    page,
    path,
    thumbnail_file,
)
from octavo.catalogue.feeds import ATOM, OPDS
from octavo.catalogue.kinship import Kin
from octavo.catalogue.opds2 import OPDS2
from octavo.catalogue.phrases import CataloguePhrases, phrases_for
from octavo.dialects.autonyms import autonym
from octavo.dialects.record import display_date
from octavo.formats.colour import readable
from octavo.formats.fonts import Face, face_rule, subset, woff2
from octavo.formats.html.cite import data_address
from octavo.formats.markup import Child, Element, add, make, text_of, to_html
from octavo.formats.phrases import direction
from octavo.formats.webfonts import faces_used, text_stack
from octavo.model import Artifact

MEDIA_TYPE: Final = "text/html; charset=utf-8"
PAPER_LIGHT: Final = "#fdfcf9"
PAPER_DARK: Final = "#171614"
_HERE: Final = Path(__file__).resolve().parent
_FEATURES: Final = (
    "ccmp",
    "mark",
    "liga",
    "kern",
    "onum",
    "lnum",
    "pnum",
    "smcp",
    "init",
    "medi",
    "fina",
    "rlig",
)
"""What the style sheet uses and scripts must have; one face only, so that the page stays light."""
_FEEDS: Final = (("opds.xml", OPDS), ("opds.json", OPDS2), ("atom.xml", ATOM))


def index_page(
    entries: tuple[CatalogueEntry, ...], kin: Kin, head: Head, *, title: str, feeds: bool
) -> Artifact:
    """The page of all entries, by year, newest first; `feeds` tells whether there are any to link to."""
    phrases = phrases_for(head.lang)
    body = _body(entries, kin, phrases, title, feeds)
    faces = faces_used([make("p", None, text_of(body))])
    root = make("html", {"lang": phrases.lang}, _head(head, title, phrases.counted(len(entries)), feeds))
    root[0].append(make("style", None, _css(head.accent, faces)))
    root.append(body)
    return Artifact("index.html", MEDIA_TYPE, f"<!DOCTYPE html>\n{to_html(root)}\n".encode())


def _head(head: Head, title: str, description: str, feeds: bool) -> Element:
    element = make("head", None, make("meta", {"charset": "utf-8"}))
    element.append(make("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}))
    element.append(make("title", None, title))
    element.append(make("meta", {"name": "description", "content": f"{title}: {description}"}))
    element.append(make("meta", {"name": "color-scheme", "content": "light dark"}))
    for name, kind in _FEEDS if feeds else ():
        element.append(make("link", {"rel": "alternate", "type": kind, "href": name, "title": title}))
    if head.url:
        element.append(make("link", {"rel": "canonical", "href": head.address("")}))
    return element


def _body(
    entries: tuple[CatalogueEntry, ...], kin: Kin, phrases: CataloguePhrases, title: str, feeds: bool
) -> Element:
    years = [(year, list(group)) for year, group in groupby(_shelf_order(entries), key=_year)]
    count = make(
        "p", {"class": "count", "role": "status", "data-shown": phrases.shown}, phrases.counted(len(entries))
    )
    top = make("header", None, make("h1", None, title), count)
    main = make("main", {"id": "papers"})
    if entries:
        add(main, _finder(phrases), make("p", {"class": "none", "hidden": ""}, phrases.none))
    else:
        main.append(make("p", None, phrases.empty))
    if len(years) > 1:
        top.append(_years([year for year, _ in years], phrases))
    for year, group in years:
        heading = make("h2", {"id": f"y-{year or 'undated'}"}, year or phrases.undated)
        papers = make("ul", {"class": "papers"}, *(_paper(entry, kin, phrases) for entry in group))
        main.append(make("section", {"class": "year", "data-year": year or phrases.undated}, heading, papers))
    body = make("body", None, make("a", {"class": "skip", "href": "#papers"}, phrases.skip), top, main)
    if feeds:
        body.append(_subscribe(phrases))
    body.append(make("script", None, "\n" + _file("catalogue.js")))
    return body


def _shelf_order(entries: tuple[CatalogueEntry, ...]) -> list[CatalogueEntry]:
    """By year, newest first; in a year by date, then number and id; undated ones last."""
    by_name = sorted(entries, key=lambda entry: (entry.facts.number, entry.id))
    return sorted(by_name, key=lambda entry: (_year(entry), entry.facts.date_iso), reverse=True)


def _year(entry: CatalogueEntry) -> str:
    """The year of publication; of a date in the source's words, the year in it."""
    facts = entry.facts
    if facts.date:
        return f"{facts.date[0]:04d}"
    stated = re.search(r"\b(1[5-9]|20)\d\d\b", facts.date_stated)
    return stated.group() if stated else ""


def _years(years: list[str], phrases: CataloguePhrases) -> Element:
    items = [
        make("li", None, make("a", {"href": f"#y-{year or 'undated'}"}, year or phrases.undated))
        for year in years
    ]
    return make("nav", {"class": "years", "aria-label": phrases.years}, make("ul", None, *items))


def _finder(phrases: CataloguePhrases) -> Element:
    """The form that the script wakes; without one it stays hidden, for it could do nothing."""
    form = make("form", {"class": "finder", "role": "search", "aria-label": phrases.find, "hidden": ""})
    search = make("input", {"type": "search", "id": "q", "name": "q", "autocomplete": "off"})
    form.append(make("p", {"class": "words"}, make("label", {"for": "q"}, phrases.search), search))
    names = {
        "year": phrases.year,
        "author": phrases.author,
        "subject": phrases.subject,
        "language": phrases.language,
    }
    for key, name in names.items():
        choice = make("select", {"id": key, "name": key}, make("option", {"value": ""}, phrases.every))
        form.append(make("p", None, make("label", {"for": key}, name), choice))
    return add(form, make("p", None, make("button", {"type": "reset"}, phrases.reset)))


def _paper(entry: CatalogueEntry, kin: Kin, phrases: CataloguePhrases) -> Element:
    facts = entry.facts
    item = make("li", {"class": "paper", "id": f"p-{entry.id}", "data-language": autonym(facts.lang)})
    item.append(_cover(entry))
    text = make("div", {"class": "about"})
    if facts.series:
        line = " ".join(filter(None, (facts.series, facts.number)))
        text.append(make("p", {"class": "series", **_language(entry)}, line))
    text.append(make("h3", _language(entry), *_title(entry)))
    if facts.creators:
        names = make("ul", {"class": "authors"})
        names.extend(make("li", {"data-sort": one.name}, one.natural) for one in facts.creators)
        text.append(names)
    if date := display_date(entry.imprint):
        text.append(make("p", {"class": "date", **_language(entry)}, date))
    if facts.abstract:
        text.append(make("p", {"class": "abstract", **_language(entry)}, facts.abstract))
    text.extend(_lists(entry, kin, phrases))
    return add(item, text)


def _title(entry: CatalogueEntry) -> Iterator[Child]:
    file = page(entry)
    title = entry.facts.title or entry.id
    yield make("a", {"href": path(entry, file.name)}, title) if file else title


def _language(entry: CatalogueEntry) -> dict[str, str]:
    lang = entry.facts.lang
    return {"lang": lang, "dir": "rtl"} if direction(lang) == "rtl" else {"lang": lang}


def _cover(entry: CatalogueEntry) -> Element:
    """The small cover; where there is none, a blank one with the number. Both say nothing new."""
    if file := thumbnail_file(entry):
        size = {"width": str(WIDTH // 2), "height": str(HEIGHT // 2)}
        return make("img", {"src": path(entry, file.name), "alt": "", "loading": "lazy", **size})
    return make("div", {"class": "blank", "aria-hidden": "true"}, entry.facts.number)


def _lists(entry: CatalogueEntry, kin: Kin, phrases: CataloguePhrases) -> Iterator[Element]:
    """Subjects, files and translations."""
    if entry.facts.keywords:
        words = [make("li", None, word) for word in entry.facts.keywords]
        yield make("ul", {"class": "subjects", "aria-label": phrases.subjects}, *words)
    if files := entry.offered:
        items = [make("li", None, _download(entry, file)) for file in files]
        yield make("ul", {"class": "files", "aria-label": phrases.read}, *items)
    if others := [other for other in kin[entry.id] if page(other)]:
        line = make("p", {"class": "translations"}, phrases.also_in)
        for other in others:
            add(line, " ", _translation(other))
        yield line


def _download(entry: CatalogueEntry, file: CatalogueFile) -> Element:
    link = make("a", {"href": path(entry, file.name), "type": file.bare_type}, label(entry, file))
    return add(link, " ", make("span", {"class": "size"}, _size(file.size))) if file.size else link


def _size(size: int) -> str:
    """``0.3 MB``; small files in kB."""
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{max(1, round(size / 1000))} kB"


def _translation(other: CatalogueEntry) -> Element:
    file = page(other)
    assert file
    lang = other.facts.lang
    attributes = {"href": path(other, file.name), "hreflang": lang, "lang": lang}
    return make("a", attributes, autonym(lang))


def _subscribe(phrases: CataloguePhrases) -> Element:
    links = (
        ("opds.xml", "OPDS", phrases.opds),
        ("opds.json", "OPDS 2", phrases.opds),
        ("atom.xml", "Atom", phrases.atom),
    )
    items = [make("li", None, make("a", {"href": name}, short), f": {text}") for name, short, text in links]
    return make("footer", None, make("h2", None, phrases.subscribe), make("ul", {"class": "feeds"}, *items))


def _css(accent: str, faces: Mapping[Face, str]) -> str:
    rules = [face_rule(face, _font(face, characters)) for face, characters in faces.items()]
    values = {
        "ACCENT_LIGHT": readable(accent, PAPER_LIGHT),
        "ACCENT_DARK": readable(accent, PAPER_DARK, ratio=5.5),
        "TEXT_FAMILIES": text_stack(faces),
    }
    sheet = re.sub("|".join(values), lambda match: values[match[0]], _file("catalogue.css"))
    return "\n" + "".join(rules) + sheet


def _font(face: Face, characters: str) -> str:
    address = data_address(woff2(subset(face, characters, features=_FEATURES)), "font/woff2")
    return f'url("{address}") format("woff2")'


@cache
def _file(name: str) -> str:
    """A file of this package without its comments."""
    text = (_HERE / name).read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/\s*", "", text, flags=re.DOTALL)
