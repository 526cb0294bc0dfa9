"""What the page had and the work has not: running heads and feet, folios, watermarks.

In: a draft with canonical inline text. Out: the draft without them; each removal is a decision
and an entry of the apparatus. They are told by coming again, by standing at page ends, by being
numbers that go up.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from octavo.importing.choices import choose, remove
from octavo.importing.draft import ATOM, ATOM_OPEN, Block, Draft, Kind, atom_index, visible
from octavo.importing.measure import extent

_FOLIO: Final = re.compile(
    r"[-–—|·\s\[(]*(?:page|pg?\.|seite|s\.|p[aá]gina)?\s*(\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/|von|de)\s*\d{1,4})?"
    r"(?:\s*\|?\s*p\s*a\s*g\s*e)?[-–—|·\s\])]*",
    re.IGNORECASE,
)
_LOADED: Final = re.compile(
    r"(?:downloaded (?:from|by|on)\b|this (?:content|document) (?:was )?downloaded|electronic copy available"
    r"|all use subject to|authorized licensed use|provided by\b.*\bon \d)",
    re.IGNORECASE,
)
_VALEDICTION: Final = re.compile(
    r"(?:,|&c\.|etc\.|\b(?:yours?|faithfully|sincerely|truly|obedient|servant)\b.{0,12})$", re.IGNORECASE
)
_NOTE_LIKE: Final = re.compile(r"[\d*†‡(\[]")
_SELDOM: Final = 3
"""Pages a running head: it stands on every page, or on every second one, and OCR loses some."""
_SOURCE: Final = re.compile(r"[—–―]\s?[^\W\d_]{2}")
"""``—Hooker``: whom a quotation is from; about a page's line dashes stand on both sides of a number."""
_CLOSING: Final = ".?!:…。？！”\"’')]»›」』》〉"
_LINE: Final = 60
"""Characters beyond which a paragraph without a stop at its end is no label but breaks off."""
_MAX_HEAD: Final = 120
_ZONE: Final = 8
"""Blocks at the beginning in which the title block stands."""
_SECTIONS: Final = 4
"""Numbers in lines of their own, all between finished sentences, that are sections: few pages end so."""
_FRONT: Final = 12
"""Blocks from the start in which a title block may stand."""


def drop_furniture(draft: Draft) -> Draft:
    """The rule: find what recurs and what counts pages; take it out."""
    blocks = draft.blocks
    reasons: dict[int, tuple[str, float, str]] = {}
    reasons.update(_loaded(blocks))
    reasons.update(_folios(blocks))
    reasons.update(_running(draft, reasons))
    kept: list[Block] = []
    turned = False
    for index, block in enumerate(blocks):
        if index in reasons and _agreed(draft, block, reasons[index]):
            turned = True
            continue
        if block.kind is Kind.PAGE:
            turned = True
        elif turned:
            block, turned = replace(block, after_page=True), False
        kept.append(block)
    return replace(draft, blocks=tuple(kept))


def _agreed(draft: Draft, block: Block, why: tuple[str, float, str]) -> bool:
    reason, confidence, evidence = why
    text = visible(block.text)
    choice = choose(
        draft,
        kind="furniture",
        line=block.line,
        default="remove",
        options=("remove", "keep"),
        why=(f"{reason}: {evidence}", confidence, text[:80]),
    )
    if choice == "remove":
        remove(draft, block.line, block.text, reason)
    return choice == "remove"


def _loaded(blocks: Sequence[Block]) -> dict[int, tuple[str, float, str]]:
    return {
        index: ("download line", 0.9, "its wording")
        for index, block in enumerate(blocks)
        if block.kind is Kind.PARA and len(block.text) < 300 and _LOADED.match(visible(block.text))
    }


