"""Rules on notes: each call has one note, each note one call, numbers ascend in order of calls."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from octavo.article import text_of
from octavo.checks.rule import Rule, Text, error, strings
from octavo.model import Finding
from octavo.tree import call_of, walk

_CALL: Final = re.compile(r"\[\^([^\]\s]*)\]?")


def undefined_calls(text: Text) -> Iterator[Finding]:
    """A call has a note; pandoc is silent about one that has none, and prints it."""
    for node in strings(text.nodes):
        for match in _CALL.finditer(node["c"]):
            if f"\\{match[0][:1]}" in text.edition.text and text.find(match[0]).line == 0:
                continue
            hint = f"Define it: '[^{match[1]}]: text of the note', on a line of its own after the text."
            yield error("N-001", text.find(match[0]), f"the call {match[0]} has no note", hint)


def order(text: Text) -> Iterator[Finding]:
    """The labels are 1..n in the order of the first calls."""
    for note in text.tree.notes:
        if note.label and note.label != str(note.number):
            hint = "Number the notes in the order of their calls; octavo check --fix does it."
            message = f"note [^{note.label}] is the {_ordinal(note.number)} that is called"
            yield error("N-004", text.find(f"[^{note.label}]"), message, hint)


def empty_notes(text: Text) -> Iterator[Finding]:
    """A note has a text."""
    for note in text.tree.notes:
        texts = [text_of(node["c"]) for node in walk(note.blocks) if node["t"] in ("Para", "Plain")]
        code = [node for node in walk(note.blocks) if node["t"] in ("CodeBlock", "Image")]
        if not any(texts) and not code:
            yield error("N-005", text.find(f"[^{note.label}]:"), f"note {note.number} is empty", "Write it.")


def repeated_calls(text: Text) -> Iterator[Finding]:
    """A note is called once, unless it is declared that it is called again."""
    calls = Counter(call[0] for node in text.nodes if (call := call_of(node)))
    for note in text.tree.notes:
        if calls[note.number] > 1:
            message = f"note [^{note.label}] is called {calls[note.number]} times"
            hint = "Give each call its own note, or declare it under 'declared:' (N-006)."
            yield error("N-006", text.find(f"[^{note.label}]"), message, hint)


def _ordinal(number: int) -> str:
    suffix = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


RULES: Final = (
    Rule("N-001", "A call has a note.", undefined_calls),
    Rule("N-004", "Notes are numbered in the order of their calls.", order),
    Rule("N-005", "A note has a text.", empty_notes),
    Rule("N-006", "A note is called once.", repeated_calls, waivable=True),
)
