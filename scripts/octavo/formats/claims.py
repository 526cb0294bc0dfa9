"""Accessibility claims from evidence: what a build may say of itself, and nothing more.

In: the composed parts of an edition, results of checkers recorded for exactly this content, and
human reviews; out: `Claims`. Terms are schema.org's accessibility vocabulary (2.0) and EPUB
Accessibility 1.1. Without a review no WCAG conformance is claimed: tools cover a part of it only.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from octavo import __version__
from octavo.formats.composed import BACKLINK, NOTEREF, Composed, compose
from octavo.formats.markup import Element, elements, make, name_of, with_role
from octavo.formats.pagemarks import PAGEBREAK
from octavo.formats.phrases import Phrases, phrases_for
from octavo.formats.pictures import is_still
from octavo.formats.reviews import STANDARDS, Review
from octavo.formats.styles import style
from octavo.model import Article, Image, PageMap

REQUIRED_TOOLS: Final = ("epubcheck", "ace", "nu", "axe")
"""Checkers whose passing results a claim of conformance needs, besides a review."""

_FIXED: Final = re.compile(r"(?:font-size|font|line-height|width|height)\s*:[^;}]*\d(?:px|pt|mm|cm|in)\b")


@dataclass(frozen=True)
class Result:
    """What a checker said of one content."""

    tool: str
    version: str
    subject: str
    """`content_digest` of what was checked."""
    passed: bool


@dataclass(frozen=True)
class Evidence:
    """Everything outside the content that a claim can rest on."""

    results: tuple[Result, ...] = ()
    reviews: tuple[Review, ...] = ()


@dataclass(frozen=True)
class Observed:
    """What can be seen in the content itself. Each field holds for the whole of it."""

    sections: int = 0
    levels_in_order: bool = False
    images: int = 0
    images_told: bool = True
    """Every image has a text alternative, or is marked as decoration."""
    images_still: bool = True
    """No image moves or could flash."""
    pages: int = 0
    pages_named: bool = True
    calls: int = 0
    notes: int = 0
    notes_linked: bool = True
    """Every call leads to a note, and every note back to its call."""
    math: bool = False
    reflows: bool = True
    """The style sheet of the EPUB sets no type in fixed units."""
    lang: str = ""


@dataclass(frozen=True)
class Claims:
    """The statement of accessibility of one build. Empty fields are left out."""

    features: tuple[str, ...] = ()
    hazards: tuple[str, ...] = ()
    access_modes: tuple[str, ...] = ()
    sufficient: tuple[str, ...] = ()
    """Sets of access modes that suffice by themselves; members joined by commas."""
    summary: str = ""
    conforms_to: str = ""
    """The exact string of EPUB Accessibility 1.1, #sec-conf-reporting-pub."""
    standard: str = ""
    """The same in short: ``WCAG 2.2 Level AA``."""
    certified_by: str = ""
    certified_on: str = ""
    report: str = ""


def content_digest(article: Article, pagemap: PageMap) -> str:
    """A digest of everything a checker's result depends on: text, pictures, pages, and this code."""
    digest = hashlib.sha256(__version__.encode())
    for part in (
        repr(article.imprint),
        article.title,
        article.body,
        repr((article.notes, article.editorial, article.origin)),
    ):
        digest.update(hashlib.sha256(part.encode()).digest())
    for image in article.images:
        digest.update(hashlib.sha256(image.name.encode() + image.data).digest())
    digest.update(repr(pagemap).encode())
    for name in ("screen", "room", "epub"):
        digest.update(style(name).encode())
    return digest.hexdigest()


def claims_for(article: Article, pagemap: PageMap, *, evidence: Evidence = Evidence()) -> Claims:
    """What this build may claim."""
    observed = observe(whole(compose(article, pagemap)), article.images, lang=article.imprint.lang)
    return claims_from(
        observed, evidence, subject=content_digest(article, pagemap), version=article.imprint.version
    )


def whole(composed: Composed) -> tuple[Element, ...]:
    """Every element of the work, as `observe` wants to see it."""
    notes = [
        _note_element(
            note.id, (note.back, *note.again), [part for part in note.blocks if not isinstance(part, str)]
        )
        for note in composed.notes
    ]
    return (composed.title, composed.body, *notes)


def _note_element(identifier: str, back: tuple[Element | None, ...], blocks: list[Element]) -> Element:
    return make("li", {"id": identifier}, *(link for link in back if link is not None), *blocks)


