"""The nouns of Octavo: frozen values, one word, one meaning.

Nothing here reads a file, a clock or the environment. Terms follow textual scholarship (witness,
reading, emendation, apparatus, collate), publishing (imprint, folio, running head) and TEI P5
(`sic`, `corr`, `resp`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

EDITION_FILE: Final = "edition.md"
REFERENCES_FILE: Final = "references.json"
EMENDATIONS_FILE: Final = "emendations.yaml"
IMPRINT_FILE: Final = "imprint.yaml"
REVIEW_FILE: Final = "reviews.yaml"
RESULTS_FILE: Final = "results.json"


class Severity(StrEnum):
    """How much a finding matters: only an *error* stops a build or a release."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, order=True)
class Locus:
    """A place in a named text."""

    name: str
    """The text's name as a user knows it, e.g. ``source/co-23-31/edition.md``."""
    line: int = 0
    """1-based line; 0 when the finding is about the whole file."""
    column: int = 0
    """1-based column in characters; 0 when the finding is about the whole line."""
    page: int = 0
    """1-based page of a laid-out artifact; 0 where pages do not apply."""

    def __str__(self) -> str:
        """``name:line:column`` as editors and CI systems read it."""
        place = self.name
        if self.page:
            place += f" p. {self.page}"
        if self.line:
            place += f":{self.line}"
            if self.column:
                place += f":{self.column}"
        return place


@dataclass(frozen=True)
class Finding:
    """A problem of a text or an artifact, told so that its reader can act on it."""

    code: str
    """Permanent code such as ``N-003``; codes are never re-used."""
    severity: Severity
    locus: Locus
    message: str
    hint: str = ""
    """The remedy, an imperative sentence; empty when there is nothing to do."""
    near: str = ""
    """Words or signs of the text that it is about, where only they are known and not their place."""

    def __str__(self) -> str:
        """``path:line:col: error N-003: message Hint: remedy``."""
        tail = f" Hint: {self.hint}" if self.hint else ""
        return f"{self.locus}: {self.severity.value} {self.code}: {self.message}{tail}"


@dataclass(frozen=True)
class Witness:
    """A seed as received: the raw text an edition was made from. It never changes."""

    name: str
    """File name below ``seeds/``."""
    data: bytes

    @property
    def sha256(self) -> str:
        """The digest that the edition pins."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def text(self) -> str:
        """The witness as text; bytes that are not UTF-8 become U+FFFD."""
        return self.data.decode("utf-8", errors="replace")


@dataclass(frozen=True)
class WitnessPin:
    """An edition's claim which witness it was made from."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Author:
    """One creator as the edition states them."""

    name: str
    """As printed, e.g. ``Chung, Sung-Yoon``."""
    family: str = ""
    given: str = ""
    affiliation: str = ""
    orcid: str = ""


@dataclass(frozen=True)
class Publisher:
    """Who publishes the work."""

    name: str
    short: str = ""
    place: str = ""
    url: str = ""


@dataclass(frozen=True)
class Translation:
    """Another edition that carries the same work in another language."""

    id: str
    lang: str


@dataclass(frozen=True)
class Imprint:
    """The bibliographic statement of one edition, the single record every dialect is told from.

    Empty strings mean *not stated*: nothing is ever invented to fill them.
    """

    id: str
    """Folder name and file stem, e.g. ``co-23-31``."""
    title: str
    """Markdown inline text, e.g. ``Lessons from 70^th^ Anniversary``."""
    title_plain: str
    """The title without markup: ``Lessons from 70th Anniversary``."""
    lang: str
    """BCP 47 tag of the text."""
    version: str = "1.0.0"
    """The edition's own version, separate from the software's."""
    subtitle: str = ""
    authors: tuple[Author, ...] = ()
    date: str = ""
    """Publication date: ISO 8601, ``2023-09-27``, ``2023-09`` or ``2023``; empty if not stated."""
    date_stated: str = ""
    """The date in the words of the source where it is no calendar date (``Spring 2023``)."""
    released: str = ""
    """ISO date of this version of the edition; the only date artifacts are stamped with."""
    series: str = ""
    number: str = ""
    issn: str = ""
    isbn: str = ""
    doi: str = ""
    url: str = ""
    publisher: Publisher = Publisher("")
    rights: str = ""
    """The rights statement in the words of the source, e.g. ``©KINU 2023``."""
    licence: str = ""
    """SPDX identifier or URL of a licence; empty when none is granted."""
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    translations: tuple[Translation, ...] = ()


