"""Headings in plain text, which marks none.

In: a draft of plain text. Out: the draft in which a short line that stands alone before running text,
numbered or in title case, is a heading; each is a decision.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from octavo.importing.choices import choose
from octavo.importing.dates import find_date
from octavo.importing.draft import Block, Draft, Kind, visible
from octavo.importing.numbering import number_kind
from octavo.importing.runin import is_titled

_HEAD_END: Final = re.compile(r"[.,;:!]$")
_LONGEST: Final = 110
_NUMBER: Final = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*[.)]?|[IVX]{1,5}\.)\s+")


def plain_headings(draft: Draft) -> Draft:
    """The rule: short lines that stand alone before running text are headings."""
    if draft.family != "plain":
        return draft
    out = list(draft.blocks)
    for at, block in enumerate(out):
        if block.kind is not Kind.PARA or (block.path and block.path[-1].kind != "item"):
            continue
        after = next((b for b in out[at + 1 : at + 4] if b.kind is not Kind.PAGE), None)
        if after is None or after.kind is not Kind.PARA:
            continue
        text = " ".join(((f"{block.path[-1].marker} " if block.path else "") + block.text).split())
        if find_date(text)[1] == text:  # ``5. Dezember 2009`` has a number, but is no section
            continue
        if _is_heading(text, block, after, before=out[at - 1] if at else None) and _agreed(
            draft, block, text
        ):
            out[at] = replace(block, kind=Kind.HEAD, text=text, path=(), hint="", level=2, raw_level=0)
    return replace(draft, blocks=tuple(out))


def _agreed(draft: Draft, block: Block, text: str) -> bool:
    kind, titled = number_kind(text), is_titled(_NUMBER.sub("", visible(text)))
    evidence = "a short line before running text" + (", with a number" if kind else "")
    evidence += ", in title case" if titled else ""
    confidence = 0.79 if kind and titled else 0.75 if kind else 0.65
    options = ("heading", "paragraph")
    why = (evidence, confidence, visible(text)[:80])
    return (
        choose(draft, kind="heading", line=block.line, default="heading", options=options, why=why)
        == "heading"
    )


def _is_heading(text: str, block: Block, after: Block, *, before: Block | None) -> bool:
    bare = visible(text)
    if len(bare) > _LONGEST or block.text.count("\n") > 1 or _HEAD_END.search(bare):
        return False
    if (
        sum(c.isalpha() for c in bare) < 2
        or 2 * len(find_date(bare)[1]) > len(bare)
        or _is_listed(block, after, before)
        or _counts_on(bare, after, before)
    ):
        return False
    words = _NUMBER.sub("", bare)
    numbered, titled = words != bare, is_titled(words)
    if not words or words[0].islower() or not (words[0].isalpha() or words[0] in "“\"‘'『「"):
        return False
    if (len(after.text) < 60 and not titled) or after.text[:1].islower():
        return False
    if re.search(r"\d{1,3}$", words) and not numbered:
        return False
    return (numbered and len(words) < 90) or titled


def _is_listed(block: Block, after: Block, before: Block | None) -> bool:
    """Whether the block is an item among items."""
    if not block.path:
        return False
    near = (after, before)
    return any(other is not None and other.path and other.path[-1].kind == "item" for other in near)


def _counts_on(bare: str, after: Block, before: Block | None) -> bool:
    """Whether a neighbour has the number before or after: notes that count on."""
    mine = re.match(r"\d{1,3}(?![.\d])", bare)
    for other in (before, after):
        its = re.match(r"\d{1,3}", visible(other.text[:20])) if mine and other is not None else None
        if mine and its and abs(int(its[0]) - int(mine[0])) == 1:
            return True
    return False
