"""The preview: from the saving of a text to its page, and to the PDF beside it.

A real `octavo preview` of the specimen, asked over HTTP as a browser does: the clock starts when the
file is written and stops when a page with the new word has come, and when the PDF of that text is there.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from benchmarks.measuring import Row

ROOT: Final = Path(__file__).resolve().parents[2]
EDITION: Final = "co-23-31"
TIMES: Final = 9
PAGE_SECONDS: Final = 0.3
PDF_SECONDS: Final = 1.5
_WAIT_SECONDS: Final = 60


def run() -> tuple[Row, ...]:
    """Median and worst of `TIMES` savings."""
    with tempfile.TemporaryDirectory(prefix="octavo-preview-") as name:
        root = Path(name)
        shutil.copytree(ROOT / "source", root / "source")
        shutil.copytree(ROOT / "seeds", root / "seeds")
        with _preview(root) as address:
            savings = list(_savings(address, root / "source" / EDITION / "edition.md"))
    pages, pdfs = ([saving[place] for saving in savings] for place in (0, 1))
    return (
        _row("page after saving", pages, PAGE_SECONDS),
        _row("PDF after saving", pdfs, PDF_SECONDS),
    )


def _row(label: str, seconds: list[float], bound: float) -> Row:
    middle = statistics.median(seconds)
    return Row(
        label, f"{middle:6.2f} s, at worst {max(seconds):.2f} s", f"at most {bound} s", middle <= bound
    )


@contextmanager
def _preview(root: Path) -> Iterator[str]:
    """A preview of `EDITION`; yields the address of its page."""
    process = subprocess.Popen(
        [sys.executable, "-m", "octavo.cli", "preview", EDITION],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(ROOT / "scripts")},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr
    try:
        yield process.stderr.readline().split()[0]
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=_WAIT_SECONDS)


def _savings(address: str, path: Path) -> Iterator[tuple[float, float]]:
    """Seconds from each saving to the page and to the PDF."""
    place = urlsplit(address)
    assert place.hostname
    events = _states(place.hostname, place.port)
    _fetch(place.hostname, place.port, place.path)
    _until(events, lambda state: state["pdf"] == state["revision"] > 0)
    text = path.read_text("utf-8")
    for number in range(TIMES + 1):
        word = f"saving{number}"
        path.write_text(text.replace(". ", f" {word}. ", 1) + f"\n\n{word}\n", encoding="utf-8")
        started = time.perf_counter()
        state = _until(events, lambda state: True)
        while word not in _fetch(place.hostname, place.port, place.path):
            state = _until(events, lambda state: True)
        page, revision = time.perf_counter() - started, state["revision"]
        _until(events, lambda state, revision=revision: state["pdf"] >= revision, first=state)
        if number:  # the first one loads what was not needed yet
            yield page, time.perf_counter() - started


def _fetch(host: str, port: int | None, path: str) -> str:
    connection = http.client.HTTPConnection(host, port, timeout=_WAIT_SECONDS)
    connection.request("GET", path)
    text = connection.getresponse().read().decode()
    connection.close()
    return text


def _states(host: str, port: int | None) -> Iterator[dict[str, Any]]:
    """What the page is told, as it is told."""
    connection = http.client.HTTPConnection(host, port, timeout=_WAIT_SECONDS)
    connection.request("GET", f"/{EDITION}/events")
    answer = connection.getresponse()
    while line := answer.readline():
        if line.startswith(b"data: "):
            yield json.loads(line[6:])


def _until(
    events: Iterator[dict[str, Any]], wanted: Any, first: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The first state from now on that is `wanted`."""
    state = first or next(events)
    while not wanted(state):
        state = next(events)
    return state
