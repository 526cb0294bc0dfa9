"""What speaks against a heading, told by the other headings of its text.

In: the headings of a draft with the kinds of their numbers. Out: for each line that is doubted why, and
how sure the level of such a heading can be at most. Nothing is changed here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from octavo.importing.draft import Block, Draft, Kind, visible
from octavo.importing.numbering import number_kind
from octavo.importing.outline import Number, depths
from octavo.importing.runin import is_titled

_USUAL: Final = 3
"""A third of the headings that close with a stop make that this text's way."""
_ENOUGH: Final = 5
_MOST: Final = 0.75
_SURE: Final = 0.8
_SHAKY: Final = 0.78
_SEVERAL: Final = 2
"""Headings below a lone one, from where on it matters whether it is one."""
_NOTES: Final = re.compile(
    r"(?:foot|end)?notes?|notas|note|anmerkungen|fu(?:ß|ss)noten|각주|미주|주", re.IGNORECASE
)
_NUMBER: Final = re.compile(r"^(?:[IVXL]+|\d+(?:\.\d+)*|[A-H])[.)]?\s+")

_CAPITALS: Final = re.compile(r"(?:[^\W\d_a-zß-ÿ]+[’'.,:]*[ -]){2,}")
"""Words in capitals, two and more."""
_INITIAL: Final = 2
"""Letters of an initial: with nothing longer, what is in capitals is a name."""
_STOPPED: Final = re.compile(r"[^\W\d_]{4,}[.!?] [^\W\d_]+ [a-zß-ÿ]+ [a-zß-ÿ]+")
"""A sentence that ends, and another that begins with words in small letters."""
_UNCOUNTED: Final = ("year", "date")

Doubt = tuple[str, float]


def doubted(
    draft: Draft, heads: Sequence[Block], found: Sequence[Number], *, drifts: bool
) -> dict[int, Doubt]:
    """Line -> why its heading is doubted, and how sure its level can be; `drifts`: the converter's levels do.

    What an earlier rule made a heading is as sure as that rule was.
    """
    out: dict[int, Doubt] = {}
    kinds = [kind for kind, _ in found]
    for block, reason in (
        *_odd(heads),
        *_miscounted(heads, found),
        *_torn(draft),
        *_orphans(heads, kinds),
        *(_at_odds(heads, found) if drifts else ()),
        *(_between(heads, kinds) if drifts else ()),
    ):
        out[block.line] = (f"; {reason}", _MOST)
    for decision in draft.ledger.decisions:
        made = decision.kind == "heading" and decision.choice in ("heading", "part")
        if made and decision.confidence < _SURE:
            least = min(decision.confidence, out.get(decision.line, ("", 1.0))[1])
            out[decision.line] = ("; that it is a heading is not sure", least)
    return out


def with_shaky(
    doubts: dict[int, Doubt],
    heads: Sequence[tuple[int, Number]],
    levels: Sequence[int],
    sure: Sequence[float],
) -> dict[int, Doubt]:
    """`doubts`, and what the levels of all `heads` (line, number) hang on where that itself is not sure."""
    lines = [line for line, _ in heads]
    reason = _hanging(doubts, heads, levels, sure)
    if reason:
        return {**dict.fromkeys(lines, (f"; {reason}", _SHAKY)), **doubts}
    uneven = {
        line: (f"; {why}", _SHAKY) for line, why in _uneven([number for _, number in heads], lines, levels)
    }
    return {**uneven, **doubts}


def _hanging(
    doubts: dict[int, Doubt],
    heads: Sequence[tuple[int, Number]],
    levels: Sequence[int],
    sure: Sequence[float],
) -> str:
    """Why no level is sure: one wrong heading at the top, and every other is one too deep.

    None of the highest level is sure; or there is one alone, before all the others: a part or a
    subtitle, or the only chapter of a book, and the page does not tell which; or a count begins anew at
    the highest level, and has lost the headings that it stood below.
    """
    top = min(levels)
    tops = [at for at, level in enumerate(levels) if level == top]
    if not any(min(sure[at], doubts.get(heads[at][0], ("", 1.0))[1]) >= _SURE for at in tops):
        return "no heading of the highest level is sure"
    first = [heads[at][1][0] for at in tops if heads[at][1][1] == 1 and heads[at][1][0] not in _UNCOUNTED]
    if len(set(first)) < len(first):
        return "a count begins anew with nothing above it"
    alone = tops == [0] and levels.count(top + 1) >= _SEVERAL
    return "one heading alone stands above all the others" if alone else ""


