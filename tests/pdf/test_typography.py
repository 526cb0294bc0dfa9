"""The typographic lint: the brief is clean, and every rule is seen to speak on a seeded fault."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import Element

import pypdfium2
import pytest

from octavo.formats.pdf import VARIANTS
from octavo.formats.pdf import lint as rules
from octavo.formats.pdf.lint import lint
from octavo.formats.pdf.printed import Mark, Print, Row
from octavo.formats.pdf.stylesheet import running_limit
from octavo.formats.pdf.text import Piece, Source, TextNode
from octavo.model import HouseStyle

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
    assert list(rules.RULES) == [f"T-{number:03d}" for number in range(1, 13)]


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


def test_the_last_word_of_a_note_is_not_broken() -> None:
    """Nor stands it alone on a line when it is short; the lint looks at notes too."""
    notes = "\n\n".join(f"[^{n}]: {'Nota bene, ' * n}deterring a reinvasion of NATO." for n in range(1, 30))
    calls = " ".join(f"word[^{n}]" for n in range(1, 30))
    result = printed(f"{calls}\n\n{notes}")
    pages = pypdfium2.PdfDocument(result.artifact.data)
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    assert "NATO." in text
    assert not re.search(r"^NATO\.", text, re.MULTILINE)
    assert "T-003" not in codes(result)


def test_a_runt_in_a_note_is_found() -> None:
    """The first paragraph of a note stands in the note's own element."""
    page = good()
    page.element = Element("span", {"class": "fn"})
    assert "T-003" in page.line("long enough", page=1).line("6.", page=1, width=8).faults()


def test_lines_of_facing_pages_stand_level() -> None:
    """A page holds whole lines, and headings take whole lines, so that the last lines of pages agree."""
    result = printed("\n\n".join([SENTENCE * 12, "# Head", SENTENCE * 14, "## Sub", SENTENCE * 40]))
    document = pypdfium2.PdfDocument(result.artifact.data)
    feet = [_foot(page) for page in list(document)[1:-1]]
    assert len(feet) >= 3
    line = 13.4
    for foot in feet:
        assert abs((foot - feet[0]) / line - round((foot - feet[0]) / line)) < 0.06


def _foot(page: pypdfium2.PdfPage) -> float:
    """Where the last line of a page stands, in points from below; descenders of a line agree."""
    text = page.get_textpage()
    boxes = [text.get_charbox(at, loose=True) for at in range(text.count_chars())]
    return float(min(bottom for _, bottom, _, _ in boxes))


def test_korean_lines_reach_the_margin() -> None:
    """Spaces are drawn as wide as they were measured: justified lines end where the measure ends."""
    sentence = "활자를 짜는 사람은 줄을 손으로 맞추고 눈으로 간격을 보았다. "
    result = printed(f"::: {{lang=ko}}\n{sentence * 6}\n:::")
    text = pypdfium2.PdfDocument(result.artifact.data)[0].get_textpage()
    rights: dict[int, float] = {}
    for at in range(text.count_chars()):
        _, bottom, right, _ = text.get_charbox(at, loose=True)
        if "가" <= text.get_text_range(at, 1) <= "힣":
            rights[round(bottom)] = max(rights.get(round(bottom), 0), right)
    lines = [rights[bottom] for bottom in sorted(rights, reverse=True)][:-1]
    assert len(lines) > 3
    assert max(lines) - min(lines) < 3.6


def test_running_heads_stay_on_one_line() -> None:
    """A long heading is cut to what has room beside the folio, in large print too."""
    long = "A heading that goes on and on about everything that a heading can go on about"
    for variant in (VARIANTS["default"], VARIANTS["large"]):
        assert running_limit(HouseStyle(), variant) in range(30, 90)
    result = printed(f"# {long}\n\n{SENTENCE * 60}", style=HouseStyle(toc="no"), variant=VARIANTS["large"])
    page = pypdfium2.PdfDocument(result.artifact.data)[2].get_textpage().get_text_range()
    assert "A heading that goes on" in page
    assert long not in page


def test_large_print_breaks_no_word() -> None:
    """Nothing is justified or hyphenated, and no type is smaller than sixteen points."""
    result = printed(f"{SENTENCE * 20}[^1]\n\n[^1]: {SENTENCE * 3}", variant=VARIANTS["large"])
    document = pypdfium2.PdfDocument(result.artifact.data)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    assert "\ufffe" not in text
    sizes = {
        round(item.get_font_size(), 1) for page in document for item in page.get_objects() if item.type == 1
    }
    assert min(sizes) >= 16


def test_no_line_is_left_half_empty() -> None:
    """Where a held word begins the next line, the line before it takes all the words it has room for."""
    text = "With *emphasis* and **strength**. Nobody notices that this is the whole of its "
    result = printed(
        "\n\n".join(f"{'i' * n} {text}ambition." for n in range(1, 70)), style=HouseStyle(toc="no")
    )
    loose = [finding for finding in result.findings if finding.code == "T-009"]
    assert not [finding for finding in loose if "strength.'" in finding.message]
