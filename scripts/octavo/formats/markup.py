"""Markup in the small: XHTML fragments to elements and back. Values in, values out.

Elements carry no namespace until a format gives them one; HTML is printed as HTML5
(WHATWG *serialising HTML fragments*), EPUB as XML with `to_xhtml`.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

from lxml import etree

from octavo.errors import OctavoError

Element: TypeAlias = etree._Element
Child: TypeAlias = Element | str

XHTML: Final = "http://www.w3.org/1999/xhtml"
OPS: Final = "http://www.idpf.org/2007/ops"
XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
EPUB_TYPE: Final = f"{{{OPS}}}type"
NAMESPACES: Final[Any] = {None: XHTML, "epub": OPS}
"""What ``html`` declares in an EPUB; typed loosely because lxml's stubs know no default namespace."""
FOREIGN: Final = {"math": "http://www.w3.org/1998/Math/MathML", "svg": "http://www.w3.org/2000/svg"}

TEXT_LEVEL: Final = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark"}
    | {"q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var"}
)
"""Elements that stand in a line and begin no block (HTML, *text-level semantics* and *edits*)."""

_VOID: Final = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"})


def fragment(text: str) -> Element:
    """The element that `text`, one well-formed XHTML element, describes.

    Raises `OctavoError` when it is not well-formed: the article's stage promises that it is.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(text, parser)
    except etree.XMLSyntaxError as error:
        raise OctavoError(f"a fragment of the article is not well-formed: {error.msg}") from error


def make(tag: str, attributes: Mapping[str, str] | None = None, *children: Child) -> Element:
    """A new element with attributes in their order and children; a string is text."""
    element = etree.Element(tag, dict(attributes or {}))
    for child in children:
        add(element, child)
    return element


def add(element: Element, *children: Child) -> Element:
    """Append children to `element`; returns it."""
    for child in children:
        if not isinstance(child, str):
            element.append(child)
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + child
        else:
            element.text = (element.text or "") + child
    return element


def clone(element: Element) -> Element:
    """A deep copy without the text that follows the element."""
    twin = copy.deepcopy(element)
    twin.tail = None
    return twin


def contents(element: Element) -> tuple[Child, ...]:
    """Copies of an element's text and children, in order."""
    parts: list[Child] = [element.text] if element.text else []
    for child in element:
        parts.append(clone(child))
        if child.tail:
            parts.append(child.tail)
    return tuple(parts)


def name_of(element: Element) -> str:
    """Local name; empty for a comment or a processing instruction."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def elements(root: Element) -> Iterator[Element]:
    """Every element below `root` in document order, itself first; comments left out."""
    return (element for element in root.iter() if isinstance(element.tag, str))


def with_role(root: Element, role: str) -> Iterator[Element]:
    """Every element that has `role` among its roles."""
    return (element for element in elements(root) if role in element.get("role", "").split())


def has_class(element: Element, name: str) -> bool:
    """Whether `name` is among the element's classes."""
    return name in element.get("class", "").split()


def all_text(element: Element) -> str:
    """The text of an element as it stands; offsets of pages count its characters."""
    return "".join(str(part) for part in element.itertext())


def drop(element: Element, name: str) -> None:
    """Remove an attribute, if it is there."""
    if name in element.attrib:
        del element.attrib[name]


def text_of(element: Element) -> str:
    """The text of an element, white space folded."""
    return " ".join(all_text(element).split())


def unwrap(element: Element) -> None:
    """Put an element's content in its place; the children themselves are moved, not copied."""
    parent = element.getparent()
    if parent is None:
        return
    index = parent.index(element)
    before = parent[index - 1] if index else None
    children = list(element)
    _append_text(before, parent, element.text or "")
    tail = element.tail or ""
    parent.remove(element)
    for place, child in enumerate(children, start=index):
        parent.insert(place, child)
    _append_text(children[-1] if children else before, parent, tail)


def _append_text(before: Element | None, parent: Element, text: str) -> None:
    if before is None:
        parent.text = (parent.text or "") + text or None
    else:
        before.tail = (before.tail or "") + text or None


def to_html(element: Element) -> str:
    """HTML5 text of an element: void elements without a slash, others with both tags."""
    return str(etree.tostring(element, method="html", encoding="unicode", with_tail=False))


def to_xhtml(root: Element) -> Element:
    """A copy of `root` in the XHTML namespace, ``lang`` mirrored as ``xml:lang``.

    MathML and SVG get their own namespaces. Empty elements keep both tags, because some reading
    systems parse XHTML as HTML.
    """
    twin = clone(root)
    for element in list(elements(twin)):
        name = str(element.tag)
        if not name.startswith("{"):
            parent = element.getparent()
            space = FOREIGN.get(name) or (etree.QName(parent).namespace if parent is not None else XHTML)
            if space in FOREIGN.values() and parent is not None and name_of(parent) in _HTML_AGAIN:
                space = FOREIGN.get(name, XHTML)
            element.tag = f"{{{space}}}{name}"
        if (lang := element.get("lang")) is not None:
            element.set(XML_LANG, lang)
        if element.text is None and not len(element) and name_of(element) not in _VOID:
            element.text = ""
    return twin


_HTML_AGAIN: Final = frozenset({"foreignObject", "annotation-xml"})
"""Foreign elements whose children are HTML (HTML, *foreign elements*)."""
