"""Word pairs of the streams in, hunks and copies out: what lies between equal words, weighed by `rules`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from octavo.fidelity.atoms import Atom, Source, joined_gaps
from octavo.fidelity.hunks import UNDECLARED, Hunk, Mechanical, Range
from octavo.fidelity.removed import Removed
from octavo.fidelity.rules import explain
from octavo.fidelity.scan import Kind, Scan, Word
from octavo.fidelity.streams import BODY, Parts, Streams
from octavo.fidelity.view import Step, View

_WHITE: Final = re.compile(r"\s*")
_LARGEST: Final = 20_000
"""Characters up to which a stretch without equal words is examined sign by sign."""

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Same:
    """Characters of the witness that the edition has as they are."""

    witness: Range
    edition: Range


@dataclass
class Weigher:
    """All that is known of one collation; `weigh` yields its hunks and copies."""

    left: Scan
    right: Scan
    parts: Parts
    streams: Streams
    removed: tuple[Removed, ...]
    page_ends: list[tuple[int, float, str]] = field(default_factory=list)
    """Index into the edition's body words of the first word after it, certainty, evidence."""

    @cached_property
    def blocks(self) -> list[tuple[int, int, int]]:
        """Where notes stand in the witness: start, end, note; notes split over pages stand twice."""
        return sorted(_note_blocks(self.left, self.streams, len(self.parts.notes)))

    @cached_property
    def blocks_of(self) -> dict[int, list[tuple[int, int]]]:
        """Note -> where it stands in the witness."""
        found: dict[int, list[tuple[int, int]]] = {}
        for start, end, note in self.blocks:
            found.setdefault(note, []).append((start, end))
        return found

    @cached_property
    def witness(self) -> Source:
        """The witness with everything taken out that does not belong to the body."""
        taken = {start: (end, "note") for start, end, _ in self.blocks}
        for item in self.removed:
            taken[item.span[0]] = (item.span[1], _SHORT.get(item.kind, "furniture"))
        return Source(self.left, taken)

    @cached_property
    def edition(self) -> Source:
        """The edition without its note definitions."""
        return Source(self.right, {note.span[0]: (note.span[1], "note") for note in self.parts.notes})

    @cached_property
    def plain(self) -> tuple[Source, Source]:
        """Witness and edition with nothing taken out, for the streams of the notes."""
        return Source(self.left), Source(self.right)

    @cached_property
    def signs(self) -> dict[str, str]:
        """Call of the edition -> the sign before its note in the witness."""
        found = self.streams.signs
        return {note.label: found[n].text for n, note in enumerate(self.parts.notes) if n in found}

    @cached_property
    def body_place(self) -> dict[int, int]:
        """Edition word -> its place among the body's words."""
        return {word: place for place, word in enumerate(self.parts.body)}

    def weigh(self, text_offset: int) -> Iterator[Hunk | Same]:
        """Every stream's differences and equalities, in no particular order."""
        for item in self.removed:
            yield self._hunk(item.span, (text_offset, text_offset), Step(0, 0, item.kind, item.evidence))
        for note in range(len(self.parts.notes)):
            yield from self._note(note)
        whole = (0, len(self.left.text)), (text_offset, len(self.right.text))
        yield from self._stream(self.witness, self.edition, self.streams.pairs[BODY], whole)

    def _note(self, note: int) -> Iterator[Hunk | Same]:
        """One note: its sign against its label, then its text block by block."""
        blocks = self.blocks_of.get(note, ())
        definition = self.parts.notes[note]
        pairs = self.streams.pairs[note]
        if not blocks or not definition.words:
            return
        first = self.right.words[definition.words[0]].start
        begin, edition_end = self._text_start(note, pairs[0]), definition.span[0]
        yield self._hunk((blocks[0][0], begin), (edition_end, first), _SIGN)
        at = first
        for index, (start, end) in enumerate(blocks):
            own = [pair for pair in pairs if start <= self.left.words[pair[0]].start < end]
            stop = definition.span[1] if index == len(blocks) - 1 else self.right.words[own[-1][1]].end
            yield from self._stream(
                self.plain[0], self.plain[1], own, ((begin if not index else start, end), (at, stop))
            )
            at = stop
            if index < len(blocks) - 1 and (gap := self._edition_gap(at)) > at:
                yield self._hunk((end, end), (at, gap), _CONTINUED)
                at = gap

    def _edition_gap(self, at: int) -> int:
        """The end of the white space at `at` in the edition."""
        match = _WHITE.match(self.right.text, at)
        return match.end() if match else at

    def _text_start(self, note: int, pair: Pair) -> int:
        """Where the note's own text begins, behind a sign that is glued to it."""
        word = self.left.words[pair[0]]
        sign = self.streams.signs.get(note)
        return max(word.start, sign.end) if sign is not None and sign.word == pair[0] else word.start

    def _hunk(self, witness: Range, edition: Range, step: Step) -> Hunk:
        sic, corr = self.left.text[slice(*witness)], self.right.text[slice(*edition)]
        return Hunk(step.kind, witness, edition, sic, corr, step.evidence, step.code, (), step.certain)

    def _stream(
        self, left: Source, right: Source, pairs: Sequence[Pair], spans: tuple[Range, Range]
    ) -> Iterator[Hunk | Same]:
        """Go from one solid word to the next and weigh what lies between."""
        (i, end), (j, stop) = spans
        loose: list[Pair] = []
        run = i, j
        words, others, text, new = self.left.words, self.right.words, self.left.text, self.right.text
        for pair in pairs:
            one, other = words[pair[0]], others[pair[1]]
            start = max(i, one.start)
            if text[start : one.end] != new[other.start : other.end]:
                loose.append(pair)
                continue
            if (
                text[i:start] != new[j : other.start]
                or _holds(left, i, start)
                or _holds(right, j, other.start)
            ):
                if i > run[0]:
                    yield Same((run[0], i), (run[1], j))
                yield from self._region(left, right, loose, ((i, start), (j, other.start)))
                run, loose = (start, other.start), []
            i, j = one.end, other.end
        if i > run[0]:
            yield Same((run[0], i), (run[1], j))
        yield from self._region(left, right, loose, ((i, end), (j, stop)))

    def _region(
        self, left: Source, right: Source, loose: Sequence[Pair], spans: tuple[Range, Range]
    ) -> Iterator[Hunk | Same]:
        (i, end), (j, stop) = spans
        same = self.left.text[i:end] == self.right.text[j:stop]
        if same and not _holds(left, i, end) and not _holds(right, j, stop):
            if end > i:
                yield Same((i, end), (j, stop))
            return
        found = self._explained(left, right, spans)
        if found is not None:
            yield from found
            return
        for pair in loose:
            one, other = self.left.words[pair[0]], self.right.words[pair[1]]
            inner = self._explained(left, right, ((one.start, one.end), (other.start, other.end)))
            if inner is not None and one.start >= i and other.start >= j:
                yield from self._bare(left, right, ((i, one.start), (j, other.start)))
                yield from inner
                i, j = one.end, other.end
        yield from self._bare(left, right, ((i, end), (j, stop)))

    def _explained(self, left: Source, right: Source, spans: tuple[Range, Range]) -> list[Hunk | Same] | None:
        (i, end), (j, stop) = spans
        if end - i > _LARGEST or stop - j > _LARGEST:
            return None
        body = left is self.witness
        begins, ends = body and i == 0, body and end == len(self.left.text)
        view = View(left, right, left.atoms((i, end)), right.atoms((j, stop)), self.signs, begins, ends)
        steps = explain(view)
        return None if steps is None else list(self._written(view, steps, spans))

    def _written(
        self, view: View, steps: Sequence[tuple[int, int, Step]], spans: tuple[Range, Range]
    ) -> Iterator[Hunk | Same]:
        """Turn steps over atoms into hunks and copies over characters."""
        at, new = spans[0][0], spans[1][0]
        for i, j, step in steps:
            one, other = view.left[i : i + step.left], view.right[j : j + step.right]
            mine, theirs = _ranges(one) or [(at, at)], _ranges(other) or [(new, new)]
            self._note_page(view, j, step, one)
            if not step.kind and len(mine) == len(theirs) == 1:
                yield Same(mine[0], theirs[0])
            else:
                yield from self._zipped(mine, theirs, step)
            at, new = mine[-1][1], theirs[-1][1]

    def _zipped(self, mine: list[Range], theirs: list[Range], step: Step) -> Iterator[Hunk]:
        """Several ranges on either side: the first pairs with the first, the rest follow."""
        if step.kind == UNDECLARED and len(mine) > 1 and len(theirs) == 1:
            yield from self._parted(mine, theirs[0], step)
            return
        for index in range(max(len(mine), len(theirs))):
            left = mine[index] if index < len(mine) else (mine[-1][1], mine[-1][1])
            right = theirs[index] if index < len(theirs) else (theirs[-1][1], theirs[-1][1])
            yield self._hunk(left, right, step)

    def _parted(self, mine: list[Range], theirs: Range, step: Step) -> Iterator[Hunk]:
        """A gap that blocks of other streams part: the piece before the next word tells the difference."""
        for piece in mine[:-1]:
            blank = not self.left.text[slice(*piece)].strip()
            yield self._hunk(piece, (theirs[0], theirs[0]), _BESIDE if blank else step)
        yield self._hunk(mine[-1], theirs, step)

    def _note_page(self, view: View, j: int, step: Step, taken: Sequence[Atom]) -> None:
        """Remember where a page of the print ended."""
        gap = next((atom.gap for atom in taken if atom.gap is not None), None)
        if (
            gap is None
            or not (step.kind == Mechanical.PAGE_JOIN or gap.blocks)
            or _NO_PAGE.intersection(gap.blocks)
        ):
            return
        following = next((atom.start for atom in view.right[j + step.right :] if atom.start >= 0), None)
        last = view.right[j + step.right - 1].end if step.right else 0
        starts = self._body_starts
        place = bisect_left(starts, following if following is not None else last)
        evidence = (
            step.evidence
            if step.kind == Mechanical.PAGE_JOIN
            else f"{' and '.join(dict.fromkeys(gap.blocks))} stood there"
        )
        self.page_ends.append((place, step.certain if step.kind == Mechanical.PAGE_JOIN else 0.9, evidence))

    @cached_property
    def _body_starts(self) -> list[int]:
        return [self.right.words[index].start for index in self.parts.body]

    def _bare(self, left: Source, right: Source, spans: tuple[Range, Range]) -> Iterator[Hunk | Same]:
        """A stretch that the rules do not explain: its outer gaps are weighed, its words are undeclared."""
        (i, end), (j, stop) = spans
        if (i, j) == (end, stop):
            return
        explained = self._explained(left, right, spans)
        if explained is not None:
            yield from explained
            return
        mine, theirs = _outer(self.left, left, (i, end)), _outer(self.right, right, (j, stop))
        around = self._around(left, right, spans, (mine, theirs))
        if around is not None:
            yield from around
            return
        head = self._explained(left, right, ((i, mine[0]), (j, theirs[0])))
        if head is not None:
            yield from head
            i, j = mine[0], theirs[0]
        tail = self._explained(left, right, ((max(i, mine[1]), end), (max(j, theirs[1]), stop)))
        if tail is not None:
            end, stop = max(i, mine[1]), max(j, theirs[1])
        yield from self._undeclared(left, ((i, end), (j, stop)))
        yield from tail or ()

    def _around(
        self, left: Source, right: Source, spans: tuple[Range, Range], words: tuple[Range, Range]
    ) -> list[Hunk | Same] | None:
        """Words that only one side has: they are undeclared, what stands around them is weighed without them.

        None where both sides have words, or where even the gap that is left is not explained.
        """
        ((i, end), (j, stop)), (mine, theirs) = spans, words
        out, put = mine[0] < mine[1], theirs[0] < theirs[1]
        if out == put or end - i > _LARGEST or stop - j > _LARGEST:
            return None
        one = _without(left, (i, end), mine) if out else left.atoms((i, end))
        other = _without(right, (j, stop), theirs) if put else right.atoms((j, stop))
        body = left is self.witness
        view = View(left, right, one, other, self.signs, body and i == 0, body and end == len(self.left.text))
        steps = explain(view)
        if steps is None:
            return None
        here = (mine, (j, j)) if out else ((i, i), theirs)
        return [*self._written(view, steps, spans), *self._undeclared(left, here)]

    def _undeclared(self, left: Source, spans: tuple[Range, Range]) -> Iterator[Hunk]:
        """Undeclared words, without the blocks that other streams account for."""
        edition = spans[1]
        for span in _own(left, spans[0]) or [(spans[0][0], spans[0][0])]:
            sic, corr = self.left.text[slice(*span)].strip(), self.right.text[slice(*edition)].strip()
            code = "F-022" if sic and corr else "F-020" if sic else "F-021"
            if sic or corr:
                yield self._hunk(span, edition, Step(0, 0, UNDECLARED, code=code))
            else:
                yield self._hunk(span, edition, _BESIDE)
            edition = (edition[1], edition[1])


