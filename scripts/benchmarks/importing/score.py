"""Truth and edition -> scores: notes, paragraphs, headings, superscripts, structures, front matter.

In: canonical Markdown of a true text and of its import. Out: counts of facts that agree. Words are
compared by their letters and digits only, so spacing, emphasis and kinds of quotation marks are no
error; lines of the title block that an import leaves in the text are scored as front matter alone.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

from octavo import pandoc

KINDS: Final = ("notes", "bounds", "heads", "sups", "structures")


@dataclass
class Facts:
    """What a text says, as countable facts."""

    notes: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(letters of the body, last letters before the call)."""
    bounds: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(last letters of a block, first letters of the next)."""
    heads: Counter[tuple[int, str]] = field(default_factory=Counter)
    sups: Counter[str] = field(default_factory=Counter)
    structures: Counter[tuple[str, str]] = field(default_factory=Counter)
    """List items, tables, quotations, verse, code: (kind and depth, letters)."""
    flow: list[str] = field(default_factory=list)
    """Letters of each block of the text in order."""
    formulas: set[str] = field(default_factory=set)
    """Those of the flow that are mathematics on a line of its own."""
    order: list[tuple[str, str]] = field(default_factory=list)
    """Notes in order of call."""
    inner: list[tuple[str, ...]] = field(default_factory=list)
    """Letters of the blocks of each note, in order of call."""
    rules: list[int] = field(default_factory=list)
    """How many blocks of the flow stand before each thematic break."""
    words: Counter[str] = field(default_factory=Counter)
    """Every word of the source, with its hyphens."""


def fold(text: str) -> str:
    """Words without differences of quotation marks, dashes and spacing."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub("[‘’']", "'", re.sub('[“”"]', '"', re.sub("[‐‑–—−]", "-", text)))
    return " ".join(text.split())


def letters(text: str) -> str:
    """Only letters and digits."""
    return re.sub(r"[\W_]+", "", fold(text).lower())


_SIGNS: Final = re.compile(r"[*\\]|\[\^[^\]\s]+\]:?|^[ >]*\d{1,3}[.)](?= )", re.MULTILINE)


def words(markdown: str) -> list[str]:
    """Words in lower case, compounds with their hyphens; no signs of notes, items and emphasis."""
    return re.findall(r"[^\W_]+(?:[-'][^\W_]+)*", fold(_SIGNS.sub("", markdown)).lower())


def facts(markdown: str, *, front: frozenset[str] = frozenset()) -> Facts:
    """Parse with pandoc and count; blocks whose letters are in `front` belong to the title block."""
    tree = json.loads(pandoc.run(["-f", pandoc.DIALECT, "-t", "json"], markdown.encode()))
    reader = _Reader(Facts(words=Counter(words(markdown))), front)
    reader.blocks(tree["blocks"], "")
    found = reader.found
    for first, second in pairwise(found.flow):
        if not found.formulas & {first, second}:
            found.bounds[(first[-16:], second[:16])] += 1
    if found.heads:
        low = min(level for level, _ in found.heads)
        found.heads = Counter({(level - low + 1, text): n for (level, text), n in found.heads.items()})
    return found


@dataclass
class _Reader:
    """Walks a tree of pandoc."""

    found: Facts
    front: frozenset[str]

    def blocks(self, blocks: list[Any], where: str) -> None:
        for block in blocks:
            if block["t"] == "HorizontalRule":
                self.found.rules.append(len(self.found.flow))
            else:
                self.block(block["t"], block.get("c"), where)

    def block(self, kind: str, content: Any, where: str) -> None:
        if kind in ("Para", "Plain"):
            self.text(content, where)
        elif kind == "Header":
            words = letters(self.inlines(content[2], ""))
            if words not in self.front:
                self.found.flow.append(words)
                self.found.heads[(content[0], words)] += 1
        elif kind in ("BlockQuote", "Div", "Figure"):
            inner = content if kind == "BlockQuote" else content[-1]
            self.blocks(inner, where + "q" if kind == "BlockQuote" else where)
        elif kind in ("BulletList", "OrderedList"):
            for item in content if kind == "BulletList" else content[1]:
                self.blocks(item, where + kind[0].lower())
        elif kind == "LineBlock":
            self.add(letters(" ".join(self.inlines(line, "") for line in content)), "verse")
        elif kind == "Table":
            cells: list[str] = []
            self.table(content, cells)
            self.add(letters(" ".join(cells)), "table")
        elif kind == "CodeBlock":
            self.add(letters(content[1]), "code")

    def text(self, content: list[Any], where: str) -> None:
        """A paragraph; verse may also be one whose lines are kept."""
        words = letters(self.inlines(content, ""))
        if not words or words in self.front:
            return
        if [part["t"] for part in content] == ["Math"]:
            self.found.formulas.add(words)
        verse = sum(part["t"] == "LineBreak" for part in content) > 0 and not where.strip("q")
        self.add(words, "verse" if verse else where)

    def add(self, words: str, what: str) -> None:
        if words:
            self.found.flow.append(words)
            if what:
                self.found.structures[(what, words)] += 1

    def table(self, node: Any, cells: list[str]) -> None:
        if isinstance(node, dict) and node.get("t") in ("Para", "Plain"):
            cells.append(self.inlines(node["c"], ""))
        elif isinstance(node, dict):
            self.table(node.get("c"), cells)
        elif isinstance(node, list):
            for part in node:
                self.table(part, cells)

    def inlines(self, inlines: list[Any], text: str) -> str:
        for inline in inlines:
            text = self.inline(inline["t"], inline.get("c"), text)
        return text

    def inline(self, kind: str, content: Any, text: str) -> str:
        if kind == "Str":
            return text + str(content)
        if kind in ("Space", "SoftBreak", "LineBreak"):
            return text + " "
        if kind in ("Emph", "Strong", "Strikeout", "SmallCaps", "Underline", "Subscript"):
            return self.inlines(content, text)
        if kind == "Superscript":
            text = self.inlines(content, text)
            self.found.sups[letters(text[-10:])] += 1
        elif kind in ("Quoted", "Link", "Span", "Cite"):
            return self.inlines(content[1], text)
        elif kind in ("Code", "Math"):
            return text + str(content[1])
        elif kind == "Note":
            inner = _Reader(Facts(), frozenset())
            inner.blocks(content, "")
            note = ("".join(inner.found.flow), letters(text[-40:])[-12:])
            self.found.notes[note] += 1
            self.found.order.append(note)
            self.found.inner.append(tuple(inner.found.flow))
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

    @property
    def precision(self) -> float:
        """Share of what was given that is wanted."""
        return self.hit / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        """Share of what was wanted that was given."""
        return self.hit / self.wanted if self.wanted else 1.0


def compare(truth: Facts, edition: Facts) -> dict[str, Score]:
    """Scores by kind."""
    out = {}
    before = {first[-16:] for first, second in pairwise(truth.flow) if second in truth.formulas}
    after = {second[:16] for first, second in pairwise(truth.flow) if first in truth.formulas}
    for kind in KINDS:
        wanted, given = getattr(truth, kind), getattr(edition, kind)
        if kind == "bounds":  # beside a formula nothing is asked: its letters differ with every converter
            given = Counter({b: n for b, n in given.items() if b[0] not in before and b[1] not in after})
        out[kind] = Score((wanted & given).total(), wanted.total(), given.total())
    return out
