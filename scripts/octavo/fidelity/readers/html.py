"""HTML bytes in, what the page says out.

Read by what the page tells any user agent: ``h1.title``, ``.body``, the notes as list items of
``section.notes``; ``.editorial`` and the roles of page marks, calls and ways back are no words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree, html

from octavo.fidelity.readers.flow import Extract, Flow, Link, Unreadable, raised_in
from octavo.model import Reading

BLOCKS: Final = frozenset(
    "address article aside blockquote br caption dd details div dl dt fieldset "  # noqa: SIM905
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p "
    "pre section summary table tbody td tfoot th thead tr ul".split()
)
_SKIPPED: Final = frozenset(["script", "style", "template", "svg", "noscript", "head", "math", "annotation"])
_HEADING: Final = re.compile(r"h([1-6])")
_UNSAID: Final = frozenset({"doc-noteref", "doc-backlink", "doc-pagebreak", "doc-footnote"})
"""Roles of what is no word of the text at its place."""


def read_html(data: bytes) -> Extract:
    """Read an HTML edition; raises `Unreadable`."""
    try:
        root = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise Unreadable(f"not HTML: {error}") from error
    title = next(root.iterfind(".//h1[@class='title']"), None)
    body = next((e for e in root.iter("div", "section") if has(e, "body")), None)
    if title is None or body is None:
        raise Unreadable("there is no h1.title or no div.body")
    listed = next((e for e in root.iter("section") if has(e, "notes")), None)
    items = [] if listed is None else [i for o in listed.iterchildren("ol") for i in o.iterchildren("li")]
    ids: dict[str, Any] = {e.get("id", ""): e for e in root.iter() if e.get("id")}
    flow, outline = Flow(), list[tuple[int, str]]()
    gather(body, flow, outline, shift=1)
    heading, notes = flow_of(title), [flow_of(item) for item in items]
    calls = [e for e in root.iter("a") if is_call(e) and not editorial(e)]
    return Extract(
        Reading(heading.words, flow.words, tuple(note.words for note in notes), tuple(flow.calls())),
        outline=tuple(outline),
        raised=raised_in(heading, flow, *notes),
        numbers=tuple(number_of(item, place) for place, item in enumerate(items, 1)),
        links=tuple(_links(calls, items, ids)),
        pages=tuple(flow.pages()),
    )


def has(element: Any, name: str) -> bool:
    """Whether an element has a class."""
    return name in (element.get("class") or "").split()


def role(element: Any) -> str:
    """An element's role."""
    return element.get("role") or ""


def is_call(element: Any) -> bool:
    """Whether an element is a note call."""
    return "doc-noteref" in role(element).split()


def editorial(element: Any) -> bool:
    """Whether an element or one around it is editorial matter."""
    return has(element, "editorial") or any(has(outer, "editorial") for outer in element.iterancestors())


def tag_of(element: Any) -> str:
    """The local name of an element, empty for comments and the like."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def call_number(element: Any) -> int:
    """The number a call prints."""
    digits = re.search(r"\d+", "".join(element.itertext()))
    return int(digits[0]) if digits else 0


def gather(element: Any, flow: Flow, outline: list[tuple[int, str]] | None = None, *, shift: int = 0) -> None:
    """Add all that `element` says to `flow`, and its headings to `outline` (rank minus `shift`)."""
    name = tag_of(element)
    roles = role(element).split()
    if not name or name in _SKIPPED or has(element, "editorial"):
        return
    if "doc-noteref" in roles:
        flow.call(call_number(element))
    elif "doc-pagebreak" in roles:
        _mark(element, flow)
    if _UNSAID & set(roles):
        return
    _edge(name, flow)
    flow.text(element.text or "")
    for child in element:
        gather(child, flow, outline, shift=shift)
        flow.text(child.tail or "")
    _edge(name, flow)
    if outline is not None:
        outline.extend(_outlined(element, name, shift))


def _edge(name: str, flow: Flow) -> None:
    """Where an element begins or ends: blocks part words, ``sup`` and ``sub`` raise and lower signs."""
    if name in BLOCKS:
        flow.gap()
    elif name in ("sup", "sub"):
        flow.shift(up=name == "sup")


def _outlined(element: Any, name: str, shift: int) -> Iterator[tuple[int, str]]:
    if heading := _HEADING.fullmatch(name):
        yield int(heading[1]) - shift, " ".join(flow_of(element).words)


def _mark(element: Any, flow: Flow) -> None:
    """A print page begins, if the mark is one of this edition's PDF (``page-7``) and not of another print."""
    identifier = element.get("id") or ""
    if identifier.startswith("page-"):
        flow.page(identifier.removeprefix("page-"))


def flow_of(element: Any) -> Flow:
    """What is inside one element; of a note, its way back is left out."""
    flow = Flow()
    flow.text(element.text or "")
    for child in element:
        gather(child, flow)
        flow.text(child.tail or "")
    return flow


def number_of(item: Any, place: int) -> int:
    """The number printed before a note; its place in the list where the list numbers it."""
    for link in item.iter():
        if "doc-backlink" in role(link).split():
            digits = re.search(r"\d+", "".join(link.itertext()))
            return int(digits[0]) if digits else place
    return place


def _links(calls: list[Any], items: list[Any], ids: dict[str, Any]) -> Iterator[Link]:
    for call in calls:
        number = call_number(call)
        target = ids.get((call.get("href") or "").removeprefix("#"))
        item = items[number - 1] if 0 < number <= len(items) else None
        own = {c.get("id") for c in calls if call_number(c) == number}
        back = item is not None and any(
            "doc-backlink" in role(link).split() and (link.get("href") or "").removeprefix("#") in own
            for link in item.iter("a")
        )
        yield Link(number, item is not None and target is item, back)
