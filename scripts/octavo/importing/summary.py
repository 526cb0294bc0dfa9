"""Abstract and key words: copied into the front matter, where records look; the text keeps them.

In: a draft whose paragraphs are whole. Out: the draft with ``abstract`` and ``keywords`` among its facts,
where the text has them under a name of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from octavo.importing.choices import choose
from octavo.importing.draft import ATOM, Block, Draft, Kind, atom_index, visible, without_atoms

_ZONE: Final = 24
"""Blocks from the start of a text in which its summary stands."""
_LEAST: Final = 30
"""Letters of the shortest abstract."""
_MOST: Final = 4
"""Paragraphs of the longest."""
_NAMES: Final = (
    r"abstract|summary|executive summary|résumé|resumen|riassunto|sommario|zusammenfassung|kurzfassung"
    r"|übersicht|초록|국문초록|요약|국문요약|摘要|要旨"
)
LABEL: Final = re.compile(rf"(?:{_NAMES})\s*[:.]?", re.I)
_RUN_IN: Final = re.compile(rf"(?:{_NAMES})\s*[:.—–-]\s*(?=\S)", re.I)
_KEY: Final = (
    r"(?:key ?words(?: and phrases)?|index terms|schlagwörter|schlüsselwörter"
    r"|mots[- ]cl[ée]s|parole chiave|palabras clave|주제어|핵심어|키워드|关键词|キーワード)\s*[:.—–-]\s*"
)
_KEYWORDS: Final = re.compile(rf"(?:^|(?<=[.!?。] )){_KEY}(.+)", re.I | re.DOTALL)
KEYWORDS_LABEL: Final = re.compile(rf"(?<![^\s]){_KEY}(?=\S)", re.I)
"""The name of the key words, wherever it stands."""


def find_summary(draft: Draft) -> Draft:
    """The rule: what stands under ``Abstract`` and behind ``Keywords``, in any of several languages."""
    flow = [block for block in draft.blocks if block.kind is not Kind.PAGE]
    edge = [*flow[:_ZONE], *flow[_ZONE:][-8:]]
    facts = []
    lines = [_words(_written(draft, block)) for block in edge if block.kind is Kind.PARA]
    keywords = next((found[1] for line in lines if (found := _KEYWORDS.search(line))), "")
    if keywords:
        facts.append(("keywords", keywords.strip(" .")))
    at, words = _abstract([_written(draft, block) for block in flow[: _ZONE + _MOST]])
    if words:
        choice = choose(
            draft,
            kind="front",
            line=flow[at].line,
            default="abstract",
            options=("abstract", "text"),
            why=("stands under the name of an abstract", _sure(draft, flow, at, words), words[:80]),
        )
        if choice == "abstract":
            facts.append(("abstract", words))
    return replace(draft, front=(*draft.front, *facts))


def _sure(draft: Draft, flow: Sequence[Block], at: int, found: str) -> float:
    """A summary may be a chapter; where it ends only line ends tell in plain text.

    In a line that a converter ran together and a rule parted nothing tells it; and a second paragraph
    below it may be a notice of the publisher's.
    """
    block = flow[at]
    shared = sum(other.line == block.line for other in flow[max(0, at - 1) : at + 2]) > 1
    first = _words(_written(draft, flow[at + 1])) if LABEL.fullmatch(_words(block)) else found
    several = len(found) > len(first)
    unsure = shared or several or draft.family == "plain" or "summary" in _words(block)[:24].lower()
    return 0.75 if unsure else 0.85


def _abstract(flow: Sequence[Block]) -> tuple[int, str]:
    """(where its label stands, its words)."""
    for index, block in enumerate(flow[:_ZONE]):
        words = _words(block)
        if LABEL.fullmatch(words):
            found = _under(flow[index + 1 :])
        else:
            run_in = _RUN_IN.match(words) if block.kind is Kind.PARA else None
            found = words[run_in.end() :] if run_in else ""
        if len(found) >= _LEAST:
            return index, found
    return 0, ""


def _under(after: Sequence[Block]) -> str:
    """The paragraphs under a label, up to the next heading or the key words; one where neither comes."""
    paragraphs: list[str] = []
    for block in after:
        words = _words(block)
        keywords = _KEYWORDS.search(words)
        if block.kind is not Kind.PARA or block.path or keywords:
            if paragraphs and paragraphs[-1].endswith(":"):
                return ""  # it goes on in a list: a chapter, not an abstract
            return " ".join([*paragraphs, words[: keywords.start()]] if keywords else paragraphs).strip()
        if len(paragraphs) == _MOST:  # no end in sight: this is the text already
            break
        paragraphs.append(words)
    return paragraphs[0] if paragraphs else ""


def _written(draft: Draft, block: Block) -> Block:
    """The block with the letters that are raised in it: ``XVIIIe``, without the notes it calls."""

    def shown(found: re.Match[str]) -> str:
        atom = draft.atoms[atom_index(found)]
        return "" if atom.kind == "call" else atom.written

    return replace(block, text=ATOM.sub(shown, block.text))


def _words(block: Block) -> str:
    return " ".join(visible(without_atoms(block.text)).split())
