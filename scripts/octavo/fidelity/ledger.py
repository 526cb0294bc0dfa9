"""Artifacts and what they must say in, the word ledger out: 0 lost, 0 added, 0 moved, or findings.

Lists are compared whole first; only where they differ are they aligned, to say what and where.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from octavo.fidelity.align import equal_pairs
from octavo.fidelity.codes import finding, quoted
from octavo.fidelity.matrix import Cell, cells, matrix_findings
from octavo.fidelity.readers.docx import read_docx
from octavo.fidelity.readers.epub import read_epub
from octavo.fidelity.readers.flow import Extract, Pages, Unreadable
from octavo.fidelity.readers.html import read_html
from octavo.fidelity.readers.jats import read_jats
from octavo.fidelity.readers.pdf_page import FOLDED, PageVerdict, page_lines, read_pages
from octavo.fidelity.readers.pdf_tree import read_pdf_tree
from octavo.fidelity.readers.text import read_text_edition
from octavo.model import Artifact, Finding, Imprint, Locus, Severity

READERS: Final[dict[str, tuple[str, Callable[[bytes], Extract]]]] = {
    ".html": ("document tree", read_html),
    ".epub": ("spine", read_epub),
    ".pdf": ("structure tree", read_pdf_tree),
    ".txt": ("layout", read_text_edition),
    ".docx": ("document parts", read_docx),
    ".jats.xml": ("document tree", read_jats),
}
"""Suffix -> how the artifact is read, and by what."""
PAGE_TEXT: Final = "page text"
_MOST_TOLD: Final = 12


@dataclass(frozen=True)
class Account:
    """One artifact, read in one way."""

    artifact: str
    way: str
    """How it was read: ``structure tree``, ``page text`` …"""
    sha256: str
    body: int = 0
    """Words of the body that were found."""
    notes: int = 0
    """Words of the notes that were found."""
    lost: int = 0
    added: int = 0
    moved: int = 0
    altered: int = 0
    compared: tuple[str, ...] = ()
    """What was compared besides words: headings, raised signs, note numbers, links, pages."""
    folded: tuple[str, ...] = ()

    @property
    def balanced(self) -> bool:
        """Whether nothing is lost, added, moved or altered."""
        return not (self.lost or self.added or self.moved or self.altered)


@dataclass(frozen=True)
class Ledger:
    """All artifacts of a build against the edition."""

    body: int
    """Words of the edition's body."""
    notes: int
    accounts: tuple[Account, ...]
    matrix: tuple[Cell, ...]
    findings: tuple[Finding, ...]
    paged: tuple[tuple[str, int], ...] = ()
    """Artifacts whose page marks were compared with the PDF's pages, and the number of those pages."""


def ledger(expected: Extract, artifacts: Sequence[Artifact], imprint: Imprint) -> Ledger:
    """Read every artifact back and compare; artifacts of other kinds (prints, records) are passed over."""
    accounts: list[Account] = []
    matrix: list[Cell] = []
    findings: list[Finding] = []
    pages: dict[str, Pages] = {}
    for artifact in artifacts:
        suffix, further = _suffix(artifact.name, imprint.id)
        if suffix not in READERS:
            continue
        way, reader = READERS[suffix]
        try:
            extract = _unlinked(reader(artifact.data)) if further else reader(artifact.data)
        except Unreadable as error:
            if further:
                continue
            findings.append(_unreadable(artifact.name, str(error)))
            accounts.append(Account(artifact.name, way, artifact.sha256, lost=len(expected.reading.body)))
            continue
        account, found = _account(artifact, way, extract, expected)
        row = cells(artifact.name, way, extract, expected)
        if extract.pages is not None and not further:
            pages[suffix] = extract.pages
        accounts.append(account)
        matrix.extend(row)
        findings.extend((*found, *matrix_findings(row)))
        if suffix == ".pdf":
            accounts.append(_page_account(artifact, expected, imprint, findings))
    findings.extend(_page_marks(pages, expected, imprint))
    reading = expected.reading
    return Ledger(
        len(reading.body),
        sum(len(note) for note in reading.notes),
        tuple(accounts),
        tuple(matrix),
        tuple(findings),
        tuple((f"{imprint.id}{suffix}", len(pages[".pdf"])) for suffix in pages if suffix != ".pdf")
        if ".pdf" in pages
        else (),
    )


