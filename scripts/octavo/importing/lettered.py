"""Items marked by letters or small Roman numbers, which converters write behind a bullet.

In: a draft whose lists are mended. Out: runs of ``- (a)``, ``- (b)`` … are lists, inside the numbered
item they stand under or the list they are indented in; without a bullet and without such an item they are
paragraphs, as many texts have them. A bullet that a converter set before a section sign is gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from octavo.importing.choices import choose
from octavo.importing.draft import Block, Box, Draft, Kind, visible
from octavo.importing.numbering import number_value

_LABEL: Final = re.compile(r"(\\?\()?([a-z]|[ivx]{1,5})(\\?[.)])\s+(?=\S)")
_SECTION: Final = re.compile(r"§\s?\d")


@dataclass(frozen=True)
class _Label:
    """A block that opens with a letter."""

    at: int
    letter: str
    form: str
    """``(a)``, ``a)`` or ``a.``: the signs around the letter."""
    end: int

    @property
    def marker(self) -> str:
        """As Pandoc's dialect writes it."""
        return self.form.replace("a", self.letter)


def lettered_lists(draft: Draft) -> Draft:
    """The rule: two or more letters that follow each other make a list."""
    next_id = 1 + max((box.id for block in draft.blocks for box in block.path), default=0)
    lines = [piece for block in draft.blocks for piece in _lined(draft, block, next_id * 1000)]
    blocks = [_unbulleted(block) for block in lines]
    runs = _runs(blocks)
    next_id = 1 + max((box.id for block in blocks for box in block.path), default=0)
    for run in runs:
        outer = _outer(blocks, run)
        # A converter may set its bullet before some items of a list only: one of them tells what all are.
        told = outer or any(blocks[label.at].path for label in run)
        if told and _agreed(draft, blocks[run[0].at], len(run)):
            _list(blocks, run, outer, next_id)
            _rejoin(blocks, run, outer)
            next_id += len(blocks) + 1
    listed = {box.id for run in runs for label in run for box in blocks[label.at].path[-1:]}
    return replace(draft, blocks=tuple(_unlisted(blocks, listed)))


def _lined(draft: Draft, block: Block, base: int) -> list[Block]:
    """A paragraph in whose lines ``a.``, ``b.`` follow each other: CommonMark knows no lettered list.

    Behind the text of a numbered item, or from the first line of a paragraph on: a writer of Pandoc's
    Markdown sets a list so, and no paragraph breaks its lines before each letter by chance.
    """
    outer = block.path[-1:]
    if block.kind is not Kind.PARA or "\n" not in block.text or not _may_hold(outer):
        return [block]
    starts = [0, *(found.end() for found in re.finditer("\n", block.text))]
    pairs = [(start, found) for start in starts if (found := _LABEL.match(block.text, start))]
    letters = [found[2] for _, found in pairs]
    if len(letters) < 2 or not _counts(letters) or not (outer or pairs[0][0] == 0):
        return [block]
    if not _agreed(draft, block, len(letters)):
        return [block]
    text = block.text[: pairs[0][0]].rstrip()
    out = [replace(block, text=text, spans=())] if text else []
    first = base + 1000 * block.line
    ends = [*(start for start, _ in pairs[1:]), len(block.text)]
    for at, ((_, found), end) in enumerate(zip(pairs, ends, strict=True)):
        marker = ("(" if found[1] else "") + found[2] + found[3][-1]
        path = (*block.path, Box("item", first + at, marker, first, loose=False))
        out.append(replace(block, text=block.text[found.end() : end].rstrip(), path=path, spans=()))
    return out


def _may_hold(outer: Sequence[Box]) -> bool:
    """No box at all, or a numbered item."""
    return not outer or (outer[0].kind == "item" and outer[0].marker[:1].isdigit())


def _counts(letters: Sequence[str]) -> bool:
    """From ``a`` on by the alphabet, or from ``i`` on by Roman numbers."""
    if letters[0] == "i":
        return [number_value(letter.upper()) for letter in letters] == list(range(1, len(letters) + 1))
    return list(letters) == [chr(97 + at) for at in range(len(letters))]


