"""Reading dialects back: what a metadata file says, and whether it contradicts the edition.

In: the bytes of a metadata file. Out: a `Told`; from that and a `Record`, findings. A dialect that
is silent on a fact does not contradict it; a date told less exactly agrees; names and titles must
agree letter for letter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Final

from octavo.dialects.record import Creator, Record, clean, three_letters
from octavo.model import Finding, Locus, Severity

CONTRADICTION: Final = "R-041"
UNREADABLE: Final = "R-042"


@dataclass(frozen=True)
class Told:
    """What one metadata file says. Empty means that it is silent."""

    title: str = ""
    creators: tuple[str, ...] = ()
    """Names in sort form, in order."""
    date: str = ""
    """ISO date, maybe less exact than the edition's."""
    doi: str = ""
    url: str = ""
    licence: str = ""
    """SPDX identifier or address."""
    rights: str = ""
    language: str = ""
    series: str = ""
    number: str = ""
    version: str = ""
    publisher: str = ""
    modified: str = ""
    """Date of this version of the edition."""


def told(facts: Record) -> Told:
    """The same shape for what the edition itself says."""
    return Told(
        title=facts.title,
        creators=tuple(creator.name for creator in facts.creators),
        date=facts.date_iso,
        doi=facts.doi,
        url=facts.url,
        licence=facts.licence or facts.licence_url,
        rights=facts.rights,
        language=facts.lang,
        series=facts.series,
        number=facts.number,
        version=facts.version,
        publisher=facts.publisher.name,
        modified=facts.released,
    )


def contradictions(facts: Record, source: str, other: Told) -> tuple[Finding, ...]:
    """Every fact in which the file named `source` says something else than the edition."""
    return tuple(
        Finding(
            CONTRADICTION,
            Severity.ERROR,
            Locus(source),
            f"{name} is {_shown(theirs)} here, but {_shown(ours) or 'not stated'} in the edition.",
            "Make the file anew from the edition; metadata files are never edited by hand.",
        )
        for name, ours, theirs in _pairs(told(facts), other)
        if not _agree(name, ours, theirs, facts)
    )


def _pairs(ours: Told, theirs: Told) -> Iterator[tuple[str, object, object]]:
    for field in fields(Told):
        value = getattr(theirs, field.name)
        if value:
            yield field.name, getattr(ours, field.name), value


def _shown(value: object) -> str:
    text = "; ".join(value) if isinstance(value, tuple) else str(value)
    return f"“{text[:120]}”" if text else ""


def _agree(name: str, ours: object, theirs: object, facts: Record) -> bool:
    if name in ("date", "modified"):
        # DataCite must name a year: where the work states none, it is that of the release.
        known = str(ours) or (facts.released if name == "date" else "")
        return bool(known) and (known.startswith(str(theirs)) or str(theirs).startswith(known))
    if name == "title":
        return theirs in (facts.title, facts.main_title)  # a format may have no place for a subtitle
    if name == "creators":
        return _same_creators(facts.creators, theirs)
    if name == "language":
        return _same_language(str(ours), str(theirs))
    if name == "licence":
        return str(theirs).lower() in {facts.licence.lower(), facts.licence_url.lower()}
    if name == "doi":
        return str(ours).lower() == str(theirs).lower()
    if name == "url":
        return theirs in (facts.url, facts.identifier)
    return ours == theirs


def _same_creators(ours: tuple[Creator, ...], theirs: object) -> bool:
    """The same people in the same order, each in sort form, in reading order, or as printed."""
    named = theirs if isinstance(theirs, tuple) else ()
    pairs = zip(ours, named, strict=False)
    return len(ours) == len(named) and all(two in (one.name, one.natural, one.printed) for one, two in pairs)


def _same_language(ours: str, theirs: str) -> bool:
    if len(theirs) == 3 and "-" not in theirs:
        return theirs in (three_letters(ours), ours)
    return ours == theirs or ours.split("-")[0].lower() == theirs.lower()


def tidy(value: Told) -> Told:
    """`value` with every text cleaned as a `Record`'s is."""
    changes: dict[str, str | tuple[str, ...]] = {}
    for field in fields(Told):
        item = getattr(value, field.name)
        changes[field.name] = tuple(map(clean, item)) if isinstance(item, tuple) else clean(str(item or ""))
    return replace(value, **changes)  # type: ignore[arg-type]


def bare_doi(text: str) -> str:
    """The DOI inside an address or ``doi:`` form; empty if there is none."""
    match = re.search(r"10\.\d{4,9}/\S+", text)
    return match.group() if match else ""


Reader = Callable[[bytes], Told]
