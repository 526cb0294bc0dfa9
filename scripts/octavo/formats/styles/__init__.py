"""EDGE (reads its own style sheets only): the CSS of the formats by name."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).resolve().parent
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)


@cache
def style(name: str) -> str:
    """The style sheet `name` (``screen``, ``epub``, ``cover``) without its comments."""
    return _COMMENT.sub("", (_HERE / f"{name}.css").read_text(encoding="utf-8"))
