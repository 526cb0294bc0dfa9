"""The tree in, what every artifact has to say out: the reading, headings, raised signs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from octavo.article import reading
from octavo.fidelity.readers.flow import Extract, Flow, raised_in
from octavo.tree import Node, Tree, call_of

_BREAKS: Final = frozenset(("SoftBreak", "Space", "LineBreak"))


def expected(tree: Tree) -> Extract:
    """What an artifact of `tree` must be found to say."""
    walker, *others = (_Walker() for _ in range(2 + len(tree.notes)))
    walker.blocks(tree.blocks)
    title, *notes = others
    title.blocks(tree.title)
    for note, other in zip(tree.notes, notes, strict=True):
        other.blocks(note.blocks)
    return Extract(
        reading(tree),
        outline=tuple(walker.outline),
        raised=raised_in(title.flow, walker.flow, *(note.flow for note in notes)),
        numbers=tuple(note.number for note in tree.notes),
    )


@dataclass
class _Walker:
    flow: Flow = field(default_factory=Flow)
    outline: list[tuple[int, str]] = field(default_factory=list)

    def blocks(self, nodes: Iterable[Any]) -> None:
        """Walk anything that holds nodes, in order."""
        for node in nodes:
            if isinstance(node, list | tuple):
                self.blocks(node)
            elif isinstance(node, dict) and "t" in node:
                self._node(node)

    def _node(self, node: Node) -> None:
        kind: str = node["t"]
        content: Any = node.get("c")
        if kind == "Str":
            self.flow.text(content)
        elif kind in _BREAKS:
            self.flow.gap()
        elif kind in ("Code", "Math", "CodeBlock"):
            self._verbatim(kind, content[1])
        elif kind in ("Superscript", "Subscript"):
            self.flow.shift(up=kind == "Superscript")
            self.blocks(content)
            self.flow.shift(up=kind == "Superscript")
        elif kind == "Span" and (call := call_of(node)) is not None:
            self.flow.call(call[0])
        elif kind not in ("Image", "RawInline", "RawBlock", "HorizontalRule"):
            self._within(kind, content)

    def _verbatim(self, kind: str, text: str) -> None:
        if kind == "CodeBlock":
            self.flow.gap()
        self.flow.text(text)
        if kind == "CodeBlock":
            self.flow.gap()

    def _within(self, kind: str, content: Any) -> None:
        block = kind not in _INLINES
        if block:
            self.flow.gap()
        if kind == "Header":
            own = _Walker()
            own.blocks(content[2])
            self.outline.append((content[0], " ".join(own.flow.words)))
        if kind == "Figure":
            self.blocks((content[2], content[1]))
        elif isinstance(content, list):
            self.blocks(content)
        if block:
            self.flow.gap()


_INLINES: Final = frozenset(
    ("Emph", "Strong", "Underline", "Strikeout", "SmallCaps", "Link", "Quoted", "Cite", "Span")
)
