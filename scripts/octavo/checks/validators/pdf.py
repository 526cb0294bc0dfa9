"""EDGE (qpdf): what veraPDF does not see: broken syntax, foreign fonts, empty or flooded pages."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import pikepdf
import pypdfium2

from octavo.checks.validators import tools
from octavo.checks.validators.report import Report
from octavo.model import Finding, Locus, Severity

ALLOWED_FONTS: Final = (
    "EB-Garamond",
    "Noto-Serif-KR",
    "Noto-Serif-KR-Hanja",
    "Noto-Serif-Hebrew",
    "Noto-Naskh-Arabic",
    "Noto-Sans-Math",
    "Noto-Sans-Symbols",
    "Noto-Sans-Symbols2",
    "Noto-Sans-Mono",
)
"""Family names as WeasyPrint writes them into a PDF, without subset tag and style."""

_STYLE: Final = r"(-(Medium|Semi-Bold|Bold|Italic|Bold-Italic|Semi-Bold-Italic|Oblique))*"


def qpdf_check(path: Path) -> Report:
    """The verdict of ``qpdf --check``: syntax, cross references, streams. Raises `ToolError`."""
    tools.qpdf().require()
    _, told = tools.run(("qpdf", "--version"))
    number = told.split()[2]
    code, output = tools.run(("qpdf", "--check", str(path)))
    lines = [line for line in output.splitlines() if line.strip()]
    severity = {0: Severity.INFO, 3: Severity.WARNING}.get(code, Severity.ERROR)
    if code == 0:
        return Report("qpdf", number, (), len(lines))
    findings = tuple(Finding("QPDF-CHECK", severity, Locus(path.name), line) for line in lines)
    return Report("qpdf", number, findings, len(lines))


@dataclass(frozen=True, order=True)
class PdfFont:
    """A font that a page of a PDF uses."""

    name: str
    """Base name with its subset tag."""
    embedded: bool
    page: int
    """The first page that uses it, from 1."""

    @property
    def family(self) -> str:
        """The name without the subset tag."""
        return re.sub(r"^[A-Z]{6}\+", "", self.name)


def pdf_fonts(path: Path) -> tuple[PdfFont, ...]:
    """Every font in the resources of the pages and of the forms they draw, sorted by name."""
    found: dict[str, PdfFont] = {}
    with pikepdf.open(path) as pdf:
        for number, page in enumerate(pdf.pages, start=1):
            for font in _fonts_of(page.get("/Resources", pikepdf.Dictionary()), depth=0):
                name = str(font.get("/BaseFont", "/?")).removeprefix("/")
                found.setdefault(name, PdfFont(name, _embedded(font), number))
    return tuple(sorted(found.values()))


def _fonts_of(resources: Any, *, depth: int) -> Iterable[Any]:
    yield from dict(resources.get("/Font", {})).values()
    if depth < 8:
        for form in dict(resources.get("/XObject", {})).values():
            if "/Resources" in form:
                yield from _fonts_of(form.Resources, depth=depth + 1)


def _embedded(font: Any) -> bool:
    holder = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    if str(font.get("/Subtype")) == "/Type3":
        return True
    descriptor = holder.get("/FontDescriptor", {})
    return any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def check_fonts(path: Path, *, allowed: tuple[str, ...] = ALLOWED_FONTS) -> Report:
    """Fonts must be embedded and come from the `allowed` families, and each page with text must have one."""
    findings = []
    for font in pdf_fonts(path):
        place = Locus(path.name, page=font.page)
        if not any(re.fullmatch(re.escape(name) + _STYLE, font.family) for name in allowed):
            findings.append(Finding("PDF-FONT", Severity.ERROR, place, f"foreign font {font.name}"))
        if not font.embedded:
            findings.append(Finding("PDF-EMBED", Severity.ERROR, place, f"{font.name} is not embedded"))
    findings.extend(
        Finding("PDF-NOFONT", Severity.ERROR, Locus(path.name, page=page), "the page has no font at all")
        for page in _pages_without_fonts(path)
    )
    return Report("fonts", pikepdf.__version__, tuple(findings))


def _pages_without_fonts(path: Path) -> tuple[int, ...]:
    with pikepdf.open(path) as pdf:
        return tuple(
            number
            for number, page in enumerate(pdf.pages, start=1)
            if not any(True for _ in _fonts_of(page.get("/Resources", pikepdf.Dictionary()), depth=0))
        )


@dataclass(frozen=True)
class Ink:
    """How much of a page is dark when it is drawn at 36 dots per inch in grey."""

    page: int
    share: float
    """Mean darkness, 0 (white) to 1 (black)."""
    solid: float
    """Share of the page inside the largest filled rectangle-like run of black rows."""


def ink(path: Path) -> tuple[Ink, ...]:
    """The ink on every page, drawn by PDFium."""
    data = path.read_bytes()
    document = pypdfium2.PdfDocument(io.BytesIO(data))
    try:
        return tuple(_ink_of(document[number], number + 1) for number in range(len(document)))
    finally:
        document.close()


def _ink_of(page: Any, number: int) -> Ink:
    bitmap = page.render(scale=0.5, grayscale=True)
    try:
        image = bitmap.to_pil().convert("L")
        width, height = image.size
        pixels = image.tobytes()
    finally:
        bitmap.close()
        page.close()
    darkness = sum(255 - value for value in pixels) / (255 * len(pixels))
    black_rows = [
        sum(value < 64 for value in pixels[row * width : (row + 1) * width]) > width * 0.4
        for row in range(height)
    ]
    return Ink(number, darkness, _longest_run(black_rows) / height)


def _longest_run(flags: list[bool]) -> int:
    longest = current = 0
    for flag in flags:
        current = current + 1 if flag else 0
        longest = max(longest, current)
    return longest


def check_ink(path: Path, *, least: float = 0.0008, most: float = 0.25, band: float = 0.01) -> Report:
    """No page may be empty (`least`), flooded (`most`), or have a black `band` over its text.

    The bounds are shares: a page of text has 0.03 to 0.09 of ink; a page with two lines 0.0015; a rule
    is one row (0.002 of the height), a bar over the notes many.
    """
    findings = []
    for each in ink(path):
        place = Locus(path.name, page=each.page)
        if each.share < least:
            findings.append(Finding("INK-EMPTY", Severity.ERROR, place, f"almost no ink: {each.share:.4f}"))
        if each.share > most:
            findings.append(
                Finding("INK-FLOOD", Severity.ERROR, place, f"flooded with ink: {each.share:.3f}")
            )
        if each.solid > band:
            findings.append(
                Finding("INK-BAND", Severity.ERROR, place, f"a black band, {each.solid:.3f} of the page high")
            )
    return Report("ink", version("pypdfium2"), tuple(findings))
