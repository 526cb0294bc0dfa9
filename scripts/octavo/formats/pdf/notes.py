"""Notes at the foot of the page: a long one goes on at the foot of the next page, as a printer would.

WeasyPrint 70 never breaks a note: one that finds no room moves whole to a later page, and the
beginning of one that is taller than a page is lost. `NoteContext` takes the place of its layout
context: where a note does not fit below the line that calls it, the note is broken at a line end, its
head stays, its rest opens the notes of the next page.

EDGE to WeasyPrint's private names; `tests/pdf/test_contract.py` says which.
"""

from __future__ import annotations

from math import inf
from typing import Any, Final, NamedTuple

from weasyprint.css.properties import ZERO_PIXELS
from weasyprint.formatting_structure import boxes
from weasyprint.layout import LayoutContext
from weasyprint.layout.block import block_level_layout

from octavo.formats.pdf.text import breaks_word

_HEAD_LINES: Final = 2
_TAIL_LINES: Final = 2
_UNBROKEN_LINES: Final = 3
"""A note of so few lines is never broken."""
_CONTINUED_SHARE: Final = 0.62
"""How much of a page the rest of a note may take while there is text to set above it."""

Path = tuple[int, ...]


class NoteLine(NamedTuple):
    """A line of a note."""

    bottom: float
    """In pixels from the top of the area."""
    path: Path
    """Where the text of the note goes on after it."""
    opens: bool = False
    """Whether it begins a paragraph of several lines."""
    closes: bool = False
    """Whether it ends one."""


class _Queue(list[Any]):
    """Notes waiting for a page.

    The engine turns round the end of this list, to put right an order that only its own way of sending
    notes away has made wrong; here it was never wrong.
    """

    def __setitem__(self, key: Any, value: Any) -> None:
        if not (isinstance(key, slice) and key.stop is None and key.start is not None and key.start < 0):
            super().__setitem__(key, value)


