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


def css_for(
    style: HouseStyle, variant: PdfVariant, *, text: str, heads: tuple[str, str], tight: bool = False
) -> str:
    """CSS for the layout engine. `text` is all that is printed; `heads` the fixed running heads.

    `heads` are of the verso and the recto; an empty recto names the section. `tight` gives each page a
    line more.
    """
    return "\n".join(
        (
            _faces(text),
            _tokens(style, variant),
            _page(style, variant, heads, tight=tight),
            style_file("print"),
        )
    )


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


def _page(style: HouseStyle, variant: PdfVariant, heads: tuple[str, str], *, tight: bool) -> str:
    paper = variant.paper
    top, outer, bottom, inner = paper.margins or (
        _checked(_LENGTH, style.margin_top, "26mm"),
        _checked(_LENGTH, style.margin_outer, "33mm"),
        _checked(_LENGTH, style.margin_bottom, "28mm"),
        _checked(_LENGTH, style.margin_inner, "33mm"),
    )
    if tight:
        bottom = f"calc({bottom} - {_leading(style, variant)} * {_type_size(style, variant)})"
    size = paper.size or _checked(_SIZE, style.page_size, "A4")
    press = f"bleed:{paper.bleed};marks:crop cross;" if paper.bleed else ""
    verso, recto = (f'"{_escape(head)}"' for head in heads)
    if recto == '""':
        recto = "string(section, first-except)"
    return (
        f"@page{{size:{size};margin:{top} {outer} {bottom} {inner};{press}}}"
        f"@page:left{{margin-left:{outer};margin-right:{inner};@top-right{{content:{verso}}}}}"
        f"@page:right{{margin-left:{inner};margin-right:{outer};@top-left{{content:{recto}}}}}"
    )


def _escape(text: str) -> str:
    """A text as the inside of a CSS string."""
    return "".join(f"\\{ord(sign):x} " if sign in '"\\\n\r\f' else sign for sign in text)


def _checked(pattern: re.Pattern[str], value: str, default: str) -> str:
    """A token of the house style, or the default where it is no such value: nothing else enters CSS."""
    return value if pattern.match(value) else default
