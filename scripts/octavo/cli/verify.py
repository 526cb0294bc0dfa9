"""``octavo verify``: what a release, or a single file of one, is worth."""

from __future__ import annotations

from pathlib import Path

import click

from octavo.cli.progress import working
from octavo.cli.report import print_findings, print_json
from octavo.errors import ExitCode

_EPILOG = """\b
Examples:
  octavo verify build/releases/co-23-31-1.0.0.tar
  octavo verify --rebuild co-23-31-1.0.0.zip
  octavo verify co-23-31.pdf
  octavo verify --signers allowed_signers co-23-31-1.0.0.tar
"""


@click.command("verify", short_help="Is a release, PDF, EPUB or HTML what it says it is?", epilog=_EPILOG)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--rebuild", is_flag=True, help="Build it anew from its own source and compare bit by bit.")
@click.option(
    "--signers",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Allowed signers (ssh-keygen): the SHA256SUMS beside it must be signed by one.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(file: Path, rebuild: bool, signers: Path | None, as_json: bool) -> int:
    """Verify a release (tar, zip or folder) or a PDF, EPUB or HTML of ours.

    Fixity of every file, the bag, the proof run again, claims against their evidence, metadata without
    contradiction. FILE may come from a stranger: nothing of it is run, nothing is written.
    """
    from octavo.release.verifying import verify_path

    with working(f"verifying {file.name}", quiet=as_json):
        report = verify_path(file, rebuild=rebuild, signers=signers)
    if as_json:
        print_json(report.as_json())
    else:
        print_findings(report.findings)
        for line in report.lines():
            click.echo(line)
    return ExitCode.OK if report.sound else ExitCode.FINDINGS
