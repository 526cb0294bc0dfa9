"""Rules that only mark a page's foot: taken out where notes stood, kept where they divide the text.

In: a draft whose notes are out of the flow. Out: the same without stray thematic breaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from octavo.importing.choices import choose, remove
from octavo.importing.draft import ATOM, Block, Draft, Kind, atom_index, settle_atoms, visible


def drop_rules(draft: Draft) -> Draft:
    """A rule next to notes, furniture, a page end or the end of the text divides nothing."""
    kept = []
    blocks = [block for block in draft.blocks if block.kind is not Kind.PAGE]
    for index, block in enumerate(blocks):
        if _is_lone_sign(block, draft):
            remove(
                draft,
                block.line,
                settle_atoms(block.text, draft.atoms),
                "sign that a converter sets over notes",
            )
            continue
        if block.kind is not Kind.RULE:
            kept.append(block)
            continue
        after = blocks[index + 1] if index + 1 < len(blocks) else None
        stray = after is None or after.after_note or after.after_page or block.after_note or not index
        cut = not stray and _cuts(kept, after)
        # A foot has notes below its rule; one alone before a heading may close a chapter.
        closes = after is not None and after.kind is Kind.HEAD and not (after.after_note or block.after_note)
        confidence = 0.75 if closes or not (stray or cut) else 0.9 if stray else 0.85
        choice = choose(
            draft,
            kind="rule",
            line=block.line,
            default="remove" if stray or cut else "keep",
            options=("remove", "keep"),
            why=(
                "notes or a page end stand next to it"
                if stray
                else "in mid-sentence"
                if cut
                else "it divides the text",
                confidence,
                _passage(kept, after),
            ),
        )
        if choice == "keep":
            kept.append(block)
            continue
        remove(draft, block.line, "---", "rule of the page's foot")
        if index + 1 < len(blocks):
            blocks[index + 1] = replace(blocks[index + 1], after_note=True)
    return replace(draft, blocks=tuple(kept))


def _cuts(before: Sequence[Block], after: Block | None) -> bool:
    """Whether a rule stands in mid-sentence: no heading before it and no list or quotation after it."""
    goes_on = after is not None and after.kind is Kind.PARA and not after.path and after.text[:1].islower()
    return goes_on and bool(before) and before[-1].kind is not Kind.HEAD


def _is_lone_sign(block: Block, draft: Draft) -> bool:
    """``[^0]`` alone in a paragraph calls nothing: so Mistral's OCR marks the foot of a page."""
    found = ATOM.fullmatch(block.text.strip())
    return block.kind is Kind.PARA and found is not None and draft.atoms[atom_index(found)].kind == "ref"


def _passage(before: Sequence[Block], after: Block | None) -> str:
    """The words before and after a rule."""
    left = visible(before[-1].text[-80:])[-50:] if before else ""
    return f"{left} ⏎ {visible(after.text[:80])[:50] if after else ''}"
