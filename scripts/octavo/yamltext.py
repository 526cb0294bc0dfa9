"""YAML as plain values with places: text in, value and findings out, never an exception.

Every scalar stays the string it is written as: ``number: 23-31`` and ``version: 1.0`` are not
dates or numbers here, and ``no`` is a word. Aliases are refused (a few lines of them can unfold
to gigabytes), and so are tags.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from octavo.model import Finding, Locus, Severity

Path = tuple[str | int, ...]
"""Where a value stands: ``("author", 0, "name")``."""

MAX_DEPTH: Final = 40


@dataclass(frozen=True)
class Loaded:
    """A read YAML document."""

    value: Any
    """Nested dict, list and str; an empty document is ``{}``, an empty scalar ``""``."""
    places: Mapping[Path, Locus] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def place(self, path: Path, default: Locus) -> Locus:
        """The place of `path`, or of the nearest value around it that has one."""
        while path:
            if path in self.places:
                return self.places[path]
            path = path[:-1]
        return default


def load(text: str, *, name: str, line_offset: int = 0) -> Loaded:
    """Read `text`; `line_offset` is the number of lines that stand before it in the file `name`."""
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 + line_offset if mark else 0
        problem = " ".join(str(error.problem or "broken YAML").split())
        return _failed(Locus(name, line, mark.column + 1 if mark else 0), problem)
    except (YAMLError, ValueError, RecursionError, AttributeError, TypeError) as error:
        # ruamel lets a few of its own faults through on hostile input; they are no faults of ours.
        return _failed(Locus(name, line_offset + 1), " ".join(str(error).split())[:200] or "broken YAML")
    reader = _Reader(name, line_offset)
    value = reader.read(node, ()) if node is not None else {}
    return Loaded(value, reader.places, tuple(reader.findings))


def _failed(locus: Locus, problem: str) -> Loaded:
    hint = "Check the indentation, and quote values that hold ': ', ' #' or begin with a sign."
    return Loaded({}, {}, (Finding("E-006", Severity.ERROR, locus, f"broken YAML: {problem}", hint),))


class _Reader:
    """Walks the composed nodes once; keeps places and findings on the way."""

    def __init__(self, name: str, line_offset: int) -> None:
        self.name, self.line_offset = name, line_offset
        self.places: dict[Path, Locus] = {}
        self.findings: list[Finding] = []
        self.seen: set[int] = set()

    def read(self, node: Node, path: Path) -> Any:
        locus = Locus(self.name, node.start_mark.line + 1 + self.line_offset, node.start_mark.column + 1)
        self.places.setdefault(path, locus)
        if id(node) in self.seen or len(path) > MAX_DEPTH:
            self._refuse("E-007", locus, "YAML aliases and very deep nesting are not read", "Write it out.")
            return ""
        self.seen.add(id(node))
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.read(item, (*path, index)) for index, item in enumerate(node.value)]
        return self._scalar(node)

    def _scalar(self, node: Node) -> str:
        plain_null = isinstance(node, ScalarNode) and node.style is None and node.value in ("~", "null")
        return "" if plain_null else str(node.value)

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, ScalarNode) else "?"
            place = key_node.start_mark
            locus = Locus(self.name, place.line + 1 + self.line_offset, place.column + 1)
            if key in result:
                self._refuse("E-007", locus, f"the key {key!r} is given twice", "Keep one of them.")
                continue
            self.places[(*path, key)] = locus
            result[key] = self.read(value_node, (*path, key))
        return result

    def _refuse(self, code: str, locus: Locus, message: str, hint: str) -> None:
        self.findings.append(Finding(code, Severity.ERROR, locus, message, hint))
