"""Plain text as printed -> pages of lines, columns one after the other.

In: the text of ``pdftotext -layout`` (form feeds, lines in place) or of a converter that keeps
lines but no pages. Out: pages of `Line` values whose margin, width and place are known.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from octavo.importing.layouttables import SKIPPED
from octavo.importing.measure import COLUMN, LONG, NOTE, is_fused, lost_spaces, measure, spread, width
from octavo.importing.pagefeet import foot_labels
from octavo.importing.stacked import BULLETS, OPENS

_GAP: Final = re.compile(r"\s{2,}")
_MARKED: Final = re.compile(rf"^([{BULLETS}∗–-]|\d{{1,2}}[.)]|[a-z][.)])\s{{2,}}")
"""The mark of an item and the gap behind it."""


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
    natural: int = 0
    """How wide its letters are, with its indent; see `measure`."""
    full: int = 0
    """How wide a full line is where it stands."""
    opens: bool = False
    """It is known to open a paragraph."""


@dataclass(frozen=True)
class Page:
    """One page, or one column of it."""

    lines: tuple[Line | None, ...]
    """None for a blank line."""
    width: int
    """Columns of a full line."""
    number: int
    starts_page: bool = True
    labels: frozenset[int] = frozenset()
    """Indices of the lines that open the notes at the page's foot, where the numbers tell it."""

    usual: int = 0
    """How wide a full line of the text is, as `measure` counts."""

    @property
    def foot(self) -> int:
        """Index of the first line of the notes; the number of lines when there are none."""
        return min(self.labels, default=len(self.lines))


def pages(text: str) -> tuple[Page, ...]:
    """All pages of `text`, in reading order."""
    out: list[Page] = []
    number = 1
    fused = is_fused(text)
    for count, sheet in enumerate(text.split("\f")):
        raw = sheet.split("\n")
        rows = [(line.expandtabs(8).rstrip(), number + at) for at, line in enumerate(raw) if line != SKIPPED]
        number += len(raw) - 1
        for at, column in enumerate(_columns(rows)):
            if any(line for line, _ in column):
                out.append(_page(column, count, starts=at == 0, fused=fused))
    return _measured(out, paged="\f" in text)


def _measured(sheets: Sequence[Page], *, paged: bool) -> tuple[Page, ...]:
    """The pages with the measure of every line: of the text, of the notes, of what is set in."""
    if paged:
        found = foot_labels([sheet.lines for sheet in sheets])
        sheets = [replace(sheet, labels=labels) for sheet, labels in zip(sheets, found, strict=True)]
    solid = [line for sheet in sheets for line in sheet.lines if line and line.natural > LONG]
    if spread([line.width for line in solid]) < spread([line.natural for line in solid]):
        # Lines cut by counting characters: then a count tells how full they are.
        sheets = [replace(sheet, lines=tuple(_counted(line) for line in sheet.lines)) for sheet in sheets]
    parts: list[list[tuple[range, bool]]] = []
    for sheet in sheets:
        parts.append(
            [
                (chunk, chunk.start >= sheet.foot if paged else _is_note(sheet.lines, chunk.start))
                for chunk in _chunks(sheet.lines, sheet.foot)
            ]
        )
    text, notes = (
        measure(
            [
                line.natural
                for sheet, part in zip(sheets, parts, strict=True)
                for chunk, noted in part
                if noted == wanted
                for at in chunk
                if (line := sheet.lines[at]) and line.natural > LONG
            ]
        )
        for wanted in (False, True)
    )
    out = []
    for sheet, part in zip(sheets, parts, strict=True):
        lines = list(sheet.lines)
        for chunk, noted in part:
            full = _full([line for at in chunk if (line := lines[at])], max(notes, text) if noted else text)
            for at in chunk:
                line = lines[at]
                lines[at] = replace(line, full=full) if line else None
        out.append(replace(sheet, lines=tuple(lines), usual=text))
    return tuple(out)


def _counted(line: Line | None) -> Line | None:
    return replace(line, natural=line.width * COLUMN) if line else None


def _full(lines: Sequence[Line], usual: int) -> int:
    """The measure of lines that belong together: their own where they are narrow and all alike."""
    body = [line.natural for line in lines[:-1]]
    if len(body) < 2 or max(body) >= usual * 0.94 or min(body) < max(body) * 0.86:
        return usual
    return max(body)


def _chunks(lines: Sequence[Line | None], foot: int) -> Iterator[range]:
    """Lines that no blank line, no foot and no change of a deep indent parts."""
    start = 0
    for at in range(len(lines) + 1):
        line = lines[at] if at < len(lines) else None
        before = lines[at - 1] if at else None
        inset = line and before and (line.indent >= 3) != (before.indent >= 3) and at - start > 1
        if line is None or at == foot or inset:
            if at > start:
                yield range(start, at)
            start = at + (line is None)


def _is_note(lines: Sequence[Line | None], start: int) -> bool:
    first = lines[start]
    return first is not None and bool(NOTE.match(first.text))


def _page(rows: list[tuple[str, int]], number: int, *, starts: bool, fused: bool) -> Page:
    indents = Counter(len(line) - len(line.lstrip()) for line, _ in rows if len(line.strip()) > 30)
    if not indents:
        indents = Counter(len(line) - len(line.lstrip()) for line, _ in rows if line.strip())
    total = sum(indents.values())
    margin = min((at for at, count in indents.items() if count * 6 >= total), default=min(indents, default=0))
    lines: list[Line | None] = []
    for printed, raw in rows:
        opens, line = OPENS in printed, printed.replace(OPENS, "")
        bare = _MARKED.sub(r"\1 ", line.strip())
        bare = " ".join(bare.split()) if not _GAP.search(bare) else bare
        indent = len(line) - len(line.lstrip()) - margin
        natural = width(bare) + (lost_spaces(bare) if fused else 0) + max(0, indent) * COLUMN
        lines.append(Line(bare, indent, raw, indent + len(bare), natural, opens=opens) if bare else None)
    widths = sorted(line.width for line in lines if line and len(line.text) > 30)
    columns = widths[int(len(widths) * 0.85)] if widths else 80
    return Page(tuple(lines), columns, number, starts)


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
