"""XML documents in the small: namespaced elements in a fixed order, the same bytes every time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element
Namespaces: TypeAlias = Mapping[str | None, str]


def root(name: str, namespaces: Namespaces) -> Element:
    """A document's element in the default namespace."""
    # lxml-stubs do not know that the default namespace has the key None.
    return etree.Element(f"{{{namespaces[None]}}}{name}", nsmap=dict(namespaces))  # type: ignore[arg-type]


def add(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    """A child in the namespace of `name` (``dc:language``) or of the parent, without empty attributes."""
    prefix, _, local = name.rpartition(":")
    child = etree.SubElement(parent, f"{{{parent.nsmap[prefix or None]}}}{local}")
    for key, value in attributes.items():
        if value:
            child.set(key.rstrip("_"), value)
    child.text = text or None
    return child


def document(element: Element) -> bytes:
    """The document as UTF-8, one element a line."""
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8", pretty_print=True)
