"""Which decisions of an import were right: every kind whose truth can be told from the true text.

In: the true facts, the facts of the import, its decisions. Out: `Judged` values. What cannot be told
(a table an editor must make, a record that is always doubtful) is left out and counted by nobody;
what can is judged whole: a note by its call and by its text, a heading by its words and its level,
a removed line by whether the work had it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from benchmarks.importing.score import Facts, letters, words
from octavo.importing.result import Decision

_SEAM: Final = 10
"""Letters on each side of a seam that are compared."""
_FEWEST: Final = 14
"""Letters on both sides of a seam, from where on it can be told from others."""
_TOLD: Final = 4
"""Letters from where on a passage can be looked for."""
_ENDS: Final = 24
"""Letters at both ends of a note's text that must be true; misprints between them are none of the choice."""
_YEARS: Final = 1000
_LABELS: Final = frozenset(("abstract", "résumé", "zusammenfassung", "초록"))
"""Above an abstract a heading is right, though it is none of the text's own."""


@dataclass(frozen=True)
class Judged:
    """A decision, what it decided, and whether that is right."""

    decision: Decision
    what: str
    """``join``, ``apart``, ``note``, ``heading``, ``level``, ``furniture``, ``list``, ``hyphen`` …"""
    right: bool


@dataclass(frozen=True)
class Known:
    """What the decisions of one import are held against."""

    truth: Facts
    edition: Facts
    raw: str = ""
    stated: frozenset[tuple[str, str]] = frozenset()
    """(key, letters) of what the paper's title block says."""
    given: frozenset[tuple[str, str]] = frozenset()
    """The same as the import filled it in."""
    front: frozenset[str] = frozenset()
    """Letters of lines of the title block that an import may leave in the text."""


def judged(known: Known, decisions: Sequence[Decision]) -> tuple[Judged, ...]:
    """Those decisions whose truth can be told, and whether they are right."""
    by_kind: dict[str, list[Decision]] = defaultdict(list)
    for decision in sorted(decisions, key=_place):
        by_kind[decision.kind].append(decision)
    return tuple(one for kind, judge in JUDGES.items() for one in judge(known, by_kind[kind]))


def _place(decision: Decision) -> tuple[int, int]:
    return decision.line, int(decision.id.rpartition("-")[2])


def _joins(known: Known, decisions: Sequence[Decision]) -> list[Judged]:
    """A seam of the truth, or none: what does not follow in the truth is no paragraph's inside."""
    flows = [known.truth.flow, *known.truth.inner]
    running = "\n".join(_bare("".join(flow)) for flow in flows)
    bounds: dict[str, set[str]] = defaultdict(set)
    beside: set[str] = set()  # a formula: its letters differ with every converter, so nothing is asked
    for flow in flows:
        for first, second in pairwise(flow):
            bounds[_bare(first)[-_SEAM:]].add(_bare(second)[:_SEAM])
            if second in known.truth.formulas:
                beside.add(_bare(first)[-_SEAM:])
    out = []
    for one in decisions:
        left, right = (_bare(letters(part)) for part in (one.passage + "⏎").split("⏎")[:2])
        left, right = left[-_SEAM:], right[:_SEAM]
        if len(left) + len(right) < _FEWEST or left in beside:
            continue
        if left + right in running:
            apart = any(its.startswith(right) for its in bounds.get(left, ()))
            out.append(Judged(one, one.choice, (one.choice == "apart") == apart))
        elif left in running and right in running and min(len(left), len(right)) >= _SEAM - 2:
            out.append(Judged(one, one.choice, one.choice == "apart"))
    return out


def _bare(text: str) -> str:
    """Letters without digits: a sign of a note that was not found is no matter of the paragraph."""
    return re.sub(r"\d", "", text)


