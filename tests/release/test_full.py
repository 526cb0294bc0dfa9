"""An edition that states everything: no dialect contradicts it, and none is silent without need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from lxml import etree

from companions.test_docx import PIXEL
from octavo.dialects import DIALECTS, Told, read_back
from octavo.release.making import make_release
from octavo.release.metadata import dialect_of, inner_metadata
from octavo.release.recover import strip_folder
from octavo.release.unpacking import unpack
from octavo.release.verifying import verify_path
from octavo.workshop import Workshop

pytestmark = pytest.mark.whole

EDITION = """\
---
id: full
title: "A *Short* History & 100% of “Quotes”"
subtitle: With everything stated
author:
  - {name: "Kim, Min-jun", family: Kim, given: Min-jun, affiliation: "KINU", orcid: "0000-0002-1825-0097"}
  - {name: "Jane Q. Doe", family: Doe, given: "Jane Q."}
  - {name: "World Bank and Friends"}
date: 2024-02
lang: en-GB
publisher: {name: "A Press", short: AP, place: Seoul, url: "https://example.org/"}
series: "Working Papers & more"
number: "7"
issn: 1234-5679
isbn: 978-3-16-148410-0
doi: 10.5555/12345678
url: https://example.org/wp/7
rights: "© 2024 the authors"
licence: CC-BY-4.0
abstract: "An abstract with <tags> & signs."
keywords: [alliances, "peace; war"]
version: "2.0.1"
released: 2026-11-25
---

# One

A paragraph with a note.[^1]

![A grey point](images/point.png){alt="A grey point."}

[^1]: The *note*.
"""
CHANGES = "- version: 2.0.1\n  date: 2026-11-25\n  changes:\n    - First edition.\n"
EVERY = {"title", "creators", "doi", "language"}
SILENT = {
    "core": {"date", "publisher"},
    "crossref": {"rights", "modified", "url"},
    "csl_json": {"licence", "rights", "modified"},
}
"""Facts for which a dialect has no place."""


@pytest.fixture(scope="module")
def container(shared: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    def make(folder: Path) -> None:
        source = folder / "source" / "full"
        source.mkdir(parents=True)
        (folder / "build").mkdir()
        (source / "edition.md").write_text(EDITION, encoding="utf-8")
        (source / "images").mkdir()
        (source / "images" / "point.png").write_bytes(PIXEL)
        (source / "changes.yaml").write_text(CHANGES, encoding="utf-8")
        made = make_release(Workshop(folder), "full")
        assert made.files, made.findings

    return shared("full", make) / "build" / "releases" / "full-2.0.1.tar"


def told(container: Path) -> dict[str, tuple[str, Told]]:
    """File -> dialect and what it says."""
    files = strip_folder(unpack("c", container.read_bytes()).files)
    known = {f"data/metadata/{one.file_name}": one.name for one in DIALECTS}
    known |= {path: dialect_of(path) for path in files if path.startswith("data/full.") and dialect_of(path)}
    known["data/ro-crate-metadata.json"] = "ro_crate"
    found = {}
    for path, dialect in known.items():
        data = inner_metadata(dialect, files[path])
        assert data is not None, path
        value = read_back(dialect, path, data)
        assert isinstance(value, Told), value
        found[path] = (dialect, value)
    return found


def test_nothing_contradicts(container: Path) -> None:
    """Subtitle, several authors, a corporate one, a licence, a DOI, signs of every markup."""
    report = verify_path(container)
    assert report.sound, report.findings


def test_every_file_tells_what_names_the_work(container: Path) -> None:
    """Title, authors, identifier and language stand in all of them; a date and a publisher where they can."""
    for path, (dialect, value) in told(container).items():
        wanted = EVERY | {"date", "publisher"} - SILENT.get(dialect, set())
        said = {field.name for field in fields(Told) if getattr(value, field.name)}
        assert wanted - SILENT.get(dialect, set()) <= said, path


def test_repositories_are_told_everything(container: Path) -> None:
    """The files for repositories and citation managers are silent on nothing they have a place for."""
    for path, (dialect, value) in told(container).items():
        if dialect in ("cff", "datacite_json", "datacite_xml", "schema_org", "csl_json", "crossref", "jats"):
            said = {field.name for field in fields(Told) if getattr(value, field.name)}
            silent = {field.name for field in fields(Told)} - said - SILENT.get(dialect, set())
            assert silent <= {"url"}, path


def test_pictures_stand_where_jats_names_them(container: Path) -> None:
    """Each address of a graphic in the article is a file beside it."""
    files = strip_folder(unpack("c", container.read_bytes()).files)
    graphics = etree.fromstring(files["data/full.jats.xml"]).iter("graphic")
    named = [one.get("{http://www.w3.org/1999/xlink}href") for one in graphics]
    assert named == ["images/point.png"]
    assert files["data/images/point.png"] == files["data/source/full/images/point.png"] == PIXEL
