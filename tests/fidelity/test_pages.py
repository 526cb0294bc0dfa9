"""Law 5 has teeth: a page mark that is moved or lost is told, with its page and its file."""

from __future__ import annotations

import re
from pathlib import Path

from octavo.fidelity.expected import expected
from octavo.fidelity.ledger import ledger
from octavo.fidelity.readers.pdf_page import PageVerdict, read_pages
from octavo.gather import gather
from octavo.model import Artifact, Reading
from octavo.workshop import Workshop

ROOT = Path(__file__).parents[2]
ID = "co-23-31"


def told(build: Path, html: bytes) -> list[tuple[str, str]]:
    gathered = gather(Workshop(ROOT), ID)
    assert gathered.edition is not None
    assert gathered.tree is not None
    pdf = Artifact(f"{ID}.pdf", "application/pdf", (build / f"{ID}.pdf").read_bytes())
    page = Artifact(f"{ID}.html", "text/html", html)
    found = ledger(expected(gathered.tree), (pdf, page), gathered.edition.imprint).findings
    return [(item.code, item.locus.name) for item in found if item.severity.value == "error"]


def test_a_page_mark_that_is_lost_or_moved_is_found(specimen_build: Path) -> None:
    """As built nothing is told; without mark 7, or with marks 6 and 7 exchanged, F-070 is."""
    html = (specimen_build / f"{ID}.html").read_bytes()
    assert told(specimen_build, html) == []
    lost = re.sub(rb'id="page-7"', b'id="gone-7"', html)
    assert told(specimen_build, lost) == [("F-070", f"{ID}.html")]
    moved = html.replace(b'id="page-6"', b'id="page-x"').replace(b'id="page-7"', b'id="page-6"')
    assert set(told(specimen_build, moved.replace(b'id="page-x"', b'id="page-7"'))) == {
        ("F-070", f"{ID}.html")
    }


def test_a_foot_glued_to_the_last_row_is_still_a_foot() -> None:
    """PDFium may give the last line of a page and its foot as one; a row that is lost is found even then."""
    reading = Reading(title=("Treaties",), body=("trade", "charter", "7364", "26"), notes=())
    pages = (("trade charter", "7364 26 6 Treaty Studies 199"),)
    assert read_pages(pages, reading, ("Treaty Studies 199",)) == PageVerdict()
    torn = (("trade charter", "7364 6 Treaty Studies 199"),)
    assert read_pages(torn, reading, ("Treaty Studies 199",)).unread == "26"


def test_a_folio_is_no_beginning_of_the_number_that_comes_next() -> None:
    """The foot “4 Coastal Papers 248” says nothing of a row that begins with 4461 on the next page."""
    reading = Reading(title=("Islands",), body=("trade", "charter", "4461", "9250"), notes=())
    pages = (("trade charter", "4 Coastal Papers 248"), ("4461 9250", "On Islands 5"))
    assert read_pages(pages, reading, ("Coastal Papers 248", "On Islands")) == PageVerdict()
