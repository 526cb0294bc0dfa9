"""What a PDF is for: which standards it follows and which paper it is set on. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Standard(StrEnum):
    """The standards one file claims together."""

    A3A_UA1 = "pdf/a-3a + pdf/ua-1"
    """ISO 19005-3 level A with ISO 14289-1: opens everywhere, carries its sources."""
    A2A_UA1 = "pdf/a-2a + pdf/ua-1"
    """The same without attachments, for archives that refuse embedded files."""
    A4F_UA2 = "pdf/a-4f + pdf/ua-2 + wtpdf"
    """ISO 19005-4, ISO 14289-2 and WTPDF 1.0 (accessibility, reuse), on PDF 2.0."""
    X4 = "pdf/x-4"
    """ISO 15930-7: for the press."""
    BARE = "print only"
    """An imposed file for a desk printer: no tags, no claim."""

    @property
    def tagged(self) -> bool:
        """Whether the file carries a logical structure."""
        return self in (Standard.A3A_UA1, Standard.A2A_UA1, Standard.A4F_UA2)

    @property
    def version(self) -> str:
        """PDF version; ISO 15930-7 stops at 1.6."""
        return {Standard.A4F_UA2: "2.0", Standard.X4: "1.6"}.get(self, "1.7")

    @property
    def pdf2(self) -> bool:
        """Whether the file is PDF 2.0 (ISO 32000-2)."""
        return self is Standard.A4F_UA2


@dataclass(frozen=True)
class Paper:
    """A page and the type on it; an empty string keeps what the house style says. CSS lengths."""

    size: str = ""
    font_size: str = ""
    leading: str = ""
    margins: tuple[str, str, str, str] | None = None
    """Top, outer, bottom, inner."""
    bleed: str = ""
    """How far a press sheet reaches beyond the trimmed page; crop marks come with it."""
    large: bool = False
    """Large print: notes as large as the text, nothing justified or broken."""


@dataclass(frozen=True)
class PdfVariant:
    """One way of printing an article."""

    name: str
    """``default``, ``letter`` …; all but the default are appended to the file name."""
    standard: Standard = Standard.A3A_UA1
    paper: Paper = Paper()
    imposed: bool = False
    """Two pages on a sheet, ordered for saddle stitching."""

    def file_name(self, stem: str) -> str:
        """``co-23-31.pdf`` or ``co-23-31-large.pdf``."""
        return f"{stem}.pdf" if self is DEFAULT else f"{stem}-{self.name}.pdf"


_A5: Final = Paper("A5", "10.4pt", "1.3", ("17mm", "16mm", "17mm", "19mm"))

DEFAULT: Final = PdfVariant("default")
UA2: Final = PdfVariant("ua2", Standard.A4F_UA2)
A2A: Final = PdfVariant("a2a", Standard.A2A_UA1)
A4: Final = PdfVariant("a4", paper=Paper("A4"))
LETTER: Final = PdfVariant("letter", paper=Paper("letter"))
_LARGE: Final = Paper("", "18pt", "1.5", ("24mm", "22mm", "24mm", "22mm"), large=True)
LARGE: Final = PdfVariant("large", paper=_LARGE)
BOOKLET: Final = PdfVariant("booklet", Standard.BARE, _A5, imposed=True)
PRESS: Final = PdfVariant("press", Standard.X4, Paper(bleed="10mm"))

VARIANTS: Final = {
    variant.name: variant for variant in (DEFAULT, UA2, A2A, A4, LETTER, LARGE, BOOKLET, PRESS)
}
"""All variants by name, the default first."""
