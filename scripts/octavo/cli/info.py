"""``octavo info``: versions of everything that shapes the output."""

from __future__ import annotations

import click

from octavo.cli.report import print_json


@click.command(
    "info",
    short_help="Versions of all that shapes the output",
    epilog="\b\nExamples:\n  octavo info\n  octavo info --json",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(as_json: bool) -> None:
    """Print the versions of everything that shapes the output, for bug reports and releases."""
    from octavo.tools import versions

    found = versions()
    if as_json:
        print_json(dict(found))
        return
    width = max(len(name) for name, _ in found)
    for name, version in found:
        click.echo(f"{name.ljust(width)}  {version}")