def _page_marks(pages: dict[str, Pages], expected: Extract, imprint: Imprint) -> Iterator[Finding]:
    """The word after mark n is the first word of page n of the PDF (law 5)."""
    printed = pages.get(".pdf", ())
    body = expected.reading.body
    for suffix, marks in pages.items():
        told = dict(marks)
        for folio, index in printed if suffix != ".pdf" else ():
            if told.get(folio) != index:
                word = body[index] if index < len(body) else ""
                name = f"{imprint.id}{suffix}"
                message = f"page {folio} does not begin at {quoted(word)}, as it does in the PDF"
                yield finding("F-070", Locus(name), message, _HINT)


def _suffix(name: str, stem: str) -> tuple[str, bool]:
    """The suffix of the edition's own artifacts, and whether it is a further print file.

    Further print files (``ID-letter.pdf``) are read like the PDF if they are tagged; a booklet or a
    file for the press need not be, and need no links.
    """
    if name.startswith(f"{stem}-") and name.endswith(".pdf"):
        return ".pdf", True
    return (name.removeprefix(stem) if name.startswith(stem) else ""), False


def _unlinked(extract: Extract) -> Extract:
    """An extract without links, if none of them leads anywhere: a file for paper has none."""
    led = any(link.to_note or link.back for link in extract.links or ())
    return extract if led else replace(extract, links=None)


def _unreadable(name: str, message: str) -> Finding:
    return finding("F-044", Locus(name), message, "Build it again; if it stays so, its writer is at fault.")


def _account(
    artifact: Artifact, way: str, extract: Extract, expected: Extract
) -> tuple[Account, list[Finding]]:
    """Compare one extract with what was expected."""
    found: list[Finding] = []
    tally: Counter[str] = Counter()
    said, wanted = extract.reading, expected.reading
    pairs = [("the title", said.title, wanted.title), ("the body", said.body, wanted.body)]
    pairs += [(f"note {n}", *both) for n, both in enumerate(zip(said.notes, wanted.notes, strict=False), 1)]
    for where, has, should in pairs:
        if has != should:
            found.extend(_explain(artifact.name, where, has, should, tally))
    if len(said.notes) != len(wanted.notes):
        message = f"{len(said.notes)} notes, the edition has {len(wanted.notes)}"
        found.append(finding("F-045", Locus(artifact.name), message, _HINT))
        tally["lost" if len(said.notes) < len(wanted.notes) else "added"] += 1
    compared = ["words", *_structure(artifact.name, extract, expected, found)]
    account = Account(
        artifact=artifact.name,
        way=way,
        sha256=artifact.sha256,
        body=len(said.body),
        notes=sum(len(note) for note in said.notes),
        lost=tally["lost"],
        added=tally["added"],
        moved=tally["moved"],
        altered=tally["altered"],
        compared=tuple(compared),
        folded=extract.folded,
    )
    return account, found


_HINT: Final = "The writer of this format is at fault, or the file was changed after the build; build again."


def _explain(
    name: str, where: str, has: Sequence[str], should: Sequence[str], tally: Counter[str]
) -> Iterator[Finding]:
    """What differs between two lists of words, by alignment; each change is told with its place."""
    changes = list(_changes(has, should))
    gone = Counter(" ".join(should[a:b]) for a, b, c, d in changes if b > a)
    come = Counter(" ".join(has[c:d]) for a, b, c, d in changes if d > c)
    for told, (a, b, c, d) in enumerate(changes):
        lost, added = " ".join(should[a:b]), " ".join(has[c:d])
        code = _code(lost, added, gone, come)
        _count(tally, code, b - a, d - c)
        if told < _MOST_TOLD:
            yield finding(code, Locus(name), _message(code, where, lost, added, _context(should, a)), _HINT)


def _code(lost: str, added: str, gone: Counter[str], come: Counter[str]) -> str:
    if lost and added:
        return "F-043"
    if lost:
        return "F-042" if come[lost] else "F-040"
    return "F-042" if gone[added] else "F-041"


