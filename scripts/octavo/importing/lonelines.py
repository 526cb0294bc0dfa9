"""Headings that a converter left as plain lines.

In: a draft of Markdown whose notes and furniture are out of the flow. Out: the draft in which a short
line that stands alone between paragraphs is a heading. A converter tells headings by the size of
their type: what is set in the size of the text, or stands at a page's edge, it writes as a line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from octavo.importing.choices import choose
from octavo.importing.dates import find_date
from octavo.importing.draft import ATOM, Block, Draft, Kind, visible, without_atoms
from octavo.importing.furniture import normal
from octavo.importing.numbering import number_kind
from octavo.importing.runin import is_titled

_LONGEST: Final = 120
_MOST_WORDS: Final = 16
_TEXT: Final = 80
"""Letters from where on a paragraph is running text."""
_NO_HEADING: Final = re.compile(
    r"^(?:table|fig(?:ure|\.)?|tab\.|abb\.|abbildung|tabelle|tableau|source|표|그림)\b"
    r"|^[^\W\d]{1,14}: |\w \w+ \w+[.?!] \w",
    re.I,
)
"""A caption, a speaker, more than one sentence."""


def lone_headings(draft: Draft) -> Draft:
    """The rule: where headings are marked, a short line alone before running text is one that is not."""
    blocks = draft.blocks
    first = next((at for at, block in enumerate(blocks) if _is_marked(block)), None)
    if draft.family != "markdown" or first is None or not _tells_by_size(draft.raw):
        return draft
    known = {normal(without_atoms(value)) for _, value in draft.front}
    known.update(normal(without_atoms(block.text)) for block in blocks if block.kind is Kind.HEAD)
    faces = {_face(block) for block in blocks if _is_marked(block)}
    out = list(blocks)
    for at in range(len(blocks) - 1, first, -1):
        line = " ".join(visible(without_atoms(blocks[at].text)).split())
        if (
            _is_line(blocks[at], line)
            and _face(blocks[at]) in faces
            and normal(line) not in known
            and _may_follow(blocks, at)
            and _opens(out, at)
            and _agreed(draft, blocks[at], line)
        ):
            out[at] = replace(blocks[at], kind=Kind.HEAD, level=0, raw_level=0, hint="lone")
    return replace(draft, blocks=tuple(out))


def _tells_by_size(raw: str) -> bool:
    """Whether the converter is one that tells headings by size: it ends what it writes with a blank."""
    lines = [line for line in raw.split("\n") if line.strip()]
    return 2 * sum(line.endswith(" ") for line in lines) > len(lines)


def _is_marked(block: Block) -> bool:
    return block.kind is Kind.HEAD and block.hint != "title"


def _face(block: Block) -> str:
    """The stars around a line: where headings are bold, one that was lost is bold as well."""
    found = re.fullmatch(r"(\*{1,3})[^*].*\1", without_atoms(block.text).strip(), re.DOTALL)
    return found[1] if found else ""


def _is_line(block: Block, line: str) -> bool:
    """A line that begins as a heading does and ends without a stop; a question may have its mark."""
    if block.kind is not Kind.PARA or block.path or block.hint or "\n" in block.text or "|" in line:
        return False
    if not 3 <= len(line) <= _LONGEST or len(line.split()) > _MOST_WORDS or line[-1] in ".,;:!—–-…":
        return False
    if sum(c.isalpha() for c in line) < max(3, len(line) // 2) or _NO_HEADING.search(line):
        return False
    return (line[0].isupper() or bool(number_kind(line)) or _is_dense(line[0])) and (
        2 * len(find_date(line)[1]) < len(line)
    )


def _is_dense(sign: str) -> bool:
    """A letter of a script without capitals."""
    return sign.isalpha() and sign.lower() == sign.upper()


def _may_follow(blocks: Sequence[Block], at: int, *, deep: int = 2) -> bool:
    """Whether what stands before ends: a paragraph with its stop, a table, another such line.

    Right below a marked heading a line without a number is a subtitle, a motto, an address.
    """
    near = (place for place in range(at - 1, max(-1, at - 4), -1))
    before = next((place for place in near if blocks[place].kind not in (Kind.PAGE, Kind.RULE)), None)
    if before is None:
        return False
    block = blocks[before]
    if block.kind is not Kind.PARA:
        return block.kind is not Kind.HEAD or bool(number_kind(blocks[at].text))
    text = visible(ATOM.sub("", block.text)).rstrip()
    if len(text) < _TEXT and deep > 1:
        return _is_line(block, text) and _may_follow(blocks, before, deep=deep - 1)
    return len(text) >= _TEXT and text.rstrip("”’\"')»")[-1:] in ".?!…。" and not block.path


def _opens(blocks: Sequence[Block], at: int) -> bool:
    """Whether running text follows, or another heading that was found so."""
    after = next((b for b in blocks[at + 1 : at + 4] if b.kind not in (Kind.PAGE, Kind.RULE)), None)
    if after is None:
        return False
    if after.kind is Kind.HEAD:
        return after.hint == "lone"
    words = visible(without_atoms(after.text)).lstrip()
    return after.kind is Kind.PARA and not after.path and len(words) >= _TEXT and not words[:1].islower()


def _agreed(draft: Draft, block: Block, line: str) -> bool:
    titled = is_titled(line)
    evidence = "a short line alone before running text" + (", in title case" if titled else "")
    confidence = 0.7 if titled else 0.6
    options = ("heading", "paragraph")
    why = (evidence, confidence, line[:80])
    choice = choose(draft, kind="heading", line=block.line, default="heading", options=options, why=why)
    return choice == "heading"
