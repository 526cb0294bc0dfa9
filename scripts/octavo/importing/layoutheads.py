"""Headings in plain text, which marks none.

In: the blocks of a plain text. Out: the blocks in which a short line that stands alone before
running text, numbered or in title case, is a heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from octavo.importing.draft import Block, Kind
from octavo.importing.runin import is_titled

_HEAD_END: Final = re.compile(r"[.,;:!]$")


def find_headings(blocks: Sequence[Block]) -> list[Block]:
    """Short lines that stand alone before running text are headings."""
    out = list(blocks)
    for at, block in enumerate(out):
        if block.kind is not Kind.PARA or (block.path and block.path[-1].kind != "item"):
            continue
        after = next((b for b in out[at + 1 : at + 4] if b.kind is not Kind.PAGE), None)
        if after is None or after.kind is not Kind.PARA:
            continue
        text = (f"{block.path[-1].marker} " if block.path else "") + block.text
        if _is_heading(text, block, after, before=out[at - 1] if at else None):
            out[at] = replace(
                block, kind=Kind.HEAD, text=text.replace("\n", " "), path=(), hint="", level=2, raw_level=0
            )
    return out


def _is_heading(text: str, block: Block, after: Block, *, before: Block | None) -> bool:
    bare = " ".join(text.split())
    if (
        len(bare) > 110
        or block.text.count("\n") > 1
        or _HEAD_END.search(bare)
        or sum(c.isalpha() for c in bare) < 3
    ):
        return False
    if after.path and after.path[-1].kind == "item" and block.path:
        return False
    if (
        before is not None
        and before.path
        and block.path
        and before.path[-1].kind == "item" == block.path[-1].kind
    ):
        return False
    mine = re.match(r"\d{1,3}(?![.\d])", bare)
    for other in (before, after):
        its = re.match(r"\d{1,3}", other.text) if mine and other is not None else None
        if mine and its and abs(int(its[0]) - int(mine[0])) == 1:
            return False  # notes that count on
    words = re.sub(r"^(?:\d{1,2}(?:\.\d{1,2})*[.)]?|[IVX]{1,5}\.)\s+", "", bare)
    numbered = words != bare
    if not words or not (words[0].isupper() or words[0] in "“\"‘'"):
        return False
    if len(after.text) < 60 and not is_titled(words):
        return False
    if re.search(r"\d{1,3}$", words) and not numbered:
        return False
    return (numbered and len(words) < 90) or is_titled(words)
