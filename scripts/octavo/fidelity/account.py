"""A collation in, one sentence out: how the words of a witness are accounted for."""

from __future__ import annotations

from octavo.fidelity.hunks import DECLARED, Collation
from octavo.model import Witness


def account_of(witness: Witness, collation: Collation) -> str:
    """The sentence, for a collation without findings."""
    words = len(collation.body) + sum(map(len, collation.notes))
    declared = collation.counts.get(DECLARED, 0)
    mechanical = sum(collation.counts.values()) - declared
    emended = f"{declared} declared emendation{'' if declared == 1 else 's'}" if declared else "no emendation"
    return (
        f"fully accounted for against {witness.name}: {words:,} words, {mechanical} mechanical "
        f"difference{'' if mechanical == 1 else 's'}, each with its proof, {emended}"
    )
