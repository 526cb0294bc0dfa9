"""Human accessibility reviews: ``reviews.yaml`` of an edition, text in, records and findings out.

::

    - name: Kim Minji
      organisation: KINU Library          # optional
      date: 2026-11-20
      scope: whole publication
      standard: WCAG 2.2 AA
      version: 1.0.0                      # of the edition that was reviewed
      outcome: pass
      report: https://example.org/r.html  # optional
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from octavo.model import REVIEW_FILE, Finding, Locus, Severity
from octavo.yamltext import load

STANDARDS: Final = {"WCAG 2.2 AA": "WCAG 2.2 Level AA", "WCAG 2.1 AA": "WCAG 2.1 Level AA"}
"""Standards a review can state, and how EPUB Accessibility 1.1 writes them."""
WHOLE: Final = "whole publication"
"""The scope a claim needs: WCAG is judged on the whole publication (EPUB Accessibility 1.1)."""

_REQUIRED: Final = ("name", "date", "scope", "standard", "version", "outcome")
_KNOWN: Final = (*_REQUIRED, "organisation", "report")
_HINT: Final = "A review has name, date (ISO), scope, standard, version and outcome (pass or fail)."


@dataclass(frozen=True)
class Review:
    """A person's judgement of one version of the edition."""

    name: str
    date: str
    scope: str
    standard: str
    version: str
    passed: bool
    organisation: str = ""
    report: str = ""

    def bears(self, version: str) -> bool:
        """Whether the review can bear a claim of conformance for this version of the edition."""
        return self.passed and self.scope == WHOLE and self.version == version and self.standard in STANDARDS


def read_reviews(text: str, *, name: str = REVIEW_FILE) -> tuple[tuple[Review, ...], tuple[Finding, ...]]:
    """The reviews in `text` (YAML) and what is wrong with it; a faulty review is left out."""
    loaded = load(text, name=name)
    findings = list(loaded.findings)
    reviews: list[Review] = []
    entries = loaded.value or []
    if not isinstance(entries, list):
        return (), (*findings, _finding(Locus(name, 1), "the file is not a list of reviews"))
    for index, entry in enumerate(entries):
        faults = [_finding(loaded.place((index,), Locus(name)), fault) for fault in _faults(entry)]
        findings += faults
        if not faults:
            reviews.append(_review(entry))
    return tuple(reviews), tuple(findings)


def _finding(locus: Locus, message: str) -> Finding:
    return Finding("X-010", Severity.ERROR, locus, message, _HINT)


def _faults(entry: Any) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield "a review is a record"
        return
    stated = {key: value for key, value in entry.items() if value}
    yield from (f"the review's {key} is missing" for key in _REQUIRED if key not in stated)
    yield from (f"a review has no {key!r}" for key in entry if key not in _KNOWN)
    yield from (
        f"the review's {key} is no plain text" for key, value in stated.items() if not isinstance(value, str)
    )
    if "date" in stated and not _is_date(str(stated["date"])):
        yield f"the review's date {str(stated['date'])!r} is no ISO date"
    if "standard" in stated and str(stated["standard"]) not in STANDARDS:
        yield f"the review's standard {str(stated['standard'])!r} is none of {', '.join(STANDARDS)}"
    if "outcome" in stated and stated["outcome"] not in ("pass", "fail"):
        yield "the review's outcome is neither pass nor fail"


def _is_date(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _review(entry: Mapping[str, Any]) -> Review:
    text = {key: str(entry.get(key) or "").strip() for key in _KNOWN}
    return Review(
        name=text["name"],
        date=text["date"],
        scope=text["scope"],
        standard=text["standard"],
        version=text["version"],
        passed=text["outcome"] == "pass",
        organisation=text["organisation"],
        report=text["report"],
    )
