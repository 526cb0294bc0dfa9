"""The lines of a title block that a converter ran together, parted again.

In: a draft whose furniture is gone. Out: below the title, a paragraph that holds several lines of the
title block - ``Jane Roe 5 May 2009 Press of X Keywords: a, b`` - is as many paragraphs; the text that
follows them in the same paragraph is one of its own. Centred lines stand closer to each other than a
converter's rule for paragraphs wants, so it takes them for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from octavo.importing.choices import choose
from octavo.importing.dates import find_date
from octavo.importing.draft import Block, Draft, Kind, visible
from octavo.importing.frontlines import LONG, ZONE, line_kind
from octavo.importing.numbering import number_kind
from octavo.importing.runin import MINOR, OPENER
from octavo.importing.seams import ending
from octavo.importing.summary import KEYWORDS_LABEL, LABEL
from octavo.importing.titles import is_section

_BLOCKS: Final = 5
_MOST_WORDS: Final = 70
_LINE_WORDS: Final = 16
_LEAST: Final = 2.0
"""What the lines must weigh together: a date or the like, and another line beside it."""
_WEIGHTS: Final = {
    "date": 3.0,
    "rights": 3.0,
    "keywords": 3.0,
    "label": 3.0,
    "series": 4.0,
    "number": 2.0,
    "year": 2.0,
    "titled name": 2.0,
    "name": 1.5,
    "long name": 1.2,
    "body": 1.5,
    "one word": 0.3,
    "subtitle": 0.2,
}
_ANCHORS: Final = frozenset(("date", "rights", "keywords", "label", "series", "year"))
"""Kinds that nothing but a title block holds; lines without one of them may be any text."""
_NAMES: Final = ("titled name", "name", "long name", "one word")
_ONCE: Final = (*_NAMES, "body")
"""Kinds that do not follow each other: nothing would tell where the first of two ends."""
_STOP: Final = re.compile(r"[.!?。…][\"”’)]*(?:\s|$)")
_COUNTER: Final = re.compile("[년월일年月日]")
"""The rest of a number where a converter sets a space before a letter of another script."""
_NO_CASE: Final = re.compile(r"[\u0e00-\u0e7f\u1100-\ud7ff]")


@dataclass(frozen=True)
class _Way:
    """The best way to read the first words as lines."""

    weight: float
    ends: tuple[int, ...] = ()
    """Word after which each line ends."""
    kind: str = ""
    """Of the last line."""
    sure: bool = False
    """Whether one of the lines is an anchor."""


def part_front(draft: Draft) -> Draft:
    """The rule: paragraphs right below the title that read as several lines are these lines."""
    title = _title(draft.blocks)
    if title is None or draft.family == "canonical":
        return draft
    out = list(draft.blocks[: title + 1])
    for at in range(title + 1, len(draft.blocks)):
        block = draft.blocks[at]
        if at > title + _BLOCKS or block.kind is Kind.HEAD or _is_numbered(block):
            return replace(draft, blocks=(*out, *draft.blocks[at:]))
        # Where the lines above stand apart, what reads as one line is one.
        single = _is_line(block) and any(map(_is_line, draft.blocks[title + 1 : at]))
        lines = _lines(draft, block) if _is_text(block) and not single else [block]
        out.extend(lines)
        if len(lines) == 1 and len(block.text) > LONG:
            return replace(draft, blocks=(*out, *draft.blocks[at + 1 :]))
    return replace(draft, blocks=tuple(out))


def _title(blocks: Sequence[Block]) -> int | None:
    """The first heading, if it may be a title: no number, no name of a section, no text before it."""
    for at, block in enumerate(blocks[:ZONE]):
        if block.kind is Kind.HEAD:
            plain = number_kind(block.text) or is_section(visible(block.text))
            return None if plain else at
        if block.kind is Kind.PARA and len(block.text) > LONG:
            return None
    return None


def _is_numbered(block: Block) -> bool:
    """A heading that the converter took for an item: ``- 1. Introduction``."""
    line = f"{block.path[-1].marker} {block.text}" if block.path else block.text
    return len(line) < 80 and bool(number_kind(line)) and not line_kind(line)


def _is_text(block: Block) -> bool:
    lone = len(block.path) == 1 and block.path[0].kind == "item"
    return block.kind is Kind.PARA and (not block.path or lone)


def _is_line(block: Block) -> bool:
    words = visible(block.text).strip()
    return _is_text(block) and not block.path and bool(words and line_kind(words))


def _lines(draft: Draft, block: Block) -> list[Block]:
    text = " ".join(block.text.replace("\\\n", " ").split())
    marker = block.path[0].marker if block.path else ""
    text = f"{marker} {text}" if marker[:1].isdigit() else text
    words = list(re.finditer(r"\S+", text))[:_MOST_WORDS]
    ends = _read(text, words)
    cuts = [words[end].start() for end in ends if end < len(words)]
    label = KEYWORDS_LABEL.search(text)
    if label and label.start() > (cuts[-1] if cuts else 0) and len(text) - label.start() < LONG:
        cuts.append(label.start())
    if not cuts or _cuts_date(text, cuts):
        return [block]
    why = ("several lines of a title block in one paragraph", 0.75, visible(text)[:80])
    if (
        choose(draft, kind="front", line=block.line, default="lines", options=("lines", "whole"), why=why)
        == "whole"
    ):
        return [block]
    edges = [0, *cuts, len(text)]
    pieces = [text[a:b].strip() for a, b in pairwise(edges)]
    return [replace(block, text=piece, path=(), spans=()) for piece in pieces if piece]


def _cuts_date(text: str, cuts: Sequence[int]) -> bool:
    """Whether lines would end within a date: ``Seoul, 3`` and ``May 2019`` are one line."""
    read = find_date(text)[1]
    start = text.find(read)
    return bool(read) and any(start < cut < start + len(read) for cut in cuts)


def _read(text: str, words: Sequence[re.Match[str]]) -> tuple[int, ...]:
    """Numbers of words after which lines end; empty where the text is one line or no title block."""
    best: dict[tuple[int, str], _Way] = {(0, ""): _Way(0.0)}
    for start in range(len(words)):
        for kind_before in ("", *_WEIGHTS):
            if (start, kind_before) not in best:
                continue
            way = best[start, kind_before]
            for end, kind in _next_lines(text, words, start, way):
                weight = way.weight + _WEIGHTS[kind]
                if (end, kind) not in best or weight > best[end, kind].weight:
                    sure = way.sure or kind in _ANCHORS
                    best[end, kind] = _Way(weight, (*way.ends, end), kind, sure)
    done = [
        way
        for (end, _), way in best.items()
        if way.sure
        and way.weight >= _LEAST
        and (words[end - 1].end() == len(text) or _begins_text(text[words[end - 1].end() :]))
    ]
    return max(done, key=lambda way: way.weight).ends if done else ()


def _next_lines(
    text: str, words: Sequence[re.Match[str]], start: int, way: _Way
) -> Iterator[tuple[int, str]]:
    """(word after it, kind) of every line that may begin at word `start`."""
    for end in range(start + 1, min(start + _LINE_WORDS, len(words)) + 1):
        line = text[words[start].start() : words[end - 1].end()]
        cut_in_two = end < len(words) and _COUNTER.match(words[end][0]) and line[-1].isdigit()
        kind = "" if cut_in_two else line_kind(line)
        if LABEL.fullmatch(line) and not line[0].islower():
            kind = "label"
        if not kind and not start and _may_be_subtitle(line):
            kind = "subtitle"
        lone = kind == "one word" and (start or end == len(words))
        again = kind in _ONCE and way.kind in _ONCE and (kind in _NAMES) == (way.kind in _NAMES)
        again = again or (way.kind == "one word" and kind not in ("date", "year"))
        if kind and not lone and not again:
            yield end, kind
    if KEYWORDS_LABEL.match(text, words[start].start()):
        yield _end_of_keywords(words, start), "keywords"


def _may_be_subtitle(line: str) -> bool:
    parts = line.split()
    dangling = parts[-1].lower() in MINOR or ending(line) == "with a function word"
    return len(parts) > 1 and line[-1] not in ".,;:" and not dangling


def _end_of_keywords(words: Sequence[re.Match[str]], start: int) -> int:
    """The key words end with the first capital after the last comma that begins a sentence."""
    commas = [at for at in range(start, len(words)) if words[at][0].endswith((",", ";"))]
    last = max(commas, default=start)
    for at in range(last + 2, len(words)):
        if OPENER.match(words[at][0] + " ") or (words[at - 1][0].islower() and words[at][0][0].isupper()):
            return at
    return len(words)


def _begins_text(rest: str) -> bool:
    """Whether what comes after the lines is running text: a capital, small words, a stop."""
    rest = rest.lstrip()
    if not (rest[:1].isupper() or rest[:1] in '“"‘«„' or _NO_CASE.match(rest)):
        return False
    small = sum(word[:1].islower() or bool(_NO_CASE.match(word)) for word in rest.split()[:8])
    return len(rest) > 60 and small >= 3 and _STOP.search(rest) is not None
