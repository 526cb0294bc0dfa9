"""EDGE: the catalogue in ``build/``, made anew when a record has changed, and only then."""

from __future__ import annotations

import contextlib
import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

from octavo.files import write_atomic
from octavo.model import IMPRINT_FILE, Finding
from octavo.records import BuildRecord, read_record
from octavo.tools import code_digest
from octavo.workshop import Workshop

if TYPE_CHECKING:
    from octavo.catalogue import CatalogueEntry, Head

STATE_FILE: Final = ".octavo.json"


def publish(workshop: Workshop, identifiers: tuple[str, ...]) -> tuple[Finding, ...]:
    """Bring ``build/index.html`` and the feeds in line with what has been built.

    `identifiers` are all editions of the workshop; those not built yet are not listed.
    """
    _tidy(workshop, identifiers)
    records = tuple(record for name in identifiers if (record := read_record(workshop, name)))
    key = _key(workshop, records)
    if _is_current(workshop, key) or not (records or _state(workshop)):
        return ()  # as it should be, or nothing has ever been built
    from octavo.catalogue import make_catalogue

    catalogue = make_catalogue(tuple(map(_entry, records)), _head(workshop))
    before = _state(workshop).get("files", {})
    for artifact in catalogue.artifacts:
        write_atomic(workshop.build / artifact.name, artifact.data)
    made_now = {artifact.name: artifact.sha256 for artifact in catalogue.artifacts}
    for name in sorted(set(before) - set(made_now)):
        (workshop.build / name).unlink(missing_ok=True)
    state = json.dumps({"key": key, "files": made_now}, indent=1) + "\n"
    write_atomic(workshop.build / STATE_FILE, state.encode())
    return catalogue.findings


def prepare(workshop: Workshop, identifiers: tuple[str, ...]) -> None:
    """Load what `publish` needs, and make what costs most of it, from the records as they stand.

    For the moment in which the last paper is being built by another process.
    """
    from octavo.catalogue import compress_fonts

    records = tuple(record for name in identifiers if (record := read_record(workshop, name)))
    compress_fonts(tuple(map(_entry, records)), _head(workshop))


def _entry(record: BuildRecord) -> CatalogueEntry:
    from octavo.catalogue import CatalogueEntry, CatalogueFile

    files = tuple(
        CatalogueFile(made.name, made.media_type, made.size, made.sha256) for made in record.artifacts
    )
    cover = next((made.name for made in record.artifacts if made.name.endswith("-cover.png")), "")
    return CatalogueEntry(record.imprint, files, cover)


def _tidy(workshop: Workshop, identifiers: tuple[str, ...]) -> None:
    """Remove the rests of writers that were killed; whoever calls holds the lock."""
    for folder in (workshop.build, *(workshop.build / name for name in identifiers)):
        for rest in folder.glob(".octavo-*.tmp"):
            with contextlib.suppress(OSError):
                rest.unlink()


def _head(workshop: Workshop) -> Head:
    from octavo.catalogue import Head
    from octavo.edition import read_defaults

    defaults = read_defaults(workshop.source)
    return Head(defaults.publisher, defaults.lang, defaults.url, defaults.style.accent)


def _key(workshop: Workshop, records: tuple[BuildRecord, ...]) -> str:
    digest = hashlib.sha256(code_digest().encode())
    for record in records:
        digest.update(f"{record.id} {record.key} {len(record.artifacts)}\n".encode())
    imprint = workshop.source / IMPRINT_FILE
    digest.update(imprint.read_bytes() if imprint.is_file() else b"")
    return digest.hexdigest()


def _state(workshop: Workshop) -> dict[str, Any]:
    try:
        state = json.loads((workshop.build / STATE_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return state if isinstance(state, dict) and isinstance(state.get("files"), dict) else {}


def _is_current(workshop: Workshop, key: str) -> bool:
    state = _state(workshop)
    if state.get("key") != key or not state["files"]:
        return False
    return all(_digest(workshop, name) == sha for name, sha in state["files"].items())


def _digest(workshop: Workshop, name: str) -> str:
    try:
        return hashlib.sha256((workshop.build / name).read_bytes()).hexdigest()
    except OSError:
        return ""
