"""The article cut into the files of a publication: title page, chapters with their notes, apparatus.

Every file has one ``h1`` and is titled by it (WCAG 2.4.2). Notes are ``aside``s at the end of the
file that holds their first call: Apple Books and Foliate hide and pop them up, other readers show them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from octavo.formats.claims import Claims
from octavo.formats.composed import Composed, ComposedNote, speaking
from octavo.formats.markup import (
    EPUB_TYPE,
    NAMESPACES,
    XHTML,
    XML_LANG,
    Child,
    Element,
    add,
    all_text,
    clone,
    contents,
    drop,
    elements,
    has_class,
    make,
    name_of,
    text_of,
    to_xhtml,
)
from octavo.formats.phrases import direction
from octavo.formats.titleblock import accessibility, facts_list, pages_source, title_block
from octavo.model import Article, Editorial

STYLE: Final = "style.css"
COVER_PICTURE: Final = "cover.png"
TITLE_FILE: Final = "title.xhtml"

_OPENING: Final = frozenset({"introduction", "서론", "머리말", "들어가며"})
_CLOSING: Final = frozenset({"conclusion", "conclusions", "결론", "맺음말", "나가며"})
_TYPES: Final = {
    "doc-noteref": "noteref",
    "doc-backlink": "backlink",
    "doc-pagebreak": "pagebreak",
    "doc-footnote": "footnote",
}
_KOBO_LEAST: Final = 9
"""Kobo opens a note in a pop-up only from so many characters on (kobolabs/epub-spec, footnotes)."""


@dataclass(frozen=True)
class Document:
    """One XHTML file of the publication."""

    id: str
    """Id in the manifest."""
    file: str
    title: str
    part: str
    """``frontmatter``, ``bodymatter`` or ``backmatter``."""
    section: Element
    """The file's content: one ``section``."""
    editorial: bool = False
    """Whether nothing in the file is of the work."""

    @property
    def ids(self) -> frozenset[str]:
        """Every fragment identifier in the file."""
        return frozenset(element.get("id", "") for element in elements(self.section)) - {""}


def documents(composed: Composed, claims: Claims, *, cover: bool) -> tuple[Document, ...]:
    """All files of the spine but the navigation, in reading order, links between them resolved."""
    files = [*([_cover(composed)] if cover else []), _title_page(composed), *_text_files(composed)]
    files = list(_with_notes(files, composed))
    files += [_editorial(part, blocks, composed) for part, blocks in composed.editorial]
    if composed.origin:
        files.append(_original_pages(composed))
    files.append(_colophon(composed, claims))
    _resolve(files)
    for file in files:
        _dress(file.section, composed.article)
    return tuple(files)


def _cover(composed: Composed) -> Document:
    title = composed.article.imprint.title_plain
    alt = composed.phrases.cover_of.format(title=title)
    picture = make("img", {"src": COVER_PICTURE, "alt": alt, "role": "doc-cover"})
    section = make("section", {"class": "cover", "epub-type": "cover"}, picture)
    return Document("cover", "cover.xhtml", composed.phrases.cover, "frontmatter", section, editorial=True)


def _title_page(composed: Composed) -> Document:
    block = title_block(composed.article.imprint, composed.title)
    section = make("section", {"epub-type": "titlepage"}, block)
    title = composed.article.imprint.title_plain
    return Document("title", TITLE_FILE, title, "frontmatter", section)


def _text_files(composed: Composed) -> Iterator[Document]:
    """The lead, if there is one, then one file for each section of the first level."""
    body = composed.body
    lead = make("section", {"class": "body", "epub-type": "chapter", "role": "doc-chapter"})
    add(lead, body.text or "")
    sections: list[Element] = []
    for child in list(body):
        if name_of(child) == "section":
            sections.append(child)
        else:
            (sections[-1] if sections else lead).append(child)
    first = 1
    if all_text(lead).strip() or any(name_of(inner) == "img" for inner in elements(lead)):
        first = 2
        title = make("h1", {"class": "lead-title editorial"}, *plain_title(composed.title))
        lead.insert(0, title)
        title.tail, lead.text = lead.text, None
        yield _text_file(1, composed.article.imprint.title_plain, lead)
    for number, section in enumerate(sections, start=first):
        yield _chapter(number, section)


