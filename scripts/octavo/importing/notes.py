"""Notes put back: the bodies leave the flow of the text, their calls become ``[^n]`` atoms.

In: a draft with canonical inline text. Out: the draft with `notes` in order of call; calls with
no body stay superscripts, bodies with no call stay paragraphs, both reported.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from octavo.importing.choices import choose, line_at, remove, report
from octavo.importing.draft import (
    ATOM,
    Atom,
    Block,
    Draft,
    Kind,
    atom_index,
    atom_sign,
    visible,
    without_atoms,
)
from octavo.importing.marks import Body, Mark, bodies, marks
from octavo.importing.matching import Pair, next_label, pairs, pruned
from octavo.importing.result import Respelled

Edit = tuple[int, int, str]
_STRONG: Final = 3.3
_MOST_TOLD: Final = 300
"""So many orphans are told one by one; of more, only the number."""
_NOTES_HEADING: Final = re.compile(
    r"(?:foot|end)?\s*notes?(?: and references)?|notas|anmerkungen|fu(?:ß|ss)noten|note|각주|미주|주",
    re.IGNORECASE,
)


def place_notes(draft: Draft) -> Draft:
    """The rule: find, match, take out, number."""
    found_marks, found_bodies = _candidates(draft)
    chosen = pruned(pairs(found_marks, found_bodies))
    chosen = _fill(chosen, found_marks, found_bodies)
    chosen = _obey(draft, chosen)
    return _apply(draft, chosen, found_marks, found_bodies)


def _candidates(draft: Draft) -> tuple[tuple[Mark, ...], tuple[Body, ...]]:
    """Candidates, weighed for this document: who keeps superscripts does not glue digits."""
    all_marks, all_bodies = marks(draft.blocks, draft.atoms), bodies(draft.blocks, draft.atoms)
    explicit = sum(mark.form in ("sup", "ref") for mark in all_marks)
    glued = sum(mark.form == "glued" and mark.weight >= 2 for mark in all_marks)
    starts = {body.block for body in all_bodies if body.weight >= _STRONG}
    penalty = 1.2 if explicit >= 3 and explicit * 2 > glued else 0.0
    weighed = []
    for mark in all_marks:
        weight = mark.weight
        if mark.form in ("glued", "spaced", "year", "bracket"):
            weight -= penalty + (1.0 if mark.block in starts else 0.0)
        weighed.append(replace(mark, weight=weight))
    return tuple(weighed), all_bodies


def _fill(chosen: Sequence[Pair], all_marks: Sequence[Mark], all_bodies: Sequence[Body]) -> tuple[Pair, ...]:
    """Numbers missing between two neighbours of the chain, then swapped notes."""
    out = [*chosen, *_gap_pairs(chosen, all_marks, all_bodies)]
    out.sort(key=lambda pair: pair.mark.position)
    out.extend(_lone_pairs(out, all_marks, all_bodies))
    return tuple(sorted(out, key=lambda pair: pair.mark.position))


def _gap_pairs(chosen: Sequence[Pair], all_marks: Sequence[Mark], all_bodies: Sequence[Body]) -> list[Pair]:
    """Between notes 7 and 9 even a weak 8 is note 8, if call and text stand where they must."""
    out: list[Pair] = []
    mark_places = [mark.position for mark in all_marks]
    body_places = [body.position for body in all_bodies]
    for before, after in pairwise(chosen):
        first, last = before.body.label, after.body.label
        if not (first.isdigit() and last.isdigit() and 1 < int(last) - int(first) <= 12):
            continue
        marks_here = all_marks[
            bisect_right(mark_places, before.mark.position) : bisect_left(mark_places, after.mark.position)
        ]
        bodies_here = all_bodies[
            bisect_right(body_places, before.body.position) : bisect_left(body_places, after.body.position)
        ]
        low_mark, low_body = -1, -1
        for number in range(int(first) + 1, int(last)):
            marks_fit = [m for m in marks_here if m.label == str(number) and m.position > low_mark]
            bodies_fit = [b for b in bodies_here if b.label == str(number) and b.position > low_body]
            both = [
                (m.weight + b.weight, m, b)
                for m in marks_fit
                for b in bodies_fit
                if (m.block, 0) != (b.block, b.start) and m.position < b.position
            ]
            if not both:
                continue
            weight, mark, body = max(both, key=lambda item: item[0])
            low_mark, low_body = mark.position, body.position
            signs = f"call {mark.label!r} ({mark.form}) and text ({body.form})"
            evidence = f"the one {signs} between notes {first} and {last}"
            out.append(Pair(mark, body, weight, 0.75 if weight > 1 else 0.6, evidence))
    return out


def _lone_pairs(out: Sequence[Pair], all_marks: Sequence[Mark], all_bodies: Sequence[Body]) -> list[Pair]:
    """A strong call and a strong text of one label that nothing else near by claims: swapped notes."""
    taken_marks = {pair.mark.position for pair in out}
    taken_bodies = {pair.body.position for pair in out}
    by_label: dict[str, list[Mark]] = defaultdict(list)
    for mark in all_marks:
        if mark.position not in taken_marks and mark.form in ("sup", "ref", "link", "symbol"):
            by_label[mark.label].append(mark)
    found: list[Pair] = []
    for body in all_bodies:
        if body.position in taken_bodies or body.weight < 1.5 or not by_label.get(body.label):
            continue
        near = [
            m
            for m in by_label[body.label]
            if -2500 < body.position - m.position < 9000 and m.block != body.block
        ]
        if len(near) != 1 or near[0].weight + body.weight < 3.4:
            continue
        in_order = _between(near[0], body, out)
        if not in_order and body.weight < 2.3:
            continue
        evidence = f"call {body.label!r} and text {body.label!r} are the only ones left hereabouts"
        found.append(Pair(near[0], body, near[0].weight, 0.7 if in_order else 0.55, evidence))
        by_label[body.label].remove(near[0])
        taken_bodies.add(body.position)
    return found


def _between(mark: Mark, body: Body, chain: Sequence[Pair]) -> bool:
    """Whether the pair crosses none of the pairs near by."""
    at = bisect_left(chain, mark.position, key=lambda pair: pair.mark.position)
    near = chain[max(0, at - 30) : at + 30]
    return all((mark.position < p.mark.position) == (body.position < p.body.position) for p in near)


def _obey(draft: Draft, chosen: Sequence[Pair]) -> tuple[Pair, ...]:
    kept = []
    for pair in chosen:
        line = line_at(draft.blocks[pair.mark.block], pair.mark.start)
        passage = _around(draft.blocks[pair.mark.block].text, pair.mark.start)
        choice = choose(
            draft,
            kind="note",
            line=line,
            default="note",
            options=("note", "text"),
            why=(pair.evidence, pair.confidence, passage),
        )
        if choice == "note":
            kept.append(pair)
    return tuple(kept)


def _around(text: str, at: int) -> str:
    return visible(text[max(0, at - 50) : at]).strip() + " ⟨•⟩ " + visible(text[at : at + 30]).strip()


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
        _book(draft, draft.blocks[mark.block], mark.start, mark.end, "note sign of a call")
        _book(
            draft,
            draft.blocks[body.block],
            body.start,
            body.text_start,
            "note sign of a body",
            label=body.label,
        )
    _report(draft, chosen, all_marks, all_bodies)
    flow, notes = _divide(draft.blocks, chosen, edits, by_body)
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


def _divide(
    blocks: Sequence[Block], chosen: Sequence[Pair], edits: dict[int, list[Edit]], by_body: dict[int, int]
) -> tuple[tuple[Block, ...], tuple[tuple[Block, ...], ...]]:
    """The flow without bodies, and the bodies in order of call."""
    cuts: dict[int, list[Body]] = defaultdict(list)
    for pair in chosen:
        cuts[pair.body.block].append(pair.body)
    further = continuations(blocks, chosen)
    flow: list[Block] = []
    gathered: dict[int, list[Block]] = {number: [] for number in by_body.values()}
    owner: tuple[int, int, int] | None = None  # note, box id, depth of the box that holds it
    after_note = False
    last = 0  # the note whose text the block before ended with
    for index, block in enumerate(blocks):
        mine = sorted(cuts.get(index, ()), key=lambda body: body.start)
        text = _edited(block.text, 0, len(block.text), edits[index])
        if owner and not mine and any(box.id == owner[1] for box in block.path):
            gathered[owner[0]].append(replace(block, text=text, path=block.path[owner[2] :]))
            continue
        owner = None
        if index in further:
            if block.kind is not Kind.RULE:
                gathered[by_body[further[index]]].append(replace(block, text=text))
            continue
        if not mine:
            last = 0
            flow.append(replace(block, text=text, after_note=block.after_note or after_note))
            after_note = after_note and block.kind in (Kind.PAGE, Kind.RULE)
            continue
        after_note = True
        head = _edited(block.text, 0, mine[0].start, edits[index]).strip()
        if head and last and unfinished(gathered[last][-1].text) and not head[0].isupper():
            gathered[last].append(replace(block, text=head, path=()))
        elif head:
            flow.append(replace(block, text=head, after_note=block.after_note or last > 0))
        last = by_body[mine[-1].position]
        _take_bodies(block, mine, edits[index], by_body, gathered)
        depth = _opened(block, mine[-1])
        if depth:
            owner = (by_body[mine[-1].position], block.path[depth - 1].id, depth)
    return tuple(flow), tuple(tuple(gathered[number]) for number in sorted(gathered))


def _take_bodies(
    block: Block,
    mine: Sequence[Body],
    edits: Sequence[Edit],
    by_body: dict[int, int],
    gathered: dict[int, list[Block]],
) -> None:
    """The note texts that begin in one block, each to the end or to where the next begins."""
    for body, following in zip(mine, [*mine[1:], None], strict=True):
        end = following.start if following else len(block.text)
        text = (
            _reopened(block.text[body.start : body.text_start])
            + _edited(block.text, body.text_start, end, edits).strip()
        )
        line = line_at(block, body.start)
        path = block.path[_opened(block, body) :] if _opened(block, body) else ()
        gathered[by_body[body.position]].append(replace(block, text=text, path=path, line=line))


def _reopened(sign: str) -> str:
    """Emphasis that begins before a note's sign and goes on in its text."""
    stars = re.match(r"\*+(?=\d)", sign)
    return stars[0] if stars and not sign.rstrip().endswith("*") else ""


