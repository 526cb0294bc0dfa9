"""Trees of every shape, made without pandoc: what a companion must be able to write down."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from octavo.tree import Node, Tree, TreeNote, call_node

NO_ATTR: list[Any] = ["", [], []]
SPACE: Node = {"t": "Space"}
nasty = st.sampled_from(
    [
        "[1]",
        "•",
        "1.",
        "a)",
        "(iv)",
        "⟦x⟧",
        "⟧",
        "=" * 72,
        "{2}",
        "---",
        "70",
        "ROK-U.S.",
        "“한국”",
        "ﬁ",
        "*",
        "#",
        "<b>",
        "&",
    ]
)
text = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=6) | nasty
string = text.map(lambda value: {"t": "Str", "c": value})


def _wrapped(inner: st.SearchStrategy[list[Node]]) -> st.SearchStrategy[Node]:
    kinds = st.sampled_from(["Emph", "Strong", "Superscript", "Subscript", "SmallCaps", "Strikeout"])
    link = inner.map(lambda content: {"t": "Link", "c": [NO_ATTR, content, ["https://example.org/a", ""]]})
    span = inner.map(lambda content: {"t": "Span", "c": [["", ["citation"], [["cites", "key"]]], content]})
    lang = inner.map(lambda content: {"t": "Span", "c": [["", [], [["lang", "ko"]]], content]})
    code = text.map(lambda value: {"t": "Code", "c": [NO_ATTR, value]})
    return (
        st.builds(lambda kind, content: {"t": kind, "c": content}, kinds, inner) | link | span | lang | code
    )


def _run(one: st.SearchStrategy[Node]) -> st.SearchStrategy[list[Node]]:
    return st.lists(one | st.just(SPACE) | st.just({"t": "LineBreak"}), min_size=1, max_size=6)


flat = _run(string)
inlines = _run(string | _wrapped(flat))
para = inlines.map(lambda content: {"t": "Para", "c": content})
plain = inlines.map(lambda content: {"t": "Plain", "c": content})


def _nested(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    items = st.lists(st.lists(inner, min_size=1, max_size=2), min_size=1, max_size=3)
    styles = st.sampled_from(["Decimal", "LowerAlpha", "UpperRoman", "DefaultStyle"])
    ordered = st.builds(
        lambda style, value: {"t": "OrderedList", "c": [[3, {"t": style}, {"t": "Period"}], value]},
        styles,
        items,
    )
    bullets = items.map(lambda value: {"t": "BulletList", "c": value})
    quote = st.lists(inner, min_size=1, max_size=2).map(lambda value: {"t": "BlockQuote", "c": value})
    terms = st.builds(lambda term, value: {"t": "DefinitionList", "c": [[term, value]]}, inlines, items)
    return ordered | bullets | quote | terms


header = st.builds(
    lambda level, content: {"t": "Header", "c": [level, NO_ATTR, content]}, st.integers(1, 3), inlines
)
code_block = st.lists(text, min_size=1, max_size=3).map(
    lambda lines: {"t": "CodeBlock", "c": [NO_ATTR, "\n".join(lines)]}
)
lines = st.lists(inlines, min_size=1, max_size=3).map(lambda value: {"t": "LineBlock", "c": value})


def cell(content: list[Node]) -> list[Any]:
    return [NO_ATTR, {"t": "AlignDefault"}, 1, 1, [{"t": "Plain", "c": content}]]


def table(caption: list[Node], rows: list[list[list[Node]]]) -> Node:
    width = len(rows[0])
    body = [[NO_ATTR, [cell(content) for content in row]] for row in rows[1:]]
    head = [NO_ATTR, [[NO_ATTR, [cell(content) for content in rows[0]]]]]
    columns = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]] * width
    about = [None, [{"t": "Plain", "c": caption}] if caption else []]
    return {"t": "Table", "c": [NO_ATTR, about, columns, head, [[NO_ATTR, 0, [], body]], [NO_ATTR, []]]}


tables = st.integers(1, 3).flatmap(
    lambda width: st.builds(
        table, inlines, st.lists(st.lists(flat, min_size=width, max_size=width), min_size=1, max_size=3)
    )
)
block = st.recursive(para | plain | code_block, _nested, max_leaves=4)
top = block | header | lines | tables | st.just({"t": "HorizontalRule"})


def tree(title: list[Node], blocks: list[Node], notes: list[list[Node]]) -> Tree:
    """A tree whose notes are called from paragraphs of their own, the first note twice."""
    body = list(blocks)
    for number in range(1, len(notes) + 1):
        call = [{"t": "Str", "c": "called"}, call_node(number, 1)]
        again = [SPACE, {"t": "Str", "c": "again"}, call_node(1, 2)] if number == len(notes) else []
        body.insert(len(body), {"t": "Para", "c": [*call, {"t": "Str", "c": ","}, *again]})
    made = tuple(
        TreeNote(number, str(number), tuple(content)) for number, content in enumerate(notes, start=1)
    )
    return Tree((1, 23, 1), tuple(body), made, tuple(title))


trees = st.builds(
    tree,
    inlines.map(lambda content: [{"t": "Str", "c": "Title"}, *content]),
    st.lists(top, max_size=5),
    st.lists(st.lists(para, min_size=1, max_size=2), max_size=3),
)
