"""Our own failures and the exit code each one becomes.

A problem of a *text* is a `octavo.model.Finding`; an exception is for what keeps Octavo from
working at all. The command line is the one place that turns either into an exit code::

    OctavoError
    ├── UsageError            the command line asks for something that is not there
    ├── InputError            the input cannot be read as what it should be; carries findings
    ├── ToolError             an outer program is missing, too old, or failed
    └── OutputError           the output cannot be written
"""

from __future__ import annotations

from enum import IntEnum

from octavo.model import Finding


class ExitCode(IntEnum):
    """Documented exit codes of every verb."""

    OK = 0
    FINDINGS = 1
    """At least one finding of severity error."""
    USAGE = 2
    INPUT = 3
    """An input could not be read at all."""
    TOOL = 4
    OUTPUT = 5
    """The output could not be written (disk full, read-only, locked)."""
    INTERNAL = 70
    """A fault of Octavo itself (EX_SOFTWARE)."""
    INTERRUPTED = 130


class OctavoError(Exception):
    """Base of all failures that Octavo reports by itself."""

    exit_code: ExitCode = ExitCode.INTERNAL

    def __init__(self, message: str, *, hint: str = "", findings: tuple[Finding, ...] = ()) -> None:
        """Keep the message, its remedy and the findings that explain it."""
        super().__init__(message)
        self.hint = hint
        self.findings = findings


class UsageError(OctavoError):
    """The command line names something that does not exist or does not fit."""

    exit_code = ExitCode.USAGE


class InputError(OctavoError):
    """An input cannot be read as what it should be."""

    exit_code = ExitCode.INPUT


class ToolError(OctavoError):
    """An outer program is missing, of the wrong version, or failed."""

    exit_code = ExitCode.TOOL


class OutputError(OctavoError):
    """The output cannot be written."""

    exit_code = ExitCode.OUTPUT
