"""Where notes may be called, and where their bodies may begin: candidates with their evidence.

In: blocks whose text is canonical inline Markdown with atoms. Out: `Mark` and `Body` values, each
with a weight that says how much its form alone speaks for it (about 0.4 .. 6). Nothing is decided
here; `matching` weighs candidates against each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from octavo.importing.draft import ATOM, Atom, Block, Kind, atom_index

SYMBOLS: Final = "†‡§¶‖∗"
"""Besides the asterisk; U+2217 is what TeX prints for it."""
_UNIT: Final = re.compile(
    r"(?:^|[\s(/·\d])(?:k|c|m|d|µ|n)?m$|(?:^|[\s(/])(?:s|kg|ft|in|yd|mi|ha|CO|R|r|χ|x|y|z|n|p|σ|e|E|10)$"
)
_MEASURED: Final = re.compile(r"\d[\d.,]* ?(?:k|c|m|d|µ)?m$")
_POWER: Final = re.compile(r"(?:^|[^\w.,–-])(?:2|10)$")
_ORDINAL: Final = r"(?!(?:st|nd|rd|th|er|re|e|ème|º|ª|[Dd])\b)"
_GLUED: Final = re.compile(
    r"(?<=[^\W\d_])(\d{1,4})(?:(\)|\\\])(?!\w))?(?![\w\-–]|[.,]\d)"
    r"|(?:(?<=[.,;:!?)\]”’\"'»…*%])|(?<=[\w.,!?…][“‘«]))(\d{1,4})(?:(\))(?!\w))?(?![\w\-–%]|[.,]\d)"
)
"""German closes a quotation with the signs that open it in English."""
_SIGN: Final = rf"(?:\\\*){{1,4}}|[{SYMBOLS}]{{1,3}}"
_SYMBOL_MARK: Final = re.compile(rf"(?<=[^\s\\(\[§])({_SIGN})(?:(\))(?!\w)|(?!\w|[ \n]?\d))")
_BRACKET_MARK: Final = re.compile(
    rf"(?<=\S) ?\\\[(\d{{1,3}}|[a-z]|{_SIGN})\\\]|(?<=[^\s(\d])\((\d{{1,3}}|{_SIGN})\)(?!\w)"
)
_SPACED: Final = re.compile(r"(?<=[^\W\d_]|[.,;:!?)”’\"'»…*]) (\d{1,3})(?:\s(?=\w)| ?(?=[.,;:)—–](?!\d))|$)")
_NAMED: Final = re.compile(r"(?<!\w)[A-ZÀ-Þ](?:[a-zà-þ]{2,12}|[a-z]{1,3}\.)$")
_YEAR_GLUED: Final = re.compile(
    r"(?<!\d)((?:1[0-9]|20)\d\d)(\d{1,3})(?![\d\w])|(?<=\d[.,;)])(\d{1,3})(?=\s|$)"
)

_TEXT_AFTER: Final = "[A-Z“\"'‘«„(*\\[\\\\À-ÖØ-Þ\u0370-\uffff]"
_STARTS: Final = (
    ("bracket", 2.5, re.compile(rf"\\\[(\d{{1,4}}|[a-z]|{_SIGN})\\\]\s*")),
    ("round", 2.0, re.compile(rf"\((\d{{1,4}}|{_SIGN})\)\s+")),
    ("paren", 2.5, re.compile(r"\*{0,3}(\d{1,4})\\?\)\*{0,3}\s*(?=\S)")),
    ("dot", 1.5, re.compile(r"\*{0,3}(\d{1,4})\\?\.\*{0,3}\s+(?=\S)")),
    ("dot-glued", 2.0, re.compile(r"\*{0,3}(\d{1,4})\\?\.\*{0,3}(?=[^\W\d_]|[“\"‘*\\])")),
    ("dot-glued", 1.0, re.compile(r"(\d{1,4})\\?\.(?=\d{4}\b)")),
    ("space", 1.6, re.compile(rf"\*{{0,3}}(\d{{1,4}})\*{{0,3}}[ \n]+(?={_TEXT_AFTER})")),
    ("space-low", 0.9, re.compile(r"\*{0,3}(\d{1,4})\*{0,3}[ \n]+(?=[a-zà-ÿ\d\ue000])")),
    (
        "glued",
        1.8,
        re.compile(rf"\*{{0,3}}(\d{{1,4}})(?={_TEXT_AFTER})(?![A-Z]{{1,3}}\d|[A-Z]{{1,2}}\b(?![.’'\s,]))"),
    ),
    ("glued-low", 1.0, re.compile(rf"(\d{{1,4}}){_ORDINAL}(?=[a-zà-ÿ])")),
    ("symbol", 2.5, re.compile(rf"(?!§+\s*\d)({_SIGN})\)?\s*(?=\S)")),
    ("paren", 1.5, re.compile(r"\(?([a-z])\\?\)\s+(?=\S)")),
    ("dot", 1.2, re.compile(r"([a-z])\\?\.\s+(?=\S)")),
    ("space", 1.2, re.compile(rf"([a-z])[ \n]+(?={_TEXT_AFTER})")),
    ("glued", 1.2, re.compile(rf"([a-z])(?={_TEXT_AFTER})(?![A-Z]{{2}})")),
    ("space-low", -0.6, re.compile(r"([a-z])[ \n]+(?=[a-zà-ÿ\d\ue000])")),
)
_BRACKETED: Final = 400
"""Characters before a closing bracket in which its opening one is sought."""
_NEAR: Final = 3
"""Blocks from one note of a series to the next, at most; and how many notes are a series."""
_MANY: Final = 5
_SPLIT_START: Final = re.compile(r"(\d{2,8})(?=[\s.,–\-\u3000-\u9fff\uac00-\ud7ff])")
_NEXT: Final = re.compile(r"(?<=[.!?)”*]) \*{0,2}(\d{1,6})(?=[^\W\d_]|[.)] )")
_INNER: Final = re.compile(
    r"(?<=[.!?)\]”\"’*>…;:]) (?=\*{0,2}\d{1,4}(?:[.)] ?| )?\S|\\\[\d)"
    "|(?<=\\s)(?=\ue000[\ue010-\ue019]+\ue001)"
    rf"|(?<=[.!?)\]”\"’*>…]) (?=(?:\\\*|[{SYMBOLS}]))"
)


@dataclass(frozen=True)
class Mark:
    """A place where a note may be called."""

    block: int
    start: int
    end: int
    label: str
    weight: float
    form: str
    position: int
    """Place in the whole text, in characters: the common order of marks and bodies."""


@dataclass(frozen=True)
class Body:
    """A place where a note's text may begin."""

    block: int
    start: int
    text_start: int
    label: str
    weight: float
    form: str
    position: int
    inner: bool = False
    """In the middle of a block: notes that run together."""


