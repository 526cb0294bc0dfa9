"""Marks of list items that a converter stacked above the items they belong to.

In: printed lines. pdfminer takes the column of bullets or numbers for a text of its own: all marks of a list
come first, one a line, then all its items. Out: the same lines, each mark before its item, where the count
of lines, or of lines that begin after a finished or a short one, leaves one way to part the items.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from octavo.importing.layouttables import SKIPPED

OPENS: Final = "\ue0fd"
"""Stands before a line that opens a paragraph, whatever stands before it."""
BULLETS: Final = "•◦▪‣●○■\uf0b7\uf0a7\uf0a8\uf0d8\uf06e\uf076\uf0fc"
"""Signs before items; those in the private area are what Word takes from its fonts of symbols."""
_MARK: Final = re.compile(rf"\s*(?:[{BULLETS}–-]|\(?(?:\d{{1,2}}|[a-z]|[ivx]{{1,4}})[.)])\s*")
_CLOSED: Final = re.compile(r"[.;:,!?][”\"’)\]]*\d{0,3}\s*$|;\s(?:and|or|und|oder|et|ou)\s*$")
_SHORT: Final = 0.8


def marked(text: str) -> str:
    """`text` with stacked marks before their items; line numbers stay."""
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        marks = _marks(lines, at)
        if len(marks) > 1:
            starts = _starts(lines, marks[-1] + 1, len(marks))
            for mark, start in zip(marks, starts, strict=False):
                lines[start] = f"{OPENS}{lines[mark].strip()} {lines[start].strip()}"
                lines[mark] = SKIPPED
        at = max(at + 1, marks[-1] + 1 if marks else 0)
    return "\n".join(lines)


def _marks(lines: Sequence[str], at: int) -> list[int]:
    """Lines from `at` on that are marks alone and of one kind, over blank lines."""
    found: list[int] = []
    while at < len(lines) and (not lines[at].strip() or _MARK.fullmatch(lines[at])):
        if lines[at].strip() and (not found or _follows(lines[found[-1]].strip(), lines[at].strip())):
            found.append(at)
        elif lines[at].strip() or not found:
            break
        at += 1
    return found


def _follows(first: str, second: str) -> bool:
    """Whether two marks are of one list: the same sign, or the next number or letter with the same signs."""
    one, two = first.strip("(.)"), second.strip("(.)")
    if one.isdigit() and two.isdigit():
        return first.replace(one, "") == second.replace(two, "") and int(two) == int(one) + 1
    return first == second if not one.isalpha() else two.isalpha() and first[-1] == second[-1] and one != two


def _starts(lines: Sequence[str], at: int, count: int) -> list[int]:
    """The lines that open the `count` items after `at`; empty where they cannot be told."""
    blocks: list[list[int]] = []
    while at < len(lines) and len(blocks) < count and "\f" not in lines[at]:
        block = []
        while at < len(lines) and lines[at].strip() and not _MARK.fullmatch(lines[at]):
            block.append(at)
            at += 1
        if block:
            blocks.append(block)
            if len(block) >= count and len(blocks) == 1:
                return _parted(lines, block, count)
        elif at < len(lines) and lines[at].strip():
            break
        at += 1
    return [block[0] for block in blocks] if len(blocks) == count else []


def _parted(lines: Sequence[str], block: Sequence[int], count: int) -> list[int]:
    if len(block) == count:
        return list(block)
    widest = max(len(lines[at].strip()) for at in block)
    starts = [block[0]]
    for before, at in pairwise(block):
        if _CLOSED.search(lines[before]) or len(lines[before].strip()) < _SHORT * widest:
            starts.append(at)
    return starts if len(starts) == count else []
