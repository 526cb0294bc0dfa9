"""Every way an edition can be wrong gives one clear finding, and nothing outside is opened."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from octavo.edition import read_edition
from octavo.edition.languages import is_language_tag
from octavo.edition.read import plain_title

GOOD = """---
title: Lessons from 70^th^ Anniversary
lang: en
author: [{name: "Chung, Sung-Yoon", family: Chung, given: Sung-Yoon}]
date: 2023-09-27
number: 23-31
witness: [{name: raw.txt, sha256: abc}]
---

Text.
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source" / "demo"
    folder.mkdir(parents=True)
    (folder / "edition.md").write_text(GOOD, encoding="utf-8")
    return tmp_path / "source"


def codes(source: Path, data: bytes | str) -> list[tuple[str, int]]:
    raw = data.encode() if isinstance(data, str) else data
    (source / "demo" / "edition.md").write_bytes(raw)
    return [(finding.code, finding.locus.line) for finding in read_edition(source, "demo").findings]


def test_good_edition_is_read(source: Path) -> None:
    """Every value stays what it is written as; what is not stated stays empty."""
    edition = read_edition(source, "demo").edition
    assert edition is not None
    assert (edition.imprint.number, edition.imprint.date, edition.imprint.doi) == ("23-31", "2023-09-27", "")
    assert edition.imprint.title_plain == "Lessons from 70th Anniversary"
    assert edition.imprint.authors[0].family == "Chung"
    assert edition.text.strip() == "Text."
    assert edition.witnesses[0].sha256 == "abc"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", ("E-003", 0)),
        (b"---\ntitle: \xff\n---\n", ("E-002", 2)),
        (b"Just text.\n", ("E-005", 1)),
        (b"---\ntitle: [broken\n---\nText\n", ("E-006", 3)),
        (b"---\ntitle: A\ntitle: B\nlang: en\n---\nText\n", ("E-007", 3)),
        (b"---\na: &a [x]\nb: *a\ntitle: A\nlang: en\n---\nText\n", ("E-007", 2)),
        (b"---\nlang: en\n---\nText\n", ("E-008", 1)),
        (b"---\ntitle: A\n---\nText\n", ("E-008", 1)),
        (b"---\ntitle: A\nlang: en\ncolour: red\n---\nText\n", ("E-009", 4)),
        (b"---\ntitle: A\nlang: english\n---\nText\n", ("E-010", 3)),
        (b"---\ntitle: A\nlang: en\ndoi: 11.5/x\n---\nText\n", ("E-010", 4)),
        (b"---\ntitle: A\nlang: en\nversion: new\n---\nText\n", ("E-010", 4)),
        (b"---\ntitle: A\nlang: en\nlicence: CC BY 4.0\n---\nText\n", ("E-010", 4)),
        (b"---\ntitle: A\nlang: en\nlicence: cc-by-4.0\n---\nText\n", ("E-010", 4)),
        (b"---\ntitle: A\nlang: en\nreleased: 2023-02-30\n---\nText\n", ("E-010", 4)),
        (b"---\ntitle: A\nlang: en\nid: other\n---\nText\n", ("E-011", 0)),
        (b"---\ntitle: A\nlang: en\n---\nText \x07 bell\n", ("E-012", 5)),
        (b"---\ntitle: A\nlang: en\nreferences: ../../etc/passwd\n---\nText\n", ("E-013", 0)),
        (b"---\ntitle: A\nlang: en\nreferences: /etc/passwd\n---\nText\n", ("E-013", 0)),
        (b"---\ntitle: A\nlang: en\nreferences: none.json\n---\nText\n", ("E-001", 0)),
        (b"x" * (16 * 1024 * 1024 + 1), ("E-004", 0)),
    ],
)
def test_bad_edition_gives_its_finding(source: Path, data: bytes, expected: tuple[str, int]) -> None:
    """One fault, one code, at its line."""
    found = codes(source, data)
    assert expected[0] in [code for code, _ in found]
    assert not expected[1] or expected in found


