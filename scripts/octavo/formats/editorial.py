"""Editorial matter for the companions: its XHTML as blocks of pandoc's AST, without a run of pandoc.

In: the ``<div>…</div>`` of an `octavo.model.Editorial`. Out: AST blocks. Only what editorial matter
is made of is known by name (paragraphs, lists, tables, emphasis, links, code); anything else gives
its content. Text that is not well-formed XML is taken as one paragraph of plain text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import unescape
from typing import Any, Final

from lxml import etree

from octavo.tree import Node

_INLINE_KINDS: Final = {
    "em": "Emph",
    "i": "Emph",
    "cite": "Emph",
    "strong": "Strong",
    "b": "Strong",
    "sup": "Superscript",
    "sub": "Subscript",
    "s": "Strikeout",
    "del": "Strikeout",
}
_BLOCKS: Final = frozenset(
    "p div section ul ol li dl dt dd table blockquote pre h1 h2 h3 h4 h5 h6 hr details figure".split()  # noqa: SIM905
)
_NO_ATTR: Final[list[Any]] = ["", [], []]


def blocks(xhtml: str) -> list[Node]:
    """AST blocks of editorial XHTML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(xhtml, parser)
    except (etree.XMLSyntaxError, ValueError):
        return [{"t": "Para", "c": _words(unescape(xhtml))}]
    return list(_blocks(root))


def _blocks(element: etree._Element) -> Iterable[Node]:
    """Blocks of a container; runs of inline content between them become paragraphs."""
    run: list[Node] = _words(element.text or "")
    for child in element:
        if not isinstance(child.tag, str):
            run += _words(child.tail or "")
            continue
        if _name(child) in _BLOCKS:
            yield from _paragraph(run)
            run = []
            yield from _block(child)
        else:
            run += _inline(child)
        run += _words(child.tail or "")
    yield from _paragraph(run)


def _paragraph(run: list[Node]) -> Iterable[Node]:
    trimmed = _trimmed(run)
    if trimmed:
        yield {"t": "Para", "c": trimmed}


def _trimmed(run: list[Node]) -> list[Node]:
    start, end = 0, len(run)
    while start < end and run[start]["t"] == "Space":
        start += 1
    while end > start and run[end - 1]["t"] == "Space":
        end -= 1
    return run[start:end]


def _block(element: etree._Element) -> Iterable[Node]:
    name = _name(element)
    if name in _MAKERS:
        yield from _MAKERS[name](element)
    elif name in ("h1", "h2", "h3", "h4", "h5", "h6"):
        yield {"t": "Header", "c": [int(name[1]), _NO_ATTR, _trimmed(_inlines(element))]}
    else:
        yield from _blocks(element)


def _items(element: etree._Element) -> list[list[Node]]:
    return [list(_blocks(item)) for item in element if _name(item) == "li"]


def _bullets(element: etree._Element) -> Iterable[Node]:
    yield {"t": "BulletList", "c": _items(element)}


def _numbered(element: etree._Element) -> Iterable[Node]:
    start = element.get("start", "1")
    attributes = [int(start) if start.isdecimal() else 1, {"t": "Decimal"}, {"t": "Period"}]
    yield {"t": "OrderedList", "c": [attributes, _items(element)]}


def _definitions(element: etree._Element) -> Iterable[Node]:
    pairs: list[list[Any]] = []
    for child in element.iter("dt", "dd"):
        if _name(child) == "dt":
            pairs.append([_trimmed(_inlines(child)), []])
        elif pairs:
            pairs[-1][1].append(list(_blocks(child)))
    yield {"t": "DefinitionList", "c": pairs}


def _code(element: etree._Element) -> Iterable[Node]:
    yield {"t": "CodeBlock", "c": [_NO_ATTR, "".join(str(part) for part in element.itertext())]}


def _quote(element: etree._Element) -> Iterable[Node]:
    yield {"t": "BlockQuote", "c": list(_blocks(element))}


def _table(element: etree._Element) -> Iterable[Node]:
    caption = next((list(_blocks(child)) for child in element if _name(child) == "caption"), [])
    heads = [row for part in element if _name(part) == "thead" for row in part.iter("tr")]
    rows = [row for row in element.iter("tr") if row not in heads]
    width = max((len(_cells(row)) for row in [*heads, *rows]), default=0)
    columns = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]] * width
    head, body = [_row(row, width) for row in heads], [_row(row, width) for row in rows]
    bodies = [[_NO_ATTR, 0, [], body]]
    yield {"t": "Table", "c": [_NO_ATTR, [None, caption], columns, [_NO_ATTR, head], bodies, [_NO_ATTR, []]]}


def _cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in row if _name(cell) in ("td", "th")]


def _row(row: etree._Element, width: int) -> list[Any]:
    contents = [list(_blocks(cell)) for cell in _cells(row)]
    contents += [[]] * (width - len(contents))
    return [_NO_ATTR, [[_NO_ATTR, {"t": "AlignDefault"}, 1, 1, content] for content in contents]]


_MAKERS: Final[dict[str, Callable[[etree._Element], Iterable[Node]]]] = {
    "ul": _bullets,
    "ol": _numbered,
    "dl": _definitions,
    "pre": _code,
    "blockquote": _quote,
    "table": _table,
    "hr": lambda _: iter(()),
}


def _inlines(element: etree._Element) -> list[Node]:
    nodes = _words(element.text or "")
    for child in element:
        if isinstance(child.tag, str):
            nodes += _inline(child)
        nodes += _words(child.tail or "")
    return nodes


def _inline(element: etree._Element) -> list[Node]:
    name = _name(element)
    content = _inlines(element)
    if name == "br":
        return [{"t": "LineBreak"}]
    if name in _INLINE_KINDS:
        return [{"t": _INLINE_KINDS[name], "c": content}] if content else []
    if name == "code":
        return [{"t": "Code", "c": [_NO_ATTR, "".join(str(part) for part in element.itertext())]}]
    if name == "a" and element.get("href", "").startswith(("https:", "http:", "mailto:")):
        return [{"t": "Link", "c": [_NO_ATTR, content, [element.get("href", ""), ""]]}]
    if lang := element.get("lang") or element.get("{http://www.w3.org/XML/1998/namespace}lang"):
        return [{"t": "Span", "c": [["", [], [["lang", lang]]], content]}]
    return content


def _words(text: str) -> list[Node]:
    """Strings and spaces; white space at the ends is kept as a space."""
    nodes: list[Node] = []
    parts = text.split()
    for index, part in enumerate(parts):
        if index or text[0].isspace():
            nodes.append({"t": "Space"})
        nodes.append({"t": "Str", "c": part})
    if text and text[-1].isspace():
        nodes.append({"t": "Space"})
    return nodes


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""
