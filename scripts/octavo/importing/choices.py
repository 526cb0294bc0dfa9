"""How a rule takes a decision: with an id, evidence, confidence, and the editor's word first."""

from __future__ import annotations

from typing import Final

from octavo.importing import trust
from octavo.importing.draft import Block, Draft
from octavo.importing.result import Decision, Removed
from octavo.model import Finding, Locus, Severity

_TORN: Final = ("join", "note", "hyphen", "furniture")
_MOST: Final = 0.75
"""How sure a decision about the order of words can be in a text that is torn."""


def choose(
    draft: Draft, *, kind: str, line: int, default: str, options: tuple[str, ...], why: tuple[str, float, str]
) -> str:
    """`default`, unless ``decisions.yaml`` says otherwise; `why`: evidence, score, passage.

    The confidence that is stated is the score, as far as `trust` goes for its evidence.
    """
    evidence, score, passage = why
    if draft.torn and kind in _TORN and score > _MOST:
        evidence, score = f"{evidence}; lines of two columns ran together", _MOST
    confidence = min(score, trust.most(kind, default, evidence))
    ledger = draft.ledger
    count = ledger.counts.get((kind, line), 0) + 1
    ledger.counts[(kind, line)] = count
    name = f"{kind}-{line}-{count}"
    wished = ledger.overrides.get(name)
    choice = default
    if wished is not None and (wished in options or not options):
        choice, evidence, confidence = wished, "an editor decided so in decisions.yaml", 1.0
        ledger.obeyed.add(name)
    ledger.decisions.append(
        Decision(name, kind, line, evidence, round(confidence, 2), choice, options, passage, score)
    )
    return choice


def line_at(block: Block, offset: int) -> int:
    """The raw line of the character at `offset` of a block whose line ends are still in place."""
    if len(block.spans) < 2:
        return block.spans[0][1] if block.spans else block.line
    return block.spans[min(block.text.count("\n", 0, offset), len(block.spans) - 1)][1]


def report(draft: Draft, code: str, line: int, message: str, hint: str = "") -> None:
    """Write down a warning about raw line `line`."""
    draft.ledger.findings.append(Finding(code, Severity.WARNING, Locus(draft.name, line), message, hint))


def remove(draft: Draft, line: int, text: str, reason: str) -> None:
    """Write down that `text` of raw line `line` is not in the edition."""
    draft.ledger.removed.append(Removed(line, text, reason))
