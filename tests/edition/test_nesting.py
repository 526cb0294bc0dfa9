"""Texts that nest beyond reason give one finding with its place; they neither hang nor break anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.edition import bracket_findings
from octavo.gather import gather
from octavo.workshop import Workshop

HEAD = "---\ntitle: Deep\nauthor: A. Author\ndate: 2024-01-02\nlang: en\n---\n\n# One\n\n"


def found(root: Path, text: str) -> list[tuple[str, int]]:
    folder = root / "source" / "deep"
    folder.mkdir(parents=True)
    (folder / "edition.md").write_text(HEAD + text + "\n", encoding="utf-8")
    return [(one.code, one.locus.line) for one in gather(Workshop(root), "deep").findings]


def test_brackets_that_would_keep_pandoc_for_hours(tmp_path: Path) -> None:
    """Two hundred levels of brackets are told with their line, before pandoc sees them."""
    assert found(tmp_path, "A good paragraph.\n\n" + "[" * 200 + "x" + "]" * 200) == [("E-023", 12)]


def test_a_text_beyond_the_depth_of_any_reader(tmp_path: Path) -> None:
    """Quotations in quotations, thousands of them."""
    assert [code for code, _ in found(tmp_path, "> " * 5000 + "deep")] == ["E-022"]


@pytest.mark.parametrize(
    "text",
    [
        "Notes[^1] and [links](a) and [spans [in [spans]]]{.x} and [a]{#b}.",
        "Half open: " + "on [0, 1) " * 50,
        "Signs: " + r"\[" * 500,
        "`" + "[" * 500 + "]" * 500 + "`",
        "```\n" + "[" * 500 + "\n\n" + "]" * 500 + "\n```",
    ],
)
def test_brackets_of_ordinary_texts(text: str) -> None:
    """What people write is left alone: links, spans, intervals, escaped signs, code."""
    assert bracket_findings(text, "edition.md") == ()


def test_brackets_that_nothing_closes() -> None:
    """Hundreds of open brackets in one paragraph are told; the same over many paragraphs are not."""
    assert [one.code for one in bracket_findings("[x " * 300, "edition.md")] == ["E-023"]
    assert bracket_findings("[x\n\n" * 300, "edition.md") == ()


def test_a_note_in_the_title_is_told(tmp_path: Path) -> None:
    """A title stands where no note can follow; a heading may call one."""
    folder = tmp_path / "source" / "deep"
    folder.mkdir(parents=True)
    notes = "A text.[^2]\n\n[^1]: Thanks.\n\n[^2]: A note.\n"
    for head, codes in (
        (HEAD.replace("Deep", '"Deep[^1]"'), ["E-024"]),
        (HEAD.replace("# One", "# One[^1]"), []),
    ):
        (folder / "edition.md").write_text(head + notes, encoding="utf-8")
        assert [one.code for one in gather(Workshop(tmp_path), "deep").findings] == codes
