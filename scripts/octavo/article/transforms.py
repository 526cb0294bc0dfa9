"""Tree -> blocks for pandoc's HTML writer: one ordered tuple of pure transforms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import reduce
from typing import Any, Final

from octavo.article.reading import text_of
from octavo.tree import Node, call_of, rewrite

Transform = Callable[[list[Node]], list[Node]]


def apply(blocks: list[Node]) -> list[Node]:
    """Every transform in its order."""
    return reduce(lambda done, transform: transform(done), TRANSFORMS, blocks)


def name_sections(blocks: list[Node]) -> list[Node]:
    """Give each heading without an id one made of its words: ``sec-conclusion``.

    The same heading twice gets ``-2``; the words of a heading, not its place, decide, so that
    an address stays the same from release to release.
    """
    used: dict[str, int] = {}

    def name(node: Node) -> Node | None:
        if node["t"] != "Header":
            return None
        level, (identifier, classes, pairs), inlines = node["c"]
        if not identifier:
            identifier = _unique(f"sec-{slug(text_of(inlines))}", used)
        return {**node, "c": [level, [identifier, classes, pairs], rewrite(inlines, name)]}

    result: list[Node] = rewrite(blocks, name)
    return result


def link_calls(blocks: list[Node]) -> list[Node]:
    """Turn each note call into a link to its note (DPUB-ARIA 1.1, doc-noteref)."""

    def link(node: Node) -> Node | None:
        if (call := call_of(node)) is None:
            return None
        number, nth = call
        identifier = f"noteref-{number}" + (f"-{nth}" if nth > 1 else "")
        sign = {"t": "Superscript", "c": [{"t": "Str", "c": str(number)}]}
        attributes = [identifier, ["note-call"], [["role", "doc-noteref"]]]
        return {"t": "Link", "c": [attributes, [sign], [f"#note-{number}", ""]]}

    result: list[Node] = rewrite(blocks, link)
    return result


TRANSFORMS: Final[tuple[Transform, ...]] = (name_sections, link_calls)


def slug(text: str) -> str:
    """Letters and digits of `text` in lower case, joined by hyphens; ``section`` if there are none."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = re.sub(r"['\u2019]", "", plain)
    return re.sub(r"[^\w]+", "-", plain).replace("_", "-").strip("-")[:80].strip("-") or "section"


def _unique(identifier: str, used: dict[str, int]) -> str:
    used[identifier] = used.get(identifier, 0) + 1
    return identifier if used[identifier] == 1 else f"{identifier}-{used[identifier]}"


def div(identifier: str, blocks: list[Any]) -> Node:
    """A Div block."""
    return {"t": "Div", "c": [[identifier, [], []], blocks]}
