"""The catalogue: every dialect says the same of the same papers, and only what the records say."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html
from shelf import ENGLISH, ENTRIES, HEAD, HOUSE, KOREAN, entry, imprint

from octavo.catalogue import Catalogue, CatalogueEntry, Head, make_catalogue, thumbnail
from octavo.model import Imprint, Translation

ATOM = {"a": "http://www.w3.org/2005/Atom", "dc": "http://purl.org/dc/terms/"}
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
DATED = {"qs-4", "qs-4-ko", "qs-1", "qs-2"}
BASE = "https://quiet.example/papers/"


def files(catalogue: Catalogue) -> dict[str, bytes]:
    return {artifact.name: artifact.data for artifact in catalogue.artifacts}


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return files(make_catalogue(ENTRIES, HEAD))


def ids(addresses: list[str]) -> set[str]:
    """Editions that addresses below the catalogue's point to."""
    return {match[1] for item in addresses if (match := re.match(rf"(?:{BASE})?([\w-]+)/", item))}


def found(feed: bytes, path: str) -> list[str]:
    """What an XPath finds in a feed or a sitemap, as text."""
    names = ATOM if b"2005/Atom" in feed[:400] else SITEMAP
    return [str(item) for item in etree.fromstring(feed).xpath(path, namespaces=names)]


def seen(page: bytes, path: str) -> list[str]:
    """What an XPath finds in the page, as text."""
    items = html.fromstring(page).xpath(path)
    return [str(item) if isinstance(item, str) else item.text_content() for item in items]


def publications(feed: bytes) -> list[dict[str, Any]]:
    return list(json.loads(feed)["publications"])


def acquisitions(feed: bytes) -> dict[str, list[str]]:
    """Title -> addresses of the files, from OPDS 1.2."""
    titles = found(feed, "//a:entry/a:title/text()")
    link = "a:link[contains(@rel, 'acquisition')]/@href"
    return {title: found(feed, f"//a:entry[{index}]/{link}") for index, title in enumerate(titles, start=1)}


def test_every_dialect_lists_every_paper(made: dict[str, bytes]) -> None:
    """People see all papers; feeds see all that have a date."""
    assert ids(seen(made["index.html"], "//h3/a/@href")) == {*DATED, "letters"}
    for name in ("opds.xml", "atom.xml"):
        assert ids(found(made[name], "//a:entry/a:link/@href")) == DATED
    assert ids([link["href"] for one in publications(made["opds.json"]) for link in one["links"]]) == DATED
    assert ids(found(made["sitemap.xml"], "//s:loc/text()")) == {*DATED, "letters"}


def test_the_three_catalogues_offer_the_same_files(made: dict[str, bytes]) -> None:
    """A reader gets the same files by hand, by OPDS 1.2 and by OPDS 2.0; the proof is no book."""
    first = acquisitions(made["opds.xml"])
    second = {
        one["metadata"]["title"]: [link["href"] for link in one["links"] if "acquisition" in link["rel"]]
        for one in publications(made["opds.json"])
    }
    assert first == second
    addresses = {address for links in first.values() for address in links}
    assert not [address for address in addresses if "proof" in address or "jats" in address]
    offered = seen(made["index.html"], "//ul[@class='files']//a/@href")
    assert addresses <= {urljoin(BASE, address) for address in offered}


def test_translations_are_linked_both_ways_in_every_dialect(made: dict[str, bytes]) -> None:
    """Only the English record names the Korean edition; the link is there from both."""
    page = made["index.html"]
    assert seen(page, "//li[@id='p-qs-4']//a[@hreflang='ko']/@href") == ["qs-4-ko/qs-4-ko.html"]
    assert seen(page, "//li[@id='p-qs-4-ko']//a[@hreflang='en']/@href") == ["qs-4/qs-4.html"]
    for name in ("opds.xml", "atom.xml"):
        langs = found(made[name], "//a:entry[.//@hreflang='ko']/a:link[@rel='alternate']/@hreflang")
        assert sorted(langs) == ["en", "en", "ko", "ko"]
    assert ids(found(made["sitemap.xml"], "//s:url[x:link]/s:loc/text()")) == {"qs-4", "qs-4-ko"}
    korean = next(one for one in publications(made["opds.json"]) if one["metadata"]["language"] == "ko")
    assert [link["language"] for link in korean["links"] if link["rel"] == "alternate"] == ["en"]


