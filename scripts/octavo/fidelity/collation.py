"""Witness and edition in, every difference with its proof out.

The way: scan both; propose which word is which (`streams`); take out the lines that the edition
rightly leaves out (`removed`); explain what lies between equal words (`rules`); match what is left
with the declared emendations (`declaring`); and in the end count every sign of both texts once
(`pieces`), so that an error of the earlier steps can never hide a lost word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from octavo.fidelity import codes, declaring, pieces
from octavo.fidelity.between import Weigher
from octavo.fidelity.hunks import UNDECLARED, Collation, Hunk, PageEnd, WitnessPages
from octavo.fidelity.pause import without_collection
from octavo.fidelity.removed import removed
from octavo.fidelity.scan import Scan, scan
from octavo.fidelity.statements import marked, unsaid
from octavo.fidelity.streams import parts, propose
from octavo.model import EDITION_FILE, Edition, Finding, Locus, Severity, Witness

_MOST_FINDINGS: Final = 60
"""Differences told one by one; a wrong witness would give thousands."""


def witness_text(data: bytes) -> str:
    """The witness as text that keeps every byte (PEP 383: a stray byte becomes a lone surrogate)."""
    return data.decode("utf-8", errors="surrogateescape")


def check_witness(witness: Witness | None, edition: Edition) -> tuple[Finding, ...]:
    """Findings when the witness is missing, not the pinned one, or not UTF-8."""
    name = f"{edition.folder}/{EDITION_FILE}"
    if not edition.witnesses:
        hint = "Name the witness and its sha256 in the front matter."
        return (codes.finding("F-004", Locus(name, 1), "the edition pins no witness", hint),)
    pin = edition.witnesses[0]
    if witness is None:
        hint = f"Put the file back as seeds/{pin.name}."
        return (codes.finding("F-001", Locus(f"seeds/{pin.name}"), "the witness is missing", hint),)
    locus = Locus(f"seeds/{witness.name}")
    if witness.sha256 != pin.sha256:
        message = f"sha256 is {witness.sha256[:16]}…, the edition pins {pin.sha256[:16]}…"
        return (codes.finding("F-002", locus, message, "Restore the witness: it never changes."),)
    if "\ufffd" in witness.text:
        message = "some bytes are not UTF-8; they are kept in the apparatus as they are"
        return (codes.finding("F-003", locus, message, severity=Severity.WARNING),)
    return ()


def collate(witness: Witness, edition: Edition) -> Collation:
    """Compare `witness` and `edition` whole; never raises, whatever the texts hold."""
    with without_collection():
        return _collate(witness, edition)


def _collate(witness: Witness, edition: Edition) -> Collation:
    left = scan(witness_text(witness.data))
    right = scan(edition.source, edition.text_offset)
    split = parts(right)
    streams = propose(left, right, split)
    weigher = Weigher(left, right, split, streams, tuple(removed(left, streams, edition)))
    covered = pieces.cover(left.text, right, edition.text_offset, weigher)
    judged = declaring.declare(covered, weigher, edition)
    findings = [*judged.findings, *_undeclared(judged.hunks, left, edition), *_front_matter(left, edition)]
    whole = pieces.in_order(judged.hunks, covered.copies)
    return Collation(
        pieces=whole,
        findings=tuple(sorted(findings, key=lambda f: (f.locus, f.code))),
        pages=WitnessPages(tuple(_pages(weigher, right))),
        body=tuple(w for i in split.body if (w := right.words[i].printed)),
        notes=tuple(tuple(w for i in n.words if (w := right.words[i].printed)) for n in split.notes),
        drafts=tuple(declaring.drafts(judged.hunks, weigher)),
        counts=dict(sorted(Counter(str(hunk.kind) for hunk in judged.hunks).items())),
    )


def _undeclared(hunks: tuple[Hunk, ...], witness: Scan, edition: Edition) -> Iterator[Finding]:
    name = f"{edition.folder}/{EDITION_FILE}"
    open_hunks = [hunk for hunk in hunks if hunk.kind == UNDECLARED]
    hint = (
        "Put the witness's reading back, or declare the change in emendations.yaml (octavo collate --draft)."
    )
    for hunk in open_hunks[:_MOST_FINDINGS]:
        locus = codes.place(edition.source, hunk.edition[0], name)
        line = codes.place(witness.text, hunk.witness[0], "").line
        yield codes.finding(hunk.code, locus, _told(hunk, line), hint)
    if len(open_hunks) > _MOST_FINDINGS:
        more = f"{len(open_hunks) - _MOST_FINDINGS} more differences; is this the right witness?"
        yield codes.finding("F-022", Locus(name), more, hint)


def _told(hunk: Hunk, line: int) -> str:
    sic, corr = codes.quoted(pieces.printable(hunk.sic)), codes.quoted(hunk.corr)
    if hunk.code == "F-020":
        return f"{sic} of the witness (line {line}) is not in the edition"
    if hunk.code == "F-021":
        return f"{corr} is not in the witness (line {line})"
    if hunk.code == "F-022":
        return f"the witness (line {line}) has {sic}, the edition {corr}"
    return f"{hunk.evidence}: {sic} (witness, line {line}), {corr} (edition)"


def _front_matter(witness: Scan, edition: Edition) -> Iterator[Finding]:
    name = f"{edition.folder}/{EDITION_FILE}"
    whole = marked(witness.text)
    supplied = {entry.corr for entry in edition.emendations}
    for label, value in unsaid(whole, edition.imprint, edition.source[: edition.text_offset]):
        if value not in supplied:
            message = f"{label} {codes.quoted(value)} does not stand in the witness"
            yield codes.finding(
                "F-027", Locus(name, 1), message, "State it as the witness does, or declare it."
            )


def _pages(weigher: Weigher, edition: Scan) -> Iterator[PageEnd]:
    printed = [0]
    for index in weigher.parts.body:
        printed.append(printed[-1] + bool(edition.words[index].printed))
    for position, certain, evidence in weigher.page_ends:
        if 0 < position < len(weigher.parts.body):
            word = edition.words[weigher.parts.body[position]]
            yield PageEnd(printed[position], word.start, round(certain, 2), evidence)


def with_text(edition: Edition, source: str, text_offset: int) -> Edition:
    """The same edition with another ``edition.md``."""
    return replace(edition, source=source, text_offset=text_offset)
