"""Two runs of atoms in, the rule that explains each difference out: the predicates of collation.

`STEPS` is the literal list of rules. Each looks at one place of both runs and answers how many
atoms it takes on either side and of which kind the difference is, or None where it does not apply.
A rule that finds the same words under other markup answers with a finding code: the words balance,
the difference still has to be declared.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from octavo.fidelity.atoms import Atom, Source
from octavo.fidelity.gaps import edge, gap_step
from octavo.fidelity.hunks import UNDECLARED, Mechanical
from octavo.fidelity.scan import NOTE_SIGN, RAISED, Kind
from octavo.fidelity.view import Rule, Step, View, atom_at

_HYPHENS: Final = "-\u2010\u00ad\u2011"
_PARTS: Final = re.compile(r"</?(?:br|p|div|li|ul|ol|table|thead|tbody|tfoot|tr|td|th|caption)\b", re.I)
"""Tags between which words stand apart, with or without white space."""
_STRENGTH: Final = {"b": 2, "strong": 2, "i": 1, "em": 1}
_JOINERS: Final = frozenset(
    ["and", "or", "nor", "to", "und", "oder", "bis", "sowie", "et", "ou", "y", "o", "e", "of", "the"]
)
"""After a suspended hyphen (“pre- and post-war”) no line end may be supposed."""


def explain(view: View) -> list[tuple[int, int, Step]] | None:
    """The steps through two runs, or None where some printed sign finds no explanation.

    Each step is told with the atom indices left and right where it begins; one whose sides are
    the same to the character has no kind.
    """
    found: list[tuple[int, int, Step]] = []
    i = j = 0
    while i < len(view.left) or j < len(view.right):
        step = next((s for rule in STEPS if (s := rule(view, i, j)) is not None), None)
        if step is None:
            return None
        one, other = view.left[i : i + step.left], view.right[j : j + step.right]
        if not step.kind and _raw(view.witness, one) != _raw(view.edition, other):
            step = _named(view, i, j, step)
        found.append((i, j, step))
        i, j = i + step.left, j + step.right
    return found


def _named(view: View, i: int, j: int, step: Step) -> Step:
    """Name the difference of two signs that print the same."""
    if step.kind:
        return step
    one, other = view.left[i], view.right[j]
    if one.kind in (Kind.SUP, Kind.SUB):
        return step._replace(
            kind=Mechanical.SUPERSCRIPT, evidence=f"both print “{one.text}” raised or lowered"
        )
    if one.kind is Kind.EMPHASIS:
        return step._replace(kind=Mechanical.EMPHASIS, evidence="the same strength")
    return step._replace(kind=Mechanical.ESCAPE, evidence=f"both print “{other.text}”")


def _raw(source: Source, atoms: Sequence[Atom]) -> str:
    return "".join(source.text[a.start : a.end] for a in atoms)


def _same(view: View, i: int, j: int) -> Step | None:
    """The same printed sign, or the same mark."""
    one, other = atom_at(view.left, i), atom_at(view.right, j)
    if one is None or other is None or one.kind is not other.kind or one.gap is not None:
        return None
    if one.text == other.text and one.kind is not Kind.CALL:
        return Step(1, 1)
    if one.kind in (Kind.SUP, Kind.SUB) and one.text.replace("_", "*") == other.text.replace("_", "*"):
        return Step(1, 1)
    if one.kind is Kind.EMPHASIS and len(one.text) == len(other.text) and "~" not in one.text + other.text:
        return Step(1, 1)
    return None


def _normal_form(view: View, i: int, j: int) -> Step | None:
    """A letter and its combining marks against the composed letter."""
    one, other = atom_at(view.left, i), atom_at(view.right, j)
    if one is None or other is None or one.kind is not Kind.TEXT or other.kind is not Kind.TEXT:
        return None
    for left, right in ((1, 2), (2, 1), (1, 1), (3, 1), (1, 3)):
        raw = [
            "".join(a.text for a in atoms) for atoms in (view.left[i : i + left], view.right[j : j + right])
        ]
        if raw[0] != raw[1] and unicodedata.normalize("NFC", raw[0]) == unicodedata.normalize("NFC", raw[1]):
            return Step(left, right, Mechanical.NORMAL_FORM, "equal in normal form C")
    return None


def _hyphen(view: View, i: int, j: int) -> Step | None:
    """A word divided at a line end: hyphen, white space, letter against letter or hyphen and letter."""
    sign, gap, letter = (atom_at(view.left, i + k) for k in range(3))
    other = atom_at(view.right, j)
    if sign is None or gap is None or gap.gap is None or letter is None or other is None:
        return None
    if sign.text not in _HYPHENS or gap.gap.head or gap.gap.bullet or not letter.text.isalpha():
        return None
    following = "".join(a.text for a in view.left[i + 2 : i + 8] if a.kind is Kind.TEXT and a.gap is None)
    if not (i and view.left[i - 1].text.isalnum()) or following.split(" ")[0].lower() in _JOINERS:
        return None
    if other.text == letter.text:
        return Step(2, 0, Mechanical.LINE_HYPHEN, "hyphen and line end inside a word", certain=0.9)
    after = atom_at(view.right, j + 1)
    if other.text in _HYPHENS and after is not None and after.text == letter.text:
        return Step(2, 1, Mechanical.LINE_HYPHEN, "line end after a hyphen that the word keeps", certain=0.9)
    return None


def _soft_hyphen(view: View, i: int, j: int) -> Step | None:
    """A word divided at a line end with a soft hyphen: it prints there, and only there."""
    gap, letter = atom_at(view.left, i), atom_at(view.left, i + 1)
    other, after = atom_at(view.right, j), atom_at(view.right, j + 1)
    if gap is None or gap.gap is None or letter is None or other is None or not letter.text.isalpha():
        return None
    if gap.gap.head or gap.gap.bullet or not any("\u00ad" in tag for tag in gap.gap.tags):
        return None
    if not (i and view.left[i - 1].text.isalnum()):
        return None
    if other.text == letter.text:
        return Step(1, 0, Mechanical.LINE_HYPHEN, "soft hyphen and line end inside a word", certain=1.0)
    if other.text in _HYPHENS and after is not None and after.text == letter.text:
        return Step(1, 1, Mechanical.LINE_HYPHEN, "soft hyphen where the word keeps its hyphen", certain=0.8)
    return None


def _call(view: View, i: int, j: int) -> Step | None:
    """A printed note sign against the edition's call."""
    call = atom_at(view.right, j)
    if call is None or call.kind is not Kind.CALL:
        return None
    expected = view.signs.get(call.text, "")
    skip = (
        1
        if (first := atom_at(view.left, i)) is not None and first.gap is not None and not first.gap.parts
        else 0
    )
    taken, sign = _printed_sign(view.left, i + skip, expected)
    if not taken:
        return None
    if expected and bare_sign(sign) != bare_sign(expected):
        evidence = f"the call reads “{sign}”, its note is marked “{expected}”"
        return Step(skip + taken, 1, UNDECLARED, evidence, "F-025")
    evidence = f"call “{sign}”, note “{expected}”" if expected else f"call “{sign}”"
    return Step(skip + taken, 1, Mechanical.NOTE_CALL, evidence, certain=1.0 if expected else 0.7)