def _uneven(
    found: Sequence[Number], lines: Sequence[int], levels: Sequence[int]
) -> Iterator[tuple[int, str]]:
    """Lines whose level is not that of the others with numbers like theirs.

    Headings that count in words (``The first question``) beside others without any number may be parts of
    one of these.
    """
    unnumbered = any(not kind for kind, _ in found)
    places: dict[str, list[int]] = defaultdict(list)
    for at, (kind, _) in enumerate(found):
        if kind and kind not in _UNCOUNTED:
            places[kind].append(at)
    for kind, its in places.items():
        if kind.startswith("w:") and unnumbered:
            yield from ((lines[at], "it counts in words, beside headings without a number") for at in its)
        usual = sorted(levels[at] for at in its)[len(its) // 2]
        yield from (
            (lines[at], "others with numbers like its own have another level")
            for at in its
            if levels[at] != usual
        )


def _odd(heads: Sequence[Block]) -> Iterator[tuple[Block, str]]:
    """Headings unlike the others: that close with a stop, are no titles where all are, or name the notes."""
    stopped = [block for block in heads if visible(block.text).rstrip().endswith(".")]
    untitled = [block for block in heads if _is_sentence(block)]
    if len(stopped) * _USUAL <= len(heads):
        yield from ((block, "it closes with a stop, as the others do not") for block in stopped)
    if len(heads) >= _ENOUGH and len(untitled) * _ENOUGH <= len(heads):
        yield from ((block, "it has small letters, where the others are titles") for block in untitled)
    yield from ((block, "another number stands in it") for block in heads if _inner(visible(block.text)))
    yield from ((block, "more may have run into it") for block in heads if _ran_on(visible(block.text)))
    for block in heads:
        if _NOTES.fullmatch(visible(block.text).strip(" :.")):
            yield block, "it names the notes, which stand elsewhere"


def _inner(text: str) -> bool:
    """Whether a second heading may have been run into this one: ``2. The Days 2.1 The Order``."""
    return re.search(r"\w.* \d{1,2}\.\d{1,2}\.? [^\W\d]", text) is not None


def _ran_on(text: str) -> bool:
    """Whether a heading breaks off, holds the end of a sentence, or leaves its capitals behind.

    ``2. THE OTHERS The others remain, in this order:`` is a heading and the line below it.
    """
    words = _NUMBER.sub("", text.rstrip())
    if words.endswith((",", ":", ";", "-", "‐")) or _STOPPED.search(words):
        return True
    capital = _CAPITALS.match(words)
    told = capital and any(len(word) > _INITIAL for word in re.findall(r"[^\W\d_]+", capital[0]))
    rest = words[capital.end() :] if capital and told else ""
    return any(word[:1].isupper() and word[1:].islower() for word in rest.split())


def _is_sentence(block: Block) -> bool:
    words = _NUMBER.sub("", visible(block.text))
    return (
        words[:1].isupper()
        and any(word.islower() and len(word) > 3 for word in words.split())
        and not (is_titled(words))
    )


def _miscounted(heads: Sequence[Block], found: Sequence[Number]) -> Iterator[tuple[Block, str]]:
    """Headings whose number is not the next of its kind, nor the first below another heading."""
    last: dict[str, tuple[int, ...]] = {}
    before = ""
    for block, (kind, value) in zip(heads, found, strict=True):
        if not kind or kind in _UNCOUNTED:
            continue
        number = _decimals(visible(block.text)) if kind.startswith("d") else (value,)
        anew = number[-1] == 1 and (len(number) > 1 or before != kind)
        if kind in last and not anew and number != (*last[kind][:-1], last[kind][-1] + 1):
            yield block, "its number does not count on"
        last[kind], before = number, kind


def _torn(draft: Draft) -> Iterator[tuple[Block, str]]:
    """A numbered heading that one without a number follows at once, of the same level: its second line."""
    flow = [block for block in draft.blocks if block.kind is not Kind.PAGE]
    for first, second in pairwise(flow):
        both = first.kind is Kind.HEAD and second.kind is Kind.HEAD
        same = both and first.raw_level == second.raw_level and first.raw_level > 0
        if same and number_kind(first.text) and not number_kind(second.text):
            yield first, "a heading of its own level follows at once"


def _orphans(heads: Sequence[Block], kinds: Sequence[str]) -> Iterator[tuple[Block, str]]:
    """``2.1`` in a text that has no ``2``: how deep it lies nobody can see."""
    if "d1" not in kinds:
        yield from (
            (block, "the heading above it is missing")
            for block, kind in zip(heads, kinds, strict=True)
            if kind[:1] == "d" and kind[1:].isdigit()
        )


def _at_odds(heads: Sequence[Block], found: Sequence[Number]) -> Iterator[tuple[Block, str]]:
    """All numbered headings where the numbers nest otherwise than the converter's levels do.

    ``III``, ``X`` and ``Part I`` below it: parts of a book are seldom below its chapters, but they may be.
    """
    order, levels = depths(found), defaultdict(list)
    for block, (kind, _) in zip(heads, found, strict=True):
        if kind in order and block.raw_level:
            levels[kind].append(block.raw_level)
    usual = {kind: sorted(its)[len(its) // 2] for kind, its in levels.items()}
    if any(order[one] <= order[two] and usual[one] > usual[two] for one in usual for two in usual):
        yield from (
            (block, "the converter's levels nest the numbers otherwise")
            for block, (kind, _) in zip(heads, found, strict=True)
            if kind
        )


def _decimals(text: str) -> tuple[int, ...]:
    found = re.match(r"\D{0,3}(\d+(?:\.\d+)*)", text)
    return tuple(int(part[:6]) for part in found[1].split(".")) if found else (0,)


def _between(heads: Sequence[Block], kinds: Sequence[str]) -> Iterator[tuple[Block, str]]:
    """All of them where one count of numbers runs on over headings that have none.

    Either may be the upper level: chapters without a number that part a list of numbered pieces, or
    numbered chapters with parts that have none.
    """
    numbered = [at for at, kind in enumerate(kinds) if kind]
    if len(set(kinds) - {""}) != 1 or len(numbered) < 2:
        return
    inner = [at for at in range(numbered[0], numbered[-1]) if not kinds[at]]
    if inner:
        yield from (
            (heads[at], "headings without a number stand between the numbered ones")
            for at in (*numbered, *inner)
        )
