"""What verifying found, as one value: steps that were taken, and findings. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from octavo.model import Finding, Severity


class State(StrEnum):
    """What came of a step."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Step:
    """One thing that was verified."""

    name: str
    state: State
    detail: str = ""


@dataclass(frozen=True)
class Report:
    """Everything that was verified of one file."""

    subject: str
    """The file, as the user named it."""
    kind: str
    """``release``, ``pdf``, ``epub``, ``html`` …, or ``unknown``."""
    release: str = ""
    """``co-23-31-1.0.0``, where it is known."""
    steps: tuple[Step, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong: no finding is an error."""
        return not any(finding.severity is Severity.ERROR for finding in self.findings)

    def as_json(self) -> dict[str, Any]:
        """The report for programs; findings as ``code``, ``severity``, ``file``, ``message``, ``hint``."""
        return {
            "subject": self.subject,
            "kind": self.kind,
            "release": self.release,
            "sound": self.sound,
            "steps": [
                {"name": step.name, "state": step.state.value, "detail": step.detail} for step in self.steps
            ],
            "findings": [
                {
                    "code": one.code,
                    "severity": one.severity.value,
                    "file": one.locus.name,
                    "message": one.message,
                    "hint": one.hint,
                }
                for one in self.findings
            ],
        }

    def lines(self) -> tuple[str, ...]:
        """The report for people, findings not included: they are printed as everywhere."""
        signs = {State.PASSED: "ok", State.FAILED: "FAILED", State.SKIPPED: "skipped"}
        width = max((len(step.name) for step in self.steps), default=0)
        rows = [
            f"{step.name.ljust(width)}  {signs[step.state].ljust(7)}  {step.detail}" for step in self.steps
        ]
        verdict = "is sound" if self.sound else "is NOT sound"
        return (*(row.rstrip() for row in rows), f"{self.release or self.subject} {verdict}")


def step(name: str, findings: tuple[Finding, ...], detail: str) -> Step:
    """A step that passed with `detail`, or failed with the number of its findings."""
    errors = sum(one.severity is Severity.ERROR for one in findings)
    if errors:
        return Step(name, State.FAILED, f"{errors} finding{'s' if errors > 1 else ''}")
    return Step(name, State.PASSED, detail)
