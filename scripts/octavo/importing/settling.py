"""EDGE: an import and its raw text in, the import with its own choices declared out.

Collation proves most of what an import does to a text: page ends, note signs, running heads. What it
cannot prove, an import has decided: this line is a heading, these items are one list. Such choices change
no word; they are declared in ``emendations.yaml`` with "octavo import" as who answers for them, so that an
editor finds them in the proof, and so that a fresh import collates with its witness. Differences of words
are never declared here: they stay what they are, errors.

A temporary folder is written, since editions are read from folders.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from octavo.edition import read_edition
from octavo.fidelity.collation import collate, witness_text
from octavo.fidelity.declared import parse_emendations, with_drafts
from octavo.fidelity.hunks import UNDECLARED, Collation, Hunk
from octavo.fidelity.scan import printed_words
from octavo.importing.result import Imported, Removed
from octavo.model import EDITION_FILE, EMENDATIONS_FILE, Edition, Emendation, Witness

RESP: Final = "octavo import"
MOST: Final = 1_000_000
"""Bytes up to which a raw text is collated at once; `octavo check` does it for larger ones."""
MANY: Final = 1_000
"""Open differences from where on nothing is declared: no editor would read so many entries."""
_KINDS: Final = (
    ("F-025", "", "note"),
    ("F-023", "", "paragraph"),
    ("F-024", "heading", "heading"),
    ("F-024", "emphasis", "emphasis"),
    ("F-024", "raised", "emphasis"),
    ("F-024", "", "paragraph"),
)
"""Finding code and a word of its evidence -> the kind of emendation."""
_MARKERS: Final = re.compile(
    r"\s*(?:[-*+•‣▪●○◦\uf0b7\uf0a7\uf0a8\uf0d8\uf06e\uf076\uf0fc]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)])\s*"
)
"""The mark of a list item alone: no word of a text."""
_BRACKETS: Final = re.compile(r"\[(?:st|nd|rd|th|er|re|e|[23])\]")
_FLOAT: Final = "words that the raw text has within another paragraph or line stand where they belong"
_CELLS: Final = 40
"""Differences within which words may have changed their order."""
_CALL: Final = re.compile(r"(?<=[^\W\d_])([.,;:!?”’\")\]]*)(?:\d{1,3}(?!\w)|\[\^\w{1,6}\])|\|")
_AMISS: Final = frozenset(("F-015", "F-028", "F-029", "F-031"))
"""Findings on an entry that does not fit its place."""


def settled(imported: Imported, data: bytes, name: str) -> Imported:
    """`imported` with every choice declared that changes no word of the raw text `data`, called `name`."""
    if len(data) > MOST or not imported.edition:
        return imported
    witness = Witness(name, data)
    edition = _edition(imported)
    if edition is None:
        return imported
    texts = (witness_text(data), edition.source)
    collation = collate(witness, edition)
    if sum(hunk.kind == UNDECLARED for hunk in collation.hunks) > MANY:
        return imported
    entries = tuple(_entries(collation, imported.removed, texts))
    if not entries:
        return imported
    told = with_drafts(imported.emendations, entries)
    fitting = _fitting(witness, replace(imported, emendations=told), entries)
    if fitting == entries:
        return replace(imported, emendations=told)
    return replace(imported, emendations=with_drafts(imported.emendations, fitting)) if fitting else imported


def _edition(imported: Imported) -> Edition | None:
    with tempfile.TemporaryDirectory(prefix="octavo-import-") as folder:
        place = Path(folder) / "source" / "edition"
        place.mkdir(parents=True)
        (place / EDITION_FILE).write_text(imported.edition, encoding="utf-8")
        (place / EMENDATIONS_FILE).write_text(imported.emendations, encoding="utf-8")
        edition = read_edition(place.parent, place.name).edition
    if edition is None:
        return None
    emendations, kept, _ = parse_emendations(edition.emendations_source, EMENDATIONS_FILE)
    return replace(edition, emendations=emendations, kept=kept)


def _fitting(witness: Witness, imported: Imported, entries: tuple[Emendation, ...]) -> tuple[Emendation, ...]:
    """The entries that are matched with their difference; the others would only be errors of their own."""
    edition = _edition(imported)
    if edition is None:
        return ()
    amiss = {one.locus.line for one in collate(witness, edition).findings if one.code in _AMISS}
    bad = {(e.sic, e.corr, e.context) for e in edition.emendations if e.locus.line in amiss}
    return tuple(entry for entry in entries if (entry.sic, entry.corr, entry.context) not in bad)


def _entries(
    collation: Collation, removed: Sequence[Removed], texts: tuple[str, str]
) -> Iterator[Emendation]:
    furniture = {" ".join(printed_words(entry.text)): entry.reason for entry in removed}
    opened = [hunk for hunk in collation.hunks if hunk.kind == UNDECLARED]
    seen: set[tuple[str, str, str]] = set()
    moved = _moved(opened)
    told: set[int] = set()
    resting = [hunk for hunk in opened if id(hunk) not in moved]
    for start, end in _shuffled(resting):
        group = resting[start:end]
        told.update(map(id, group))
        yield _reordered(group, *texts)
    for hunk, draft in zip(opened, collation.drafts, strict=False):
        if id(hunk) in told:
            continue
        if id(hunk) in moved:
            entry: Emendation | None = replace(draft, kind="order", reason=_FLOAT, resp=RESP)
        else:
            entry = _entry(hunk, draft, furniture)
        if entry is not None and (key := (entry.sic, entry.corr, entry.context)) not in seen:
            seen.add(key)
            yield entry


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


def _moved(hunks: Sequence[Hunk]) -> set[int]:
    """Ids of the hunks that take a block out of the text and put the same words in again elsewhere."""
    out = {_unsigned(hunk.sic): hunk for hunk in hunks if hunk.code == "F-020"}
    back = {_unsigned(hunk.corr): hunk for hunk in hunks if hunk.code == "F-021"}
    return {id(side[words]) for words in out.keys() & back.keys() for side in (out, back)}


def _shuffled(hunks: Sequence[Hunk]) -> Iterator[tuple[int, int]]:
    """Ranges of `hunks` that give and take the same words, as the cells of a table laid out anew."""
    start = 0
    while start < len(hunks):
        balance: Counter[str] = Counter()
        for end, hunk in enumerate(hunks[start : start + _CELLS], start + 1):
            if hunk.code not in ("F-020", "F-021", "F-024") or (end == start + 1 and hunk.code == "F-024"):
                break
            balance.update(_unsigned(hunk.sic))
            balance.subtract(_unsigned(hunk.corr))
            if balance and not any(balance.values()):
                yield start, end
                start = end - 1
                break
        start += 1


def _reordered(hunks: Sequence[Hunk], left: str, right: str) -> Emendation:
    """One entry for all of `hunks`, neighbours, whose words only change their order."""
    sic, corr = (
        left[hunks[0].witness[0] : hunks[-1].witness[1]],
        right[hunks[0].edition[0] : hunks[-1].edition[1]],
    )
    before, after = (
        " ".join(word for word in printed_words(text) if word not in ("¶", "|")) for text in (sic, corr)
    )
    return Emendation(before, after, "order", _FLOAT, RESP)


def _unsigned(text: str) -> tuple[str, ...]:
    """The words of `text`; the call of a note may be a figure on one side and a sign on the other."""
    return printed_words(_CALL.sub(r"\1", text))


def _entry(hunk: Hunk, draft: Emendation, furniture: dict[str, str]) -> Emendation | None:
    if hunk.code in ("F-020", "F-021") and _MARKERS.fullmatch(hunk.sic + hunk.corr):
        return replace(draft, kind="paragraph", reason="the number or bullet of a list item", resp=RESP)
    if hunk.code == "F-020":
        words = " ".join(printed_words(hunk.sic))
        reason = furniture.get(words)
        return Emendation(words, "", "furniture", f"{reason} of the printed page", RESP) if reason else None
    if hunk.code == "F-022" and _BRACKETS.search(hunk.sic) and _letters(hunk.sic) == _letters(hunk.corr):
        return replace(draft, kind="emphasis", reason="a superscript that was printed in brackets", resp=RESP)
    kind = next((k for code, word, k in _KINDS if code == hunk.code and word in hunk.evidence), "")
    return replace(draft, kind=kind, reason=hunk.evidence, resp=RESP) if kind else None
