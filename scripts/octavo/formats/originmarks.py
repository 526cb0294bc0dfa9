"""The original's pages: where pages of the print that the witness was made from began, with certainty.

Body and page beginnings in, body with anchors and a list of them out. They are not the pages a
reader cites (those are the PDF's), and never all of them are known: so they are anchors in a list of
their own, no ``doc-pagebreak``, and carry no page numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from octavo.formats.markup import TEXT_LEVEL, Element, all_text, has_class, make, name_of
from octavo.formats.pagemarks import set_marks
from octavo.formats.phrases import Phrases
from octavo.model import OriginPage
from octavo.words import words

_INLINE: Final = TEXT_LEVEL | {"math", "img", "wbr"}
_WORDS_SHOWN: Final = 5


def mark_origin(body: Element, origin: tuple[OriginPage, ...]) -> Element:
    """A copy of `body` with an anchor ``opage-N`` before the first word of each known page."""
    offsets = word_offsets(body) if origin else ()
    marks = [
        (offsets[page.words], make("span", {"id": f"opage-{number}", "class": "origin-mark"}))
        for number, page in enumerate(origin, start=1)
        if page.words < len(offsets)
    ]
    return set_marks(body, marks) if marks else body


def origin_list(body: Element, origin: tuple[OriginPage, ...], phrases: Phrases) -> tuple[Element, ...]:
    """A paragraph that says what the list is, and the list: first words, certainty, evidence."""
    if not origin:
        return ()
    spoken = words("".join(f"\n{text}" if breaks else text for _, text, breaks in _runs(body)))
    items = []
    for number, page in enumerate(origin, start=1):
        if page.words < len(spoken):
            first = " ".join(spoken[page.words : page.words + _WORDS_SHOWN])
            link = make("a", {"href": f"#opage-{number}"}, f"“{first} …”")
            certain = phrases.certain.format(n=round(page.certain * 100))
            evidence = make("span", {"lang": "en"}, page.evidence) if phrases.lang != "en" else page.evidence
            items.append(make("li", None, link, f" {certain}: ", evidence))
    return (make("p", None, phrases.origin_told), make("ol", None, *items)) if items else ()


def word_offsets(body: Element) -> tuple[int, ...]:
    """Offset of the first character of every word of the body, as `Reading.body` counts words."""
    starts: list[int] = []
    inside = False
    for offset, text, breaks in _runs(body):
        inside = inside and not breaks
        for index, char in enumerate(text):
            # A soft hyphen is no character of a word (`octavo.words`).
            if char.isspace():
                inside = False
            elif not inside and char != "\u00ad":
                starts.append(offset + index)
                inside = True
    return tuple(starts)


def _runs(root: Element) -> Iterator[tuple[int, str, bool]]:
    """``(offset, text, whether a block begins or ends before it)``; calls are counted, not given."""
    offset, breaks = 0, True
    stack: list[tuple[Element, bool]] = [(root, False)]
    while stack:
        element, tail = stack.pop()
        breaks = breaks or name_of(element) not in _INLINE
        if tail:
            yield offset, element.tail or "", breaks
            offset, breaks = offset + len(element.tail or ""), False
        elif has_class(element, "note-call"):
            offset += len(all_text(element))
        else:
            text = (element.text or "") if isinstance(element.tag, str) else ""
            yield offset, text, breaks
            offset, breaks = offset + len(text), False
            for child in reversed(element):
                stack.extend([(child, True), (child, False)])
