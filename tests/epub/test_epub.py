"""The EPUB: the article's words in the spine's order, notes that open, navigation, true metadata."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from dataclasses import replace

import pytest
from lxml import etree

from octavo.formats.claims import Claims
from octavo.formats.cover import HEIGHT, WIDTH, render_cover
from octavo.formats.epub.documents import picture_file
from octavo.formats.epub.metadata import identifier, modified
from octavo.formats.markup import fragment, has_class, text_of
from octavo.formats.styles import style
from octavo.model import Author, HouseStyle
from octavo.words import words
from screens import (
    IMPRINT,
    PIXEL,
    TEXT,
    article,
    book,
    files,
    following_word,
    pages_at,
    plain,
    with_imprint,
    xhtml_files,
)

SIGNS = ("doc-noteref", "doc-backlink", "doc-pagebreak")
PAGES = pages_at(article(), "The lead", "two", "second item", "Conclusion")


def test_the_spine_says_the_articles_words() -> None:
    """Title page, then the body in order; asides are the notes; the rest is marked as editorial."""
    given = article()
    body: list[str] = []
    notes: dict[str, tuple[str, ...]] = {}
    for name, root in xhtml_files(book(given, PAGES)).items():
        if has_class(root.find("body"), "editorial"):
            continue
        for aside in list(root.iter("aside")):
            notes[aside.get("id")] = work_words(aside)
            aside.getparent().remove(aside)
        if name == "title.xhtml":
            assert work_words(root.find(".//h1")) == words("On Notes and 70th Things")
        else:
            body += work_words(root.find("body"))
    assert tuple(body) == work_words(fragment(given.body))
    assert list(notes.values()) == [work_words(fragment(note.content)) for note in given.notes]


def work_words(element) -> tuple[str, ...]:
    return words(_text(element))


def _text(element) -> str:
    if element.get("role") in SIGNS or has_class(element, "editorial"):
        return ""
    block = " " if element.tag not in ("a", "em", "strong", "sup", "sub", "span", "code", "cite") else ""
    inner = [part for child in element for part in (_text(child), child.tail or "")]
    return "".join([block, element.text or "", *inner, block])


def test_a_note_lies_in_the_file_of_its_first_call_and_after_it() -> None:
    """Kobo: the target has a fragment, follows its call, and holds 9 to 5,000 characters."""
    seen = 0
    for name, root in xhtml_files(book(article(), PAGES)).items():
        order = [element.get("id") for element in root.iter() if element.get("id")]
        for call in root.xpath("//a[@role='doc-noteref']"):
            target, _, anchor = call.get("href").rpartition("#")
            seen += 1
            if call.get("id").count("-") == 1:
                assert target in ("", name)
                assert order.index(anchor) > order.index(call.get("id"))
        for aside in root.iter("aside"):
            assert 9 <= len(text_of(aside)) <= 5000
            assert (aside.get("role"), aside.get("epub-type")) == ("doc-footnote", "footnote")
    assert seen == 4


def test_a_note_called_again_leads_back_to_both_places() -> None:
    """Book-wide numbers; the way back is visible and named; the second call stands in another file."""
    roots = xhtml_files(book(article(), PAGES))
    aside = roots["text-02.xhtml"].xpath("//aside[@id='note-2']")[0]
    backs = aside.xpath(".//a[@role='doc-backlink']")
    assert [back.get("href") for back in backs] == ["#noteref-2", "text-03.xhtml#noteref-2-2"]
    assert [text_of(back) for back in backs] == ["2.", "call 2"]
    assert backs[0].get("aria-label") == "Back to the text at note 2"
    assert roots["text-03.xhtml"].xpath("//a[@id='noteref-2-2']/@href") == ["text-02.xhtml#note-2"]


def test_the_epub_namespace_is_declared_on_html() -> None:
    """Apple Books opens notes only then."""
    for name, data in files(book(article())).items():
        if name.endswith(".xhtml"):
            assert b'xmlns:epub="http://www.idpf.org/2007/ops"' in data[:400], name


def test_every_link_leads_somewhere() -> None:
    """Links between files are resolved; no address is left behind by the cut."""
    roots = xhtml_files(book(article(), PAGES))
    anchors = {f"{name}#{anchor}" for name, root in roots.items() for anchor in root.xpath("//@id")}
    for name, root in roots.items():
        for link in root.xpath("//a/@href"):
            if "://" not in link:
                target = link if not link.startswith("#") else name + link
                assert target in anchors or target in roots, (name, link)


def test_every_file_has_one_heading_and_is_titled_by_it() -> None:
    """WCAG 2.4.2 and 1.3.1; levels inside a file begin at 1."""
    for name, root in xhtml_files(book(article())).items():
        if name == "cover.xhtml":
            continue
        headings = root.xpath("//h1")
        assert len(headings) == 1, name
        assert root.find("head/title").text == text_of(headings[0]), name
    assert xhtml_files(book(article()))["text-02.xhtml"].xpath("//h2")


def test_parts_have_their_types_and_roles() -> None:
    """EPUB semantics and DPUB roles side by side: calibre's AZW3 keeps only the latter."""
    roots = xhtml_files(book(article(), PAGES))
    kinds = {
        name: (s.get("epub-type"), s.get("role"))
        for name, r in roots.items()
        for s in r.xpath("body/section")
    }
    assert kinds["text-01.xhtml"] == ("chapter", "doc-chapter")
    assert kinds["text-02.xhtml"] == ("introduction", "doc-introduction")
    assert kinds["text-04.xhtml"] == ("conclusion", "doc-conclusion")
    for root in roots.values():
        for element in root.xpath(
            "//*[@role='doc-noteref' or @role='doc-pagebreak' or @role='doc-backlink']"
        ):
            assert element.get("epub-type") == element.get("role").removeprefix("doc-")


