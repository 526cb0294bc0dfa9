"""EDGE: the folders Octavo works in: ``seeds/ source/ build/`` below one root."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from octavo.edition import edition_ids
from octavo.errors import OutputError, UsageError


@dataclass(frozen=True)
class Workshop:
    """One publisher's tree."""

    root: Path

    @property
    def seeds(self) -> Path:
        """Witnesses."""
        return self.root / "seeds"

    @property
    def source(self) -> Path:
        """Editions."""
        return self.root / "source"

    @property
    def build(self) -> Path:
        """What is made."""
        return self.root / "build"

    def shown(self, path: Path) -> str:
        """`path` as the user would type it from where they stand."""
        try:
            return os.path.relpath(path)
        except ValueError:
            return str(path)

    def chosen(self, identifiers: tuple[str, ...]) -> tuple[str, ...]:
        """The editions asked for, or all. A path such as ``source/co-23-31/`` names one too.

        Raises `UsageError` naming what there is when one does not exist.
        """
        known = edition_ids(self.source)
        names = tuple(Path(item).name if "/" in item else item for item in identifiers)
        for name in names:
            if name not in known:
                there = ", ".join(known) or "none yet; make one with octavo import or octavo new"
                raise UsageError(f"there is no edition {name!r}", hint=f"Editions: {there}.")
        return names or known


def find_workshop(start: Path | None = None) -> Workshop:
    """The workshop around `start` (the current folder): the nearest folder above that holds ``source/``."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "source").is_dir():
            return Workshop(folder)
    raise UsageError(
        f"there is no source/ folder in {here} or above it", hint="Go to the folder that holds it."
    )


@contextlib.contextmanager
def locked(workshop: Workshop, on_wait: Callable[[], None] | None = None) -> Iterator[bool]:
    """Hold ``build/`` for one process; yields whether another one had to be waited for.

    `on_wait` is called before the waiting begins, so that the user can be told.

    An advisory lock (flock) that the kernel takes back when the process dies, however it dies.
    """
    try:
        workshop.build.mkdir(parents=True, exist_ok=True)
        handle = os.open(workshop.build / ".lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise OutputError(f"build/ cannot be written: {error.strerror or error}") from error
    try:
        waited = False
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waited = True
            if on_wait:
                on_wait()
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield waited
    finally:
        os.close(handle)
