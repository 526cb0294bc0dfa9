"""Which kind of converter wrote a text, from what stands in it.

In: the decoded text. Out: ``plain`` (no Markdown: pdftotext, markitdown), ``canonical`` (an
edition's own text) or ``markdown``. A family is evidence for the rules, never a switch a user sets.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

_MARKDOWN: Final = (
    re.compile(r"^ {0,3}#{1,6} \S", re.MULTILINE),
    re.compile(r"\*\*\S[^*\n]{0,200}\*\*|(?<!\w)_\S[^_\n]{0,200}_(?!\w)|<sup>|!\[[^\]\n]{0,200}\]\("),
    re.compile(r"\[\^?\w+\](?:\(#|:)"),
)
_CONVERTER: Final = re.compile(
    r"<(?:sup|span|br|b|i|img|table)\b|&(?:amp|lt|gt|nbsp);|\]\(#page-|^\{\d+\}-{5}|\f", re.MULTILINE
)
_PRINTED: Final = re.compile(r"(?![-*+>|#`~=]|\s*$|\s*\d{1,4}[.)] )")
_LINES: Final = 20
_WIDE: Final = re.compile("[\u1100-\ud7ff]")
_DEFINITION: Final = re.compile(r"^\[\^(\d+)\]: ", re.MULTILINE)


def recognise(text: str) -> str:
    """``plain``, ``canonical`` or ``markdown``."""
    sample = text[:400_000]
    signs = sum(len(pattern.findall(sample)) for pattern in _MARKDOWN)
    lines = [line for line in sample.split("\n") if line.strip()]
    if _is_hard_wrapped(sample, lines) and signs * 60 < len(lines):
        return "plain"
    if is_canonical(text):
        return "canonical"
    return "plain" if not signs and _has_lines(sample) else "markdown"


def _is_hard_wrapped(sample: str, lines: list[str]) -> bool:
    """Many lines of running text follow each other without a blank line."""
    if "\f" in sample:
        return True
    if len(lines) < 8:
        return False
    followed = sum(_is_full(line) and bool(after.strip()) for line, after in pairwise(sample.split("\n")))
    return followed * 3 > len(lines)


def _has_lines(sample: str) -> bool:
    """Whether lines of running text follow each other without a blank one, here and there at least."""
    lines = sample.split("\n")
    pairs = sum(bool(_PRINTED.match(a)) and bool(_PRINTED.match(b)) for a, b in pairwise(lines))
    return len(lines) >= _LINES and pairs * 10 > len(lines)


def _is_full(line: str) -> bool:
    """A line of running text; one of Hangul or Chinese signs is full with half as many."""
    wide = _WIDE.search(line)
    return len(line.lstrip()) > 30 or (wide is not None and len(line) - wide.end() >= 16)


def is_canonical(text: str) -> bool:
    """One paragraph a line, notes defined in order at the end, no sign of a converter.

    A text without definitions whose words and stops have figures glued to them, ``sea.1``, has notes still
    to be found: a converter wrote it.
    """
    if _CONVERTER.search(text):
        return False
    labels = _DEFINITION.findall(text)
    if labels:
        return labels == [str(n) for n in range(1, len(labels) + 1)] and all(
            f"[^{n}]" in text for n in labels
        )
    return bool(re.search(r"^# \S", text, re.MULTILINE)) and not re.search(
        r"\*\*\n|\d\)|[^\W\d_]\d{1,2}\s|[^\W\d_]{3}[.,;:!?”»’\"]{0,2}\d{1,2}(?![\w.]|,\d)", text
    )
