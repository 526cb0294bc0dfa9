"""What a word is. Text in, words out; the only definition in the house."""

from __future__ import annotations

import unicodedata
from typing import Final

SOFT_HYPHEN: Final = "\u00ad"


def words(text: str) -> tuple[str, ...]:
    """Split `text` into words: NFC, soft hyphens dropped, cut at white space, nothing folded.

    Quotation marks, dashes and no-break hyphens stay as they are, so that a changed sign is a
    changed word.
    """
    return tuple(unicodedata.normalize("NFC", text).replace(SOFT_HYPHEN, "").split())
