"""Accessible HTML: one self-contained file, no script. Article and page map in, artifact out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from octavo.formats.claims import Claims, Evidence, claims_for
from octavo.formats.colour import readable
from octavo.formats.composed import compose
from octavo.formats.fonts import Face, face_rule, subset, woff2
from octavo.formats.html.cite import CiteBlock, cite_block, data_address
from octavo.formats.html.head import PAPER_DARK, PAPER_LIGHT, head
from octavo.formats.html.page import page_body
from octavo.formats.html.sidenotes import side_notes
from octavo.formats.markup import all_text, fragment, make, to_html
from octavo.formats.phrases import direction
from octavo.formats.styles import style as style_sheet
from octavo.formats.webfonts import ASCII, faces_used, mono_stack, text_stack
from octavo.model import Article, Artifact, HouseStyle, PageMap, PageStart

__all__ = ["MEDIA_TYPE", "CiteBlock", "cite_block", "font_rules", "render_html"]

MEDIA_TYPE: Final = "text/html; charset=utf-8"
_NO_EVIDENCE: Final = Evidence()


def render_html(
    article: Article,
    pagemap: PageMap,
    *,
    style: HouseStyle,
    claims: Claims,
    citation: CiteBlock | None,
) -> Artifact:
    """The paper as one HTML file: fonts and pictures inside, notes beside the text where there is room.

    Words, ids and note numbers are the article's; pages are those of `pagemap`. Raises `OctavoError`
    when the page map is not of this article.
    """
    composed = compose(article, pagemap)
    room = style_sheet("room") + side_notes(composed)
    body = page_body(composed, claims, citation)
    faces = faces_used([body], always=ASCII)
    root = make("html", {"lang": article.imprint.lang})
    if direction(article.imprint.lang) == "rtl":
        root.set("dir", "rtl")
    root.append(
        head(
            article.imprint,
            claims,
            references=citation.references if citation else (),
            css=_css(style, faces),
            room=data_address(_compact(room).encode(), "text/css"),
        )
    )
    root.append(body)
    text = f"<!DOCTYPE html>\n{to_html(root)}\n"
    return Artifact(f"{article.imprint.id}.html", MEDIA_TYPE, text.encode())


def font_rules(
    article: Article, *, evidence: Evidence = _NO_EVIDENCE, citation: CiteBlock | None = None
) -> str:
    """``@font-face`` rules with the fonts inside, for pages beside this article (and its own).

    They do not depend on the page map; `evidence` and `citation` are those of the page. Compressing them
    is most of the work of `render_html`: asked for in a thread beside the layout of the PDF (brotli lets
    other threads run) they cost nothing. Results are kept in memory.
    """
    # One page is enough for the page to say everything that it says of pages.
    first = PageMap((PageStart(1, "1", 0),), 1) if all_text(fragment(article.body)).strip() else PageMap()
    body = page_body(compose(article, first), claims_for(article, first, evidence=evidence), citation)
    faces = faces_used([body], always=ASCII)
    return "".join(face_rule(face, _font(face, characters)) for face, characters in faces.items())


def _css(style: HouseStyle, faces: Mapping[Face, str]) -> str:
    rules = [face_rule(face, _font(face, characters)) for face, characters in faces.items()]
    values = {
        "ACCENT_LIGHT": readable(style.accent, PAPER_LIGHT),
        "ACCENT_DARK": readable(style.accent, PAPER_DARK, ratio=5.5),
        "TEXT_FAMILIES": text_stack(faces),
        "MONO_FAMILIES": mono_stack(faces),
    }
    sheet = re.sub("|".join(values), lambda match: values[match[0]], style_sheet("screen"))
    return "\n" + "".join(rules) + _compact(sheet)


def _font(face: Face, characters: str) -> str:
    return f'url("{data_address(woff2(subset(face, characters)), "font/woff2")}") format("woff2")'


def _compact(css: str) -> str:
    return "\n".join(line.strip() for line in css.splitlines() if line.strip()) + "\n"
