"""Headings: found where they are only bold, cleaned, joined where they run over two lines.

In: a draft. Out: a draft whose headings are marked and whole; the words of a heading never change.
`parting` takes out what was run into them, `levels` gives them their level, `numbering` reads
their numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import Final

from octavo.importing.choices import choose, remove
from octavo.importing.draft import ATOM, Block, Draft, Kind, visible
from octavo.importing.levels import level_headings
from octavo.importing.numbering import number_kind
from octavo.importing.parting import part_headings
from octavo.importing.speakers import speaker

__all__ = [
    "bold_headings",
    "clean_headings",
    "drop_empty",
    "level_headings",
    "number_kind",
    "part_headings",
    "plain_lines",
]

_BOLD: Final = 3
_NAMED: Final = re.compile(r"[^\W\d_]+\.? (?:\d+|[A-Z]|[IVX]+)(?:[.:] | ?[–—-] |$)")
"""``Table 1. Households``, ``Tafel II``: a word and its number, in any language."""
_TURNS: Final = 3
"""How often a speaker's label opens a paragraph."""
_MOST: Final = 0.6
"""Headings that are bold, and their share of all, from where on the others are doubted."""
_WRAPPED: Final = re.compile(r"(\*{1,3})((?:[^*\\]|\\.|\ue000)+?)\1((?:\ue000[\ue010-\ue019]+\ue001|\s)*)")


def bold_headings(draft: Draft) -> Draft:
    """Paragraphs that are one short bold line, and that text follows, are headings."""
    out = list(draft.blocks)
    for index, block in enumerate(out):
        if block.kind is not Kind.PARA or block.path or not _is_bold_line(block.text):
            continue
        after = next((b for b in out[index + 1 : index + 4] if b.kind is not Kind.PAGE), None)
        if after is None or (after.kind is Kind.PARA and after.hint == "front"):
            continue
        if after.kind in (Kind.TABLE, Kind.IMAGE) and _NAMED.match(visible(block.text)):
            continue  # the name of the table or figure below it
        numbered = number_kind(_unwrap(block.text)[0]) != ""
        confidence = 0.9 if numbered else 0.7
        choice = choose(
            draft,
            kind="heading",
            line=block.line,
            default="heading",
            options=("heading", "paragraph"),
            why=(
                "a short line all in bold" + (" with a number" if numbered else ""),
                confidence,
                visible(block.text)[:80],
            ),
        )
        if choice == "heading":
            out[index] = replace(block, kind=Kind.HEAD, level=0, raw_level=0, hint="bold")
    return replace(draft, blocks=tuple(out))


def plain_lines(draft: Draft) -> Draft:
    """Lines that only looked like headings: not bold where these are; ending in a comma; turns of talk."""
    heads = [block for block in draft.blocks if block.kind is Kind.HEAD and block.hint != "title"]
    bold = [block for block in heads if _unwrap(block.text)[1] == "bold"]
    deepest = max((block.raw_level for block in bold), default=0)
    turns = Counter(speaker(block.text) for block in draft.blocks if block.kind in (Kind.PARA, Kind.HEAD))
    usual = len(bold) >= _BOLD and len(bold) >= _MOST * len(heads)
    out = list(draft.blocks)
    for index, block in enumerate(out):
        if block.kind is not Kind.HEAD or block.hint or number_kind(block.text):
            continue
        words = visible(block.text).strip()
        plain = usual and not _unwrap(block.text)[1] and block.raw_level >= deepest
        remark = "it ends in a comma" if words.endswith((",", ";")) else ""
        if speaker(block.text) and turns[speaker(block.text)] >= _TURNS:
            remark = "it opens with the label of a speaker, as other paragraphs do"
        remark = remark or ("the other headings are bold, this line is not" if plain else "")
        if not remark:
            continue
        why = (remark, 0.7, words[:80])
        options = ("paragraph", "heading")
        if (
            choose(draft, kind="heading", line=block.line, default="paragraph", options=options, why=why)
            == "paragraph"
        ):
            out[index] = replace(block, kind=Kind.PARA, level=0, raw_level=0)
    return replace(draft, blocks=tuple(out))


def _is_bold_line(text: str) -> bool:
    found = _WRAPPED.fullmatch(text.strip())
    if not found or len(found[1]) < 2 or len(text) > 160:
        return False
    words = visible(found[2]).strip()
    # A colon opens what is said below: the label of a speaker, of a list.
    return bool(words) and words[-1] not in ".,;:" and sum(c.isalpha() for c in words) >= 3


def _unwrap(text: str) -> tuple[str, str]:
    """A heading without the bold that wraps the whole of it, and what was taken away."""
    hint = ""
    text = text.strip()
    while found := _WRAPPED.fullmatch(text):
        hint = "bold" if len(found[1]) >= 2 else hint or "italic"
        text = found[2] + found[3].strip()
        if len(found[1]) == 1:
            break
    return text, hint


def clean_headings(draft: Draft) -> Draft:
    """Bold-wrapped headings lose the wrapping; a heading over two lines becomes one."""
    out: list[Block] = []
    for block in draft.blocks:
        if block.kind is not Kind.HEAD:
            out.append(block)
            continue
        text, hint = _unwrap(" ".join(block.text.replace("\\\n", " ").split()))
        text = _balanced(text)
        bare = visible(text)
        hint = hint or ("caps" if bare.isupper() and len(bare) > 3 else "")
        head = replace(
            block,
            text=text,
            hint=block.hint if block.hint.startswith(("{", "title", "lone")) else hint or block.hint,
        )
        if out and _goes_on(out[-1], head):
            choice = choose(
                draft,
                kind="heading",
                line=block.line,
                default="join",
                options=("join", "apart"),
                why=(
                    "two headings follow each other and the second goes on",
                    0.7,
                    f"{visible(out[-1].text)} ⏎ {bare}",
                ),
            )
            if choice == "join":
                out[-1] = replace(out[-1], text=out[-1].text + " " + text)
                continue
        out.append(head)
    return replace(draft, blocks=tuple(out))


def _balanced(text: str) -> str:
    """Bold in several pieces (``**1.** **Title**``) is no emphasis in a heading."""
    if re.fullmatch(r"(?:\*\*(?:[^*\\]|\\.)+\*\*[\s\d.\ue000-\ue0ff]*)+", text):
        return " ".join(text.replace("**", "").split())
    return text


def _goes_on(before: Block, head: Block) -> bool:
    if (
        before.kind is not Kind.HEAD
        or before.raw_level != head.raw_level
        or before.hint.startswith("{")
        or "title" in (before.hint, head.hint)  # what is the title stands in the front matter
        or len(before.text) > 200
    ):
        return False
    first, second = visible(before.text).rstrip(), visible(head.text).lstrip()
    if not first or not second or number_kind(second):
        return False
    dangling = re.search(
        r"(?:[-,:–—(&]|\b(?:of|the|and|in|to|for|a|an|with|on|from|by|or|und|der|die|des|de|la))$",
        first,
        re.IGNORECASE,
    )
    adjacent = 0 <= head.line - before.line <= 2
    return (second[0].islower() or bool(dangling)) and (adjacent or second[0].islower())


def drop_empty(draft: Draft) -> Draft:
    """Headings without words (a picture or an anchor was all they held)."""
    kept = []
    for block in draft.blocks:
        if block.kind is Kind.HEAD and not visible(ATOM.sub("x", block.text)).strip():
            remove(draft, block.line, block.text, "empty heading")
            continue
        kept.append(block)
    return replace(draft, blocks=tuple(kept))
