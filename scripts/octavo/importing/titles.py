"""The title of a text.

In: a draft's first blocks. Out: which block is the title, its whole text over several headings,
and the subtitle below it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from octavo.importing.choices import choose
from octavo.importing.dates import find_date
from octavo.importing.draft import Block, Draft, Kind, visible, without_atoms
from octavo.importing.frontlines import LONG, NAME, ZONE, Found, is_name, line_kind
from octavo.importing.numbering import number_kind

_SECTION: Final = re.compile(
    r"(?:abstract|introduction|summary|preface|contents|executive summary|key ?words"
    r"|einleitung|résumé|zusammenfassung|foreword|overview|background|acknowledge?ments|notes|references|bibliography"
    r"|index terms|schlagwörter|schlüsselwörter|mots[- ]clés|palabras clave"
    r"|초록|요약|주제어|목차|서론|머리말)(?=\s*$|\s*[:.,;–—(-]|\s+(?:and|und|et)\s)",
    re.I,
)
"""The name of a section, alone or with more behind a stop: ``Notes on a Draft`` is a title."""


_DATED: Final = ("date", "year")
_NAME_LINE: Final = 100
"""Letters of the longest line that names who writes."""


def is_section(words: str) -> bool:
    """Whether a heading names a part of a work and not the work."""
    return bool(_SECTION.match(words))


def find_title(draft: Draft) -> int | None:
    """Index of the title: the first prominent heading before any long paragraph."""
    zone = []
    for index, block in enumerate(draft.blocks[:ZONE]):
        if block.kind is Kind.PARA and (len(block.text) > LONG or _is_sentence(block.text)):
            break
        zone.append(index)
    heads = [
        index
        for index in zone
        if draft.blocks[index].kind is Kind.HEAD
        and clean(draft.blocks[index].text)
        and not number_kind(draft.blocks[index].text)
        and not is_section(visible(draft.blocks[index].text))
    ]
    if draft.family == "plain" and zone and draft.blocks[zone[0]].kind is Kind.PARA:
        heads = [index for index in heads if not _is_name_or_date(visible(draft.blocks[index].text))]
    if not heads:
        return _plain_title(draft, zone)
    pick = min(heads, key=lambda index: (draft.blocks[index].level, index))
    block = draft.blocks[pick]
    rivals = sum(other.kind is Kind.HEAD and other.level == block.level for other in draft.blocks)
    canonical = draft.family == "canonical" and rivals > 1
    opens = not any(draft.blocks[index].kind in (Kind.PARA, Kind.HEAD) for index in range(pick))
    choice = choose(
        draft,
        kind="title",
        line=block.line,
        default="section" if canonical else "title",
        options=("title", "section"),
        why=(
            "the first and most prominent heading"
            + (f"; one of {rivals} of its level" if rivals > 1 else "")
            + ("" if opens else "; other lines stand before it"),
            0.95 if rivals == 1 else 0.75 if canonical or not opens else 0.85,
            visible(block.text)[:80],
        ),
    )
    return pick if choice == "title" else None


def _is_name_or_date(words: str) -> bool:
    """Below a first line that is plain, what a plain text shows as a heading may be its author's name.

    Capitals hide which words a name never has: ``HISTORY OF ENGLAND``.
    """
    words = words.strip()
    name = NAME.fullmatch(words) and (not words.isupper() or is_name(words.title()))
    return bool(name or find_date(words)[0])


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
    if number_kind(text) or is_section(text):
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


def whole_title(blocks: Sequence[Block], title: int, found: Found) -> int:
    """A title over several headings of one level, and a subtitle below it."""
    text = clean(blocks[title].text)
    following = title + 1
    while following < len(blocks) and following < ZONE and blocks[following].kind is Kind.HEAD:
        block = blocks[following]
        words = visible(block.text)
        stop = number_kind(block.text) or is_section(words) or is_name(words) or find_date(words)[0]
        after = blocks[following + 1] if following + 1 < len(blocks) else None
        if (
            (stop and not is_over_block(blocks, following))
            or after is None
            or (after.kind is Kind.PARA and len(after.text) > LONG and block.level > blocks[title].level)
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
            text += " " + clean(block.text)
        elif block.level <= blocks[title].level or _is_section(blocks, following):
            break
        elif not found.add("subtitle", clean(block.text)):
            following += 1  # there is one already: this one stays in the text
            continue
        found.used.add(following)
        following += 1
    found.add("title", text)
    return title


def is_over_block(blocks: Sequence[Block], index: int) -> bool:
    """Whether a name and then a date follow, alone in their lines: the heading is of the title block.

    A section opens with text or with a further heading, a letter with its date; ``Book II`` above the
    author's name and the year tells which part of the work this is.
    """
    lines = blocks[index + 1 : index + 3]
    if len(lines) < 2 or any(block.kind is not Kind.PARA or block.path for block in lines):
        return False
    name, year = (visible(without_atoms(clean(block.text))).strip() for block in lines)
    short = 2 < len(name) < _NAME_LINE and name[-1] not in ".,;:?!" and name[0].isupper()
    return short and line_kind(name) not in _DATED and bool(year) and line_kind(year) in _DATED


def _is_section(blocks: Sequence[Block], index: int) -> bool:
    """Whether running text follows the heading directly."""
    after = blocks[index + 1] if index + 1 < len(blocks) else None
    return after is None or (after.kind is Kind.PARA and (len(after.text) > 160 or _is_sentence(after.text)))


def title_text(blocks: Sequence[Block], found: Found) -> str:
    """The title as it was read, over all its headings."""
    return next((value for key, value in found.pairs if key == "title"), "")


def clean(text: str) -> str:
    """A line without its breaks and without the emphasis that wraps the whole of it."""
    text = " ".join(text.replace("\\\n", " ").split())
    bold = re.fullmatch(r"(\*{1,3})((?:[^*\\]|\\.)+)\1", text)
    return bold[2] if bold else text
