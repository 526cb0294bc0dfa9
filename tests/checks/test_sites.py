"""Findings of finished pages lead to the line where an editor mends them."""

from __future__ import annotations

import pytest

from octavo import pandoc
from octavo.checks.sites import sited
from octavo.model import Edition, Finding, Imprint, Locus, Severity

TEXT = (
    "---\ntitle: x\n---\n\nThe 70^th^ anniversary[^1] of an *alliance* that con\u00adtin\u00adues.\n\n"
    "A second paragraph 𒀀.\n\n[^1]: The note says more.\n"
)


def _place(near: str, page: int = 3) -> Finding:
    start = TEXT.index("The 70")
    edition = Edition(Imprint("x", "x", "x", "en"), folder="source/x", source=TEXT, text_offset=start)
    tree, _ = pandoc.parse(TEXT[start:], title="x")
    found = Finding("T-009", Severity.WARNING, Locus("x.pdf", 7, page=page), "too loose", near=near)
    return sited([found], edition, tree)[0]


@pytest.mark.parametrize(
    ("near", "line", "column"),
    [
        ("70 th anniversary of an alliance", 5, 5),
        ("alliance that con\u00adtin", 5, 35),
        ("𒀀", 7, 20),
        ("The note says", 9, 7),
    ],
)
def test_words_lead_to_their_line(near: str, line: int, column: int) -> None:
    """Raised signs, calls, emphasis and soft hyphens between the words do not matter."""
    found = _place(near)
    assert found.locus == Locus("source/x/edition.md", line, column)
    assert found.message == "too loose (x.pdf, page 3, line 7)"


@pytest.mark.parametrize("near", ["", "zebra"])
def test_what_is_not_found_stays(near: str) -> None:
    """No place is invented."""
    assert _place(near).locus == Locus("x.pdf", 7, page=3)
