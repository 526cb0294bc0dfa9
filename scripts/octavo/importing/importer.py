"""Raw Markdown of any PDF converter -> an edition, with every doubt named.

In: the bytes of the raw text. Out: `Imported`. The rules stand in one list, `RULES`, and run in
its order; each is a pure function of a draft. No clock, no disk, no network, no model.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from octavo.importing import (
    accounting,
    blocks,
    formrows,
    furniture,
    headings,
    language,
    layout,
    notes,
    paragraphs,
    raised,
    reading,
    records,
    review,
    wordmarks,
    writing,
)
from octavo.importing.bullets import part_bullets
from octavo.importing.draft import Block, Draft, Kind, Ledger, Rule, settle_atoms
from octavo.importing.emending import emendations_yaml
from octavo.importing.family import recognise
from octavo.importing.flatlines import flat_headings
from octavo.importing.fragments import gather_fragments
from octavo.importing.frontmatter import find_front_matter
from octavo.importing.frontruns import part_front
from octavo.importing.inlines import read_inlines
from octavo.importing.layoutheads import plain_headings
from octavo.importing.lettered import lettered_lists
from octavo.importing.lists import mend_lists
from octavo.importing.lone import drop_doubles
from octavo.importing.lonelines import lone_headings
from octavo.importing.notetables import unfold_note_tables
from octavo.importing.numbered import numbered_paragraphs
from octavo.importing.result import Imported, Removed
from octavo.importing.runtogether import part_paragraphs, part_titles
from octavo.importing.series import number_series
from octavo.importing.speakers import part_turns
from octavo.importing.strays import drop_rules
from octavo.importing.summary import find_summary
from octavo.importing.torn import mark_torn
from octavo.importing.twins import part_twins
from octavo.model import Finding, Locus, Severity

RULES: Final[tuple[Rule, ...]] = (
    gather_fragments,
    plain_headings,
    mark_torn,
    furniture.drop_furniture,
    part_front,
    find_front_matter,
    unfold_note_tables,
    part_twins,
    notes.place_notes,
    drop_doubles,
    notes.drop_notes_headings,
    headings.drop_empty,
    drop_rules,
    mend_lists,
    part_bullets,
    lettered_lists,
    numbered_paragraphs,
    number_series,
    part_turns,
    part_titles,
    headings.bold_headings,
    headings.plain_lines,
    lone_headings,
    flat_headings,
    headings.part_headings,
    paragraphs.whole_paragraphs,
    part_paragraphs,
    headings.clean_headings,
    headings.level_headings,
    find_summary,
)
"""The way of a text, in ten seconds."""

_FRONT: Final = re.compile(r"\A---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
ORDER: Final = (
    "id",
    "title",
    "subtitle",
    "author",
    "series",
    "number",
    "date",
    "lang",
    "publisher",
    "rights",
    "doi",
    "issn",
    "abstract",
    "keywords",
    "version",
    "released",
    "witness",
    "references",
)


def import_text(
    data: bytes,
    *,
    name: str,
    decisions: str = "",
    pictures: frozenset[str] = frozenset(),
    origin: tuple[str, str] | None = None,
    identifier: str = "",
) -> Imported:
    """Import the raw text `data`, known as `name`; `decisions` is the text of ``decisions.yaml``.

    `pictures` are the names of pictures that exist beside the raw text; `origin` is (name, SHA-256) of
    the document that the raw text was made of: the edition records it behind its witness. `identifier`
    is the edition's id where its folder settles it. Never raises on bad text:
    what cannot be read gives an empty edition and a finding that says what to do.
    """
    read = reading.read(data, name=name)
    if read.foreign:
        return Imported("", "[]\n", emendations_yaml(()), findings=read.findings)
    wishes, complaints = _wishes(decisions)
    ledger = Ledger(findings=[*read.findings, *complaints], overrides=dict(wishes))
    ledger.wished.update(_lines_of(decisions))
    front = _FRONT.match(read.text)
    if front and re.search(r"^(?:title|id)\s*:", front[0], re.MULTILINE):
        return _kept(read.text, ledger)
    draft = Draft(read.text, name, recognise(read.text), ledger=ledger)
    parsed = layout.parse(_lines(draft)) if draft.family == "plain" else blocks.parse(read.text)
    ledger.boxes.update((box.id, (box.kind, box.marker)) for block in parsed for box in block.path)
    draft = read_inlines(replace(draft, blocks=parsed), pictures)
    for rule in RULES:
        draft = rule(draft)
    draft, references = records.draft_records(draft)
    if identifier:
        draft = replace(draft, front=(*draft.front, ("id", identifier)))
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    witnesses = ((base, hashlib.sha256(data).hexdigest()), *((origin,) if origin else ()))
    return _finished(draft, references, witnesses, pictures)


def _lines(draft: Draft) -> str:
    """A plain text as the lines that were printed."""
    lines = formrows.printed_lines(wordmarks.hollowed(draft))
    return raised.lowered(draft, lines) if formrows.is_by_rows(draft.raw) else lines


def _kept(text: str, ledger: Ledger) -> Imported:
    """A text with front matter is an edition already: it stays as it is."""
    return Imported(text, "[]\n", emendations_yaml(()), findings=tuple(ledger.findings), raw=text)


def _wishes(decisions: str) -> tuple[Mapping[str, str], list[Finding]]:
    if not decisions.strip():
        return {}, []
    try:
        loaded = YAML(typ="safe", pure=True).load(decisions)
    except (YAMLError, RecursionError, ValueError) as error:
        message = str(error).splitlines()[0]
        hint = "Write one decision a line, e.g. 'join-41-1: apart'."
        return {}, [Finding("I-030", Severity.ERROR, Locus("decisions.yaml"), f"not YAML: {message}", hint)]
    if not isinstance(loaded, dict):
        hint = "Write one decision a line, e.g. 'join-41-1: apart'."
        return {}, [
            Finding("I-030", Severity.ERROR, Locus("decisions.yaml"), "no mapping of decisions", hint)
        ]
    return {str(key): str(value) for key, value in loaded.items()}, []


def _finished(
    draft: Draft, references: str, witnesses: tuple[tuple[str, str], ...], pictures: frozenset[str]
) -> Imported:
    text = writing.body(draft)
    header, missing = _header(draft, text, witnesses=witnesses, bound=references.strip() != "[]")
    ledger = draft.ledger
    ledger.findings.extend(missing)
    ledger.findings.extend(_unheeded(ledger))
    ledger.findings.extend(_pictures(draft, pictures))
    ledger.findings.extend(_balance(draft))
    edition = header + "\n" + text
    decisions = tuple(sorted(ledger.decisions, key=lambda decision: (decision.line, decision.id)))
    findings = tuple(
        sorted(ledger.findings, key=lambda finding: (finding.locus, finding.code, finding.message))
    )
    imported = Imported(
        edition,
        references,
        emendations_yaml(_taken(draft)),
        images=_images(draft.blocks),
        findings=findings,
        decisions=decisions,
        removed=_taken(draft),
        raw=draft.raw,
    )
    return replace(imported, review=review.page(imported, draft.name))


def _images(flow: tuple[Block, ...]) -> tuple[str, ...]:
    found = (re.search(r"\]\(\s*<?([^\s<>)]+)", block.text) for block in flow if block.kind is Kind.IMAGE)
    return tuple(dict.fromkeys(match[1] for match in found if match))


def _pictures(draft: Draft, pictures: frozenset[str]) -> list[Finding]:
    """What an editor must still bring: a picture that lies beside the raw text comes along."""
    out = []
    lines = {name: block.line for block in reversed(draft.blocks) for name in _images((block,))}
    for name in _images(draft.blocks):
        if name in pictures:
            continue
        message = f"the text refers to the picture {name!r}"
        hint = "Put the picture beside the edition under this name, or take the reference out."
        if _OUTSIDE.match(name):
            message += ", which lies outside its folder and is not read"
            hint = (
                "Put the picture beside the edition and write its new name there, or take the reference out."
            )
        out.append(Finding("I-060", Severity.WARNING, Locus(draft.name, lines.get(name, 0)), message, hint))
    return out


_OUTSIDE: Final = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9+.-]*:|[/\\]|(?:.*[/\\])?\.\.(?:[/\\]|$))")
"""Names of pictures that are absolute, have a scheme or climb out of their folder."""


def _unheeded(ledger: Ledger) -> list[Finding]:
    """The lines of ``decisions.yaml`` that this import could not obey, and why."""
    options = {decision.id: decision.options for decision in ledger.decisions}
    out = []
    for key in sorted(set(ledger.overrides) - ledger.obeyed):
        message = f"nothing is decided under {key!r} in this text any more; the line has no effect"
        hint = "Remove the line, or take the decision's name of now from review.html."
        if key in options:
            message = f"{key!r} cannot be {ledger.overrides[key]!r}; the line has no effect"
            hint = f"Choose one of {', '.join(map(repr, options[key]))}."
        line = ledger.wished.get(key, 0)
        out.append(Finding("I-031", Severity.WARNING, Locus("decisions.yaml", line), message, hint))
    return out


def _lines_of(decisions: str) -> dict[str, int]:
    """Line numbers of the decisions in ``decisions.yaml``."""
    found = (
        (at, re.match(r"[\"']?([\w-]+)[\"']?\s*:", line)) for at, line in enumerate(decisions.split("\n"), 1)
    )
    return {match[1]: at for at, match in found if match}


def _header(
    draft: Draft, text: str, *, witnesses: tuple[tuple[str, str], ...], bound: bool
) -> tuple[str, list[Finding]]:
    facts = {key: value for key, value in draft.front if not key.startswith("author")}
    authors = _authors(draft)
    findings = [
        Finding(
            "I-040",
            Severity.WARNING,
            Locus(draft.name),
            f"the text states no {what}",
            f"Fill in {key!r} in edition.md.",
        )
        for key, what in (("title", "title that could be told"), ("author", "author"), ("date", "date"))
        if key not in facts and not (key == "author" and authors)
    ]
    facts.setdefault("title", "Untitled")
    facts.setdefault("id", _identifier(facts, draft.name))
    facts["lang"] = language.guess(text) or "und"
    facts["version"] = "1.0.0"
    facts["witness"] = draft.name
    if re.fullmatch(r"\d{4}-\d\d-\d\d", facts.get("date", "")):
        facts["released"] = facts["date"]
    if authors:
        facts["author"] = "yes"
    if bound:
        facts["references"] = "references.json"
    pairs = tuple((key, facts[key]) for key in ORDER if facts.get(key))
    return writing.front_matter(_settled(pairs, draft), authors, witnesses), findings


def _settled(pairs: tuple[tuple[str, str], ...], draft: Draft) -> tuple[tuple[str, str], ...]:
    return tuple((key, notes.settle_atoms(value, draft.atoms)) for key, value in pairs)


def _authors(draft: Draft) -> tuple[tuple[tuple[str, str], ...], ...]:
    gathered: dict[str, list[tuple[str, str]]] = {}
    for key, value in draft.front:
        if key.startswith("author"):
            number, _, part = key.partition(".")
            gathered.setdefault(number, []).append((part, value))
    return tuple(tuple(parts) for parts in gathered.values())


def _identifier(facts: Mapping[str, str], name: str) -> str:
    """From the number of the series, else the title, else the file's name."""
    for source in (
        facts.get("number", ""),
        facts["title"] if facts["title"] != "Untitled" else "",
        name.rsplit("/", 1)[-1].rsplit(".", 1)[0],
    ):
        plain = unicodedata.normalize("NFKD", re.sub(r"[\^\\*]", "", source).lower())
        words = re.findall(r"[a-z0-9]+", re.sub(r"[\u0300-\u036f]", "", plain))
        if words and (source != facts.get("number") or any(c.isalpha() for c in source)):
            return "-".join(words[:6])
    return "edition"