def _folios(blocks: Sequence[Block]) -> dict[int, tuple[str, float, str]]:
    """Blocks that are a number and nothing else; sure where the numbers go up."""
    found: list[tuple[int, int]] = []
    out: dict[int, tuple[str, float, str]] = {}
    for index, block in enumerate(blocks):
        if block.kind not in (Kind.PARA, Kind.HEAD) or len(block.text) > 40 or "\ue000" in block.text:
            continue
        text = visible(block.text).strip()
        match = _FOLIO.fullmatch(text)
        if match is None or (_in_item(block) and not re.fullmatch(r"\d{1,4} ?[-–—]", text)):
            continue
        if match[1].isdigit():
            found.append((index, int(match[1])))
        elif text.lower() == text and index > 0 and (len(text) > 1 or blocks[index].after_page):
            out[index] = ("folio", 0.6, "a Roman number alone")
    rising = _rising([number for _, number in found])
    sections = _numbered_sections(blocks, found)
    for (index, number), sure in zip(found, rising, strict=True):
        if index in sections or (not sure and _is_title_year(index, number)):
            continue  # a chapter of which the number is all its heading; the year of a title page
        year = 1500 <= number <= 2100  # years go up as well, in a table or a chronicle
        out[index] = (
            "folio",
            0.75 if sure and year else 0.95 if sure else 0.7,
            "a number alone" + (" that goes up from page to page" if sure else ""),
        )
    return out


def _is_title_year(index: int, number: int) -> bool:
    return index < _FRONT and 1500 <= number <= 2100


def _numbered_sections(blocks: Sequence[Block], found: Sequence[tuple[int, int]]) -> set[int]:
    """Numbers that are all the heading of a section: ``1``, ``2`` of chapters, ``1866`` of annals.

    A folio stands where pages end, so somewhere it cuts a sentence, and no two are without text
    between them. Headings say so by themselves; lines of their own only where there are several, a page
    is nowhere seen to end beside them, and text with capitals follows each.
    """
    told = [index for index, number in found if not _is_title_year(index, number)]
    heads = [index for index, _ in found if blocks[index].kind is Kind.HEAD]
    lines = any(blocks[index].kind is not Kind.HEAD for index in told)
    if lines and not (len(told) >= _SECTIONS and all(_opens_text(blocks, index) for index in told)):
        return set()
    sections = told if lines else heads
    if any(blocks[index].after_page or _cuts(blocks, index, {}) for index in sections):
        return set()
    return set(sections)


def _opens_text(blocks: Sequence[Block], place: int) -> bool:
    """Whether a bare number opens what follows: a capital at once, and neither page end nor notes before."""
    before = blocks[place - 1] if place else None
    if place + 1 >= len(blocks) or not visible(blocks[place].text).strip(" .").isdigit():
        return False
    if before and (before.kind is Kind.PAGE or before.text[:1] == ATOM_OPEN or _NOTE_LIKE.match(before.text)):
        return False
    last = visible(before.text).rstrip() if before and before.kind is Kind.PARA else "."
    if len(last) > _LINE and last[-1] not in _CLOSING:
        return False
    after = blocks[place + 1]
    first = visible(after.text).lstrip("([“‘«\"'")[:1]
    if first.lower() == first.upper():  # a script without capitals: what comes before must be finished
        return last[-1:] in _CLOSING
    return after.kind in (Kind.PARA, Kind.HEAD) and first.isupper()


def _in_item(block: Block) -> bool:
    return any(box.kind in ("item", "note") for box in block.path)


def _rising(numbers: Sequence[int]) -> list[bool]:
    """Whether each number is one more than the one before it or one less than the one after."""
    return [
        (at > 0 and 0 < numbers[at] - numbers[at - 1] <= 3)
        or (at + 1 < len(numbers) and 0 < numbers[at + 1] - numbers[at] <= 3)
        for at in range(len(numbers))
    ]


def normal(text: str) -> str:
    """`text` as running heads compare: lower case, no folio at either end, no signs."""
    text = visible(text).lower()
    text = re.sub(r"^[\s|·–—-]*\d{1,4}(?=[\s|·–—-])|(?<=[\s|·–—-])\d{1,4}[\s|·–—-]*$", "", text.strip())
    return " ".join(re.sub(r"[^\w]+", " ", text).split())


