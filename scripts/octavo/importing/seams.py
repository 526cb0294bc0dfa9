"""Whether two blocks are one paragraph: how the first ends, how the second begins, what stands between.

In: two neighbouring blocks. Out: a verdict with its evidence in words and its probability. The
table of endings and beginnings says what is usual; where the cases of the develop corpora were
enough to count (`counted`), the count says how often it held.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from octavo.importing.draft import Block, Kind, visible, without_atoms
from octavo.importing.measure import extent
from octavo.importing.summary import KEYWORDS_LABEL

_CLOSERS: Final = "\"'”’»)]}›*_\\^"
_ENDS: Final = ".!?…。！？"
_TITLES: Final = re.compile(
    r"(?:^|[\s(])(?:Mr|Mrs|Ms|Dr|Prof|St|Messrs|Gen|Col|Capt|Lt|Sgt|Sen|Rep|Gov|Hon|Rev|No|Nos|Vol|vol|vols|pp?|[Cc]f|[Ee]d|[Ee]ds"
    r"|[Ff]igs?|[Cc]h|[Ss]ec|[Aa]rt|[Ee]\.g|[Ii]\.e|viz|ca|Nr|Bd|Hrsg|bzw|z\.B|d\.h|u\.a|vgl|Vgl|S|[Tt]rans|[A-Z])\.$"
)
_ABBREVIATION: Final = re.compile(
    r"(?:^|[\s(“\"'‘\-])(?:(?:[A-Za-z]\.){2,}|(?:Inc|Ltd|Co|Corp|Jr|Sr|etc|al|[Ii]bid|[Oo]p|cit|[Ll]oc|approx|est|vs|Jan|Feb|Mar|Apr|Jun"
    r"|Jul|Aug|Sept?|Oct|Nov|Dec|[A-Z])\.)$"
)
_ANSWER: Final = re.compile(r"(?:^|[\s“\"‘'«])No\.$")
"""A number's name before a number, else a whole answer."""
_ENUMERATED: Final = re.compile(r"(?:\\?\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})\\?[.)]\s|[•◦▪‣–—-]\s)")
_FUNCTION: Final = re.compile(
    r"\b(?:the|of|and|a|an|in|to|for|with|by|on|at|from|that|which|than|into|upon|between|their|its|his|her|our"
    r"|der|die|das|den|dem|des|und|von|mit|zu|de|la|le|les|et|du|is|was|were|are|be|has|had|have|or|as|not)$"
)
_CONNECTIVE: Final = re.compile(
    r"(?:And|But|Or|Nor|Yet|So|For|Thus|Hence|Therefore|However|Moreover|Nevertheless|Indeed|Also|Then"
    r"|Und|Aber|Doch|Denn|Et|Mais|Or)\b"
)
_PRONOUN: Final = re.compile(
    r"(?:He|She|It|They|This|These|Those|That|Such|His|Her|Its|Their|There|Here|Er|Sie|Es|Dies\w*|Il|Elle)\b"
)
_ORDINAL_DAY: Final = re.compile(r"(?:^|\s)\d{1,2}\.$")
_MONTH: Final = re.compile(
    r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jahrhundert)\b"
)
_VALEDICTION: Final = re.compile(
    r"\b(?:servant|obedient|faithfully|sincerely|truly|yours|Grüßen)\b.{0,24}(?:,|&c\.)$", re.IGNORECASE
)
_EMPHASIS_ENDS: Final = re.compile(r"(?<=\s)\*[^*\s][^*]{0,150}\*$")
_EMPHASIS_BEGINS: Final = re.compile(r"\*[^*\s][^*]{0,150}\*(?=[\s,;.)])(?!$)")
_SIGNS: Final = {
    **{":": "colon", "：": "colon", ";": "semicolon", "；": "semicolon"},
    **{",": "comma", "，": "comma", "、": "comma", "—": "dash", "–": "dash"},
}
_PAGE: Final = 600
_PAGES: Final = 3
"""Characters from where on a stretch may be a page, and how many are wanted to know a page's length."""
_TAIL: Final = 600
_FAR: Final = 3000
_DOUBTED: Final = 0.78
_ITEM: Final = 120
OPEN: Final = frozenset(("open", "with a function word", "comma", "hyphen", "abbreviation that wants more"))


