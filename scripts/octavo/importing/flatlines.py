"""Headings that a converter without emphasis left as short paragraphs, also where it marked none.

In: a draft whose notes and furniture are out of the flow. Out: the draft in which a line that stands
alone, is set like a title and has running text below it is a heading. Asked only where the converter
shows no bold at all (opendataloader): there a heading that is no larger than the text looks like this,
and small capitals come out as mixed case.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from octavo.importing.choices import choose
from octavo.importing.dates import find_date
from octavo.importing.draft import Block, Draft, Kind, visible, without_atoms
from octavo.importing.numbering import number_kind
from octavo.importing.paragraphs import CAPTION
from octavo.importing.runin import is_titled
from octavo.importing.seams import ending

_BOLD: Final = re.compile(r"\*\*[^\s*][^*\n]*\*\*|(?<!\w)__[^\s_][^_\n]*__")
_LONGEST: Final = 90
_WORDS: Final = 12
_TEXT: Final = 80
"""Signs from where on a paragraph is running text."""
_NUMBER: Final = re.compile(r"\W*(?:\d{1,2}(?:\.\d{1,2})*|[IVXLC]{1,7}|[A-H])\\?[.)]?\s+")
_INNER_STOP: Final = re.compile(r"[^\W\d_]{3,}[.;!] \S")
_SMALL_CAPS: Final = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ]")
_COUNTED: Final = re.compile(r"[^\W\d_]{4,} (?:[IVXLC]{1,7}|\d{1,3}|the (?:First|Second|Third|Last))\b")
"""``Lecture VIII``, ``Letter the First``."""
_NEAR: Final = 3
_LEAST: Final = 2
"""Lines that nothing but their capitals tells: one alone may be anything."""


def flat_headings(draft: Draft) -> Draft:
    """The rule: short titled lines over running text are headings."""
    if draft.family != "markdown" or not shows_no_bold(draft):
        return draft
    blocks = [block for block in draft.blocks if block.kind is not Kind.PAGE]
    places = {id(block): at for at, block in enumerate(blocks)}
    taken = _taken(draft)
    lines = Counter(_key(block.text) for block in blocks)
    found = {
        id(block)
        for block in blocks
        if _is_line(block, taken, lines) and _stands_free(blocks, places[id(block)])
    }
    told = [block for block in blocks if id(block) in found and _is_told(block)]
    if not told and len(found) < _LEAST:
        return draft
    return replace(
        draft, blocks=tuple(_heading(draft, one) if id(one) in found else one for one in draft.blocks)
    )


def shows_no_bold(draft: Draft) -> bool:
    """Whether the converter is one that tells nothing of bold type."""
    return not _BOLD.search(draft.raw)


def _is_told(block: Block) -> bool:
    """Whether more than its capitals speaks for a heading."""
    words = visible(block.text)
    return bool(number_kind(words) or _COUNTED.search(words)) or words.isupper() or _is_small_caps(words)


def _heading(draft: Draft, block: Block) -> Block:
    words = visible(block.text)
    confidence = 0.6 if block.after_note else 0.75 if _is_told(block) else 0.7
    why = ("a short line set like a title, with running text below it", confidence, words[:80])
    options = ("heading", "paragraph")
    if (
        choose(draft, kind="heading", line=block.line, default="heading", options=options, why=why)
        != "heading"
    ):
        return block
    return replace(block, kind=Kind.HEAD, level=0, raw_level=0, hint="flat")


def _key(text: str) -> str:
    return " ".join(visible(without_atoms(text)).casefold().split())


def _taken(draft: Draft) -> frozenset[str]:
    """What the title block says: such a line further down is a running head."""
    return frozenset(_key(value) for _, value in draft.front)


def _is_line(block: Block, taken: frozenset[str], lines: Counter[str]) -> bool:
    """Whether a paragraph has the form of a heading."""
    words = visible(without_atoms(block.text)).strip()
    if block.kind is not Kind.PARA or block.path or block.hint or not 3 <= len(words) <= _LONGEST:
        return False
    key = _key(block.text)
    if key in taken or lines[key] > 1 or CAPTION.match(words) or find_date(words)[0]:
        return False
    title = _NUMBER.sub("", words, count=1) if number_kind(words) else words
    figures = sum(any(sign.isdigit() for sign in word) for word in title.split())
    if not title or figures > 1 or not (title[0].isalpha() or title[0] in "“‘«„"):
        return False
    if len(title.split()) > _WORDS or words[-1] in ".,;:!" or _INNER_STOP.search(title):
        return False
    return is_titled(title) or title.isupper() or _is_small_caps(title)


def _is_small_caps(title: str) -> bool:
    """Capitals in the middle of words: what becomes of ``Of the Association`` in small capitals."""
    words = re.findall(r"[^\W\d_]{3,}", title)
    return sum(bool(_SMALL_CAPS.search(word)) for word in words) * 2 >= max(1, len(words))


def _stands_free(blocks: Sequence[Block], at: int) -> bool:
    """Whether the text before is finished and running text follows, at once or after further such lines."""
    before = blocks[at - 1] if at else None
    if before is not None and before.kind is Kind.PARA and not before.path:
        end = visible(without_atoms(before.text[-200:])).rstrip()
        if len(before.text) > _TEXT and ending(end) not in ("finished", "colon", "abbreviation"):
            return False
    for block in blocks[at + 1 : at + 1 + _NEAR]:
        words = visible(without_atoms(block.text))
        if block.kind is Kind.PARA and len(words) >= _TEXT:
            return not words[0].islower() and words[0] not in ",;.)"
        if block.kind is Kind.HEAD and number_kind(block.text) and _is_told(blocks[at]):
            return True
        if block.kind is Kind.HEAD or block.path or (block.kind is Kind.PARA and words[-1:] in ".,;:!"):
            return False
        if block.kind is not Kind.PARA:
            return False
    return False
