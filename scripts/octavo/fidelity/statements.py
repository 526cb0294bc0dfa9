"""What a title block says, against what the front matter says: the same, in whatever form of print.

Pure: lines of the witness and an `Imprint` in, verdicts out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from octavo.fidelity.scan import Kind, scan
from octavo.model import Imprint

Date = tuple[int, int, int]
"""Year, month, day; 0 for what is not stated."""

_MONTHS: Final = (
    "january janvier januar enero gennaio jan",
    "february février februar febrero febbraio feb",
    "march mars märz marzo mar",
    "april avril abril aprile apr",
    "may mai mayo maggio",
    "june juin juni junio giugno jun",
    "july juillet juli julio luglio jul",
    "august août agosto aug",
    "september septembre septiembre settembre sep sept",
    "october octobre oktober octubre ottobre oct okt",
    "november novembre noviembre nov",
    "december décembre dezember diciembre dicembre dec dez",
)
_MONTH: Final = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_YEAR_FIRST: Final = re.compile(
    r"(\d{4})(?:\s*[.\-/年년]\s*(\d{1,2})(?:\s*[.\-/月월]\s*(\d{1,2}))?)?\s*[.日일月월年년]?"
)
_DAY_FIRST: Final = re.compile(
    r"(?:(\d{1,2})(?:\.|st|nd|rd|th|er|º)?\s+(?:de\s+)?)?(\w+)\.?,?\s+(?:de\s+)?(\d{4})\.?"
)
_MONTH_FIRST: Final = re.compile(r"(\w+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\.?")
_ANY_DATE: Final = (_YEAR_FIRST, _MONTH_FIRST, _DAY_FIRST)
_SEPARATORS: Final = re.compile(r"\s*[|·•‖¦]\s*|\s+[/–—]\s+")
_LEFT_OVER: Final = re.compile(
    r"(?:[\s,;:.()\[\]&*†‡§|·•<>“”\"'–—/-]|\b(?:and|und|et|y|e)\b|\^[*†‡0-9,]+\^)*"
)


_DOI_FORMS: Final = (
    "https://doi.org/",
    "http://doi.org/",
    "http://dx.doi.org/",
    "doi:",
    "doi: ",
    "DOI:",
    "DOI: ",
    "DOI ",
)
"""What is printed before a DOI."""


def marked(text: str) -> str:
    """The printed words of `text`, superscripts kept visible (``70^th^``), other markup left out."""
    parts: list[str] = []
    for lexeme in scan(text).lexemes:
        if lexeme.kind in (Kind.SUP, Kind.SUB):
            parts.append(f"^{lexeme.text}^")
        elif lexeme.kind < Kind.BREAKS:
            parts.append(lexeme.text)
        elif lexeme.kind < Kind.CALL:
            parts.append(" ")
    return " ".join(unicodedata.normalize("NFC", "".join(parts)).split())


def date_of(text: str) -> Date | None:
    """The date that the whole of `text` states, None if it is not one."""
    text = text.strip(" ()[]|,")
    if match := _YEAR_FIRST.fullmatch(text):
        return int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if (match := _MONTH_FIRST.fullmatch(text)) and match[1].lower() in _MONTH:
        return int(match[3]), _MONTH[match[1].lower()], int(match[2])
    if (match := _DAY_FIRST.fullmatch(text)) and match[2].lower() in _MONTH:
        return int(match[3]), _MONTH[match[2].lower()], int(match[1] or 0)
    return None


@lru_cache(maxsize=8)
def values(imprint: Imprint) -> tuple[str, ...]:
    """Everything the record states in words, longest first."""
    found = {marked(value) for value in _stated(imprint)}
    return tuple(sorted((value for value in found if value), key=lambda value: (-len(value), value)))


def _stated(imprint: Imprint) -> Iterator[str]:
    yield from (imprint.title, imprint.title_plain, imprint.subtitle, imprint.date, imprint.date_stated)
    yield from (imprint.series, imprint.number, imprint.issn, imprint.isbn, imprint.doi, imprint.url)
    yield from (imprint.rights, imprint.licence, imprint.abstract, *imprint.keywords)
    if imprint.doi:
        yield from (f"{form}{imprint.doi}" for form in _DOI_FORMS)
    publisher = imprint.publisher
    yield from (publisher.name, publisher.short, publisher.place, publisher.url)
    if imprint.series and imprint.number:
        yield from (
            f"{imprint.series} {word}{imprint.number}" for word in ("", "No. ", "Nr. ", "no. ", "n° ")
        )
    for author in imprint.authors:
        yield from (author.name, author.affiliation, author.orcid, *author.affiliation.split(", "))
        if author.family and author.given:
            yield from (f"{author.given} {author.family}", f"{author.family} {author.given}")
            yield f"{author.family}, {author.given}"


def said(line: str, imprint: Imprint) -> bool:
    """Whether all that `line` (Markdown) states stands in the record with the same words."""
    whole = marked(line)
    return bool(whole) and (
        _all_said(whole, imprint)
        or all(_all_said(part, imprint) for part in _SEPARATORS.split(whole) if part)
    )


def _all_said(statement: str, imprint: Imprint) -> bool:
    date = date_of(statement)
    if date is not None and imprint.date and date == date_of(imprint.date):
        return True
    rest = _without_date(statement, imprint.date)
    for value in values(imprint):
        rest = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", "\x00", rest)
    return "\x00" in rest and _LEFT_OVER.fullmatch(rest.replace("\x00", " ")) is not None


def _without_date(statement: str, date: str) -> str:
    """`statement` with the form in which it prints `date` blotted out."""
    wanted = date_of(date) if date else None

    def blotted(found: re.Match[str]) -> str:
        return "\x00" if date_of(found[0]) == wanted else found[0]

    for form in _ANY_DATE if wanted else ():
        statement = form.sub(blotted, statement)
    return statement


def _dated(text: str, date: str) -> bool:
    """Whether `text` states `date` somewhere."""
    wanted = date_of(date)
    return any(date_of(match[0]) == wanted for form in _ANY_DATE for match in form.finditer(text))


def unsaid(text: str, imprint: Imprint, front_matter: str) -> Iterator[tuple[str, str]]:
    """What the record claims of the work and `text` (marked words) does not state: field, value.

    What a whole series shares may be stated outside the edition; it is only held against the witness
    where the edition's own `front_matter` says it.
    """
    claims = [("title", imprint.title), ("subtitle", imprint.subtitle), ("number", imprint.number)]
    shared = [("series", imprint.series), ("rights", imprint.rights), ("publisher", imprint.publisher.name)]
    claims += [(label, value) for label, value in shared if value and value in front_matter]
    if imprint.date and imprint.date in front_matter and not _dated(text, imprint.date):
        yield "date", imprint.date
    for author in imprint.authors:
        claims += [("author", author.name), ("affiliation", author.affiliation)]
    plain = text.replace("^", "")
    for label, value in claims:
        wanted = marked(value)
        if label == "affiliation" and all(part in text for part in wanted.split(", ")):
            continue  # what stands on several lines of a title block is one affiliation
        if wanted and wanted not in text and wanted.replace("^", "") not in plain:
            yield label, value
