"""EDGE: one process that does pieces of work, seen from the side of those who give them.

Comes in: an order (`order_of`). Goes out: ``(True, result)``, ``(False, exception)``, `LATE` or `LOST`.
What the process does is in `octavo.worker`.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from octavo.worker import HEADER, frame

TRIES: Final = 2
PIECES_A_PROCESS: Final = 40
"""A process is replaced after so many pieces: what libraries keep in memory stays bounded."""
LOST: Final = object()
LATE: Final = object()


def order_of(work: Callable[[Any], Any], task: object) -> bytes:
    """`work` and its task as a worker understands them. Raises `ValueError` for what it cannot import."""
    if work.__module__ == "__main__" or "." in work.__qualname__:
        raise ValueError(f"{work.__qualname__} does not stand at the top of a module that can be imported")
    return frame((work.__module__, work.__qualname__, task))


@dataclass
class Process:
    """One worker process, busy with one task at most."""

    child: subprocess.Popen[bytes]
    index: int = -1
    """Number of the task it does; -1 when idle."""
    deadline: float = 0.0
    done: int = 0
    received: bytearray = field(default_factory=bytearray)

    @classmethod
    def start(cls, *modules: str) -> Process:
        """A new process, which loads `modules` while it waits."""
        places = [str(Path(__file__).resolve().parent.parent), *filter(None, sys.path)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(dict.fromkeys(places))}
        code = "import sys; from octavo.worker import serve; serve(*sys.argv[1:])"
        command = [sys.executable, "-c", code, *modules]
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
        """What to wait for: the descriptor its answers come from."""
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


class Hand:
    """One worker process, kept from order to order. One thread asks; any other may stop it."""

    def __init__(self) -> None:
        self.process: Process | None = None
        self.closed = False
        self._asking = False
        self._lock = threading.Lock()

    def ask(self, order: bytes, timeout: float) -> Any:
        """The answer, `LATE` or, when the process died twice over it, `LOST`."""
        for _ in range(TRIES):
            process = self._taken()
            if process is None:
                break
            try:
                process.give(0, order, timeout)
                answer = _wait(process)
            except (EOFError, OSError):
                self._release(keep=False)
                continue
            self._release(keep=answer is not None and process.done < PIECES_A_PROCESS)
            return LATE if answer is None else answer
        return LOST

    def _taken(self) -> Process | None:
        with self._lock:
            if self.closed:
                return None
            self.process = self.process or Process.start()
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


def _wait(process: Process) -> tuple[bool, Any] | None:
    """The answer, or None when it is not there in time."""
    with selectors.DefaultSelector() as selector:
        selector.register(process.output, selectors.EVENT_READ)
        while (rest := process.deadline - time.monotonic()) > 0:
            if selector.select(rest) and (answer := process.reply()) is not None:
                return answer
    return None
