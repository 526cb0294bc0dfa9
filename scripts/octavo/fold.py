"""The fold itself: one edition in, every artifact out. Values only; no file is touched.

The order of the steps, and why it is this order:

1. collation: what was done to the witness is known before anything is made of the edition;
2. article: the one rendering, with the edition's own additions marked as editorial;
3. PDF: only a laid-out page knows where page 7 begins;
4. HTML and EPUB, with the pages of that PDF;
5. companions: TXT, DOCX, JATS;
6. ledger and proof: every artifact is read back and compared with the edition, word for word.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from octavo import pandoc
from octavo.article import build_article, reading
from octavo.article.references import references_html
from octavo.fidelity.collation import check_witness, collate
from octavo.fidelity.hunks import Collation
from octavo.formats.claims import Evidence, claims_for
from octavo.formats.epub import render_epub
from octavo.formats.html import cite_block, render_html
from octavo.formats.pdf import render_pdf
from octavo.gather import Gathered
from octavo.model import Article, Artifact, Edition, Editorial, Finding
from octavo.tree import Tree


@dataclass(frozen=True)
class Folded:
    """What the fold made."""

    artifacts: tuple[Artifact, ...]
    findings: tuple[Finding, ...]


def collated(gathered: Gathered) -> tuple[Collation | None, tuple[Finding, ...]]:
    """The collation of an edition with its witness; None for one that was never imported."""
    edition = gathered.edition
    if edition is None or not edition.witnesses:
        return None, ()
    witness = next((item for item in gathered.witnesses if item.name == edition.witnesses[0].name), None)
    found = check_witness(witness, edition)
    if witness is None or witness.sha256 != edition.witnesses[0].sha256:
        return None, found
    collation = collate(witness, edition)
    return collation, (*found, *collation.findings)


def fidelity_findings(gathered: Gathered) -> tuple[Finding, ...]:
    """What the collation has to say of an edition."""
    return collated(gathered)[1]


def same_reading(text: str, other: str) -> bool:
    """Whether two Markdown texts say the same words, notes included, at the same calls.

    Raw HTML counts as the words pandoc finds between its tags, so that ``<sup>th</sup>`` and
    ``^th^`` read alike.
    """
    return reading(pandoc.parse(text)[0]) == reading(pandoc.parse(other)[0])
