"""EDGE: ``octavo release``: from an edition in a workshop to ``build/releases/ID-VERSION.{tar,zip}``.

Options have one meaning, here: `key` is an SSH private key (a path); with it ``SHA256SUMS.sig`` is written
too, which ``ssh-keygen -Y verify`` checks on any machine. Nothing is written when a finding is an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import octavo
from octavo.errors import InputError
from octavo.files import read_bytes, write_atomic
from octavo.gather import Gathered, gather
from octavo.model import EDITION_FILE, IMPRINT_FILE, Artifact, Edition, Finding, Severity
from octavo.pipeline import Task, build_one
from octavo.release.bag import Bag, sums
from octavo.release.changes import (
    CHANGES_FILE,
    Change,
    artifacts_digest,
    check_digest,
    check_versions,
    read_changes,
)
from octavo.release.codes import finding
from octavo.release.container import to_tar, to_zip
from octavo.release.payload import Materials, make_bag, release_name
from octavo.release.sbom import installed
from octavo.release.signing import SIGNATURE, sign
from octavo.tools import versions
from octavo.workshop import Workshop

FOLDER: Final = "releases"
SUMS: Final = "SHA256SUMS"
REQUIRED: Final = (".pdf", ".epub", ".html", ".txt", ".docx", ".jats.xml")
REQUIRED_NAMES: Final = ("proof.json", "proof.html")


@dataclass(frozen=True)
class Release:
    """What came of making a release."""

    name: str
    """``co-23-31-1.0.0``."""
    files: tuple[Path, ...] = ()
    """What was written, or found unchanged; empty when a finding is an error."""
    digest: str = ""
    """`artifacts_digest`, to be put into the change log."""
    findings: tuple[Finding, ...] = ()


def make_release(
    workshop: Workshop, identifier: str, *, prints: tuple[str, ...] = (), key: Path | None = None
) -> Release:
    """Build what has changed, then bag it. Raises `OutputError` and `ToolError`."""
    gathered = gather(workshop, identifier)
    edition = gathered.edition
    if edition is None or not gathered.usable:
        return Release(identifier, findings=gathered.findings)
    name = release_name(edition.imprint)
    changes, findings = _changes(workshop, edition)
    outcome = build_one(Task(str(workshop.root), identifier, prints))
    findings = (*findings, *outcome.findings)
    if outcome.state == "failed" or _stops(findings):
        return Release(name, findings=findings)
    artifacts = tuple(
        Artifact(made.name, made.media_type, read_bytes(workshop.build / identifier / made.name))
        for made in outcome.artifacts
    )
    digest = artifacts_digest(artifacts)
    findings = (
        *findings,
        *_complete(artifacts, identifier),
        *check_digest(edition.imprint, changes, artifacts),
    )
    if _stops(findings):
        return Release(name, digest=digest, findings=findings)
    try:
        bag, left_out = make_bag(materials(workshop, gathered, artifacts))
        containers = (to_tar(bag, edition.imprint.released), to_zip(bag, edition.imprint.released))
    except ValueError as error:  # a file of the edition that no container can name
        fault = finding("R-021", edition.folder, f"It cannot be bagged: {error}.", "Rename the file.")
        return Release(name, digest=digest, findings=(*findings, fault))
    release = Release(name, (), digest, (*findings, *left_out))
    return _written(workshop, dict(zip(_names(bag), containers, strict=True)), key, release)


def _stops(findings: tuple[Finding, ...]) -> bool:
    return any(one.severity is Severity.ERROR for one in findings)


def _changes(workshop: Workshop, edition: Edition) -> tuple[tuple[Change, ...], tuple[Finding, ...]]:
    path = workshop.source / edition.id / CHANGES_FILE
    log = f"{edition.folder}/{CHANGES_FILE}"
    changes: tuple[Change, ...] = ()
    faults: tuple[Finding, ...] = ()
    if path.exists():
        text = read_bytes(path).decode("utf-8", "replace")
        changes, faults = read_changes(text, name=log)
    if faults:
        return changes, faults
    return changes, check_versions(
        edition.imprint, changes, edition=f"{edition.folder}/{EDITION_FILE}", log=log
    )


def _complete(artifacts: tuple[Artifact, ...], identifier: str) -> Iterator[Finding]:
    names = {artifact.name for artifact in artifacts}
    wanted = [*(f"{identifier}{suffix}" for suffix in REQUIRED), *REQUIRED_NAMES]
    for name in wanted:
        if name not in names:
            yield finding("R-010", name, "The build did not make it.", "Run octavo build --force.")


def materials(workshop: Workshop, gathered: Gathered, artifacts: tuple[Artifact, ...]) -> Materials:
    """Everything a release is made of, read from the workshop and the installation."""
    edition = gathered.edition
    if edition is None:
        raise InputError(f"the edition {gathered.id!r} cannot be read", findings=gathered.findings)
    return Materials(
        imprint=edition.imprint,
        artifacts=artifacts,
        sources=dict(sources(workshop, gathered)),
        references=edition.references,
        tools=versions(),
        parts=installed(),
        lock=_lock(),
    )


def sources(workshop: Workshop, gathered: Gathered) -> Iterator[tuple[str, bytes]]:
    """Every file an edition is made from, by its path below the workshop."""
    for name in (IMPRINT_FILE, "README.md"):
        if (workshop.source / name).is_file():
            yield f"source/{name}", read_bytes(workshop.source / name)
    folder = workshop.source / gathered.id
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not path.is_symlink() and not hidden:
            yield f"source/{gathered.id}/{path.relative_to(folder).as_posix()}", read_bytes(path)
    for witness in gathered.witnesses:
        yield f"seeds/{witness.name}", witness.data


def _lock() -> bytes:
    path = Path(str(octavo.__file__)).parents[1] / "locks" / "requirements.lock"
    return read_bytes(path) if path.is_file() else b""


def _names(bag: Bag) -> tuple[str, str]:
    return f"{bag.name}.tar", f"{bag.name}.zip"


def _written(workshop: Workshop, made: dict[str, bytes], key: Path | None, release: Release) -> Release:
    folder = workshop.build / FOLDER
    for name, data in made.items():
        path = folder / name
        if path.is_file() and read_bytes(path, limit=len(data) + 1) != data:
            hint = "Give the edition a new version; or, if it was never given away, delete the old file."
            message = "This version was released before, with other bytes."
            fault = finding("R-008", workshop.shown(path), message, hint)
            return Release(release.name, (), release.digest, (*release.findings, fault))
    for name, data in made.items():
        write_atomic(folder / name, data)
    files = [folder / name for name in made]
    files.append(folder / SUMS)
    findings = (*release.findings, *_write_sums(folder, signed=key is not None))
    if key is not None:
        files.append(sign(folder / SUMS, key))
    return Release(release.name, tuple(files), release.digest, findings)


def _write_sums(folder: Path, *, signed: bool) -> tuple[Finding, ...]:
    """``SHA256SUMS`` over every release in the folder; a signature of other sums does not stay beside it."""
    found = sorted(path for path in folder.iterdir() if path.suffix in (".tar", ".zip") and path.is_file())
    data = sums({path.name: path.read_bytes() for path in found})
    path, signature = folder / SUMS, folder / (SUMS + SIGNATURE)
    outdated = not signed and signature.is_file() and path.is_file() and path.read_bytes() != data
    write_atomic(path, data)
    if not outdated:
        return ()
    signature.unlink()
    message = f"The sums are others than those that were signed, so {signature.name} was taken away."
    hint = "Release again with --key."
    return (finding("R-012", path.name, message, hint, severity=Severity.WARNING),)
