"""Superscripts: which may be the call of a note, and how the others are written.

In: what stands in a superscript. Out: atoms of possible calls, or Pandoc's superscript.
"""

from __future__ import annotations

import html
import re
from typing import Final

from octavo.fidelity.scan import RAISED
from octavo.importing.draft import Atom

LABEL: Final = re.compile(r"[\[(]?\s*(\d{1,4}|[a-z]|[*∗†‡§¶‖#]{1,4}|\*{1,4})\s*[.)\]]{0,2}")
RAISED_LETTERS: Final = "".join(raised for raised, letter in RAISED.items() if letter.isalpha())
"""Unicode has a raised form of every letter but q."""
UNRAISED: Final = str.maketrans({**RAISED, "⁽": "(", "⁾": ")"})
_SPLIT_LABELS: Final = re.compile(r"\d{1,4}(?:\s*[,;]\s*\d{1,4}){1,4}")


def superscript(bare: str, *, written: str, strength: float) -> tuple[Atom, ...]:
    """The calls that `bare` may be: one, or several (``1, 2``); none when it can be no call."""
    if _SPLIT_LABELS.fullmatch(bare):
        labels = [part.strip() for part in re.split("[,;]", bare)]
        signs = [Atom("sup", f"^{label},^", label, strength) for label in labels[:-1]]
        return (*signs, Atom("sup", f"^{labels[-1]}^", labels[-1], strength))
    label = LABEL.fullmatch(bare)
    if label is None:
        return ()
    bonus = 1.0 if bare[-1] in ")]" else 0.0
    return (Atom("sup", written, label[1].replace("∗", "*"), strength + bonus, bare),)


def bare_superscript(inner: str) -> tuple[str, str]:
    """What ``<sup>…</sup>`` holds without links and tags, and that without emphasis around it."""
    plain = re.sub(r"\[([^\[\]]*)\]\(#[^()]*\)", r"\1", inner)
    plain = re.sub(r"</?[A-Za-z][^<>]{0,300}>", "", plain)
    plain = html.unescape(re.sub(r"\\(.)", r"\1", plain)).strip()
    bare = plain.strip("_ ") if not re.fullmatch(r"[*_ ]+", plain) else plain.replace("_", "").strip()
    bare = (
        bare.strip("*")
        if re.search(r"[^*\s]", bare) and bare.startswith("*") and bare.endswith("*") and len(bare) > 2
        else bare
    )
    if bare.startswith("[^"):
        bare = bare.strip("[^]")
    return plain, bare


def simple_superscript(inner: str) -> tuple[str, str] | None:
    """``^{3}``, ``{ }^{3}``, ``19^{th}`` in mathematics as plain text with a superscript."""
    found = re.fullmatch(
        r"\s*(?:\{\s*\})?(\d{0,6})\s*\^\s*(?:\{?\s*(?:\\(?:text|mathrm|rm)\s*\{?)?\s*([A-Za-z0-9*†‡)]{1,4})\s*\}{0,2})",
        inner,
    )
    return (found[1], found[2]) if found else None


def script_fits(before: str, script: str) -> bool:
    """Whether ``[rd]`` or ``[2]``, as some converters print superscripts, is an ordinal or an exponent."""
    if script.isdigit():
        return bool(re.search(r"\d[\d.,]* ?(?:k|c|m|d|µ)?m$", before))
    ending = {"st": "1", "nd": "2", "rd": "3", "er": "1", "re": "1"}.get(script, "")
    return bool(re.search(rf"(?<![\d.,])\d{{0,3}}{ending or '[0-9]'}$", before)) and before[-1:].isdigit()


def written_script(text: str, sign: str) -> str:
    """Pandoc's super- or subscript; spaces inside have to be escaped."""
    text = re.sub(r"\s+", " ", text.strip())
    return sign + text.replace(" ", "\\ ") + sign if text else ""
