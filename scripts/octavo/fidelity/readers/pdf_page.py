"""PDF bytes and the edition's words in, what the printed pages lack or add out (through PDFium).

The second, independent way into a PDF: characters as they are painted, page by page and line by line.
Only what the geometry of a page forces is folded, and said so: a hyphen at the end of a line
(PDFium gives U+FFFE for author's hyphens and the engine's alike), and a line end inside a word.
Everything else must match sign for sign; lines that are not of the work must be running heads, folios,
the title block, a list of contents, or stand after the end of the work.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import pypdfium2

from octavo.fidelity.readers.flow import Unreadable
from octavo.model import Reading
from octavo.words import words

FOLDED: Final = ("hyphens at line ends", "line ends inside a word (raised signs, long compounds)")
_LINE_HYPHENS: Final = "\ufffe\x02\xad"
_HYPHENS: Final = "-\u2010\u2011"
_LIST_MARK: Final = re.compile(r"^\s*(?:[•‣▪●○◦–*-]|\(?(?:[0-9]{1,3}|[a-zA-Z]|[ivxlc]{1,5})[.)])(?:\s+|$)")
_MOST_TOLD: Final = 20
_AHEAD: Final = 4000
"""Words ahead of the expected place among which a lost reader looks for its place."""

Pages = tuple[tuple[str, ...], ...]
"""Lines of each page."""


@dataclass(frozen=True)
class Trouble:
    """One line that does not read as the edition does."""

    page: int
    line: str
    expected: str


@dataclass(frozen=True)
class PageVerdict:
    """What the pages say against the edition."""

    troubles: tuple[Trouble, ...] = ()
    lost: tuple[str, ...] = ()
    """Words that no page has, whatever the order."""
    unread: str = ""
    """Where the text breaks off, if its end was not found on the pages."""


def page_lines(data: bytes) -> Pages:
    """The lines of each page; raises `Unreadable`."""
    try:
        document = pypdfium2.PdfDocument(data)
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise Unreadable(f"not a PDF: {error}") from error
    try:
        pages = []
        for page in document:
            text_page = page.get_textpage()
            pages.append(tuple(_lines(text_page.get_text_range())))
            text_page.close()
            page.close()
        return tuple(pages)
    finally:
        document.close()


def _lines(text: str) -> Iterator[str]:
    for line in re.split(r"\r\n|[\r\n]", unicodedata.normalize("NFC", text)):
        if line.strip():
            yield line


@dataclass
class _Stream:
    """Words still to be found on the pages, in order."""

    words: Sequence[str]
    calls: dict[int, list[str]] = field(default_factory=dict)
    """Index of a word -> numbers printed inside it or after it."""
    at: int = 0
    inside: int = 0
    called: int = 0
    """Calls of the word at hand that were seen."""

    @property
    def done(self) -> bool:
        """Whether every word was found."""
        return self.at >= len(self.words)

    def take(self, line: str) -> bool:
        """Go on by one line, if all of it is what is expected."""
        start = self.at, self.inside, self.called
        position = 0
        line = line.strip(" ")
        while position < len(line):
            taken = self._sign(line, position)
            if not taken:
                self.at, self.inside, self.called = start
                return False
            position += taken
        self._rest_of_calls()
        return True

    def take_whole(self, line: str) -> bool:
        """Go on by one line that ends with a word: a folio “4” is no beginning of “4461”."""
        start = self.at, self.inside, self.called
        if self.take(line) and not self.inside:
            return True
        self.at, self.inside, self.called = start
        return False

    def goes_on(self, following: str) -> bool:
        """Whether the line after the last one taken is expected, too."""
        start = self.at, self.inside, self.called
        taken = bool(following) and self.take(following)
        self.at, self.inside, self.called = start
        return taken

    def _rest_of_calls(self) -> None:
        finished = self.at < len(self.words) and self.inside == len(self.words[self.at])
        if finished and self.called >= len(self.calls.get(self.at, ())):
            self._next()

    def _next(self) -> None:
        self.at, self.inside, self.called = self.at + 1, 0, 0

    def _sign(self, line: str, position: int) -> int:
        """Take the sign at `position`; how many characters it is, 0 if it is not expected."""
        sign = line[position]
        if sign.isspace():
            return self._space()
        if self.done:
            return 0
        word = self.words[self.at]
        if sign in _LINE_HYPHENS:
            if self.inside < len(word) and word[self.inside] in _HYPHENS:
                self.inside += 1
            return 1
        numbers = self.calls.get(self.at, ())
        if self.called < len(numbers) and line.startswith(numbers[self.called], position):
            number = numbers[self.called]
            if self.inside == len(word) or not word.startswith(number, self.inside):
                self.called += 1
                return len(number)
        if self.inside < len(word) and word[self.inside] == sign:
            self.inside += 1
            return 1
        if self.inside == len(word) and position == 0:
            self._next()
            return self._sign(line, position)
        return 0

    def _space(self) -> int:
        if self.inside == 0 and not self.called:
            return 1
        if self.done or self.inside < len(self.words[self.at]):
            return 0
        self._next()
        return 1

    def find_again(self, line: str) -> None:
        """After a line that did not match: set the place to where `line` begins, if it is near."""
        first = words(line)[:3]
        for at in range(self.at, min(self.at + _AHEAD, len(self.words) - 2)):
            if len(first) == 3 and tuple(self.words[at : at + 3]) == first:
                self.at, self.inside, self.called = at, 0, 0
                return


def read_pages(pages: Pages, reading: Reading, furniture: Sequence[str]) -> PageVerdict:
    """Hold the lines of the pages against `reading`.

    `furniture`: texts that running heads, the title block and the like are made of.
    """
    calls: dict[int, list[str]] = {}
    for call in reading.calls:
        calls.setdefault(max(0, call.after - 1), []).append(str(call.note))
    body = _Stream(reading.body, calls)
    notes = [_Stream(note) for note in reading.notes]
    allowed = _Furniture(furniture, reading)
    troubles = [
        trouble
        for number, lines in enumerate(pages, 1)
        for trouble in _page(number, lines, body, notes, allowed)
    ]
    unread = next((" ".join(s.words[s.at : s.at + 8]) for s in (body, *notes) if not s.done), "")
    lost = _lost(pages, reading) if troubles or unread else ()
    return PageVerdict(tuple(troubles[:_MOST_TOLD]), lost, unread)


def _page(
    number: int, lines: tuple[str, ...], body: _Stream, notes: list[_Stream], allowed: _Furniture
) -> Iterator[Trouble]:
    open_notes = [note for note in notes if note.at and not note.done]
    missed = False
    for index, line in enumerate(lines):
        if missed:
            body.find_again(line)
            missed = False
        bare = _LIST_MARK.sub("", line)
        following = lines[index + 1] if index + 1 < len(lines) else ""
        if not bare or any(_take(stream, line, bare, following) for stream in (*open_notes, body)):
            continue
        if (begun := _begin_note(line, notes)) is not None:
            open_notes = [begun]
            continue
        edge = index < 2 or index >= len(lines) - 2
        if edge and _take_glued((*open_notes, body), line, allowed):
            continue
        if allowed.has(line, edge=edge) or body.done or body.at == 0:
            continue
        missed = True
        yield Trouble(number, line, " ".join(body.words[body.at : body.at + 12]))


def _take(stream: _Stream, line: str, bare: str, following: str) -> bool:
    """Go on by a line, or by what it says after the mark of a list item."""
    start = stream.at, stream.inside, stream.called
    if not (stream.take(line) or (bare != line and stream.take(bare))):
        return False
    if line.strip().isdigit() and stream.inside and not stream.goes_on(following):
        # A folio, not the beginning of “1. A heading” nor of a raised sign's word.
        stream.at, stream.inside, stream.called = start
        return False
    return True


def _take_glued(streams: Sequence[_Stream], line: str, allowed: _Furniture) -> bool:
    """Go on by the first part of a line whose rest is a running foot.

    PDFium gives a page's last row of a table and the foot below it as one line.
    """
    for gap in reversed(list(re.finditer(r"\s+", line))):
        head, foot = line[: gap.start()], line[gap.end() :]
        if allowed.has(foot, edge=True) and any(stream.take_whole(head) for stream in streams):
            return True
    return False


def _begin_note(line: str, notes: list[_Stream]) -> _Stream | None:
    """The note that a line begins: its number, then its first words."""
    match = re.match(r"\s*(\d{1,4})[.)]?\s*(?=\S)", line)
    if match is None or not 0 < int(match[1]) <= len(notes):
        return None
    note = notes[int(match[1]) - 1]
    return note if note.at == 0 and note.take(line[match.end() :]) else None


class _Furniture:
    """What a line may be that is not of the work."""

    def __init__(self, texts: Sequence[str], reading: Reading) -> None:
        self._words = {word for text in (*texts, " ".join(reading.title)) for word in words(text)}
        self._body = set(reading.body)

    def has(self, line: str, *, edge: bool) -> bool:
        """Whether every word of a line at the edge of a page is one of the furniture's."""
        said = words(line.replace("…", ""))
        known = all(word in self._words or word.isdigit() or word in self._body for word in said)
        return edge and len(said) <= 24 and known


def _lost(pages: Pages, reading: Reading) -> tuple[str, ...]:
    """Words of the edition that stand on no page, however they are ordered or divided."""
    text = "\n".join(line for lines in pages for line in lines)
    forms = [re.sub(f"[{_LINE_HYPHENS}]", sign, text) for sign in ("", "-")]
    there = {word for form in forms for word in form.split()}
    wanted = dict.fromkeys((*reading.body, *(word for note in reading.notes for word in note)))
    missing = [word for word in wanted if word not in there]
    if not missing:
        return ()
    # A word may be divided at several line ends, or have a call glued to it.
    run = ["".join(unicodedata.normalize("NFKC", form).split()) for form in forms]
    return tuple(word for word in missing if not _stands(word, run))[:_MOST_TOLD]


def _stands(word: str, run: Sequence[str]) -> bool:
    plain = unicodedata.normalize("NFKC", word)
    if any(plain in text for text in run):
        return True
    if any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in plain):
        # PDFium gives right-to-left words in the order of the page, stops apart.
        bare = plain.strip(".,;:!?()[]\"'“”‘’«»،؛؟")
        return any(bare in text or bare[::-1] in text for text in run)
    return False
