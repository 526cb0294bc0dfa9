"""What a rule is, and the text as rules see it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from octavo.article import text_of
from octavo.model import EDITION_FILE, Edition, Finding, Locus, Severity
from octavo.tree import Node, Tree, walk

_SIGNS: Final = r"(?:\[\^[^\]\s]*\]|</?\w+[^<>]*>|[^\w\[<]|[\[<])*?"
"""What Markdown may put between two words that stand side by side: signs, note calls, tags."""


@dataclass(frozen=True)
class Text:
    """An edition, its tree, and the way from a node back to a line."""

    edition: Edition
    tree: Tree

    @property
    def name(self) -> str:
        """The file as the user knows it."""
        return f"{self.edition.folder}/{EDITION_FILE}"

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every node of title, body and notes."""
        notes = [note.blocks for note in self.tree.notes]
        return tuple(walk((self.tree.title, self.tree.blocks, notes)))

    def place(self, words: str, *, start: int | None = None) -> Locus:
        """Where `words` first stand in the text (from `start` on); the file when they are not found."""
        begin = self.edition.text_offset if start is None else start
        parts = [re.escape(part) for part in re.findall(r"[^\W_]+", words)]
        for count in (8, 4, 2, 1):
            if parts and (match := re.compile(_SIGNS.join(parts[:count])).search(self.edition.source, begin)):
                return self.at(match.start())
        return Locus(self.name)

    def find(self, literal: str) -> Locus:
        """Where the characters `literal` stand in the text, or else in the front matter."""
        position = self.edition.source.find(literal, self.edition.text_offset)
        position = self.edition.source.find(literal) if position < 0 else position
        return self.at(position) if position >= 0 else Locus(self.name)

    def at(self, position: int) -> Locus:
        """The place of a character offset in ``edition.md``."""
        source = self.edition.source
        line = source.count("\n", 0, position) + 1
        return Locus(self.name, line, position - source.rfind("\n", 0, position))

    def of(self, node: Node) -> Locus:
        """The place of a block, found by its first words."""
        return self.place(text_of(inlines_of(node)))


@dataclass(frozen=True)
class Rule:
    """One check with its permanent code."""

    code: str
    says: str
    """What the text must be like, one sentence."""
    check: Callable[[Text], Iterable[Finding]]
    waivable: bool = False


def inlines_of(node: Node) -> list[Node]:
    """The inlines of a heading or a paragraph; of another block, those of its first paragraph."""
    content: Any = node.get("c")
    if node["t"] in ("Para", "Plain"):
        return list(content)
    if node["t"] == "Header":
        return list(content[2])
    for inner in walk(content):
        if inner["t"] in ("Para", "Plain"):
            return list(inner["c"])
    return []


def error(code: str, locus: Locus, message: str, hint: str) -> Finding:
    """An error finding."""
    return Finding(code, Severity.ERROR, locus, message, hint)


def strings(nodes: Iterable[Node]) -> Iterator[Node]:
    """The Str nodes among `nodes`."""
    return (node for node in nodes if node["t"] == "Str")


def first_words(text: str, count: int = 6) -> str:
    """The beginning of `text`, as findings quote it."""
    parts = text.split()
    return " ".join(parts[:count]) + (" …" if len(parts) > count else "")


def last_words(text: str, count: int = 6) -> str:
    """The end of `text`, as findings quote it."""
    parts = text.split()
    return ("… " if len(parts) > count else "") + " ".join(parts[-count:])
