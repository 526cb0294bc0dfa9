"""Notes put back: the bodies leave the flow of the text, their calls become ``[^n]`` atoms.

In: a draft with canonical inline text. Out: the draft with `notes` in order of call; calls with
no body stay superscripts, bodies with no call stay paragraphs, both reported.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from octavo.importing.choices import choose, line_at, remove, report
from octavo.importing.continuing import continuations, doubts, judge_end, unfinished
from octavo.importing.dividing import Edit, divide, doubled_sign
from octavo.importing.draft import (
    ATOM,
    Atom,
    Block,
    Draft,
    Kind,
    atom_index,
    atom_sign,
    settle_atoms,
    visible,
)
from octavo.importing.feet import alike, in_order, one_form
from octavo.importing.filling import fill, with_defined
from octavo.importing.literature import NOTES_HEADING, without_literature
from octavo.importing.lone import ORPHAN, STRONG, mark_lone
from octavo.importing.marks import Body, Mark, bodies, marks
from octavo.importing.matching import Pair, next_label, pairs, pruned, without_doubles
from octavo.importing.result import Respelled
from octavo.importing.weighing import weighed

__all__ = [
    "Edit",
    "continuations",
    "drop_notes_headings",
    "judge_end",
    "place_notes",
    "settle_atoms",
    "unfinished",
]


def place_notes(draft: Draft) -> Draft:
    """The rule: find, match, take out, number."""
    found_marks, found_bodies = _candidates(draft)
    first = pairs(found_marks, found_bodies)
    found_bodies, printed = in_order(alike(found_bodies, first, draft.blocks), draft.blocks)
    chosen = pruned(pairs(found_marks, found_bodies))
    chosen = without_doubles(fill(chosen, found_marks, found_bodies))
    chosen = with_defined(chosen, found_marks, found_bodies)
    chosen = tuple(replace(pair, body=printed.get(pair.body.position, pair.body)) for pair in chosen)
    draft = mark_lone(draft, chosen, found_bodies)
    chosen = _obey(draft, _apart(chosen))
    return _apply(draft, chosen, found_marks, tuple(printed.get(b.position, b) for b in found_bodies))


def _candidates(draft: Draft) -> tuple[tuple[Mark, ...], tuple[Body, ...]]:
    """Candidates, weighed for this document."""
    all_marks, all_bodies = marks(draft.blocks, draft.atoms), bodies(draft.blocks, draft.atoms)
    # The title is a fact of the front matter: no call can stand there.
    all_marks = tuple(mark for mark in all_marks if draft.blocks[mark.block].hint != "title")
    all_bodies = tuple(body for body in all_bodies if draft.blocks[body.block].hint != "title")
    all_marks, all_bodies = without_literature(all_marks, all_bodies, draft.blocks, draft.atoms)
    told = _told(all_marks, all_bodies)
    if told:
        return told
    return weighed(all_marks, all_bodies, draft.blocks), one_form(all_bodies, all_marks, draft.blocks)


def _told(
    all_marks: Sequence[Mark], all_bodies: Sequence[Body]
) -> tuple[tuple[Mark, ...], tuple[Body, ...]] | None:
    """Where every ``[^n]`` has its definition and every definition its call, nothing else is a note."""
    calls = tuple(mark for mark in all_marks if mark.form == "ref")
    texts = tuple(body for body in all_bodies if body.form == "definition")
    same = {mark.label for mark in calls} == {body.label for body in texts}
    other = {body.label for body in all_bodies if body.form == "sup"}
    mixed = any(mark.form == "sup" and mark.weight >= STRONG and mark.label in other for mark in all_marks)
    return (calls, texts) if texts and same and not mixed else None


def _obey(draft: Draft, chosen: Sequence[Pair]) -> tuple[Pair, ...]:
    kept = []
    unsure = doubts(draft.blocks, chosen)
    calls: dict[int, list[Mark]] = defaultdict(list)
    for pair in chosen:
        calls[pair.mark.block].append(pair.mark)
    for pair in chosen:
        doubt, most = unsure.get(pair.body.position, ("", 1.0))
        line = line_at(draft.blocks[pair.mark.block], pair.mark.start)
        evidence = pair.evidence + (f"; where it ends is not sure: {doubt}" if doubt else "")
        choice = choose(
            draft,
            kind="note",
            line=line,
            default="note",
            options=("note", "text"),
            why=(
                evidence,
                min(pair.confidence, most, _placed(draft, pair.mark)),
                _around(draft, pair.mark, calls[pair.mark.block]),
            ),
        )
        if choice == "note":
            kept.append(pair)
    return tuple(kept)


def _placed(draft: Draft, mark: Mark) -> float:
    """How sure the place of a call can be.

    Plain text without pages has raised signs in lines of their own, put back where the widths say.
    """
    loose = draft.family == "plain" and "\f" not in draft.raw
    return 0.79 if loose and mark.form == "glued" else 1.0


def _around(draft: Draft, mark: Mark, calls: Sequence[Mark]) -> str:
    """The words before and after a call, as they will read: no other call among them."""
    block = draft.blocks[mark.block]
    before, after = block.text[: mark.start], block.text[mark.end : mark.end + 40]
    for other in sorted(calls, key=lambda call: -call.start):
        if max(0, mark.start - 120) < other.start < mark.start:
            before = before[: other.start] + before[other.end :]
    before = visible(settle_atoms(before[-120:], draft.atoms))[-50:]
    if block.kind is Kind.TABLE:
        before, after = before.rpartition("|")[2], after.partition("|")[0]
    return before.strip() + " ⟨•⟩ " + visible(settle_atoms(after, draft.atoms)).strip()[:30]


def _apply(
    draft: Draft, chosen: Sequence[Pair], all_marks: Sequence[Mark], all_bodies: Sequence[Body]
) -> Draft:
    atoms = list(draft.atoms)
    edits: dict[int, list[Edit]] = defaultdict(list)
    by_body: dict[int, int] = {}
    for number, pair in enumerate(chosen, start=1):
        mark, body = pair.mark, pair.body
        atoms.append(Atom("call", f"[^{number}]", str(number)))
        edits[mark.block].append((mark.start, mark.end, atom_sign(len(atoms) - 1)))
        by_body[body.position] = number
        _book(draft, draft.blocks[mark.block], mark.start, mark.end, "note sign of a call", label=mark.label)
        _book(
            draft,
            draft.blocks[body.block],
            body.start,
            body.text_start,
            "note sign of a body",
            label=body.label,
        )
        doubled = doubled_sign(draft.blocks[body.block], body)
        if doubled:
            remove(draft, draft.blocks[body.block].line, doubled, "number of an item that is a note")
    _report(draft, chosen, all_marks, all_bodies)
    flow, notes = divide(draft.blocks, chosen, edits, by_body)
    return replace(draft, blocks=flow, notes=notes, atoms=tuple(atoms))


def _book(draft: Draft, block: Block, start: int, end: int, reason: str, *, label: str = "") -> None:
    """Write down that a note's sign is gone; where it was glued to a number, how that reads now."""
    text = block.text
    line = line_at(block, start)
    sign = text[start:end] if end > start else label
    left = re.search(r"\d*\Z", text[:start])
    right = re.match(r"\d*", text[end:])
    digits = re.sub(r"\D", "", sign)
    before = left[0] if left and sign[:1].isdigit() else ""
    after = right[0] if right and end > start and sign[-1:].isdigit() else ""
    if ATOM.search(sign) or not (before or after):
        atom = ATOM.search(sign)
        remove(draft, line, draft.atoms[atom_index(atom)].label if atom else digits or label, reason)
        return
    rest = tuple(piece for piece in (before, after) if piece)
    draft.ledger.respelled.append(Respelled(line, (before + digits + after,), rest, reason))


