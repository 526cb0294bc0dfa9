"""Numbered headings that a converter took for items of a list, or ran into their paragraphs.

In: a draft whose notes are out of the flow. Out: the draft in which the blocks whose numbers count
on through the whole text are headings. One numbered line is an item; numbers that count on with
paragraphs between them are an outline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from octavo.importing.casing import Casing, casing, title_end
from octavo.importing.choices import choose
from octavo.importing.draft import Block, Draft, Kind, visible
from octavo.importing.numbering import number_value
from octavo.importing.runin import is_titled

_DECIMAL: Final = re.compile(r"(\d{1,2}(?:\\?\.\d{1,2}){0,3})\\?[.)]?\s+(?=\S)")
_ROMAN: Final = re.compile(r"([IVXL]{1,6})[.)]\s+(?=\S)")
_LETTER: Final = re.compile(r"([A-H])[.)]\s+(?=\S)")
_CHAPTER: Final = re.compile(
    r"(?:Chapter|Part|Book|Kapitel|Teil|Chapitre|Partie)\s+([IVXL]{1,6}|\d{1,2})\b[.:]?\s*", re.IGNORECASE
)
_KINDS: Final = (("d", _DECIMAL), ("R", _ROMAN), ("L", _LETTER), ("chapter", _CHAPTER))
_MARKED: Final = 2.0
_LISTED: Final = 0.1
_MOST_WORDS: Final = 18
_MAX_HEAD: Final = 140
_ANEW: Final = 12
"""Outlines of letters or Roman numbers that are looked for, one in each chapter."""
_PARTED: Final = 2
_OWN_TEXT: Final = 250
_OWN_TEXT_BELOW: Final = 60
"""Signs of text run into a heading that make it one: fewer do below a chapter (``1.2``), where no list is."""


@dataclass(frozen=True)
class _Entry:
    """A block that opens with a number and may be a heading."""

    at: int
    kind: str
    """``d``, ``R``, ``L`` or ``chapter``."""
    number: tuple[int, ...]
    text: str
    """With its number, whatever mark the converter set."""
    end: int
    """Where the heading ends in `text`; its length when nothing was run into it."""
    weight: float
    cut: int = 0
    """Where a sentence may begin in `text` though it is short enough for a title; 0 for nowhere."""
    prior: int = -1
    """Where the item of its list stands that has the number before; -1 for no item."""

    @property
    def whole(self) -> bool:
        """Whether the block is a heading and nothing else."""
        return self.end == len(self.text)


def number_series(draft: Draft) -> Draft:
    """The rule: find the numbers that count on through the text; what they open are headings."""
    draft = replace(draft, blocks=tuple(_first_items(draft)))
    entries = _entries(draft.blocks, casing(draft.blocks))
    chosen: dict[int, _Entry] = {}
    for kind, _ in _KINDS:
        for chain in _chains(draft.blocks, [entry for entry in entries if entry.kind == kind]):
            marked = [entry for entry in chain if draft.blocks[entry.at].kind is Kind.PARA]
            chosen.update((entry.at, entry) for entry in _parted_alike(marked))
    if not chosen:
        return draft
    out: list[Block] = []
    sure = len(chosen) > 2
    for index, block in enumerate(draft.blocks):
        out.extend(_opened(draft, block, chosen[index], sure=sure) if index in chosen else [block])
    return replace(draft, blocks=tuple(out))


def _parted_alike(chain: Sequence[_Entry]) -> list[_Entry]:
    """Where the converter ran two headings into their text, it did so with others that look whole."""
    parted = sum(not entry.whole for entry in chain)
    return [replace(entry, end=entry.cut) if entry.cut and parted >= _PARTED else entry for entry in chain]


def _first_items(draft: Draft) -> Iterator[Block]:
    """The first item of a list that the converter took for a heading: at once ``2.`` and ``3.`` follow."""
    blocks = draft.blocks
    fresh = 1 + max((box.id for block in blocks for box in block.path), default=0)
    for at, block in enumerate(blocks):
        found = _DECIMAL.match(block.text) if block.kind is Kind.HEAD and block.hint != "title" else None
        after = [_item_number(one) for one in blocks[at + 1 : at + 3]] if found else []
        if found and found[1].isdigit() and after == [int(found[1]) + 1, int(found[1]) + 2]:
            why = ("the items 2 and 3 of a list follow at once", 0.75, visible(block.text)[:80])
            options = ("item", "heading")
            if (
                choose(draft, kind="list", line=block.line, default="item", options=options, why=why)
                == "item"
            ):
                path = (replace(blocks[at + 1].path[0], id=fresh + at, marker=found[1] + "."),)
                block = replace(
                    block, kind=Kind.PARA, text=block.text[found.end() :], path=path, level=0, raw_level=0
                )
        yield block


def _item_number(block: Block) -> int:
    """The number of a block that is one item of a list, as long as a heading at most; else 0."""
    lone = block.kind is Kind.PARA and len(block.path) == 1 and block.path[0].kind == "item"
    number = block.path[0].marker.strip(".)") if lone and len(block.text) <= _MAX_HEAD else ""
    return int(number) if number.isdigit() else 0


def _opened(draft: Draft, block: Block, entry: _Entry, *, sure: bool) -> list[Block]:
    remark = (
        "its number counts on through the text" + ("" if entry.whole else ", then a sentence"),
        (0.79 if entry.whole else 0.75) - (0 if sure else 0.1),
        visible(entry.text)[:100],
    )
    options = ("heading", "paragraph")
    if (
        choose(draft, kind="heading", line=block.line, default="heading", options=options, why=remark)
        != "heading"
    ):
        return [block]
    head = replace(block, kind=Kind.HEAD, text=entry.text[: entry.end].rstrip(), path=(), hint="")
    rest = entry.text[entry.end :].strip()
    return [head, replace(block, text=rest, path=())] if rest else [head]


def _entries(blocks: Sequence[Block], known: Casing) -> list[_Entry]:
    found = []
    for at, block in enumerate(blocks):
        if (
            block.kind not in (Kind.PARA, Kind.HEAD)
            or len(block.path) > 1
            or block.hint in ("title", "front")
        ):
            continue
        if block.path and block.path[0].kind != "item":
            continue
        entry = _entry(at, block, known)
        if entry is not None:
            found.append(entry)
    pairs = {
        second.at: first.at
        for first, second in pairwise(found)
        if first.whole
        and second.whole
        and second.at == first.at + 1
        and _follows(first.number, second.number) == 1
        and len(first.number) == len(second.number)
    }
    listed = {*pairs, *pairs.values()}
    places = {entry.at for entry in found}
    whole_lists = _lists(blocks, found)
    found = [entry for entry in found if entry.at not in whole_lists]
    # Numbers that follow each other line by line are a list before they are an outline.
    return [
        replace(entry, weight=_LISTED, prior=pairs.get(entry.at, -1))
        if entry.at in listed and entry.weight < _MARKED
        else entry
        for entry in found
        if not _is_item(blocks, entry, places)
    ]


def _is_item(blocks: Sequence[Block], entry: _Entry, others: set[int]) -> bool:
    """Whether a line right before or after it in the same list counts on with it and is no heading."""
    path = blocks[entry.at].path
    if not path or not entry.whole or len(entry.number) > 1:
        return False
    for at, step in ((entry.at - 1, -1), (entry.at + 1, 1)):
        other = blocks[at] if 0 <= at < len(blocks) else None
        if other and at not in others and len(other.path) == 1 and other.path[0].list_id == path[0].list_id:
            marker = re.match(r"\d+", other.path[0].marker)
            if marker and int(marker[0]) == entry.number[0] + step and len(other.text) <= _MAX_HEAD:
                return True
    return False


def _lists(blocks: Sequence[Block], found: Sequence[_Entry]) -> set[int]:
    """Items of Markdown lists that count from 1 to 3 and further with nothing between: no headings there."""
    out: set[int] = set()
    run: list[_Entry] = []
    for entry in [*found, None]:
        item = entry is not None and blocks[entry.at].kind is Kind.PARA and bool(blocks[entry.at].path)
        goes_on = bool(run) and item and entry is not None and entry.at == run[-1].at + 1
        if goes_on and entry is not None and entry.number == (run[-1].number[-1] + 1,):
            run.append(entry)
            continue
        if len(run) > 2:
            out.update(one.at for one in run)
        run = [entry] if item and entry is not None and entry.number == (1,) else []
    return out


def _entry(at: int, block: Block, known: Casing) -> _Entry | None:
    marker = block.path[0].marker if block.path else ""
    text = f"{marker} {block.text}" if marker[:1].isdigit() else block.text
    for kind, pattern in _KINDS:
        found = pattern.match(text)
        if found is None:
            continue
        numbers = found[1].replace("\\", "").split(".")
        value = tuple(int(part) for part in numbers) if kind == "d" else (number_value(found[1].upper()),)
        if block.kind is Kind.HEAD:
            return _Entry(at, kind, value, text, len(text), _MARKED)
        end, weight, cut = _heading(text, found.end(), known)
        return _Entry(at, kind, value, text, end, weight, cut) if weight else None
    return None


def _heading(text: str, start: int, known: Casing) -> tuple[int, float, int]:
    """(end of the heading, how much its form speaks for one, where else it may end).

    `start`: where the number of `text` ends.
    """
    words = visible(text[start:])
    # Scripts without capitals tell a title by its length and its missing stop alone.
    if not words or words[0].islower() or not (words[0].isalpha() or words[0] in "“\"‘'«『「"):
        return 0, 0.0, 0
    titled, cut = is_titled(words), title_end(text[start:], known)
    short = len(words) <= _MAX_HEAD and len(words.split()) <= _MOST_WORDS and words.rstrip()[-1] not in ".;,:"
    if short and (titled or not cut):
        return len(text), 1.0 if titled else 0.5, start + cut if cut else 0
    return (start + cut, 0.8, 0) if cut else (0, 0.0, 0)


def _chains(blocks: Sequence[Block], entries: Sequence[_Entry]) -> list[list[_Entry]]:
    """The outlines that one kind of number makes; letters and Roman numbers may begin anew by chapter."""
    out: list[list[_Entry]] = []
    left = list(entries)
    while left and len(out) < _ANEW:
        chain = _chain(left)
        if not _is_outline(blocks, chain):
            break
        out.append(chain)
        used = {entry.at for entry in chain}
        left = [entry for entry in left if entry.at not in used]
        if left and left[0].kind not in ("L", "R"):
            break
    return out


def _chain(entries: Sequence[_Entry]) -> list[_Entry]:
    """The heaviest run of entries each of which follows the one before in an outline."""
    totals: list[float] = []
    back: list[int] = []
    for at, entry in enumerate(entries):
        best, origin = (0.0 if entry.number[-1] == 1 and len(entry.number) == 1 else -1.0), -1
        for before in range(max(0, at - 60), at):
            step = _follows(entries[before].number, entry.number)
            if entry.prior not in (-1, entries[before].at):
                continue  # "4." of a list goes on from its "3.", not from a heading's
            if step and totals[before] + step > best:
                best, origin = totals[before] + step, before
        totals.append(best + entry.weight)
        back.append(origin)
    if not totals:
        return []
    at = max(range(len(totals)), key=lambda index: totals[index])
    chain = []
    while at >= 0:
        chain.append(entries[at])
        at = back[at]
    return chain[::-1]


def _follows(before: tuple[int, ...], after: tuple[int, ...]) -> float:
    """1 where `after` comes next in an outline, less where a number is missing, else 0."""
    if after == (*before, 1):
        return 1.0
    depth = len(after)
    if depth > len(before) or after[:-1] != before[: depth - 1]:
        return 0.0
    step = after[-1] - before[depth - 1]
    return 1.0 if step == 1 else 0.2 if step == 2 else 0.0


def _is_outline(blocks: Sequence[Block], chain: Sequence[_Entry]) -> bool:
    """Two or more numbers with running text between most of them; items that follow at once are a list."""
    if len(chain) < 2 or chain[0].number[-1] > 2:
        return False
    apart = sum(_text_between(blocks, first, second) for first, second in pairwise(chain))
    return apart * 3 >= 2 * (len(chain) - 1)


def _text_between(blocks: Sequence[Block], first: _Entry, second: _Entry) -> bool:
    """Whether what stands between two entries has a paragraph of its own, not only further items."""
    if second.number[:-1] == first.number:
        return True
    enough = _OWN_TEXT if len(first.number) == 1 else _OWN_TEXT_BELOW
    if not first.whole and len(first.text) - first.end > enough:
        return True
    between = blocks[first.at + 1 : second.at]
    outer = first.kind in ("R", "L") and len(second.number) == 1
    return any(
        block.kind is Kind.PARA and len(block.text) > (enough if outer and block.path else 60)
        for block in between
        if outer or not block.path
    )
