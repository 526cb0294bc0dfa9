"""Plain text as printed -> pages of lines, columns one after the other.

In: the text of ``pdftotext -layout`` (form feeds, lines in place) or of a converter that keeps
lines but no pages. Out: pages of `Line` values whose margin, width and place are known.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

_GAP: Final = re.compile(r"\s{2,}")


@dataclass(frozen=True)
class Line:
    """A printed line."""

    text: str
    """Without white space at its ends."""
    indent: int
    """Columns of white space before it, counted from the margin of its page or column."""
    number: int
    """1-based raw line."""
    width: int = 0
    """Columns from the margin to its end."""


@dataclass(frozen=True)
class Page:
    """One page, or one column of it."""

    lines: tuple[Line | None, ...]
    """None for a blank line."""
    width: int
    """Columns of a full line."""
    number: int
    starts_page: bool = True


_JUSTIFIED: Final = re.compile(r"(?<=\S) {2,}(?=\S)")


def pages(text: str) -> tuple[Page, ...]:
    """All pages of `text`, in reading order."""
    if "\f" not in text:
        # Without pages there is no layout either: wide gaps only justify the line.
        text = _JUSTIFIED.sub(" ", text)
    out: list[Page] = []
    number = 1
    for count, sheet in enumerate(text.split("\f")):
        raw = sheet.split("\n")
        rows = [(line.expandtabs(8).rstrip(), number + at) for at, line in enumerate(raw)]
        number += len(raw) - 1
        for at, column in enumerate(_columns(rows)):
            if any(line for line, _ in column):
                out.append(_page(column, count, starts=at == 0))
    return tuple(out)


def _page(rows: list[tuple[str, int]], number: int, *, starts: bool) -> Page:
    indents = Counter(len(line) - len(line.lstrip()) for line, _ in rows if len(line.strip()) > 30)
    if not indents:
        indents = Counter(len(line) - len(line.lstrip()) for line, _ in rows if line.strip())
    total = sum(indents.values())
    margin = min((at for at, count in indents.items() if count * 6 >= total), default=min(indents, default=0))
    lines: list[Line | None] = []
    for line, raw in rows:
        bare = " ".join(line.split()) if not _GAP.search(line.strip()) else line.strip()
        indent = len(line) - len(line.lstrip()) - margin
        lines.append(Line(bare, indent, raw, indent + len(bare)) if bare else None)
    widths = sorted(line.width for line in lines if line and len(line.text) > 30)
    width = widths[int(len(widths) * 0.85)] if widths else 80
    return Page(tuple(lines), width, number, starts)


def _columns(rows: list[tuple[str, int]]) -> list[list[tuple[str, int]]]:
    """The rows of a page, or of its left and then its right column where it has two."""
    gutter = _gutter([line for line, _ in rows])
    if gutter is None:
        return [rows]
    out: list[list[tuple[str, int]]] = []
    left: list[tuple[str, int]] = []
    right: list[tuple[str, int]] = []
    for line, number in rows:
        if len(line) > gutter and line[gutter - 2 : gutter].strip():
            if left or right:
                out.extend((left, right))
                left, right = [], []
            out.append([(line, number)])
            continue
        left.append((line[:gutter].rstrip(), number))
        right.append((" " * gutter + line[gutter:] if line[gutter:].strip() else "", number))
    out.extend((left, right))
    return _glued(out)


def _glued(parts: list[list[tuple[str, int]]]) -> list[list[tuple[str, int]]]:
    """Full-width rows that follow each other are one part again."""
    out: list[list[tuple[str, int]]] = []
    for part in parts:
        if out and len(part) == 1 and len(out[-1]) and out[-1][-1][1] == part[0][1] - 1 and len(out[-1]) < 4:
            out[-1].extend(part)
        elif part:
            out.append(list(part))
    return out


def _gutter(lines: list[str]) -> int | None:
    """The column where a second column of text begins, if most lines have one."""
    solid = [line for line in lines if len(line.strip()) > 20]
    if len(solid) < 12:
        return None
    longest = sorted(len(line) for line in solid)[int(len(solid) * 0.8)]
    best, most = None, 0
    starts: Counter[int] = Counter()
    for line in solid:
        for gap in re.finditer(r"(?<=\S) {3,}(?=\S)", line):
            starts[gap.end()] += 1
    for at, _ in starts.most_common(5):
        if not longest * 0.35 < at < longest * 0.68:
            continue
        long = [line for line in solid if len(line) > at]
        clear = sum(not line[at - 2 : at].strip() for line in long)
        if len(long) * 2 > len(solid) and clear * 100 > len(long) * 85 and clear > most:
            best, most = at, clear
    return best
