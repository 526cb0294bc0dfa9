"""What the tests of HTML and EPUB share: small articles, pages laid over them, and looking inside."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from functools import cache

from lxml import etree, html

from octavo import pandoc
from octavo.article import build_article
from octavo.formats.claims import Claims, claims_for
from octavo.formats.epub import render_epub
from octavo.formats.html import cite_block, render_html
from octavo.formats.markup import Element, all_text, fragment
from octavo.model import (
    Article,
    Artifact,
    Author,
    Editorial,
    HouseStyle,
    Image,
    Imprint,
    PageMap,
    PageStart,
    Publisher,
)

IMPRINT = Imprint(
    id="sp-1",
    title="On *Notes* and 70^th^ Things",
    title_plain="On Notes and 70th Things",
    lang="en",
    authors=(Author("Chung, Sung-Yoon", "Chung", "Sung-Yoon", "A Division"), Author("Press of the House")),
    date="2023-09-27",
    released="2026-11-24",
    series="Online Series",
    number="CO 23-31",
    publisher=Publisher("Korea Institute for National Unification", "KINU", "Seoul"),
    rights="©KINU 2023",
)
TEXT = """
The lead calls a note.[^a]

# Introduction

One *two* three four.[^b] And [a link](#sec-second-part).

## A sub-section

Ibid.[^c]

# Second part

- a first item[^b]
- a second item

| A | B |
|---|---|
| 1 | 2 |

: A small table.

![Four tones.](images/tones.png)

# Conclusion

The end.

[^a]: A note in the lead.
[^b]: See *elsewhere*, p. 7.
[^c]: Ibid.
"""
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c636000000002000148afa4710000000049454e44ae426082"
)
NO_PAGES = PageMap()
TONES = Image("images/tones.png", "image/png", PIXEL)
WORKS_CITED = Editorial(
    "ed-references", "Works cited", "<div><p>A work, see <a href='#note-2'>note 2</a>.</p></div>"
)


@cache
def article(text: str = TEXT, imprint: Imprint = IMPRINT, images: tuple[Image, ...] = (TONES,)) -> Article:
    """The article of a Markdown text, through the real stages."""
    tree, _ = pandoc.parse(text, title=imprint.title)
    return build_article(tree, imprint, images=images, editorial=(WORKS_CITED,))


def body_text(given: Article) -> str:
    """The text that page offsets count."""
    return all_text(fragment(given.body))


def pages_at(given: Article, *words: str) -> PageMap:
    """A page map whose pages begin at the first occurrence of each of `words`, in order."""
    text, starts, position = body_text(given), [], 0
    for number, word in enumerate(words, start=1):
        position = text.index(word, position)
        starts.append(PageStart(number, str(number), position))
    return PageMap(tuple(starts), len(starts))


def web(given: Article, pagemap: PageMap = NO_PAGES, claims: Claims | None = None) -> Artifact:
    """The HTML of an article, claims from its own evidence."""
    told = claims_for(given, pagemap) if claims is None else claims
    return render_html(given, pagemap, style=HouseStyle(), claims=told, citation=cite_block(given.imprint))


def book(
    given: Article, pagemap: PageMap = NO_PAGES, claims: Claims | None = None, cover: bytes = PIXEL
) -> Artifact:
    """The EPUB of an article."""
    told = claims_for(given, pagemap) if claims is None else claims
    return render_epub(given, pagemap, style=HouseStyle(), claims=told, cover=cover)


def tree(artifact: Artifact) -> Element:
    """An HTML artifact as a browser would read it."""
    return html.document_fromstring(artifact.data)


def files(artifact: Artifact) -> dict[str, bytes]:
    """The entries of an EPUB by name, ``EPUB/`` left out."""
    with zipfile.ZipFile(io.BytesIO(artifact.data)) as container:
        return {name.removeprefix("EPUB/"): container.read(name) for name in container.namelist()}


def xhtml_files(artifact: Artifact) -> dict[str, Element]:
    """The content documents of an EPUB, without namespaces, in the order of the spine."""
    entries = files(artifact)
    package = etree.fromstring(entries["content.opf"])
    names = {item.get("id"): item.get("href") for item in package.iter("{*}item")}
    order = [names[ref.get("idref")] for ref in package.iter("{*}itemref")]
    return {name: plain(entries[name]) for name in order}


def plain(data: bytes) -> Element:
    """An XHTML file with plain names; ``epub:type`` as ``epub-type``."""
    root = etree.fromstring(data)
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = etree.QName(element).localname
            kind = element.attrib.pop("{http://www.idpf.org/2007/ops}type", None)
            if kind:
                element.set("epub-type", kind)
    return root


def following_word(root: Element, mark_id: str) -> str:
    """The first word of the text after the element with `mark_id`; calls and marks are no words."""
    return following_text(root, mark_id).split(maxsplit=1)[0]


def following_text(root: Element, mark_id: str) -> str:
    """All text after the element with `mark_id`, white space folded; calls and marks left out."""
    parts, seen = [], False
    for event, element in etree.iterwalk(root, events=("start", "end")):
        sign = element.get("role") in ("doc-noteref", "doc-pagebreak", "doc-backlink")
        if event == "start":
            seen = seen or element.get("id") == mark_id
            parts += [element.text or ""] if seen and not sign and not _inside_sign(element) else []
        elif seen and not _inside_sign(element):
            parts.append(element.tail or "")
    return " ".join("".join(parts).split())


def _inside_sign(element: Element) -> bool:
    return any(outer.get("role") in ("doc-noteref", "doc-backlink") for outer in element.iterancestors())


def with_imprint(**changes: object) -> Imprint:
    """The specimen's imprint with changes."""
    return replace(IMPRINT, **changes)  # type: ignore[arg-type]
