"""What was checked of a build, as runs of checks: Octavo's own, told like those of outer tools. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from octavo.fidelity.hunks import Collation, Hunk
from octavo.fidelity.ledger import Ledger
from octavo.model import EDITION_FILE, Edition, Finding, Severity


@dataclass(frozen=True)
class CheckRun:
    """One check that ran, by whichever tool."""

    name: str
    """What it proves, e.g. ``EPUB 3.3 conformance``."""
    tool: str
    version: str
    subject: str
    """The file it judged."""
    passed: bool
    detail: str = ""


def own_checks(
    edition: Edition, collation: Collation | None, ledger: Ledger, *, version: str
) -> tuple[CheckRun, ...]:
    """The checks of Octavo itself; `version` is Octavo's."""
    runs = (*_collated(edition, collation), *_counted(ledger), *_noted(ledger), *_paged(ledger))
    return tuple(
        CheckRun(name, "Octavo", version, subject, passed, detail) for name, subject, passed, detail in runs
    )


def found_none(
    name: str, subject: str, findings: tuple[Finding, ...], *, version: str, detail: str
) -> CheckRun:
    """A check of Octavo that passed unless one of its `findings` is an error."""
    errors = [one for one in findings if one.severity is Severity.ERROR]
    return CheckRun(name, "Octavo", version, subject, not errors, str(errors[0]) if errors else detail)


Run = tuple[str, str, bool, str]
"""Name, subject, verdict and detail of a check."""


def _collated(edition: Edition, collation: Collation | None) -> Iterator[Run]:
    if collation is None:
        return
    errors = [one for one in collation.findings if one.severity is Severity.ERROR]
    detail = str(errors[0]) if errors else f"{len(collation.hunks)} differences, each proven or declared"
    yield "Collation with the witness", EDITION_FILE, not errors, detail
    pinned = edition.witnesses[0].sha256 if edition.witnesses else ""
    same = _rebuilt(edition, collation) == pinned
    detail = f"SHA-256 {pinned[:16]}… again" if same else "another text comes out"
    yield "Source rebuilt byte for byte", EDITION_FILE, same, detail


def _counted(ledger: Ledger) -> Iterator[Run]:
    for account in ledger.accounts:
        detail = f"{account.body:,} + {account.notes:,} words; {', '.join(account.compared)}"
        yield f"Words by {account.way}", account.artifact, account.balanced, detail


def _noted(ledger: Ledger) -> Iterator[Run]:
    for artifact in dict.fromkeys(cell.artifact for cell in ledger.matrix):
        row = [cell for cell in ledger.matrix if cell.artifact == artifact]
        proven = sum(cell.proven for cell in row)
        yield "Notes and their calls", artifact, proven == len(row), f"{proven} of {len(row)} notes"


def _paged(ledger: Ledger) -> Iterator[Run]:
    """Law 5: page 7 is page 7 in print, EPUB and HTML."""
    for artifact, pages in ledger.paged:
        wrong = sum(one.code == "F-070" and one.locus.name == artifact for one in ledger.findings)
        detail = f"{pages - wrong} of {pages} pages begin at the same word"
        yield "Pages as in the PDF", artifact, not wrong, detail


def _rebuilt(edition: Edition, collation: Collation) -> str:
    """Digest of the witness as edition and apparatus give it back."""
    parts = (p.sic if isinstance(p, Hunk) else edition.source[p.start : p.end] for p in collation.pieces)
    return hashlib.sha256("".join(parts).encode("utf-8", "surrogateescape")).hexdigest()