def _report(
    draft: Draft, chosen: Sequence[Pair], all_marks: Sequence[Mark], all_bodies: Sequence[Body]
) -> None:
    used = {pair.mark.position for pair in chosen}
    taken = {pair.body.block for pair in chosen}
    told: set[int] = set()
    for mark in all_marks:
        if (
            mark.position in used
            or mark.form not in ("sup", "ref")
            or mark.weight < 3.5
            or mark.block in taken
        ):
            continue
        message = f"call {mark.label!r} has no note text; it is kept as a superscript"
        line = line_at(draft.blocks[mark.block], mark.start)
        report(draft, "I-020", line, message, "Add the note, or leave the superscript.")
    for body in all_bodies:
        lone = draft.blocks[body.block].hint == ORPHAN and body.block not in told
        if body.block in taken or not (lone or (body.weight >= STRONG and body.form != "item")):
            continue
        told.add(body.block)
        message = f"note text {body.label!r} has no call; it is kept as a paragraph"
        line = line_at(draft.blocks[body.block], body.start)
        report(draft, "I-021", line, message, "Find the place of its call.")
        if body.form == "definition":
            remove(draft, line, body.label, "label of a note text that nothing calls")
    for before, after in pairwise(chosen):
        first, second = before.body.label, after.body.label
        if first.isdigit() and second.isdigit() and int(second) > int(first) + 1:
            many = int(second) > int(first) + 2
            missing = f"{int(first) + 1}–{int(second) - 1}" if many else next_label(first)
            line = line_at(draft.blocks[after.mark.block], after.mark.start)
            message = f"note {missing} was not found between notes {first} and {second}"
            report(draft, "I-022", line, message, "Look for its text and its call.")


def _apart(chosen: Sequence[Pair]) -> tuple[Pair, ...]:
    """Pairs whose signs share no character: where two readings of one place do, the first stands."""
    taken: set[tuple[int, int]] = set()
    out: list[Pair] = []
    for pair in sorted(chosen, key=lambda pair: pair.mark.position):
        mark, body = pair.mark, pair.body
        call = {(mark.block, at) for at in range(mark.start, mark.end)}
        text = {(body.block, at) for at in range(body.start, body.text_start)}
        if not call & text and not (call | text) & taken:
            taken |= call | text
            out.append(pair)
    return tuple(out)


def drop_notes_headings(draft: Draft) -> Draft:
    """A heading *Notes* that has nothing under it once the notes are taken out."""
    if not draft.notes or not draft.blocks:
        return draft
    solid = [b for b in draft.blocks if b.kind not in (Kind.PAGE, Kind.RULE)]
    empty = {
        id(block)
        for block, after in zip(solid, [*solid[1:], None], strict=bool(solid))
        if NOTES_HEADING.fullmatch(visible(block.text).strip(" :"))
        and (after is None or after.kind is Kind.HEAD)
    }
    for block in draft.blocks:
        if id(block) in empty:
            remove(draft, block.line, visible(block.text), "heading of the notes")
    return replace(draft, blocks=tuple(block for block in draft.blocks if id(block) not in empty))