def test_translations_of_one_paper_are_translations_of_one_another() -> None:
    """English names Korean, Japanese names English: Korean and Japanese are linked too."""
    japanese = imprint("qs-4-ja", "小さな港", "ja", date="2025", translations=(Translation("qs-4", "en"),))
    page = files(make_catalogue((*ENTRIES, entry(japanese)), HEAD))["index.html"]
    assert set(seen(page, "//li[@id='p-qs-4-ko']//p[@class='translations']/a/@hreflang")) == {"en", "ja"}


def test_a_long_catalogue_comes_in_sheets() -> None:
    """Two feeds of 250 papers and a rest: following `next` finds every paper once (RFC 5005, 3)."""
    papers = tuple(entry(imprint(f"p-{number:03}", f"P {number}", date="2024")) for number in range(601))
    made = files(make_catalogue(papers, HEAD))
    name: str | None = "opds.xml"
    seen_ids: list[str] = []
    while name:
        feed = made[name]
        seen_ids += found(feed, "//a:entry/a:id/text()")
        assert found(feed, "/a:feed/a:link[@rel='self']/@href") == [BASE + name]
        assert found(feed, "/a:feed/a:id/text()") == found(made["opds.xml"], "/a:feed/a:id/text()")
        name = next(
            (link.removeprefix(BASE) for link in found(feed, "/a:feed/a:link[@rel='next']/@href")), None
        )
    assert len(seen_ids) == len(set(seen_ids)) == 601
    listed = [one for page in ("opds.json", "opds-2.json", "opds-3.json") for one in publications(made[page])]
    assert len({one["metadata"]["identifier"] for one in listed}) == 601
    assert json.loads(made["opds-3.json"])["metadata"]["currentPage"] == 3
    assert "opds-4.xml" not in made


def test_text_of_records_is_text_not_markup(made: dict[str, bytes]) -> None:
    """Signs of markup in a title stay letters in every dialect."""
    title = "The silence of small harbours & other <signs>: A comparison"
    assert title in seen(made["index.html"], "//h3")
    assert title in acquisitions(made["opds.xml"])
    assert title in [one["metadata"]["title"] for one in publications(made["opds.json"])]


def test_dates_come_from_the_records(made: dict[str, bytes]) -> None:
    """The newest release dates the feed; a year alone is not made into a day of publication."""
    assert found(made["opds.xml"], "/a:feed/a:updated/text()") == ["2024-09-30T00:00:00Z"]
    updated = found(made["opds.xml"], "//a:entry/a:updated/text()")
    assert updated == sorted(updated, reverse=True)
    metadata = [one["metadata"] for one in publications(made["opds.json"])]
    published = {one["title"]: one.get("published") for one in metadata}
    assert published["Étude on fog"] is None
    assert "2024-05-17" in published.values()


def test_the_order_of_the_entries_plays_no_part() -> None:
    """Same records, same bytes, in whatever order they come."""
    shuffled = list(ENTRIES)
    random.Random(1).shuffle(shuffled)
    assert make_catalogue(tuple(shuffled), HEAD) == make_catalogue(ENTRIES, HEAD)


def test_identifiers_stay_when_the_catalogue_moves() -> None:
    """An entry's id follows from publisher and edition, not from the address (RFC 4287, 4.2.6)."""
    here, there = (
        found(files(make_catalogue(ENTRIES, replace(HEAD, url=url)))["opds.xml"], "//a:id/text()")
        for url in (BASE, "https://elsewhere.example")
    )
    assert here == there
    assert len(set(here)) == len(here)