@dataclass(frozen=True)
class HouseStyle:
    """Design tokens of a series, set under ``style:`` in ``source/imprint.yaml``."""

    page_size: str = "A4"
    margin_top: str = "28mm"
    margin_bottom: str = "29mm"
    margin_inner: str = "38mm"
    margin_outer: str = "38mm"
    font_size: str = "12pt"
    leading: str = "1.34"
    accent: str = "#7a1f1f"
    running_head_left: str = "{series} {number}"
    running_head_right: str = "{section}"
    toc: str = "auto"
    """``yes``, ``no`` or ``auto`` (a printed contents list from twenty pages on)."""
    logo: str = ""
    """File below the edition's or the series' folder; empty for none."""


@dataclass(frozen=True)
class Image:
    """A picture of an edition."""

    name: str
    """Path relative to the edition's folder, e.g. ``images/figure-1.png``."""
    media_type: str
    data: bytes


@dataclass(frozen=True)
class Emendation:
    """A declared departure of the edition from its witness that changes a word or a sign."""

    sic: str
    """What the witness has."""
    corr: str
    """What the edition has."""
    kind: str
    reason: str
    resp: str
    """Who answers for it."""
    context: str = ""
    """Words of the witness around it; with them the place is unique."""
    locus: Locus = Locus(EMENDATIONS_FILE)


@dataclass(frozen=True)
class Kept:
    """A slip of the author that the edition keeps on purpose."""

    sic: str
    reason: str
    context: str = ""
    locus: Locus = Locus(EMENDATIONS_FILE)


@dataclass(frozen=True)
class Waiver:
    """A declared exception from a rule; one that excuses nothing is an error itself."""

    code: str
    """The rule's code: ``S-009``."""
    at: str
    """What it excuses: words found in the finding's message, or a record's key."""
    reason: str
    locus: Locus = Locus(EDITION_FILE)


@dataclass(frozen=True)
class Edition:
    """One canonical edition: what stands in ``source/ID/``, read and checked for form."""

    imprint: Imprint
    folder: str
    """The folder as the user named it, for findings: ``source/co-23-31``."""
    source: str
    """The whole of ``edition.md``."""
    text_offset: int
    """Character offset in `source` where the text begins, after the front matter."""
    style: HouseStyle = HouseStyle()
    references: str = "[]"
    """CSL-JSON array, as stored."""
    emendations: tuple[Emendation, ...] = ()
    kept: tuple[Kept, ...] = ()
    emendations_source: str = ""
    """The whole of ``emendations.yaml``."""
    waivers: tuple[Waiver, ...] = ()
    """Exceptions from rules that the editor declared in front matter."""
    witnesses: tuple[WitnessPin, ...] = ()
    images: tuple[Image, ...] = ()
    house: str = ""
    """The whole of ``source/imprint.yaml``."""
    reviews: str = ""
    """Human accessibility reviews, ``reviews.yaml`` as stored; evidence for claims."""
    results: str = ""
    """What checkers said, ``results.json`` as ``octavo check --conformance`` recorded it."""

    @property
    def id(self) -> str:
        """The edition's identifier, also the stem of its artifacts."""
        return self.imprint.id

    @property
    def text(self) -> str:
        """The Markdown text without front matter."""
        return self.source[self.text_offset :]


@dataclass(frozen=True)
class Call:
    """A note call in the text."""

    note: int
    """Number of the note called, 1..n through the whole work."""
    after: int
    """How many words of the body stand before the call."""