def plain_label(label: str) -> str:
    """A label without escapes, its asterisks as such."""
    return label.replace("\\", "").replace("∗", "*")


def offsets(blocks: Sequence[Block]) -> tuple[int, ...]:
    """Place of each block's first character in the whole text."""
    total, out = 0, []
    for block in blocks:
        out.append(total)
        total += len(block.text) + 2
    return tuple(out)


def marks(blocks: Sequence[Block], atoms: Sequence[Atom]) -> tuple[Mark, ...]:
    """Every candidate for a note call, in order of place; of two at one place the stronger."""
    found: list[Mark] = []
    for index, (block, base) in enumerate(zip(blocks, offsets(blocks), strict=True)):
        if block.kind in (Kind.PARA, Kind.HEAD, Kind.TABLE, Kind.VERSE):
            best: dict[int, Mark] = {}
            for mark in _block_marks(index, block.text, base, atoms):
                if block.kind is Kind.HEAD and mark.form == "spaced" and _counts(block.text[: mark.start]):
                    continue
                if mark.start not in best or best[mark.start].weight < mark.weight:
                    best[mark.start] = mark
            found.extend(best[key] for key in sorted(best))
    return tuple(found)


def _counts(before: str) -> bool:
    """Whether a heading's number is its own: one word stands before it, as in ``Lesson 1: The Day Book``."""
    return len(before.split()) == 1