def test_missing_file(source: Path) -> None:
    """A folder without edition.md is told so."""
    (source / "demo" / "edition.md").unlink()
    assert [finding.code for finding in read_edition(source, "demo").findings] == ["E-001"]


def test_link_out_of_the_folder_is_not_followed(source: Path, tmp_path: Path) -> None:
    """A symbolic link is no way out."""
    secret = tmp_path / "secret.json"
    secret.write_text("[]", encoding="utf-8")
    (source / "demo" / "references.json").symlink_to(secret)
    assert ("E-013", 0) in codes(source, GOOD.replace("number:", "references: references.json\nnumber:"))


def test_broken_records(source: Path) -> None:
    """References that are no array of records are told with their line."""
    (source / "demo" / "references.json").write_text('[{"id": "a"},\n oops]', encoding="utf-8")
    assert ("E-015", 2) in codes(source, GOOD.replace("number:", "references: references.json\nnumber:"))
    (source / "demo" / "references.json").write_text(json.dumps([{"title": "no id"}]), encoding="utf-8")
    assert ("E-015", 1) in codes(source, GOOD.replace("number:", "references: references.json\nnumber:"))


def test_unknown_design_token(source: Path) -> None:
    """A misspelt design token is not passed over."""
    (source / "imprint.yaml").write_text("style:\n  page_sise: A5\n", encoding="utf-8")
    assert "E-009" in [code for code, _ in codes(source, GOOD)]


def test_series_lays_its_own_over_the_publishers(source: Path) -> None:
    """One series may have another page and another language's rules than the house."""
    text = "publisher: KINU\nstyle: {page_size: A4, leading: '1.4'}\n"
    text += "series: {Briefs: {issn: 1234-5678, style: {page_size: A5}}}\n"
    (source / "imprint.yaml").write_text(text, encoding="utf-8")
    (source / "demo" / "edition.md").write_text(
        GOOD.replace("number:", "series: Briefs\nnumber:"), encoding="utf-8"
    )
    edition = read_edition(source, "demo").edition
    assert edition is not None
    assert (edition.style.page_size, edition.style.leading, edition.imprint.issn) == (
        "A5",
        "1.4",
        "1234-5678",
    )
    assert edition.imprint.publisher.name == "KINU"


def test_date_in_words_is_kept_in_words(source: Path) -> None:
    """``Spring 2023`` is no calendar date, and none is made of it."""
    codes(source, GOOD.replace("2023-09-27", "Spring 2023"))
    edition = read_edition(source, "demo").edition
    assert edition is not None
    assert (edition.imprint.date, edition.imprint.date_stated, edition.imprint.released) == (
        "",
        "Spring 2023",
        "",
    )


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("A *b* c", "A b c"),
        ("70^th^ x~2~", "70th x2"),
        (r"\$3 \*", "$3 *"),
        ("See [it](http://x) [y]{.z}", "See it y"),
    ],
)
def test_plain_title(title: str, plain: str) -> None:
    """Metadata carries the words of the title, not its markup."""
    assert plain_title(title) == plain


@pytest.mark.parametrize(
    ("tag", "right"), [("en", True), ("ko-KR", True), ("zh-Hant-TW", True), ("grc", True)]
)
def test_language_tags(tag: str, right: bool) -> None:
    """Tags of BCP 47 are known from words that look like them."""
    assert is_language_tag(tag) is right
    assert not is_language_tag(tag + "!")
    assert not is_language_tag("xx")


@given(st.binary(max_size=400))
@settings(max_examples=60, deadline=None)
def test_any_bytes_give_findings(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """Law 9: any bytes give a result or a finding, never an exception."""
    folder = tmp_path_factory.mktemp("any") / "source" / "demo"
    folder.mkdir(parents=True)
    (folder / "edition.md").write_bytes(b"---\n" + data + b"\n---\nText.\n")
    result = read_edition(folder.parent, "demo")
    assert result.edition is not None or result.findings
