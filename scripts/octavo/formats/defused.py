"""Markup made harmless: nothing in a screen edition runs, fetches or submits. Element in, changed in place.

The checks report raw HTML and strange links and stop a build (S-004 and others); this is the second
lock, for texts come from strangers. What is left is what Markdown can say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from octavo.formats.markup import Element, drop, elements, make, name_of, unwrap
from octavo.model import Image

_GONE: Final = frozenset(
    {"script", "style", "iframe", "object", "embed", "applet", "frame", "frameset", "template", "noscript"}
)
"""Elements that go with their content."""
_OPENED: Final = frozenset(
    {"form", "button", "input", "select", "textarea", "link", "meta", "base", "video", "audio"}
)
"""Elements that go, their content stays."""
_SCHEMES: Final = re.compile(r"(?:https?|mailto|tel|doi|urn):|[#/.\w-](?!\w*:)", re.IGNORECASE)
_STYLE: Final = re.compile(
    r"\s*(?:(?:text-align|vertical-align|width|list-style-type)\s*:\s*[\w%.\- ]+;?\s*)*", re.IGNORECASE
)


def defuse(root: Element, images: Iterable[Image]) -> None:
    """Take out of `root` what no screen edition may hold; pictures that are not ours become their text."""
    names = {image.name for image in images}
    for element in [found for found in elements(root) if found is not root]:
        name = name_of(element)
        if name in _GONE:
            element[:] = []
            element.text = None
            unwrap(element)
        elif name in _OPENED:
            unwrap(element)
        elif name == "img" and element.get("src") not in names:
            _tell(element)
    for element in elements(root):
        _clean(element)


def _tell(picture: Element) -> None:
    """A picture that is not part of the edition is told by its text alternative."""
    parent = picture.getparent()
    if parent is not None:
        told = make("span", {"class": "editorial"}, picture.get("alt", ""))
        told.tail = picture.tail
        parent.replace(picture, told)


def _clean(element: Element) -> None:
    for name in [str(name) for name in element.attrib]:
        value = element.get(name, "")
        plain = name.lower()
        hostile = plain.startswith("on") or plain in ("srcdoc", "formaction", "ping", "background", "srcset")
        if hostile or (plain == "style" and not _STYLE.fullmatch(value)):
            drop(element, name)
    address = element.get("href")
    if address is not None and not _SCHEMES.match("".join(address.split())):
        drop(element, "href")
    # Pandoc hides a caption that repeats the alternative text; a link in it must not be hidden (WCAG 4.1.2).
    if name_of(element) == "figcaption" and any(name_of(inner) == "a" for inner in elements(element)):
        drop(element, "aria-hidden")
