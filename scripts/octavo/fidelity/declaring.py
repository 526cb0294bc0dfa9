"""Undeclared hunks and the editor's declarations in, judged hunks and findings out."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Final

from octavo.fidelity.between import Weigher
from octavo.fidelity.codes import finding, quoted
from octavo.fidelity.declared import DRAFT
from octavo.fidelity.hunks import DECLARED, UNDECLARED, Hunk, Range
from octavo.fidelity.moved import unbalanced
from octavo.fidelity.pieces import Covered
from octavo.fidelity.scan import Scan, printed_words, shown
from octavo.fidelity.statements import said
from octavo.model import Edition, Emendation, Finding, Kept

_MARKS: Final = re.compile(r"\*+|(?<!\w)_+|_+(?!\w)|(?<!\S)(?:>+|[-+•]|\#{1,6}|\||:?-{2,}:?|={3,})(?!\S)")
"""Marks of emphasis, and of quotations, items and headings that a quoted line no longer begins with."""
_MOST_PLACES: Final = 200
_MARKUP_KINDS: Final = frozenset(("paragraph", "emphasis", "heading", "note", "order", DRAFT))
_MOST_DRAFTS: Final = 500


@dataclass(frozen=True)
class Judged:
    """All hunks, those that a declaration covers marked so, and what is wrong with the declarations."""

    hunks: tuple[Hunk, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Printed:
    """A text as one line of shown words, with the way from characters to words."""

    scan: Scan

    @cached_property
    def words(self) -> list[str]:
        """The shown words."""
        return [shown(self.scan, word) for word in self.scan.words]

    @cached_property
    def line(self) -> str:
        """The words with single spaces between."""
        return " ".join(self.words)

    @cached_property
    def starts(self) -> list[int]:
        """Where each word begins in `line`."""
        found, at = [], 0
        for word in self.words:
            found.append(at)
            at += len(word) + 1
        return found

    @cached_property
    def word_starts(self) -> list[int]:
        """Where each word begins in the source."""
        return [word.start for word in self.scan.words]

    def within(self, span: Range) -> Range:
        """Indices of the words that a source range touches; an empty range gives an empty one."""
        first = bisect_left(self.word_starts, span[0])
        if first and self.scan.words[first - 1].end > span[0]:
            first -= 1
        return first, max(first, bisect_left(self.word_starts, span[1]))

    def words_of(self, span: Range) -> Range:
        """Indices of the words that a range of `line` touches."""
        first = bisect_right(self.starts, span[0]) - 1
        return max(0, first), max(first, bisect_right(self.starts, max(span[0], span[1] - 1)))


@dataclass
class _Court:
    """One judgement in progress."""

    weigher: Weigher
    edition: Edition
    hunks: list[Hunk]

    def __post_init__(self) -> None:
        self.left = Printed(self.weigher.left)
        self.right = Printed(self.weigher.right)
        self.pair_of = {i: (s, j) for s, pairs in self.weigher.streams.pairs.items() for i, j in pairs}
        self.findings: list[Finding] = []
        text = self.weigher.left.text
        self.left_out = {_bare_words(text[slice(*item.span)]) for item in self.weigher.removed}
        """Words of the lines that are left out of the edition, whatever the reason."""

    def fault(self, code: str, entry: Emendation | Kept, message: str, hint: str) -> None:
        self.findings.append(finding(code, entry.locus, message, hint))


def declare(covered: Covered, weigher: Weigher, edition: Edition) -> Judged:
    """Match declared emendations and kept slips with the differences that were found."""
    hunks = [_by_furniture(hunk, weigher) for hunk in covered.hunks]
    if not edition.emendations and not edition.kept:
        return Judged(tuple(hunks), ())
    court = _Court(weigher, edition, hunks)
    places = _places(court)
    _overlaps(court, places)
    for group in _groups(court, places):
        _judge(court, group, places)
    _unmatched(court, places)
    _transposed(court, places)
    _stated(court)
    for entry in edition.kept:
        _kept(court, entry)
    return Judged(tuple(court.hunks), tuple(court.findings))


def _by_furniture(hunk: Hunk, weigher: Weigher) -> Hunk:
    """Carry the declaration of removed furniture over to its hunk."""
    for item in weigher.removed:
        if item.emendation >= 0 and item.span == hunk.witness and item.kind == hunk.kind:
            return replace(hunk, kind=DECLARED, emendations=(item.emendation,))
    return hunk


def locate(text: Printed, sic: str, context: str) -> list[Range]:
    """Ranges of `text.line` where `sic` stands, inside `context` if one is given."""
    needle, around = _needle(text, sic), _needle(text, context)
    if not around:
        return list(_occurrences(text.line, needle)) if needle else []
    found: list[Range] = []
    for start, end in _occurrences(text.line, around):
        if not needle:
            found.append((start, end))
        for a, b in _occurrences(around, needle) if needle else ():
            found.append((start + a, start + b))
    return list(dict.fromkeys(found))


def _needle(text: Printed, source: str) -> str:
    """The words of a declaration; marks that it quotes one end of are no part of them."""
    told = _in_paragraphs(source)
    whole = " ".join(printed_words(told))
    return whole if whole in text.line else " ".join(printed_words(_MARKS.sub(" ", told)))


def _in_paragraphs(text: str) -> str:
    """`text` as it stands in a source: ``¶`` ends a paragraph, markup after it begins a line."""
    return re.sub(r"\s*¶\s*", "\n\n", text)


def _occurrences(text: str, needle: str) -> Iterator[Range]:
    at = text.find(needle) if needle else -1
    for _ in range(_MOST_PLACES):
        if at < 0:
            return
        yield at, at + len(needle)
        at = text.find(needle, at + 1)


def _places(court: _Court) -> dict[int, Range]:
    """Emendation -> its range in the witness's line; faults for those that have none or several."""
    touched = _touched(court)
    places: dict[int, Range] = {}
    matched = {index for hunk in court.hunks for index in hunk.emendations}
    for index, entry in enumerate(court.edition.emendations):
        in_front_matter = not (entry.sic.strip() or entry.context.strip()) and entry.kind == "supplied"
        if in_front_matter or index in matched:
            continue
        if entry.kind == "furniture" and _bare_words(entry.sic) in court.left_out:
            continue  # left out for a reason that needs no declaration: it comes again, or is the title
        found = locate(court.left, entry.sic, entry.context)
        if len(found) > 1:
            found = [span for span in found if _touches(court.left.words_of(span), touched)] or found
        if len(found) == 1:
            places[index] = found[0]
        elif found:
            message = f"{quoted(entry.sic)} stands at {len(found)} places of the witness"
            court.fault("F-029", entry, message, "Add context: words around the place that occur once.")
        else:
            what = entry.context or entry.sic
            court.fault(
                "F-028",
                entry,
                f"{quoted(what)} is not in the witness",
                "Correct sic or context, or remove the entry.",
            )
    return places


