"""Everything that was proven of one build, as one value, and as ``proof.json``.

The JSON has a published schema, ``schemas/proof-1.json`` of this package (`octavo.fidelity.data`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from octavo.fidelity.apparatus import piece_json
from octavo.fidelity.checkruns import CheckRun
from octavo.fidelity.codes import finding
from octavo.fidelity.data import schema
from octavo.fidelity.hunks import Collation, Hunk
from octavo.fidelity.ledger import Account, Ledger
from octavo.fidelity.matrix import Cell
from octavo.fidelity.readers.flow import Extract
from octavo.fidelity.scan import scan
from octavo.model import EDITION_FILE, Artifact, Edition, Emendation, Finding, Kept, Locus, Severity, Witness

PROOF_FILE: Final = "proof.json"
VERSION: Final = 1
SCHEMA_ID: Final = "urn:octavo:schema:proof:1"


@dataclass(frozen=True)
class Proof:
    """What was proven of one build of one edition."""

    edition: Edition
    witness: Witness | None
    """None for a work that was written here, not imported."""
    collation: Collation | None
    ledger: Ledger
    artifacts: tuple[Artifact, ...]
    checks: tuple[CheckRun, ...]
    findings: tuple[Finding, ...]

    @property
    def complete(self) -> bool:
        """Whether every word is accounted for, from the witness to every artifact."""
        return not any(f.severity is Severity.ERROR for f in self.findings)

    @property
    def hunks(self) -> tuple[Hunk, ...]:
        """All differences between witness and edition."""
        return self.collation.hunks if self.collation else ()


def scan_findings(collation: Collation, expected: Extract, edition: Edition) -> tuple[Finding, ...]:
    """F-032: Octavo's scanner, which collates, and pandoc, which prints, must read the same words.

    This closes the chain witness = edition = artifacts: the first half is read by the scanner, the
    second by pandoc.
    """
    locus = Locus(f"{edition.folder}/{EDITION_FILE}")
    found: list[Finding] = []
    pairs = [("the body", collation.body, expected.reading.body)]
    notes = zip(collation.notes, expected.reading.notes, strict=False)
    pairs += [(f"note {n}", *both) for n, both in enumerate(notes, 1)]
    for where, scanned, parsed in pairs:
        if scanned != parsed:
            message = f"in {where}, {_first_difference(scanned, parsed)}"
            hint = "Write the passage in plainer Markdown, so that there is no doubt what it prints."
            found.append(finding("F-032", locus, message, hint, severity=Severity.WARNING))
    return tuple(found)


def _first_difference(scanned: Sequence[str], parsed: Sequence[str]) -> str:
    for index, (one, other) in enumerate(zip(scanned, parsed, strict=False)):
        if one != other:
            before = " ".join(parsed[max(0, index - 4) : index])
            return f"after “{before}”: the scanner reads “{one}”, pandoc “{other}”"
    longer = scanned if len(scanned) > len(parsed) else parsed
    return f"one of them also reads “{' '.join(longer[min(len(scanned), len(parsed)) :][:6])}”"


def proven_names(record: str) -> tuple[str, ...]:
    """Names of the artifacts that `record`, a ``proof.json``, speaks of; none if it cannot be read."""
    return tuple(sorted(_digests(record) or ()))


def _digests(record: str) -> dict[str, str] | None:
    try:
        return {str(item["name"]): str(item["sha256"]) for item in json.loads(record)["artifacts"]}
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def replaced(record: str, artifacts: Sequence[Artifact], folder: str) -> tuple[Finding, ...]:
    """F-049 for every artifact that is not the one of `record` (a ``proof.json``), or is missing.

    `folder` is where they stand, for findings. An unreadable record gives one finding.
    """
    hint = "Build again; files of a build are never changed by hand."
    digests = _digests(record)
    if digests is None:
        return (finding("F-049", Locus(f"{folder}/{PROOF_FILE}"), "the proof cannot be read", hint),)
    there = {artifact.name: artifact.sha256 for artifact in artifacts}
    found = []
    for name, digest in sorted(digests.items()):
        if there.get(name) != digest:
            message = "the file was changed after it was proven" if name in there else "the file is missing"
            found.append(finding("F-049", Locus(f"{folder}/{name}"), message, hint))
    return tuple(found)


def proof_json(proof: Proof) -> str:
    """The proof by its published schema."""
    edition, witness, collation = proof.edition, proof.witness, proof.collation
    value: dict[str, Any] = {
        "$schema": SCHEMA_ID,
        "octavo": "proof",
        "version": VERSION,
        "complete": proof.complete,
        "edition": {
            "id": edition.id,
            "title": edition.imprint.title_plain,
            "version": edition.imprint.version,
            "released": edition.imprint.released,
            "file": EDITION_FILE,
            "sha256": hashlib.sha256(edition.source.encode()).hexdigest(),
            "words": {"body": proof.ledger.body, "notes": proof.ledger.notes},
        },
        "witness": None if witness is None else _witness(witness),
        "apparatus": None
        if collation is None
        else {
            "counts": collation.counts,
            "emendations": [_emendation(entry) for entry in edition.emendations],
            "kept": [_kept(entry) for entry in edition.kept],
            "hunks": [{**piece_json(hunk), "witness": list(hunk.witness)} for hunk in collation.hunks],
            "page_ends": [_page_end(end) for end in collation.pages.ends],
        },
        "artifacts": [
            {"name": a.name, "media_type": a.media_type, "bytes": len(a.data), "sha256": a.sha256}
            for a in proof.artifacts
        ],
        "ledger": [_account(account) for account in proof.ledger.accounts],
        "notes": [_cell(cell) for cell in proof.ledger.matrix],
        "checks": [_check(run) for run in proof.checks],
        "findings": [_finding(item) for item in proof.findings],
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _witness(witness: Witness) -> dict[str, Any]:
    words = len(scan(witness.text).words)
    return {"name": witness.name, "sha256": witness.sha256, "bytes": len(witness.data), "words": words}


def _emendation(entry: Emendation) -> dict[str, Any]:
    return {
        "sic": entry.sic,
        "corr": entry.corr,
        "kind": entry.kind,
        "reason": entry.reason,
        "resp": entry.resp,
        "context": entry.context,
    }


def _kept(entry: Kept) -> dict[str, Any]:
    return {"sic": entry.sic, "reason": entry.reason, "context": entry.context}


def _page_end(end: Any) -> dict[str, Any]:
    return {"words": end.words, "offset": end.offset, "certain": end.certain, "evidence": end.evidence}


def _account(account: Account) -> dict[str, Any]:
    return {
        "artifact": account.artifact,
        "way": account.way,
        "sha256": account.sha256,
        "body": account.body,
        "notes": account.notes,
        "lost": account.lost,
        "added": account.added,
        "moved": account.moved,
        "altered": account.altered,
        "compared": list(account.compared),
        "folded": list(account.folded),
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "artifact": cell.artifact,
        "way": cell.way,
        "note": cell.note,
        "number": cell.number,
        "text": cell.text,
        "call": cell.call,
        "target": cell.target,
        "back": cell.back,
        "page": cell.page,
        "around": cell.around,
        "proven": cell.proven,
    }


def _check(run: CheckRun) -> dict[str, Any]:
    return {
        "name": run.name,
        "tool": run.tool,
        "version": run.version,
        "subject": run.subject,
        "passed": run.passed,
        "detail": run.detail,
    }


def _finding(item: Finding) -> dict[str, Any]:
    return {
        "code": item.code,
        "severity": item.severity.value,
        "place": str(item.locus),
        "message": item.message,
        "hint": item.hint,
    }


__all__ = ["Proof", "proof_json", "proven_names", "replaced", "scan_findings", "schema"]
