"""Any bytes give an edition or one clear finding: never a traceback, never a lost word."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st

from octavo.cli.importing import command
from octavo.importing import import_text

FOREIGN = {
    "a PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
    "a Word document": b"PK\x03\x04....word/document.xml",
    "a picture": b"\x89PNG\r\n\x1a\n",
    "noise": bytes(range(256)) * 40,
    "nothing": b"",
    "blanks": b" \n\n ",
}


@pytest.mark.parametrize("data", FOREIGN.values(), ids=FOREIGN.keys())
def test_what_is_no_text_gives_one_finding_that_says_what_to_do(data: bytes) -> None:
    imported = import_text(data, name="raw")
    assert imported.edition == ""
    assert [finding.severity for finding in imported.findings] == ["error"]
    assert imported.findings[0].hint


@given(st.binary(max_size=400))
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_read(data: bytes) -> None:
    """No exception whatever comes in."""
    import_text(data, name="raw")


PIECES = [
    *"ab1¹ *_`[]()<>&$^~|#\\-.:!{}+=\f\n",
    *["<sup>", "</sup>", "[^1]", "**", "---", "<td>", "<br>", "&amp;", "$x^2$", "http://a.b/c?d=1"],
    *("- ", "1. ", "1) ", "> ", "\n\n", "word ", "The end.", " 2 ", "[^2]: ", "- 2 -", "gar-\nden "),
    *("Abstract\n\n", "12 May 2020\n\n", "(c) 2020 KINU On the 3rd"),
]
SIGNS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@given(SIGNS)
@example("\n[^1]:")
@example("\n1. *")
@example("\n[^1]: a")
@example("\n1. <sup>")
@example("# Of a title (¹\n\n1 _a")
@example("a<p>b <r>c\\t")
@example("1 [^1]\n[1]")
@example("1. #\n\n`[^2]`")
@example("&amp;#1 <sup></sup")
@example("a<sup>1</sup> b\n\n<sup>1</sup> c")
@settings(max_examples=150, deadline=None)
def test_signs_of_markup_never_invent_or_lose_words(text: str) -> None:
    """The books balance for any mixture of markup."""
    imported = import_text(("word " + text).encode(), name="raw")
    assert [str(f) for f in imported.findings if f.code in ("I-050", "I-051")] == []


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 20_000,
        b"a<sup>1" * 20_000,
        b"*a " * 10_000,
        b"> " * 3_000 + b"x",
        b"`" * 9_999 + b"a",
        b"# a\n" * 2_000,
    ],
    ids=["brackets", "sup", "stars", "quotes", "ticks", "headings"],
)
def test_pathological_input_gives_an_edition(data: bytes) -> None:
    """Work is bounded; the test suite's own time limit is the judge."""
    assert import_text(data, name="raw").edition


def test_scripts_and_handlers_do_not_survive() -> None:
    """Text stays, what runs goes."""
    edition = import_text(
        b"<script>alert(1)</script>\n\nHi <b onclick=x()>there</b> [x](javascript:alert(1)).", name="raw"
    ).edition
    assert "alert" not in edition
    assert "onclick" not in edition
    assert "**there**" in edition


def test_of_what_cannot_be_read_nothing_is_written(tmp_path: Path) -> None:
    """Neither an empty folder nor the word that an edition was written."""
    (tmp_path / "raw.md").write_bytes(bytes(range(256)) * 20)
    arguments = [str(tmp_path / "raw.md"), "-o", str(tmp_path / "out")]
    told = CliRunner().invoke(command, arguments, standalone_mode=False)
    assert told.return_value == 1
    assert "I-001" in told.output
    assert "written" not in told.output
    assert not (tmp_path / "out").exists()
