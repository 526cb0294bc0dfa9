"""The HTML: one file, no script, the article's words and ids, everything told from one imprint."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from octavo.formats.colour import contrast, readable
from octavo.formats.composed import compose
from octavo.formats.fonts.cutting import woff2
from octavo.formats.html import cite_block, font_rules, render_html
from octavo.formats.html.head import PAPER_DARK, PAPER_LIGHT
from octavo.formats.html.sidenotes import side_notes
from octavo.formats.markup import all_text, fragment, has_class
from octavo.model import Author, HouseStyle, Imprint, PageMap, Translation
from octavo.words import words
from screens import (
    IMPRINT,
    TEXT,
    article,
    book,
    following_word,
    pages_at,
    tree,
    web,
    with_imprint,
    xhtml_files,
)

SIGNS = ("doc-noteref", "doc-backlink", "doc-pagebreak")


def work_words(element) -> tuple[str, ...]:
    """Words of the work in an element, as fidelity reads them."""
    if element.get("role") in SIGNS or has_class(element, "editorial"):
        return ()
    return words(_text(element))


def _text(element) -> str:
    block = " " if element.tag not in ("a", "em", "strong", "sup", "sub", "span", "code", "cite") else ""
    parts = [block, element.text or ""]
    for child in element:
        if (
            isinstance(child.tag, str)
            and child.get("role") not in SIGNS
            and not has_class(child, "editorial")
        ):
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join([*parts, block])


def test_the_words_are_the_articles_own() -> None:
    """Body, title and notes say what the article says, in order, with pages marked or not."""
    given = article()
    for pagemap in (PageMap(), pages_at(given, "The lead", "One", "second item", "1")):
        page = tree(web(given, pagemap))
        assert work_words(page.find(".//div[@class='body']")) == work_words(fragment(given.body))
        assert work_words(page.find(".//h1")) == words("On Notes and 70th Things")
        items = page.findall(".//section[@class='notes']/ol/li")
        assert [work_words(item) for item in items] == [work_words(fragment(n.content)) for n in given.notes]


def test_calls_and_notes_are_linked_both_ways_and_named() -> None:
    """Labels that mean something by themselves; a second call has a way back of its own."""
    page = tree(web(article()))
    calls = page.xpath("//a[@role='doc-noteref']")
    assert [call.get("aria-label") for call in calls] == ["Note 1", "Note 2", "Note 3", "Note 2"]
    backs = page.xpath("//li[@id='note-2']//a[@role='doc-backlink']")
    assert [back.get("href") for back in backs] == ["#noteref-2", "#noteref-2-2"]
    assert [back.get("aria-label") for back in backs] == [
        "Back to the text at note 2",
        "Back to the text at note 2, call 2",
    ]
    ids = set(page.xpath("//@id"))
    assert all(link[1:] in ids for link in page.xpath("//a/@href") if link.startswith("#"))


def test_the_word_after_a_mark_is_the_first_of_its_page() -> None:
    """One page everywhere."""
    given = article()
    page = tree(web(given, pages_at(given, "The lead", "two", "second item", "Conclusion")))
    assert [following_word(page, f"page-{n}") for n in (1, 2, 3, 4)] == ["The", "two", "second", "Conclusion"]


def test_no_script_and_nothing_fetched() -> None:
    """One file: the only script is data (JSON-LD), every resource is inside."""
    page = tree(web(article()))
    assert [script.get("type") for script in page.iter("script")] == ["application/ld+json"]
    fetched = page.xpath("//img/@src | //link[contains(@rel,'stylesheet')]/@href")
    assert fetched
    assert all(address.startswith("data:") for address in fetched)
    sheet = page.find(".//style").text
    assert all(address.startswith(('"data:', "data:")) for address in re.findall(r"url\(([^)]{6})", sheet))
    assert not page.xpath("//@onclick | //@onload")


def test_ids_are_unique() -> None:
    """Every address leads to one place."""
    ids = tree(web(article(), pages_at(article(), "The lead"))).xpath("//@id")
    assert len(ids) == len(set(ids))


def test_every_dialect_comes_from_the_imprint() -> None:
    """Highwire's report set, Dublin Core, Open Graph, JSON-LD and the block to copy tell the same facts."""
    page = tree(web(article(imprint=with_imprint(url="https://example.org/sp-1", licence="CC-BY-4.0"))))
    meta = {(m.get("name") or m.get("property")): m.get("content") for m in page.iter("meta")}
    assert meta["citation_title"] == meta["DC.title"] == meta["og:title"] == "On Notes and 70th Things"
    assert meta["citation_technical_report_number"] == "CO 23-31"
    assert meta["citation_technical_report_institution"] == "Korea Institute for National Unification"
    told = json.loads(page.find(".//script").text)
    assert told["@type"] == "Report"
    assert "alternativeText" in told["accessibilityFeature"]
    links = {link.get("rel"): link.get("href") for link in page.iter("link")}
    assert links["cite-as"] == "https://example.org/sp-1"
    assert "creativecommons.org" in links["license"]
    block = all_text(page.get_element_by_id("cite"))
    assert "On Notes and 70th Things" in block
    assert "TY  - RPRT" in block
    assert "@techreport" in block
    downloads = page.xpath("//section[@id='cite']//a/@download")
    assert downloads == ["sp-1.bib", "sp-1.ris", "sp-1.json"]


def test_fonts_hold_every_letter_of_the_page() -> None:
    """What a face covers is inlined, and nothing more than the page needs: the brief fits in 250 kB."""
    sheet = tree(web(article())).find(".//style").text
    assert sheet.count("@font-face") >= 3
    assert len(web(article()).data) < 250_000


