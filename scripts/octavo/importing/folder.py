"""EDGE: an import written as a folder. What an editor has changed is never overwritten in silence."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from octavo.errors import InputError, OutputError, UsageError
from octavo.files import confined, read_bytes, write_atomic
from octavo.importing.documents import Opened
from octavo.importing.result import Imported
from octavo.model import EDITION_FILE, EMENDATIONS_FILE, REFERENCES_FILE

REVIEW_PAGE: Final = "review.html"
LAST_IMPORT: Final = ".octavo-import.json"
"""Digests of what the last import wrote: a file that is still the same holds no editor's work."""
PARTIAL: Final = ".octavo-import-partial"
"""Where the files of an import wait until all of them are written."""
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
    digests = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()}
    last_import = json.dumps(digests, indent=1) + "\n"
    texts = {**files, REVIEW_PAGE: imported.review, LAST_IMPORT: last_import}
    data = {name: text.encode() for name, text in texts.items() if text}
    data |= _beside(imported.images, pictures)
    _put(directory, data)
    return tuple(directory / name for name in data if name != LAST_IMPORT)


def _put(directory: Path, files: Mapping[str, bytes]) -> None:
    """Write `files` into `directory`, all of them or, when the disk is full or the user stops it, none."""
    fresh, partial = not directory.exists(), directory / PARTIAL
    try:
        for name, data in files.items():
            write_atomic(confined(partial, name), data)
        for name in files:
            target = confined(directory, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(partial / name, target)
    except BaseException as error:
        shutil.rmtree(directory if fresh else partial, ignore_errors=True)
        if isinstance(error, OSError):
            raise OutputError(f"{directory} cannot be written: {error.strerror or error}") from error
        if isinstance(error, OutputError):
            raise OutputError(str(error).replace(f"{PARTIAL}/", "")) from error
        raise
    shutil.rmtree(partial, ignore_errors=True)


def witness_place(opened: Opened, directory: Path) -> Path | None:
    """Where the witness of an import has to be written; None where it stands already or need not.

    It belongs to ``seeds/`` where `directory` is ``source/ID``, for there every build looks for it. Elsewhere
    only what was made of a document is written, into `directory`. Raises `UsageError` when ``seeds/`` holds
    another text of this name: a witness is never changed.
    """
    home = directory.resolve().parent
    if home.name != "source":
        return directory / opened.name if opened.origin else None
    path = Path(os.path.relpath(home.parent / "seeds")) / Path(opened.name).name
    if not path.exists():
        return path
    if read_bytes(path) != opened.data:
        hint = "Give the raw text another name; what stands in seeds/ is never changed."
        raise UsageError(f"{path} is another text", hint=hint)
    return None


def write_witness(opened: Opened, directory: Path, path: Path | None) -> None:
    """Write the witness to `path`, and the pictures that came with a document into `directory`."""
    for name, data in opened.pictures:
        write_atomic(confined(directory, name), data)
    if path is not None:
        write_atomic(path, opened.data)


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


def _beside(names: tuple[str, ...], pictures: Path | None) -> dict[str, bytes]:
    """The pictures `names` that lie in the folder `pictures`."""
    found = {}
    for name in names if pictures is not None else ():
        try:
            found[name] = read_bytes(confined(pictures or Path(), name))
        except InputError:
            continue  # a picture that is not there is a finding of the import already
    return found
