"""What an outer validator said, as a value."""

from __future__ import annotations

from dataclasses import dataclass

from octavo.model import Finding, Severity


@dataclass(frozen=True)
class Report:
    """The verdict of one run of one validator on one file."""

    tool: str
    """The validator and what it judged by, e.g. ``veraPDF ua1``."""
    version: str
    findings: tuple[Finding, ...] = ()
    """Everything it had to say, in its own order; codes are the validator's, e.g. ``RSC-005``."""
    checks: int = 0
    """How many single checks were made, where the validator tells; else 0."""

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that make the file invalid."""
        return tuple(f for f in self.findings if f.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings a careful publisher would not leave."""
        return tuple(f for f in self.findings if f.severity is Severity.WARNING)

    @property
    def clean(self) -> bool:
        """No error and no warning; remarks (*info*) are allowed."""
        return not (self.errors or self.warnings)

    def __str__(self) -> str:
        """The tool, then one finding a line: what a failed test should print."""
        return "\n".join(
            [f"{self.tool} {self.version}: {len(self.findings)} findings", *map(str, self.findings)]
        )
