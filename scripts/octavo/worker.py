"""EDGE: a process that does one piece of work after another for `octavo.executors`.

Frames go in on standard input and out on standard output: eight bytes of length (big endian), then
a pickle. In: ``(module, function, task)``. Out: ``(True, result)`` or ``(False, exception)``. When
the other end of the pipe is gone, however it went, the process ends at once with all it started.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import pickle
import queue
import signal
import struct
import sys
import threading
from typing import IO, Any, Final

HEADER: Final = struct.Struct(">Q")


def frame(value: object) -> bytes:
    """`value` as one frame."""
    data = pickle.dumps(value)
    return HEADER.pack(len(data)) + data


def read_frame(stream: IO[bytes]) -> bytes | None:
    """The pickle of the next frame; None when the stream has ended."""
    head = stream.read(HEADER.size)
    if len(head) < HEADER.size:
        return None
    (size,) = HEADER.unpack(head)
    data = stream.read(size)
    return data if len(data) == size else None


def serve(*modules: str) -> None:
    """Work until standard input ends; `modules` are loaded before there is anything to do."""
    # Whatever prints must not break the frames: standard output is kept for them alone.
    out = os.dup(1)
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    orders: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(orders,), daemon=True).start()
    for name in modules:
        with contextlib.suppress(Exception):  # whoever gives an order that needs it is told then
            importlib.import_module(name)
    while True:
        reply = frame(_done(orders.get()))
        while reply:
            reply = reply[os.write(out, reply) :]


def _listen(orders: queue.SimpleQueue[bytes]) -> None:
    """Hand on orders; when nobody is left to give any, end this process and what it started."""
    while (order := read_frame(sys.stdin.buffer)) is not None:
        orders.put(order)
    with contextlib.suppress(OSError):
        if os.getpgid(0) == os.getpid():
            os.killpg(0, signal.SIGKILL)
    os._exit(0)


def _done(order: bytes) -> tuple[bool, Any]:
    try:
        module, name, task = pickle.loads(order)
        result = getattr(importlib.import_module(module), name)(task)
        pickle.dumps(result)
    except Exception as error:  # every fault goes home and is told there
        return False, _portable(error)
    return True, result


def _portable(error: Exception) -> Exception:
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:  # an exception that cannot travel is told by its name
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


if __name__ == "__main__":
    serve()