def plain_title(title: Element) -> tuple[Child, ...]:
    """The title without calls and ids, for a second place."""
    twin = clone(title)
    _empty_calls(twin)
    for element in elements(twin):
        drop(element, "id")
    return contents(twin)


def _empty_calls(root: Element) -> None:
    for call in [inner for inner in elements(root) if has_class(inner, "note-call")]:
        call[:] = []
        call.text = None
        call.tag = "span"
        call.attrib.clear()


def _text_file(number: int, title: str, section: Element) -> Document:
    return Document(f"text-{number:02d}", f"text-{number:02d}.xhtml", title, "bodymatter", section)


def _chapter(number: int, section: Element) -> Document:
    heading = next((e for e in elements(section) if re.fullmatch("h[1-6]", name_of(e))), None)
    rise = int(name_of(heading)[1]) - 1 if heading is not None else 0
    for element in list(elements(section)):
        if re.fullmatch("h[1-6]", name_of(element)):
            element.tag = f"h{max(1, int(name_of(element)[1]) - rise)}"
    section.tail = None
    title = _heading_text(heading) if heading is not None else ""
    kind = _kind(title)
    section.set("class", f"body {section.get('class', '')}".strip())
    section.set("epub-type", kind)
    section.set("role", f"doc-{kind}")
    return _text_file(number, title or f"{number}", section)


def _heading_text(heading: Element) -> str:
    twin = clone(heading)
    _empty_calls(twin)
    return text_of(twin)


def _kind(title: str) -> str:
    words = re.sub(r"^[\W\d]*(?:[IVXLC]+\.\s)?", "", title).strip(" .:").casefold()
    if words in _OPENING:
        return "introduction"
    return "conclusion" if words in _CLOSING else "chapter"


def _with_notes(files: list[Document], composed: Composed) -> Iterator[Document]:
    """Each note at the end of the file of its first call (a note's call counts where that note is)."""
    homes = {identifier: index for index, file in enumerate(files) for identifier in file.ids}
    last = len(files) - 1
    placed: dict[int, list[ComposedNote]] = {}
    for note in composed.notes:
        home = next((homes[call] for call in note.calls if call in homes), last)
        placed.setdefault(home, []).append(note)
        for part in note.blocks:
            if not isinstance(part, str):
                homes |= {element.get("id", ""): home for element in elements(part) if element.get("id")}
    for index, file in enumerate(files):
        for nth, note in enumerate(placed.get(index, [])):
            file.section.append(_aside(note, first=nth == 0, label=composed.phrases.note))
        yield file


def _aside(note: ComposedNote, *, first: bool, label: str) -> Element:
    aside = make("aside", {"id": note.id, "role": "doc-footnote"})
    if first:
        aside.set("class", "first-note")
    add(aside, *(part for part in note.blocks if not isinstance(part, str) or part.strip()))
    sign = f"{note.number}."
    if len(sign) + 1 + len(text_of(aside)) < _KOBO_LEAST:
        sign = f"{label.format(n=note.number)}."
    if note.back is None:
        back = make("span", {"class": "editorial"}, sign)
    else:
        back = note.back
        back.text = sign
    home = aside[0] if len(aside) and name_of(aside[0]) == "p" else None
    if home is None:
        home = make("p")
        aside.insert(0, home)
        home.tail, aside.text = aside.text, None
    back.tail, home.text = f" {home.text or ''}", None
    home.insert(0, back)
    if note.again:
        add(aside, make("p", {"class": "editorial"}, *_spaced(note.again)))
    return aside


def _spaced(links: Iterable[Element]) -> Iterator[Child]:
    for link in links:
        yield link
        yield " "


def _editorial(part: Editorial, blocks: Element, composed: Composed) -> Document:
    title = part.title
    heading = speaking(make("h1", None, title), composed.phrases, composed.article.imprint.lang)
    section = make("section", {"id": part.id, "class": "editorial"}, heading, *contents(blocks))
    return Document(part.id, f"{part.id}.xhtml", title, "backmatter", section, editorial=True)


