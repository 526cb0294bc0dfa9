"""What a text itself says of its capitals: which of its words are small, which are names.

In: running text. Out: `Casing`, and with it where the sentence begins that a converter ran into the
title before it: with a capital, in a word that the text writes small elsewhere, and no stop before it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from octavo.importing.draft import Block, Kind, visible, without_atoms
from octavo.importing.runin import MINOR, heading_end

_WORD: Final = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_INNER: Final = re.compile(r"(?<![\w’'-])[a-zà-ÿ]+ ([A-ZÀ-Þ][a-zà-ÿ]*(?:[’'-][^\W\d_]+)*)")
"""A capital in mid-sentence: the word before is small and no stop parts them."""
_SMALL_CAPS: Final = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ]+\b")
"""What becomes of small capitals: there no capital says anything."""
_LABEL: Final = re.compile(r"(?:\d[\d.]*|[IVXLC]{1,7}\.?|[A-H]\.)\s+")
_CUT_SHORT: Final = re.compile(r"\b[A-ZÀ-Þ][a-z]{0,3}\. $")
_TOKEN: Final = re.compile(r"\S+")
_LONGEST: Final = 140
_STOPS: Final = ".?!:;"
_NOUNS: Final = 0.12
"""Share of capitals in mid-sentence from where on a language writes its nouns with one."""
_FEW: Final = 4
_ABBREVIATED: Final = 4
_INITIAL: Final = 2
_MOST: Final = 10
"""Words of the longest title that is written like a sentence."""


@dataclass(frozen=True)
class Casing:
    """How a text writes its words."""

    small: frozenset[str] = frozenset()
    """Words that stand in lower case, too, and not only now and then."""
    names: frozenset[str] = frozenset()
    """Words that have a capital in mid-sentence, too."""
    nouns: bool = False
    """Nouns have capitals (German): a capital in a word that is not known says nothing."""

    def begins(self, token: str, before: str) -> bool:
        """Whether `token`, with a capital and behind `before` without a stop, begins a sentence."""
        word = _WORD.search(token)
        if word is None or not token[0].isupper():
            return False
        low = word[0].lower()
        if low in self.small:
            return True
        return not self.nouns and low not in self.names and not before[:1].isupper()


def casing(blocks: Iterable[Block]) -> Casing:
    """The casing of the running text of `blocks`."""
    low: Counter[str] = Counter()
    inner: Counter[str] = Counter()
    for block in blocks:
        if block.kind is Kind.PARA:
            text = visible(without_atoms(block.text))
            low.update(word for word in _WORD.findall(text) if word[0].islower())
            inner.update(word.lower() for word in _INNER.findall(text))
    small = frozenset(word for word, count in low.items() if 2 * count >= inner[word])
    names = frozenset(word for word in inner if word not in small)
    nouns = sum(inner[word] for word in names) > _NOUNS * sum(low.values())
    return Casing(small, names, nouns)


def title_end(text: str, known: Casing) -> int:
    """Where behind a title the sentence begins that was run into it; 0 where none can be told.

    All capitals, then no more; a title in title case, whose sentence begins with the last small word
    in a capital before the first in lower case; a title like a sentence, up to the first such word.
    """
    if _SMALL_CAPS.search(text[:_LONGEST]):
        return heading_end(text, least=2)
    tokens = [found for found in _TOKEN.finditer(text[: _LONGEST + 60]) if found.start() <= _LONGEST]
    for cut in (_after_capitals(tokens), heading_end(text, least=2), _titled(tokens, known)):
        if cut and not _CUT_SHORT.search(text[:cut]):
            return cut
    return _plain(tokens, known)


def after_capitals(text: str) -> int:
    """Where behind a title all in capitals its text begins; 0 where it is not so.

    A number may stand before the title.
    """
    number = _LABEL.match(text)
    return _after_capitals(list(_TOKEN.finditer(text[: _LONGEST + 60], number.end() if number else 0)))


def _after_capitals(tokens: list[re.Match[str]]) -> int:
    """Behind a run of words all in capitals, four letters at least."""
    letters = 0
    for at, token in enumerate(tokens):
        word = "".join(c for c in token[0] if c.isalpha())
        if word and not word.isupper():
            return token.start() if at and letters >= _FEW and token[0][:1].isupper() else 0
        if len(word) == 1 and at + 1 < len(tokens) and tokens[at + 1][0][:1].islower():
            return token.start() if letters >= _FEW else 0
        letters += len(word)
    return 0


def _titled(tokens: list[re.Match[str]], known: Casing) -> int:
    """In title case: the last small word in a capital before the first that a title would not write small."""
    best = 0
    for at, token in enumerate(tokens):
        words = _WORD.findall(token[0])
        if words and words[0][0].islower() and words[0] not in MINOR:
            return tokens[best].start() if best else 0
        before = tokens[at - 1][0] if at else ""
        if before[-1:] in (".", "?", "!") and len(before) > _ABBREVIATED:
            return 0
        if words and before and before[-1] not in _STOPS and words[0][0].isupper():
            best = at if words[0].lower() in known.small else best
    return 0


def _plain(tokens: list[re.Match[str]], known: Casing) -> int:
    """Like a sentence: the first capital of a small word behind one in lower case or a number."""
    lower = False
    for before, token in pairwise(tokens[: _MOST + 1]):
        lower = lower or (before[0][0].islower() and before[0] not in MINOR) or before[0].isdigit()
        if before[0][-1] in ".?!" and len(before[0].lstrip("“„«‘(")) > _INITIAL:
            return 0
        if lower and before[0][-1] not in ",:;" and known.begins(token[0], before[0]):
            return token.start()
    return 0
