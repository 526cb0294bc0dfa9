"""Marker-style raw Markdown from a true text: what a PDF-to-Markdown model writes, with its faults.

`mild` keeps one form of note throughout; `rough` mixes forms, drifts heading levels, breaks words,
adds running heads, folios and page anchors. Deterministic by seed.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

from benchmarks.importing.texts import Paper

_CALL = re.compile(r"\[\^(\d+)\]")


@dataclass
class _Press:
    """Pages being made."""

    rng: random.Random
    rough: bool
    paper: Paper
    out: list[str] = field(default_factory=list)
    pending: list[int] = field(default_factory=list)
    words: int = 0
    page: int = 1
    form: int = 0
    limit: int = 380


def raw(paper: Paper, seed: int, *, rough: bool) -> str:
    """The raw text."""
    rng = random.Random(seed)
    press = _Press(rng, rough, paper, form=rng.randint(0, 4), limit=rng.randint(280, 480))
    press.out.append(f"# {'**' if rough and rng.random() < 0.5 else ''}{paper.title}")
    if press.out[-1].startswith("# **"):
        press.out[-1] += "**"
    press.out.append(paper.author if rng.random() < 0.5 else f"**{paper.author}**")
    for block in paper.blocks:
        _block(press, block)
    _foot(press)
    return "\n\n".join(press.out) + "\n"


def _block(press: _Press, block: str) -> None:
    if block.startswith("#"):
        press.out.append(_heading(press, block))
        return
    if block[0] in ">|-" or re.match(r"\d+\. ", block):
        press.out.append(_calls(press, block))
        press.words += len(block.split())
        return
    words = block.split(" ")
    start = 0
    while press.words + len(words) - start > press.limit:
        cut = min(len(words), start + max(0, press.limit - press.words))
        if cut > start:
            _text(press, words[start:cut], broken=cut < len(words))
            start = cut
        _turn(press)
        if start >= len(words):
            return
    _text(press, words[start:], broken=False)


def _text(press: _Press, words: list[str], *, broken: bool) -> None:
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
    press.out.append(_calls(press, text))


def _calls(press: _Press, text: str) -> str:
    text = re.sub(r"(?<=\w)\^([^\s^]{1,4})\^", r"<sup>\1</sup>", text)

    def call(found: re.Match[str]) -> str:
        number = int(found[1])
        press.pending.append(number)
        forms = (
            f"<sup>{number}</sup>",
            f"<sup>{number})</sup>",
            f"<sup>[{number}](#page-{press.page}-0)</sup>",
            f"<sup>{number}</sup>",
            f"[{number}](#page-{press.page}-1)",
        )
        form = (
            forms[press.rng.randint(0, 4)]
            if press.rough and press.rng.random() < 0.25
            else forms[press.form % 4]
        )
        return form

    return _CALL.sub(call, text)


def _turn(press: _Press) -> None:
    _foot(press)
    press.words, press.page = 0, press.page + 1
    if press.rough:
        if press.rng.random() < 0.5:
            press.out.append(press.rng.choice((str(press.page - 1), f"- {press.page - 1} -")))
        if press.rng.random() < 0.6:
            press.out.append(press.paper.title if press.page % 2 else press.paper.author)


def _foot(press: _Press) -> None:
    if press.pending and press.rng.random() < (0.4 if press.rough else 0.6):
        press.out.append("---")
    for number in press.pending:
        note = press.paper.notes[number - 1].replace("^th^", "<sup>th</sup>").replace("^nd^", "<sup>nd</sup>")
        press.out.append(_body(press, number, note))
    press.pending.clear()


def _body(press: _Press, number: int, note: str) -> str:
    anchor = (
        f'<span id="page-{press.page}-{number}"></span>' if press.rough and press.rng.random() < 0.4 else ""
    )
    forms = (
        f"<sup>{number}</sup> ",
        f"{number}) ",
        f"<sup>{number}</sup>",
        f"<sup>{number})</sup> ",
        f"{number}. ",
        f"{number} ",
        f"> {number} ",
        f"- {number}) ",
        f"- <sup>{number}</sup> ",
    )
    pick = press.rng.randint(0, 8) if press.rough and press.rng.random() < 0.3 else press.form % 4
    return _join(anchor, forms[pick], note)


def _join(anchor: str, sign: str, note: str) -> str:
    lead = sign[:2] if sign.startswith(("> ", "- ")) else ""
    return lead + anchor + sign[len(lead) :] + note


def _heading(press: _Press, block: str) -> str:
    level, words = len(block) - len(block.lstrip("#")), block.lstrip("# ")
    level = level + 1
    if press.rough:
        level = max(1, min(5, level + press.rng.choice((0, 0, 0, 1, -1))))
        words = f"**{words}**" if press.rng.random() < 0.5 else words
        if press.rng.random() < 0.06:
            return words if words.startswith("**") else f"**{words}**"
        if press.rng.random() < 0.3:
            words = f'<span id="page-{press.page}-9"></span>' + words
    return "#" * level + " " + words
