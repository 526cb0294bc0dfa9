"""Many papers at once: whatever one of them does, the others come out and nothing is left running."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from stand_ins import Paper, build

from octavo.beside import at_once, threads
from octavo.errors import OutputError, ToolError
from octavo.executors import Assistant, Crew, run_all
from octavo.model import Finding


def run(papers: list[Paper], *, jobs: int = 2, timeout: float = 60) -> dict[Paper, str | Finding]:
    return dict(run_all(papers, build, jobs=jobs, timeout=timeout, label=lambda paper: paper[1]))


def code(result: str | Finding) -> str:
    return result.code if isinstance(result, Finding) else result


def gone(pid: int) -> bool:
    """Whether a process has ended; one that only waits to be buried has."""
    for _ in range(100):
        try:
            if (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("jobs", [1, 2, 7])
def test_every_paper_comes_back_once(jobs: int) -> None:
    """However many at a time, the results are the same."""
    papers = [("well", f"paper {number}") for number in range(5)]
    assert run(papers, jobs=jobs) == {paper: paper[1].upper() for paper in papers}


def test_no_paper_at_all() -> None:
    """Nothing to do starts nothing."""
    assert run([]) == {}


def test_a_hanging_paper_is_stopped_with_all_it_started(tmp_path: Path) -> None:
    """It costs one finding; its process and the program it started are gone; the others are built."""
    mark = tmp_path / "pids"
    found = run([("hang", str(mark)), *[("well", f"p{number}") for number in range(4)]], timeout=1.5)
    assert sorted(map(code, found.values())) == ["K-010", "P0", "P1", "P2", "P3"]
    assert all(gone(int(pid)) for pid in mark.read_text().split())


def test_a_paper_that_kills_its_process_is_one_finding() -> None:
    """One broken paper among many: the others are built."""
    found = run([("die", "x"), *[("well", f"p{number}") for number in range(4)]])
    assert sorted(map(code, found.values())) == ["K-011", "P0", "P1", "P2", "P3"]


def test_a_process_lost_by_chance_is_tried_again(tmp_path: Path) -> None:
    """A process that somebody else kills costs nothing but time."""
    assert run([("die once", str(tmp_path / "mark"))]) == {("die once", str(tmp_path / "mark")): "risen"}


def test_a_fault_of_ours_is_told_with_the_paper() -> None:
    """An exception, even one that cannot travel, is one finding that names the paper and the fault."""
    found = run([("raise", "bad sum"), ("odd", "strange"), ("refuse", "no text"), ("well", "a")])
    told = sorted(
        (code(value), str(value.locus), value.message)
        for value in found.values()
        if isinstance(value, Finding)
    )
    assert told == [
        ("K-012", "bad sum", "ValueError: bad sum"),
        ("K-012", "no text", "InputError: no text"),
        ("K-012", "strange", "RuntimeError: OddError: strange"),
    ]
    assert "Hint: Write it anew." in str(found["refuse", "no text"])
    assert found["well", "a"] == "A"


def test_a_full_disk_stops_everybody() -> None:
    """What cannot be written for one cannot be written for the next."""
    with pytest.raises(OutputError, match="disk full"):
        run([("full disk", "disk full"), ("well", "a"), ("slow", "b")])


def test_who_stops_listening_leaves_nothing_running(tmp_path: Path) -> None:
    """Ctrl-C in the middle: the generator is closed and the processes with it."""
    mark = tmp_path / "pids"
    results = run_all([("hang", str(mark)), ("slow", "a")], build, jobs=2, timeout=60)
    next(results)
    while not mark.exists() or len(mark.read_text().split()) < 2:
        time.sleep(0.02)
    results.close()  # type: ignore[attr-defined]
    assert all(gone(int(pid)) for pid in mark.read_text().split())


def test_processes_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    """Kill -9 of the whole run leaves no worker and no program of a worker behind."""
    mark = tmp_path / "pids"
    code = "import sys; from octavo.executors import Assistant, Crew, run_all; from stand_ins import build; "
    code += "list(run_all([('hang', sys.argv[1])], build, jobs=1))"
    paths = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    child = subprocess.Popen([sys.executable, "-c", code, str(mark)], env=paths)
    while not mark.exists() or len(mark.read_text().split()) < 2:
        time.sleep(0.02)
    child.kill()
    child.wait()
    assert all(gone(int(pid)) for pid in mark.read_text().split())


@pytest.mark.whole
def test_a_scheduler_that_is_not_there_is_said_so() -> None:
    """No traceback, no silent fallback."""
    pytest.importorskip("distributed")
    with pytest.raises(ToolError, match="no scheduler answers"):
        list(run_all([("well", "a")], build, jobs=1, scheduler="tcp://127.0.0.1:9", timeout=5))


def test_an_assistant_stays_warm_and_survives_what_it_is_given(tmp_path: Path) -> None:
    """One process for many pieces; one that hangs or dies costs a finding, the next piece a new process."""
    assistant = Assistant()
    try:
        assert assistant.ask(build, ("well", "a")) == "A"
        first = pid_of(assistant)
        assert assistant.ask(build, ("well", "b")) == "B"
        assert pid_of(assistant) == first
        late = assistant.ask(build, ("hang", str(tmp_path / "pids")), timeout=1, label="the paper")
        assert (code(late), str(late.locus) if isinstance(late, Finding) else "") == ("K-010", "the paper")
        assert code(assistant.ask(build, ("die", "x"))) == "K-011"
        assert assistant.ask(build, ("well", "c")) == "C"
        last = pid_of(assistant)
    finally:
        assistant.stop()
    assert gone(first)
    assert gone(last)


def pid_of(assistant: Assistant) -> int:
    return int(str(assistant.ask(build, ("pid", ""))))


def test_work_must_be_importable() -> None:
    """What a worker could never find is refused at once."""
    with pytest.raises(ValueError, match="can be imported"):
        list(run_all([1], lambda number: number, jobs=1))


def test_an_assistant_that_is_stopped_at_work_ends_at_once(tmp_path: Path) -> None:
    """Ctrl-C in the preview while the printer hangs: no new process takes its place."""
    mark = tmp_path / "pids"
    assistant = Assistant()
    with ThreadPoolExecutor() as beside:
        asked = beside.submit(assistant.ask, build, ("hang", str(mark)))
        while not mark.exists() or len(mark.read_text().split()) < 2:
            time.sleep(0.02)
        assistant.stop()
        assert code(asked.result(timeout=10)) == "K-011"
    assert all(gone(int(pid)) for pid in mark.read_text().split())


def test_one_after_the_other_is_what_beside_one_another_is() -> None:
    """The executor of a busy core gives what threads give, exceptions included."""
    for executor in (threads(2), at_once()):
        with executor as beside:
            fine, bad = beside.submit(int, "7"), beside.submit(int, "seven")
        assert fine.result() == 7
        assert isinstance(bad.exception(), ValueError)


def test_who_is_called_early_works_or_goes_home() -> None:
    """Processes that wait for work take it, whatever they could load; those nobody needs are ended."""
    told: list[str] = []
    crew = Crew("stand_ins", "no_such_module", meanwhile=lambda: told.append("meanwhile"))
    for _ in range(5):
        crew.call(2)
    waiting = [process.child.pid for process in crew.ready]
    found = dict(crew.run([("well", "a")], build, jobs=2, timeout=60))
    assert list(found.values()) == ["A"]
    assert told == ["meanwhile"]
    assert len(waiting) == 2
    assert all(gone(pid) for pid in waiting)
