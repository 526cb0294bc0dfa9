"""Notes at the foot of the page: on the page of their call, going on over pages, never lost."""

from __future__ import annotations

import re

import pikepdf
import pypdfium2

from octavo.fidelity.readers.pdf_tree import read_pdf_tree

from .press import SENTENCE, codes, elements, kids, opened, printed


def test_a_note_longer_than_a_page_goes_on() -> None:
    """It begins on the page of its call, goes on over two pages more, and stays one note."""
    result = printed(f"{SENTENCE * 4}[^1] {SENTENCE * 30}\n\n[^1]: {SENTENCE * 45}")
    link = (read_pdf_tree(result.artifact.data).links or ())[0]
    assert link.call_page == link.note_pages[0]
    assert len(link.note_pages) >= 3
    with opened(result) as pdf:
        note = next(element for name, element in elements(pdf) if name == "Note")
        assert [str(kid.S) for kid in kids(note) if isinstance(kid, pikepdf.Dictionary)] == ["/Lbl", "/P"]
    assert not codes(result) & {"P-001", "P-005", "P-006", "T-011"}


def test_text_stands_above_a_note_that_goes_on() -> None:
    """A page is not given to the rest of a note while there is text to set."""
    result = printed(f"{SENTENCE * 4}[^1] {SENTENCE * 30}\n\n[^1]: {SENTENCE * 45}")
    assert [start.page for start in result.pagemap.starts] == list(range(1, result.pagemap.total + 1))


def test_a_long_note_at_the_very_end_ends() -> None:
    """When the text is over, the rest of a note has the pages for itself."""
    result = printed(f"End.[^1]\n\n[^1]: {SENTENCE * 60}")
    assert len((read_pdf_tree(result.artifact.data).links or ())[0].note_pages) >= 3
    assert not codes(result) & {"P-001", "P-005", "P-006"}


def test_many_notes_stand_with_their_calls() -> None:
    """Forty notes on a few pages: each on the page of its call, in order."""
    text = " ".join(f"{SENTENCE.strip()}[^{number}]" for number in range(1, 41))
    notes = "\n\n".join(f"[^{number}]: {SENTENCE * (1 + number % 3)}" for number in range(1, 41))
    result = printed(f"{text}\n\n{notes}")
    links = read_pdf_tree(result.artifact.data).links or ()
    assert [link.note for link in links] == list(range(1, 41))
    assert all(link.call_page == link.note_pages[0] for link in links)
    assert not codes(result) & {"P-001", "P-006", "T-011"}


def test_a_note_that_cannot_be_broken_is_set_after_the_text() -> None:
    """A tall table in a note goes to the end, and is told; nothing is lost."""
    rows = "\n".join(f"    | {number} | x |" for number in range(60))
    result = printed(f"A call.[^1]\n\n[^1]: See:\n\n    | a | b |\n    |---|---|\n{rows}")
    assert "P-005" in codes(result)
    assert not codes(result) & {"P-001", "P-006"}
    reading = read_pdf_tree(result.artifact.data).reading
    assert len(reading.notes[0]) == 1 + 2 + 120


def test_a_note_called_twice_is_printed_once() -> None:
    """Both calls lead to it; it leads back to the first."""
    result = printed("One[^1] and two[^1].\n\n[^1]: n")
    assert [link.to_note for link in read_pdf_tree(result.artifact.data).links or ()] == [True, True]
    with opened(result) as pdf:
        assert [name for name, _ in elements(pdf)].count("Note") == 1


def test_a_heading_with_a_note_keeps_it_out_of_its_bookmark() -> None:
    """Bookmarks and running heads have no note signs."""
    with opened(printed("# Head[^1]\n\nText.\n\n[^1]: n")) as pdf, pdf.open_outline() as outline:
        assert [entry.title for entry in outline.root] == ["Head"]


def test_notes_in_columns_stand_below_both() -> None:
    """A note called from a column is there and on its page."""
    text = f"::: {{.two-columns}}\n{SENTENCE * 3}[^1] {SENTENCE * 2}\n:::\n\n[^1]: The note."
    links = read_pdf_tree(printed(text).artifact.data).links or ()
    assert [(link.call_page, link.note_pages) for link in links] == [
        (links[0].call_page, (links[0].call_page,))
    ]


def _in_columns(before: int) -> tuple[bool, set[str]]:
    """Whether the note stands with its call, and what was found, for a call after so many sentences."""
    text = f"::: {{.two-columns}}\n{SENTENCE * before}[^1] {SENTENCE * 4}\n:::\n\n[^1]: {SENTENCE}"
    result = printed(text)
    link = (read_pdf_tree(result.artifact.data).links or ())[0]
    return link.call_page == link.note_pages[0], codes(result)


def test_columns_keep_their_notes() -> None:
    """Where columns run over the page, a note stays with its call; where it cannot, that is told."""
    cases = [_in_columns(before) for before in (4, 5, 6)]
    assert [together for together, _ in cases].count(True) >= 2
    for together, found in cases:
        assert together is not ("T-011" in found)
        assert not found & {"P-001", "P-006"}


def test_a_call_never_begins_a_line() -> None:
    """The sign stays with the word that it belongs to, wherever the line ends."""
    for shift in range(4):
        words = [f"{'w' * (1 + (number * 7 + shift) % 9)} sound.[^{number}]" for number in range(1, 31)]
        notes = "\n\n".join(f"[^{number}]: n" for number in range(1, 31))
        data = printed(f"{' '.join(words)}\n\n{notes}").artifact.data
        document = pypdfium2.PdfDocument(data)
        body = "\n".join(page.get_textpage().get_text_range() for page in document)
        assert not re.search(r"^\d+ w", body, re.MULTILINE)
