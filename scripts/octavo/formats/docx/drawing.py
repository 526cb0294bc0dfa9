"""EDGE: an SVG drawing as a PNG picture, for word processors that show no SVG. Bytes in, bytes out.

It is drawn by WeasyPrint and PDFium in a process of its own, because the layout of the PDF may be running
in this one at the same time. ``python -m octavo.formats.docx.drawing`` reads SVG and writes PNG.
"""

from __future__ import annotations

import base64
import io
import re
import subprocess
import sys
from typing import Final

from lxml import etree

from octavo.errors import ToolError

_SCALE: Final = 3.0
"""Pixels of the picture a CSS pixel: 288 to the inch."""
_WIDEST: Final = 1200
_SECONDS: Final = 60
_LENGTH: Final = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(px)?\s*")


def picture_of(svg: bytes) -> bytes:
    """PNG of `svg`, at most 1200 CSS pixels wide. Raises `ToolError` when it cannot be drawn."""
    command = [sys.executable, "-m", "octavo.formats.docx.drawing"]
    try:
        done = subprocess.run(command, input=svg, capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ToolError(f"a drawing was not made into a picture: {error}") from error
    if done.returncode or not done.stdout.startswith(b"\x89PNG"):
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ToolError(f"a drawing was not made into a picture: {reason[-1] if reason else 'no output'}")
    return done.stdout


def size_of(svg: bytes) -> tuple[float, float]:
    """Width and height in CSS pixels, from ``width`` and ``height`` or ``viewBox``; else 600 by 400."""
    root = etree.fromstring(svg, etree.XMLParser(resolve_entities=False, no_network=True))
    told = [_LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    if told[0] and told[1]:
        width, height = float(told[0][1]), float(told[1][1])
    elif len(box) == 4:
        width, height = float(box[2]), float(box[3])
    else:
        width, height = 600.0, 400.0
    factor = min(1.0, _WIDEST / width) if width > 0 else 1.0
    return max(width * factor, 1.0), max(height * factor, 1.0)


def _draw(svg: bytes) -> bytes:
    import pypdfium2
    import weasyprint
    from weasyprint.urls import URLFetcher

    from octavo.formats.fonts import seal

    seal()
    width, height = size_of(svg)
    address = f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}"
    page = f"<style>@page{{size:{width}px {height}px;margin:0}}img{{display:block;width:{width}px}}</style>"
    # A drawing comes with the edition and may be a stranger's: it opens no file and no connection.
    fetcher = URLFetcher(allowed_protocols=("data",), allow_redirects=False)
    printed = weasyprint.HTML(string=f'{page}<img src="{address}" alt="">', url_fetcher=fetcher).write_pdf()
    with pypdfium2.PdfDocument(printed) as document:
        image = document[0].render(scale=_SCALE * 96 / 72).to_pil()
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=False, dpi=(96 * _SCALE, 96 * _SCALE))
    return buffer.getvalue()


if __name__ == "__main__":
    sys.stdout.buffer.write(_draw(sys.stdin.buffer.read()))
