"""Each rule on the text is seen to fail on its fault, at the place of the fault, and to pass without it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from octavo import pandoc
from octavo.checks import RULES, check_text
from octavo.model import Edition, Finding, Imprint, Kept, Waiver

CASES = Path(__file__).parent / "cases.md"
GOOD = (Path(__file__).parent / "good.md").read_text(encoding="utf-8")


def checked(
    text: str, *, references: str = "[]", waivers: tuple[Waiver, ...] = (), kept: tuple[Kept, ...] = ()
) -> tuple[Finding, ...]:
    imprint = Imprint("demo", "A Title", "A Title", "en")
    edition = Edition(imprint, "source/demo", text, 0, references=references, waivers=waivers, kept=kept)
    tree, warnings = pandoc.parse(text, title=imprint.title, name="source/demo/edition.md")
    return (*warnings, *check_text(edition, tree))


def cases() -> list[tuple[str, str, str, list[str]]]:
    parts = re.split(r"^\.\n", CASES.read_text(encoding="utf-8"), flags=re.MULTILINE)
    found = []
    for index in range(0, len(parts) - 3, 4):
        title, text, records, expected = parts[index : index + 4]
        found.append((title.strip(), text, records.strip() or "[]", expected.split()))
    return found


@pytest.mark.parametrize(("title", "text", "records", "expected"), cases(), ids=lambda value: str(value)[:40])
def test_rule_finds_its_fault(title: str, text: str, records: str, expected: list[str]) -> None:
    """A case of cases.md gives just the findings it names, at the lines it names."""
    found = [f"{item.code}:{item.locus.line}" for item in checked(text, references=records)]
    assert sorted(found) == sorted(expected), title


def test_every_rule_has_a_case() -> None:
    """No rule is without a seeded fault that it finds."""
    seen = {item.split(":")[0] for *_, expected in cases() for item in expected}
    assert {rule.code for rule in RULES} <= seen


def test_good_text_has_no_finding() -> None:
    """What is right is left alone."""
    assert (
        checked(GOOD, references='[{"id": "doe2000", "title": "A Book", "issued": {"date-parts": [[2000]]}}]')
        == ()
    )


def test_waiver_excuses_one_place_and_needs_one() -> None:
    """A declared exception silences its finding; one that silences nothing is an error."""
    text = "A line of verse\n"
    assert [item.code for item in checked(text)] == ["S-009"]
    assert checked(text, waivers=(Waiver("S-009", "line of verse", "as printed"),)) == ()
    assert [
        item.code for item in checked("A line.\n", waivers=(Waiver("S-009", "verse", "as printed"),))
    ] == ["S-090"]


def test_kept_slip_is_declared() -> None:
    """What the edition keeps on purpose needs no second declaration."""
    text = 'A note.[^1]\n\n[^1]: [J. Doe, "The Bok of Books," breaks off]{.citation cites="doe"}\n'
    records = '[{"id": "doe", "title": "The Book of Books"}]'
    assert [item.code for item in checked(text, references=records)] == ["S-009", "C-005"]
    kept = (Kept("The Bok", "misprint"), Kept("breaks off", "the source has no more"))
    assert checked(text, references=records, kept=kept) == ()


def test_rule_that_may_not_be_waived() -> None:
    """A broken link cannot be excused."""
    found = checked("See [it](#gone).\n", waivers=(Waiver("S-014", "#gone", "later"),))
    assert sorted(item.code for item in found) == ["S-014", "S-090"]
