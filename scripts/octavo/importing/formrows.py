"""Pages that a converter wrote row by row -> the lines they were, with signs of page ends.

In: plain text without page signs. markitdown (through pdfplumber) writes a page as rows: words that lie at
most 5 points apart in height are one row, a row whose words stand apart gets bars between them as a table
does, and a blank line stands nowhere but at a page end. Out: a form feed at each page end; rows of running
text without their bars; rows that are a table as one, without the columns they leave empty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from octavo.importing.layouttables import SKIPPED, unbarred
from octavo.importing.measure import NOTE
from octavo.importing.stacked import marked

_JUSTIFIED: Final = re.compile(r"(?<=\S) {2,}(?=\S)")
_GLUED: Final = re.compile(r"^(?!\|).*\S.*\n\|.*\|\n\| ?-{3}", re.MULTILINE)
"""A table right under a line of text, which no writer of Markdown makes."""
_SHEET: Final = 10
"""Lines that the middle one of the pages has at least."""
_RULE: Final = re.compile(r"\|[\s|:-]*\|")
_AMOUNT: Final = re.compile(r"[(+−–-]?[$€£]?\d[\d.,:/]*\)?\s?(?:%|[^\W\d_]{1,2}\.?)?|[–—-]")
_FEWEST: Final = 3
_WIDEST: Final = 80


def printed_lines(text: str) -> str:
    """`text` as lines, a form feed at each page end that can be told; line numbers stay."""
    if "\f" in text:
        return marked(text)
    # Without pages there is no layout either: wide gaps only justify the line.
    if not is_by_rows(text):
        return unbarred(_JUSTIFIED.sub(" ", text))
    lines = text.split("\n")
    out: list[str] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and lines[end].startswith("|"):
            end += 1
        if end > at:
            out.extend(_region(lines[at:end]))
            at = end
            continue
        line = _JUSTIFIED.sub(" ", lines[at])
        ends = not line.strip() and at + 1 < len(lines) and bool(lines[at + 1].strip())
        out.append("\f" if ends else line)
        at += 1
    return "\n".join(out)


def is_by_rows(text: str) -> bool:
    """Whether a blank line is the end of a page: bars stand right under text, and the pieces are long."""
    if not _GLUED.search(text):
        return False
    sizes = sorted(piece.count("\n") + 1 for piece in re.split(r"\n\s*\n", text.strip()))
    return sizes[len(sizes) // 2] >= _SHEET


def _region(lines: Sequence[str]) -> list[str]:
    """Barred rows that follow each other: those of a table stay barred, the others are lines."""
    rows = [None if _RULE.fullmatch(line) else _cells(line) for line in lines]
    tables = _tables(rows)
    used = sorted({column for at in tables for column, cell in enumerate(rows[at] or []) if cell})
    out = []
    for at, row in enumerate(rows):
        if row is None:
            out.append(SKIPPED)
        elif at in tables:
            out.append("| " + " | ".join(row[column] for column in used) + " |")
        else:
            out.append(" ".join(filter(None, row)))
    return out


def _tables(rows: Sequence[Sequence[str] | None]) -> set[int]:
    """Indices of the rows of tables: three and more in a row, amounts behind the first cell of most."""
    found: set[int] = set()
    run: list[int] = []
    for at, row in enumerate((*rows, ())):
        if row is None:
            continue
        if _is_tabular(row):
            run.append(at)
            continue
        counted = [place for place, one in enumerate(run) if _has_amount(rows[one] or ())]
        if counted:
            run = run[max(0, counted[0] - 1) : counted[-1] + 1]
            found.update(run if len(run) >= _FEWEST and 3 * len(counted) >= 2 * (len(run) - 1) else ())
        run = []
    return found


def _has_amount(row: Sequence[str]) -> bool:
    return any(map(_AMOUNT.fullmatch, [cell for cell in row if cell][1:]))


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip()[1:-1].split("|")]


def _is_tabular(row: Sequence[str]) -> bool:
    """Whether cells may be those of a table: two and more, and no sentence running through them."""
    cells = [cell for cell in row if cell]
    later = [cell for cell in cells[1:] if cell[0].isalpha()]
    small = sum(cell[0].islower() for cell in later)
    return (
        len(cells) > 1
        and sum(map(len, cells)) <= _WIDEST
        and cells[-1][-1] not in ".,;:?!-"
        and 2 * small < max(1, len(later))
        and not (NOTE.match(cells[0]) and not _AMOUNT.fullmatch(cells[0]))
    )
