"""The ledger, the notes and the proof, on the real artifacts of the specimen."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import jsonschema_rs
import pytest

from fidelity.mutation import Specimen, judge, operators, report, sample
from octavo.checks.validators import VIEWS, View, axe, nu, overflow, requests
from octavo.fidelity.apparatus import rebuild_findings
from octavo.fidelity.checkruns import own_checks
from octavo.fidelity.codes import CODES
from octavo.fidelity.collation import collate
from octavo.fidelity.data import schema
from octavo.fidelity.ledger import READERS, Ledger, ledger
from octavo.fidelity.note_on_text import note_on_the_text
from octavo.fidelity.proof import Proof, proof_json, replaced, scan_findings
from octavo.fidelity.proof_page import proof_html
from octavo.fidelity.readers.flow import Flow, Unreadable
from octavo.model import Artifact, Call, Edition, Emendation, Severity

MUTANTS = 320
SEED = 20230927


@pytest.fixture(scope="session")
def account(specimen: Specimen) -> Ledger:
    return ledger(specimen.expected, specimen.artifacts, specimen.edition.imprint)


@pytest.fixture(scope="session")
def proof(specimen: Specimen, account: Ledger) -> Proof:
    collation = collate(specimen.witness, specimen.edition)
    found = scan_findings(collation, specimen.expected, specimen.edition)
    return Proof(
        edition=specimen.edition,
        witness=specimen.witness,
        collation=collation,
        ledger=account,
        artifacts=specimen.artifacts,
        checks=own_checks(specimen.edition, collation, account, version="0"),
        findings=(*collation.findings, *found, *account.findings),
    )


def test_every_artifact_balances(account: Ledger) -> None:
    """Law 3: the words of the edition, in order, in every format; the PDF is read in two ways."""
    assert account.findings == ()
    assert all(a.balanced and (a.body, a.notes) == (account.body, account.notes) for a in account.accounts)
    assert len(account.accounts) == 7


def test_every_note_is_proven_in_every_format(account: Ledger) -> None:
    """Law 4: the matrix of notes and formats is green, and on paper notes stand where they are called."""
    assert all(cell.proven for cell in account.matrix)
    assert {cell.page for cell in account.matrix if cell.artifact.endswith(".pdf")} == {True}


def test_the_brief_is_fully_accounted_for(proof: Proof) -> None:
    """The committed edition collates with its witness; scanner and pandoc read the same words."""
    assert proof.complete
    assert [f for f in proof.findings if f.severity is not Severity.INFO] == []


def test_some_mutants_are_killed(specimen: Specimen) -> None:
    """A few faults of every sort: found, by a gate that has a name."""
    verdicts = list(sample(specimen, 24, SEED, step=4))
    assert [v for v in verdicts if not v.gates] == [], report(verdicts)
    assert {gate for v in verdicts for gate in v.gates} <= set(CODES)


@pytest.mark.whole
def test_the_mutation_suite_scores_full(specimen: Specimen) -> None:
    """At least three hundred faults over seed, edition and all artifacts: none lives."""
    verdicts = list(sample(specimen, MUTANTS, SEED + 1))
    print(report(verdicts))  # noqa: T201  (the score is what the test is read for)
    assert len(verdicts) >= 300
    assert [v for v in verdicts if not v.gates] == [], report(verdicts)


@pytest.mark.parametrize("suffix", [*READERS])
@pytest.mark.parametrize(
    "data", [b"", b"\x00\xff" * 99, b"<html><body>other</body></html>", b"PK\x03\x04broken"]
)
def test_anything_may_stand_for_an_artifact(specimen: Specimen, suffix: str, data: bytes) -> None:
    """A file that is empty, foreign or broken is one finding, never an exception."""
    artifact = Artifact(f"{specimen.edition.id}{suffix}", "", data)
    found = ledger(specimen.expected, [artifact], specimen.edition.imprint).findings
    assert {f.code for f in found} == {"F-044"}


@pytest.mark.parametrize("suffix", [suffix.lstrip(".") for suffix in READERS])
def test_a_truncated_artifact_is_told(specimen: Specimen, suffix: str) -> None:
    """Half a file never passes."""
    data = specimen.by_suffix[suffix].data
    assert specimen.judge_artifact(suffix, data[: len(data) // 2])


def test_print_files_and_records_are_passed_over(specimen: Specimen) -> None:
    """What is not the edition in one of its formats is none of the ledger's business."""
    others = [
        Artifact(name, "", b"x") for name in ("proof.html", f"{specimen.edition.id}-booklet.pdf", "x.bib")
    ]
    assert ledger(specimen.expected, others, specimen.edition.imprint).accounts == ()


def test_proof_json_follows_its_schema(proof: Proof) -> None:
    """proof.json is valid by the schema that is published with it, with and without a witness."""
    validator = jsonschema_rs.validator_for(json.loads(schema("proof-1.json")))
    validator.validate(json.loads(proof_json(proof)))
    validator.validate(json.loads(proof_json(replace(proof, witness=None, collation=None))))
    assert json.loads(proof_json(proof))["complete"] is True


def test_replaced_artifacts_are_told(specimen: Specimen, proof: Proof) -> None:
    """A file that was changed, or taken away, after the proof is one finding; so is a broken proof."""
    record = proof_json(proof)
    assert replaced(record, specimen.artifacts, "build/x") == ()
    first, *others = specimen.artifacts
    changed = [replace(first, data=first.data + b" "), *others[1:]]
    assert [f.code for f in replaced(record, changed, "build/x")] == ["F-049", "F-049"]
    assert [f.code for f in replaced("{", specimen.artifacts, "build/x")] == ["F-049"]


