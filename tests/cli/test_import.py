"""``octavo import`` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from octavo.cli.main import run

SEED = Path(__file__).parents[2] / "seeds" / "000_83a21e1bfc5171ed.txt"
EDITION = Path(__file__).parents[2] / "source" / "co-23-31" / "edition.md"


def test_brief_becomes_the_committed_edition(tmp_path: Path) -> None:
    """The committed edition is what the rules make of the witness, to the byte."""
    assert run(["import", str(SEED), "-o", str(tmp_path / "out"), "-q"]) == 0
    made = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"edition.md", "references.json", "emendations.yaml"} <= made
    assert (tmp_path / "out" / "edition.md").read_bytes() == EDITION.read_bytes()


def test_an_editors_work_is_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second import into an edited folder stops, unless it is told to go on."""
    folder = tmp_path / "out"
    assert run(["import", str(SEED), "-o", str(folder), "-q"]) == 0
    (folder / "edition.md").write_text("edited", encoding="utf-8")
    assert run(["import", str(SEED), "-o", str(folder), "-q"]) == 2
    assert "already holds another edition.md" in capsys.readouterr().err
    assert (folder / "edition.md").read_text(encoding="utf-8") == "edited"
    assert run(["import", str(SEED), "-o", str(folder), "-q", "--force"]) == 0


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7\n%\xe2\xe3", b"PK\x03\x04" + b"\0" * 40, bytes(range(256)) * 20]
)
def test_what_is_no_text_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes) -> None:
    """An empty file, a PDF, a DOCX or noise: a finding, no traceback."""
    raw = tmp_path / "raw.md"
    raw.write_bytes(data)
    code = run(["import", str(raw), "-o", str(tmp_path / "out"), "--json"])
    told = capsys.readouterr()
    assert code in (0, 1, 3)
    assert "Traceback" not in told.err
    assert code != 0 or json.loads(told.out)["findings"]


def test_import_of_a_missing_file(tmp_path: Path) -> None:
    """Exit code 3: an input cannot be read."""
    assert run(["import", str(tmp_path / "gone.md"), "-o", str(tmp_path / "out")]) == 3
    assert not (tmp_path / "out").exists()


def test_an_editors_decision_is_obeyed_by_the_next_import(tmp_path: Path) -> None:
    """A line in decisions.yaml changes the edition, and no edited file stands in its way."""
    folder, raw = tmp_path / "out", tmp_path / "raw.md"
    raw.write_text(
        "# A Paper\n\nIt was the end of the\n\nroad for all of them, and that was it.\n", encoding="utf-8"
    )
    assert run(["import", str(raw), "-o", str(folder), "-q"]) == 0
    assert "end of the road" in (folder / "edition.md").read_text(encoding="utf-8")
    from octavo.importing import import_text

    (join,) = [item for item in import_text(raw.read_bytes(), name="raw").decisions if item.kind == "join"]
    other = next(option for option in join.options if option != join.choice)
    (folder / "decisions.yaml").write_text(f"{join.id}: {other}\n", encoding="utf-8")
    assert run(["import", str(raw), "-o", str(folder), "-q"]) == 0
    assert "end of the\n\nroad" in (folder / "edition.md").read_text(encoding="utf-8")
