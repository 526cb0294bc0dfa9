"""Drafts of CSL records from the wording of notes; a note that cites one work is bound to it.

In: a draft. Out: CSL-JSON text, and the draft whose notes carry ``[wording]{.citation cites="key"}``
where a whole note is one full citation. Only forms that can be read without doubt are drafted:
author, "title", *container*, volume, issue, (year); or author, *title* (place: publisher, year).
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Any, Final

from octavo.importing.choices import choose
from octavo.importing.draft import PRIVATE, Atom, Block, Draft, Kind, atom_sign

_NAMES: Final = r"(?P<authors>[A-ZÀ-Þ][^“”\"*\d:;()]{2,160}?)"
_ARTICLE: Final = re.compile(
    _NAMES + r",\s+[“\"](?P<title>[^“”\"]{6,300}?),?[”\"],?\s+(?:in\s+)?\*(?P<container>[^*]{3,160})\*,?\s*"
    r"(?:[Vv]ol\.?\s*)?(?P<volume>\d{1,4})?,?\s*(?:[Nn]o\.?\s*|[Ii]ssue\s*)?(?P<issue>\d{1,4}(?:[-/–]\d{1,4})?)?,?\s*"
    r"\((?:[A-Za-z./ ]{1,24}\s)?(?P<year>(?:1[5-9]|20)\d\d)\)"
    r"(?:[,:]\s*(?:pp?\.\s*)?(?P<page>\d{1,5}(?:[-–]\d{1,5})?))?\.?"
)
_BOOK: Final = re.compile(
    _NAMES + r",\s+\*(?P<title>[^*]{4,300})\*\s+\((?P<place>[A-ZÀ-Þ][^():]{2,60}):\s*"
    r"(?P<publisher>[^()]{2,100}),\s*(?P<year>(?:1[5-9]|20)\d\d)\)"
    r"(?:,\s*(?:pp?\.\s*)?(?P<page>\d{1,5}(?:[-–]\d{1,5})?))?\.?"
)


@dataclass(frozen=True)
class Record:
    """A drafted record and its key."""

    key: str
    data: tuple[tuple[str, Any], ...]


def draft_records(draft: Draft) -> tuple[Draft, str]:
    """Bind the notes that are one citation; return the draft and the CSL-JSON array."""
    atoms = list(draft.atoms)
    records: dict[str, Record] = {}
    notes = []
    for note in draft.notes:
        record = _record(note[0].text) if len(note) == 1 and note[0].kind is Kind.PARA else None
        if record is None or records.get(record.key, record) != record:
            notes.append(note)
            continue
        choice = choose(
            draft,
            kind="citation",
            line=note[0].line,
            default="bind",
            options=("bind", "leave"),
            why=("the whole note reads as one full citation", 0.75, note[0].text[:80]),
        )
        if choice == "bind":
            records[record.key] = record
            notes.append((_bound(note[0], record.key, atoms),))
        else:
            notes.append(note)
    text = json.dumps([dict(record.data) for record in records.values()], ensure_ascii=False, indent=2) + "\n"
    return replace(draft, notes=tuple(notes), atoms=tuple(atoms)), text


def _bound(block: Block, key: str, atoms: list[Atom]) -> Block:
    atoms.append(Atom("opaque", f']{{.citation cites="{key}"}}'))
    return replace(block, text="[" + block.text + atom_sign(len(atoms) - 1))


def _record(text: str) -> Record | None:
    if PRIVATE.search(text):
        return None
    article, book = _ARTICLE.fullmatch(text.strip()), _BOOK.fullmatch(text.strip())
    found = article or book
    if found is None:
        return None
    authors = _authors(found["authors"])
    if not authors:
        return None
    key = _key(authors, found["year"])
    fields: list[tuple[str, Any]] = [
        ("id", key),
        ("type", "article-journal" if article else "book"),
        ("author", authors),
        ("title", _plain(found["title"])),
    ]
    if article:
        fields.extend(
            (name, _plain(found[group]))
            for name, group in (("container-title", "container"), ("volume", "volume"), ("issue", "issue"))
            if found[group]
        )
    else:
        fields.extend(
            (
                (name, _plain(found[group]))
                for name, group in (("publisher-place", "place"), ("publisher", "publisher"))
            )
        )
    fields.append(("issued", {"date-parts": [[int(found["year"])]]}))
    if article and found["page"]:
        fields.append(("page", found["page"].replace("–", "-")))
    return Record(key, tuple(fields))


def _authors(text: str) -> list[dict[str, str]]:
    out = []
    for name in re.split(r"\s*(?:,\s*(?:and|&)\s|,|\s&\s|\sand\s|\sund\s|\set\s)\s*", _plain(text)):
        parts = name.split()
        if not 2 <= len(parts) <= 5 or any(
            not part[0].isupper() and part not in ("van", "von", "de", "der") for part in parts
        ):
            return []
        out.append({"family": parts[-1], "given": " ".join(parts[:-1])})
    return out


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text).replace("*", "").strip(" ,")


def _key(authors: list[dict[str, str]], year: str) -> str:
    joined = "".join(author["family"] for author in authors[:3]).lower()
    letters = unicodedata.normalize("NFKD", joined)
    return "".join(c for c in letters if "a" <= c <= "z") + year
