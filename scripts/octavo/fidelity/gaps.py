"""Gaps of witness and edition in, what their difference means out: joins, headings, rules, white space."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from octavo.fidelity.atoms import Atom, Gap, Source
from octavo.fidelity.hunks import UNDECLARED, Mechanical
from octavo.fidelity.view import Step, View, atom_at

STOPS: Final = re.compile(r"[.!?…:;。！？][\"'”’»)\]]*$")
_MARKS: Final = re.compile(r"<sup>[^<>]{0,80}</sup>|\[\^[^\]\s]{1,64}\]|<[^<>]{0,200}>|[*_]+(?=\s|$)")
_NUMBERED: Final = re.compile(r"(?:[0-9]{1,3}|[a-zA-Z]|[ivxlc]{1,5})[.)](?:\s|$)")
_NEAR: Final = 400
"""Characters on either side of a line end among which the measure of its lines is looked for."""
_ROOM: Final = 0.9
_LONGEST_HEADING: Final = 30
"""Words up to which a paragraph of the witness may be a heading of the edition."""


def gap_step(view: View, i: int, j: int) -> Step | None:
    """White space and block marks between words."""
    one, other = atom_at(view.left, i), atom_at(view.right, j)
    if one is None or other is None or one.gap is None or other.gap is None:
        return None
    if _plain_gap(view, one, other):
        return Step(1, 1)
    return _compare_gaps(view, i, j, one.gap, other.gap)


def edge(view: View, i: int, j: int) -> Step | None:
    """White space before the first word and after the last one parts nothing."""
    one, other = atom_at(view.left, i), atom_at(view.right, j)
    gap, new = (a.gap if a is not None else None for a in (one, other))
    if (one is not None and other is not None and _plain_gap(view, one, other)) or (
        gap is None and new is None
    ):
        return None
    first = view.begins and i == 0 and j == 0
    last = view.ends and i + bool(gap) == len(view.left) and j + bool(new) == len(view.right)
    if not first and not last:
        return None
    if first and (gap or Gap(())).head != (new or Gap(())).head:
        return _heading(view, i, gap or Gap(()), new or Gap(()))._replace(
            left=int(bool(gap)), right=int(bool(new))
        )
    return Step(int(bool(gap)), int(bool(new)), Mechanical.SPACE, "before the first word or after the last")


def _plain_gap(view: View, one: Atom, other: Atom) -> bool:
    if one.gap is None or other.gap is None or one.gap.blocks or other.gap.blocks:
        return False
    return view.witness.text[one.start : one.end] == view.edition.text[other.start : other.end]


def _compare_gaps(view: View, i: int, j: int, gap: Gap, new: Gap) -> Step:
    if (
        gap.bullet
        and not new.bullet
        and new.newlines
        and _NUMBERED.match(_around(view.witness, view.left[i])[1])
    ):
        return Step(1, 1, Mechanical.LIST, "a bullet doubles the number after it")
    parted = gap.parts or bool(gap.blocks)
    edition_parts = new.parts or bool(new.blocks)
    if gap.parts and not edition_parts:
        return _join(view, i, j, gap)
    if edition_parts and not parted:
        return _part(view, i, gap)
    if gap.head != new.head:
        return _heading(view, i, gap, new)
    if gap.quote and not new.quote and gap.newlines == 1 and _in_quotation(view.witness, view.left[i]):
        return Step(1, 1, Mechanical.SPACE, "two lines of one quotation")
    if bool(gap.bullet) != bool(new.bullet) or (gap.quote != new.quote and not gap.blocks):
        return Step(1, 1, UNDECLARED, "a list item or quotation on one side only", "F-024")
    if new.rules > gap.rules or (gap.rules > new.rules and not gap.blocks):
        return Step(1, 1, UNDECLARED, "a rule on one side only", "F-024")
    if set(new.tags) - set(gap.tags):
        return Step(1, 1, UNDECLARED, "markup that the witness has not", "F-024")
    return _same_break(gap, new)


def _in_quotation(source: Source, atom: Atom) -> bool:
    """Whether the line that ends at a gap is one of a quotation, too."""
    start = source.text.rfind("\n", 0, atom.start) + 1
    return source.text[start : atom.start].lstrip().startswith(">")


def _named_once(blocks: Sequence[str]) -> str:
    return " and ".join(dict.fromkeys(blocks))


def _same_break(gap: Gap, new: Gap) -> Step:
    if gap.rules > new.rules:
        return Step(1, 1, Mechanical.RULE, f"a rule beside {_named_once(gap.blocks)}")
    if gap.bullet != new.bullet or gap.other != new.other:
        return Step(1, 1, Mechanical.LIST if gap.bullet else Mechanical.HEADING, "the same block")
    if gap.tags != new.tags:
        return Step(1, 1, Mechanical.CONVERTER, "prints no word")
    return Step(1, 1, Mechanical.SPACE, "parts the same two words")


def _join(view: View, i: int, j: int, gap: Gap) -> Step:
    """Two paragraphs of the witness are one: only a page end may do that, and it must show."""
    if gap.head:
        if view.witness.in_heading(max(0, view.left[i].start - 1)):
            return Step(1, 1, Mechanical.HEADING, "two lines of one heading", certain=0.8)
        return Step(1, 1, UNDECLARED, "a heading of the witness runs on in the edition", "F-024")
    if gap.bullet:
        return Step(1, 1, UNDECLARED, "a list item of the witness runs on in the edition", "F-024")
    before, after = _around(view.witness, view.left[i])
    evidence: list[str] = []
    if gap.blocks:
        evidence.append(f"{_named_once(gap.blocks)} stood between")
    if not STOPS.search(before):
        evidence.append("the sentence does not end before it")
    if after[:1].islower():
        evidence.append("the next line begins in lower case")
    if gap.newlines > 3 and not gap.blocks:
        evidence.append("the witness leaves a wider gap")
    if any(tag.startswith(("<span", "<!--", "<a")) for tag in gap.tags):
        evidence.append("a page anchor stands there")
    if not evidence:
        return Step(1, 1, UNDECLARED, "two paragraphs of the witness are one in the edition", "F-023")
    return Step(
        1, 1, Mechanical.PAGE_JOIN, "; ".join(evidence), certain=min(0.99, 0.7 + 0.14 * len(evidence))
    )


def _around(source: Source, atom: Atom) -> tuple[str, str]:
    """Printed signs before and after a gap of the witness, note signs left out."""
    before = _MARKS.sub("", source.text[max(0, atom.start - 80) : atom.start]).split()
    after = _MARKS.sub("", source.text[atom.end : atom.end + 40]).lstrip("*_\"'“‘( ")
    return before[-1] if before else "", after


def _had_room(source: Source, atom: Atom) -> bool:
    """Whether the line before a gap was ended on purpose: the word after it would have fitted.

    The measure is the longest line near by; lines of proportional type differ by a few signs.
    """
    text = source.text
    start = text.rfind("\n", 0, atom.start) + 1
    near = (
        text[max(0, start - _NEAR) : start].split("\n")[1:]
        + text[atom.end : atom.end + _NEAR].split("\n")[:-1]
    )
    measure = max((len(line.strip()) for line in near), default=0)
    word = text[atom.end : atom.end + 80].split()
    return bool(word) and len(text[start : atom.start].strip()) + 1 + len(word[0]) <= measure * _ROOM


def _part(view: View, i: int, gap: Gap) -> Step:
    """One paragraph of the witness is two: at the end of a line only."""
    if any(tag[:3].lower() in ("<br", "<p>", "</p", "<di", "</d", "<li", "<td", "<tr") for tag in gap.tags):
        return Step(1, 1, Mechanical.LINE_END, "a break of the converter", certain=0.9)
    if gap.newlines and (gap.indented or STOPS.search(_around(view.witness, view.left[i])[0])):
        evidence = "the next line is indented" if gap.indented else "the line ends with a stop"
        return Step(1, 1, Mechanical.LINE_END, evidence, certain=0.7)
    if gap.newlines and _had_room(view.witness, view.left[i]):
        return Step(1, 1, Mechanical.LINE_END, "the next word would have fitted into the line", certain=0.8)
    return Step(1, 1, UNDECLARED, "one paragraph of the witness is two in the edition", "F-023")


def _heading(view: View, i: int, gap: Gap, new: Gap) -> Step:
    if gap.head and new.head:
        return Step(1, 1, Mechanical.HEADING, f"level {gap.head} in the witness, {new.head} in the edition")
    if gap.head:
        return Step(1, 1, UNDECLARED, "a heading of the witness is a paragraph in the edition", "F-024")
    own = view.witness.line(view.left[i].end if i < len(view.left) else 0)
    bold = own.lstrip().startswith(("**", "__"))
    short = len(own.split()) <= _LONGEST_HEADING and not own.rstrip(" *_").endswith((".", ";", ","))
    if bold or short:
        return Step(
            1, 1, Mechanical.HEADING, "a short line of its own" if short else "a bold line", certain=0.8
        )
    return Step(1, 1, UNDECLARED, "a paragraph of the witness is a heading in the edition", "F-024")
