"""Page marks: the print pages of a build set into the text of its HTML and EPUB.

Body and page map in, body with ``doc-pagebreak`` marks out. A mark precedes the first character
of its page (DPUB-ARIA 1.1, *doc-pagebreak*; EPUB Accessibility 1.1, *page markers*).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from octavo.errors import OctavoError
from octavo.formats.markup import TEXT_LEVEL, Element, all_text, clone, has_class, make, name_of
from octavo.model import PageMap, PageStart

PAGEBREAK: Final = "doc-pagebreak"

_BLOCKS: Final = ("h1", "h2", "h3", "h4", "h5", "h6", "figure", "table", "pre")
_STEP_OUT: Final = TEXT_LEVEL | set(_BLOCKS)
"""Elements before which a mark stands when the page begins with them: block by block, so that a
heading's or a link's name does not take in the page number, and structures stay valid."""

_CLOSED: Final = frozenset({"math", "svg", "ruby"})
"""Elements a mark never goes into."""


@dataclass(frozen=True)
class Page:
    """A marked page: where its mark is found."""

    label: str
    id: str


@dataclass(frozen=True)
class _Slot:
    """A run of text: `owner`'s own text or the text after it, from `start` on."""

    start: int
    owner: Element
    tail: bool

    @property
    def host(self) -> Element:
        parent = self.owner.getparent() if self.tail else None
        return parent if parent is not None else self.owner


def pages_of(pagemap: PageMap) -> tuple[Page, ...]:
    """Label and mark id of every page that has text, in order.

    The id is ``page-`` and the folio; a folio that occurs twice, or cannot stand in an id, is
    replaced by the page's number in the file.
    """
    labels = [start.label for start in pagemap.starts]
    return tuple(Page(start.label, _mark_id(start, labels)) for start in pagemap.starts)


def mark_pages(body: Element, pagemap: PageMap, *, title: Callable[[str], str]) -> Element:
    """A copy of `body` with a mark at the first character of every page.

    `title` tells a mark's accessible name from its label: ``Page 7``. Raises `OctavoError` when a
    page starts outside the text: then page map and article are not of the same build.
    """
    length = len(all_text(body))
    for start in pagemap.starts:
        if not 0 <= start.offset < length:
            raise OctavoError(
                f"page {start.label} begins outside the text (offset {start.offset} of {length})"
            )
    pages = zip(pagemap.starts, pages_of(pagemap), strict=True)
    return set_marks(body, [(start.offset, _mark(page, title(page.label))) for start, page in pages])


def set_marks(body: Element, marks: Sequence[tuple[int, Element]]) -> Element:
    """A copy of `body` with each empty mark before the first printed character from its offset on."""
    marked = clone(body)
    text = all_text(marked)
    slots, starts = tuple(_slots(marked)), _starts(marked)
    positions = [slot.start for slot in slots]
    # Backwards, so that no insertion moves a place still to come.
    for place, mark in reversed(marks):
        offset = _first_character(text, place)
        slot = slots[bisect_right(positions, offset) - 1]
        _insert(mark, slot, offset, text, starts)
    return marked


def _mark_id(start: PageStart, labels: list[str]) -> str:
    sound = re.fullmatch(r"[A-Za-z0-9][\w.-]*", start.label) and labels.count(start.label) == 1
    return f"page-{start.label}" if sound else f"page-in-file-{start.page}"


def _mark(page: Page, title: str) -> Element:
    # `title`, not `aria-label`: axe-core knows no role that lets a span carry the latter.
    attributes = {
        "id": page.id,
        "class": "page-mark",
        "role": PAGEBREAK,
        "title": title,
        "data-page": page.label,
    }
    return make("span", attributes)


def _first_character(text: str, offset: int) -> int:
    while offset < len(text) - 1 and text[offset].isspace():
        offset += 1
    return offset


def _slots(root: Element) -> Iterator[_Slot]:
    """Runs of text in the order of ``root.itertext()``, empty ones left out."""
    offset = 0
    stack: list[tuple[Element, bool]] = [(root, False)]
    while stack:
        element, tail = stack.pop()
        value = (element.tail if tail else element.text) or ""
        if not tail:
            for child in reversed(element):
                stack.extend([(child, True), (child, False)])
            value = value if isinstance(element.tag, str) else ""
        if value:
            yield _Slot(offset, element, tail)
            offset += len(value)


def _starts(root: Element) -> dict[Element, int]:
    """Offset of the first character of every element."""
    found: dict[Element, int] = {}
    offset = 0
    stack: list[tuple[Element, bool]] = [(root, False)]
    while stack:
        element, tail = stack.pop()
        if tail:
            offset += len(element.tail or "")
            continue
        found[element] = offset
        for child in reversed(element):
            stack.extend([(child, True), (child, False)])
        offset += len(element.text or "") if isinstance(element.tag, str) else 0
    return found


def _insert(mark: Element, slot: _Slot, offset: int, text: str, starts: dict[Element, int]) -> None:
    host = slot.host
    printed = _last_printed(text, offset)
    line = [host, *host.iterancestors()]
    line.reverse()
    for element in line:
        begins = starts[element] > printed
        if _is_closed(element) or (begins and name_of(element) in _STEP_OUT):
            return _before(element, mark)
    if starts[host] > printed:
        return _at_start(host, mark)
    return _within(slot, offset - slot.start, mark)


def _last_printed(text: str, offset: int) -> int:
    """Where the last character before `offset` stands that is no white space; -1 if there is none."""
    place = offset - 1
    while place >= 0 and text[place].isspace():
        place -= 1
    return place


def _is_closed(element: Element) -> bool:
    return name_of(element) in _CLOSED or has_class(element, "note-call")


def _before(element: Element, mark: Element) -> None:
    # Pages without a word of their own share a place; their marks keep the order of the pages.
    while _is_bare_mark(previous := element.getprevious()) and previous is not None:
        element = previous
    parent = element.getparent()
    if parent is not None:
        parent.insert(parent.index(element), mark)


def _is_bare_mark(element: Element | None) -> bool:
    return element is not None and element.get("role") == PAGEBREAK and not element.tail


def _at_start(host: Element, mark: Element) -> None:
    mark.tail, host.text = host.text, None
    host.insert(0, mark)


def _within(slot: _Slot, local: int, mark: Element) -> None:
    owner = slot.owner
    if not slot.tail:
        value = owner.text or ""
        owner.text, mark.tail = value[:local], value[local:]
        owner.insert(0, mark)
    else:
        value = owner.tail or ""
        owner.tail, mark.tail = value[:local], value[local:]
        slot.host.insert(slot.host.index(owner) + 1, mark)
