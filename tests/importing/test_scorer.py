"""The benchmark's scorer: a truth agrees with itself, and a seeded fault costs what it should."""

from __future__ import annotations

import re

import pytest

from benchmarks.importing import anchored, marker, score
from benchmarks.importing.frontscore import front_score
from benchmarks.importing.judging import JUDGES, Known, judged
from benchmarks.importing.paper import Paper, papers
from octavo.importing.result import Decision

PAPERS = {paper.name: paper for paper in papers()}


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS.get)
def test_every_true_text_agrees_with_itself(paper: Paper) -> None:
    """Notes are numbered in order of call, so the text read back is the text written."""
    truth = score.facts(paper.markdown())
    assert truth.notes.total() == len(paper.notes)
    assert {one.f1 for one in score.compare(truth, truth).values()} == {1.0}


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        ("notes", "by road.[^1]", "by[^1] road."),
        ("bounds", "One.\n\nTwo.", "One. Two."),
        ("heads", "# One\n\n## Two", "# One\n\n# Two"),
        ("sups", "12 km^2^", "12 km2"),
        ("structures", "- one\n- two", "one\n\ntwo"),
    ],
)
def test_a_fault_is_seen(kind: str, right: str, wrong: str) -> None:
    """A moved call, a lost boundary, a flat heading, a plain exponent, a lost list."""
    truth, edition = (score.facts(text + "\n\n[^1]: A note.\n") for text in (right, wrong))
    assert score.compare(truth, edition)[kind].f1 < 1.0


def test_a_line_of_the_title_block_left_in_the_text_is_no_wrong_boundary() -> None:
    """It is scored as front matter alone."""
    front = frozenset({score.letters("12 May 2020")})
    truth, edition = score.facts("One.\n\nTwo."), score.facts("12 May 2020\n\nOne.\n\nTwo.", front=front)
    assert score.compare(truth, edition)["bounds"].f1 == 1.0


def test_an_invented_fact_counts_against_front_matter() -> None:
    """Neither what is missing nor what is invented is free."""
    facts = (("title", "A Title"), ("date", "12 May 2020"))
    assert front_score(facts, "title: A Title\ndate: 2020-05-12").f1 == 1.0
    assert front_score(facts, "title: A Title\npublisher: Nobody").f1 == 0.5


def test_raw_texts_are_the_same_for_the_same_seed() -> None:
    """And a rough one differs from a mild one."""
    paper = PAPERS["ferries"]
    assert marker.raw(paper, 5, rough=True) == marker.raw(paper, 5, rough=True)
    assert marker.raw(paper, 5, rough=True) != marker.raw(paper, 5, rough=False)


def test_a_sign_leads_to_the_anchor_of_its_body() -> None:
    """As Marker writes them: every link of a note has its place, and no body is lost."""
    for seed in range(6):
        made = anchored.raw(PAPERS["salt"], seed)
        links = set(re.findall(r"\[\d+[.,;]?\]\(#(page-\d+-\d+)\)", made))
        assert links <= set(re.findall(r'<span id="(page-\d+-\d+)">', made))
        assert made.count("Archivio di Stato") == 1


NOTE = "\n\n[^1]: See the minutes of the board.\n"
TEXT = "They had gone home.[^1] The well-known men of the parish were left.\n\nNobody had seen them go."


@pytest.mark.parametrize(
    ("kind", "choice", "passage", "right", "truth", "edition"),
    [
        ("join", "apart", "the parish were left. ⏎ Nobody had seen", True, TEXT, TEXT),
        ("join", "join", "the parish were left. ⏎ Nobody had seen", False, TEXT, TEXT),
        ("join", "join", "they had gone home. ⏎ Nobody had seen", False, TEXT, TEXT),
        ("join", "join", "See the minutes ⏎ of the board.", True, TEXT, TEXT),
        ("note", "note", "They had gone home. ⟨•⟩ The well-known", True, TEXT, TEXT),
        ("note", "note", "They had gone home. ⟨•⟩ The", False, TEXT, TEXT.replace("[^1]", "[^1] [^2]")),
        ("note", "note", "The well-known men ⟨•⟩ of the", False, TEXT, TEXT),
        ("heading", "heading", "The men", True, "# The men\n\n" + TEXT, TEXT),
        ("heading", "paragraph", "The men", False, "# The men\n\n" + TEXT, TEXT),
        ("level", "1", "The men", True, "# The men\n\n" + TEXT, TEXT),
        ("level", "1", "Nobody had seen them go.", False, TEXT, TEXT),
        ("furniture", "remove", "Annual Report", True, TEXT, TEXT),
        ("furniture", "remove", "Annual Report", False, "Annual Report\n\n" + TEXT, TEXT),
        ("hyphen", "well-known", "well-⏎known", True, TEXT, TEXT),
        ("hyphen", "wellknown", "well-⏎known", False, TEXT, TEXT),
        ("list", "items", "- Nobody had seen", False, TEXT, TEXT),
        ("list", "text", "Nobody had seen", True, TEXT, TEXT),
        ("rule", "remove", "parish were left. ⏎ Nobody had seen", True, TEXT, TEXT),
        ("rule", "keep", "parish were left. ⏎ Nobody had seen", False, TEXT, TEXT),
        ("turn", "part", "Nobody had seen", True, TEXT, TEXT),
        ("title", "title", "Nobody had seen", False, TEXT, TEXT),
        ("front", "front matter", "Nobody had seen them go.", False, TEXT, TEXT),
    ],
)
def test_every_kind_of_decision_is_judged(
    kind: str, choice: str, passage: str, right: bool, truth: str, edition: str
) -> None:
    """By what the true text has, not by what looks likely."""
    options = ("wellknown", "well-known") if kind == "hyphen" else ()
    decision = Decision(f"{kind}-1-1", kind, 1, "read as author", 0.9, choice, options, passage)
    true, made = (
        score.facts(truth + NOTE),
        score.facts(edition + NOTE.replace("See", "Wrong" if "[^2]" in edition else "See")),
    )
    known = Known(true, made, raw=f"Annual Report {truth}", stated=frozenset({("title", "areport")}))
    (one,) = judged(known, [decision])
    assert (one.decision, one.right) == (decision, right)
    assert set(JUDGES) >= {kind}
