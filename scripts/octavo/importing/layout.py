"""Plain text with lines as printed -> blocks. In: text. Out: blocks with raw inline text."""

from __future__ import annotations

from octavo.importing import blocks
from octavo.importing.draft import Block


def parse(text: str) -> tuple[Block, ...]:
    """All blocks of a plain text."""
    return blocks.parse(text)
