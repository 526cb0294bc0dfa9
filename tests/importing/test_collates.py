"""A fresh import collates: every difference is proven, or declared as a choice of the import."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from importing.test_cases import cases
from octavo.edition import read_edition
from octavo.fidelity.collation import collate
from octavo.fidelity.declared import parse_emendations
from octavo.importing import Imported, import_text, settled
from octavo.model import Finding, Witness


def imported(raw: str) -> Imported:
    return settled(import_text(raw.encode(), name="case.md"), raw.encode(), "case.md")


def collated(raw: str, made: Imported) -> tuple[Finding, ...]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "source" / "case"
        place.mkdir(parents=True)
        (place / "edition.md").write_text(made.edition, encoding="utf-8")
        (place / "emendations.yaml").write_text(made.emendations, encoding="utf-8")
        edition = read_edition(place.parent, "case").edition
    assert edition is not None
    emendations, kept, findings = parse_emendations(edition.emendations_source, "emendations.yaml")
    assert findings == ()
    return collate(
        Witness("case.md", raw.encode()), replace(edition, emendations=emendations, kept=kept)
    ).findings


@pytest.mark.parametrize(
    ("title", "raw", "wanted"), cases(), ids=lambda value: value[:60] if ": " in value[:40] else ""
)
def test_every_case_collates(title: str, raw: str, wanted: str) -> None:
    """No difference of an import stays open; a title that is asked for is declared as supplied."""
    assert [str(one) for one in collated(raw, imported(raw))] == []


def test_a_lost_word_is_never_declared() -> None:
    """Choices that change no word are declared; a word that an import lost stays an open difference."""
    raw = "# Harbours\n\nSmall harbours are quiet.<sup>1)</sup>\n\n1) A note.\n"
    made = import_text(raw.encode(), name="case.md")
    lost = replace(made, edition=made.edition.replace(" quiet", ""))
    assert settled(lost, raw.encode(), "case.md").emendations == made.emendations
    assert [one.code for one in collated(raw, lost)] == ["F-022"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("saw o livro", "saw livro"),
        ("o vinho", "vinho"),
        ("to them", "to the[^1]"),
        ("room 12. It", "room It"),
        ("(a) came", "came"),
        ("CO2", "CO"),
    ],
)
def test_a_word_is_never_declared_as_a_sign(old: str, new: str) -> None:
    """A number, a letter in mid-line, a word's end: neither the mark of an item nor a note's sign."""
    raw = (
        "# T\n\nThey saw o livro in room 12. It was o livro to them.<sup>1</sup> The man (a) came, or (b) "
        "went, and CO2 was measured.\n\n• bread\n• o vinho\n\n<sup>1</sup> A note.\n"
    )
    made = import_text(raw.encode(), name="case.md")
    head, _, text = made.edition.rpartition("\n---\n")
    assert old in text
    changed = replace(made, edition=f"{head}\n---\n{text.replace(old, new, 1)}")
    assert collated(raw, settled(changed, raw.encode(), "case.md")) != ()


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("Das Edikt vom 19.\n\nDezember 1788 kannte den Fall, dass ein Beamter schreibt.\n", "paragraph"),
        (
            "Whoever comes to the place where that\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nstands will see.\n",
            "order",
        ),
    ],
)
def test_choices_are_declared_with_who_answers(raw: str, kind: str) -> None:
    """What an import decided stands in emendations.yaml under its own name."""
    entries, _, findings = parse_emendations(imported(raw).emendations, "emendations.yaml")
    assert findings == ()
    asked_for = ("supplied", "octavo import")  # the title that the text does not state
    assert {(entry.kind, entry.resp) for entry in entries} - {asked_for} == {(kind, "octavo import")}


@pytest.mark.parametrize(
    "raw",
    [
        "Small harbours are quiet.⁷ Nobody knows.⁸\n\n⁷ See the letter.\n\n⁸Ibid.\n",
        "It came late.<sup>39)</sup> It was good.<sup>40)</sup>\n\n39) Smith. <sup>40)</sup> 1984, p. 12.\n",
    ],
)
def test_signs_of_notes_in_other_forms_collate(raw: str) -> None:
    """Unicode's superscripts, and a sign before a year in the middle of a line."""
    assert [str(one) for one in collated(raw, imported(raw)) if one.code != "F-027"] == []


@pytest.mark.parametrize(
    "lines",
    [
        ("Jane Marlow", "June 1660", "1893"),
        ("Jane Marlow", "Working Paper No. 12", "Discussion Paper No. 31", "2019"),
        ("## A Life", "## Volume II of the Letters", "Jane Marlow", "1893"),
        ("Jane Marlow", "Old Quay Press", "New Quay Press", "1893"),
        ("Jane Marlow", "https://doi.org/10.5555/rbs.2020.0615", "1893"),
    ],
)
def test_what_the_record_cannot_hold_stays_in_the_text(lines: tuple[str, ...]) -> None:
    """A title block may state two dates, series or publishers; the record has room for one of each."""
    text = (
        "The committee had considered the matter at length and found nothing in it that anybody could blame."
    )
    raw = "\n\n".join(("# The Diary", *lines, "## First", text, "## Second", text)) + "\n"
    assert [str(one) for one in collated(raw, imported(raw))] == []