def _block_marks(index: int, text: str, base: int, atoms: Sequence[Atom]) -> Iterator[Mark]:
    def mark(start: int, end: int, label: str, weight: float, form: str) -> Mark:
        return Mark(index, start, end, label, weight, form, base + start)

    for found in ATOM.finditer(text):
        atom = atoms[atom_index(found)]
        weight = _atom_weight(atom, text, found) if atom.label else 0.0
        if weight > 0:
            yield mark(found.start(), found.end(), atom.label, weight, atom.kind)
    if "\\[" in text or any(c.isdigit() for c in text):
        yield from _number_marks(text, mark)
    for found in _SYMBOL_MARK.finditer(text):
        if found.start():
            end = found.end() if _lone_bracket(text, found.end(1)) else found.end(1)
            yield mark(found.start(), end, plain_label(found[1]), 2.5, "symbol")


def _number_marks(text: str, mark: Callable[[int, int, str, float, str], Mark]) -> Iterator[Mark]:
    """Bare numbers that may call a note: glued, in brackets, after a space, behind a year."""
    for found in _GLUED.finditer(text):
        group = 1 if found[1] else 3
        if _plausible(text, found.start()):
            bracket = bool(found[group + 1]) and _lone_bracket(text, found.end(group))
            weight = _glued_weight(text, found.start(), found[group]) + (0.6 if bracket else 0)
            end = found.end() if bracket else found.end(group)
            yield mark(found.start(), end, str(int(found[group])), weight, "glued")
    for found in _BRACKET_MARK.finditer(text):
        # ``in [a] book``: a letter that an editor put in stands for a word.
        spaced = found[1] and found[1].isalpha() and found[0].startswith(" ")
        label = plain_label(found[1] or found[2])
        weight = 0.0 if spaced else 1.8 if label.isalnum() else 2.5
        yield mark(found.start(), found.end(), label, weight, "bracket")
    for found in _SPACED.finditer(text):
        # ``Section 2``, ``Table 3``, ``Fig. 4``: a name and its number.
        weight = -0.8 if _NAMED.search(text[max(0, found.start() - 14) : found.start()]) else 0.4
        yield mark(found.start(), found.start(1) + len(found[1]), found[1], weight, "spaced")
    for found in _YEAR_GLUED.finditer(text):
        group = 2 if found[2] else 3
        if group == 3 and _decimal(text, found):
            continue
        yield mark(found.start(group), found.end(group), found[group], 1.2 if group == 3 else 0.6, "year")


def _lone_bracket(text: str, at: int) -> bool:
    """Whether the bracket that closes at `at` belongs to a note's sign: nothing before it opens one."""
    before = text[max(0, at - _BRACKETED) : at]
    pair = "()" if text[at : at + 1] == ")" else "[]"
    return before.rfind(pair[0]) <= before.rfind(pair[1])


def _decimal(text: str, found: re.Match[str]) -> bool:
    """``64.3`` in a cell or a measure, ``2.1`` before a heading: no sentence ends before the last digit."""
    whole = re.search(r"[\d.]*\Z", text[: found.start()])
    first = whole is not None and not text[: whole.start()].strip("*# \n")
    goes_on = re.match(rf"\s*(?!{_TEXT_AFTER})\S", text[found.end() :])
    if text[found.start() - 1] != "." or whole is None or re.fullmatch(r"(?:1[0-9]|20)\d\d\.", whole[0]):
        return False
    return first or goes_on is not None or text.startswith("|")


def _plausible(text: str, at: int) -> bool:
    """A label has no leading zero, follows no decimal point and no emphasis that only opens."""
    if text[at] == "0":
        return False
    if text[at - 1] == "*":
        before = text[max(0, at - 5) : at].rstrip("*")[-1:]
        return bool(before) and not before.isspace()
    return not (text[at - 1] in ".,:" and text[max(0, at - 2)].isdigit())


def _glued_weight(text: str, at: int, label: str) -> float:
    """Digits glued to a word: less when the word is one letter or a unit (``m2``, ``B12``)."""
    before = text[max(0, at - 12) : at]
    if before[-1].isalpha():
        word = re.split(r"[^\w]", before)[-1]
        if _UNIT.search(before) or len(word) == 1 or (word.isupper() and len(word) < 3):
            return 0.6
        return 2.0
    return 2.2


