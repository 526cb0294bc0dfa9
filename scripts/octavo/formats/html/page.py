"""The body of the page: title, contents, text, notes and what the edition adds."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.formats.claims import Claims
from octavo.formats.composed import Composed, ComposedNote, contents_list, speaking
from octavo.formats.html.cite import CiteBlock, cite_section, data_address
from octavo.formats.html.head import OTHER_FORMATS
from octavo.formats.markup import (
    Child,
    Element,
    add,
    contents,
    elements,
    has_class,
    make,
    name_of,
)
from octavo.formats.titleblock import accessibility, facts_list, pages_source, title_block
from octavo.model import Editorial, Image

_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
REFERENCES = "ed-references"
"""Id of the editorial list of works cited."""
_CONTENTS_FROM = 2
"""Headings from which on a table of contents is a help."""


def page_body(composed: Composed, claims: Claims, citation: CiteBlock | None) -> Element:
    """The ``body`` element of the page."""
    phrases, imprint = composed.phrases, composed.article.imprint
    paper = make("article", None, title_block(imprint, composed.title))
    if len(composed.article.headings) >= _CONTENTS_FROM:
        paper.append(_contents(composed))
    paper.append(_text(composed))
    if composed.notes:
        paper.append(_notes(composed))
    paper.extend(_apparatus(composed, claims, citation))
    skip = make("a", {"class": "skip editorial", "href": "#text"}, phrases.skip)
    return make("body", None, speaking(skip, phrases, imprint.lang), make("main", None, paper))


def _contents(composed: Composed) -> Element:
    phrases = composed.phrases
    heading = speaking(
        make("h2", {"id": "contents"}, phrases.contents), phrases, composed.article.imprint.lang
    )
    entries = contents_list(composed.article.headings, lambda identifier: f"#{identifier}")
    attributes = {"class": "contents editorial", "role": "doc-toc", "aria-labelledby": "contents"}
    return make("nav", attributes, make("div", None, heading, entries))


def _text(composed: Composed) -> Element:
    body = composed.body
    body.set("id", "text")
    for element in list(elements(body)):
        name = name_of(element)
        if name in _HEADINGS:
            _link_heading(element)
        elif name == "table":
            _let_scroll(element, composed)
        elif name == "img":
            _inline_picture(element, composed.article.images)
    return body


def _link_heading(heading: Element) -> None:
    """The heading's own text as the link to itself: no extra words, no extra stop in its name."""
    section = heading.getparent()
    identifier = heading.get("id") or (section.get("id", "") if section is not None else "")
    if not identifier or any(name_of(inner) == "a" for inner in elements(heading)):
        return
    link = make("a", {"href": f"#{identifier}"}, *contents(heading))
    heading.text = None
    heading[:] = [link]


def _let_scroll(table: Element, composed: Composed) -> None:
    """Put a table into a box that scrolls sideways and can be reached by keyboard (WCAG 1.4.10, 2.1.1)."""
    parent = table.getparent()
    if parent is None or any(name_of(outer) == "table" for outer in table.iterancestors()):
        return
    number = list(composed.body.iter("table")).index(table) + 1
    name = composed.phrases.table.format(n=number)
    caption = table.find("caption")
    attributes = {"class": "scroll", "role": "group", "tabindex": "0"}
    if caption is not None:
        identifier = caption.get("id") or f"caption-{number}"
        caption.set("id", identifier)
        attributes["aria-labelledby"] = identifier
    else:
        attributes["aria-label"] = name
    index, tail = parent.index(table), table.tail
    table.tail = None
    box = make("div", attributes)
    box.tail = tail
    parent.insert(index, box)
    box.append(table)


def _inline_picture(picture: Element, images: tuple[Image, ...]) -> None:
    image = next((image for image in images if image.name == picture.get("src")), None)
    if image is not None:
        picture.set("src", data_address(image.data, image.media_type))
    if picture.get("alt") is None:
        picture.set("alt", "")


def _notes(composed: Composed) -> Element:
    phrases = composed.phrases
    heading = make("h2", {"class": "editorial", "id": "notes"}, phrases.notes)
    items = make("ol", None, *map(_note, composed.notes))
    attributes = {"class": "notes", "role": "doc-endnotes", "aria-labelledby": "notes"}
    return make("section", attributes, speaking(heading, phrases, composed.article.imprint.lang), items)


def _note(note: ComposedNote) -> Element:
    item = make("li", {"id": note.id})
    if note.back is not None:
        note.back.set("class", "back")
        item.append(note.back)
    text = make("div", {"class": "note-text"}, *note.blocks)
    add(item, " ", text)
    if note.again:
        add(item, " ", make("span", {"class": "again editorial"}, *note.again))
    return item


def _apparatus(composed: Composed, claims: Claims, citation: CiteBlock | None) -> Iterator[Element]:
    """What the edition adds: works cited and how to cite first, for that is what readers look for."""
    phrases, imprint = composed.phrases, composed.article.imprint
    parts = sorted(composed.editorial, key=lambda part: part[0].id != REFERENCES)
    added = [_editorial(part, blocks, composed) for part, blocks in parts]
    if citation is not None:
        place = 1 if parts and parts[0][0].id == REFERENCES else 0
        added.insert(place, speaking(cite_section(citation, imprint, phrases), phrases, imprint.lang))
    yield from added
    if composed.origin:
        yield speaking(_added("original-pages", phrases.origin, *composed.origin), phrases, imprint.lang)
    yield speaking(_about(composed, claims), phrases, imprint.lang)


def _editorial(part: Editorial, blocks: Element, composed: Composed) -> Element:
    section = _added(part.id, part.title, *contents(blocks))
    speaking(section[0], composed.phrases, composed.article.imprint.lang)
    return section


def _added(identifier: str, title: str, *parts: Child) -> Element:
    attributes = {"class": "apparatus editorial", "id": identifier}
    return make("section", attributes, make("h2", None, title), *parts)


def _about(composed: Composed, claims: Claims) -> Element:
    phrases, imprint = composed.phrases, composed.article.imprint
    source = pages_source(
        imprint, pages=any(has_class(mark, "page-mark") for mark in elements(composed.body))
    )
    facts = facts_list(imprint, phrases, pages_from=source, linked=True)
    return _added("about", phrases.about, facts, *_files(composed), *accessibility(claims, phrases))


def _files(composed: Composed) -> Iterator[Element]:
    imprint = composed.article.imprint
    links = [
        make("li", None, make("a", {"href": f"{imprint.id}.{suffix}", "type": media_type}, name))
        for suffix, media_type, name in OTHER_FORMATS
    ]
    heading = make("h3", None, composed.phrases.downloads)
    yield make("div", {"class": "downloads"}, heading, make("ul", {"class": "files"}, *links))
