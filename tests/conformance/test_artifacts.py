"""The artifacts of the first edition, as built through the command line, judged by the outer validators."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from octavo.checks import validators
from octavo.checks.validators import VIEWS, View

pytestmark = pytest.mark.conformance


def only(folder: Path, suffix: str) -> Path:
    (path,) = sorted(path for path in folder.glob(f"*.{suffix}") if path.stem == folder.name)
    return path


@pytest.fixture(scope="session")
def pdf(specimen_build: Path) -> Path:
    return only(specimen_build, "pdf")


@pytest.fixture(scope="session")
def epub(specimen_build: Path) -> Path:
    return only(specimen_build, "epub")


@pytest.fixture(scope="session")
def page(specimen_build: Path) -> Path:
    return only(specimen_build, "html")


@pytest.mark.parametrize("flavour", ["ua1", "3a"])
def test_the_pdf_is_accessible_and_archival_in_one_file(jvm: ModuleType, pdf: Path, flavour: str) -> None:
    report = jvm.verapdf(pdf, flavour)
    assert report.clean, report
    assert report.checks > 1000


def test_the_pdf_is_sound_in_house_fonts_and_inked(pdf: Path) -> None:
    """What veraPDF cannot see."""
    for report in (
        validators.qpdf_check(pdf),
        validators.check_fonts(pdf),
        validators.check_ink(pdf),
    ):
        assert report.clean, report


def test_the_epub_has_no_error_and_no_warning(jvm: ModuleType, epub: Path) -> None:
    report = jvm.epubcheck(epub)
    assert report.clean, report


def test_ace_passes_the_epub(epub: Path) -> None:
    report = validators.ace(epub)
    assert report.clean, report


def test_nu_has_nothing_to_say_of_the_page(jvm: ModuleType, page: Path) -> None:
    report = jvm.nu(page)
    assert report.findings == (), report


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_axe_finds_nothing_and_leaves_nothing_open(chromium: ModuleType, page: Path, view: View) -> None:
    report = chromium.axe(page, view)
    assert report.findings == (), report
    assert report.checks > 10


@pytest.mark.parametrize("view", [v for v in VIEWS if not v.forced_colors], ids=str)
def test_no_view_of_the_page_is_wider_than_its_window(chromium: ModuleType, page: Path, view: View) -> None:
    assert chromium.overflow(page, view) <= 0


def test_the_page_asks_for_nothing_beyond_itself(chromium: ModuleType, page: Path) -> None:
    assert chromium.requests(page) == ()
