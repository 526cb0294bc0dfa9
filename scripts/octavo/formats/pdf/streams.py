"""What a page stream must say besides its ink: furniture as artifacts, spaces and soft hyphens as text.

The engine paints no glyph for white space at a line end and gives its own hyphens as if they were the
author's. Here each marked sequence gets what is missing; not a dot of the page changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

import pydyf

from octavo.formats.pdf.printed import Mark

_FONT: Final = re.compile(rb"^/(\S+) (\S+) Tf$")
_LAST_GLYPH: Final = re.compile(rb"^(.*?)([0-9a-f]{4})>(-?[0-9.]+)?\] TJ$", re.DOTALL)
_SOFT_HYPHEN: Final = b"<FEFF00AD>"

Space = Callable[[str], tuple[str, int]]
"""Font in use -> a font that has a space in this file (itself, where it can), and that glyph."""


def space_finder(fonts: dict[Any, Any]) -> Space:
    """A `Space` for a file's fonts (the engine's)."""
    glyphs = {}
    for font in fonts.values():
        for glyph, text in font.to_unicode.items():
            if text == " ":
                glyphs[font.hash] = glyph
    first = next(iter(glyphs.items()), ("", -1))

    def find(font: str) -> tuple[str, int]:
        return (font, glyphs[font]) if font in glyphs else first

    return find


def mend_stream(stream: Any, marks: dict[int, Mark], kept: set[int], space: Space) -> None:
    """Complete one page's stream. `marks` by marked-content id; those not `kept` become artifacts."""
    old, new = stream.stream, []
    font = size = b""
    mark: Mark | None = None
    last_text = -1
    for item in old:
        if isinstance(item, pydyf.Dictionary) and "MCID" in item:
            mark = marks.get(item["MCID"])
            last_text = -1
            if item["MCID"] not in kept:
                new[-1] = b"/Artifact"
                new.append(_artifact(mark))
                mark = None
                continue
        elif isinstance(item, bytes):
            if item.endswith(b" Tf"):
                found = _FONT.match(item)
                if found:
                    font, size = found.group(1), found.group(2)
            elif item.endswith(b" TJ"):
                last_text = len(new)
            elif item == b"EMC" and mark is not None:
                if last_text >= 0:
                    new[last_text : last_text + 1] = _text(new[last_text], mark, (font, size), space)
                mark = None
        new.append(item)
    stream.stream = new


def _artifact(mark: Mark | None) -> pydyf.Dictionary:
    if mark is not None and mark.pagination:
        return pydyf.Dictionary({"Type": "/Pagination", "Subtype": f"/{mark.pagination}"})
    return pydyf.Dictionary({"Type": "/Layout"})


def _text(shown: bytes, mark: Mark, font: tuple[bytes, bytes], space: Space) -> list[Any]:
    """The last text of a mark with its hyphen declared soft and its white space given a glyph."""
    parts: list[Any] = [shown]
    if mark.piece is not None and mark.piece.soft:
        parts = _soft_hyphen(shown)
    if mark.space:
        name, glyph = space(font[0].decode())
        if glyph >= 0 and name == font[0].decode():
            parts.append(b"[<%04x>] TJ" % glyph)
        elif glyph >= 0:
            parts += [
                b"/%s %s Tf" % (name.encode(), font[1]),
                b"[<%04x>] TJ" % glyph,
                b"/%s %s Tf" % font,
            ]
    return parts


def _soft_hyphen(shown: bytes) -> list[Any]:
    found = _LAST_GLYPH.match(shown)
    if found is None:
        return [shown]
    before, glyph = found.group(1), found.group(2)
    declared = pydyf.Dictionary({"ActualText": _SOFT_HYPHEN})
    return [before + b">] TJ", b"/Span", declared, b"BDC", b"[<" + glyph + b">] TJ", b"EMC"]
