"""Dates as papers print them -> ISO 8601.

In: a line. Out: the date and the words that were read, or nothing. Ambiguous orders (03/04/2023)
are no date here: nothing is guessed.
"""

from __future__ import annotations

import re
from typing import Final

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar januari janvier enero gennaio janeiro stycznia",
            "february feb februar februari lutego février fevrier febrero febbraio fevereiro",
            "march mar märz maart marts marca mars marzo março",
            "april apr kwietnia avril abril aprile",
            "may mei maj maja mai mayo maggio maio",
            "june czerwca jun juni juin junio giugno junho",
            "july lipca jul juli juillet julio luglio julho",
            "august augustus augusti sierpnia aug août aout agosto",
            "september września sep sept septembre septiembre settembre setembro",
            "october października oct oktober okt octobre octubre ottobre outubro",
            "november listopada nov novembre noviembre novembro",
            "december desember grudnia dec dezember dez décembre decembre diciembre dicembre dezembro",
        ),
        start=1,
    )
    for name in names.split()
}
_NAME: Final = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_YEAR: Final = r"((?:1[5-9]|20)\d\d)"
_FORMS: Final = (
    (re.compile(rf"{_YEAR}\s*[.\-/年년]\s*(\d{{1,2}})\s*[.\-/月월]\s*(\d{{1,2}})\s*[.日일]?"), "ymd"),
    (
        re.compile(
            rf"(\d{{1,2}})(?:st|nd|rd|th|\^(?:st|nd|rd|th)\^|\.)?\s+(?:of\s+|de\s+)?{_NAME}(?:\s+de)?,?\s+{_YEAR}",
            re.I,
        ),
        "dny",
    ),
    (re.compile(rf"{_NAME}\s+(\d{{1,2}})(?:st|nd|rd|th|\^(?:st|nd|rd|th)\^)?,?\s+{_YEAR}", re.I), "ndy"),
    (re.compile(rf"(\d{{1,2}})\.\s?(\d{{1,2}})\.\s?{_YEAR}"), "dmy"),
    (re.compile(rf"{_NAME},?\s+{_YEAR}", re.I), "ny"),
    (re.compile(rf"{_YEAR}\s*[.\-/]\s*(0?[1-9]|1[0-2])(?!\d)\.?"), "ym"),
)


def find_date(text: str) -> tuple[str, str]:
    """(ISO date, the words it was read from); two empty strings when there is none."""
    for pattern, order in _FORMS:
        found = pattern.search(text)
        if not found:
            continue
        date = _iso(dict(zip(order, found.groups(), strict=True)))
        if date:
            return date, found[0]
    return "", ""


def _iso(parts: dict[str, str]) -> str:
    month = _MONTHS[parts["n"].lower().rstrip(".")] if "n" in parts else int(parts.get("m", "0"))
    day = int(parts.get("d", "0"))
    if not 1 <= month <= 12 or day > 31:
        return ""
    return f"{parts['y']}-{month:02}" + (f"-{day:02}" if day else "")
