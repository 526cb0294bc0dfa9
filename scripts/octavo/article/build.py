"""The article from the tree: one run of pandoc's HTML writer, one pass over its result."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Final

from lxml import etree

from octavo import pandoc
from octavo.article.transforms import apply, div
from octavo.errors import OctavoError
from octavo.model import Article, ArticleNote, Editorial, Heading, Image, Imprint
from octavo.tree import Tree, document_json
from octavo.words import words

_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_ANCHORED: Final = frozenset({"p", "pre", "table", "figure"})
_ANCHOR_WORDS: Final = 6
_WRITER: Final = ("--section-divs", "--shift-heading-level-by=1")


def build_article(
    tree: Tree, imprint: Imprint, *, images: tuple[Image, ...] = (), editorial: tuple[Editorial, ...] = ()
) -> Article:
    """The article of `tree`. Raises `OctavoError` when pandoc's HTML is not well-formed XML."""
    title, *rest = _fragment(tree)
    notes, blocks = rest[: len(tree.notes)], rest[len(tree.notes) :]
    body = etree.Element("div", {"class": "body"})
    body.extend(blocks)
    _level_sections(body)
    _anchor_blocks(body)
    return Article(
        imprint=imprint,
        title=_title(title),
        body=_serialise(body),
        notes=tuple(_notes(notes, [title, body])),
        headings=tuple(_headings(body)),
        images=images,
        editorial=editorial,
    )


def _fragment(tree: Tree) -> list[etree._Element]:
    """Top-level elements: the title, each note, then the blocks of the body."""
    title = div("octavo-title", [{"t": "Plain", "c": list(tree.title)}])
    notes = [div(f"note-{note.number}", list(note.blocks)) for note in tree.notes]
    blocks = apply([title, *notes, *tree.blocks])
    html = pandoc.write(document_json(tree.api_version, blocks), "html5", *_WRITER)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(b"<body>" + html + b"</body>", parser)
    except etree.XMLSyntaxError as error:
        raise OctavoError(f"the article is not well-formed: {error.msg}") from error
    for element in root:
        element.tail = None
    return list(root)


def _title(element: etree._Element) -> str:
    element.tag = "span"
    element.attrib.clear()
    element.text = (element.text or "").lstrip()
    if len(element):
        element[-1].tail = (element[-1].tail or "").rstrip()
    else:
        element.text = element.text.rstrip()
    return _serialise(element)


def _notes(elements: list[etree._Element], places: list[etree._Element]) -> Iterator[ArticleNote]:
    calls: dict[int, list[str]] = {}
    for place in places:
        for call in place.iter("a"):
            if call.get("class") == "note-call":
                calls.setdefault(int(call.get("href", "#note-0")[6:]), []).append(call.get("id", ""))
    for number, element in enumerate(elements, start=1):
        element.attrib.clear()
        yield ArticleNote(number, _serialise(element), tuple(calls.get(number, ())))


def _level_sections(body: etree._Element) -> None:
    """``levelN`` counts sections from 1; pandoc counts HTML's ranks. Classes stay on the section only."""
    for section in body.iter("section"):
        others = [name for name in section.get("class", "").split() if not name.startswith("level")]
        heading = section[0]
        section.set("class", " ".join([f"level{int(str(heading.tag)[1]) - 1}", *others]))
        if "class" in heading.attrib:
            del heading.attrib["class"]


def _anchor_blocks(body: etree._Element) -> None:
    """Ids for blocks, made of the first words: they survive every change further on."""
    used: dict[str, int] = {}
    for element in body.iter(*_ANCHORED):
        if element.get("id") or any(parent.tag in ("td", "th") for parent in element.iterancestors()):
            continue
        start = " ".join(words("".join(_own_text(element)))[:_ANCHOR_WORDS]).casefold()
        anchor = "par-" + hashlib.sha256(start.encode()).hexdigest()[:8]
        used[anchor] = used.get(anchor, 0) + 1
        element.set("id", anchor if used[anchor] == 1 else f"{anchor}-{used[anchor]}")


def _headings(body: etree._Element) -> Iterator[Heading]:
    for element in body.iter(*_HEADINGS):
        section = element.getparent()
        copy = etree.fromstring(etree.tostring(element, with_tail=False))
        for call in [link for link in copy.iter("a") if link.get("class") == "note-call"]:
            _drop_keeping_tail(call)
        copy.tag = "span"
        copy.attrib.clear()
        identifier = (section.get("id", "") if section is not None else "") or element.get("id", "")
        text = " ".join("".join(_own_text(copy)).split())
        yield Heading(int(str(element.tag)[1]) - 1, identifier, _serialise(copy), text)


def _own_text(element: etree._Element) -> Iterator[str]:
    """Text of an element without its calls."""
    if element.get("class") == "note-call":
        return
    yield element.text or ""
    for child in element:
        yield from _own_text(child)
        yield child.tail or ""


def _drop_keeping_tail(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    previous = element.getprevious()
    if previous is not None:
        previous.tail = (previous.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


def _serialise(element: etree._Element) -> str:
    return etree.tostring(element, encoding="unicode", with_tail=False)
