"""Which faces a document needs, and for which characters. Elements in, faces and characters out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from octavo.formats.fonts import MONO, TEXT, Face, faces_for, stack
from octavo.formats.markup import Element, has_class, name_of

_ITALIC: Final = frozenset({"em", "i", "cite", "dfn", "var", "dt", "th", "h5", "h6"})
_ITALIC_CLASSES: Final = ("subtitle", "affiliation", "again")
_BOLD: Final = frozenset({"strong", "b", "h3", "h4"})
_CODE: Final = frozenset({"code", "kbd", "samp", "pre"})

_Voice = tuple[int, str, bool]
"""Weight, style, and whether it is code."""

PRINTED: Final = "0123456789.,:;()[]|–-’ "
"""Signs that style sheets print: numbers of pages and notes, list numbers."""
ASCII: Final = "".join(map(chr, range(0x20, 0x7F))) + "–’"
"""Every plain sign: with it a citation or a statement of some build needs no other font than the text."""


def faces_used(
    roots: Iterable[Element], *, bold: frozenset[str] = frozenset(), always: str = PRINTED
) -> Mapping[Face, str]:
    """Each face the documents need with its characters, in the order of fallback.

    Follows the house's style sheets: what they set in italics or bold is listed above,
    `bold` adds to it; roman holds the signs of `always`. A character that no face has is left to the
    reading system; the checks report it.
    """
    voices: dict[_Voice, set[str]] = {(400, "normal", False): set(always)}
    for root in roots:
        _collect(root, (400, "normal", False), voices, _BOLD | bold)
    found: dict[Face, set[str]] = {}
    for (weight, style, code), characters in sorted(voices.items()):
        rest = set(characters)
        families = MONO if code else TEXT
        for face in faces_for("".join(sorted(rest)), weight=weight, style=style, families=families):
            own = rest & face.coverage
            rest -= own
            found.setdefault(face, set()).update(own)
    order = sorted(found, key=lambda face: (TEXT.index(face.family), face.weight, face.style != "normal"))
    return {face: "".join(sorted(found[face])) for face in order}


def _collect(element: Element, voice: _Voice, voices: dict[_Voice, set[str]], bold: frozenset[str]) -> None:
    stack_: list[tuple[Element, _Voice]] = [(element, voice)]
    while stack_:
        current, outer = stack_.pop()
        inner = _voice(current, outer, bold)
        if isinstance(current.tag, str):
            voices.setdefault(inner, set()).update(current.text or "")
        for child in current:
            voices.setdefault(inner, set()).update(child.tail or "")
            stack_.append((child, inner))


def _voice(element: Element, outer: _Voice, bold: frozenset[str]) -> _Voice:
    weight, style, code = outer
    name = name_of(element)
    if name in bold:
        weight = 700
    if name in _ITALIC or any(has_class(element, name) for name in _ITALIC_CLASSES):
        style = "italic"
    # A record to copy is shown in the reader's own fixed-width face: no font is carried for it.
    return weight, style, code or (name in _CODE and not has_class(element, "copy"))


def text_stack(faces: Iterable[Face]) -> str:
    """``font-family`` of running text: the families in use, then the reader's serif."""
    used = {face.family for face in faces}
    return stack(tuple(name for name in TEXT if name in used and "Mono" not in name))


def mono_stack(faces: Iterable[Face]) -> str:
    """``font-family`` of code."""
    used = {face.family for face in faces}
    return stack(tuple(name for name in MONO if name in used), generic="monospace")
