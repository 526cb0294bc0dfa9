"""Scanned witness and edition in, streams out: which word of the witness is which word of the edition.

A *stream* is the body or one note of the edition. Notes are found first, whole, by their words and
the sign before them; the rest is aligned with the body; what is left on both sides is aligned once
more, for notes that were emended or split over pages. This only proposes: `rules` proves.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from octavo.fidelity.align import equal_pairs
from octavo.fidelity.hunks import Range
from octavo.fidelity.rules import bare_sign
from octavo.fidelity.scan import NOTE_SIGN, Kind, Scan, Word

BODY: Final = -1
"""The stream number of the body; notes are numbered from 0 in order of call."""

_UNSIGNED: Final = 4
"""Words from which on a note may be found without a sign before it."""
_NOTE_END: Final = re.compile(r"\n[ \t]*\n(?![ \t]*\n)(?! {4}|\t)")


@dataclass(frozen=True, slots=True)
class EditionNote:
    """A note of the edition: its label, its words (indices), its place."""

    label: str
    words: tuple[int, ...]
    span: Range
    """From the definition's label to the end of its last word."""


@dataclass(frozen=True)
class Parts:
    """The words of an edition, body and notes apart."""

    body: tuple[int, ...]
    notes: tuple[EditionNote, ...]


@dataclass
class Streams:
    """The proposal: word pairs by stream, and signs before notes."""

    pairs: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    """Stream -> (witness word, edition word), both ascending."""
    marks: dict[int, int] = field(default_factory=dict)
    """Note -> index of the witness word that is the sign before it."""
    owner: list[int | None] = field(default_factory=list)
    """Witness word -> its stream, None for words that no stream has."""


def parts(edition: Scan) -> Parts:
    """Split the edition's words; notes come in order of their first call, uncalled ones last.

    A definition without words is no note: it stays among the body's gaps.
    """
    regions = list(_note_regions(edition))
    starts = [region[1][0] for region in regions]
    members: list[list[int]] = [[] for _ in regions]
    body: list[int] = []
    for index, word in enumerate(edition.words):
        at = bisect_left(starts, word.start + 1) - 1
        if at >= 0 and word.start < regions[at][1][1]:
            members[at].append(index)
        else:
            body.append(index)
    order = {label: rank for rank, label in enumerate(_called(edition))}
    notes = [
        EditionNote(label, tuple(words), (start, edition.words[words[-1]].end))
        for (label, (start, _)), words in zip(regions, members, strict=True)
        if words
    ]
    notes.sort(key=lambda note: order.get(note.label, len(order)))
    return Parts(tuple(body), tuple(notes))


def _note_regions(edition: Scan) -> Iterator[tuple[str, Range]]:
    """Label and range of each note definition, continuation paragraphs included."""
    labels = [lexeme for lexeme in edition.lexemes if lexeme.kind is Kind.NOTE]
    limits = [*(lexeme.start for lexeme in labels[1:]), len(edition.text)]
    for lexeme, limit in zip(labels, limits, strict=False):
        end = _NOTE_END.search(edition.text, lexeme.end, limit)
        yield lexeme.text.removesuffix(":"), (lexeme.start, end.start() if end else limit)


def _called(edition: Scan) -> Iterator[str]:
    seen: set[str] = set()
    for lexeme in edition.lexemes:
        if lexeme.kind is Kind.CALL and lexeme.text not in seen:
            seen.add(lexeme.text)
            yield lexeme.text


def propose(witness: Scan, edition: Scan, edition_parts: Parts) -> Streams:
    """Give every word of the witness to a stream, where one can be found for it."""
    streams = Streams(owner=[None] * len(witness.words))
    keys = [word.key for word in witness.words]
    _whole_notes(witness, edition, edition_parts, keys, streams)
    _align(keys, edition, BODY, edition_parts.body, streams)
    _prune(witness, streams)
    _left_over_notes(keys, edition, edition_parts, streams)
    for note in range(len(edition_parts.notes)):
        if note not in streams.marks and streams.pairs[note]:
            _find_mark(witness, streams, note, streams.pairs[note][0][0])
    return streams


def _whole_notes(
    witness: Scan, edition: Scan, edition_parts: Parts, keys: list[str], streams: Streams
) -> None:
    shingles = _index(keys, 3)
    singles = _index(keys, 1)
    last = -1
    for number, note in enumerate(edition_parts.notes):
        wanted = [edition.words[index].key for index in note.words]
        index, width = (shingles, 3) if len(wanted) >= 3 else (singles, min(1, len(wanted)))
        candidates = index.get(tuple(wanted[:width]), []) if width else []
        places = _free_places(streams, candidates, wanted, keys)
        found = _choose(witness, places, note, last)
        if found is None:
            continue
        for offset, edition_word in enumerate(note.words):
            streams.pairs[number].append((found + offset, edition_word))
            streams.owner[found + offset] = number
        _find_mark(witness, streams, number, found)
        last = found


def _index(keys: Sequence[str], width: int) -> dict[tuple[str, ...], list[int]]:
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, key in enumerate(zip(*(keys[k:] for k in range(width)), strict=False)):
        places[key].append(index)
    return places


def _free_places(
    streams: Streams, candidates: Iterable[int], wanted: list[str], keys: list[str]
) -> list[int]:
    """Candidates where all the words wanted stand, and no stream has them yet."""
    size = len(wanted)
    return [
        place
        for place in candidates
        if keys[place : place + size] == wanted
        and all(owner is None for owner in streams.owner[place : place + size])
    ]


