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
from octavo.importing.rights import is_rights

ZONE: Final = 14
LONG: Final = 260
_AFFILIATION: Final = re.compile(
    r"universit|\b(?:Institut|Departe?ment|Director|Professor|College|Cent(?:er|re)\b|School|Ministry|Academy|Faculty|Fellow|Division"
    r"|Researcher|Laborator|Foundation|Council|Bank\b|Lecturer|Hochschule|Lehrstuhl|Universidad|Università|Bureau|Agency|Society)|(?:대학|연구|학교|학과|교수|학회|재단|협회|위원|박사)",
    re.I,
)
_NUMBER: Final = re.compile(
    r"(?:(?:Working|Discussion|Policy|Research|Briefing|Occasional|Technical)\s+(?:Paper|Brief|Report|Note)s?(?:\s+Series)?\s*)?"
    r"\b((?:No|Nr|Number|Vol|Issue|№)\.?\s*\d[\w./:-]*"
    r"|[A-Z]{1,6}[- ]?\d{2,4}[-/]\d{1,4}|[A-Z]{1,8}(?:/[\w.]+){2,}|[A-Z]{2,6}[- ]?\d{1,4}(?![\w-]))",
)
_DOI: Final = re.compile(r"\b(10\.\d{4,9}/[^\s\]\)>,;\"']+[^\s\]\)>,;\"'.])")
_ISSN: Final = re.compile(r"\bISSN:?\s*(\d{4}-\d{3}[\dX])")
_YEAR: Final = re.compile(
    r"(?:(?:Spring|Summer|Autumn|Fall|Winter|Frühjahr|Sommer|Herbst|Printemps|Été|Automne|Hiver)\s+)?"
    r"((?:1[5-9]|20)\d\d)년?\.?",
    re.I,
)
"""A year that stands alone, or a season of it."""
_SERIES: Final = re.compile(
    r"(?P<series>[A-ZÀ-Þ가-힣][^\d.;:]{2,70}?),?\s+(?P<number>(?:no|nr|number|vol|issue|jrg|jg|bd|№)\.?\s*\d[\w./:-]*"
    r"(?:,\s+(?:(?:no|nr|vol|issue|heft|jrg|jg|bd)\.?\s*\d[\w./:-]*|(?:pp?|s)\.\s*\d+(?:[-–]\d+)?))*"
    r"|(?-i:[A-Z]{1,6})[- ]?\d{2,4}[-/]\d{1,4}|(?:19|20)\d\d[-/]\d{1,3}|제\s?\d{1,4}\s?[권호]?)",
    re.I,
)
"""``Quire and Sheet, no. 6``: the name of a series and a number that can be nothing else."""
_PERIODICAL: Final = re.compile(
    r"(?:The\s+)?(?:[A-ZÀ-Þ][\w'’-]+\s+){1,5}(?:Quarterly|Review|Bulletin|Magazine|Papers|Studies|Notes)"
)
_PUBLISHER: Final = re.compile(
    r"\b(?:Press(?:es)?|Verlag|Publish(?:er|ers|ing)|Books|[ÉE]ditions|Ediciones|Edizioni|Edições|Editorial|Editrice|Editore"
    r"|Editora|Uitgeverij|Förlag|Forlag|Imprimerie|Imprenta|Printers?|Printing Office)\b|출판"
)
_BODY: Final = re.compile(
    r"(?:The\s+)?(?:[A-ZÀ-Þ][\w'’-]+\s+){0,4}(?:Committee|Commission|Council|Board|Task Force|Working Group"
    r"|Ministry|Secretariat|Inspectorate)(?:\s+(?:on|of|for|to|the|and|&|[A-ZÀ-Þ][\w'’-]+))*"
)
"""A corporate body as the author of a report."""
_NAME_WORD: Final = r"(?:[A-ZÀ-ÖØ-Þ][\w'’À-ÿ-]*\.?|de|van|von|der|den|la|le|di|da|del|bin|al|ter|zu|y|e)"
NAME: Final = re.compile(
    rf"{_NAME_WORD}(?:\s+{_NAME_WORD}){{1,4}}|[A-ZÀ-Þ][\w'’-]+,\s*[A-ZÀ-Þ][\w.'’-]+(?:\s+[A-ZÀ-Þ][\w.'’-]*)?|[가-힣]{{2,4}}"
)
_NO_NAME: Final = re.compile(
    r"\b(?:The|A(?!\.)|An|And|Of|In|On|For|Abstract|Introduction|Summary|Series|Paper|Report|Chapter|Part|History|Journal|Review|Brief|Lectures?|Book|Section|Volume|Act|Appendix|Annex|Figure|Table|Press|Verlag|Commission|Committee|Quarterly|Letters?|Essays?|Notes)\b"
    r"|^(?:초록|요약|주제어|목차|서론|머리말|차례|국문초록)$"
)
_BY: Final = re.compile(
    r"^(?:(?:by|par|von|por|author(?:s|\(s\))?:?)\s+|(?:글쓴이|지은이|저자|글)\s*[:：]?\s+)", re.I
)


