"""How far evidence is trusted: what was counted, text by text, of every clause that rules state.

In: a decision's kind, its choice and its evidence. Out: the most that its confidence can be. Evidence is
a row of clauses, parted by ``; ``; a decision is no surer than the weakest of them. A clause that is in no
row was met in too few texts, or was wrong too often where the rest was sound: what rests on it is stated
as doubtful, whatever the rule's own score. So nothing new is bold before it has been counted.

The rows are written by ``python -m benchmarks.importing FOLDER calibrate``; see `TRUSTED`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from octavo.importing.counted import ROWS

UNCOUNTED: Final = 0.79
"""The most of what rests on a clause that is in no row."""
_SIDES: Final = frozenset(("join", "rule", "heading", "furniture", "list", "title"))
"""Kinds of which each choice is counted by itself: to join is another matter than to keep apart."""
_OTHERS: Final = frozenset(("note", "level", "hyphen", "front", "turn"))
_LABEL: Final = re.compile(r"'[^' ]{1,6}' ")
_NUMBER: Final = re.compile(r"-?\d+(?:[.,]\d+)*")
"""Labels and numbers: what a clause says of one place only."""
_HALF: Final = 0.5


@dataclass(frozen=True)
class Row:
    """What was counted of one clause, among decisions of which nothing else was doubtful."""

    group: str
    """Kind and choice, as ``join: apart``."""
    clause: str
    texts: int
    """In how many texts it was met; one text in several layouts and families is one."""
    failed: int
    """In how many of them it was wrong once or more."""
    seen: int
    """Decisions, all families and layouts together."""
    wrong: int

    def most(self) -> float:
        """Its share of right decisions, but no more than this many texts can tell.

        In T texts and one half of one it held, of T + 1: three texts allow .88, thirty-six .99.
        """
        share = 1 - (self.wrong + _HALF) / (self.seen + 1)
        return max(UNCOUNTED, min(share, (self.texts + _HALF) / (self.texts + 1)))


def group(kind: str, choice: str) -> str:
    """What a decision is counted with; empty for kinds that nobody can judge, as the reading of a table."""
    if kind in _SIDES:
        return f"{kind}: {choice}"
    return kind if kind in _OTHERS else ""


def clauses(evidence: str) -> tuple[str, ...]:
    """The clauses of an evidence, labels left out and every number ``N``."""
    bare = _LABEL.sub("", evidence)
    return tuple(_NUMBER.sub("N", part).strip(" .,") for part in bare.split("; "))


def most(kind: str, choice: str, evidence: str) -> float:
    """How sure a decision of this kind can be on this evidence."""
    counted_with = group(kind, choice)
    if not counted_with:
        return 1.0
    rows = _rows()
    return min(rows.get((counted_with, clause), UNCOUNTED) for clause in clauses(evidence))


@cache
def _rows() -> dict[tuple[str, str], float]:
    return {(row.group, row.clause): row.most() for row in (Row(*values) for values in ROWS)}
