"""HTML tables of the proof page."""

from __future__ import annotations

from collections.abc import Iterable


def table(caption: str, head: str, rows: Iterable[str], name: str = "") -> str:
    """A table whose cells wrap, so that it needs no sideways scrolling down to 320 px (WCAG 1.4.10)."""
    attributes = f' class="{name}"' if name else ""
    return (
        f"<table{attributes}><caption>{caption}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def columns(*names: str) -> str:
    """Head cells; a name that begins with ``#`` heads a column of figures."""
    return "".join(
        f'<th scope="col" class="n">{n[1:]}</th>' if n[0] == "#" else f'<th scope="col">{n}</th>'
        for n in names
    )
