"""A whole series: cold build, -j1 beside -j2, memory, an unchanged tree, a changed word, the catalogue.

``OCTAVO_BENCH_PAPERS`` says how many papers (500). The processes of ``-j`` are compared on a part.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

from benchmarks.measuring import Cost, Row, alternately, cost_of, shown
from benchmarks.papers import write_series

SLOW: Final = True
ROOT: Final = Path(__file__).resolve().parents[2]
PART: Final = 24
SPEED_UP: Final = 1.8
UNCHANGED_SECONDS: Final = 1.0
WORD_SECONDS: Final = 3.0
GROWTH_MB: Final = 80.0
"""By how much the largest process may grow from a part to the whole series."""


def run() -> tuple[Row, ...]:
    """Measure in a folder of its own, with a copy of the code: what changes meanwhile plays no part."""
    papers = int(os.environ.get("OCTAVO_BENCH_PAPERS", "500"))
    with tempfile.TemporaryDirectory(prefix="octavo-series-") as name:
        folder = Path(name)
        shutil.copytree(ROOT / "scripts" / "octavo", folder / "code" / "octavo")
        return (*_processes(folder, min(papers, PART)), *_whole(folder, papers))


def _build(folder: Path, workplace: str, *options: str) -> Cost:
    environment = {"PYTHONPATH": str(folder / "code")}
    command = (sys.executable, "-m", "octavo.cli", "build", "--quiet", *options)
    return cost_of(command, cwd=folder / workplace, environment=environment)


def _processes(folder: Path, count: int) -> tuple[Row, ...]:
    """One process beside two, in turn, on the same papers; and whether their bytes are the same."""
    for jobs in (1, 2):
        write_series(folder / f"j{jobs}" / "source", count)
    one, two = alternately(
        2, lambda: _build(folder, "j1", "-j1", "--force"), lambda: _build(folder, "j2", "-j2", "--force")
    )
    faster = one.seconds / two.seconds
    same = _digest(folder / "j1" / "build") == _digest(folder / "j2" / "build")
    return (
        Row(f"{count} papers, -j1", shown(one)),
        Row(f"{count} papers, -j2", shown(two)),
        Row("speed-up on two cores", f"{faster:.2f}", f"at least {SPEED_UP}", faster >= SPEED_UP),
        Row("bytes of -j1 and -j2", "the same" if same else "DIFFERENT", "the same", same),
    )


def _whole(folder: Path, count: int) -> tuple[Row, ...]:
    made = write_series(folder / "all" / "source", count)
    cold = _build(folder, "all", "-j2")
    part = _build(folder, "j2", "-j2", "--force")
    again = _build(folder, "all")
    word = _changed_word(folder)
    build = folder / "all" / "build"
    growth = cold.megabytes - part.megabytes
    size = sum(path.stat().st_size for path in build.rglob("*") if path.is_file())
    sizes = [f"{name} {(build / name).stat().st_size / 1e6:.2f}" for name in ("index.html", "opds.xml")]
    told = f"{made.words} words, {made.notes} notes, {made.korean} in Korean"
    return (
        Row(f"series of {count} papers", told),
        Row("cold build, -j2", f"{shown(cold)}  {cold.seconds / count:.2f} s a paper"),
        Row("largest process grows by", f"{growth:.0f} MB", f"at most {GROWTH_MB:.0f}", growth <= GROWTH_MB),
        Row("unchanged", shown(again), f"at most {UNCHANGED_SECONDS} s", again.seconds <= UNCHANGED_SECONDS),
        Row("one word changed", shown(word), f"at most {WORD_SECONDS} s", word.seconds <= WORD_SECONDS),
        Row("build/", f"{size / 1e6:.1f} MB; {', '.join(sizes)} MB"),
    )


def _changed_word(folder: Path) -> Cost:
    path = folder / "all" / "source" / "paper-00001" / "edition.md"
    path.write_text(path.read_text("utf-8").replace(" the ", " this ", 1), encoding="utf-8")
    return _build(folder, "all")


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
