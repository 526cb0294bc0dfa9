"""EDGE: PDF -> raw text by the converters that are there.

In: PDFs. Out: raw texts beside them; which converter is missing is told once.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

SUFFIX: Final = {
    "mild": ".mild.md",
    "rough": ".rough.md",
    "marker": ".marker.md",
    "pymupdf": ".pymupdf.md",
    "odl": ".odl.md",
    "markitdown": ".markitdown.txt",
    "layout": ".layout.txt",
}
"""Family of raw texts -> how its files end."""

_PYMUPDF: Final = """
import sys, pathlib, pymupdf4llm
for source, target in zip(sys.argv[1::2], sys.argv[2::2]):
    pathlib.Path(target).write_text(pymupdf4llm.to_markdown(source, show_progress=False), encoding="utf-8")
"""
_MARKITDOWN: Final = """
import sys, pathlib
from markitdown import MarkItDown
for source, target in zip(sys.argv[1::2], sys.argv[2::2]):
    pathlib.Path(target).write_text(MarkItDown().convert(source).text_content, encoding="utf-8")
"""
_ODL: Final = """
import sys, opendataloader_pdf
opendataloader_pdf.convert(input_path=sys.argv[2:], output_dir=sys.argv[1], format="markdown", quiet=True)
"""


_BATCH: Final = 12
"""PDFs a run of a converter, so that one hears how far it is."""


def convert(pdfs: Sequence[Path], *, python: str, tell: Callable[[str], None]) -> None:
    """Every raw text that is not there yet; `tell` hears how far it is, what is missing and what failed."""
    for family in ("pymupdf", "markitdown", "odl", "layout"):
        todo = _todo(pdfs, family)
        for start in range(0, len(todo), _BATCH):
            tell(f"{family}: {len(todo) - start} of the PDFs in {todo[0].parent.name} to convert")
            for trouble in _converted(python, family, todo[start : start + _BATCH]):
                tell(trouble)


def _converted(python: str, family: str, pdfs: list[Path]) -> list[str]:
    if family == "odl":
        return _opendataloader(python, pdfs)
    if family == "layout":
        return _layout(pdfs)
    pairs = [part for pdf in pdfs for part in (str(pdf), str(_raw(pdf, family)))]
    return _python(python, {"pymupdf": _PYMUPDF, "markitdown": _MARKITDOWN}[family], pairs, family)


def _raw(pdf: Path, family: str) -> Path:
    return pdf.with_name(pdf.stem + SUFFIX[family])


def _todo(pdfs: Sequence[Path], family: str) -> list[Path]:
    return [pdf for pdf in pdfs if not _raw(pdf, family).exists()]


def _python(python: str, code: str, arguments: list[str], what: str) -> list[str]:
    done = subprocess.run([python, "-c", code, *arguments], capture_output=True, check=False)
    if not done.returncode:
        return []
    return [f"{what}: {done.stderr.decode(errors='replace').strip().splitlines()[-1][:200]}"]


def _opendataloader(python: str, pdfs: list[Path]) -> list[str]:
    if not shutil.which("java"):
        return ["odl: java is not installed (Debian: default-jre-headless)"]
    out = pdfs[0].parent / "odl"
    told = _python(python, _ODL, [str(out), *map(str, pdfs)], "odl")
    for pdf in pdfs:
        made = out / f"{pdf.stem}.md"
        if made.exists():
            made.rename(_raw(pdf, "odl"))
    return told


def _layout(pdfs: list[Path]) -> list[str]:
    if not shutil.which("pdftotext"):
        return ["layout: pdftotext is not installed (Debian: poppler-utils)"]
    for pdf in pdfs:
        subprocess.run(["pdftotext", "-layout", str(pdf), str(_raw(pdf, "layout"))], check=True)
    return []
