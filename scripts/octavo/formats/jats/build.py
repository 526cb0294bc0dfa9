"""The article as pandoc's AST, pandoc's JATS taken apart and put into an article of ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from lxml import etree

from octavo import pandoc
from octavo.errors import OctavoError
from octavo.formats import editorial as editorial_matter
from octavo.formats.jats.front import add_front
from octavo.formats.jats.references import add_references, record_ids, ref_id
from octavo.model import Artifact, Editorial, Imprint
from octavo.tree import Node, Tree, call_of, document_json, rewrite

MEDIA_TYPE: Final = "application/jats+xml"
DOCTYPE: Final = (
    '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange DTD v1.1 '
    '20151215//EN" "JATS-archivearticle1.dtd">'
)
XLINK: Final = "http://www.w3.org/1999/xlink"
MATHML: Final = "http://www.w3.org/1998/Math/MathML"
XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_REFERENCES: Final = "ed-references"
_TITLE: Final = "octavo-title"
_NOTE: Final = "note-"
_OPENED: Final = ("article", "front", "back", "fn-group", "fn", "ref-list", "notes")
_OWN_LINES: Final = (*_OPENED, "body", "ref", "label")
_TARGETS: Final = {"fig": "fig", "table-wrap": "table", "sec": "sec", "fn": "fn", "ref": "bibr"}


def render_jats(
    tree: Tree, imprint: Imprint, *, references: str = "[]", editorial: tuple[Editorial, ...] = ()
) -> Artifact:
    """The JATS article of an edition, ``ID.jats.xml``; `references` is CSL-JSON.

    Raises `ToolError` when pandoc fails and `OctavoError` when its XML is not well-formed.
    """
    added = tuple(part for part in editorial if part.id != _REFERENCES or not record_ids(references))
    parts, blocks = _written(tree, added, frozenset(record_ids(references)))
    attributes = {"article-type": "report", "dtd-version": "1.1"}
    root = etree.Element("article", attributes, nsmap={"xlink": XLINK, "mml": MATHML})
    if imprint.lang:
        root.set(XML_LANG, imprint.lang)
    add_front(root, imprint, _inline_content(parts[0]))
    body = etree.SubElement(root, "body")
    body.extend(blocks)
    back = etree.SubElement(root, "back")
    _add_notes(back, parts[1 : 1 + len(tree.notes)])
    heading = next((part.title for part in editorial if part.id == _REFERENCES), "References")
    add_references(back, references, heading)
    _add_editorial(back, added, parts[1 + len(tree.notes) :])
    if not len(back):
        root.remove(back)
    _finish(root)
    return Artifact(f"{imprint.id}.jats.xml", MEDIA_TYPE, _serialise(root))


def _written(
    tree: Tree, editorial: tuple[Editorial, ...], keys: frozenset[str]
) -> tuple[list[etree._Element], list[etree._Element]]:
    """Pandoc's elements: title, notes and editorial parts; then those of the body. One run."""
    parts = [_div(_TITLE, [{"t": "Plain", "c": list(tree.title)}])]
    parts += [_div(f"{_NOTE}{note.number}", note.blocks) for note in tree.notes]
    parts += [_div(part.id, rewrite(editorial_matter.blocks(part.html), _bold_heading)) for part in editorial]
    # A part without any block would leave no element behind.
    parts = [part if part["c"][1] else _div(part["c"][0][0], [{"t": "Para", "c": []}]) for part in parts]
    blocks = rewrite([*parts, *tree.blocks], lambda node: _link_call(node) or _bind(node, keys))
    made = pandoc.write(document_json(tree.api_version, blocks), "jats_archiving")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    opening = f'<x xmlns:xlink="{XLINK}" xmlns:mml="{MATHML}">'
    try:
        elements = list(etree.fromstring(opening.encode() + made + b"</x>", parser))
    except etree.XMLSyntaxError as error:
        raise OctavoError(f"pandoc's JATS is not well-formed: {error.msg}") from error
    return elements[: len(parts)], elements[len(parts) :]


def _div(identifier: str, blocks: Iterable[Node]) -> Node:
    return {"t": "Div", "c": [[identifier, [], []], list(blocks)]}


def _bold_heading(node: Node) -> Node | None:
    return {"t": "Para", "c": [{"t": "Strong", "c": node["c"][2]}]} if node["t"] == "Header" else None


