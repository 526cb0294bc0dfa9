"""EDGE: an import written as a folder. What an editor has changed is never overwritten in silence."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Final

from octavo.errors import InputError, UsageError
from octavo.files import confined, read_bytes, write_atomic
from octavo.importing.documents import Opened
from octavo.importing.result import Imported
from octavo.model import EDITION_FILE, EMENDATIONS_FILE, REFERENCES_FILE

REVIEW_PAGE: Final = "review.html"
LAST_IMPORT: Final = ".octavo-import.json"
"""Digests of what the last import wrote: a file that is still the same holds no editor's work."""
_PICTURES: Final = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"})


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
    last = _last_import(directory)
    edited = [name for name, text in files.items() if _holds_work(directory / name, text, last.get(name, ""))]
    if edited and not overwrite:
        hint = "Import into another folder and compare, or use --force to lose what stands there."
        raise UsageError(f"{directory} already holds another {', '.join(edited)}", hint=hint)
    written = []
    for name, text in {**files, REVIEW_PAGE: imported.review}.items():
        if text:
            write_atomic(directory / name, text.encode())
            written.append(directory / name)
    digests = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()}
    write_atomic(directory / LAST_IMPORT, (json.dumps(digests, indent=1) + "\n").encode())
    return (*written, *_copied(imported.images, pictures, directory))


def write_origin(opened: Opened, directory: Path) -> tuple[Path, ...]:
    """Write what was made of a document: its pictures into `directory`, and its Markdown, the witness.

    The witness goes to ``seeds/`` where `directory` is ``source/ID``, as every witness does, else into
    `directory`. Nothing is written for a text that was no document.
    """
    if opened.origin is None:
        return ()
    workshop = directory.resolve().parent.name == "source"
    place = directory.resolve().parent.parent / "seeds" if workshop else directory
    written = [(place / opened.name, opened.data), *((directory / n, d) for n, d in opened.pictures)]
    for path, data in written:
        write_atomic(path, data)
    return tuple(path for path, _ in written)


def pictures_beside(folder: Path) -> frozenset[str]:
    """Names, relative to the raw text's folder, of the pictures that lie there or one folder below."""
    found = [*folder.glob("*"), *folder.glob("*/*")]
    return frozenset(
        path.relative_to(folder).as_posix() for path in found if path.suffix.lower() in _PICTURES
    )


def _holds_work(path: Path, text: str, last: str) -> bool:
    """Whether a file would change and is not what the last import left there."""
    if not path.exists():
        return False
    data = path.read_bytes()
    return data != text.encode() and hashlib.sha256(data).hexdigest() != last


def _last_import(directory: Path) -> dict[str, str]:
    try:
        value = json.loads((directory / LAST_IMPORT).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


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
