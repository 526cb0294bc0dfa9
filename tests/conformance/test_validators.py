"""Each outer validator passes what is right and is seen to fail on a seeded fault."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pikepdf
import pytest

from conformance import samples
from octavo.checks import validators
from octavo.checks.validators import View, tools
from octavo.errors import ToolError
from octavo.model import Finding, Locus, Severity

pytestmark = pytest.mark.conformance


@pytest.fixture
def put(tmp_path: Path) -> Callable[[str, bytes | str], Path]:
    def write(name: str, data: bytes | str) -> Path:
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    return write


Put = Callable[[str, bytes | str], Path]


@pytest.fixture(scope="session")
def good_pdf() -> bytes:
    return samples.pdf()


def altered(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """The PDF after `change`."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(out)
    return out.getvalue()


def test_a_report_is_clean_without_errors_and_warnings() -> None:
    info = Finding("X-1", Severity.INFO, Locus("a"), "m")
    warning = Finding("X-2", Severity.WARNING, Locus("a"), "m")
    assert validators.Report("t", "1", (info,)).clean
    assert not validators.Report("t", "1", (info, warning)).clean
    assert "X-2" in str(validators.Report("t", "1", (warning,)))


def test_every_outer_tool_is_there() -> None:
    """If this fails, run scripts/test without --quick once: it installs them."""
    assert [
        (probe.name, probe.missing(), probe.remedy) for probe in tools.all_probes() if probe.missing()
    ] == []


def test_a_missing_tool_is_told_with_its_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(tools.TOOLS_VARIABLE, str(tmp_path))
    with pytest.raises(ToolError, match=r"vnu\.jar missing") as caught:
        tools.nu().require()
    assert "scripts/test" in caught.value.hint


def test_a_missing_program_is_told_with_the_debian_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ToolError, match="qpdf") as caught:
        tools.qpdf().require()
    assert "apt-get install --no-install-recommends qpdf" in caught.value.hint


# --- EPUBCheck


def test_epubcheck_passes_a_right_epub(jvm: ModuleType, put: Put) -> None:
    report = jvm.epubcheck(put("a.epub", samples.epub()))
    assert report.clean, report


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("text.xhtml", "</p>", "", "RSC-016"),
        ("text.xhtml", "<p>", '<p class="a" id="h">', "RSC-005"),
        ("nav.xhtml", "text.xhtml", "missing.xhtml", "RSC-007"),
        ("package.opf", "<dc:language>en</dc:language>", "", "RSC-005"),
        ("package.opf", ' properties="nav"', "", "RSC-005"),
    ],
)
def test_epubcheck_sees_a_fault(jvm: ModuleType, put: Put, file: str, old: str, new: str, code: str) -> None:
    report = jvm.epubcheck(put("a.epub", samples.epub(samples.replaced(file, old, new))))
    assert code in {finding.code for finding in report.errors}
    assert all(finding.locus.name.startswith("a.epub!") for finding in report.errors)


def test_epubcheck_sees_that_a_file_is_no_epub(jvm: ModuleType, put: Put) -> None:
    assert jvm.epubcheck(put("a.epub", b"no zip at all")).errors


# --- Nu


def test_nu_passes_a_right_page(jvm: ModuleType, put: Put) -> None:
    assert jvm.nu(put("a.html", samples.GOOD_HTML)).findings == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<title>A brief</title>", ""),
        ("<p>", '<p role="banana">'),
        ("</main>", "</div>"),
        ("<p>", '<p id="a"></p><p id="a">'),
        ("color-scheme", "colour-scheme"),
    ],
)
def test_nu_sees_a_fault(jvm: ModuleType, put: Put, old: str, new: str) -> None:
    report = jvm.nu(put("a.html", samples.GOOD_HTML.replace(old, new)))
    assert report.errors
    assert all(finding.locus.line for finding in report.errors)


def test_nu_warns_of_a_page_without_language(jvm: ModuleType, put: Put) -> None:
    assert jvm.nu(put("a.html", samples.GOOD_HTML.replace(' lang="en"', ""))).warnings


# --- veraPDF


