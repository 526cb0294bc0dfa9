"""Versions: edition and change log tell one story, and nothing is released twice with other bytes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.model import Artifact, Imprint, Severity
from octavo.release.changes import (
    Change,
    artifacts_digest,
    check_digest,
    check_versions,
    read_changes,
    version_key,
)
from octavo.release.making import make_release
from octavo.workshop import Workshop

IMPRINT = Imprint(id="x", title="X", title_plain="X", lang="en", version="1.1.0", released="2026-12-01")
LOG = """\
- version: 1.1.0
  date: 2026-12-01
  changes:
    - "Note 3 corrected."
- version: 1.0.0
  date: 2026-11-24
  changes:
    - First edition.
"""
ARTIFACTS = (Artifact("x.pdf", "application/pdf", b"1"), Artifact("x.epub", "application/epub+zip", b"2"))


def codes(log: str, imprint: Imprint = IMPRINT) -> list[str]:
    changes, faults = read_changes(log, name="changes.yaml")
    found = faults or check_versions(imprint, changes, edition="edition.md", log="changes.yaml")
    return [one.code for one in found]


def test_a_good_log() -> None:
    """Newest first, the newest is the edition's."""
    assert codes(LOG) == []
    changes, _ = read_changes(LOG, name="changes.yaml")
    assert [one.version for one in changes] == ["1.1.0", "1.0.0"]
    assert changes[0].changes == ("Note 3 corrected.",)
    assert changes[1].locus.line == 5


@pytest.mark.parametrize(
    ("log", "imprint", "code"),
    [
        (LOG, replace(IMPRINT, version="1.1"), "R-001"),
        (LOG, replace(IMPRINT, version="v1.1.0"), "R-001"),
        (LOG, replace(IMPRINT, released=""), "R-002"),
        (LOG, replace(IMPRINT, released="2026-12"), "R-002"),
        (LOG, replace(IMPRINT, version="1.2.0"), "R-005"),
        (LOG, replace(IMPRINT, released="2026-12-02"), "R-006"),
        (LOG.replace("1.0.0", "1.1.0"), IMPRINT, "R-007"),
        (LOG.replace("2026-11-24", "2027-01-01"), IMPRINT, "R-007"),
        ("", IMPRINT, "R-004"),
        ("- version: [", IMPRINT, "R-004"),
        ("version: 1.0.0", IMPRINT, "R-004"),
        (LOG.replace("date", "when"), IMPRINT, "R-004"),
        (LOG.replace("- First edition.", ""), IMPRINT, "R-004"),
        (LOG + "  digest: 12\n", IMPRINT, "R-004"),
        ("- 3\n- x\n", IMPRINT, "R-004"),
    ],
)
def test_faults(log: str, imprint: Imprint, code: str) -> None:
    """Each fault has its code."""
    assert code in codes(log, imprint)


def test_an_edition_without_a_log() -> None:
    """R-003, with the remedy."""
    found = check_versions(IMPRINT, (), edition="edition.md", log="changes.yaml")
    assert [one.code for one in found] == ["R-003"]
    assert "1.1.0" in found[0].hint


def test_ten_is_newer_than_nine() -> None:
    """Versions are numbers, not letters."""
    assert version_key("1.10.0") > version_key("1.9.0")
    assert version_key("01.0.0") == ()


def test_pinned_bytes() -> None:
    """A pinned digest refuses other bytes of the same version, and only of that version."""
    entry = Change("1.1.0", "2026-12-01", ("x",), artifacts_digest(ARTIFACTS))
    assert check_digest(IMPRINT, (entry,), tuple(reversed(ARTIFACTS))) == ()
    changed = (ARTIFACTS[0], replace(ARTIFACTS[1], data=b"3"))
    assert [one.code for one in check_digest(IMPRINT, (entry,), changed)] == ["R-009"]
    assert check_digest(replace(IMPRINT, version="1.2.0"), (entry,), changed) == ()


@given(text=st.text(max_size=80))
def test_any_text(text: str) -> None:
    """Any text is read or refused."""
    changes, faults = read_changes(text, name="c")
    assert changes or faults


@pytest.mark.whole
def test_a_file_that_no_container_can_name(tmp_path: Path) -> None:
    """A name that would not survive other systems is a finding, not a broken release."""
    source = tmp_path / "source" / "x"
    source.mkdir(parents=True)
    (tmp_path / "build").mkdir()
    text = '---\nid: x\ntitle: X\nlang: en\nversion: "1.0.0"\nreleased: 2026-11-24\n---\n\nText.\n'
    (source / "edition.md").write_text(text)
    (source / "changes.yaml").write_text(LOG.split("- version: 1.0.0")[1].join(["- version: 1.0.0", ""]))
    (source / "notes: mine.txt").write_text("x")
    made = make_release(Workshop(tmp_path), "x")
    assert [one.code for one in made.findings if one.severity is Severity.ERROR] == ["R-021"]
    assert made.files == ()
    (source / "notes: mine.txt").unlink()
    assert make_release(Workshop(tmp_path), "x").files
