"""Every choice is told, can be explained by its line, and obeys the editor."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.errors import UsageError
from octavo.importing import import_text, write_import

RAW = (
    b"# A Paper\n\nThe committee had considered the matter at length and found in the terms of the\n\n"
    b"Agreement<sup>1</sup> no fault that could be told of.\n\n<sup>1</sup> See the minutes.\n"
)


def test_an_editors_decision_is_obeyed() -> None:
    """A line in decisions.yaml overrules the importer, with full confidence."""
    join = next(d for d in import_text(RAW, name="raw.md").decisions if d.kind == "join")
    assert join.choice == "join"
    again = import_text(RAW, name="raw.md", decisions=f"{join.id}: apart\n")
    assert next(d for d in again.decisions if d.id == join.id).choice == "apart"
    assert "the terms of the\n\nAgreement" in again.edition


def test_a_decision_that_fits_nothing_is_told() -> None:
    """A stale or misspelt id must not be swallowed."""
    findings = import_text(RAW, name="raw.md", decisions="join-999-1: apart\n").findings
    assert "I-031" in {finding.code for finding in findings}


def test_decisions_that_are_no_yaml_are_one_finding() -> None:
    findings = import_text(RAW, name="raw.md", decisions="{{{").findings
    assert [finding.code for finding in findings if finding.severity == "error"] == ["I-030"]


def test_a_line_explains_itself() -> None:
    """`--explain LINE` has what it needs."""
    assert {decision.kind for decision in import_text(RAW, name="raw.md").explain(5)} >= {"join", "note"}


def test_every_decision_has_evidence_and_a_confidence() -> None:
    for decision in import_text(RAW, name="raw.md").decisions:
        assert decision.evidence
        assert 0 < decision.confidence <= 1
        assert decision.choice in decision.options


def test_the_review_page_stands_alone() -> None:
    """No script, no address outside, one link for each doubtful decision."""
    imported = import_text(RAW, name="raw.md")
    assert "<script" not in imported.review
    assert "http" not in imported.review
    for decision in imported.decisions:
        if decision.confidence < 0.8:
            assert f'href="#L{decision.line}"' in imported.review


def test_an_edition_edited_by_hand_is_not_overwritten(tmp_path: Path) -> None:
    imported = import_text(RAW, name="raw.md")
    write_import(imported, tmp_path)
    (tmp_path / "edition.md").write_text("edited", encoding="utf-8")
    with pytest.raises(UsageError):
        write_import(imported, tmp_path)
    assert (tmp_path / "edition.md").read_text(encoding="utf-8") == "edited"


def test_a_lost_word_would_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check is seen to fail: a rule that drops a paragraph becomes an error finding."""
    from dataclasses import replace

    from octavo.importing import importer

    monkeypatch.setattr(
        importer, "RULES", (*importer.RULES, lambda draft: replace(draft, blocks=draft.blocks[:1]))
    )
    codes = {finding.code for finding in import_text(RAW + b"\nAnother paragraph.\n", name="raw.md").findings}
    assert "I-050" in codes
