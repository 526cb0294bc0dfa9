"""Mends that need no judgement: text in, text and a list of what was done out.

Each mend changes markup only. The caller (`octavo check --fix`) keeps a mended text only if it
reads word for word as before.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Mended:
    """A mended text and what was done to it, one sentence a kind of mend."""

    text: str
    done: tuple[str, ...]


_CODE: Final = re.compile(r"^(`{3,}|~{3,})[^\n]*\n.*?^\1`*~*[ \t]*$|(`+)(?!`).*?(?<!`)\2(?!`)", re.S | re.M)
_CALL: Final = re.compile(r"\[\^([^\]\s\[]+)\]")
_DEFINITION: Final = re.compile(r"^\[\^([^\]\s\[]+)\]:", re.M)


def mend(text: str) -> Mended:
    """Apply every mend of `MENDS` to the text of an edition (without front matter), in order."""
    done = []
    for says, change in MENDS:
        changed = change(text)
        if changed != text:
            done.append(says)
            text = changed
    return Mended(text, tuple(done))


def bare_headings(text: str) -> str:
    """``## **Title**`` -> ``## Title``."""
    return _outside_code(
        text, lambda part: re.sub(r"^(#{1,6} +)\*\*([^*\n]+)\*\*[ \t]*$", r"\1\2", part, flags=re.M)
    )


def superscripts(text: str) -> str:
    """``70<sup>th</sup>`` -> ``70^th^``, likewise subscripts."""

    def change(part: str) -> str:
        part = re.sub(r"<sup>([^\s<>^]+)</sup>", r"^\1^", part)
        return re.sub(r"<sub>([^\s<>~]+)</sub>", r"~\1~", part)

    return _outside_code(text, change)


def renumbered(text: str) -> str:
    """Labels 1..n in the order of the first calls, and the definitions in that order at the end."""
    blocks = _definitions(text)
    if not blocks:
        return text
    body = _without(text, blocks)
    order = dict.fromkeys(match[1] for match in _CALL.finditer(_blank(body)))
    numbers = {label: str(number) for number, label in enumerate(order, start=1) if label in blocks}
    if set(numbers) != set(blocks) or list(numbers.values()) == list(blocks):
        return text  # an orphan is an editor's matter; what is in order is left as it stands
    new_body = _relabelled(body, numbers)
    notes = [_DEFINITION.sub(f"[^{numbers[label]}]:", blocks[label], count=1) for label in numbers]
    return new_body.rstrip("\n") + "\n\n" + "\n\n".join(note.strip("\n") for note in notes) + "\n"


def _definitions(text: str) -> dict[str, str]:
    """Label -> the whole definition, continuation lines included; empty if one is given twice."""
    pattern = re.compile(r"^\[\^([^\]\s\[]+)\]:.*(?:\n(?:[ \t]+.*|(?=\n[ \t]{4,}\S)))*", re.M)
    found: dict[str, str] = {}
    blank = _blank(text)
    for match in pattern.finditer(blank):
        if match[1] in found:
            return {}
        found[match[1]] = text[match.start() : match.end()]
    return found


def _without(text: str, blocks: dict[str, str]) -> str:
    for block in blocks.values():
        text = text.replace(block, "", 1)
    return re.sub(r"\n{3,}", "\n\n", text)


def _relabelled(body: str, numbers: dict[str, str]) -> str:
    return _outside_code(body, lambda part: _CALL.sub(lambda m: f"[^{numbers.get(m[1], m[1])}]", part))


def _blank(text: str) -> str:
    return _CODE.sub(lambda match: " " * len(match[0]), text)


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    pieces, last = [], 0
    for match in _CODE.finditer(text):
        pieces += [change(text[last : match.start()]), match[0]]
        last = match.end()
    return "".join([*pieces, change(text[last:])])


MENDS: Final[tuple[tuple[str, Callable[[str], str]], ...]] = (
    ("headings freed of bold (S-006)", bare_headings),
    ("superscripts and subscripts written in Markdown (S-004)", superscripts),
    ("notes numbered in the order of their calls (N-004)", renumbered),
)
"""What can be mended without judgement, in order."""
