"""What a person sees while Octavo works: one line on a terminal, nothing anywhere else."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator


@contextlib.contextmanager
def working(message: str, *, quiet: bool = False) -> Iterator[Callable[[str], None]]:
    """Show `message` while the block runs; yields a function that changes it.

    Only where standard error is a terminal that can redraw a line; logs and pipes stay clean.
    """
    if quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda _: None
        return
    from rich.console import Console

    console = Console(stderr=True, no_color=bool(os.environ.get("NO_COLOR")))
    with console.status(message, spinner="line") as status:
        yield status.update
