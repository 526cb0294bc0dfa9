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
import selectors
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import as_completed
from typing import Any, Final, TypeVar

from octavo.errors import OutputError, ToolError
from octavo.hands import LATE, LOST, PIECES_A_PROCESS, TRIES, Hand, Process, order_of
from octavo.model import EDITION_FILE, Finding, Locus, Severity

Task = TypeVar("Task")
Result = TypeVar("Result")

TIMEOUT: Final = "K-010"
LOST_CODE: Final = "K-011"
FAULT: Final = "K-012"

_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EROFS})
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
    return Crew().run(tasks, work, jobs=jobs, timeout=timeout, label=label)


def _label(task: object) -> str:
    identifier = getattr(task, "id", "")
    return f"source/{identifier}/{EDITION_FILE}" if identifier else str(task)


class Crew:
    """Processes called before it is known how much there is to do: they load while work is looked for.

    `modules` is what they load; `meanwhile` is done once, when the first pieces have been handed out.
    """

    def __init__(self, *modules: str, meanwhile: Callable[[], None] = lambda: None) -> None:
        self.modules = modules
        self.meanwhile = meanwhile
        self.ready: list[Process] = []
        """Those that were called and have nothing to do yet."""

    def call(self, most: int) -> None:
        """One more, if there are fewer than `most`."""
        if len(self.ready) < most:
            self.ready.append(Process.start(*self.modules))

    def next(self) -> Process:
        """One that was called, or a new one."""
        return self.ready.pop(0) if self.ready else Process.start(*self.modules)

    def run(
        self,
        tasks: Sequence[Task],
        work: Callable[[Task], Result],
        *,
        jobs: int,
        timeout: float,
        label: Callable[[Task], str] = _label,
    ) -> Iterator[tuple[Task, Result | Finding]]:
        """`run_all` on this machine, by those that were called and as many more as `jobs` allows."""
        pool = _Pool([order_of(work, task) for task in tasks], timeout, self)
        try:
            for index, answer in pool.run(max(1, min(jobs, len(tasks)))):
                yield tasks[index], _told(answer, label(tasks[index]), timeout)
        finally:
            pool.close()
            self.dismiss()

    def dismiss(self) -> None:
        """End those that nobody took."""
        for process in self.ready:
            process.kill()
        self.ready.clear()


class _Pool:
    """Processes that share a queue of orders."""

    def __init__(self, orders: Sequence[bytes], timeout: float, crew: Crew) -> None:
        self.orders = orders
        self.crew = crew
        self.timeout = timeout
        self.waiting = deque(range(len(orders)))
        self.tries = [0] * len(orders)
        self.selector = selectors.DefaultSelector()
        self.processes: list[Process] = []

    def run(self, jobs: int) -> Iterator[tuple[int, Any]]:
        """Number and answer of each order as it is done."""
        open_orders = len(self.orders)
        self._hand_out(jobs)
        self.crew.meanwhile()
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
        for process in [one for one in self.processes if one.index < 0 and one.done >= PIECES_A_PROCESS]:
            self._drop(process)
        idle = [process for process in self.processes if process.index < 0]
        while self.waiting and (idle or len(self.processes) < jobs):
            process = idle.pop() if idle else self._start()
            index = self.waiting.popleft()
            self.tries[index] += 1
            with contextlib.suppress(OSError):  # a process that has died is noticed by its closed pipe
                process.give(index, self.orders[index], self.timeout)

    def _start(self) -> Process:
        process = self.crew.next()
        self.processes.append(process)
        self.selector.register(process.output, selectors.EVENT_READ, process)
        return process

    def _drop(self, process: Process) -> None:
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
            yield index, LATE

    def _answer(self, process: Process) -> Iterator[tuple[int, Any]]:
        index = process.index
        try:
            answer = process.reply()
        except EOFError:
            self._drop(process)
            if index >= 0 and self.tries[index] < TRIES:
                self.waiting.appendleft(index)
            elif index >= 0:
                yield index, LOST
            return
        if answer is not None:
            yield index, answer


def _told(answer: Any, name: str, timeout: float) -> Any:
    """A result, or the finding that stands for it."""
    if answer is LATE:
        message = f"took longer than {timeout:g} seconds and was stopped"
        hint = "Look for what makes the text so large or so deeply nested; --timeout allows more."
        return Finding(TIMEOUT, Severity.ERROR, Locus(name), message, hint)
    if answer is LOST:
        message = f"ended its process {TRIES} times without a word"
        return Finding(
            LOST_CODE, Severity.ERROR, Locus(name), message, "Often memory is short: try fewer with -j."
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
            return LOST
        if client.status != "running" or "Cancel" in type(error).__name__:
            raise ToolError(
                f"the scheduler at {scheduler} is gone: {error}", hint="Start it again."
            ) from error
        return False, error
    return {"late": LATE, "lost": LOST}.get(kind, (kind == "fine", value))


_OWN: Final = threading.local()
"""The worker process of each thread of a dask worker, kept from piece to piece."""


def _guarded(work: Callable[[Any], Any], task: Any, timeout: float) -> tuple[str, Any]:
    """One piece on a dask worker: ``fine``, ``raised``, ``late`` or ``lost``, and what came of it."""
    hand: Hand = getattr(_OWN, "hand", None) or Hand()
    _OWN.hand = hand
    answer = hand.ask(order_of(work, task), timeout)
    if answer is LATE or answer is LOST:
        return ("late" if answer is LATE else "lost"), None
    return ("fine" if answer[0] else "raised"), answer[1]


class Assistant:
    """A worker process kept at hand for one piece at a time, as the preview's printer is."""

    def __init__(self) -> None:
        self._hand = Hand()

    def ask(
        self, work: Callable[[Task], Result], task: Task, *, timeout: float = 600.0, label: str = ""
    ) -> Result | Finding:
        """What `run_all` would give for one task; the process stays warm for the next."""
        order = order_of(work, task)
        answer: Result | Finding = _told(self._hand.ask(order, timeout), label or str(task), timeout)
        return answer

    def stop(self) -> None:
        """End the process, whatever it is doing, for good; what it was asked for is lost (K-011)."""
        self._hand.closed = True
        self._hand.stop()
