"""The original's pages: anchors at the right word, told with their certainty, never taken for print pages."""

from __future__ import annotations

from dataclasses import replace

from octavo.formats.markup import all_text, fragment
from octavo.formats.originmarks import mark_origin, word_offsets
from octavo.model import OriginPage
from octavo.words import words
from screens import NO_PAGES, article, book, files, following_text, plain, tree, web, xhtml_files

GIVEN = replace(
    article(),
    origin=(OriginPage(6, 0.9, "a note stood there"), OriginPage(9, 0.984, "amid a sentence")),
)


def test_words_are_counted_as_the_reading_counts_them() -> None:
    """Calls are no words; blocks part words, inlines and soft hyphens do not."""
    body = fragment(
        "<div><p>70<sup>th</sup> a\u00adb<a class='note-call'><sup>1</sup></a> c</p>"
        "<p>\u00ad d</p><ul><li>e</li></ul></div>"
    )
    text = all_text(body)
    assert [text[offset] for offset in word_offsets(body)] == ["7", "a", "c", "d", "e"]


def test_an_anchor_stands_before_the_first_word_of_its_page() -> None:
    """The text is not touched; the word after the anchor is the one that was named."""
    root = mark_origin(fragment(GIVEN.body), GIVEN.origin)
    assert all_text(root) == all_text(fragment(GIVEN.body))
    told = words("The lead calls a note. Introduction One two three four.")
    assert following_text(root, "opage-1").split()[0] == told[6]
    assert following_text(root, "opage-2").split()[0] == told[9]


def test_the_list_tells_how_sure_each_page_is() -> None:
    """Clearly named, editorial, each entry leading to its anchor with certainty and evidence."""
    section = tree(web(GIVEN)).get_element_by_id("original-pages")
    assert "editorial" in section.get("class")
    assert [all_text(item) for item in section.iter("li")] == [
        "“One two three four. And …” 90 % certain: a note stood there",
        "“four. And a link. A …” 98 % certain: amid a sentence",
    ]
    assert [link.get("href") for link in section.iter("a")] == ["#opage-1", "#opage-2"]


def test_in_the_epub_too_and_apart_from_the_page_list() -> None:
    """EPUB allows one page list, for the pages that are cited; the original's are a file of their own."""
    roots = xhtml_files(book(GIVEN))
    links = roots["original-pages.xhtml"].xpath("//li/a/@href")
    assert links == ["text-02.xhtml#opage-1", "text-02.xhtml#opage-2"]
    assert "page-list" not in files(book(GIVEN))["nav.xhtml"].decode()
    assert not plain(files(book(GIVEN))["text-02.xhtml"]).xpath("//*[@role='doc-pagebreak']")


def test_a_page_beyond_the_text_is_left_out() -> None:
    """What is not there is not marked; without pages there is no list."""
    beyond = replace(article(), origin=(OriginPage(10_000, 1.0, "x"),))
    assert "original-pages" not in web(beyond, NO_PAGES).data.decode()
    assert "original-pages" not in web(article()).data.decode()