def _list(blocks: list[Block], run: Sequence[_Label], outer: Sequence[Box], first: int) -> None:
    """Set the blocks of a run, with all that stands in their items, into a list; ids from `first` on."""
    for label in run:
        block = blocks[label.at]
        old, depth = block.path, len(block.path)
        loose = old[-1].loose if old else not outer
        box = Box("item", first + label.at, label.marker, first + run[0].at, loose=loose)
        path = (*(old[:-1] or outer), box)
        blocks[label.at] = replace(block, text=block.text[label.end :], path=path)
        at = label.at + 1
        while old and at < len(blocks) and blocks[at].path[:depth] == old:
            blocks[at] = replace(blocks[at], path=(*path, *blocks[at].path[depth:]))
            at += 1


def _agreed(draft: Draft, block: Block, count: int) -> bool:
    remark = (f"{count} letters that follow each other", 0.75, visible(block.text)[:80])
    options = ("items", "apart")
    return (
        choose(draft, kind="list", line=block.line, default="items", options=options, why=remark) == "items"
    )


def _unbulleted(block: Block) -> Block:
    """A section sign is no item's text: the bullet before it is the converter's."""
    lone = len(block.path) == 1 and block.path[0].kind == "item" and not block.path[0].marker[:1].isdigit()
    return replace(block, path=()) if lone and _SECTION.match(block.text) else block


def _unlisted(blocks: Sequence[Block], listed: set[int]) -> Iterator[Block]:
    """One letter alone makes no list: it is the text's own."""
    seen: set[int] = set()
    for block in blocks:
        box = block.path[0] if len(block.path) == 1 else None
        if box is None or box.id in listed or not _LABEL.match(box.marker + " x"):
            yield block
            continue
        text = block.text if box.id in seen else f"{box.marker} {block.text}"
        seen.add(box.id)
        yield replace(block, text=text, path=())


def _label(at: int, block: Block) -> _Label | None:
    if block.kind is not Kind.PARA or any(box.kind != "item" for box in block.path):
        return None
    marker = block.path[-1].marker if block.path else "-"
    if marker[:1].isdigit():
        return None
    found = _LABEL.match(block.text if marker == "-" else marker + " x")
    if found is None:
        return None
    form = ("(" if found[1] else "") + "a" + found[3][-1]
    return _Label(at, found[2], form, found.end() if marker == "-" else 0) if form != "(a." else None


def _runs(blocks: Sequence[Block]) -> list[list[_Label]]:
    """Labels from ``a`` or ``i`` on that follow each other; only page signs may stand between."""
    runs: list[list[_Label]] = []
    run: list[_Label] = []
    for at, block in enumerate(blocks):
        same = block.path and run and block.path == blocks[run[-1].at].path
        if block.kind is Kind.PAGE or same:
            continue
        label = _label(at, block)
        if (
            label is not None
            and run
            and label.form == run[-1].form
            and block.path[:-1] == blocks[run[-1].at].path[:-1]
            and _next(run[-1].letter, label.letter, run)
        ):
            run.append(label)
            continue
        if len(run) > 1:
            runs.append(run)
        run = [label] if label is not None and label.letter in ("a", "i") else []
    return [*runs, run] if len(run) > 1 else runs


def _next(before: str, after: str, run: Sequence[_Label]) -> bool:
    """Whether `after` comes next: in the alphabet, or in Roman numbers when the run began with ``i``."""
    if run[0].letter == "i":
        return number_value(after.upper()) == number_value(before.upper()) + 1
    return len(after) == 1 and ord(after) == ord(before) + 1


def _outer(blocks: Sequence[Block], run: Sequence[_Label]) -> tuple[Box, ...]:
    """The numbered item that the run stands under: its number goes on right after the run."""
    before = blocks[run[0].at - 1] if run[0].at else None
    after = blocks[run[-1].at + 1] if run[-1].at + 1 < len(blocks) else None
    if before is None or after is None or len(before.path) != 1 or len(after.path) != 1:
        return ()
    first, second = before.path[0].marker.rstrip(".)"), after.path[0].marker.rstrip(".)")
    counts_on = first.isdigit() and second.isdigit() and int(second) == int(first) + 1
    return before.path if counts_on else ()


def _rejoin(blocks: list[Block], run: Sequence[_Label], outer: Sequence[Box]) -> None:
    """The items after a run belong to the list that the run stands in."""
    if not outer:
        return
    at = run[-1].at + 1
    old = blocks[at].path[0].list_id
    while at < len(blocks) and blocks[at].path and blocks[at].path[0].list_id == old:
        box = replace(blocks[at].path[0], list_id=outer[0].list_id, loose=outer[0].loose)
        blocks[at] = replace(blocks[at], path=(box, *blocks[at].path[1:]))
        at += 1
