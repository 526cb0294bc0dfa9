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
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from octavo.edition import read_edition
from octavo.fidelity.collation import collate, witness_text
from octavo.fidelity.declared import parse_emendations, with_drafts
from octavo.fidelity.declaring import Printed
from octavo.fidelity.hunks import UNDECLARED, Collation, Range
from octavo.fidelity.moved import unbalanced, without_calls
from octavo.fidelity.scan import RAISED, printed_words, scan
from octavo.fidelity.statements import said
from octavo.importing.clusters import Place, Texts, gathered, together
from octavo.importing.result import Imported, Removed
from octavo.importing.wordmarks import has_hollow_bullets
from octavo.model import EDITION_FILE, EMENDATIONS_FILE, Edition, Emendation, Imprint, Witness

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
_BULLET: Final = r"[-*+•‣▪●○◦·■□–—∗\ue000-\uf8ff]"
_SIGN_ALONE: Final = re.compile(r"[•‣▪●○◦·■□\ue000-\uf8ff]+")
"""Nothing but a bullet, wherever it stands."""
_NUMBER: Final = r"\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)]"
_MARKERS: Final = re.compile(rf"(?:\s*(?:{_BULLET}|{_NUMBER})\s*)+")
"""Marks of list items alone: no words of a text."""
_HOLLOW: Final = re.compile(rf"(?:\s*(?:{_BULLET}|o(?!\w)|{_NUMBER})\s*)+")
"""The same where a letter may be a bullet (see `wordmarks`)."""
_BRACKETS: Final = re.compile(r"\[(?:st|nd|rd|th|er|re|e|[23])\]")
_HYPHENS: Final = str.maketrans("", "", "-\u2010\u2011\u00ad")
_FLOAT: Final = "words that the raw text has at another place stand where they belong"
_CELLS: Final = 60
"""Differences within which words may have changed their order."""
_AMISS: Final = frozenset(("F-015", "F-028", "F-029", "F-031", "F-034", "F-035"))
"""Findings on an entry that does not fit its place."""


def settled(imported: Imported, data: bytes, name: str) -> Imported:
    """`imported` with every choice declared that changes no word of the raw text `data`, called `name`."""
    if len(data) > MOST or not imported.edition:
        return imported
    witness = Witness(name, data)
    imported = _asked_for(imported)
    edition = _edition(imported)
    if edition is None:
        return imported
    for passages in (True, False):
        collation = collate(witness, edition)
        if not 0 < sum(hunk.kind == UNDECLARED for hunk in collation.hunks) <= MANY:
            return imported
        entries = tuple(dict.fromkeys(_entries(collation, imported.removed, edition, witness, passages)))
        del collation  # two at a time would take twice the memory
        imported = _with(imported, witness, entries)
        edition = _edition(imported) or edition
    return imported


def _with(imported: Imported, witness: Witness, entries: tuple[Emendation, ...]) -> Imported:
    """`imported` with those of `entries` that fit their places."""
    while entries:
        told = replace(imported, emendations=with_drafts(imported.emendations, entries))
        fitting = _fitting(witness, told, entries)
        if fitting == entries:
            return told
        entries = fitting
    return imported


def _asked_for(imported: Imported) -> Imported:
    """The title of a text that states none is ours, not the author's: it stands among what is supplied."""
    if not re.search(r"^title: Untitled$", imported.edition.partition("\n---\n")[0], re.MULTILINE):
        return imported
    entry = Emendation("", "Untitled", "supplied", "the raw text states no title that could be told", RESP)
    return replace(imported, emendations=with_drafts(imported.emendations, (entry,)))


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
    collation: Collation, removed: Sequence[Removed], edition: Edition, witness: Witness, passages: bool
) -> Iterator[Emendation]:
    """An entry for each place that loses no word; with `passages` one for all places within one passage."""
    furniture = {" ".join(printed_words(entry.text)): entry.reason for entry in removed}
    raw = witness_text(witness.data)
    known = _Known(furniture, edition.imprint, _HOLLOW if has_hollow_bullets(raw) else _MARKERS)
    left, right = scan(raw), scan(edition.source, edition.text_offset)
    texts = Texts(Printed(left), Printed(right))
    moved: list[Place] = []
    for place in gathered((hunk for hunk in collation.hunks if hunk.kind == UNDECLARED), texts):
        told = _markup(place) if place.is_markup else _told(place, texts, known)
        if told:
            yield texts.entry(place, (*told, RESP))
        elif not place.is_markup:
            moved.append(place)
    for place in _transposed(moved, texts, passages=passages):
        yield texts.entry(place, ("order", _FLOAT, RESP))


def _markup(place: Place) -> tuple[str, str] | None:
    """Kind and reason of a difference of markup."""
    first = place.hunks[0]
    kind = next((k for code, word, k in _KINDS if code == first.code and word in first.evidence), "")
    return (kind, "; ".join(dict.fromkeys(hunk.evidence for hunk in place.hunks))) if kind else None


