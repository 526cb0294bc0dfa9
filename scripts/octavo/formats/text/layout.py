"""Laying out the plain text: blocks of the tree as lines. See the package's docstring for the layout."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from octavo.dialects import Creator, cite_as, display_date, record
from octavo.formats import editorial as editorial_matter
from octavo.formats.text.signs import Signs, Unsigned, choose_signs
from octavo.model import Artifact, Editorial, Imprint
from octavo.tree import Node, Tree, call_of

WIDTH: Final = 72
INDENT: Final = "    "
_NARROWEST: Final = 24
_GAP: Final = "   "
_BREAK: Final = "\n"


def render_text(tree: Tree, imprint: Imprint, *, editorial: tuple[Editorial, ...] = ()) -> Artifact:
    """The plain text of an edition, ``ID.txt``."""
    writer = _Writer(choose_signs(_everything(tree)))
    signs = writer.signs
    parts = [
        _paragraphs([_wrap(writer.inlines(tree.title)), *map(_wrap, _head(imprint))]),
        writer.body(tree.blocks),
        _paragraphs(writer.note(note.number, note.blocks) for note in tree.notes),
        _paragraphs([signs.legend, *_colophon(imprint), *_matter(editorial, signs)]),
    ]
    text = "".join(f"{signs.rule}\n\n{part}\n\n" if part else f"{signs.rule}\n\n" for part in parts)
    return Artifact(f"{imprint.id}.txt", "text/plain; charset=utf-8", (text.rstrip("\n") + "\n").encode())


def _head(imprint: Imprint) -> Iterator[str]:
    facts = record(imprint)
    if imprint.subtitle:
        yield imprint.subtitle
    yield from map(_author, facts.creators)
    if series := " ".join(part for part in (facts.series, facts.number) if part):
        yield series
    if date := display_date(imprint):
        yield date
    if publisher := ", ".join(part for part in (facts.publisher.name, facts.publisher.place) if part):
        yield publisher


def _author(creator: Creator) -> str:
    return f"{creator.name}{_BREAK}{creator.affiliation}" if creator.affiliation else creator.name


def _colophon(imprint: Imprint) -> Iterator[str]:
    facts = record(imprint)
    yield _wrap(f"Cite as: {cite_as(imprint)}")
    edition = [f"Edition {facts.version}", facts.released, facts.identifier]
    yield _wrap(", ".join(part for part in edition if part) + ".")
    for statement in (facts.rights, facts.licence_url):
        if statement:
            yield _wrap(statement)


def _matter(editorial: tuple[Editorial, ...], signs: Signs) -> Iterator[str]:
    for part in editorial:
        yield "\n" + _wrap(part.title)
        yield _Writer(signs).body(tuple(editorial_matter.blocks(part.html)))


def _paragraphs(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part.strip()).strip("\n")


def _everything(tree: Tree) -> str:
    """All text of the tree as it is once every sign is taken out: what the signs must differ from."""
    writer = _Writer(Unsigned())
    blocks = [list(tree.blocks), *(list(note.blocks) for note in tree.notes)]
    return "\n".join([writer.inlines(tree.title), *(writer.body(tuple(one)) for one in blocks)])


class _Writer:
    """Blocks to text with one set of signs, in lines of one width. Holds no state besides them."""

    def __init__(self, signs: Signs, width: int = WIDTH) -> None:
        self.signs = signs
        self.width = width

    def _inner(self, columns: int) -> _Writer:
        return _Writer(self.signs, max(self.width - columns, _NARROWEST))

    def _wrap(self, text: str) -> str:
        return _wrap(text, self.width)

    def body(self, blocks: Iterable[Node]) -> str:
        """Blocks parted by blank lines; before a heading there is more room."""
        text = ""
        for node in blocks:
            block = self.block(node)
            if block:
                gap = "\n\n\n\n" if node["t"] == "Header" and node["c"][0] == 1 else "\n\n\n"
                text += (gap if node["t"] in ("Header", "HorizontalRule") else "\n\n") + block
        return text.strip("\n")

    def note(self, number: int, blocks: Iterable[Node]) -> str:
        """A note: number at the margin, text hanging by four columns."""
        sign = self.signs.called(number)
        width = max(len(INDENT), len(sign) + 1)
        return _hang(self._inner(width).body(blocks), sign, width=width)

    def block(self, node: Node) -> str:
        """One block as lines, without blank lines around."""
        maker = getattr(self, f"_{node['t'].lower()}", None)
        return maker(node.get("c")) if maker else ""

    def inlines(self, nodes: Iterable[Node]) -> str:
        """Inlines as text; a forced line break is LF."""
        return "".join(self._inline(node) for node in nodes)

    def _inline(self, node: Node) -> str:
        kind: str = node["t"]
        content: Any = node.get("c")
        if kind == "Str":
            return str(content)
        if kind in ("Space", "SoftBreak"):
            return " "
        if kind == "LineBreak":
            return _BREAK
        if kind in ("Code", "Math"):
            return str(content[1])
        if kind == "Span" and (call := call_of(node)):
            return self.signs.called(call[0])
        if kind == "Image":
            alternative = self.inlines(content[1]) or dict(content[0][2]).get("alt", "")
            return self.signs.apart(f"Image: {alternative}") if alternative else ""
        if kind == "Link":
            return self.inlines(content[1]) + self._address(content)
        if kind in ("Span", "Quoted", "Cite"):
            return self.inlines(content[1])
        return self.inlines(content) if isinstance(content, list) and kind != "RawInline" else ""

    def _address(self, content: Any) -> str:
        target: str = content[2][0]
        shown = self.inlines(content[1])
        if not target.startswith(("http:", "https:", "mailto:")):
            return ""
        return "" if shown in (target, target.removeprefix("mailto:")) else self.signs.apart(target)

    def _para(self, content: Any) -> str:
        return self._wrap(self.inlines(content))

    _plain = _para

    def _header(self, content: Any) -> str:
        return self._wrap(self.inlines(content[2]))

    def _codeblock(self, content: Any) -> str:
        return _indent(content[1].strip("\n"), INDENT)

    def _blockquote(self, content: Any) -> str:
        return _indent(self._inner(len(INDENT)).body(content), INDENT)

    def _div(self, content: Any) -> str:
        return self.body(content[1])

    def _lineblock(self, content: Any) -> str:
        return "\n".join(self._wrap(self.inlines(line)) for line in content)

    def _bulletlist(self, content: Any) -> str:
        return self._items(content, [self.signs.bullet] * len(content))

    def _orderedlist(self, content: Any) -> str:
        (start, style, _), items = content
        numbers = [_numeral(start + index, style["t"]) for index in range(len(items))]
        return self._items(items, [self.signs.numbered(number) for number in numbers])

    def _items(self, items: list[list[Node]], signs: list[str]) -> str:
        tight = all(node["t"] != "Para" for item in items for node in item)
        width = max((len(sign) for sign in signs), default=0) + 3
        inner = self._inner(width)
        texts = [
            _hang(inner._item(item, tight=tight), f"  {sign}", width=width)
            for item, sign in zip(items, signs, strict=True)
        ]
        return ("\n" if tight else "\n\n").join(texts)

    def _item(self, item: list[Node], *, tight: bool) -> str:
        return "\n".join(filter(None, map(self.block, item))) if tight else self.body(item)

    def _definitionlist(self, content: Any) -> str:
        entries = []
        for term, definitions in content:
            texts = [_indent(self._inner(len(INDENT)).body(one), INDENT) for one in definitions]
            entries.append("\n".join([self._wrap(self.inlines(term)), *texts]))
        return "\n\n".join(entries)

    def _figure(self, content: Any) -> str:
        return _paragraphs([self.body(content[2]), self.body(content[1][1])])

    def _table(self, content: Any) -> str:
        _, caption, _, head, bodies, foot = content
        rows = [*head[1], *(row for body in bodies for row in [*body[2], *body[3]]), *foot[1]]
        cells = [[self.body(cell[4]) for cell in row[1]] for row in rows]
        return _paragraphs([self.body(caption[1]), _grid(cells, self.width)])


def _grid(rows: list[list[str]], limit: int) -> str:
    """Rows as aligned columns where they fit on a line, else each row as a list of its cells."""
    columns = max((len(row) for row in rows), default=0)
    flat = [[" ".join(cell.split("\n")) for cell in row] + [""] * (columns - len(row)) for row in rows]
    widths = [max(_columns(row[index]) for row in flat) for index in range(columns)]
    if sum(widths) + len(_GAP) * (columns - 1) <= limit - len(INDENT):
        padded = [[_padded(cell, width) for cell, width in zip(row, widths, strict=True)] for row in flat]
        return "\n".join((INDENT + _GAP.join(row)).rstrip() for row in padded)
    return "\n\n".join(_indent("\n".join(filter(None, row)), INDENT) for row in rows)


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - _columns(cell))


def _columns(text: str) -> int:
    """Columns of `text` on a terminal (Unicode UAX 11: wide signs take two, combining marks none)."""
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    return len(text) + wide - sum(unicodedata.combining(sign) > 0 for sign in text)


def _wrap(text: str, limit: int = WIDTH) -> str:
    """Fill lines up to `limit` columns, cutting at spaces only; words and no-break spaces stay whole."""
    return "\n".join(filled for line in text.split(_BREAK) if (filled := _fill(line, limit)))


def _fill(line: str, limit: int) -> str:
    lines: list[str] = []
    current, width = "", 0
    for piece in filter(None, line.split(" ")):
        size = _columns(piece)
        if current and width + 1 + size > limit:
            lines.append(current)
            current, width = piece, size
        elif current:
            current, width = f"{current} {piece}", width + 1 + size
        else:
            current, width = piece, size
    return "\n".join([*lines, current])


def _indent(text: str, prefix: str) -> str:
    return "\n".join((prefix + line).rstrip() if line else "" for line in text.split("\n"))


def _hang(text: str, sign: str, *, width: int) -> str:
    """`text` indented, with `sign` at its head."""
    indented = _indent(text, " " * width)
    return sign + " " * (width - len(sign)) + indented[width:] if text else sign


def _numeral(number: int, style: str) -> str:
    makers: dict[str, Callable[[int], str]] = {
        "LowerAlpha": lambda value: _letters(value).lower(),
        "UpperAlpha": _letters,
        "LowerRoman": lambda value: _roman(value).lower(),
        "UpperRoman": _roman,
    }
    return makers.get(style, str)(number)


def _letters(number: int) -> str:
    text = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text or "0"


def _roman(number: int) -> str:
    values = [1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1]
    names = ["M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"]
    text = ""
    for value, name in zip(values, names, strict=True):
        count, number = divmod(number, value)
        text += name * count
    return text or "0"
