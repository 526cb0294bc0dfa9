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

from collections.abc import Iterator
from dataclasses import dataclass, replace

from octavo import __version__, pandoc
from octavo.article import build_article, reading
from octavo.article.references import references_html
from octavo.beside import at_once, threads
from octavo.carried import Carried, carried
from octavo.catalogue import thumbnail
from octavo.checks.sites import sited
from octavo.errors import InputError, UsageError
from octavo.fidelity.account import account_of
from octavo.fidelity.apparatus import apparatus_of, to_json
from octavo.fidelity.checkruns import CheckRun, found_none, own_checks
from octavo.fidelity.collation import check_witness, collate
from octavo.fidelity.expected import expected
from octavo.fidelity.hunks import Collation
from octavo.fidelity.ledger import ledger
from octavo.fidelity.note_on_text import note_on_the_text
from octavo.fidelity.proof import Proof, proof_json, scan_findings
from octavo.fidelity.proof_page import proof_html
from octavo.formats.audit import audit_epub, audit_html
from octavo.formats.claims import Evidence, claims_for, content_digest
from octavo.formats.cover import render_cover
from octavo.formats.docx import render_docx
from octavo.formats.epub import render_epub
from octavo.formats.evidence import CHECKERS, read_results
from octavo.formats.html import CiteBlock, cite_block, font_rules, render_html
from octavo.formats.jats import render_jats
from octavo.formats.pdf import VARIANTS, Attachment, PdfResult, PdfVariant, render_pdf
from octavo.formats.phrases import phrases_for
from octavo.formats.reviews import read_reviews
from octavo.formats.text import render_text
from octavo.gather import Gathered
from octavo.model import (
    REVIEW_FILE,
    Article,
    Artifact,
    Edition,
    Editorial,
    Finding,
    OriginPage,
    PageMap,
    Witness,
)
from octavo.tree import Tree


@dataclass(frozen=True)
class Folded:
    """What the fold made."""

    artifacts: tuple[Artifact, ...]
    findings: tuple[Finding, ...]
    subject: str
    """Digest of the content, which results of checkers are recorded for."""


@dataclass(frozen=True)
class Collated:
    """An edition and its witness, compared."""

    witness: Witness | None = None
    collation: Collation | None = None
    """None for a work that was never imported, or whose witness is not the one it pins."""
    findings: tuple[Finding, ...] = ()

    @property
    def account(self) -> str:
        """One sentence: how the words of the witness are accounted for; empty while they are not."""
        if self.witness is None or self.collation is None or self.findings:
            return ""
        return account_of(self.witness, self.collation)

    def apparatus(self, edition: Edition) -> str:
        """The apparatus as JSON; empty without a collation."""
        if self.witness is None or self.collation is None:
            return ""
        return to_json(apparatus_of(self.witness, edition, self.collation))


def fold(gathered: Gathered, *, prints: tuple[str, ...] = (), spread: bool = True) -> Folded:
    """Every artifact of an edition that has been gathered without an error, and its proof.

    `prints` names further print files (`octavo.formats.pdf.VARIANTS`). With `spread` pandoc's writers
    and the compression of fonts work beside collation and layout, on whatever cores are idle; without
    it the whole fold keeps to one core. The bytes are the same.
    """
    edition, tree = _parts(gathered)
    with threads(2) if spread else at_once() as beside:
        bare = beside.submit(build_article, tree, edition.imprint, images=edition.images)
        works_cited = beside.submit(references_html, edition.references, edition.imprint.lang)
        text = collated(gathered)
        editorial = _editorial(edition, text, works_cited.result())
        companions = beside.submit(_companions, tree, edition, editorial)
        article = replace(bare.result(), editorial=editorial, origin=_origin(text))
        evidence, citation = _stated(edition)
        fonts = beside.submit(font_rules, article, evidence=evidence, citation=citation)
        sources = carried(edition, house=edition.house, apparatus=text.apparatus(edition))
        printed = render_pdf(article, edition.style, attachments=_attachments(sources))
        screens = _screens(article, printed.pagemap, edition, sources)
        further = [render_pdf(article, edition.style, variant=_variant(name)) for name in prints]
        artifacts = (printed.artifact, *screens, *companions.result(), *(item.artifact for item in further))
    audits = tuple((screen.name, _audited(screen)) for screen in screens)
    findings = [*text.findings, *sited(printed.findings, edition, tree)]
    findings += [finding for result in further for finding in sited(result.findings, edition, tree)]
    findings += [finding for _, found in audits for finding in found]
    subject = content_digest(article, printed.pagemap)
    runs = (*_made_well(printed, audits), *_judged_outside(edition, subject))
    proof = _prove(gathered, text, artifacts, tuple(findings), runs=runs)
    return Folded((*artifacts, *_records(proof, text, fonts.result())), proof.findings, subject)


def _made_well(printed: PdfResult, audits: tuple[tuple[str, tuple[Finding, ...]], ...]) -> Iterator[CheckRun]:
    """The rules on laid-out pages and on finished screen editions, as runs of checks."""
    told = f"{len(printed.findings)} to look at" if printed.findings else "no fault found"
    pages = ("Typography of the pages", printed.artifact.name, printed.findings)
    yield found_none(*pages, version=__version__, detail=told)
    for name, found in audits:
        if name.endswith((".html", ".epub")):
            audit = ("Structure, links and claims", name, found)
            yield found_none(*audit, version=__version__, detail="all borne out")