def _link_call(node: Node) -> Node | None:
    if (call := call_of(node)) is None:
        return None
    number, nth = call
    identifier = f"noteref-{number}" + (f"-{nth}" if nth > 1 else "")
    sign = {"t": "Superscript", "c": [{"t": "Str", "c": str(number)}]}
    return {"t": "Link", "c": [[identifier, [], []], [sign], [f"#{_NOTE}{number}", ""]]}


def _bind(node: Node, keys: frozenset[str]) -> Node | None:
    """A bound passage keeps its key: pandoc writes the attribute ``rid``; several keys nest."""
    if node["t"] != "Span" or "citation" not in node["c"][0][1]:
        return None
    cited = [key for key in dict(node["c"][0][2]).get("cites", "").split() if key in keys]
    content: Any = rewrite(node["c"][1], lambda inner: _link_call(inner) or _bind(inner, keys))
    for key in reversed(cited or [""]):
        pairs = [["rid", ref_id(key)]] if key else []
        content = [{"t": "Span", "c": [["", ["citation"], pairs], content]}]
    span: Node = content[0]
    return span


def _inline_content(part: etree._Element) -> etree._Element:
    paragraph = part.find("p")
    return etree.Element("p") if paragraph is None else paragraph


def _add_notes(back: etree._Element, parts: list[etree._Element]) -> None:
    if not parts:
        return
    group = etree.SubElement(back, "fn-group")
    for number, part in enumerate(parts, start=1):
        note = etree.SubElement(group, "fn", {"id": f"{_NOTE}{number}"})
        etree.SubElement(note, "label").text = str(number)
        note.extend(_paragraphs(part))


def _paragraphs(part: etree._Element) -> Iterator[etree._Element]:
    """A note holds paragraphs only; any other block stands inside one."""
    for child in list(part):
        if child.tag == "p":
            yield child
            continue
        wrapper = etree.Element("p")
        wrapper.append(child)
        yield wrapper


def _add_editorial(
    back: etree._Element, editorial: tuple[Editorial, ...], parts: list[etree._Element]
) -> None:
    for told, part in zip(editorial, parts, strict=True):
        notes = etree.SubElement(back, "notes", {"notes-type": "editorial", "id": told.id})
        etree.SubElement(notes, "title").text = told.title
        notes.extend(list(part))


def _finish(root: etree._Element) -> None:
    """Ids of sections, kinds of references, and links that lead nowhere."""
    ids = {str(element.get("id")): str(element.tag) for element in root.iter() if element.get("id")}
    for number, section in enumerate(root.iter("sec"), start=1):
        if not section.get("id") and f"s-{number}" not in ids:
            section.set("id", f"s-{number}")
    for body in [body for body in root.iter("tbody") if not len(body)]:
        _drop_empty_body(body)
    for link in list(root.iter("xref")):
        target = ids.get(link.get("rid", ""))
        if target is None:
            _unwrap(link)
        elif target in _TARGETS:
            link.set("ref-type", _TARGETS[target])
        if target == "fn" and "alt" in link.attrib:
            del link.attrib["alt"]


def _drop_empty_body(body: etree._Element) -> None:
    """A table needs a row in its body: of a table that is all head, the head is the body."""
    table = body.getparent()
    head = None if table is None else table.find("thead")
    if table is not None and (head is not None or len(table.findall("tbody")) > 1):
        table.remove(body)
        if head is not None and table.find("tbody") is None:
            head.tag = "tbody"


def _unwrap(element: etree._Element) -> None:
    """Leave the content of `element` in its place."""
    parent = element.getparent()
    if parent is None:
        return
    index = parent.index(element)
    children = list(element)
    if children:
        children[-1].tail = (children[-1].tail or "") + (element.tail or "")
        _append_text(parent, index, element.text or "")
    else:
        _append_text(parent, index, (element.text or "") + (element.tail or ""))
    parent.remove(element)
    for offset, child in enumerate(children):
        parent.insert(index + offset, child)


def _append_text(parent: etree._Element, index: int, text: str) -> None:
    if index:
        parent[index - 1].tail = (parent[index - 1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _serialise(root: etree._Element) -> bytes:
    for name in _OWN_LINES:
        for element in root.iter(name):
            element.tail = "\n"
            if not (element.text or "").strip() and name in _OPENED:
                element.text = "\n"
    text = etree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{DOCTYPE}\n{text}\n'.encode()
