"""What viewers make of a PDF: poppler, MuPDF, PDFium (Chromium's) and pdf.js (Firefox's)."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2

from octavo.checks.validators.browser import chromium
from octavo.checks.validators.tools import npm_file

_PAGE = Path(__file__).parent / "pages" / "pdfjs.html"
_ORIGIN = "http://viewer.test"


@contextmanager
def pdfjs(data: bytes) -> Iterator[Any]:
    """pdf.js with a file in it: ``texts()``, ``roles()`` and ``search(phrase)`` are its functions."""
    folder = npm_file("pdfjs-dist", "legacy")
    context = chromium().new_context()
    page = context.new_page()
    page.route("**/*", lambda route: _serve(route, data, folder))
    try:
        page.goto(f"{_ORIGIN}/pdfjs.html")
        page.wait_for_function("window.ready === true", timeout=30_000)
        yield page
    finally:
        context.close()


def _serve(route: Any, data: bytes, folder: Path) -> None:
    path = route.request.url.removeprefix(_ORIGIN).lstrip("/")
    if path == "pdfjs.html":
        return route.fulfill(body=_PAGE.read_bytes(), content_type="text/html; charset=utf-8")
    if path == "file.pdf":
        return route.fulfill(body=data, content_type="application/pdf")
    file = folder / path
    if not file.is_file():
        return route.fulfill(status=404, body="")
    return route.fulfill(body=file.read_bytes(), content_type="text/javascript")


def pages_of(tool: str, path: Path) -> list[str]:
    """What is copied of each page with ``poppler``, ``mupdf``, ``pdfium`` or ``pdfjs``."""
    return {"poppler": _poppler, "mupdf": _mupdf, "pdfium": _pdfium, "pdfjs": _pdfjs}[tool](path)


def _poppler(path: Path) -> list[str]:
    command = ["pdftotext", "-raw", str(path), "-"]
    text = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return text.removesuffix("\f").split("\f")


def _mupdf(path: Path) -> list[str]:
    import pymupdf

    return [str(page.get_text()) for page in pymupdf.open(path)]


def _pdfium(path: Path) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path)]


def _pdfjs(path: Path) -> list[str]:
    with pdfjs(path.read_bytes()) as page:
        return list(page.evaluate("texts()"))


def found_with(tool: str, path: Path, phrase: str) -> list[int]:
    """The pages (from 1) on which a phrase is found, one for each place."""
    if tool == "pdfjs":
        with pdfjs(path.read_bytes()) as page:
            return list(page.evaluate("search", phrase))
    if tool == "mupdf":
        import pymupdf

        pages = pymupdf.open(path)
        return [number for number, page in enumerate(pages, 1) for _ in [0] if page.search_for(phrase)]
    return [number for number, page in enumerate(pypdfium2.PdfDocument(path), 1) if _in_pdfium(page, phrase)]


def _in_pdfium(page: Any, phrase: str) -> bool:
    searcher = page.get_textpage().search(phrase, match_case=True)
    return searcher.get_next() is not None
