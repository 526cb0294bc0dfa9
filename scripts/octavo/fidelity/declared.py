"""``emendations.yaml`` in, declarations out: what the editor changed on purpose, and what was kept.

::

    emendations:
      - sic: "in vien"          # what the witness has; may be empty for what the witness lacks
        corr: "in vain"         # what the edition has; empty for what it leaves out
        kind: misprint
        reason: "misprint of the source"
        resp: "A. Editor"
        context: "alliance in vien. This"   # words of the witness around it, if sic is not unique
    kept:
      - sic: "in vein"
        reason: "the author's slip"

``sic``, ``corr`` and ``context`` are Markdown as it prints (terms after TEI P5); a note call reads
``[^3]``; ``¶`` in `sic` or `corr` stands for a paragraph's end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from octavo.fidelity.codes import finding, quoted
from octavo.model import Emendation, Finding, Kept, Locus

EMENDATION_KINDS: Final[dict[str, str]] = {
    "misprint": "a misprint of the printed source is corrected",
    "ocr": "a sign that the converter misread is put right",
    "spelling": "a spelling is changed",
    "grammar": "a form or an agreement is changed",
    "punctuation": "a stop, dash or quotation mark is changed",
    "spacing": "a space inside or between words is changed",
    "paragraph": "paragraphs are joined or parted",
    "emphasis": "italics, bold or a superscript are changed",
    "heading": "a heading is made, unmade or reworded",
    "note": "a note, its call or its sign is changed",
    "order": "text is put into another place",
    "supplied": "text that the witness lacks is supplied",
    "omitted": "text that the witness doubles or that is not the author's is left out",
    "front matter": "a statement of the title block stands in the front matter with the same words",
    "furniture": "a running head, folio or mark of the converter is left out, wherever it stands",
}
DRAFT: Final = "undecided"
"""The kind of a drafted entry; it stays an error until an editor decides."""

_EMENDATION_FIELDS: Final = ("sic", "corr", "kind", "reason", "resp", "context")
_KEPT_FIELDS: Final = ("sic", "reason", "context")
_REQUIRED: Final = {"emendations": ("sic", "corr", "kind", "reason", "resp"), "kept": ("sic", "reason")}
_LIMIT: Final = 4_000_000


@dataclass
class _Reader:
    """Collects findings while the nodes of one file are read."""

    name: str
    findings: list[Finding] = field(default_factory=list)

    def fault(self, code: str, locus: Locus, message: str, hint: str) -> None:
        self.findings.append(finding(code, locus, message, hint))

    def at(self, node: Node) -> Locus:
        return Locus(self.name, node.start_mark.line + 1, node.start_mark.column + 1)


def parse_emendations(
    text: str, name: str
) -> tuple[tuple[Emendation, ...], tuple[Kept, ...], tuple[Finding, ...]]:
    """Read ``emendations.yaml``; never raises, whatever `text` holds.

    `name` is the file as the user knows it. Entries with faults are still returned where they can
    be matched, so that one fault does not hide the next.
    """
    reader = _Reader(name)
    root = _compose(text, reader)
    if root is None:
        return (), (), tuple(reader.findings)
    emendations: list[Emendation] = []
    kept: list[Kept] = []
    for section, entries in _sections(root, reader):
        for node, values in _entries(section, entries, reader):
            if section == "kept":
                kept.append(Kept(values["sic"], values["reason"], values.get("context", ""), reader.at(node)))
            else:
                emendations.append(_emendation(values, reader.at(node)))
    for emendation in emendations:
        _check(emendation, reader)
    _check_doubles((*emendations, *kept), reader)
    return tuple(emendations), tuple(kept), tuple(sorted(reader.findings, key=lambda f: f.locus))


def _compose(text: str, reader: _Reader) -> MappingNode | None:
    hint = "Write two lists, emendations: and kept:, as source/README.md shows."
    if len(text) > _LIMIT:
        reader.fault("F-010", Locus(reader.name), "the file is larger than 4 MB", "Split the edition.")
        return None
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        locus = Locus(reader.name, mark.line + 1, mark.column + 1) if mark else Locus(reader.name)
        reader.fault("F-010", locus, f"not YAML: {error.problem or error.context}", hint)
        return None
    except (YAMLError, RecursionError, ValueError) as error:
        message = str(error).splitlines()[0] if str(error) else "too deeply nested"
        reader.fault("F-010", Locus(reader.name), f"not YAML: {message}", hint)
        return None
    if node is None or (isinstance(node, ScalarNode) and not node.value.strip()):
        return None
    if not isinstance(node, MappingNode):
        reader.fault("F-010", reader.at(node), "the file is not a mapping of two lists", hint)
        return None
    return node


def _sections(root: MappingNode, reader: _Reader) -> Iterator[tuple[str, SequenceNode]]:
    for key, value in root.value:
        section = key.value if isinstance(key, ScalarNode) else ""
        if section not in _REQUIRED:
            reader.fault(
                "F-011", reader.at(key), f"unknown section {section!r}", "Use emendations: and kept:."
            )
        elif isinstance(value, SequenceNode):
            yield section, value
        elif not (isinstance(value, ScalarNode) and value.value in ("", "null", "~")):
            reader.fault(
                "F-011", reader.at(value), f"{section}: is not a list", "Begin each entry with “- ”."
            )


def _entries(section: str, entries: SequenceNode, reader: _Reader) -> Iterator[tuple[Node, dict[str, str]]]:
    allowed = _KEPT_FIELDS if section == "kept" else _EMENDATION_FIELDS
    for node in entries.value:
        if not isinstance(node, MappingNode):
            reader.fault(
                "F-011", reader.at(node), "an entry is not a mapping", f"Give it {', '.join(allowed)}."
            )
            continue
        values: dict[str, str] = {}
        for key, value in node.value:
            known = isinstance(key, ScalarNode) and key.value in allowed
            if not known or not isinstance(value, ScalarNode):
                label = key.value if isinstance(key, ScalarNode) else "?"
                reader.fault(
                    "F-011",
                    reader.at(key),
                    f"field {label!r} does not belong here",
                    f"Use {', '.join(allowed)}.",
                )
            elif key.value in values:
                reader.fault("F-011", reader.at(key), f"field {key.value!r} stands twice", "Remove one.")
            else:
                values[key.value] = "" if value.value in ("~", "null") and not value.style else value.value
        missing = [label for label in _REQUIRED[section] if label not in values]
        if missing:
            reader.fault(
                "F-011", reader.at(node), f"the entry lacks {', '.join(missing)}", "Add what is missing."
            )
        if "sic" in values and (section == "kept" or "corr" in values):
            yield node, {label: values.get(label, "") for label in allowed}


def _emendation(values: dict[str, str], locus: Locus) -> Emendation:
    return Emendation(
        sic=values["sic"],
        corr=values["corr"],
        kind=values["kind"],
        reason=values["reason"],
        resp=values["resp"],
        context=values["context"],
        locus=locus,
    )


def _check(entry: Emendation, reader: _Reader) -> None:
    what = quoted(entry.sic or entry.corr)
    if entry.kind == DRAFT:
        reader.fault(
            "F-016", entry.locus, f"{what} is a draft", "Give kind, reason and resp, or undo the change."
        )
    elif entry.kind not in EMENDATION_KINDS:
        known = ", ".join(EMENDATION_KINDS)
        reader.fault("F-012", entry.locus, f"unknown kind {entry.kind!r}", f"Use one of {known}.")
    if entry.kind != DRAFT and not (entry.reason.strip() and entry.resp.strip()):
        reader.fault(
            "F-013", entry.locus, f"{what} gives no reason or no resp", "Say why, and who answers for it."
        )
    if entry.sic == entry.corr:
        reader.fault(
            "F-014",
            entry.locus,
            f"{what}: sic and corr are the same",
            "Declare it under kept:, or remove it.",
        )
    if not entry.sic.strip() and not entry.context.strip() and entry.kind != "supplied":
        reader.fault(
            "F-011", entry.locus, f"{what} has neither sic nor context", "Give the words around the place."
        )


def _check_doubles(entries: Iterable[Emendation | Kept], reader: _Reader) -> None:
    seen: dict[tuple[str, str], Locus] = {}
    for entry in entries:
        key = (entry.sic, entry.context)
        if key in seen:
            line = seen[key].line
            reader.fault(
                "F-015", entry.locus, f"{quoted(entry.sic)} is declared in line {line} already", "Remove one."
            )
        seen.setdefault(key, entry.locus)


def _scalar(text: str) -> str:
    """A double-quoted YAML scalar in which every sign survives (YAML 1.2, 5.7)."""
    signs = (
        f"\\{sign}"
        if sign in '"\\'
        else sign
        if sign.isprintable() and sign != "\ufffe"
        else f"\\U{ord(sign):08X}"
        for sign in text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    )
    return f'"{"".join(signs)}"'


def draft_yaml(drafts: Iterable[Emendation]) -> str:
    """Entries ready to be put under ``emendations:``; those of kind `DRAFT` are still to be decided."""
    lines: list[str] = []
    for entry in drafts:
        fields = [("sic", entry.sic), ("corr", entry.corr), ("kind", entry.kind), ("reason", entry.reason)]
        fields += [("resp", entry.resp), *([("context", entry.context)] if entry.context else [])]
        for index, (label, value) in enumerate(fields):
            lines.append(f"{'  - ' if not index else '    '}{label}: {_scalar(value)}")
    return "".join(f"{line}\n" for line in lines)


def with_drafts(text: str, drafts: Iterable[Emendation]) -> str:
    """``emendations.yaml`` with the drafts added under ``emendations:``; other lines stay as they are."""
    added = draft_yaml(drafts)
    lines = text.splitlines(keepends=True)
    for index, line in enumerate(lines):
        if re.match(r"emendations:\s*(\[\]|~|null)?\s*(#.*)?$", line):
            return "".join([*lines[:index], "emendations:\n", added, *lines[index + 1 :]])
    start = text if not text or text.endswith("\n") else text + "\n"
    return f"{start}emendations:\n{added}"
