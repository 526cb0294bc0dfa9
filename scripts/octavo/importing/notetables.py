"""Notes that a converter made a table of: given back as paragraphs before notes are matched.

In: a draft. Out: the draft in which a table of two columns, numbers that count on and texts, is a
list of notes - if each number is called in the text and has no other note text; so is a table in
which every row is one cell that begins with a superscript.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from octavo.importing.choices import choose
from octavo.importing.draft import ATOM, Atom, Block, Draft, Kind, atom_index, visible
from octavo.importing.marks import bodies, marks, plain_label
from octavo.importing.matching import runs_on

_CELL: Final = re.compile(r"(?<!\\)\|")
_RULE: Final = re.compile(r"[\s|:-]+")
_NUMBER: Final = re.compile(
    r"\*{0,2}(?:\(|\\\[)?(\d{1,3})(?:\\?[.)]|\\\])?\*{0,2}"
    r"|(?:\(|\\\[)?((?:\\\*){1,4}|[†‡§¶‖]{1,3}|[a-z](?!\w))(?:\\?[.)]|\\\])?"
)
_SIGNED: Final = re.compile(rf"(?:{ATOM.pattern}|{_NUMBER.pattern})(?=\s*\S)")
_CALLS: Final = ("sup", "ref", "link", "symbol", "glued", "bracket")
_SURE: Final = 2.4
"""From this weight on a note text elsewhere speaks against the table."""


def unfold_note_tables(draft: Draft) -> Draft:
    """The rule: such a table becomes one paragraph a note."""
    tables = [(at, rows) for at, block in enumerate(draft.blocks) if (rows := _rows(block, draft.atoms))]
    if not tables:
        return draft
    called = {mark.label for mark in marks(draft.blocks, draft.atoms) if mark.form in _CALLS}
    told = {body.label for body in bodies(draft.blocks, draft.atoms) if body.weight >= _SURE}
    out = list(draft.blocks)
    for at, rows in reversed(tables):
        labels = {label for label, _, _ in rows}
        block = out[at]
        free = not labels & told or ATOM.match(rows[0][1])
        if labels <= called and free and _agreed(draft, block):
            out[at : at + 1] = [
                replace(block, kind=Kind.PARA, text=text, line=block.line + offset, level=0, spans=())
                for _, text, offset in rows
            ]
    return replace(draft, blocks=tuple(out))


def _agreed(draft: Draft, block: Block) -> bool:
    remark = ("a table of numbers that are called in the text, and of texts", 0.75, visible(block.text)[:80])
    options = ("notes", "table")
    return (
        choose(draft, kind="table", line=block.line, default="notes", options=options, why=remark) == "notes"
    )


def _rows(block: Block, atoms: Sequence[Atom]) -> list[tuple[str, str, int]]:
    """(label, note as a paragraph, line offset) of each row; empty when it is no table of notes."""
    if block.kind is not Kind.TABLE or not block.text.startswith("|"):
        return []
    out: list[tuple[str, str, int]] = []
    for offset, line in enumerate(block.text.split("\n")):
        if _RULE.fullmatch(line):
            continue
        cells = [cell.strip() for cell in _CELL.split(line.strip().strip("|"))]
        cells = cells[:1] + [cell for cell in cells[1:] if cell]
        sign = _SIGNED.match(cells[0]) if len(cells) == 1 else None
        if sign:
            cells = [sign[0], cells[0][sign.end() :].strip()]
        label = _label(cells[0], atoms)
        if len(cells) != 2 or not label or not any(c.isalpha() for c in cells[1]):
            return []
        shown = f"{label})" if label.isdigit() and not ATOM.fullmatch(cells[0]) else cells[0]
        out.append((label, f"{shown} {cells[1]}", offset))
    counts_on = all(runs_on(a, b) for (a, _, _), (b, _, _) in pairwise(out))
    return out if counts_on else []


def _label(cell: str, atoms: Sequence[Atom]) -> str:
    atom = ATOM.fullmatch(cell)
    if atom:
        return atoms[atom_index(atom)].label
    number = _NUMBER.fullmatch(cell)
    if not number:
        return ""
    return str(int(number[1])) if number[1] else plain_label(number[2])
