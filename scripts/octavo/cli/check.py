"""``octavo check``: what is wrong, where, what to do."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import click

from octavo.cli.progress import working
from octavo.cli.report import (
    FORMATS,
    finding_record,
    github_line,
    has_errors,
    print_findings,
    print_json,
    sarif,
)
from octavo.errors import ExitCode
from octavo.model import Finding, Severity

if TYPE_CHECKING:
    from octavo.workshop import Workshop

MOST_ACCOUNTS: Final = 6

_EPILOG = """\b
Examples:
  octavo check                      every edition
  octavo check co-23-31             one of them
  octavo check --conformance        EPUBCheck, Ace, Nu, axe, veraPDF, qpdf as well
  octavo check --fix                mend what needs no judgement, then check
  octavo check --format sarif       for code hosts and editors
"""


@click.command("check", short_help="What is wrong in the texts, where, what to do", epilog=_EPILOG)
@click.argument("identifiers", nargs=-1, metavar="[ID]...")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="How findings are told.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--fix", is_flag=True, help="Mend what needs no judgement; each mend is told.")
@click.option("--conformance", is_flag=True, help="Ask the outer validators too, and record their results.")
@click.option("-q", "--quiet", is_flag=True, help="Errors only, no summary.")
def command(
    identifiers: tuple[str, ...], form: str, as_json: bool, fix: bool, conformance: bool, quiet: bool
) -> int:
    """Check the text of editions: form, structure, notes, citations, and fidelity to the witness.

    Exit code 1 when there is an error.
    """
    from octavo.pipeline import check, mend
    from octavo.workshop import find_workshop

    workshop = find_workshop()
    names = workshop.chosen(identifiers)
    if fix:
        mended = [f"{name}: {done}" for name in names for done in mend(workshop, name)]
        for line in mended or (() if quiet else ("Nothing could be mended without judgement.",)):
            click.echo(line, err=True)
    checked = [check(workshop, name) for name in names]
    findings = tuple(finding for one in checked for finding in one.findings)
    if conformance and not has_errors(findings):
        findings = (*findings, *_judged(workshop, names))
    accounts = tuple((name, one.account) for name, one in zip(names, checked, strict=True) if one.account)
    _tell(names, findings, accounts, form="json" if as_json else form, quiet=quiet)
    return ExitCode.FINDINGS if has_errors(findings) else ExitCode.OK


def _judged(workshop: Workshop, names: tuple[str, ...]) -> tuple[Finding, ...]:
    from octavo.conformance import judge

    found: list[Finding] = []
    for name in names:
        with working(f"{name}: EPUBCheck, Ace, Nu, axe, veraPDF, qpdf"):
            found += judge(workshop, name)
    return tuple(found)


def _tell(
    names: tuple[str, ...],
    findings: tuple[Finding, ...],
    accounts: tuple[tuple[str, str], ...],
    *,
    form: str,
    quiet: bool,
) -> None:
    if form == "json":
        record = {
            "ok": not has_errors(findings),
            "editions": list(names),
            "accounts": dict(accounts),
            "findings": [finding_record(item) for item in findings],
        }
        print_json(record)
    elif form == "sarif":
        print_json(sarif(findings))
    elif form == "github":
        for finding in findings:
            click.echo(github_line(finding))
    else:
        # What stops a release comes first.
        ranked = sorted(findings, key=lambda item: list(Severity).index(item.severity))
        print_findings(item for item in ranked if not quiet or item.severity is Severity.ERROR)
        if not quiet:
            for line in account_lines(accounts):
                click.echo(line)
            click.echo(summary(names, findings))


def account_lines(accounts: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """How the witnesses are accounted for: one by one, or in one line where there are many."""
    if len(accounts) > MOST_ACCOUNTS:
        return (f"{len(accounts)} editions are fully accounted for against their witnesses.",)
    return tuple(f"{name}: {account}." for name, account in accounts)


def summary(names: tuple[str, ...], findings: tuple[Finding, ...]) -> str:
    """One sentence: what was checked and what came of it."""
    counts = Counter(finding.severity for finding in findings)
    what = names[0] if len(names) == 1 else f"{len(names)} editions"
    errors, warnings = counts[Severity.ERROR], counts[Severity.WARNING]
    if errors:
        tail = f", {_count(warnings, 'warning')}" if warnings else ""
        return f"{what}: {_count(errors, 'error')}{tail}. It is not built or released until they are mended."
    if warnings:
        return f"{what}: fit to be built; {_count(warnings, 'warning')} to look at."
    return f"{what}: no fault found."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
