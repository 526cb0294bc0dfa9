"""EDGE: reads an edition's folder. Every problem becomes a finding; nothing outside is opened."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from octavo.edition.frontmatter import FrontMatter, read_front_matter
from octavo.edition.imprint import ImprintFile, house_style, make_imprint, read_imprint_file
from octavo.errors import InputError
from octavo.files import confined, read_bytes
from octavo.model import (
    EDITION_FILE,
    EMENDATIONS_FILE,
    IMPRINT_FILE,
    REFERENCES_FILE,
    RESULTS_FILE,
    REVIEW_FILE,
    Edition,
    Finding,
    HouseStyle,
    Locus,
    Publisher,
    Severity,
    Waiver,
    WitnessPin,
)
from octavo.yamltext import load

MAX_EDITION_BYTES: Final = 16 * 1024 * 1024
"""Some 2.5 million words; a larger ``edition.md`` is refused, not half-read."""

_FRONT_MATTER: Final = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class ReadResult:
    """What came of reading an edition."""

    edition: Edition | None
    findings: tuple[Finding, ...]


def edition_ids(source: Path) -> tuple[str, ...]:
    """Names of the folders below `source` that hold an ``edition.md``, sorted."""
    if not source.is_dir():
        raise InputError(f"{source} is missing", hint="Run Octavo in the folder that holds source/.")
    return tuple(sorted(path.name for path in source.iterdir() if (path / EDITION_FILE).exists()))


def read_edition(source: Path, identifier: str) -> ReadResult:
    """Read ``source/identifier`` and the imprint beside it."""
    folder = confined(source, identifier)
    name = f"{source.name}/{identifier}"
    text, findings = _text(folder, EDITION_FILE, name, limit=MAX_EDITION_BYTES)
    if text is None:
        return ReadResult(None, findings)
    match = _FRONT_MATTER.match(text)
    if not match:
        hint = "Begin the file with '---', the fields 'title: …' and 'lang: …', and '---'."
        return _refused(
            Finding(
                "E-005", Severity.ERROR, Locus(f"{name}/{EDITION_FILE}", 1), "there is no front matter", hint
            )
        )
    locus = Locus(f"{name}/{EDITION_FILE}", 1)
    loaded = load(match[1], name=locus.name, line_offset=1)
    front, form = read_front_matter(loaded, locus) if not loaded.findings else (None, ())
    findings = (*loaded.findings, *form)
    defaults, imprint_findings = _imprint_file(source)
    if front is None:
        return ReadResult(None, (*findings, *imprint_findings))
    edition, more = _assemble(folder, text, match.end(), front, defaults)
    waivers = tuple(
        Waiver(item.code, item.at, item.reason, loaded.place(("declared", index), locus))
        for index, item in enumerate(front.declared)
    )
    house, _ = _optional(source, IMPRINT_FILE, source.name)
    results, _ = _optional(folder, RESULTS_FILE, name)
    return ReadResult(
        replace(edition, waivers=waivers, house=house, results=results), (*findings, *imprint_findings, *more)
    )


def _assemble(
    folder: Path, text: str, offset: int, front: FrontMatter, defaults: ImprintFile
) -> tuple[Edition, tuple[Finding, ...]]:
    identifier = folder.name
    name = f"{folder.parent.name}/{identifier}"
    findings: list[Finding] = []
    if front.id and front.id != identifier:
        message = f"the field 'id' says {front.id!r}, the folder is {identifier!r}"
        findings.append(
            Finding("E-011", Severity.ERROR, Locus(f"{name}/{EDITION_FILE}", 1), message, "Make them equal.")
        )
    references, problems = _references(folder, name, front)
    findings += problems
    emendations, problems = _optional(folder, EMENDATIONS_FILE, name)
    findings += problems
    reviews, problems = _optional(folder, REVIEW_FILE, name)
    findings += problems
    series = defaults.of_series(front.series)
    imprint = make_imprint(front, series, identifier=identifier, title_plain=plain_title(front.title))
    edition = Edition(
        imprint=imprint,
        folder=name,
        source=text,
        text_offset=offset,
        style=house_style(series),
        references=references,
        emendations_source=emendations,
        witnesses=tuple(WitnessPin(item.name, item.sha256) for item in front.witness),
        reviews=reviews,
    )
    return edition, tuple(findings)


def plain_title(title: str) -> str:
    """The title's words without Markdown's signs, for metadata: ``70^th^`` is ``70th``."""
    plain = re.sub(r"\[\^[^\]]+\]", "", title)
    plain = re.sub(r"(?<!\\)[*_^~`]+", "", plain)
    plain = re.sub(r"(?<!\\)\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})", r"\1", plain)
    return " ".join(re.sub(r"\\([^\w\s])", r"\1", plain).split())


@dataclass(frozen=True)
class Defaults:
    """What a publisher states for all papers."""

    publisher: Publisher
    lang: str
    url: str
    style: HouseStyle


def read_defaults(source: Path) -> Defaults:
    """The publisher's own facts; faults of the file are told where editions are read."""
    record, _ = _imprint_file(source)
    publisher = Publisher(**record.publisher.model_dump()) if record.publisher else Publisher("")
    return Defaults(publisher, record.lang or "en", record.url, house_style(record))


