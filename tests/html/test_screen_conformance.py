"""The screen editions as people and checkers meet them: stress edition, awkward imprints, keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pypdfium2
import pytest

from octavo.checks.validators import VIEWS, View, ace
from octavo.formats.audit import audit_epub, audit_html
from octavo.formats.claims import REQUIRED_TOOLS, Evidence, Result, claims_for, content_digest
from octavo.formats.reviews import Review
from octavo.model import Artifact, Author
from screens import IMPRINT, article, book, files, following_text, pages_at, plain, tree, web, with_imprint
from screens.stress import NAME, build

pytestmark = pytest.mark.conformance


@pytest.fixture(scope="module")
def stress(shared: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """Folder with the artifacts of the stress edition."""
    return shared("stress-screens", build)


@pytest.fixture(scope="module")
def specimen(specimen_build: Path) -> Path:
    """The page of the first edition."""
    return specimen_build / "co-23-31.html"


def read(path: Path) -> Artifact:
    return Artifact(path.name, "", path.read_bytes())


def test_the_stress_edition_is_valid(jvm: ModuleType, stress: Path) -> None:
    """Nu says nothing; EPUBCheck finds no fatal, error or warning; our own audit agrees."""
    report = jvm.nu(stress / f"{NAME}.html")
    assert report.findings == (), report
    report = jvm.epubcheck(stress / f"{NAME}.epub")
    assert report.clean, report
    assert audit_html(read(stress / f"{NAME}.html")) == ()
    assert audit_epub(read(stress / f"{NAME}.epub")) == ()


def test_ace_passes_the_stress_edition(stress: Path) -> None:
    """DAISY's checker, no exceptions list."""
    report = ace(stress / f"{NAME}.epub")
    assert report.clean, report


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_axe_finds_nothing_in_the_stress_edition(chromium: ModuleType, stress: Path, view: View) -> None:
    """All WCAG and best-practice rules: no violation, nothing undecided, nothing wider than the window."""
    report = chromium.axe(stress / f"{NAME}.html", view)
    assert report.findings == (), report
    assert chromium.overflow(stress / f"{NAME}.html", view) <= 0


@pytest.mark.parametrize(
    "imprint",
    [
        with_imprint(lang="ko", title="통일 연구", title_plain="통일 연구"),
        with_imprint(lang="fr"),
        with_imprint(lang="he"),
        with_imprint(authors=(), date="", series="", number="", rights=""),
        with_imprint(authors=tuple(Author(f"Author {n}", f"{n}", "Author") for n in range(20))),
        with_imprint(title='A *"quoted"* \\<title> & more', title_plain='A "quoted" <title> & more'),
        replace(
            IMPRINT, subtitle="A subtitle", doi="10.1234/abc", isbn="978-89-8479-802-5", issn="1234-5679"
        ),
        replace(
            IMPRINT,
            licence="CC-BY-4.0",
            keywords=("a", "b"),
            abstract="What & <why>",
            url="https://example.org/",
        ),
    ],
    ids=["Korean", "French", "Hebrew", "bare", "twenty authors", "markup", "identifiers", "open"],
)
def test_any_imprint_is_valid(jvm: ModuleType, tmp_path: Path, imprint: Any) -> None:
    """Languages without phrases of ours, no author, twenty, markup in titles: valid all the same."""
    given = article(imprint=imprint)
    pagemap = pages_at(given, "The lead", "One")
    (tmp_path / "x.html").write_bytes(web(given, pagemap).data)
    (tmp_path / "x.epub").write_bytes(book(given, pagemap).data)
    report = jvm.nu(tmp_path / "x.html")
    assert report.findings == (), report
    report = jvm.epubcheck(tmp_path / "x.epub")
    assert report.clean, report


@pytest.mark.parametrize("name", ["specimen", "stress"])
def test_the_words_after_mark_n_are_the_first_of_pdf_page_n(
    specimen_build: Path, stress: Path, name: str
) -> None:
    """One page everywhere, for all n: read from the PDF's own text, in HTML and in EPUB."""
    folder = stress if name == "stress" else specimen_build
    stem = NAME if name == "stress" else "co-23-31"
    page = tree(read(folder / f"{stem}.html"))
    entries = files(read(folder / f"{stem}.epub"))
    document = pypdfium2.PdfDocument(folder / f"{stem}.pdf")
    marks = page.xpath("//*[@role='doc-pagebreak']")
    assert len(marks) >= 9
    for mark in marks[1:]:
        number = int(mark.get("data-page"))
        printed = squeezed(document[number - 1].get_textpage().get_text_range())
        words = squeezed(following_text(page, mark.get("id")))[:_BEGINNING]
        assert words
        # A running head and a folio may stand before the text; nothing else may.
        assert 0 <= printed.find(words) < 120, (number, words, printed[:160])
        file = next(n for n, d in entries.items() if f'id="{mark.get("id")}"'.encode() in d)
        following = squeezed(following_text(plain(entries[file]), mark.get("id")))
        assert following.startswith(words[: len(following)])


_BEGINNING = 12
"""So many signs of a page are compared: enough to tell it, too few to meet a note call often."""


