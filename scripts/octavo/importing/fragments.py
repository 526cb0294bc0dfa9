"""Tables that a plain-text converter took apart, cell by cell.

In: a draft of plain text. Out: runs of short lines that no sentence fills are the lines of one block,
in the order they came in: the table is an editor's to make, for only the PDF tells its rows.
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
    remark = (
        f"{len(cells)} short lines, {numbers} of them numbers",
        0.6,
        " / ".join(visible(cell) for cell in cells[:8]),
    )
    options = ("lines", "paragraphs")
    if choose(draft, kind="table", line=run[0].line, default="lines", options=options, why=remark) != "lines":
        return list(run)
    return [replace(run[0], kind=Kind.VERSE, text="\n".join(f"| {cell}" for cell in cells), hint="")]


def _is_number(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(visible(ATOM.sub("1", cell))))
