"""Faults in a finished PDF: its glyphs, its structure tree, its links, its ToUnicode."""

from __future__ import annotations

import io
import itertools
import random
import re
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf

from fidelity.markup_mutants import Operator


def _changed(change: Callable[[pikepdf.Pdf, random.Random], str | None]) -> Operator:
    def operator(data: bytes, rng: random.Random) -> tuple[bytes, str] | None:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            told = change(pdf, rng)
            if told is None:
                return None
            out = io.BytesIO()
            pdf.save(out)
            return out.getvalue(), told

    return operator


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Structure elements of the work, in order."""
    stack = [pdf.Root.StructTreeRoot.K]
    while stack:
        element = stack.pop()
        if isinstance(element, pikepdf.Array):
            stack.extend(reversed(list(element)))
        elif isinstance(element, pikepdf.Dictionary):
            if str(element.get("/S", "")) == "/TOC" or str(element.get("/T", "")) in (
                "Title block",
                "Editorial",
            ):
                continue
            if "/S" in element:
                yield element
                if "/K" in element:
                    stack.append(element.K)


def of_type(pdf: pikepdf.Pdf, *names: str) -> list[Any]:
    return [e for e in elements(pdf) if str(e.S) in names]


def kids(element: Any) -> list[Any]:
    return list(element.K) if isinstance(element.K, pikepdf.Array) else [element.K]


def _parent_kids(element: Any) -> tuple[Any, int]:
    array = element.P.K
    return array, next(
        i for i, k in enumerate(array) if isinstance(k, pikepdf.Dictionary) and k.objgen == element.objgen
    )


def drop(pdf: pikepdf.Pdf, rng: random.Random, *names: str) -> str | None:
    found = [e for e in of_type(pdf, *names) if isinstance(e.P.K, pikepdf.Array)]
    if not found:
        return None
    array, at = _parent_kids(rng.choice(found))
    del array[at]
    return f"an element {names[0]} dropped from the tree"


def swap_paragraphs(pdf: pikepdf.Pdf, rng: random.Random) -> str | None:
    found = of_type(pdf, "/P")
    pairs = [
        (a, b) for a, b in itertools.pairwise(found) if a.P.objgen == b.P.objgen and str(a.P.S) == "/Sect"
    ]
    if not pairs:
        return None
    one, other = rng.choice(pairs)
    array, at = _parent_kids(one)
    _, to = _parent_kids(other)
    array[at], array[to] = other, one
    return "two paragraphs swapped in the tree"


def double(pdf: pikepdf.Pdf, rng: random.Random) -> str | None:
    array, at = _parent_kids(rng.choice([e for e in of_type(pdf, "/P") if isinstance(e.P.K, pikepdf.Array)]))
    array.insert(at, array[at])
    return "a paragraph doubled in the tree"


def demote_heading(pdf: pikepdf.Pdf, rng: random.Random) -> str | None:
    rng.choice(of_type(pdf, "/H2", "/H3")).S = pikepdf.Name("/P")
    return "a heading became a paragraph"


def lose_superscript(pdf: pikepdf.Pdf, rng: random.Random) -> str | None:
    raised = [e for e in of_type(pdf, "/Span") if "/A" in e]
    if not raised:
        return None
    del rng.choice(raised)["/A"]
    return "a raised sign no longer raised"


def swap_notes(pdf: pikepdf.Pdf, rng: random.Random) -> str | None:
    one, other = rng.sample(of_type(pdf, "/Note", "/FENote"), 2)
    a, b = kids(one), kids(other)
    one.K, other.K = pikepdf.Array([a[0], *b[1:]]), pikepdf.Array([b[0], *a[1:]])
    return "the texts of two notes swapped"


def _annotations(pdf: pikepdf.Pdf) -> Iterator[Any]:
    for element in of_type(pdf, "/Link"):
        for kid in kids(element):
            if (
                isinstance(kid, pikepdf.Dictionary)
                and "/Obj" in kid
                and str(element.P.S) in ("/Reference", "/Lbl")
            ):
                yield kid.Obj


def break_link(pdf: pikepdf.Pdf, rng: random.Random) -> str | None:
    found = list(_annotations(pdf))
    if not found:
        return None
    one = rng.choice(found)
    for key in ("/Dest", "/A"):
        if key in one:
            del one[key]
    one.Dest = pikepdf.String("nowhere")
    return "a link of a note leads nowhere"


def _text_pages(pdf: pikepdf.Pdf) -> list[Any]:
    """Pages that hold nothing but the work: neither the first, nor those with editorial matter."""
    return list(pdf.pages)[1 : max(2, len(pdf.pages) - 4)]


def _instructions(pdf: pikepdf.Pdf, rng: random.Random) -> tuple[Any, list[Any], int, list[int]]:
    page = rng.choice(_text_pages(pdf))
    stream = list(pikepdf.parse_content_stream(page))
    shown = _shown(stream)
    return page, stream, rng.choice(shown), shown


def _shown(stream: list[Any]) -> list[int]:
    """Places of the longer strings of text that are no artifacts."""
    shown: list[int] = []
    artifact: list[bool] = []
    for index, item in enumerate(stream):
        name = str(item.operator)
        if name in ("BDC", "BMC"):
            artifact.append(str(item.operands[0]) == "/Artifact")
        elif name == "EMC":
            artifact.pop()
        elif name in ("TJ", "Tj") and artifact and not any(artifact) and len(_codes(item)) > 6:
            shown.append(index)
    return shown


def _codes(item: Any) -> list[int]:
    """Places of the strings with glyphs in a TJ."""
    operand = item.operands[0]
    if not isinstance(operand, pikepdf.Array):
        return []
    return [k for k, s in enumerate(operand) if isinstance(s, pikepdf.String) and len(bytes(s)) > 1]


def alter_glyph(pdf: pikepdf.Pdf, rng: random.Random) -> str | None:
    page, stream, at, _ = _instructions(pdf, rng)
    values = list(stream[at].operands[0])
    target = rng.choice(_codes(stream[at]))
    others = [bytes(values[k]) for k in _codes(stream[at]) if bytes(values[k]) != bytes(values[target])]
    if not others:
        return None
    values[target] = pikepdf.String(rng.choice(others))
    stream[at] = pikepdf.ContentStreamInstruction([pikepdf.Array(values)], stream[at].operator)
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(stream))
    return "one glyph altered"


def each_glyph_run(data: bytes) -> Iterator[tuple[str, bytes]]:
    """One mutant for each shown string of the work: one of its glyphs becomes another.

    PDF shows lines, not words; each line is altered once for every five glyphs, about once a word.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = len(_text_pages(pdf))
    for number in range(pages):
        yield from _glyphs_of(data, number)


