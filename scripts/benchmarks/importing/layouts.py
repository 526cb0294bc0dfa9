"""One paper in one layout: how it is typeset, drawn by seed.

In: a name and a variant. Out: `Layout`, from which the engines make their set-up.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from typing import Final

VARIANTS: Final = ("weasyprint", "typst", "latex", "office")
"""One variant a text and engine; every engine is drawn its own layout."""


@dataclass(frozen=True)
class Layout:
    """What the typesetter is told."""

    engine: str
    size: str
    """``a4``, ``a5`` or ``letter``."""
    columns: int
    head: str
    """``none``, ``title`` or ``recto`` (title and author in turn)."""
    points: int
    indent: bool
    """Paragraphs by indent, else by space."""
    hyphens: bool
    mark: str
    """What follows the number in a note's body: nothing, a stop or a bracket."""
    raised: bool
    """Whether the number of the body is raised."""
    sans: bool
    heads: str
    """How headings are set apart: ``bold``, ``italic``, ``caps``, ``small`` (capitals) or ``centred``."""
    ragged: bool
    """Lines end where they end, else both edges are straight."""
    quote: int
    """Size of quotations set apart, per cent of the text's."""
    note: int
    """Size of notes, per cent of the text's."""
    folio: str
    """``foot``, ``head`` (beside the running head) or ``page`` (at the foot, with the word)."""
    bullet: str
    endnotes: bool
    """Notes at the end (of every chapter where they restart there), else at the foot of the page."""


def layout(name: str, engine: str) -> Layout:
    """The layout of text `name` by `engine`; the same for the same names."""
    seed = int(hashlib.sha256(f"{name} {engine}".encode()).hexdigest()[:8], 16)
    rng = random.Random(seed)
    return Layout(
        engine,
        size=rng.choice(("a4", "a5", "letter")),
        columns=2 if rng.random() < 0.25 and engine != "office" else 1,
        head=rng.choice(("none", "title", "recto")),
        points=rng.choice((10, 11)),
        indent=rng.random() < 0.55,
        hyphens=rng.random() < 0.6,
        mark=rng.choice(("", "", ".", ")")),
        raised=rng.random() < 0.6,
        sans=rng.random() < 0.25,
        heads=rng.choice(("bold", "bold", "italic", "caps", "small", "centred")),
        ragged=rng.random() < 0.25,
        quote=rng.choice((100, 92, 88)),
        note=rng.choice((85, 80, 75)),
        folio=rng.choice(("foot", "foot", "head", "page")),
        bullet=rng.choice(("•", "•", "–", "▪")),
        endnotes=rng.random() < 0.15,
    )
