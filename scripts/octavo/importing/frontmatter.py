"""The title block told apart: title, authors, affiliations, date, series, number, rights.

In: a draft with canonical inline text. Out: the draft whose title is a heading of hint ``title``
and whose `front` holds what was found; only what the raw text states, each with a decision.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from octavo.importing.choices import choose
from octavo.importing.dates import find_date
from octavo.importing.draft import Block, Draft, Kind, visible, without_atoms
from octavo.importing.headings import number_kind
from octavo.importing.result import Removed

ZONE: Final = 14
_LONG: Final = 260
_AFFILIATION: Final = re.compile(
    r"\b(?:Universit|Institut|Departe?ment|Director|Professor|College|Cent(?:er|re)\b|School|Ministry|Academy|Faculty|Fellow|Division"
    r"|Researcher|Laborator|Foundation|Council|Bank\b|Lecturer|Hochschule|Lehrstuhl|Universidad|Università|Bureau|Agency|Society|대학|연구)",
    re.I,
)
_NUMBER: Final = re.compile(
    r"(?:(?:Working|Discussion|Policy|Research|Briefing|Occasional|Technical)\s+(?:Paper|Brief|Report|Note)s?(?:\s+Series)?\s*)?"
    r"\b((?:No|Nr|Number|Vol|Issue|№)\.?\s*\d[\w./-]*"
    r"|[A-Z]{1,6}[- ]?\d{2,4}[-/]\d{1,4}|[A-Z]{2,6}[- ]?\d{1,4}(?![\w-]))",
)
_DOI: Final = re.compile(r"\b(10\.\d{4,9}/[^\s\]\)>,;\"']+[^\s\]\)>,;\"'.])")
_ISSN: Final = re.compile(r"\bISSN:?\s*(\d{4}-\d{3}[\dX])")
_RIGHTS: Final = re.compile(
    r"(?:©|\(c\)|Copyright(?: ©)?)\s*[^\n.]{0,60}?\b(?:1[89]|20)\d\d\b"
    r"(?:\s*[A-Z][\w&.'’ -]{1,60}?(?=[.,;)]|$))?",
    re.I,
)
_NAME_WORD: Final = r"(?:[A-ZÀ-ÖØ-Þ][\w'’À-ÿ-]*\.?|de|van|von|der|den|la|le|di|da|del|bin|al|ter|zu|y|e)"
_NAME: Final = re.compile(
    rf"{_NAME_WORD}(?:\s+{_NAME_WORD}){{1,4}}|[A-ZÀ-Þ][\w'’-]+,\s*[A-ZÀ-Þ][\w.'’-]+(?:\s+[A-ZÀ-Þ][\w.'’-]*)?|[가-힣]{{2,4}}"
)
_NO_NAME: Final = re.compile(
    r"\b(?:The|A|An|And|Of|In|On|For|Abstract|Introduction|Summary|Series|Paper|Report|Chapter|Part|History|Journal|Review|Brief|Lectures?|Book|Section|Volume|Act|Appendix|Annex|Figure|Table)\b"
)
_BY: Final = re.compile(r"^(?:by|par|von|por|author(?:s|\(s\))?:?)\s+", re.I)
_SECTION: Final = re.compile(
    r"(?:abstract|introduction|summary|preface|contents|executive summary|key ?words"
    r"|einleitung|résumé|zusammenfassung|foreword|overview|background|acknowledge?ments|notes|references|bibliography)\b",
    re.I,
)
_KEYWORDS: Final = re.compile(
    r"\**(?:key ?words|index terms|schlagwörter|schlüsselwörter|mots[- ]clés"
    r"|palabras clave|주제어)\**\s*[:.—–-]\s*\**\s*(.+)",
    re.I,
)


@dataclass
class _Found:
    """What the title block held, while it is being read."""

    pairs: list[tuple[str, str]] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    authors: list[dict[str, str]] = field(default_factory=list)

    def has(self, key: str) -> bool:
        return any(name == key for name, _ in self.pairs)

    def add(self, key: str, value: str) -> None:
        if value and not self.has(key):
            self.pairs.append((key, value))


def find_front_matter(draft: Draft) -> Draft:
    """The rule: title first, then every short line around it."""
    blocks = draft.blocks
    title = _title(draft)
    found = _Found()
    if title is not None:
        title = _whole_title(blocks, title, found)
        _around(draft, title, found)
    _everywhere(blocks, found)
    out = []
    for index, block in enumerate(blocks):
        if index in found.used or index == title:
            draft.ledger.fronted.append(Removed(block.line, block.text, "front matter"))
        if index in found.used:
            continue
        out.append(
            replace(block, kind=Kind.HEAD, hint="title", text=_title_text(blocks, found))
            if index == title
            else block
        )
    pairs = list(found.pairs)
    for number, author in enumerate(found.authors):
        pairs.extend((f"author{number}.{key}", value) for key, value in author.items())
    return replace(draft, blocks=tuple(out), front=tuple(pairs))


def _title(draft: Draft) -> int | None:
    """Index of the title: the first prominent heading before any long paragraph."""
    zone = []
    for index, block in enumerate(draft.blocks[:ZONE]):
        if block.kind is Kind.PARA and (len(block.text) > _LONG or _is_sentence(block.text)):
            break
        zone.append(index)
    heads = [
        index
        for index in zone
        if draft.blocks[index].kind is Kind.HEAD
        and not number_kind(draft.blocks[index].text)
        and not _SECTION.match(visible(draft.blocks[index].text))
    ]
    if not heads:
        return _plain_title(draft, zone)
    pick = min(heads, key=lambda index: (draft.blocks[index].level, index))
    block = draft.blocks[pick]
    rivals = sum(other.kind is Kind.HEAD and other.level == block.level for other in draft.blocks)
    canonical = draft.family == "canonical" and rivals > 1
    choice = choose(
        draft,
        kind="title",
        line=block.line,
        default="section" if canonical else "title",
        options=("title", "section"),
        why=(
            "the first and most prominent heading"
            + (f", one of {rivals} of its level" if rivals > 1 else ""),
            0.95 if rivals == 1 else 0.8,
            visible(block.text)[:80],
        ),
    )
    return pick if choice == "title" else None


def _is_sentence(text: str) -> bool:
    """Text, not a line of a title block: several words and a stop."""
    words = visible(without_atoms(text)).rstrip("\"'”’) ")
    return (
        words.endswith((".", "?", "!"))
        and len(words.split()) > 4
        and not find_date(words)[0]
        and "\n" not in text
    )


def _plain_title(draft: Draft, zone: Sequence[int]) -> int | None:
    """Where nothing is marked as a heading: the first line, if it is short and a text follows."""
    lines = [
        index for index in zone if draft.blocks[index].kind is Kind.PARA and not draft.blocks[index].path
    ]
    if not lines or lines[0] != zone[0] or len(zone) == len(draft.blocks) or draft.family == "canonical":
        return None
    text = visible(draft.blocks[lines[0]].text).strip()
    after = visible(draft.blocks[lines[0] + 1].text)[:1] if lines[0] + 1 < len(draft.blocks) else ""
    if after.islower() or len(text) > 160 or text[-1:] in ".,;:" or not 2 <= len(text.split()) <= 14:
        return None
    if number_kind(text) or _SECTION.match(text):
        return None
    choice = choose(
        draft,
        kind="title",
        line=draft.blocks[lines[0]].line,
        default="title",
        options=("title", "section"),
        why=("the first line; nothing is marked as a heading", 0.7, text[:80]),
    )
    return lines[0] if choice == "title" else None


def _whole_title(blocks: Sequence[Block], title: int, found: _Found) -> int:
    """A title over several headings of one level, and a subtitle below it."""
    text = _clean(blocks[title].text)
    following = title + 1
    while following < len(blocks) and following < ZONE and blocks[following].kind is Kind.HEAD:
        block = blocks[following]
        words = visible(block.text)
        stop = (
            number_kind(block.text) or _SECTION.match(words) or _NAME.fullmatch(words) or find_date(words)[0]
        )
        after = blocks[following + 1] if following + 1 < len(blocks) else None
        if (
            stop
            or after is None
            or (after.kind is Kind.PARA and len(after.text) > _LONG and block.level > blocks[title].level)
        ):
            break
        dangling = (
            re.search(r"(?:[:,–—-]|\b(?:of|the|and|in|to|for|a|an|on|from))$", visible(text))
            or words[:1].islower()
        )
        if (
            block.level == blocks[title].level
            and (dangling or not _is_section(blocks, following))
            and blocks[title].level == 1
        ):
            text += " " + _clean(block.text)
        elif block.level > blocks[title].level and not _is_section(blocks, following):
            found.add("subtitle", _clean(block.text))
        else:
            break
        found.used.add(following)
        following += 1
    found.add("title", text)
    return title


def _is_section(blocks: Sequence[Block], index: int) -> bool:
    """Whether running text follows the heading directly."""
    after = blocks[index + 1] if index + 1 < len(blocks) else None
    return after is None or (after.kind is Kind.PARA and len(after.text) > 160)


def _title_text(blocks: Sequence[Block], found: _Found) -> str:
    return next(value for key, value in found.pairs if key == "title")


def _clean(text: str) -> str:
    text = " ".join(text.replace("\\\n", " ").split())
    bold = re.fullmatch(r"(\*{1,3})((?:[^*\\]|\\.)+)\1", text)
    return bold[2] if bold else text


def _around(draft: Draft, title: int, found: _Found) -> None:
    """Every short line before the title and after it, until the text begins."""
    blocks = draft.blocks
    for index in range(title):
        _line(draft, index, found, before=True)
    for index in range(title + 1, min(len(blocks), title + 12)):
        if index in found.used:
            continue
        block = blocks[index]
        if block.kind is Kind.RULE or block.kind is Kind.PAGE:
            continue
        words = visible(block.text)
        if block.kind is Kind.HEAD and (
            found.authors or number_kind(block.text) or _SECTION.match(words) or not _is_front_line(words)
        ):
            break
        if (
            block.kind not in (Kind.PARA, Kind.HEAD)
            or block.path
            or len(block.text) > _LONG
            or not _line(draft, index, found, before=False)
        ):
            break


def _is_front_line(words: str) -> bool:
    return bool(
        _NAME.fullmatch(words.strip())
        or _AFFILIATION.search(words)
        or find_date(words)[0]
        or _BY.match(words)
    )


def _line(draft: Draft, index: int, found: _Found, *, before: bool) -> bool:
    """Read one line of the title block; whether it was one."""
    block = draft.blocks[index]
    if block.kind not in (Kind.PARA, Kind.HEAD) or len(block.text) > _LONG:
        return False
    text = _clean(without_atoms(block.text))
    reading = _read_line(text, found, before=before, heading=block.kind is Kind.HEAD)
    if not reading:
        return False
    choice = choose(
        draft,
        kind="front",
        line=block.line,
        default="front matter",
        options=("front matter", "text"),
        why=(
            f"read as {', '.join(dict.fromkeys(key for key, _ in reading))}",
            0.85 if len(reading) == 1 else 0.8,
            visible(text)[:80],
        ),
    )
    if choice == "text":
        return False
    for key, value in reading:
        if key == "author":
            found.authors.append(_author(value))
        elif key == "affiliation" and found.authors:
            last = found.authors[-1]
            last["affiliation"] = f"{last['affiliation']}, {value}" if "affiliation" in last else value
        else:
            found.add(key, value)
    found.used.add(index)
    return True


def _read_line(text: str, found: _Found, *, before: bool, heading: bool) -> list[tuple[str, str]]:
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
    part: str, found: _Found, sofar: Sequence[tuple[str, str]], *, before: bool, heading: bool
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
    if _RIGHTS.match(words):
        return [("rights", words)]
    number = _NUMBER.fullmatch(words)
    if number:
        name = words[: number.start(1)].strip(" ,–-")
        return [("number", number[1]), *([("series", name)] if name else [])]
    return []


def _names(words: str) -> list[str]:
    """The persons a line names, if it names nothing else."""
    bare = _BY.sub("", re.sub(r"[\d*†‡§¹²³⁴]+(?=,|$|\s(?:and|&)\b)", "", words)).strip(" ,")
    if _NAME.fullmatch(bare) and "," in bare and not _NO_NAME.search(bare) and len(bare.split()) <= 4:
        return [bare]
    parts = [
        part.strip() for part in re.split(r"\s*(?:;|,|\band\b|&|\bund\b|\bet\b)\s*", bare) if part.strip()
    ]
    if (
        not parts
        or len(parts) > 12
        or any(not _NAME.fullmatch(part) or _NO_NAME.search(part) or len(part) > 45 for part in parts)
    ):
        return []
    return parts


def _author(name: str) -> dict[str, str]:
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


def _everywhere(blocks: Sequence[Block], found: _Found) -> None:
    """Rights, publisher and key words stand at the end or under the abstract; they stay there."""
    edge = [*blocks[:ZONE], *blocks[-8:]]
    for block in edge:
        if block.kind is not Kind.PARA:
            continue
        text = visible(without_atoms(block.text))
        rights = _RIGHTS.search(text)
        if rights:
            found.add("rights", " ".join(rights[0].split()))
        keywords = _KEYWORDS.match(block.text)
        if keywords:
            found.add("keywords", visible(keywords[1]).strip(" ."))
    _publisher(blocks, found)


def _publisher(blocks: Sequence[Block], found: _Found) -> None:
    """The holder of the rights, by its full name where the text gives one with this acronym."""
    rights = next((value for key, value in found.pairs if key == "rights"), "")
    holder = re.sub(r"©|\(c\)|copyright|\b(?:1[89]|20)\d\d\b", "", rights, flags=re.I).strip(" ,.–-")
    if not holder:
        return
    if re.fullmatch(r"[A-Z]{2,8}", holder):
        pattern = re.compile(
            rf"((?:[A-Z][\w’'-]+|of|for|the|and|&|on|in)(?:\s+(?:[A-Z][\w’'-]+|of|for|the|and|&|on|in)){{1,9}})\s*\({holder}\)"
        )
        for block in blocks:
            full = pattern.search(visible(block.text)) if holder in block.text else None
            if full:
                found.add("publisher", re.sub(r"^(?:(?:of|for|the|and|on|in)\s+)+", "", full[1], flags=re.I))
                return
    found.add("publisher", holder)
