"""Collation: every kind of difference is proven by its own rule, or it is an error with a place."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from fidelity.texts import collated, edition, errors, kinds, rebuilt, witness
from octavo.fidelity.collation import check_witness, collate
from octavo.fidelity.declared import DRAFT, parse_emendations
from octavo.fidelity.hunks import EXPLAINED, Mechanical
from octavo.fidelity.scan import printed_words, scan
from octavo.model import Author, Imprint, Publisher

CASES = Path(__file__).with_name("cases.md")
IMPRINT = Imprint(
    id="small",
    title="On the 70^th^ Year",
    title_plain="On the 70th Year",
    lang="en",
    authors=(Author("Doe, Jane", "Doe", "Jane", "Director, Some Institute"),),
    date="2023-09-27",
    series="A Series",
    number="CO 23-31",
    publisher=Publisher("A House"),
)
TITLE_BLOCK = (
    "## A Series\n\n2023. 09. 27. | CO 23-31\n\n# On the 70<sup>th</sup> Year\n\n"
    "**Doe, Jane**\n\n**(Director, Some Institute)**\n\n"
)


def cases() -> list[tuple[str, str, str, str, str]]:
    parts = re.split(r"^\.\n", CASES.read_text(encoding="utf-8"), flags=re.MULTILINE)
    rows = [parts[i : i + 5] for i in range(0, len(parts), 5)]
    return [(a.strip(), b, c, d, e.strip()) for a, b, c, d, e in rows]


@pytest.mark.parametrize(
    ("title", "seed", "text", "emendations", "expected"), cases(), ids=[case[0] for case in cases()]
)
def test_case(title: str, seed: str, text: str, emendations: str, expected: str) -> None:
    """A case of cases.md gives the kinds of difference it names, or the findings; and the way back."""
    _, _, problems = parse_emendations(emendations, "emendations.yaml")
    collation = collated(seed, text, emendations=emendations)
    found = sorted([*errors(collation), *(f.code for f in problems)])
    if expected.startswith("F-"):
        assert found == expected.split(), [str(f) for f in collation.findings]
    else:
        assert found == [], [str(f) for f in collation.findings]
        assert kinds(collation) == set(expected.split(", "))
    assert rebuilt(edition(text).source, collation) == seed.encode()


def test_every_mechanical_kind_has_a_case() -> None:
    """No predicate is without an example, and each is explained to readers."""
    seen = {kind for *_, expected in cases() for kind in expected.split(", ")}
    elsewhere = {
        "Unicode normal form",
        "title block moved to the front matter",
        "rule at a page end",
        "list markup",
        "note text moved",
    }
    assert {str(kind) for kind in Mechanical} <= seen | elsewhere | {"white space", "paragraph at a line end"}
    assert set(EXPLAINED) == set(Mechanical)


def test_composed_and_decomposed_letters() -> None:
    """A letter with a combining accent is the composed letter, and nothing else."""
    assert kinds(collated("A cafe\u0301 here.\n", "A caf\u00e9 here.\n")) == {"Unicode normal form"}
    assert errors(collated("A cafe here.\n", "A caf\u00e9 here.\n")) == ["F-022"]


def test_title_block_is_said_by_the_front_matter() -> None:
    """Date, number, author and affiliation may stand in the front matter in their own form."""
    collation = collated(f"{TITLE_BLOCK}We begin here.\n", "We begin here.\n", imprint=IMPRINT)
    assert errors(collation) == []
    assert kinds(collation) == {"title block moved to the front matter"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2023. 09. 27.", "2023. 09. 28."),
        ("CO 23-31", "CO 23-32"),
        ("On the 70", "In the 70"),
        ("Doe, Jane", "Doe, Joan"),
        ("Some Institute", "Other Institute"),
        ("## A Series\n\n", "## A Series\n\nConfidential\n\n"),
        ("**Doe, Jane**\n\n", ""),
    ],
)
def test_title_block_that_says_something_else(old: str, new: str) -> None:
    """A title block that differs from the front matter in a word or a figure is an error."""
    seed = f"{TITLE_BLOCK}We begin here.\n".replace(old, new)
    assert errors(collated(seed, "We begin here.\n", imprint=IMPRINT))


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("27 September 2023", "2023-09-27"),
        ("September 27, 2023", "2023-09-27"),
        ("Sept. 2023", "2023-09"),
        ("2023년 9월 27일", "2023-09-27"),
        ("27. September 2023", "2023-09-27"),
        ("2023", "2023"),
    ],
)
def test_dates_in_usual_forms(printed: str, iso: str) -> None:
    """A date is the same in the forms that title pages use."""
    imprint = Imprint(id="small", title="", title_plain="", lang="en", date=iso)
    assert errors(collated(f"{printed}\n\nWe begin here.\n", "We begin here.\n", imprint=imprint)) == []


def test_front_matter_words_deep_in_the_text_stay() -> None:
    """Only a title block moves: the publisher's name left out of the text is a lost word."""
    seed = "We begin here.\n\nA House\n\nWe end here.\n"
    assert errors(collated(seed, "We begin here.\n\nWe end here.\n", imprint=IMPRINT)).count("F-020") == 1