def _bare_words(text: str) -> str:
    """The words of a line without the page number at either end."""
    words = [word for word in printed_words(text) if word != "¶"]
    while words and words[0].isdigit():
        del words[0]
    while words and words[-1].isdigit():
        del words[-1]
    return " ".join(words)


def _touched(court: _Court) -> list[Range]:
    """Word ranges of the witness with undeclared differences."""
    return sorted(court.left.within(hunk.witness) for hunk in court.hunks if hunk.kind == UNDECLARED)


def _touches(span: Range, others: Sequence[Range]) -> bool:
    return any(a <= span[1] and span[0] <= b for a, b in others)


def _overlaps(court: _Court, places: dict[int, Range]) -> None:
    order = sorted((span, index) for index, span in places.items() if court.edition.emendations[index].sic)
    for (one, first), (two, second) in pairwise(order):
        if two[0] < one[1]:
            entry = court.edition.emendations[second]
            other = court.edition.emendations[first].locus.line
            message = f"{quoted(entry.sic)} overlaps the emendation of line {other}"
            court.fault("F-031", entry, message, "Make one entry of the two.")


@dataclass
class _Group:
    """Differences and emendations that lie at one place."""

    hunks: list[int]
    emendations: list[int]
    words: Range


def _groups(court: _Court, places: dict[int, Range]) -> list[_Group]:
    """Put undeclared hunks and located emendations that touch into groups."""
    items = [
        (court.left.within(hunk.witness), "hunk", index)
        for index, hunk in enumerate(court.hunks)
        if hunk.kind == UNDECLARED
    ]
    items += [(court.left.words_of(span), "emendation", index) for index, span in places.items()]
    groups: list[_Group] = []
    for span, sort, index in sorted(items):
        if not groups or _apart(groups[-1].words, span):
            groups.append(_Group([], [], span))
        group = groups[-1]
        group.words = (group.words[0], max(group.words[1], span[1]))
        (group.hunks if sort == "hunk" else group.emendations).append(index)
    return [group for group in groups if group.hunks and group.emendations]