def _running(draft: Draft, gone: dict[int, tuple[str, float, str]]) -> dict[int, tuple[str, float, str]]:
    blocks = draft.blocks
    groups: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for index, block in enumerate(blocks):
        if index in gone or block.kind not in (Kind.PARA, Kind.HEAD) or extent(block.text) > _MAX_HEAD:
            continue
        text = visible(block.text).strip()
        if _in_item(block) or (_NOTE_LIKE.match(text) and text.endswith(".")) or _calls(draft, block):
            continue
        if _SOURCE.match(text):
            continue
        key = normal(block.text)
        if len(key) >= 3 and not key.isdigit():
            # With a stop it is another line: the name below a letter, not the one above its pages.
            groups[key, text[-1:] == "."].append(index)
    title = _title_key(blocks)
    out: dict[int, tuple[str, float, str]] = {}
    for (key, _), places in groups.items():
        out.update(_group(blocks, key, places, title, gone))
    return out


def _calls(draft: Draft, block: Block) -> bool:
    """Whether a note may be called in the block: a line of the work, then, however often it comes again."""
    return any(draft.atoms[atom_index(sign)].label for sign in ATOM.finditer(block.text))


def _group(
    blocks: Sequence[Block], key: str, places: list[int], title: str, gone: dict[int, tuple[str, float, str]]
) -> dict[int, tuple[str, float, str]]:
    at_page = [
        place
        for place in places
        if _at_page_end(blocks, place, gone)
        or (places[0] < _ZONE and place > places[0] + 1 and _before_lower(blocks, place))
    ]
    like_title = bool(title) and (key == title or (len(key) >= 12 and title.startswith(key)))
    if len(places) < 2 and not (like_title and at_page and key != title):
        return {}
    cutting = [place for place in places if _cuts(blocks, place, gone)]
    # The line of the title block is where a running head comes from: it tells nothing of the others.
    later = [place for place in places if place >= _ZONE] or places
    if not like_title and _stands_in_text(blocks, later, {*at_page, *cutting}):
        return {}
    as_text = not like_title and _ends_as_text(blocks, places)
    if len(at_page) < len(places) and (as_text or _under_headings(blocks, places)):
        return {}
    if _are_sections(blocks, places, gone):
        return {}
    if len(places) == 2 and all(visible(blocks[place].text).rstrip()[-1:] in ".,:" for place in places):
        return {}
    stays = _genuine(blocks, places, at_page)
    if stays is not None and _cuts(blocks, stays, gone):
        stays = None
    if len(places) == 2 and not like_title and (len(at_page) < 1 or (stays is None and not cutting)):
        return {}
    # Without a page end a line that comes again may be what is left of a table.
    most = 0.98 if at_page and not _is_seldom(blocks, places, gone) else 0.78
    confidence = min(most, 0.6 + 0.08 * len(places) + (0.15 if at_page else 0.0))
    evidence = f"the same line stands here {len(places)} times" + ("; at page ends" if at_page else "")
    evidence += "; most pages have none, or no page is seen" if at_page and most < 0.8 else ""
    # One line of the title block stays there; of two, one is the head of the first page.
    lone = sum(place < _ZONE for place in places) == 1
    return {
        place: ("running head", confidence, evidence)
        for place in places
        if place != stays
        and not _is_signature(blocks, place)
        and not (lone and place < _ZONE and place not in at_page)
    }


def _is_seldom(blocks: Sequence[Block], places: list[int], gone: dict[int, tuple[str, float, str]]) -> bool:
    """Whether most of the pages between the first such line and the last have none.

    Pages are counted by folios, else by the converter's signs; where it left neither, it knows what is of
    the page and has taken it out, so a line that is left may be the work's own.
    """
    first, last = places[0], places[-1]
    pages = sum(first < at < last for at in gone) or sum(
        block.kind is Kind.PAGE or block.after_page for block in blocks[first : last + 1]
    )
    return pages > _SELDOM * len(places) or not pages


def _stands_in_text(blocks: Sequence[Block], places: list[int], at_page: set[int]) -> bool:
    """``Example``, ``Not exhibited``: a label that comes again in the work itself.

    Most pages end in mid-sentence, so a line that seldom stands where a page ends is no line of the page;
    where line ends and pages are not kept, some labels stand beside a cut sentence by chance.
    """
    share = 4 if any(blocks[place].full >= 0 for place in places) else 2
    return share * len(at_page) < len(places)


def _ends_as_text(blocks: Sequence[Block], places: list[int]) -> bool:
    """A refrain, a salutation, a speaker: it ends with a stop, a comma, a colon each time."""
    return all(visible(blocks[place].text).rstrip()[-1:] in ".!?,:;”。！？，：；" for place in places)