_SHORT: Final[dict[str, str]] = {Mechanical.FRONT_MATTER: "front matter", Mechanical.FURNITURE: "furniture"}
_CHANGE: Final = "words of one side alone"
_NO_PAGE: Final = frozenset(("front matter", _CHANGE))
"""What may stand in a gap without a page's having ended there."""
_BESIDE: Final = Step(0, 0, Mechanical.SPACE, "white space beside a change")
_SIGN: Final = Step(0, 0, Mechanical.NOTE_SIGN, "the sign before the note and the label of its definition")
_CONTINUED: Final = Step(0, 0, Mechanical.NOTE_MOVED, "the note goes on upon another page")


def _note_blocks(witness: Scan, streams: Streams, count: int) -> Iterator[tuple[int, int, int]]:
    """Maximal runs of one note's words, from the start of their line if only marks stand before."""
    for note in range(count):
        words = [i for i, _ in streams.pairs[note]]
        if not words:
            continue
        start = min(words[0], streams.signs[note].word if note in streams.signs else words[0])
        if start and streams.owner[start - 1] is None and _is_item_number(witness, start - 1):
            start -= 1  # a list that the converter made of the notes counts them once more
        runs = [[start, words[0]]]
        for index in words[1:]:
            between = streams.owner[runs[-1][1] + 1 : index]
            if any(owner is not None and owner != note for owner in between):
                runs.append([index, index])
            runs[-1][1] = index
        for first, last in runs:
            yield _line_start(witness, first), witness.words[last].end, note


