"""EDGE: the outer validators asked about an edition, and their results recorded as evidence.

Comes in: an edition's name. Goes out: what the validators found; ``source/ID/results.json`` says which
checker passed which content, so that a claim of conformance can rest on it (and falls with the next
change of the content).
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from octavo.checks import validators
from octavo.checks.validators import VIEWS, Report
from octavo.files import write_atomic
from octavo.fold import Folded, fold
from octavo.formats.claims import Result
from octavo.formats.evidence import results_json
from octavo.gather import gather
from octavo.model import RESULTS_FILE, Finding, Locus, Severity
from octavo.workshop import Workshop


def judge(workshop: Workshop, identifier: str) -> tuple[Finding, ...]:
    """Fold the edition, ask every validator, record the results; returns what they found.

    Raises `ToolError` naming what to install when a validator is missing.
    """
    gathered = gather(workshop, identifier)
    folded = fold(gathered)
    with tempfile.TemporaryDirectory(prefix="octavo-") as folder:
        reports = tuple(_reports(identifier, folded, Path(folder)))
    results = results_json(_results(reports, folded.subject))
    write_atomic(workshop.source / identifier / RESULTS_FILE, results.encode())
    return tuple(_told(report, name, item) for name, report in reports for item in report.findings)


def _reports(identifier: str, folded: Folded, folder: Path) -> Iterator[tuple[str, Report]]:
    """Name of the artifact, and what one validator said of it."""
    for artifact in folded.artifacts:
        (folder / artifact.name).write_bytes(artifact.data)
    epub, html, pdf = (folder / f"{identifier}{suffix}" for suffix in (".epub", ".html", ".pdf"))
    yield epub.name, validators.epubcheck(epub)
    yield epub.name, validators.ace(epub)
    yield html.name, validators.nu(html)
    for view in VIEWS:
        yield html.name, validators.axe(html, view)
    for flavour in ("3a", "ua1"):
        yield pdf.name, validators.verapdf(pdf, flavour)
    yield pdf.name, validators.qpdf_check(pdf)
    yield pdf.name, validators.check_ink(pdf)


def _results(reports: tuple[tuple[str, Report], ...], subject: str) -> Iterator[Result]:
    """One result a tool; a tool that ran several times passed if every run did."""
    runs: dict[tuple[str, str], bool] = {}
    for _, report in reports:
        tool = re.split(r"\W", report.tool, maxsplit=1)[0].casefold()
        runs[tool, report.version] = runs.get((tool, report.version), True) and report.clean
    for (tool, version), passed in runs.items():
        yield Result(tool, version, subject, passed)


def _told(report: Report, name: str, finding: Finding) -> Finding:
    """A validator's finding in our form: remarks stay remarks, everything else stops a release."""
    severity = Severity.INFO if finding.severity is Severity.INFO else Severity.ERROR
    place = replace(finding.locus, name=name) if finding.locus.name else Locus(name)
    message = f"{report.tool}: {finding.code} {finding.message}".strip()
    return Finding(
        "X-020", severity, place, message, "Look the rule up by its code; then mend the text or tell us."
    )
