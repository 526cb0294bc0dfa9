"""Which sign of the text stands where: text nodes, their boxes, the printed pieces of them.

A `TextNode` is a text of the printed tree. A `Source` ties one text box of the layout engine, as it is
before line breaking, to its node; the engine copies the tie to every line that the box is broken into,
so that a printed line is found again in the text without any search. `Source.take` accounts for each
printed piece; what is never taken was not printed.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from typing import Any, Final
from unicodedata import category

from octavo.formats.pdf.sheet import Sheet

BLANKS: Final = " \t\n\r\f"
"""What collapses (CSS Text 3, 4.1); a no-break space does not."""
_NO_BLANKS: Final = str.maketrans("", "", BLANKS)
_IDEOGRAPHS: Final = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_LONE_SPACE: Final = " \u200b"
"""What the engine makes of a lone space to give it a width."""


@dataclass(eq=False)
class TextNode:
    """A text or tail of the printed tree, shown by its `owner`."""

    owner: ET.Element
    text: str
    offset: int
    """Offset in the article's body; -1 outside it."""
    sources: list[Source] = field(default_factory=list)


@dataclass(eq=False)
class Source:
    """One text box before line breaking."""

    node: TextNode
    text: str
    """The box's text: white space collapsed."""
    start: int
    """Where it begins in the node's text."""
    exact: bool
    """Whether box and node agree sign for sign, so that places can be counted."""
    spaced: bool = False
    """Whether white space stands before it in a text box of its own, which may vanish at a line end."""
    taken: int = 0
    """How much of `text` has been printed."""

    def take(self, printed: str, hyphen: str) -> Piece | None:
        """Account for a printed line or part of a line; None when all was printed before.

        Raises `LookupError` when `printed` is not what comes next.
        """
        text, at = self.text, self.taken
        if at >= len(text):
            return None
        printed = " " if printed == _LONE_SPACE else printed
        start = at
        while not text.startswith(printed, start):
            if start < len(text) and text[start] in BLANKS:
                start += 1
                continue
            if printed.endswith(hyphen) and text.startswith(printed.removesuffix(hyphen), at):
                return self._piece(at, at + len(printed) - len(hyphen), soft=True)
            if printed.endswith(hyphen):
                return self._hyphenated(printed.removesuffix(hyphen), at)
            raise LookupError(f"{printed!r} does not continue {text[at : at + 60]!r}")
        return self._piece(start, start + len(printed), soft=False)

    def _hyphenated(self, printed: str, at: int) -> Piece:
        start = at
        while start < len(self.text) and self.text[start] in BLANKS:
            start += 1
        if not self.text.startswith(printed, start):
            raise LookupError(f"{printed!r} does not continue {self.text[at : at + 60]!r}")
        return self._piece(start, start + len(printed), soft=True)

    def _piece(self, start: int, end: int, *, soft: bool) -> Piece:
        self.taken = end
        return Piece(self, start, end, soft)

    @property
    def rest(self) -> str:
        """Visible signs never printed."""
        return visible(self.text[self.taken :])

    def place(self, index: int) -> int:
        """Offset in the article's body of ``text[index]``; -1 outside the body."""
        if self.node.offset < 0:
            return -1
        return self.node.offset + self.start + (index if self.exact else self._expanded(index))

    def _expanded(self, index: int) -> int:
        """Index in the node's text of ``text[index]``: the same sign after the same visible signs."""
        visible = len(self.text[:index].translate(_NO_BLANKS))
        raw, seen, at = self.node.text, 0, self.start
        while at < len(raw) and (seen < visible or raw[at] in BLANKS):
            seen += raw[at] not in BLANKS
            at += 1
        return at - self.start


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a source as it was printed on one line."""

    source: Source
    start: int
    end: int
    soft: bool
    """Whether the line ends in a hyphen that is not in the text."""


class Texts:
    """All text nodes of a sheet, and the sources found for them."""

    def __init__(self, sheet: Sheet) -> None:
        self._nodes: dict[ET.Element, list[TextNode]] = {}
        self._places: dict[tuple[ET.Element, bool], TextNode] = {}
        self._cursor: dict[ET.Element, tuple[int, int]] = {}
        offsets = sheet.offsets
        body = sheet.root.find("body")
        for parent in () if body is None else body.iter():
            self._add(parent, parent.text, (parent, False), offsets)
            for child in parent:
                self._add(parent, child.tail, (child, True), offsets)

    def _add(
        self, owner: ET.Element, text: str | None, key: tuple[ET.Element, bool], offsets: dict[Any, int]
    ) -> None:
        if text:
            node = TextNode(owner, text, offsets.get(key, -1))
            self._nodes.setdefault(owner, []).append(node)
            self._places[key] = node

    def node(self, element: ET.Element, *, tail: bool) -> TextNode | None:
        """The node of an element's text or tail."""
        return self._places.get((element, tail))

    def source(self, owner: ET.Element, text: str) -> Source | None:
        """The source of the next text box of `owner`; None where it shows no text of the tree."""
        index, at = self._cursor.get(owner, (0, 0))
        nodes = self._nodes.get(owner, [])
        while index < len(nodes):
            node = nodes[index]
            found = _match(node.text, at, text)
            if found is not None:
                start, end = found
                self._cursor[owner] = (index, end)
                source = Source(node, text, start, end - start == len(text))
                node.sources.append(source)
                return source
            if node.text[at:].strip(BLANKS):
                return None
            index, at = index + 1, 0
        return None

    def unprinted(self) -> list[TextNode]:
        """Nodes whose visible text has not been printed whole, in document order."""
        lost = []
        for nodes in self._nodes.values():
            for node in nodes:
                without_box = not node.sources and bool(visible(node.text))
                if without_box or any(source.rest for source in node.sources):
                    lost.append(node)
        return lost


def _match(raw: str, at: int, text: str) -> tuple[int, int] | None:
    """Where `text`, white space collapsed, stands in `raw` from `at` on; None when it does not."""
    if raw.startswith(text, at):
        return at, at + len(text)
    start = at
    if text[0] not in BLANKS:
        while start < len(raw) and raw[start] in BLANKS:
            start += 1
        if raw.startswith(text, start):
            return start, start + len(text)
    position = start
    for sign in text:
        if sign in BLANKS:
            if position >= len(raw) or raw[position] not in BLANKS:
                return None
            while position < len(raw) and raw[position] in BLANKS:
                position += 1
        elif position < len(raw) and raw[position] == sign:
            position += 1
        else:
            return None
    return start, position


def visible(text: str) -> str:
    """A text without white space at its ends; empty when it holds only format characters."""
    shown = text.strip()
    return shown if any(category(sign) not in ("Cf", "Cc", "Zs") for sign in shown) else ""


def breaks_word(before: str, after: str) -> bool:
    """Whether a break between two signs tears a word; scripts without spaces have no such words."""
    if not before or not after or before.isspace() or after.isspace():
        return False
    return not (_IDEOGRAPHS.match(before) or _IDEOGRAPHS.match(after))