def test_the_page_list_leads_to_every_mark() -> None:
    """EPUB Accessibility 1.1, #sec-page-list and #sec-page-src: all markers linked, the source named."""
    artifact = book(article(), PAGES)
    roots, nav = xhtml_files(artifact), plain(files(artifact)["nav.xhtml"])
    links = nav.xpath("//nav[@epub-type='page-list']//a")
    assert [text_of(link) for link in links] == ["1", "2", "3", "4"]
    found = []
    for link in links:
        name, _, anchor = link.get("href").partition("#")
        found.append(following_word(roots[name], anchor))
    assert found == ["The", "two", "second", "Conclusion"]
    told = metadata(artifact)
    assert (
        told["pageBreakSource"]
        == told["dc:source"]
        == ["Online Series CO 23-31, PDF, version 1.0.0 (sp-1.pdf)"]
    )
    assert "source-of" in told


def test_without_pages_no_page_list_and_no_source() -> None:
    """EPUB Accessibility 1.1: a digital-only publication must not name itself."""
    artifact = book(article())
    assert "page-list" not in files(artifact)["nav.xhtml"].decode()
    assert not {"pageBreakSource", "dc:source"} & set(metadata(artifact))


def metadata(artifact) -> dict[str, list[str]]:
    package = etree.fromstring(files(artifact)["content.opf"])
    told: dict[str, list[str]] = {}
    for element in package.find("{*}metadata"):
        name = etree.QName(element).localname
        key = element.get("property") or (name if name in ("meta", "link") else f"dc:{name}")
        told.setdefault(key, []).append(element.text or element.get("href") or "")
    return told


def test_the_package_tells_the_imprint_and_the_claims() -> None:
    """Title, creators with roles and sort names, series and position, rights, claims word for word."""
    claims = Claims(
        features=("readingOrder",), hazards=("none",), access_modes=("textual",), summary="Short."
    )
    told = metadata(book(article(), PAGES, claims))
    assert told["dc:title"] == ["On Notes and 70th Things"]
    assert told["dc:creator"] == ["Chung, Sung-Yoon", "Press of the House"]
    assert (told["role"], told["file-as"]) == (["aut", "aut"], ["Chung, Sung-Yoon"])
    assert (told["belongs-to-collection"], told["group-position"]) == (["Online Series"], ["23.31"])
    assert told["dcterms:modified"] == ["2026-11-24T00:00:00Z"]
    assert told["schema:accessibilityFeature"] == ["readingOrder"]
    assert "dcterms:conformsTo" not in told


