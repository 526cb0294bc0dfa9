"""Tables among printed lines whose rows do not all show the same cells.

In: the lines of a page. Out: the rows of a table that begins on a line, and how many lines it takes. In a
text that is laid out the columns are what no row crosses, so a cell may be empty or go on in the next line;
in one that kept no gaps, rows are lines that all end in as many amounts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from octavo.importing.measure import NOTE

if TYPE_CHECKING:
    from octavo.importing.pages import Line

Rows = tuple[tuple[str, ...], ...]
_GAP: Final = re.compile(r"\s{2,}")
_WIDE: Final = re.compile(r"\s{3,}")
_FEWEST: Final = 3
_MOST: Final = 200
_COLUMNS: Final = 12
_CELL: Final = 34
"""Characters that cells have on the average, at most: longer ones are columns of running text."""
_AMOUNT: Final = r"(?:[-–−+(]?[$€£]?\d(?:[\d.,/]*\d)?\)?%?(?:\s\(\d[\d.,]*\))?|[–—])"
_COUNTED: Final = re.compile(rf"(.*?[^\s\d].*?)((?:\s+{_AMOUNT}){{2,8}})")
_EACH: Final = re.compile(_AMOUNT)
_LABEL: Final = 48
_SMALL: Final = 0.6
_ROW: Final = 160
_LAST: Final = "0123456789%)–—"
"""Signs that an amount ends in."""


def plain_table(lines: Sequence[Line | None], at: int) -> tuple[Rows, int] | None:
    """(rows, lines taken) of the table that begins at `at`; None where none does."""
    return _laid_out(lines, at) or _counted(lines, at)


def _laid_out(lines: Sequence[Line | None], at: int) -> tuple[Rows, int] | None:
    first, before = lines[at], lines[at - 1] if at else None
    if first is None or not _WIDE.search(first.text):
        return None
    if before is not None and _WIDE.search(before.text):
        return None  # What begins a line earlier has been looked at: once is enough.
    found: list[Line] = []
    for line in lines[at : at + _MOST]:
        if line is None or not _belongs(line, found):
            break
        found.append(line)
    while found and not _WIDE.search(found[-1].text) and not _starts(found[:-1], found[-1].indent):
        found.pop()
    if sum(bool(_WIDE.search(line.text)) for line in found) < _FEWEST:
        return None
    columns = _columns(found)
    cells = [[_cut(line, start, end) for start, end in columns] for line in found]
    rows = _merged(cells)
    if not 2 <= len(columns) <= _COLUMNS or len(rows) < _FEWEST - 1 or is_prose(rows):
        return None
    return tuple(map(tuple, rows)), len(found)


def is_prose(rows: Sequence[Sequence[str]]) -> bool:
    """Whether cells are lines of two columns of text, or words of lines with wide gaps.

    Then they are long, or most of those behind the first go on in the middle of a sentence.
    """
    filled = [cell for row in rows for cell in row if cell]
    later = [cell for row in rows for cell in row[1:] if cell]
    small = sum(cell[0].islower() for cell in later)
    return sum(map(len, filled)) > _CELL * len(filled) or small > _SMALL * len(later)


def _belongs(line: Line, found: Sequence[Line]) -> bool:
    """Whether a line shows several cells, or stands below one of the cells above it."""
    if _WIDE.search(line.text):
        return True
    return bool(found) and line.indent > found[0].indent + 2 and _starts(found, line.indent)


def _starts(found: Sequence[Line], indent: int) -> bool:
    """Whether a cell of the lines `found` begins in this column."""
    return any(
        abs(line.indent + start - indent) <= 1
        for line in found
        for start in (0, *(gap.end() for gap in _GAP.finditer(line.text)))
    )


def _columns(found: Sequence[Line]) -> list[tuple[int, int]]:
    """The stretches that some row fills, parted by two blanks and more that no row crosses."""
    taken = {
        line.indent + place for line in found for place, sign in enumerate(line.text) if not sign.isspace()
    }
    columns: list[tuple[int, int]] = []
    for place in sorted(taken):
        if columns and place - columns[-1][1] < 2:
            columns[-1] = (columns[-1][0], place + 1)
        else:
            columns.append((place, place + 1))
    return columns


def _cut(line: Line, start: int, end: int) -> str:
    return " ".join(line.text[max(0, start - line.indent) : max(0, end - line.indent)].split())


def _merged(cells: Sequence[list[str]]) -> list[list[str]]:
    """Rows; a line without a first cell, or with one in lower case alone, goes on in the row above."""
    rows: list[list[str]] = []
    for row in cells:
        lone = not any(row[1:]) and row[0][:1].islower()
        if rows and (not row[0] or lone) and len(rows) > (not row[0] and sum(map(bool, row)) > 1):
            rows[-1] = [" ".join(filter(None, pair)) for pair in zip(rows[-1], row, strict=True)]
        else:
            rows.append(row)
    return rows


def _counted(lines: Sequence[Line | None], at: int) -> tuple[Rows, int] | None:
    """Lines of words and as many amounts each, and the line of heads above them if it has as many words."""
    found = _run(lines, at)
    if found:
        return (found, len(found)) if len(found) >= _FEWEST else None
    first = lines[at]
    heads = first.text.split() if first else []
    if not 2 < len(heads) <= _COLUMNS or heads[-1][-1] in ".,;:" or not heads[0][0].isupper():
        return None
    below = _run(lines, at + 1)
    if len(below) >= _FEWEST and len(heads) == len(below[0]):
        return (tuple(heads), *below), len(below) + 1
    return None


def _run(lines: Sequence[Line | None], at: int) -> Rows:
    """The rows of words and amounts from `at` on, with as many amounts each."""
    found: list[tuple[str, ...]] = []
    for line in lines[at : at + _MOST]:
        row = _amounts(line.text) if line else None
        if row is None or (found and len(row) != len(found[0])):
            break
        found.append(row)
    return tuple(found)


def _amounts(text: str) -> tuple[str, ...] | None:
    if text[-1] not in _LAST or len(text) > _ROW:
        return None
    row = _COUNTED.fullmatch(text)
    if row is None or len(row[1]) > _LABEL or NOTE.match(text):
        return None
    return (row[1].strip(), *_EACH.findall(row[2]))
