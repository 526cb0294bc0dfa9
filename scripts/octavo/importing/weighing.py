"""The candidates of `marks`, weighed for one document: who keeps superscripts does not glue digits.

In: marks and bodies with what their forms alone are worth. Out: the marks, each with what it is worth
in this text, by what else stands in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from octavo.importing.draft import Block
from octavo.importing.lone import STRONG
from octavo.importing.marks import Body, Mark

_KEPT: Final = 1.2
"""What a bare number loses where superscripts are kept."""
_BOTH: Final = 5
"""Raised signs at a call and at a text of one label that tell a converter which keeps them."""
_LOOSE: Final = 1.5
"""What a number that stands alone or behind another loses there besides."""
_COUNTED: Final = 2.0
"""What a number loses behind a word that has many numbers behind it: ``Figure 2``, ``Phase 3``."""
_OFTEN: Final = 4
_TWO_FACED: Final = 2.0
"""What a superscript loses as a call where the next note of the same paragraph may begin with it."""
_WORD: Final = re.compile(r"([^\W\d_]+)\.?[ \n]?\Z")


def weighed(marks: Sequence[Mark], bodies: Sequence[Body], blocks: Sequence[Block]) -> tuple[Mark, ...]:
    """`marks` with their weights in this document."""
    explicit = sum(mark.form in ("sup", "ref") for mark in marks)
    glued = sum(mark.form == "glued" and mark.weight >= 2 for mark in marks)
    raised = {mark.label for mark in marks if mark.form in ("sup", "ref", "link") and mark.weight >= 3}
    both = raised & {body.label for body in bodies if body.form == "sup"}
    kept = (explicit >= 3 and explicit * 2 > glued) or len(both) >= _BOTH
    starts = {body.block for body in bodies if body.weight >= STRONG or body.form == "space"}
    inner = {(body.block, body.start) for body in bodies if body.inner}
    words = _counting(marks, blocks) if kept else frozenset()
    out = []
    for mark in marks:
        loss = 0.0
        if mark.form in ("glued", "spaced", "year", "bracket"):
            loss = (_KEPT if kept else 0.0) + (1.0 if mark.block in starts else 0.0)
            if kept and mark.form in ("spaced", "year"):
                loss += _LOOSE
            if words and _word(mark, blocks) in words:
                loss += _COUNTED
        elif mark.block in starts and (mark.block, mark.start) in inner:
            loss = _TWO_FACED
        out.append(replace(mark, weight=mark.weight - loss))
    return tuple(out)


def _counting(marks: Sequence[Mark], blocks: Sequence[Block]) -> frozenset[str]:
    """Words that count things in this text: bare numbers follow them again and again."""
    counts = Counter(_word(mark, blocks) for mark in marks if mark.form in ("spaced", "glued"))
    return frozenset(word for word, count in counts.items() if word and count >= _OFTEN)


def _word(mark: Mark, blocks: Sequence[Block]) -> str:
    """The word before a mark, its stop left out; a stop with no space behind it ends a sentence."""
    text = blocks[mark.block].text[max(0, mark.start - 24) : mark.start]
    found = _WORD.search(text)
    glued_stop = mark.form == "glued" and text.endswith(".")
    return found[1] if found and not glued_stop else ""
