"""The printed tree: an article as one HTML document whose notes stand at their calls.

Comes in: a `octavo.model.Article`. Goes out: a `Sheet`, an element tree for the layout engine with, for
every text of the article's body, its offset (see `octavo.model.Article`).
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote

from octavo.dialects.record import display_date
from octavo.model import Article, Editorial, HouseStyle, Image, Imprint

EDITION_URL: Final = "octavo:/"
"""Address of the edition's folder for the engine; a picture is below it."""
TITLE_BLOCK: Final = "title-block"
EDITORIAL: Final = "editorial"
NOTE: Final = "fn"
END_NOTE: Final = "end-note"
CALL: Final = "note-call"
BACK: Final = "note-back"
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MANY_COLUMNS: Final = 8


@dataclass(frozen=True)
class Sheet:
    """A document ready for layout. The tree is used up by one layout."""

    root: ET.Element
    offsets: dict[tuple[ET.Element, bool], int]
    """Offset of an element's text (False) or tail (True) in the article's body."""
    notes: frozenset[str]
    """Ids of the notes that stand at a call."""
    calls: dict[str, str]
    """Call id to the id of its note."""


@dataclass(frozen=True)
class Wishes:
    """How a sheet is made where there is a choice."""

    toc: bool = False
    """With a contents list and its page numbers."""
    wide: frozenset[int] = frozenset()
    """Tables (counted from 0) that did not fit the measure and are set as small as need be."""
    lines: int = 0
    """A line more (1) or less (-1) on each page, so that the last page is not left with a few."""
    end: frozenset[str] = frozenset()
    """Ids of notes that no page can take: they are set after the text."""
    running: int = 72
    """How many signs of a running head have room."""


def build_sheet(article: Article, style: HouseStyle, wishes: Wishes) -> Sheet:
    """The printed tree of `article`."""
    imprint = article.imprint
    root = ET.Element("html", {"lang": imprint.lang or "und"})
    ET.SubElement(ET.SubElement(root, "head"), "title").text = imprint.title_plain
    page = ET.SubElement(root, "body")
    body = _parse(article.body)
    offsets = _offsets(body)
    _label_headings(body, article, wishes.running)
    _point_pictures(body, article.images)
    _weigh_tables(body, wishes.wide)
    title = _title_block(article, style.logo)
    page.append(title)
    if wishes.toc and article.headings:
        page.append(_contents(article))
    page.append(body)
    placed, calls = _place_notes(article, [title, body], wishes.end)
    _notes_at_end(article, page, calls, wishes.end | ({note.id for note in article.notes} - placed))
    page.extend(_editorial(section, wishes.running) for section in article.editorial)
    for name, value in _heads(imprint, style, wishes.running).items():
        page.set(name, value)
    return Sheet(root, offsets, placed, calls)


def _parse(xhtml: str) -> ET.Element:
    return ET.fromstring(xhtml)


def _offsets(body: ET.Element) -> dict[tuple[ET.Element, bool], int]:
    """Where each text of the body begins in ``"".join(body.itertext())``."""
    found: dict[tuple[ET.Element, bool], int] = {}
    at = 0
    stack: list[tuple[ET.Element, bool]] = [(body, False)]
    while stack:
        element, tail = stack.pop()
        found[element, tail] = at
        at += len((element.tail if tail else element.text) or "")
        if not tail:
            for child in reversed(element):
                stack.append((child, True))
                stack.append((child, False))
    return found


def _heads(imprint: Imprint, style: HouseStyle, limit: int) -> dict[str, str]:
    """Running heads of the verso and, where it names no section, of the recto."""
    fields = {
        "series": imprint.series, "number": imprint.number, "title": imprint.title_plain,
        "author": "; ".join(author.name for author in imprint.authors), "section": "\0",
    }  # fmt: skip
    left = _fill(style.running_head_left, fields) or imprint.title_plain
    right = _fill(style.running_head_right, fields)
    heads = {"data-verso": left, "data-recto": right}
    return {name: _shorten(head.replace("\0", ""), limit) for name, head in heads.items()}


def _fill(pattern: str, fields: dict[str, str]) -> str:
    for name, value in fields.items():
        pattern = pattern.replace("{" + name + "}", value)
    return " ".join(pattern.split())


def _shorten(text: str, limit: int) -> str:
    """A running head on one line: whole words, an ellipsis where it was cut."""
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(" ", 1)[0].rstrip(" ,.:;–—-") + "…"


def _title_block(article: Article, logo: str) -> ET.Element:
    imprint = article.imprint
    block = ET.Element("header", {"class": TITLE_BLOCK})
    if logo and any(image.name == logo for image in article.images):
        source = f"{EDITION_URL}{quote(logo)}"
        ET.SubElement(block, "img", {"class": "logo", "src": source, "alt": "", "role": "presentation"})
    series = ET.SubElement(block, "p", {"class": "series"})
    for name, text in (("series-name", imprint.series), ("series-number", imprint.number)):
        if text:
            ET.SubElement(series, "span", {"class": name}).text = text
            series[-1].tail = " "
    if not len(series):
        block.remove(series)
    heading = ET.SubElement(block, "h1", {"class": "title"})
    _adopt(heading, _parse(article.title))
    _line(block, "subtitle", imprint.subtitle)
    for author in imprint.authors:
        _line(block, "author", author.name)
        _line(block, "affiliation", author.affiliation)
    _line(block, "date", ", ".join(part for part in (imprint.publisher.name, display_date(imprint)) if part))
    return block


