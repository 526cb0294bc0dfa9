"""Citations: a sentence to copy, BibTeX, RIS, CSL-JSON. In: an `Imprint`; out: text.

BibTeX: entry ``techreport`` of the standard styles, plus ``date`` that biblatex reads. RIS: type
``RPRT``. CSL: type ``report`` of CSL 1.0.2's input schema.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

from octavo.dialects.record import Creator, Record, record, spoken_date
from octavo.model import Imprint

_MANY: Final = 10
_MANY_SHOWN: Final = 7
_TEX: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_TEX_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905


def cite_as(imprint: Imprint) -> str:
    """One sentence to copy, after the Chicago Manual (17th ed., 14.220, pamphlets and reports).

    Parts that are not stated are left out together with their signs.
    """
    facts = record(imprint)
    series = " ".join(part for part in (facts.series, facts.number) if part)
    date = spoken_date(facts.date, facts.lang) if facts.date else facts.date_stated
    imprint_line = ": ".join(part for part in (facts.publisher.place, facts.publisher.name) if part)
    parts = [_names(facts.creators), _quoted(facts.title), series, _joined(imprint_line, date)]
    sentence = " ".join(_closed(part) for part in parts if part)
    return f"{sentence} {facts.identifier}".strip()


def _joined(first: str, second: str) -> str:
    return ", ".join(part for part in (first, second) if part)


def _closed(part: str) -> str:
    # A question mark (also before the closing quotation mark) or an initial's stop closes already.
    return part if part.rstrip("”’\"'").endswith((".", "?", "!", "。")) else f"{part}."


def _quoted(title: str) -> str:
    if not title:
        return ""
    inner = title.replace("“", "‘").replace("”", "’")
    return f"“{inner}”" if inner.endswith((".", "?", "!")) else f"“{inner}.”"


def _names(creators: tuple[Creator, ...]) -> str:
    if not creators:
        return ""
    shown = creators if len(creators) <= _MANY else creators[:_MANY_SHOWN]
    names = [shown[0].inverted, *(creator.natural for creator in shown[1:])]
    if len(shown) < len(creators):
        return ", ".join(names) + ", et al."
    if len(names) == 1:
        return names[0]
    return ", ".join(names[:-1]) + f", and {names[-1]}"


def bibtex(imprint: Imprint) -> str:
    """A ``@techreport`` entry; characters stay UTF-8, TeX's own signs are escaped."""
    facts = record(imprint)
    date = facts.date
    fields = [
        ("author", " and ".join(_tex_name(creator) for creator in facts.creators)),
        # Double braces: styles that lower the case of titles would spoil names and acronyms.
        ("title", _braced(facts.title)),
        ("institution", _tex(facts.publisher.name)),
        ("address", _tex(facts.publisher.place)),
        ("type", _tex(facts.series)),
        ("number", _tex(facts.number)),
        ("year", str(date[0]) if date else _tex(facts.date_stated)),
        ("date", facts.date_iso),
        ("version", _tex(facts.version)),
        ("language", _tex(facts.lang)),
        ("doi", _tex(facts.doi)),
        ("url", facts.url.replace("{", "%7B").replace("}", "%7D")),
        ("issn", _tex(facts.issn)),
        ("isbn", _tex(facts.isbn)),
        ("keywords", _tex(", ".join(facts.keywords))),
        ("abstract", _tex(facts.abstract)),
        ("copyright", _tex(facts.rights)),
        ("license", _tex(facts.licence or facts.licence_url)),
    ]
    lines = [f"  {name} = {{{value}}}," for name, value in fields if value]
    if len(date) > 1:
        lines.append(f"  month = {_TEX_MONTHS[date[1] - 1]},")
    return "\n".join([f"@techreport{{{_key(facts)},", *lines, "}", ""])


def _key(facts: Record) -> str:
    return re.sub(r"[^A-Za-z0-9:_-]+", "-", facts.id).strip("-") or "edition"


def _tex(text: str) -> str:
    return "".join(_TEX.get(character, character) for character in text)


def _braced(text: str) -> str:
    return f"{{{_tex(text)}}}" if text else ""


def _tex_name(creator: Creator) -> str:
    # A corporate name, or one that holds the word "and", is kept whole by braces.
    if not creator.personal or re.search(r"\band\b", creator.name):
        return f"{{{_tex(creator.name)}}}"
    return _tex(creator.name)


def ris(imprint: Imprint) -> str:
    """A RIS record: tag, two spaces, hyphen, space, value; CR LF at line ends as the format asks."""
    facts = record(imprint)
    date = facts.date
    pairs = [
        ("TY", "RPRT"),
        ("ID", facts.id),
        *(("AU", creator.name) for creator in facts.creators),
        ("TI", facts.title),
        ("PY", str(date[0]) if date else ""),
        ("DA", _ris_date(date) if date else facts.date_stated),
        ("PB", facts.publisher.name),
        ("CY", facts.publisher.place),
        ("T3", facts.series),
        ("IS", facts.number),
        ("ET", facts.version),
        ("LA", facts.lang),
        ("SN", facts.issn or facts.isbn),
        ("DO", facts.doi),
        ("UR", facts.url),
        ("AB", facts.abstract),
        *(("KW", keyword) for keyword in facts.keywords),
        ("C1", facts.rights),
        ("C2", facts.licence or facts.licence_url),
    ]
    lines = [f"{tag}  - {value}" for tag, value in pairs if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def _ris_date(date: tuple[int, ...]) -> str:
    parts = [f"{date[0]:04d}", *(f"{part:02d}" for part in date[1:])]
    return "/".join([*parts, "", "", ""][:4])


def csl(imprint: Imprint) -> dict[str, Any]:
    """The edition as one CSL-JSON item."""
    facts = record(imprint)
    issued: dict[str, Any] = {"date-parts": [list(facts.date)]} if facts.date else {}
    if not facts.date and facts.date_stated:
        issued = {"literal": facts.date_stated}
    item: dict[str, Any] = {
        "id": facts.id,
        "type": "report",
        "title": facts.title,
        "author": [_csl_name(creator) for creator in facts.creators],
        "issued": issued,
        "publisher": facts.publisher.name,
        "publisher-place": facts.publisher.place,
        "collection-title": facts.series,
        "number": facts.number,
        "version": facts.version,
        "language": facts.lang,
        "DOI": facts.doi,
        "URL": facts.url,
        "ISSN": facts.issn,
        "ISBN": facts.isbn,
        "keyword": ", ".join(facts.keywords),
        "abstract": facts.abstract,
    }
    return {key: value for key, value in item.items() if value}


def _csl_name(creator: Creator) -> dict[str, str]:
    if not creator.personal:
        return {"literal": creator.name}
    name = {"family": creator.family, "given": creator.given}
    return {key: value for key, value in name.items() if value}


def csl_json(imprint: Imprint) -> str:
    """A CSL-JSON file: an array of one item."""
    return json.dumps([csl(imprint)], ensure_ascii=False, indent=2) + "\n"