def test_fonts_made_ahead_are_the_fonts_of_the_page() -> None:
    """What is compressed beside the layout is what the page needs: nothing is left to do after it."""
    font_rules(article())
    before = woff2.cache_info().misses
    web(article(), pages_at(article(), "The lead", "One"))
    assert woff2.cache_info().misses == before


def test_same_input_same_bytes() -> None:
    """No clock, no chance."""
    assert web(article()).sha256 == web(article()).sha256


def test_side_notes_chain_so_that_none_lies_on_another() -> None:
    """Each note is anchored to its call and to the end of the note before."""
    css = side_notes(compose(article(), PageMap()))
    assert "#note-2{anchor-name:--note-2;top:max(anchor(--noteref-2 top),calc(anchor(--note-1 bottom)" in css
    assert "#noteref-1{anchor-name:--noteref-1}" in css


def test_notes_that_would_drift_away_stay_a_list() -> None:
    """Where notes outweigh the text the list at its end is the better place."""
    long = TEXT.replace("A note in the lead.", "word " * 3000)
    assert side_notes(compose(article(long), PageMap())) == ""


@pytest.mark.parametrize("accent", ["#7a1f1f", "#ffe08a", "#000", "#fff", "#336699", "nonsense"])
def test_an_accent_is_moved_until_it_can_be_read(accent: str) -> None:
    """WCAG 2.2, 1.4.3: at least 4.5 to 1, on both grounds, whatever the house chose."""
    for paper in (PAPER_LIGHT, PAPER_DARK):
        assert contrast(readable(accent, paper), paper) >= 4.5


def test_a_good_accent_is_kept() -> None:
    """A colour that can be read already is the house's own business."""
    assert readable("#7a1f1f", PAPER_LIGHT) == "#7a1f1f"


BARE = Imprint("x", "", "", "en")


@pytest.mark.parametrize(
    "imprint",
    [
        BARE,
        replace(BARE, title='A "title" \\<with> & signs', title_plain='A "title" <with> & signs'),
        with_imprint(authors=tuple(Author(f"Author {n}") for n in range(20))),
        with_imprint(date="2023"),
        with_imprint(date="", date_stated="Spring 2023"),
        with_imprint(released=""),
        with_imprint(lang="ko"),
        with_imprint(lang="fr-CA"),
        with_imprint(lang="he"),
    ],
)
def test_any_imprint_gives_a_page(imprint: Imprint) -> None:
    """Nothing stated is invented, and nothing missing breaks."""
    given = article("Text only.", imprint, ())
    given = replace(given, editorial=())
    page = tree(render_html(given, PageMap(), style=HouseStyle(), claims=claims(given), citation=None))
    assert page.get("lang") == imprint.lang
    assert page.find(".//title").text
    assert not page.xpath("//section[@class='notes'] | //nav | //section[@id='cite']")
    if imprint.date_stated:
        assert imprint.date_stated in all_text(page.find(".//header"))
        assert page.find(".//time") is None


def claims(given):
    from octavo.formats.claims import claims_for

    return claims_for(given, PageMap())


def test_the_house_speaks_the_language_of_the_text_or_says_which() -> None:
    """WCAG 3.1.2: Korean for Korean; English is marked as English in a text of another language."""
    korean = tree(web(article(imprint=with_imprint(lang="ko"))))
    assert all_text(korean.find(".//a[@class='skip editorial']")) == "본문으로 건너뛰기"
    assert all_text(korean.get_element_by_id("about").find("h2")) == "이 판에 대하여"
    assert "주와 주 번호가 서로 이어져 있다." in all_text(korean.get_element_by_id("about"))
    french = tree(web(article(imprint=with_imprint(lang="fr"))))
    assert french.find(".//a[@class='skip editorial']").get("lang") == "en"
    assert french.get_element_by_id("ed-references").find("h2").get("lang") == "en"
    assert tree(web(article(imprint=with_imprint(lang="he")))).get("dir") == "rtl"


@pytest.mark.parametrize(
    "text",
    [
        "# A heading[^1] with a note\n\nText.\n\n[^1]: Note.",
        "# An emoji 🙂 heading\n\nText.",
        "# Empty\n\n# Next\n\nText.",
        "See [nowhere](#not-there).",
        "![no alt](missing.png)\n\n![](missing.png)",
        "### Deep first\n\nText.\n\n# Then one\n\nText.",
        "# A [link](https://example.org/) in a heading\n\nText.",
        "| A |\n|---|\n| [^1] |\n\n[^1]: In a cell.",
    ],
)
def test_awkward_texts_give_sound_pages(text: str) -> None:
    """Whatever the checks let through or report, the page keeps its structure and dead links are released."""
    page = tree(web(article(text, images=())))
    ids = set(page.xpath("//@id"))
    assert all(link[1:] in ids for link in page.xpath("//a/@href") if link.startswith("#"))
    assert not page.xpath("//a//a")
    assert all(picture.get("alt") is not None for picture in page.iter("img"))


def test_the_citation_is_optional() -> None:
    """Without a block there is none."""
    given = article()
    artifact = render_html(given, PageMap(), style=HouseStyle(), claims=claims(given), citation=None)
    assert "Cite this paper" not in artifact.data.decode()
    assert cite_block(IMPRINT).sentence


def test_an_edition_leads_to_its_translations() -> None:
    """A visible link beside the one in the head; the language is named in itself."""
    given = replace(article(), imprint=replace(article().imprint, translations=(Translation("x-ko", "ko"),)))
    link = next(each for each in tree(web(given)).iter("a") if each.get("hreflang") == "ko")
    assert (link.get("href"), link.get("lang"), all_text(link)) == (
        "../x-ko/x-ko.html",
        "ko",
        "한국어 (x-ko)",
    )
    about = " ".join(all_text(each) for each in xhtml_files(book(given)).values())
    assert "한국어 (x-ko)" in about
