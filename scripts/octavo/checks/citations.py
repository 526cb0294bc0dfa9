"""Rules on citations: what a text cites and the records of it answer to one another."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

from rapidfuzz import fuzz

from octavo.article import text_of
from octavo.checks.rule import Rule, Text, error
from octavo.model import REFERENCES_FILE, Finding, Locus
from octavo.tree import Node

_DOI: Final = re.compile(r"10\.\d{4,9}/\S+")

Record = dict[str, Any]
"""A CSL-JSON record."""


def records(text: Text) -> tuple[Record, ...]:
    """The records of the edition, in order."""
    return tuple(json.loads(text.edition.references))


def bindings(text: Text) -> tuple[tuple[tuple[str, ...], Node], ...]:
    """The passages bound to records: keys and the Span."""
    found = []
    for node in text.nodes:
        if node["t"] == "Span" and "citation" in node["c"][0][1]:
            found.append((tuple(dict(node["c"][0][2]).get("cites", "").split()), node))
    return tuple(found)


def _record_place(text: Text, key: str = "") -> Locus:
    """The line of a record in references.json."""
    name = f"{text.edition.folder}/{REFERENCES_FILE}"
    lines = text.edition.references.split("\n")
    line = next((number for number, content in enumerate(lines, 1) if key and f'"{key}"' in content), 1)
    return Locus(name, line)


def keys_have_records(text: Text) -> Iterator[Finding]:
    """Each cited key has a record."""
    known = {str(record["id"]) for record in records(text)}
    for keys, node in bindings(text):
        if not keys:
            hint = 'Write [wording]{.citation cites="key"}.'
            yield error("C-001", text.place(text_of(node["c"][1])), "a citation without a key", hint)
        for key in keys:
            if key not in known:
                hint = f"Add a record with the id {key!r} to {REFERENCES_FILE}."
                yield error("C-001", text.find(key), f"the cited key {key!r} has no record", hint)


def records_are_cited(text: Text) -> Iterator[Finding]:
    """Each record is cited, and there is one record an id."""
    cited = {key for keys, _ in bindings(text) for key in keys}
    seen: set[str] = set()
    for record in records(text):
        key = str(record["id"])
        if key in seen:
            yield error(
                "C-003", _record_place(text, key), f"the id {key!r} is given twice", "Rename one record."
            )
        elif key not in cited:
            hint = f'Bind the passage: [wording]{{.citation cites="{key}"}}, or remove the record.'
            yield error("C-002", _record_place(text, key), f"the record {key!r} is not cited", hint)
        seen.add(key)


def doi_syntax(text: Text) -> Iterator[Finding]:
    """A DOI is written as 10.prefix/suffix (DOI Handbook, 2.2)."""
    for record in records(text):
        doi = str(record.get("DOI", ""))
        if doi and not _DOI.fullmatch(doi):
            key = str(record["id"])
            yield error(
                "C-004", _record_place(text, key), f"{key}: {doi!r} is no DOI", "Write it as 10.1234/abcd."
            )


def records_match_notes(text: Text) -> Iterator[Finding]:
    """Title, volume and year of a record are found in the wording bound to it.

    A slip that the edition keeps on purpose within that wording lets the title differ a little.
    """
    by_key = {str(record["id"]): record for record in records(text)}
    wordings: dict[str, list[str]] = {}
    for keys, node in bindings(text):
        for key in keys:
            wordings.setdefault(key, []).append(text_of(node["c"][1]))
    for key, found in wordings.items():
        for field, value in _stated(by_key.get(key, {})):
            if not any(_contains(wording, value) or _slips(text, wording, value) for wording in found):
                message = f"{key}: the {field} {value!r} of the record is not in the wording of its note"
                hint = "Correct the record, or declare the difference under 'declared:' (C-005)."
                yield error("C-005", _record_place(text, key), message, hint)


def _stated(record: Record) -> Iterator[tuple[str, str]]:
    for field in ("title", "volume"):
        if record.get(field):
            yield field, str(record[field])
    parts = (
        record.get("issued", {}).get("date-parts", [[]]) if isinstance(record.get("issued"), dict) else [[]]
    )
    if parts and parts[0]:
        yield "year", str(parts[0][0])


def _contains(wording: str, value: str) -> bool:
    if value.isdigit():
        return re.search(rf"(?<!\d){value}(?!\d)", wording) is not None
    return _folded(value) in _folded(wording)


def _slips(text: Text, wording: str, value: str) -> bool:
    if value.isdigit() or not any(kept.sic in wording for kept in text.edition.kept):
        return False
    return fuzz.partial_ratio(_folded(value), _folded(wording)) >= _LIKENESS


_LIKENESS: Final = 90
"""Per cent of a title that a kept slip must leave as it is."""


def _folded(text: str) -> str:
    """Words only, in lower case: quotation marks and capitals of a title are style, not title."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"\w+", plain))


RULES: Final = (
    Rule("C-001", "Each cited key has a record.", keys_have_records),
    Rule("C-002", "Each record is cited, once an id.", records_are_cited),
    Rule("C-004", "DOIs are written as DOIs.", doi_syntax),
    Rule(
        "C-005", "Title, volume and year of a record stand in its note.", records_match_notes, waivable=True
    ),
)
