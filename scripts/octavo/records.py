"""EDGE: what stands in ``build/`` and whether it is what the sources would give now.

A build record holds one key, the digest of everything that shapes the output (text, records,
images, imprint, witness, Octavo itself, its libraries), and the digest of every artifact. Times
play no part: a clock that jumps, a checkout or a copy changes nothing. An artifact that was
altered or cut short has another digest than its record says, and is built again.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from octavo.errors import OutputError
from octavo.files import write_atomic
from octavo.model import (
    IMPRINT_FILE,
    Artifact,
    Author,
    Finding,
    Imprint,
    Locus,
    Publisher,
    Severity,
    Translation,
)
from octavo.tools import code_digest, library_versions
from octavo.workshop import Workshop

RECORD_FILE: Final = ".octavo.json"
SCHEMA: Final = 3


@dataclass(frozen=True)
class Made:
    """An artifact that stands in ``build/``, as its record tells."""

    name: str
    media_type: str
    sha256: str
    size: int


@dataclass(frozen=True)
class BuildRecord:
    """One edition's last complete build."""

    id: str
    key: str
    artifacts: tuple[Made, ...]
    imprint: Imprint
    """For the catalogue: a series of hundreds is listed without reading its editions again."""
    findings: tuple[Finding, ...] = ()
    """Warnings of that build, so that a second run tells them again."""
    options: tuple[str, ...] = ()
    """What was asked for beyond the usual: names of further print files."""


def build_key(workshop: Workshop, identifier: str, options: tuple[str, ...] = ()) -> str:
    """Digest of all that shapes the artifacts of `identifier`."""
    digest = hashlib.sha256()
    parts = [f"schema {SCHEMA}", f"code {code_digest()}", *options]
    parts += [f"{name} {version}" for name, version in library_versions()]
    parts += [f"{name} {sha}" for name, sha in _inputs(workshop, identifier)]
    digest.update("\n".join(parts).encode())
    return digest.hexdigest()


def _inputs(workshop: Workshop, identifier: str) -> list[tuple[str, str]]:
    folder = workshop.source / identifier
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith(".")]
    found = [(f"source/{path.relative_to(folder)}", _digest(path)) for path in files]
    if (imprint := workshop.source / IMPRINT_FILE).is_file():
        found.append((IMPRINT_FILE, _digest(imprint)))
    found += [(f"seeds/{path.name}", _digest(path)) for path in _named_witnesses(workshop, folder)]
    return found


def _named_witnesses(workshop: Workshop, folder: Path) -> list[Path]:
    """Seeds whose name stands in the front matter; read as bytes, without parsing YAML."""
    try:
        with (folder / "edition.md").open("rb") as stream:
            head = stream.read(65536)
    except OSError:
        return []
    if not workshop.seeds.is_dir():
        return []
    return [
        path for path in sorted(workshop.seeds.iterdir()) if path.name.encode() in head and path.is_file()
    ]


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        return f"unreadable: {error.errno}"


def read_record(workshop: Workshop, identifier: str) -> BuildRecord | None:
    """The record of the last complete build; None when there is none that can be read."""
    try:
        raw = json.loads((workshop.build / identifier / RECORD_FILE).read_text(encoding="utf-8"))
        artifacts = tuple(Made(**item) for item in raw["artifacts"])
        findings = tuple(_finding(item) for item in raw["findings"])
        options = tuple(str(item) for item in raw["options"])
        imprint = _imprint(raw["imprint"])
        return BuildRecord(str(raw["id"]), str(raw["key"]), artifacts, imprint, findings, options)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def is_current(workshop: Workshop, record: BuildRecord | None, key: str) -> bool:
    """Whether the artifacts of `record` are all there, unaltered, and what the sources give now."""
    if record is None or record.key != key or not record.artifacts:
        return False
    folder = workshop.build / record.id
    paths = ((folder / made.name, made.sha256) for made in record.artifacts)
    return all(not path.is_symlink() and _digest(path) == sha256 for path, sha256 in paths)


def write_build(
    workshop: Workshop,
    imprint: Imprint,
    artifacts: tuple[Artifact, ...],
    key: str,
    findings: tuple[Finding, ...],
    options: tuple[str, ...] = (),
) -> BuildRecord:
    """Write the artifacts, each whole or not at all, the record last; remove what is no longer made."""
    folder = workshop.build / imprint.id
    before = read_record(workshop, imprint.id)
    for artifact in artifacts:
        write_atomic(folder / artifact.name, artifact.data)
    made = tuple(Made(item.name, item.media_type, item.sha256, len(item.data)) for item in artifacts)
    record = BuildRecord(imprint.id, key, made, imprint, findings, options)
    write_atomic(folder / RECORD_FILE, _as_json(record))
    _remove_old(folder, before, {item.name for item in made})
    return record


def _remove_old(folder: Path, before: BuildRecord | None, names: set[str]) -> None:
    """Remove what the last build made and this one does not, and the rests of killed writers."""
    old = [folder / made.name for made in before.artifacts if made.name not in names] if before else []
    try:
        for path in (*old, *folder.glob(".octavo-*.tmp")):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{folder} cannot be tidied: {error.strerror or error}") from error


def _as_json(record: BuildRecord) -> bytes:
    raw = {
        "id": record.id,
        "key": record.key,
        "options": list(record.options),
        "imprint": dataclasses.asdict(record.imprint),
        "artifacts": [vars(made) for made in record.artifacts],
        "findings": [_finding_record(finding) for finding in record.findings],
    }
    return (json.dumps(raw, ensure_ascii=False, indent=1) + "\n").encode()


def _imprint(raw: dict[str, Any]) -> Imprint:
    parts: dict[str, Any] = {
        "authors": tuple(Author(**item) for item in raw["authors"]),
        "publisher": Publisher(**raw["publisher"]),
        "translations": tuple(Translation(**item) for item in raw["translations"]),
        "keywords": tuple(raw["keywords"]),
    }
    return Imprint(**{**raw, **parts})


def _finding_record(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "place": [finding.locus.name, finding.locus.line, finding.locus.column, finding.locus.page],
        "message": finding.message,
        "hint": finding.hint,
    }


def _finding(raw: dict[str, Any]) -> Finding:
    place = Locus(*raw["place"])
    return Finding(raw["code"], Severity(raw["severity"]), place, raw["message"], raw["hint"])
