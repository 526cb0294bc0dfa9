"""EDGE: how long a command takes, how much memory it needs, and how a table of both is printed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """What a command cost."""

    seconds: float
    """Wall time."""
    megabytes: float
    """Peak resident memory of the process or of its largest descendant, in 10^6 bytes."""
    processor: float = 0.0
    """Seconds of processor time, of the process and all it started and waited for."""


@dataclass(frozen=True)
class Row:
    """One line of a result."""

    label: str
    value: str
    bound: str = ""
    """What is wanted, in words; empty where nothing is."""
    held: bool = True
    """Whether the bound holds."""


_SPAWNER = """
import json, os, sys, time
started = time.perf_counter()
pid = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(pid, 0)
seconds = time.perf_counter() - started
processor = usage.ru_utime + usage.ru_stime
sys.stdout.write(json.dumps([os.waitstatus_to_exitcode(status), seconds, usage.ru_maxrss, processor]))
"""
"""A small process that starts the command: Linux counts the memory of the starter to the started one."""


def cost_of(
    command: Sequence[str],
    *,
    cwd: Path,
    environment: dict[str, str] | None = None,
    accepted: tuple[int, ...] = (0,),
) -> Cost:
    """Run `command` once to its end.

    Raises `RuntimeError` with its output when it ends with another code than one of `accepted`.
    """
    with tempfile.TemporaryFile() as output:
        report, result = os.pipe()
        code = _SPAWNER.replace("sys.stdout.write", f"open({result}, 'w').write")
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", code, *command],
            cwd=cwd,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=(result,),
            check=True,
        )
        os.close(result)
        with open(report) as stream:
            status, seconds, peak, processor = json.load(stream)
        if status not in accepted or done.returncode:
            output.seek(0)
            told = output.read().decode(errors="replace")[-500:]
            raise RuntimeError(f"{' '.join(command)} ended with {status}: {told}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(seconds, peak * unit / 1e6, processor)


def best(costs: Sequence[Cost]) -> Cost:
    """The shortest time, which other work on the machine disturbs least, and the largest memory."""
    return Cost(
        min(cost.seconds for cost in costs),
        max(cost.megabytes for cost in costs),
        min(cost.processor for cost in costs),
    )


def total(costs: Sequence[Cost]) -> Cost:
    """Commands run one after the other: the times add up, the memory is that of the largest."""
    return Cost(
        sum(cost.seconds for cost in costs),
        max(cost.megabytes for cost in costs),
        sum(cost.processor for cost in costs),
    )


def alternately(times: int, *makers: Callable[[], Cost]) -> tuple[Cost, ...]:
    """Best cost of each maker, run `times` times in turn, so that a busy machine hits all alike."""
    rounds = [[maker() for maker in makers] for _ in range(times)]
    return tuple(best(column) for column in zip(*rounds, strict=True))


def shown(cost: Cost) -> str:
    """``1.42 s  104 MB``."""
    return f"{cost.seconds:6.2f} s {cost.megabytes:7.0f} MB"


def table(title: str, rows: Sequence[Row]) -> str:
    """The rows under their title, bounds and verdicts in their own columns."""
    width = max(len(row.label) for row in rows)
    lines = [title]
    for row in rows:
        line = f"  {row.label:<{width}}  {row.value:<20}"
        if row.bound:
            line += f"  wanted {row.bound}: {'held' if row.held else 'NOT HELD'}"
        lines.append(line.rstrip())
    return "\n".join(lines)
