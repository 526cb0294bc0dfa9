"""The cover: the edition's own title page as a picture. Article in, PNG out (EDGE: WeasyPrint, PDFium).

PNG, because shops and readers pass over SVG covers; 1600 by 2560 pixels is what they ask for.
"""

from __future__ import annotations

import io
import re
from typing import Final

from octavo.dialects.record import record
from octavo.errors import OctavoError
from octavo.formats.colour import readable
from octavo.formats.fonts import css_font_face, seal
from octavo.formats.markup import Element, add, contents, elements, fragment, has_class, make, to_html
from octavo.formats.styles import style as style_sheet
from octavo.formats.titleblock import dated
from octavo.formats.webfonts import faces_used, text_stack
from octavo.model import Article, HouseStyle

WIDTH: Final = 1600
HEIGHT: Final = 2560

_PAPER: Final = "#fbf8f1"
_AUTHORS_SHOWN: Final = 6
_TITLE_SIZES: Final = ((60, 176), (100, 148), (160, 120), (240, 100), (400, 78))
"""Characters of title and subtitle up to which a size (px) fits above the authors."""
_SMALLEST: Final = 60
_PALETTE: Final = 32
"""Colours of the picture: paper, ink, accent and what lies between at the edges of letters."""


def render_cover(article: Article, style: HouseStyle) -> bytes:
    """The cover as PNG, the same bytes for the same edition, WeasyPrint, PDFium and Pillow."""
    body = _body(article)
    faces = faces_used([body])
    values = {
        "ACCENT": readable(style.accent, _PAPER, ratio=3),
        "TEXT_FAMILIES": text_stack(faces),
        "TITLE_SIZE": f"{_title_size(article)}px",
    }
    css = css_font_face(faces) + re.sub(
        "|".join(values), lambda match: values[match[0]], style_sheet("cover")
    )
    root = make("html", {"lang": article.imprint.lang}, make("head", None, make("title", None, "")), body)
    return _picture(_print(to_html(root), css))


def _body(article: Article) -> Element:
    facts = record(article.imprint)
    body = make("body", None, make("div", {"class": "band"}))
    series = [make("span", None, part) for part in (facts.series, facts.number) if part]
    if series:
        body.append(make("p", {"class": "series"}, *series))
    title = make("h1", {"class": "title"}, *contents(fragment(article.title)))
    for call in [element for element in elements(title) if has_class(element, "note-call")]:
        call[:] = []
    if article.imprint.subtitle:
        title.append(make("p", {"class": "subtitle"}, article.imprint.subtitle))
    return add(body, title, _foot(article))


def _foot(article: Article) -> Element:
    facts = record(article.imprint)
    names = [creator.name for creator in facts.creators]
    shown = names if len(names) <= _AUTHORS_SHOWN else [*names[: _AUTHORS_SHOWN - 1], "…"]
    foot = make("div", {"class": "foot"})
    if shown:
        foot.append(make("ul", {"class": "authors"}, *(make("li", None, name) for name in shown)))
    if facts.publisher.name:
        foot.append(make("p", {"class": "publisher"}, facts.publisher.name))
    if date := dated(article.imprint):
        foot.append(make("p", {"class": "date"}, *date))
    return foot


def _title_size(article: Article) -> int:
    length = len(article.imprint.title_plain) + len(article.imprint.subtitle) // 2
    # A Hangul or Han character is twice as wide as a letter.
    length += sum(ord(char) >= 0x1100 for char in article.imprint.title_plain)
    return next((size for limit, size in _TITLE_SIZES if length <= limit), _SMALLEST)


def _print(html: str, css: str) -> bytes:
    seal()
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    sheet = CSS(string=css, font_config=fonts)
    return bytes(HTML(string=html).write_pdf(stylesheets=[sheet], font_config=fonts) or b"")


def _picture(pdf: bytes) -> bytes:
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(pdf)
    if not len(document):
        raise OctavoError("the cover has no page")
    page = document[0]
    image = page.render(scale=WIDTH / page.get_width()).to_pil().convert("RGB")
    out = io.BytesIO()
    image.quantize(colors=_PALETTE).save(out, "PNG", optimize=True)
    return out.getvalue()
