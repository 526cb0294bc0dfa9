"""EDGE: the one door to the disk. Reads stay inside a named root; writes are whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path, PurePosixPath

from octavo.errors import InputError, OutputError

MAX_BYTES = 64 * 1024 * 1024
"""The largest single file that is read; a bound against hostile input."""


def confined(root: Path, name: str) -> Path:
    """The path of `name` below `root`.

    Raises `InputError` when the name is absolute, has a scheme, climbs out, or leaves the root
    through a symbolic link: editions are untrusted input.
    """
    pure = PurePosixPath(name.replace("\\", "/"))
    if not name or "\0" in name or ":" in name or pure.is_absolute() or ".." in pure.parts:
        raise InputError(f"{name!r} points outside the edition's folder")
    path = root / pure
    if not path.resolve().is_relative_to(root.resolve()):
        raise InputError(f"{name!r} points outside the edition's folder")
    return path


def read_bytes(path: Path, *, limit: int = MAX_BYTES) -> bytes:
    """The bytes of a regular file of at most `limit` bytes; raises `InputError` otherwise."""
    try:
        if not path.is_file():
            raise InputError(f"{path} is missing or not a file")
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from error
    if len(data) > limit:
        raise InputError(f"{path} is larger than {limit // 1_000_000} MB")
    return data


def write_atomic(path: Path, data: bytes) -> None:
    """Write `data` to `path` so that a reader sees the old file or the new one, never a part.

    Temporary file in the same folder, fsync, rename. Mode 0644 whatever the umask. Raises
    `OutputError`; the temporary file is removed on failure.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".octavo-", suffix=".tmp", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fchmod(stream.fileno(), 0o644)
                os.fsync(stream.fileno())
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}") from error