def _imprint_file(source: Path) -> tuple[ImprintFile, tuple[Finding, ...]]:
    if not (source / IMPRINT_FILE).exists():
        return ImprintFile(), ()
    text, findings = _text(source, IMPRINT_FILE, source.name)
    if text is None:
        return ImprintFile(), findings
    locus = Locus(f"{source.name}/{IMPRINT_FILE}", 1)
    loaded = load(text, name=locus.name)
    record, problems = read_imprint_file(loaded, locus)
    return record, (*loaded.findings, *problems)


def _references(folder: Path, name: str, front: FrontMatter) -> tuple[str, tuple[Finding, ...]]:
    if not front.references:
        return "[]", ()
    text, findings = _text(folder, front.references, name)
    if text is None:
        return "[]", findings
    locus = Locus(f"{name}/{front.references}", 1)
    hint = f"{REFERENCES_FILE} is an array of CSL-JSON records, each with an 'id'."
    try:
        records = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        return "[]", (
            Finding("E-015", Severity.ERROR, Locus(locus.name, line), f"broken JSON: {error}", hint),
        )
    if not isinstance(records, list) or not all(
        isinstance(item, dict) and item.get("id") for item in records
    ):
        return "[]", (Finding("E-015", Severity.ERROR, locus, "not an array of records with an id", hint),)
    return text, ()


def _optional(folder: Path, file: str, name: str) -> tuple[str, tuple[Finding, ...]]:
    if not (folder / file).exists():
        return "", ()
    text, findings = _text(folder, file, name, empty_is_fine=True)
    return text or "", findings


def _text(
    folder: Path, file: str, name: str, *, limit: int = MAX_EDITION_BYTES, empty_is_fine: bool = False
) -> tuple[str | None, tuple[Finding, ...]]:
    """A text file as str with line feeds only, or the findings that say why not."""
    locus = Locus(f"{name}/{file}")
    try:
        data = read_bytes(confined(folder, file), limit=limit)
    except InputError as error:
        message = str(error).replace(str(folder), name)
        code = "E-013" if "outside" in message else "E-004" if "larger" in message else "E-001"
        return None, (Finding(code, Severity.ERROR, locus, message, _FILE_HINTS[code]),)
    try:
        text = data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"not UTF-8: byte 0x{data[error.start]:02x}"
        return None, (
            Finding("E-002", Severity.ERROR, Locus(locus.name, line), message, "Save the file as UTF-8."),
        )
    if not text.strip() and not empty_is_fine:
        return None, (
            Finding("E-003", Severity.ERROR, locus, "the file is empty", "Restore it, or import the text."),
        )
    if bad := _CONTROL.search(text):
        line = text.count("\n", 0, bad.start()) + 1
        column = bad.start() - (text.rfind("\n", 0, bad.start()) + 1) + 1
        message = f"control character or noncharacter U+{ord(bad[0]):04X}"
        return None, (
            Finding("E-012", Severity.ERROR, Locus(locus.name, line, column), message, "Delete it."),
        )
    return text, ()


_FILE_HINTS: Final = {
    "E-001": "Put the file there, or take its name out of the edition.",
    "E-004": "Split the work into several editions.",
    "E-013": "Name files inside the edition's folder only.",
}


def _refused(finding: Finding) -> ReadResult:
    return ReadResult(None, (finding,))
