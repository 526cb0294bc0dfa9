"""Tables that a plain-text converter took apart, cell by cell.

In: a draft of plain text. Out: runs of short lines that no sentence fills are a table again where their
count tells the rows and columns, else lines of a block that keeps them; either is a decision that a
person should look at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from octavo.importing.choices import choose
from octavo.importing.draft import ATOM, Block, Draft, Kind, visible
from octavo.importing.numbering import number_kind

_LONGEST: Final = 42
_FEWEST: Final = 4
_NUMBER: Final = re.compile(r"[\d\s.,%()$€£+−–—\-/:]*\d[\d\s.,%()$€£+−–—\-/:]*\w?")
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
    cells = [line.strip() for block in run for line in block.text.split("\n")]
    numbers = sum(map(_is_number, cells))
    if len(cells) < _FEWEST or numbers * 3 < len(cells):
        return list(run)
    rows = _grid(cells)
    made = "table" if rows else "lines"
    remark = (
        f"{len(cells)} short lines, {numbers} of them numbers"
        + (", that fill rows and columns" if rows else ""),
        0.7 if rows else 0.5,
        " / ".join(visible(cell) for cell in cells[:8]),
    )
    options = (made, "paragraphs")
    if (
        choose(draft, kind="table", line=run[0].line, default=made, options=options, why=remark)
        == "paragraphs"
    ):
        return list(run)
    if rows:
        return [replace(run[0], kind=Kind.TABLE, text=_table(rows), hint="")]
    return [replace(run[0], kind=Kind.VERSE, text="\n".join(f"| {cell}" for cell in cells), hint="")]


def _grid(cells: Sequence[str]) -> list[list[str]]:
    """The rows, where the cells came column by column; empty when their count does not tell them.

    The first column has words; each other one has a head and numbers below it. Heads that stood on
    one line are parted.
    """
    for height in range(3, len(cells) - 1):
        heads = cells[height].split()
        merged = [*cells[:height]]
        rest = cells[height + 1 :]
        for at, head in enumerate(heads):
            merged += [head, *rest[at * (height - 1) : (at + 1) * (height - 1)]]
        for flow in (merged, list(cells)):
            columns = [flow[at : at + height] for at in range(0, len(flow), height)]
            if len(flow) == len(cells) + (len(heads) - 1) * (flow is merged) and _are_columns(
                columns, height
            ):
                return [list(row) for row in zip(*columns, strict=True)]
    return []


def _are_columns(columns: Sequence[Sequence[str]], height: int) -> bool:
    first, *others = columns
    return (
        bool(others)
        and len(others[-1]) == height
        and not any(_is_number(cell) for cell in first)
        and all(not _is_number(column[0]) and all(map(_is_number, column[1:])) for column in others)
    )


def _is_number(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(visible(ATOM.sub("1", cell))))


def _table(rows: Sequence[Sequence[str]]) -> str:
    lines = [rows[0], ["---"] * len(rows[0]), *rows[1:]]
    return "\n".join("| " + " | ".join(row) + " |" for row in lines)
