"""Authors that a title block names with their affiliation in brackets, in several languages."""

from __future__ import annotations

import pytest

from octavo.importing import import_text
from octavo.yamltext import load

BODY = "\n\n# 1. One\n\nA paragraph of the text that ends here.<sup>1)</sup>\n\n1) A note.\n"


def authors(lines: str) -> list[tuple[str, str]]:
    edition = import_text(f"# The silence of small harbours\n\n{lines}{BODY}".encode(), name="raw.md").edition
    value = load(edition.split("---\n")[1], name="edition.md").value
    return [(item["name"], item.get("affiliation", "")) for item in value.get("author", ())]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("한지우 (통일연구원 연구위원)\n\n2024년 3월 2일", [("한지우", "통일연구원 연구위원")]),
        ("글: 한지우(서울대학교), 김철수(통일연구원)", [("한지우", "서울대학교"), ("김철수", "통일연구원")]),
        (
            "Jane Roe (University of Oslo) and John Doe (Institute of the North)",
            [("Jane Roe", "University of Oslo"), ("John Doe", "Institute of the North")],
        ),
        ("Jane Roe (born in Bergen)", []),
        ("The Harbour (University of Oslo)", []),
    ],
)
def test_names_with_affiliations(lines: str, expected: list[tuple[str, str]]) -> None:
    """A name with an affiliation is an author; brackets with anything else leave the line in the text."""
    assert authors(lines) == expected


@pytest.mark.parametrize(
    ("line", "author", "date"),
    [
        ("Maria T. Lindqvist 1787", "Maria T. Lindqvist", "1787"),
        ("Jane Roe1 and John Doe2\n\nSpring 2018", "Jane Roe", "Spring 2018"),
    ],
)
def test_years_and_seasons_beside_names_are_dates(line: str, author: str, date: str) -> None:
    """A year behind a name is no sign of a note; what tells no month stays as it is printed."""
    edition = import_text(f"# The silence of small harbours\n\n{line}{BODY}".encode(), name="raw.md").edition
    value = load(edition.split("---\n")[1], name="edition.md").value
    assert (value["author"][0]["name"], value["date"]) == (author, date)
