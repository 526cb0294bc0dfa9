"""EDGE: what the preview shows: the HTML at once; a second look (PDF, fidelity) a moment later."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, TypeVar

from octavo.article import build_article
from octavo.errors import OctavoError
from octavo.gather import Gathered, judged, opened
from octavo.model import EDITION_FILE, Article, Finding, Locus, PageMap, Severity
from octavo.workshop import Workshop

FAULT: Final = "K-020"
Value = TypeVar("Value")


@dataclass(frozen=True)
class Draft:
    """The page as the text stands now."""

    html: str
    """The page; empty when the text is too broken to make one."""
    findings: tuple[Finding, ...]
    gathered: Gathered | None = None
    """What the page was made of; None for no page."""
    article: Article | None = None


@dataclass(frozen=True)
class SecondLook:
    """What takes longer than a saving should."""

    pdf: bytes
    """Empty when it could not be made."""
    findings: tuple[Finding, ...]
    """Of the fidelity to the witness, and of the layout."""


def draft(workshop: Workshop, identifier: str) -> Draft:
    """The HTML of an edition and the findings on its text; it never raises for what a text can hold.

    Pages are not marked: only the print knows them. A text with errors is shown as far as it goes.
    """
    found, findings = _attempt(lambda: opened(workshop, identifier), identifier)
    if found is None:
        return Draft("", findings)
    # Pandoc writes the HTML in a process of its own: the rules are asked meanwhile.
    with ThreadPoolExecutor(max_workers=1) as beside:
        judging = beside.submit(_attempt, lambda: judged(found), identifier)
        article, problems = _attempt(lambda: _article(found), identifier)
        html, flaws = _attempt(lambda: _html(found, article), identifier)
        read, more = judging.result()
    findings = (*(read or found).findings, *more, *problems, *flaws)
    return Draft(html or "", findings, found, article)


def _attempt(work: Callable[[], Value], identifier: str) -> tuple[Value | None, tuple[Finding, ...]]:
    """What `work` gives; the finding that tells of the exception if it raises one."""
    try:
        return work(), ()
    except Exception as error:  # an editor in the middle of a word must not end the preview
        return None, _told(error, identifier)


def second_look(draft: Draft) -> SecondLook:
    """PDF and collation of what `draft` shows, to be done in a process of its own."""
    from octavo.checks.sites import sited
    from octavo.fold import collated
    from octavo.formats.pdf import render_pdf

    gathered, article = draft.gathered, draft.article
    if article is None or gathered is None or gathered.edition is None:
        return SecondLook(b"", ())
    identifier, style = gathered.id, gathered.edition.style
    printed, problems = _attempt(lambda: render_pdf(article, style), identifier)
    found, more = _attempt(lambda: collated(gathered).findings, identifier)
    pages = sited(printed.findings, gathered.edition, gathered.tree) if printed and gathered.tree else ()
    findings = (*(found or ()), *more, *problems, *pages)
    return SecondLook(printed.artifact.data if printed else b"", tuple(dict.fromkeys(findings)))


def too_deep(identifier: str) -> Finding:
    """Of a text whose nesting is beyond what can be printed."""
    locus = Locus(f"source/{identifier}/{EDITION_FILE}")
    message = "the text nests more deeply than can be printed"
    return Finding("E-022", Severity.ERROR, locus, message, "Write the passage with less nesting.")


def _article(gathered: Gathered) -> Article | None:
    if gathered.edition is None or gathered.tree is None:
        return None
    edition = gathered.edition
    return build_article(gathered.tree, edition.imprint, images=edition.images)


def _html(gathered: Gathered, article: Article | None) -> str:
    from octavo.formats.claims import Evidence, claims_for
    from octavo.formats.html import cite_block, render_html

    edition = gathered.edition
    if article is None or edition is None:
        return ""
    claims = claims_for(article, PageMap(), evidence=Evidence())
    citation = cite_block(edition.imprint, references=edition.references)
    page = render_html(article, PageMap(), style=edition.style, claims=claims, citation=citation)
    return page.data.decode()


def _told(error: Exception, identifier: str) -> tuple[Finding, ...]:
    found = error.findings if isinstance(error, OctavoError) else ()
    kind = "" if isinstance(error, OctavoError) else f"{type(error).__name__}: "
    locus = Locus(f"source/{identifier}/{EDITION_FILE}")
    hint = getattr(error, "hint", "") or "Go on writing; if it stays, please report it."
    return (*found, Finding(FAULT, Severity.ERROR, locus, f"no page could be made: {kind}{error}", hint))