@dataclass(frozen=True)
class Seam:
    """What can be seen where one block ends and the next begins."""

    end: str
    begin: str
    gap: str
    """``a page end``, ``notes``, ``a float``; empty when nothing stands between."""
    kept: str = ""
    """``full`` or ``short``: the last line, where the converter kept line ends."""
    indent: bool = False
    unclosed: bool = False
    """A quotation that the first part opened is still open."""
    first: str = ""
    """The last words of the first part."""
    item: bool = False
    """The second part is short and ends in a comma or a semicolon, as an item without its mark does."""
    cut_note: bool = False
    """The note between breaks off: the second part may be its rest."""
    late: bool | None = False
    """More than a page's text stands since the last known page end: there may be another one here; None
    where nothing tells how long a page is."""

    def evidence(self) -> str:
        """In plain words."""
        gap = f"; {self.gap} between" if self.gap else ""
        extras = (
            f"; last line {self.kept}" if self.kept else "",
            "; an indent" if self.indent else "",
            "; a quotation still open" if self.unclosed else "",
            "; a short first part" if extent(self.first) <= 60 else "",
            "; the second reads as an item of a list" if self.item else "",
            "; the note between breaks off" if self.cut_note else "",
            "; a page end may stand here" if self.late and not self.gap else "",
            "; nothing tells where pages end" if self.unpaged() else "",
        )
        return f"first part ends {self.end}, second begins {self.begin}{gap}{''.join(extras)}"

    def unpaged(self) -> bool:
        """Whether a sentence may go on a page that nobody sees: few paragraphs begin with a pronoun."""
        loose = self.late is None and not self.gap and not self.kept
        return loose and self.end == "finished" and self.begin == "pronoun"


def look(before: Block, block: Block, *, between: int = 0, late: bool | None = False) -> Seam | None:
    """The seam of two blocks; None when there are no words on one side of it."""
    # Only the seam matters: a look at whole texts would make many joins cost their square.
    first, second = (
        visible(without_atoms(before.text[-_TAIL:])).rstrip(),
        visible(block.text[:_TAIL]).lstrip(),
    )
    second = second or visible(block.text)
    if not first or not second:
        return None
    page = before.page != block.page or block.after_page
    gap = "a page end" if page else "notes" if block.after_note else "a float" if between else ""
    return Seam(
        ending(first) if not _ANSWER.search(first) or second[0].isdigit() else "finished",
        beginning(second),
        gap,
        kept={1: "full", 0: "short", 2: "neither full nor short"}.get(before.full, ""),
        indent=block.hint == "indent",
        unclosed=_unclosed(before.text[-_FAR:]),
        first=first,
        item=len(block.text) < _ITEM and second[-1] in ",;",
        cut_note=block.after_cut_note,
        late=late,
    )


def judge(
    before: Block, block: Block, *, between: int = 0, late: bool | None = False, noted: bool = False
) -> tuple[bool, float, str]:
    """(join, confidence, evidence); confidence 0 when the question does not arise; `noted`: in a note."""
    seam = look(before, block, between=between, late=late)
    if seam is None:
        return False, 0.0, ""
    evidence = seam.evidence()
    if _ORDINAL_DAY.search(seam.first) and _MONTH.match(visible(block.text[:20])):
        return True, 0.95, evidence + "; a day and its month"
    if _EMPHASIS_ENDS.search(before.text[-200:]) and seam.end in OPEN and _EMPHASIS_BEGINS.match(block.text):
        return True, 0.85, evidence + "; emphasis on both sides"
    if seam.begin != "lower case" and KEYWORDS_LABEL.match(visible(before.text)):
        return False, 0.85, evidence + "; the first is the line of key words"
    join, confidence = _verdict(seam)
    confidence = min(confidence, _most(seam, noted=noted)) if join else confidence
    if join and seam.end != "hyphen" and _is_slanted(before.text) != _is_slanted(block.text):
        display = (join and bool(seam.gap), 0.65 if seam.gap else 0.6)
        return *display, evidence + "; only one of them is all in italics"
    if join and seam.begin != "lower case" and before.text.count("\\\n") > 1:
        return False, 0.7, evidence + "; the lines of the first part are kept"
    if join and before.path and not block.path:
        if seam.begin != "lower case" or not (seam.gap or before.path[-1].kind == "item"):
            return False, 0.6, evidence + "; it leaves a list or quotation"
        return True, min(confidence, 0.75), evidence + "; it leaves a list or quotation"
    return join, confidence, evidence


def _is_slanted(text: str) -> bool:
    """Whether the whole of a paragraph is emphasised, as a line of verse or a motto is."""
    text = text.strip()
    return len(text) > 2 and text[0] == "*" == text[-1] and "*" not in text[2:-2].replace("\\*", "")


