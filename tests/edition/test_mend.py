"""Mends change markup, never a word."""

from __future__ import annotations

import pytest

from octavo.edition.mend import mend
from octavo.fold import same_reading

OUT_OF_ORDER = (
    "A.[^b] B.[^a] `[^a]`\n\n[^a]: First\n    goes on.\n\n    And a second paragraph.\n\n[^b]: Second.\n"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# **One**\n\nText.\n", "# One\n\nText.\n"),
        ("70<sup>th</sup> H<sub>2</sub>O `<sup>x</sup>`\n", "70^th^ H~2~O `<sup>x</sup>`\n"),
        (
            OUT_OF_ORDER,
            "A.[^1] B.[^2] `[^a]`\n\n[^1]: Second.\n\n"
            "[^2]: First\n    goes on.\n\n    And a second paragraph.\n",
        ),
        ("A.[^1]\n\n[^1]: In order.\n", "A.[^1]\n\n[^1]: In order.\n"),
        (
            "A.[^x]\n\n[^y]: An orphan is an editor's matter.\n",
            "A.[^x]\n\n[^y]: An orphan is an editor's matter.\n",
        ),
    ],
)
def test_mend(text: str, expected: str) -> None:
    """Each mend does what it says, and reads word for word as before."""
    assert mend(text).text == expected
    assert same_reading(text, expected)


def test_what_is_right_is_left_alone() -> None:
    """Mending twice does nothing the second time."""
    once = mend(OUT_OF_ORDER)
    assert mend(once.text) == type(once)(once.text, ())