def squeezed(text: str) -> str:
    """Without white space, soft hyphens and what PDFium makes of hyphens."""
    return re.sub(r"[\s\u00ad\ufffe\u0002-]", "", text)


def test_the_keyboard_path(chromium: ModuleType, specimen: Path) -> None:
    """WCAG 2.1.1, 2.4.1, 2.4.3, 2.4.7: skip link first, then calls in order; focus is seen; no trap."""
    with chromium.opened(specimen, View()) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip editorial"
        assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash") == "#text"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('.body') !== null")
        stops = []
        for _ in range(60):
            focused = page.evaluate(
                "[document.activeElement.id || document.activeElement.getAttribute('href') || '',"
                " getComputedStyle(document.activeElement).outlineStyle]"
            )
            stops.append(focused[0])
            assert focused[1] != "none" or focused[0] == "", focused
            page.keyboard.press("Tab")
        assert [stop for stop in stops if stop.startswith("noteref-")][:5] == [
            f"noteref-{n}" for n in range(1, 6)
        ]


def test_a_call_leads_to_its_note_and_back_by_keyboard(chromium: ModuleType, specimen: Path) -> None:
    """Enter on a call goes to the note, the next stop is the way back, Enter on it returns."""
    with chromium.opened(specimen, View(320)) as page:
        page.focus("#noteref-2")
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash") == "#note-2"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#noteref-2"
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash") == "#noteref-2"


BOXES = """() => [...document.querySelectorAll('.notes > ol > li')].map((item, index) => {
  const note = item.getBoundingClientRect()
  const call = document.querySelector('#noteref-' + (index + 1)).getBoundingClientRect()
  const text = document.querySelector('article').getBoundingClientRect()
  return {top: note.top, bottom: note.bottom, left: note.left, right: note.right,
          call: call.top, edge: text.right, window: innerWidth}
})"""


@pytest.mark.parametrize("view", [View(), View(1440), View(spacing=True), View(scheme="dark")], ids=str)
def test_side_notes_stand_beside_their_calls_and_apart(
    chromium: ModuleType, specimen: Path, view: View
) -> None:
    """In the margin, within the window, at their call or right below the note before, never on each other."""
    with chromium.opened(specimen, view) as page:
        boxes = page.evaluate(BOXES)
    assert len(boxes) == 5
    end = -1e9
    for box in boxes:
        assert box["edge"] <= box["left"] < box["right"] <= box["window"]
        assert box["top"] >= end
        assert box["top"] - box["call"] < 30 or box["top"] - end < 40
        end = box["bottom"]


@pytest.mark.parametrize("view", [View(320), View(768), View(1280, text_zoom=2)], ids=str)
def test_without_room_notes_follow_the_text(chromium: ModuleType, specimen: Path, view: View) -> None:
    """Narrow, or with large type: a list after the text, with its heading."""
    with chromium.opened(specimen, view) as page:
        end = page.evaluate("document.querySelector('.body').getBoundingClientRect().bottom")
        tops = page.evaluate(
            "[...document.querySelectorAll('.notes > ol > li')].map(i => i.getBoundingClientRect().top)"
        )
        heading = page.evaluate("document.querySelector('#notes').getBoundingClientRect().width")
    assert all(top > end for top in tops)
    assert heading > 50


def test_print_has_end_notes_and_no_furniture(chromium: ModuleType, specimen: Path) -> None:
    """The print style sheet: black on white, notes with their numbers, no skip link, no contents."""
    with chromium.opened(specimen, View(scheme="dark")) as page:
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
        assert page.evaluate("getComputedStyle(document.querySelector('.contents')).display") == "none"
        assert page.evaluate("getComputedStyle(document.querySelector('#note-1')).position") == "relative"
        assert page.evaluate("document.querySelector('#note-1 .back').getBoundingClientRect().width") > 0


def test_targets_are_large_enough(chromium: ModuleType, specimen: Path) -> None:
    """WCAG 2.2, 2.5.8: entries of the contents and downloads are 24 px high, or as far apart."""
    with chromium.opened(specimen, View(320)) as page:
        heights = page.evaluate(
            "[...document.querySelectorAll('.contents > div > ol > li > a, .files a, summary')]"
            ".map(link => link.getBoundingClientRect().height)"
        )
    assert min(heights) >= 24


def test_a_claim_of_conformance_is_well_told(jvm: ModuleType, tmp_path: Path) -> None:
    """With every piece of evidence the package claims WCAG, and EPUBCheck and Ace accept how it says so."""
    given = article()
    pagemap = pages_at(given, "The lead", "One")
    subject = content_digest(given, pagemap)
    review = Review(
        "Kim Minji", "2026-11-20", "whole publication", "WCAG 2.2 AA", "1.0.0", True, "KINU Library"
    )
    results = tuple(Result(tool, "1", subject, True) for tool in REQUIRED_TOOLS)
    claims = claims_for(given, pagemap, evidence=Evidence(results, (review,)))
    assert claims.conforms_to
    (tmp_path / "x.epub").write_bytes(book(given, pagemap, claims).data)
    for report in (jvm.epubcheck(tmp_path / "x.epub"), ace(tmp_path / "x.epub")):
        assert report.clean, report
    assert audit_epub(read(tmp_path / "x.epub")) == ()
