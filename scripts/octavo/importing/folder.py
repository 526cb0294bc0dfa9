"""EDGE: an import written as a folder. What an editor has changed is never overwritten in silence."""

from __future__ import annotations

from pathlib import Path

from octavo.errors import InputError, UsageError
from octavo.files import confined, read_bytes, write_atomic
from octavo.importing.result import Imported
from octavo.model import EDITION_FILE, EMENDATIONS_FILE, REFERENCES_FILE

REVIEW_PAGE = "review.html"


def write_import(
    imported: Imported, directory: Path, *, overwrite: bool = False, pictures: Path | None = None
) -> tuple[Path, ...]:
    """Write the files of `imported` into `directory`; returns what was written.

    Images that the text refers to are copied from `pictures` (the raw text's folder) where they
    are there. Raises `UsageError` when `directory` holds an edition whose files would change and
    `overwrite` is not set: an editor's work is not lost to a second import.
    """
    files = {
        EDITION_FILE: imported.edition,
        REFERENCES_FILE: imported.references,
        EMENDATIONS_FILE: imported.emendations,
    }
    edited = [name for name, text in files.items() if _differs(directory / name, text)]
    if edited and not overwrite:
        hint = "Import into another folder and compare, or use --force to lose what stands there."
        raise UsageError(f"{directory} already holds another {', '.join(edited)}", hint=hint)
    written = []
    for name, text in {**files, REVIEW_PAGE: imported.review}.items():
        if text:
            write_atomic(directory / name, text.encode())
            written.append(directory / name)
    return (*written, *_copied(imported.images, pictures, directory))


def _differs(path: Path, text: str) -> bool:
    return path.exists() and path.read_bytes() != text.encode()


def _copied(names: tuple[str, ...], pictures: Path | None, directory: Path) -> tuple[Path, ...]:
    found = []
    for name in names if pictures is not None else ():
        try:
            source, target = confined(pictures or directory, name), confined(directory, name)
            write_atomic(target, read_bytes(source))
            found.append(target)
        except InputError:
            continue  # a picture that is not there is a finding of the import already
    return tuple(found)