def _glyphs_of(data: bytes, number: int) -> Iterator[tuple[str, bytes]]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = _text_pages(pdf)[number]
        stream = list(pikepdf.parse_content_stream(page))
        for at in _shown(stream):
            values, codes = list(stream[at].operands[0]), _codes(stream[at])
            kept = stream[at]
            for target in codes[::5]:
                other = next((values[k] for k in codes if bytes(values[k]) != bytes(values[target])), None)
                if other is None:
                    continue
                changed = [other if k == target else value for k, value in enumerate(values)]
                stream[at] = pikepdf.ContentStreamInstruction([pikepdf.Array(changed)], kept.operator)
                page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(stream))
                out = io.BytesIO()
                pdf.save(out)
                yield f"page {number + 2}, string {at}, glyph {target}", out.getvalue()
            stream[at] = kept


def drop_line(pdf: pikepdf.Pdf, rng: random.Random) -> str | None:
    page, stream, at, _ = _instructions(pdf, rng)
    del stream[at]
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(stream))
    return "one shown string dropped"


def swap_lines(pdf: pikepdf.Pdf, rng: random.Random) -> str | None:
    page, stream, at, shown = _instructions(pdf, rng)
    other = rng.choice([i for i in shown if i != at])
    stream[at], stream[other] = stream[other], stream[at]
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(stream))
    return "two shown strings swapped"


def wrong_unicode(pdf: pikepdf.Pdf, rng: random.Random) -> str | None:
    page, stream, at, _ = _instructions(pdf, rng)
    name = next(str(i.operands[0]) for i in reversed(stream[:at]) if str(i.operator) == "Tf")
    font = page.resources.Font[name]
    code = bytes(stream[at].operands[0][rng.choice(_codes(stream[at]))]).hex()
    data = font.ToUnicode.read_bytes()
    entry = re.search(rb"<" + code.encode() + rb">\s*<([0-9A-Fa-f]+)>", data, re.IGNORECASE)
    if entry is None or entry[1] == b"0078":
        return None
    font.ToUnicode = pdf.make_stream(data[: entry.start(1)] + b"0078" + data[entry.end(1) :])
    return f"ToUnicode of glyph {code} altered: it reads as x"


def drop_actual_text(pdf: pikepdf.Pdf, rng: random.Random) -> str | None:
    page = rng.choice(_text_pages(pdf))
    stream = list(pikepdf.parse_content_stream(page))
    soft = [i for i, x in enumerate(stream) if str(x.operator) == "BDC" and "/ActualText" in x.operands[1]]
    if not soft:
        return None
    at = rng.choice(soft)
    stream[at] = pikepdf.ContentStreamInstruction([pikepdf.Name("/Span")], pikepdf.Operator("BMC"))
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(stream))
    return "an ActualText dropped: a line-end hyphen is read"


def truncate(data: bytes, rng: random.Random) -> tuple[bytes, str]:
    return data[: len(data) // 3], "file truncated"


PDF_OPERATORS: dict[str, Operator] = {
    "drop paragraph": _changed(lambda pdf, rng: drop(pdf, rng, "/P")),
    "drop heading": _changed(lambda pdf, rng: drop(pdf, rng, "/H2", "/H3")),
    "drop note": _changed(lambda pdf, rng: drop(pdf, rng, "/Note", "/FENote")),
    "swap paragraphs": _changed(swap_paragraphs),
    "double paragraph": _changed(double),
    "demote heading": _changed(demote_heading),
    "lose superscript": _changed(lose_superscript),
    "swap notes": _changed(swap_notes),
    "break link": _changed(break_link),
    "alter glyph": _changed(alter_glyph),
    "drop shown text": _changed(drop_line),
    "swap shown text": _changed(swap_lines),
    "wrong ToUnicode": _changed(wrong_unicode),
    "drop ActualText": _changed(drop_actual_text),
    "truncate": truncate,
}