def _opened(block: Block, body: Body) -> int:
    """How many of a block's containers end with the item or definition that is the note."""
    if body.form not in ("item", "definition"):
        return 0
    depths = (
        depth
        for depth, box in enumerate(block.path, start=1)
        if box.kind in ("note", "item") and box.marker.strip(".)") == body.label
    )
    return next(depths, len(block.path))


def continuations(blocks: Sequence[Block], chosen: Sequence[Pair]) -> dict[int, int]:
    """Blocks that go on in a note -> the position of its body.

    Sure: what stands between two bodies whose calls both come before the first of them - the foot
    of one page, or a list of notes - is note. Likely: what stands between a body and the rest of
    the paragraph that the page end cut.
    """
    order = sorted(chosen, key=lambda pair: pair.body.position)
    called = {pair.mark.block for pair in chosen}
    places = sorted(called)
    bodies_at = {pair.body.block for pair in order}
    out: dict[int, int] = {}
    for at_pair, pair in enumerate(order):
        after = order[at_pair + 1] if at_pair + 1 < len(order) else None
        first = pair.body.block
        if after is not None and after.mark.position < pair.body.position and after.body.block - first <= 40:
            between = range(first + 1, after.body.block)
            free = bisect_left(places, after.body.block) <= bisect_right(places, first)
            if free and all(blocks[at].kind not in (Kind.HEAD, Kind.PAGE) for at in between):
                out.update(dict.fromkeys(between, pair.body.position))
                continue
        limit = after.body.block if after is not None else len(blocks)
        out.update(dict.fromkeys(_until_flow(blocks, first, limit, bodies_at, called), pair.body.position))
    return out


