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

BREAK: Final = re.compile(r"([^\W\d_]{1,40}(?:[’'][^\W\d_]+)?)([-‐\u00ad]\u00ad?)[ \n]+([^\W\d_]{1,40})")
_SUSPENDED: Final = frozenset(
    [
        "and",
        "or",
        "to",
        "nor",
        "und",
        "oder",
        "bis",
        "et",
        "ou",
        "y",
        "o",
        "e",
        "in",
        "as",
        "rather",
        "versus",
        "vs",
    ]
)
_COMPOUND: Final = frozenset(
    [
        "well",
        "self",
        "half",
        "all",
        "ex",
        "cross",
        "long",
        "short",
        "high",
        "low",
        "far",
        "deep",
        "so",
        "non",
        "quasi",
        "semi",
        "ill",
        "much",
        "first",
        "second",
        "third",
        "late",
        "early",
        "mid",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "old",
        "new",
        "large",
        "small",
        "full",
        "hard",
        "soft",
        "free",
        "open",
        "close",
        "anglo",
        "franco",
        "sino",
        "russo",
        "pro",
        "vice",
        "post-war",
        "world",
        "still",
        "ever",
        "decision",
        "policy",
        "left",
        "right",
        "single",
        "double",
        "multi",
        "middle",
        "upper",
    ]
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")


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
    """(how the pieces are written, confidence, reason)."""
    whole, compound = (left + right).lower(), f"{left}-{right}".lower()
    spaced = f"{left}{sign} {right}"
    if right.lower() in _SUSPENDED and words[whole] == 0:
        return spaced, 0.85, "a suspended hyphen"
    if words[whole] and words[whole] >= words[compound]:
        return left + right, 0.98, "the whole word stands elsewhere"
    if words[compound]:
        return f"{left}-{right}", 0.97, "the compound stands elsewhere"
    if right[:1].isupper():
        if left[:1].isupper() and not (left + right).isupper():
            return f"{left}-{right}", 0.85, "two capitalised parts"
        return (
            (left + right, 0.8, "capitals broken")
            if left.isupper() and right.isupper()
            else (f"{left}-{right}", 0.75, "a capital follows")
        )
    if left.lower() in _COMPOUND or "’" in left or "'" in left:
        return f"{left}-{right}", 0.8, "the first part makes compounds"
    if sign != "-":
        return left + right, 0.93, "a hyphen of the line end's own kind"
    known = len(left) > 3 and len(right) > 3 and words[left.lower()] > 1 and words[right.lower()] > 1
    if known:
        return f"{left}-{right}", 0.6, "both parts are words of this text"
    return left + right, 0.85, "no such compound stands elsewhere"
