"""What the edition says, as words, told from the tree and from nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from octavo.model import Call, Reading
from octavo.tree import Node, Tree, call_of
from octavo.words import words

CALL_MARK: Final = "\ufdd4"
"""Stands for a call while words are counted: a noncharacter, which no text that is interchanged holds."""

_BREAK: Final = "\n"


def reading(tree: Tree) -> Reading:
    """Words of title, body and notes, and the place of every call among the words of the body."""
    body = "".join(_blocks(tree.blocks))
    return Reading(
        title=words("".join(_inlines(tree.title)).replace(CALL_MARK, "")),
        body=words(body.replace(CALL_MARK, "")),
        notes=tuple(words("".join(_blocks(note.blocks)).replace(CALL_MARK, "")) for note in tree.notes),
        calls=tuple(_calls(tree, body)),
    )


def text_of(nodes: Iterable[Node]) -> str:
    """Plain text of inlines, calls left out, white space as single spaces."""
    return " ".join("".join(_inlines(nodes)).replace(CALL_MARK, "").split())


def _calls(tree: Tree, body: str) -> Iterator[Call]:
    numbers = [call[0] for call in _call_sequence((*tree.title, *tree.blocks))]
    in_title = len(list(_call_sequence(tree.title)))
    for number in numbers[:in_title]:
        yield Call(number, 0)
    before = 0
    open_word = ""
    for number, piece in zip(numbers[in_title:], body.split(CALL_MARK), strict=False):
        # A call inside a word belongs to that word: the word before it is counted once.
        whole = open_word + piece
        counted = words(whole)
        before += len(counted)
        yield Call(number, before)
        continues = bool(whole) and not whole[-1].isspace() and bool(counted)
        open_word = counted[-1] if continues else ""
        before -= 1 if continues else 0


def _call_sequence(nodes: Iterable[Any]) -> Iterator[tuple[int, int]]:
    for node in nodes:
        if isinstance(node, dict):
            if "t" in node and (call := call_of(node)) is not None:
                yield call
            elif "c" in node:
                yield from _call_sequence([node["c"]])
        elif isinstance(node, list | tuple):
            yield from _call_sequence(node)


def _inlines(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        kind: str = node["t"]
        content: Any = node.get("c")
        if kind == "Str":
            yield content
        elif kind in ("Space", "SoftBreak", "LineBreak"):
            yield _BREAK if kind == "LineBreak" else " "
        elif kind in ("Code", "Math"):
            yield content[1]
        elif kind == "Span":
            yield from [CALL_MARK] if call_of(node) else _inlines(content[1])
        elif kind in ("Link", "Quoted", "Cite"):
            yield from _inlines(content[1])
        elif kind in _PLAIN_INLINES:
            yield from _inlines(content)
        # Image: its alternative text is no word of the text. RawInline: a rule forbids it.


_PLAIN_INLINES: Final = frozenset(
    {"Emph", "Strong", "Underline", "Strikeout", "Superscript", "Subscript", "SmallCaps"}
)


def _blocks(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        yield from _block(node)
        yield _BREAK


def _block(node: Node) -> Iterator[str]:
    content: Any = node.get("c")
    reader = _READERS.get(node["t"])
    return reader(content) if reader else iter(())


def _lines(content: Any) -> Iterator[str]:
    for line in content:
        yield from _inlines(line)
        yield _BREAK


def _items(content: Any) -> Iterator[str]:
    for item in content:
        yield from _blocks(item)


def _definitions(content: Any) -> Iterator[str]:
    for term, definitions in content:
        yield from _inlines(term)
        yield _BREAK
        yield from _items(definitions)


def _figure(content: Any) -> Iterator[str]:
    yield from _blocks(content[2])
    yield from _blocks(content[1][1])


def _table(content: list[Any]) -> Iterator[str]:
    _, caption, _, head, bodies, foot = content
    yield from _blocks(caption[1])
    rows = [*head[1]]
    for body in bodies:
        rows += [*body[2], *body[3]]
    for row in [*rows, *foot[1]]:
        for cell in row[1]:
            yield from _blocks(cell[4])


_READERS: Final[dict[str, Callable[[Any], Iterator[str]]]] = {
    "Para": _inlines,
    "Plain": _inlines,
    "Header": lambda content: _inlines(content[2]),
    "CodeBlock": lambda content: iter((content[1],)),
    "BlockQuote": _blocks,
    "Div": lambda content: _blocks(content[1]),
    "LineBlock": _lines,
    "BulletList": _items,
    "OrderedList": lambda content: _items(content[1]),
    "DefinitionList": _definitions,
    "Figure": _figure,
    "Table": _table,
}
"""What is read of each kind of block; HorizontalRule has no words, RawBlock is forbidden by a rule."""