def _until_flow(
    blocks: Sequence[Block], first: int, limit: int, bodies_at: set[int], called: set[int]
) -> range:
    """Blocks after a page's last note that stand before the rest of a cut paragraph."""
    flow = first - 1
    while flow >= 0 and (flow in bodies_at or blocks[flow].kind in (Kind.RULE, Kind.PAGE)):
        flow -= 1
    nothing = range(0)
    if flow < 0 or blocks[flow].kind is not Kind.PARA or blocks[flow].path:
        return nothing
    cut = judge_end(blocks[flow].text)
    lower = [at for at in range(first + 1, min(first + 4, limit)) if _goes_on(blocks[at])]
    if first + 1 in lower and unfinished(blocks[first].text) and (not cut or first + 2 in lower):
        return range(first + 1, first + 2)
    for at in range(first + 1, min(first + 8, limit)):
        block = blocks[at]
        if block.kind in (Kind.HEAD, Kind.PAGE) or (block.after_page and at > first + 1):
            break
        if cut and _goes_on(block):
            return range(first + 1, at)
        if at in called or block.after_page:
            break
    quoting = visible(blocks[first].text).rstrip().endswith((":", "—"))
    if quoting and first + 1 < limit and any(box.kind == "quote" for box in blocks[first + 1].path):
        return range(first + 1, first + 2)
    return nothing