def _apart(words: Range, span: Range) -> bool:
    """Whether two ranges of words do not touch; a place between words touches both its neighbours."""
    return span[0] > words[1] or (span[0] == words[1] and words[0] < words[1] and span[0] < span[1])


def _judge(court: _Court, group: _Group, places: dict[int, Range]) -> None:
    """Declare the hunks of a group if its emendations turn the witness's words into the edition's."""
    if _words_agree(court, group, places) or _markup_agrees(court, group):
        for index in group.hunks:
            hunk = court.hunks[index]
            reasons = "; ".join(court.edition.emendations[e].reason for e in group.emendations)
            court.hunks[index] = replace(
                hunk, kind=DECLARED, emendations=tuple(group.emendations), evidence=reasons, code=""
            )


def _words_agree(court: _Court, group: _Group, places: dict[int, Range]) -> bool:
    actual = _edition_words(court, group)
    if actual is None:
        return False
    first, last = group.words
    start = court.left.starts[first] if first < len(court.left.starts) else len(court.left.line)
    end = court.left.starts[last - 1] + len(court.left.words[last - 1]) if last > first else start
    wanted = court.left.line[start:end]
    open_ended: list[str] = []
    for index in sorted(group.emendations, key=lambda e: places[e], reverse=True):
        entry, (a, b) = court.edition.emendations[index], places[index]
        corr = " ".join(w for w in printed_words(entry.corr) if w != "¶")
        if entry.sic.strip():
            wanted = wanted[: a - start] + corr + wanted[b - start :]
        else:
            open_ended.append(corr)
    return _agree(wanted.split(), actual, open_ended)


def _agree(wanted: list[str], actual: list[str], inserted: list[str]) -> bool:
    """Equality, with each of `inserted` to be put in at one place between words."""
    if not inserted:
        return wanted == actual
    words = inserted[0].split()
    return (
        any(_agree([*wanted[:k], *words, *wanted[k:]], actual, inserted[1:]) for k in range(len(wanted) + 1))
        if len(wanted) < 400 and len(inserted) < 4
        else False
    )


def _edition_words(court: _Court, group: _Group) -> list[str] | None:
    """The edition's words over against the group's words of the witness."""
    spans = [court.right.within(court.hunks[index].edition) for index in group.hunks]
    indices = {k for a, b in spans for k in range(a, b)}
    for i in range(*group.words):
        if i in court.pair_of:
            indices.add(court.pair_of[i][1])
    if not indices:
        return []
    owner = court.weigher.body_place
    low, high = min(indices), max(indices)
    inside_body = low in owner
    run = [k for k in range(low, high + 1) if (k in owner) == inside_body]
    return [court.right.words[k] for k in run] if len(run) < 5000 else None


def _markup_agrees(court: _Court, group: _Group) -> bool:
    """For changes of markup: the raw readings stand where they should."""
    entries = [court.edition.emendations[index] for index in group.emendations]
    if not all(entry.kind in _MARKUP_KINDS for entry in entries):
        return False
    if any(court.hunks[index].code not in ("F-023", "F-024", "F-025") for index in group.hunks):
        return False
    raw = _source_around(court.left, group.words)
    edition = [court.pair_of[i][1] for i in range(*group.words) if i in court.pair_of]
    if not edition:
        return False
    new = _source_around(court.right, (min(edition), max(edition) + 1))
    return all(flat(entry.sic) in raw and flat(entry.corr) in new for entry in entries)


def _source_around(text: Printed, words: Range) -> str:
    # One word more on either side than the place has: that is what a drafted entry quotes.
    first, last = text.scan.words[max(0, words[0] - 1)], text.scan.words[min(len(text.words) - 1, words[1])]
    start = text.scan.text.rfind("\n", 0, first.start) + 1
    return flat(text.scan.text[start : last.end + 4])


