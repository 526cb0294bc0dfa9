"""EDGE (threads): objects that may be used from one thread only, made usable from every thread.

Playwright's synchronous interface keeps an event loop running in the thread it was started in, and
switches stacks there: `asyncio.run` then fails in that thread for good, and deep recursion goes
wrong. So it lives in a thread of its own, and what the caller holds are stand-ins that pass every
access over.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from queue import SimpleQueue
from threading import Thread
from typing import Any

_Job = tuple[Future[Any], Callable[[], Any]]


class Apartment:
    """One thread in which everything of the packages `modules` lives."""

    def __init__(self, *modules: str) -> None:
        """`modules` are the top names of the packages whose objects must not leave the thread."""
        self._modules = modules
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        # A daemon: it must still serve when the process ends and what lives in it is closed.
        Thread(target=self._serve, name=modules[0], daemon=True).start()

    def _serve(self) -> None:
        while (job := self._jobs.get()) is not None:
            promise, call = job
            try:
                promise.set_result(call())
            except BaseException as error:  # passed on to the caller, whatever it is
                promise.set_exception(error)

    def run(self, function: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """What `function` gives when it is called in the thread; stand-ins go in and come out."""
        inside = [self._inside(each) for each in arguments]
        inside_named = {key: self._inside(value) for key, value in named.items()}
        promise: Future[Any] = Future()
        self._jobs.put((promise, partial(function, *inside, **inside_named)))
        return self._outside(promise.result())

    def close(self) -> None:
        """End the thread; nothing of it can be used afterwards."""
        self._jobs.put(None)

    def _inside(self, value: Any) -> Any:
        return object.__getattribute__(value, "_held") if isinstance(value, StandIn) else value

    def _outside(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._outside(each) for each in value]
        if type(value).__module__.partition(".")[0] in self._modules and not isinstance(value, Exception):
            return StandIn(self, value)
        return value


class StandIn:
    """Stands for an object of an `Apartment`: its attributes and methods are read and called there."""

    def __init__(self, apartment: Apartment, held: Any) -> None:
        """`held` is the object in the apartment."""
        object.__setattr__(self, "_apartment", apartment)
        object.__setattr__(self, "_held", held)

    def __getattr__(self, name: str) -> Any:
        apartment: Apartment = object.__getattribute__(self, "_apartment")
        held = object.__getattribute__(self, "_held")
        found = apartment.run(getattr, held, name)
        if not callable(found) or isinstance(found, StandIn):
            return found
        return lambda *arguments, **named: apartment.run(found, *arguments, **named)

    def __enter__(self) -> Any:
        """Enter the held object's context, e.g. ``page.expect_popup()``."""
        return self.__getattr__("__enter__")()

    def __exit__(self, *details: object) -> Any:
        """Leave the held object's context."""
        return self.__getattr__("__exit__")(*details)
