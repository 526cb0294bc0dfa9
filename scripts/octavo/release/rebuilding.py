"""EDGE: ``octavo verify --rebuild``: every artifact made anew from the release's own source, and compared.

With the very tools that ``tools/versions.json`` names, bytes must be equal. With others they may differ; then
it is said which tools differ, and words, notes, headings and metadata are compared instead.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final

from octavo.dialects import Told, read_back
from octavo.fidelity.ledger import READERS
from octavo.fidelity.readers import Unreadable
from octavo.files import read_bytes
from octavo.gather import Gathered
from octavo.model import Finding, Severity
from octavo.pipeline import Task, build_one
from octavo.release.codes import finding
from octavo.release.metadata import dialect_of, inner_metadata
from octavo.release.report import Step, step
from octavo.tools import versions
from octavo.workshop import Workshop

VERSIONS: Final = "tools/versions.json"
BESIDE: Final = ("ro-crate-metadata.json",)
"""Files at the root of the payload that no build makes."""


def rebuilt(
    workshop: Workshop, gathered: Gathered, payload: Mapping[str, bytes]
) -> tuple[Step, tuple[Finding, ...]]:
    """Build the edition of `workshop` and compare with `payload`, named below ``data/``."""
    told = {path: data for path, data in payload.items() if "/" not in path and path not in BESIDE}
    outcome = build_one(
        Task(str(workshop.root), gathered.id, prints_of(gathered.id, tuple(told)), force=True)
    )
    if outcome.state == "failed":
        errors = tuple(one for one in outcome.findings if one.severity is Severity.ERROR)
        return step("Rebuild", errors, ""), errors
    folder = workshop.build / gathered.id
    made = {one.name: read_bytes(folder / one.name) for one in outcome.artifacts}
    differing = tuple(differing_tools(payload.get(VERSIONS, b"")))
    findings = tuple(compare(told, made, same_tools=not differing and VERSIONS in payload))
    equal = sum(made.get(name) == data for name, data in told.items())
    detail = f"{equal} of {len(told)} artifacts bit by bit"
    if differing:
        names = ", ".join(differing)
        message = f"The release was made with other versions: {names}."
        hint = "Install what tools/requirements.lock names to compare bit by bit."
        findings = (finding("R-070", VERSIONS, message, hint, severity=Severity.INFO), *findings)
    detail += "" if equal == len(told) else ", the others say the same"
    return step("Rebuild", findings, detail), findings


def prints_of(identifier: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Print files among the artifacts: ``co-23-31-large.pdf`` was made by ``--print large``."""
    from octavo.formats.pdf import VARIANTS

    stems = {
        name.removesuffix(".pdf").removeprefix(f"{identifier}-") for name in names if name.endswith(".pdf")
    }
    return tuple(sorted(stem for stem in stems if stem in VARIANTS))


def differing_tools(stated: bytes) -> Iterator[str]:
    """``pandoc 3.8 (here 3.9)`` for every tool whose version is not the stated one."""
    try:
        value = json.loads(stated or b"{}")
        told = {str(name): str(version) for name, version in value.items()}
    except (ValueError, AttributeError, RecursionError):
        told = {}
    here = dict(versions())
    for name, version in sorted(told.items()):
        if here.get(name) != version:
            yield f"{name[:40]} {version[:40]} (here {here.get(name, 'none')})"


def compare(told: Mapping[str, bytes], made: Mapping[str, bytes], *, same_tools: bool) -> Iterator[Finding]:
    """What differs between the release's artifacts and those that were made anew."""
    for name, data in sorted(told.items()):
        if name not in made:
            yield finding(
                "R-073", name, "It is in the release, but no build makes it.", "Look at it with care."
            )
        elif made[name] == data:
            continue
        elif same_tools:
            message = (
                f"Made anew with the same tools it has other bytes, from byte {_first(data, made[name])} on."
            )
            yield finding(
                "R-071", name, message, "The release was not made from this source. Do not trust it."
            )
        elif difference := said_differently(name, data, made[name]):
            yield finding("R-072", name, f"Made anew, {difference} differ.", "Look at both with care.")


def _first(one: bytes, other: bytes) -> int:
    """Where two byte strings part."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low


def said_differently(name: str, one: bytes, other: bytes) -> str:
    """``words, headings`` for what two files of one format say differently; empty for the same."""
    differing = []
    suffix = next((suffix for suffix in READERS if name.endswith(suffix)), "")
    if suffix:
        reader = READERS[suffix][1]
        try:
            first, second = reader(one), reader(other)
        except Unreadable:
            return "what can be read of it"
        pairs = [
            ("words or notes", first.reading, second.reading),
            ("headings", first.outline, second.outline),
        ]
        differing += [label for label, left, right in pairs if left != right]
    if (dialect := dialect_of(name)) and _told(dialect, name, one) != _told(dialect, name, other):
        differing.append("metadata")
    return ", ".join(differing)


def _told(dialect: str, name: str, data: bytes) -> Told | Finding | None:
    inner = inner_metadata(dialect, data)
    return None if inner is None else read_back(dialect, name, inner)
