"""A proof in, ``proof.html`` out: one self-contained page for people, no script, no outer file.

Order of the page: the verdict; what was emended and what was kept; the mechanical differences, folded;
the ledger; the notes; the checks; the digests; how to prove it all again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from html import escape
from typing import Final

from octavo.fidelity.apparatus_page import (
    emendations_section,
    hunk_places,
    kept_section,
    mechanical_section,
    undeclared_section,
)
from octavo.fidelity.checkruns import CheckRun
from octavo.fidelity.data import style_sheet
from octavo.fidelity.matrix import Cell
from octavo.fidelity.proof import Proof
from octavo.fidelity.scan import scan
from octavo.fidelity.tables import columns, table
from octavo.model import EDITION_FILE

FAMILIES: Final = (
    '"EB Garamond", "Iowan Old Style", "Palatino Linotype", Palatino, "Book Antiqua", Georgia, serif'
)


def proof_html(proof: Proof, *, font_css: str = "") -> str:
    """The page. `font_css` may hold ``@font-face`` rules for EB Garamond with data addresses."""
    title = f"Proof of the text: {proof.edition.imprint.title_plain}"
    css = style_sheet()
    sections = [section for section in _sections(proof) if section[2]]
    contents = "".join(f'<li><a href="#{i}">{escape(name)}</a></li>' for i, name, _ in sections)
    body = "".join(
        f'<section id="{i}"><h2>{escape(name)}</h2>{html}</section>\n' for i, name, html in sections
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>{font_css}{css.replace('TEXT_FAMILIES', FAMILIES)}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#verdict">Skip to the verdict</a>\n<main>\n'
        f"{_head(proof)}"
        f'<nav aria-label="Contents"><ul class="contents">{contents}</ul></nav>\n'
        f"{body}{_foot(proof)}</main>\n</body>\n</html>\n"
    )


def _head(proof: Proof) -> str:
    imprint = proof.edition.imprint
    series = " ".join(part for part in (imprint.series, imprint.number) if part)
    version = f"Edition {imprint.version}" + (f", {imprint.released}" if imprint.released else "")
    line = " · ".join(
        escape(part) for part in ("; ".join(a.name for a in imprint.authors), series, version) if part
    )
    return (
        '<header>\n<p class="kind">Proof of the text</p>\n'
        f"<h1{_lang(proof)}>{escape(imprint.title_plain)}</h1>\n<p>{line}</p>\n</header>\n{_verdict(proof)}"
    )


def _lang(proof: Proof) -> str:
    lang = proof.edition.imprint.lang
    return "" if lang.split("-")[0] == "en" else f' lang="{escape(lang)}"'


def _verdict(proof: Proof) -> str:
    ledger = proof.ledger
    artifacts = len({account.artifact for account in ledger.accounts})
    if proof.complete:
        name, mark = "verdict", "Fully accounted for."
        text = (
            f"{ledger.body:,} words of text and {ledger.notes:,} words of notes stand in {_times(artifacts)} "
            f"format{'s' * (artifacts != 1)}, none lost, none added, none moved."
        )
        if proof.witness is not None:
            text += " Every difference from the source is proven to leave the words alone, or declared."
    else:
        errors = sum(1 for f in proof.findings if f.severity == "error")
        name, mark = "verdict open", "Not accounted for."
        text = f"{errors} finding{'s' * (errors != 1)} must be settled; this text is not proven."
    told = f"<p><strong>{mark}</strong> {text}</p>"
    return f'<div class="{name}" id="verdict" role="status" tabindex="-1">{told}</div>\n'


_TIMES: Final = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]


def _times(n: int) -> str:
    return _TIMES[n] if n < len(_TIMES) else str(n)


def _sections(proof: Proof) -> Iterator[tuple[str, str, str]]:
    """Id, heading and HTML of each section; one without HTML is left out."""
    yield "open", "What must be settled", undeclared_section(proof)
    yield "texts", "Source and edition", _texts(proof)
    if proof.collation is not None:
        places = hunk_places(proof)
        yield "emendations", "Emendations", emendations_section(proof, places)
        yield "kept", "Kept on purpose", kept_section(proof)
        yield "mechanical", "Mechanical differences", mechanical_section(proof, places)
    yield "ledger", "The word ledger", _ledger(proof)
    yield "notes", "Notes in every format", _matrix(proof)
    yield "checks", "Every check that ran", _checks(proof.checks)
    yield "digests", "Digests", _digests(proof)
    yield "again", "To prove it again", _again(proof)


def _texts(proof: Proof) -> str:
    rows: list[tuple[str, str]] = []
    if proof.witness is not None:
        words = len(scan(proof.witness.text).words)
        rows += [
            ("Source", f"{escape(proof.witness.name)}, {len(proof.witness.data):,} bytes, {words:,} words"),
            ("SHA-256 of the source", _digest(proof.witness.sha256)),
        ]
    digest = hashlib.sha256(proof.edition.source.encode()).hexdigest()
    rows += [
        ("Edition", f"{EDITION_FILE}, {proof.ledger.body:,} words of text, {proof.ledger.notes:,} of notes"),
        ("SHA-256 of the edition", _digest(digest)),
    ]
    if proof.collation is not None:
        total = sum(proof.collation.counts.values())
        rows.append(
            ("Differences", f"{total:,}, of which {len(proof.edition.emendations):,} are emendations")
        )
        ends = len(proof.collation.pages.ends)
        if ends:
            rows.append(("Page ends of the print", f"{ends} found in the source"))
    return '<dl class="facts">' + "".join(f"<dt>{k}</dt><dd>{v}</dd>" for k, v in rows) + "</dl>"


def _with_quiet(text: str, more: str) -> str:
    """A text, and after it something said more quietly."""
    return f'{escape(text)} <span class="quiet">{escape(more)}</span>'


def _digest(value: str) -> str:
    return f'<span class="digest">{value}</span>'


def _ledger(proof: Proof) -> str:
    if not proof.ledger.accounts:
        return ""
    head = columns("Artifact", "#Text and notes", "Lost, added, moved, altered", "Also compared")
    rows = []
    for account in proof.ledger.accounts:
        counts = (account.lost, account.added, account.moved, account.altered)
        also = ", ".join(item for item in account.compared if item != "words")
        folded = f"folded: {', '.join(account.folded)}" if account.folded else ""
        rows.append(
            f'<tr><th scope="row">{_with_quiet(account.artifact, f"by {account.way}")}</th>'
            f'<td class="n">{account.body:,} + {account.notes:,}</td>'
            f'<td class="{"no" if any(counts) else "yes"}">{", ".join(f"{n:,}" for n in counts)}</td>'
            f"<td>{escape('; '.join(part for part in (also, folded) if part))}</td></tr>"
        )
    text = (
        "<p>Each artifact was read back by a reader that shares no code with its writer, and compared "
        "with the edition: title, text and notes apart, in order, sign for sign, nothing folded unsaid.</p>"
    )
    return text + table("Words found in each artifact", head, rows, "ledger")


_MARKS: Final = (
    ("number", "number"),
    ("text", "text"),
    ("call", "place of the call"),
    ("target", "call leads to the note"),
    ("back", "note leads back"),
    ("page", "page"),
)


def _matrix(proof: Proof) -> str:
    matrix = proof.ledger.matrix
    if not matrix:
        return ""
    artifacts = list(dict.fromkeys(cell.artifact for cell in matrix))
    cells = {(cell.note, cell.artifact): cell for cell in matrix}
    notes = sorted({cell.note for cell in matrix})
    head = columns("Note and the words around its call") + "".join(
        f'<th scope="col" class="c up"><span>{escape(_short(name, proof.edition.id))}</span></th>'
        for name in artifacts
    )
    rows = []
    for note in notes:
        around = escape(cells[note, artifacts[0]].around)
        marks = "".join(_mark(cells[note, name]) for name in artifacts)
        rows.append(
            f'<tr><th scope="row"><span class="number">{note}</span> '
            f'<span class="quiet"{_lang(proof)}>{around}</span></th>{marks}</tr>'
        )
    text = (
        "<p>For each note and format: its number, its words, the words before and after its call (‸), that "
        "the call leads to the note and the note back, and on paper that both stand on one page.</p>"
    )
    return text + table("Notes and formats", head, rows, "matrix")


def _short(name: str, stem: str) -> str:
    return name.removeprefix(stem).lstrip(".").upper() or name


def _mark(cell: Cell) -> str:
    wrong = [told for field, told in _MARKS if getattr(cell, field) is False]
    proven = [told for field, told in _MARKS if getattr(cell, field)]
    if wrong:
        return f'<td class="c no">no: {escape(", ".join(wrong))}</td>'
    where = f' <span class="quiet">p. {cell.pages.split(":")[0]}</span>' if cell.pages else ""
    return f'<td class="c yes">yes<span class="vh">, proven: {escape(", ".join(proven))}.</span>{where}</td>'


def _checks(checks: tuple[CheckRun, ...]) -> str:
    if not checks:
        return ""
    rows = []
    for run in checks:
        verdict = '<td class="yes">passed</td>' if run.passed else '<td class="no">failed</td>'
        rows.append(
            f'<tr><th scope="row">{_with_quiet(run.name, run.subject)}</th>{verdict}'
            f"<td>{_with_quiet(run.detail, f'{run.tool} {run.version}')}</td></tr>"
        )
    return table(
        "Checks with their tools and versions", columns("Check", "Verdict", "Detail"), rows, "checks"
    )


def _digests(proof: Proof) -> str:
    rows = [
        f'<tr><th scope="row">{escape(a.name)}</th><td class="n">{len(a.data):,}</td>'
        f"<td>{_digest(a.sha256)}</td></tr>"
        for a in proof.artifacts
    ]
    return table("Files of this build", columns("File", "#Bytes", "SHA-256"), rows, "digests") if rows else ""


def _again(proof: Proof) -> str:
    identifier = escape(proof.edition.id)
    lines = [f"octavo check {identifier}", f"octavo build {identifier}"]
    if proof.witness is not None:
        lines += [f"octavo collate {identifier} --all", f"octavo collate {identifier} --rebuild witness.txt"]
    return (
        "<p>Everything on this page is computed from the files of the edition; anyone can do it again. The "
        "record for machines is <code>proof.json</code>.</p><pre>" + "\n".join(lines) + "</pre>"
    )


def _foot(proof: Proof) -> str:
    warnings = sum(1 for f in proof.findings if f.severity == "warning")
    told = (
        f" It carries {warnings} warning{'s' * (warnings != 1)}; proof.json lists them." if warnings else ""
    )
    return f"<footer><p>Made by Octavo with this build of {escape(proof.edition.id)}.{told}</p></footer>\n"
