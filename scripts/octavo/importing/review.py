"""review.html."""

from __future__ import annotations

from octavo.importing.result import Imported


def page(imported: Imported, name: str) -> str:
    """The page."""
    return ""
