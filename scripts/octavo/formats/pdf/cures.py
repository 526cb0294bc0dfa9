"""Cures that touch no sign of the text: what may not be torn apart is held together before it is set.

All of them work on the engine's boxes as they are before line breaking: a stretch of a text box becomes
a box of its own that is not wrapped or not hyphenated. `prepare` runs once before layout;
`mend_page_end` and `mend_lines` run on a page just laid out, which is then laid out again.

EDGE to WeasyPrint's private names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from weasyprint.formatting_structure import boxes, build

from octavo.formats.pdf.notes import stack_of
from octavo.formats.pdf.text import Texts, breaks_word

_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SHORT_WORD: Final = 7
"""A last word with fewer signs (its full stop counted) does not stand on a line alone."""
_LONGEST_HELD: Final = 40
LADDER: Final = 2
"""How many lines one below the other may end in a hyphen."""
LOOSE: Final = 0.62
"""Most that may be added to a word space, in ems."""
_LONG_WORD: Final = re.compile(rf"\S{{{_LONGEST_HELD + 1},}}")
_HANGUL: Final = re.compile(r"\S*[\uac00-\ud7a3]{2}\S*")
_COMPOUND: Final = re.compile(r"\S*\w[-‐–/]\w\S*")


def prepare(root: Any, notes: list[Any], texts: Texts) -> None:
    """Tie every text box to its text node, and hold together what must stay together."""
    for order, note in enumerate(notes):
        note.octavo_order = order
        note.process_whitespace()
        note.process_text_transform()
        note.children = build.create_anonymous_boxes(note).children
    for tree in (root, *notes):
        _prepare(tree, texts)


def _prepare(tree: Any, texts: Texts) -> None:
    lines: list[tuple[Any, bool]] = []
    space = False
    stack: list[tuple[Any, bool]] = [(tree, False)]
    while stack:
        box, in_cell = stack.pop()
        if isinstance(box, boxes.TextBox):
            plain = box.element is not None and "::" not in box.element_tag
            source = texts.source(box.element, box.text) if plain and box.text else None
            box.octavo_source = source
            if source is not None:
                source.spaced, space = space, source.text.isspace()
            continue
        in_cell = in_cell or isinstance(box, boxes.TableCellBox)
        if isinstance(box, boxes.LineBox):
            box.octavo_line = box
            lines.append((box, in_cell))
        stack.extend((child, in_cell) for child in reversed(box.children))
    for line, in_cell in lines:
        heading = line.element is not None and line.element.tag in _HEADINGS
        if not in_cell:
            _hold_last_words(line, heading=heading)
        if heading:
            _hold_compounds(line)
            _hold_hangul(line)
        _free_long_words(line)


def _hold_last_words(line: Any, *, heading: bool) -> None:
    """The last word is not hyphenated; a short one keeps the word before it on its line.

    In a heading every last word does: a line of one word looks as if it had been forgotten.
    """
    places = [place for place in _text_places(line) if place[0].children[place[1]].text.strip()]
    if not places:
        return
    parent, index = places[-1]
    text = parent.children[index].text
    if parent.children[index].style["white_space"] != "normal":
        return
    end = len(text.rstrip())
    start = text.rfind(" ", 0, end) + 1
    if heading and start > 1 and end - start < _LONGEST_HELD // 2:
        start = text.rfind(" ", 0, start - 1) + 1
    elif end - start < _SHORT_WORD:
        # With its space the word is tied to the one before, which may still be hyphenated.
        start -= 1
    if start > 0:
        hold(parent, index, start, end)


def _hold_compounds(line: Any) -> None:
    """In a heading no compound breaks at its hyphen."""
    for parent, index in reversed(_text_places(line)):
        for found in reversed(list(_COMPOUND.finditer(parent.children[index].text))):
            hold(parent, index, found.start(), found.end())


def _hold_hangul(line: Any) -> None:
    """In a heading Korean breaks between words; in justified text it may between syllables (KLREQ)."""
    for parent, index in reversed(_text_places(line)):
        for found in reversed(list(_HANGUL.finditer(parent.children[index].text))):
            hold(parent, index, found.start(), found.end())


def _free_long_words(line: Any) -> None:
    """A word longer than any that is held may break anywhere: an address, a string of signs."""
    for parent, index in reversed(_text_places(line)):
        box = parent.children[index]
        if len(box.text) <= _LONGEST_HELD or box.style["white_space"] != "normal":
            continue
        for found in reversed(list(_LONG_WORD.finditer(box.text))):
            _set_apart(parent, index, found.span(), {"overflow_wrap": "anywhere"})


def _text_places(box: Any) -> list[tuple[Any, int]]:
    places: list[tuple[Any, int]] = []
    for index, child in enumerate(box.children):
        if isinstance(child, boxes.TextBox):
            places.append((box, index))
        elif isinstance(child, boxes.InlineBox):
            places.extend(_text_places(child))
    return places


def hold(parent: Any, index: int, start: int, end: int) -> bool:
    """Keep a stretch of a text box on one line; false when it is too long or held already."""
    box = parent.children[index]
    if end - start > _LONGEST_HELD or end <= start or box.style["white_space"] != "normal":
        return False
    _set_apart(parent, index, (start, end), {"white_space": "nowrap", "hyphens": "manual"})
    return True


def _set_apart(parent: Any, index: int, span: tuple[int, int], style: dict[str, str]) -> None:
    """Make a stretch of a text box a box of its own with another style.

    The space after it goes with it: the engine breaks no line between two boxes whose second begins with
    a space, and goes back to an earlier place, which leaves half a line empty.
    """
    box = parent.children[index]
    start, end = span
    end += box.text.startswith(" ", end)
    apart = box.copy_with_text(box.text[start:end])
    apart.style = box.style.copy()
    for name, value in style.items():
        apart.style[name] = value
    parts = [box.copy_with_text(box.text[:start])] if start else []
    parts.append(apart)
    if end < len(box.text):
        parts.append(box.copy_with_text(box.text[end:]))
    parent.children = [*parent.children[:index], *parts, *parent.children[index + 1 :]]


def mend(root: Any, page: Any, resume_at: Any, *, ladders: bool) -> bool:
    """Cure what can be cured of a page just laid out; true when it has to be laid out again.

    With `ladders` false only the page's end is looked at, which matters most.
    """
    cured = mend_page_end(root, resume_at)
    if ladders and not cured:
        cured = sum(_mend_ladder(lines) + _mend_loose(lines) for lines in paragraphs(page)) > 0
    return cured


def mend_page_end(root: Any, resume_at: Any) -> bool:
    """Hold the word that a page would end in the middle of; false when there is none."""
    return _hold_at(root, stack_of(resume_at))


def _hold_at(box: Any, path: tuple[int, ...]) -> bool:
    """Hold the word around a place that lies inside a word; false when there is nothing to hold."""
    parent, last = None, 0
    for index in path:
        if isinstance(box, boxes.TextBox):
            return parent is not None and _hold_word(parent, last, index)
        if index >= len(box.children):
            return False
        box, parent, last = box.children[index], box, index
    return False


def _hold_word(parent: Any, index: int, offset: int) -> bool:
    """Hold the word around a byte offset of a text box."""
    text = parent.children[index].text
    at = len(text.encode()[:offset].decode())
    if not 0 < at < len(text) or not breaks_word(text[at - 1], text[at]):
        return False
    start = text.rfind(" ", 0, at) + 1
    end = text.find(" ", at)
    return hold(parent, index, start, len(text) if end < 0 else end)


def paragraphs(page: Any) -> Iterator[list[Any]]:
    """The lines of each block of a page, in order."""
    stack = [page]
    while stack:
        box = stack.pop()
        lines = [child for child in box.children if isinstance(child, boxes.LineBox)]
        if lines:
            yield lines
        elif not isinstance(box, boxes.MarginBox):
            stack.extend(child for child in reversed(box.children) if isinstance(child, boxes.ParentBox))


def ends_hyphenated(line: Any) -> bool:
    """Whether a line ends in a hyphen, the author's or the engine's."""
    last = last_text(line)
    return last is not None and last.text.endswith(("-", "\N{HYPHEN}"))


def last_text(line: Any) -> Any:
    """The last text box of a line, or None."""
    box = line
    while box.children and not isinstance(box, boxes.TextBox):
        box = box.children[-1]
    return box if isinstance(box, boxes.TextBox) else None


def _mend_ladder(lines: list[Any]) -> bool:
    """Hold the third of three words that are broken at the ends of lines one below the other."""
    steps = 0
    for line in lines:
        steps = steps + 1 if ends_hyphenated(line) else 0
        origin = getattr(line, "octavo_line", None)
        if steps > LADDER and origin is not None and _hold_at(origin, stack_of(line.resume_at)):
            return True
    return False


def _mend_loose(lines: list[Any]) -> bool:
    """Part the last space from a text that was broken too early.

    Pango breaks a text that fits but for its last space at its first word; the line is then spaced out.
    """
    return any([_part_space(line) for line in lines if _is_loose(line)])


def _is_loose(line: Any) -> bool:
    last = last_text(line)
    return last is not None and last.justification_spacing > LOOSE * last.style["font_size"]


def _part_space(line: Any) -> bool:
    box, parent, last = getattr(line, "octavo_line", None), None, 0
    for index in stack_of(line.resume_at):
        if box is None or isinstance(box, boxes.TextBox) or index >= len(box.children):
            break
        box, parent, last = box.children[index], box, index
    if parent is None or not isinstance(box, boxes.TextBox) or len(box.text) < 2 or box.text[-1] != " ":
        return False
    parts = [box.copy_with_text(box.text[:-1]), box.copy_with_text(" ")]
    parent.children = [*parent.children[:last], *parts, *parent.children[last + 1 :]]
    return True


def stranded(page: Any, resume_at: Any, bottom: float) -> float:
    """How much room a page has to lose for its last line to go with what follows; 0 where all is well.

    The engine leaves a heading, or the first line of a paragraph, alone when a note takes the room of
    what follows.
    """
    if not resume_at:
        return 0
    block, below_others = _last_block(page.children[0])
    lines = block.children if block is not None else ()
    if not below_others or not lines:
        return 0
    heading = block.element is not None and block.element.tag in _HEADINGS
    if heading or (len(lines) == 1 and lines[0].resume_at is not None):
        return float(max(1, bottom - lines[-1].position_y - lines[-1].height + 1))
    return 0


def text_bottom(page: Any) -> float:
    """Where the last line of a page's text ends; 0 where it ends in something else."""
    block, _ = _last_block(page.children[0])
    return 0.0 if block is None else float(block.children[-1].position_y + block.children[-1].height)


def _last_block(box: Any) -> tuple[Any, bool]:
    """The block of lines that the text of a page ends with (or None), and whether anything is above it."""
    below_others = False
    while box.children and not isinstance(box, boxes.TableBox):
        if isinstance(box.children[-1], boxes.LineBox):
            return box, below_others
        below_others = below_others or len(box.children) > 1
        box = box.children[-1]
        if not isinstance(box, boxes.ParentBox) or getattr(box, "is_column", False):
            break
    return None, False
