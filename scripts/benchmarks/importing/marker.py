"""Marker-style raw Markdown from a true text: what a PDF-to-Markdown model writes, with its faults.

`mild` keeps one form of note throughout; `rough` mixes forms, drifts heading levels, breaks words,
runs notes together or splits them over pages, adds running heads, folios, pictures and page anchors.
Deterministic by seed.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.importing.paper import CALL, SYMBOLS, Paper, kind


@dataclass
class _Press:
    """Pages being made."""

    rng: random.Random
    rough: bool
    paper: Paper
    form: int
    limit: int
    out: list[str] = field(default_factory=list)
    pending: list[tuple[str, str]] = field(default_factory=list)
    """(label, body) of the notes called on this page."""
    rest: str = ""
    """The end of a note that goes on on the next page."""
    words: int = 0
    page: int = 1
    count: int = 0

    def chance(self, share: float) -> bool:
        """True in `share` of cases, never in a mild text."""
        return self.rough and self.rng.random() < share


def raw(paper: Paper, seed: int, *, rough: bool) -> str:
    """The raw text."""
    rng = random.Random(seed)
    press = _Press(rng, rough, paper, form=rng.randint(0, 3), limit=rng.randint(160, 460))
    _front(press)
    for block in paper.blocks:
        _block(press, block)
    _foot(press)
    return "\n\n".join(press.out) + "\n"


def _front(press: _Press) -> None:
    title = press.paper.title
    press.out.append(f"# **{title}**" if press.chance(0.5) else f"# {title}")
    bold = press.rng.random() < 0.5
    for key, words in press.paper.printed_front():
        if key == "subtitle":
            press.out.append(f"## {words}")
        elif key == "author":
            press.out.append(f"**{words}**" if bold else words)
        elif key == "abstract":
            label = press.paper.abstract_label()
            press.out += [f"## {label}", words] if bold else [f"**{label}**", words]
        else:
            press.out.append(words.replace("^e^", "<sup>e</sup>"))
    if press.chance(0.4):
        press.out.insert(0, "![](_page_0_Picture_0.jpeg)")


def _block(press: _Press, block: str) -> None:
    what = kind(block)
    if what == "head":
        press.out += _heading(press, block)
    elif what == "image":
        press.out.append(f"![](_page_{press.page}_Figure_3.jpeg)")
    elif what in ("code", "math"):
        press.out.append(block)
    elif what == "rule":
        press.out.append("---")
    elif what != "para":
        _whole(press, block, what)
    else:
        _paragraph(press, block.split(" "))


def _whole(press: _Press, block: str, what: str) -> None:
    text = _calls(press, block)
    if what == "verse":
        text = "\n".join(line[2:].strip() + "  " for line in text.split("\n")).rstrip()
    if what == "list" and press.chance(0.15):
        text = re.sub(r"^(\d+\.)  ", r"- \1 ", text, flags=re.MULTILINE)
    press.out.append(text)
    press.words += len(block.split())


def _paragraph(press: _Press, words: list[str]) -> None:
    start = 0
    while press.words + len(words) - start > press.limit:
        cut = min(len(words), start + max(0, press.limit - press.words))
        if cut > start:
            _text(press, words[start:cut])
            start = cut
        _turn(press)
        if start >= len(words):
            return
    _text(press, words[start:])


def _text(press: _Press, words: list[str]) -> None:
    if not words:
        return
    press.words += len(words)
    text = " ".join(words)
    if press.rough:
        text = re.sub(
            r"\b([a-z]{3,5})([a-z]{4,6})\b",
            lambda m: f"{m[1]}- {m[2]}" if press.rng.random() < 0.004 else m[0],
            text,
        )
        text = re.sub(r"\b((?:Table|Figure) \d)\b(?!\.|:)", rf"[\1](#page-{press.page}-2)", text)
    press.out.append(_calls(press, text))


def superscripts(text: str, italic: Callable[[], bool] = lambda: False) -> str:
    """`text` with its raised and lowered letters as HTML; `italic` tells of letters whether they slant."""

    def sup(found: re.Match[str]) -> str:
        inner = f"_{found[1]}_" if found[1].isalpha() and italic() else found[1]
        return f"<sup>{inner}</sup>"

    parts = re.split(r"(?<!\\)(\$[^$\n]+\$)", text)
    for place in range(0, len(parts), 2):  # mathematics stays
        parts[place] = re.sub(r"(?<=[\w~])\^([^\s^]{1,4})\^", sup, parts[place])
        parts[place] = re.sub(r"(?<=\w)~([^\s~]{1,4})~", r"<sub>\1</sub>", parts[place])
    return "".join(parts)


def _sups(press: _Press, text: str) -> str:
    return superscripts(text, lambda: press.chance(0.1))


def _calls(press: _Press, text: str) -> str:
    return CALL.sub(lambda found: _call(press, int(found[1])), _sups(press, text))


def _call(press: _Press, number: int) -> str:
    symbols = press.paper.numbering == "symbols"
    press.count += 1
    place = press.count - 1
    label = SYMBOLS[place % 6] * (place // 6 + 1) if symbols else str(press.count)
    press.pending.append((label, press.paper.notes[number - 1]))
    shown = label.replace("*", "\\*")
    forms = (
        f"<sup>{shown}</sup>",
        f"<sup>{shown})</sup>",
        f"<sup>[{shown}](#page-{press.page}-0)</sup>",
        f"<sup>{shown}</sup>",
        f"[{shown}](#page-{press.page}-1)",
    )
    if symbols:
        return forms[0]
    return forms[press.rng.randint(0, 4)] if press.chance(0.25) else forms[press.form]


def _turn(press: _Press) -> None:
    _foot(press)
    press.words, press.page = 0, press.page + 1
    if press.paper.numbering in ("page", "symbols"):
        press.count = 0
    if press.chance(0.5):
        press.out.append(press.rng.choice((str(press.page - 1), f"- {press.page - 1} -")))
    if press.chance(0.6):
        press.out.append(press.paper.title if press.page % 2 else press.paper.author)


def _foot(press: _Press) -> None:
    if press.pending and press.rng.random() < (0.4 if press.rough else 0.6):
        press.out.append("---")
    if press.rest:
        press.out.append(press.rest)
        press.rest = ""
    together = False
    for place, (label, note) in enumerate(press.pending):
        body = _body(press, label, _sups(press, note))
        last = place == len(press.pending) - 1
        if last and press.chance(0.06) and len(note.split()) > 16 and "\n" not in note:
            body, press.rest = _halves(body)
        if together and "\n" not in press.out[-1] and not body.startswith((">", "-")):
            press.out[-1] += " " + body
        else:
            press.out.append(body)
        together = press.chance(0.05)
    press.pending.clear()


def _halves(body: str) -> tuple[str, str]:
    words = body.split(" ")
    return " ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])


def _body(press: _Press, label: str, note: str) -> str:
    anchor = f'<span id="page-{press.page}-{press.count}"></span>' if press.chance(0.4) else ""
    shown = label.replace("*", "\\*")
    forms = (
        f"<sup>{shown}</sup> ",
        f"{shown}) ",
        f"<sup>{shown}</sup>",
        f"<sup>{shown})</sup> ",
        f"{shown}. ",
        f"{shown} ",
        f"> {shown} ",
        f"- {shown}) ",
        f"- <sup>{shown}</sup> ",
    )
    if press.paper.numbering == "symbols":
        sign = forms[press.rng.choice((0, 5))] if press.rough else forms[0]
    else:
        sign = forms[press.rng.randint(0, 8)] if press.chance(0.3) else forms[press.form]
    lead = sign[:2] if sign.startswith(("> ", "- ")) else ""
    return lead + anchor + sign[len(lead) :] + note


def _heading(press: _Press, block: str) -> list[str]:
    if press.paper.numbering == "chapter" and block.startswith("# "):
        _foot(press)
        press.count = 0
    level = len(block) - len(block.lstrip("#")) + 1
    words = _calls(press, block.lstrip("# "))
    if press.rough:
        level = max(1, min(5, level + press.rng.choice((0, 0, 0, 1, -1))))
        words = f"**{words}**" if press.rng.random() < 0.5 else words
        if press.chance(0.06):
            return [words if words.startswith("**") else f"**{words}**"]
        if press.chance(0.3):
            words = f'<span id="page-{press.page}-9"></span>' + words
    return ["#" * level + " " + words]