def observe(documents: Iterable[Element], images: tuple[Image, ...], *, lang: str) -> Observed:
    """What can be seen in `documents` (any namespace), all parts of one work."""
    roots = tuple(documents)
    every = [element for root in roots for element in elements(root)]
    pictures = [element for element in every if name_of(element) == "img"]
    marks = [mark for root in roots for mark in with_role(root, PAGEBREAK)]
    calls = [call for root in roots for call in with_role(root, NOTEREF)]
    levels = [int(name_of(e)[1]) for e in every if name_of(e) in ("h1", "h2", "h3", "h4", "h5", "h6")]
    return Observed(
        sections=len(levels),
        levels_in_order=all(after <= before + 1 for before, after in pairwise(levels)),
        images=len(pictures),
        images_told=all(_is_told(picture) for picture in pictures),
        images_still=all(is_still(image) for image in images),
        pages=len(marks),
        pages_named=all(mark.get("title") or mark.get("aria-label") for mark in marks),
        calls=len(calls),
        notes=len({_target(call) for call in calls}),
        notes_linked=_notes_linked(every, calls, roots),
        reflows=_reflows(style("epub")),
        math=any(name_of(element) == "math" for element in every),
        lang=lang,
    )


def _reflows(css: str) -> bool:
    return _FIXED.search(css) is None


def _is_told(picture: Element) -> bool:
    return bool(picture.get("alt", "").strip()) or picture.get("role") in ("presentation", "none")


def _target(link: Element) -> str:
    return link.get("href", "").rpartition("#")[2]


def _notes_linked(every: list[Element], calls: list[Element], roots: tuple[Element, ...]) -> bool:
    by_id = {element.get("id"): element for element in every if element.get("id")}
    ways_back = {_target(link) for root in roots for link in with_role(root, BACKLINK)}
    return all(_target(call) in by_id and call.get("id") in ways_back for call in calls)


def claims_from(observed: Observed, evidence: Evidence, *, subject: str, version: str) -> Claims:
    """Claims that `observed` and `evidence` bear out together.

    `subject` is the digest of this content; results for any other content count for nothing.
    """
    review = _review(observed, evidence, subject, version)
    modes = ("textual", "visual") if observed.images else ("textual",)
    return Claims(
        features=tuple(features_of(observed)),
        hazards=("none",) if observed.images_still else ("unknown",),
        access_modes=modes,
        sufficient=tuple(_sufficient(observed)),
        summary=_summary(observed),
        conforms_to=f"EPUB Accessibility 1.1 - {STANDARDS[review.standard]}" if review else "",
        standard=STANDARDS[review.standard] if review else "",
        certified_by=(review.organisation or review.name) if review else "",
        certified_on=review.date if review else "",
        report=review.report if review else "",
    )


def features_of(observed: Observed) -> Iterable[str]:
    """Terms of schema.org's ``accessibilityFeature`` that the content bears out."""
    if observed.notes_linked and observed.pages_named:
        yield "ARIA"
    if observed.images and observed.images_told:
        yield "alternativeText"
    if observed.reflows:
        yield "displayTransformability"
    if observed.math:
        yield "MathML"
    if observed.pages and observed.pages_named:
        yield "pageBreakMarkers"
        yield "pageNavigation"
    if observed.notes_linked:
        yield "readingOrder"
    if observed.sections and observed.levels_in_order:
        yield "structuralNavigation"
    yield "tableOfContents"


def _sufficient(observed: Observed) -> Iterable[str]:
    if observed.images_told:
        yield "textual"
    if observed.images:
        yield "textual,visual"


def _summary(observed: Observed) -> str:
    phrases = phrases_for(observed.lang)
    told = (
        (observed.reflows, phrases.reflows),
        (observed.sections and observed.levels_in_order, phrases.sections_told),
        (observed.pages and observed.pages_named, phrases.pages_told.format(n=observed.pages)),
        (observed.calls and observed.notes_linked, phrases.notes_linked),
        (observed.images and observed.images_told, phrases.images_told),
        (observed.images and not observed.images_told, phrases.images_untold),
    )
    return " ".join(sentence for holds, sentence in told if holds)


def _review(observed: Observed, evidence: Evidence, subject: str, version: str) -> Review | None:
    """The latest review that bears a claim of conformance, if everything else does too."""
    sound = (
        observed.images_told and observed.notes_linked and observed.pages_named and observed.levels_in_order
    )
    passed = {result.tool for result in evidence.results if result.passed and result.subject == subject}
    failed = {result.tool for result in evidence.results if not result.passed and result.subject == subject}
    if not sound or failed or not passed.issuperset(REQUIRED_TOOLS):
        return None
    fit = [review for review in evidence.reviews if review.bears(version)]
    latest = max(fit, key=lambda review: review.date, default=None)
    doubts = [review.date for review in evidence.reviews if review.version == version and not review.passed]
    return None if latest is None or any(date >= latest.date for date in doubts) else latest


def statement(claims: Claims, phrases: Phrases) -> tuple[str, ...]:
    """The accessibility statement as sentences for a reader."""
    if not claims.conforms_to:
        return (claims.summary, phrases.no_conformance)
    told = phrases.conformance.format(
        standard=claims.conforms_to, who=claims.certified_by, date=claims.certified_on
    )
    return (claims.summary, told)
