"""EDGE (disk, other processes): watches the sources, keeps the newest state of each edition."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from watchfiles import awatch

from octavo.edition import edition_ids
from octavo.executors import Assistant
from octavo.model import IMPRINT_FILE, Finding
from octavo.preview.drafts import Draft, SecondLook, draft, second_look, too_deep
from octavo.workshop import Workshop

_STEP_MS: Final = 10
_DEBOUNCE_MS: Final = 40
"""An editor saves by several small steps; after so long a pause the file is taken as saved."""
_SECOND_SECONDS: Final = 120.0


@dataclass(frozen=True)
class State:
    """What is known of an edition at one moment."""

    revision: int = 0
    """Counts drafts; a page that shows an older one asks for the new."""
    html: str = ""
    """The newest page that could be made."""
    broken: bool = False
    """Whether the text as it stands gives no page; `html` is then an older one."""
    findings: tuple[Finding, ...] = ()
    pdf: bytes = b""
    pdf_revision: int = 0
    """The revision `pdf` was made of; 0 for none."""
    looked: tuple[Finding, ...] = ()
    """Findings of the second look."""
    looked_revision: int = 0
    """The revision the second look was at."""

    @property
    def all_findings(self) -> tuple[tuple[Finding, bool], ...]:
        """Findings of both looks, each once, errors first; with each whether it is of an older text."""
        old = self.looked_revision != self.revision
        found = {one: False for one in self.findings}
        if not (old and self.broken):
            found |= {one: old for one in self.looked if one not in found}
        return tuple(sorted(found.items(), key=lambda item: (_RANK[item[0].severity.value], item[0].locus)))


_RANK: Final = {"error": 0, "warning": 1, "info": 2}


class Studio:
    """States of the editions of one workshop, and who wants to know when they change."""

    def __init__(self, workshop: Workshop, identifiers: tuple[str, ...] = ()) -> None:
        self.workshop = workshop
        self._chosen = identifiers
        self._states: dict[str, State] = {}
        self._drafts: dict[str, Draft] = {}
        """What the newest state of each was made of."""
        self._changed = asyncio.Condition()
        self._stopped = asyncio.Event()
        self._drafting = asyncio.Lock()
        self._printing = asyncio.Lock()
        self._assistant = Assistant()
        self._tasks: set[asyncio.Task[None]] = set()

    def identifiers(self) -> tuple[str, ...]:
        """The editions that are shown."""
        return self._chosen or edition_ids(self.workshop.source)

    async def state(self, identifier: str) -> State:
        """The newest state, made now if there is none yet."""
        if identifier not in self._states:
            await self._draft(identifier)
        return self._states[identifier]

    async def changes(self, identifier: str, since: State | None = None) -> AsyncIterator[State]:
        """Every state of an edition from now on, newest only; ends when the studio stops."""
        known = since
        while True:
            async with self._changed:
                await self._changed.wait_for(
                    lambda: self._stopped.is_set() or self._states.get(identifier) is not known  # noqa: B023
                )
                known = self._states.get(identifier)
            if self._stopped.is_set() or known is None:
                return
            yield known

    async def watch(self) -> None:
        """Draft anew whatever is saved, until the studio stops."""
        # Where the system gives no notice of changes (inotify used up, some network folders) we look.
        for polling in (None, True):
            try:
                await self._watch(polling)
            except (OSError, RuntimeError):
                continue
            return

    async def _watch(self, polling: bool | None) -> None:
        source = self.workshop.source.resolve()
        async for batch in awatch(
            source, step=_STEP_MS, debounce=_DEBOUNCE_MS, stop_event=self._stopped, force_polling=polling
        ):
            for identifier in self._touched(Path(path) for _, path in batch):
                await self._draft(identifier)

    def _touched(self, paths: Iterable[Path]) -> tuple[str, ...]:
        """Editions that somebody looks at and that a change concerns."""
        source = self.workshop.source.resolve()
        inside = [path.relative_to(source).parts for path in paths if path.is_relative_to(source)]
        names = {parts[0] for parts in inside if parts and not parts[-1].startswith(".")}
        everybody = IMPRINT_FILE in names
        return tuple(name for name in sorted(self._states) if everybody or name in names)

    async def _draft(self, identifier: str) -> None:
        async with self._drafting:
            made = await asyncio.to_thread(draft, self.workshop, identifier)
            before = self._states.get(identifier, State())
            self._states[identifier] = replace(
                before,
                revision=before.revision + 1,
                html=made.html or before.html,
                broken=not made.html,
                findings=made.findings,
            )
            self._drafts[identifier] = made
        await self._tell()
        task = asyncio.create_task(self._look(identifier))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _look(self, identifier: str) -> None:
        """PDF and collation of the newest revision; a revision that is overtaken is left out."""
        async with self._printing:
            state = self._states[identifier]
            if state.looked_revision == state.revision or state.broken or self._stopped.is_set():
                return
            look = await asyncio.to_thread(self._second_look, identifier)
            done = state.revision
            latest = self._states[identifier]
            self._states[identifier] = replace(
                latest,
                pdf=look.pdf or latest.pdf,
                pdf_revision=done if look.pdf else latest.pdf_revision,
                looked=look.findings,
                looked_revision=done,
            )
        await self._tell()

    def _second_look(self, identifier: str) -> SecondLook:
        shown = self._drafts[identifier]
        name = f"source/{identifier}"
        try:
            look = self._assistant.ask(second_look, shown, timeout=_SECOND_SECONDS, label=name)
        except RecursionError:  # what nests too deeply cannot be handed on
            look = too_deep(identifier)
        return SecondLook(b"", (look,)) if isinstance(look, Finding) else look

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def stop(self) -> None:
        """End the watching, the waiting and the printing."""
        self._stopped.set()
        await self._tell()
        self._assistant.stop()
        for task in tuple(self._tasks):
            task.cancel()