def test_a_note_split_over_two_pages() -> None:
    """A note whose rest stands among the next page's text is still found whole."""
    seed = (
        "Some text with a claim.<sup>1</sup> It goes on to the\n\n"
        "<sup>1</sup> The note begins upon this page and is\n\n"
        "end of the next page which is long enough.\n\n"
        "continued on the following one with more words.\n\nLast words here.\n"
    )
    text = (
        "Some text with a claim.[^1] It goes on to the end of the next page which is long enough.\n\n"
        "Last words here.\n\n"
        "[^1]: The note begins upon this page and is continued on the following one with more words.\n"
    )
    collation = collated(seed, text)
    assert errors(collation) == []
    assert "note text moved" in kinds(collation)


def test_page_ends_are_found() -> None:
    """Every join is a page end of the print, with its place in words and how sure it is."""
    collation = collated(
        "One two three\n\nfour five. Six\n\nseven.\n", "One two three four five. Six seven.\n"
    )
    assert [(end.words, end.certain > 0.8) for end in collation.pages.ends] == [(3, True), (6, True)]


def test_drafts_settle_what_is_undeclared() -> None:
    """The drafts for undeclared differences, once decided, are just the emendations that are wanted."""
    from octavo.fidelity.declared import draft_yaml

    seed, text = (
        "It was in vein, and it is so.\n\nMore of it.\n",
        "It was in vain, it is so.\n\nMore of all it.\n",
    )
    drafted = draft_yaml(collated(seed, text).drafts)
    assert DRAFT in drafted
    decided = (
        drafted.replace(DRAFT, "misprint").replace('reason: ""', "reason: x").replace('resp: ""', "resp: y")
    )
    assert errors(collated(seed, text, emendations=f"emendations:\n{decided}")) == []


def test_findings_tell_place_and_remedy() -> None:
    """An undeclared difference is told at its line and column in edition.md."""
    (found,) = collated("First line.\n\nIt was in vein.\n", "First line.\n\nIt was in vain.\n").findings
    assert str(found).startswith(
        "source/small/edition.md:7:11: error F-022: the witness (line 3) has “vein.”"
    )
    assert "emendations.yaml" in found.hint


@pytest.mark.parametrize(
    "seed", [b"", b"\xff\xfe\x00random", "한국어 본문이다.\n".encode(), b"\r\n" * 50, b"a"]
)
def test_any_witness_gives_findings_and_comes_back(seed: bytes) -> None:
    """Whatever the witness holds: findings, no exception, and the witness is rebuilt."""
    made = edition("Some text.[^1]\n\n[^1]: A note.\n")
    assert rebuilt(made.source, collate(witness(seed), made)) == seed


def test_wrong_witness_is_told_shortly() -> None:
    """A wholly different witness gives a bounded number of findings."""
    seed = " ".join(f"word{n} other" for n in range(3000))
    assert len(collated(seed, " ".join(f"text{n} other" for n in range(3000))).findings) < 80


@pytest.mark.parametrize(
    "seed", ["[^" * 3000, "<sup>" * 3000, "[" * 9000, "*a " * 3000, "`" * 9000, "|" * 9000]
)
def test_pathological_text_is_scanned(seed: str) -> None:
    """Floods of opening signs are read in one pass."""
    assert scan(seed).text == seed


def test_random_bytes_do_not_hang() -> None:
    """Two hundred thousand random bytes are collated like any text."""
    seed = os.urandom(200_000)
    assert errors(collated(seed, "Some text.\n"))


def test_witness_states() -> None:
    """Missing, altered, not UTF-8, not pinned: one finding each."""
    good = edition("Text.\n", seed="Text.\n")
    assert check_witness(witness("Text.\n"), good) == ()
    assert [f.code for f in check_witness(None, good)] == ["F-001"]
    assert [f.code for f in check_witness(witness("Text!\n"), good)] == ["F-002"]
    bad = edition("Text.\n", seed=b"Te\xffxt.\n")
    assert [f.code for f in check_witness(witness(b"Te\xffxt.\n"), bad)] == ["F-003"]


def test_printed_words() -> None:
    """Markup prints nothing, signs of the author all do."""
    text = "# A *b* [c](d.html){.x} 70^th^ \\$5 “q” e[^1]"
    assert printed_words(text) == ("A", "b", "c", "70th", "$5", "“q”", "e[^1]")
