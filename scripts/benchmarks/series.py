"""A whole series: cold build, growth, -j1 beside -j2, an unchanged tree, a changed word, the catalogue.

``OCTAVO_BENCH_PAPERS`` says how many papers (500; some ten minutes on two cores). The series grows in
steps, each built on top of the one before, so that the costs of a paper can be compared between a
small series and a large one. ``-j`` is compared on a part. What is being done is told on standard error.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.measuring import Cost, Row, alternately, best, cost_of, shown
from benchmarks.papers import Made, write_series

SLOW: Final = True
ROOT: Final = Path(__file__).resolve().parents[2]
PART: Final = 60
STEPS: Final = (60, 125, 250)
"""Papers at which the growing series is built; multiples of five, as translations come in pairs."""
SPEED_UP: Final = 1.8
UNCHANGED_SECONDS: Final = 1.0
WORD_SECONDS: Final = 3.0
GROWTH_MB: Final = 80.0
"""By how much the largest process may grow from the first step to the whole series."""
_TIMES: Final = 3
_STARTED: Final = time.monotonic()


def run() -> tuple[Row, ...]:
    """Measure in a folder of its own, with a copy of the code: what changes meanwhile plays no part."""
    papers = int(os.environ.get("OCTAVO_BENCH_PAPERS", "500"))
    with tempfile.TemporaryDirectory(prefix="octavo-series-") as name:
        folder = Path(name)
        shutil.copytree(ROOT / "scripts" / "octavo", folder / "code" / "octavo")
        return (*_processes(folder, min(papers, PART)), *_whole(folder, papers))


def _say(text: str) -> None:
    sys.stderr.write(f"{time.monotonic() - _STARTED:6.0f} s  {text}\n")


def _build(folder: Path, workplace: str, *options: str) -> Cost:
    """A build; papers that cannot be built are counted afterwards, they do not end the measuring."""
    environment = {"PYTHONPATH": str(folder / "code")}
    command = (sys.executable, "-m", "octavo.cli", "build", "--quiet", *options)
    _say(f"building {workplace} {' '.join(options)}")
    return cost_of(command, cwd=folder / workplace, environment=environment, accepted=(0, 1))


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
        Row(f"{count} papers, -j1", _with_processor(one)),
        Row(f"{count} papers, -j2", _with_processor(two)),
        Row("speed-up on two cores", f"{faster:.2f}", f"at least {SPEED_UP}", faster >= SPEED_UP),
        Row("bytes of -j1 and -j2", "the same" if same else "DIFFERENT", "the same", same),
    )


def _with_processor(cost: Cost) -> str:
    return f"{shown(cost)}  {cost.processor:.1f} s of processor"


def _whole(folder: Path, count: int) -> tuple[Row, ...]:
    steps = tuple(dict.fromkeys((*(step for step in STEPS if step < count), count)))
    costs, made = [], Made(0, 0, 0, 0)
    for step in steps:
        made = write_series(folder / "all" / "source", step)
        costs.append(_build(folder, "all", "-j2"))
    told = f"{made.words} words, {made.notes} notes, {made.korean} in Korean"
    return (
        Row(f"series of {count} papers", told),
        *_growth(steps, costs),
        *_again(folder),
        *_size(folder / "all" / "build", count),
    )


def _growth(steps: tuple[int, ...], costs: list[Cost]) -> Iterator[Row]:
    """What each step of the series cost, for each paper it added, and all of them together."""
    for before, step, cost in zip((0, *steps), steps, costs, strict=False):
        new = step - before
        paper = f"{cost.seconds / new:.2f} s, {cost.processor / new:.2f} s of processor a paper"
        yield Row(f"cold, papers {before + 1} to {step}, -j2", f"{shown(cost)}  {paper}")
    seconds, processor = sum(cost.seconds for cost in costs), sum(cost.processor for cost in costs)
    yield Row(
        "cold, all", f"{seconds:6.2f} s  {seconds / steps[-1]:.2f} s a paper, {processor:.0f} s of processor"
    )
    growth = costs[-1].megabytes - costs[0].megabytes
    yield Row("largest process grows by", f"{growth:.0f} MB", f"at most {GROWTH_MB:.0f}", growth <= GROWTH_MB)


def _again(folder: Path) -> tuple[Row, ...]:
    """The whole series when nothing has changed, and when one word has."""
    again = best([_build(folder, "all") for _ in range(_TIMES)])
    word = best([_changed_word(folder, number) for number in range(1, _TIMES + 1)])
    return (
        Row("unchanged", shown(again), f"at most {UNCHANGED_SECONDS} s", again.seconds <= UNCHANGED_SECONDS),
        Row("one word changed", shown(word), f"at most {WORD_SECONDS} s", word.seconds <= WORD_SECONDS),
    )


def _changed_word(folder: Path, number: int) -> Cost:
    path = folder / "all" / "source" / f"paper-{number:05d}" / "edition.md"
    path.write_text(path.read_text("utf-8").replace(" the ", " this ", 1), encoding="utf-8")
    return _build(folder, "all")


def _size(build: Path, count: int) -> Iterator[Row]:
    built = len(list(build.glob("*/.octavo.json")))
    yield Row("papers that were built", f"{built}", f"{count}", built == count)
    size = sum(path.stat().st_size for path in build.rglob("*") if path.is_file())
    names = sorted(path.name for path in build.iterdir() if path.is_file() and not path.name.startswith("."))
    sizes = ", ".join(f"{name} {(build / name).stat().st_size / 1e6:.2f}" for name in names)
    yield Row("build/", f"{size / 1e6:.1f} MB; {sizes} MB")


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
