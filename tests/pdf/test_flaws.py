"""Bad input: one clear finding each, or a good page; never a crash, never lost text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from octavo.fidelity.readers.pdf_tree import read_pdf_tree
from octavo.formats.pdf import VARIANTS, flaws, render_pdf
from octavo.formats.pdf.sheet import Wishes, build_sheet
from octavo.formats.pdf.text import Texts
from octavo.model import HouseStyle, Image, Severity

from .press import IMPRINT, SMALL, article, body_text, codes, opened, printed, types


def test_a_sign_no_font_has_is_an_error() -> None:
    """Each missing sign is named once."""
    found = [item for item in printed("A 𒀀 and 𒀀 and 🐉.").findings if item.code == "P-002"]
    assert [item.severity for item in found] == [Severity.ERROR] * 2
    assert "U+12000" in found[0].message


def test_a_missing_picture_is_an_error_and_a_place() -> None:
    """The page says what should be there; the text around it stays."""
    result = printed("Before ![a map](gone.png) after.")
    assert "P-003" in codes(result)
    assert read_pdf_tree(result.artifact.data).reading.body == ("Before", "after.")


def test_a_corrupt_picture_is_told() -> None:
    """What cannot be shown does not pass in silence."""
    made = replace(article("![a map](m.png)"), images=(Image("m.png", "image/png", b"\x89PNG nonsense"),))
    assert "P-003" in codes(render_pdf(made, SMALL))


def test_a_picture_that_says_nothing_is_told() -> None:
    """No alternative text is a warning."""
    dot = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0H9"/></svg>'
    made = replace(article("![](m.svg) and text"), images=(Image("m.svg", "image/svg+xml", dot),))
    assert "P-004" in codes(render_pdf(made, SMALL))


def test_a_claim_needs_its_evidence() -> None:
    """A picture without words: no claim of accessibility; a sign without a glyph: no claim at all."""
    dot = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0H9"/></svg>'
    silent = replace(article("![](m.svg) and text"), images=(Image("m.svg", "image/svg+xml", dot),))
    spoken, mute, gap = (
        result.artifact.data for result in (printed("a"), render_pdf(silent, SMALL), printed("𒀀"))
    )
    assert [data.count(b"<pdfuaid:part>") for data in (spoken, mute, gap)] == [1, 0, 0]
    assert [data.count(b"<pdfaid:part>") for data in (spoken, mute, gap)] == [1, 1, 0]


def test_a_decorative_picture_is_furniture() -> None:
    """A picture that says nothing by its own word needs no text and is no content."""
    dot = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0H9"/></svg>'
    made = replace(
        article("![](m.svg){.decorative} and text"), images=(Image("m.svg", "image/svg+xml", dot),)
    )
    result = render_pdf(made, SMALL)
    assert codes(result) == set()
    with opened(result) as pdf:
        assert "Figure" not in types(pdf)


def test_a_press_file_without_a_date_is_told() -> None:
    """PDF/X-4 wants dates, and none is invented."""
    made = article("Text.", replace(IMPRINT, released=""))
    assert "P-008" in codes(render_pdf(made, SMALL, variant=VARIANTS["press"]))


def test_text_that_was_not_printed_is_an_error() -> None:
    """What no page took is named."""
    sheet = build_sheet(article("One two three."), HouseStyle(), Wishes())
    texts = Texts(sheet)
    assert "P-001" in {finding.code for finding in flaws.unprinted(texts, "x.pdf")}


@pytest.mark.parametrize(
    ("log", "code"),
    [(("Failed to load image at 'octavo:/m.png'",), "P-003"), (("Ignored something",), "P-007")],
)
def test_the_engine_is_heard(log: tuple[str, ...], code: str) -> None:
    """Its complaints become findings, never lines on a screen."""
    made = article("Text.")
    sheet = build_sheet(made, HouseStyle(), Wishes())
    told = (*flaws.pictures(sheet, log, "x"), *flaws.complaints(log, "x"))
    assert {finding.code for finding in told} == {code}


def test_every_code_is_described() -> None:
    """Codes are permanent, and listed."""
    assert list(flaws.RULES) == [f"P-{number:03d}" for number in range(1, 9)]


def test_a_table_wider_than_the_page_is_made_to_fit() -> None:
    """Twelve columns on a page for three."""
    head = "| " + " | ".join(f"Column{number}" for number in range(12)) + " |"
    result = printed(f"{head}\n|{'---|' * 12}\n{head}")
    assert "T-010" not in codes(result)


def test_code_of_two_thousand_lines_is_printed() -> None:
    """All of it, in order."""
    code = "\n".join(f"line {number:04d} = [{number}];" for number in range(2000))
    result = printed(f"~~~\n{code}\n~~~", style=HouseStyle(toc="no"))
    assert len(read_pdf_tree(result.artifact.data).reading.body) == 2000 * 4
    assert not codes(result) & {"P-001", "T-010"}


def test_two_hundred_levels_are_printed() -> None:
    """Nested deeper than anybody reads; the measure stays."""
    text = "".join(
        "> " * depth + f"level {depth}\n" + ("> " * depth).rstrip() + "\n" for depth in range(1, 201)
    )
    made = article(text)
    result = render_pdf(made, HouseStyle(toc="no"))
    assert "level 200" in body_text(made)
    assert not codes(result) & {"P-001", "T-010"}


def test_a_paper_without_text_is_a_title_page() -> None:
    """Nothing to set is no reason to fail."""
    assert printed("").pagemap.total == 1


_SIGNS = st.text(st.sampled_from("ab -\u00ad\u00a0*_`[]^~{}()|\n>#1.é통ש\u200b\ufb01"), max_size=80)


@given(_SIGNS)
@settings(max_examples=25)
def test_any_text_is_printed_whole(text: str) -> None:
    """Whatever Markdown makes of it, no sign is lost on the way to the page."""
    try:
        made = article(text)
    except AssertionError:
        return  # pandoc has doubts of its own, which are other findings
    assert "P-001" not in codes(render_pdf(made, SMALL))


def test_a_table_that_breaks_its_words_is_told_once() -> None:
    """Forty columns: one finding, at its words, instead of one for each torn word."""
    head = "| " + " | ".join(f"Column{number}" for number in range(40)) + " |"
    found = printed(f"{head}\n|{'---|' * 40}\n{head}", style=HouseStyle(toc="no")).findings
    assert [item.code for item in found].count("T-012") == 1
    assert "T-010" not in {item.code for item in found}
    assert all(item.near for item in found if item.code == "T-012")


def test_a_list_of_sixty_levels_fills_its_pages() -> None:
    """A nested list may go on over the page like any other text."""
    result = printed("".join("    " * depth + f"- level {depth}\n" for depth in range(60)))
    assert result.pagemap.total <= 5
    assert not codes(result) & {"P-001", "T-008"}


def test_what_is_told_of_a_page_leads_to_the_text() -> None:
    """Findings carry the words that they are about."""
    (found,) = (item for item in printed("A sign 𒀀.").findings if item.code == "P-002")
    assert found.near == "𒀀"
