"""What others make of the catalogue: the Nu checker, axe, a browser, and Readium's OPDS library."""

from __future__ import annotations

import io
import json
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from shelf import ENTRIES, HEAD

from octavo.catalogue import make_catalogue, thumbnail
from octavo.checks.validators.tools import npm_file

pytestmark = pytest.mark.conformance


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogue on disk, with its covers."""
    from PIL import Image

    where = tmp_path_factory.mktemp("site")
    for artifact in make_catalogue(ENTRIES, HEAD).artifacts:
        (where / artifact.name).write_bytes(artifact.data)
    cover = io.BytesIO()
    Image.new("RGB", (1600, 2560), "#fbf8f1").save(cover, "PNG")
    for entry in ENTRIES:
        if entry.thumbnail:
            (where / entry.id).mkdir()
            (where / entry.id / entry.thumbnail).write_bytes(thumbnail(cover.getvalue()))
    return where


def test_the_page_is_valid_html(folder: Path, jvm: ModuleType) -> None:
    """Nu: no error, no warning."""
    report = jvm.nu(folder / "index.html")
    assert report.clean, str(report)


def test_nu_sees_a_seeded_fault(folder: Path, jvm: ModuleType, tmp_path: Path) -> None:
    """An attribute that does not exist is an error."""
    bad = tmp_path / "bad.html"
    bad.write_text((folder / "index.html").read_text("utf-8").replace('role="search"', 'role="searching"'))
    assert jvm.nu(bad).errors


def test_the_page_is_accessible_in_every_view(folder: Path, chromium: ModuleType) -> None:
    """axe: nothing violated and nothing undecided, small and large, light and dark, forced colours."""
    reports = [chromium.axe(folder / "index.html", view) for view in chromium.VIEWS]
    assert all(report.clean for report in reports), "\n".join(map(str, reports))


def test_the_page_fits_a_small_screen(folder: Path, chromium: ModuleType) -> None:
    """No sideways scrolling at 320 px (WCAG 2.2, 1.4.10)."""
    assert chromium.overflow(folder / "index.html") == 0


def shown(page: Any) -> list[str]:
    return sorted(page.eval_on_selector_all(".paper:not([hidden])", "nodes => nodes.map(node => node.id)"))


def test_search_and_filters_find_what_they_should(folder: Path, chromium: ModuleType) -> None:
    """Words are found whatever their case and accents, filters narrow, the count is said."""
    with chromium.opened(folder / "index.html") as page:
        page.fill("#q", "ETUDE fog")
        assert shown(page) == ["p-qs-1"]
        assert page.inner_text(".count") == "1 of 5 papers"
        page.fill("#q", "고요함")
        assert shown(page) == ["p-qs-4-ko"]
        page.fill("#q", "nothing of the kind")
        assert shown(page) == []
        assert page.is_visible(".none")
        page.click("button[type=reset]")
        page.wait_for_function("document.activeElement.id === 'q'")
        assert not page.is_visible("button[type=reset]")
        page.select_option("#author", "Olsen, Mette")
        assert shown(page) == ["p-qs-1", "p-qs-4", "p-qs-4-ko"]
        page.select_option("#year", "2019")
        assert shown(page) == ["p-qs-1"]
        page.select_option("#year", "")
        page.select_option("#language", "한국어")
        assert shown(page) == ["p-qs-4-ko"]
        page.click("button[type=reset]")
        page.wait_for_function("document.querySelectorAll('.paper:not([hidden])').length === 5")


def test_readium_opens_both_feeds_and_reads_the_same(folder: Path) -> None:
    """A real client library finds the same publications, files and covers in OPDS 1.2 and 2.0."""
    script = Path(__file__).with_name("open_opds.js")
    modules = npm_file("r2-opds-js").parent
    done = subprocess.run(
        ["node", str(script), str(modules), str(folder)], capture_output=True, text=True, check=True
    )
    first, second = json.loads(done.stdout)
    assert first == second
    assert [one["title"] for one in first["publications"]] == [
        "작은 항구의 고요함과 여러 신호",
        "The silence of small harbours & other <signs>: A comparison",
        "Listening in spring",
        "Étude on fog",
    ]
    base = f"{HEAD.url}qs-4/qs-4"
    english = first["publications"][1]
    assert [f"{base}.epub", "application/epub+zip"] in english["files"]
    assert english["covers"] == [f"{base}-cover.png"]
    assert english["authors"] == ["Mette Olsen", "한지우"]
