"""Navigation of a publication: contents, page list, landmarks (EPUB 3.3, #sec-nav), and the old NCX.

Documents in, bytes out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from octavo.formats.composed import Composed, contents_list, speaking
from octavo.formats.epub.documents import STYLE, TITLE_FILE, Document, page, plain_title
from octavo.formats.markup import Element, elements, make, name_of, text_of
from octavo.formats.pagemarks import Page

NAV_FILE: Final = "nav.xhtml"
NCX_FILE: Final = "toc.ncx"


def homes(documents: Iterable[Document]) -> Mapping[str, str]:
    """Address of every fragment: ``text-02.xhtml#sec-conclusion``."""
    return {anchor: f"{file.file}#{anchor}" for file in documents for anchor in sorted(file.ids)}


def navigation(composed: Composed, documents: tuple[Document, ...], pages: tuple[Page, ...]) -> bytes:
    """The navigation document."""
    phrases, lang = composed.phrases, composed.article.imprint.lang
    heading = speaking(make("h1", None, phrases.contents), phrases, lang)
    toc = make(
        "nav", {"epub-type": "toc", "role": "doc-toc", "id": "toc"}, heading, _toc(composed, documents)
    )
    body = make("body", {"class": "editorial", "epub-type": "frontmatter"}, toc)
    if pages:
        body.append(_page_list(composed, documents, pages))
    body.append(_landmarks(composed, documents))
    head = make("head", None, make("title", None, phrases.contents))
    head.append(make("link", {"rel": "stylesheet", "type": "text/css", "href": STYLE}))
    return page(head, body, lang=lang)


def _toc(composed: Composed, documents: tuple[Document, ...]) -> Element:
    address = homes(documents)
    entries = make("ol")
    for file in documents:
        if file.id == "title":
            entries.append(_item(file.file, composed.phrases.title_page))
        elif file.part == "bodymatter" and not set(file.ids) & {
            item.id for item in composed.article.headings
        }:
            entries.append(make("li", None, make("a", {"href": file.file}, *plain_title(composed.title))))
    sections = contents_list(composed.article.headings, lambda anchor: address.get(anchor, TITLE_FILE))
    entries.extend(list(sections))
    entries.extend(_item(file.file, file.title) for file in documents if file.part == "backmatter")
    return entries


def _item(address: str, text: str, **attributes: str) -> Element:
    return make("li", None, make("a", {**attributes, "href": address}, text))


def _page_list(composed: Composed, documents: tuple[Document, ...], pages: tuple[Page, ...]) -> Element:
    address = homes(documents)
    heading = make("h2", None, composed.phrases.page_list)
    entries = make("ol", None, *(_item(address[page.id], page.label) for page in pages))
    attributes = {"epub-type": "page-list", "role": "doc-pagelist", "id": "page-list", "hidden": "hidden"}
    return speaking(
        make("nav", attributes, heading, entries), composed.phrases, composed.article.imprint.lang
    )


def _landmarks(composed: Composed, documents: tuple[Document, ...]) -> Element:
    phrases = composed.phrases
    body = next((file.file for file in documents if file.part == "bodymatter"), TITLE_FILE)
    places = [("titlepage", TITLE_FILE, phrases.title_page), ("toc", f"{NAV_FILE}#toc", phrases.contents)]
    if any(file.id == "cover" for file in documents):
        places.insert(0, ("cover", "cover.xhtml", phrases.cover))
    places.append(("bodymatter", body, phrases.text))
    places += [("colophon", file.file, file.title) for file in documents if file.id == "about"]
    entries = make(
        "ol", None, *(_item(address, text, **{"epub-type": kind}) for kind, address, text in places)
    )
    attributes = {"epub-type": "landmarks", "id": "landmarks", "hidden": "hidden"}
    nav = make("nav", attributes, make("h2", None, phrases.landmarks), entries)
    return speaking(nav, phrases, composed.article.imprint.lang)


def ncx(
    composed: Composed, documents: tuple[Document, ...], pages: tuple[Page, ...], *, identifier: str
) -> bytes:
    """The table of contents of EPUB 2 (OPF 2.0.1, 2.4.1), for readers that know no other."""
    address = homes(documents)
    title = escape(composed.article.imprint.title_plain)
    numbers = count(1)
    points = "".join(_points(_toc(composed, documents), numbers))
    targets = "".join(
        f'<pageTarget id="ncx-{escape(page.id)}" type="normal" value="{index}" playOrder="{next(numbers)}">'
        f"{_label(page.label)}<content src={quoteattr(address[page.id])}/></pageTarget>"
        for index, page in enumerate(pages, start=1)
    )
    listed = f"<pageList>{_label(composed.phrases.page_list)}{targets}</pageList>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"'
        f" xml:lang={quoteattr(composed.article.imprint.lang)}>"
        f'<head><meta name="dtb:uid" content={quoteattr(identifier)}/></head>'
        f"<docTitle><text>{title}</text></docTitle><navMap>{points}</navMap>{listed if pages else ''}</ncx>\n"
    ).encode()


def _label(text: str) -> str:
    return f"<navLabel><text>{escape(text)}</text></navLabel>"


def _points(entries: Element, numbers: Iterator[int]) -> Iterator[str]:
    for item in entries:
        link = next(element for element in elements(item) if name_of(element) == "a")
        number = next(numbers)
        inner = item.find("ol")
        below = "".join(_points(inner, numbers)) if inner is not None else ""
        yield (
            f'<navPoint id="ncx-{number}" playOrder="{number}">{_label(text_of(link))}'
            f"<content src={quoteattr(link.get('href', ''))}/>{below}</navPoint>"
        )