def _atom_weight(atom: Atom, text: str, found: re.Match[str]) -> float:
    before = text[max(0, found.start() - 12) : found.start()]
    if not before.strip() or before[-1] == "\n":
        return 0.0  # at a line's beginning it opens a note, it does not call one
    if atom.kind == "sup" and atom.label.isdigit():
        if _POWER.search(before):
            return atom.strength - 3.5
        if before[-1].isdigit() and not re.search(r"(?:1[0-9]|20)\d\d$", before):
            return atom.strength - 2.2
        if _MEASURED.search(before) and atom.label in ("2", "3"):
            return atom.strength - 3.5
        if _UNIT.search(before):
            return atom.strength - 2.0
        if before[-1].isspace():
            return atom.strength - 0.5
    if atom.kind == "sup" and atom.label.isalpha():
        return atom.strength - 1.0
    return atom.strength


def bodies(blocks: Sequence[Block], atoms: Sequence[Atom]) -> tuple[Body, ...]:
    """Every candidate for the beginning of a note's text, in order of place."""
    found: list[Body] = []
    noted: set[int] = set()
    opened, label = False, 0
    for index, (block, base) in enumerate(zip(blocks, offsets(blocks), strict=True)):
        if block.kind is Kind.HEAD:
            found.extend(_headed(index, block, base, atoms))
        if block.kind is not Kind.PARA:
            opened = opened and block.kind is Kind.PAGE
            continue
        bonus = _surroundings(blocks, index)
        mine = list(_starts(index, block, base, atoms, noted))
        found.extend(_weighed(body, bonus) for body in mine)
        # A note that the converter cut in two goes on in the next block, and others after it.
        further = opened and _counts_on(block.text, label)
        opened = bool(mine) or further or (opened and block.text[:1].islower())
        inner = list(_inner(index, block.text, base, atoms, opened=opened))
        found.extend(inner)
        label = max((int(body.label) for body in (*mine, *inner) if body.label.isdigit()), default=0)
    return tuple(sorted(_series(found), key=lambda body: (body.position, -body.weight)))


def _series(found: Sequence[Body]) -> list[Body]:
    """`found`, heavier where five and more follow each other by block and by number: the notes of a chapter.

    Such notes stand far from their calls, so that distance says nothing against them.
    """
    out = list(found)
    run: list[int] = []
    for at, body in enumerate(found):
        if body.inner or body.start or body.form in ("item", "split") or not body.label.isdigit():
            continue
        last = found[run[-1]] if run else None
        goes_on = last and int(body.label) == int(last.label) + 1 and body.block - last.block <= _NEAR
        if last and not goes_on and body.block - last.block <= _NEAR and int(body.label) != 1:
            continue
        if not goes_on:
            _lift(out, run)
            run = []
        run.append(at)
    _lift(out, run)
    return out


def _lift(out: list[Body], run: Sequence[int]) -> None:
    if len(run) >= _MANY:
        for at in run:
            out[at] = _weighed(out[at], 1.0)


def _counts_on(text: str, label: int) -> bool:
    """Whether the note after `label` begins inside a paragraph: ``… in ed. 2. 15Smith …``."""
    return label > 0 and any(int(found[1]) == label + 1 for found in _NEXT.finditer(text))


def _headed(index: int, block: Block, base: int, atoms: Sequence[Atom]) -> Iterator[Body]:
    """A short note that the converter took for a heading, as ``#### 45Ibid.`` is."""
    best = _start_at(block.text, 0, atoms)
    if (
        best
        and best[3] in ("sup", "glued", "paren", "space", "symbol")
        and block.text.rstrip("* ").endswith(".")
    ):
        label, end, weight, form = best
        yield Body(index, 0, end, label, min(weight, 2.5) - 1.2, form, base)


def _weighed(body: Body, bonus: float) -> Body:
    return Body(
        body.block, body.start, body.text_start, body.label, body.weight + bonus, body.form, body.position
    )