def flat(source: str) -> str:
    """A piece of source as one line, ``¶`` for the end of a paragraph."""
    return " ".join(re.sub(r"\n[ \t]*\n", " ¶ ", source).split())


def _unmatched(court: _Court, places: dict[int, Range]) -> None:
    used = {index for hunk in court.hunks for index in hunk.emendations}
    for index in places:
        entry = court.edition.emendations[index]
        if index not in used:
            sic, corr = quoted(entry.sic), quoted(entry.corr)
            message = f"no difference reads {sic} in the witness and {corr} in the edition"
            court.fault(
                "F-028", entry, message, "Make the change in edition.md, correct the entry, or remove it."
            )
    for index, entry in enumerate(court.edition.emendations):
        if entry.kind == "furniture" and not entry.corr and index not in used and index not in places:
            continue


def _transposed(court: _Court, places: dict[int, Range]) -> None:
    """What is declared as put into another place must stand there: no move loses or adds a word."""
    entries = [court.edition.emendations[index] for index in sorted(places)]
    entries = [entry for entry in entries if entry.kind == "order"]
    net = unbalanced((entry.sic, entry.corr) for entry in entries)
    for entry in entries if net else ():
        sides = unbalanced([(entry.sic, "")]), unbalanced([(entry.corr, "")])
        amiss = [word for word, count in net.items() if word in sides[count < 0]]
        if amiss:
            what = "the witness" if net[amiss[0]] > 0 else "the edition"
            message = f"declared as moved, {quoted(amiss[0])} stands more often in {what}"
            court.fault("F-034", entry, message, "Declare both places, or what is left out as omitted.")
        for word in amiss:
            del net[word]


def _stated(court: _Court) -> None:
    """What is declared to stand in the front matter must stand there."""
    for entry in court.edition.emendations:
        if entry.kind == "front matter" and not said(entry.sic, court.edition.imprint):
            message = f"{quoted(entry.sic)} does not stand in the front matter"
            court.fault("F-035", entry, message, "State it there, or give the reason why it is left out.")


def _kept(court: _Court, entry: Kept) -> None:
    """A kept slip must stand in the witness and, unchanged, in the edition."""
    found = locate(court.left, entry.sic, entry.context)
    if not found:
        message = f"{quoted(entry.context or entry.sic)} is not in the witness"
        court.fault("F-030", entry, message, "Correct sic or context, or remove the entry.")
        return
    if len(found) > 1 and entry.context:
        court.fault(
            "F-029", entry, f"{quoted(entry.context)} stands at {len(found)} places", "Give more context."
        )
    if not any(_stands(court, court.left.words_of(span)) for span in found):
        message = f"{quoted(entry.sic)} is declared as kept, but the edition changes it"
        court.fault("F-030", entry, message, "Put the author's reading back, or make it an emendation.")


def _stands(court: _Court, words: Range) -> bool:
    for i in range(*words):
        if i not in court.pair_of:
            return False
        one, other = court.left.scan.words[i], court.right.scan.words[court.pair_of[i][1]]
        if one.key != other.key:
            return False
    return True


def drafts(hunks: Sequence[Hunk], weigher: Weigher) -> Iterator[Emendation]:
    """A draft entry for every undeclared difference; kind, reason and resp are the editor's to give."""
    left, right = Printed(weigher.left), Printed(weigher.right)
    for hunk in [h for h in hunks if h.kind == UNDECLARED][:_MOST_DRAFTS]:
        a, b = left.within(hunk.witness)
        c, d = right.within(hunk.edition)
        if hunk.code in ("F-023", "F-024", "F-025"):
            around = " ".join(left.words[max(0, a - 4) : b + 4])
            yield Emendation(window(left, a, b), window(right, c, d), DRAFT, "", "", around)
            continue
        sic, corr = left.words[a:b], right.words[c:d]
        if not sic and a:
            sic, corr = [left.words[a - 1]], [left.words[a - 1], *corr]
        context = " ".join(left.words[max(0, a - 4) : b + 4])
        yield Emendation(" ".join(sic), " ".join(corr), DRAFT, "", "", context)


def window(text: Printed, first: int, last: int) -> str:
    """The source of some words and of one word on either side."""
    words = text.scan.words
    low, high = max(0, first - 1), min(len(words), max(last, first + 1))
    return flat(text.scan.text[words[low].start : words[high - 1].end]) if low < high else ""
