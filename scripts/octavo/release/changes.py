"""Versions of an edition and its change log, ``source/ID/changes.yaml``. Text in, values and findings out.

The log is written by hand, newest version first::

    - version: 1.1.0
      date: 2026-12-01
      changes:
        - "Note 3: the page number corrected (emendation 4)."
      digest: 5f1c…            # optional: pins the artifacts of this version, see below
    - version: 1.0.0
      date: 2026-11-24
      changes:
        - First edition.

Version numbers are MAJOR.MINOR.PATCH: PATCH for mended typography or metadata, MINOR for a changed word,
MAJOR for a new text. The newest entry must be the `version` and `released` of the edition's front matter.

`digest` is the sha256 over one line ``sha256␣␣name`` for every artifact, sorted by name
(`artifacts_digest`); ``octavo release --json`` tells it. Once it stands in the log, a build of this
version that gives other bytes is refused anywhere, also in a fresh clone: either the tools are not the
same, or the edition has changed and needs a new version.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from octavo.dialects import date_parts
from octavo.model import Artifact, Finding, Imprint, Locus, Severity
from octavo.release.codes import CODES
from octavo.yamltext import load

CHANGES_FILE: Final = "changes.yaml"
_VERSION: Final = re.compile(r"(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})")
_FIELDS: Final = frozenset({"version", "date", "changes", "digest"})
_NOWHERE: Final = Locus(CHANGES_FILE)
_FORM: Final = "Each entry has version, date and a list of changes; see octavo release --help."


@dataclass(frozen=True)
class Change:
    """One version of an edition."""

    version: str
    date: str
    changes: tuple[str, ...]
    digest: str = ""
    locus: Locus = _NOWHERE


def version_key(version: str) -> tuple[int, ...]:
    """``1.10.0`` as ``(1, 10, 0)``; empty for what is no version number."""
    match = _VERSION.fullmatch(version)
    return tuple(int(part) for part in match.groups()) if match else ()


def read_changes(text: str, *, name: str) -> tuple[tuple[Change, ...], tuple[Finding, ...]]:
    """The entries of a change log, newest first, and every fault of its form."""
    loaded = load(text, name=name)
    findings = [Finding("R-004", Severity.ERROR, one.locus, one.message, _FORM) for one in loaded.findings]
    entries = loaded.value if isinstance(loaded.value, list) else []
    if not entries and not findings:
        findings.append(_fault(Locus(name, 1), "There is no entry."))
    changes = []
    for index, entry in enumerate(entries):
        locus = loaded.place((index,), Locus(name, 1))
        if fault := _entry_fault(entry):
            findings.append(_fault(locus, fault))
            continue
        told = tuple(str(line) for line in entry["changes"])
        changes.append(Change(entry["version"], entry["date"], told, entry.get("digest", ""), locus))
    return tuple(changes), tuple(findings)


def _fault(locus: Locus, message: str) -> Finding:
    return Finding("R-004", Severity.ERROR, locus, message, _FORM)


def _entry_fault(entry: Any) -> str:
    if not isinstance(entry, dict):
        return "An entry is not made of fields."
    if unknown := sorted(set(entry) - _FIELDS):
        return f"The field {unknown[0]!r} is not known."
    if not version_key(str(entry.get("version", ""))):
        return f"The version {str(entry.get('version', ''))[:40]!r} is not of the form 1.0.0."
    if len(date_parts(str(entry.get("date", "")))) != 3:
        return f"The date of version {entry['version']} is not of the form 2026-11-24."
    if not isinstance(entry.get("changes"), list) or not entry["changes"]:
        return f"Version {entry['version']} says nothing of what has changed."
    if not re.fullmatch(r"([0-9a-f]{64})?", str(entry.get("digest", ""))):
        return f"The digest of version {entry['version']} is no sha256."
    return ""


def check_versions(
    imprint: Imprint, changes: tuple[Change, ...], *, edition: str, log: str
) -> tuple[Finding, ...]:
    """Whether edition and change log tell one story; `edition` and `log` are the files' names."""
    findings = []

    def report(code: str, locus: Locus, message: str, hint: str) -> None:
        assert code in CODES
        findings.append(Finding(code, Severity.ERROR, locus, message, hint))

    if not version_key(imprint.version):
        hint = "Write version: 1.0.0 in the front matter."
        report("R-001", Locus(edition, 1), f"The version {imprint.version!r} is not of the form 1.0.0.", hint)
    if len(date_parts(imprint.released)) != 3:
        hint = "Write released: 2026-11-24, the day of this version, in the front matter."
        report(
            "R-002", Locus(edition, 1), "The front matter states no day on which this version came out.", hint
        )
    for newer, older in pairwise(changes):
        if version_key(newer.version) <= version_key(older.version) or newer.date < older.date:
            message = f"Version {older.version} stands below {newer.version}, but is not older."
            report("R-007", older.locus, message, "Put the newest version first.")
    if not changes:
        hint = f"Begin {log} with an entry for version {imprint.version}."
        report("R-003", Locus(log), "There is no change log.", hint)
    elif changes[0].version != imprint.version:
        message = f"The newest entry is {changes[0].version}, the edition is {imprint.version}."
        report("R-005", changes[0].locus, message, "Say in a new entry what has changed.")
    elif changes[0].date != imprint.released:
        message = f"The log dates {imprint.version} {changes[0].date}, the edition {imprint.released}."
        report("R-006", changes[0].locus, message, "Make them equal.")
    return tuple(findings)


def artifacts_digest(artifacts: Iterable[Artifact]) -> str:
    """One digest over names and bytes of the artifacts, whatever their order."""
    lines = sorted(f"{artifact.sha256}  {artifact.name}\n" for artifact in artifacts)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def check_digest(
    imprint: Imprint, changes: tuple[Change, ...], artifacts: tuple[Artifact, ...]
) -> tuple[Finding, ...]:
    """Whether the artifacts are those that the log pins for this version, if it pins any."""
    entry = next((one for one in changes if one.version == imprint.version), None)
    if entry is None or not entry.digest or entry.digest == artifacts_digest(artifacts):
        return ()
    message = f"Version {entry.version} was released with other bytes than this build gives."
    hint = "Give the edition a new version, or build with the tools that the release names."
    return (Finding("R-009", Severity.ERROR, entry.locus, message, hint),)


def judge_versions(imprint: Imprint, log: bytes, artifacts: Iterable[Artifact]) -> tuple[Finding, ...]:
    """The change log inside a release against its edition and its artifacts."""
    changes, faults = read_changes(log.decode("utf-8", "replace"), name=CHANGES_FILE) if log else ((), ())
    if faults:
        return faults
    told = check_versions(imprint, changes, edition="edition.md", log=CHANGES_FILE)
    return (*told, *check_digest(imprint, changes, tuple(artifacts)))
