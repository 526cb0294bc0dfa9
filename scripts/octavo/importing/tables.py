"""Tables of converters -> pipe tables.

In: a pipe table, a grid table or an HTML table. Out: a pipe table of Pandoc's dialect; cells keep
their inline text, line breaks inside a cell become spaces (a pipe table has none).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from lxml import etree, html

_CELL: Final = re.compile(r"(?<!\\)\|")
_GRID_RULE: Final = re.compile(r"\+(?:[-=:]+\+)+")
_NO_LINE: Final = re.compile(r"(?:[-*+•]|\d{1,3}[.)])\s|#{1,6}\s|>|```|\|")
"""What begins a block of its own inside a cell."""
_BREAK: Final = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_STRAY: Final = re.compile(r"[|>]\s*[filt]\s*[|<]")
_LETTERS: Final = ("f", "i", "l", "t")
_LIGATURE: Final = re.compile("f[filt]|[\ufb00-\ufb05]")
_RULE_CELL: Final = re.compile(r"\s*:?-+:?\s*")

Reader = Callable[[str], str]


def pipe(text: str, read: Reader) -> str:
    """A pipe table with canonical cells; its rule keeps the alignments."""
    lines = text.split("\n")
    rows = [_cells(line) for line in lines]
    width = max(len(row) for row in rows)
    out = []
    for number, row in enumerate(rows):
        if number == 1 and all(_RULE_CELL.fullmatch(cell) for cell in row):
            out.append([_alignment(cell) for cell in row] + ["---"] * (width - len(row)))
        else:
            out.append([_cell(cell, read) for cell in row] + [""] * (width - len(row)))
    return "\n".join("| " + " | ".join(row) + " |" for row in out)


def _cells(line: str) -> list[str]:
    line = line.strip()
    line = line[1:] if line.startswith("|") else line
    if line.endswith("|") and not line.endswith("\\|"):
        line = line[:-1]
    return [cell.strip() for cell in _CELL.split(line)]


def without_strays(text: str) -> tuple[str, tuple[str, ...]]:
    """A pipe table without letters that a converter saw twice, and these letters.

    The letters of a ligature share one box, which may reach into the row above or below: pymupdf4llm then has
    ``method<br>i`` above ``finance``.
    """
    lines = text.split("\n")
    rows = [at for at, line in enumerate(lines) if not all(map(_RULE_CELL.fullmatch, _cells(line)))]
    cells = {at: _cells(lines[at]) for at in rows} if _STRAY.search(text) else {}
    taken: list[str] = []
    for above, at, below in zip([-1, *rows], rows, [*rows[1:], -1], strict=False):
        for column, cell in enumerate(cells.get(at, ())):
            first, last = (cells.get(row, [])[column : column + 1] for row in (above, below))
            cells[at][column], letters = _without_stray(cell, first, last)
            taken.extend(letters)
    kept = [f"|{'|'.join(cells[at])}|" if taken and at in cells else line for at, line in enumerate(lines)]
    return "\n".join(kept), tuple(taken)


def _without_stray(cell: str, above: list[str], below: list[str]) -> tuple[str, list[str]]:
    """`cell` without a letter alone on its first or last line whose ligature stands beside it."""
    parts, taken = _BREAK.split(cell), []
    for part, beside in ((0, above), (-1, below)):
        if len(parts) > 1 and parts[part] in _LETTERS and any(map(_LIGATURE.search, beside)):
            taken.append(parts.pop(part))
    return ("<br>".join(parts), taken) if taken else (cell, [])


def _alignment(cell: str) -> str:
    cell = cell.strip()
    return (":" if cell.startswith(":") else "") + "---" + (":" if cell.endswith(":") else "")


def _cell(raw: str, read: Reader) -> str:
    raw = re.sub(r"\s*<br\s*/?>\s*", " ", raw.replace("\\|", "|"), flags=re.IGNORECASE)
    return read(raw).replace("\\\n", " ").replace("\n", " ")


def from_grid(text: str, read: Reader) -> str:
    """A pipe table from a grid table; empty where a cell spans others or holds more than one paragraph."""
    groups: list[list[list[str]]] = [[]]
    header = 0
    for line in text.split("\n"):
        if _GRID_RULE.fullmatch(line.strip()):
            header = len(groups) if "=" in line else header
            groups.append([])
        elif line.strip().startswith("|") and line.rstrip().endswith("|"):
            groups[-1].append(_cells(line))
        else:
            return ""
    rows = [[_gathered(cell) for cell in zip(*group, strict=False)] for group in groups if group]
    width = text.split("\n", 1)[0].count("+") - 1
    even = all(len(cells) == width for group in groups for cells in group)
    if not rows or not even or any(cell is None for row in rows for cell in row):
        return ""
    whole = [[_cell(cell or "", read) for cell in row] for row in rows]
    if not header:
        whole.insert(0, [""] * width)
    lines = [whole[0], ["---"] * width, *whole[1:]]
    return "\n".join("| " + " | ".join(row) + " |" for row in lines)


def _gathered(lines: tuple[str, ...]) -> str | None:
    """The lines of a cell as one; None where it holds a list or several paragraphs."""
    text = "\n".join(lines).strip("\n")
    if "\n\n" in text or any(_NO_LINE.match(line) for line in lines):
        return None
    return text.replace("\n", " ")


def from_html(text: str, read: Reader) -> str:
    """A pipe table from ``<table>``; empty when there are no rows. Spans repeat no text."""
    try:
        root = html.fragment_fromstring(text, create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    rows = []
    for row in root.iter("tr"):
        cells: list[str] = []
        for cell in row:
            if cell.tag in ("td", "th"):
                span = str(cell.get("colspan", "1"))
                cells.append(_cell(_inner(cell), read))
                cells.extend([""] * (min(int(span), 50) - 1 if span.isdigit() else 0))
        if cells:
            rows.append(cells)
    if not rows:
        return ""
    width = max(len(row) for row in rows)
    rows = [row + [""] * (width - len(row)) for row in rows]
    lines = [rows[0], ["---"] * width, *rows[1:]]
    return "\n".join("| " + " | ".join(row) + " |" for row in lines)


def _inner(cell: html.HtmlElement) -> str:
    pieces = [cell.text or ""]
    pieces.extend(etree.tostring(child, encoding="unicode") for child in cell)
    return " ".join("".join(pieces).split())
