"""Work beside other work, or one after the other: two executors (PEP 3148) with the same results.

A single paper is done soonest when pandoc's writers run beside the layout. Where as many papers are
built at a time as there are cores, every core is busy already: then each paper keeps to one, and
nothing is lost to threads that wait for one another.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any


def threads(count: int) -> Executor:
    """Up to `count` pieces at a time, in threads."""
    return ThreadPoolExecutor(max_workers=count)


def at_once() -> Executor:
    """Every piece is done on the spot, by whoever hands it in."""
    return _AtOnce()


class _AtOnce(Executor):
    def submit(self, work: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        """A future that is done; it holds the exception if `work` raised one."""
        future: Future[Any] = Future()
        try:
            future.set_result(work(*arguments, **named))
        except Exception as error:
            future.set_exception(error)
        return future
