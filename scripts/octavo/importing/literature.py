"""Numbered lists that are no notes: the literature of a paper, and the institutions of its authors.

In: the candidates of `marks` and the blocks they stand in. Out: the candidates without those whose
numbers cite a list of literature or an institution. No list of words tells them, but order does: notes
are called once each and in turn, 1, 2, 3; literature is cited again, out of turn and several at once
(``[4, 5, 17]``), and an author line has one institution for many names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from octavo.importing.draft import ATOM, Atom, Block, Kind, atom_index, visible
from octavo.importing.marks import Body, Mark

_LEAST: Final = 5
"""Entries of the shortest list of literature."""
_SHORT: Final = 60
_FEW: Final = 4
"""Citations that tell nothing."""
_GAP: Final = 4
"""Blocks from one entry to the next: its own further lines, a page's end, a picture."""
_IN_TURN: Final = 0.6
"""Share of citations that follow the one before by one: notes have nearly all, literature few."""
_NEARLY_ALL: Final = 0.85
"""Share of calls in turn that only notes have."""
_SHOWN: Final = ("sup", "link", "bracket", "ref")
_GROUP: Final = re.compile(r"\\\[((?:\d{1,3})(?:\s{0,2}[,;–-]\s{0,2}\d{1,3}){0,20})(?:,[^\[\]\\]{0,60})?\\\]")
_RAISED: Final = re.compile(r"\^(\d{1,3}(?:[ ,;–-]{0,3}\^{0,2}\d{1,3}){0,20}),?\^")
_FRONT: Final = 40
"""Blocks in which the running text has to begin."""
NOTES_HEADING: Final = re.compile(
    r"(?:foot|end)?\s*notes?(?: and references)?|notas|anmerkungen|fu(?:ß|ss)noten|note|각주|미주|주",
    re.IGNORECASE,
)
_RUNNING: Final = re.compile(r"[^\W\d_]{2}[.!?][)”\"’]?\s+\S")


@dataclass(frozen=True)
class _List:
    blocks: tuple[int, ...]
    """Where each entry begins."""
    labels: frozenset[str]
    raised: bool


def without_literature(
    marks: Sequence[Mark], bodies: Sequence[Body], blocks: Sequence[Block], atoms: Sequence[Atom]
) -> tuple[tuple[Mark, ...], tuple[Body, ...]]:
    """Marks and bodies that may be of notes."""
    marks, bodies = _without_institutions(marks, bodies, blocks)
    bodies = _without_bare_lists(bodies, blocks)
    # ``[^1]:`` defines a note, whatever else counts as far.
    lists = _lists([body for body in bodies if body.form != "definition"], blocks)
    if not lists:
        return marks, bodies
    listed = {at for entries in lists for at in range(entries.blocks[0], entries.blocks[-1] + 1)}
    cited = "\n".join(
        _spelled(block.text, atoms)
        for at, block in enumerate(blocks)
        if block.kind in (Kind.PARA, Kind.TABLE) and at not in listed
    )
    groups = _GROUP.findall(cited)
    calls = [mark for mark in marks if mark.block not in listed]
    for entries in lists:
        if _in_turn(calls, entries.labels, groups) or _is_named(entries, lists, blocks):
            continue
        if not entries.raised and _cites(groups, entries.labels):
            marks = tuple(mark for mark in marks if not _cite(mark))
        elif _cites(_RAISED.findall(cited), entries.labels, groups_wanted=True):
            marks = tuple(m for m in marks if m.form != "sup" or m.label not in entries.labels)
        else:
            continue
        within = range(entries.blocks[0], entries.blocks[-1] + 1)
        bodies = tuple(body for body in bodies if body.block not in within or body.form == "definition")
    return marks, bodies


def _is_named(entries: _List, lists: Sequence[_List], blocks: Sequence[Block]) -> bool:
    """Whether the list stands under the notes' own heading, and another list may be what is cited."""

    def is_under(one: _List) -> bool:
        places = range(one.blocks[0] - 1, -1, -1)
        above = next((blocks[at].text for at in places if blocks[at].kind is not Kind.PAGE), "")
        return NOTES_HEADING.fullmatch(visible(above).strip(" :")) is not None

    return len(lists) > 1 and is_under(entries) and not all(map(is_under, lists))


def _spelled(text: str, atoms: Sequence[Atom]) -> str:
    """`text` with the numbers of links and superscripts written out."""

    def written(found: re.Match[str]) -> str:
        atom = atoms[atom_index(found)]
        return atom.written if atom.kind in ("link", "sup") else " "

    return ATOM.sub(written, text)


def _cite(mark: Mark) -> bool:
    return mark.form == "bracket" or (mark.form == "link" and mark.weight < 4.5)


