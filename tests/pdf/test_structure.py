"""The logical structure: one element for one element of the article, whatever its pages."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace

import pikepdf
import pytest

from octavo.formats.pdf import VARIANTS, render_pdf

from .press import (
    IMPRINT,
    SENTENCE,
    SMALL,
    article,
    edition,
    edition_print,
    elements,
    kids,
    opened,
    printed,
    types,
)


def test_a_paragraph_over_three_pages_is_one() -> None:
    """A page end does not end a paragraph."""
    result = printed(SENTENCE * 60)
    assert result.pagemap.total >= 3
    with opened(result) as pdf:
        long = [element for name, element in elements(pdf) if name == "P"][-1]
        pages = {str(kid.Pg.objgen) for kid in kids(long) if isinstance(kid, pikepdf.Dictionary)}
        assert types(pdf).count("P") == 3  # author, date, text
        assert len(pages) == result.pagemap.total - 1


def test_a_note_does_not_interrupt_its_sentence() -> None:
    """The note follows the paragraph that calls it; its label leads back."""
    with opened(printed("Before[^1] after.\n\nNext.\n\n[^1]: The note.")) as pdf:
        names = types(pdf)
        note = names.index("Note")
        assert names[note - 3 : note + 4] == ["P", "Reference", "Link", "Note", "Lbl", "Link", "P"]


def test_in_pdf_2_call_and_note_refer_to_each_other() -> None:
    """FENote with NoteType, and Ref both ways (ISO 14289-2, 8.2.5.14)."""
    with opened(printed("A[^1] b.\n\n[^1]: n", variant=VARIANTS["ua2"])) as pdf:
        found = elements(pdf)
        note = next(element for name, element in found if name == "FENote")
        link = next(element for name, element in found if name == "Link")
        assert str(note.A.NoteType) == "/Footnote"
        assert note.Ref[0].objgen == link.objgen
        assert link.Ref[0].objgen == note.objgen


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("- a\n    1. b", ["L", "LI", "Lbl", "LBody", "L", "LI", "Lbl", "LBody"]),
        ("> a\n>\n> b", ["BlockQuote", "P", "P"]),
        ("T\n:   d", ["L", "LI", "Lbl", "LBody"]),
        ("*a* **b** `c`", ["P", "Em", "Strong", "Code"]),
        ("x^2^ and H~2~O", ["P", "Span", "Span"]),
        ("[Wort]{lang=de}", ["P", "Span"]),
        ("# A\n\nt\n\n## B\n\nt", ["Sect", "H2", "P", "Sect", "H3", "P"]),
        ("a [b](https://example.org) c", ["P", "Link"]),
        ("| a |\n|---|\n| 1 |\n\n: C", ["Table", "Caption", "THead", "TR", "TH", "TBody", "TR", "TD"]),
        ("```\nx\n```", ["P", "Code"]),
    ],
)  # fmt: skip
def test_each_element_has_its_type(text: str, wanted: list[str]) -> None:
    """The types of ISO 32000-1, nested as the article nests them."""
    with opened(printed(text)) as pdf:
        names = types(pdf)
        assert names[names.index("H1") + 4 :] == wanted


@pytest.mark.whole
def test_attributes_that_readers_need() -> None:
    """Numbering of lists, scope of headers, language, alternative text and place of figures."""
    with opened(edition_print("stress", "default")) as pdf:
        found = elements(pdf)
        lists = [element for name, element in found if name == "L"]
        headers = [element for name, element in found if name == "TH"]
        figures = [element for name, element in found if name == "Figure"]
        assert {str(item.A.ListNumbering) for item in lists} == {"/Disc", "/Decimal", "/None"}
        assert {str(item.A.Scope) for item in headers} == {"/Column"}
        assert all(str(item.Alt) and len(item.A.BBox) == 4 for item in figures)
        assert len(figures) == 3
        assert {str(item.Lang) for _, item in found if "/Lang" in item} >= {"en-GB", "ko", "grc", "he", "ar"}


def test_a_repeated_table_head_is_read_once() -> None:
    """A head that print repeats on every page is furniture from the second page on."""
    rows = "\n".join(f"| {number} | {number} |" for number in range(60))
    result = printed(f"| Head | Other |\n|---|---|\n{rows}")
    assert result.pagemap.total >= 3
    with opened(result) as pdf:
        assert types(pdf).count("THead") == 1
        assert types(pdf).count("TR") == 61


def test_furniture_is_no_content() -> None:
    """Running heads and folios are artifacts with their kind, outside the tree."""
    with opened(edition_print("co-23-31", "default")) as pdf:
        content = pdf.pages[4].Contents.read_bytes()
    assert content.count(b"/Subtype /Header") >= 1


def test_bookmarks_are_the_sections() -> None:
    """One bookmark for each heading, nested as they are."""
    made, _, _ = edition("co-23-31")
    with opened(edition_print("co-23-31", "default")) as pdf, pdf.open_outline() as outline:
        flat = [entry.title for top in outline.root for entry in (top, *top.children)]
    assert flat == [heading.text for heading in made.headings]


def test_links_tell_where_they_lead() -> None:
    """Contents of a link are words (PDF/UA-1, 7.18.5-2); the target of a note's sign is large."""
    with opened(edition_print("co-23-31", "default")) as pdf:
        annotations = [item for page in pdf.pages for item in page.get("/Annots", [])]
        assert len(annotations) == 10
        for item in annotations:
            left, bottom, right, top = (float(edge) for edge in item.Rect)
            assert str(item.Contents).isdigit()
            assert abs(right - left) >= 17.9
            assert abs(top - bottom) >= 17.9


