"""The tree: pandoc's AST with the notes taken out of the flow. Values in, values out.

In pandoc's AST a note stands inside the sentence that calls it, and a note that is called twice
stands there twice. In a `Tree` the text holds *calls* and the notes stand apart, numbered in the
order of their first calls through the whole work.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

Node = dict[str, Any]
"""A node of pandoc's JSON AST: ``{"t": type, "c": content}``. Never changed in place."""

NOTE_CALL: Final = "note-call"

_FIRST_TAG: Final = 0xF0000
"""Plane 15, private use: no text that can be printed holds these characters."""
_LABEL: Final = re.compile(r"\[\^([^\]\s\[]{1,200})\](?!:)")
_TAG: Final = re.compile("[\U000f0000-\U000ffffd]")


@dataclass(frozen=True)
class TreeNote:
    """A note of the tree."""

    number: int
    label: str
    """The label the edition gives it: ``1`` of ``[^1]``."""
    blocks: tuple[Node, ...]


@dataclass(frozen=True)
class Tree:
    """A parsed text (pandoc-types 1.23).

    A call in `blocks` is a `Span` of class ``note-call`` with the attributes ``note`` (number)
    and ``nth`` (1 for the first call of that note).
    """

    api_version: tuple[int, ...]
    blocks: tuple[Node, ...]
    notes: tuple[TreeNote, ...] = ()
    title: tuple[Node, ...] = ()
    """Inlines of the title."""

    def to_json(self) -> str:
        """The document as pandoc's own JSON, title as metadata, notes back at their first call.

        A further call of the same note becomes its number as a superscript.
        """
        return document_json(self.api_version, _with_notes(list(self.blocks), self), self.title)


def document_json(api_version: tuple[int, ...], blocks: list[Node], title: tuple[Node, ...] = ()) -> str:
    """A pandoc document from blocks and the inlines of its title."""
    meta = {"title": {"t": "MetaInlines", "c": list(title)}} if title else {}
    document = {"pandoc-api-version": list(api_version), "meta": meta, "blocks": blocks}
    return json.dumps(document, ensure_ascii=False)


def walk(node: Any) -> Iterator[Node]:
    """Every AST node below `node`, in document order, each before its content."""
    stack = [node]
    while stack:
        current = stack.pop()
        if isinstance(current, dict):
            if "t" in current:
                yield current
            if "c" in current:
                stack.append(current["c"])
        elif isinstance(current, list | tuple):
            stack.extend(reversed(current))


def rewrite(node: Any, change: Callable[[Node], Any | None]) -> Any:
    """A copy of `node` in which every AST node for which `change` returns a value is replaced by it.

    `change` sees a node before its content; the content of a replacement is not visited.
    Branches without a change are shared, not copied. Depth is bounded by the reader of JSON.
    """
    if isinstance(node, dict):
        if "t" in node and (new := change(node)) is not None:
            return new
        if "c" not in node:
            return node
        content = rewrite(node["c"], change)
        return node if content is node["c"] else {**node, "c": content}
    if isinstance(node, list):
        items = [rewrite(item, change) for item in node]
        return node if all(a is b for a, b in zip(items, node, strict=True)) else items
    return node


def call_of(node: Node) -> tuple[int, int] | None:
    """``(note number, nth call)`` if `node` is a note call of a `Tree`."""
    if node["t"] == "Span" and NOTE_CALL in node["c"][0][1]:
        attributes = dict(node["c"][0][2])
        if "note" in attributes and "nth" in attributes:
            return int(attributes["note"]), int(attributes["nth"])
    return None


def call_node(number: int, nth: int) -> Node:
    """A note call as an AST node."""
    attributes = [["note", str(number)], ["nth", str(nth)]]
    return {"t": "Span", "c": [["", [NOTE_CALL], attributes], []]}


def tag_calls(text: str) -> tuple[str, tuple[str, ...]]:
    """Mark what may be a note call in Markdown with a private character that names its label.

    Pandoc's AST does not keep labels; with the tags two calls of one note are told from two
    notes of the same wording. Returns the tagged text and the labels in order of tags. A text
    that already holds such characters is returned as it is, with no labels.
    """
    if _TAG.search(text):
        return text, ()
    order: dict[str, int] = {}
    for match in _LABEL.finditer(text):
        order.setdefault(match[1], len(order))
    if len(order) > 0xFFF0:
        return text, ()
    tagged = _LABEL.sub(lambda match: match[0] + chr(_FIRST_TAG + order[match[1]]), text)
    return tagged, tuple(order)


def lift_notes(api_version: tuple[int, ...], blocks: list[Node], labels: tuple[str, ...]) -> Tree:
    """A `Tree` from pandoc's blocks: notes taken out, numbered by first call, tags removed."""
    notes: list[TreeNote] = []
    calls: dict[str, tuple[int, int]] = {}

    def lift(content: list[Any], label: str) -> Node:
        key = label or f"unlabelled {len(notes)}"
        number, nth = calls.get(key, (len(notes) + 1, 0))
        calls[key] = (number, nth + 1)
        if nth == 0:
            notes.append(TreeNote(number, label, tuple(_untag(content))))
        return call_node(number, nth + 1)

    lifted = _lift(blocks, labels, lift) if labels or _has_note(blocks) else blocks
    return Tree(api_version, tuple(lifted), tuple(notes))


def _has_note(blocks: list[Node]) -> bool:
    return any(node["t"] == "Note" for node in walk(blocks))


def _lift(node: Any, labels: tuple[str, ...], lift: Callable[[list[Any], str], Node]) -> Any:
    if isinstance(node, dict):
        return {**node, "c": _lift(node["c"], labels, lift)} if "c" in node else node
    if isinstance(node, str):
        return _TAG.sub("", node) if labels else node
    if not isinstance(node, list):
        return node
    items: list[Any] = []
    for index, item in enumerate(node):
        if isinstance(item, dict) and item.get("t") == "Note":
            items.append(lift(item["c"], _label_after(node, index, labels)))
        elif not (labels and _is_bare_tag(item)):
            items.append(_lift(item, labels, lift))
    return items


def _label_after(items: list[Any], index: int, labels: tuple[str, ...]) -> str:
    following = items[index + 1] if index + 1 < len(items) else None
    if isinstance(following, dict) and following.get("t") == "Str" and following["c"]:
        position = ord(following["c"][0]) - _FIRST_TAG
        if 0 <= position < len(labels):
            return labels[position]
    return ""


def _is_bare_tag(item: Any) -> bool:
    return (
        isinstance(item, dict)
        and item.get("t") == "Str"
        and len(item["c"]) == 1
        and _TAG.match(item["c"]) is not None
    )


def _untag(node: Any) -> Any:
    if isinstance(node, dict):
        return {**node, "c": _untag(node["c"])} if "c" in node else node
    if isinstance(node, list):
        return [_untag(item) for item in node]
    return _TAG.sub("", node) if isinstance(node, str) else node


def _with_notes(blocks: list[Node], tree: Tree) -> list[Node]:
    by_number = {note.number: note for note in tree.notes}

    def back(node: Node) -> Node | None:
        if (call := call_of(node)) is None:
            return None
        number, nth = call
        if nth == 1:
            return {"t": "Note", "c": list(by_number[number].blocks)}
        return {"t": "Superscript", "c": [{"t": "Str", "c": str(number)}]}

    result: list[Node] = rewrite(blocks, back)
    return result


def attributes_of(node: Node) -> Mapping[str, str]:
    """Key-value attributes of a Span, Div, Code, Link, Image or Header."""
    attr = node["c"][1] if node["t"] == "Header" else node["c"][0]
    return dict(attr[2])
