"""Headings: found where they are only bold, joined where they run over two lines, levelled.

In: a draft. Out: headings at consistent levels from 1 on, without jumps. The number of a heading
is the best guide to its level, then the converter's own level where it is consistent, then
typography; the words of a heading never change.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from octavo.importing.choices import choose, remove
from octavo.importing.draft import ATOM, Block, Draft, Kind, visible

_WRAPPED: Final = re.compile(r"(\*{1,3})((?:[^*\\]|\\.|\ue000)+?)\1((?:\ue000[\ue010-\ue019]+\ue001|\s)*)")
_DECIMAL: Final = re.compile(r"(?:§\s*)?(\d{1,2}(?:\.\d{1,2}){0,4})(?:[.):]|\s|\\)?\s*(?=\S)")
_ROMAN: Final = re.compile(r"([IVXL]{1,6})[.):]\s+(?=\S)|([IVXL]{2,6})\s+(?=[A-Z])|[IVXL]{1,6}\.?$")
_LETTER: Final = re.compile(r"([A-H])[.):]\s+(?=\S)")
_PART: Final = re.compile(
    r"(part|book|teil|partie)\s+(?:\d+|[ivxl]+|one|two|three|four|five)\b", re.IGNORECASE
)
_CHAPTER: Final = re.compile(
    r"(chapter|kapitel|chapitre|cap[ií]tulo|제)\s*(?:\d+|[ivxl]+|one|two|three)\b", re.IGNORECASE
)
_TOP_WORDS: Final = frozenset(
    [
        "abstract",
        "introduction",
        "conclusion",
        "conclusions",
        "references",
        "bibliography",
        "acknowledgements",
        "acknowledgments",
        "acknowledgement",
        "preface",
        "foreword",
        "appendix",
        "summary",
        "contents",
        "notes",
        "discussion",
        "methods",
        "results",
        "background",
        "einleitung",
        "schluss",
        "fazit",
        "literatur",
        "zusammenfassung",
        "résumé",
        "introducción",
        "conclusión",
    ]
)


def bold_headings(draft: Draft) -> Draft:
    """Paragraphs that are one short bold line, and that text follows, are headings."""
    out = list(draft.blocks)
    for index, block in enumerate(out):
        if block.kind is not Kind.PARA or block.path or not _is_bold_line(block.text):
            continue
        after = next((b for b in out[index + 1 : index + 4] if b.kind is not Kind.PAGE), None)
        if after is None or (after.kind is Kind.PARA and after.hint == "front"):
            continue
        numbered = number_kind(_unwrap(block.text)[0]) != ""
        confidence = 0.9 if numbered else 0.82
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


def _is_bold_line(text: str) -> bool:
    found = _WRAPPED.fullmatch(text.strip())
    if not found or len(found[1]) < 2 or len(text) > 160:
        return False
    words = visible(found[2]).strip()
    return bool(words) and words[-1] not in ".,;" and sum(c.isalpha() for c in words) >= 3


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


_TWO_NUMBERS: Final = re.compile(r"(?<=\w) (?=\d{1,2}\.\d{1,2}\.? [A-ZÀ-Þ])")
_MINOR: Final = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "in",
        "into",
        "its",
        "nor",
        "of",
        "on",
        "or",
        "over",
        "per",
        "the",
        "to",
        "up",
        "via",
        "with",
        "und",
        "der",
        "die",
        "das",
        "des",
        "et",
        "de",
        "la",
        "le",
        "du",
    ]
)


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
                last[kind] = _value(visible(piece.text))
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
    cut = _swallowed(block.text)
    if not cut:
        return [block]
    return _cut(draft, block, block.text, cut, 0.65) or [block]


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
    if not kind or not last.get(kind) or _value(visible(text)) != last[kind] + 1:
        return [block]
    cut = _swallowed(text)
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


def _swallowed(text: str) -> int:
    """Where in an overlong heading its paragraph begins: a capital whose next word is in lower case."""
    if len(text) < 150:
        return 0
    previous = 0
    for count, word in enumerate(re.finditer(r"\S+", text)):
        letters = re.sub(r"[^\w]", "", word[0])
        if letters and letters[0].islower() and letters not in _MINOR:
            return previous if count >= 3 and text[previous : previous + 1].isupper() else 0
        if letters and letters[0].isupper():
            previous = word.start()
        if word.start() > 140:
            break
    return 0


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
            block, text=text, hint=block.hint if block.hint.startswith("{") else hint or block.hint
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
        or before.hint == "title"
        or len(before.text) > 200
    ):
        return False
    first, second = visible(before.text).rstrip(), visible(head.text).lstrip()
    if not first or not second or number_kind(second):
        return False
    dangling = re.search(
        r"(?:[-,:–—(&]|\b(?:of|the|and|in|to|for|a|an|with|on|from|by|or|und|der|die|des|de|la))$", first
    )
    adjacent = 0 <= head.line - before.line <= 2
    return (second[0].islower() or bool(dangling)) and (adjacent or second[0].islower())


def number_kind(text: str) -> str:
    """``d1``, ``d2`` … for decimal numbers by depth, ``R``, ``L``, ``part``, ``chapter``; empty for none."""
    bare = visible(text).strip()
    if _PART.match(bare):
        return "part"
    if _CHAPTER.match(bare):
        return "chapter"
    decimal = _DECIMAL.match(bare)
    if decimal and not re.match(r"\d{3,}|\d{1,2}(?:st|nd|rd|th)\b", bare):
        return f"d{decimal[1].count('.') + 1}" if not re.match(r"\d+\s+[a-z]", bare) else ""
    if _ROMAN.match(bare):
        return "R"
    return "L" if _LETTER.match(bare) else ""


def level_headings(draft: Draft) -> Draft:
    """Give every heading its level."""
    heads = [
        (index, block)
        for index, block in enumerate(draft.blocks)
        if block.kind is Kind.HEAD and block.hint != "title"
    ]
    if not heads:
        return draft
    kinds = [number_kind(block.text) for _, block in heads]
    levels, confidences, reason = _levels([block for _, block in heads], kinds)
    levels = _without_jumps(levels)
    out = list(draft.blocks)
    for (index, block), level, confidence in zip(heads, levels, confidences, strict=True):
        choice = choose(
            draft,
            kind="level",
            line=block.line,
            default=str(level),
            options=("1", "2", "3", "4", "5", "6"),
            why=(reason, confidence, visible(block.text)[:80]),
        )
        out[index] = replace(block, level=int(choice))
    return replace(draft, blocks=tuple(out))


def _levels(heads: Sequence[Block], kinds: Sequence[str]) -> tuple[list[int], list[float], str]:
    """Levels before jumps are smoothed, how sure each is, and what decided."""
    order = _kind_order(kinds)
    raw = [head.raw_level or 9 for head in heads]
    if _consistent(raw, kinds, [visible(head.text) for head in heads]):
        ranks = {level: rank for rank, level in enumerate(sorted(set(raw)), start=1)}
        return (
            [ranks[level] for level in raw],
            [0.92 if len(ranks) > 1 else 0.75] * len(raw),
            "the converter's levels are consistent",
        )
    levels, confidences = [], []
    outline = _outline(heads, kinds, order)
    current = 0
    for position, (head, kind) in enumerate(zip(heads, kinds, strict=True)):
        if kind in order:
            current = order[kind]
            levels.append(current)
            confidences.append(0.95)
            continue
        level, confidence = outline.level(position, head, current)
        levels.append(level)
        confidences.append(confidence)
    return levels, confidences, "numbers, repeated typography and outline; the converter's levels drift"


def _kind_order(kinds: Sequence[str]) -> dict[str, int]:
    """Level of each kind of number: in the order in which an outline nests them."""
    present = [kind for kind in dict.fromkeys(kinds) if kind]
    decimals = sorted(kind for kind in present if kind.startswith("d"))
    others = [kind for kind in present if not kind.startswith("d")]
    outer = [kind for kind in ("part", "chapter", "R", "L") if kind in others]
    if decimals and "L" in outer and present.index("L") > present.index(decimals[0]):
        outer.remove("L")
        decimals.append("L")
    if (
        "R" in outer
        and decimals
        and present.index("R") > present.index(decimals[0])
        and kinds.count("R") < kinds.count(decimals[0])
    ):
        outer.remove("R")
        decimals.append("R")
    order: dict[str, int] = {kind: rank for rank, kind in enumerate(outer, start=1)}
    base = len(outer)
    first = int(decimals[0][1:]) if decimals and decimals[0].startswith("d") else 1
    for rank, kind in enumerate(decimals):
        depth = int(kind[1:]) - first if kind.startswith("d") else rank
        order[kind] = base + 1 + depth
    return order


def _consistent(raw: Sequence[int], kinds: Sequence[str], texts: Sequence[str]) -> bool:
    """Each kind of number has one raw level, deeper kinds deeper ones; one level for all is none."""
    if len(set(raw)) == 1:
        return len({kind for kind in kinds if kind}) <= 1 and not any(kinds)
    by_kind: dict[str, set[int]] = defaultdict(set)
    for level, kind in zip(raw, kinds, strict=True):
        if kind:
            by_kind[kind].add(level)
    if any(len(levels) > 1 and _runs_on(texts, kinds, kind) for kind, levels in by_kind.items()):
        return False
    by_kind = {kind: {min(levels)} for kind, levels in by_kind.items()}
    decimals = sorted(kind for kind in by_kind if kind.startswith("d"))
    tops = [next(iter(by_kind[kind])) for kind in decimals]
    return tops == sorted(set(tops))


@dataclass(frozen=True)
class _Outline:
    """What is known of the numbered headings, to level those without a number."""

    top: int
    single: bool
    """There is one kind of number only."""
    last_number: int
    """Position of the last numbered heading."""
    top_raw: int
    votes: dict[str, Counter[int]]
    """For each kind of typography, the levels its headings seem to have."""

    def level(self, position: int, head: Block, current: int) -> tuple[int, float]:
        """(level, confidence) of a heading without number after one of level `current`."""
        words = visible(head.text).strip(" .:").lower()
        if words in _TOP_WORDS or words.split()[:1] == ["appendix"]:
            return self.top, 0.9
        if not current:
            return self.top, 0.8
        if position > self.last_number and 0 < head.raw_level <= self.top_raw and not self.single:
            return self.top, 0.6
        if self.single:
            return current + 1, 0.85
        votes = self.votes.get(head.hint)
        if votes and sum(votes.values()) > 1:
            choice, count = votes.most_common(1)[0]
            return choice, 0.55 + 0.22 * count / sum(votes.values())
        return current + 1, 0.65


def _runs_on(texts: Sequence[str], kinds: Sequence[str], kind: str) -> bool:
    """Whether the numbers of one kind count on through the text: then its levels have drifted."""
    if kind.startswith("d") and kind != "d1":
        return True
    values = [_value(text) for text, its in zip(texts, kinds, strict=True) if its == kind]
    return all(after in (before + 1, before) for before, after in pairwise(values))


def _value(text: str) -> int:
    """The number a heading begins with."""
    found = re.search(r"\d+|\b[IVXL]+\b|\b[A-H]\b", text)
    if found is None:
        return 0
    if found[0].isdigit():
        return int(found[0][:6])
    values = {"I": 1, "V": 5, "X": 10, "L": 50}
    if any(c not in values for c in found[0]):
        return ord(found[0][0]) - 64
    digits = [values[c] for c in found[0]]
    return sum(-d if d < after else d for d, after in zip(digits, [*digits[1:], 0], strict=True))


def _outline(heads: Sequence[Block], kinds: Sequence[str], order: dict[str, int]) -> _Outline:
    votes: dict[str, Counter[int]] = defaultdict(Counter)
    last_raw = last_level = 0
    for head, kind in zip(heads, kinds, strict=True):
        if kind in order:
            last_raw, last_level = head.raw_level, order[kind]
        elif last_level and head.raw_level:
            votes[head.hint][last_level + (1 if head.raw_level >= last_raw else 0)] += 1
    return _Outline(
        min(order.values(), default=1),
        len(order) == 1,
        max((at for at, kind in enumerate(kinds) if kind), default=-1),
        min((h.raw_level for h, k in zip(heads, kinds, strict=True) if k in order), default=1),
        dict(votes),
    )


def _without_jumps(levels: Sequence[int]) -> list[int]:
    """No heading lies more than one level below the one before it; the first is at 1."""
    out: list[int] = []
    low = min(levels)
    stack: list[tuple[int, int]] = []  # (wished, given)
    for wished in levels:
        wished -= low - 1
        while stack and stack[-1][0] >= wished:
            stack.pop()
        given = stack[-1][1] + 1 if stack else 1
        out.append(min(6, given))
        stack.append((wished, given))
    return out


def drop_empty(draft: Draft) -> Draft:
    """Headings without words (a picture or an anchor was all they held)."""
    kept = []
    for block in draft.blocks:
        if block.kind is Kind.HEAD and not visible(ATOM.sub("x", block.text)).strip():
            remove(draft, block.line, block.text, "empty heading")
            continue
        kept.append(block)
    return replace(draft, blocks=tuple(kept))
