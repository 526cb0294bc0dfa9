"""True texts: Markdown with real notes in, varied papers out.

`varied` takes the paragraphs and notes of a true text and gives it what papers have and old prose
lacks: numbered sections, ordinals, units, sums, lists, quotations, a table. Deterministic by seed.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace
from typing import Final

from benchmarks.importing.paper import Paper, shifted

_NOUNS: Final = [
    "trade",
    "labour",
    "finance",
    "diplomacy",
    "security",
    "memory",
    "reform",
    "language",
    "evidence",
    "method",
    "tariffs",
    "credit",
    "settlement",
    "industry",
    "population",
    "belief",
    "habit",
]
_HEADS: Final = (
    "The Origins of {0} and {1}",
    "{0}: A Reconsideration",
    "Why {0} Matters",
    "From {0} to {1}",
    "Limits of the Present {0} Policy",
    "{0} in Comparative Perspective",
    "Evidence on {0}",
    "The Case of {0}",
    "{0} and its Critics",
    "Implications for {0}",
)
_EXTRA: Final = (
    "On the 3^rd^ of May the 2^nd^ committee met for the 21^st^ time, "
    "and by the end of the 19^th^ century little had changed.",
    "The plot measured 12 km^2^, of which 300 m^2^ were covered, "
    "and the sum agreed was \\$4.5 million, or about 12% of the total.",
    "It cost \\$300 in 1953 and \\$1,250 in 1968; the well-known figures of 1971 are lower.",
    "The so-called long-term plan was half-finished when the self-appointed board "
    "dissolved in the U.S. and elsewhere.",
)
_CITES: Final = (
    "Ibid.",
    "Ibid., {0}.",
    "See {1}, *{2}*, {0}.",
    "{1}, “{2},” *Journal of {3}* {4}, no. {5} ({6}): {0}.",
    "{1}, *{2}* (London: Macmillan, {6}), {0}.",
    "Cf. {1} ({6}), who takes another view of the matter; "
    "the figures in his second table do not agree with those of the first.",
    "Letter to {1}, {5} May {6}.",
    "For a different reading see the discussion in chapter {5} below.",
    "{6} figures.",
    "https://example.org/report-{4}.pdf (accessed {5} June 2021).",
)
_PEOPLE: Final = [
    "Smith",
    "Brown",
    "Okafor",
    "Lindqvist",
    "Moreau",
    "Haruki",
    "Petrov",
    "Whitfield",
    "O’Neill",
    "Garcia",
]


def varied(paper: Paper, seed: int) -> Paper:
    """`paper` with sections, lists, a table and notes of a modern kind."""
    rng = random.Random(seed)
    style = rng.choice(("decimal", "roman", "plain", "decimal", "deep"))
    # Where the text has its own headings they stay and nothing is put between.
    blocks: list[str] = []
    notes: list[str] = []
    count, section, sub = 0, 0, 0
    for block in paper.blocks:
        if block.startswith("#"):
            continue
        if count % rng.randint(3, 5) == 0:
            head, section, sub = _heading(rng, style, section, sub)
            blocks.append(head)
        count += 1
        blocks.append(_renoted(rng, _spiced(rng, block), paper, notes))
        if rng.random() < 0.12:
            blocks.append(_structure(rng))
    author = rng.choice(("Maria T. Lindqvist", "Tom Okafor", "Lee, Min-Ho"))
    named = shifted(paper, title=_title(rng), author=author)
    return replace(named, blocks=tuple(blocks), notes=tuple(notes))


def _title(rng: random.Random) -> str:
    return rng.choice(_HEADS).format(*(word.capitalize() for word in rng.sample(_NOUNS, 2)))


def _heading(rng: random.Random, style: str, section: int, sub: int) -> tuple[str, int, int]:
    words = _title(rng)
    if section and style in ("deep", "plain") and rng.random() < 0.5:
        sub += 1
        return f"## {f'{section}.{sub} ' if style == 'deep' else ''}{words}", section, sub
    section += 1
    number = {"decimal": f"{section}. ", "deep": f"{section} ", "roman": f"{_roman(section)}. ", "plain": ""}[
        style
    ]
    return f"# {number}{words}", section, 0


def _roman(number: int) -> str:
    return ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV")[
        min(13, number - 1)
    ]


def _spiced(rng: random.Random, block: str) -> str:
    if len(block) < 300 or block[0] in ">-|#1" or rng.random() > 0.35:
        return block
    return block + " " + rng.choice(_EXTRA)


def _renoted(rng: random.Random, block: str, paper: Paper, notes: list[str]) -> str:
    """Keep the text's own notes and set more of the modern kind at ends of sentences."""

    def keep(found: re.Match[str]) -> str:
        notes.append(paper.notes[int(found[1]) - 1])
        return f"[^{len(notes)}]"

    pieces = re.split(r"(?<=[a-z][.,;])(?= [A-Za-z])", block) if block[0] not in ">|#" else [block]
    out = []
    for piece in pieces:
        piece = re.sub(r"\[\^(\d+)\]", keep, piece)
        if rng.random() < 0.09 and not piece.endswith("]") and len(pieces) > 2:
            notes.append(_citation(rng))
            piece += f"[^{len(notes)}]"
        out.append(piece)
    return "".join(out)


def _citation(rng: random.Random) -> str:
    return rng.choice(_CITES).format(
        rng.randint(2, 480),
        rng.choice(_PEOPLE),
        _title(rng),
        rng.choice(_NOUNS).capitalize(),
        rng.randint(2, 60),
        rng.randint(1, 12),
        rng.randint(1921, 2015),
    )


def _structure(rng: random.Random) -> str:
    kind = rng.choice(("list", "numbers", "quote", "table"))
    words = [
        f"the {rng.choice(_NOUNS)} of the {rng.choice(_NOUNS)}, "
        f"which was settled in {rng.randint(1900, 1999)}"
        for _ in range(4)
    ]
    if kind == "list":
        return "\n".join(f"- {word}" for word in words)
    if kind == "numbers":
        return "\n".join(f"{n}.  {word}" for n, word in enumerate(words, start=1))
    if kind == "quote":
        return "> It is not " + ", nor ".join(words) + ", that concerns us here, but the whole of the matter."
    rows = "\n".join(
        f"| {rng.choice(_NOUNS)} | {rng.randint(3, 900)} | {rng.randint(1900, 1999)} |" for _ in range(4)
    )
    return f"| Item | Number | Year |\n| --- | --- | --- |\n{rows}"
