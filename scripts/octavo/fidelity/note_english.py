"""The note on the text in English: what a collation found, as sentences."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from octavo.fidelity.hunks import Mechanical
from octavo.fidelity.note_facts import NoteFacts, short
from octavo.model import Emendation

_TOLD: Final = (
    (Mechanical.PAGE_JOIN, "{n} paragraph{s} cut in two by page ends {are} joined"),
    (Mechanical.LINE_HYPHEN, "{n} word{s} divided at line ends {are} put together"),
    (Mechanical.NOTE_SIGN, "{n} note{s} {are} taken out of the flow of the text"),
    (Mechanical.FURNITURE, "{n} running head{s} or page number{s} {are} left out"),
)
"""The kinds of mechanical difference a reader may want to know of."""


def sentences(facts: NoteFacts) -> Iterator[str]:
    """The sentences of the note, as HTML."""
    yield (
        f"This edition was made from {escape(facts.witness)}, a text of {facts.words:,} words (SHA-256 "
        f"{facts.sha256[:16]}…). The two were collated word for word and sign for sign."
    )
    yield _mechanical(facts)
    yield _emended(facts)
    if facts.kept:
        yield _kept(facts)
    yield (
        "Every format of the edition is read back and compared with the text; the record of all differences, "
        "from which the source can be rebuilt byte for byte, is published with it."
    )


def _mechanical(facts: NoteFacts) -> str:
    kinds = [_phrase(told, n) for kind, told in _TOLD if (n := facts.count(kind))]
    if not facts.mechanical:
        return "There is no difference between them."
    detail = f": {_listed(kinds)}; the rest is markup and white space" if kinds else ""
    differences = "difference leaves" if facts.mechanical == 1 else "differences leave"
    return f"{_number(facts.mechanical)} {differences} every word as it was{detail}."


def _phrase(told: str, n: int) -> str:
    return told.format(n=_number(n).lower(), s="" if n == 1 else "s", are="is" if n == 1 else "are")


def _emended(facts: NoteFacts) -> str:
    number = len(facts.emended)
    if not number:
        return "No word or sign of the author was changed."
    count = f"{_number(number)} place{'s were' if number != 1 else ' was'} emended"
    if not facts.emendations_fit:
        return f"{count}; the record lists them."
    return f"{count}: {'; '.join(map(_entry, facts.emended))}."


def _entry(entry: Emendation) -> str:
    sic, corr = (escape(short(text)) for text in (entry.sic, entry.corr))
    if not corr:
        return f"“{sic}” is left out ({escape(entry.reason)})"
    return f"“{corr}” for “{sic}”" if sic else f"“{corr}” is supplied"


def _kept(facts: NoteFacts) -> str:
    shown = [f"“{escape(slip)}”" for slip in facts.slips]
    among = f", among them {_listed(shown)}" if shown and facts.kept > len(shown) else ""
    if shown and not among:
        among = f" ({_listed(shown)})"
    if facts.kept == 1:
        return f"One slip of the author is kept as it stands{among}."
    return f"{_number(facts.kept)} slips of the author are kept as they stand{among}."


def _listed(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


_NUMBERS: Final = [
    "No",
    "One",
    "Two",
    "Three",
    "Four",
    "Five",
    "Six",
    "Seven",
    "Eight",
    "Nine",
    "Ten",
    "Eleven",
    "Twelve",
]


def _number(n: int) -> str:
    return _NUMBERS[n] if n < len(_NUMBERS) else f"{n:,}"
