"""Which sign stands where: printed lines account for their text."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.formats.pdf.sheet import Wishes, build_sheet
from octavo.formats.pdf.text import Source, TextNode, Texts, breaks_word
from octavo.model import HouseStyle

from .press import article, body_text

_WORDS = st.lists(st.text("abcé통-", min_size=1, max_size=6), min_size=1, max_size=20)


def _source(text: str, raw: str | None = None) -> Source:
    return Source(TextNode(Element("p"), raw or text, 100), text, 0, exact=raw is None)


@given(_WORDS, st.data())
def test_lines_account_for_all_of_their_text(found: list[str], data: st.DataObject) -> None:
    """Lines cut at spaces, as the engine cuts them, take the text whole and in order."""
    text = " ".join(found)
    source, rest, pieces = _source(text), found, []
    while rest:
        count = data.draw(st.integers(1, len(rest)))
        line, rest = " ".join(rest[:count]), rest[count:]
        piece = source.take(line, "-")
        assert piece is not None
        pieces.append(source.text[piece.start : piece.end])
    assert " ".join(pieces) == text
    assert source.rest == ""
    assert source.take("anything", "-") is None


def test_a_hyphen_of_the_engine_is_no_sign_of_the_text() -> None:
    """``contrib-`` continues ``contribution`` softly, ``well-`` continues ``well-known`` hard."""
    source = _source("contribution well-known")
    pieces = [source.take(line, "-") for line in ("contrib-", "ution well-", "known")]
    assert [piece.soft for piece in pieces if piece] == [True, False, False]
    assert source.rest == ""


def test_a_line_that_does_not_continue_is_refused() -> None:
    """Guessing is worse than failing."""
    with pytest.raises(LookupError):
        _source("one two").take("three", "-")


@given(st.lists(st.sampled_from(["a", "b", " ", "\n", "  ", "c"]), min_size=1, max_size=30))
def test_places_are_counted_in_the_text_as_it_is_written(signs: list[str]) -> None:
    """White space collapses in print; a place still names the same visible sign."""
    raw = "x" + "".join(signs) + "x"
    text = " ".join(raw.split())
    source = _source(text, raw)
    for index, sign in enumerate(text):
        if sign != " ":
            assert raw[source.place(index) - 100] == sign


def test_offsets_are_those_of_the_article() -> None:
    """Each text of the printed tree knows its place in the article's body."""
    made = article("A *b* c[^1] d.\n\n- e\n\n[^1]: n")
    sheet = build_sheet(made, HouseStyle(), Wishes())
    body = body_text(made)
    texts = Texts(sheet)
    for (element, tail), offset in sheet.offsets.items():
        node = texts.node(element, tail=tail)
        if node is not None and node.offset >= 0:
            assert body[offset : offset + len(node.text)] == node.text


@pytest.mark.parametrize(
    ("before", "after", "torn"),
    [("a", "b", True), ("a", " ", False), ("書", "籍", False), ("한", "국", True)],
)
def test_what_tears_a_word(before: str, after: str, torn: bool) -> None:
    """Scripts that know no spaces have no words to tear; Korean has."""
    assert breaks_word(before, after) is torn