class NoteContext(LayoutContext):  # type: ignore[misc]
    """WeasyPrint's layout context with notes that break over pages."""

    _bottom: Any = None
    reserve = 0.0
    extra = 0.0
    """Pixels that the rest of a note takes beyond its share, because the text has to wait for its end."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.heads: dict[Any, Any] = {}
        """Broken note -> the part of it that stands on this page."""
        self.rests: list[Any] = []
        """What goes on to the next page."""
        self.opening = False
        """Whether the page is being opened by notes left over from the page before."""
        self.text_follows = True
        self._asked: Any = None
        self._just: Any = None
        """The note laid out last, until the engine has decided whether it stays."""
        self._pinned: list[Any] = []
        self._pinning = False
        self._heights: dict[tuple[Any, float], float] = {}

    def open_page(self, *, text_follows: bool, reserve: float, extra: float) -> None:
        """Call before each page is made.

        `reserve` pixels at its foot stay empty, `extra` go to the rest of a note beyond its share.
        The engine lets columns send a note away from its call: then the page is made again with less room,
        so that the call goes where its note is.
        """
        self.reserve = reserve
        self.extra = extra
        self._bottom = None
        self.opening = True
        self.text_follows = text_follows
        self._asked = self._just = None
        self._pinned = []
        self._pinning = False

    def layout_footnote(self, footnote: Any) -> Any:
        """Add a note to this page; true when it has no room at all."""
        self._unpin()
        overflow = super().layout_footnote(footnote)
        self._just = footnote
        if self.in_column:
            return overflow
        if self.opening:
            return self._open_page_with(footnote) or overflow
        self._asked = footnote
        return overflow

    def overflows_page(self, bottom_space: float, position_y: float) -> bool:
        """Whether a line ends below the page; the question after a note is where the note is broken."""
        if bottom_space == -inf:
            return False
        self.opening = False
        if self._pinning:
            self._pinning = False
        else:
            self._unpin()
        asked, self._asked = self._asked, None
        if asked is None:
            self._just = None
        overflow = bool(super().overflows_page(bottom_space, position_y))
        if asked is None or asked not in self.current_page_footnotes:
            return overflow
        if self.rests:
            return True
        if not overflow:
            return False
        excess = position_y - (self.page_bottom - bottom_space)
        return not self._break(asked, excess)

    def report_footnote(self, footnote: Any) -> None:
        """Move a note to the next page, whole again; but never away from its call.

        The engine would rather send notes away than a line that has no room: those it is told to keep.
        """
        if footnote is not self._just and not self.in_column:
            self.current_page_footnotes.remove(footnote)
            self._pinned.insert(0, footnote)
            self._pinning = True
            return
        self._asked = None
        self._mend(footnote)
        super().report_footnote(footnote)

    def unlayout_footnote(self, footnote: Any) -> None:
        """Take a note off the page, whole again."""
        self._unpin()
        self._asked = None
        self._mend(footnote)
        super().unlayout_footnote(footnote)

    @property
    def page_bottom(self) -> Any:
        """Where the text of the page must end."""
        return self._bottom if self._bottom is None else self._bottom - self.reserve

    @page_bottom.setter
    def page_bottom(self, value: Any) -> None:
        # Set once from the page's own height, then moved up and down with the notes.
        self._bottom = value if self._bottom is None else value + self.reserve

    def strayed(self, page: Any) -> float:
        """Height of the notes that were sent away from a page that has their calls; 0 where all is well."""
        if not self.reported_footnotes:
            return 0
        called = {id(box.footnote) for box in page.descendants() if box.footnote is not None}
        away = [note for note in self.reported_footnotes if id(note) in called]
        return sum(self._height(note) for note in away)

    def waste(self, bottom: float) -> float:
        """How much is empty between the text, which ends at `bottom`, and the notes, while a note waits."""
        return float(self.page_bottom - bottom) if self.rests and bottom else 0.0

    def take_rests(self) -> list[Any]:
        """What the next page has to open with; forgets this page's broken notes."""
        rests, self.rests = self.rests, []
        self.heads = {}
        return rests

    def forget(self) -> None:
        """Let go of what only the layout needs: a drawing holds on to its context until it is painted."""
        for name in ("style_for", "target_collector", "page_maker", "current_footnote_area", "current_page"):
            setattr(self, name, None)
        for name in ("footnotes", "current_page_footnotes", "reported_footnotes", "rests", "_pinned"):
            setattr(self, name, [])
        for kept in (self.page_footnotes, self.string_set, self.running_elements, self._excluded_shapes):
            kept.clear()
        self._heights, self.heads = {}, {}

    def _open_page_with(self, footnote: Any) -> bool:
        share = _CONTINUED_SHARE if self.text_follows else 1
        limit = self.current_footnote_area.page.height * share + self.extra
        excess = self.current_footnote_area.margin_height() - limit
        if excess <= 0:
            return False
        if footnote is not self.current_page_footnotes[0]:
            return True
        self._break(footnote, excess)
        return False

    def _unpin(self) -> None:
        self.current_page_footnotes.extend(self._pinned)
        self._pinned = []

    @property
    def reported_footnotes(self) -> list[Any]:
        """Notes for the next page."""
        return self._reported

    @reported_footnotes.setter
    def reported_footnotes(self, notes: list[Any]) -> None:
        self._reported = _Queue(notes)

    def _mend(self, footnote: Any) -> None:
        if self.heads.pop(footnote, None) is not None:
            self.rests.clear()

    def _break(self, footnote: Any, excess: float) -> bool:
        """Shorten a note by at least `excess` pixels; false when it cannot be broken well."""
        lines = self._lines(footnote)
        if len(lines) <= _UNBROKEN_LINES:
            return False
        height = lines[-1].bottom
        count = sum(1 for line in lines if line.bottom <= height - excess + 0.01)
        count = min(count, len(lines) - _TAIL_LINES)
        if count < _HEAD_LINES:
            return False
        while count > _HEAD_LINES and (
            lines[count - 1].opens or lines[count].closes or inside_word(footnote, lines[count - 1].path)
        ):
            count -= 1
        self.heads[footnote], rest = cut(footnote, lines[count - 1].path)
        self.rests.append(rest)
        self._update_footnote_area()
        return True

    def _lines(self, footnote: Any) -> list[NoteLine]:
        """The lines of a note."""
        laid_out = self._lay_out_area([footnote])
        found: list[NoteLine] = []
        for child in laid_out.children:
            _collect_lines(child, laid_out.content_box_y(), (), found)
        return found

    def _lay_out_area(self, footnotes: list[Any]) -> Any:
        area = self.current_footnote_area
        copy = area.copy()
        copy.children = [self.heads.get(note, note).deepcopy() for note in footnotes]
        return block_level_layout(self, copy, -inf, None, area.page)[0]

    def _update_footnote_area(self) -> bool:
        """Make room for the notes of the page. True would mean a style that limits the area: none does.

        The engine lays out all notes of the page for each that is added; here each is measured once.
        """
        area = self.current_footnote_area
        if area.height != "auto" and not self.in_column:
            self.page_bottom += area.margin_height()
        shown = sorted(self.current_page_footnotes, key=lambda note: note.octavo_order)
        area.children = [self.heads.get(note, note) for note in shown]
        area.height = sum(self._height(note) for note in area.children)
        if not self.in_column:
            self.page_bottom -= area.margin_height()
        return False

    def _height(self, note: Any) -> float:
        key = (note, self.current_footnote_area.page.width)
        if key not in self._heights:
            self._heights[key] = self._lay_out_area([note]).height
        return self._heights[key]