def test_a_claim_of_conformance_names_its_evaluator() -> None:
    """EPUB Accessibility 1.1, #sec-evaluator-name."""
    text = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
    told = metadata(book(article(), PAGES, Claims(conforms_to=text, certified_by="KINU Library")))
    assert (told["dcterms:conformsTo"], told["a11y:certifiedBy"]) == ([text], ["KINU Library"])


def test_the_language_stands_on_every_root() -> None:
    """``xml:lang`` beside ``lang``, on the package too, and the direction where it is not the usual."""
    artifact = book(article(imprint=with_imprint(lang="he")))
    for name, data in files(artifact).items():
        if name.endswith((".xhtml", ".opf")):
            root = etree.fromstring(data)
            assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "he", name
            assert root.get("dir") == "rtl", name
    assert b'page-progression-direction="rtl"' in files(artifact)["content.opf"]


def test_the_container_is_plain_and_the_same_everywhere() -> None:
    """Stored, dated from the edition, mimetype first: the same bytes on any machine."""
    artifact = book(article(), PAGES)
    with zipfile.ZipFile(io.BytesIO(artifact.data)) as container:
        entries = container.infolist()
    assert entries[0].filename == "mimetype"
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}
    assert {entry.date_time for entry in entries} == {(2026, 11, 24, 0, 0, 0)}
    assert {(entry.create_system, entry.external_attr >> 16) for entry in entries} == {(3, 0o100644)}
    assert artifact.sha256 == book(article(), PAGES).sha256


@pytest.mark.whole
def test_clock_place_and_seed_change_no_byte(tmp_path) -> None:
    """Another year, time zone, locale, umask, hash seed and folder: the same EPUB, cover and HTML."""
    script = (
        "import os,sys;os.umask(int(sys.argv[1]));sys.path[:0]=sys.argv[2:4];"
        "from octavo.formats import fonts;fonts.seal();import screens as s;"
        "from octavo.formats.cover import render_cover;from octavo.model import HouseStyle;"
        "c=render_cover(s.article(),HouseStyle());p=s.pages_at(s.article(),'The lead','One');"
        "print(s.book(s.article(),p,cover=c).sha256,s.web(s.article(),p).sha256)"
    )
    root = __file__.rsplit("/tests/", 1)[0]
    seen = set()
    for when, zone, seed, umask in (
        ("2026-11-24", "Asia/Seoul", "1", "0"),
        ("2033-02-01", "America/Lima", "77", "63"),
    ):
        folder = tmp_path / f"a place für {seed}"
        folder.mkdir()
        command = [
            "faketime",
            when,
            sys.executable,
            "-W",
            "ignore",
            "-c",
            script,
            umask,
            f"{root}/scripts",
            f"{root}/tests",
        ]
        done = subprocess.run(
            command,
            cwd=folder,
            env={
                "PATH": "/usr/bin:/bin",
                "TZ": zone,
                "PYTHONHASHSEED": seed,
                "LC_ALL": "C.UTF-8",
                "HOME": str(folder),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        seen.add(done.stdout)
    assert len(seen) == 1


def test_no_colour_fights_the_readers_theme() -> None:
    """Dark mode is the reader's: the style sheet names no colour, and no size in pixels or points."""
    css = style("epub")
    assert not [word for word in ("#", "rgb", "background", "color: black", "px", "pt;") if word in css]


def test_fonts_come_as_truetype_with_their_licence() -> None:
    """AZW3 made from WOFF2 loses its fonts; OFL asks that the licence goes along."""
    names = files(book(article()))
    assert {name for name in names if name.endswith(".ttf")} >= {"fonts/EBGaramond-Regular.ttf"}
    assert b"SIL OPEN FONT LICENSE" in names["fonts/OFL-EBGaramond.txt"].upper()


def test_the_identifier_stays_through_releases_and_the_date_moves() -> None:
    """A new release is the same book: DOI, then ISBN, then a name made of what is stated."""
    assert identifier(IMPRINT) == identifier(replace(IMPRINT, version="2.0.0", released="2027-01-01"))
    assert identifier(replace(IMPRINT, doi="10.1234/x")) == "https://doi.org/10.1234/x"
    assert identifier(replace(IMPRINT, isbn="978-89-8479-802-5")) == "urn:isbn:9788984798025"
    assert modified(replace(IMPRINT, released="")).year == 2023
    assert modified(replace(IMPRINT, released="", date="Spring")).year == 1980


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("images/tones.png", "pictures/tones.png"),
        ("plain.svg", "pictures/plain.svg"),
        ("images/그림 1.PNG", "pictures/picture-3.png"),
        ("images/a b.jpg", "pictures/picture-3.jpg"),
    ],
)
def test_pictures_keep_a_plain_name_only(name: str, expected: str) -> None:
    """OCF file names: a name that some reader may not bear is replaced by a number."""
    assert picture_file(name, 2) == expected


