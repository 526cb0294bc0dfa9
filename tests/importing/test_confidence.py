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
        (
            "a sentence that a picture cuts",
            "join",
            f"{_LONG[:-1]} and of the\n\n![](map.png)\n\nmen who had made it.\n",
        ),
        (
            "the rest of a paragraph, or of the note that breaks off before it",
            "join",
            f"{_LONG[:-1]}<sup>1</sup> and none\n\n<sup>1</sup> The minutes, which were\n\nfor long.\n",
        ),
        (
            "a note that ends in mid-sentence, as no other does",
            "note",
            "".join(f"{_LONG}<sup>{n}</sup> " for n in range(1, 6))
            + "\n\n"
            + "\n\n".join(f"<sup>{n}</sup> The minutes{'' if n == 3 else '.'}" for n in range(1, 6)),
        ),
        (
            "a break in mid-sentence that nothing explains",
            "join",
            f"{_LONG[:-1]}\n\nwho had seen it. {_LONG}\n",
        ),
        (
            "an item of a list whose mark is lost",
            "join",
            f"{_LONG[:-1]} and of the\n\nmen who had made it;\n\nwomen who had not.\n",
        ),
        (
            "a number that does not count on",
            "level",
            f"# 1. First\n\n{_LONG}\n\n# 2. Second\n\n{_LONG}\n\n# 2. Third\n\n{_LONG}\n",
        ),
        (
            "the title that comes again, but at no page end",
            "furniture",
            "# Annual Report\n\n" + "\n\n".join(f"{_LONG}\n\nAnnual Report" for _ in range(4)),
        ),
        (
            "a rule alone before a heading",
            "rule",
            f'# One\n\n{_LONG}\n\n---\n\n<span id="page-2-0"></span>\n\n# Two\n\n{_LONG}\n',
        ),
        (
            "the level of a heading that may be none",
            "level",
            f"# 1. First\n\n{_LONG}\n\n**Of the men**\n\n{_LONG}\n\n# 2. Second\n\n{_LONG}\n",
        ),
        (
            "a sentence that a hyphen cuts, and nothing explains the break",
            "join",
            f"{_LONG[:-1]} and the com-\n\nmittee had seen it. {_LONG}\n",
        ),
        (
            "a heading that the next line may have run into",
            "level",
            f"# 1. First\n\n{_LONG}\n\n# 2. THE OTHERS They are three:\n\n{_LONG}\n\n# 3. Last\n\n{_LONG}\n",
        ),
        (
            "a line that comes again, but on few of the pages that folios count",
            "furniture",
            "".join(
                f"{_LONG[:-1]} and\n\n{'The Men' if n % 5 == 0 else ''}\n\n{n}\n\nall of {_LONG}\n\n"
                for n in range(10, 31)
            ),
        ),
        (
            "a line that comes again where no page is seen to end",
            "furniture",
            "".join(
                f"{_LONG[:-1]} of {thing} and\n\nThe Men\n\n{thing} of all. {_LONG}\n\n"
                for thing in ("iron", "wood", "glass", "stone", "straw")
            ),
        ),
        (
            "a second line with a name below the title",
            "front",
            f"# One Day\n\nJane Marlow\n\nOld Quay\n\n## First\n\n{_LONG}\n",
        ),
        (
            "a heading that closes with a stop, alone of all",
            "level",
            f"# 1. First\n\n{_LONG}\n\n# 2. Second\n\n{_LONG}\n\n# 3. See the minutes.\n\n{_LONG}\n",
        ),
        (
            "what the levels of all others hang on: one heading alone above them",
            "level",
            f"# The Gods\n\n{_LONG}\n\n## Book II\n\n### 1. First\n\n{_LONG}\n\n### 2. Second\n\n{_LONG}\n",
        ),
        (
            "an abstract of two paragraphs, of which the second may be a notice",
            "front",
            f"# One Day\n\n**Abstract**\n\n{_LONG}\n\n{_LONG}\n\n# 1. First\n\n{_LONG}\n",
        ),
    ],
)
def test_what_is_doubtful_says_so(what: str, kind: str, raw: str) -> None:
    """Each of these is wrong now and then, so each is shown first in the review."""
    assert [one for one in decided(raw, kind) if one.confidence < DOUBT], what


