"""Every dialect says what the edition says, and nothing more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialects.conftest import BRIEF, FULL, SPRING
from octavo.dialects import (
    DIALECTS,
    CrateFile,
    Dialect,
    Told,
    cite_as,
    contradictions,
    display_date,
    highwire,
    missing,
    open_graph,
    read_back,
    record,
    ro_crate,
)
from octavo.dialects.web import citation_references
from octavo.model import Author, Finding, Imprint

each_dialect = pytest.mark.parametrize("dialect", DIALECTS, ids=lambda one: one.name)
plain = st.text(st.characters(codec="utf-8"), max_size=12)
imprints = st.builds(
    Imprint,
    id=st.just("e-1"),
    title=plain,
    title_plain=plain,
    subtitle=plain,
    lang=st.sampled_from(["en", "ko-KR", "qaa", ""]),
    authors=st.lists(st.builds(Author, plain, family=plain, given=plain, affiliation=plain), max_size=3).map(
        tuple
    ),
    date=st.sampled_from(["", "2023", "2023-09", "2023-09-27", "2023-13-01", "soon"]),
    date_stated=plain,
    released=st.sampled_from(["", "2026-11-24"]),
    series=plain,
    number=plain,
    rights=plain,
    licence=st.sampled_from(["", "CC-BY-4.0", "https://example.org/licence"]),
    publisher=st.builds(lambda name: replace(BRIEF.publisher, name=name), plain),
)


def heard(dialect: Dialect, imprint: Imprint) -> Told | None:
    text = dialect.render(imprint, "[]")
    if not text:
        return None
    value = read_back(dialect.name, dialect.file_name, text.encode())
    assert isinstance(value, Told), value
    return value


@each_dialect
def test_no_dialect_contradicts_the_edition(dialect: Dialect, imprint: Imprint) -> None:
    """What a dialect tells is what the edition states, read back by code of its own."""
    value = heard(dialect, imprint)
    assert value is None or contradictions(record(imprint), dialect.file_name, value) == ()


@each_dialect
@settings(max_examples=25, deadline=None)
@given(imprint=imprints)
def test_any_imprint_is_told_without_contradiction(dialect: Dialect, imprint: Imprint) -> None:
    """No sign in a title, a name or a date makes a dialect break or say something else."""
    value = heard(dialect, imprint)
    assert value is None or contradictions(record(imprint), dialect.file_name, value) == ()


@each_dialect
def test_a_dialect_is_left_out_only_for_a_missing_fact(dialect: Dialect, imprint: Imprint) -> None:
    """A file is absent exactly when the facts that its schema demands are."""
    year_from_release = dialect.name.startswith("datacite") and imprint.released
    lacking = tuple(name for name in missing(imprint, dialect) if not (name == "date" and year_from_release))
    assert bool(dialect.render(imprint, "[]")) == (not lacking)


@each_dialect
@pytest.mark.parametrize(
    "field", ["title_plain", "version", "number", "publisher", "date", "authors", "series"]
)
def test_a_changed_fact_is_noticed(dialect: Dialect, field: str) -> None:
    """The check fails on a seeded fault: every fact a dialect carries is compared."""
    value = heard(dialect, FULL)
    changes = {
        "publisher": replace(FULL.publisher, name="Another"),
        "date": "2019-01",
        "authors": FULL.authors[:1],
    }
    changed = record(replace(FULL, **{field: changes.get(field, "other")}))  # type: ignore[arg-type]
    shown = {"title_plain": "title", "authors": "creators"}.get(field, field)
    assert value is not None
    noticed = any(shown in one.message for one in contradictions(changed, dialect.file_name, value))
    assert noticed == bool(getattr(value, shown))


@each_dialect
@settings(max_examples=25, deadline=None)
@given(data=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(dialect: Dialect, data: bytes) -> None:
    """Metadata from strangers give a statement or one finding, never an exception."""
    assert isinstance(read_back(dialect.name, "f", data), Told | Finding)


def test_nothing_is_invented() -> None:
    """Without a licence, a DOI, a URL or an abstract, no dialect has one."""
    for dialect in DIALECTS:
        text = dialect.render(BRIEF, "[]").lower()
        assert "creativecommons" not in text
        assert "doi.org/10" not in text
        assert "abstract" not in text


def test_a_crate_lists_its_files() -> None:
    """An RO-Crate names every file of the payload and does not contradict the edition."""
    text = ro_crate(FULL, (CrateFile("wp-7.pdf", "application/pdf", 10, "00"),))
    value = read_back("ro_crate", "ro-crate-metadata.json", text.encode())
    assert isinstance(value, Told)
    assert contradictions(record(FULL), "ro-crate-metadata.json", value) == ()
    assert '"@id": "wp-7.pdf"' in text


@pytest.mark.parametrize(
    ("imprint", "shown"),
    [
        (BRIEF, "27 September 2023"),
        (FULL, "2024년 2월"),
        (SPRING, "Spring 2023"),
        (replace(BRIEF, date="2023"), "2023"),
        (replace(BRIEF, lang="fr"), "2023-09-27"),
        (replace(BRIEF, date="2023-02-30"), "2023-02-30"),
        (replace(BRIEF, date=""), ""),
    ],
)
def test_dates_are_shown_as_exactly_as_they_are_stated(imprint: Imprint, shown: str) -> None:
    """No day or month is made up, and a date that is none stays in its own words."""
    assert display_date(imprint) == shown


def test_cite_as_closes_its_parts() -> None:
    """A sentence to copy, without doubled stops or empty places."""
    assert cite_as(BRIEF) == (
        "Chung, Sung-Yoon. “Lessons from 70th Anniversary.” Online Series CO 23-31. "
        "Seoul: Korea Institute for National Unification, 27 September 2023."
    )
    korean = replace(BRIEF, lang="ko", authors=(Author("한지우", "한", "지우"),))
    assert cite_as(korean).startswith("한지우. “")
    assert cite_as(SPRING).startswith("Anonyma. “T?” Seoul: ")
    many = replace(BRIEF, authors=tuple(Author(f"A{n}, B") for n in range(12)))
    assert cite_as(many).startswith("A0, B, B A1, B A2, B A3, B A4, B A5, B A6, et al. “")


def test_highwire_follows_the_technical_report_set() -> None:
    """Scholar's names for reports, one author element each, dates with slashes."""
    pairs = highwire(BRIEF, pdf_url="https://example.org/co-23-31.pdf")
    assert ("citation_publication_date", "2023/09/27") in pairs
    assert ("citation_technical_report_number", "CO 23-31") in pairs
    assert ("citation_pdf_url", "https://example.org/co-23-31.pdf") in pairs
    assert [value for name, value in highwire(FULL) if name == "citation_author"] == [
        "Kim, Min-jun",
        "World Bank and Friends",
        "李, 明",
    ]


def test_a_locale_is_told_only_with_a_territory() -> None:
    """og:locale needs a country; ``en`` alone names none."""
    assert "og:locale" not in dict(open_graph(BRIEF))
    assert dict(open_graph(FULL))["og:locale"] == "ko_KR"


def test_works_cited_become_citation_references() -> None:
    """Records are told to indexers; what is no CSL-JSON is passed over."""
    items = (
        '[{"title":"T; x","author":[{"family":"F","given":"G"}],"issued":{"date-parts":[[1969]]},'
        '"page":"1–9"}]'
    )
    assert citation_references(items) == (
        (
            "citation_reference",
            "citation_title=T, x; citation_author=F, G; citation_publication_date=1969; citation_firstpage=1",
        ),
    )
    assert citation_references("nonsense") == citation_references("{}") == citation_references("[3]") == ()
