"""Truth and edition -> scores: notes, paragraphs, headings, superscripts, words."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from octavo import pandoc


@dataclass
class Facts:
    """What a text says, as countable facts."""

    notes: Counter[tuple[str, str]] = field(default_factory=Counter)
    bounds: Counter[tuple[str, str]] = field(default_factory=Counter)
    heads: Counter[tuple[int, str]] = field(default_factory=Counter)
    sups: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)


def fold(text: str) -> str:
    """Words without differences of quotation marks, dashes and spacing."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub("[‘’']", "'", re.sub('[“”"]', '"', re.sub("[‐‑–—−]", "-", text)))
    return " ".join(text.split())


def letters(text: str) -> str:
    """Only letters and digits."""
    return re.sub(r"[\W_]+", "", fold(text).lower())


def facts(markdown: str, *, title: str = "") -> Facts:
    """Parse with pandoc and count."""
    tree = json.loads(pandoc.run(["-f", pandoc.DIALECT, "-t", "json"], markdown.encode()))
    found = Facts()
    flow: list[str] = []
    calls: list[tuple[str, str]] = []
    _blocks(tree["blocks"], flow, calls, found)
    found.notes.update(calls)
    texts = [text for text in flow if text]
    for first, second in pairwise(texts):
        found.bounds[(letters(first)[-16:], letters(second)[:16])] += 1
    if found.heads:
        low = min(level for level, _ in found.heads)
        found.heads = Counter({(level - low + 1, text): n for (level, text), n in found.heads.items()})
    return found


def _blocks(blocks: list[Any], flow: list[str], calls: list[tuple[str, str]], found: Facts) -> None:
    for block in blocks:
        kind, content = block["t"], block.get("c")
        if kind in ("Para", "Plain"):
            flow.append(_inlines(content, calls, found, ""))
        elif kind == "Header":
            text = _inlines(content[2], calls, found, "")
            flow.append(text)
            found.heads[(content[0], letters(text))] += 1
        elif kind in ("BlockQuote", "Div"):
            _blocks(content if kind == "BlockQuote" else content[1], flow, calls, found)
        elif kind in ("BulletList", "OrderedList"):
            for item in content if kind == "BulletList" else content[1]:
                _blocks(item, flow, calls, found)
        elif kind == "LineBlock":
            flow.append(" ".join(_inlines(line, calls, found, "") for line in content))
        elif kind == "Table":
            cells: list[str] = []
            _table(content, cells, calls, found)
            flow.append(" ".join(cells))
        elif kind == "CodeBlock":
            flow.append(content[1])


def _table(node: Any, cells: list[str], calls: list[tuple[str, str]], found: Facts) -> None:
    if isinstance(node, dict) and node.get("t") in ("Para", "Plain"):
        cells.append(_inlines(node["c"], calls, found, ""))
    elif isinstance(node, dict):
        _table(node.get("c"), cells, calls, found)
    elif isinstance(node, list):
        for part in node:
            _table(part, cells, calls, found)


def _inlines(inlines: list[Any], calls: list[tuple[str, str]], found: Facts, text: str) -> str:
    for inline in inlines:
        kind, content = inline["t"], inline.get("c")
        if kind == "Str":
            text += content
        elif kind in ("Space", "SoftBreak", "LineBreak"):
            text += " "
        elif kind in ("Emph", "Strong", "Strikeout", "SmallCaps", "Underline"):
            text = _inlines(content, calls, found, text)
        elif kind == "Superscript":
            text = _inlines(content, calls, found, text)
            found.sups[letters(text[-10:])] += 1
        elif kind in ("Subscript",):
            text = _inlines(content, calls, found, text)
        elif kind in ("Quoted", "Link", "Image", "Span", "Cite"):
            text = _inlines(content[1], calls, found, text)
        elif kind in ("Code", "Math"):
            text += content[1]
        elif kind == "Note":
            inner: list[str] = []
            nested = Facts()
            _blocks(content, inner, [], nested)
            calls.append((letters(" ".join(inner)), letters(text[-40:])[-12:]))
    return text


@dataclass(frozen=True)
class Score:
    """Precision, recall and F1 of one kind of fact."""

    hit: int
    wanted: int
    given: int

    @property
    def f1(self) -> float:
        """Harmonic mean; 1 where there is nothing to find and nothing was found."""
        return 2 * self.hit / (self.wanted + self.given) if self.wanted + self.given else 1.0


def compare(truth: Facts, edition: Facts) -> dict[str, Score]:
    """Scores by kind."""
    out = {}
    for kind in ("notes", "bounds", "heads", "sups"):
        wanted, given = getattr(truth, kind), getattr(edition, kind)
        out[kind] = Score((wanted & given).total(), wanted.total(), given.total())
    return out
