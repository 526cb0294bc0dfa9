"""What a rule of collation sees and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from octavo.fidelity.atoms import Atom, Source


class Step(NamedTuple):
    """What a rule found: atoms taken left and right, the kind, its evidence."""

    left: int
    right: int
    kind: str = ""
    """Empty where both sides are the same."""
    evidence: str = ""
    code: str = ""
    certain: float = 1.0


@dataclass(frozen=True)
class View:
    """The two runs under comparison, and what is known around them."""

    witness: Source
    edition: Source
    left: Sequence[Atom]
    right: Sequence[Atom]
    signs: Mapping[str, str] = field(default_factory=dict)
    """Call of the edition (``[^3]``) -> the sign printed before the note in the witness."""
    begins: bool = False
    """Whether the runs begin where the texts begin."""
    ends: bool = False
    """Whether they end where the texts end."""


Rule = Callable[[View, int, int], Step | None]


def atom_at(atoms: Sequence[Atom], index: int) -> Atom | None:
    """The atom at `index`, None outside the run."""
    return atoms[index] if 0 <= index < len(atoms) else None
