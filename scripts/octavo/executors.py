"""EDGE: many pieces of work at once: in processes of this machine, or on a dask.distributed cluster.

Comes in: tasks, and a function that does one (importable, its results picklable). Goes out: what
came of each, in the order in which they end. A piece that hangs is killed with all it started, one
that takes its process down is tried once more; either costs a finding, never the run. What a
function returns is the same wherever it ran; only the order of the results differs.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import pickle
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

from octavo.errors import OutputError, ToolError
from octavo.model import EDITION_FILE, Finding, Locus, Severity
from octavo.worker import HEADER, frame

Task = TypeVar("Task")
Result = TypeVar("Result")

TIMEOUT: Final = "K-010"
LOST: Final = "K-011"
FAULT: Final = "K-012"

_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EROFS})
_TRIES: Final = 2
_PIECES_A_PROCESS: Final = 40
"""A process is replaced after so many pieces: what libraries keep in memory stays bounded."""
_CONNECT_SECONDS: Final = 10


def run_all(
    tasks: Sequence[Task],
    work: Callable[[Task], Result],
    *,
    jobs: int,
    scheduler: str = "",
    timeout: float = 600.0,
    label: Callable[[Task], str] | None = None,
) -> Iterator[tuple[Task, Result | Finding]]:
    """Do `work` on every task, `jobs` at a time; each task comes back once, as soon as it is done.

    `scheduler` is the address of a dask.distributed scheduler (``tcp://…``); its workers must see
    the same files. `timeout` counts seconds for one piece; `label` names a task in findings (default:
    the ``edition.md`` of its `id`, if it has one).
    Findings: K-010 took too long, K-011 lost its process (twice), K-012 raised. Raises
    `OutputError` when a piece did (a full disk stops everybody) and `ToolError` when the cluster
    cannot be reached or is lost.
    """
    label = label or _label
    if not tasks:
        return iter(())
    if scheduler:
        return _on_cluster(tasks, work, scheduler, timeout, label)
    return _in_processes(tasks, work, min(jobs, len(tasks)), timeout, label)


def _label(task: object) -> str:
    identifier = getattr(task, "id", "")
    return f"source/{identifier}/{EDITION_FILE}" if identifier else str(task)


def _order(work: Callable[[Any], Any], task: object) -> bytes:
    """`work` and its task as a worker understands them. Raises `ValueError` for what it cannot import."""
    if work.__module__ == "__main__" or "." in work.__qualname__:
        raise ValueError(f"{work.__qualname__} does not stand at the top of a module that can be imported")
    return frame((work.__module__, work.__qualname__, task))


@dataclass
class _Process:
    """One worker process, busy with one task at most."""

    child: subprocess.Popen[bytes]
    index: int = -1
    """Number of the task it does; -1 when idle."""
    deadline: float = 0.0
    done: int = 0
    received: bytearray = field(default_factory=bytearray)

    @classmethod
    def start(cls) -> _Process:
        places = [str(Path(__file__).resolve().parent.parent), *filter(None, sys.path)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(dict.fromkeys(places))}
        command = [sys.executable, "-c", "from octavo.worker import serve; serve()"]
        # A session of its own: killing its group takes pandoc along, and Ctrl-C is ours to handle.
        return cls(
            subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=environment,
                start_new_session=True,
            )
        )

    @property
    def output(self) -> int:
        assert self.child.stdout
        return self.child.stdout.fileno()

    def give(self, index: int, order: bytes, seconds: float) -> None:
        """Start on a task; raises `OSError` when the process has died."""
        assert self.child.stdin
        self.index, self.deadline = index, time.monotonic() + seconds
        self.received.clear()
        self.child.stdin.write(order)
        self.child.stdin.flush()

    def reply(self) -> tuple[bool, Any] | None:
        """The answer when it has come whole; None when more is to come. Raises `EOFError`."""
        try:
            data = os.read(self.output, 1 << 20)
        except OSError:
            data = b""
        if not data:
            raise EOFError
        self.received += data
        if len(self.received) < HEADER.size:
            return None
        (size,) = HEADER.unpack_from(self.received)
        if len(self.received) < HEADER.size + size:
            return None
        answer: tuple[bool, Any] = pickle.loads(bytes(self.received[HEADER.size :]))
        self.index, self.done = -1, self.done + 1
        return answer

    def end(self) -> None:
        """Stop it and everything it started; whoever waits for it sees the end of its output."""
        with contextlib.suppress(OSError):
            os.killpg(self.child.pid, signal.SIGKILL)

    def kill(self) -> None:
        """End it, and close what led to it: nobody may be waiting for it any more."""
        self.end()
        self.child.wait()
        for pipe in (self.child.stdin, self.child.stdout):
            with contextlib.suppress(OSError):
                if pipe:
                    pipe.close()


def _in_processes(
    tasks: Sequence[Task],
    work: Callable[[Task], Result],
    jobs: int,
    timeout: float,
    label: Callable[[Task], str],
) -> Iterator[tuple[Task, Result | Finding]]:
    pool = _Pool([_order(work, task) for task in tasks], timeout)
    try:
        for index, answer in pool.run(max(1, jobs)):
            yield tasks[index], _told(answer, label(tasks[index]), timeout)
    finally:
        pool.close()


_LOST: Final = object()
_LATE: Final = object()


class _Pool:
    """Processes that share a queue of orders."""

    def __init__(self, orders: Sequence[bytes], timeout: float) -> None:
        self.orders = orders
        self.timeout = timeout
        self.waiting = deque(range(len(orders)))
        self.tries = [0] * len(orders)
        self.selector = selectors.DefaultSelector()
        self.processes: list[_Process] = []

    def run(self, jobs: int) -> Iterator[tuple[int, Any]]:
        """Number and answer of each order as it is done."""
        open_orders = len(self.orders)
        while open_orders:
            self._hand_out(jobs)
            for answer in self._collect():
                open_orders -= 1
                yield answer

    def close(self) -> None:
        for process in self.processes:
            process.kill()
        self.processes.clear()
        self.selector.close()

    def _hand_out(self, jobs: int) -> None:
        for process in [one for one in self.processes if one.index < 0 and one.done >= _PIECES_A_PROCESS]:
            self._drop(process)
        idle = [process for process in self.processes if process.index < 0]
        while self.waiting and (idle or len(self.processes) < jobs):
            process = idle.pop() if idle else self._start()
            index = self.waiting.popleft()
            self.tries[index] += 1
            with contextlib.suppress(OSError):  # a process that has died is noticed by its closed pipe
                process.give(index, self.orders[index], self.timeout)

    def _start(self) -> _Process:
        process = _Process.start()
        self.processes.append(process)
        self.selector.register(process.output, selectors.EVENT_READ, process)
        return process

    def _drop(self, process: _Process) -> None:
        self.selector.unregister(process.output)
        self.processes.remove(process)
        process.kill()

    def _collect(self) -> Iterator[tuple[int, Any]]:
        busy = [process.deadline for process in self.processes if process.index >= 0]
        wait = max(0.0, min(busy, default=0.0) - time.monotonic())
        for key, _ in self.selector.select(wait):
            yield from self._answer(key.data)
        now = time.monotonic()
        for process in [one for one in self.processes if one.index >= 0 and one.deadline <= now]:
            index = process.index
            self._drop(process)
            yield index, _LATE

    def _answer(self, process: _Process) -> Iterator[tuple[int, Any]]:
        index = process.index
        try:
            answer = process.reply()
        except EOFError:
            self._drop(process)
            if index >= 0 and self.tries[index] < _TRIES:
                self.waiting.appendleft(index)
            elif index >= 0:
                yield index, _LOST
            return
        if answer is not None:
            yield index, answer


def _told(answer: Any, name: str, timeout: float) -> Any:
    """A result, or the finding that stands for it."""
    if answer is _LATE:
        message = f"took longer than {timeout:g} seconds and was stopped"
        hint = "Look for what makes the text so large or so deeply nested; --timeout allows more."
        return Finding(TIMEOUT, Severity.ERROR, Locus(name), message, hint)
    if answer is _LOST:
        message = f"ended its process {_TRIES} times without a word"
        return Finding(
            LOST, Severity.ERROR, Locus(name), message, "Often memory is short: try fewer with -j."
        )
    fine, value = answer
    if fine:
        return value
    if isinstance(value, OutputError):
        raise value
    if isinstance(value, OSError) and value.errno in _NO_ROOM:
        raise OutputError(f"there is no room to write: {value.strerror}") from value
    return _fault(value, name)


def _fault(error: BaseException, name: str) -> Finding:
    message = f"{type(error).__name__}: {error}"
    hint = getattr(error, "hint", "") or "Please report it with the output of 'octavo info'."
    return Finding(FAULT, Severity.ERROR, Locus(name), message, hint)


# --- cluster ---------------------------------------------------------------------------------------


def _on_cluster(
    tasks: Sequence[Task],
    work: Callable[[Task], Result],
    scheduler: str,
    timeout: float,
    label: Callable[[Task], str],
) -> Iterator[tuple[Task, Result | Finding]]:
    """Every piece goes to a dask worker, which has it done in a process of its own that can be killed."""
    distributed = _distributed()
    try:
        client = distributed.Client(scheduler, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        hint = "Start one with 'dask scheduler' and workers with 'dask worker ADDRESS'."
        raise ToolError(f"no scheduler answers at {scheduler}", hint=hint) from error
    with client:
        executor = client.get_executor(pure=False)
        futures = {executor.submit(_guarded, work, task, timeout): task for task in tasks}
        for future in as_completed(futures):
            task = futures[future]
            yield task, _told(_from_cluster(future, client, scheduler), label(task), timeout)


def _distributed() -> Any:
    try:
        import distributed
    except ImportError as error:
        hint = "Install it: pip install 'octavo[cluster]'."
        raise ToolError("--scheduler needs dask.distributed", hint=hint) from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters to the user we say ourselves
    return distributed


def _from_cluster(future: Any, client: Any, scheduler: str) -> Any:
    try:
        kind, value = future.result()
    except Exception as error:  # anything a cluster can raise
        if type(error).__name__ == "KilledWorker":
            return _LOST
        if client.status != "running" or "Cancel" in type(error).__name__:
            raise ToolError(
                f"the scheduler at {scheduler} is gone: {error}", hint="Start it again."
            ) from error
        return False, error
    return {"late": _LATE, "lost": _LOST}.get(kind, (kind == "fine", value))


_OWN: Final = threading.local()
"""The worker process of each thread of a dask worker, kept from piece to piece."""


def _guarded(work: Callable[[Any], Any], task: Any, timeout: float) -> tuple[str, Any]:
    """One piece on a dask worker: ``fine``, ``raised``, ``late`` or ``lost``, and what came of it."""
    hand: _Hand = getattr(_OWN, "hand", None) or _Hand()
    _OWN.hand = hand
    answer = hand.ask(_order(work, task), timeout)
    if answer is _LATE or answer is _LOST:
        return ("late" if answer is _LATE else "lost"), None
    return ("fine" if answer[0] else "raised"), answer[1]


class _Hand:
    """One worker process, kept from order to order. One thread asks; any other may stop it."""

    def __init__(self) -> None:
        self.process: _Process | None = None
        self.closed = False
        self._asking = False
        self._lock = threading.Lock()

    def ask(self, order: bytes, timeout: float) -> Any:
        """The answer, `_LATE` or, when the process died twice over it, `_LOST`."""
        for _ in range(_TRIES):
            process = self._taken()
            if process is None:
                break
            try:
                process.give(0, order, timeout)
                answer = _wait(process)
            except (EOFError, OSError):
                self._release(keep=False)
                continue
            self._release(keep=answer is not None and process.done < _PIECES_A_PROCESS)
            return _LATE if answer is None else answer
        return _LOST

    def _taken(self) -> _Process | None:
        with self._lock:
            if self.closed:
                return None
            self.process = self.process or _Process.start()
            self._asking = True
            return self.process

    def _release(self, *, keep: bool) -> None:
        with self._lock:
            self._asking = False
            process = None if keep and not self.closed else self.process
            if process:
                self.process = None
        if process:
            process.kill()

    def stop(self) -> None:
        """End the process.

        While somebody waits for it, it is only ended: a pipe that is closed under a selector is never
        reported, and the wait would last until the time limit.
        """
        with self._lock:
            process = self.process
            if process and self._asking:
                process.end()
                return
            self.process = None
        if process:
            process.kill()


def _wait(process: _Process) -> tuple[bool, Any] | None:
    """The answer, or None when it is not there in time."""
    with selectors.DefaultSelector() as selector:
        selector.register(process.output, selectors.EVENT_READ)
        while (rest := process.deadline - time.monotonic()) > 0:
            if selector.select(rest) and (answer := process.reply()) is not None:
                return answer
    return None


class Assistant:
    """A worker process kept at hand for one piece at a time, as the preview's printer is."""

    def __init__(self) -> None:
        self._hand = _Hand()

    def ask(
        self, work: Callable[[Task], Result], task: Task, *, timeout: float = 600.0, label: str = ""
    ) -> Result | Finding:
        """What `run_all` would give for one task; the process stays warm for the next."""
        order = _order(work, task)
        answer: Result | Finding = _told(self._hand.ask(order, timeout), label or str(task), timeout)
        return answer

    def stop(self) -> None:
        """End the process, whatever it is doing, for good; what it was asked for is lost (K-011)."""
        self._hand.closed = True
        self._hand.stop()