@dataclass(frozen=True)
class _Known:
    """What an import says of the words that are not in its text."""

    removed: Mapping[str, str]
    """Words that were taken out -> why."""
    imprint: Imprint
    marks: re.Pattern[str] = _MARKERS
    """What are marks of list items in this text."""

    def left_out(self, sic: str) -> tuple[str, str] | None:
        """Kind and reason of words that the text has no more, where the import can say why."""
        if said(sic, self.imprint):
            return "front matter", "the front matter says the same"
        words, reasons = sic.split(), []
        while words:
            size = next((n for n in range(len(words), 0, -1) if " ".join(words[:n]) in self.removed), 0)
            if not size:
                return None
            reasons.append(self.removed[" ".join(words[:size])])
            del words[:size]
        kind = "furniture" if len(reasons) == 1 and any(map(str.isalpha, sic)) else "omitted"
        return kind, f"{' and '.join(dict.fromkeys(reasons))} of the printed page"


def _told(place: Place, texts: Texts, known: _Known) -> tuple[str, str] | None:
    """Kind and reason of a change that loses no letter; None where words are lost, added or moved."""
    sic, corr = texts.sic(place), texts.corr(place)
    bare = _unmarked(texts.witness, place.witness, known), _unmarked(texts.edition, place.edition, known)
    if bare == (("", 0), ("", 0)):
        return "paragraph", "the number or bullet of a list item"
    if "[^" in corr and _called(corr).fullmatch(sic):
        return "note", "the printed sign of a call is written as the edition's"
    if not corr and (reason := known.left_out(sic)):
        return reason
    if _letters(sic) != _letters(corr):
        return ("paragraph", "the numbers or bullets of list items") if bare[0] == bare[1] else None
    if _BRACKETS.search(sic):
        return "emphasis", "a superscript that was printed in brackets"
    if _signs(sic) == _signs(corr):
        return "spacing", "the same letters, parted or joined"
    return "punctuation", "the same letters with other signs between them"


def _called(corr: str) -> re.Pattern[str]:
    """What the edition's words may be in a witness that prints some sign for each call.

    A letter is a sign in brackets or raised only: ``them`` is not ``the`` and the call of note m.
    """
    return re.compile(_SIGN.join(map(re.escape, _NOTE_CALL.split(corr))))


_NOTE_CALL: Final = re.compile(r"\[\^[^\]\s]{1,64}\]")
_SIGN: Final = rf"(?:[\[(]?(?:\d{{1,3}}|[*∗†‡§¶‖]{{1,3}}|[{''.join(RAISED)}]{{1,3}})[\])]?|[\[(][a-z][\])])"


def _unmarked(text: Printed, span: Range, known: _Known) -> tuple[str, int]:
    """The letters of some words without marks of list items and signs of calls, and the number of calls.

    A number, a letter, a dash is a mark only where it opens its line: in mid-line it is the author's.
    """
    words = (text.words[at] for at in range(*span) if not _is_mark(text, at, known))
    bare, calls = without_calls(" ".join(words))
    return _letters(bare), calls


def _is_mark(text: Printed, at: int, known: _Known) -> bool:
    if not known.marks.fullmatch(text.words[at]):
        return False
    start = text.scan.words[at].start
    before = text.scan.text[text.scan.text.rfind("\n", 0, start) + 1 : start].strip(" \t\f>|#*_\\")
    return (
        _SIGN_ALONE.fullmatch(text.words[at]) is not None or not before or bool(known.marks.fullmatch(before))
    )


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


def _signs(text: str) -> str:
    return "".join(text.split()).translate(_HYPHENS)


def _transposed(places: Sequence[Place], texts: Texts, *, passages: bool) -> Iterator[Place]:
    """The places whose words stand elsewhere again: all together, or group by group, nothing is lost."""
    rest: list[Place] = []
    at = 0
    while at < len(places):
        end = _balanced(places, at, texts) if passages else at
        if end > at:
            yield together(places[at:end])
        else:
            rest.append(places[at])
        at = max(end, at + 1)
    for group in _linked(rest, texts):
        if not unbalanced((texts.sic(place), texts.corr(place)) for place in group):
            yield from group


def _balanced(places: Sequence[Place], at: int, texts: Texts) -> int:
    """The end of the shortest run of places from `at` on that balances out; `at` if there is none."""
    changes: list[tuple[str, str]] = []
    letters = 0
    for end in range(at, min(len(places), at + _CELLS)):
        sic, corr = texts.sic(places[end]), texts.corr(places[end])
        changes.append((sic, corr))
        letters += sum(map(str.isalpha, sic)) - sum(map(str.isalpha, corr))
        ahead = places[end].edition[0] >= places[at].edition[0]
        if not letters and ahead and not unbalanced(changes):
            return end + 1
    return at


def _linked(places: Sequence[Place], texts: Texts) -> Iterator[list[Place]]:
    """`places` in groups that share no word which one of their sides has more often."""
    nets = [unbalanced([(texts.sic(place), texts.corr(place))]) for place in places]
    holders: dict[str, list[int]] = defaultdict(list)
    for index, net in enumerate(nets):
        for word in net:
            holders[word].append(index)
    seen: set[int] = set()
    for index in range(len(places)):
        if index in seen:
            continue
        group, todo = [], [index]
        seen.add(index)
        while todo:
            one = todo.pop()
            group.append(one)
            fresh = {other for word in nets[one] for other in holders.pop(word, ())} - seen
            seen |= fresh
            todo += sorted(fresh)
        yield [places[one] for one in sorted(group)]
