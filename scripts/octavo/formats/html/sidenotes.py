"""Side notes without script or second copy: CSS anchor positioning (CSS Anchor Positioning 1).

Each note is placed beside its call, but never above the end of the note before. Where a browser
lacks anchors, on narrow windows and in print, the same list stands at the end of the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from octavo.formats.composed import Composed, ComposedNote
from octavo.formats.markup import Element, all_text, elements

_LINE_OF_TEXT: Final = 68
_LINE_OF_NOTE: Final = 36
_NOTE_LINE_HEIGHT: Final = 0.74
"""Height of a note's line in lines of text."""
_LARGEST_DRIFT: Final = 24.0
"""How many lines a note may stand below its call: about a screen. Beyond it the list is better."""

_COMMON: Final = (
    "@supports (top:max(anchor(--x top),1px)){@container page (min-width:72.5rem){"
    ".notes{border:0;margin:0;padding:0;font-size:.8em;line-height:1.38}"
    ".notes>h2{position:absolute;width:1px;height:1px;margin:0;overflow:hidden;clip-path:inset(50%);white-space:nowrap}"
    ".notes>ol>li{position:absolute;inset-inline-start:calc(100% + 3.4em);"
    "width:min(17em,calc((100cqi - 37.5em)/2 - 4em));margin:0;padding-inline-start:1.5em}"
    ".notes p{text-wrap:wrap}"
)


def side_notes(composed: Composed) -> str:
    """The style sheet that puts the notes beside their calls; empty when they would drift too far."""
    placed = _call_offsets((composed.title, composed.body))
    if not composed.notes or _drift(composed.notes, placed) > _LARGEST_DRIFT:
        return ""
    rules = [_COMMON]
    before = ""
    for note in composed.notes:
        call = next((name for name in note.calls if name in placed), "")
        tops = [f"anchor(--{call} top)"] if call else []
        tops += [f"calc(anchor(--{before} bottom) + .8em)"] if before else []
        if call:
            rules.append(f"#{call}{{anchor-name:--{call}}}")
        top = f"max({','.join(tops)})" if len(tops) > 1 else (tops or ["0"])[0]
        rules.append(f"#{note.id}{{anchor-name:--{note.id};top:{top}}}")
        before = note.id
    return "".join([*rules, "}}"])


def _call_offsets(roots: Iterable[Element]) -> Mapping[str, int]:
    """Id of every call and how many characters stand before it."""
    found: dict[str, int] = {}
    offset = 0
    for root in roots:
        for element in elements(root):
            if "note-call" in element.get("class", ""):
                found[element.get("id", "")] = offset
            offset += len(element.text or "") + len(element.tail or "")
    return found


def _drift(notes: Iterable[ComposedNote], placed: Mapping[str, int]) -> float:
    """The largest distance, in lines of text, between a call and its note, by estimate."""
    worst = end = 0.0
    for note in notes:
        call = min((placed[name] for name in note.calls if name in placed), default=0) / _LINE_OF_TEXT
        size = sum(len(part if isinstance(part, str) else all_text(part)) for part in note.blocks)
        top = max(call, end)
        worst = max(worst, top - call)
        end = top + (size / _LINE_OF_NOTE + 1) * _NOTE_LINE_HEIGHT + 0.6
    return worst
