"""Every choice is told, can be explained by its line, and obeys the editor."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.errors import OutputError, UsageError
from octavo.importing import folder, import_text, write_import
from octavo.importing.review import corrections

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


def test_a_choice_that_is_not_offered_is_told_with_its_line() -> None:
    """The finding names the line of decisions.yaml and what may be chosen."""
    join = next(d for d in import_text(RAW, name="raw.md").decisions if d.kind == "join")
    again = import_text(RAW, name="raw.md", decisions=f"# mine\n{join.id}: perhaps\n")
    (found,) = [finding for finding in again.findings if finding.code == "I-031"]
    assert (str(found.locus), "'apart'" in found.hint) == ("decisions.yaml:2", True)


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
        assert f'id="{decision.id}"' in imported.review
        assert all(line in imported.review for line in corrections(decision))


def test_an_edition_edited_by_hand_is_not_overwritten(tmp_path: Path) -> None:
    imported = import_text(RAW, name="raw.md")
    write_import(imported, tmp_path)
    (tmp_path / "edition.md").write_text("edited", encoding="utf-8")
    with pytest.raises(UsageError):
        write_import(imported, tmp_path)
    assert (tmp_path / "edition.md").read_text(encoding="utf-8") == "edited"


@pytest.mark.parametrize("fault", [OutputError("x/.octavo-import-partial/y: disk full"), KeyboardInterrupt()])
@pytest.mark.parametrize("there", [False, True])
def test_a_disk_that_is_full_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException, there: bool
) -> None:
    """Neither a new edition nor one that is written anew is left in pieces, whatever stops the import."""
    place = tmp_path / "edition"
    if there:
        write_import(import_text(RAW, name="raw.md"), place)
    before = {path.name: path.read_bytes() for path in place.glob("*")}

    def failing(path: Path, data: bytes) -> None:
        if path.name == "review.html":
            raise fault
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    monkeypatch.setattr(folder, "write_atomic", failing)
    with pytest.raises(type(fault)):
        write_import(import_text(RAW.replace(b"no fault", b"faults"), name="raw.md"), place, overwrite=True)
    assert {path.name: path.read_bytes() for path in place.glob("*")} == before
    assert place.exists() is there


def test_a_lost_word_would_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check is seen to fail: a rule that drops a paragraph becomes an error finding."""
    from dataclasses import replace

    from octavo.importing import importer

    monkeypatch.setattr(
        importer, "RULES", (*importer.RULES, lambda draft: replace(draft, blocks=draft.blocks[:1]))
    )
    codes = {finding.code for finding in import_text(RAW + b"\nAnother paragraph.\n", name="raw.md").findings}
    assert "I-050" in codes