def _twin_calls(view: View, i: int, j: int) -> Step | None:
    """Two calls of one word whose numbers stand in one sign: ``<sup>45</sup>``, ``45`` for notes 4 and 5."""
    calls = view.right[j : j + 2]
    if len(calls) < 2 or any(call.kind is not Kind.CALL for call in calls):
        return None
    labels = [bare_sign(view.signs.get(call.text, "")) for call in calls]
    both = "".join(labels)
    atom = atom_at(view.left, i)
    if atom is None or not all(labels):
        return None
    raised = atom.kind is Kind.SUP and bare_sign(atom.text) == both
    if not raised and _bare_printed(view.left, i, both)[1] != both:
        return None
    evidence = f"calls “{labels[0]}” and “{labels[1]}”, their numbers run together"
    return Step(1 if raised else len(both), 2, Mechanical.NOTE_CALL, evidence, certain=0.9)


_RAISED: Final = str.maketrans(RAISED)


def bare_sign(sign: str) -> str:
    """A note sign without brackets and stops: ``3`` for ``(3)``, ``3.``, ``[^3]``."""
    return sign.strip("[](){}.:^ ").translate(_RAISED)


def _printed_sign(atoms: Sequence[Atom], i: int, expected: str) -> tuple[int, str]:
    """How many atoms a note sign takes at `i`, and what it prints; (0, "") if there is none."""
    atom = atom_at(atoms, i)
    if atom is None:
        return 0, ""
    if atom.kind is Kind.CALL or (atom.kind is Kind.SUP and NOTE_SIGN.fullmatch(atom.text)):
        return 1, atom.text
    if atom.kind is Kind.OPEN:
        close = next((k for k in range(i + 1, min(i + 8, len(atoms))) if atoms[k].kind is Kind.CLOSE), 0)
        sign = "".join(a.text for a in atoms[i + 1 : close])
        if close and atoms[close].text.startswith("](#") and NOTE_SIGN.fullmatch(sign):
            return close + 1 - i, sign
        return 0, ""
    raised = "".join(
        a.text for a in takewhile(lambda a: a.kind is Kind.TEXT and a.text in RAISED, atoms[i : i + 4])
    )
    return (len(raised), raised) if raised else _bare_printed(atoms, i, bare_sign(expected))


