"""The finding codes of the proof: ``F-0NN``, permanent, each with what it says.

1-9 the witness; 10-19 the declarations; 20-39 collation; 40-59 the word ledger; 60-69 the notes;
70-79 the pages.
"""

from __future__ import annotations

from typing import Final

from octavo.model import Finding, Locus, Severity

CODES: Final[dict[str, str]] = {
    "F-001": "the witness is missing",
    "F-002": "the witness is not the one the edition pins",
    "F-003": "the witness is not all UTF-8",
    "F-004": "the edition pins no witness",
    "F-010": "the emendations file cannot be read as YAML",
    "F-011": "an entry of the emendations file lacks a field or has one too many",
    "F-012": "the kind of an emendation is not known",
    "F-013": "an emendation gives no reason or nobody answers for it",
    "F-014": "an emendation changes nothing",
    "F-015": "two declarations are for the same place",
    "F-016": "an emendation is a draft that no editor has decided",
    "F-020": "words or signs of the witness are not in the edition",
    "F-021": "words or signs of the edition are not in the witness",
    "F-022": "witness and edition differ",
    "F-023": "paragraphs are joined or parted without evidence of a page end",
    "F-024": "markup that carries meaning differs",
    "F-025": "a note call does not carry the sign of its note",
    "F-026": "a note of the edition is not in the witness",
    "F-027": "front matter says what the witness does not",
    "F-028": "an emendation matches no difference",
    "F-029": "the place of a declaration is not unique",
    "F-030": "a slip declared as kept is not in the text",
    "F-031": "two emendations overlap",
    "F-032": "the text is read differently by Octavo's scanner and by pandoc",
    "F-033": "the witness is not rebuilt from edition and apparatus",
    "F-034": "words declared as moved do not stand in witness and edition equally often",
    "F-035": "words declared as front matter do not stand in the front matter",
    "F-040": "words are lost in an artifact",
    "F-041": "words are added in an artifact",
    "F-042": "words are moved in an artifact",
    "F-043": "words are altered in an artifact",
    "F-044": "an artifact cannot be read",
    "F-045": "an artifact has another number of notes",
    "F-046": "a note call stands at another place",
    "F-047": "headings or their levels differ",
    "F-048": "a superscript is lost or added",
    "F-049": "an artifact is not the one that was built",
    "F-060": "a note call or a note's way back leads nowhere",
    "F-061": "a note is not on the page of its call",
    "F-062": "a note's number differs",
    "F-070": "a print page begins at another word than in the PDF",
}


def finding(
    code: str, locus: Locus, message: str, hint: str = "", *, severity: Severity = Severity.ERROR
) -> Finding:
    """A finding with one of our codes; raises `KeyError` for a code that is not in `CODES`."""
    CODES[code]
    return Finding(code, severity, locus, message, hint)


def place(text: str, offset: int, name: str) -> Locus:
    """The locus of a character offset in `text`."""
    offset = max(0, min(offset, len(text)))
    line = text.count("\n", 0, offset) + 1
    return Locus(name, line, offset - (text.rfind("\n", 0, offset) + 1) + 1)


def quoted(words: str, limit: int = 80) -> str:
    """Text for a message: one line, at most `limit` characters, cut in the middle."""
    flat = " ".join(words.split())
    if len(flat) > limit:
        half = limit // 2 - 2
        flat = f"{flat[:half]} … {flat[-half:]}"
    return f"“{flat}”"
