"""The page on which an editor judges an import: raw left, edition right, doubts first.

In: an `Imported`. Out: one self-contained HTML page, no script, readable at 320 px and without
colour; each doubtful decision leads with one click to its place in the raw text, and shows the
line to write into ``decisions.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from pathlib import PurePath
from typing import Final

from octavo.importing.result import Decision, Imported

DOUBT: Final = 0.8
"""Decisions less sure than this are listed first."""

_MOST_SHOWN: Final = 2000
_MOST_LINES: Final = 20_000
_TOLD: Final = {
    "join: join": "one paragraph",
    "join: apart": "two paragraphs",
    "note: note": "a note",
    "note: text": "no note",
    "furniture: remove": "left out, of the printed page",
    "furniture: keep": "kept in the text",
    "heading: heading": "a heading",
    "heading: paragraph": "no heading",
    "front: front matter": "a fact of the front matter",
    "front: lines": "several lines",
    "rule: remove": "a rule left out",
    "rule: keep": "a rule kept",
    "double: remove": "a note printed twice, left out once",
    "double: keep": "a note printed twice, kept twice",
    "title: title": "the title",
    "title: section": "a heading of the text, not the title",
    "front: text": "kept in the text",
    "front: subtitle": "the subtitle",
    "front: abstract": "the abstract",
    "front: whole": "one line",
    "heading: join": "two lines of one heading",
    "heading: apart": "two headings",
    "heading: part": "a heading and the text that ran into it",
    "heading: whole": "one line, not parted",
    "citation: bind": "bound to a record of the works cited",
    "citation: leave": "bound to no record",
    "list: items": "items of a list",
    "list: item": "an item of a list",
    "list: apart": "no list",
    "list: text": "text, no item of a list",
    "turn: part": "turns of talk, a paragraph each",
    "turn: whole": "one paragraph",
    "table: table": "a table",
    "table: lines": "lines, one below the other",
    "table: paragraphs": "paragraphs",
}
"""Kind and choice -> what was done, in words; kinds without words show both."""
_FORMS: Final = {
    "(sup)": "(raised)",
    "(link)": "(a link)",
    "(ref)": "(marked as a note)",
    "(symbol)": "(a sign)",
    "(glued)": "(a number at the word)",
    "(spaced)": "(a number after a space)",
    "(year)": "(a number at a year)",
    "(item)": "(the number of a list)",
    "(paren)": "(a number and a bracket)",
    "(dot)": "(a number and a stop)",
    "(space)": "(a number and a space)",
    "(definition)": "(marked as a note)",
    "body '": "note text '",
    "no neighbour runs on": "neither the note before nor the one after has the number next to it",
    "one neighbour runs on": "the note before or the one after has the number next to it",
    "both neighbours run on": "the notes before and after have the numbers next to it",
}
"""Short words of the evidence of notes -> words a reader knows."""
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")

_STYLE: Final = """
:root { color-scheme: light dark; --line: #8885; --mark: #7a1f1f; }
@media (prefers-color-scheme: dark) { :root { --mark: #f0a8a0; } }
body { font: 1rem/1.5 Georgia, 'EB Garamond', serif; margin: 0 auto; max-width: 90rem; padding: 1rem; }
h1 { font-size: 1.6rem; font-weight: normal; }
h2 { font-size: 1.2rem; font-weight: normal; margin-top: 2rem; }
a { color: inherit; text-underline-offset: .2em; }
a:focus-visible { outline: 3px solid var(--mark); outline-offset: 2px; }
ol.doubts, ol.findings { padding-left: 1.5rem; } li { margin: .5rem 0; }
code, .raw { font: .85rem/1.5 ui-monospace, Menlo, Consolas, monospace; }
.passage { font-style: italic; } .sure { color: var(--mark); font-variant-numeric: tabular-nums; }
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: 1.5rem; }
.side { max-height: 85vh; overflow: auto; border: 1px solid var(--line); padding: .5rem .75rem; }
.line { display: grid; grid-template-columns: 3.5rem minmax(0, 1fr); }
.line > a, .line > span:first-child {
  text-align: right; padding-right: .75rem; opacity: .8; text-decoration: none; user-select: none; }
.line > a { text-decoration: underline; } .text { white-space: pre-wrap; overflow-wrap: anywhere; }
li:target { outline: 2px solid var(--mark); outline-offset: 4px; }
code { user-select: all; overflow-wrap: anywhere; }
summary { cursor: pointer; }
.line:target { outline: 2px solid var(--mark); }
@media print { .side { max-height: none; overflow: visible; } }
"""


def page(imported: Imported, name: str) -> str:
    """The whole of ``review.html``; of `name`, which may be a path, the last part is shown."""
    name = PurePath(name).name
    doubtful = tuple(d for d in imported.decisions if d.confidence < DOUBT)
    ordered = sorted(doubtful, key=lambda decision: (decision.confidence, decision.line, decision.id))
    sure = len(imported.decisions) - len(doubtful)
    parts = (
        f"<h1>Import of {_text(name)}</h1>",
        f"<p>{len(imported.decisions)} decisions; {len(doubtful)} of them need a look, {sure} are sure. "
        "To change one, write its line into <code>decisions.yaml</code> beside this page and import again. "
        "In the passages ⟨•⟩ stands for the call of a note, ⏎ for the end of a line or paragraph.</p>",
        _findings(imported),
        _section("doubts", f"Doubtful decisions ({len(doubtful)})", _decisions(ordered)),
        _sure([decision for decision in imported.decisions if decision.confidence >= DOUBT]),
        _section(
            "texts", "Raw text and edition", f'<div class="sides">{_raw(imported)}{_edition(imported)}</div>'
        ),
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Import of {_text(name)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(parts)
        + "\n</main>\n</body>\n</html>\n"
    )


def _section(name: str, title: str, content: str) -> str:
    return f'<section aria-labelledby="{name}"><h2 id="{name}">{title}</h2>{content}</section>'


def _text(text: str) -> str:
    return escape(_CONTROL.sub("\ufffd", text))


def _findings(imported: Imported) -> str:
    if not imported.findings:
        return ""
    rows = "".join(
        f"<li>{_place(finding.locus.line)}<strong>{finding.severity.value} {finding.code}</strong>: "
        f"{_text(finding.message)}{'. ' + _text(finding.hint) if finding.hint else ''}</li>"
        for finding in imported.findings[:_MOST_SHOWN]
    )
    count = len(imported.findings)
    return _section("findings", f"Findings ({count})", f'<ol class="findings">{rows}</ol>')


def _place(line: int) -> str:
    return f'<a href="#L{line}">line {line}</a>: ' if line else ""


def _decisions(ordered: Sequence[Decision]) -> str:
    if not ordered:
        return "<p>None.</p>"
    rows = [_decision(decision) for decision in ordered[:_MOST_SHOWN]]
    more = len(ordered) - len(rows)
    tail = f"<p>{more} more are in the decisions of the import.</p>" if more > 0 else ""
    return f'<ol class="doubts">{"".join(rows)}</ol>{tail}'


def _sure(decisions: Sequence[Decision]) -> str:
    """The decisions that need no look, folded away: an editor may overrule them, too."""
    if not decisions:
        return ""
    return f"<details><summary>Sure decisions ({len(decisions)})</summary>{_decisions(decisions)}</details>"


def told(decision: Decision) -> str:
    """What was done, in words a reader knows."""
    done = f"{decision.kind}: {decision.choice}"
    if decision.kind == "level":
        return f"a heading of level {decision.choice}"
    if decision.kind == "hyphen":
        return f"written “{decision.choice}”"
    return _TOLD.get(done, done)


def corrections(decision: Decision) -> tuple[str, ...]:
    """The lines for ``decisions.yaml`` that would change a decision."""
    return tuple(f"{decision.id}: {option}" for option in decision.options if option != decision.choice)


def _decision(decision: Decision) -> str:
    wish = "; ".join(f"<code>{_text(line)}</code>" for line in corrections(decision))
    passage = f' <q class="passage">{_text(decision.passage)}</q>' if decision.passage else ""
    change = f"<br>To change it: {wish}" if wish else ""
    return (
        f'<li id="{_text(decision.id)}">{_place(decision.line)}<strong>{_text(told(decision))}</strong> '
        f'<span class="sure">({decision.confidence:.0%} sure)</span>{passage}'
        f"<br>{_text(worded(decision.evidence))}.{change}</li>"
    )


def worded(evidence: str) -> str:
    """Evidence without the short names that rules have for forms, and without its last stop."""
    for short, long in _FORMS.items():
        evidence = evidence.replace(short, long)
    return evidence.rstrip(".")


def _raw(imported: Imported) -> str:
    doubtful = [decision for decision in imported.decisions if decision.confidence < DOUBT]
    decided = {decision.line: decision.id for decision in reversed(doubtful)}
    lines = imported.raw.replace("\f", "").split("\n")
    rows = "".join(
        _raw_line(at, line, decided.get(at, "")) for at, line in enumerate(lines[:_MOST_LINES], start=1)
    )
    return f'<div class="side raw" role="region" aria-label="Raw text" tabindex="0">{rows}</div>'


def _raw_line(at: int, line: str, decision: str) -> str:
    """A line of the raw text; where something doubtful was decided its number leads to the decision."""
    link = f'<a href="#{_text(decision)}" aria-label="line {at}, doubtful; to the decision">{at}</a>'
    return f'<div class="line" id="L{at}">{link if decision else _number(at)}{_line(line)}</div>'


def _number(at: int) -> str:
    return f'<span aria-hidden="true">{at}</span>'


def _line(line: str) -> str:
    return f'<span class="text">{_text(line)}</span>'


def _edition(imported: Imported) -> str:
    lines = enumerate(imported.edition.split("\n")[:_MOST_LINES], start=1)
    rows = "".join(f'<div class="line">{_number(at)}{_line(line)}</div>' for at, line in lines)
    return f'<div class="side raw" role="region" aria-label="Edition" tabindex="0">{rows}</div>'
