"""Real readers open the book: notes pop up, or lead there and back; pages and metadata are read."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Picture
from reading_systems import epubjs, foliate, readium

pytestmark = pytest.mark.conformance


@pytest.fixture(scope="module")
def specimen(specimen_build: Path) -> Path:
    """The EPUB of the first edition, as `octavo build` makes it."""
    return specimen_build / "co-23-31.epub"


PLACE = """element => {
  const inner = element.getBoundingClientRect()
  const outer = element.ownerDocument.defaultView.frameElement.getBoundingClientRect()
  return [inner.left + inner.width / 2 + outer.left, inner.top + inner.height / 2 + outer.top]
}"""


def click(page: Any, selector: str) -> None:
    """Click the middle of an element inside a reader's iframe with the mouse, as a person does.

    Playwright's own boxes are wrong in frames that are wider than the window (paginated readers).
    """
    found = (frame.query_selector(selector) for frame in page.frames)
    handle = next((handle for handle in found if handle is not None), None)
    assert handle is not None, f"{selector} is in no frame"
    page.mouse.click(*handle.evaluate(PLACE))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_foliate_pops_a_note_up(specimen: Path, chromium: Any, scheme: str) -> None:
    """A click on a call shows the note where the reader is, as a footnote, and in the reader's colours."""
    with foliate(specimen.read_bytes(), scheme=scheme) as page:
        page.evaluate("view.goTo('EPUB/text-02.xhtml#noteref-1')")
        page.wait_for_timeout(600)
        click(page, "#noteref-1")
        page.wait_for_function("window.notes.length > 0", timeout=10_000)
        note = page.evaluate("window.notes[0]")
        page.wait_for_timeout(300)
        shot = Picture.open(io.BytesIO(page.screenshot())).convert("L")
    assert (note.get("type"), note.get("href")) == ("footnote", "EPUB/text-02.xhtml#note-1")
    light = sum(shot.histogram()[128:]) / (shot.width * shot.height)
    assert light > 0.8 if scheme == "light" else light < 0.2


def test_foliate_reads_pages_contents_and_landmarks(specimen: Path, chromium: Any) -> None:
    """The page list of print leads to its places, and the reader knows on which page it is."""
    with foliate(specimen.read_bytes()) as page:
        labels = page.evaluate("view.book.pageList.map(item => item.label)")
        assert labels == [str(number) for number in range(1, len(labels) + 1)]
        assert page.evaluate("view.book.toc.length") >= 6
        assert page.evaluate("view.book.landmarks.some(item => item.type.includes('bodymatter'))")
        target = page.evaluate("view.book.pageList[6].href")
        page.evaluate(f"view.goTo({target!r})")
        page.wait_for_function("window.place.page === '7'", timeout=10_000)


def test_epubjs_leads_to_a_note_and_back(specimen: Path, chromium: Any) -> None:
    """A reader without pop-ups follows the call to the note and the number back to the call."""
    with epubjs(specimen.read_bytes()) as page:
        page.evaluate("rendition.display('text-02.xhtml#noteref-1')")
        page.wait_for_function("window.place?.href.endsWith('text-02.xhtml')", timeout=10_000)
        page.wait_for_timeout(500)
        start = page.evaluate("window.place.page")
        click(page, "#noteref-1")
        page.wait_for_function(f"window.place.page > {start}", timeout=10_000)
        page.wait_for_timeout(500)
        click(page, "#note-1 a")
        page.wait_for_function(f"window.place.page === {start}", timeout=10_000)


def test_epubjs_reads_contents_and_pages(specimen: Path, chromium: Any) -> None:
    """Contents, page list and landmarks are found by an older engine as well."""
    with epubjs(specimen.read_bytes()) as page:
        toc = page.evaluate("book.loaded.navigation.then(nav => nav.toc.map(item => item.label.trim()))")
        assert "4. Conclusion" in toc
        assert page.evaluate("book.pageList.pageList.length") >= 9
        assert page.evaluate("book.loaded.metadata.then(meta => meta.creator)") == "Chung, Sung-Yoon"


def test_readium_reads_all_metadata(specimen: Path) -> None:
    """Thorium's parser finds title, author with sort name, claims, source of pages, cover, lists."""
    read = readium(specimen)
    told = read["metadata"]
    assert told["title"] == "Lessons from 70th Anniversary of the ROK-U.S. Alliance"
    assert told["author"] == {"name": "Chung, Sung-Yoon", "sortAs": "Chung, Sung-Yoon"}
    assert told["language"] == "en"
    assert told["pageBreakSource"] == told["source"]
    assert {"pageNavigation", "pageBreakMarkers", "ARIA"} <= set(told["accessibilityFeature"])
    assert told["accessibility"]["summary"].startswith("The text can be reflowed")
    assert [item["title"] for item in read["pageList"]][:3] == ["1", "2", "3"]
    assert {item["rel"] for item in read["landmarks"]} >= {"cover", "toc", "bodymatter", "colophon"}
    assert any(item.get("rel") == "cover" for item in read["resources"])


def test_calibres_azw3_keeps_fonts_notes_and_the_pop_up(
    specimen: Path, chromium: Any, tmp_path: Path
) -> None:
    """For Kindles: TrueType fonts stay, roles stay, and Foliate pops a note of the AZW3 up as well."""
    azw3 = tmp_path / "book.azw3"
    for source, target in ((specimen, azw3), (azw3, tmp_path / "back.epub")):
        subprocess.run(["ebook-convert", source, target], capture_output=True, check=True, timeout=120)
    with zipfile.ZipFile(tmp_path / "back.epub") as container:
        names = container.namelist()
        text = "".join(container.read(name).decode() for name in names if name.endswith("html"))
    assert sum(name.endswith(".ttf") for name in names) >= 3
    assert len(re.findall(r'<aside[^>]*role="doc-footnote"', text)) == 5
    assert len(re.findall(r'<a[^>]*role="doc-noteref"', text)) == 5
    told = subprocess.run(["ebook-meta", azw3], capture_output=True, text=True, check=True, timeout=60).stdout
    assert "Lessons from 70th Anniversary" in told
    with foliate(azw3.read_bytes()) as page:
        section = page.evaluate(FIND_CALL)
        page.evaluate(f"view.goTo({section})")
        page.wait_for_timeout(600)
        page.evaluate("view.renderer.getContents()[0].doc.querySelector('a[role=doc-noteref]').click()")
        page.wait_for_function("window.notes.length > 0", timeout=10_000)
        assert page.evaluate("window.notes[0].type") == "footnote"


FIND_CALL = """async () => {
  for (let index = 0; index < view.book.sections.length; index++) {
    const doc = await view.book.sections[index].createDocument()
    if (doc.querySelector('a[role=doc-noteref]')) return index
  }
}"""
