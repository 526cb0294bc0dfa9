"""Headings parted from what the converter ran into them.

In: a draft whose headings are found. Out: a draft in which two headings of one line are two, a
heading that swallowed its paragraph gives it back, and the rest of a sentence is text again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from octavo.importing.casing import after_capitals
from octavo.importing.choices import choose
from octavo.importing.draft import Block, Draft, Kind, visible
from octavo.importing.numbering import number_kind, number_value
from octavo.importing.runin import OPENER, heading_end

_TWO_NUMBERS: Final = re.compile(r"(?<=\w) (?=\d{1,2}\.\d{1,2}\.? [A-ZÀ-Þ\u1100-\ud7ff])")

_MORE: Final = re.compile(r"[^\W\d_]{3,}[.?!] [“‘«„\"]?[^\W\d_a-zà-ÿ]")
"""A stop behind a word, and what opens the next sentence."""
_SENTENCE: Final = 4
"""Words of the shortest sentence that a heading swallowed."""
_LONG: Final = 100


def part_headings(draft: Draft) -> Draft:
    """Headings parted from what the converter ran into them, and text unmade a heading.

    Two headings in one line; a heading that swallowed its paragraph, marked as a heading or not;
    the rest of a sentence that the converter took for a heading.
    """
    out: list[Block] = []
    last: dict[str, int] = {}
    for block in draft.blocks:
        pieces = _parted(draft, block, out, last)
        for piece in pieces:
            if piece.kind is Kind.HEAD and (kind := number_kind(piece.text)):
                last[kind] = number_value(visible(piece.text))
        out.extend(pieces)
    return replace(draft, blocks=tuple(out))


def _parted(draft: Draft, block: Block, before: Sequence[Block], last: dict[str, int]) -> list[Block]:
    if block.kind is Kind.PARA:
        return _unmarked(draft, block, last)
    if block.kind is not Kind.HEAD or block.hint == "title":
        return [block]
    if _is_no_heading(block, before):
        remark = ("it begins in lower case, in mid-sentence", 0.75, visible(block.text)[:80])
        options = ("paragraph", "heading")
        if (
            choose(draft, kind="heading", line=block.line, default="paragraph", options=options, why=remark)
            == "paragraph"
        ):
            return [replace(block, kind=Kind.PARA, level=0, raw_level=0, hint="")]
        return [block]
    pieces = _TWO_NUMBERS.split(block.text)
    if len(pieces) > 1 and number_kind(pieces[0]):
        return [
            replace(block, text=piece, raw_level=block.raw_level + (1 if at else 0))
            for at, piece in enumerate(pieces)
        ]
    cut = after_capitals(block.text) or heading_end(block.text)
    if not cut or not _is_text(visible(block.text[cut:])):
        return [block]
    if block.raw_level and not after_capitals(block.text) and not _is_sentence(block.text, cut):
        return [block]
    return _cut(draft, block, block.text, cut, 0.65) or [block]


def _is_sentence(text: str, cut: int) -> bool:
    """Whether a sentence begins there for sure: with a word that opens one, or more follow in the line.

    What the converter marked as one heading is one otherwise: ``XIX. How Edric, lord of the fen, and …``.
    """
    return bool(OPENER.match(text, cut) or text.startswith("I ", cut) or _MORE.search(text, cut))


def _is_text(rest: str) -> bool:
    """Whether what stands behind a heading may be a paragraph: a whole sentence, or the start of a long one.

    ``Scene 1. A room at the library`` goes on as a heading.
    """
    return len(rest.split()) >= _SENTENCE and (len(rest) >= _LONG or rest.rstrip("”’\"')» ")[-1:] in ".?!:;,")


def _is_no_heading(block: Block, before: Sequence[Block]) -> bool:
    """The rest of a sentence: lower case first, after a paragraph that breaks off."""
    words = visible(block.text)
    if not words[:1].islower() or block.hint.startswith("{"):
        return False
    text = next((visible(b.text).rstrip() for b in reversed(before[-3:]) if b.kind is Kind.PARA), "")
    return len(words) > 90 or (len(text) > 60 and (text[-1:].isalnum() or text[-1:] in ",-‐"))


def _unmarked(draft: Draft, block: Block, last: dict[str, int]) -> list[Block]:
    """A paragraph or a lone item that opens with the number that comes next, and a title."""
    if len(block.text) < 150 or len(block.path) > 1 or (block.path and block.path[0].kind != "item"):
        return [block]
    marker = block.path[0].marker if block.path else ""
    text = f"{marker} {block.text}" if marker[:1].isdigit() else block.text
    kind = number_kind(text)
    if not kind or not last.get(kind) or number_value(visible(text)) != last[kind] + 1:
        return [block]
    cut = heading_end(text)
    return (_cut(draft, replace(block, path=()), text, cut, 0.7) if cut else []) or [block]


def _cut(draft: Draft, block: Block, text: str, cut: int, confidence: float) -> list[Block]:
    """Heading and paragraph, if it is agreed."""
    remark = ("a heading in title case, then a sentence", confidence, visible(text)[:100])
    options = ("part", "whole")
    if choose(draft, kind="heading", line=block.line, default="part", options=options, why=remark) == "whole":
        return []
    level = block.raw_level if block.kind is Kind.HEAD else 0
    head = replace(block, kind=Kind.HEAD, text=text[:cut].rstrip(), level=level, raw_level=level)
    return [head, replace(block, kind=Kind.PARA, text=text[cut:], level=0, raw_level=0)]