def late(blocks: Sequence[Block]) -> tuple[bool | None, ...]:
    """For each block whether more than a page stands since the last page end that is known; None: unknown.

    A page's length is the usual distance of known page ends: notes, folios, signs of the converter.
    """
    since, stretches, distances = 0, [], []
    for block in blocks:
        if block.after_page or block.after_note or block.kind is Kind.PAGE:
            stretches.append(since)
            since = 0
        distances.append(since)
        since += len(block.text)
    known = sorted(stretch for stretch in stretches[1:] if stretch > _PAGE)
    if len(known) < _PAGES:
        return (None,) * len(blocks)
    usual = known[len(known) // 2]
    return tuple(distance > 0.9 * usual for distance in distances)


def ending(text: str) -> str:
    """How a text ends."""
    if re.search(r"\w[-‐\u00ad]$", text):
        return "hyphen"
    if re.search(r"[:;.,]\s?[—–]$", text):
        return "colon"
    if _VALEDICTION.search(text):
        return "valediction"
    bare = text.rstrip(_CLOSERS)
    last = bare[-1:] or text[-1]
    if last in _ENDS:
        if last == "." and len(text) - len(bare) == 0:
            if _TITLES.search(text):
                return "abbreviation that wants more"
            if _ABBREVIATION.search(text):
                return "abbreviation"
        return "finished"
    if last.isalpha() and _FUNCTION.search(text):
        return "with a function word"
    return _SIGNS.get(last, "open")


def beginning(text: str) -> str:
    """How a text begins."""
    if _ENUMERATED.match(text):
        return "spaced dash" if text[0] in "–—" else "enumeration"
    sign = text[0]
    if sign.islower():
        return "lower case"
    if sign.isdigit():
        return "digit"
    if sign in "([":
        return "bracket"
    if sign in "“\"'‘«„":
        rest = text.lstrip("“\"'‘«„(")
        return "quoted lower case" if rest[:1].islower() else "quotation"
    if sign in ",;.)]”’»!?":
        return "stop"
    if sign in "–—":
        return "dash"
    if sign in "※■◆□▶▲©§†‡":
        return "sign"
    return _first_word(text)


def _first_word(text: str) -> str:
    """How a text begins that opens with a capital."""
    if _SPEAKER.match(text):
        return "speaker"
    if _CONNECTIVE.match(text):
        return "connective"
    return "pronoun" if _PRONOUN.match(text) else "capital"


def _unclosed(text: str) -> bool:
    """Whether the last opening quotation mark or bracket has no closing one after it."""
    return text.rfind("“") > text.rfind("”") or text.rfind("(") > max(text.rfind(")"), len(text) - 400)


_SPEAKER: Final = re.compile(r"(?:[A-ZÀ-Þ][\w.’'-]* ){0,3}[A-ZÀ-Þ][\w.’'-]*: [A-ZÀ-Þ“\"‘«]")
"""Who speaks next, where the one before was cut short."""
_NEW: Final = ("speaker", "capital", "connective", "pronoun")
_ANY: Final[tuple[str, ...]] = ()

TABLE: Final[tuple[tuple[tuple[str, ...], tuple[str, ...], str, bool, float], ...]] = (
    (_ANY, ("sign",), "", False, 0.85),
    (tuple(OPEN), ("spaced dash",), "long gap", True, 0.65),
    (tuple(OPEN), ("enumeration", "spaced dash"), "", False, 0.7),
    (_ANY, ("enumeration", "spaced dash"), "", False, 0.85),
    (_ANY, ("stop",), "", True, 0.9),
    (("hyphen",), ("lower case",), "", True, 0.95),
    (("hyphen",), _ANY, "", True, 0.78),
    (("with a function word",), ("lower case",), "long", True, 0.98),
    (("comma",), ("lower case",), "long no gap", True, 0.78),
    (("open",), ("lower case",), "long unexplained", True, 0.79),
    (tuple(OPEN), ("lower case",), "long", True, 0.97),
    (tuple(OPEN), ("lower case",), "", True, 0.79),
    (("abbreviation",), ("lower case",), "", True, 0.78),
    (("colon", "semicolon", "dash"), ("lower case",), "gap", True, 0.78),
    (("colon", "semicolon"), ("lower case",), "item no gap", False, 0.6),
    (("semicolon",), ("lower case",), "short no gap", False, 0.6),
    (("colon", "semicolon", "dash"), ("lower case",), "", True, 0.6),
    (_ANY, ("lower case",), "gap", True, 0.7),
    (_ANY, ("lower case",), "", False, 0.55),
    (("comma",), ("quotation",), "no gap", False, 0.6),
    (("comma",), _ANY, "short no gap", False, 0.6),
    (("abbreviation that wants more",), ("speaker",), "", False, 0.7),
    (("comma", "abbreviation that wants more"), _ANY, "gap", True, 0.78),
    (("comma", "abbreviation that wants more"), _ANY, "long", True, 0.78),
    (("comma", "abbreviation that wants more"), _ANY, "", True, 0.65),
    (("semicolon",), _ANY, "gap", True, 0.6),
    (("semicolon",), _ANY, "", False, 0.6),
    (("abbreviation",), _ANY, "gap", False, 0.65),
    (("abbreviation",), _ANY, "", False, 0.78),
    (("open", "with a function word", "dash"), ("quotation",), "no gap", False, 0.6),
    (("with a function word",), ("digit",), "", True, 0.7),
    (("with a function word",), _ANY, "gap", True, 0.78),
    (("dash",), ("speaker",), "", False, 0.7),
    (("open", "dash"), _ANY, "sentence gap", True, 0.65),
    (("open", "with a function word", "dash"), _ANY, "short", False, 0.6),
    (("open", "with a function word", "dash"), _ANY, "title", False, 0.7),
    (("with a function word",), _ANY, "", True, 0.78),
    (("open", "dash"), ("quotation",), "", True, 0.65),
    (("dash",), _ANY, "", True, 0.65),
    (("open",), _ANY, "gap", True, 0.78),
    (("open",), _ANY, "", True, 0.7),
)
"""Ending, beginning, what must hold besides, whether they are one, how often that is so; the first
line that fits decides. What is in none of them is two paragraphs: see `_finished`."""


def _verdict(seam: Seam) -> tuple[bool, float]:
    holds = _circumstances(seam)
    for ends, begins, besides, join, confidence in TABLE:
        fits = (not ends or seam.end in ends) and (not begins or seam.begin in begins)
        if fits and all(word in holds for word in besides.replace("no gap", "nogap").split()):
            return join, confidence
    return False, _finished(seam) if seam.end == "finished" else 0.75


def _most(seam: Seam, *, noted: bool) -> float:
    """How sure a join can be where something speaks against it.

    Counted over the develop part of the third corpus, joins of such seams that were right: over a float 5
    of 54; after a last line that is short 152 of 309; notes between after a full one 3 of 11; an item
    without its mark 19 of 45; after a note that breaks off 71 of 95; a quotation open and no lower case 27
    of 35; in a note 194 of 205. Where nothing explains a break in mid-sentence something may be lost there:
    169 of 175, and the wrong ones stood in 4 of 30 texts. Of the joins that are stated with
    0.8 and more 1499 of 1516 were.
    """
    doubts = (
        noted,
        not seam.gap,
        seam.item,
        seam.cut_note,
        seam.gap == "a float",
        seam.gap == "notes" and seam.kept == "full",
        seam.kept == "short",
        seam.unclosed and seam.begin != "lower case",
    )
    return _DOUBTED if any(doubts) else 1.0


def _circumstances(seam: Seam) -> frozenset[str]:
    """What `TABLE` may ask for.

    A gap, none, or nothing at all that explains a break; a long or a short first part; a title; a short
    sentence; a second part that reads as an item of a list.
    """
    long = extent(seam.first) > 60
    titled = long and len(seam.first) < 160 and _is_titled(seam.first)
    sentence = not long and _is_sentence(seam.first)
    names = (
        "gap" if seam.gap else "nogap",
        "" if seam.gap or seam.late or seam.kept else "unexplained",
        "long" if long else "short",
        "title" if titled else "",
        "sentence" if sentence else "",
        "item" if seam.item else "",
    )
    return frozenset(names)


def _finished(seam: Seam) -> float:
    """How sure it is that a paragraph ends with a sentence that is complete.

    Counted over the develop corpora, paragraph ends of all such seams: nothing between and no line
    ends kept 6730 of 6752; the last line short 1411 of 1424, also at a page end 341 of 342; a float
    between 226 of 226; the last line full 47 of 48; a page end 428 of 447; a short first part 92 of 105.
    Before a pronoun 330 of 330 where the length of a page is known and the page goes on, 431 of 436
    where it is not.
    """
    if seam.begin not in (*_NEW, "dash"):
        return 0.75
    if seam.kept == "full" or (seam.kept and len(seam.first) <= 60):
        return 0.6
    if seam.unclosed or seam.gap == "notes":
        return 0.7
    if seam.kept == "short" and not seam.late:
        return 0.9
    if seam.gap:
        return 0.9 if seam.gap == "a float" else 0.75
    return 0.79 if seam.late or seam.kept or seam.unpaged() else 0.97


def _is_sentence(text: str) -> bool:
    """A short piece of running text: four words and more, most of them in lower case."""
    words = re.findall(r"[^\W\d_]+", text)
    return len(words) > 3 and sum(word.islower() for word in words) * 2 > len(words)


def _is_titled(text: str) -> bool:
    """Nearly every long word has a capital: a title or a name, not a sentence."""
    long = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3]
    return len(long) > 2 and sum(word[0].isupper() for word in long) >= 0.8 * len(long)