def _original_pages(composed: Composed) -> Document:
    phrases = composed.phrases
    section = make("section", {"class": "editorial"}, make("h1", None, phrases.origin), *composed.origin)
    speaking(section, phrases, composed.article.imprint.lang)
    return Document(
        "original-pages", "original-pages.xhtml", phrases.origin, "backmatter", section, editorial=True
    )


def _colophon(composed: Composed, claims: Claims) -> Document:
    phrases, imprint = composed.phrases, composed.article.imprint
    section = make("section", {"class": "editorial", "epub-type": "colophon", "role": "doc-colophon"})
    pages = any(has_class(element, "page-mark") for element in elements(composed.body))
    rows = facts_list(imprint, phrases, pages_from=pages_source(imprint, pages=pages))
    add(section, make("h1", None, phrases.about), rows, *accessibility(claims, phrases))
    for heading in section.iter("h3"):
        heading.tag = "h2"
    speaking(section, phrases, imprint.lang)
    return Document("about", "about.xhtml", phrases.about, "backmatter", section, editorial=True)


def _resolve(files: Iterable[Document]) -> None:
    """Point each link at the file its anchor went to."""
    every = list(files)
    homes = {identifier: file.file for file in every for identifier in sorted(file.ids)}
    homes["text"] = next((file.file for file in every if file.part == "bodymatter"), TITLE_FILE)
    for file in every:
        for link in elements(file.section):
            target = link.get("href", "")
            if (
                name_of(link) == "a"
                and target.startswith("#")
                and homes.get(target[1:], file.file) != file.file
            ):
                link.set("href", f"{homes[target[1:]]}{target}")


def _dress(section: Element, article: Article) -> None:
    """Semantic types beside the roles, pictures by their place in the container."""
    names = {image.name: picture_file(image.name, index) for index, image in enumerate(article.images)}
    for element in elements(section):
        for role in element.get("role", "").split():
            if role in _TYPES:
                element.set("epub-type", _TYPES[role])
        drop(element, "data-page")
        if name_of(element) == "img":
            element.set("src", names.get(element.get("src", ""), element.get("src", "")))
            if element.get("alt") is None:
                element.set("alt", "")


def picture_file(name: str, index: int) -> str:
    """Where a picture lies in the container: its own name where that is plain, else a number."""
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._/-]*", name) and "//" not in name and "/." not in name:
        return f"pictures/{name.removeprefix('images/')}"
    suffix = re.search(r"\.[A-Za-z0-9]{1,5}$", name)
    return f"pictures/picture-{index + 1}{suffix[0].lower() if suffix else ''}"


def xhtml(document: Document, *, lang: str) -> bytes:
    """The file's bytes: XML with both namespaces declared on ``html`` (Apple Books needs the epub one)."""
    body = make("body", {"class": "editorial"} if document.editorial else None, document.section)
    body.set("epub-type", document.part)
    head = make("head", None, make("title", None, document.title))
    head.append(make("link", {"rel": "stylesheet", "type": "text/css", "href": STYLE}))
    return page(head, body, lang=lang)


def page(head: Element, body: Element, *, lang: str) -> bytes:
    """An XHTML document of `head` and `body`; ``epub-type`` attributes become ``epub:type``."""
    root = etree.Element(f"{{{XHTML}}}html", {"lang": lang, XML_LANG: lang}, nsmap=NAMESPACES)
    if direction(lang) == "rtl":
        root.set("dir", "rtl")
    root.extend([to_xhtml(head), to_xhtml(body)])
    for element in elements(root):
        if (kind := element.get("epub-type")) is not None:
            drop(element, "epub-type")
            element.set(EPUB_TYPE, kind)
    etree.cleanup_namespaces(root, top_nsmap=NAMESPACES, keep_ns_prefixes=["epub"])
    text = etree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n{text}\n'.encode()


def has_math(document: Document) -> bool:
    """Whether the manifest must say ``mathml`` (EPUB 3.3, #sec-mathml)."""
    return any(name_of(element) == "math" for element in elements(document.section))


def has_svg(document: Document) -> bool:
    """Whether the manifest must say ``svg`` (EPUB 3.3, #sec-svg)."""
    return any(name_of(element) == "svg" for element in elements(document.section))
