"""EDGE (reads its own font files only): the faces, their coverage, and how CSS names them.

A *face* is one font file; a *family* is what CSS calls by one name. WeasyPrint needs exactly one file
for each (family, weight, style), or faces overwrite each other without a word; a test holds us to it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import uharfbuzz as hb

HERE: Final = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Face:
    """One vendored font file."""

    family: str
    weight: int
    """The CSS weight it answers to: 400 or 700 (the Garamond's bold is its SemiBold)."""
    style: str
    """``normal`` or ``italic``."""
    file: str
    """File name in this folder, and a good name for it in an EPUB."""
    licence: str
    """Name of its licence text in this folder."""

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return HERE / self.file

    @property
    def coverage(self) -> frozenset[str]:
        """The characters the face has a glyph for; read once per process."""
        return _coverage(self.file)


def _garamond() -> tuple[Face, ...]:
    styles = (
        (400, "normal", "Regular"),
        (400, "italic", "Italic"),
        (700, "normal", "SemiBold"),
        (700, "italic", "SemiBoldItalic"),
    )
    return tuple(
        Face("EB Garamond", weight, style, f"EBGaramond-{name}.ttf", "OFL-EBGaramond.txt")
        for weight, style, name in styles
    )


def _noto(family: str, *names: tuple[int, str]) -> tuple[Face, ...]:
    stem = family.replace(" ", "")
    return tuple(
        Face(family, weight, "normal", f"{stem}-{name}.ttf", "OFL-Noto.txt") for weight, name in names
    )


FACES: Final[tuple[Face, ...]] = (
    *_garamond(),
    *_noto("Noto Serif Hebrew", (400, "Regular"), (700, "Bold")),
    *_noto("Noto Naskh Arabic", (400, "Regular"), (700, "Bold")),
    *_noto("Noto Serif KR", (400, "Regular"), (700, "SemiBold")),
    *_noto("Noto Serif KR Hanja", (400, "Regular")),
    *_noto("Noto Sans Math", (400, "Regular")),
    *_noto("Noto Sans Symbols", (400, "Regular")),
    *_noto("Noto Sans Symbols2", (400, "Regular")),
    *_noto("Noto Sans Mono", (400, "Regular")),
)
"""Every face, in the order in which families stand in for each other."""

LICENCES: Final[tuple[str, ...]] = tuple(dict.fromkeys(face.licence for face in FACES))

_FAMILIES: Final = tuple(dict.fromkeys(face.family for face in FACES))
_MONO_FAMILY: Final = "Noto Sans Mono"
TEXT: Final[tuple[str, ...]] = _FAMILIES
"""Families for running text, first choice first."""
MONO: Final[tuple[str, ...]] = (_MONO_FAMILY, *(name for name in _FAMILIES if name != _MONO_FAMILY))
"""Families for code, first choice first."""

_INVISIBLE: Final = frozenset(
    {"Cc", "Cf", "Zl", "Zp"},
)
"""Categories that print nothing: controls, format characters, line and paragraph separators."""


@cache
def _coverage(file: str) -> frozenset[str]:
    return frozenset(map(chr, hb.Face(hb.Blob.from_file_path(str(HERE / file))).unicodes))


def _visible(text: str) -> tuple[str, ...]:
    """The distinct characters of `text` that need a glyph, in order of code point."""
    return tuple(
        char
        for char in sorted(set(text))
        if unicodedata.category(char) not in _INVISIBLE and not "\ufe00" <= char <= "\ufe0f"
    )


def missing(text: str) -> tuple[str, ...]:
    """The characters of `text` that no face has, each once, in order of code point.

    A letter with a mark counts as covered when either it or both of its parts are. Control and format
    characters (U+00AD, U+200E, U+2060 …) and variation selectors need no glyph.
    """
    return tuple(char for char in _visible(text) if not _covered(char))


@cache
def _covered(char: str) -> bool:
    if any(char in face.coverage for face in FACES):
        return True
    parts = unicodedata.normalize("NFD", char)
    return len(parts) > 1 and any(all(part in face.coverage for part in parts) for face in FACES)


def _nearest(family: str, weight: int, style: str) -> Face:
    """The face of `family` that CSS would take for `weight` and `style`."""
    own = [face for face in FACES if face.family == family]
    return min(own, key=lambda face: (face.style != style, abs(face.weight - weight)))


def faces_for(
    text: str, *, weight: int = 400, style: str = "normal", families: tuple[str, ...] = TEXT
) -> tuple[Face, ...]:
    """The faces that `text` needs when it is set in `weight` and `style`, in order of fallback.

    Each character is given to the first family that has it, in the face that family uses for the
    wanted style; if that face lacks it, to the family's other faces, as browsers and Pango do.
    Spaces need no face of their own. Characters that no face has are left to `missing`.
    """
    wanted = [char for char in _visible(text) if not char.isspace()]
    found: dict[Face, None] = {}
    order = [face for family in families for face in _family(family, weight, style)]
    for char in wanted:
        face = next((face for face in order if char in face.coverage), None)
        if face is not None:
            found[face] = None
    return tuple(face for face in order if face in found)


def _family(family: str, weight: int, style: str) -> tuple[Face, ...]:
    first = _nearest(family, weight, style)
    return (first, *(face for face in FACES if face.family == family and face != first))


def stack(families: tuple[str, ...] = TEXT, *, generic: str = "serif") -> str:
    """The value of CSS ``font-family``: all `families` quoted, then the `generic` one."""
    return ", ".join([*(f'"{name}"' for name in families), generic])


def face_rule(face: Face, source: str) -> str:
    """An ``@font-face`` rule whose ``src`` is `source`, e.g. ``url(fonts/x.ttf)``."""
    return (
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};'
        f"font-style:{face.style};src:{source}}}\n"
    )


def _file_url(face: Face) -> str:
    return f"url({face.path.as_uri()})"


def css_font_face(faces: Iterable[Face] = FACES, *, source: Callable[[Face], str] = _file_url) -> str:
    """``@font-face`` rules for `faces`; by default with ``file://`` addresses, as WeasyPrint wants them.

    WeasyPrint drops a relative address in ``CSS(string=…)`` with no more than a log line.
    """
    return "".join(face_rule(face, source(face)) for face in faces)
