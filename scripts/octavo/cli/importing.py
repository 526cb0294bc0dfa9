"""``octavo import``: raw Markdown -> an edition's folder."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from octavo.cli.report import finding_record, has_errors, print_findings, print_json
from octavo.errors import ExitCode, InputError
from octavo.files import read_bytes

if TYPE_CHECKING:
    from octavo.importing import Decision, Imported

_EPILOG = """\b
Examples:
  octavo import seeds/raw.md -o source/my-paper
  octavo import paper.docx -o source/my-paper
  pdftotext -layout paper.pdf - | octavo import - -o source/my-paper
  octavo import seeds/raw.md --explain 41
"""


@click.command("import", short_help="Raw Markdown -> a canonical edition, every doubt told", epilog=_EPILOG)
@click.argument("raw", metavar="RAW")
@click.option("-o", "--output", metavar="DIR", help="The edition's folder, usually source/ID.")
@click.option("--strict", is_flag=True, help="Fail (exit 1) when anything is in doubt.")
@click.option("--explain", type=click.IntRange(1), metavar="LINE", help="What was decided at a line of RAW.")
@click.option("--force", is_flag=True, help="Overwrite an edition that is there.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(  # noqa: PLR0913 - one parameter an option
    raw: str, output: str | None, strict: bool, explain: int | None, force: bool, as_json: bool, quiet: bool
) -> int:
    """Make a canonical edition of raw Markdown as a PDF converter wrote it, or of a docx, odt or HTML file.

    RAW is a file, or - for standard input; with -o source/ID a copy of it, the witness, goes to seeds/.
    Of a docx, odt or HTML file Pandoc's Markdown is the witness, and the file's own digest is recorded.
    Every doubt is told with its place and the choice taken; DIR/review.html shows them beside the text.
    Corrections go into DIR/decisions.yaml, which the next import of the same text obeys.
    """
    from octavo.importing import (
        import_text,
        open_document,
        pictures_beside,
        settled,
        witness_place,
        write_import,
        write_witness,
    )

    if output is None and explain is None:
        raise click.UsageError("say where the edition goes: -o source/ID")
    directory = Path(output) if output else None
    name = _name(raw, directory)
    pictures = Path(raw).parent if raw != "-" else None
    opened = open_document(_read(raw), name=name)
    known = pictures_beside(pictures) if pictures and not opened.origin else frozenset()
    imported = import_text(
        opened.data,
        name=opened.name,
        decisions=_decisions(directory),
        pictures=known | {name for name, _ in opened.pictures},
        origin=opened.origin,
        identifier=_identifier(directory),
    )
    imported = replace(imported, findings=(*opened.findings, *imported.findings))
    if explain is not None:
        return _explain(imported.explain(explain), explain)
    assert directory is not None
    witness = None
    if imported.edition:  # of what could not be read nothing is written
        imported = settled(imported, opened.data, Path(opened.name).name)
        witness = witness_place(opened, directory)
        write_import(imported, directory, overwrite=force, pictures=None if opened.origin else pictures)
        write_witness(opened, directory, witness)
    if as_json:
        print_json(
            {"edition": str(directory), "findings": [finding_record(item) for item in imported.findings]}
        )
    elif not quiet:
        made = f"what Pandoc made of {raw}" if opened.origin else "a copy, byte for byte"
        _tell(imported, directory, f"{witness} is the witness: {made}." if witness else "")
    failed = has_errors(imported.findings) or (strict and imported.findings)
    return ExitCode.FINDINGS if failed else ExitCode.OK


def _tell(imported: Imported, directory: Path, witness: str) -> None:
    print_findings(imported.findings, err=True)
    if witness:
        click.echo(witness, err=True)
    if imported.edition:
        click.echo(f"{directory}/edition.md written; {directory}/review.html shows every decision.", err=True)


def _identifier(directory: Path | None) -> str:
    """The name of an edition's folder is its id; elsewhere the text settles it."""
    name = directory.name if directory and directory.resolve().parent.name == "source" else ""
    return name if re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", name) else ""


def _name(raw: str, directory: Path | None) -> str:
    """What the raw text is called; standard input gets its edition's name."""
    if raw != "-":
        return raw
    identifier = _identifier(directory)
    return f"{identifier}.md" if identifier else "standard-input"


_MOST = 64 * 1024 * 1024


def _read(raw: str) -> bytes:
    if raw != "-":
        return read_bytes(Path(raw), limit=_MOST)
    data = sys.stdin.buffer.read(_MOST + 1)
    if len(data) > _MOST:
        raise InputError("standard input is larger than 64 MB", hint="Split the text.")
    return data


def _decisions(directory: Path | None) -> str:
    path = directory / "decisions.yaml" if directory else None
    return read_bytes(path).decode("utf-8", errors="replace") if path and path.exists() else ""


def _explain(about: tuple[Decision, ...], line: int) -> int:
    """What the review page says of a line."""
    from octavo.importing.review import corrections, told, worded

    for item in about:
        click.echo(f"{item.id}: {told(item)} ({item.confidence:.0%} sure)")
        if item.passage:
            click.echo(f"    “{' '.join(item.passage.split())}”")
        click.echo(f"    {worded(item.evidence)}.")
        if corrections(item):
            click.echo(f"    To change it, write into decisions.yaml: {'; or: '.join(corrections(item))}")
    if not about:
        click.echo(f"nothing was decided at line {line}")
    return ExitCode.OK
