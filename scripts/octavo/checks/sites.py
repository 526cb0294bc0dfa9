"""Findings of finished pages brought home: to the line of ``edition.md`` where an editor mends them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from octavo.checks.rule import Text
from octavo.model import Edition, Finding, Locus
from octavo.tree import Tree


def sited(findings: Iterable[Finding], edition: Edition, tree: Tree) -> tuple[Finding, ...]:
    """The findings, each that tells words of the text (`Finding.near`) at the line of these words.

    The file, page and line where it was seen go into its message. What is not found stays as it is.
    """
    text = Text(edition, tree)
    return tuple(_sited(finding, text) for finding in findings)


def _sited(finding: Finding, text: Text) -> Finding:
    if not finding.near:
        return finding
    literal = text.find(finding.near)
    place = literal if literal.line else text.place(finding.near)
    if not place.line:
        return finding
    seen = "" if finding.locus.name == place.name else f" ({_seen(finding.locus)})"
    return replace(finding, locus=place, message=finding.message + seen)


def _seen(locus: Locus) -> str:
    page = f", page {locus.page}" if locus.page else ""
    line = f", line {locus.line}" if locus.line else ""
    return f"{locus.name}{page}{line}"
