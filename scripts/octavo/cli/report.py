"""How findings are told: to people, to editors, to code hosts, to programs."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

import click

from octavo import __version__
from octavo.errors import OctavoError
from octavo.model import Finding, Severity

MOST_OF_A_KIND: Final = 8

FORMATS: Final = ("text", "json", "github", "sarif")
_COLOURS: Final = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether one of `findings` stops a build."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def finding_record(finding: Finding) -> dict[str, Any]:
    """A finding as JSON."""
    locus = finding.locus
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "file": locus.name,
        "line": locus.line or None,
        "column": locus.column or None,
        "page": locus.page or None,
        "message": finding.message,
        "hint": finding.hint,
    }


def colour_wanted(stream: Any) -> bool:
    """Colour only on a terminal, and never against NO_COLOR (no-color.org)."""
    return bool(stream.isatty()) and not os.environ.get("NO_COLOR")


def finding_line(finding: Finding, *, colour: bool = False) -> str:
    """``path:line:col: error N-003: message`` and the remedy on a line of its own."""
    severity = finding.severity.value
    if colour:
        severity = click.style(severity, fg=_COLOURS[finding.severity], bold=True)
    line = f"{finding.locus}: {severity} {finding.code}: {finding.message}"
    return f"{line}\n    Hint: {finding.hint}" if finding.hint else line


def print_findings(findings: Iterable[Finding], *, err: bool = False) -> None:
    """Print findings for people: of one kind in one file the first few, and how many more there are."""
    stream = sys.stderr if err else sys.stdout
    colour = colour_wanted(stream)
    seen: Counter[tuple[str, str]] = Counter()
    for finding in findings:
        kind = (finding.code, finding.locus.name)
        seen[kind] += 1
        if seen[kind] <= MOST_OF_A_KIND:
            click.echo(finding_line(finding, colour=colour), err=err, color=colour)
    for (code, name), count in seen.items():
        if count > MOST_OF_A_KIND:
            rest = f"{name}: {count - MOST_OF_A_KIND} more of {code}; --json tells all"
            click.echo(rest, err=err)


def print_failure(error: OctavoError) -> None:
    """Print why Octavo could not do what it was asked to."""
    print_findings(error.findings, err=True)
    hint = f"\n    Hint: {error.hint}" if error.hint else ""
    click.echo(f"octavo: {error}{hint}", err=True)


def print_json(record: Any) -> None:
    """Print one JSON document."""
    click.echo(json.dumps(record, ensure_ascii=False, indent=2))


def _sentences(finding: Finding) -> str:
    """Message and remedy in one line, for places that have only one."""
    stop = "" if not finding.hint or finding.message.endswith((".", "!", "?", "…")) else "."
    return f"{finding.message}{stop} {finding.hint}".strip()


def github_line(finding: Finding) -> str:
    """A workflow command of GitHub Actions, which shows the finding at its line."""
    kind = {"error": "error", "warning": "warning", "info": "notice"}[finding.severity.value]
    text = _sentences(finding).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    place = f"file={finding.locus.name},line={finding.locus.line or 1},col={finding.locus.column or 1}"
    return f"::{kind} {place},title={finding.code}::{text}"


def sarif(findings: Iterable[Finding]) -> dict[str, Any]:
    """A SARIF 2.1.0 log (OASIS) of one run."""
    found = tuple(findings)
    rules = [{"id": code} for code in sorted({finding.code for finding in found})]
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "Octavo", "version": __version__, "rules": rules}},
                "results": [_sarif_result(finding) for finding in found],
            }
        ],
    }


def _sarif_result(finding: Finding) -> dict[str, Any]:
    level = {"error": "error", "warning": "warning", "info": "note"}[finding.severity.value]
    region = {"startLine": finding.locus.line or 1, "startColumn": finding.locus.column or 1}
    location = {"artifactLocation": {"uri": finding.locus.name}, "region": region}
    return {
        "ruleId": finding.code,
        "level": level,
        "message": {"text": _sentences(finding)},
        "locations": [{"physicalLocation": location}],
    }
