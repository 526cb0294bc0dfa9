"""The architecture holds: imports point one way, only EDGE modules touch the world outside."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "scripts" / "octavo"
MODULES = {
    path.relative_to(PACKAGE): path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py"))
}

BASE = {"model", "words", "errors", "tree", "files", "yamltext", ""}
"""What everything may stand on; it stands on nothing but itself."""
TOP = {"conformance", "fold", "gather", "pipeline", "publish", "records", "workshop", "cli", "preview"}
"""What puts the stages together; no stage knows of it."""

OUTSIDE = re.compile(
    r"(?<![.\w])open\(|\.(?:read|write)_(?:bytes|text)\(|os\.environ|\.now\(|\.today\(|time\.time\(|\.glob\(|\.iterdir\("
)
OUTSIDE_MODULES = {"subprocess", "socket", "tempfile", "shutil", "random", "urllib.request", "http.client"}


def room(path: Path) -> str:
    """The top-level package or module a file belongs to."""
    return "" if path == Path("__init__.py") else path.parts[0].removesuffix(".py")


def imports(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def graph() -> dict[str, set[str]]:
    edges: dict[str, set[str]] = {}
    for path, source in MODULES.items():
        for name in imports(source):
            if name.startswith("octavo."):
                edges.setdefault(room(path), set()).add(name.split(".")[1])
    return {start: ends - {start} for start, ends in edges.items()}


def test_the_base_stands_on_itself() -> None:
    """model, words, errors, tree, files and yamltext know of no stage."""
    for name in BASE:
        assert graph().get(name, set()) <= BASE, name


def test_no_stage_knows_what_puts_it_together() -> None:
    """Only the top imports the top."""
    for start, ends in graph().items():
        if start not in TOP | {"executors", "worker", "release"}:
            assert not ends & TOP, start


def test_imports_have_no_cycle() -> None:
    """Rooms can be put in one order, each knowing only those before it."""
    edges, done = graph(), set(BASE)
    while rest := {name for name in edges if name not in done}:
        free = {name for name in rest if (edges[name] & set(edges)) <= done}
        assert free, f"a cycle among {sorted(rest)}"
        done |= free


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_only_edge_modules_touch_the_world(path: Path) -> None:
    """Disk, clock, environment, network and other programs belong to modules that say EDGE."""
    source = MODULES[path]
    docstring = ast.get_docstring(ast.parse(source)) or ""
    assert docstring, "a module opens with what comes in and what goes out"
    if "EDGE" not in docstring and room(path) != "cli":  # the command line is one edge as a whole
        assert not set(imports(source)) & OUTSIDE_MODULES
        source = source.replace(".read_bytes(", "") if "import pikepdf" in source else source  # its streams
        code = re.sub(r'""".*?"""|#[^\n]*', "", source, flags=re.DOTALL)
        assert not OUTSIDE.search(code), OUTSIDE.search(code)


def test_modules_can_be_seen_whole() -> None:
    """A module stops at some 430 lines, a function at 60: beyond that people get lost."""
    long_modules = {str(path): n for path, source in MODULES.items() if (n := source.count("\n")) > 430}
    long_functions = {
        f"{path}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path, source in MODULES.items()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= 60
    }
    assert (long_modules, long_functions) == ({}, {})
