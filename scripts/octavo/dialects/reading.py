"""What readers of metadata share: XML and HTML from strangers, values by name."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree


def xml(data: bytes) -> etree._Element:
    """The root of an XML file, read without entities, DTD or network."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser)


def text(root: etree._Element, path: str) -> str:
    """All text of the first element at `path`, or empty."""
    found = root.find(path)
    return "" if found is None else "".join(str(part) for part in found.itertext())


def each(root: etree._Element, path: str) -> list[str]:
    """The text of each element at `path`."""
    return ["".join(str(part) for part in found.itertext()) for found in root.iterfind(path)]


def first(values: Mapping[str, list[str]], *names: str) -> str:
    """The first value of the first of `names` that has one, or empty."""
    return next((values[name][0] for name in names if values.get(name)), "")


def many(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    """Pairs as a mapping from name to all its values, in order."""
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    return values


def iso(text: str) -> str:
    """`text` if it begins like an ISO date, cut to its date; else empty."""
    match = re.match(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?(?![-\d])", text)
    return match.group() if match else ""
