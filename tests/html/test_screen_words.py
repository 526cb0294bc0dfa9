"""No word is lost, whatever the text: independent readers find in HTML and EPUB what the tree says."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from octavo import pandoc
from octavo.article import build_article, reading
from octavo.fidelity.readers.epub import read_epub
from octavo.fidelity.readers.html import read_html
from octavo.formats.audit import audit_epub, audit_html
from octavo.model import PageMap, PageStart
from screens import IMPRINT, NO_PAGES, body_text, book, web

WORD = st.sampled_from(
    ["alpha", "70^th^", "*beta*", "**gamma**", "한국", "U.S.", "“delta”", "`code`", "é", "H~2~O"]
)
LINE = st.lists(WORD, min_size=1, max_size=8).map(" ".join)
CALLED = st.tuples(LINE, st.booleans(), LINE)
BLOCK = st.one_of(
    CALLED.map(lambda parts: ("text", parts)),
    LINE.map(lambda line: ("# ", line)),
    LINE.map(lambda line: ("## ", line)),
    LINE.map(lambda line: ("- ", line)),
    LINE.map(lambda line: ("> ", line)),
    LINE.map(lambda line: (": cap ", line)),
)


def markdown(blocks: list) -> str:
    """Blocks as a text whose notes stand at its end."""
    parts, notes = [], []
    for kind, content in blocks:
        if kind == "text":
            first, has_note, second = content
            if has_note:
                notes.append(f"[^n{len(notes)}]: {second}")
            parts.append(f"{first}{f'[^n{len(notes) - 1}]' if has_note else ''} {second}")
        elif kind == ": cap ":
            parts.append(f"| a | b |\n|---|--:|\n| {content} | 1 |\n\n: {content}")
        else:
            parts.append(f"{kind}{content}")
    return "\n\n".join([*parts, *notes])


@settings(max_examples=20, deadline=None)
@given(
    st.lists(BLOCK, min_size=1, max_size=9),
    st.lists(st.integers(0, 500), max_size=6, unique=True).map(sorted),
)
def test_words_notes_and_calls_survive(blocks: list, offsets: list[int]) -> None:
    """Title, body, notes and the places of calls are the tree's own, with pages anywhere."""
    tree, _ = pandoc.parse(markdown(blocks), title=IMPRINT.title)
    given_article = build_article(tree, IMPRINT)
    length = len(body_text(given_article).rstrip())
    starts = tuple(PageStart(n, str(n), o) for n, o in enumerate([o for o in offsets if o < length], 1))
    pagemap = PageMap(starts, len(starts)) if starts else NO_PAGES
    page, publication = web(given_article, pagemap), book(given_article, pagemap)
    assert read_html(page.data).reading == reading(tree)
    assert read_epub(publication.data).reading == reading(tree)
    assert audit_html(page) == ()
    assert audit_epub(publication) == ()
