"""Tables that a plain-text converter took apart, cell by cell.

In: a draft of plain text. Out: runs of short lines that no sentence fills are the table they were where
`columntables` can tell its columns, else the lines of one block in the order they came in: then the table is
an editor's to make, for only the PDF tells its rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from octavo.importing.choices import choose
from octavo.importing.columntables import column_table, is_amount
from octavo.importing.draft import Block, Draft, Kind, visible
from octavo.importing.numbering import number_kind

_LONGEST: Final = 42
_FEWEST: Final = 4
_MOST: Final = 120
_STOP: Final = re.compile(r"[.!?:;]$")


def gather_fragments(draft: Draft) -> Draft:
    """The rule: four or more short lines in a row, a third of them numbers, are what is left of a table."""
    if draft.family != "plain":
        return draft
    out: list[Block] = []
    run: list[Block] = []
    for block in draft.blocks:
        if _is_fragment(block):
            run.append(block)
            continue
        out.extend(_gathered(draft, run))
        run = []
        out.append(block)
    return replace(draft, blocks=(*out, *_gathered(draft, run)))


def _is_fragment(block: Block) -> bool:
    if block.kind is not Kind.PARA or block.path or number_kind(block.text) in ("R", "chapter", "part"):
        return False
    lines = block.text.split("\n")
    return all(len(visible(line)) <= _LONGEST and not _STOP.search(line) for line in lines)


def _gathered(draft: Draft, run: Sequence[Block]) -> list[Block]:
    # A longer run is no table but an index or a register: seeking tables in it would cost its square.
    found = column_table([_lines(block) for block in run]) if len(run) <= _MOST else None
    if found is None:
        return _as_lines(draft, run)
    start, end, rows = found
    passage = " / ".join(map(visible, rows[0]))
    remark = (
        f"{len(rows)} lines in each of {len(rows[0])} columns, with amounts below their heads",
        0.7,
        passage,
    )
    options = ("table", "lines")
    if (
        choose(draft, kind="table", line=run[start].line, default="table", options=options, why=remark)
        != "table"
    ):
        return _as_lines(draft, run)
    body = "\n".join("| " + " | ".join(row) + " |" for row in (rows[0], ("---",) * len(rows[0]), *rows[1:]))
    made = replace(run[start], kind=Kind.TABLE, text=body, hint="", spans=())
    return [*_gathered(draft, run[:start]), made, *_gathered(draft, run[end:])]


def _lines(block: Block) -> list[str]:
    return [line.strip() for line in block.text.split("\n")]


def _as_lines(draft: Draft, run: Sequence[Block]) -> list[Block]:
    cells = [line for block in run for line in _lines(block)]
    numbers = sum(map(is_amount, cells))
    if len(cells) < _FEWEST or numbers * 3 < len(cells):
        return list(run)
    remark = (
        f"{len(cells)} short lines, {numbers} of them numbers",
        0.6,
        " / ".join(visible(cell) for cell in cells[:8]),
    )
    options = ("lines", "paragraphs")
    if choose(draft, kind="table", line=run[0].line, default="lines", options=options, why=remark) != "lines":
        return list(run)
    return [replace(run[0], kind=Kind.VERSE, text="\n".join(f"| {cell}" for cell in cells), hint="")]
