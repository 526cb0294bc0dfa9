"""What the file says to those who listen, copy and search: the edition, word for word and sign for sign."""

from __future__ import annotations

import re

import pypdfium2
import pytest

from octavo.fidelity.readers.pdf_tree import read_pdf_tree

from .press import body_text, edition, edition_print, printed

BOTH = pytest.mark.parametrize("name", ["co-23-31", pytest.param("stress", marks=pytest.mark.whole)])


@BOTH
@pytest.mark.parametrize("variant", ["default", "ua2"])
def test_the_tree_says_the_edition(name: str, variant: str) -> None:
    """Title, body, notes, calls, headings and raised signs are equal, in order (law 3 and 4)."""
    _, wanted, _ = edition(name)
    said = read_pdf_tree(edition_print(name, variant).artifact.data)
    assert said.reading == wanted.reading
    assert said.outline == wanted.outline
    assert said.raised == wanted.raised


@pytest.mark.whole
@pytest.mark.parametrize("variant", ["a2a", "letter", "large", "press"])
def test_every_paper_says_the_same(variant: str) -> None:
    """The words of each variant are those of the main file."""
    _, wanted, _ = edition("co-23-31")
    assert read_pdf_tree(edition_print("co-23-31", variant).artifact.data).reading == wanted.reading


@BOTH
def test_calls_and_notes_lead_to_each_other(name: str) -> None:
    """Each call leads to its note and back, and the note begins on the page of its first call."""
    links = read_pdf_tree(edition_print(name, "default").artifact.data).links or ()
    first = {link.note: link for link in reversed(links)}
    assert links
    assert all(link.to_note and link.back for link in links)
    assert all(link.call_page == link.note_pages[0] for link in first.values())


@BOTH
def test_a_page_begins_where_the_map_says(name: str) -> None:
    """The word at each place of the page map is the first word of that page (law 5)."""
    result = edition_print(name, "default")
    text = body_text(edition(name)[0])
    document = pypdfium2.PdfDocument(result.artifact.data)
    for start in result.pagemap.starts[1:]:
        page = document[start.page - 1].get_textpage().get_text_range()
        word = re.split(r"\s", text[start.offset :], maxsplit=1)[0][:12]
        assert word[:4] in page, (start, word)
        assert start.offset == 0 or text[start.offset - 1].isspace()


@BOTH
def test_the_map_is_in_order_and_whole(name: str) -> None:
    """Places ascend, labels are the folios, no page of the text is left out."""
    pagemap = edition_print(name, "default").pagemap
    offsets = [start.offset for start in pagemap.starts]
    assert offsets == sorted(set(offsets))
    assert [start.label for start in pagemap.starts] == [str(start.page) for start in pagemap.starts]
    assert [start.page for start in pagemap.starts] == list(range(1, pagemap.total + 1))


@pytest.mark.parametrize(
    "text",
    [
        "*one* *two* **three**[^1] *four*, and `five` *six*.\n\n[^1]: *a* *b*",
        "A line\\\nbroken by hand.\n\n| Verse\n|    set in\n| three",
        "Term\n:   Its meaning.[^1]\n:   Another.\n\n[^1]: n",
        "A word [שלום עולם]{lang=he dir=rtl} and [كتاب]{lang=ar dir=rtl} here.",
        "Micro \u00b5 and mu \u03bc, \ufb01 and fi, 3\u00a0km, co\u00adop\u00ader\u00ada\u00adtion. " * 5,
        "[한국어 문장이다. 긴 문장을 계속 쓴다.]{lang=ko} " * 20,
        "## Two *words* of H~2~O[^1]\n\ntext\n\n[^1]: In a heading.",
        "- a[^1]\n- b\n\n    - c[^2]\n\n    d\n\n[^1]: x\n\n    y\n\n[^2]:\n    1. p\n    2. q",
        "```\nif x:\n    y = 1\n\n\nz\n```",
        "https://example.org/" + "a" * 200,
    ],
)
@pytest.mark.parametrize("variant", ["default", "ua2"])
def test_awkward_text_is_read_back(text: str, variant: str) -> None:
    """Emphasis without words between, broken lines, right to left, shared glyphs: nothing is lost."""
    from octavo import pandoc
    from octavo.fidelity.expected import expected
    from octavo.formats.pdf import VARIANTS

    wanted = expected(pandoc.parse(text, title="A *Small* Paper")[0])
    result = printed(text, variant=VARIANTS[variant])
    said = read_pdf_tree(result.artifact.data)
    assert (said.reading, said.raised) == (wanted.reading, wanted.raised)
    assert "P-001" not in {finding.code for finding in result.findings}
