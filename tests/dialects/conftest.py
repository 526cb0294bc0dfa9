"""Imprints of every kind that the dialects meet."""

from __future__ import annotations

import pytest

from octavo.model import Author, Imprint, Publisher

KINU = Publisher(
    "Korea Institute for National Unification", short="KINU", place="Seoul", url="https://example.org/"
)

BRIEF = Imprint(
    id="co-23-31",
    title="Lessons from 70^th^ Anniversary",
    title_plain="Lessons from 70th Anniversary",
    lang="en",
    version="1.2.0",
    authors=(Author("Chung, Sung-Yoon", affiliation="Unification Policy Research Division"),),
    date="2023-09-27",
    released="2026-11-24",
    series="Online Series",
    number="CO 23-31",
    publisher=KINU,
    rights="©KINU 2023",
)
FULL = Imprint(
    id="wp-7",
    title="A *Short* {History} & 100% of “Quotes” <b>_",
    title_plain="A Short {History} & 100% of “Quotes” <b>_ ~ ^ \\ # $",
    subtitle="With and without braces",
    lang="ko-KR",
    version="2.0.1",
    authors=(
        Author("Kim, Min-jun", "Kim", "Min-jun", "KINU", "https://orcid.org/0000-0002-1825-0097"),
        Author("World Bank and Friends"),
        Author("李, 明"),
    ),
    date="2024-02",
    released="2026-11-25",
    series="Working Papers & more",
    number="7",
    issn="1234-5679",
    isbn="978-3-16-148410-0",
    doi="https://doi.org/10.5555/12345678",
    url="https://example.org/wp/7?a=1&b=2",
    publisher=KINU,
    rights="© 2024 the authors",
    licence="CC-BY-4.0",
    abstract="An “abstract” with <tags> & signs.\nOver two lines.",
    keywords=("alliances", "peace; war"),
)
BARE = Imprint(id="x", title="X", title_plain="X", lang="en")
SPRING = Imprint(
    id="s-1",
    title="T?",
    title_plain="T?",
    lang="de",
    authors=(Author("Anonyma"),),
    date_stated="Spring 2023",
    released="2026-11-24",
    publisher=KINU,
)


@pytest.fixture(params=[BRIEF, FULL, BARE, SPRING], ids=["brief", "full", "bare", "spring"])
def imprint(request: pytest.FixtureRequest) -> Imprint:
    value: Imprint = request.param
    return value