@pytest.mark.parametrize(
    ("what", "kind", "passages", "raw"),
    [
        (
            "all that hangs on a count that begins anew with nothing above it",
            "level",
            ("1. First", "2. Second", "1. Third"),
            f"# 1. First\n\n{_LONG}\n\n# 2. Second\n\n{_LONG}\n\n# 1. Third\n\n{_LONG}\n",
        ),
        (
            "a numbered heading whose second line may follow",
            "level",
            ("2. Tariffs and Who",),
            f"# 1. First\n\n## 1.1 Sub\n\n{_LONG}\n\n# 2. Tariffs and Who\n\n# Pays\n\n{_LONG}\n\n"
            f"## 2.1 Sub\n\n{_LONG}\n\n# 3. Last\n\n{_LONG}\n",
        ),
        (
            "two dates below the title: one is no date of issue",
            "front",
            ("June 1660", "1893"),
            f"# The Diary\n\nJane Marlow\n\nJune 1660\n\n1893\n\n{_LONG}\n",
        ),
    ],
)
def test_each_of_them_is_doubtful(what: str, kind: str, passages: tuple[str, ...], raw: str) -> None:
    """Where one of several is wrong and nothing tells which, none of them is sure."""
    sure = {one.passage: one.confidence for one in decided(raw, kind)}
    assert [sure[passage] < DOUBT for passage in passages] == [True] * len(passages), what


def test_what_is_plain_is_not_shown() -> None:
    """A cut sentence, two paragraphs of a page, a note between its neighbours: no doubt."""
    raw = (
        f"{_LONG}<sup>1</sup> Then they all<sup>2</sup> went\n\n<sup>1</sup> See the minutes.\n\n"
        f"<sup>2</sup> Ibid.\n\nhome by the same road as before.\n\n{_LONG}\n\n{_LONG}\n"
    )
    joins, notes = decided(raw, "join"), decided(raw, "note")
    assert [one.choice for one in joins] == ["join", "apart", "apart"]
    assert all(one.confidence >= DOUBT for one in (*joins, *notes))


def test_levels_hang_on_the_highest() -> None:
    """Where the one heading above all the others may be none, no level below it is sure."""
    raw = f"# T\n\n## A Word Before\n\n{_LONG}\n\n### 1. First\n\n{_LONG}\n\n### 2. Second\n\n{_LONG}\n"
    assert all(one.confidence < DOUBT for one in decided(raw, "level"))


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


def test_torn_columns_make_everything_doubtful() -> None:
    """Where the lines of two columns alternate, halves of words that stand side by side are strangers."""
    words = ("thing", "ever", "body", "how", "where", "what", "one")
    line = "They had seen some of the men there, and what one body or thing had ever been, and how.\n\n"
    torn = line + "".join(f"In the winter some\u2010\n{word} of the men were there.\n\n" for word in words)
    whole = torn.replace("some\u2010\n", "some ")
    strange = torn.replace("some\u2010", "men\u2010")
    assert not [f for f in import_text(whole.encode(), name="raw.md").findings if f.code == "I-012"]
    found = import_text(strange.encode(), name="raw.md")
    assert [f.code for f in found.findings].count("I-012") == 1
    assert all(one.confidence < DOUBT for one in found.decisions if one.kind in ("join", "hyphen"))


def test_a_call_between_its_neighbours_is_no_doubt_though_it_is_bare() -> None:
    """The sequence on both sides and a text with its number tell as much as a raised sign.

    Before the first of a series nothing can stand; after the last something may be missing.
    """
    calls = " ".join(f"{_LONG[:-1]}.{number}" for number in range(1, 6))
    bodies = "\n\n".join(f"{number}See the minutes." for number in range(1, 6))
    notes = decided(f"{calls}\n\n{bodies}\n", "note")
    assert [one.confidence >= DOUBT for one in notes] == [True, True, True, True, False]
