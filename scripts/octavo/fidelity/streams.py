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

from octavo.fidelity.align import equal_pairs, slid
from octavo.fidelity.hunks import Range
from octavo.fidelity.rules import bare_sign
from octavo.fidelity.scan import Kind, Scan
from octavo.fidelity.signs import Sign, Signs
from octavo.fidelity.squeezed import Found, Squeezed

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
    signs: dict[int, Sign] = field(default_factory=dict)
    """Note -> the sign before it in the witness."""
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
    signs = Signs(witness)
    _whole_notes(signs, edition, edition_parts, keys, streams)
    _spelled_notes(signs, edition, edition_parts, keys, streams)
    _align(witness, keys, edition, edition_parts.body, streams)
    _prune(witness, streams)
    _left_over_notes(keys, edition, edition_parts, streams)
    for number, note in enumerate(edition_parts.notes):
        if not streams.pairs[number]:
            _one_word(signs, streams, number, (edition_parts, edition))
        elif number not in streams.signs:
            _sign_of_found(signs, streams, number, (note, edition))
    return streams


def _sign_of_found(signs: Signs, streams: Streams, number: int, where: tuple[EditionNote, Scan]) -> None:
    """The sign of a note that was pieced together; it may be glued to a first word not paired yet."""
    note, edition = where
    first, edition_word = streams.pairs[number][0]
    behind = len(note.words) > 1 and edition_word == note.words[1]
    if behind and first and streams.owner[first - 1] is None:
        glued = signs.glued_to(first - 1, edition.words[note.words[0]].key)
        if glued is not None:
            streams.pairs[number].insert(0, (first - 1, note.words[0]))
            _set_sign(streams, number, glued)
            return
    _set_sign(streams, number, signs.label(first) or signs.before(first, bare_sign(note.label)))


def _one_word(signs: Signs, streams: Streams, number: int, where: tuple[Parts, Scan]) -> None:
    """Find a note of one word to which its sign is glued, between the notes before and behind it."""
    notes, edition = where[0].notes, where[1]
    own = notes[number].words
    before = streams.pairs[number - 1] if number else []
    after = streams.pairs[number + 1] if number + 1 < len(notes) else []
    if len(own) != 1 or not before:
        return
    first = before[-1][0] + 1
    last = min(first + _NEAR, after[0][0] if after else len(streams.owner))
    for place in range(first, last):
        glued = signs.glued_to(place, edition.words[own[0]].key)
        if glued is not None and streams.owner[place] is None:
            streams.pairs[number].append((place, own[0]))
            _set_sign(streams, number, glued)
            return


_NEAR: Final = 40
"""Words behind a note among which the next is looked for."""


def _whole_notes(
    signs: Signs, edition: Scan, edition_parts: Parts, keys: list[str], streams: Streams
) -> None:
    """Find the notes whose words all stand in one run of the witness."""
    shingles, singles = _index(keys, 3, signs), _index(keys, 1, signs)
    last = -1
    for number, note in enumerate(edition_parts.notes):
        wanted = [edition.words[index].key for index in note.words]
        candidates = _free(streams, _candidates(shingles, singles, wanted), len(wanted))
        places = _places(signs, candidates, wanted, keys, bare_sign(note.label))
        found = _choose(signs, places, note, last)
        if found is None:
            continue
        place, sign = found
        for offset, edition_word in enumerate(note.words):
            streams.pairs[number].append((place + offset, edition_word))
            streams.owner[place + offset] = number
        _set_sign(streams, number, sign)
        last = place


def _spelled_notes(
    signs: Signs, edition: Scan, edition_parts: Parts, keys: list[str], streams: Streams
) -> None:
    """Find the notes that the witness spells letter by letter, with other spaces and hyphens."""
    squeezed = Squeezed(signs)
    last = -1
    for number, note in enumerate(edition_parts.notes):
        if streams.pairs[number]:
            last = max(last, streams.pairs[number][-1][0])
            continue
        wanted = [edition.words[index].key for index in note.words]
        places = list(squeezed.find(wanted, bare_sign(note.label), streams.owner))
        signed = [found for found in places if found.sign is not None and found.first > last]
        signed = signed or [found for found in places if found.sign is not None]
        own = [found for found in places if found.sign and found.sign.text == bare_sign(note.label)]
        own.sort(key=lambda found: found.first <= last)
        alone = places if len(places) == 1 and len(wanted) >= _UNSIGNED else []
        if chosen := next(iter(own or signed or alone), None):
            _take(streams, number, note, (chosen, wanted, keys))
            last = chosen.last


