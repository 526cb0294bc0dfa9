"""Faults in running text: one word or sign deleted, doubled, swapped, altered, parted, joined."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable

Change = tuple[str, str]
"""The new text, and what was done."""
WordOperator = Callable[[str, random.Random], Change | None]

_WORD = re.compile(r"\S+")
_QUOTES = "\"'“”‘’"
_SIGNS = ".,;:!?()-–—" + _QUOTES


def _pick(text: str, rng: random.Random) -> tuple[int, int] | None:
    spans = [match.span() for match in _WORD.finditer(text) if any(c.isalnum() for c in match[0])]
    return rng.choice(spans) if spans else None


def delete_word(text: str, rng: random.Random) -> Change | None:
    span = _pick(text, rng)
    return None if span is None else (text[: span[0]] + text[span[1] :], f"deleted {text[slice(*span)]!r}")


def double_word(text: str, rng: random.Random) -> Change | None:
    span = _pick(text, rng)
    if span is None:
        return None
    word = text[slice(*span)]
    return f"{text[: span[1]]} {word}{text[span[1] :]}", f"doubled {word!r}"


def swap_words(text: str, rng: random.Random) -> Change | None:
    spans = [match.span() for match in _WORD.finditer(text)]
    pairs = [(a, b) for a, b in itertools.pairwise(spans) if text[slice(*a)] != text[slice(*b)]]
    if not pairs:
        return None
    (a0, a1), (b0, b1) = rng.choice(pairs)
    return text[:a0] + text[b0:b1] + text[a1:b0] + text[a0:a1] + text[b1:], f"swapped {text[a0:b1]!r}"


def alter_letter(text: str, rng: random.Random) -> Change | None:
    places = [i for i, c in enumerate(text) if c.isalnum()]
    if not places:
        return None
    at = rng.choice(places)
    new = rng.choice([c for c in "aeinorst17" if c != text[at]])
    return text[:at] + new + text[at + 1 :], f"{text[max(0, at - 8) : at + 8]!r}: {text[at]!r} became {new!r}"


def drop_sign(text: str, rng: random.Random) -> Change | None:
    places = [i for i, c in enumerate(text) if c in _SIGNS]
    if not places:
        return None
    at = rng.choice(places)
    return text[:at] + text[at + 1 :], f"{text[max(0, at - 8) : at + 8]!r}: lost {text[at]!r}"


def change_quote(text: str, rng: random.Random) -> Change | None:
    places = [i for i, c in enumerate(text) if c in _QUOTES]
    if not places:
        return None
    at = rng.choice(places)
    new = rng.choice([c for c in _QUOTES if c != text[at]])
    return text[:at] + new + text[at + 1 :], f"{text[max(0, at - 8) : at + 8]!r}: {text[at]!r} became {new!r}"


def part_word(text: str, rng: random.Random) -> Change | None:
    places = [i for i in range(1, len(text)) if text[i - 1].isalpha() and text[i].isalpha()]
    if not places:
        return None
    at = rng.choice(places)
    return f"{text[:at]} {text[at:]}", f"{text[max(0, at - 8) : at + 8]!r}: parted"


def join_words(text: str, rng: random.Random) -> Change | None:
    places = [m.span() for m in re.finditer(r"(?<=\w) (?=\w)", text)]
    if not places:
        return None
    a, b = rng.choice(places)
    return text[:a] + text[b:], f"{text[max(0, a - 8) : b + 8]!r}: joined"


WORD_OPERATORS: dict[str, WordOperator] = {
    "delete word": delete_word,
    "double word": double_word,
    "swap words": swap_words,
    "alter letter": alter_letter,
    "drop sign": drop_sign,
    "change quote": change_quote,
    "part word": part_word,
    "join words": join_words,
}
