"""What the page anchors of a converter lead to: a note's text, or anything else.

In: the raw text. Out: for each ``<span id="page-4-0">`` the labels of the notes that begin behind it,
each with how much a link that leads there speaks for a call.
Marker writes the links of a PDF so: the call of a note, a citation, ``Section 3`` and a year in an
author-date citation look alike (``[3](#page-4-0)``); only what stands at the other end tells them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

_ANCHORS: Final = re.compile(r"(?:<span id=[\"'](page-\d{1,5}-\d{1,5})[\"']></span>\s{0,3})+")
_ANCHOR: Final = re.compile(r"id=[\"'](page-\d{1,5}-\d{1,5})[\"']")
_BEFORE_SIGN: Final = re.compile(r"(?:[-*>+]\s+|#{1,6}\s+|<span[^<>]{0,60}></span>\s*)+")
_CERTAIN: Final = 5.0
_PLAIN: Final = 3.5
"""An entry of a list may be a note as well as literature."""
_REACH: Final = 3000
"""Characters behind an anchor in which the notes of one paragraph are sought."""
_RAISED: Final = re.compile(
    r"<sup>(?:&(?:amp;)?</sup>lt;sup>)?\s*(?:<[^<>]{1,20}>|[*_\\(\[])*\s*(\d{1,4}|[a-z]|[*∗†‡§¶‖#]{1,4})\s*[*_\\.)\]]*\s*</"
)
_OPENING: Final = re.compile(r"(?:[-*>+]\s+|#{1,6}\s+)*[*_]{0,3}[(\[]?(\d{1,4}|[*∗†‡§¶‖]{1,3})(?!\.\d|[\d%])")


def notes_behind(raw: str) -> Mapping[str, Mapping[str, float]]:
    """Anchor -> labels that open the paragraph behind it or the next one, raised ones anywhere in it."""
    out: dict[str, dict[str, float]] = {}
    for run in _ANCHORS.finditer(raw):
        labels = dict(_labels(raw, run))
        for name in _ANCHOR.findall(run[0]):
            out.setdefault(name, {}).update(labels)
    return out


def _labels(raw: str, run: re.Match[str]) -> Iterator[tuple[str, float]]:
    before = raw[raw.rfind("\n", 0, run.start()) + 1 : run.start()]
    here, after = _paragraphs(raw, run.end())
    opens = re.fullmatch(r"[\s>*+#-]*(?:<sup>\s*)?", before) is not None
    for text in (here, after) if opens else (after,):
        first = _OPENING.match(text)
        if first:
            yield first[1].replace("∗", "*"), _PLAIN
    following = _RAISED.match(_BEFORE_SIGN.sub("", after))
    for found in (*_RAISED.finditer(here), *([following] if following else ())):
        yield found[1].replace("∗", "*"), _CERTAIN


def _paragraphs(raw: str, at: int) -> tuple[str, str]:
    """The paragraph at `at` and the one after it."""
    pieces = re.split(r"\n[ \t]*\n", raw[at : at + _REACH].lstrip("\n"), maxsplit=2)
    return pieces[0], pieces[1][:200] if len(pieces) > 1 else ""
