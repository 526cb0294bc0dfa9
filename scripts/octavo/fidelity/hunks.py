"""The nouns of collation: kinds of difference, hunks, page ends, the collation itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from octavo.model import Emendation, Finding

Range = tuple[int, int]
"""Start and end, in characters of the text at hand."""


class Mechanical(StrEnum):
    """Kinds of difference that leave every word and sign as it was; each has its own predicate."""

    PAGE_JOIN = "page-end join"
    LINE_HYPHEN = "line-end hyphen"
    NOTE_CALL = "note call"
    NOTE_SIGN = "note sign"
    NOTE_MOVED = "note text moved"
    HEADING = "heading markup"
    SUPERSCRIPT = "superscript syntax"
    ESCAPE = "escape"
    FURNITURE = "furniture removed"
    FRONT_MATTER = "title block moved to the front matter"
    EMPHASIS = "emphasis markup"
    BINDING = "binding"
    CONVERTER = "mark of the converter"
    RULE = "rule at a page end"
    LIST = "list markup"
    LINE_END = "paragraph at a line end"
    SPACE = "white space"
    NORMAL_FORM = "Unicode normal form"


UNDECLARED: Final = "undeclared"
DECLARED: Final = "emendation"

EXPLAINED: Final[dict[str, str]] = {
    Mechanical.PAGE_JOIN: "a paragraph that the end of a page cut in two is joined",
    Mechanical.LINE_HYPHEN: "a word divided at the end of a line is put together",
    Mechanical.NOTE_CALL: "the printed sign of a note call is written as the edition's call",
    Mechanical.NOTE_SIGN: "the printed sign before a note is written as the note's label",
    Mechanical.NOTE_MOVED: "a note is taken out of the flow of the text",
    Mechanical.HEADING: "a heading is marked with its level",
    Mechanical.SUPERSCRIPT: "a superscript is written in the edition's syntax",
    Mechanical.ESCAPE: "a sign that Markdown reserves is written with or without its escape",
    Mechanical.FURNITURE: "a running head, folio or the like, proven by its repetition, is left out",
    Mechanical.FRONT_MATTER: "the statement stands in the front matter with the same words",
    Mechanical.EMPHASIS: "the same emphasis is written with other signs",
    Mechanical.BINDING: "a passage is bound to a record, a language or a link; its words stay",
    Mechanical.CONVERTER: "a mark of the converter that prints nothing is left out",
    Mechanical.RULE: "a rule that parts notes or pages is left out",
    Mechanical.LIST: "a list item is marked in the edition's syntax",
    Mechanical.LINE_END: "a paragraph that ends with its line is parted from the next",
    Mechanical.SPACE: "white space that parts the same words",
    Mechanical.NORMAL_FORM: "the same sign in Unicode's composed form",
}


@dataclass(frozen=True, slots=True)
class Hunk:
    """One difference between witness and edition."""

    kind: str
    """A `Mechanical` kind, `DECLARED` or `UNDECLARED`."""
    witness: Range
    """Characters of the witness it covers; empty where the witness has nothing."""
    edition: Range
    """Characters of ``edition.md`` it covers."""
    sic: str
    """The witness's characters."""
    corr: str
    """The edition's characters."""
    evidence: str = ""
    """What proves the hunk, in words."""
    code: str = ""
    """Finding code of an undeclared difference."""
    emendations: tuple[int, ...] = ()
    """Indices of the emendations that declare it."""
    certain: float = 1.0
    """How sure the proof is, 0 to 1."""


@dataclass(frozen=True, slots=True)
class PageEnd:
    """Where a page of the witness's print ended."""

    words: int
    """How many words of the edition's body stand before it (as `Reading.body` counts)."""
    offset: int
    """Character offset in ``edition.md`` of the first word after it."""
    certain: float
    """How sure it is, 0 to 1."""
    evidence: str


@dataclass(frozen=True)
class WitnessPages:
    """The page ends of the witness's print that its text betrays: never all, often not numbered."""

    ends: tuple[PageEnd, ...] = ()


@dataclass(frozen=True)
class Copy:
    """Characters ``start`` to ``end`` of the edition stand in the witness as they are."""

    start: int
    end: int


Piece = Copy | Hunk


@dataclass(frozen=True)
class Collation:
    """Witness and edition, compared whole."""

    pieces: tuple[Piece, ...]
    """Copies and hunks in the order of the witness, covering it without gap or overlap."""
    findings: tuple[Finding, ...]
    pages: WitnessPages
    body: tuple[str, ...]
    """Words of the edition's body as Octavo's scanner reads them."""
    notes: tuple[tuple[str, ...], ...]
    """Words of its notes, in order of call."""
    drafts: tuple[Emendation, ...] = ()
    """A draft entry for every undeclared difference."""
    counts: dict[str, int] = field(default_factory=dict)
    """Hunks by kind."""

    @property
    def hunks(self) -> tuple[Hunk, ...]:
        """The differences alone."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Hunk))
