"""What an import puts into another place is declared, and whoever loses a word on the way is found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from importing.test_cases import cases
from importing.test_collates import collated, imported
from octavo.fidelity.declared import parse_emendations

COLUMNS = next(raw for title, raw, _ in cases() if title.endswith("A table that came cell by cell"))
FLOAT = (
    "# Boats\n\nWhoever comes to the place where that\n\n| Island | Boats |\n|---|---|\n| Nordvik | 31 |\n\n"
    "stands by the quay will see them all.\n"
)
"""A table inside a sentence."""


@pytest.mark.parametrize("raw", [COLUMNS, FLOAT])
def test_moves_are_declared(raw: str) -> None:
    """The import collates, and its moves stand in the apparatus as changes of order."""
    made = imported(raw)
    assert collated(raw, made) == ()
    assert "order" in {entry.kind for entry in parse_emendations(made.emendations, "e")[0]}


@pytest.mark.parametrize("raw", [COLUMNS, FLOAT])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("labour", ""),
        ("480", "480 481"),
        ("145", "154"),
        ("Boats |", "|"),
        ("will see them", "them will see"),
    ],
)
def test_a_word_lost_added_or_moved_is_found(raw: str, old: str, new: str) -> None:
    """No declared move covers a later change, inside what was moved or beside it."""
    made = imported(raw)
    head, _, text = made.edition.rpartition("\n---\n")
    changed = replace(made, edition=f"{head}\n---\n{text.replace(old, new, 1)}")
    assert bool(collated(raw, changed)) == (changed.edition != made.edition)


@pytest.mark.parametrize(("old", "new"), [("labour", ""), ("739", "739 740")])
def test_an_entry_that_loses_or_adds_a_word_is_found(old: str, new: str) -> None:
    """Edition and entry changed alike: as a move it does not balance (F-034)."""
    made = imported(COLUMNS)
    head, _, text = made.edition.rpartition("\n---\n")
    before, corr, after = made.emendations.partition("corr: ")
    changed = replace(
        made,
        edition=f"{head}\n---\n{text.replace(old, new, 1)}",
        emendations=before + corr + after.replace(old, new, 1),
    )
    assert "F-034" in {one.code for one in collated(COLUMNS, changed)}
