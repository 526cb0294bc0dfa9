"""The edition's parts as elements, dressed alike for HTML and EPUB.

Article and page map in; title, body with page marks, notes with their ways back, and contents out.
Ids are the article's own and the same in both formats.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from octavo.formats.defused import defuse
from octavo.formats.markup import (
    Child,
    Element,
    add,
    clone,
    contents,
    drop,
    elements,
    fragment,
    has_class,
    make,
    name_of,
    unwrap,
)
from octavo.formats.originmarks import mark_origin, origin_list
from octavo.formats.pagemarks import mark_pages
from octavo.formats.phrases import Phrases, phrases_for, primary
from octavo.model import Article, ArticleNote, Editorial, Heading, PageMap

NOTEREF: Final = "doc-noteref"
BACKLINK: Final = "doc-backlink"


@dataclass(frozen=True)
class ComposedNote:
    """A note with its ways back."""

    number: int
    id: str
    back: Element | None
    """The note's number as a link to its first call; None when nothing calls the note."""
    again: tuple[Element, ...]
    """Links to further calls."""
    blocks: tuple[Child, ...]
    calls: tuple[str, ...]


@dataclass(frozen=True)
class Composed:
    """The parts both formats are made of. Elements are fresh: whoever asked may move them."""

    article: Article
    phrases: Phrases
    title: Element
    body: Element
    notes: tuple[ComposedNote, ...]
    editorial: tuple[tuple[Editorial, Element], ...]
    """What the edition adds, each with its blocks in one ``div``."""
    origin: tuple[Element, ...] = ()
    """The list of the original's pages, if any is known."""


def compose(article: Article, pagemap: PageMap) -> Composed:
    """The parts of `article` with the pages of `pagemap` marked."""
    phrases = phrases_for(article.imprint.lang)
    text = fragment(article.body)
    body = mark_pages(text, pagemap, title=lambda label: phrases.page.format(n=label))
    body = mark_origin(body, article.origin)
    title = fragment(article.title)
    notes = tuple(_note(note, phrases) for note in article.notes)
    editorial = tuple((part, fragment(part.html)) for part in article.editorial)
    blocks = [part for note in notes for part in note.blocks if not isinstance(part, str)]
    places = [title, body, *blocks, *(element for _, element in editorial)]
    ids = _ids(places, article)
    for place in places:
        defuse(place, article.images)
        _name_calls(place, phrases)
        _release_dead_links(place, ids)
    return Composed(
        article, phrases, title, body, notes, editorial, origin_list(text, article.origin, phrases)
    )


def _ids(places: Iterable[Element], article: Article) -> frozenset[str]:
    inner = (element.get("id", "") for place in places for element in elements(place))
    outer = (note.id for note in article.notes)
    added = (part.id for part in article.editorial)
    return frozenset({*inner, *outer, *added} - {""})


def _name_calls(root: Element, phrases: Phrases) -> None:
    for call in elements(root):
        if has_class(call, "note-call"):
            number = call.get("href", "").rpartition("note-")[2]
            call.set("aria-label", phrases.note.format(n=number))


def _release_dead_links(root: Element, ids: frozenset[str]) -> None:
    """A link to an anchor that is not there becomes its text; `octavo.checks` reports it."""
    for link in [element for element in elements(root) if name_of(element) == "a"]:
        target = link.get("href", "")
        if target.startswith("#") and target[1:] not in ids:
            unwrap(link)


def _note(note: ArticleNote, phrases: Phrases) -> ComposedNote:
    blocks = contents(fragment(note.content))
    links = [
        make("a", {"role": BACKLINK, "href": f"#{call}", "aria-label": name}, sign)
        for call, name, sign in _ways_back(note, phrases)
    ]
    back = links[0] if links else None
    return ComposedNote(note.number, note.id, back, tuple(links[1:]), blocks, note.calls)


def _ways_back(note: ArticleNote, phrases: Phrases) -> Iterable[tuple[str, str, str]]:
    for nth, call in enumerate(note.calls, start=1):
        if nth == 1:
            yield call, phrases.back.format(n=note.number), str(note.number)
        else:
            # The sign is no word of the work: it stands in a doc-backlink.
            yield call, phrases.back_again.format(n=note.number, k=nth), phrases.again.format(k=nth)


def contents_list(headings: Iterable[Heading], address: Callable[[str], str]) -> Element:
    """A nested ``ol`` of links to sections; `address` tells a section's href from its id.

    A level that is skipped nests one deeper only, so that lists stay well-formed.
    """
    root = make("ol")
    open_lists: list[tuple[int, Element]] = [(0, root)]
    for heading in headings:
        while len(open_lists) > 1 and open_lists[-1][0] >= heading.level:
            open_lists.pop()
        level, parent = open_lists[-1]
        if level and name_of(parent) == "li":
            inner = parent.find("ol")
            parent = inner if inner is not None else add(parent, make("ol"))[-1]
        item = make("li", None, make("a", {"href": address(heading.id)}, *heading_inline(heading)))
        parent.append(item)
        open_lists.append((heading.level, item))
    return root


def heading_inline(heading: Heading) -> tuple[Child, ...]:
    """A heading's inline content fit to stand inside a link: without links and ids of its own."""
    span = clone(fragment(heading.html))
    for element in list(elements(span)):
        drop(element, "id")
        if name_of(element) == "a":
            unwrap(element)
    return contents(span)


def speaking(element: Element, phrases: Phrases, lang: str) -> Element:
    """`element` with its language told, where the house does not speak the text's language."""
    if primary(lang) != phrases.lang:
        element.set("lang", phrases.lang)
    return element
