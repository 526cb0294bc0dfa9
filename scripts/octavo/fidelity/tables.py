"""HTML tables of the proof page."""

from __future__ import annotations

from collections.abc import Iterable


def table(identifier: str, caption: str, head: str, rows: Iterable[str], name: str = "") -> str:
    """A table that scrolls sideways where there is no room, reachable by keyboard (WCAG 2.1.1)."""
    attributes = f' class="{name}"' if name else ""
    return (
        f'<div class="scroll" role="group" tabindex="0" aria-labelledby="{identifier}">'
        f'<table{attributes}><caption id="{identifier}">{caption}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )
