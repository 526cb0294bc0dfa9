"""``octavo build``: editions -> artifacts in ``build/``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field

import click

from octavo.cli.progress import working
from octavo.cli.report import finding_record, has_errors, print_findings, print_json
from octavo.errors import ExitCode
from octavo.model import Finding, Severity

_EPILOG = """\b
Examples:
  octavo build                          every edition that has changed
  octavo build co-23-31 --force         one, even if nothing has changed
  octavo build --print large --print booklet
  octavo build -j 2                     two papers at a time
"""


_WAITING = "another octavo is building here; waiting for it to end (Ctrl-C gives up)"


@dataclass
class _Tally:
    """What came of one run, filled while papers come in."""

    records: list[dict[str, object]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


@click.command("build", short_help="PDF, EPUB, HTML, TXT, DOCX, JATS, proof, catalogue", epilog=_EPILOG)
@click.argument("identifiers", nargs=-1, metavar="[ID]...")
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1, 256),
    default=None,
    help="Papers at a time, each on a core of its own [cores].",
)
@click.option("--force", is_flag=True, help="Build even what has not changed.")
@click.option(
    "--print", "prints", multiple=True, metavar="NAME", help="A further print file: letter, large …"
)
@click.option(
    "--timeout", type=click.FloatRange(1), default=600.0, show_default=True, help="Seconds a paper."
)
@click.option("--scheduler", default="", metavar="tcp://…", help="A dask.distributed scheduler.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but findings.")
def command(  # noqa: PLR0913 - one parameter an option
    identifiers: tuple[str, ...],
    jobs: int | None,
    force: bool,
    prints: tuple[str, ...],
    timeout: float,
    scheduler: str,
    as_json: bool,
    quiet: bool,
) -> int:
    """Build PDF, EPUB, HTML, TXT, DOCX, JATS and the proof of every edition that has changed.

    Artifacts appear in build/ID/ whole or not at all; an edition with an error is not built, the
    others are. Exit code 1 when one was not built.
    """
    from octavo.pipeline import Task, build_all
    from octavo.publish import prepare, publish
    from octavo.workshop import find_workshop, locked

    workshop = find_workshop()
    names = workshop.chosen(identifiers)
    tasks = tuple(Task(str(workshop.root), name, tuple(sorted(set(prints))), force) for name in names)
    tally = _Tally()
    with locked(workshop, lambda: None if quiet else click.echo(_WAITING, err=True)):
        outcomes = build_all(
            tasks,
            jobs=jobs or os.cpu_count() or 1,
            timeout=timeout,
            scheduler=scheduler,
            meanwhile=lambda: prepare(workshop, workshop.chosen(())),
        )
        with working(f"building {names[0]}" if len(names) == 1 else "building", quiet=quiet) as show:
            for done, line in enumerate(_take(outcomes, tally), start=1):
                show(f"building: {done} of {len(names)} papers")
                if not (quiet or as_json):
                    click.echo(line, err=True)
        tally.findings.extend(publish(workshop, workshop.chosen(())))
    if as_json:
        ok = not tally.failed
        print_json(
            {"ok": ok, "editions": tally.records, "findings": [finding_record(f) for f in tally.findings]}
        )
    else:
        print_findings((item for item in tally.findings if item.severity is not Severity.INFO), err=True)
    if tally.failed and not as_json:
        click.echo(f"not built: {', '.join(tally.failed)}", err=True)
    return ExitCode.FINDINGS if tally.failed or has_errors(tally.findings) else ExitCode.OK


def _take(outcomes: Iterator[object], tally: _Tally) -> Iterator[str]:
    from octavo.pipeline import Outcome

    for outcome in outcomes:
        assert isinstance(outcome, Outcome)
        tally.findings.extend(outcome.findings)
        tally.records.append(
            {
                "id": outcome.id,
                "state": outcome.state,
                "artifacts": [vars(made) for made in outcome.artifacts],
            }
        )
        if outcome.state == "failed":
            tally.failed.append(outcome.id)
            yield f"{outcome.id}: not built"
        elif outcome.state == "unchanged":
            yield f"{outcome.id}: unchanged"
        else:
            size = sum(made.size for made in outcome.artifacts)
            made = f"{len(outcome.artifacts)} files, {size / 1e6:.1f} MB"
            yield f"{outcome.id}: built {made}, in build/{outcome.id}/"
