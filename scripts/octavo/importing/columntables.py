"""Tables that came column by column -> their rows.

In: blocks of short lines, as pdfminer groups the cells of a column: what stands close below each other is
one block, a head a little apart another. Out: rows of cells, where the count of lines and the amounts in
them leave one way to lay them side by side.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from octavo.importing.draft import ATOM, visible

_AMOUNT: Final = re.compile(r"[\s.,%()$€£+−–—\-/:]*(?:\d[\d\s.,%()$€£+−–—\-/:]*\w?|[–—-])")
_LONGEST: Final = 24
"""Blocks that a table is sought in from each start."""
_COLUMNS: Final = 8
_FOLIO: Final = 3

Rows = tuple[tuple[str, ...], ...]


def is_amount(cell: str) -> bool:
    """Whether a cell holds a number, or the dash for none."""
    return bool(_AMOUNT.fullmatch(visible(ATOM.sub("1", cell))))


def column_table(blocks: Sequence[Sequence[str]]) -> tuple[int, int, Rows] | None:
    """(first block, block after the last, rows) of the largest table among `blocks` of lines."""
    best: tuple[int, int, Rows] | None = None
    start = 0
    while start < len(blocks):
        found = None
        for end in range(min(len(blocks), start + _LONGEST), start, -1):
            rows = _rows(blocks[start:end])
            if rows:
                found = (start, end, rows)
                break
        if found and (best is None or _size(found) > _size(best)):
            best = found
        start += 1
    return best if best is None or not _leaves_amounts(blocks, best) else None


def _leaves_amounts(blocks: Sequence[Sequence[str]], found: tuple[int, int, Rows]) -> bool:
    """Whether amounts stand before or after what was found, so that it is but a part; one may be a folio."""
    left = [line for block in (*blocks[: found[0]], *blocks[found[1] :]) for line in block if is_amount(line)]
    near = [blocks[at][0] for at in (found[0] - 1, found[1]) if 0 <= at < len(blocks)]
    return len(left) > 1 or any(is_amount(line) and len(line) > _FOLIO for line in near)


def _size(found: tuple[int, int, Rows]) -> int:
    return sum(map(len, found[2]))


def _rows(blocks: Sequence[Sequence[str]]) -> Rows | None:
    cells = [line for block in blocks for line in block]
    starts, at = set(), 0
    for block in blocks:
        starts.add(at)
        at += len(block)
    for count in range(min(_COLUMNS, len(cells) // 3), 1, -1):
        size = len(cells) // count
        if count * size == len(cells) and all(at in starts for at in range(0, len(cells), size)):
            columns = [cells[at : at + size] for at in range(0, len(cells), size)]
            if _are_columns(columns):
                return tuple(zip(*columns, strict=True))
    return _with_heads_in_one(cells, starts) or _heads_first(cells, starts) or _pairs(blocks)


def _are_columns(columns: Sequence[Sequence[str]]) -> bool:
    """Heads without amounts; below the first head words, below some other head amounts and nothing else."""
    heads = [column[0] for column in columns]
    counted = [column for column in columns[1:] if _are_amounts(column[1:])]
    mixed = [column for column in columns if any(map(is_amount, column[1:])) and not _are_amounts(column[1:])]
    return bool(counted) and not mixed and not any(map(is_amount, heads))


def _are_amounts(cells: Sequence[str]) -> bool:
    return all(map(is_amount, cells))


def _with_heads_in_one(cells: Sequence[str], starts: set[int]) -> Rows | None:
    """A table the heads of whose counted columns came as one line: ``Number Year``."""
    for at in sorted(starts)[1:]:
        heads = cells[at].split()
        size, rest = at - 1, len(cells) - at - 1
        if (
            size > 1
            and 1 < len(heads) < _COLUMNS
            and rest == size * len(heads)
            and _are_amounts(cells[at + 1 :])
        ):
            if any(map(is_amount, (*heads, cells[0]))):
                continue
            columns = [cells[:at]]
            for place, head in enumerate(heads):
                columns.append([head, *cells[at + 1 + place * size : at + 1 + (place + 1) * size]])
            return tuple(zip(*columns, strict=True))
    return None


def _heads_first(cells: Sequence[str], starts: set[int]) -> Rows | None:
    """A table all of whose heads came before its columns, some of them as one line."""
    heads: list[str] = []
    for at, cell in enumerate(cells[:_COLUMNS]):
        if at in starts and len(heads) > 2 and (len(cells) - at) % len(heads) == 0:
            size = (len(cells) - at) // len(heads)
            columns = [[head, *cells[at + n * size : at + (n + 1) * size]] for n, head in enumerate(heads)]
            if size > 1 and len(heads) > at and _are_columns(columns):
                return tuple(zip(*columns, strict=True))
        heads.extend(cell.split())
    return None


def _pairs(blocks: Sequence[Sequence[str]]) -> Rows | None:
    """Two columns that came row by row: words, their amount; the last amount may be a sum without words."""
    rows = []
    for words, amount in zip(blocks[::2], blocks[1::2], strict=False):
        if len(words) > 2 or any(map(is_amount, words)) or len(amount) > 1:
            return None
        if not is_amount(amount[0]):
            return None
        rows.append((" ".join(words), amount[0]))
    if len(blocks) % 2:
        if len(blocks[-1]) > 1 or not is_amount(blocks[-1][0]):
            return None
        rows.append(("", blocks[-1][0]))
    return tuple(rows) if len(rows) > 2 else None
