"""EDGE (reads its own package data only). EPUB 3.3 with EPUB Accessibility 1.1 metadata.

Article and page map in, artifact out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from octavo.carried import EPUB_FOLDER, Carried
from octavo.formats.claims import Claims
from octavo.formats.composed import compose
from octavo.formats.epub.container import Item, assemble, enclose
from octavo.formats.epub.documents import (
    COVER_PICTURE,
    STYLE,
    Document,
    documents,
    has_math,
    has_svg,
    picture_file,
    xhtml,
)
from octavo.formats.epub.metadata import entries, identifier, modified
from octavo.formats.epub.navigation import NAV_FILE, NCX_FILE, navigation, ncx
from octavo.formats.fonts import Face, face_rule, subset
from octavo.formats.fonts.faces import HERE as FONT_FOLDER
from octavo.formats.pagemarks import pages_of
from octavo.formats.phrases import direction
from octavo.formats.styles import style as style_sheet
from octavo.formats.webfonts import faces_used, mono_stack, text_stack
from octavo.model import Article, Artifact, HouseStyle, Image, PageMap

__all__ = ["MEDIA_TYPE", "render_epub"]

MEDIA_TYPE: Final = "application/epub+zip"
_XHTML: Final = "application/xhtml+xml"
_BOLD: Final = frozenset({"h2"})


def render_epub(
    article: Article,
    pagemap: PageMap,
    *,
    style: HouseStyle,
    claims: Claims,
    cover: bytes,
    carried: tuple[Carried, ...] = (),
) -> Artifact:
    """The paper as an EPUB; `cover` is a PNG, or empty for none; `carried` are its own sources.

    Words, ids and note numbers are the article's; the page list is that of `pagemap`. Colours of the
    house are left out on purpose: a reader's theme rules. Raises `OctavoError` when the page map is
    not of this article.
    """
    imprint = article.imprint
    composed = compose(article, pagemap)
    pages = pages_of(pagemap)
    files = documents(composed, claims, cover=bool(cover))
    nav = navigation(composed, files, pages)
    faces = faces_used([file.section for file in files], bold=_BOLD)
    items = [
        Item("nav", NAV_FILE, _XHTML, nav, ("nav",)),
        Item(
            "ncx",
            NCX_FILE,
            "application/x-dtbncx+xml",
            ncx(composed, files, pages, identifier=identifier(imprint)),
        ),
        *(
            Item(file.id, file.file, _XHTML, xhtml(file, lang=imprint.lang), _properties(file))
            for file in files
        ),
        Item("style", STYLE, "text/css", _css(faces).encode()),
        *([Item("cover-picture", COVER_PICTURE, "image/png", cover, ("cover-image",))] if cover else []),
        *_pictures(article.images),
        *_fonts(faces),
    ]
    order = [file.id for file in files]
    order.insert(order.index("title") + 1, "nav")
    data = assemble(
        items,
        order,
        entries(imprint, claims, pages=bool(pages)),
        lang=imprint.lang,
        rtl=direction(imprint.lang) == "rtl",
        modified=modified(imprint),
    )
    sources = [(f"{EPUB_FOLDER}{file.name}", file.data) for file in carried]
    return Artifact(f"{imprint.id}.epub", MEDIA_TYPE, enclose(data, sources, modified=modified(imprint)))


def _properties(file: Document) -> tuple[str, ...]:
    return tuple(name for name, has in (("mathml", has_math(file)), ("svg", has_svg(file))) if has)


def _css(faces: Mapping[Face, str]) -> str:
    values = {"TEXT_FAMILIES": text_stack(faces), "MONO_FAMILIES": mono_stack(faces)}
    rules = "".join(face_rule(face, f"url(fonts/{face.file})") for face in faces)
    sheet = re.sub("|".join(values), lambda match: values[match[0]], style_sheet("epub"))
    return rules + "\n".join(line for line in sheet.splitlines() if line.strip()) + "\n"


def _fonts(faces: Mapping[Face, str]) -> Iterator[Item]:
    """TrueType, because conversions for Kindle lose WOFF2; each with its licence (OFL 1.1, 2)."""
    for index, (face, characters) in enumerate(faces.items(), start=1):
        yield Item(f"font-{index}", f"fonts/{face.file}", "font/ttf", subset(face, characters))
    for index, name in enumerate(dict.fromkeys(face.licence for face in faces), start=1):
        yield Item(f"font-licence-{index}", f"fonts/{name}", "text/plain", (FONT_FOLDER / name).read_bytes())


def _pictures(images: tuple[Image, ...]) -> Iterator[Item]:
    for index, image in enumerate(images):
        yield Item(f"picture-{index + 1}", picture_file(image.name, index), image.media_type, image.data)