def _line(parent: ET.Element, name: str, text: str) -> None:
    if text:
        ET.SubElement(parent, "p", {"class": name}).text = text


def _adopt(parent: ET.Element, source: ET.Element) -> None:
    parent.text = source.text
    parent.extend(list(source))


def _contents(article: Article) -> ET.Element:
    nav = ET.Element("nav", {"class": "toc"})
    for heading in article.headings:
        if heading.level > 2 or not heading.id:
            continue
        entry = ET.SubElement(nav, "div", {"class": f"entry level{heading.level}"})
        link = ET.SubElement(entry, "a", {"href": f"#{heading.id}"})
        _adopt(link, _parse(heading.html))
    return nav


def _editorial(section: Editorial, limit: int) -> ET.Element:
    element = ET.Element("section", {"class": EDITORIAL, "id": section.id})
    label = {"data-label": section.title, "data-running": _shorten(section.title, limit)}
    ET.SubElement(element, "h2", label).text = section.title
    element.append(_parse(section.html))
    return element


def _label_headings(body: ET.Element, article: Article, limit: int) -> None:
    """Headings carry their plain words: bookmarks and running heads have no note calls."""
    labels = iter(heading.text for heading in article.headings)
    for element in body.iter():
        if element.tag in _HEADINGS:
            label = next(labels, " ".join("".join(element.itertext()).split()))
            element.set("data-label", label)
            element.set("data-running", _shorten(label, limit))


def _place_notes(
    article: Article, places: list[ET.Element], end: frozenset[str]
) -> tuple[frozenset[str], dict[str, str]]:
    """Put each note into its first call; further calls of a note stay plain links."""
    notes = {note.id: note for note in article.notes}
    calls: dict[str, str] = {}
    placed: set[str] = set()
    for call in [element for place in places for element in place.iter("a")]:
        target = call.get("href", "")[1:]
        if call.get("class") != CALL or target not in notes:
            continue
        calls[call.get("id", "")] = target
        for sign in call.iter("sup"):
            sign.set("data-call", call.get("id", ""))
        if target not in placed and target not in end:
            placed.add(target)
            note = notes[target]
            call.insert(0, _note(target, note.number, call.get("id", ""), note.content))
            call[0].tail, call.text = call.text, None
    return frozenset(placed), calls


def _notes_at_end(article: Article, page: ET.Element, calls: dict[str, str], wanted: frozenset[str]) -> None:
    """Notes that stand at no foot: too tall for any page, or called from nowhere."""
    notes = [note for note in article.notes if note.id in wanted]
    if notes:
        section = ET.SubElement(page, "div", {"class": "end-notes"})
        for note in notes:
            call = next((call for call, target in calls.items() if target == note.id), "")
            section.append(_note(note.id, note.number, call, note.content))
            section[-1].set("class", END_NOTE)
            section[-1][0].set("data-end", "yes")


def _point_pictures(body: ET.Element, images: tuple[Image, ...]) -> None:
    """Pictures point into the edition; one that is not there gives way to its words."""
    names = {image.name for image in images}
    for element in body.iter("img"):
        name = unquote(element.get("src", ""))
        if name in names:
            element.set("src", f"{EDITION_URL}{quote(name)}")
        else:
            element.tag = "span"
            element.set("data-src", element.attrib.pop("src", ""))
            element.set("class", "no-picture")
            _words_for_picture(element)


def is_decorative(picture: ET.Element) -> bool:
    """Whether the edition says that a picture says nothing."""
    if picture.get("alt"):
        return False
    return picture.get("role") == "presentation" or "decorative" in picture.get("class", "").split()


def _words_for_picture(element: ET.Element) -> None:
    """What stands in a picture's place is said by the style sheet, for it is no word of the work."""
    element.set("data-words", f"[{element.get('alt') or element.get('data-src')}]")


def _weigh_tables(body: ET.Element, wide: frozenset[int]) -> None:
    """Tables of many columns are set smaller, for they would not fit the measure."""
    for index, table in enumerate(body.iter("table")):
        table.set("data-table", str(index))
        columns = max((len(row) for row in table.iter("tr")), default=0)
        name = "too-wide" if index in wide else "many-columns" if columns >= _MANY_COLUMNS else ""
        if name:
            table.set("class", f"{table.get('class', '')} {name}".strip())


def _note(identifier: str, number: int, call: str, content: str) -> ET.Element:
    element = ET.Element("span", {"class": NOTE, "id": identifier})
    marker = ET.SubElement(element, "a", {"class": BACK})
    if call:
        marker.set("href", f"#{call}")
    marker.text = str(number)
    element.extend(_parse(content))
    return element
