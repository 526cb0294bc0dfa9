"""Raw Markdown as Marker itself writes it: page anchors, links for note signs, notes listed or quoted.

Beside `marker`, which gives its faults in mild and rough measure, this keeps to what a run of Marker has in
common: a sign links to the anchor of its body, cross-references are links that may bite into a word,
notes stand below the text of their page, set off as a list or a quotation by some, and running heads are
mostly gone. Deterministic by seed.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

from benchmarks.importing.marker import superscripts
from benchmarks.importing.paper import CALL, SYMBOLS, Paper, kind


@dataclass
class _Pages:
    """Pages being made."""

    rng: random.Random
    paper: Paper
    linked: bool
    """Whether signs of notes are links."""
    raised: bool
    """Whether they are raised."""
    setting: str
    """What notes are taken for: ``""`` (paragraphs), ``"- "`` or ``"> "``."""
    deeper: int
    """Levels that headings stand below those of the text."""
    limit: int
    out: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    """Bodies for the foot of this page."""
    words: int = 0
    page: int = 0
    anchors: int = 0
    count: int = 0

    def anchor(self) -> str:
        """The name of a place of this page that nothing had yet."""
        self.anchors += 1
        return f"page-{self.page}-{self.anchors - 1}"


def raw(paper: Paper, seed: int) -> str:
    """The raw text."""
    rng = random.Random(f"anchored {seed}")
    pages = _Pages(
        rng,
        paper,
        linked=rng.random() < 0.7,
        raised=rng.random() < 0.8,
        setting=rng.choice(("", "", "- ", "> ")),
        deeper=rng.choice((0, 1, 1, 2)),
        limit=rng.randint(220, 520),
    )
    pages.out.append(f"# **{paper.title}**" if rng.random() < 0.6 else f"# {paper.title}")
    for key, words in paper.printed_front():
        pages.out += [f"#### **{paper.abstract_label()}**", words] if key == "abstract" else [words]
    for block in paper.blocks:
        _block(pages, block)
    _foot(pages)
    return "\n\n".join(pages.out) + "\n"


def _block(pages: _Pages, block: str) -> None:
    what = kind(block)
    if what == "head":
        _heading(pages, block)
    elif what == "image":
        pages.out.append(f"![](_page_{pages.page}_Figure_{pages.anchors}.jpeg)")
    elif what == "verse":
        lines = (line[2:].strip() for line in _calls(pages, block).split("\n"))
        pages.out.append("<br>".join(lines))
    elif what == "rule":
        pages.out.append("---")
    elif what == "para":
        _paragraph(pages, block.split(" "))
    elif what in ("code", "math"):
        pages.out.append(block)
    else:
        pages.out.append(_calls(pages, block))
        pages.words += len(block.split())


def _heading(pages: _Pages, block: str) -> None:
    if pages.paper.numbering == "chapter" and block.startswith("# "):
        _foot(pages)
        pages.count = 0
    level = len(block) - len(block.lstrip("#")) + pages.deeper
    if pages.rng.random() < 0.1:
        level += pages.rng.choice((1, -1))
    words = _calls(pages, block.lstrip("# "))
    words = f"**{words}**" if pages.rng.random() < 0.6 else words
    anchor = f'<span id="{pages.anchor()}"></span>' if pages.rng.random() < 0.5 else ""
    pages.out.append(f"{'#' * max(1, min(6, level))} {anchor}{words}")


def _paragraph(pages: _Pages, words: list[str]) -> None:
    """On as many pages as it takes."""
    while pages.words + len(words) > pages.limit:
        room = max(0, pages.limit - pages.words)
        _text(pages, words[:room])
        words = words[room:]
        _turn(pages)
    _text(pages, words)


def _text(pages: _Pages, words: list[str]) -> None:
    if words:
        pages.words += len(words)
        named = re.compile(r"\b(?:Table|Figure|section) \d\b(?![.:]\S|\d)(?!\. [A-Z])")
        text = named.sub(lambda found: _reference(pages, found), " ".join(words))
        pages.out.append(_calls(pages, text))


def _reference(pages: _Pages, found: re.Match[str]) -> str:
    """A link to another place, which may start within a word."""
    target = f"(#page-{pages.page + pages.rng.choice((0, 0, 1))}-{pages.rng.randint(0, 3)})"
    start = pages.rng.choice((0, 0, 0, 2))
    return f"{found[0][:start]}[{found[0][start:]}]{target}" if pages.linked else found[0]


def _calls(pages: _Pages, text: str) -> str:
    found = re.compile(CALL.pattern + r"([.,;]?)")
    return found.sub(lambda call: _call(pages, int(call[1]), call[2]), superscripts(text))


def _call(pages: _Pages, number: int, stop: str) -> str:
    """The sign; a link may have swallowed the stop after it."""
    pages.count += 1
    symbols = pages.paper.numbering == "symbols"
    place = pages.count - 1
    sign = (SYMBOLS[place % 6] * (place // 6 + 1)).replace("*", "\\*") if symbols else str(pages.count)
    name = pages.anchor()
    linked = pages.linked and pages.rng.random() < 0.92
    _wait(pages, sign, pages.paper.notes[number - 1], name if linked else "")
    swallowed = linked and not pages.raised and pages.rng.random() < 0.3
    shown = f"[{sign}{stop if swallowed else ''}](#{name})" if linked else sign
    raised = pages.raised or not linked
    return (f"<sup>{shown}</sup>" if raised else shown) + ("" if swallowed else stop)


def _wait(pages: _Pages, sign: str, note: str, name: str) -> None:
    anchor = f'<span id="{name}"></span>' if name else ""
    body = f"{anchor}<sup>{sign}</sup>{pages.rng.choice((' ', ' ', ''))}{superscripts(note)}"
    first, _, rest = body.partition("\n\n")
    pages.waiting.append(pages.setting + first + (f"\n\n{rest}" if rest else ""))


def _turn(pages: _Pages) -> None:
    _foot(pages)
    pages.words, pages.anchors, pages.page = 0, 0, pages.page + 1
    if pages.paper.numbering in ("page", "symbols"):
        pages.count = 0
    if pages.rng.random() < 0.15:  # what is left of the furniture
        pages.out.append(pages.rng.choice((pages.paper.title, str(pages.page + 1))))


def _foot(pages: _Pages) -> None:
    """The notes of the page; those of a list stand in one."""
    if pages.setting == "- " and not any("\n\n" in note for note in pages.waiting):
        pages.out += ["\n".join(pages.waiting)] if pages.waiting else []
    else:
        pages.out += pages.waiting
    pages.waiting.clear()