def _balance(draft: Draft) -> list[Finding]:
    """The books of the import: nothing lost, nothing invented."""
    moved = "\n".join(settle_atoms(entry.text, draft.atoms) for entry in draft.ledger.fronted)
    lost, invented = accounting.unbalanced(
        draft.raw,
        writing.body(draft, signs=False) + "\n" + moved,
        removed=_taken(draft),
        respelled=draft.ledger.respelled,
        markers=_vanished(draft),
    )
    out = []
    for code, what, tokens in (
        ("I-050", "are neither in the edition nor in the apparatus", lost),
        ("I-051", "are in the edition but not in the raw text", invented),
    ):
        if tokens:
            shown = ", ".join(tokens[:12]) + (" …" if len(tokens) > 12 else "")
            out.append(
                Finding(
                    code,
                    Severity.ERROR,
                    Locus(draft.name),
                    f"{len(tokens)} words {what}: {shown}",
                    "Report this: the importer must lose nothing.",
                )
            )
    return out


def _vanished(draft: Draft) -> tuple[str, ...]:
    """Markers of items and notes of which nothing is left."""
    left = {box.id for flow in (draft.blocks, *draft.notes) for block in flow for box in block.path}
    boxes = draft.ledger.boxes.items()
    return tuple(marker for number, (kind, marker) in boxes if kind == "note" or number not in left)


def _taken(draft: Draft) -> tuple[Removed, ...]:
    """What was taken out, as it stood in the raw text."""
    return tuple(replace(entry, text=settle_atoms(entry.text, draft.atoms)) for entry in draft.ledger.removed)
