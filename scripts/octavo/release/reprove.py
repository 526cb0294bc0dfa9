"""The proof, run again. The release's own proof is compared with what its files give now; pure.

A bag can be valid and its proof a lie. So nothing of ``proof.json`` is believed: the words of every artifact
are counted anew against the edition in the same bag, and what the proof says must be what was found.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from octavo.fidelity.ledger import Account, Ledger
from octavo.model import Artifact, Edition, Finding, Severity
from octavo.release.codes import finding

PROOF: Final = "proof.json"
_FIGURES: Final = ("sha256", "body", "notes", "lost", "added", "moved", "altered")
_HINT: Final = "Do not believe this proof; get the release from its publisher."


def proof_findings(
    proof: bytes, edition: Edition, ledger: Ledger, artifacts: Mapping[str, Artifact]
) -> tuple[Finding, ...]:
    """Every point in which `proof` says something else than was found."""
    if not proof:
        return (_lie("It is not in the release"),)
    try:
        value = json.loads(proof)
        return tuple(_compare(value, edition, ledger, artifacts))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        return (_lie(f"It cannot be read as a proof: {type(error).__name__}"),)


def _lie(message: str) -> Finding:
    return finding("R-050", PROOF, f"{message}.", _HINT)


def _compare(
    value: Any, edition: Edition, ledger: Ledger, artifacts: Mapping[str, Artifact]
) -> Iterator[Finding]:
    if value["edition"]["sha256"] != hashlib.sha256(edition.source.encode()).hexdigest():
        yield _lie("It is the proof of another text of the edition")
    if value["edition"]["version"] != edition.imprint.version:
        yield _lie(f"It is the proof of version {value['edition']['version']!s:.40}")
    pinned = edition.witnesses[0].sha256 if edition.witnesses else None
    if (value["witness"] or {}).get("sha256") != pinned:
        yield _lie("It names another witness")
    told = {entry["name"]: entry["sha256"] for entry in value["artifacts"]}
    for name, digest in sorted(told.items()):
        if name not in artifacts:
            yield _lie(f"It is the proof of {name!s:.80}, which is not in the release")
        elif artifacts[name].sha256 != digest:
            yield _lie(f"It is the proof of another {name!s:.80}")
    yield from _accounts(value["ledger"], ledger)
    broken = any(one.severity is Severity.ERROR for one in ledger.findings)
    if value["complete"] and broken:
        yield _lie("It says that every word is accounted for, and that is not so")


def _accounts(told: list[Any], ledger: Ledger) -> Iterator[Finding]:
    said = {(entry["artifact"], entry["way"]): entry for entry in told}
    for account in ledger.accounts:
        entry = said.get((account.artifact, account.way))
        if entry is None:
            yield _lie(f"It says nothing of {account.artifact} by {account.way}")
        elif difference := _difference(entry, account):
            yield _lie(f"Of {account.artifact} by {account.way} it says {difference}")


def _difference(entry: Any, account: Account) -> str:
    for figure in _FIGURES:
        found = getattr(account, figure)
        if entry[figure] != found:
            return f"{figure} = {entry[figure]!s:.70}; found is {found}"
    return ""