def test_verapdf_passes_a_right_pdf(jvm: ModuleType, put: Put, good_pdf: bytes) -> None:
    report = jvm.verapdf(put("a.pdf", good_pdf), "ua1")
    assert report.clean, report
    assert report.checks > 100


def drop(key: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.Root[key]

    return change


@pytest.mark.parametrize(
    ("key", "code"), [("/Lang", "7.2-34"), ("/StructTreeRoot", "7.1-11"), ("/Metadata", "7.1-8")]
)
def test_verapdf_sees_a_fault(jvm: ModuleType, put: Put, good_pdf: bytes, key: str, code: str) -> None:
    report = jvm.verapdf(put("a.pdf", altered(good_pdf, drop(key))), "ua1")
    assert code in {finding.code for finding in report.errors}


def test_verapdf_judges_by_the_flavour_that_was_asked(jvm: ModuleType, put: Put, good_pdf: bytes) -> None:
    path = put("a.pdf", good_pdf)
    for flavour in ("1a", "3a", "4f", "ua2", "wt1a", "wt1r"):
        assert jvm.verapdf(path, flavour).errors, flavour
        assert jvm.verapdf(path, flavour).tool == f"veraPDF {flavour}"


def test_wtpdf_is_not_pdf_a_1(jvm: ModuleType, put: Put, good_pdf: bytes) -> None:
    """`fromString("wt1a")` means PDF/A-1a: the two must not find the same."""
    path = put("a.pdf", good_pdf)
    codes = [{finding.code for finding in jvm.verapdf(path, each).errors} for each in ("wt1a", "1a")]
    assert codes[0] != codes[1]


def test_verapdf_sees_that_a_file_is_no_pdf(jvm: ModuleType, put: Put) -> None:
    assert jvm.verapdf(put("a.pdf", b"no pdf at all"), "ua1").errors


def test_an_unknown_flavour_is_refused(jvm: ModuleType, put: Put, good_pdf: bytes) -> None:
    with pytest.raises(ToolError, match="banana"):
        jvm.verapdf(put("a.pdf", good_pdf), "banana")


# --- what veraPDF does not see


def test_a_right_pdf_has_sound_syntax_house_fonts_and_ink(put: Put, good_pdf: bytes) -> None:
    path = put("a.pdf", good_pdf)
    for report in (
        validators.qpdf_check(path),
        validators.check_fonts(path),
        validators.check_ink(path),
    ):
        assert report.clean, report


def test_qpdf_sees_a_torn_file(put: Put, good_pdf: bytes) -> None:
    report = validators.qpdf_check(put("a.pdf", good_pdf[: len(good_pdf) // 2]))
    assert not report.clean


def test_a_page_without_fonts_is_seen(put: Put, good_pdf: bytes) -> None:
    def strip(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            page.Resources = pikepdf.Dictionary()

    path = put("a.pdf", altered(good_pdf, strip))
    assert {finding.code for finding in validators.check_fonts(path).errors} == {"PDF-NOFONT"}


def test_an_empty_page_is_seen(put: Put) -> None:
    empty = samples.pdf("<html lang=en><title>A</title><body><h1 style='color:white'>A</h1></body></html>")
    assert {f.code for f in validators.check_ink(put("a.pdf", empty)).errors} == {"INK-EMPTY"}


def test_a_foreign_font_and_one_that_is_not_embedded_are_seen(put: Put, good_pdf: bytes) -> None:
    def add(pdf: pikepdf.Pdf) -> None:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        pdf.pages[0].Resources.Font["/FX"] = font

    report = validators.check_fonts(put("a.pdf", altered(good_pdf, add)))
    assert {finding.code for finding in report.errors} == {"PDF-FONT", "PDF-EMBED"}


def test_a_black_box_over_the_text_is_seen(put: Put, good_pdf: bytes) -> None:
    def cover(pdf: pikepdf.Pdf) -> None:
        box = pdf.make_stream(b"q 0 g 50 60 500 60 re f Q")
        pdf.pages[0].contents_add(box)

    report = validators.check_ink(put("a.pdf", altered(good_pdf, cover)))
    assert {finding.code for finding in report.errors} == {"INK-BAND"}


def test_a_flooded_page_is_seen(put: Put) -> None:
    flooded = samples.pdf(css="@page{background:#555}")
    assert {f.code for f in validators.check_ink(put("a.pdf", flooded)).errors} == {"INK-FLOOD"}


# --- axe and the browser


def test_axe_passes_a_right_page(chromium: ModuleType, put: Put) -> None:
    path = put("a.html", samples.GOOD_HTML)
    for view in (View(), View(320, "dark", forced_colors=True), View(text_zoom=2), View(spacing=True)):
        report = chromium.axe(path, view)
        assert report.findings == (), report
        assert report.checks > 5


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (' lang="en"', "", "html-has-lang"),
        ("</style>", "p{background:#fff;color:#ccc}</style>", "color-contrast"),
        ("<p>", '<p><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">', "image-alt"),
        ("<h1>A brief</h1>", "<h1>A</h1><h4>B</h4>", "heading-order"),
        ("<main>", "<div>", "landmark-one-main"),
    ],
)
def test_axe_sees_a_fault(chromium: ModuleType, put: Put, old: str, new: str, code: str) -> None:
    report = chromium.axe(put("a.html", samples.GOOD_HTML.replace(old, new)))
    assert code in {finding.code for finding in report.errors}


def test_axe_tells_what_it_could_not_decide(chromium: ModuleType, put: Put) -> None:
    """Text over a picture: contrast is *incomplete*, which comes as a warning."""
    css = "main{background:linear-gradient(#000,#fff)}"
    report = chromium.axe(put("a.html", samples.GOOD_HTML.replace("</style>", css + "</style>")))
    assert "color-contrast" in {finding.code for finding in report.warnings}


def test_axe_judges_the_colours_of_the_scheme(chromium: ModuleType, put: Put) -> None:
    css = "@media (prefers-color-scheme:dark){p{background:#111;color:#222}}"
    path = put("a.html", samples.GOOD_HTML.replace("</style>", css + "</style>"))
    assert chromium.axe(path).errors == ()
    assert "color-contrast" in {finding.code for finding in chromium.axe(path, View(scheme="dark")).errors}


def test_a_request_beyond_the_page_is_refused_and_told(chromium: ModuleType, put: Put) -> None:
    good = put("a.html", samples.GOOD_HTML)
    assert chromium.requests(good) == ()
    bad = put("b.html", samples.GOOD_HTML.replace("<p>", '<p><img alt="" src="http://localhost:9/x.png">'))
    assert chromium.requests(bad) == ("http://localhost:9/x.png",)


def test_a_page_too_wide_for_its_window_is_measured(chromium: ModuleType, put: Put) -> None:
    assert chromium.overflow(put("a.html", samples.GOOD_HTML)) == 0
    wide = put("b.html", samples.GOOD_HTML.replace("<p>", '<p style="width:500px">'))
    assert chromium.overflow(wide) > 100


def test_a_picture_of_the_page_is_a_png(chromium: ModuleType, put: Put) -> None:
    assert chromium.screenshot(put("a.html", samples.GOOD_HTML))[:8] == b"\x89PNG\r\n\x1a\n"


def test_a_browser_leaves_the_callers_thread_alone(chromium: ModuleType) -> None:
    """Playwright's own interface would keep an event loop running here."""

    async def nothing() -> int:
        return 1

    assert chromium.chromium().is_connected()
    assert asyncio.run(nothing()) == 1


# --- Ace


def test_ace_passes_a_right_epub(put: Put) -> None:
    report = validators.ace(put("a.epub", samples.epub()))
    assert report.clean, report


def test_ace_sees_faults(put: Put) -> None:
    """A missing language, a picture without text, a missing summary: one run, three faults."""

    def change(name: str, text: str) -> str:
        text = text.replace(
            '<meta property="schema:accessibilitySummary">Plain text with headings.</meta>', ""
        )
        if name.endswith("text.xhtml"):
            text = text.replace(' lang="en" xml:lang="en"', "").replace(
                "<p>", '<p><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="/>'
            )
        return text

    report = validators.ace(put("a.epub", samples.epub(change)))
    assert {"html-has-lang", "image-alt", "metadata-accessibilitysummary"} <= {f.code for f in report.errors}