def test_the_source_is_rebuilt(specimen: Specimen, proof: Proof) -> None:
    """The way back is a check of every proof."""
    assert proof.collation is not None
    assert rebuild_findings(specimen.witness, specimen.edition, proof.collation) == ()
    broken = replace(proof.collation, pieces=proof.collation.pieces[1:])
    assert [f.code for f in rebuild_findings(specimen.witness, specimen.edition, broken)] == ["F-033"]
    assert not all(run.passed for run in own_checks(specimen.edition, broken, proof.ledger, version="0"))


def test_proof_page_tells_what_fails(specimen: Specimen, proof: Proof) -> None:
    """A proof with an error says so first, and names it."""
    spoilt = replace(specimen.edition, source=specimen.edition.source.replace("in vein", "in vain"))
    collation = collate(specimen.witness, spoilt)
    page = proof_html(replace(proof, edition=spoilt, collation=collation, findings=collation.findings))
    assert "Not accounted for." in page
    assert "F-022" in page


def test_proof_page_holds_declared_emendations(specimen: Specimen, proof: Proof) -> None:
    """An emendation stands with both readings, its reason, and who answers for it; signs are escaped."""
    entry = Emendation("in vein", "in vain", "misprint", "a <slip>", "A. & B.", "alliance in vein. This")
    source = specimen.edition.source.replace("alliance in vein. This", "alliance in vain. This")
    spoilt = replace(specimen.edition, source=source, emendations=(entry,), kept=())
    collation = collate(specimen.witness, spoilt)
    page = proof_html(replace(proof, edition=spoilt, collation=collation, findings=collation.findings))
    assert collation.findings == ()
    assert "<del>in vein</del>" in page
    assert "a &lt;slip&gt;" in page
    assert "A. &amp; B." in page


def test_note_on_the_text(specimen: Specimen) -> None:
    """The paragraph says what was done, and only that."""
    collation = collate(specimen.witness, specimen.edition)
    told = note_on_the_text(specimen.edition, specimen.witness, collation, title="Note on the text")
    assert told.id == "ed-note-on-the-text"
    assert told.html.count("<p") == 1
    assert "No word or sign of the author was changed." in told.html
    assert specimen.witness.sha256[:16] in told.html
    entry = Emendation("a", "b", "misprint", "r", "p")
    bare: Edition = replace(specimen.edition, emendations=(entry,), kept=())
    assert "“b” for “a”" in note_on_the_text(bare, specimen.witness, collation, title="T").html


def test_the_note_speaks_the_language_of_the_text(specimen: Specimen) -> None:
    """Korean for Korean; English, marked as English, where the house does not speak the language."""
    collation = collate(specimen.witness, specimen.edition)

    def told(lang: str) -> str:
        edition = replace(specimen.edition, imprint=replace(specimen.edition.imprint, lang=lang))
        return note_on_the_text(edition, specimen.witness, collation, title="T").html

    assert "저자의 낱말과 부호는 하나도 고치지 않았다." in told("ko-KR")
    assert '<p lang="en">This edition' in told("fr")


def test_flow_counts_calls_and_raised_signs() -> None:
    """A call inside a word counts that word; raised signs are told with their word."""
    flow = Flow()
    for part in ("one", 1, ", two 7", "th", "0 ", 2):
        if isinstance(part, int):
            flow.call(part)
        elif part == "th":
            flow.shift(up=True)
            flow.text(part)
            flow.shift(up=True)
        else:
            flow.text(part)
    assert flow.words == ("one,", "two", "7th0")
    assert list(flow.calls()) == [Call(1, 1), Call(2, 3)]
    assert list(flow.raised()) == [(2, "th")]


def test_unreadable_says_why() -> None:
    """A reader tells the reason, not only that it failed."""
    from octavo.fidelity.readers.text import read_text_edition

    with pytest.raises(Unreadable, match="rule"):
        read_text_edition(b"no rule here\n")


@pytest.mark.whole
def test_altered_words_on_paper_are_told_with_their_page(specimen: Specimen) -> None:
    """A fault in the printed page names words of its line."""
    spoil = operators(specimen)["pdf"]["drop shown text"]
    data, _ = spoil(specimen.by_suffix["pdf"].data, random.Random(3)) or (b"", "")
    found = ledger(
        specimen.expected, [Artifact(f"{specimen.edition.id}.pdf", "", data)], specimen.edition.imprint
    )
    assert judge(specimen, "pdf", data)
    assert any(f.locus.page or "after word" in f.message for f in found.findings)


@pytest.fixture(scope="session")
def page(proof: Proof, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("proof") / "proof.html"
    path.write_text(proof_html(proof), encoding="utf-8")
    return path


@pytest.mark.conformance
def test_proof_page_is_valid(page: Path, jvm: object) -> None:
    """Nu has nothing to say of the proof page."""
    assert nu(page).findings == ()


@pytest.mark.conformance
def test_proof_page_is_accessible(page: Path, chromium: object) -> None:
    """In axe there is no fault and nothing undecided, folded or open, wide or narrow, light or dark."""
    opened = page.with_name("open.html")
    opened.write_text(
        page.read_text(encoding="utf-8").replace("<details>", "<details open>"), encoding="utf-8"
    )
    for path, view in [*((page, v) for v in VIEWS), (opened, View(1280))]:
        assert axe(path, view).findings == (), view
    for view in (View(320), View(320, text_zoom=2)):
        assert overflow(page, view) == overflow(opened, view) == 0
    assert requests(page) == ()