@dataclass(frozen=True)
class Reading:
    """What a text says, as words: the common measure of witness, edition and every artifact.

    A word is a maximal run of characters between white space in NFC, soft hyphens (U+00AD) left
    out, nothing else folded. Call and back-link signs, page marks and editorial matter are not
    words of the work.
    """

    title: tuple[str, ...]
    """Words of the title."""
    body: tuple[str, ...]
    notes: tuple[tuple[str, ...], ...]
    """Words of each note, in order of number."""
    calls: tuple[Call, ...] = ()


@dataclass(frozen=True)
class ArticleNote:
    """A note as HTML."""

    number: int
    content: str
    """``<div>…</div>`` holding the note's blocks, XHTML without a namespace, no back link."""
    calls: tuple[str, ...]
    """Ids of the calls in the body or in other places, first one first: ``noteref-3``."""

    @property
    def id(self) -> str:
        """The note's fragment identifier, the same in every format."""
        return f"note-{self.number}"


@dataclass(frozen=True)
class Heading:
    """A section heading of the article."""

    level: int
    """1 for a section, 2 for a sub-section …; HTML's rank is one more."""
    id: str
    """Id of the section element."""
    html: str
    """Inline XHTML wrapped in ``<span>``, note calls left out."""
    text: str
    """Plain words, note calls left out."""


@dataclass(frozen=True)
class Editorial:
    """Matter the edition adds to the work: marked as editorial, outside the word comparison."""

    id: str
    """``ed-note-on-the-text``, ``ed-references``, …"""
    title: str
    html: str
    """``<div>…</div>`` of blocks, XHTML without a namespace."""


@dataclass(frozen=True)
class OriginPage:
    """Where a page of the print that the witness was made from began, as far as its text shows."""

    words: int
    """How many words of the body stand before it, counted as in `Reading`."""
    certain: float
    """How sure it is, 0 to 1."""
    evidence: str
    """What shows it, in words."""


@dataclass(frozen=True)
class Article:
    """The one semantic rendering that HTML, EPUB and PDF dress.

    `body` is ``<div class="body">…</div>``, well-formed XHTML without namespace:

    * sections nest as ``<section id="sec-…" class="levelN"><h(N+1)>…``;
    * blocks that hold running text carry ids ``par-…`` that survive from release to release;
    * a call is ``<a class="note-call" role="doc-noteref" id="noteref-3" href="#note-3">
      <sup>3</sup></a>`` (a further call of the same note: ``noteref-3-2``); notes are not in it;
    * a passage bound to a record is ``<span class="citation" data-cites="key">``;
    * images have ``src`` equal to an `Image.name`; ``lang`` stands where it changes.

    Two texts of the body are counted alike everywhere: its *offset* is an index into
    ``"".join(root.itertext())``.
    """

    imprint: Imprint
    title: str
    """Title as inline XHTML wrapped in ``<span>``."""
    body: str
    notes: tuple[ArticleNote, ...] = ()
    headings: tuple[Heading, ...] = ()
    images: tuple[Image, ...] = ()
    editorial: tuple[Editorial, ...] = ()
    origin: tuple[OriginPage, ...] = ()
    """Page beginnings of the original that are known: never all, so they are not numbered as pages."""


@dataclass(frozen=True)
class PageStart:
    """Where a print page begins in the text."""

    page: int
    """1-based number of the page in the file."""
    label: str
    """The folio a reader cites."""
    offset: int
    """Index into the article body's text (see `Article`) of the page's first character."""


@dataclass(frozen=True)
class PageMap:
    """Print page -> place in the text, of one PDF."""

    starts: tuple[PageStart, ...] = ()
    total: int = 0
    """Number of pages in the file; pages that only hold editorial matter have no start."""


@dataclass(frozen=True)
class Artifact:
    """A finished file of a build."""

    name: str
    """File name, e.g. ``co-23-31.pdf``."""
    media_type: str
    data: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        """Digest of the bytes."""
        return hashlib.sha256(self.data).hexdigest()
