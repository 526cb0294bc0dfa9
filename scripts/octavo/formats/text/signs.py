"""Signs of the plain text that are no words of the work: choosing them, naming them, taking them out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from octavo.words import words

RULE: Final = "="
RULE_LENGTH: Final = 72
_CALLS: Final = (("[", "]"), ("{", "}"), ("⟦", "⟧"), ("⟨", "⟩"))
_BRACKETS: Final = (("⟦", "⟧"), ("⟪", "⟫"), ("⦃", "⦄"), ("⸨", "⸩"))
_BULLETS: Final = ("•", "‣", "▪", "◦", "⁃")
_NUMBERS: Final = (("", "."), ("", ")"), ("(", ")"), ("⟨", ".⟩"))
_T = TypeVar("_T")
_NUMERAL: Final = r"(?:\d{1,4}|[A-Za-z]{1,2}|[ivxlcdm]+|[IVXLCDM]+)"
_LEGEND: Final = "Signs of this file:"


@dataclass(frozen=True)
class Signs:
    """The signs of one file; each means one thing only."""

    call: tuple[str, str] = _CALLS[0]
    brackets: tuple[str, str] = _BRACKETS[0]
    bullet: str = _BULLETS[0]
    number: tuple[str, str] = _NUMBERS[0]
    rule: str = RULE * RULE_LENGTH

    def called(self, number: int) -> str:
        """A call of a note."""
        return f"{self.call[0]}{number}{self.call[1]}"

    def apart(self, text: str) -> str:
        """`text` as matter that is no word of the work; brackets of its own are made round."""
        first, last = self.brackets
        return first + text.replace(first, "(").replace(last, ")") + last

    def numbered(self, number: str) -> str:
        """The sign of a numbered item."""
        return f"{self.number[0]}{number}{self.number[1]}"

    @property
    def legend(self) -> str:
        """The paragraph that tells the signs to people and to `read_text`."""
        parts = [
            f"{_LEGEND}",
            f"\t{self.called(1)}\tcalls note 1",
            f"\t{self.apart('…')}\tholds what is no part of the text",
            f"\t{self.bullet}\tbegins an item of a list",
            f"\t{self.numbered('1')}\tbegins a numbered item",
        ]
        return "\n".join(parts)


@dataclass(frozen=True)
class Unsigned(Signs):
    """No signs at all: for looking at the bare text."""

    bullet: str = "\u2060"
    number: tuple[str, str] = ("\u2060", "\u2060")

    def called(self, number: int) -> str:
        """Nothing."""
        return ""

    def apart(self, text: str) -> str:
        """Nothing."""
        return ""


def choose_signs(text: str) -> Signs:
    """Signs that the words of `text` leave free.

    A text that uses up every pair gets the last one: the proof of the words then says so.
    """
    found = frozenset(words(text))
    runs = {len(word) for word in found if set(word) == {RULE}}
    brackets = _first(_BRACKETS, lambda pair: pair[0] not in text and pair[1] not in text)
    free_calls = [pair for pair in _CALLS if pair != brackets]
    length = RULE_LENGTH
    while length in runs:
        length += 1
    return Signs(
        call=_first(free_calls, lambda pair: not re.search(_call_pattern(pair), text)),
        brackets=brackets,
        bullet=_first(_BULLETS, lambda sign: sign not in found),
        number=_first(_NUMBERS, lambda pair: not _taken(pair, found)),
        rule=RULE * length,
    )


def _first(candidates: Sequence[_T], free: Callable[[_T], bool]) -> _T:
    return next((one for one in candidates if free(one)), candidates[-1])


def _call_pattern(pair: tuple[str, str]) -> str:
    return re.escape(pair[0]) + r"\d+" + re.escape(pair[1])


def _number_pattern(pair: tuple[str, str]) -> re.Pattern[str]:
    return re.compile(re.escape(pair[0]) + _NUMERAL + re.escape(pair[1]))


def _taken(pair: tuple[str, str], found: frozenset[str]) -> bool:
    pattern = _number_pattern(pair)
    return any(pattern.fullmatch(word) for word in found)


@dataclass(frozen=True)
class TextParts:
    """A plain text taken apart, signs removed."""

    title: str
    imprint: tuple[str, ...]
    """The other paragraphs of the title block."""
    body: str
    notes: tuple[tuple[int, str], ...]
    """Number and text of each note."""
    calls: tuple[tuple[int, int], ...]
    """Number called, and how many words of the body stand before the call; calls in the title first."""
    editorial: str


def read_text(text: str) -> TextParts:
    """Take a file of `render_text` apart by what it says of its own signs.

    Raises `ValueError` when the file does not have the layout.
    """
    rule = text.split("\n", 1)[0]
    parts = re.split(rf"^{re.escape(rule)}\n", text, flags=re.MULTILINE)
    if set(rule) != {RULE} or len(parts) != 5:
        raise ValueError("the file is not made of four parts")
    _, head, body, notes, editorial = parts
    signs = _told(editorial)
    title, *imprint = [one for one in re.split(r"\n\n+", head.strip("\n")) if one]
    call = re.compile(_call_pattern(signs.call))
    title = _without_matter(title, signs)
    in_title = tuple(
        (int(match.group()[len(signs.call[0]) : -len(signs.call[1])]), 0) for match in call.finditer(title)
    )
    plain = _without_matter(body, signs)
    return TextParts(
        title=call.sub("", title),
        imprint=tuple(imprint),
        body=_without_items(call.sub("", plain), signs),
        notes=tuple(_notes(notes, signs)),
        calls=in_title + _places(plain, call, signs),
        editorial=editorial,
    )


def _told(editorial: str) -> Signs:
    rows = [line.split("\t") for line in editorial.split("\n\n")[0].split("\n")]
    told = [row[1] for row in rows if len(row) == 3 and not row[0]]
    if len(told) != 4:
        raise ValueError("the file does not tell its signs")
    call, brackets, bullet, number = told
    return Signs(
        call=(call[0], call[-1]),
        brackets=(brackets[0], brackets[-1]),
        bullet=bullet,
        number=(number[: number.index("1")], number[number.index("1") + 1 :]),
    )


def _without_matter(text: str, signs: Signs) -> str:
    first, last = signs.brackets
    return re.sub(re.escape(first) + "[^" + re.escape(last) + "]*" + re.escape(last), "", text)


def _without_items(text: str, signs: Signs) -> str:
    item = _number_pattern(signs.number)
    pieces = re.split(r"(\s+)", text)
    return "".join(piece for piece in pieces if piece != signs.bullet and not item.fullmatch(piece))


def _notes(text: str, signs: Signs) -> list[tuple[int, str]]:
    head = re.compile("^" + _call_pattern(signs.call) + " ?", re.MULTILINE)
    starts = list(head.finditer(text))
    ends = [*(match.start() for match in starts[1:]), len(text)]
    notes = []
    for match, end in zip(starts, ends, strict=False):
        number = int(match.group().strip()[len(signs.call[0]) : -len(signs.call[1])])
        notes.append((number, _without_items(_without_matter(text[match.end() : end], signs), signs)))
    return notes


def _places(plain: str, call: re.Pattern[str], signs: Signs) -> tuple[tuple[int, int], ...]:
    found = []
    for match in call.finditer(plain):
        before = _without_items(call.sub("", plain[: match.start()]), signs)
        found.append((int(match.group()[len(signs.call[0]) : -len(signs.call[1])]), len(words(before))))
    return tuple(found)