def _surroundings(blocks: Sequence[Block], index: int) -> float:
    """A rule or another note before it, a page end after it, a quotation around it: more likely."""
    bonus = 0.0
    before = blocks[index - 1] if index else None
    if before is not None and before.kind is Kind.RULE:
        bonus += 1.0
    if index + 1 < len(blocks) and blocks[index + 1].kind is Kind.PAGE:
        bonus += 0.4
    if any(box.kind in ("quote", "item") for box in blocks[index].path):
        bonus += 0.2
    if blocks[index].hint == "small":
        bonus += 1.5
    return bonus


def _starts(index: int, block: Block, base: int, atoms: Sequence[Atom], noted: set[int]) -> Iterator[Body]:
    for box in block.path:
        if box.kind not in ("note", "item") or box.id in noted:
            continue
        noted.add(box.id)
        if box.kind == "note":
            yield Body(index, 0, 0, box.marker, 8.0, "definition", base)
            raised = _start_at(block.text, 0, atoms)
            if raised and raised[3] == "sup" and raised[0] != box.marker:
                # ``[^0]: ${ }^{3}$ See``: the converter numbers its pages' notes, the print its own.
                yield Body(index, 0, raised[1], raised[0], 5.0, "sup", base)
            return
        label = box.marker.strip(".)")
        if label.isdigit():
            weight = (2.3 if ")" in box.marker else 1.3) - (0.8 if block.text[:1].islower() else 0.0)
            yield Body(index, 0, 0, str(int(label)), weight, "item", base)
        elif box.marker == "*":
            yield Body(index, 0, 0, "*", 1.5, "item", base)
    for start in _line_starts(block.text):
        for label, end, weight, form in _starts_at(block.text, start, atoms):
            weight = weight if start == 0 else weight - 0.3
            yield Body(index, start, end, label, weight, form, base + start, start > 0)


def _line_starts(text: str) -> Iterator[int]:
    yield 0
    for found in re.finditer("\n", text):
        yield found.end()


def _starts_at(text: str, start: int, atoms: Sequence[Atom]) -> Iterator[tuple[str, int, float, str]]:
    """Every way to read a note's sign at `start`: ``312 May`` may be note 3, "12 May"."""
    best = _start_at(text, start, atoms)
    if best:
        yield best
    for label, size in split_starts(text[start : start + 12]):
        yield label, start + size, 0.9 if len(text[start : start + 12].split()[0]) > 2 else 0.6, "split"


def _start_at(text: str, start: int, atoms: Sequence[Atom]) -> tuple[str, int, float, str] | None:
    """(label, end of the sign, weight, form) of a note that begins at `start`."""
    atom = ATOM.match(text, start)
    if atom:
        entry = atoms[atom_index(atom)]
        if not entry.label or entry.kind == "opaque":
            return None
        tail = re.compile(r"[.):]?\s*").match(text, atom.end())
        end = tail.end() if tail else atom.end()
        weight = 4.0 if entry.kind != "ref" else 3.0
        return (entry.label, end, weight, "sup") if end < len(text) or start == 0 else None
    for form, weight, pattern in _STARTS:
        found = pattern.match(text, start)
        if found and not found[1].startswith("0"):
            return plain_label(found[1]), found.end(), weight, form
    return None


def _inner(index: int, text: str, base: int, atoms: Sequence[Atom], *, opened: bool) -> Iterator[Body]:
    """Notes that begin inside a block: weak signs only where the block itself opens as a note."""
    for found in _INNER.finditer(text):
        start = found.end()
        for label, end, weight, form in _starts_at(text, start, atoms) if start else ():
            if form != "sup" and not opened:
                continue
            if form == "split" and text[start - 2] not in ".!?)”":
                continue
            if form == "sup" and not re.match(_TEXT_AFTER, text[end : end + 1] or " ") and not opened:
                continue
            yield Body(
                index,
                start,
                end,
                label,
                weight - (1.0 if form != "split" else 0.6),
                form,
                base + start,
                inner=True,
            )
            opened = opened or form == "sup"


def split_starts(text: str) -> tuple[tuple[str, int], ...]:
    """Ways to read ``312 May`` as a note: ``("3", 1)``, ``("31", 2)`` - label and where the text begins."""
    found = _SPLIT_START.match(text)
    if not found:
        return ()
    return tuple((found[1][:size], size) for size in range(1, min(4, len(found[1]))))