def _take(
    streams: Streams, number: int, note: EditionNote, where: tuple[Found, Sequence[str], Sequence[str]]
) -> None:
    """Give a note its run of the witness: the outer words are pairs, whatever divides them within."""
    found, wanted, keys = where
    streams.pairs[number].append((found.first, note.words[0]))
    if found.last > found.first and len(note.words) > 1:
        inner = equal_pairs(keys[found.first + 1 : found.last], wanted[1:-1])
        streams.pairs[number] += [(found.first + 1 + i, note.words[1 + j]) for i, j in inner]
        streams.pairs[number].append((found.last, note.words[-1]))
    for index in range(found.first, found.last + 1):
        streams.owner[index] = number
    _set_sign(streams, number, found.sign)


def _index(keys: Sequence[str], width: int, signs: Signs) -> dict[tuple[str, ...], list[int]]:
    """Where each run of `width` keys begins; a word with a sign glued to it counts without it, too."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, key in enumerate(zip(*(keys[k:] for k in range(width)), strict=False)):
        places[key].append(index)
        if index in signs.bare_glued:
            places[(signs.bare_glued[index].rest, *key[1:])].append(index)
    return places


def _candidates(
    shingles: dict[tuple[str, ...], list[int]], singles: dict[tuple[str, ...], list[int]], wanted: list[str]
) -> list[int]:
    """Where a note may begin, by the rarest three words that follow each other in it.

    Ten thousand notes that begin "See the" would else be compared with each other.
    """
    if len(wanted) < 3:
        return singles.get(tuple(wanted[:1]), [])
    runs = ((shingles.get(tuple(wanted[k : k + 3]), []), k) for k in range(len(wanted) - 2))
    places, offset = min(runs, key=lambda run: len(run[0]))
    return [place - offset for place in places if place >= offset]


def _free(streams: Streams, candidates: Iterable[int], size: int) -> list[int]:
    """Candidates where no stream has the words yet."""
    return [p for p in candidates if all(owner is None for owner in streams.owner[p : p + size])]


def _places(
    signs: Signs, candidates: Iterable[int], wanted: list[str], keys: list[str], number: str
) -> list[tuple[int, Sign | None]]:
    """Places where all the words wanted stand, each with its sign."""
    size = len(wanted)
    found: list[tuple[int, Sign | None]] = []
    doubtful: list[tuple[int, Sign | None]] = []
    for place in candidates:
        if keys[place + 1 : place + size] != wanted[1:]:
            continue
        if keys[place] == wanted[0]:
            found.append((place, signs.label(place) or signs.before(place, number)))
            continue
        glued = signs.bare_glued.get(place)
        if glued is not None and glued.rest == wanted[0]:
            # In the middle of a line the note's own number, or a long note, is believed first.
            sure = glued.text == number or size >= _UNSIGNED or signs.begins_line(signs.witness.words[place])
            (found if sure else doubtful).append((place, glued))
    return found or doubtful


def _choose(
    signs: Signs, places: list[tuple[int, Sign | None]], note: EditionNote, last: int
) -> tuple[int, Sign | None] | None:
    """The place behind a label, or behind the note's number, or the next behind a sign, or the only one."""
    labelled = [found for found in places if signs.label(found[0]) is not None]
    if labelled:
        return labelled[0]
    signed = [(place, sign) for place, sign in places if place > last and sign is not None]
    signed = signed or [(place, sign) for place, sign in places if sign is not None]
    own = [(p, sign) for p, sign in places if sign is not None and sign.text == bare_sign(note.label)]
    if signed:
        return next((found for found in own if found[0] > last), (own or signed)[0])
    return places[0] if len(places) == 1 and len(note.words) >= _UNSIGNED else None


def _set_sign(streams: Streams, note: int, sign: Sign | None) -> None:
    """Give a note the sign before it, if no stream has that word."""
    if sign is not None and streams.owner[sign.word] in (None, note):
        streams.signs[note] = sign
        streams.owner[sign.word] = note


@dataclass(frozen=True)
class _Ends:
    """How much of a break stands before each of some words of a text."""

    text: Scan
    words: Sequence[int]

    def rank(self, place: int) -> int:
        """0 inside a line, 1 at the start of a line, 2 of a paragraph, or at either end of the text."""
        if place in (0, len(self.words)):
            return 2
        word = self.words[place]
        between = self.text.text[self.text.words[word - 1].end if word else 0 : self.text.words[word].start]
        return min(2, between.count("\n"))


def _align(
    witness: Scan, keys: list[str], edition: Scan, edition_words: Sequence[int], streams: Streams
) -> None:
    free = [index for index, owner in enumerate(streams.owner) if owner is None]
    left = [keys[index] for index in free]
    right = [edition.words[index].key for index in edition_words]
    pairs = slid(equal_pairs(left, right), left, _Ends(witness, free).rank)
    other = slid([(j, i) for i, j in pairs], right, _Ends(edition, edition_words).rank)
    for j, i in other:
        streams.pairs[BODY].append((free[i], edition_words[j]))
        streams.owner[free[i]] = BODY


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
