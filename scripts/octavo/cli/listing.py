"""``octavo list``: every edition and how it stands."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from octavo.cli.report import print_json
from octavo.model import Finding, Imprint, Severity

if TYPE_CHECKING:
    from octavo.workshop import Workshop

_EPILOG = """\b
Examples:
  octavo list
  octavo list --check               look at the texts too, not only at what was built
  octavo list --json
"""
_STATES = ("built", "stale", "new", "gone")


@click.command("list", short_help="The editions, and how each stands", epilog=_EPILOG)
@click.option("--check", "look", is_flag=True, help="Check the texts of what is not built or stale.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(look: bool, as_json: bool) -> int:
    """List the editions and how each stands.

    "built" is built from the sources as they are; "stale" is built from older ones, or a file in
    build/ was altered; "new" is not built yet; "gone" has files in build/ but no source any more.
    Findings are those of the build, or of --check.
    """
    from octavo.workshop import find_workshop

    workshop = find_workshop()
    names = workshop.chosen(())
    rows = [*(_row(workshop, name, look) for name in names), *_gone(workshop, names)]
    if as_json:
        print_json({"editions": rows})
        return 0
    for line in _table(rows):
        click.echo(line)
    return 0


def _row(workshop: Workshop, name: str, look: bool) -> dict[str, Any]:
    from octavo.records import build_key, is_current, read_record

    record = read_record(workshop, name)
    state = "new" if record is None else "stale"
    if record and is_current(workshop, record, build_key(workshop, name, record.options)):
        state = "built"
    findings: tuple[Finding, ...] | None = record.findings if record and state == "built" else None
    if findings is None and look:
        from octavo.pipeline import check

        findings = check(workshop, name).findings
    imprint = record.imprint if record and state == "built" else _imprint(workshop, name)
    return {
        "id": name,
        "state": state,
        "lang": imprint.lang if imprint else "",
        "version": imprint.version if imprint else "",
        "title": imprint.title_plain if imprint else "",
        **_counts(findings),
    }


def _gone(workshop: Workshop, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """What was built of editions that are no longer there; the catalogue leaves it out."""
    from octavo.records import RECORD_FILE, read_record

    left = sorted(path.parent.name for path in workshop.build.glob(f"*/{RECORD_FILE}"))
    records = [read_record(workshop, name) for name in left if name not in names]
    return [
        {
            "id": record.id,
            "state": "gone",
            "lang": record.imprint.lang,
            "version": record.imprint.version,
            "title": record.imprint.title_plain,
            **_counts(None),
        }
        for record in records
        if record
    ]


def _imprint(workshop: Workshop, name: str) -> Imprint | None:
    from octavo.edition import read_edition

    edition = read_edition(workshop.source, name).edition
    return edition.imprint if edition else None


def _counts(findings: tuple[Finding, ...] | None) -> dict[str, int | None]:
    """Errors and warnings; None where nobody has looked."""
    if findings is None:
        return {"errors": None, "warnings": None}
    found = Counter(finding.severity for finding in findings)
    return {"errors": found[Severity.ERROR], "warnings": found[Severity.WARNING]}


def _table(rows: list[dict[str, Any]]) -> list[str]:
    if not rows:
        return ["No edition yet. Make one: octavo new ID, or octavo import RAW."]
    width = max(len(row["id"]) for row in rows)
    lines = [
        f"{row['id']:<{width}}  {row['state']:<5}  {row['lang']:<5}  {_found(row):<20}  {row['title']}"
        for row in rows
    ]
    counts = Counter(row["state"] for row in rows)
    told = ", ".join(f"{counts[state]} {state}" for state in _STATES if counts[state])
    gone = ", ".join(f"build/{row['id']}" for row in rows if row["state"] == "gone")
    return [*lines, told, *([f"Delete what is gone: {gone}"] if gone else [])]


def _found(row: dict[str, Any]) -> str:
    if row["errors"] is None:
        return "not looked at"
    counts = [(row[kind], kind) for kind in ("errors", "warnings") if row[kind]]
    return ", ".join(f"{n} {kind if n > 1 else kind[:-1]}" for n, kind in counts) or "no fault"