_SEASON: Final = re.compile(
    r"(?:early |late |mid-?)?(?:spring|summer|autumn|fall|winter|frühjahr|sommer|herbst|printemps|été"
    r"|automne|hiver|primavera|verano|otoño|invierno)[,/]? (?:1[5-9]|20)\d\d",
    re.I,
)
"""A date that stays as it is printed: no day or month can be told from it."""
_ENDING_YEAR: Final = re.compile(r"(\D{3,90}?),?\s+((?:1[5-9]|20)\d\d)")


@dataclass
class Found:
    """What the title block held, while it is being read."""

    pairs: list[tuple[str, str]] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    authors: list[dict[str, str]] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    """Corporate bodies named under the title."""
    last: str = ""
    """The kind of fact that the line before held."""

    def has(self, key: str) -> bool:
        """Whether `key` is known."""
        return any(name == key for name, _ in self.pairs)

    def add(self, key: str, value: str) -> bool:
        """The first value of a key stands; whether it is this one."""
        if value and not self.has(key):
            self.pairs.append((key, value))
        return (key, value) in self.pairs


def is_front_line(words: str) -> bool:
    """Whether a heading below the title holds a name, an affiliation or a date."""
    return bool(
        is_name(words.strip()) or _AFFILIATION.search(words) or find_date(words)[0] or _BY.match(words)
    )


_SURNAMES: Final = frozenset(
    "김이박최정강조윤장임한오서신권황안송류홍전고문양손배백허유남심노하곽성차주우구나민진지엄채원천방공현함변염"
)
"""The family names of nineteen Koreans in twenty."""
_TITLED: Final = re.compile(r"(?:(?:Dr|Prof|Sir|Rev|Mr|Mrs|Ms)\b\.?|[A-Z]\.)\s|\S+ [A-Z]\. \S+$")
_LICENCE_NAME: Final = re.compile(r"CC[ -](?:BY|0)[A-Z-]*(?:\s\d\.\d)?", re.I)


def line_kind(words: str) -> str:
    """What a line of a title block is by its form alone: ``date``, ``name`` …; empty when it is nothing.

    Strict, for it is asked of any run of words: ``The School was`` is no affiliation.
    """
    date, read = find_date(words)
    if (date and read == words) or _SEASON.fullmatch(words):
        return "date"
    if _YEAR.fullmatch(words):
        return "year"
    if _LICENCE_NAME.fullmatch(words) or (words.startswith("©") and is_rights(words)):
        return "rights"
    if not words[0].isupper() and not _HANGUL.match(words):
        return ""
    if _SERIES.fullmatch(words):
        return "series"
    if _NUMBER.fullmatch(words):
        return "number"
    return _body_kind(words) or _name_kind(words)


def _body_kind(words: str) -> str:
    """``body`` for a publisher, a corporate body, an affiliation, a periodical."""
    parts = words.split()
    small = any(part[0].islower() and part not in _SMALL for part in parts)
    if small or re.search(r"\d", words) or words[-1] in ".,;:" or parts[-1] in _SMALL:
        return ""
    told = _AFFILIATION.search(words) or _PUBLISHER.search(words) or _BODY.fullmatch(words)
    enough = len(parts) > 1 or _HANGUL.match(words)
    return "body" if (told or _PERIODICAL.fullmatch(words)) and enough and len(parts) <= 12 else ""


def _name_kind(words: str) -> str:
    parts = words.split()
    if _HANGUL.match(words):
        return "long name" if len(words) == 3 and words[0] in _SURNAMES else ""
    if len(parts) == 1:
        return "one word" if words.isalpha() and words.istitle() else ""
    last = parts[-1]
    if not _names(words) or words[-1] in ".,;" or last[0].islower() or last.isupper():
        return ""
    if _TITLED.match(words) or ("," in words and len(parts) <= 3):
        return "titled name"
    return "name" if len(parts) == 2 else "long name"


