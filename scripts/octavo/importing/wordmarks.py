"""The marks that word processors set before items of a list within a list.

In: the lines of a plain text. Out: the same lines with a bullet instead of the letter ``o``, which Word and
LibreOffice take for a hollow bullet where their symbol font is not at hand. Each is written down. Where ``o``
is a word of the text, as in Portuguese, Italian or Polish, it is none of these.
"""

from __future__ import annotations

import re
from typing import Final

from octavo.importing.draft import Draft
from octavo.importing.result import Respelled

_OUTER: Final = re.compile("^\\s*[\uf0b7\uf0a7•]", re.MULTILINE)
_WORD: Final = re.compile(r"[^\W\d_][,;]? o [^\W\d_]")
"""``o`` in mid-line: "the", "or", "about"."""
_MARK: Final = re.compile(r"(\s*)o(?=\s+\S)")
_INSET: Final = 3
_HOLLOW: Final = "◦"
_REASON: Final = "mark of a list item, set as a letter"


def has_hollow_bullets(raw: str) -> bool:
    """Whether a letter ``o`` at the beginning of a line of `raw` may be a bullet."""
    return _OUTER.search(raw) is not None and _WORD.search(raw) is None


def hollowed(draft: Draft) -> str:
    """The raw text of `draft` with the letters that are marks of items as bullets; line numbers stay."""
    if not has_hollow_bullets(draft.raw):
        return draft.raw
    lines = draft.raw.split("\n")
    for at, line in enumerate(lines):
        found = _MARK.match(line)
        if found and (len(found[1]) >= _INSET or _opens(lines, at)):
            lines[at] = found[1] + _HOLLOW + line[found.end() :]
            draft.ledger.respelled.append(Respelled(at + 1, ("o",), (), _REASON))
    return "\n".join(lines)


def _opens(lines: list[str], at: int) -> bool:
    """Whether nothing stands above, or another such item."""
    above = lines[at - 1].strip() if at else ""
    return not above or above.startswith(_HOLLOW)
