"""Numbered headings that a converter took for items of a list, or ran into their paragraphs.

In: a draft whose notes are out of the flow. Out: the draft in which the blocks whose numbers count
on through the whole text are headings. One numbered line is an item; numbers that count on with
paragraphs between them are an outline.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from octavo.importing.choices import choose
from octavo.importing.draft import Block, Draft, Kind, visible
from octavo.importing.numbering import number_value
from octavo.importing.runin import heading_end, is_titled

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

    @property
    def whole(self) -> bool:
        """Whether the block is a heading and nothing else."""
        return self.end == len(self.text)


def number_series(draft: Draft) -> Draft:
    """The rule: find the numbers that count on through the text; what they open are headings."""
    entries = _entries(draft.blocks)
    chosen: dict[int, _Entry] = {}
    for kind, _ in _KINDS:
        chain = _chain([entry for entry in entries if entry.kind == kind])
        if _is_outline(draft.blocks, chain):
            chosen.update((entry.at, entry) for entry in chain if draft.blocks[entry.at].kind is Kind.PARA)
    if not chosen:
        return draft
    out: list[Block] = []
    sure = len(chosen) > 2
    for index, block in enumerate(draft.blocks):
        out.extend(_opened(draft, block, chosen[index], sure=sure) if index in chosen else [block])
    return replace(draft, blocks=tuple(out))


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


def _entries(blocks: Sequence[Block]) -> list[_Entry]:
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
        entry = _entry(at, block)
        if entry is not None:
            found.append(entry)
    listed = {
        entry.at
        for first, second in pairwise(found)
        if first.whole
        and second.whole
        and second.at == first.at + 1
        and _follows(first.number, second.number) == 1
        and len(first.number) == len(second.number)
        for entry in (first, second)
    }
    places = {entry.at for entry in found}
    whole_lists = _lists(blocks, found)
    found = [entry for entry in found if entry.at not in whole_lists]
    # Numbers that follow each other line by line are a list before they are an outline.
    return [
        replace(entry, weight=_LISTED) if entry.at in listed and entry.weight < _MARKED else entry
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


def _entry(at: int, block: Block) -> _Entry | None:
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
        end, weight = _heading(text, found.end())
        return _Entry(at, kind, value, text, end, weight) if weight else None
    return None


def _heading(text: str, start: int) -> tuple[int, float]:
    """(end of the heading, how much its form speaks for one) of a text whose number ends at `start`."""
    words = visible(text[start:])
    # Scripts without capitals tell a title by its length and its missing stop alone.
    if not words or words[0].islower() or not (words[0].isalpha() or words[0] in "“\"‘'«『「"):
        return 0, 0.0
    titled, cut = is_titled(words), heading_end(text[start:], least=2)
    short = len(words) <= _MAX_HEAD and len(words.split()) <= _MOST_WORDS and words.rstrip()[-1] not in ".;,:"
    if short and (titled or not cut):
        return len(text), 1.0 if titled else 0.5
    return (start + cut, 0.8) if cut else (0, 0.0)


def _chain(entries: Sequence[_Entry]) -> list[_Entry]:
    """The heaviest run of entries each of which follows the one before in an outline."""
    totals: list[float] = []
    back: list[int] = []
    for at, entry in enumerate(entries):
        best, origin = (0.0 if entry.number[-1] == 1 and len(entry.number) == 1 else -1.0), -1
        for before in range(max(0, at - 60), at):
            step = _follows(entries[before].number, entry.number)
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
    if not first.whole and len(first.text) - first.end > 400:
        return True
    between = blocks[first.at + 1 : second.at]
    return any(block.kind is Kind.PARA and not block.path and len(block.text) > 60 for block in between)
