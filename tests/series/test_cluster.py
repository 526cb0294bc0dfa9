"""A dask.distributed cluster on loopback: two real workers, one lost in the middle."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from stand_ins import Paper, build

from octavo.errors import ToolError
from octavo.executors import run_all
from octavo.model import Finding

pytest.importorskip("distributed", reason="the extra octavo[cluster] is not installed")
pytestmark = [pytest.mark.whole, pytest.mark.filterwarnings("ignore")]


@contextmanager
def program(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    child = subprocess.Popen(
        [sys.executable, "-m", *arguments],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield child
    finally:
        child.kill()
        child.wait()


class Cluster:
    """A scheduler and its workers."""

    def __init__(self, file: Path, stack: ExitStack) -> None:
        common = ("--scheduler-file", str(file), "--no-dashboard")
        self.scheduler = stack.enter_context(
            program("distributed.cli.dask_scheduler", *common, "--host", "127.0.0.1", "--port", "0")
        )
        worker = ("distributed.cli.dask_worker", *common, "--nthreads", "1", "--no-nanny")
        self.workers = [stack.enter_context(program(*worker, "--host", "127.0.0.1")) for _ in range(2)]
        while not file.exists() or not file.read_text().endswith("}"):
            time.sleep(0.05)
        self.address = str(json.loads(file.read_text())["address"])

    def run(self, papers: list[Paper], timeout: float = 60) -> Iterator[tuple[Paper, str | Finding]]:
        return run_all(
            papers, build, jobs=1, scheduler=self.address, timeout=timeout, label=lambda paper: paper[1]
        )


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    with ExitStack() as stack:
        yield Cluster(tmp_path / "scheduler.json", stack)


def code(result: str | Finding) -> str:
    return result.code if isinstance(result, Finding) else result


def test_a_lost_worker_loses_no_paper(cluster: Cluster) -> None:
    """Of two workers one is killed in the middle; every paper still comes back, once, and right."""
    papers: list[Paper] = [("slow", f"paper {number}") for number in range(16)]
    found: list[tuple[Paper, str | Finding]] = []
    for answer in cluster.run(papers):
        found.append(answer)
        if len(found) == 4:
            cluster.workers[0].kill()
    assert sorted(found, key=str) == sorted(((paper, paper[1].upper()) for paper in papers), key=str)


def test_the_cluster_has_the_same_limits(cluster: Cluster, tmp_path: Path) -> None:
    """A paper that hangs, dies or raises costs one finding there as here."""
    papers: list[Paper] = [("hang", str(tmp_path / "pids")), ("die", "d"), ("raise", "r"), ("well", "w")]
    found = dict(cluster.run(papers, timeout=2))
    assert [code(found[paper]) for paper in papers] == ["K-010", "K-011", "K-012", "W"]


def test_a_lost_scheduler_is_said_so(cluster: Cluster) -> None:
    """A run without its scheduler ends with the reason, it does not wait for ever."""
    answers = cluster.run([("slow", f"paper {number}") for number in range(40)])
    next(answers)
    cluster.scheduler.kill()
    with pytest.raises(ToolError, match="is gone"):
        list(answers)