def _is_item_number(witness: Scan, word: int) -> bool:
    """Whether a word is the number of a list item and stands on the line of the word after it."""
    one, following = witness.words[word], witness.words[word + 1]
    numbers = [x for x in witness.lexemes[one.first : one.last] if x.kind is Kind.LIST_NUMBER]
    return bool(numbers) and "\n" not in witness.text[one.end : following.start]


def _line_start(witness: Scan, word: int) -> int:
    start = witness.words[word].start
    line = witness.text.rfind("\n", 0, start) + 1
    before = witness.text[line:start]
    return (
        line if not any(w.end > line for w in _previous(witness.words, word)) or not before.strip() else start
    )


def _previous(words: Sequence[Word], index: int) -> Sequence[Word]:
    return words[index - 1 : index] if index else ()


def _holds(source: Source, start: int, end: int) -> bool:
    if end - start < 2:
        return False
    starts = source.block_starts
    index = bisect_left(starts, start)
    return index < len(starts) and starts[index] < end


def _own(source: Source, span: Range) -> list[Range]:
    """The parts of `span` that no block takes."""
    found: list[Range] = []
    at = span[0]
    starts = source.block_starts
    for start in starts[bisect_left(starts, span[0]) :]:
        if start >= span[1]:
            break
        if start > at:
            found.append((at, start))
        at = max(at, source.taken[start][0])
    if at < span[1]:
        found.append((at, span[1]))
    return found