def test_without_an_address_links_are_relative_and_there_is_no_sitemap() -> None:
    """A copied folder works; what needs an absolute address is not made, and that is said."""
    catalogue = make_catalogue(ENTRIES, replace(HEAD, url=""))
    assert "sitemap.xml" not in files(catalogue)
    assert [finding.code for finding in catalogue.findings] == ["K-001", "K-002", "K-005"]
    links = found(files(catalogue)["opds.xml"], "//a:entry/a:link[contains(@rel,'acquisition')]/@href")
    assert not [link for link in links if "://" in link]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (replace(ENGLISH, translations=(Translation("nowhere", "ko"),)), "K-003"),
        (replace(ENGLISH, translations=(Translation("qs-4-ko", "ja"),)), "K-004"),
        (replace(ENGLISH, date="", released=""), "K-002"),
    ],
)
def test_what_is_wrong_with_a_record_is_said_at_its_place(wrong: Imprint, code: str) -> None:
    """One finding for each seeded fault, none without."""
    korean = replace(KOREAN, translations=(Translation("qs-4", "en"),))
    right = make_catalogue((entry(ENGLISH), entry(korean)), HEAD)
    found = make_catalogue((entry(wrong), entry(KOREAN if code == "K-003" else korean)), HEAD).findings
    assert not right.findings
    assert [(finding.code, finding.locus.name) for finding in found] == [(code, "source/qs-4/edition.md")]


def test_a_translation_that_names_nobody_back_is_told() -> None:
    """The catalogue links both ways all the same; the pages of the papers can only say what they know."""
    (finding,) = make_catalogue((entry(ENGLISH), entry(KOREAN)), HEAD).findings
    assert (finding.code, finding.locus.name) == ("K-005", "source/qs-4-ko/edition.md")


def test_an_empty_shelf_is_a_page_that_says_so() -> None:
    """No paper, no feed: a feed without entries has no date to bear."""
    catalogue = make_catalogue((), Head(publisher=HOUSE))
    assert [artifact.name for artifact in catalogue.artifacts] == ["index.html"]
    assert b"No paper has been published yet" in catalogue.artifacts[0].data


def test_an_unbuilt_paper_is_listed_without_links() -> None:
    """A record without files breaks nothing."""
    page = files(make_catalogue((CatalogueEntry(ENGLISH),), HEAD))["index.html"]
    assert not seen(page, "//h3/a")
    assert "harbours" in seen(page, "//h3")[0]


def test_the_page_speaks_the_language_of_the_house() -> None:
    """A Korean publisher's catalogue is in Korean."""
    page = html.fromstring(files(make_catalogue(ENTRIES, replace(HEAD, lang="ko")))["index.html"])
    assert page.get("lang") == "ko"
    assert page.xpath("//h1")[0].text_content() == "Institute for Quiet Studies 간행물"


def test_a_name_is_said_in_the_order_of_its_script(made: dict[str, bytes]) -> None:
    """Family name first, without a space, in Hangul; last in Latin letters."""
    names = seen(made["index.html"], "//li[@id='p-qs-4']//ul[@class='authors']/li")
    assert names == ["Mette Olsen", "한지우"]


def test_a_thumbnail_is_small_and_the_same_every_time() -> None:
    """A few kilobytes, whatever the size of the cover."""
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.linear_gradient("L").resize((1600, 2560)).save(out, "PNG")
    small = thumbnail(out.getvalue())
    assert small == thumbnail(out.getvalue())
    assert Image.open(io.BytesIO(small)).size == (240, 384)
    assert len(small) < 40_000


TEXTS = st.text(max_size=30)


@given(
    title=TEXTS.filter(str.strip),
    abstract=TEXTS,
    words=st.lists(TEXTS, max_size=3),
    series=TEXTS,
    number=TEXTS,
    date=st.sampled_from(["2024-02-29", "2024-02", "2024", "soon", ""]),
)
def test_any_record_makes_well_formed_files(
    title: str, abstract: str, words: list[str], series: str, number: str, date: str
) -> None:
    """Control characters, markup, empty fields: the catalogue never breaks on a record."""
    facts = {"abstract": abstract, "keywords": tuple(words), "series": series, "number": number, "date": date}
    catalogue = files(make_catalogue((entry(imprint("x-1", title, **facts)),), HEAD))
    for name, data in catalogue.items():
        if name.endswith(".xml"):
            etree.fromstring(data)
    if "opds.json" in catalogue:
        json.loads(catalogue["opds.json"])
    assert html.fromstring(catalogue["index.html"]).xpath("count(//h3)") == 1
