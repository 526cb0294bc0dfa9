"""What went wrong in printing: findings P-0NN, for the editor. Nothing of this passes in silence.

Comes in: article, sheet, layout. Goes out: findings; and which notes have to be set at the end of the
text, because no page can take them.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from typing import Any, Final
from urllib.parse import unquote

from weasyprint.formatting_structure import boxes

from octavo.formats import fonts
from octavo.formats.pdf.sheet import EDITION_URL, NOTE, Sheet, is_decorative
from octavo.formats.pdf.text import Texts
from octavo.formats.pdf.variant import Standard
from octavo.formats.pdf.xmp import timestamp
from octavo.model import ArticleNote, Finding, Imprint, Locus, Severity

RULES: Final = {
    "P-001": "All of the text is printed.",
    "P-002": "Every sign has a glyph in the house's fonts.",
    "P-003": "Every picture is in the edition and can be shown.",
    "P-004": "Every picture has a text that stands for it.",
    "P-005": "Every note stands at the foot of a page.",
    "P-006": "Notes and text do not run into each other.",
    "P-007": "The layout engine has nothing to complain of.",
    "P-008": "A file for the press states its date.",
}
"""Every code with the wished state."""

_SLACK: Final = 1.0
"""Pixels by which boxes may meet."""


def unprinted(texts: Texts, name: str) -> Iterator[Finding]:
    """Text that stands on no page."""
    for node in texts.unprinted():
        rest = next((source.rest for source in node.sources if source.rest), node.text.strip())
        message = f"not printed: {' '.join(rest.split())[:80]!r}"
        hint = "Report it: this is a fault of Octavo."
        yield Finding("P-001", Severity.ERROR, Locus(name), message, hint, " ".join(rest.split()))


def glyphs(sheet: Sheet, name: str) -> Iterator[Finding]:
    """Signs no font has."""
    for sign in fonts.missing("".join(sheet.root.itertext())):
        message = f"no font has {sign!r} (U+{ord(sign):04X})"
        yield Finding("P-002", Severity.ERROR, Locus(name), message, "Write it in another way.", sign)


def pictures(sheet: Sheet, log: tuple[str, ...], name: str) -> Iterator[Finding]:
    """Pictures that are missing, cannot be shown, or say nothing to those who do not see them."""
    for element in sheet.root.iter():
        if element.get("class") == "no-picture":
            message = f"picture {element.get('data-src', '')!r} is not in the edition"
            hint, near = "Put the file into the edition's folder.", element.get("data-src", "")
            yield Finding("P-003", Severity.ERROR, Locus(name), message, hint, near)
        elif element.tag == "img" and not element.get("alt") and not is_decorative(element):
            near = _name(element.get("src", ""))
            message, hint = f"picture {near!r} has no alternative text", "Write ![what it shows](file)."
            yield Finding("P-004", Severity.WARNING, Locus(name), message, hint, near)
    for line in log:
        if EDITION_URL in line:
            message = f"a picture cannot be shown: {line}"
            yield Finding("P-003", Severity.ERROR, Locus(name), message, "Save the picture again.")


def complaints(log: tuple[str, ...], name: str) -> Iterator[Finding]:
    """What the engine said that no other rule tells better."""
    for line in dict.fromkeys(log):
        if EDITION_URL not in line and ".notdef" not in line:
            yield Finding("P-007", Severity.INFO, Locus(name), f"layout engine: {line}")


def undated(imprint: Imprint, standard: Standard, name: str) -> Iterator[Finding]:
    """PDF/X-4 demands dates, and none is invented."""
    if standard is Standard.X4 and not timestamp(imprint):
        message = "a file for the press needs a date"
        yield Finding(
            "P-008", Severity.ERROR, Locus(name), message, "State 'released: 2026-01-31' or the like."
        )


def at_the_end(notes: Iterable[ArticleNote], name: str) -> Iterator[Finding]:
    """Notes that no page can take at its foot."""
    for note in notes:
        message = f"note {note.number} has no room at the foot of a page; it is set after the text"
        words = " ".join(ET.fromstring(note.content).itertext())
        hint = "Move its table or picture to the text."
        yield Finding("P-005", Severity.WARNING, Locus(name), message, hint, " ".join(words.split()))


def collisions(pages: list[Any], name: str) -> Iterator[Finding]:
    """Pages whose notes run into the text or out of the page."""
    for number in overrun(pages):
        message = "the notes of the page run into its text"
        yield Finding("P-006", Severity.ERROR, Locus(name, page=number + 1), message, "Shorten a note.")


def overrun(pages: list[Any]) -> dict[int, frozenset[str]]:
    """Pages whose notes have no room, each with the ids of its notes."""
    found = {}
    for number, page in enumerate(pages):
        area = next((child for child in page.children if isinstance(child, boxes.FootnoteAreaBox)), None)
        if area is None:
            continue
        top = area.content_box_y()
        if top < page.content_box_y() - _SLACK or _bottom(page.children[0]) > top + _SLACK:
            notes = {
                child.element.get("id", "") for child in area.children if child.element.get("class") == NOTE
            }
            found[number] = frozenset(notes)
    return found


def _bottom(root: Any) -> float:
    """Where the last line or picture of the text ends."""
    bottom = 0.0
    stack = [root]
    while stack:
        box = stack.pop()
        if isinstance(box, boxes.LineBox | boxes.ReplacedBox):
            bottom = max(bottom, box.position_y + box.height)
        elif isinstance(box, boxes.ParentBox) and box.children:
            # Only what is last in its parent can reach the foot; columns and cells stand side by side.
            side_by_side = isinstance(box, boxes.TableRowBox) or getattr(box.children[-1], "is_column", False)
            stack.extend(box.children if side_by_side else box.children[-1:])
    return bottom


def _name(source: str) -> str:
    return unquote(source.removeprefix(EDITION_URL))
