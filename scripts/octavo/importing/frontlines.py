"""What one line of a title block says.

In: the text of a line and what was found before it. Out: its facts - authors, affiliations, date,
series, number, identifiers, rights - or nothing, unless all of the line is understood.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from octavo.importing.dates import find_date
from octavo.importing.draft import visible

ZONE: Final = 14
LONG: Final = 260
_AFFILIATION: Final = re.compile(
    r"\b(?:Universit|Institut|Departe?ment|Director|Professor|College|Cent(?:er|re)\b|School|Ministry|Academy|Faculty|Fellow|Division"
    r"|Researcher|Laborator|Foundation|Council|Bank\b|Lecturer|Hochschule|Lehrstuhl|Universidad|Università|Bureau|Agency|Society)|(?:대학|연구|학교|학과|교수|학회|재단|협회|위원|박사)",
    re.I,
)
_NUMBER: Final = re.compile(
    r"(?:(?:Working|Discussion|Policy|Research|Briefing|Occasional|Technical)\s+(?:Paper|Brief|Report|Note)s?(?:\s+Series)?\s*)?"
    r"\b((?:No|Nr|Number|Vol|Issue|№)\.?\s*\d[\w./-]*"
    r"|[A-Z]{1,6}[- ]?\d{2,4}[-/]\d{1,4}|[A-Z]{2,6}[- ]?\d{1,4}(?![\w-]))",
)
_DOI: Final = re.compile(r"\b(10\.\d{4,9}/[^\s\]\)>,;\"']+[^\s\]\)>,;\"'.])")
_ISSN: Final = re.compile(r"\bISSN:?\s*(\d{4}-\d{3}[\dX])")
RIGHTS: Final = re.compile(
    r"(?:©|\(c\)|Copyright(?: ©)?)\s*[^\n.]{0,60}?\b(?:1[89]|20)\d\d\b"
    r"(?:\s*[A-Z][\w&.'’ -]{1,60}?(?=[.,;)]|$))?",
    re.I,
)
_NAME_WORD: Final = r"(?:[A-ZÀ-ÖØ-Þ][\w'’À-ÿ-]*\.?|de|van|von|der|den|la|le|di|da|del|bin|al|ter|zu|y|e)"
NAME: Final = re.compile(
    rf"{_NAME_WORD}(?:\s+{_NAME_WORD}){{1,4}}|[A-ZÀ-Þ][\w'’-]+,\s*[A-ZÀ-Þ][\w.'’-]+(?:\s+[A-ZÀ-Þ][\w.'’-]*)?|[가-힣]{{2,4}}"
)
_NO_NAME: Final = re.compile(
    r"\b(?:The|A|An|And|Of|In|On|For|Abstract|Introduction|Summary|Series|Paper|Report|Chapter|Part|History|Journal|Review|Brief|Lectures?|Book|Section|Volume|Act|Appendix|Annex|Figure|Table)\b"
)
_BY: Final = re.compile(
    r"^(?:(?:by|par|von|por|author(?:s|\(s\))?:?)\s+|(?:글쓴이|지은이|저자|글)\s*[:：]?\s+)", re.I
)


@dataclass
class Found:
    """What the title block held, while it is being read."""

    pairs: list[tuple[str, str]] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    authors: list[dict[str, str]] = field(default_factory=list)

    def has(self, key: str) -> bool:
        """Whether `key` is known."""
        return any(name == key for name, _ in self.pairs)

    def add(self, key: str, value: str) -> None:
        """The first value of a key stands."""
        if value and not self.has(key):
            self.pairs.append((key, value))


def is_front_line(words: str) -> bool:
    """Whether a heading below the title holds a name, an affiliation or a date."""
    return bool(
        NAME.fullmatch(words.strip()) or _AFFILIATION.search(words) or find_date(words)[0] or _BY.match(words)
    )


def read_line(text: str, found: Found, *, before: bool, heading: bool) -> list[tuple[str, str]]:
    """(key, value) for every part of a line; empty unless all of it is understood."""
    out: list[tuple[str, str]] = []
    for part in re.split(r"\s*(?:\\\||\||·|•|\\\n|\n)\s*", text):
        part = part.strip(" *")
        if not part:
            continue
        reading = _part(part, found, out, before=before, heading=heading)
        if reading is None:
            return []
        out.extend(reading)
    return out


def _part(
    part: str, found: Found, sofar: Sequence[tuple[str, str]], *, before: bool, heading: bool
) -> list[tuple[str, str]] | None:
    """(key, value) pairs of one part of a line; None when it is not understood."""
    words = visible(part).strip()
    plain = _identified(words)
    if plain:
        return plain
    known_author = bool(found.authors) or any(key == "author" for key, _ in sofar)
    if known_author and re.fullmatch(r"\(.+\)", words):
        return [("affiliation", words[1:-1])]
    if not before:
        if signed := _signed(words):
            return signed
        names = _names(words)
        if names and not _AFFILIATION.search(words):
            return [("author", name) for name in names]
        if _AFFILIATION.search(words) and known_author and len(words) < 200 and words[-1:] not in ".;":
            return [("affiliation", words)]
        return None
    names = _names(words) if not heading and not known_author else []
    if names and _BY.match(words):
        return [("author", name) for name in names]
    if len(words) < 90 and words[-1:] not in ".,;:" and not found.has("series"):
        return [("series", part)]
    return None


def _identified(words: str) -> list[tuple[str, str]]:
    """What its form alone tells: a date, an identifier, a rights line, a number in a series."""
    date, read = find_date(words)
    if date and len(words) - len(read) <= 14 and not _AFFILIATION.search(words):
        return [("date", date)]
    for key, pattern in (("doi", _DOI), ("issn", _ISSN)):
        found = pattern.search(words)
        if found:
            return [(key, found[1])]
    if RIGHTS.match(words):
        return [("rights", words)]
    number = _NUMBER.fullmatch(words)
    if number:
        name = words[: number.start(1)].strip(" ,–-")
        return [("number", number[1]), *([("series", name)] if name else [])]
    return []


_SIGNED: Final = re.compile(
    r"(?P<name>[^()（）,;]+?)\s*[(（](?P<where>[^()（）]{2,120})[)）]\s*(?:[,;·]|and\b|und\b|et\b|&|$)\s*"
)


def _signed(words: str) -> list[tuple[str, str]]:
    """Names each with an affiliation in brackets behind it, as ``Jane Roe (University of Oslo)``."""
    bare, at = _BY.sub("", words), 0
    pairs: list[tuple[str, str]] = []
    while at < len(bare):
        found = _SIGNED.match(bare, at)
        names = _names(found["name"].strip()) if found else []
        if found is None or len(names) != 1 or not _AFFILIATION.search(found["where"]):
            return []
        pairs += [("author", names[0]), ("affiliation", found["where"].strip())]
        at = found.end()
    return pairs


def _names(words: str) -> list[str]:
    """The persons a line names, if it names nothing else."""
    bare = _BY.sub("", re.sub(r"[\d*†‡§¹²³⁴]+(?=,|$|\s(?:and|&)\b)", "", words)).strip(" ,")
    if NAME.fullmatch(bare) and "," in bare and not _NO_NAME.search(bare) and len(bare.split()) <= 4:
        return [bare]
    parts = [
        part.strip() for part in re.split(r"\s*(?:;|,|·|\band\b|&|\bund\b|\bet\b)\s*", bare) if part.strip()
    ]
    if (
        not parts
        or len(parts) > 12
        or any(not NAME.fullmatch(part) or _NO_NAME.search(part) or len(part) > 45 for part in parts)
    ):
        return []
    return parts


def author_parts(name: str) -> dict[str, str]:
    """``Family, Given`` or ``Given Family``, as printed and in parts."""
    if "," in name:
        family, _, given = name.partition(",")
        return {"name": name, "family": family.strip(), "given": given.strip()}
    if re.fullmatch(r"[가-힣]{2,4}", name):
        return {"name": name, "family": name[0], "given": name[1:]}
    parts = name.split()
    at = next(
        (
            i
            for i, part in enumerate(parts)
            if i and part in ("van", "von", "de", "der", "di", "da", "la", "del")
        ),
        len(parts) - 1,
    )
    return {"name": name, "family": " ".join(parts[at:]), "given": " ".join(parts[:at])}
