"""The benchmark's scorer: a truth agrees with itself, and a seeded fault costs what it should."""

from __future__ import annotations

import pytest

from benchmarks.importing import marker, score
from benchmarks.importing.frontscore import front_score
from benchmarks.importing.paper import Paper, papers

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
