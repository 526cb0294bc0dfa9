"""The series of the benchmark is what it says: the same every time, varied, and without a fault."""

from __future__ import annotations

from pathlib import Path

from benchmarks.papers import write_series
from octavo.model import Severity
from octavo.pipeline import check
from octavo.workshop import Workshop


def files(folder: Path) -> dict[Path, bytes]:
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_numbers_give_the_same_files(tmp_path: Path) -> None:
    """Seeded: two machines measure the same papers."""
    one, two = (write_series(tmp_path / name, 12) for name in ("a", "b"))
    assert one == two
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_it_is_varied_and_sound(tmp_path: Path) -> None:
    """Notes, tables, figures, Korean; no rule finds an error."""
    made = write_series(tmp_path / "source", 10)
    text = "".join(path.read_text() for path in tmp_path.rglob("edition.md"))
    assert made.korean == 2
    assert made.notes > 50
    assert all(sign in text for sign in ("|---|", "images/figure-", "\n- ", "\n> ", "translations:"))
    workshop = Workshop(tmp_path)
    errors = [one for name in ("paper-00003", "paper-00005") for one in check(workshop, name).findings]
    assert not [one for one in errors if one.severity is Severity.ERROR]
