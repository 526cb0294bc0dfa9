"""The style sheet of one printing: the house's tokens and the paper, in front of ``print.css``."""

from __future__ import annotations

import re
from typing import Final

from octavo.formats import fonts
from octavo.formats.pdf.variant import PdfVariant, Standard
from octavo.formats.styles import style as style_file
from octavo.model import HouseStyle

_LENGTH: Final = re.compile(r"^\d+(\.\d+)?(mm|cm|in|pt|pc|px)$")
_SIZE: Final = re.compile(r"^([A-Za-z]+\d*|\d+(\.\d+)?(mm|cm|in|pt) \d+(\.\d+)?(mm|cm|in|pt))$")
_NUMBER: Final = re.compile(r"^\d+(\.\d+)?$")
_COLOUR: Final = re.compile(r"^#[0-9a-fA-F]{6}$")
_POINTS: Final = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pt": 1.0, "pc": 12.0, "px": 0.75}
_SHEETS: Final = {
    "a3": (297, 420), "a4": (210, 297), "a5": (148, 210), "b4": (250, 353), "b5": (176, 250),
    "letter": (215.9, 279.4), "legal": (215.9, 355.6),
}  # fmt: skip
"""Names of paper (CSS Paged Media 3, 7.1), width and height in millimetres."""
_HEAD_SIZE: Final = 0.84
"""Type of the running heads (``print.css``), in ems of the text."""
_HEAD_SIGN: Final = 0.52
"""How wide a sign of a running head is on the average, in ems of its own."""
_SLACK: Final = 0.05
"""Points by which a page is higher than its lines, for what is lost in rounding."""
_LARGE: Final = (
    "@page{font-size:1rem}"
    "html{text-align:left;hyphens:manual;font-variant-numeric:lining-nums}"
    ".fn,.end-note{font-size:.9rem;line-height:1.4;text-align:left;hyphens:manual;"
    "font-variant-numeric:lining-nums}"
    "li{text-align:left}blockquote,figcaption,caption,table,.editorial{font-size:1rem}"
)
"""No text below 16 points, nothing justified or broken (UKAAF, Creating clear print and large print)."""


def css_for(
    style: HouseStyle, variant: PdfVariant, *, text: str, heads: tuple[str, str], lines: int = 0
) -> str:
    """CSS for the layout engine. `text` is all that is printed; `heads` the fixed running heads.

    `heads` are of the verso and the recto; an empty recto names the section. `lines` more (or, below
    0, less) than there is room for stand on each page.
    """
    parts = [
        _faces(text),
        _tokens(style, variant),
        _page(style, variant, heads, lines=lines),
        style_file("print"),
    ]
    if variant.paper.large:
        parts.append(_LARGE)
    return "\n".join(parts)


def running_limit(style: HouseStyle, variant: PdfVariant) -> int:
    """How many signs of a running head have room beside the folio."""
    width, _ = _sheet(style, variant)
    _, outer, _, inner = _margins(style, variant)
    em = _points(_type_size(style, variant)) * (1 if variant.paper.large else _HEAD_SIZE)
    measure = width - _points(outer) - _points(inner) - 2 * em
    return max(20, int(measure / (em * _HEAD_SIGN)))


def _faces(text: str) -> str:
    chosen: dict[fonts.Face, None] = {}
    for weight, slope in ((400, "normal"), (400, "italic"), (700, "normal"), (700, "italic")):
        for face in fonts.faces_for(text, weight=weight, style=slope):
            chosen[face] = None
    for face in fonts.faces_for(text, families=fonts.MONO):
        chosen[face] = None
    return fonts.css_font_face(chosen)