def _under_headings(blocks: Sequence[Block], places: list[int]) -> bool:
    """The same line opens several chapters."""
    return all(place > 0 and blocks[place - 1].kind is Kind.HEAD for place in places[1:])


def _are_sections(
    blocks: Sequence[Block], places: list[int], gone: dict[int, tuple[str, float, str]]
) -> bool:
    """Whether all are headings of the work: ``Summary`` of every chapter, ``Lesson 1``, ``Lesson 2``.

    None of them stands in mid-sentence, all have one level, and a page may end before some of them only.
    """
    return (
        all(blocks[place].kind is Kind.HEAD and not _cuts(blocks, place, gone) for place in places)
        and len({blocks[place].raw_level for place in places} | {0}) == 2  # plain text marks none: level 0
        and any(not _at_page_end(blocks, place, gone) for place in places)
    )


def _is_signature(blocks: Sequence[Block], place: int) -> bool:
    """A name below ``I am, Sir, your most obedient servant,``: short, after a comma, closed with a stop."""
    text = visible(blocks[place].text).strip()
    before = next((b for b in reversed(blocks[max(0, place - 2) : place]) if b.kind is Kind.PARA), None)
    closes = before is not None and bool(_VALEDICTION.search(visible(before.text)[-80:]))
    return text.endswith(".") and len(text) < 40 and closes


def _genuine(blocks: Sequence[Block], places: list[int], at_page: list[int]) -> int | None:
    """The one that is the heading itself: a heading that stands at no page end, else the first."""
    heads = [place for place in places if blocks[place].kind is Kind.HEAD]
    free = [place for place in heads if place not in at_page]
    if free or heads:
        return (free or heads)[0]
    bold = [place for place in places if blocks[place].text.startswith("**")]
    if bold and len(bold) < len(places):
        return bold[0]
    if places[0] < _ZONE and places[0] not in at_page[1:]:
        return places[0]
    return None


def _at_page_end(blocks: Sequence[Block], place: int, gone: dict[int, tuple[str, float, str]]) -> bool:
    """Next to a folio or a page sign, or in the middle of a sentence."""
    near = (place - 1, place + 1)
    if any(0 <= at < len(blocks) and (at in gone or blocks[at].kind is Kind.PAGE) for at in near):
        return True
    if blocks[place].after_page:
        return True
    if place == 0 or place + 1 >= len(blocks):
        return False
    before, after = blocks[place - 1], blocks[place + 1]
    if before.kind is not Kind.PARA:
        return False
    last, first = visible(before.text).rstrip(), visible(after.text).lstrip()
    cut = len(last) > _LINE and last[-1] not in _CLOSING and not _in_item(before)  # items need no stop
    return cut or (first[:1].islower() and len(first) > 40 and not _in_item(after))


def _before_lower(blocks: Sequence[Block], place: int) -> bool:
    """Whether the text after the line goes on in lower case; for lines that the title block has too."""
    after = blocks[place + 1] if place + 1 < len(blocks) else None
    return after is not None and after.kind is Kind.PARA and visible(after.text)[:1].islower()


def _cuts(blocks: Sequence[Block], place: int, gone: dict[int, tuple[str, float, str]]) -> bool:
    """Whether the line stands between the parts of a word or of a sentence that goes on in lower case."""
    around = [
        at for at in (*range(place - 1, place - 4, -1), *range(place + 1, place + 4)) if 0 <= at < len(blocks)
    ]
    texts = [at for at in around if at not in gone and blocks[at].kind is Kind.PARA]
    before = next((visible(blocks[at].text).rstrip() for at in texts if at < place), "")
    after = next((visible(blocks[at].text).lstrip() for at in texts if at > place), "")
    return bool(before) and after[:1].islower() and (before[-1].isalnum() or before[-1] in ",-‐")


def _title_key(blocks: Sequence[Block]) -> str:
    heads = [block for block in blocks[:12] if block.kind is Kind.HEAD]
    if heads:
        return normal(min(heads, key=lambda block: block.level).text)
    return normal(blocks[0].text) if blocks and len(blocks[0].text) < _MAX_HEAD else ""
