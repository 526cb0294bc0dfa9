"""The numbers of headings, and which of them nest in which.

In: the texts of all headings in order. Out: for each what counts it - *Part*, *Chapter*, decimals by
depth, Roman numbers, letters, any word that comes again with a number, years, days - and the depth of
each such kind. What restarts inside another lies below it; where nothing restarts, the order in which
printers nest numbers decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from octavo.importing.dates import find_date
from octavo.importing.draft import visible
from octavo.importing.numbering import number_kind, number_value

Number = tuple[str, int]
"""What counts a heading, and how far; the kind is empty where nothing counts it."""

_ORDINALS: Final = (
    "one first premier première prima primo primera primero erste erster erstes ersten",
    "two second seconde deuxième segundo segunda seconda zweite zweiter zweites zweiten",
    "three third troisième tercero tercera terzo terza dritte dritter drittes dritten",
    "four fourth quatrième cuarto cuarta quarto quarta vierte vierter viertes vierten",
    "five fifth cinquième quinto quinta fünfte fünfter fünftes fünften",
    "six sixth sixième sexto sexta sesto sesta sechste sechster sechstes sechsten",
    "seven seventh septième séptimo settimo siebte siebter siebtes siebten",
    "eight eighth huitième octavo ottavo achte achter achtes achten",
    "nine ninth neuvième noveno nono neunte neunter neuntes neunten",
    "ten tenth dixième décimo decimo zehnte zehnter zehntes zehnten",
    "eleven eleventh",
    "twelve twelfth",
)
_ORDINAL: Final = {word: value for value, words in enumerate(_ORDINALS, start=1) for word in words.split()}
_LAST: Final = frozenset(("last", "dernier", "dernière", "letzte", "letzter", "letztes", "último", "ultima"))
_COUNTED: Final = re.compile(
    r"(?P<word>[^\W\d_]{3,})\s+(?:the\s+|no\.?\s*|n[or°]\.?\s*)?"
    r"(?P<number>\d{1,3}|[IVXLC]{1,7}|[A-Z]|[^\W\d_]+)(?![^\W_])",
    re.IGNORECASE,
)
_KOREAN: Final = re.compile(r"제\s*(?P<number>\d{1,3})\s*(?P<word>[부편장절조관])")
_HANGUL: Final = "가나다라마바사아자차카타파하"
_LETTERED: Final = re.compile(rf"\(?(?P<sign>[A-Za-z]|[{_HANGUL}])[.)]\s+(?=\S)")
_SECTIONED: Final = re.compile(r"[A-Z]\.\d{1,2}(?P<deeper>(?:\.\d{1,2})*)\.?\s+(?=\S)")
_SMALL_ROMAN: Final = re.compile(r"\(?(?P<number>[ivxl]{2,6})[.)]\s+(?=\S)")
_PAREN: Final = re.compile(r"\((?P<number>\d{1,2})\)\s+(?=\S)")
_NAMES: Final = {
    "part": "part book buch teil partie livre parte libro volume band tome title titre título titolo 부 편",
    "chapter": "chapter kapitel chapitre capítulo capitulo capitolo capo hoofdstuk kapittel 장",
    "section": "section abschnitt sección sezione article artikel artículo articolo paragraph 절 조 관",
}
_NAMED: Final = {word: kind for kind, words in _NAMES.items() for word in words.split()}
_RANKS: Final = (
    "part",
    "chapter",
    "annex",
    "year",
    "section",
    "R",
    "L",
    "d",
    "date",
    "R2",
    "(",
    "l",
    "r",
    "h",
)
"""Kinds from the outermost to the innermost, as printers nest them."""
_VOLUMES: Final = frozenset(("volume", "band", "tome", "tomo", "number", "issue"))
"""What a title page counts itself."""
_SMALL: Final = frozenset(("(", "l", "r", "h", "R2"))
"""Signs that no work begins its parts with."""
_ANNEXES: Final = frozenset(
    ("appendix", "annex", "annexe", "anhang", "anlage", "appendice", "apéndice", "schedule", "beilage")
)


def numbers(texts: Sequence[str]) -> list[Number]:
    """What counts each heading; a word counts only where it comes with two numbers."""
    bare = [" ".join(unicodedata.normalize("NFKC", visible(text)).split()) for text in texts]
    words = [_counted(text) for text in bare]
    seen = {(word, value) for word, value in words if word}
    times = Counter(word for word, _ in seen)
    sectioned = {text[0] for text in bare if _SECTIONED.match(text)}
    out: list[Number] = []
    for text, (word, value) in zip(bare, words, strict=True):
        named = _NAMED.get(word.removesuffix("s"), "")
        if named and value:
            # Several words may name one rank: ``Title I`` and ``Part II``; each is a kind of its own.
            out.append((f"{named}:{word}", value))
        elif word and (times[word] > 1 or (word in _ANNEXES and value)):
            out.append((f"annex:{word}" if word in _ANNEXES else f"w:{word}", value))
        elif text[:1] in sectioned and text[1:2] == " ":
            out.append(("L", ord(text[0]) - 64))  # ``A Proofs``, for there is a ``A.1 Lemmas``
        else:
            out.append(_signed(text))
    return nested(_letters(bare, out))


def is_counted(text: str) -> bool:
    """Whether a line can only count a part of a work: ``CHAPTER I. SCOPE``, ``Letter the First``.

    A word with a figure may be a series, an issue, a date; one with a letter a name.
    """
    bare = " ".join(unicodedata.normalize("NFKC", visible(text)).split())
    word, value = _counted(bare)
    if not value or word in _VOLUMES:
        return False
    return (
        word in _NAMED
        or word in _ANNEXES
        or not re.match(r"\w+\s+(?:\w+\.?\s+)?(?:\d|[IVXLC]+\b|[A-Z]\b)", bare)
    )


def _counted(text: str) -> Number:
    """``Lesson 4``, ``Letter the First``, ``Chapitre premier``, ``Drittes Kapitel``, ``제2장``."""
    korean = _KOREAN.match(text)
    if korean:
        return korean["word"], int(korean["number"])
    found = _COUNTED.match(text)
    if found is None:
        return "", 0
    word, number = found["word"].lower(), found["number"]
    if word in _ORDINAL or word in _LAST:  # the number first: ``Erstes Kapitel``, ``Second Essay``
        return (number.lower(), _ORDINAL.get(word, 99)) if number.isalpha() and len(number) > 3 else ("", 0)
    if number.isdigit():
        return word, int(number)
    if re.fullmatch(r"[IVXLC]+|[A-Z]", number):
        return word, number_value(number)
    value = _ORDINAL.get(number.lower(), 99 if number.lower() in _LAST else 0)
    return (word, value) if value else ("", 0)


def _signed(text: str) -> Number:
    """A number, a Roman number, a letter, a year or a day that opens a heading."""
    if re.fullmatch(r"(?:1[0-9]|20)\d\d", text):
        return "year", int(text)
    if text.isdigit():
        return "d1", int(text[:6])
    date = find_date(text)[1]
    if date and 2 * len(date) > len(text):
        return "date", 0
    for kind, pattern in (("(", _PAREN), ("A", _SECTIONED), ("r", _SMALL_ROMAN), ("l", _LETTERED)):
        found = pattern.match(text)
        if found is None:
            continue
        if kind == "A":
            return f"A{2 + found['deeper'].count('.')}", number_value(text[2:])
        if kind == "l":
            sign = found["sign"]
            if sign in _HANGUL:
                return "h", _HANGUL.index(sign) + 1
            if sign.isupper():
                break
            return "l", ord(sign) - 96
        return kind, int(found["number"]) if kind == "(" else number_value(found["number"].upper())
    kind = number_kind(text)
    return kind, number_value(text.lstrip("§ ")) if kind else 0


def _letters(texts: Sequence[str], found: Sequence[Number]) -> list[Number]:
    """``C.`` after ``B.`` and ``I.`` after ``H.`` are letters, though they are Roman numbers as well."""
    out = list(found)
    last = {"L": 0, "R": 0, "l": 0, "r": 0}
    for at, (kind, value) in enumerate(found):
        sign = texts[at].lstrip("(")[:1]
        alone = len(texts[at]) > 1 and texts[at].lstrip("(")[1:2] in (".", ")", ":")
        upper, small = kind in ("R", "L"), kind in ("l", "r")
        if alone and (upper or small) and sign.upper() in "IVXLCDM":
            letter, roman = ("L", "R") if upper else ("l", "r")
            place, count = ord(sign.upper()) - 64, number_value(sign.upper())
            goes_on = last[letter] and place == last[letter] + 1
            if goes_on and count != last[roman] + 1:
                out[at] = (letter, place)
            elif small and (count == last[roman] + 1 or count == 1):
                out[at] = (roman, count)
            elif kind == "L" or (kind == "l" and not goes_on and count == last[roman] + 1):
                out[at] = (kind, value)
        kind, value = out[at]
        if kind in last:
            last[kind] = value
    return out


def nested(found: Sequence[Number]) -> list[Number]:
    """Numbers in which ``I``, ``II`` right below a heading ``V`` are of another kind than it: ``R2``.

    A series that begins anew directly below a heading of its own kind is one level deeper; it ends
    with the number that goes on in the outer series.
    """
    out = list(found)
    inner = 0
    for at, (kind, value) in enumerate(found):
        if kind != "R":
            continue
        begins = value == 1 and at > 0 and found[at - 1][0] == "R" and found[at - 1][1] > 1
        if inner and value == inner + 1:
            inner, out[at] = value, ("R2", value)
        elif begins or (inner and value == 1):
            inner, out[at] = 1, ("R2", 1)
        else:
            inner = 0
    return out


def depths(found: Sequence[Number]) -> dict[str, int]:
    """The depth of each kind of number, from 1 on."""
    kinds = [kind for kind in dict.fromkeys(kind for kind, _ in found) if kind]
    places = {kind: [at for at, (one, _) in enumerate(found) if one == kind] for kind in kinds}
    decimals = sorted(kind for kind in kinds if _is_decimal(kind))
    inside: dict[str, set[str]] = {kind: set() for kind in kinds}
    for at, outer in enumerate(kinds):
        for inner in kinds[:at] + kinds[at + 1 :]:
            if _holds(outer, inner, found, places):
                inside[inner].add(outer)
    first = decimals[0] if decimals else ""
    for kind in decimals[1:]:
        inside[kind] |= inside[first] | {one for one in decimals if one < kind}
    base = _longest(inside)
    for kind in decimals[1:]:  # 2.1 is one below 2, and 2.1.1 two, whether or not there is a 2
        base[kind] = base[first] + int(kind[1:]) - int(first[1:])
    return base


def _is_decimal(kind: str) -> bool:
    return len(kind) == 2 and kind[0] == "d"


def _longest(inside: dict[str, set[str]]) -> dict[str, int]:
    """How many kinds lie around each, one within the other."""
    out: dict[str, int] = {}
    for _ in inside:  # each round settles at least the kinds one level deeper
        for kind, outer in inside.items():
            out[kind] = 1 + max((out.get(one, 0) for one in outer if kind not in inside[one]), default=0)
    return out


def _holds(outer: str, inner: str, found: Sequence[Number], places: dict[str, list[int]]) -> bool:
    """Whether headings counted by `inner` lie within those counted by `outer`."""
    if _is_decimal(outer) and _is_decimal(inner):
        return int(outer[1:]) < int(inner[1:])
    if outer[0] in "LAa" and inner[:1] == "A" and inner[1:].isdigit():
        return outer[:1] != "A" or outer[1:] < inner[1:]
    one, other = (
        _restarts(inner, places[outer], found, places),
        _restarts(outer, places[inner], found, places),
    )
    if one != other:
        return one
    mixed = places[outer][0] < places[inner][0] < places[outer][-1]
    reverse = places[inner][0] < places[outer][0] < places[inner][-1]
    if mixed != reverse:
        # A word of the text's own (``Box 1``) that a series goes on behind does not hold that series.
        many = len(places[inner]) >= len(places[outer]) - 1 or inner.startswith("w:")
        return mixed and (many or _rank(outer) < _rank(inner))
    if not mixed and len(places[outer]) > 1 and len(places[inner]) > 1 and inner not in _SMALL:
        return False  # one after the other: sections, then annexes
    return _rank(outer) < _rank(inner) and places[outer][0] < places[inner][0]


def _restarts(
    inner: str, between: Sequence[int], found: Sequence[Number], places: dict[str, list[int]]
) -> bool:
    """Whether the numbers of `inner` begin anew behind a heading of the other kind, which came first."""
    return between[0] < places[inner][0] and any(
        found[after][1] == 1 and any(before < at < after for at in between)
        for before, after in pairwise(places[inner])
    )


def _rank(kind: str) -> int:
    name = kind.partition(":")[0]
    if name == "w":
        return _RANKS.index("section")
    if name[:1] in "dA" and name[1:].isdigit():
        return _RANKS.index("d")
    return _RANKS.index(name) if name in _RANKS else len(_RANKS)
