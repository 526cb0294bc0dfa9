"""What an import hands back: frozen values, no behaviour beyond look-ups.

In: nothing. Out: the nouns shared by all rules of the importer.
"""

from __future__ import annotations

from dataclasses import dataclass

from octavo.model import Finding


@dataclass(frozen=True)
class Decision:
    """One choice the importer took, told so that an editor can judge and overrule it."""

    id: str
    """``KIND-LINE-N``; stable for the same raw text, the key of ``decisions.yaml``."""
    kind: str
    """``note``, ``join``, ``hyphen``, ``heading``, ``furniture``, ``front`` …"""
    line: int
    """1-based line of the raw text the decision is about."""
    evidence: str
    """Why, in plain words."""
    confidence: float
    """How sure the importer is, 0..1; below 0.8 a person should look."""
    choice: str
    """What was done: ``join``, ``keep``, ``remove``, ``level 2`` …"""
    options: tuple[str, ...] = ()
    """What ``decisions.yaml`` may say instead."""
    passage: str = ""
    """Words of the raw text at that place."""
    score: float = 1.0
    """What the rule itself gave it; the confidence is no more, and less where `trust` is."""


@dataclass(frozen=True)
class Removed:
    """Raw matter that is not in the edition: the apparatus of furniture."""

    line: int
    text: str
    """As it stood in the raw text."""
    reason: str


@dataclass(frozen=True)
class Respelled:
    """Tokens of the raw text that read differently in the edition without a changed word.

    ``("gar", "den") -> ("garden",)`` for a line-end hyphen, ``("19531",) -> ("1953",)`` for a
    note sign glued to a number.
    """

    line: int
    before: tuple[str, ...]
    after: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Imported:
    """The result of an import: every file of an edition's folder as text, and every doubt."""

    edition: str
    """The whole of ``edition.md``, with front matter."""
    references: str
    """CSL-JSON array of the records drafted from notes."""
    emendations: str
    """YAML with the keys ``emendations`` and ``kept``."""
    images: tuple[str, ...] = ()
    """Names of the pictures the text refers to, in order."""
    findings: tuple[Finding, ...] = ()
    decisions: tuple[Decision, ...] = ()
    removed: tuple[Removed, ...] = ()
    review: str = ""
    """The self-contained ``review.html``."""
    raw: str = ""
    """The decoded raw text that findings and decisions point into."""

    def explain(self, line: int) -> tuple[Decision, ...]:
        """The decisions about raw line `line`, in order."""
        return tuple(decision for decision in self.decisions if decision.line == line)
