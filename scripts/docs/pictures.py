"""EDGE: makes the pictures of series.md anew, from what Octavo really shows.

``PYTHONPATH=scripts python scripts/docs/pictures.py`` (after scripts/test has set up Chromium): the
report of ``octavo check`` as a terminal shows it (report.svg), the preview (preview.png) and the
catalogue (catalogue.png), of a made-up series in a folder of its own.
"""

from __future__ import annotations

import io
import os
import pty
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from benchmarks.papers import write_series

HERE: Final = Path(__file__).resolve().parent
OCTAVO: Final = (sys.executable, "-m", "octavo.cli")
PAPERS: Final = 10
COLUMNS: Final = 104
COLOURS: Final = 64
FAULTS: Final = """
### The roads to the quay

![](images/quay.png)

The pilots kept *no log of those years, and the the harbour office burned in 1911.[^7]

# The lights

Every lamp was bought from [one maker](#lamps).
"""

_SVG: Final = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">
<title>The report of octavo check: faults with their places and remedies, and one sentence at the end</title>
<style>
.{unique_id}-matrix {{ font: {char_height}px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }}
{styles}
</style>
<defs>{lines}</defs>
<rect width="{width}" height="{height}" rx="8" fill="#1d1d1d"/>
<g transform="translate(12, 24)">{backgrounds}<g class="{unique_id}-matrix">{matrix}</g></g>
</svg>
"""
"""Rich's picture of a terminal without its frame and without fonts from elsewhere."""


def main() -> None:
    """Write the three pictures."""
    with tempfile.TemporaryDirectory(prefix="octavo-pictures-") as name:
        root = Path(name)
        write_series(root / "source", PAPERS)
        subprocess.run([*OCTAVO, "build", "--quiet"], cwd=root, check=True, stderr=subprocess.DEVNULL)
        title = ("--title", "The silence of small harbours", "--author", "Åsa Lindqvist")
        subprocess.run([*OCTAVO, "new", "harbours-4", *title], cwd=root, check=True)
        with (root / "source" / "harbours-4" / "edition.md").open("a", encoding="utf-8") as text:
            text.write(FAULTS)
        (HERE / "report.svg").write_text(report(root), encoding="utf-8")
        catalogue = (root / "build" / "index.html").as_uri()
        (HERE / "catalogue.png").write_bytes(screenshot(catalogue, ".paper", height=900))
        with preview(root) as address:
            (HERE / "preview.png").write_bytes(screenshot(address, "#octavo-preview .pdf[href*='?']"))


def report(root: Path) -> str:
    """What ``octavo check harbours-4`` prints on a terminal, as SVG."""
    command = (*OCTAVO, "check", "harbours-4")
    lines = Text.from_ansi(on_terminal(command, root))
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print("$ octavo check harbours-4", style="bold", highlight=False)
    console.print(lines)
    return console.export_svg(
        title="octavo check harbours-4", theme=MONOKAI, code_format=_SVG, unique_id="octavo"
    )


def on_terminal(command: tuple[str, ...], root: Path) -> str:
    """What a command prints where standard output is a terminal."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": str(COLUMNS)}
    process = subprocess.Popen(command, cwd=root, env=environment, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    said = b""
    try:
        while part := os.read(ours, 4096):
            said += part
    except OSError:  # Linux ends a terminal that nobody writes to any more like this
        pass
    process.wait()
    return said.decode().replace("\r\n", "\n").rstrip()


@contextmanager
def preview(root: Path) -> Iterator[str]:
    """A running preview; yields its address."""
    command = (*OCTAVO, "preview", "harbours-4")
    process = subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    try:
        yield process.stderr.readline().split()[0]
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def screenshot(address: str, ready: str, *, height: int = 800) -> bytes:
    """The page at `address`, once `ready` is there, as PNG in few colours."""
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": height})
        page.goto(address)
        page.wait_for_selector(ready, state="attached", timeout=60_000)
        shot = page.screenshot()
        browser.close()
    out = io.BytesIO()
    Image.open(io.BytesIO(shot)).convert("RGB").quantize(COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    main()
