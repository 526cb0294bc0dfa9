"""``octavo new``: a new edition from a template."""

from __future__ import annotations

from pathlib import Path

import click

from octavo.errors import UsageError

_EPILOG = """\b
Examples:
  octavo new harbours-4 --title "The silence of small harbours"
  octavo new harbours-4-ko --lang ko --title "작은 항구의 고요함" --author "한지우"
"""


@click.command("new", short_help="Start an edition from a template", epilog=_EPILOG)
@click.argument("identifier", metavar="ID")
@click.option("--title", default="", help="Title of the paper [the ID].")
@click.option("--lang", default="", help="Language of the text, as en or ko [that of imprint.yaml, else en].")
@click.option("--author", default="", help="Name as printed.")
@click.option("--series", default="", help="Series, as imprint.yaml names it.")
def command(identifier: str, title: str, lang: str, author: str, series: str) -> int:
    """Start an edition: source/ID/edition.md with commented fields, a first section and a note.

    In a folder without source/ the first one is made, with an imprint.yaml to fill in. Nothing that
    exists is changed.
    """
    from octavo.edition import read_defaults
    from octavo.files import write_atomic
    from octavo.model import EDITION_FILE, IMPRINT_FILE
    from octavo.scaffold import IMPRINT_TEXT, NewEdition, edition_text

    source = _source()
    _refuse_bad(identifier, source)
    if not (source / IMPRINT_FILE).exists() and not source.is_dir():
        write_atomic(source / IMPRINT_FILE, IMPRINT_TEXT.encode())
        click.echo(f"made {source.name}/{IMPRINT_FILE}: state there who publishes")
    lang = lang or read_defaults(source).lang or "en"
    text = edition_text(NewEdition(identifier, title or identifier, lang, series, author))
    _refuse_unreadable(text, identifier)
    write_atomic(source / identifier / EDITION_FILE, text.encode())
    click.echo(f"made {source.name}/{identifier}/{EDITION_FILE}; next: octavo preview {identifier}")
    return 0


def _source() -> Path:
    """The workshop's ``source/``, or one to be made here."""
    from octavo.workshop import find_workshop

    try:
        return find_workshop().source
    except UsageError:
        return Path.cwd() / "source"


def _refuse_bad(identifier: str, source: Path) -> None:
    if "/" in identifier or identifier in (".", ".."):
        raise UsageError(f"{identifier!r} is no identifier", hint="Lower-case letters, digits and hyphens.")
    if (source / identifier).exists():
        raise UsageError(f"source/{identifier} is there already", hint="Choose another ID, or edit it.")


def _refuse_unreadable(text: str, identifier: str) -> None:
    """What is wrong with ID or language is said by the rules that will read the edition."""
    from octavo.edition.frontmatter import read_front_matter
    from octavo.model import EDITION_FILE, Locus
    from octavo.yamltext import load

    locus = Locus(f"source/{identifier}/{EDITION_FILE}", 1)
    _, findings = read_front_matter(load(text.split("---\n")[1], name=locus.name), locus)
    if findings:
        raise UsageError("; ".join(finding.message for finding in findings), hint=findings[0].hint)
