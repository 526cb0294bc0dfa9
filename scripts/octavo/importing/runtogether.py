"""What a converter wrote in one line though it stood in several: titles and salutations with their text.

In: a draft of a converter that shows no emphasis; it joins lines that stand close and begin alike.
Out: `part_titles` parts titles from the running text below them, and items whose marks were lost;
`part_paragraphs` parts salutations, captions, records, and lines without a stop, when paragraphs are whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from octavo.importing.casing import Casing, casing
from octavo.importing.choices import choose
from octavo.importing.draft import Block, Box, Draft, Kind, visible, without_atoms
from octavo.importing.flatlines import shows_no_bold
from octavo.importing.runin import MINOR, OPENER, is_titled

_TOKEN: Final = re.compile(r"\S+")
_SHORTEST: Final = 150
"""Signs of a block from where on a title may have been run into running text."""
_MOST: Final = 12
_SENTENCE: Final = 6
"""Words of the sentence that are looked at."""
_SALUTATION: Final = re.compile(r"(?:\A|(?<=[.?!] ))[^?!:;“”]{12,70}: (?=[A-ZÀ-Þ]\w* [a-zà-ÿ])")
_SIR: Final = re.compile(r"(?:\A|(?<=[.?!] ))(?:[A-ZÀ-Þ]{3,}|MY)(?: [A-ZÀ-Þ]{3,}){0,2}, (?=[A-ZÀ-Þ])")
_ADDRESSED: Final = 4
"""Words of the shortest address that ends in a colon: a speaker's name is shorter."""
_CAPTION: Final = re.compile(
    r"(?<=[.?!]|\d) (?=(?:[A-ZÀ-Þ][a-zà-ÿ]{2,9}\.?|표|그림) ?\d{1,2}[.:] [A-ZÀ-Þ\u1100-\ud7ff])"
    r"|(?<=\d) (?=[A-ZÀ-Þ][a-zà-ÿ]{4,9}: [A-ZÀ-Þ])"
)
"""``Table 1. Rainfall``, ``Source: Census``."""
_NUMBER: Final = re.compile(r"\d")
_NAMED: Final = r"[A-ZÀ-Þ][\w’'-]+(?: [A-ZÀ-Þ][\w’'-]+)?(?:, [A-ZÀ-Þ][\w.’-]*| [A-Z]{1,3}[,.])"
_ENTRY: Final = re.compile(_NAMED)
_NEXT_ENTRY: Final = re.compile(r"(?<=\d\.) (?=" + _NAMED + ")")
"""A record of literature behind another one, which ended in a number."""
_FOLLOW: Final = 3
_CALLED: Final = re.compile(r"[.?!“”’»),;:]\d{1,3}$|[^\W\d_]{2}\d{1,3}$")
"""A number that looks like the call of a note."""
_BEGINS: Final = re.compile(
    r"(?:The|An?|In|On|At|By|To|For|From|It|This|That|These|There|We|He|She|They|Die|Der|Das|Im|Les?|La|Il|El|Los|En)$"
)
_QUOTES: Final = '“"‘«„'
_ITEM: Final = re.compile(r"(?<=;) |(?<=;[\ue001]) |(?<=;) ?(?=\ue000[\ue010-\ue019]+\ue001 )")


def part_titles(draft: Draft) -> Draft:
    """The rule: a title without a stop at its end, then a small word with a capital, are two lines."""
    if draft.family != "markdown" or not shows_no_bold(draft):
        return draft
    known = casing(draft.blocks)
    fresh = 1 + max((box.id for block in draft.blocks for box in block.path), default=0)
    out: list[Block] = []
    for block in draft.blocks:
        pieces = _titled(draft, block, known) or _items(draft, block, out, fresh)
        fresh += len(pieces)
        out.extend(pieces or [block])
    return replace(draft, blocks=tuple(out))


def _titled(draft: Draft, block: Block, known: Casing) -> list[Block]:
    if block.kind is not Kind.PARA or block.path or block.hint or len(block.text) < _SHORTEST:
        return []
    cut = _title_end(block.text, known)
    if not cut or not _agreed(draft, block, cut, "a title, then a small word with a capital", 0.65):
        return []
    return [
        replace(block, text=block.text[: cut - 1], spans=()),
        replace(block, text=block.text[cut:], spans=()),
    ]


