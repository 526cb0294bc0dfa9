"""The title block: what it states is filled in, what it does not state is never invented."""

from __future__ import annotations

from typing import Any

import pytest

from octavo.importing import import_text
from octavo.importing.rights import rights_in
from octavo.yamltext import load

BODY = "\n\n# 1. One\n\nA paragraph of the text that ends here.<sup>1)</sup>\n\n1) A note.\n"


def front(lines: str, *, title: str = "# The silence of small harbours", body: str = BODY) -> dict[str, Any]:
    edition = import_text(f"{title}\n\n{lines}{body}".encode(), name="raw.md").edition
    value: dict[str, Any] = load(edition.split("---\n")[1], name="edition.md").value
    return value


@pytest.mark.parametrize(
    ("lines", "facts"),
    [
        ("Jane Roe\n\n1902", {"date": "1902"}),
        ("Jane Roe\n\nSpring 2018", {"date": "Spring 2018"}),
        ("Jane Roe\n\n5. Dezember 2009", {"date": "2009-12-05"}),
        ("Jane Roe\n\n3 maart 2021", {"date": "2021-03-03"}),
        ("Jane Roe\n\n12 października 2019", {"date": "2019-10-12"}),
        ("Jane Roe\n\nA/HRC/44/12\n\n2020", {"number": "A/HRC/44/12"}),
        ("Jane Roe\n\nTide Review, jrg. 12, nr. 3\n\n2021", {"number": "jrg. 12, nr. 3"}),
        ("Jane Roe\n\nFenland Press\n\n1954", {"publisher": "Fenland Press", "date": "1954"}),
        ("Jane Roe\n\nQuire and Sheet, no. 6", {"series": "Quire and Sheet", "number": "no. 6"}),
        ("Jane Roe\n\nCC BY-SA 4.0", {"rights": "CC BY-SA 4.0"}),
        ("*A subtitle of it*\n\nJane Roe", {"subtitle": "A subtitle of it"}),
        ("Jane Roe\n\nInstitute of Tides\n\n3 May 2020\n\nCentre of Tides", {"publisher": "Centre of Tides"}),
        ("Jane Roe\n\nInstitute of Tides 3 May 2020", {"date": "2020-05-03"}),
        ("Jane Roe\n\nEditorial del Puerto\n\n1954", {"publisher": "Editorial del Puerto", "date": "1954"}),
        ("Jane Roe\n\n3 May 2020\n\nHarbour & Quay", {"publisher": "Harbour & Quay"}),
        ("Jane Roe\n\nTide Office, Leith\n\n3 May 2020\n\nPapers in Tides 112", {"number": "112"}),
        ("Jane Roe\n\n2018\n\nTidal Law Review Vol. 61:233", {"number": "Vol. 61:233"}),
        ("Jane Roe\n\nMay 2020\n\nhttps://doi.org/10.5555/abc.1", {"doi": "10.5555/abc.1"}),
        ("Jane Roe\n\nKeywords: XVIII<sup>e</sup> siècle, ports", {"keywords": ["XVIIIe siècle", "ports"]}),
    ],
)
def test_a_line_of_the_title_block(lines: str, facts: dict[str, str]) -> None:
    """Each fact is read from a line of its own; the author stays the author."""
    found = front(lines)
    assert {key: found.get(key) for key in facts} == facts
    assert [author["name"] for author in found["author"]] == ["Jane Roe"]


@pytest.mark.parametrize(
    ("line", "facts"),
    [
        (
            "Notes on a Survey Jane A. Roe Institute of Tides 5 May 2009 Quire and Sheet no. 6",
            {
                "subtitle": "Notes on a Survey",
                "date": "2009-05-05",
                "series": "Quire and Sheet",
                "number": "no. 6",
            },
        ),
        ("Jane A. Roe Fenland Press 1954", {"publisher": "Fenland Press", "date": "1954"}),
        ("Jane A. Roe Spring 2018 CC BY-SA 4.0", {"date": "Spring 2018", "rights": "CC BY-SA 4.0"}),
        (
            "Jane A. Roe 1902 Every reader of old books has met the page that does not follow.",
            {"date": "1902"},
        ),
    ],
)
def test_lines_that_ran_together(line: str, facts: dict[str, str]) -> None:
    """A converter that made one paragraph of a title block: each line is read for itself."""
    found = front(line)
    assert {key: found.get(key) for key in facts} == facts
    assert [author["name"] for author in found["author"]] == ["Jane A. Roe"]


@pytest.mark.parametrize(
    "line",
    [
        "Jane Roe went to the coast in May 2009 and stayed there until the winter of that year.",
        "Remarks on the Life of Johann Sebastian Bach",
        "In June 2017 the committee met for the first time and found nothing that it could do.",
    ],
)
def test_text_below_a_title_stays_text(line: str) -> None:
    """No run of words is a title block because it holds a name or a date."""
    body = BODY.replace("\n\n", f"\n\n{line}\n\n", 1) if line[-1] == "." else BODY
    edition = import_text(f"# Harbours\n\n{line}{body}".encode(), name="raw.md").edition
    assert line in edition