def test_a_picture_is_told_and_found() -> None:
    """Alternative text kept; the picture is in the manifest."""
    artifact = book(article())
    pictures = [p for root in xhtml_files(artifact).values() for p in root.iter("img")]
    assert {(p.get("src"), p.get("alt")) for p in pictures} == {
        ("cover.png", "Cover: On Notes and 70th Things"),
        ("pictures/tones.png", "Four tones."),
    }
    assert files(artifact)["pictures/tones.png"] == PIXEL


@pytest.mark.parametrize(
    "text",
    [
        "Text only.",
        "# Only one\n\nText.",
        "# A heading[^1] with a note\n\nText.\n\n[^1]: Note.",
        "# An emoji 🙂 heading\n\nText.",
        "# Empty\n\n# Next\n\nText.",
        "### Deep first\n\nText.\n\n# Then one\n\nText.",
        "A note that is a list.[^1]\n\n[^1]:\n    - one\n    - two",
        "A note in a note.[^1]\n\n[^1]: First.[^2]\n\n[^2]: Second.",
        "![](missing.png)",
    ],
)
def test_awkward_texts_give_sound_books(text: str) -> None:
    """Every XHTML file parses, every note is placed once, every link leads somewhere."""
    given = article(text, images=())
    roots = xhtml_files(book(replace(given, editorial=()), cover=b""))
    asides = [aside.get("id") for root in roots.values() for aside in root.iter("aside")]
    assert asides == [note.id for note in given.notes]
    anchors = {f"{name}#{anchor}" for name, root in roots.items() for anchor in root.xpath("//@id")}
    for name, root in roots.items():
        for link in root.xpath("//a/@href"):
            assert (link if not link.startswith("#") else name + link) in anchors | set(roots)


def test_a_title_with_markup_and_quotes_is_told_plain_where_plain_is_wanted() -> None:
    """Markup on the title page, plain words in metadata, contents and NCX."""
    imprint = with_imprint(title='The *"Second"* & Last \\<Word>', title_plain='The "Second" & Last <Word>')
    artifact = book(article("Text.", imprint, ()))
    assert metadata(artifact)["dc:title"] == ['The "Second" & Last <Word>']
    assert text_of(xhtml_files(artifact)["title.xhtml"].find(".//h1")) == 'The "Second" & Last <Word>'
    assert 'The "Second" &amp; Last &lt;Word&gt;' in files(artifact)["toc.ncx"].decode()


def test_twenty_authors_are_all_told() -> None:
    """In order, each with a sequence number; the cover shows the first five."""
    imprint = with_imprint(authors=tuple(Author(f"Author {n}") for n in range(20)))
    told = metadata(book(article(TEXT, imprint)))
    assert told["dc:creator"] == [f"Author {n}" for n in range(20)]
    assert told["display-seq"] == [str(n) for n in range(1, 21)]


@pytest.mark.parametrize("title", ["Short", "A title of many words " * 12, "통일연구원 온라인 시리즈 " * 4])
def test_the_cover_has_the_size_that_shops_ask_for(title: str) -> None:
    """1600 x 2560, one page, the same bytes for the same edition."""
    given = article("Text.", with_imprint(title=title.strip(), title_plain=title.strip()), ())
    cover = render_cover(given, HouseStyle())
    assert cover[:4] == b"\x89PNG"
    assert (int.from_bytes(cover[16:20], "big"), int.from_bytes(cover[20:24], "big")) == (WIDTH, HEIGHT)
    assert cover == render_cover(given, HouseStyle())
