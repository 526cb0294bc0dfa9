"""EDGE (Java, Chromium, Node): the outer checkers on the screen editions of one build, as evidence."""

from __future__ import annotations

from pathlib import Path

from octavo.checks.validators import VIEWS, Report, View, ace, axe, epubcheck, nu
from octavo.formats.claims import Result
from octavo.model import Finding


def judge(
    html: Path, epub: Path, *, subject: str, views: tuple[View, ...] = VIEWS
) -> tuple[tuple[Result, ...], tuple[Finding, ...]]:
    """What Nu, axe (in `views`), EPUBCheck and Ace say of two files, bound to `subject`.

    A tool passes when it has neither an error nor a warning; axe's undecided checks are warnings.
    Raises `ToolError` when a checker is not installed or does not finish.
    """
    reports = {
        "nu": (nu(html),),
        "axe": tuple(axe(html, view) for view in views),
        "epubcheck": (epubcheck(epub),),
        "ace": (ace(epub),),
    }
    results = tuple(_result(tool, found, subject) for tool, found in reports.items())
    findings = (finding for found in reports.values() for report in found for finding in report.findings)
    return results, tuple(dict.fromkeys(findings))


def _result(tool: str, reports: tuple[Report, ...], subject: str) -> Result:
    return Result(tool, reports[0].version, subject, all(report.clean for report in reports))