def test_one_place_below_several_authors_is_theirs_all() -> None:
    """And a line between an author and the date is where that author works, whatever its words."""
    found = front("Jane Roe\n\nJohn Doe\n\nTide Office, Leith\n\n3 May 2020")
    assert [author["affiliation"] for author in found["author"]] == ["Tide Office, Leith"] * 2


def test_what_stands_where_places_stand_is_a_place() -> None:
    """Names and places take turns: a firm that reads like a name is where the second author works."""
    found = front("Jane Roe\n\nUniversity of Leith\n\nJohn Doe\n\nNorbank Research\n\n3 May 2020")
    places = [(author["name"], author["affiliation"]) for author in found["author"]]
    assert places == [("Jane Roe", "University of Leith"), ("John Doe", "Norbank Research")]


def test_figures_glued_to_words_are_no_finished_edition() -> None:
    """Its first heading is the title, though others have its level."""
    body = "\n\n# One\n\nA paragraph of the text that ends here.1\n\n1 A note.\n"
    assert front("Jane Roe\n\n1902", body=body)["title"] == "The silence of small harbours"


def test_lectures_that_are_counted_publish_nothing() -> None:
    """They are a part of the work and stay in it."""
    assert "publisher" not in front("Jane Roe\n\n1902\n\nLectures XVI and XVII")


def test_a_name_that_comes_again_is_a_body() -> None:
    """It is author and publisher; nobody's family name is made of it."""
    found = front("Union of Ports\n\nOctober 9, 1987\n\nUnion of Ports")
    assert (found["author"], found["publisher"]) == ([{"name": "Union of Ports"}], "Union of Ports")


def test_a_summary_with_a_list_is_a_chapter() -> None:
    """No abstract is made of its first paragraphs."""
    words = "This report asks who mends the pump.\n\nIts main findings are these:\n\n- One.\n\n- Two."
    assert "abstract" not in front(f"Jane Roe\n\n## Executive Summary\n\n{words}")


def test_a_committee_is_an_author_where_no_person_is_named() -> None:
    """Else it is the publisher."""
    assert front("Committee on Tides\n\n3 May 2020")["author"] == [{"name": "Committee on Tides"}]
    assert front("Committee on Tides\n\nJane Roe")["publisher"] == "Committee on Tides"


@pytest.mark.parametrize("label", ["**Abstract**", "## Abstract", "Summary", "초록"])
def test_an_abstract_is_copied_and_stays(label: str) -> None:
    """Up to the key words or the next heading."""
    words = "This paper asks how the tide was told to those who could not see it."
    found = front(f"Jane Roe\n\n{label}\n\n{words}\n\nKeywords: tides; harbours")
    assert (found["abstract"], found["keywords"]) == (words, ["tides", "harbours"])


def test_a_text_without_an_abstract_has_none() -> None:
    """Nor a publisher, nor rights."""
    assert not {"abstract", "keywords", "publisher", "rights", "doi"} & set(front("Jane Roe"))


def test_a_title_in_capitals_is_no_section() -> None:
    """It stands in the front matter alone; one that begins like a section is a title too."""
    for words in ("UNIFICATION AND AFTER", "Notes on the Draft Act"):
        edition = import_text(f"# {words}\n\nJane Roe{BODY}".encode(), name="raw.md").edition
        assert edition.count(words) == 1
        assert f"title: {words}\n" in edition


@pytest.mark.parametrize(
    ("text", "rights"),
    [
        ("©KINU 2023", "©KINU 2023"),
        ("© 2023 KINU On the 3rd of May, the council met.", "© 2023"),
        ("© 2022 The Authors. This work is licensed under CC BY 4.0.",) * 2,
        ("The Copyright Act of 1911 was passed.", ""),
        ("(c) land that was inclosed before 1876", ""),
        ("All rights reserved.", "All rights reserved."),
    ],
)
def test_rights_are_a_statement_not_a_sentence(text: str, rights: str) -> None:
    """A run of names after the year is a holder only where the clause ends with it."""
    assert rights_in(text) == rights


@pytest.mark.parametrize("line", ["Seoul, 3 May 2019", "(Seoul, May 2019)", "Berlin, den 5. Dezember 2009"])
def test_a_place_beside_a_date_stays_in_the_text(line: str) -> None:
    """The date is filled in; the place is no fact of the front matter, and no word may go."""
    edition = import_text(
        f"# The silence of small harbours\n\nJane Roe\n\n{line}{BODY}".encode(), name="raw.md"
    )
    assert "\ndate: " in edition.edition
    assert f"\n\n{line}\n\n" in edition.edition
