"""How sure a decision says it is: doubtful kinds stand in the review, plain ones do not fill it."""

from __future__ import annotations

import pytest

from octavo.importing import import_text
from octavo.importing.result import Decision
from octavo.importing.review import DOUBT

_LONG = "The committee had considered the matter at length and found nothing in it that anybody could blame."


def decided(raw: str, kind: str) -> list[Decision]:
    return [one for one in import_text(raw.encode(), name="raw.md").decisions if one.kind == kind]


@pytest.mark.parametrize(
    ("what", "kind", "raw"),
    [
        (
            "a sentence that ends where the page ends",
            "join",
            f"{_LONG}\n\n7\n\nThen {_LONG}\n\n8\n\nLater {_LONG}\n",
        ),
        (
            "a call told by the sequence alone",
            "note",
            f"{_LONG[:-1]}.1 {_LONG[:-1]}.2\n\n1See it.\n\n2Ibid.\n",
        ),
        (
            "levels that no number holds up",
            "level",
            f"# A\n\n{_LONG}\n\n## First\n\n{_LONG}\n\n### Second\n\n{_LONG}\n",
        ),
        (
            "a note of which nobody knows where it ends",
            "note",
            f"{_LONG}<sup>1</sup>\n\n<sup>1</sup> See the minutes.\n\n{_LONG}\n\n{_LONG}\n",
        ),
        (
            "a hyphen that may be a real one",
            "hyphen",
            "The soldiers were war-\nweary, and the war was long.\n",
        ),
    ],
)
def test_what_is_doubtful_says_so(what: str, kind: str, raw: str) -> None:
    """Each of these is wrong now and then, so each is shown first in the review."""
    assert [one for one in decided(raw, kind) if one.confidence < DOUBT], what


def test_what_is_plain_is_not_shown() -> None:
    """A cut sentence, two paragraphs of a page, a note between its neighbours: no doubt."""
    raw = (
        f"{_LONG}<sup>1</sup> Then they all<sup>2</sup> went\n\n<sup>1</sup> See the minutes.\n\n"
        f"<sup>2</sup> Ibid.\n\nhome by the same road as before.\n\n{_LONG}\n\n{_LONG}\n"
    )
    joins, notes = decided(raw, "join"), decided(raw, "note")
    assert [one.choice for one in joins] == ["join", "apart", "apart"]
    assert all(one.confidence >= DOUBT for one in (*joins, *notes))


def test_a_page_end_that_nobody_marked_is_reckoned_with() -> None:
    """After more than a page's text since the last foot, a finished sentence is no proof of a paragraph."""
    page = "\n\n".join([_LONG * 8] * 2)
    foot = "\n\n<sup>{0}</sup> See the minutes.\n\n"
    paged = "".join(page + f"<sup>{n}</sup>" + foot.format(n) for n in range(1, 6))
    late = [
        one for one in decided(paged + "\n\n".join([page] * 3), "join") if "may stand here" in one.evidence
    ]
    assert late
    assert all(one.confidence < DOUBT for one in late)
