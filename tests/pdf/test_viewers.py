"""Copying, searching, roles: poppler, MuPDF, PDFium (Chromium's engine), pdf.js (Firefox's)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from octavo.words import words

from .press import body_text, edition, edition_print, printed
from .viewers import found_with, pages_of, pdfjs

TOOLS = [
    "poppler", "mupdf", "pdfium", pytest.param("pdfjs", marks=pytest.mark.conformance),
]  # fmt: skip
SEARCHING = [tool for tool in TOOLS if tool != "poppler"]  # poppler's search is in its viewers' windows
SENTENCE = "Alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho. "


def plain_words(text: str) -> list[str]:
    """Words with broken ones joined; all hyphens go, for none can tell a soft one from the author's."""
    joined = re.sub(r"[-\u00ad\ufffe\x02]\s*\n\s*|\ufffe|\x02", "", text.replace("\r", ""))
    return words(re.sub(r"[-\u00ad\u2011]", "", joined))


def missing(wanted: list[str], copied: list[str]) -> str:
    """The first word that is not copied in its order; empty when all are."""
    rest = iter(copied)
    return next((word for word in wanted if word not in rest), "")


@pytest.mark.parametrize("tool", TOOLS)
def test_each_page_is_copied_word_for_word(tool: str, tmp_path: Path) -> None:
    """What the page map gives to a page is copied from it, in order, no two words run together."""
    path = tmp_path / "x.pdf"
    result = edition_print("co-23-31", "default")
    path.write_bytes(result.artifact.data)
    text, starts = body_text(edition("co-23-31")[0]), result.pagemap.starts
    ends = [start.offset for start in starts[1:]] + [len(text)]
    for page, start, end in zip(pages_of(tool, path), starts, ends, strict=True):
        # A raised sign is copied apart from its figure by PDFium.
        wanted = [
            word for word in plain_words(text[start.offset : end]) if not re.match(r"\d+[a-z]{2}$", word)
        ]
        assert missing(wanted, plain_words(page)) == "", start


@pytest.mark.parametrize("tool", TOOLS)
def test_a_lost_space_and_a_lost_word_are_seen(tool: str, tmp_path: Path) -> None:
    """The check above speaks: two words run together at a line end, a line that is not there."""
    path = tmp_path / "x.pdf"
    path.write_bytes(printed(SENTENCE * 6).artifact.data)
    (page,) = pages_of(tool, path)
    copied = plain_words(page)
    assert missing(plain_words(SENTENCE * 6), copied) == ""
    assert missing(plain_words(SENTENCE * 7), copied) == "Alpha"
    assert missing(plain_words(SENTENCE * 6), plain_words(page.replace("\n", "").replace("\r", ""))) != ""


@pytest.mark.parametrize("tool", SEARCHING)
def test_a_phrase_over_a_line_end_is_found(tool: str, tmp_path: Path) -> None:
    """Every phrase of two words that a line end parts is found on its page, and nothing that is not there."""
    path = tmp_path / "x.pdf"
    path.write_bytes(printed(SENTENCE * 6).artifact.data)
    lines = pypdfium2.PdfDocument(path)[0].get_textpage().get_text_range().splitlines()
    ends = [(one.split()[-1], two.split()[0]) for one, two in pairwise(lines) if one.split() and two.split()]
    phrases = [f"{last} {first}" for last, first in ends if last in SENTENCE and first in SENTENCE][:4]
    assert len(phrases) == 4
    for phrase in phrases:
        assert set(found_with(tool, path, phrase)) == {1}, phrase
    assert found_with(tool, path, "beta alpha") == []


@pytest.mark.conformance
def test_firefox_finds_broken_words_and_curly_quotes(tmp_path: Path) -> None:
    """pdf.js finds a word that a hyphen broke; MuPDF and PDFium do not in any file, hyphens or none."""
    path = tmp_path / "x.pdf"
    path.write_bytes(edition_print("co-23-31", "default").artifact.data)
    copied = "\n".join(pages_of("pdfjs", path)[1:2])
    before, after = re.findall(r"(\w+)-\n(\w+)", copied)[0]
    assert found_with("pdfjs", path, before + after)
    assert found_with("pdfjs", path, "“early armistice in the Korean War.”") == [2]


def _said(node: Any, notes: list[str], *, note: bool = False) -> Iterator[str]:
    """What a node of pdf.js's tree says, without the signs of calls; what notes say goes to `notes`."""
    if isinstance(node, str):
        yield node
        return
    role, _, children = node
    inside = [part for child in children for part in _said(child, notes, note=note or role == "Note")]
    marker = role == "Lbl" and (note or re.fullmatch(r"\s*(\S|\w+\.)\s*", "".join(inside)))
    if role == "Note" and not note:
        notes.append("".join(inside))
    elif role != "Reference" and not marker:
        yield from inside


def _roles(node: Any) -> set[str]:
    return (
        set() if isinstance(node, str) else {node[0], *(role for child in node[2] for role in _roles(child))}
    )


@pytest.mark.conformance
@pytest.mark.parametrize("name", ["co-23-31", "stress"])
def test_firefox_reads_the_edition_in_order(name: str) -> None:
    """The tree as pdf.js gives it to a screen reader says title, text and notes, word for word, in order."""
    _, wanted, _ = edition(name)
    with pdfjs(edition_print(name, "default").artifact.data) as page:
        trees = page.evaluate("roles()")
    notes: list[str] = []
    body = "".join(part for tree in trees for part in _said(tree, notes))
    _same(notes, [word for note in wanted.reading.notes for word in note])
    _same([body], list(wanted.reading.body))


def _same(said: list[str], wanted: list[str]) -> None:
    """The end of what is said is what was wanted, sign for sign without spaces."""
    one = "".join("".join(plain_words(part)) for part in said)
    two = "".join(plain_words(" ".join(wanted)))
    one = one[max(0, len(one) - len(two)) :]
    at = next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), 0)
    assert one == two, f"{one[max(0, at - 30) : at + 30]!r} / {two[max(0, at - 30) : at + 30]!r}"


@pytest.mark.conformance
def test_firefox_misses_what_is_not_there() -> None:
    """The comparison speaks when a word is lost from the text or the notes."""
    with pytest.raises(AssertionError, match="gamma"):
        _same(["alpha beta gam-\nma delta"], ["alpha", "beta", "delta"])
    with pytest.raises(AssertionError):
        _same(["alpha beta"], ["alpha", "beta", "gamma"])


@pytest.mark.conformance
def test_firefox_tells_the_roles() -> None:
    """Headings, lists, tables, figures, notes and links are told as such."""
    with pdfjs(edition_print("stress", "default").artifact.data) as page:
        roles = set().union(*(_roles(tree) for tree in page.evaluate("roles()")))
    assert roles >= {
        "H1", "H2", "H3", "P", "Sect", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "Caption",
        "Figure", "Note", "Reference", "Link", "BlockQuote", "Code", "TOC", "TOCI",
    }  # fmt: skip
