"""EDGE: the way from an edition to what stands in ``build/``, on one screen. No logic of its own.

`check` judges a text. `build_one` is the smallest job an executor can be given: a task goes in, an
outcome comes out, and between them the artifacts appear in ``build/`` whole or not at all. What is
done to a text is in `octavo.fold`, which touches no file.

The makers (WeasyPrint, pandoc, lxml …) are imported when there is something to make: an unchanged
tree is told from its record alone, in a fraction of the time they take to load.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from octavo.errors import InputError
from octavo.files import confined, read_bytes, write_atomic
from octavo.model import EDITION_FILE, Artifact, Finding, Locus, Severity
from octavo.records import Made, build_key, is_current, read_record, write_build
from octavo.workshop import Workshop


@dataclass(frozen=True)
class Task:
    """One paper to be built."""

    root: str
    """The workshop's folder."""
    id: str
    prints: tuple[str, ...] = ()
    """Names of further print files."""
    force: bool = False
    spread: bool = True
    """Whether more than one core may work on it."""


@dataclass(frozen=True)
class Outcome:
    """What came of a task."""

    id: str
    state: str
    """``built``, ``unchanged`` or ``failed``."""
    artifacts: tuple[Made, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Checked:
    """What is to be said of a text."""

    findings: tuple[Finding, ...]
    account: str = ""
    """How the words of its witness are accounted for; empty without a witness or while they are not."""


def check(workshop: Workshop, identifier: str) -> Checked:
    """Every finding on the text of an edition and its fidelity to the witness; nothing is written."""
    from octavo.fold import collated
    from octavo.gather import gather

    gathered = gather(workshop, identifier)
    text = collated(gathered)
    found = dict.fromkeys((*gathered.findings, *text.findings, *_replaced(workshop, identifier)))
    return Checked(tuple(sorted(found, key=lambda finding: (finding.locus, finding.code))), text.account)


def _replaced(workshop: Workshop, identifier: str) -> tuple[Finding, ...]:
    """Files of the last build that are not the ones its proof speaks of."""
    from octavo.fidelity.proof import PROOF_FILE, proven_names, replaced

    folder = workshop.build / identifier
    if not (folder / PROOF_FILE).is_file():
        return ()
    record = read_bytes(folder / PROOF_FILE).decode("utf-8", "replace")
    artifacts = []
    for name in proven_names(record):
        with suppress(InputError):  # a file that is missing, or a link out of the folder, is not there
            artifacts.append(Artifact(name, "", read_bytes(confined(folder, name))))
    return replaced(record, artifacts, workshop.shown(folder))


def mend(workshop: Workshop, identifier: str) -> tuple[str, ...]:
    """Mend in ``edition.md`` what needs no judgement; returns what was done.

    The mended text is kept only if it reads word for word as before.
    """
    from octavo.edition import bracket_findings, read_edition
    from octavo.edition.mend import mend as mended
    from octavo.fold import same_reading

    edition = read_edition(workshop.source, identifier).edition
    if edition is None or bracket_findings(edition.text, ""):
        return ()
    result = mended(edition.text)
    if not result.done or not same_reading(edition.text, result.text):
        return ()
    path = workshop.source / identifier / EDITION_FILE
    write_atomic(path, (edition.source[: edition.text_offset] + result.text).encode())
    return result.done


def build_one(task: Task) -> Outcome:
    """Build one paper if anything that shapes it has changed."""
    workshop = Workshop(Path(task.root))
    return unchanged(task) or _build(workshop, task, build_key(workshop, task.id, task.prints))


def unchanged(task: Task) -> Outcome | None:
    """The outcome of a paper whose artifacts are what its sources give now; None if it must be built."""
    workshop = Workshop(Path(task.root))
    record = None if task.force else read_record(workshop, task.id)
    if record is None or not is_current(workshop, record, build_key(workshop, task.id, task.prints)):
        return None
    return Outcome(task.id, "unchanged", record.artifacts, record.findings)


def _build(workshop: Workshop, task: Task, key: str) -> Outcome:
    from octavo.fold import fold
    from octavo.gather import gather

    gathered = gather(workshop, task.id)
    if gathered.edition is None or not gathered.usable:
        return Outcome(task.id, "failed", findings=gathered.findings)
    folded = fold(gathered, prints=task.prints, spread=task.spread)
    findings = (*gathered.findings, *folded.findings)
    if any(finding.severity is Severity.ERROR for finding in findings):
        return Outcome(task.id, "failed", findings=findings)
    imprint = gathered.edition.imprint
    made = write_build(workshop, imprint, folded.artifacts, key, findings, task.prints)
    return Outcome(task.id, "built", made.artifacts, findings)


class _Late(BaseException):
    """A paper took too long. No Exception: nothing on the way may take it for a fault of the text."""


def _in_time(task: Task, timeout: float) -> Outcome:
    """`build_one` in this process, ended by an alarm; other processes are ended by their executor."""

    def late(*_: object) -> None:
        raise _Late

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, timeout)
    try:
        return build_one(task)
    except _Late:
        message = f"took longer than {timeout:g} seconds and was stopped"
        hint = "Look for what makes the text so large or so deeply nested; --timeout allows more."
        return Outcome(
            task.id, "failed", findings=(Finding("K-010", Severity.ERROR, Locus(task.id), message, hint),)
        )
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def build_all(
    tasks: tuple[Task, ...],
    *,
    jobs: int,
    timeout: float,
    scheduler: str = "",
    meanwhile: Callable[[], None] = lambda: None,
) -> Iterator[Outcome]:
    """Build papers, as they come in; one that breaks or hangs does not keep the others from it.

    `jobs` is how many cores there are to keep busy: each paper keeps to one, unless there are fewer papers
    than cores; then there is time to do `meanwhile`, too. What is unchanged is told here: no process is
    started for it. A single paper is built in this one.
    """
    from octavo.executors import Crew, run_all

    crew = Crew(*_MAKERS)
    pool = len(tasks) > 1 and not scheduler
    stale = []
    try:
        for task in tasks:
            if outcome := unchanged(task):
                yield outcome
                continue
            stale.append(task)
            if pool:
                crew.call(min(jobs, len(stale)))
        if not stale:
            return
        spread = not scheduler and len(stale) < jobs
        crew.meanwhile = meanwhile if spread else crew.meanwhile
        stale = [replace(task, spread=spread) for task in stale]
        if len(tasks) == 1 and not scheduler:
            yield from (_in_time(task, timeout) for task in stale)
            return
        if scheduler:
            results = run_all(stale, build_one, jobs=jobs, scheduler=scheduler, timeout=timeout)
        else:
            results = crew.run(stale, build_one, jobs=jobs, timeout=timeout)
        for task, result in results:
            yield result if isinstance(result, Outcome) else Outcome(task.id, "failed", findings=(result,))
    finally:
        crew.dismiss()


_MAKERS: Final = ("octavo.pipeline", "octavo.gather", "octavo.fold")
"""What a process that builds papers loads first."""
