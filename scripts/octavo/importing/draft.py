"""The importer's working value: blocks of running text with opaque atoms, and what was decided.

A rule is a function ``Draft -> Draft``. Inline text is canonical Markdown in which everything a
rule must not look into (code, mathematics, link targets, superscripts that may be note calls) is
an *atom*: a private-use sequence that stands for an entry of `Draft.atoms`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from octavo.importing.result import Decision, Removed, Respelled
from octavo.model import Finding

ATOM_OPEN: Final = "\ue000"
ATOM_CLOSE: Final = "\ue001"
_DIGIT_BASE: Final = 0xE010
ATOM: Final = re.compile("\ue000([\ue010-\ue019]+)\ue001")
PRIVATE: Final = re.compile("[\ue000-\ue0ff]")


class Kind(StrEnum):
    """What a block is."""

    PARA = "para"
    HEAD = "head"
    RULE = "rule"
    TABLE = "table"
    CODE = "code"
    MATH = "math"
    IMAGE = "image"
    HTML = "html"
    VERSE = "verse"
    PAGE = "page"
    """A sign of the converter that a new page begins here; never written."""


@dataclass(frozen=True)
class Box:
    """A container a block stands in: a quotation, a list item, a note's definition."""

    kind: str
    """``quote``, ``item`` or ``note``."""
    id: int
    marker: str = ""
    """An item's marker as canonical Markdown, a note's label."""
    list_id: int = 0
    loose: bool = False


@dataclass(frozen=True)
class Atom:
    """Something inside running text that rules see as one sign."""

    kind: str
    """``sup``, ``ref``, ``link``, ``opaque``."""
    written: str
    """Canonical Markdown that stands for it when it is no note call."""
    label: str = ""
    """The note label it may call: ``1``, ``*``, ``a``; empty when it can be no call."""
    strength: float = 0.0
    """How much its form speaks for a call (see `marks`)."""
    raw: str = ""


@dataclass(frozen=True)
class Block:
    """A leaf block."""

    kind: Kind
    text: str
    """Inline text with atoms for PARA and HEAD; canonical lines for everything else."""
    line: int
    path: tuple[Box, ...] = ()
    level: int = 0
    page: int = 0
    """Pages counted from the signs of the converter; 0 when it gave none."""
    hint: str = ""
    """Typography that was taken away: ``bold``, ``italic``, ``caps``, ``indent`` …"""
    after_page: bool = False
    """A page end is known to stand before this block."""
    after_float: bool = False
    after_note: bool = False
    after_cut_note: bool = False
    """The note before this block breaks off: this may be its rest."""
    raw_level: int = 0
    full: int = -1
    """For text with kept line ends: 1 when its last line is full, 0 when short, 2 when that is not sure."""
    spans: tuple[tuple[int, int], ...] = ()
    """(character offset in `text` as parsed, raw line) of each raw line of the block."""


@dataclass
class Ledger:
    """What the rules of one import wrote down; it lives and dies with that import."""

    decisions: list[Decision] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    respelled: list[Respelled] = field(default_factory=list)
    fronted: list[Removed] = field(default_factory=list)
    """Raw lines whose words went into the front matter."""
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    """How many decisions of a kind were taken on a raw line: makes their ids."""
    overrides: dict[str, str] = field(default_factory=dict)
    """Decision id -> choice, from ``decisions.yaml``."""
    wished: dict[str, int] = field(default_factory=dict)
    """Decision id -> its line in ``decisions.yaml``."""
    obeyed: set[str] = field(default_factory=set)
    boxes: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Containers of the raw text -> their kinds and markers."""


@dataclass(frozen=True)
class Draft:
    """Everything the rules hand from one to the next."""

    raw: str
    name: str
    family: str = "markdown"
    blocks: tuple[Block, ...] = ()
    atoms: tuple[Atom, ...] = ()
    notes: tuple[tuple[Block, ...], ...] = ()
    """Bodies in order of call."""
    front: tuple[tuple[str, str], ...] = ()
    """Front matter found: (key, value) pairs."""
    torn: bool = False
    """Lines of two columns run into each other: nothing that rests on the order of words is sure."""
    ledger: Ledger = field(default_factory=Ledger)


Rule = Callable[[Draft], Draft]


def atom_sign(index: int) -> str:
    """The sequence that stands for atom `index` in running text."""
    return ATOM_OPEN + "".join(chr(_DIGIT_BASE + int(d)) for d in str(index)) + ATOM_CLOSE


def atom_index(match: re.Match[str]) -> int:
    """The atom index of a match of `ATOM`."""
    return int("".join(str(ord(c) - _DIGIT_BASE) for c in match[1]))


def without_atoms(text: str) -> str:
    """`text` without atoms."""
    return ATOM.sub("", text)


def visible(text: str) -> str:
    """`text` without atoms, emphasis signs and escapes: what a reader sees of the words."""
    return _MARKUP.sub(r"\1", ATOM.sub("", text))


_MARKUP: Final = re.compile(r"\\(.)|\*+|\^", re.DOTALL)


def settle_atoms(text: str, atoms: Sequence[Atom]) -> str:
    """`text` with every atom written out."""

    def written(found: re.Match[str]) -> str:
        return atoms[atom_index(found)].written

    while ATOM.search(text):
        text = ATOM.sub(written, text)
    return _PARTED.sub(r"\1", text)


_PARTED: Final = re.compile(r"(\^\d{1,4},)\^\^(?=\d)")
"""``<sup>1,2</sup>`` that might have called two notes and did not."""
