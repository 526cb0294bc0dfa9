"""Lines of a title block that only their place tells.

In: the blocks, the number of one that no form explains, and what was found before it. Out: the fact it
holds, or nothing. Title blocks have an order - names, each with its place below it, then date, series,
publisher - so a short line between an author and the next line of the block is where the author works,
and a line that closes the block behind date or series is who publishes. No name of a firm is known here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from octavo.importing.draft import Block, Kind, visible, without_atoms
from octavo.importing.frontlines import LONG, Found, line_kind, read_line
from octavo.importing.numbering import number_kind
from octavo.importing.summary import KEYWORDS_LABEL, LABEL
from octavo.importing.titles import clean, is_section

_MOST_WORDS: Final = 12
_BARE_NUMBER: Final = re.compile(r"(\D{6,90}?),?\s+(\d{1,5})")
"""``Papers in Urban Sociology 112``: a series whose number has no name."""
_COUNTED: Final = re.compile(r"\d|\b[IVXL]{2,}\b")
"""What is counted is a part of the work: ``Lectures XVI and XVII``."""
_SMALL: Final = 4
"""Letters from which on the words of a name are written with a capital in English."""
_TEXT: Final = 100
"""Letters from which on a paragraph is text."""
_YEARS: Final = range(1500, 2100)


def by_place(blocks: Sequence[Block], index: int, found: Found) -> list[tuple[str, str]]:
    """(key, value) of what the line at `index` must be where it stands; empty where nothing says so."""
    words = visible(without_atoms(clean(blocks[index].text))).strip()
    first = not found.authors and not found.has("date")
    if not _may_be_name(blocks[index], words) or (_is_bold(blocks[index]) and not first):
        return []
    if first:
        return [("author", words)] if found.has("subtitle") and _is_dated(blocks, index + 1) else []
    known = found.authors or found.has("date")
    series = _BARE_NUMBER.fullmatch(words)
    if series and known and not found.has("series") and int(series[2]) not in _YEARS and _capitals(series[1]):
        return [("series", series[1]), ("number", series[2])]
    if _COUNTED.search(words):
        return []
    if found.last == "author" and found.authors:
        return [("affiliation", words)] if _is_front(blocks, index + 1, found) else []
    closes = _is_front(blocks, index + 1, found) or _opens_text(blocks, index + 1, words)
    issued = found.last in ("date", "series", "number") and found.authors and not found.has("publisher")
    return [("publisher", words)] if issued and closes else []


def _may_be_name(block: Block, words: str) -> bool:
    plain = block.kind is Kind.PARA and not block.path and "\n" not in block.text
    short = 2 < len(words) < LONG and len(words.split()) <= _MOST_WORDS
    opens = words[:1].isupper() or (words[:1].isalpha() and words[:1].lower() == words[:1].upper())
    told = (
        short and opens and words[-1] not in ".,:;?!…。" and not number_kind(words) and not is_section(words)
    )
    return plain and told and not LABEL.fullmatch(words)


def _is_bold(block: Block) -> bool:
    return block.text.lstrip().startswith("**")


def _is_dated(blocks: Sequence[Block], index: int) -> bool:
    """Whether the next line is a date or a year, alone."""
    words = visible(without_atoms(clean(blocks[index].text))).strip() if index < len(blocks) else ""
    return bool(words) and line_kind(words) in ("date", "year")


def is_place(blocks: Sequence[Block], index: int, found: Found) -> bool:
    """Whether what reads as a name is where the person above it works.

    So it is where all persons before that one have their places, each below its name, and no place
    follows here.
    """
    placed = ["affiliation" in author for author in found.authors]
    if found.last != "author" or len(placed) < 2 or placed[-1] or not all(placed[:-1]):
        return False
    after = visible(without_atoms(clean(blocks[index + 1].text))) if index + 1 < len(blocks) else ""
    told = read_line(after, found, before=False, heading=False) if len(after) < LONG else []
    return not any(key == "affiliation" for key, _ in told)


def _is_front(blocks: Sequence[Block], index: int, found: Found) -> bool:
    """Whether the next line is of the title block by its form, or names the abstract."""
    if index >= len(blocks) or len(blocks[index].text) > LONG:
        return False
    words = visible(without_atoms(clean(blocks[index].text))).strip()
    if LABEL.fullmatch(words) or KEYWORDS_LABEL.match(words):
        return True
    block = blocks[index]
    return (
        block.kind is Kind.PARA
        and not block.path
        and bool(read_line(words, found, before=False, heading=False))
    )


def _opens_text(blocks: Sequence[Block], index: int, words: str) -> bool:
    """Whether the text begins there: a heading, or a long paragraph below a line with a name's capitals."""
    after = blocks[index] if index < len(blocks) else None
    if after is None:
        return False
    runs = after.kind is Kind.PARA and len(after.text) > _TEXT and after.text.rstrip()[-1] not in ":,"
    return after.kind is Kind.HEAD or (runs and _capitals(words))


def _capitals(words: str) -> bool:
    """Whether all words but the small ones begin with a capital, as in an English name."""
    parts = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", words)
    return bool(parts) and all(not part[0].islower() or len(part) < _SMALL for part in parts)
