"""The article holds what the edition says: sections, notes, ids; the reading is its words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from octavo import pandoc
from octavo.article import build_article, reading
from octavo.article.transforms import slug
from octavo.model import Article, Call, Imprint, Reading

IMPRINT = Imprint("demo", "A Title", "A Title", "en")


def article(text: str, title: str = "A Title") -> Article:
    tree, _ = pandoc.parse(text, title=title)
    return build_article(tree, IMPRINT)


def read(text: str, title: str = "A Title") -> Reading:
    return reading(pandoc.parse(text, title=title)[0])


def test_notes_are_numbered_by_their_calls() -> None:
    """The order of calls numbers the notes, whatever the labels and the order of definitions."""
    one = read("A.[^x] B.[^y]\n\n[^y]: Second.\n\n[^x]: First.\n")
    assert one.notes == (("First.",), ("Second.",))
    assert one == read("A.[^7] B.[^2]\n\n[^7]: First.\n\n[^2]: Second.\n")


def test_note_called_twice_is_one_note() -> None:
    """Pandoc doubles such a note; the article does not, and its second call has an id of its own."""
    made = article("A.[^1] B.[^1] C.[^2]\n\n[^1]: Same.\n\n[^2]: Same.\n")
    assert [note.calls for note in made.notes] == [("noteref-1", "noteref-1-2"), ("noteref-2",)]
    assert read("A.[^1] B.[^1]\n\n[^1]: N.\n").calls == (Call(1, 1), Call(1, 2))


def test_calls_know_their_place() -> None:
    """A call inside a word belongs to that word; one in a heading or a cell counts all the same."""
    text = "# One[^1]\n\nTwo three[^2]four five.[^3]\n\n| six[^4] |\n|---|\n| seven |\n"
    text += "\n[^1]: a\n[^2]: b\n[^3]: c\n[^4]: d\n"
    assert read(text).calls == (Call(1, 1), Call(2, 3), Call(3, 4), Call(4, 5))
    assert read(text).body == ("One", "Two", "threefour", "five.", "six", "seven")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("70^th^ H~2~O *a*b", ("70th", "H2O", "ab")),
        ("a\\\nb", ("a", "b")),
        ("- one\n- two", ("one", "two")),
        ("Term\n\n:   Meaning", ("Term", "Meaning")),
        ("`x  y`\n\n    code\n    more", ("x", "y", "code", "more")),
        ("| line\n|   two", ("line", "two")),
        ("![Caption of it](x.png)", ("Caption", "of", "it")),
        ("“Curly” 'straight' -- dash", ("“Curly”", "'straight'", "--", "dash")),
        ("wörd\u00adpart no\u00a0break", ("wördpart", "no", "break")),
    ],
)
def test_reading(text: str, words: tuple[str, ...]) -> None:
    """What is a word, kind by kind."""
    assert read(text).body == words


def test_article_and_reading_agree() -> None:
    """The words of the HTML are the words of the tree."""
    text = "# A\n\nB *c*[^1] 70^th^.\n\n> q\n\n1. i\n2. j\n\n| h |\n|---|\n| k |\n\nD\n:   E\n\n[^1]: N.\n"
    root = etree.fromstring(article(text).body)
    for call in root.xpath('//a[@class="note-call"]/sup'):
        call.text = ""
    blocks = re.sub(
        r"</(p|h\d|li|td|th|tr|dt|dd|blockquote)>", r"\g<0> ", etree.tostring(root, encoding="unicode")
    )
    assert tuple("".join(etree.fromstring(blocks).itertext()).split()) == read(text).body


def test_section_ids_come_from_words() -> None:
    """Addresses survive a change elsewhere, and are unique."""
    made = article("# The Same\n\na\n\n# The Same\n\nb\n\n# 1953!\n\nc\n\n# 결론\n\nd\n\n# Own {#own}\n\ne")
    assert [heading.id for heading in made.headings] == [
        "sec-the-same",
        "sec-the-same-2",
        "sec-1953",
        "sec-결론",
        "own",
    ]


def test_paragraph_anchors_stay() -> None:
    """A paragraph's address does not change when another paragraph, or its own end, changes."""
    first = re.findall(r'id="(par-\w+)"', article("One two three four five six seven.\n\nOther.\n").body)
    second = re.findall(
        r'id="(par-\w+)"', article("New.\n\nOne two three four five six eight.\n\nOther.\n").body
    )
    assert first == second[1:]


def test_title_is_inline_text() -> None:
    """A title may look like a list or a heading, and may hold markup and a note."""
    made = article("Text.\n\n[^1]: On the title.\n", title="1. The *Rise*[^1] of [X]")
    assert made.title.startswith("<span>1. The <em>Rise</em><a")
    assert made.notes[0].calls == ("noteref-1",)
    assert read("T.\n\n[^1]: N.\n", title="A[^1]").calls == (Call(1, 0),)


def test_mathematics_is_the_same_everywhere() -> None:
    """Formulas are spelled out once, so that every format says the same words."""
    text = "Let $x^2$ be.\n\n$$E = mc^2$$\n"
    assert read(text).body == ("Let", "x2", "be.", "E", "=", "mc2")
    assert "<em>x</em><sup>2</sup>" in article(text).body


def test_source_that_holds_our_private_signs() -> None:
    """Text with the private characters that mark calls is left as it is."""
    assert read("A\U000f0001b.[^1]\n\n[^1]: N.\n").body == ("A\U000f0001b.",)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Co")), max_size=80))
@settings(max_examples=40, deadline=None)
def test_any_line_of_text_is_read(text: str) -> None:
    """Law 9: any text gives an article."""
    tree, _ = pandoc.parse(text.replace("<", "\\<"), title="T")
    assert build_article(tree, IMPRINT).body.startswith("<div")


def test_slug() -> None:
    """Letters of any script, digits, single hyphens."""
    assert slug("  The U.S.’s “Plan” — 2023! ") == "the-u-s-s-plan-2023"
    assert slug("…") == "section"
