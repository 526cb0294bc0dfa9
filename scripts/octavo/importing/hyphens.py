"""Words that a line end has broken: put together, or left with their real hyphen.

In: two pieces and the words of the document. Out: how they are written together, with confidence
and reason. The document's own words decide; without them, suspended hyphens ("pre- and post-war")
and the usual first parts of compounds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from octavo.importing.draft import Block, Kind, visible

BREAK: Final = re.compile(
    r"(?<![^\W\d_])([^\W\d_]{1,99}(?:[’'][^\W\d_]+)?)([-‐\u00ad]\u00ad?)[ \n]+([^\W\d_]{1,99})(?![^\W\d_])"
)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_SUSPENDED: Final = _set("and or to nor und oder bis et ou y o e in as rather versus vs")
_COMPOUND: Final = _set(
    "well self half all cross long short high low far deep so non quasi semi ill much first second third "
    "late early mid old new large small full hard soft free open close anglo franco sino russo vice world "
    "still ever decision policy left right single double multi middle upper"
)
"""Words that often open a compound: before a hyphen that somebody typed they speak for it."""
_TENS: Final = _set("twenty thirty forty fifty sixty seventy eighty ninety")
_ONES: Final = _set(
    "one two three four five six seven eight nine first second third fourth fifth sixth seventh eighth ninth"
)
_SECONDS: Final = _set(
    "sided blooded minded hearted headed handed eyed legged faced like made born bred getting making "
    "building looking going coming known called style based led owned related oriented century year years "
    "old scale term level wide class line room house ship ships hand century free war time"
)
"""Words that often close one."""
_PREFIXES: Final = _set(
    "under over out up down inter fore counter with super trans through here there where not other some "
    "any every back after less ness ful able ment ship hood ward wards wise"
)
"""What is written together with the word beside it although both are words."""
_BEFORE_NAMES: Final = _set(
    "anti pre post non neo pan trans mid ex pro un inter sub afro anglo franco sino russo indo euro all"
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")


def is_suspended(right: str) -> bool:
    """Whether a word may stand after a hyphen that waits for its other half: ``pre- and post-war``."""
    return right in _SUSPENDED


def vocabulary(blocks: Iterable[Block]) -> Counter[str]:
    """How often each word stands whole inside a line, lower case; compounds with their hyphens."""
    count: Counter[str] = Counter()
    for block in blocks:
        if block.kind in (Kind.PARA, Kind.HEAD, Kind.TABLE):
            text = BREAK.sub(" ", visible(block.text)).lower().replace("‐", "-")
            for word in _WORD.findall(text):
                count[word] += 1
                if "-" in word:
                    count.update(part for part in word.split("-") if part)
    return count


def together(left: str, right: str, sign: str, words: Counter[str]) -> tuple[str, float, str]:
    """(how the pieces are written, confidence, reason).

    The confidences are counts over the develop corpora: whole word elsewhere 1501 of 1501, compound
    elsewhere 38 of 38, a sign of the converter's own 560 of 564, both halves words of the text 48 of 77.
    """
    whole, compound = (left + right).lower(), f"{left}-{right}".lower()
    if right.lower() in _SUSPENDED and words[whole] == 0 and (sign == "-" or words[left.lower()]):
        return f"{left}{sign} {right}", 0.78, "a suspended hyphen"
    if words[whole] and words[whole] >= words[compound]:
        return left + right, 0.98, "the whole word stands elsewhere"
    if words[compound]:
        return f"{left}-{right}", 0.97, "the compound stands elsewhere"
    if right[:1].isupper():
        return _before_capital(left, right)
    if (
        sign[0] == "\u00ad"
        and left.lower() in _COMPOUND
        and (words[right.lower()] or right.lower() in _SECONDS)
    ):
        return f"{left}-{right}", 0.75, "a soft hyphen after what makes compounds"
    if sign != "-":
        real = words[left.lower()] > 0 and words[right.lower()] > 0
        return left + right, 0.75 if real else 0.95, "a hyphen of the line end's own kind"
    return _unseen(left, right, words)


def _before_capital(left: str, right: str) -> tuple[str, float, str]:
    if left[:1].isupper() and not (left + right).isupper():
        return f"{left}-{right}", 0.78, "two capitalised parts"
    if left.isupper() and right.isupper():
        return left + right, 0.75, "capitals broken"
    return f"{left}-{right}", 0.75, "a capital follows"


def _unseen(left: str, right: str, words: Counter[str]) -> tuple[str, float, str]:
    """A typed hyphen at a line end, and neither the whole word nor the compound stands elsewhere."""
    first, second = left.lower(), right.lower()
    if first in _TENS and second in _ONES:
        return f"{left}-{right}", 0.97, "a number"
    if "’" in left or "'" in left:
        return f"{left}-{right}", 0.78, "the first part makes compounds"
    if (
        first in _COMPOUND
        and (len(second) > 4 or words[second] or second in _SECONDS)
        and second not in _PREFIXES
    ):
        return f"{left}-{right}", 0.78, "the first part makes compounds"
    if _are_words(left, right, words) or (second in _SECONDS and words[first] > 0 and len(first) > 2):
        return f"{left}-{right}", 0.65, "both parts are words of this text"
    if len(first) > 3 and words[first] and first not in _PREFIXES and second not in _PREFIXES:
        return left + right, 0.7, "no such compound stands elsewhere, though the first part is a word"
    return left + right, 0.79, "no such compound stands elsewhere, and the first part is no word of this text"


def _are_words(left: str, right: str, words: Counter[str]) -> bool:
    first, second = left.lower(), right.lower()
    if first in _PREFIXES or second in _PREFIXES:
        return False
    return len(first) > 3 and len(second) > 3 and words[first] > 0 and words[second] > 0


def opens_a_name(left: str, right: str) -> bool:
    """Whether ``Crichton- Browne`` or ``anti- American`` is one compound that a line end has broken."""
    if not right[:1].isupper() or len(right) < 3:
        return False
    return left.lower() in _BEFORE_NAMES or (left[:1].isupper() and len(left) > 2 and not left.isupper())