_HANGUL: Final = re.compile(r"[가-힣]")
_SMALL: Final = frozenset(
    [
        "of",
        "for",
        "the",
        "and",
        "on",
        "in",
        "at",
        "de",
        "des",
        "du",
        "la",
        "le",
        "les",
        "et",
        "für",
        "der",
        "die",
        "das",
        "und",
        "zu",
        "zur",
        "am",
        "im",
        "an",
        "von",
        "&",
    ]
)
"""Words that the name of an institution writes small."""


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
        if names and not _AFFILIATION.search(words) and not _PUBLISHER.search(words):
            return [("author", name) for name in names]
        return _run_on(words, found, sofar) or _organisation(words, found, known_author=known_author)
    names = _names(words) if not heading and not known_author else []
    if names and _BY.match(words):
        return [("author", name) for name in names]
    if len(words) < 90 and words[-1:] not in ".,;:" and not found.has("series"):
        return [("series", part)]
    return None


def _run_on(words: str, found: Found, sofar: Sequence[tuple[str, str]]) -> list[tuple[str, str]] | None:
    """Two lines that a converter ran together: something and a full date, a numbered series and something."""
    date, read = find_date(words)
    numbered = _SERIES.match(words)
    if date.count("-") == 2 and words.endswith(read):
        rest, told = words[: -len(read)].strip(" ,"), [("date", date)]
    elif (year := _ENDING_YEAR.fullmatch(words)) and not found.has("date"):
        rest, told = year[1], [("date", year[2])]
    elif numbered and words[numbered.end() :].startswith(" "):
        rest = words[numbered.end() :].strip()
        told = [("series", numbered["series"]), ("number", numbered["number"])]
    else:
        return None
    other = _part(rest, found, sofar, before=False, heading=False) if rest else []
    return None if other is None else [*told, *other]


def _identified(words: str) -> list[tuple[str, str]]:
    """What its form alone tells: a date, an identifier, a rights line, a number in a series."""
    date, read = find_date(words)
    if date and len(words) - len(read) <= 14 and not _AFFILIATION.search(words):
        return [("date", date)]
    if _SEASON.fullmatch(words):
        return [("date", words)]
    for key, pattern in (("doi", _DOI), ("issn", _ISSN)):
        found = pattern.search(words)
        if found:
            return [(key, found[1])]
    year = _YEAR.fullmatch(words)
    if year:
        return [("date", year[1])]
    if is_rights(words):
        return [("rights", words)]
    series = _SERIES.fullmatch(words)
    if series and ("제" in series["number"] or not _AFFILIATION.search(series["series"])):
        return [("series", series["series"]), ("number", series["number"])]
    number = _NUMBER.fullmatch(words)
    if number:
        name = words[: number.start(1)].strip(" ,–-")
        return [("number", number[1]), *([("series", name)] if name else [])]
    return []


def _organisation(words: str, found: Found, *, known_author: bool) -> list[tuple[str, str]] | None:
    """A publisher, a corporate body, a periodical, an affiliation; None when a line is none of them."""
    if len(words) >= 200 or words[-1:] in ".;":
        return None
    if _PUBLISHER.search(words) and len(words.split()) <= 6 and not re.search(r"\d", words):
        return [("publisher", words)]
    if _BODY.fullmatch(words):
        return [("publisher", words) if known_author else ("body", words)]
    if known_author and _PERIODICAL.fullmatch(words) and not found.has("series"):
        return [("series", words)]
    if not _AFFILIATION.search(words) or not known_author:
        return None
    # After the date or the series the institute is the one that publishes.
    issued = found.last in ("date", "series", "number") and not found.has("publisher")
    return [("publisher" if issued else "affiliation", words)]


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


def doi_line(words: str) -> str:
    """The DOI of a line that holds nothing else."""
    found = re.fullmatch(rf"(?:doi:?\s*|https?://(?:dx\.)?doi\.org/)*{_DOI.pattern[2:]}", words, re.I)
    return found[1] if found else ""


def is_name(words: str) -> bool:
    """Whether all of a line is a person's name: ``A Randomised Trial`` is none."""
    return bool(NAME.fullmatch(words)) and not _NO_NAME.search(words)


def _names(words: str) -> list[str]:
    """The persons a line names, if it names nothing else."""
    bare = _BY.sub("", re.sub(r"(?:(?<!\d)\d{1,2}|[*†‡§¹²³⁴]+)(?=,|$|\s(?:and|&)\b)", "", words)).strip(" ,")
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
