"""The cover: the edition's own title page as a picture. Article in, PNG out (EDGE: WeasyPrint, PDFium).

PNG, because shops and readers pass over SVG covers; 1600 by 2560 pixels is what they ask for.
"""

from __future__ import annotations

import io
import re
from typing import Final

from octavo.dialects.record import record
from octavo.errors import OctavoError
from octavo.formats.colour import readable, rgb
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
_INK: Final = "#211e1a"
_INK_STEPS: Final = 22
_ACCENT_STEPS: Final = 9


def render_cover(article: Article, style: HouseStyle) -> bytes:
    """The cover as PNG, the same bytes for the same edition, WeasyPrint, PDFium and Pillow."""
    body = _body(article)
    faces = faces_used([body])
    accent = readable(style.accent, _PAPER, ratio=3)
    values = {
        "ACCENT": accent,
        "TEXT_FAMILIES": text_stack(faces),
        "TITLE_SIZE": f"{_title_size(article)}px",
    }
    css = css_font_face(faces) + re.sub(
        "|".join(values), lambda match: values[match[0]], style_sheet("cover")
    )
    root = make("html", {"lang": article.imprint.lang}, make("head", None, make("title", None, "")), body)
    return _picture(_print(to_html(root), css), accent)


_HANGUL: Final = re.compile(r"([\uac00-\ud7a3])(?=[\uac00-\ud7a3])")
"""Between two Hangul syllables a title does not break (U+2060 joins them); WeasyPrint has no keep-all."""


def _body(article: Article) -> Element:
    facts = record(article.imprint)
    body = make("body", None, make("div", {"class": "band"}))
    series = [make("span", None, part) for part in (facts.series, facts.number) if part]
    if series:
        body.append(make("p", {"class": "series"}, *series))
    title = make("h1", {"class": "title"}, *contents(fragment(_HANGUL.sub("\\1\u2060", article.title))))
    for call in [element for element in elements(title) if has_class(element, "note-call")]:
        call[:] = []
    if article.imprint.subtitle:
        title.append(make("p", {"class": "subtitle"}, article.imprint.subtitle))
    return add(body, title, _foot(article))


def _foot(article: Article) -> Element:
    facts = record(article.imprint)
    names = [creator.shown for creator in facts.creators]
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


def _picture(pdf: bytes, accent: str) -> bytes:
    """The first page as a PNG of few colours.

    They are known beforehand (paper, ink, accent, and what lies between at the edges of letters), which
    is twenty times faster than finding them out, and smaller.
    """
    import pypdfium2 as pdfium
    from PIL import Image

    document = pdfium.PdfDocument(pdf)
    try:
        page = document[0]
        image = page.render(scale=WIDTH / page.get_width()).to_pil().convert("RGB")
    except pdfium.PdfiumError as error:
        raise OctavoError(f"the cover cannot be drawn: {error}") from error
    finally:
        document.close()
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in _colours(accent) for part in colour])
    out = io.BytesIO()
    image.quantize(palette=palette, dither=Image.Dither.NONE).save(out, "PNG", compress_level=6)
    return out.getvalue()


def _colours(accent: str) -> list[tuple[int, int, int]]:
    paper = rgb(_PAPER)
    inks = [_between(paper, rgb(_INK), step, _INK_STEPS) for step in range(_INK_STEPS + 1)]
    accents = [_between(paper, rgb(accent), step, _ACCENT_STEPS) for step in range(1, _ACCENT_STEPS + 1)]
    return [*inks, *accents]


def _between(
    start: tuple[int, int, int], end: tuple[int, int, int], step: int, steps: int
) -> tuple[int, int, int]:
    first, second, third = (round(a + (b - a) * step / steps) for a, b in zip(start, end, strict=True))
    return first, second, third
