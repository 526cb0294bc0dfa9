"""Talk whose turns a converter ran together.

In: a draft whose notes are out of the flow. Out: every turn is a paragraph. Who speaks is told by
labels (``Q:``, ``JP:``, ``Joan Pettifer:``) that open paragraphs of this text again and again.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import Final

from octavo.importing.choices import choose
from octavo.importing.draft import ATOM, Draft, Kind, visible

_NAME: Final = r"(?:[A-ZÀ-Þ]{1,4}|[A-ZÀ-Þ][\w.’-]{1,14}(?: [A-ZÀ-Þ][\w.’-]{1,14}){0,2})"
_LABEL: Final = rf"(?:[A-ZÀ-Þ][a-zà-þ]{{0,3}}\. )?{_NAME}:(?= \S)"
"""A name, with a title cut short before it (``Mr. CROSBY:``), whose stop ends no sentence."""
_OPENS: Final = re.compile(_LABEL)
_TURN: Final = re.compile(rf"(?:\A|(?<=[.?!”\]\ue001]) )(?P<label>{_LABEL})")
_TURNS: Final = 4
_COMES_AGAIN: Final = 2


def speaker(text: str) -> str:
    """The label of a speaker that a text opens with, in whatever face it is set; empty for none."""
    found = _OPENS.match(visible(ATOM.sub("", text)).lstrip())
    return found[0] if found else ""


def part_turns(draft: Draft) -> Draft:
    """The rule: where labels open four turns and more, each label after a stop opens a paragraph."""
    talk = [block.text for block in draft.blocks if block.kind is Kind.PARA and _OPENS.match(block.text)]
    count = Counter(label for text in talk for label in _labels(text))
    speakers = {label for label, times in count.items() if times >= _COMES_AGAIN}
    if sum(count[label] for label in speakers) < _TURNS:
        return draft
    out = []
    for block in draft.blocks:
        pieces = _turns(block.text, speakers) if block.kind is Kind.PARA else []
        if len(pieces) < 2 or not _agreed(draft, block.line, len(pieces), ATOM.sub("", pieces[1])):
            out.append(block)
            continue
        out.extend(replace(block, text=piece) for piece in pieces)
    return replace(draft, blocks=tuple(out))


def _labels(text: str) -> list[str]:
    """The label that opens a paragraph, and those that follow a stop in it."""
    return [found["label"] for found in _TURN.finditer(text)]


def _turns(text: str, speakers: set[str]) -> list[str]:
    """The turns of a paragraph; a word and a colon that never come again open none.

    In one that opens with no label itself only a speaker of the text begins a turn.
    """
    out, start = [], 0
    opens = bool(_OPENS.match(text))
    for found in _TURN.finditer(text):
        if found.start() and (found["label"] in speakers or (opens and " " in found["label"])):
            out.append(text[start : found.start()])
            start = found.start("label")
    return [*out, text[start:]]


def _agreed(draft: Draft, line: int, count: int, passage: str) -> bool:
    why = (f"{count} labels of speakers, after stops", 0.78, visible(passage)[:80])
    return choose(draft, kind="turn", line=line, default="part", options=("part", "whole"), why=why) == "part"
