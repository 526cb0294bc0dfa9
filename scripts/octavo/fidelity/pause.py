"""EDGE to the interpreter: garbage collection waits while many small values are made.

Collation makes some ten values for a word and drops none before its end; going over all of them
again and again would make the time of a large text grow faster than the text.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collection() -> Iterator[None]:
    """Switch cyclic garbage collection off for a while, if it was on."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