def _title_end(text: str, known: Casing) -> int:
    """Behind words that all have capitals, as a title has them, where running text begins; else 0."""
    tokens = list(_TOKEN.finditer(text[:_SHORTEST]))
    for at, token in enumerate(tokens[: _MOST + 1]):
        word = token[0]
        if at and word[0].isupper() and word.lower() in known.small and tokens[at - 1][0] not in MINOR:
            after = [one[0] for one in tokens[at + 1 : at + 1 + _SENTENCE]]
            lower = sum(one[0].islower() for one in after)
            if after and after[0][0].islower() and 2 * lower > len(after):
                return token.start()
        if not word.isalpha() or not (word[0].isupper() or (at and word in MINOR)):
            return 0
    return 0


def _items(draft: Draft, block: Block, before: Sequence[Block], fresh: int) -> list[Block]:
    """After a colon, parted by semicolons, and no sentence among them: items that lost their marks."""
    last = before[-1] if before else None
    if block.kind is not Kind.PARA or block.path or last is None or last.kind is not Kind.PARA:
        return []
    if not visible(without_atoms(last.text)).rstrip().endswith(":") or block.text[:1] in _QUOTES:
        return []
    pieces = [piece.strip() for piece in _ITEM.split(block.text)]
    if len(pieces) < 2 or any(re.search(r"\w{3,}[.?!] [A-ZÀ-Þ]", piece) for piece in pieces):
        return []
    why = (f"{len(pieces)} parts after a colon, with semicolons between", 0.7, visible(block.text)[:80])
    options = ("items", "apart")
    if choose(draft, kind="list", line=block.line, default="items", options=options, why=why) != "items":
        return []
    return [
        replace(block, text=piece, path=(Box("item", fresh + at, "-", fresh),), spans=())
        for at, piece in enumerate(pieces)
    ]


@dataclass(frozen=True)
class _Cut:
    """Where a block may be parted."""

    at: int
    """Where the second part begins."""
    evidence: str
    confidence: float


def part_paragraphs(draft: Draft) -> Draft:
    """The rule: a salutation, a caption, a record, a line without a stop stand alone."""
    if draft.family != "markdown" or not shows_no_bold(draft):
        return draft
    known = casing(draft.blocks)
    out: list[Block] = []
    for block in draft.blocks:
        start = 0
        cuts = sorted(_cuts(block.text, known), key=lambda cut: cut.at) if _is_plain(block) else []
        for cut in cuts:
            if cut.at > start and _agreed(draft, block, cut.at, cut.evidence, cut.confidence):
                out.append(replace(block, text=block.text[start : cut.at].rstrip()))
                start = cut.at
        out.append(replace(block, text=block.text[start:]) if start else block)
    return replace(draft, blocks=tuple(out))


def _is_plain(block: Block) -> bool:
    return block.kind is Kind.PARA and not block.path


def _cuts(text: str, known: Casing) -> Iterator[_Cut]:
    for found in _SALUTATION.finditer(text):
        address = visible(without_atoms(found[0])).strip()
        words = address.split()
        told = len(words) >= _ADDRESSED and words[-2][:1].isupper() and is_titled(address)
        if told and OPENER.match(text, found.end()) and not _NUMBER.search(address):
            yield _Cut(found.end(), "an address with a colon", 0.7)
    for found in _SIR.finditer(text):
        yield _Cut(found.end(), "an address in capitals", 0.7)
    for found in _CAPTION.finditer(text):
        yield _Cut(found.end(), "a caption", 0.75)
    if _ENTRY.match(text):
        for found in _NEXT_ENTRY.finditer(text):
            yield _Cut(found.end(), "a record, as the one before", 0.7)
    for at in _without_stop(text, known):
        yield _Cut(at, "no stop, then a small word with a capital and a sentence", 0.7)


def _without_stop(text: str, known: Casing) -> Iterator[int]:
    """Where a sentence begins though none ended: behind a number, or with a word that often begins one."""
    tokens = list(_TOKEN.finditer(text))
    for at in range(1, len(tokens) - _FOLLOW):
        word, before = tokens[at][0], tokens[at - 1][0]
        if not (word.isalpha() and word[0].isupper() and word.lower() in known.small and len(word) > 1):
            continue
        after = [one[0] for one in tokens[at + 1 : at + 1 + _FOLLOW]]
        if not after[0][0].islower() or sum(one[0].islower() for one in after) < _FOLLOW - 1:
            continue
        numbered = before[-1].isdigit() and not _CALLED.search(before)
        if numbered or (before.isalpha() and before.islower() and _BEGINS.match(word)):
            yield tokens[at].start()


def _agreed(draft: Draft, block: Block, at: int, evidence: str, confidence: float) -> bool:
    first, second = visible(without_atoms(block.text[:at])), visible(block.text[at : at + 80])
    why = (evidence, confidence, f"{first.rstrip()[-50:]} ⏎ {second[:50]}")
    options = ("join", "apart")
    return choose(draft, kind="join", line=block.line, default="apart", options=options, why=why) == "apart"