def _collect_lines(box: Any, top: float, path: Path, found: list[NoteLine]) -> None:
    """Lines of a laid-out block with the place where the block as it was before layout goes on."""
    children = box.children
    lines = [child for child in children if isinstance(child, boxes.LineBox)]
    if lines:
        for line in lines:
            bottom = line.position_y + line.height - top
            opens, closes = line is lines[0] is not lines[-1], line is lines[-1] is not lines[0]
            found.append(NoteLine(bottom, (*path, 0, *stack_of(line.resume_at)), opens, closes))
        return
    if isinstance(box, boxes.TableBox) or box.is_table_wrapper:
        found.append(NoteLine(box.position_y + box.margin_height() - top, path))
        return
    for child in children:
        if isinstance(child, boxes.ParentBox) and child.is_in_normal_flow():
            _collect_lines(child, top, (*path, child.index), found)


def inside_word(box: Any, path: Path) -> bool:
    """Whether a place (see `_collect_lines`) lies between two signs of one word."""
    for index in path:
        if isinstance(box, boxes.TextBox):
            encoded = box.text.encode()
            before, after = encoded[:index].decode(), encoded[index:].decode()
            return breaks_word(before[-1:], after[:1])
        if index >= len(box.children):
            return False
        box = box.children[index]
    return False


def stack_of(resume_at: Any) -> Path:
    """The engine's nested ``{index: rest}`` as a flat path; empty when a block ends."""
    steps: list[int] = []
    while resume_at:
        ((index, resume_at),) = resume_at.items()
        steps.append(index)
    return tuple(steps)


def cut(box: Any, path: Path) -> tuple[Any, Any]:
    """A block as it was before layout in two parts: up to a line end (see `_collect_lines`), and the rest.

    The rest is None when nothing is left.
    """
    if not path:
        return box, None
    index, inner = path[0], path[1:]
    if isinstance(box, boxes.TextBox):
        encoded = box.text.encode()
        return _with_text(box, encoded[:index].decode()), _with_text(box, encoded[index:].decode())
    children = list(box.children)
    if isinstance(box, boxes.LineBox | boxes.InlineBox) and not inner:
        head, rest = children[:index], children[index:]
    else:
        first, second = cut(children[index], inner)
        head = [*children[:index], *([first] if first else [])]
        rest = [*([second] if second else []), *children[index + 1 :]]
    if not rest:
        return box, None
    return _part(box, head, "text_align_last", _whole_lines(box)), _part(
        box, rest, "text_indent", ZERO_PIXELS
    )


def _whole_lines(box: Any) -> Any:
    """How a line that is not the last is set."""
    return box.style["text_align_all"]


def _with_text(box: Any, text: str) -> Any:
    return box.copy_with_text(text) if text else None


def _part(box: Any, children: list[Any], name: str, value: Any) -> Any:
    part = box.copy()
    part.children = children
    if isinstance(box, boxes.LineBox):
        part.style = box.style.copy()
        part.style[name] = value
        part.octavo_line = part
    return part
