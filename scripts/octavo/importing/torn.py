"""Text whose columns a converter ran into each other, line by line.

In: a draft. Out: the draft, marked as torn where that shows, with a finding. Where lines of two columns
alternate, the halves of broken words part company: the second half at hand is a word of its own (``some-``,
``think``). In text as it was printed that is rare.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from octavo.importing import hyphens
from octavo.importing.choices import report
from octavo.importing.draft import Block, Draft, Kind

_STRANGE: Final = 6
_SHARE: Final = 10
"""Halves that do not fit, and which part of all they must be at least. Counted over the develop corpora:
two texts that ran together have an eighth to a half of such halves, others a twentieth at most."""


def mark_torn(draft: Draft) -> Draft:
    """The rule: count the broken words whose halves do not fit."""
    if not _is_torn(draft.blocks):
        return draft
    message = "lines of two columns seem to run into each other"
    hint = "Convert the document again with another converter, or look at every paragraph."
    report(draft, "I-012", draft.blocks[0].line, message, hint)
    return replace(draft, torn=True)


def _is_torn(blocks: Sequence[Block]) -> bool:
    fits = tuple(_halves(blocks))
    strange = fits.count(False)
    return strange >= _STRANGE and strange * _SHARE >= len(fits)


def _halves(blocks: Sequence[Block]) -> Iterator[bool]:
    """For every word that a line end broke, whether its halves can belong together."""
    words = hyphens.vocabulary(blocks)
    for block in blocks:
        for found in hyphens.BREAK.finditer(block.text) if block.kind is Kind.PARA else ():
            left, sign, right = found[1].lower(), found[2][0], found[3].lower()
            if sign != "-" or "\n" in found[0]:
                known = words[left + right] or words[f"{left}-{right}"] or hyphens.is_suspended(right)
                yield bool(known or not words[right])
