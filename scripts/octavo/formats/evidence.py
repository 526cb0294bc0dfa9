"""Results of checkers as a record that goes with a build: text in, values out, and back.

A record is evidence for exactly one content (`octavo.formats.claims.content_digest`); read beside
another content it proves nothing, and is not an error.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from octavo.formats.claims import Result


@dataclass(frozen=True)
class Checker:
    """An outer checker whose results are recorded."""

    title: str
    proves: str
    suffix: str
    """Of the artifact it judges."""


CHECKERS: Final = {
    "epubcheck": Checker("EPUBCheck", "EPUB 3.3", ".epub"),
    "ace": Checker("Ace by DAISY", "Accessibility of the EPUB", ".epub"),
    "nu": Checker("Nu Html Checker", "HTML", ".html"),
    "axe": Checker("axe-core", "Accessibility in a browser, wide, narrow, light, dark, enlarged", ".html"),
    "verapdf": Checker("veraPDF", "PDF/UA-1 and PDF/A-3a", ".pdf"),
    "qpdf": Checker("qpdf", "PDF syntax", ".pdf"),
}
"""The checkers of ``octavo check --conformance``, by the name in the record."""


def results_json(results: Iterable[Result]) -> str:
    """The record, one result an object, in a fixed order."""
    rows = [
        {"tool": item.tool, "version": item.version, "subject": item.subject, "passed": item.passed}
        for item in sorted(results, key=lambda item: (item.tool, item.subject, item.version))
    ]
    return json.dumps(rows, indent=2) + "\n"


def read_results(text: str) -> tuple[Result, ...]:
    """The results in a record; anything that is not one is passed over and proves nothing."""
    try:
        rows = json.loads(text or "[]")
    except (ValueError, RecursionError):
        return ()
    return tuple(map(_result, filter(_is_result, rows if isinstance(rows, list) else [])))


def _is_result(row: Any) -> bool:
    texts = isinstance(row, dict) and all(
        isinstance(row.get(key), str) for key in ("tool", "version", "subject")
    )
    return texts and isinstance(row.get("passed"), bool) and row["tool"] in CHECKERS


def _result(row: dict[str, Any]) -> Result:
    return Result(row["tool"], row["version"], row["subject"], row["passed"])
