"""Tables in plain text, told by the gaps or the bars between their cells.

In: the lines of a page. Out: the lines that make a table, and the table as a block.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from octavo.importing.draft import Block, Kind

if TYPE_CHECKING:
    from octavo.importing.pages import Line

_TABLE_GAP: Final = re.compile(r"\s{3,}")


_BARRED: Final = re.compile(r"(?:^\|.*\|[ \t]*(?:\n|\Z))+", re.MULTILINE)
_RULE: Final = re.compile(r"[\s|:-]*")
SKIPPED: Final = "\ue0fe"
"""A line that stands for nothing, not even for a blank."""


def unbarred(text: str) -> str:
    """`text` without the bars of tables that are none: lines of running text in which a converter saw cells.

    A table has two rows or more under its head, most cells filled. Line ends stay where they are.
    """
    return _BARRED.sub(lambda found: found[0] if _is_table(found[0]) else _lines(found[0]), text)


def _is_table(text: str) -> bool:
    rows = [row_cells(line) for line in text.strip().split("\n") if not _RULE.fullmatch(line)]
    cells = [cell for row in rows for cell in row]
    filled = [cell for cell in cells if cell]
    return len(rows) >= 3 and len(filled) * 3 >= 2 * len(cells) and sum(map(len, filled)) < 40 * len(filled)


def _lines(text: str) -> str:
    return "\n".join(
        " ".join(filter(None, row_cells(line)))
        if line.startswith("|") and not _RULE.fullmatch(line)
        else SKIPPED
        if line
        else ""
        for line in text.split("\n")
    )


def table_rows(lines: Sequence[Line | None], at: int) -> list[Line]:
    """Three or more lines with the same number of cells set apart by wide gaps or bars."""
    rows: list[Line] = []
    width = 0
    for line in lines[at : at + 200]:
        if line is None:
            break
        cells = row_cells(line.text)
        if len(cells) < 2 or (width and len(cells) != width):
            break
        width = len(cells)
        rows.append(line)
    return (
        rows
        if len(rows) >= 3 and width <= 12 and sum(len(row.text) for row in rows) / len(rows) < 160
        else []
    )


def row_cells(text: str) -> list[str]:
    """The cells of a line."""
    if text.startswith("|"):
        return [cell.strip() for cell in text.strip("|").split("|")]
    return _TABLE_GAP.split(text.strip())


def table(rows: Sequence[Line], page: int) -> Block:
    """A pipe table of `rows`."""
    cells = [row_cells(row.text) for row in rows]
    body = [row for row in cells if not all(re.fullmatch(r":?-*:?", cell) for cell in row)]
    return piped(body, rows[0].number, page)


def piped(rows: Sequence[Sequence[str]], line: int, page: int) -> Block:
    """A pipe table of cells; the first row holds the heads."""
    cells = [
        [re.sub(r"([\\`*_\[\]<>$^~&|])", r"\\\1", " ".join(cell.split())) for cell in row] for row in rows
    ]
    lines = [cells[0], ["---"] * len(cells[0]), *cells[1:]] if cells else []
    return Block(Kind.TABLE, "\n".join("| " + " | ".join(row) + " |" for row in lines), line, page=page)
