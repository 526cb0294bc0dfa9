"""``octavo release``: one bag for archives."""

from __future__ import annotations

from pathlib import Path

import click

from octavo.cli.progress import working
from octavo.cli.report import finding_record, has_errors, print_findings, print_json
from octavo.errors import ExitCode

_EPILOG = """\b
Examples:
  octavo release co-23-31
  octavo release co-23-31 --print large --print letter
  octavo release co-23-31 --key ~/.ssh/id_ed25519
"""


@click.command("release", short_help="One sealed bag for archives", epilog=_EPILOG)
@click.argument("identifier", metavar="ID")
@click.option("--print", "prints", multiple=True, metavar="NAME", help="A further print file to go with it.")
@click.option("--key", type=click.Path(path_type=Path), help="An SSH private key to sign SHA256SUMS with.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(identifier: str, prints: tuple[str, ...], key: Path | None, as_json: bool) -> int:
    """Put everything of one edition into a BagIt bag: build/releases/ID-VERSION.tar and .zip.

    What has changed is built first. A version that was released before with other bytes is refused:
    raise the version in the front matter.
    """
    from octavo.release.making import make_release
    from octavo.workshop import find_workshop, locked

    workshop = find_workshop()
    (name,) = workshop.chosen((identifier,))
    with locked(workshop) as waited:
        if waited and not as_json:
            click.echo("waited for another octavo that was building here", err=True)
        with working(f"releasing {name}", quiet=as_json):
            release = make_release(workshop, name, prints=tuple(sorted(set(prints))), key=key)
    if as_json:
        print_json(
            {
                "ok": not has_errors(release.findings),
                "release": release.name,
                "files": [str(path) for path in release.files],
                "digest": release.digest,
                "findings": [finding_record(item) for item in release.findings],
            }
        )
    else:
        print_findings(release.findings, err=True)
        for path in release.files:
            click.echo(workshop.shown(path))
        if not release.files:
            click.echo(f"{release.name}: not released", err=True)
    return ExitCode.FINDINGS if has_errors(release.findings) else ExitCode.OK
