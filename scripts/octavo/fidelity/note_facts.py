"""What the note on the text tells, whatever its language: facts of a collation, counted once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from octavo.fidelity.hunks import DECLARED, Collation, Mechanical
from octavo.fidelity.scan import scan
from octavo.model import Edition, Emendation, Witness

_MOST_EMENDATIONS: Final = 8
_MOST_KEPT: Final = 5
_LONGEST_SLIP: Final = 32


@dataclass(frozen=True)
class NoteFacts:
    """The facts."""

    witness: str
    """Its file name."""
    words: int
    sha256: str
    counts: tuple[tuple[str, int], ...]
    """Differences by kind."""
    emended: tuple[Emendation, ...]
    kept: int
    """Slips of the author that stand as they were."""
    slips: tuple[str, ...]
    """The first few of them that are short enough to quote."""

    @property
    def mechanical(self) -> int:
        """Differences that leave every word as it was."""
        return sum(n for kind, n in self.counts if kind not in (DECLARED, "undeclared"))

    @property
    def emendations_fit(self) -> bool:
        """Whether the emendations are few enough to be told one by one."""
        return len(self.emended) <= _MOST_EMENDATIONS

    def count(self, kind: Mechanical) -> int:
        """Differences of one kind."""
        return dict(self.counts).get(str(kind), 0)


def facts_of(edition: Edition, witness: Witness, collation: Collation) -> NoteFacts:
    """Count what the note tells."""
    slips = dict.fromkeys(short(entry.sic) for entry in edition.kept if len(entry.sic) <= _LONGEST_SLIP)
    return NoteFacts(
        witness=witness.name,
        words=len(scan(witness.text).words),
        sha256=witness.sha256,
        counts=tuple(sorted((str(kind), n) for kind, n in collation.counts.items())),
        emended=tuple(entry for entry in edition.emendations if entry.kind != "furniture"),
        kept=len(edition.kept),
        slips=tuple(slips)[:_MOST_KEPT],
    )


def short(text: str) -> str:
    """`text` on one line, its middle left out when it is long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else f"{flat[:40]} … {flat[-15:]}"
