"""The title block told apart: title, authors, affiliations, date, series, number, rights.

In: a draft with canonical inline text. Out: the draft whose title is a heading of hint ``title``
and whose `front` holds what was found; only what the raw text states, each with a decision.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Final

from octavo.importing.choices import choose
from octavo.importing.dates import find_date
from octavo.importing.draft import Block, Draft, Kind, visible, without_atoms
from octavo.importing.frontlines import LONG, ZONE, Found, author_parts, doi_line, is_front_line, read_line
from octavo.importing.frontplaces import by_place, is_place
from octavo.importing.numbering import number_kind
from octavo.importing.outline import is_counted
from octavo.importing.result import Removed
from octavo.importing.rights import rights_in
from octavo.importing.titles import clean, find_title, is_section, title_text, whole_title

__all__ = ["ZONE", "find_front_matter"]

_YEAR: Final = re.compile(r"\d{4}")


def find_front_matter(draft: Draft) -> Draft:
    """The rule: title first, then every short line around it."""
    blocks = draft.blocks
    title = find_title(draft)
    found = Found()
    if title is not None:
        title = whole_title(blocks, title, found)
        _around(draft, title, found)
    _everywhere(blocks, found)
    out = []
    for index, block in enumerate(blocks):
        if index in found.used or index == title:
            marker = block.path[0].marker + " " if block.path else ""
            draft.ledger.fronted.append(Removed(block.line, marker + block.text, "front matter"))
        if index in found.used:
            continue
        out.append(
            replace(block, kind=Kind.HEAD, hint="title", text=title_text(blocks, found))
            if index == title
            else block
        )
    pairs = list(found.pairs)
    for number, author in enumerate(found.authors):
        pairs.extend((f"author{number}.{key}", value) for key, value in author.items())
    return replace(draft, blocks=tuple(out), front=tuple(pairs))


def _around(draft: Draft, title: int, found: Found) -> None:
    """Every short line before the title and after it, until the text begins."""
    blocks = draft.blocks
    for index in range(title):
        _line(draft, index, found, before=True)
    _subtitle(draft, title, found)
    for index in range(title + 1, min(len(blocks), title + 12)):
        if index in found.used:
            continue
        block = blocks[index]
        if block.kind is Kind.RULE or block.kind is Kind.PAGE:
            continue
        words = visible(without_atoms(block.text))
        if is_counted(words.strip()):
            break
        if block.kind is Kind.HEAD and (_is_dated(blocks, index) or not _may_be_front(words, block, found)):
            break
        if len(block.text) > LONG or not _line(draft, index, found, before=False):
            break
    _bodies(found)


def _is_dated(blocks: Sequence[Block], index: int) -> bool:
    """Whether a heading that is a date or a year is the first of several: annals, a diary."""

    def told(block: Block) -> bool:
        words = visible(block.text).strip()
        return block.kind is Kind.HEAD and (words.isdigit() or 2 * len(find_date(words)[1]) > len(words))

    return told(blocks[index]) and any(map(told, blocks[index + 1 :]))


def _may_be_front(words: str, block: Block, found: Found) -> bool:
    """Whether a heading below the title may be a line of its block: one that names an author ends that."""
    if number_kind(block.text) or is_section(words):
        return False
    if not found.authors:
        return is_front_line(words)
    told = read_line(_front_text(block), found, before=False, heading=False)
    return bool(told) and all(key != "author" for key, _ in told)


def _subtitle(draft: Draft, title: int, found: Found) -> None:
    """A short line that nothing else explains, between the title and a line with author or date.

    One word alone there is a name: *Philander*, *Anonymous*.
    """
    blocks, at = draft.blocks, title + 1
    if found.has("subtitle") or at + 1 >= len(blocks) or at in found.used:
        return
    line, text = blocks[at], _front_text(blocks[at])
    words = visible(text).strip()
    # Plain text shows any short line as a heading.
    lines = (Kind.PARA, Kind.HEAD) if draft.family == "plain" else (Kind.PARA,)
    short = line.kind in lines and 4 < len(words) < 130 and words[-1:] not in ".,;:"
    if not short or words[0].islower() or read_line(text, found, before=False, heading=False):
        return
    told = {"author", "date"} & _told(blocks[at + 1], found, lines)
    if not told:
        return
    # A line that comes again in the block is who speaks and who publishes: a corporate body.
    again = any(visible(block.text).strip(" *") == words for block in blocks[at + 1 : ZONE])
    bold = line.text.startswith("**") and told == {"date"}  # names are set in bold, above the date
    key = "subtitle" if " " in words and not again and not bold else "author"
    why = ("a line between the title and a line with author or date", 0.75, words[:80])
    if choose(draft, kind="front", line=line.line, default=key, options=(key, "text"), why=why) == "text":
        return
    if key == "author":
        found.authors.append({"name": words})
    else:
        found.add("subtitle", text)
    found.used.add(at)


def _told(block: Block, found: Found, lines: tuple[Kind, ...]) -> set[str]:
    """The kinds of fact that a line holds."""
    if block.kind not in lines or len(block.text) > LONG:
        return set()
    return {key for key, _ in read_line(_front_text(block), found, before=False, heading=False)}


def _bodies(found: Found) -> None:
    """A corporate body that no person follows is the author, else the publisher."""
    for name in found.bodies:
        if found.authors:
            found.add("publisher", name)
        else:
            found.authors.append({"name": name})


def _line(draft: Draft, index: int, found: Found, *, before: bool) -> bool:
    """Read one line of the title block; whether it was one."""
    block = draft.blocks[index]
    text = _front_text(block)
    if block.kind not in (Kind.PARA, Kind.HEAD) or len(block.text) > LONG or not text:
        return False
    reading = read_line(text, found, before=before, heading=block.kind is Kind.HEAD)
    placed = [] if reading or before else by_place(draft.blocks, index, found)
    if [key for key, _ in reading] == ["author"] and is_place(draft.blocks, index, found):
        placed = [("affiliation", reading[0][1])]
    reading = placed or reading
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
            min(
                _sure({key for key, _ in reading}, visible(text), head=block.kind is Kind.HEAD),
                _cut(draft, index),
                _expected(reading, placed, found),
                _dated(draft.blocks[index + 1 : index + ZONE], reading),
            ),
            visible(text)[:80],
        ),
    )
    if choice == "text":
        return False
    stated = [_fill(found, key, value) for key, value in reading]
    found.last = reading[-1][0]
    placed_date = len(reading) == 1 and reading[0][0] == "date" and _has_place(visible(text))
    if all(stated) and not placed_date:  # what the record cannot hold stays in the text
        found.used.add(index)
    return True


def _fill(found: Found, key: str, value: str) -> bool:
    """Take in one fact, if there is room for it; a place below several names is that of all without."""
    same = next((one for one in found.authors if one["name"] == value), None)
    if key == "author" and same:  # who writes and publishes is no person
        found.authors[found.authors.index(same)] = {"name": value}
        return found.add("publisher", value)
    if key == "author" and found.authors and found.last in ("date", "series", "number"):
        return found.add("publisher", value)  # persons stand before the date
    if key == "author":
        found.authors.append(author_parts(value))
    elif key == "body":
        room = (not found.authors) + (not found.has("publisher"))
        found.bodies.append(value)
        return found.bodies.index(value) < room
    elif key == "affiliation" and found.authors:
        if "affiliation" in found.authors[-1]:
            found.authors[-1]["affiliation"] += f", {value}"
        for author in takewhile(lambda one: "affiliation" not in one, reversed(found.authors)):
            author["affiliation"] = value
    else:
        return found.add(key, value) and key != "affiliation"
    return True


def _expected(reading: Sequence[tuple[str, str]], placed: Sequence[tuple[str, str]], found: Found) -> float:
    """How sure a reading is where it stands: less where place alone tells, or a name stands late.

    So does a further line with a name: it may be the house or the translator; and a further date.
    """
    keys = {key for key, _ in reading}
    named, again = "author" in keys, "date" in keys and found.has("date")
    late = named and (bool(found.authors) or found.last not in ("", "author", "affiliation"))
    return 0.75 if placed or late or again or reading[-1][0] == "publisher" else 1.0


def _dated(after: Sequence[Block], reading: Sequence[tuple[str, str]]) -> float:
    """How sure a date can be that another line with nothing but a date follows: one is no date of issue."""
    lines = takewhile(lambda block: len(block.text) <= LONG, after)
    words = (visible(block.text).strip() for block in lines)
    again = any(text and (find_date(text)[1] == text or _YEAR.fullmatch(text)) for text in words)
    return 0.75 if again and reading[0][0] == "date" else 1.0


def _cut(draft: Draft, index: int) -> float:
    """How sure the piece of a line can be that a converter ran together and a rule parted."""
    near = draft.blocks[max(0, index - 1) : index + 2]
    return 0.75 if sum(block.line == draft.blocks[index].line for block in near) > 1 else 1.0


def _sure(keys: set[str], words: str, *, head: bool) -> float:
    """How sure a reading is.

    Less for a series without a number, several facts in one line, a name that is marked as a heading or
    all in capitals, a date that is marked so (the months a diary covers), a publisher with a number.
    """
    single = len(keys) == 1 and keys != {"series"}
    name = ("author" in keys and words.isupper()) or (head and keys & {"author", "date"})
    numbered = keys & {"publisher", "body"} and any(sign.isdigit() for sign in words)
    return 0.75 if name or numbered or not (single or keys == {"series", "number"}) else 0.85


def _has_place(words: str) -> bool:
    """Whether a line names a place beside its date: no fact of the front matter, so the line stays."""
    rest = re.sub(r"^\w+:", "", words.replace(find_date(words)[1], " "))
    return any(word[0].isupper() for word in re.findall(r"[^\W\d_]{3,}", rest))


def _front_text(block: Block) -> str:
    """A line of a title block; ``5. Dezember 2009`` is one, though Markdown takes it for a list."""
    text = clean(without_atoms(block.text))
    if not block.path:
        return text
    whole = f"{block.path[0].marker} {text}"
    return whole if len(block.path) == 1 and find_date(whole)[1] == whole else ""


def _everywhere(blocks: Sequence[Block], found: Found) -> None:
    """Rights and publisher stand at the end or under the abstract; they stay there."""
    edge = [*blocks[:ZONE], *blocks[-8:]]
    for block in edge:
        if block.kind is not Kind.PARA:
            continue
        text = visible(without_atoms(block.text))
        rights = rights_in(text)
        if rights:
            found.add("rights", " ".join(rights.split()))
        found.add("doi", doi_line(text.strip(" <>")))
    _publisher(blocks, found)


def _publisher(blocks: Sequence[Block], found: Found) -> None:
    """The holder of the rights, by its full name where the text gives one with this acronym."""
    rights = next((value for key, value in found.pairs if key == "rights"), "")
    if not re.match(r"©|\(c\)|copyright", rights, re.I):
        return
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