def _notes(known: Known, decisions: Sequence[Decision]) -> list[Judged]:
    """Right when the call stands where the truth has one and the text is that call's own."""
    true: dict[str, list[str]] = defaultdict(list)
    for body, before in known.truth.order:
        true[_bare(before)[-8:]].append(body)
    out, at = [], 0
    for one in decisions:
        if one.choice != "note":
            continue
        before = _bare(letters(one.passage.split("⟨•⟩", 1)[0]))[-8:]
        found = next(
            (
                n
                for n in range(at, len(known.edition.order))
                if _alike(_bare(known.edition.order[n][1]), before)
            ),
            None,
        )
        at = at if found is None else found + 1
        if len(before) < 6 and not true.get(before):  # in a cell or a short line the place cannot be told
            continue
        bodies = [body for call, its in true.items() if _alike(call, before) for body in its]
        if not bodies:
            out.append(Judged(one, "note", False))
        elif found is not None:
            mine = known.edition.order[found][0]
            out.append(Judged(one, "note", any(_same_text(mine, body) for body in bodies)))
    return out


def _alike(first: str, second: str) -> bool:
    size = min(len(first), len(second), 8)
    return first[-size:] == second[-size:] if size >= _TOLD else first == second


def _same_text(mine: str, true: str) -> bool:
    if mine == true:
        return True
    near = abs(len(mine) - len(true)) <= max(4, len(true) // 50)
    return near and mine[:_ENDS] == true[:_ENDS] and mine[-_ENDS:] == true[-_ENDS:]


def _levels(known: Known, decisions: Sequence[Decision]) -> list[Judged]:
    """A heading that is none is wrong as ``heading``, one of another level as ``level``."""
    true: dict[str, set[int]] = defaultdict(set)
    for level, its in known.truth.heads:
        true[its].add(level)
    low = min((int(one.choice) for one in decisions), default=1) - 1
    out = []
    for one in decisions:
        its = letters(one.passage)
        if its in _LABELS or its in known.front or not its:
            continue
        found = true.get(its) or {
            level for head, levels in true.items() if _is_head(head, one.passage) for level in levels
        }
        what = "level" if found else "heading"
        out.append(Judged(one, what, int(one.choice) - low in found))
    return out


def _is_head(head: str, passage: str) -> bool:
    """Whether a passage, perhaps cut after eighty signs or with a note's sign, is this heading.

    A passage is told without what is raised in it (``¹⁴C``), and small capitals print ``ß`` as ``ss``.
    """
    its = letters(passage)
    number, bare = re.match(r"\d*", its), _bare(its)
    if (
        bare
        and number
        and head.startswith(number[0])
        and _bare(head).replace("ß", "ss") == bare.replace("ß", "ss")
    ):
        return True
    cut = len(passage) >= 78 and head.startswith(its)
    return cut or (not head[-1:].isdigit() and re.sub(r"\d+$", "", its) == head)


def _headings(known: Known, decisions: Sequence[Decision]) -> list[Judged]:
    heads = {its for _, its in known.truth.heads}
    out = []
    for one in decisions:
        its = letters(one.passage)
        if its in _LABELS or its in known.front or not its:
            continue
        is_head = its in heads or any(_is_head(head, one.passage) for head in heads)
        if one.choice == "part" or "then a sentence" in one.evidence:
            right = any(its.startswith(head) for head in heads & {h for _, h in known.edition.heads})
        elif one.choice in ("heading", "join"):
            right = is_head
        else:
            right = not is_head
        out.append(Judged(one, "heading", right))
    return out


def _furniture(known: Known, decisions: Sequence[Decision]) -> list[Judged]:
    """Wrong where the edition has the words less often than the truth, though the raw text had them."""
    same: dict[str, list[Decision]] = defaultdict(list)
    for one in decisions:
        if one.choice == "remove" and letters(one.passage) and letters(one.passage) not in known.front:
            same[letters(one.passage)].append(one)
    count, raw = Counter(words(known.raw)), letters(known.raw)
    out: list[Judged] = []
    for key, group in same.items():
        if key.isdigit():
            wanted, given, had = _numbers(known, key, count)
        else:
            wanted, given, had = (
                *(_count(facts, key) for facts in (known.truth, known.edition)),
                raw.count(key),
            )
        missing = min(wanted, had) - given
        out.extend(Judged(one, "furniture", at >= missing) for at, one in enumerate(group))
    return out


def _numbers(known: Known, key: str, raw: Counter[str]) -> tuple[int, int, int]:
    """A small number alone is a paragraph of the work or a folio; a year may have been a line of one."""
    if int(key) < _YEARS:
        return known.truth.flow.count(key), known.edition.flow.count(key), raw[key]
    return known.truth.words[key], known.edition.words[key], raw[key]


def _count(facts: Facts, key: str) -> int:
    return sum(text.count(key) for text in (*facts.flow, *(body for body, _ in facts.order)))


def _hyphens(known: Known, decisions: Sequence[Decision]) -> list[Judged]:
    """Told where the truth has one of the spellings and not the others."""
    out: list[Judged] = []
    for one in decisions:
        forms = {option: _spelt(known.truth, option) for option in {*one.options, one.choice}}
        if sum(forms.values()) == 1:
            out.append(Judged(one, "hyphen", forms[one.choice]))
    return out


def _spelt(truth: Facts, form: str) -> bool:
    tokens = words(form)
    if len(tokens) == 2:  # a suspended hyphen: both are words of their own
        return bool(truth.words[tokens[0]] and truth.words[tokens[1]])
    return bool(tokens) and truth.words[tokens[0]] > 0


def _lists(known: Known, decisions: Sequence[Decision]) -> list[Judged]:
    """Right where the passage opens an item of the truth, or none when it was made text."""
    items = [its for kind, its in known.truth.structures if set(kind) & set("bo")]
    out = []
    for one in decisions:
        its = re.sub(r"^\s*\\?\(?(?:[a-z]|[ivx]+|\d{1,3})\\?[.)]\s+", "", one.passage)
        key = letters(its)[:20]
        if len(key) < 8 or not any(key in text for text in (*known.truth.flow, *known.edition.flow)):
            continue
        is_item = any(item.startswith(key) or key.startswith(item) for item in items)
        out.append(Judged(one, "list", is_item == (one.choice != "text")))
    return out


def _titles(known: Known, decisions: Sequence[Decision]) -> list[Judged]:
    title = next((its for key, its in known.stated if key == "title"), "")
    out = []
    for one in decisions:
        its = letters(one.passage)
        if title and its:
            out.append(
                Judged(one, "front", (title.startswith(its) or its == title) == (one.choice == "title"))
            )
    return out


def _front(known: Known, decisions: Sequence[Decision]) -> list[Judged]:
    """Right when every fact read from the line is one that the paper states."""
    out = []
    for one in decisions:
        its = letters(one.passage)
        keys = {one.choice} if one.choice != "front matter" else set(_keys(one.evidence))
        facts = {(key, value) for key, value in known.given if key in keys and _from(key, value, its)}
        if facts:
            out.append(Judged(one, "front", facts <= known.stated))
        elif any(its == text for text in known.truth.flow):
            out.append(Judged(one, "front", False))
    return out


def _keys(evidence: str) -> list[str]:
    keys = evidence.partition("read as ")[2].split(", ")
    return [key for name in keys for key in (("author", "publisher") if name == "body" else (name,))]


def _from(key: str, value: str, its: str) -> bool:
    """Whether a fact was read from these letters; a date is written anew."""
    return key == "date" or value in its or value[:40] == its[:40]


def _rules(known: Known, decisions: Sequence[Decision]) -> list[Judged]:
    flow = [_bare(text) for text in known.truth.flow]
    true = {(flow[at - 1][-_SEAM:], flow[at][:_SEAM]) for at in known.truth.rules if 0 < at < len(flow)}
    out = []
    for one in decisions:
        left, right = (_bare(letters(part)) for part in (one.passage + "⏎").split("⏎")[:2])
        if left and right:
            is_true = (left[-_SEAM:], right[:_SEAM]) in true
            out.append(Judged(one, "rule", is_true == (one.choice == "keep")))
    return out


def _turns(known: Known, decisions: Sequence[Decision]) -> list[Judged]:
    return [
        Judged(one, "turn", any(text.startswith(letters(one.passage)[:20]) for text in known.truth.flow))
        for one in decisions
        if one.choice == "part"
    ]


JUDGES: Final[dict[str, Callable[[Known, Sequence[Decision]], list[Judged]]]] = {
    "join": _joins,
    "note": _notes,
    "level": _levels,
    "heading": _headings,
    "furniture": _furniture,
    "hyphen": _hyphens,
    "list": _lists,
    "title": _titles,
    "front": _front,
    "rule": _rules,
    "turn": _turns,
}
"""Kind of decision -> its judge. Not judged: ``citation`` and ``table``, which are always doubtful, and
``order``, which only says how columns were read."""
