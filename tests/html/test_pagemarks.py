"""Page marks: the print page begins in the text exactly where its mark stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.errors import OctavoError
from octavo.formats.markup import all_text, fragment, name_of, with_role
from octavo.formats.pagemarks import mark_pages, pages_of
from octavo.model import PageMap, PageStart
from screens import article, body_text


def marked(body: str, *offsets: int, labels: tuple[str, ...] = ()):
    """`body` with pages at `offsets`."""
    names = labels or tuple(str(number) for number in range(1, len(offsets) + 1))
    starts = tuple(PageStart(n, label, o) for n, (label, o) in enumerate(zip(names, offsets, strict=True), 1))
    return mark_pages(fragment(body), PageMap(starts, len(starts)), title="Page {}".format)


def place(root, label: str = "1") -> str:
    """Name of the element a mark stands in, and of the one right after it."""
    mark = next(m for m in with_role(root, "doc-pagebreak") if m.get("data-page") == label)
    following = mark.getnext()
    after = name_of(following) if following is not None and not (mark.tail or "").strip() else "text"
    return f"{name_of(mark.getparent())}>{after}"


@given(st.lists(st.integers(min_value=0, max_value=600), max_size=12, unique=True).map(sorted))
def test_text_before_a_mark_is_what_stood_before_the_page(offsets: list[int]) -> None:
    """Marks add no character, keep their order, and stand before the first character of their page."""
    given_article = article()
    text = body_text(given_article)
    places = [offset for offset in offsets if offset < len(text)]
    root = mark_pages(
        fragment(given_article.body),
        PageMap(tuple(PageStart(n, str(n), o) for n, o in enumerate(places, 1))),
        title="Page {}".format,
    )
    assert all_text(root) == text
    before = dict(_texts_before(root))
    for number, offset in enumerate(places, 1):
        # White space at the start of a page is passed over; nothing that can be read is.
        assert not text[before[str(number)] : offset].strip()
        assert not text[offset : before[str(number)]].strip()
    assert list(before) == [str(number) for number in range(1, len(places) + 1)]


def _texts_before(root):
    count = 0
    for element in root.iter():
        if element.get("role") == "doc-pagebreak":
            yield element.get("data-page"), sum(map(len, _before(root, element)))
            count += 1


def _before(root, mark):
    stack = [(root, False)]
    while stack:
        element, tail = stack.pop()
        if tail:
            yield element.tail or ""
            continue
        if element is mark:
            return
        yield element.text or ""
        for child in reversed(element):
            stack.extend([(child, True), (child, False)])


@pytest.mark.parametrize(
    ("body", "offset", "expected"),
    [
        ("<div><section><h2>Head</h2><p>x</p></section></div>", 0, "section>h2"),
        ("<div><p>a b</p></div>", 2, "p>text"),
        ("<div><p><em>a</em> b</p></div>", 0, "p>em"),
        ("<div><p>x <em>a</em> b</p></div>", 2, "p>em"),
        ("<div><p>x <em>a c</em> b</p></div>", 4, "em>text"),
        ("<div><table><tr><th>a</th><td>b</td></tr></table></div>", 0, "div>table"),
        ("<div><table><tr><th>a</th><td>b</td></tr></table></div>", 1, "td>text"),
        ("<div><figure><img/><figcaption>c</figcaption></figure></div>", 0, "div>figure"),
        ("<div><ul><li><p>a</p></li></ul></div>", 0, "p>text"),
        ("<div><p>a<math><mi>xy</mi></math></p></div>", 2, "p>math"),
        ("<div><p>a<a class='note-call'><sup>12</sup></a></p></div>", 2, "p>a"),
        ("<div><p>a</p> <p>b</p></div>", 1, "p>text"),
    ],
)
def test_a_mark_stands_where_structure_allows(body: str, offset: int, expected: str) -> None:
    """A page that begins with a heading, table, figure or link is marked before it, inside its section."""
    assert place(marked(body, offset)) == expected


def test_marks_are_named_with_their_page() -> None:
    """DPUB-ARIA 1.1: doc-pagebreak is named with the page number; the id is page-N."""
    mark = next(with_role(marked("<div><p>ab</p></div>", 0, labels=("iv",)), "doc-pagebreak"))
    assert (mark.get("title"), mark.get("id"), all_text(mark)) == ("Page iv", "page-iv", "")


def test_a_folio_used_twice_still_gives_two_addresses() -> None:
    """Ids are unique whatever folios a PDF prints."""
    pages = pages_of(PageMap((PageStart(1, "1", 0), PageStart(2, "1", 1), PageStart(3, "a b", 2))))
    assert [page.id for page in pages] == ["page-in-file-1", "page-in-file-2", "page-in-file-3"]


def test_a_page_map_of_another_build_is_refused() -> None:
    """A page that begins outside the text is our own fault and never a silent guess."""
    with pytest.raises(OctavoError, match="outside the text"):
        marked("<div><p>ab</p></div>", 2)
