"""Fonts cut down to what a text needs: subset and WOFF2, the same bytes for the same input."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import uharfbuzz as hb

from octavo.formats.fonts.faces import Face

_SCRIPTS: Final = ("ccmp", "locl", "mark", "mkmk", "calt", "clig", "liga", "rlig", "kern", "curs")
_ARABIC: Final = ("init", "medi", "fina", "isol")
_FIGURES: Final = ("lnum", "onum", "pnum", "tnum", "sups", "ordn", "frac", "numr", "dnom")
FEATURES: Final[tuple[str, ...]] = (*_SCRIPTS, *_ARABIC, *_FIGURES, "smcp")
"""OpenType features that survive a cut: what scripts must have, and what the house style uses."""


def subset(face: Face, characters: Iterable[str], *, features: tuple[str, ...] = FEATURES) -> bytes:
    """A TrueType font with the `characters` of `face` and its layout `features`.

    Besides the characters themselves it holds the space, and the forms that the features make of
    them (small capitals, figures, ligatures). Characters the face lacks are passed over.
    """
    return _subset(face, frozenset("".join(characters)) | {" "}, features)


@lru_cache(maxsize=128)
def _subset(face: Face, characters: frozenset[str], features: tuple[str, ...]) -> bytes:
    request = hb.SubsetInput()
    request.unicode_set.update(map(ord, sorted(characters & face.coverage)))
    request.layout_feature_tag_set.clear()
    request.layout_feature_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in features)
    request.flags = hb.SubsetFlags.NO_HINTING
    source = hb.Face(hb.Blob.from_file_path(str(face.path)))
    return bytes(hb.subset(source, request).blob.data)


@lru_cache(maxsize=128)
def woff2(ttf: bytes) -> bytes:
    """The font in WOFF2. Same bytes for the same input and the same fontTools and brotli."""
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(ttf), recalcTimestamp=False)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
