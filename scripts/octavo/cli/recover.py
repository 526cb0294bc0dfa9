"""``octavo recover``: the edition from whatever survived."""

from __future__ import annotations

from pathlib import Path

import click

from octavo.cli.report import has_errors, print_findings
from octavo.errors import ExitCode

_EPILOG = """\b
Examples:
  octavo recover co-23-31.pdf -o rescued
  octavo recover co-23-31-1.0.0.tar -o rescued
"""


@click.command("recover", short_help="An edition back from its PDF, EPUB or release", epilog=_EPILOG)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="A new folder.")
def command(file: Path, output: Path) -> int:
    """Restore an edition with its records and its witness from a PDF, an EPUB or a release alone.

    The folder becomes a workshop: go there and run octavo build.
    """
    from octavo.release.verifying import recover_to

    restored = recover_to(file, output)
    print_findings(restored.findings, err=True)
    for name in sorted(restored.files):
        click.echo(output / name)
    return ExitCode.FINDINGS if has_errors(restored.findings) or not restored.files else ExitCode.OK