def _bare_printed(atoms: Sequence[Atom], i: int, expected: str) -> tuple[int, str]:
    """A sign glued to the word without superscript: only the one its note carries is believed."""
    if not expected:
        return 0, ""
    for opening, closing in (("", ""), ("", ")"), ("(", ")"), ("[", "]")):
        sign = f"{opening}{expected}{closing}"
        run = atoms[i : i + len(sign)]
        if "".join(a.text for a in run) == sign and all(a.kind is Kind.TEXT for a in run):
            following = atom_at(atoms, i + len(sign))
            if following is None or not (following.text.isdigit() and sign[-1].isdigit()):
                return len(sign), sign
    return 0, ""


def _html_emphasis(view: View, i: int, j: int) -> Step | None:
    """``<b>`` against ``**``, ``<i>`` against ``*``: the same emphasis in HTML."""
    one, other = atom_at(view.left, i), atom_at(view.right, j)
    if one is None or other is None or one.kind is not Kind.TAG or other.kind is not Kind.EMPHASIS:
        return None
    tag = one.text.strip("</>").split(" ")[0].lower()
    if len(other.text) != _STRENGTH.get(tag, 0) or "~" in other.text:
        return None
    return Step(1, 1, Mechanical.EMPHASIS, "the same strength")


def _hidden(view: View, i: int, j: int) -> Step | None:
    """Soft hyphens, zero-width signs, anchors, comments and the like, on one side only."""
    one, other = atom_at(view.left, i), atom_at(view.right, j)
    if one is not None and one.kind in (Kind.HIDDEN, Kind.TAG):
        if _PARTS.match(one.text) and other is not None and other.gap is not None:
            tags = takewhile(lambda atom: atom.kind is Kind.TAG, view.left[i:])
            return Step(sum(1 for _ in tags), 1, Mechanical.CONVERTER, "tags that part lines, cells or items")
        if other is not None and other.kind is one.kind:
            return Step(1, 1, Mechanical.CONVERTER, "neither prints a word")
        return Step(1, 0, Mechanical.CONVERTER, "prints no word")
    if other is not None and other.kind is Kind.HIDDEN:
        return Step(0, 1, Mechanical.CONVERTER, "prints no word")
    if other is not None and other.kind is Kind.TAG:
        return Step(0, 1, UNDECLARED, "markup that the witness has not", "F-024")
    return None


def _binding(view: View, i: int, j: int) -> Step | None:
    """Brackets of links and spans on one side only."""
    other = atom_at(view.right, j)
    if other is not None and other.kind in (Kind.OPEN, Kind.CLOSE):
        return _edition_bracket(view, other)
    one = atom_at(view.left, i)
    if one is None or one.kind not in (Kind.OPEN, Kind.CLOSE):
        return None
    closing = one if one.kind is Kind.CLOSE else view.witness.partners.get(one.start)
    if closing is not None and closing.text.startswith(("](#", "](page", "]{#")):
        return Step(1, 0, Mechanical.CONVERTER, "a link to a place of the converted file")
    return Step(1, 0, UNDECLARED, "a link or span that the edition has not", "F-024")


_BINDS: Final = re.compile(r"\]\{(?:[#.][\w:-]+|(?:cites|lang|dir)=(?:\"[^\"]*\"|[^\s\"}]+)|\s)+\}")


