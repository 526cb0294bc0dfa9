"""EDGE (reads the house's own fonts): which signs of a text cannot be read back from their glyphs."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import uharfbuzz as hb

from octavo.formats import fonts

_RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LIGATURES: Final = re.compile("[\ufb00-\ufb06]")


def special_signs(text: str) -> re.Pattern[str] | None:
    """What in `text` cannot be read back from its glyphs alone; None when all can.

    Glyphs run from left to right whatever the script; and the engine gives a glyph the sign it first
    stood for, so that signs which share a glyph (U+00B5 and U+03BC, U+FB01 and ``fi``) need telling.
    """
    signs = frozenset(text)
    wanted = {sign for sign in signs if _RIGHT_TO_LEFT.match(sign)} | _sharing(signs)
    if _LIGATURES.search(text):
        wanted |= {sign for sign in signs if _LIGATURES.match(sign)} | set("fst")
    return re.compile("[" + "".join(map(re.escape, sorted(wanted))) + "]") if wanted else None


def _sharing(signs: frozenset[str]) -> set[str]:
    """Signs that have a glyph in common with another sign of the text."""
    glyphs: dict[tuple[str, int], set[str]] = {}
    others = "".join(sorted(sign for sign in signs if not "a" <= sign <= "z" and not sign.isspace()))
    for face in fonts.faces_for(others):
        font = _font(str(face.path))
        for sign in signs & face.coverage:
            glyph = font.get_nominal_glyph(ord(sign))
            glyphs.setdefault((face.file, glyph or 0), set()).add(sign)
    return {sign for shared in glyphs.values() if len(shared) > 1 for sign in shared}


@cache
def _font(path: str) -> hb.Font:
    return hb.Font(hb.Face(hb.Blob.from_file_path(path)))