def _count(tally: Counter[str], code: str, lost: int, added: int) -> None:
    if code == "F-042":
        tally["moved"] += max(lost, 0)
    elif code == "F-043":
        tally["altered"] += max(lost, added)
    else:
        tally["lost"] += lost
        tally["added"] += added


def _message(code: str, where: str, lost: str, added: str, place: str) -> str:
    if code == "F-043":
        return f"in {where}, {place}: {quoted(added)} instead of {quoted(lost)}"
    verb = {"F-040": "lost", "F-041": "added", "F-042": "moved"}[code]
    return f"in {where}, {place}: {quoted(lost or added)} is {verb}"


def _context(should: Sequence[str], at: int) -> str:
    before = " ".join(should[max(0, at - 5) : at])
    return f"after word {at} {quoted(before)}" if before else "at the beginning"


def _changes(has: Sequence[str], should: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Ranges (a, b) of `should` over against (c, d) of `has` that differ."""
    a = c = 0
    for i, j in [*equal_pairs(should, has), (len(should), len(has))]:
        if i > a or j > c:
            yield a, i, c, j
        a, c = i + 1, j + 1


def _structure(name: str, extract: Extract, expected: Extract, found: list[Finding]) -> Iterator[str]:
    """Headings and raised signs, where the format can tell them."""
    if extract.outline is not None:
        yield "headings"
        if extract.outline != expected.outline:
            found.append(finding("F-047", Locus(name), _outlines(extract, expected), _HINT))
    if extract.raised is not None:
        yield "raised signs"
        if extract.raised != expected.raised:
            one = set(extract.raised) ^ set(expected.raised or ())
            words = ", ".join(f"“{text}” at word {index + 1}" for index, text in sorted(one)[:4])
            found.append(finding("F-048", Locus(name), f"raised signs differ: {words}", _HINT))


def _outlines(extract: Extract, expected: Extract) -> str:
    have, want = extract.outline or (), expected.outline or ()
    for one, other in zip(have, want, strict=False):
        if one != other:
            has, should = (f"{quoted(words)} of level {level}" for level, words in (one, other))
            return f"heading {has} instead of {should}"
    return f"{len(have)} headings, the edition has {len(want)}"


def _page_account(
    artifact: Artifact, expected: Extract, imprint: Imprint, findings: list[Finding]
) -> Account:
    """The second way into a PDF: its painted pages."""
    reading = expected.reading
    notes = sum(len(note) for note in reading.notes)
    try:
        verdict = read_pages(page_lines(artifact.data), reading, _furniture(imprint))
    except Unreadable as error:
        findings.append(_unreadable(artifact.name, str(error)))
        return Account(artifact.name, PAGE_TEXT, artifact.sha256, lost=len(reading.body))
    findings.extend(_page_findings(artifact.name, verdict))
    return Account(
        artifact.name,
        PAGE_TEXT,
        artifact.sha256,
        body=len(reading.body) - len(verdict.lost),
        notes=notes,
        lost=len(verdict.lost),
        compared=("words",) if verdict.troubles or verdict.unread else ("words", "order"),
        folded=FOLDED,
    )


def _page_findings(name: str, verdict: PageVerdict) -> Iterator[Finding]:
    for word in verdict.lost:
        yield finding("F-040", Locus(name), f"{quoted(word)} stands on no printed page", _HINT)
    severity = Severity.ERROR if verdict.lost else Severity.INFO
    for trouble in verdict.troubles[: 3 if verdict.lost else 1]:
        message = f"the printed line {quoted(trouble.line)} is not {quoted(trouble.expected)}"
        yield finding("F-043", Locus(name, page=trouble.page), message, _PAGE_HINT, severity=severity)
    if verdict.unread and not verdict.troubles:
        yield finding("F-040", Locus(name), f"no page has {quoted(verdict.unread)} in its place", _HINT)


_PAGE_HINT: Final = (
    "Tables, columns and pictures may order a page's lines in their own way; look at the page."
)


def _furniture(imprint: Imprint) -> tuple[str, ...]:
    texts = [imprint.title_plain, imprint.subtitle, imprint.series, imprint.number, imprint.publisher.name]
    for author in imprint.authors:
        texts += [author.name, author.affiliation]
    return tuple(text for text in texts if text)
