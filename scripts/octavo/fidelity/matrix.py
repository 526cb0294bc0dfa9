"""Extracts in, the matrix of notes and formats out: each note proven in each format.

DESIGN law 4: each call has one note, same number, text and place of call in every format; call and note
link both ways; in print a note begins on the page of its call.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from octavo.fidelity.codes import finding, quoted
from octavo.fidelity.readers.flow import Extract
from octavo.model import Finding, Locus, Reading

_CONTEXT = 3


@dataclass(frozen=True)
class Cell:
    """One note in one artifact. None means that the format cannot tell."""

    artifact: str
    way: str
    note: int
    number: bool | None
    """It prints its number."""
    text: bool
    """Its words are the edition's."""
    call: bool
    """Its calls stand after the same words of the body, and before the same words."""
    target: bool | None
    """Its call leads to it."""
    back: bool | None
    """It leads back to its call."""
    page: bool | None
    """It begins on the page of its call."""
    around: str = ""
    """Words before and after its first call."""
    pages: str = ""
    """Pages of call and note, where they apply."""

    @property
    def proven(self) -> bool:
        """Whether nothing about it is wrong."""
        return all(
            mark is not False
            for mark in (self.number, self.text, self.call, self.target, self.back, self.page)
        )


def cells(artifact: str, way: str, extract: Extract, expected: Extract) -> tuple[Cell, ...]:
    """A cell for each note of the edition."""
    return tuple(
        _cell(artifact, way, number, extract, expected)
        for number in range(1, len(expected.reading.notes) + 1)
    )


def _cell(artifact: str, way: str, note: int, extract: Extract, expected: Extract) -> Cell:
    said, wanted = extract.reading, expected.reading
    links = None if extract.links is None else [link for link in extract.links if link.note == note]
    own = list(_around(said, note))
    paged = [link for link in links or () if link.call_page]
    first = paged[0] if paged else None
    return Cell(
        artifact=artifact,
        way=way,
        note=note,
        number=None if extract.numbers is None else extract.numbers.count(note) == 1,
        text=note <= len(said.notes) and said.notes[note - 1] == wanted.notes[note - 1],
        call=own == list(_around(wanted, note)) and _after(said, note) == _after(wanted, note),
        target=_all(links, [link.to_note for link in links or ()]),
        back=_all(links, [link.back for link in links or ()]),
        page=None if first is None else first.call_page in first.note_pages[:1],
        around=" … ".join(own[:1]),
        pages="" if first is None else f"{first.call_page}: {', '.join(map(str, first.note_pages))}",
    )


def _all(links: object, marks: Sequence[bool]) -> bool | None:
    return None if links is None else bool(marks) and all(marks)


def _after(reading: Reading, note: int) -> list[int]:
    return [call.after for call in reading.calls if call.note == note]


def _around(reading: Reading, note: int) -> Iterator[str]:
    for after in _after(reading, note):
        before = " ".join(reading.body[max(0, after - _CONTEXT) : after])
        yield f"{before} ‸ {' '.join(reading.body[after : after + _CONTEXT])}"


def matrix_findings(row: Sequence[Cell]) -> Iterator[Finding]:
    """What is wrong with the notes of one artifact; wrong text is the ledger's to tell."""
    hint = "The writer of this format is at fault, or the file was changed after the build; build again."
    for cell in row:
        locus = Locus(cell.artifact)
        if cell.call is False:
            yield finding(
                "F-046", locus, f"note {cell.note} is called at another place: {quoted(cell.around)}", hint
            )
        if cell.target is False:
            yield finding("F-060", locus, f"the call of note {cell.note} does not lead to it", hint)
        if cell.back is False:
            yield finding("F-060", locus, f"note {cell.note} does not lead back to its call", hint)
        if cell.page is False:
            yield finding(
                "F-061", locus, f"note {cell.note} is not on the page of its call ({cell.pages})", hint
            )
        if cell.number is False:
            yield finding("F-062", locus, f"note {cell.note} does not print its number once", hint)
