"""The specimen of seeds/: its import gives exactly the committed edition."""

from __future__ import annotations

from pathlib import Path

from octavo.importing import import_text

ROOT = Path(__file__).parents[2]
SEED = ROOT / "seeds" / "000_83a21e1bfc5171ed.txt"
EDITION = ROOT / "source" / "co-23-31" / "edition.md"


def test_import_of_the_brief_is_the_committed_edition() -> None:
    """No rule knows the wording of the brief, and still nothing is left to do by hand in its text."""
    assert import_text(SEED.read_bytes(), name=SEED.name).edition == EDITION.read_text(encoding="utf-8")


def test_nothing_of_the_brief_is_lost() -> None:
    """The books of the import balance: no finding of severity error."""
    findings = import_text(SEED.read_bytes(), name=SEED.name).findings
    assert [str(finding) for finding in findings if finding.severity == "error"] == []