def _choose(witness: Scan, places: list[int], note: EditionNote, last: int) -> int | None:
    """The place behind a label, or behind the note's number, or the next behind a sign, or the only one."""
    labelled = [place for place in places if _label_before(witness, place)]
    if labelled:
        return labelled[0]
    signed = [place for place in places if place > last and _sign_before(witness, place) is not None]
    own = [place for place in signed if _sign_at(witness, place) == bare_sign(note.label)]
    if signed:
        return (own or signed)[0]
    return places[0] if len(places) == 1 and len(note.words) >= _UNSIGNED else None


def _sign_at(witness: Scan, place: int) -> str:
    mark = _sign_before(witness, place)
    if mark is None:
        return ""
    word = witness.words[mark]
    glued = glued_sign(witness, word) if mark == place else None
    pieces = (
        witness.lexemes[glued : glued + 1] if glued is not None else witness.lexemes[word.first : word.last]
    )
    return bare_sign("".join(x.text for x in pieces if x.kind < Kind.BREAKS))


def _sign_before(witness: Scan, place: int) -> int | None:
    """Index of the word before `place` that is a note sign; `place` itself if the sign is glued to it."""
    word = witness.words[place]
    if glued_sign(witness, word) is not None and _begins_line(witness, word):
        return place
    if place == 0:
        return None
    before = witness.words[place - 1]
    gap = witness.text[before.end : word.start]
    if "\n" in gap or not _begins_line(witness, before):
        return None
    printed = "".join(x.text for x in witness.lexemes[before.first : before.last] if x.kind < Kind.BREAKS)
    return place - 1 if NOTE_SIGN.fullmatch(printed) else None


def glued_sign(witness: Scan, word: Word) -> int | None:
    """Index of the raised note sign with which a word begins, anchors before it passed over."""
    for index in range(word.first, word.last):
        lexeme = witness.lexemes[index]
        if lexeme.kind not in (Kind.TAG, Kind.HIDDEN):
            sign = lexeme.kind is Kind.SUP and NOTE_SIGN.fullmatch(lexeme.text)
            return index if sign and index + 1 < word.last else None
    return None


def _begins_line(witness: Scan, word: Word) -> bool:
    start = witness.text.rfind("\n", 0, word.start) + 1
    return not re.sub(r"<[^<>]*>|[\s>*_\-+•|]", "", witness.text[start : word.start])


def _label_before(witness: Scan, place: int) -> bool:
    first = witness.words[place].first
    return first > 0 and witness.lexemes[first - 1].kind is Kind.NOTE


def _find_mark(witness: Scan, streams: Streams, note: int, place: int) -> None:
    mark = _sign_before(witness, place)
    if mark is not None and (mark == place or streams.owner[mark] is None):
        streams.marks[note] = mark
        streams.owner[mark] = note


def _align(
    keys: list[str], edition: Scan, stream: int, edition_words: Sequence[int], streams: Streams
) -> None:
    free = [index for index, owner in enumerate(streams.owner) if owner is None]
    left = [keys[index] for index in free]
    right = [edition.words[index].key for index in edition_words]
    for i, j in equal_pairs(left, right):
        streams.pairs[stream].append((free[i], edition_words[j]))
        streams.owner[free[i]] = stream


def _prune(witness: Scan, streams: Streams) -> None:
    """Take back chance pairs: short runs in lines of the witness most of whose words pair with nothing."""
    taken = {i for i, _ in streams.pairs[BODY]}
    doubtful: set[int] = set()
    for start, end in _lines(witness):
        paired = sum(1 for i in range(start, end) if i in taken)
        if paired > 0 and paired * 4 <= end - start:
            doubtful.update(range(start, end))
    if doubtful:
        kept = [(i, j) for i, j in streams.pairs[BODY] if i not in doubtful]
        for i in doubtful & taken:
            streams.owner[i] = None
        streams.pairs[BODY] = kept


def _lines(witness: Scan) -> Iterator[Range]:
    """Ranges of word indices that stand on one line."""
    start = 0
    for index, (word, following) in enumerate(pairwise(witness.words), 1):
        if "\n" in witness.text[word.end : following.start]:
            yield start, index
            start = index
    yield start, len(witness.words)


def _left_over_notes(keys: list[str], edition: Scan, edition_parts: Parts, streams: Streams) -> None:
    """Align what is left of the witness with the notes that were not found whole, all in one run."""
    missing = [n for n in range(len(edition_parts.notes)) if not streams.pairs[n]]
    wanted = [(n, index) for n in missing for index in edition_parts.notes[n].words]
    free = [index for index, owner in enumerate(streams.owner) if owner is None]
    right = [edition.words[index].key for _, index in wanted]
    for i, j in equal_pairs([keys[index] for index in free], right):
        note, edition_word = wanted[j]
        streams.pairs[note].append((free[i], edition_word))
        streams.owner[free[i]] = note


def printed_sign(witness: Scan, streams: Streams, note: int) -> str:
    """The sign printed before a note in the witness, bare; empty where it has none."""
    if not streams.pairs[note]:
        return ""
    first = streams.pairs[note][0][0]
    if note in streams.marks:
        return _sign_at(witness, first)
    before = witness.words[first].first
    labelled = before > 0 and witness.lexemes[before - 1].kind is Kind.NOTE
    return bare_sign(witness.lexemes[before - 1].text) if labelled else ""
