"""EDGE: what this installation is made of: versions, and digests that tell one build from another."""

from __future__ import annotations

import hashlib
import platform
import sys
import zlib
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Final

from octavo import __version__

LIBRARIES: Final = (
    "pypandoc_binary",
    "weasyprint",
    "pydyf",
    "tinycss2",
    "cssselect2",
    "tinyhtml5",
    "pyphen",
    "fonttools",
    "uharfbuzz",
    "brotli",
    "pillow",
    "ebooklib",
    "lxml",
    "pikepdf",
    "pypdfium2",
    "rapidfuzz",
    "pydantic",
    "ruamel.yaml",
    "click",
    "rich",
)
"""Distributions that can change a byte of the output, or that carry the command line."""


def versions() -> tuple[tuple[str, str], ...]:
    """Name and version of Octavo, Python, outer programs and libraries; ``missing`` where absent."""
    from octavo import pandoc

    rows = [
        ("octavo", __version__),
        ("octavo source", code_digest()[:16]),
        ("python", platform.python_version()),
    ]
    rows += [("platform", f"{sys.platform} {platform.machine()}"), ("zlib", zlib.ZLIB_RUNTIME_VERSION)]
    rows += [("pandoc", pandoc.version()), ("pango", _pango())]
    return (*rows, *library_versions())


@cache
def library_versions() -> tuple[tuple[str, str], ...]:
    """Name and version of every library in `LIBRARIES`."""
    found = []
    for name in LIBRARIES:
        try:
            found.append((name, metadata.version(name)))
        except metadata.PackageNotFoundError:
            found.append((name, "missing"))
    return tuple(found)


@cache
def code_digest() -> str:
    """sha256 over Octavo's own files: code, styles, fonts, templates, in sorted order."""
    package = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(str(path.relative_to(package)).encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _pango() -> str:
    from octavo.formats.fonts import seal

    seal()
    try:
        from weasyprint.text.ffi import pango
    except OSError:
        return "missing"
    number = int(pango.pango_version())
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"
