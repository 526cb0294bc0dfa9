"""The rules on the text of an edition: one literal list, one rule a function, permanent codes.

Comes in: an `Edition` and its `Tree`. Goes out: findings, all of them, in order of place. An
exception that the editor declared in front matter silences a finding; one that silences nothing
is a finding itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from octavo.checks import citations, notes, structure
from octavo.checks.rule import Rule, Text
from octavo.model import Edition, Finding, Severity, Waiver
from octavo.tree import Tree

RULES: Final[tuple[Rule, ...]] = (*structure.RULES, *notes.RULES, *citations.RULES)
"""Every rule on the text, in the order they are told to a reader."""


@dataclass(frozen=True)
class _Verdict:
    kept: tuple[Finding, ...]
    used: frozenset[Waiver]


def check_text(edition: Edition, tree: Tree) -> tuple[Finding, ...]:
    """All findings of all rules, waivers applied."""
    text = Text(edition, tree)
    found = [finding for rule in RULES for finding in rule.check(text)]
    told = tuple(finding for finding in found if not _is_kept(finding, edition))
    verdict = apply_waivers(told, edition.waivers)
    return tuple(sorted(verdict, key=lambda finding: (finding.locus, finding.code, finding.message)))


def _is_kept(finding: Finding, edition: Edition) -> bool:
    """Whether a slip that the edition keeps on purpose explains the finding: it is declared there."""
    waivable = any(rule.code == finding.code and rule.waivable for rule in RULES)
    return waivable and any(kept.sic in finding.message for kept in edition.kept)


def apply_waivers(findings: tuple[Finding, ...], waivers: tuple[Waiver, ...]) -> tuple[Finding, ...]:
    """`findings` without those that a waiver excuses, and one finding for each waiver without use."""
    known = {rule.code for rule in RULES if rule.waivable}
    verdict = _excuse(findings, tuple(waiver for waiver in waivers if waiver.code in known))
    unused = tuple(_unused(waiver) for waiver in waivers if waiver not in verdict.used)
    return (*verdict.kept, *unused)


def _excuse(findings: tuple[Finding, ...], waivers: tuple[Waiver, ...]) -> _Verdict:
    kept, used = [], set()
    for finding in findings:
        excuse = [item for item in waivers if item.code == finding.code and item.at in finding.message]
        used.update(excuse)
        if not excuse:
            kept.append(finding)
    return _Verdict(tuple(kept), frozenset(used))


def _unused(waiver: Waiver) -> Finding:
    message = f"the declared exception {waiver.code} at {waiver.at!r} excuses nothing"
    hint = "Remove it, or give the words that the finding names; not every rule can be excused."
    return Finding("S-090", Severity.ERROR, waiver.locus, message, hint)
