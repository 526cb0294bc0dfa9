"""The typographic lint: the brief is clean, and every rule is seen to speak on a seeded fault."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from octavo.formats.pdf import lint as rules
from octavo.formats.pdf.lint import lint
from octavo.formats.pdf.printed import Mark, Print, Row
from octavo.formats.pdf.text import Piece, Source, TextNode

from .press import SENTENCE, codes, edition_print, printed


def test_the_brief_has_no_flaw() -> None:
    """A policy brief of twelve pages as a good compositor would pass it."""
    assert edition_print("co-23-31", "default").findings == ()


@pytest.mark.whole
@pytest.mark.parametrize("variant", ["a4", "letter", "booklet", "press", "ua2"])
def test_the_brief_has_no_flaw_on_other_paper(variant: str) -> None:
    """Nor on other paper."""
    assert edition_print("co-23-31", variant).findings == ()


class Box(SimpleNamespace):
    """A stand-in for a box, itself and no other."""

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other


class Page:
    """A stand-in for laid-out pages: lines of text, each a box with a measure."""

    def __init__(self) -> None:
        self.found = Print()
        self.element = Element("p")

    def line(
        self,
        text: str,
        *,
        page: int = 0,
        tag: str = "",
        width: float = 300,
        soft: bool = False,
        loose: float = 0,
    ) -> Page:
        if tag:
            self.element = Element(tag)
        node = TextNode(self.element, text, 0)
        source = Source(node, text, 0, exact=True)
        row = Row(self.element, width, 10)
        shown = text + "-" * soft
        piece = Piece(source, 0, len(text), soft)
        self.found.marks.append(
            Mark(page, len(self.found.marks), row, shown, edge=width, loose=loose, piece=piece)
        )
        return self

    def faults(self) -> set[str]:
        pages: list[Any] = [Box(content_box_x=lambda: 0, width=400) for _ in range(3)]
        return {finding.code for finding in lint(self.found, pages, "x.pdf")}


def good() -> Page:
    """Two pages without a flaw."""
    page = Page()
    for number in range(12):
        page.line(f"line {number}", page=number // 6, tag="p" if number % 3 == 0 else "")
    return page


def test_good_lines_pass() -> None:
    """No rule speaks without reason."""
    assert good().faults() == set()


@pytest.mark.parametrize(
    ("code", "page"),
    [
        ("T-001", good().line("a", tag="p", page=1).line("b", page=1).line("alone", page=2)),
        ("T-002", good().line("alone", tag="p", page=1).line("b", page=2).line("c", page=2)),
        ("T-003", good().line("long enough", tag="p", page=1).line("6.", page=1, width=8)),
        ("T-005", good().line("a", tag="p", soft=True).line("b", soft=True).line("c", soft=True)),
        ("T-006", good().line("Heading", tag="h2", page=1).line("text", tag="p", page=2)),
        ("T-007", good().line("ROK-", tag="h2", page=1).line("U.S.", page=1).line("text", tag="p", page=1)),
        ("T-008", good().line("one", tag="p", page=2).line("two", page=2)),
        ("T-009", good().line("far apart", tag="p", page=1, loose=0.8)),
        ("T-010", good().line("too wide", tag="p", page=1, width=450)),
    ],
)  # fmt: skip
def test_each_flaw_is_found(code: str, page: Page) -> None:
    """Every rule speaks on a page that has its flaw."""
    assert code in page.faults()


def test_a_word_broken_over_a_page_is_found() -> None:
    """Two pieces of one source without a space between them."""
    page = good().line("begin", tag="p", page=1).line("x", page=2)
    source = Source(TextNode(page.element, "beginning", 0), "beginning", 0, exact=True)
    page.found.marks[-2].piece = Piece(source, 0, 5, soft=True)
    page.found.marks[-1].piece = Piece(source, 5, 9, soft=False)
    assert "T-004" in page.faults()


def test_a_note_away_from_its_call_is_found() -> None:
    """Call on one page, marker on the next."""
    page = good()
    for owner, number in (
        (Element("sup", {"data-call": "r1"}), 0),
        (Element("a", {"class": "note-back", "href": "#r1"}), 1),
    ):
        mark = Mark(number, 90 + number, text="1")
        page.found.texts[TextNode(owner, "1", 0)] = [mark]
    assert "T-011" in page.faults()


def test_every_code_is_described() -> None:
    """A rule that can speak stands in the table."""
    assert list(rules.RULES) == [f"T-{number:03d}" for number in range(1, 12)]


def test_words_are_held_at_the_ends_of_pages() -> None:
    """Long words, narrow measure, many pages: none is broken over a page, no ladder stands."""
    text = (
        f"{SENTENCE}Institutional internationalisation characteristically necessitates representation. " * 30
    )
    assert not codes(printed(text)) & {"T-004", "T-005", "T-003"}


def test_last_lines_are_no_runts() -> None:
    """Whatever the length of a paragraph, its last line is longer than an indent."""
    text = "\n\n".join(SENTENCE + "word " * extra + "is it." for extra in range(40))
    assert "T-003" not in codes(printed(text))


def test_a_last_page_of_few_lines_is_taken_in() -> None:
    """Rather a line more on each page than a page with two lines on it."""
    for extra in range(0, 30, 3):
        assert "T-008" not in codes(printed(SENTENCE * (90 + extra)))