def _tokens(style: HouseStyle, variant: PdfVariant) -> str:
    press = variant.standard is Standard.X4
    values = {
        "text": fonts.stack(),
        "mono": fonts.stack(fonts.MONO, generic="monospace"),
        "ink": "device-cmyk(0 0 0 1)" if press else "#000000",
        "faint": "device-cmyk(0 0 0 0.72)" if press else "#3c3c3c",
        "accent": "device-cmyk(0 0 0 1)" if press else _checked(_COLOUR, style.accent, "#7a1f1f"),
        "tint": "device-cmyk(0 0 0 0.05)" if press else "#f4f2ee",
    }
    size, leading = _type_size(style, variant), _leading(style, variant)
    custom = "".join(f"--{name}:{value};" for name, value in values.items())
    profile = "@color-profile device-cmyk{src:url(house:/press.icc);components:c,m,y,k}" if press else ""
    return f"{profile}:root{{{custom}font-size:{size};line-height:{leading}}}"


def _type_size(style: HouseStyle, variant: PdfVariant) -> str:
    return _checked(_LENGTH, variant.paper.font_size or style.font_size, "12pt")


def _leading(style: HouseStyle, variant: PdfVariant) -> str:
    return _checked(_NUMBER, variant.paper.leading or style.leading, "1.34")


def _page(style: HouseStyle, variant: PdfVariant, heads: tuple[str, str], *, lines: int) -> str:
    paper = variant.paper
    top, outer, _, inner = _margins(style, variant)
    bottom = f"{_foot(style, variant, lines=lines):.3f}pt"
    size = _size(style, variant)
    press = f"bleed:{paper.bleed};" if paper.bleed else ""
    verso, recto = (f'"{_escape(head)}"' for head in heads)
    if recto == '""':
        recto = "string(section, last)"  # the newest section of the page (Chicago Manual of Style, 1.11)
    return (
        f"@page{{size:{size};margin:{top} {outer} {bottom} {inner};{press}}}"
        f"@page:left{{margin-left:{outer};margin-right:{inner};@top-right{{content:{verso}}}}}"
        f"@page:right{{margin-left:{inner};margin-right:{outer};@top-left{{content:{recto}}}}}"
    )


def _margins(style: HouseStyle, variant: PdfVariant) -> tuple[str, str, str, str]:
    """Top, outer, bottom, inner."""
    return variant.paper.margins or (
        _checked(_LENGTH, style.margin_top, "26mm"),
        _checked(_LENGTH, style.margin_outer, "33mm"),
        _checked(_LENGTH, style.margin_bottom, "28mm"),
        _checked(_LENGTH, style.margin_inner, "33mm"),
    )


def _foot(style: HouseStyle, variant: PdfVariant, *, lines: int) -> float:
    """The margin at the foot in points: at least what was asked, and the page holds whole lines."""
    _, height = _sheet(style, variant)
    top, _, bottom, _ = (_points(edge) for edge in _margins(style, variant))
    line = _points(_type_size(style, variant)) * float(_leading(style, variant))
    room = int((height - top - bottom) / line + 0.001)
    return height - top - max(1, room + lines) * line - _SLACK


def _size(style: HouseStyle, variant: PdfVariant) -> str:
    return variant.paper.size or _checked(_SIZE, style.page_size, "A4")


def _sheet(style: HouseStyle, variant: PdfVariant) -> tuple[float, float]:
    """Width and height of the page in points."""
    size = _size(style, variant).lower()
    if " " in size:
        width, height = size.split()
        return _points(width), _points(height)
    across, down = _SHEETS.get(size, _SHEETS["a4"])
    return _points(f"{across}mm"), _points(f"{down}mm")


def _points(length: str) -> float:
    return float(length[:-2]) * _POINTS[length[-2:]]


def _escape(text: str) -> str:
    """A text as the inside of a CSS string."""
    return "".join(f"\\{ord(sign):x} " if sign in '"\\\n\r\f' else sign for sign in text)


def _checked(pattern: re.Pattern[str], value: str, default: str) -> str:
    """A token of the house style, or the default where it is no such value: nothing else enters CSS."""
    return value if pattern.match(value) else default
