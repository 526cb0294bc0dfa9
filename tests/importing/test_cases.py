"""Every rule by example: the cases in ``cases/*.md``, which an editor can add to without Python.

A case is a title line, a dot, the raw text, a dot, the edition's text (front matter left out), a
dot. ``python -m importing.test_cases`` prints what the importer makes of each case.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from octavo.importing import import_text

CASES = Path(__file__).parent / "cases"


def cases() -> list[tuple[str, str, str]]:
    found = []
    for path in sorted(CASES.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        for case in re.finditer(r"^([^\n]+)\n\.\n(.*?)\n\.\n(.*?)\n\.\n", text, re.MULTILINE | re.DOTALL):
            found.append((f"{path.stem}: {case[1]}", case[2], case[3]))
    return found


def made(raw: str) -> str:
    edition = import_text(raw.encode(), name="case.md").edition
    return edition.split("\n---\n", 1)[1].strip("\n")


@pytest.mark.parametrize(
    ("title", "raw", "wanted"), cases(), ids=lambda value: value[:60] if ": " in value[:40] else ""
)
def test_case(title: str, raw: str, wanted: str) -> None:
    """The raw text of a case becomes exactly the edition written below it."""
    assert made(raw) == wanted.strip("\n"), title


@pytest.mark.parametrize(
    ("title", "raw", "wanted"), cases(), ids=lambda value: value[:60] if ": " in value[:40] else ""
)
def test_nothing_is_lost_in_a_case(title: str, raw: str, wanted: str) -> None:
    """The books of every case balance."""
    errors = [f for f in import_text(raw.encode(), name="case.md").findings if f.severity == "error"]
    assert not errors, title


@pytest.mark.parametrize(
    ("title", "raw", "wanted"), cases(), ids=lambda value: value[:60] if ": " in value[:40] else ""
)
def test_import_of_an_imported_edition_changes_nothing(title: str, raw: str, wanted: str) -> None:
    """Import ∘ import = import, for whole editions and for their text alone."""
    once = import_text(raw.encode(), name="case.md").edition
    assert import_text(once.encode(), name="case.md").edition == once, title
    assert made(made(raw)) == made(raw), title


if __name__ == "__main__":
    for title, raw, _ in cases():
        print(f"{title}\n.\n{raw}\n.\n{made(raw)}\n.\n")  # noqa: T201
