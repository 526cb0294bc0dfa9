"""Two notes that one word calls, whose numbers ran together: ``the 1960s45`` calls notes 4 and 5.

In: a draft whose notes are still in its flow. Out: the draft in which such a number is two signs, where the
call before is note 3, the one after note 6, and the texts of notes 4 and 5 are there. Printers set the two
numbers side by side; a comma or a space between them is too small for most converters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from octavo.importing.draft import ATOM, Atom, Draft, atom_index, atom_sign
from octavo.importing.marks import Mark, bodies, marks

_NEAR: Final = 4
"""Marks before and after in which the neighbouring numbers must be found: some are no calls."""
_FORMS: Final = ("sup", "glued")
_KEPT: Final = 3
"""Raised numbers from where on a text keeps them: what is glued there is no call."""
_STRENGTH: Final = 2.2


def part_twins(draft: Draft) -> Draft:
    """The rule: a number that can only be two numbers in a row is two signs."""
    found = [mark for mark in marks(draft.blocks, draft.atoms) if mark.label.isdigit() and mark.weight > 0]
    if not any(_halves(mark.label) for mark in found):
        return draft
    labels = frozenset(body.label for body in bodies(draft.blocks, draft.atoms))
    kept = sum(mark.form == "sup" for mark in found) >= _KEPT
    twins: dict[int, list[Mark]] = defaultdict(list)
    for at, mark in enumerate(found):
        if mark.form in (("sup",) if kept else _FORMS) and _is_twin(found, at, labels):
            twins[mark.block].append(mark)
    atoms, blocks = list(draft.atoms), list(draft.blocks)
    for block, mine in twins.items():
        text = blocks[block].text
        for mark in reversed(mine):
            text = text[: mark.start] + _signs(mark, text, atoms) + text[mark.end :]
        blocks[block] = replace(blocks[block], text=text)
    return replace(draft, blocks=tuple(blocks), atoms=tuple(atoms))


def _halves(label: str) -> tuple[str, str] | None:
    """``45`` -> 4, 5; ``910`` -> 9, 10."""
    cut = len(label) // 2
    first, second = label[:cut], label[cut:]
    return (first, second) if cut and int(second) == int(first) + 1 else None


def _is_twin(found: Sequence[Mark], at: int, labels: frozenset[str]) -> bool:
    halves = _halves(found[at].label)
    if halves is None or not labels >= set(halves):
        return False
    before = {mark.label for mark in found[max(0, at - _NEAR) : at]}
    after = {mark.label for mark in found[at + 1 : at + 1 + _NEAR]}
    number, first, second = int(found[at].label), int(halves[0]), int(halves[1])
    opens = first == 1 and found[at].form == "sup" and not before & {str(first), str(second)}
    follows = str(first - 1) in before or opens
    goes_on = str(second + 1) in after or not found[at + 1 :] or "1" in after
    expected = str(number - 1) in before or str(number + 1) in after
    return follows and goes_on and not expected


def _signs(mark: Mark, text: str, atoms: list[Atom]) -> str:
    """The signs of the two calls; what is not found to be a call is written as it was."""
    whole = ATOM.fullmatch(text[mark.start : mark.end])
    old = atoms[atom_index(whole)] if whole else None
    out = ""
    for half in _halves(mark.label) or ():
        written, strength = (f"^{half}^", old.strength) if old else (half, _STRENGTH)
        atoms.append(Atom("sup", written, half, strength))
        out += atom_sign(len(atoms) - 1)
    return out