def _edition_bracket(view: View, atom: Atom) -> Step:
    closing = atom if atom.kind is Kind.CLOSE else view.edition.partners.get(atom.start)
    opening = atom if atom.kind is Kind.OPEN else view.edition.partners.get(atom.start)
    if closing is None or opening is None:
        return Step(0, 1, UNDECLARED, "a bracket without its partner", "F-024")
    if _BINDS.fullmatch(closing.text):
        return Step(0, 1, Mechanical.BINDING, "binds a passage; prints nothing itself")
    inner = view.edition.text[opening.end : closing.start]
    if inner and closing.text[2:-1].removeprefix("mailto:") in (inner, f"https://{inner}", f"http://{inner}"):
        return Step(0, 1, Mechanical.BINDING, "links an address to itself")
    return Step(0, 1, UNDECLARED, "a link or span that the witness has not", "F-024")


def _emphasis(view: View, i: int, j: int) -> Step | None:
    """Bold around a heading falls; emphasis that a page end interrupts is closed and opened again."""
    one, other = atom_at(view.left, i), atom_at(view.right, j)
    if one is not None and one.kind is Kind.EMPHASIS:
        joined = _emphasis_over_gap(view, i, j)
        if joined is not None:
            return joined
        heading = view.witness.in_heading(one.start) or (
            other is not None and view.edition.in_heading(other.start)
        )
        if heading and (len(one.text) > 1 or _wraps(view.witness, one)):
            return Step(1, 0, Mechanical.HEADING, "emphasis of a whole heading")
        return Step(1, 0, UNDECLARED, "emphasis that the edition has not", "F-024")
    if other is not None and other.kind is Kind.EMPHASIS:
        return Step(0, 1, UNDECLARED, "emphasis that the witness has not", "F-024")
    return None


def _emphasis_over_gap(view: View, i: int, j: int) -> Step | None:
    closing, gap, opening = (atom_at(view.left, i + k) for k in range(3))
    other = atom_at(view.right, j)
    if (
        gap is None
        or gap.gap is None
        or closing is None
        or opening is None
        or other is None
        or other.gap is None
    ):
        return None
    if opening.kind is not Kind.EMPHASIS or opening.text != closing.text or other.gap.parts:
        return None
    return Step(3, 1, Mechanical.PAGE_JOIN, "the same emphasis on both sides of the page end", certain=0.95)


_SIGNS: Final = re.compile(r"(?:<sup>[^<>]{0,20}</sup>|\[\^[^\]\s]{1,20}\])+$")


def _wraps(source: Source, atom: Atom) -> bool:
    line = _SIGNS.sub("", source.line(atom.start).lstrip("# \t").rstrip())
    return line.startswith(atom.text) and line.endswith(atom.text) and line.count(atom.text) == 2


def _superscript(view: View, i: int, j: int) -> Step | None:
    """A superscript lost or made: the signs are the same, the meaning may not be."""
    one, other = atom_at(view.left, i), atom_at(view.right, j)
    raised = (Kind.SUP, Kind.SUB)
    if one is not None and one.kind in raised:
        size = len(one.text)
        if "".join(a.text for a in view.right[j : j + size] if a.kind is Kind.TEXT) == one.text:
            return Step(1, size, UNDECLARED, f"“{one.text}” is no longer raised or lowered", "F-024")
    if other is not None and other.kind in raised:
        size = len(other.text)
        if "".join(a.text for a in view.left[i : i + size] if a.kind is Kind.TEXT) == other.text:
            return Step(size, 1, UNDECLARED, f"“{other.text}” is raised or lowered", "F-024")
    return None


def _space_before_stop(view: View, i: int, j: int) -> Step | None:
    """``*x* ,``: converters set a space between emphasis and the stop after it."""
    before, gap, stop = (atom_at(view.left, i + k) for k in (-1, 0, 1))
    marks = (Kind.EMPHASIS, Kind.SUP, Kind.SUB, Kind.CLOSE)
    if before is None or before.kind not in marks or gap is None or gap.gap is None or stop is None:
        return None
    other = atom_at(view.right, j)
    if gap.gap.parts or stop.text not in ",.;:!?)]" or other is None or other.text != stop.text:
        return None
    return Step(1, 0, Mechanical.SPACE, "a space between markup and the stop after it")


STEPS: Final[tuple[Rule, ...]] = (
    _hyphen,
    _soft_hyphen,
    _same,
    _twin_calls,
    _call,
    _space_before_stop,
    _emphasis,
    edge,
    gap_step,
    _normal_form,
    _superscript,
    _binding,
    _html_emphasis,
    _hidden,
)
