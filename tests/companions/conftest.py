"""One imprint, one small specimen, editorial matter."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo import pandoc
from octavo.model import Author, Editorial, Imprint, Publisher
from octavo.tree import Tree

IMPRINT = Imprint(
    id="sp-1",
    title="On *Notes* and 70^th^ Things[^t]",
    title_plain="On Notes and 70th Things",
    lang="en",
    version="1.1.0",
    subtitle="A specimen",
    authors=(Author("Chung, Sung-Yoon", affiliation="A Division"), Author("Press of the House")),
    date="2023-09-27",
    released="2026-11-24",
    series="Online Series",
    number="CO 23-31",
    publisher=Publisher("Korea Institute for National Unification", "KINU", "Seoul"),
    rights="©KINU 2023",
    licence="CC-BY-4.0",
    abstract="What it is about.",
    keywords=("notes",),
)
EDITORIAL = (
    Editorial(
        "ed-note-on-the-text",
        "A note on the text",
        "<div><p>Made with <em>care</em>, see <a href='https://example.org/'>here</a>.</p>"
        "<ul><li>One</li><li>Two</li></ul></div>",
    ),
)
REFERENCES = (Path(__file__).parent / "references.json").read_text(encoding="utf-8")
SPECIMEN = (Path(__file__).parent / "specimen.md").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def specimen() -> Tree:
    tree, findings = pandoc.parse(SPECIMEN, title=IMPRINT.title)
    assert findings == ()
    return tree