def _outer(scan_: Scan, source: Source, span: Range) -> Range:
    """Where the first word of a stretch begins and the last one ends; its end twice if it has none."""
    starts = [word.start for word in _words_in(scan_, source, span)]
    if not starts:
        return span[1], span[1]
    words = list(_words_in(scan_, source, span))
    return words[0].start, words[-1].end


def _words_in(scan_: Scan, source: Source, span: Range) -> Iterator[Word]:
    for piece in _own(source, span):
        index = bisect_left(source.word_starts, piece[0])
        while index < len(scan_.words) and scan_.words[index].start < piece[1]:
            yield scan_.words[index]
            index += 1


def _without(source: Source, span: Range, words: Range) -> list[Atom]:
    """The atoms of `span` without all its words, at `words`; on lines of their own they were a block."""
    lines = "\n" in source.text[span[0] : words[0]] and "\n" in source.text[words[1] : span[1]]
    before, behind = source.atoms((span[0], words[0])), source.atoms((words[1], span[1]))
    return joined_gaps(before, behind, (_CHANGE,) if lines else ())


def _ranges(atoms: Sequence[Atom]) -> list[Range]:
    """The character ranges of atoms, neighbours put together."""
    found: list[Range] = []
    for atom in atoms:
        for piece in atom.gap.pieces if atom.gap is not None else ((atom.start, atom.end),):
            if found and found[-1][1] == piece[0]:
                found[-1] = (found[-1][0], piece[1])
            else:
                found.append(piece)
    return found
