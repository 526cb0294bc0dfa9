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
from octavo.catalogue import thumbnail
from octavo.errors import InputError, UsageError
from octavo.fidelity.collation import check_witness, collate
from octavo.fidelity.hunks import Collation
from octavo.formats.claims import Evidence, claims_for
from octavo.formats.cover import render_cover
from octavo.formats.docx import render_docx
from octavo.formats.epub import render_epub
from octavo.formats.html import cite_block, render_html
from octavo.formats.jats import render_jats
from octavo.formats.pdf import VARIANTS, Attachment, PdfVariant, render_pdf
from octavo.formats.reviews import read_reviews
from octavo.formats.text import render_text
from octavo.gather import Gathered
from octavo.model import (
    EDITION_FILE,
    EMENDATIONS_FILE,
    REFERENCES_FILE,
    REVIEW_FILE,
    Article,
    Artifact,
    Edition,
    Editorial,
    Finding,
    PageMap,
)
from octavo.tree import Tree


@dataclass(frozen=True)
class Folded:
    """What the fold made."""

    artifacts: tuple[Artifact, ...]
    findings: tuple[Finding, ...]


def fold(gathered: Gathered, *, prints: tuple[str, ...] = ()) -> Folded:
    """Every artifact of an edition that has been gathered without an error.

    `prints` names further print files (`octavo.formats.pdf.VARIANTS`).
    """
    edition, tree = _parts(gathered)
    collation, found = collated(gathered)
    # Pandoc's writers are other processes: they work beside the layout instead of after it.
    with ThreadPoolExecutor(max_workers=2) as beside:
        editorial = _editorial(edition, collation)
        companions = beside.submit(_companions, tree, edition, editorial)
        article = build_article(tree, edition.imprint, images=edition.images, editorial=editorial)
        print_ = render_pdf(article, edition.style, attachments=_attachments(edition))
        screens = _screens(article, print_.pagemap, edition)
        further = [render_pdf(article, edition.style, variant=_variant(name)) for name in prints]
        artifacts = (print_.artifact, *screens, *companions.result(), *(item.artifact for item in further))
    findings = (*found, *print_.findings, *(item for result in further for item in result.findings))
    return Folded(artifacts, findings)


def _parts(gathered: Gathered) -> tuple[Edition, Tree]:
    if gathered.edition is None or gathered.tree is None:
        raise InputError(f"the edition {gathered.id!r} cannot be read", findings=gathered.findings)
    return gathered.edition, gathered.tree


def _editorial(edition: Edition, collation: Collation | None) -> tuple[Editorial, ...]:
    """What the edition adds to the work, marked as its own."""
    added = []
    if references := references_html(edition.references, edition.imprint.lang):
        added.append(Editorial("ed-references", "Works cited", references))
    return tuple(added)


def _attachments(edition: Edition) -> tuple[Attachment, ...]:
    """From these files alone the edition can be made again (ISO 19005-3, associated files)."""
    files = [
        (EDITION_FILE, "text/markdown", edition.source, "Canonical text of this edition", "Source"),
        (REFERENCES_FILE, "application/json", edition.references, "Works cited, CSL-JSON", "Data"),
        (
            EMENDATIONS_FILE,
            "application/yaml",
            edition.emendations_source,
            "Emendations and kept slips",
            "Data",
        ),
    ]
    return tuple(
        Attachment(name, media_type, text.encode(), description, relationship)
        for name, media_type, text, description, relationship in files
        if text and text != "[]"
    )


def _screens(article: Article, pagemap: PageMap, edition: Edition) -> tuple[Artifact, ...]:
    """HTML and EPUB, with claims that rest on this content."""
    reviews, _ = read_reviews(edition.reviews, name=f"{edition.folder}/{REVIEW_FILE}")
    claims = claims_for(article, pagemap, evidence=Evidence(reviews=reviews))
    citation = cite_block(edition.imprint, references=edition.references)
    html = render_html(article, pagemap, style=edition.style, claims=claims, citation=citation)
    cover = render_cover(article, edition.style)
    epub = render_epub(article, pagemap, style=edition.style, claims=claims, cover=cover)
    return html, epub, Artifact(f"{edition.id}-cover.png", "image/png", thumbnail(cover))


def _companions(tree: Tree, edition: Edition, editorial: tuple[Editorial, ...]) -> tuple[Artifact, ...]:
    docx = render_docx(tree, edition.imprint, images=edition.images, editorial=editorial)
    jats = render_jats(tree, edition.imprint, references=edition.references, editorial=editorial)
    return render_text(tree, edition.imprint, editorial=editorial), docx, jats


def _variant(name: str) -> PdfVariant:
    if name not in VARIANTS:
        raise UsageError(f"there is no print file {name!r}", hint=f"Known: {', '.join(VARIANTS)}.")
    return VARIANTS[name]


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