def _judged_outside(edition: Edition, subject: str) -> Iterator[CheckRun]:
    """What outer checkers said of exactly this content, as `octavo check --conformance` recorded it."""
    for result in read_results(edition.results):
        if result.subject == subject:
            checker = CHECKERS[result.tool]
            name = f"{edition.id}{checker.suffix}"
            detail = "as recorded for this content"
            yield CheckRun(checker.proves, checker.title, result.version, name, result.passed, detail)


def _prove(
    gathered: Gathered,
    text: Collated,
    artifacts: tuple[Artifact, ...],
    findings: tuple[Finding, ...],
    *,
    runs: tuple[CheckRun, ...],
) -> Proof:
    """Read every artifact back, and tell what was found."""
    edition, tree = _parts(gathered)
    wanted = expected(tree)
    account = ledger(wanted, artifacts, edition.imprint)
    scanned = scan_findings(text.collation, wanted, edition) if text.collation else ()
    return Proof(
        edition=edition,
        witness=text.witness,
        collation=text.collation,
        ledger=account,
        artifacts=artifacts,
        checks=(*own_checks(edition, text.collation, account, version=__version__), *runs),
        findings=(*findings, *scanned, *account.findings),
    )


def _records(proof: Proof, text: Collated, font_css: str) -> tuple[Artifact, ...]:
    """The proof for people and for programs, and the apparatus that gives the witness back."""
    made = [
        Artifact("proof.html", "text/html; charset=utf-8", proof_html(proof, font_css=font_css).encode()),
        Artifact("proof.json", "application/json", proof_json(proof).encode()),
    ]
    if apparatus := text.apparatus(proof.edition):
        made.append(Artifact("apparatus.json", "application/json", apparatus.encode()))
    return tuple(made)


def _parts(gathered: Gathered) -> tuple[Edition, Tree]:
    if gathered.edition is None or gathered.tree is None:
        raise InputError(f"the edition {gathered.id!r} cannot be read", findings=gathered.findings)
    return gathered.edition, gathered.tree


def _editorial(edition: Edition, text: Collated, works_cited: str) -> tuple[Editorial, ...]:
    """What the edition adds to the work, marked as its own."""
    added = []
    phrases = phrases_for(edition.imprint.lang)
    if works_cited:
        added.append(Editorial("ed-references", phrases.works_cited, works_cited))
    if text.witness is not None and text.collation is not None:
        note = note_on_the_text(edition, text.witness, text.collation, title=phrases.note_on_text)
        added.append(note)
    return tuple(added)


def _origin(text: Collated) -> tuple[OriginPage, ...]:
    """Where pages of the original print began, as far as the witness tells."""
    ends = text.collation.pages.ends if text.collation else ()
    return tuple(OriginPage(end.words, end.certain, end.evidence) for end in ends)


def _attachments(files: tuple[Carried, ...]) -> tuple[Attachment, ...]:
    """The edition's own sources inside its PDF (ISO 19005-3, associated files)."""
    return tuple(
        Attachment(file.name, file.media_type, file.data, file.description, file.relationship)
        for file in files
    )


def _screens(
    article: Article, pagemap: PageMap, edition: Edition, sources: tuple[Carried, ...]
) -> tuple[Artifact, ...]:
    """HTML and EPUB, with claims that rest on this content."""
    evidence, citation = _stated(edition)
    claims = claims_for(article, pagemap, evidence=evidence)
    html = render_html(article, pagemap, style=edition.style, claims=claims, citation=citation)
    cover = render_cover(article, edition.style)
    epub = render_epub(article, pagemap, style=edition.style, claims=claims, cover=cover, carried=sources)
    return html, epub, Artifact(f"{edition.id}-cover.png", "image/png", thumbnail(cover))


def _stated(edition: Edition) -> tuple[Evidence, CiteBlock | None]:
    """What claims rest on, and how the edition is cited."""
    reviews, _ = read_reviews(edition.reviews, name=f"{edition.folder}/{REVIEW_FILE}")
    citation = cite_block(edition.imprint, references=edition.references)
    return Evidence(read_results(edition.results), reviews), citation


def _audited(artifact: Artifact) -> tuple[Finding, ...]:
    """A finished screen edition read back against what it claims."""
    if artifact.name.endswith(".epub"):
        return audit_epub(artifact)
    return audit_html(artifact) if artifact.name.endswith(".html") else ()


def _companions(tree: Tree, edition: Edition, editorial: tuple[Editorial, ...]) -> tuple[Artifact, ...]:
    docx = render_docx(tree, edition.imprint, images=edition.images, editorial=editorial)
    jats = render_jats(tree, edition.imprint, references=edition.references, editorial=editorial)
    return render_text(tree, edition.imprint, editorial=editorial), docx, jats


def _variant(name: str) -> PdfVariant:
    if name not in VARIANTS:
        raise UsageError(f"there is no print file {name!r}", hint=f"Known: {', '.join(VARIANTS)}.")
    return VARIANTS[name]


def collated(gathered: Gathered) -> Collated:
    """Compare an edition with its witness."""
    edition = gathered.edition
    if edition is None or not edition.witnesses:
        return Collated()
    pin = edition.witnesses[0]
    witness = next((item for item in gathered.witnesses if item.name == pin.name), None)
    found = check_witness(witness, edition)
    if witness is None or witness.sha256 != pin.sha256:
        return Collated(witness, None, found)
    collation = collate(witness, edition)
    return Collated(witness, collation, (*found, *collation.findings))


def same_reading(text: str, other: str) -> bool:
    """Whether two Markdown texts say the same words, notes included, at the same calls.

    Raw HTML counts as the words pandoc finds between its tags, so that ``<sup>th</sup>`` and
    ``^th^`` read alike.
    """
    return reading(pandoc.parse(text)[0]) == reading(pandoc.parse(other)[0])
