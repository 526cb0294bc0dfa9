"""A collation in, the edition's "Note on the text" out: one paragraph, marked as editorial.

It is written before anything is laid out, so that PDF, EPUB and HTML can all carry it. It says only
what the collation has shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from octavo.fidelity.hunks import DECLARED, Collation, Mechanical
from octavo.fidelity.scan import scan
from octavo.model import Edition, Editorial, Emendation, Witness

ID: Final = "ed-note-on-the-text"
TITLE: Final = "Note on the text"
_MOST_EMENDATIONS: Final = 8
_MOST_KEPT: Final = 5
_LONGEST_SLIP: Final = 32
_TOLD: Final = (
    (Mechanical.PAGE_JOIN, "{n} paragraph{s} cut in two by page ends {are} joined"),
    (Mechanical.LINE_HYPHEN, "{n} word{s} divided at line ends {are} put together"),
    (Mechanical.NOTE_SIGN, "{n} note{s} {are} taken out of the flow of the text"),
    (Mechanical.FURNITURE, "{n} running head{s} or page number{s} {are} left out"),
)
"""The kinds of mechanical difference a reader may want to know of."""


def note_on_the_text(edition: Edition, witness: Witness, collation: Collation) -> Editorial:
    """The paragraph, in English; its words are no words of the work."""
    sentences = " ".join(_sentences(edition, witness, collation))
    lang = "" if edition.imprint.lang.split("-")[0] == "en" else ' lang="en"'
    return Editorial(ID, TITLE, f"<div><p{lang}>{sentences}</p></div>")


def _sentences(edition: Edition, witness: Witness, collation: Collation) -> Iterator[str]:
    words = len(scan(witness.text).words)
    yield (
        f"This edition was made from {escape(witness.name)}, a text of {words:,} words (SHA-256 "
        f"{witness.sha256[:16]}…). The two were collated word for word and sign for sign."
    )
    yield _mechanical(collation)
    yield _emended(edition)
    if edition.kept:
        yield _kept(edition)
    yield (
        "Every format of the edition is read back and compared with the text; the record of all differences, "
        "from which the source can be rebuilt byte for byte, is published with it."
    )


def _mechanical(collation: Collation) -> str:
    kinds = [_phrase(told, n) for kind, told in _TOLD if (n := collation.counts.get(str(kind), 0))]
    total = sum(n for kind, n in collation.counts.items() if kind not in (DECLARED, "undeclared"))
    if not total:
        return "There is no difference between them."
    detail = f": {_listed(kinds)}; the rest is markup and white space" if kinds else ""
    differences = "difference leaves" if total == 1 else "differences leave"
    return f"{_number(total)} {differences} every word as it was{detail}."


def _phrase(told: str, n: int) -> str:
    return told.format(n=_number(n).lower(), s="" if n == 1 else "s", are="is" if n == 1 else "are")


def _emended(edition: Edition) -> str:
    entries = [entry for entry in edition.emendations if entry.kind != "furniture"]
    if not entries:
        return "No word or sign of the author was changed."
    count = f"{_number(len(entries))} place{'s were' if len(entries) != 1 else ' was'} emended"
    if len(entries) > _MOST_EMENDATIONS:
        return f"{count}; the record lists them."
    return f"{count}: {'; '.join(map(_entry, entries))}."


def _entry(entry: Emendation) -> str:
    sic, corr = (escape(_short(text)) for text in (entry.sic, entry.corr))
    if not corr:
        return f"“{sic}” is left out ({escape(entry.reason)})"
    return f"“{corr}” for “{sic}”" if sic else f"“{corr}” is supplied"


def _kept(edition: Edition) -> str:
    count = len(edition.kept)
    slips = dict.fromkeys(_short(entry.sic) for entry in edition.kept if len(entry.sic) <= _LONGEST_SLIP)
    shown = [f"“{escape(slip)}”" for slip in list(slips)[:_MOST_KEPT]]
    among = f", among them {_listed(shown)}" if shown and count > len(shown) else ""
    if shown and not among:
        among = f" ({_listed(shown)})"
    if count == 1:
        return f"One slip of the author is kept as it stands{among}."
    return f"{_number(count)} slips of the author are kept as they stand{among}."


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else f"{flat[:40]} … {flat[-15:]}"


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
