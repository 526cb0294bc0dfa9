"""A document as pandoc read it -> one that says nothing but words, structure and pictures.

In: blocks of pandoc's JSON. Out: the same without raw HTML, scripts, event handlers, styles, classes,
identifiers and links that do anything but lead to a page; the pictures that the document carries.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

Node = dict[str, Any]

_SAFE: Final = re.compile(r"(?:https?|mailto):[^\s\"'<>\\]*", re.I)
_DATA: Final = re.compile(r"data:image/(png|jpeg|gif|webp);base64,([A-Za-z0-9+/=\s%]*)")
_TYPES: Final = {
    ".png": b"\x89PNG",
    ".jpg": b"\xff\xd8",
    ".jpeg": b"\xff\xd8",
    ".gif": b"GIF8",
    ".webp": b"RIFF",
}
_ATTRIBUTES: Final[list[Any]] = ["", [], []]
_UNWRAPPED: Final = ("Span", "Cite", "SmallCaps")


class Cleanser:
    """Walks the blocks of one document and remembers the pictures met."""

    def __init__(self, carried: Mapping[str, bytes]) -> None:
        """`carried`: what the document's own text calls a picture -> its bytes."""
        self.carried = carried
        self.pictures: dict[str, bytes] = {}
        """Name in the edition's folder -> bytes."""
        self.dropped: Counter[str] = Counter()

    def told(self) -> list[tuple[str, str]]:
        """(message, hint) for what was left out."""
        hints = {"pictures that the file does not carry": "Put them in by hand where they are wanted."}
        return [
            (f"{count} {what} were left out", hints.get(what, ""))
            for what, count in sorted(self.dropped.items())
        ]

    def blocks(self, blocks: Iterable[Node]) -> list[Node]:
        """Clean blocks; raises `RecursionError` for a text that nests without end."""
        return [clean for block in blocks for clean in self._block(block)]

    def _block(self, block: Node) -> list[Node]:
        kind, content = block["t"], _content(block)
        if kind == "RawBlock":
            self.dropped["passages of raw markup"] += 1
            return []
        if kind in ("Div", "Figure"):
            caption = self.blocks(content[1][1]) if kind == "Figure" else []
            return [*self.blocks(content[-1]), *caption]
        if kind in ("Para", "Plain"):
            words = self.inlines(content)
            return [{"t": kind, "c": words}] if words else []
        if kind == "Header":
            return [{"t": kind, "c": [content[0], _ATTRIBUTES, self.inlines(content[2])]}]
        if kind == "Table":
            columns = [[align, {"t": "ColWidthDefault"}] for align, _ in content[2]]
            return [{"t": kind, "c": [_ATTRIBUTES, *self._inside([content[1], columns, *content[3:]])]}]
        if kind == "CodeBlock":
            return [{"t": kind, "c": [_ATTRIBUTES, content[1]]}]
        return [{"t": kind, "c": self._inside(content)} if "c" in block else block]

    def _inside(self, node: Any) -> Any:
        """The parts of a list, a table, a quotation: whatever holds blocks or inlines."""
        if isinstance(node, list):
            if _is_attributes(node):
                return _ATTRIBUTES
            if node and all(isinstance(part, dict) and "t" in part for part in node):
                return self._nodes(node)
            return [self._inside(part) for part in node]
        return node

    def _nodes(self, nodes: list[Node]) -> list[Node]:
        out = []
        for node in nodes:
            if node["t"] in _BLOCKS:
                out += self._block(node)
            elif node["t"] in _INLINES:
                out += self._inline(node)
            else:
                out.append(node)
        return out

    def inlines(self, inlines: Iterable[Node]) -> list[Node]:
        """Clean running text."""
        return [clean for inline in inlines for clean in self._inline(inline)]

    def _inline(self, inline: Node) -> list[Node]:
        kind, content = inline["t"], _content(inline)
        if kind == "RawInline":
            self.dropped["passages of raw markup"] += 1
            return []
        if kind in _UNWRAPPED:
            return self.inlines(content if kind == "SmallCaps" else content[1])
        if kind == "Underline":
            return [{"t": "Emph", "c": self.inlines(content)}]
        if kind == "Code":
            return [{"t": kind, "c": [_ATTRIBUTES, content[1]]}]
        if kind == "Link":
            return self._link(content)
        if kind == "Image":
            return self._image(content)
        if kind == "Note":
            return [{"t": kind, "c": self.blocks(content)}]
        return [{"t": kind, "c": self._inside(content)} if "c" in inline else inline]

    def _link(self, content: list[Any]) -> list[Node]:
        words, (target, _) = self.inlines(content[1]), content[2]
        if not _SAFE.fullmatch(target):
            return words
        return [{"t": "Link", "c": [_ATTRIBUTES, words, [target, ""]]}]

    def _image(self, content: list[Any]) -> list[Node]:
        words, (target, _) = self.inlines(content[1]), content[2]
        found = self._carried(target)
        if found is None:
            self.dropped["pictures that the file does not carry"] += 1
            return words
        name, data = found
        self.pictures[name] = data
        return [{"t": "Image", "c": [_ATTRIBUTES, words, [name, ""]]}]

    def _carried(self, target: str) -> tuple[str, bytes] | None:
        """Name and bytes of a picture that the document brings with it."""
        data, suffix = self.carried.get(target, b""), "." + target.rsplit(".", 1)[-1].lower()
        inline = _DATA.fullmatch(target)
        if inline:
            suffix = "." + inline[1].replace("jpeg", "jpg")
            try:
                data = base64.b64decode(re.sub(r"%[0-9A-Fa-f]{2}|\s", "", inline[2]), validate=True)
            except (binascii.Error, ValueError):
                return None
        if not data.startswith(_TYPES.get(suffix, b"\0none")):
            return None
        return f"picture-{hashlib.sha256(data).hexdigest()[:12]}{suffix}", data


def _content(node: Node) -> Any:
    """What a node holds; nothing for a rule or a space."""
    return node.get("c")


def _is_attributes(node: list[Any]) -> bool:
    """An identifier, classes, key-value pairs: where handlers and styles stand."""
    return (
        len(node) == 3
        and isinstance(node[0], str)
        and isinstance(node[1], list)
        and isinstance(node[2], list)
    )


_INLINES: Final = frozenset(
    [
        "Str",
        "Emph",
        "Underline",
        "Strong",
        "Strikeout",
        "Superscript",
        "Subscript",
        "SmallCaps",
        "Quoted",
        "Cite",
        "Code",
        "Space",
        "SoftBreak",
        "LineBreak",
        "Math",
        "RawInline",
        "Link",
        "Image",
        "Note",
        "Span",
    ]
)
_BLOCKS: Final = frozenset(
    [
        "Plain",
        "Para",
        "LineBlock",
        "CodeBlock",
        "RawBlock",
        "BlockQuote",
        "OrderedList",
        "BulletList",
        "DefinitionList",
        "Header",
        "HorizontalRule",
        "Table",
        "Figure",
        "Div",
    ]
)
