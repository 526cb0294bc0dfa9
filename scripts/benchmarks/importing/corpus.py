"""EDGE: the corpus is made: true texts in several layouts, converted, beside their truths.

In: a folder, a Python with the converters. Out: ``develop/`` and ``held/`` in it, with
``NAME-VARIANT.truth.md``, ``.front.txt``, ``.pdf`` and one raw text a family. What exists is not made again.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.importing import anchored, converters, marker
from benchmarks.importing.layouts import VARIANTS, Layout, layout
from benchmarks.importing.paper import Paper, endnoted, held, papers
from benchmarks.importing.typeset import RefusedError, typeset
from benchmarks.importing.variety import varied


def build(
    folder: Path, *, python: str, more: tuple[Path, ...] = (), tell: Callable[[str], None] = print
) -> None:
    """Make what is not there, also of the texts in the folders `more`.

    `tell` hears what is being made and what could not be, each once.
    """
    tell = _once(tell)
    pdfs: dict[Path, list[Path]] = {}
    for paper, plan in plans(*more):
        place, other = folder / "develop", folder / "held"
        place, other = (other, place) if held(paper.name) else (place, other)
        place.mkdir(parents=True, exist_ok=True)
        for stale in other.glob(f"{paper.name}-*"):  # a text is no longer held back
            stale.unlink()
        (place / "figure-1.png").write_bytes(_picture())
        pdf = place / f"{paper.name}-{plan.engine}.pdf"
        if not pdf.exists():
            tell(f"typesetting {paper.name}")
        for trouble in _one(paper, plan, place, python):
            tell(trouble)
        if pdf.exists():
            pdfs.setdefault(place, []).append(pdf)
    for several in pdfs.values():
        converters.convert(several, python=python, tell=tell)


def _once(tell: Callable[[str], None]) -> Callable[[str], None]:
    """`tell` for what was not told before."""
    told: set[str] = set()

    def once(line: str) -> None:
        if line not in told:
            told.add(line)
            tell(line)

    return once


def plans(*more: Path) -> Iterator[tuple[Paper, Layout]]:
    """Every text in every engine's layout; a long old text appears with modern matter in some of them."""
    for paper in papers(*more):
        for place, engine in enumerate(VARIANTS):
            old = len(paper.markdown()) > 12_000 and paper.fact("date")[-4:] < "1930"
            plan = layout(paper.name, engine)
            if engine == "latex":
                plan = replace(plan, columns=1)  # its long tables stand in one column only
            yield varied(paper, place) if old and place else paper, plan


def _one(paper: Paper, plan: Layout, place: Path, python: str) -> list[str]:
    stem = f"{paper.name}-{plan.engine}"
    seed = sum(stem.encode())
    columns = "two columns" if plan.columns > 1 else "one column"
    front = "\n".join(f"{key}: {value}" for key, value in paper.front)
    (place / f"{stem}.truth.md").write_text(f"<!-- {columns} -->\n{paper.markdown()}", encoding="utf-8")
    (place / f"{stem}.front.txt").write_text(front, encoding="utf-8")
    for family in ("mild", "rough", "marker"):
        rough = family == "rough"
        raw = anchored.raw(paper, seed) if family == "marker" else marker.raw(paper, seed, rough=rough)
        (place / (stem + converters.SUFFIX[family])).write_text(raw, encoding="utf-8")
    pdf = place / f"{stem}.pdf"
    if not pdf.exists():
        try:
            typeset(_printed(paper, plan), plan, pdf, python=python)
        except RefusedError as refusal:
            return [str(refusal) if "not installed" in str(refusal) else f"{stem}: {refusal}"]
    return []


def _printed(paper: Paper, plan: Layout) -> Paper:
    """With its notes where the layout has them."""
    if not plan.endnotes or paper.numbering not in ("running", "chapter"):
        return paper
    return endnoted(paper, "^1^ " if plan.raised else {"": "1 ", ".": "1\\. ", ")": "1\\) "}[plan.mark])


def _picture() -> bytes:
    """A grey square as PNG."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 40, 40, 8, 0, 0, 0, 0)
    rows = b"".join(b"\0" + bytes([128]) * 40 for _ in range(40))
    parts = chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
