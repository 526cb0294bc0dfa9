"""JATS bytes in, what the article says out: ``article-title``, ``body``, ``fn``, ``xref[@ref-type='fn']``.

``sec`` with a ``specific-use`` of ``editorial`` and everything in ``front`` but the title are not words of
the work; so are labels of notes and list items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from octavo.fidelity.readers.flow import Extract, Flow, Link, Unreadable, raised_in
from octavo.model import Reading

_BLOCKS: Final = frozenset(
    "p title sec list list-item def-list def-item term def disp-quote table-wrap table "  # noqa: SIM905
    "thead tbody tfoot tr td th caption fig label preformat verse-group verse-line "
    "break disp-formula boxed-text attrib body".split()
)
_SKIPPED: Final = frozenset(("label", "object-id", "alt-text", "long-desc", "tex-math"))


def read_jats(data: bytes) -> Extract:
    """Read a JATS edition; raises `Unreadable`."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise Unreadable(f"not XML: {error}") from error
    title = root.find("front/article-meta/title-group/article-title")
    body = root.find("body")
    if title is None or body is None:
        raise Unreadable("there is no article-title or no body")
    found = {e.get("id"): e for e in root.iter("fn") if not _editorial(e)}
    notes = list(found.values())
    numbers = [_label(note, place) for place, note in enumerate(notes, 1)]
    by_id: dict[str, int] = {note.get("id", ""): number for note, number in zip(notes, numbers, strict=True)}
    flow, outline = Flow(), list[tuple[int, str]]()
    _gather(body, flow, by_id, outline, level=0)
    heading = _inside(title, by_id)
    texts = [_inside(n, by_id) for _, n in sorted(zip(numbers, notes, strict=True), key=lambda item: item[0])]
    return Extract(
        Reading(heading.words, flow.words, tuple(note.words for note in texts), tuple(flow.calls())),
        outline=tuple(outline),
        raised=raised_in(heading, flow, *texts),
        numbers=tuple(sorted(numbers)),
        links=tuple(_links(body, by_id)),
    )


def _editorial(element: Any) -> bool:
    chain = [element, *element.iterancestors()]
    return any("editorial" in (e.get("specific-use") or e.get("sec-type") or "").split() for e in chain)


def _label(note: Any, place: int) -> int:
    label = note.find("label")
    digits = re.search(r"\d+", "".join(label.itertext())) if label is not None else None
    return int(digits[0]) if digits else place


def _is_call(element: Any) -> bool:
    return bool(element.tag == "xref" and element.get("ref-type") == "fn")


def _gather(
    element: Any, flow: Flow, by_id: dict[str, int], outline: list[tuple[int, str]] | None, *, level: int
) -> None:
    name = element.tag if isinstance(element.tag, str) else ""
    if not name or name in _SKIPPED or name == "fn-group" or _own_editorial(element):
        return
    if _is_call(element):
        flow.call(by_id.get(element.get("rid"), 0))
        return
    block, moved = name in _BLOCKS, name in ("sup", "sub")
    if block:
        flow.gap()
    if moved:
        flow.shift(up=name == "sup")
    flow.text(element.text or "")
    for child in element:
        _gather(child, flow, by_id, outline, level=level + (name == "sec"))
        flow.text(child.tail or "")
    if moved:
        flow.shift(up=name == "sup")
    if block:
        flow.gap()
    if name == "title" and outline is not None and element.getparent().tag == "sec":
        outline.append((level, " ".join(_inside(element, by_id).words)))


def _own_editorial(element: Any) -> bool:
    return "editorial" in (element.get("specific-use") or element.get("sec-type") or "").split()


def _inside(element: Any, by_id: dict[str, int]) -> Flow:
    flow = Flow()
    flow.text(element.text or "")
    for child in element:
        _gather(child, flow, by_id, None, level=0)
        flow.text(child.tail or "")
    return flow


def _links(body: Any, by_id: dict[str, int]) -> Iterator[Link]:
    for call in body.iter("xref"):
        if _is_call(call) and not _editorial(call):
            number = by_id.get(call.get("rid"), 0)
            # JATS has no link back: readers find the calls of a note by its id.
            yield Link(number, number > 0, number > 0)