def _goes_on(block: Block) -> bool:
    return block.kind is Kind.PARA and not block.path and visible(block.text)[:1].islower()


def judge_end(text: str) -> bool:
    """Whether a paragraph breaks off: it ends in a letter, a comma, a hyphen."""
    bare = visible(without_atoms(text)).rstrip()
    return bool(bare) and len(bare) > 60 and (bare[-1].isalnum() or bare[-1] in ",-‐;—–")


def unfinished(text: str) -> bool:
    """Whether a note's text breaks off: no stop at its end."""
    bare = visible(without_atoms(text)).rstrip().rstrip("\"'”’)»]")
    return bool(bare) and bare[-1] not in ".!?…:"


def _edited(text: str, start: int, end: int, edits: Sequence[Edit]) -> str:
    """`text[start:end]` with the edits that lie in it; a call stands right after its word."""
    out, at = [], start
    for first, last, instead in sorted(edits):
        if first < at or last > end:
            continue
        piece = text[at:first]
        following = text[last : last + 1]
        stripped = piece.rstrip(" ") if piece.strip() else piece
        gap = " " if stripped != piece and following and (following.isalnum() or following in "“‘(*") else ""
        out.append(stripped + instead + gap)
        at = last
    out.append(text[at:end])
    return "".join(out)


def _report(
    draft: Draft, chosen: Sequence[Pair], all_marks: Sequence[Mark], all_bodies: Sequence[Body]
) -> None:
    used = {pair.mark.position for pair in chosen}
    taken = {pair.body.block for pair in chosen}
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
        if body.block in taken or body.weight < _STRONG or body.form == "item":
            continue
        message = f"note text {body.label!r} has no call; it is kept as a paragraph"
        line = line_at(draft.blocks[body.block], body.start)
        report(draft, "I-021", line, message, "Find the place of its call.")
    for before, after in pairwise(chosen):
        first, second = before.body.label, after.body.label
        if first.isdigit() and second.isdigit() and int(second) > int(first) + 1:
            many = int(second) > int(first) + 2
            missing = f"{int(first) + 1}–{int(second) - 1}" if many else next_label(first)
            line = line_at(draft.blocks[after.mark.block], after.mark.start)
            message = f"note {missing} was not found between notes {first} and {second}"
            report(draft, "I-022", line, message, "Look for its text and its call.")


def drop_notes_headings(draft: Draft) -> Draft:
    """A heading *Notes* that has nothing under it once the notes are taken out."""
    if not draft.notes:
        return draft
    solid = [b for b in draft.blocks if b.kind not in (Kind.PAGE, Kind.RULE)]
    empty = {
        id(block)
        for block, after in zip(solid, [*solid[1:], None], strict=True)
        if _NOTES_HEADING.fullmatch(visible(block.text).strip(" :"))
        and (after is None or after.kind is Kind.HEAD)
    }
    for block in draft.blocks:
        if id(block) in empty:
            remove(draft, block.line, visible(block.text), "heading of the notes")
    return replace(draft, blocks=tuple(block for block in draft.blocks if id(block) not in empty))


def settle_atoms(text: str, atoms: Sequence[Atom]) -> str:
    """`text` with every atom written out."""

    def written(found: re.Match[str]) -> str:
        return atoms[atom_index(found)].written

    while ATOM.search(text):
        text = ATOM.sub(written, text)
    return text
