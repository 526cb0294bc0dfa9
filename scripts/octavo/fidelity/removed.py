"""Lines of the witness that no stream of the edition has, in; what proves their removal, out.

A line is *front matter* when the record says the same; *furniture* when it comes again (running
heads, page numbers) or is declared so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from octavo.fidelity.hunks import Mechanical, Range
from octavo.fidelity.scan import Scan, printed_words, shown
from octavo.fidelity.statements import said
from octavo.fidelity.streams import BODY, Streams
from octavo.model import Edition

_FOLIO: Final = re.compile(
    r"[\s\-–—|.*_\[\](){}]*(?:page|p\.|seite|s\.|쪽)?\s*(\d{1,4}|[ivxlc]{1,7})(?:\s*/\s*\d+)?[\s\-–—|.*_\[\](){}]*",
    re.I,
)
_MOST_LINES: Final = 4
"""Lines over which one statement of a title block may run."""
_TITLE_LINES: Final = 60
"""Lines at either end of a text among which a title block is looked for."""
_LONGEST: Final = 400
"""Characters up to which a line may be furniture or a statement of the title block."""
_LABEL: Final = 3
"""Words that tell the beginning of a text."""
_MANY_TIMES: Final = 3
_PAGE: Final = 16
"""Letters between two page numbers at least: figures in a column of a table follow each other."""
_LETTER: Final = re.compile(r"[^\W\d_]")
"""Figures alone come again in every column of a table: a running head has words."""


@dataclass(frozen=True, slots=True)
class Removed:
    """A line (or lines) of the witness that is left out, and why that is right."""

    span: Range
    kind: str
    evidence: str
    emendation: int = -1


def removed(witness: Scan, streams: Streams, edition: Edition) -> list[Removed]:
    """Explain the lines whose words belong to no stream, where they can be explained whole."""
    body = [i for i, _ in streams.pairs[BODY]]
    lines = list(_free_lines(witness, streams))
    ran_on = list(_ran_on(witness, streams, edition, body[0])) if body else []
    if not lines and not ran_on:
        return []
    first = witness.words[body[0]].start if body else len(witness.text)
    last = witness.words[body[-1]].end if body else 0
    outer = [line for line in lines if line[1] <= first or line[0] >= last]
    outer = [line for line in outer if line[1] - line[0] <= _LONGEST]
    ends = outer if len(outer) <= 2 * _TITLE_LINES else outer[:_TITLE_LINES] + outer[-_TITLE_LINES:]
    found = list(_title_block(witness.text, ran_on, edition))
    parted = {item.span[0] for item in found}
    found += _title_block(witness.text, [line for line in ends if line[0] not in parted], edition)
    taken = {item.span[0] for item in found}
    rest = [line for line in lines if line[0] not in taken and line[1] - line[0] <= _LONGEST]
    return found + list(_furniture(witness.text, rest, edition))


def _free_lines(witness: Scan, streams: Streams) -> Iterator[Range]:
    """Character ranges of the lines that have words, none of them owned."""
    start = 0
    for index in range(1, len(witness.words) + 1):
        end_of_line = index == len(witness.words) or (
            "\n" in witness.text[witness.words[index - 1].end : witness.words[index].start]
        )
        if not end_of_line:
            continue
        if all(owner is None for owner in streams.owner[start:index]):
            yield _whole_line(witness.text, witness.words[start].start, witness.words[index - 1].end)
        start = index


def _ran_on(witness: Scan, streams: Streams, edition: Edition, first: int) -> Iterator[Range]:
    """A title block that ran into the text: what stands on a line before the edition's first words.

    `first` is the first word of the witness that is known to be the edition's; a short label before it,
    such as the name of the key words, is told by standing first in the edition.
    """
    opening = printed_words(edition.text[:_LONGEST])
    line: list[int] = []
    for index in range(first + 1):
        if line and "\n" in witness.text[witness.words[index - 1].end : witness.words[index].start]:
            line = []
        line.append(index)
        if streams.owner[index] is not None and index < first:
            return
        tail = tuple(shown(witness, word) for word in witness.words[index : index + _LABEL])
        begins = index == first or (len(tail) > 1 and opening[: len(tail)] == tail)
        if begins and len(line) > 1:
            start = _whole_line(witness.text, witness.words[line[0]].start, witness.words[index].end)[0]
            yield start, witness.words[index].start
            return


def _whole_line(text: str, start: int, end: int) -> Range:
    newline = text.find("\n", end)
    return text.rfind("\n", 0, start) + 1, newline if newline >= 0 else len(text)


def _title_block(text: str, lines: Sequence[Range], edition: Edition) -> Iterator[Removed]:
    index = 0
    while index < len(lines):
        for count in range(1, _MOST_LINES + 1):
            group = lines[index : index + count]
            if len(group) == count and said("\n".join(text[a:b] for a, b in group), edition.imprint):
                yield from (
                    Removed(line, Mechanical.FRONT_MATTER, "the front matter says the same") for line in group
                )
                index += count
                break
        else:
            index += 1


def _furniture(text: str, lines: Sequence[Range], edition: Edition) -> Iterator[Removed]:
    declared = {
        " ".join(printed_words(entry.sic)): index
        for index, entry in enumerate(edition.emendations)
        if entry.kind == "furniture" and not entry.corr.strip()
    }
    shapes = Counter(_shape(text[a:b]) for a, b in lines)
    folios = _folios(text, lines)
    for start, end in lines:
        raw = text[start:end]
        words = _declared_words(raw, declared) if declared else ""
        times = shapes[_shape(raw)]
        if words and words in declared:
            entry = declared[words]
            yield Removed((start, end), Mechanical.FURNITURE, edition.emendations[entry].reason, entry)
        elif start in folios:
            yield Removed((start, end), Mechanical.FURNITURE, "a page number in its sequence")
        elif _LETTER.search(raw) and (
            times >= _MANY_TIMES or (times > 1 and said(re.sub(r"\d+", " ", raw), edition.imprint))
        ):
            yield Removed((start, end), Mechanical.FURNITURE, f"comes {times} times in the witness")


def _declared_words(line: str, declared: dict[str, int]) -> str:
    """The words of a line as they are declared, with or without the page number at either end."""
    words = printed_words(line)
    forms = [words, words[1:] if words and words[0].isdigit() else words]
    forms += [form[:-1] for form in forms if form and form[-1].isdigit()]
    return next((told for form in forms if (told := " ".join(form)) in declared), "")


def _shape(line: str) -> str:
    """A running head without what changes from page to page."""
    return " ".join(re.sub(r"<[^<>]*>|[#*_>]", " ", re.sub(r"\d+", "0", line)).casefold().split())


def _folios(text: str, lines: Sequence[Range]) -> set[int]:
    """Starts of the lines that are page numbers: at least two, rising, with text between them."""
    numbered = [(int(m[1]), a, b) for a, b in lines if (m := _FOLIO.fullmatch(text[a:b])) and m[1].isdigit()]
    found: set[int] = set()
    for (one, start, end), (two, other, _) in pairwise(numbered):
        if 0 < two - one <= _MANY_TIMES and len(_LETTER.findall(text, end, other)) >= _PAGE:
            found.update((start, other))
    return found
