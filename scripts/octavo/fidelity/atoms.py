"""Lexemes in, atoms out: the single signs and gaps that the predicates of `rules` compare."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple

from octavo.fidelity.hunks import Range
from octavo.fidelity.scan import Kind, Lexeme, Scan


class Atom(NamedTuple):
    """One printed sign, one mark that prints nothing, or one gap between words."""

    kind: Kind
    """`Kind.TEXT` for a printed sign however it is written, `Kind.SPACE` for a gap."""
    start: int
    end: int
    text: str
    gap: Gap | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands between two words: white space, block marks, and blocks that belong elsewhere."""

    pieces: tuple[Range, ...]
    """The parts of the source that are the gap's own."""
    newlines: int = 0
    head: int = 0
    """Heading level that begins after the gap; 0 for none."""
    bullet: str = ""
    quote: bool = False
    rules: int = 0
    tags: tuple[str, ...] = ()
    note: str = ""
    other: tuple[str, ...] = ()
    """Fences, attributes, cell borders."""
    blocks: tuple[str, ...] = ()
    """What was taken out of it: ``note``, ``furniture``, ``front matter``."""
    indented: bool = False

    @property
    def parts(self) -> bool:
        """Whether a paragraph ends here by the gap's own signs."""
        return self.newlines > 1 or bool(self.head or self.bullet or self.rules or self.note)


_GLUE: Final = (Kind.TAG, Kind.HIDDEN)
_GAP: Final = frozenset(
    (
        Kind.SPACE,
        Kind.HEAD,
        Kind.BULLET,
        Kind.QUOTE,
        Kind.RULE,
        Kind.FENCE,
        Kind.NOTE,
        Kind.ATTRIBUTES,
        Kind.BAR,
    )
)


@dataclass(frozen=True)
class Source:
    """A scanned text with the look-ups that collation needs."""

    scan: Scan
    taken: dict[int, tuple[int, str]] = field(default_factory=dict)
    """Blocks that belong elsewhere: start -> (end, what)."""

    @property
    def text(self) -> str:
        """The source text."""
        return self.scan.text

    @cached_property
    def starts(self) -> list[int]:
        """Start offsets of the lexemes."""
        return [lexeme.start for lexeme in self.scan.lexemes]

    @cached_property
    def block_starts(self) -> list[int]:
        """Sorted starts of the blocks that belong elsewhere."""
        return sorted(self.taken)

    @cached_property
    def word_starts(self) -> list[int]:
        """Start offsets of the words."""
        return [word.start for word in self.scan.words]

    @cached_property
    def partners(self) -> dict[int, Lexeme]:
        """Start of an opening bracket -> its closing lexeme, and back."""
        found: dict[int, Lexeme] = {}
        stack: list[Lexeme] = []
        for lexeme in self.scan.lexemes:
            if lexeme.kind is Kind.OPEN:
                stack.append(lexeme)
            elif lexeme.kind is Kind.CLOSE and stack:
                opening = stack.pop()
                found[opening.start], found[lexeme.start] = lexeme, opening
        return found

    @cached_property
    def headings(self) -> list[Range]:
        """Ranges of the lines that are headings."""
        heads = [lexeme.start for lexeme in self.scan.lexemes if lexeme.kind is Kind.HEAD]
        return [(start, (self.text + "\n").index("\n", start)) for start in heads]

    def in_heading(self, offset: int) -> bool:
        """Whether `offset` lies in a heading's line."""
        index = bisect_left(self.headings, (offset + 1, 0)) - 1
        return index >= 0 and self.headings[index][0] <= offset <= self.headings[index][1]

    def line(self, offset: int) -> str:
        """The line around `offset`."""
        start = self.text.rfind("\n", 0, offset) + 1
        end = self.text.find("\n", offset)
        return self.text[start : end if end >= 0 else len(self.text)]

    def lexemes(self, span: Range) -> Iterator[Lexeme]:
        """Lexemes inside `span`; of printed signs that begin before it, the rest."""
        first = bisect_left(self.starts, span[0])
        if first and (cut := self._cut(self.scan.lexemes[first - 1], span[0])) is not None:
            yield cut
        for index in range(first, len(self.starts)):
            lexeme = self.scan.lexemes[index]
            if lexeme.start >= span[1]:
                return
            yield lexeme

    def _cut(self, lexeme: Lexeme, start: int) -> Lexeme | None:
        """What a lexeme of printed signs has from `start` on."""
        if lexeme.end <= start or lexeme.kind not in (Kind.TEXT, Kind.LIST_NUMBER):
            return None
        return Lexeme(Kind.TEXT, start, lexeme.end, lexeme.text[start - lexeme.start :])

    def atoms(self, span: Range) -> list[Atom]:
        """The atoms of `span`; blocks taken out leave their name in the gap around them."""
        found: list[Atom] = []
        run: list[Lexeme | str] = []
        position = span[0]
        for lexeme in self._outside(span):
            if isinstance(lexeme, str) or lexeme.kind in _GAP or lexeme.kind in _GLUE:
                run.append(lexeme)
                continue
            _flush(self.text, run, found)
            found.extend(_signs(lexeme))
            position = lexeme.end
        _flush(self.text, run, found)
        return _without_empty_brackets(found, self) if position >= span[0] else found

    def _outside(self, span: Range) -> Iterator[Lexeme | str]:
        skip_to = span[0]
        for lexeme in self.lexemes(span):
            if lexeme.start < skip_to:
                continue
            if lexeme.start in self.taken:
                skip_to, what = self.taken[lexeme.start]
                yield what
                continue
            yield lexeme


