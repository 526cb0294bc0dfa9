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

_MARK: Final = b"<</MCID "
_FONT: Final = re.compile(rb"^/(\S+) (\S+) Tf$")
_LAST_GLYPH: Final = re.compile(rb"^(.*?)([0-9a-f]{4})>(-?[0-9.]+)?\] TJ$", re.DOTALL)
_SOFT_HYPHEN: Final = b"<FEFF00AD>"

Space = Callable[[str], tuple[str, int, int]]
"""Font in use -> a font that has a space in this file (itself, where it can), that glyph, its width."""


def space_finder(fonts: dict[Any, Any]) -> Space:
    """A `Space` for a file's fonts (the engine's)."""
    glyphs = {}
    for font in fonts.values():
        for glyph, text in font.to_unicode.items():
            if text == " ":
                glyphs[font.hash] = (font.hash, glyph, font.widths.get(glyph, 0))
    first = next(iter(glyphs.values()), ("", -1, 0))
    return lambda font: glyphs.get(font, first)


def mend_stream(stream: Any, marks: dict[int, Mark], kept: set[int], space: Space) -> None:
    """Complete one page's stream, which is one part of lines.

    `marks` by marked-content id; those not `kept` become artifacts.
    """
    new: list[bytes] = []
    font: _Font = (b"", b"")
    mark: Mark | None = None
    texts: list[int] = []
    for item in stream.stream[0].split(b"\n"):
        if item.startswith(_MARK):
            mcid = int(item[len(_MARK) : -2])
            mark, texts = marks.get(mcid), []
            if mcid not in kept:
                new[-1] = b"/Artifact"
                item, mark = _artifact(mark), None
        elif item.endswith(b" Tf") and (found := _FONT.match(item)):
            font = (found.group(1), found.group(2))
        elif item.endswith(b" TJ"):
            texts.append(len(new))
        elif item == b"EMC" and mark is not None:
            if texts:
                _complete(new, texts, mark, font, space)
            mark = None
        new.append(item)
    stream.stream = [b"\n".join(new)]


_Font = tuple[bytes, bytes]


def _complete(new: list[bytes], texts: list[int], mark: Mark, font: _Font, space: Space) -> None:
    """Complete the sequence of one mark, whose texts stand at `texts` in `new`."""
    if mark.spoken:
        words = " " * mark.lead + mark.spoken + " " * mark.space
        new.append(b"EMC")
        new[texts[0] : texts[0]] = [b"/Span", b"<</ActualText %s>>" % pydyf.String(words).data, b"BDC"]
        return
    new[texts[-1] : texts[-1] + 1] = _text(new[texts[-1]], mark, font, space)
    if mark.lead:
        new[texts[0] : texts[0]] = _space(font, space, back=True)


def _artifact(mark: Mark | None) -> bytes:
    if mark is not None and mark.pagination:
        return b"<</Type /Pagination/Subtype /%s>>" % mark.pagination.encode()
    return b"<</Type /Layout>>"


def _text(shown: bytes, mark: Mark, font: _Font, space: Space) -> list[bytes]:
    """The last text of a mark with its hyphen declared soft and its white space given a glyph."""
    soft = mark.piece is not None and mark.piece.soft
    parts = _soft_hyphen(shown) if soft else [shown]
    return parts + _space(font, space, back=False) if mark.space else parts


def _space(font: _Font, space: Space, *, back: bool) -> list[bytes]:
    """A space that no ink needs; `back` returns to where it began."""
    name, glyph, width = space(font[0].decode())
    if glyph < 0:
        return []
    shown = b"[<%04x>%d] TJ" % (glyph, width) if back else b"[<%04x>] TJ" % glyph
    if name.encode() == font[0]:
        return [shown]
    return [b"/%s %s Tf" % (name.encode(), font[1]), shown, b"/%s %s Tf" % font]


def _soft_hyphen(shown: bytes) -> list[bytes]:
    found = _LAST_GLYPH.match(shown)
    if found is None:
        return [shown]
    before, glyph = found.group(1), found.group(2)
    declared = b"<</ActualText %s>>" % _SOFT_HYPHEN
    return [before + b">] TJ", b"/Span", declared, b"BDC", b"[<" + glyph + b">] TJ", b"EMC"]
