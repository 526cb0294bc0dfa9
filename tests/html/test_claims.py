"""Claims rest on evidence of this build: take the evidence away and the claim disappears by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from octavo.formats.claims import (
    REQUIRED_TOOLS,
    Claims,
    Evidence,
    Result,
    claims_for,
    content_digest,
    observe,
    statement,
    whole,
)
from octavo.formats.composed import compose
from octavo.formats.markup import elements, name_of, with_role
from octavo.formats.phrases import EN
from octavo.formats.pictures import is_still
from octavo.formats.reviews import Review, read_reviews
from octavo.model import Image, PageMap
from screens import PIXEL, TEXT, article, pages_at

REVIEW = Review("Kim Minji", "2026-11-20", "whole publication", "WCAG 2.2 AA", "1.0.0", True, "KINU Library")
NOTHING = Evidence()
PAGES = pages_at(article(), "The lead", "One")


def results(subject: str, *, failed: str = "") -> tuple[Result, ...]:
    return tuple(Result(tool, "1", subject, tool != failed) for tool in REQUIRED_TOOLS)


def full() -> Evidence:
    return Evidence(results(content_digest(article(), PAGES)), (REVIEW,))


def told(evidence: Evidence = NOTHING, text: str = TEXT) -> Claims:
    return claims_for(article(text), PAGES, evidence=evidence)


def test_conformance_is_claimed_from_results_and_a_review() -> None:
    """EPUB Accessibility 1.1, #sec-conf-reporting-pub, #sec-evaluator-name: exact string, evaluator named."""
    claims = told(full())
    assert claims.conforms_to == "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
    assert (claims.certified_by, claims.certified_on) == ("KINU Library", "2026-11-20")
    assert "KINU Library" in " ".join(statement(claims, EN))


@pytest.mark.parametrize(
    "evidence",
    [
        Evidence(),
        Evidence(reviews=(REVIEW,)),
        replace(full(), reviews=()),
        replace(full(), results=results("another content")),
        replace(full(), results=results(content_digest(article(), PAGES))[1:]),
        replace(full(), results=results(content_digest(article(), PAGES), failed="axe")),
        replace(full(), reviews=(replace(REVIEW, scope="chapter 1"),)),
        replace(full(), reviews=(replace(REVIEW, version="0.9.0"),)),
        replace(full(), reviews=(replace(REVIEW, passed=False),)),
    ],
)
def test_no_conformance_without_each_piece_of_evidence(evidence: Evidence) -> None:
    """A missing, failed, foreign or partial piece of evidence, and there is no claim."""
    claims = told(evidence)
    assert not claims.conforms_to
    assert not claims.certified_by
    assert "No conformance" in statement(claims, EN)[-1]


def test_a_failed_review_after_a_passed_one_takes_the_claim_away() -> None:
    """The latest word of a reviewer on this version counts."""
    later = replace(REVIEW, date="2026-11-22", passed=False)
    assert not told(replace(full(), reviews=(REVIEW, later))).conforms_to


def test_an_image_without_alt_takes_its_claims_away() -> None:
    """No alternative text: no alternativeText, not textual alone, no conformance whatever was reviewed."""
    silent = TEXT.replace("![Four tones.]", "![]")
    evidence = Evidence(results(content_digest(article(silent), PAGES)), (REVIEW,))
    before, after = told(full()), told(evidence, silent)
    assert "alternativeText" in before.features
    assert "alternativeText" not in after.features
    assert "textual" in before.sufficient
    assert "textual" not in after.sufficient
    assert before.conforms_to
    assert not after.conforms_to


def test_a_note_without_a_way_back_takes_its_claims_away() -> None:
    """Remove one back link and the claims that rest on it are gone."""
    parts = whole(compose(article(), PAGES))
    assert observe(parts, (), lang="en").notes_linked
    link = next(link for part in parts for link in with_role(part, "doc-backlink"))
    link.getparent().remove(link)
    assert not observe(parts, (), lang="en").notes_linked
    broken = replace(article(), notes=(replace(article().notes[0], calls=()), *article().notes[1:]))
    claims = claims_for(broken, PAGES)
    assert "ARIA" not in claims.features
    assert "readingOrder" not in claims.features
    assert "link to each other" not in claims.summary


def test_pages_are_claimed_only_where_they_are_marked() -> None:
    """No page map, no page features; marks without names, none either."""
    assert {"pageBreakMarkers", "pageNavigation"} <= set(told().features)
    assert not {"pageBreakMarkers", "pageNavigation"} & set(claims_for(article(), PageMap()).features)
    parts = whole(compose(article(), PAGES))
    for part in parts:
        for mark in with_role(part, "doc-pagebreak"):
            del mark.attrib["title"]
    assert not observe(parts, (), lang="en").pages_named


def test_a_skipped_heading_level_is_no_structural_navigation() -> None:
    """Levels that jump do not reflect the hierarchy."""
    parts = whole(compose(article(), PAGES))
    for part in parts:
        for element in elements(part):
            if name_of(element) == "h3":
                element.tag = "h5"
    assert not observe(parts, (), lang="en").levels_in_order


@pytest.mark.parametrize(
    ("media_type", "data", "still"),
    [
        ("image/png", PIXEL, True),
        ("image/png", PIXEL + b"acTL", False),
        ("image/gif", b"GIF89a\x21\xf9\x04", True),
        ("image/gif", b"GIF89a\x21\xf9\x04..\x21\xf9\x04", False),
        ("image/svg+xml", b"<svg><path/></svg>", True),
        ("image/svg+xml", b"<svg><animateTransform/></svg>", False),
        ("image/jpeg", b"", True),
        ("video/mp4", b"", False),
    ],
)
def test_a_hazard_is_denied_only_when_nothing_can_move(media_type: str, data: bytes, still: bool) -> None:
    """What is not known to stand still counts as unknown."""
    assert is_still(Image("x", media_type, data)) is still


def test_the_digest_moves_with_everything_that_was_tested() -> None:
    """Results are bound to words, pictures and pages of exactly this build."""
    base = content_digest(article(), PAGES)
    assert base == content_digest(article(), PAGES)
    assert base != content_digest(article(), PageMap())
    assert base != content_digest(article(TEXT.replace("The end.", "The End.")), PAGES)
    other = Image("images/tones.png", "image/png", b"")
    assert base != content_digest(article(images=(other,)), PAGES)


def test_reviews_are_read_with_every_fault_told() -> None:
    """A sound review is read; a faulty one is left out and each fault is a finding at its line."""
    good = "- name: Kim\n  date: 2026-11-20\n  scope: whole publication\n  standard: WCAG 2.2 AA\n"
    good += "  version: 1.0.0\n  outcome: pass\n"
    bad = "- name: Lee\n  date: last week\n  standard: WCAG 9\n  version: 1.0.0\n"
    bad += "  outcome: perhaps\n  mood: x\n"
    reviews, findings = read_reviews(good + bad, name="source/x/reviews.yaml")
    assert [(review.name, review.passed, review.version) for review in reviews] == [("Kim", True, "1.0.0")]
    assert len(findings) == 5
    assert all(finding.code == "X-010" and finding.locus.line == 7 for finding in findings)


@pytest.mark.parametrize("text", ["", "[]", "{a: b}", "- 1", ": : :", "\x00", "- [x]", "- {name: {a: b}}"])
def test_any_reviews_file_gives_findings_never_an_exception(text: str) -> None:
    """Whatever stands in reviews.yaml, it bears no claim by accident."""
    assert read_reviews(text)[0] == ()