def _cites(groups: Sequence[str], labels: frozenset[str], *, groups_wanted: bool = False) -> bool:
    """Whether `groups` of numbers are citations of the entries `labels`, not calls of notes in turn.

    `groups_wanted`: numbers out of turn may be exponents; several in one sign they are not.
    """
    cited: list[int] = []
    several = 0
    for group in groups:
        numbers = [number for number in re.findall(r"\d+", group) if number in labels]
        several += len(numbers) > 1
        cited.extend(map(int, numbers))
    if len(cited) < _FEW or (groups_wanted and several * 8 < len(groups)):
        return False
    turns = sum(after in (before + 1, 1) for before, after in pairwise(cited))
    return turns < _IN_TURN * (len(cited) - 1) or several * 5 > len(groups)


def _in_turn(marks: Sequence[Mark], labels: frozenset[str], groups: Sequence[str]) -> bool:
    """Whether the labels of one list are called once each and in turn, and never several in one sign.

    A converter may write one call ``<sup>[2]</sup>``, the next ``<sup>3</sup>``: those of one form alone seem
    out of turn then.
    """
    if any(len(set(re.findall(r"\d+", group)) & labels) > 1 for group in groups):
        return False
    called = [int(mark.label) for mark in marks if mark.form in _SHOWN and mark.label in labels]
    turns = sum(0 < after - before <= 2 for before, after in pairwise(called))
    return len(called) > _FEW and turns >= _NEARLY_ALL * (len(called) - 1)


def _lists(bodies: Sequence[Body], blocks: Sequence[Block]) -> list[_List]:
    """Runs of entries that each open a block or a line of it and count on."""
    out: list[_List] = []
    run: list[Body] = []
    for body in bodies:
        begins = body.start == 0 or blocks[body.block].text[body.start - 1] == "\n"
        if not begins or not body.label.isdigit() or body.form == "split":
            continue
        if run and 0 <= body.block - run[-1].block <= _GAP and int(body.label) == int(run[-1].label) + 1:
            run.append(body)
        elif not run or body.block > run[-1].block:
            _keep(run, out)
            run = [body]
    _keep(run, out)
    return out


def _without_bare_lists(bodies: Sequence[Body], blocks: Sequence[Block]) -> tuple[Body, ...]:
    """Notes are sentences or references: a numbered list of short lines without stops has none."""
    bare: set[int] = set()
    for entries in _lists([body for body in bodies if body.form == "item"], blocks):
        texts = [visible(blocks[at].text).rstrip() for at in entries.blocks]
        short = sum(len(text) < _SHORT and text.rstrip(')"”’')[-1:].isalnum() for text in texts)
        if short * 5 > 4 * len(texts):
            bare.update(entries.blocks)
    return tuple(body for body in bodies if body.block not in bare or body.form != "item")


def _keep(run: Sequence[Body], out: list[_List]) -> None:
    if len(run) >= _LEAST:
        raised = sum(body.form == "sup" for body in run) * 2 > len(run)
        out.append(_List(tuple(b.block for b in run), frozenset(b.label for b in run), raised))


def _without_institutions(
    marks: Sequence[Mark], bodies: Sequence[Body], blocks: Sequence[Block]
) -> tuple[tuple[Mark, ...], tuple[Body, ...]]:
    """Before the running text several numbers, or one number again and again, are those of institutions."""
    end = next(_text_begins(blocks), 0)
    raised = [mark for mark in marks if mark.form in ("sup", "link") and mark.label.isdigit()]
    here = [mark for mark in raised if mark.block < end and _names(blocks[mark.block])]
    headed = (at for at, block in enumerate(blocks[:end]) if block.kind is Kind.HEAD)
    end = next((at for at in headed if here and at > here[0].block), end)
    here = [mark for mark in here if mark.block < end]
    named = {body.label for body in bodies if body.block < end and body.form == "sup"}
    labels = {mark.label for mark in here}
    if not (len(here) > len(labels) or len(labels & named) > 1):
        return tuple(marks), tuple(bodies)
    return (
        tuple(mark for mark in marks if not (mark.block < end and mark.label.isdigit())),
        tuple(body for body in bodies if not (body.block < end and body.label.isdigit())),
    )


def _names(block: Block) -> bool:
    """A line that is no heading and no sentence, nor the part of one before a page's end."""
    text = visible(block.text).rstrip()
    return block.kind is Kind.PARA and text[-1:] not in (".", ";", ":", "!", "?") and not _is_running(text)


def _is_running(text: str) -> bool:
    """Whether most words are in lower case, as in text and not in names of persons and institutions."""
    words = re.findall(r"[^\W\d_]{2,}", text)
    return len(words) > 5 and 5 * sum(map(str.islower, words)) > 3 * len(words)


def _text_begins(blocks: Sequence[Block]) -> Iterator[int]:
    for at, block in enumerate(blocks[:_FRONT]):
        text = visible(block.text)
        told = len(_RUNNING.findall(text)) > 1 or _is_running(text)
        if block.kind is Kind.PARA and len(text) > 250 and told:
            yield at
