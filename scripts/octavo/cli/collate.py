"""``octavo collate``: every difference between witness and edition, each with its proof."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from octavo.cli.report import colour_wanted, has_errors, print_findings
from octavo.errors import ExitCode, InputError, UsageError
from octavo.files import write_atomic

if TYPE_CHECKING:
    from octavo.fidelity.hunks import Collation, Hunk
    from octavo.workshop import Workshop

_EPILOG = """\b
Examples:
  octavo collate co-23-31                    kinds of difference, and what needs a decision
  octavo collate co-23-31 --all              every hunk
  octavo collate co-23-31 --draft            draft entries for undeclared differences
  octavo collate co-23-31 --rebuild raw.txt  the witness, from edition and apparatus alone
"""


@click.command("collate", short_help="Every difference from the witness, each with its proof", epilog=_EPILOG)
@click.argument("identifier", metavar="ID")
@click.option("--all", "every", is_flag=True, help="Show every hunk, the mechanical ones too.")
@click.option(
    "--draft", is_flag=True, help="Add draft entries to emendations.yaml; they stay errors until decided."
)
@click.option(
    "--rebuild", metavar="FILE", help="Write the witness anew from edition and apparatus; - is stdout."
)
@click.option("--json", "as_json", is_flag=True, help="Print the apparatus as JSON.")
def command(identifier: str, every: bool, draft: bool, rebuild: str | None, as_json: bool) -> int:
    """Compare an edition with its witness, word for word and sign for sign.

    Mechanical differences are proven to leave the words alone; every other one is either declared
    in emendations.yaml or an error. Exit code 1 when one is undeclared.
    """
    from octavo.fold import collated
    from octavo.gather import gather
    from octavo.workshop import find_workshop

    workshop = find_workshop()
    (name,) = workshop.chosen((identifier,))
    gathered = gather(workshop, name)
    if gathered.edition is None:
        raise InputError(f"the edition {name!r} cannot be read", findings=gathered.findings)
    if not gathered.edition.witnesses:
        raise UsageError(f"{name} names no witness", hint="Only an edition made from a seed can be collated.")
    text = collated(gathered)
    collation, findings = text.collation, text.findings
    if collation is None:
        print_findings(findings)
        return ExitCode.FINDINGS
    if rebuild or as_json:
        _from_apparatus(gathered.edition.source, text.apparatus(gathered.edition), rebuild)
        return ExitCode.FINDINGS if has_errors(findings) else ExitCode.OK
    _tell(collation, every)
    print_findings(findings)
    if draft and collation.drafts:
        _write_drafts(workshop, name, collation)
    return ExitCode.FINDINGS if has_errors(findings) else ExitCode.OK


def _from_apparatus(edition: str, told: str, rebuild: str | None) -> None:
    from octavo.fidelity.apparatus import from_json, rebuild_witness

    if rebuild is None:
        click.echo(told, nl=False)
        return
    # By way of its JSON form: what a release carries is what rebuilds the witness.
    data = rebuild_witness(edition, from_json(told))
    if rebuild == "-":
        sys.stdout.buffer.write(data)
        return
    write_atomic(Path(rebuild), data)
    click.echo(f"{rebuild}: {len(data)} bytes, sha256 as pinned by the edition", err=True)


def _tell(collation: Collation, every: bool) -> None:
    from octavo.fidelity.hunks import EXPLAINED

    width = max((len(kind) for kind in collation.counts), default=0)
    for kind, count in sorted(collation.counts.items(), key=lambda item: (-item[1], item[0])):
        click.echo(f"{count:5}  {kind.ljust(width)}  {EXPLAINED.get(kind, '')}".rstrip())
    shown = [hunk for hunk in collation.hunks if every or hunk.kind not in EXPLAINED]
    for hunk in shown:
        click.echo(_hunk_line(hunk))


def _hunk_line(hunk: Hunk) -> str:
    colour = colour_wanted(sys.stdout)
    sic, corr = (
        repr(text if len(text) < 90 else text[:60] + " … " + text[-20:]) for text in (hunk.sic, hunk.corr)
    )
    if colour:
        sic, corr = click.style(sic, fg="red"), click.style(corr, fg="green")
    return f"{hunk.kind}: {sic} -> {corr}" + (f"  ({hunk.evidence})" if hunk.evidence else "")


def _write_drafts(workshop: Workshop, name: str, collation: Collation) -> None:
    from octavo.fidelity.declared import with_drafts
    from octavo.model import EMENDATIONS_FILE

    path = workshop.source / name / EMENDATIONS_FILE
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    write_atomic(path, with_drafts(before, collation.drafts).encode())
    shown = workshop.shown(path)
    click.echo(f"{len(collation.drafts)} drafts added to {shown}; give each kind, reason and resp.", err=True)