def _flush(text: str, run: list[Lexeme | str], found: list[Atom]) -> None:
    """Turn a run of gap lexemes into one gap, or glued tags into atoms of their own."""
    if not run:
        return
    pieces = [piece for piece in run if isinstance(piece, Lexeme)]
    if all(piece.kind in _GLUE for piece in pieces) and len(pieces) == len(run):
        found.extend(Atom(piece.kind, piece.start, piece.end, piece.text) for piece in pieces)
    else:
        found.append(_gap(text, run))
    run.clear()


def _gap(text: str, run: Iterable[Lexeme | str]) -> Atom:
    pieces: list[Range] = []
    blocks: list[str] = []
    newlines, head, rules, bullet, note = 0, 0, 0, "", ""
    quote = indented = False
    tags: list[str] = []
    other: list[str] = []
    for item in run:
        if isinstance(item, str):
            blocks.append(item)
            pieces.append((-1, -1))
            continue
        _extend(pieces, item)
        kind = item.kind
        if kind is Kind.SPACE:
            newlines += item.text.count("\n")
            indented = text[item.start - 1 : item.start] == "\n" and len(item.text) > 1
        elif kind is Kind.HEAD:
            head = len(item.text)
        elif kind is Kind.RULE:
            rules += 1
        elif kind is Kind.BULLET:
            bullet = item.text
        elif kind is Kind.QUOTE:
            quote = True
        elif kind is Kind.NOTE:
            note = item.text
        elif kind in _GLUE:
            tags.append(item.text)
        else:
            other.append(item.text)
    own = tuple(piece for piece in pieces if piece[0] >= 0)
    gap = Gap(
        own, newlines, head, bullet, quote, rules, tuple(tags), note, tuple(other), tuple(blocks), indented
    )
    start = own[0][0] if own else -1
    return Atom(Kind.SPACE, start, own[-1][1] if own else -1, " ", gap)


def _extend(pieces: list[Range], lexeme: Lexeme) -> None:
    if pieces and pieces[-1][1] == lexeme.start:
        pieces[-1] = (pieces[-1][0], lexeme.end)
    else:
        pieces.append((lexeme.start, lexeme.end))


def _signs(lexeme: Lexeme) -> Iterator[Atom]:
    kind = lexeme.kind
    if kind in (Kind.TEXT, Kind.LIST_NUMBER):
        for offset, sign in enumerate(lexeme.text, lexeme.start):
            yield Atom(Kind.TEXT, offset, offset + 1, sign)
    elif kind is Kind.ESCAPE:
        yield Atom(Kind.TEXT, lexeme.start, lexeme.end, lexeme.text)
    else:
        yield Atom(kind, lexeme.start, lexeme.end, lexeme.text)


def _without_empty_brackets(atoms: list[Atom], source: Source) -> list[Atom]:
    """Brackets around nothing (picture placeholders, empty anchors) are marks like tags."""
    if not any(atom.kind is Kind.OPEN for atom in atoms):
        return atoms
    found: list[Atom] = []
    index = 0
    while index < len(atoms):
        atom = atoms[index]
        following = atoms[index + 1] if index + 1 < len(atoms) else None
        if atom.kind is Kind.OPEN and following is not None and following.kind is Kind.CLOSE:
            atom = Atom(Kind.TAG, atom.start, following.end, source.text[atom.start : following.end])
            index += 1
        _add_merged(found, atom)
        index += 1
    return found


def _add_merged(found: list[Atom], atom: Atom) -> None:
    """Add `atom`; a tag beside a gap, and two gaps beside each other, become one gap."""
    last = found[-1] if found else None
    if last is None or not (_is_gap(last) or _is_gap(atom)) or not (_mergeable(last) and _mergeable(atom)):
        found.append(atom)
        return
    found[-1] = _merged(last, atom)


def joined_gaps(before: Iterable[Atom], behind: Iterable[Atom], blocks: tuple[str, ...]) -> list[Atom]:
    """Two runs of atoms as one; `blocks` tells what was taken out between them, if it was a block."""
    found: list[Atom] = []
    for atom in (*before, Atom(Kind.SPACE, -1, -1, " ", Gap((), blocks=blocks)), *behind):
        _add_merged(found, atom)
    return found


def _is_gap(atom: Atom) -> bool:
    return atom.gap is not None


def _mergeable(atom: Atom) -> bool:
    return atom.gap is not None or atom.kind is Kind.TAG


def _merged(first: Atom, second: Atom) -> Atom:
    one, two = (a.gap or Gap(((a.start, a.end),), tags=(a.text,)) for a in (first, second))
    pieces = list(one.pieces)
    for piece in two.pieces:
        if pieces and pieces[-1][1] == piece[0]:
            pieces[-1] = (pieces[-1][0], piece[1])
        else:
            pieces.append(piece)
    gap = Gap(
        tuple(pieces),
        one.newlines + two.newlines,
        two.head or one.head,
        two.bullet or one.bullet,
        one.quote or two.quote,
        one.rules + two.rules,
        one.tags + two.tags,
        two.note or one.note,
        one.other + two.other,
        one.blocks + two.blocks,
        two.indented,
    )
    return Atom(Kind.SPACE, pieces[0][0] if pieces else -1, pieces[-1][1] if pieces else -1, " ", gap)
