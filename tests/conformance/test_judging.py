"""``octavo check --conformance``: results are recorded for one content, and fall with its next change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from octavo.cli.main import run

DEMO = (
    "---\ntitle: A Demo\nlang: en\nauthor: Jane Doe\ndate: 2024-01-02\n---\n\n"
    "# One\n\nText with a note.[^1]\n\n[^1]: A note.\n"
)
REVIEW = (
    "- {name: Kim Minji, organisation: A Library, date: 2024-01-03, scope: whole publication, "
    "standard: WCAG 2.2 AA, version: 1.0.0, outcome: pass}\n"
)


def told(folder: Path) -> set[str]:
    """The tools that the proof of a build names."""
    checks = json.loads((folder / "proof.json").read_text(encoding="utf-8"))["checks"]
    return {check["tool"] for check in checks}


@pytest.mark.conformance
def test_a_claim_needs_results_and_a_review(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No result, no claim; results and a review of this version: the claim; a changed word: none."""
    folder = tmp_path / "source" / "demo"
    folder.mkdir(parents=True)
    edition, html = folder / "edition.md", tmp_path / "build" / "demo" / "demo.html"
    edition.write_text(DEMO, encoding="utf-8")
    (folder / "reviews.yaml").write_text(REVIEW, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(["build", "-q"]) == 0
    assert "No conformance to an accessibility standard is claimed" in html.read_text(encoding="utf-8")
    assert run(["check", "--conformance"]) == 0
    recorded = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    assert {"epubcheck", "ace", "nu", "axe", "verapdf", "qpdf"} <= {item["tool"] for item in recorded}
    assert all(item["passed"] for item in recorded)
    assert run(["build", "-q"]) == 0
    assert "WCAG 2.2 Level AA" in html.read_text(encoding="utf-8")
    assert {"EPUBCheck", "Ace by DAISY", "axe-core", "veraPDF", "qpdf"} <= told(html.parent)
    edition.write_text(DEMO.replace("Text with", "Words with"), encoding="utf-8")
    assert run(["build", "-q"]) == 0
    assert "WCAG 2.2 Level AA" not in html.read_text(encoding="utf-8")
    assert told(html.parent) == {"Octavo"}
