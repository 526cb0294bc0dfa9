"""The apparatus as a reader wants it: witness left, edition right, what changed marked. HTML out.

Emendations and kept slips come first; mechanical differences are folded away by kind.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Final

from octavo.fidelity.hunks import DECLARED, EXPLAINED, UNDECLARED, Hunk
from octavo.fidelity.pieces import printable
from octavo.fidelity.tables import columns, table

if TYPE_CHECKING:
    from octavo.fidelity.proof import Proof

_AROUND: Final = 28
"""Characters shown before and after a difference."""
_LONGEST: Final = 240
_MOST_ROWS: Final = 400
"""Rows of one kind shown; the whole is in proof.json."""
Places = dict[int, tuple[int, int]]
"""Index of a hunk -> line in the witness, line in the edition."""


def hunk_places(proof: Proof) -> Places:
    """Lines of all hunks, in one pass over both texts."""
    if proof.witness is None:
        return {}
    left = _line_starts(proof.witness.data.decode("utf-8", "surrogateescape"))
    right = _line_starts(proof.edition.source)
    return {
        index: (_line(left, hunk.witness[0]), _line(right, hunk.edition[0]))
        for index, hunk in enumerate(proof.hunks)
    }


def _line_starts(text: str) -> list[int]:
    starts = [0]
    at = text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts


def _line(starts: Sequence[int], offset: int) -> int:
    return bisect_right(starts, offset)


def undeclared_section(proof: Proof) -> str:
    """Everything that keeps the text from being proven."""
    errors = [f for f in proof.findings if f.severity == "error"]
    if not errors:
        return ""
    items = "".join(
        f"<li><strong>{escape(f.code)}</strong> {escape(str(f.locus))}: {escape(f.message)} "
        f'<span class="quiet">{escape(f.hint)}</span></li>'
        for f in errors[:_MOST_ROWS]
    )
    return f"<ul>{items}</ul>"


def emendations_section(proof: Proof, places: Places) -> str:
    """Each emendation with its reason, who answers for it, and the passage in both texts."""
    entries = proof.edition.emendations
    if not entries:
        return "<p>None. No word or sign of the author was changed.</p>"
    by_entry: dict[int, list[tuple[int, Hunk]]] = {}
    for index, hunk in enumerate(proof.hunks):
        for number in hunk.emendations:
            by_entry.setdefault(number, []).append((index, hunk))
    rows = []
    for number, entry in enumerate(entries):
        own = by_entry.get(number, [])
        lines = ", ".join(str(places[index][0]) for index, _ in own) if own else "—"
        reason = (
            f'{escape(entry.reason)} <span class="quiet">({escape(entry.kind)}; {escape(entry.resp)})</span>'
        )
        sic = f"<del>{escape(entry.sic)}</del>" if entry.sic else '<span class="quiet">nothing</span>'
        corr = f"<ins>{escape(entry.corr)}</ins>" if entry.corr else '<span class="quiet">left out</span>'
        where = f'<span class="quiet">Line {lines} of the source.</span>'
        rows.append(
            f"<tr><td{_lang(proof)}>{sic}</td><td{_lang(proof)}>{corr}</td><td>{reason} {where}</td></tr>"
        )
    return table("Source and edition", columns("Source", "Edition", "Why"), rows, "side")


def kept_section(proof: Proof) -> str:
    """Slips of the author that the edition does not touch."""
    if not proof.edition.kept:
        return ""
    items = "".join(
        f"<li><span{_lang(proof)}>{_in_context(entry.sic, entry.context)}</span>"
        f'<span class="reason">{escape(entry.reason)}</span></li>'
        for entry in proof.edition.kept
    )
    count = len(proof.edition.kept)
    what = "place that looks like a slip stands" if count == 1 else "places that look like slips stand"
    text = f"<p>{count} {what} as the author has it.</p>"
    return f'{text}<ul class="slips">{items}</ul>'


def _in_context(sic: str, context: str) -> str:
    at = context.find(sic)
    if at < 0:
        return f"<mark>{escape(sic)}</mark>"
    before, after = context[:at], context[at + len(sic) :]
    return f"{escape(before)}<mark>{escape(sic)}</mark>{escape(after)}"


def mechanical_section(proof: Proof, places: Places) -> str:
    """The differences that leave every word alone, by kind, each with what proves it."""
    groups: dict[str, list[tuple[int, Hunk]]] = {}
    for index, hunk in enumerate(proof.hunks):
        if hunk.kind not in (DECLARED, UNDECLARED):
            groups.setdefault(str(hunk.kind), []).append((index, hunk))
    if not groups:
        return "<p>None.</p>"
    total = sum(map(len, groups.values()))
    text = (
        f"<p>{total:,} differences leave every word and sign of the author as it was. Each kind has a rule "
        "of its own that proves so; what shows it stands in the third column.</p>"
    )
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return text + "".join(_kind(proof, kind, own, places) for kind, own in ordered)


def _kind(proof: Proof, kind: str, own: list[tuple[int, Hunk]], places: Places) -> str:
    rows = [_row(proof, index, hunk, places) for index, hunk in own[:_MOST_ROWS]]
    explained = EXPLAINED.get(kind, "")
    more = f"<p>{len(own) - _MOST_ROWS:,} more in proof.json.</p>" if len(own) > _MOST_ROWS else ""
    name = escape(kind[0].upper() + kind[1:])
    shown = table(name, columns("Source", "Edition", "Why"), rows, "side")
    return (
        f'<details><summary><span class="count">{len(own):,}</span> {name}: '
        f'<span class="quiet">{escape(explained)}</span></summary>'
        f"{shown}{more}</details>\n"
    )


def _row(proof: Proof, index: int, hunk: Hunk, places: Places) -> str:
    assert proof.witness is not None
    witness = proof.witness.data.decode("utf-8", "surrogateescape")
    left = _passage(witness, hunk.witness, "del")
    right = _passage(proof.edition.source, hunk.edition, "ins") if hunk.corr or hunk.edition[0] else ""
    sure = "" if hunk.certain >= 0.95 else f' <span class="quiet">({hunk.certain:.0%} sure)</span>'
    line = places[index][0]
    return (
        f"<tr><td{_lang(proof)}>{left}</td><td{_lang(proof)}>{right}</td>"
        f'<td>{escape(hunk.evidence)}{sure}. <span class="quiet">Line {line}.</span></td></tr>'
    )


def _passage(text: str, span: tuple[int, int], element: str) -> str:
    """A difference with the words around it; signs that print nothing are shown."""
    start, end = span
    before = text[max(0, start - _AROUND) : start].rpartition("\n")[2]
    if start > _AROUND and len(before) == _AROUND:
        before = before.partition(" ")[2]
    after = text[end : end + _AROUND].partition("\n")[0]
    if len(after) == _AROUND:
        after = after.rpartition(" ")[0]
    changed = _visible(text[start:end])
    blank = ' class="blank"' if changed.startswith("<span") and changed.count("<span") == 1 else ""
    inside = f"<{element}{blank}>{changed}</{element}>" if changed else ""
    return f"{escape(printable(before))}{inside}{escape(printable(after))}"


def _visible(text: str) -> str:
    if len(text) > _LONGEST:
        text = f"{text[: _LONGEST // 2]} … {text[-_LONGEST // 2 :]}"
    shown = escape(printable(text)).replace("\r", "")
    if not shown.strip(" \n\t"):
        return f'<span class="sign">{_blank(text)}</span>' if text else ""
    lines = re.split(r"\s*\n\s*", shown.strip(" \t"))
    return ' <span class="sign">line</span> '.join(line for line in lines if line)


def _blank(text: str) -> str:
    """White space in words."""
    newlines = text.count("\n")
    return "paragraph end" if newlines > 1 else "line end" if newlines else "space"


def _lang(proof: Proof) -> str:
    lang = proof.edition.imprint.lang
    return "" if lang.split("-")[0] == "en" else f' lang="{escape(lang)}"'