def test_a_contents_list_is_marked_and_linked() -> None:
    """A long work has a TOC of TOCIs with page numbers."""
    from dataclasses import replace

    from .press import SMALL

    with opened(printed("# One\n\nt\n\n# Two\n\nt", style=replace(SMALL, toc="yes"))) as pdf:
        assert types(pdf).count("TOCI") == 2


def test_editorial_matter_is_marked() -> None:
    """What the edition adds is a section of its own name."""
    from dataclasses import replace

    from octavo.formats.pdf import render_pdf
    from octavo.model import Editorial

    from .press import SMALL, article

    made = replace(
        article("Text."), editorial=(Editorial("ed-x", "Works cited", "<div><p>Moxon.</p></div>"),)
    )
    with opened(render_pdf(made, SMALL)) as pdf:
        titles = [str(item.get("/T", "")) for name, item in elements(pdf) if name == "Sect"]
    assert titles == ["Title block", "Editorial"]


_ROLES = {
    "p": "P", "pre": "P", "h2": "H2", "h3": "H3", "h4": "H4", "section": "Sect", "blockquote": "BlockQuote",
    "ul": "L", "ol": "L", "dl": "L", "li": "LI", "table": "Table", "caption": "Caption", "thead": "THead",
    "tbody": "TBody", "tr": "TR", "th": "TH", "td": "TD", "figure": "Div", "figcaption": "Caption",
    "img": "Figure", "em": "Em", "strong": "Strong", "code": "Code", "sup": "Span", "sub": "Span",
}  # fmt: skip


def _html_roles(body: ET.Element) -> list[str]:
    """Roles of the article's HTML in order; calls and what they hold left out, lists of terms by terms."""
    roles: list[str] = []
    stack = [body]
    while stack:
        element = stack.pop()
        if element.get("class") == "note-call":
            roles.append("call")
            continue
        if element.tag == "div" and element.get("lang"):
            roles.append("Div")
        elif element.tag == "dt":
            roles.append("LI")
        elif element.tag in _ROLES:
            roles.append(_ROLES[element.tag])
        stack.extend(reversed(element))
    return roles


def _pdf_roles(pdf: pikepdf.Pdf) -> list[str]:
    """The same of the structure tree: without title block, contents and notes."""
    roles: list[str] = []
    stack = [pdf.Root.StructTreeRoot.K[0]]
    while stack:
        item = stack.pop()
        if not isinstance(item, pikepdf.Dictionary) or "/S" not in item:
            continue
        name = str(item.S)[1:]
        if name in ("Note", "TOC") or str(item.get("/T", "")) == "Title block":
            continue
        if name == "Reference":
            roles.append("call")
            continue
        plain_span = name == "Span" and "/A" not in item
        if name not in ("Document", "Lbl", "LBody", "Link", "Quote") and not plain_span:
            roles.append(name)
        stack.extend(reversed(kids(item)))  # type: ignore[arg-type]
    return roles


@pytest.mark.parametrize("name", ["co-23-31", pytest.param("stress", marks=pytest.mark.whole)])
def test_the_tree_is_the_html(name: str) -> None:
    """Order and roles of print are those of the screen: tree distance 0."""
    made, _, _ = edition(name)
    with opened(edition_print(name, "default")) as pdf:
        assert _pdf_roles(pdf) == _html_roles(ET.fromstring(made.body))


def test_metadata_tell_the_licence() -> None:
    """What is granted is told in words and as an address; where nothing is, nothing is told."""
    granted = replace(article("Text."), imprint=replace(IMPRINT, licence="CC-BY-4.0", rights="© A House"))
    packet = render_pdf(granted, SMALL).artifact.data.partition(b"<x:xmpmeta")[2].partition(b"</x:xmpmeta")[0]
    address = b"https://creativecommons.org/licenses/by/4.0/"
    assert b"<xmpRights:WebStatement>%s</xmpRights:WebStatement>" % address in packet
    assert b"CC-BY-4.0</rdf:li></rdf:Alt></xmpRights:UsageTerms>" in packet
    assert "© A House</rdf:li></rdf:Alt></dc:rights>".encode() in packet
    assert b"<xmpRights:" not in printed("Text.").artifact.data
