"""A finished draft -> ``edition.md``: YAML front matter, text, notes; one paragraph a line.

In: a draft whose blocks are whole, levelled and free of furniture. Out: Pandoc Markdown of the
house dialect, as Pandoc's own writer would write it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from octavo.importing.containers import is_ordered
from octavo.importing.draft import Atom, Block, Box, Draft, Kind, settle_atoms

_BLOCK_START: Final = re.compile(
    r"(?:(\d{1,9}|[A-Za-z]|[ivxlcdmIVXLCDM]{1,7}|#)([.)])(?=\s|$)|\((\d{1,9}|[A-Za-z]{1,7}|#)(\))(?=\s|$)|([-+#:])(?=\s|$)|(#{1,6})(?=\s|$)|([%])(?=\s))"
)


_DATE: Final = re.compile(r"\d{4}(?:-\d\d){0,2}")


def body(draft: Draft, *, signs: bool = True) -> str:
    """The Markdown text: flow, then notes in order; without `signs` no note has its number."""
    atoms = draft.atoms
    if not signs:
        atoms = tuple(replace(atom, written="") if atom.kind == "call" else atom for atom in atoms)
    parts = [_blocks(draft.blocks, atoms)]
    for number, note in enumerate(draft.notes, start=1):
        text = _blocks(note, atoms) if note else ""
        lines = text.split("\n")
        indented = [lines[0], *("    " + line if line else "" for line in lines[1:])]
        first = note[0].kind if note else Kind.PARA
        label = f"[^{number}]" if signs else ""
        lead = f"{label}: " if first is Kind.PARA else f"{label}:\n\n    "
        parts.append(lead + "\n".join(indented))
    return "\n\n".join(part for part in parts if part) + "\n"


def _blocks(blocks: Sequence[Block], atoms: Sequence[Atom]) -> str:
    """Leaf blocks with the signs of their containers."""
    pieces: list[str] = []
    before: tuple[Box, ...] = ()
    seen: set[int] = set()
    solid = [block for block in blocks if block.kind is not Kind.PAGE and block.hint != "title"]
    for block in solid:
        lines = _leaf(block, atoms).split("\n")
        prefix_first, prefix_rest = _prefixes(block.path, seen)
        if pieces:
            pieces.append(_gap(before, block.path))
        seen.update(box.id for box in block.path)
        first = prefix_first + lines[0]
        rest = [(prefix_rest + line).rstrip() for line in lines[1:]]
        pieces.append("\n".join([first.rstrip(), *rest]))
        before = block.path
    return "".join(pieces)


def _prefixes(path: Sequence[Box], seen: set[int]) -> tuple[str, str]:
    first = rest = ""
    for box in path:
        if box.kind == "quote":
            first, rest = first + "> ", rest + "> "
        elif box.kind == "item":
            marker = _marker(box)
            first += " " * len(marker) if box.id in seen else marker
            rest += " " * len(marker)
    return first, rest


def _marker(box: Box) -> str:
    """Pandoc's own width: ``- ``, ``1.  `` and ``a)  ``."""
    if not is_ordered(box.marker):
        return "- "
    if box.marker[0].isdigit():
        return box.marker.ljust(4) if len(box.marker) < 4 else box.marker + " "
    return box.marker + "  "


def _gap(before: Sequence[Box], after: Sequence[Box]) -> str:
    """What stands between two blocks: nothing in a tight list, a quoted blank inside a quotation."""
    shared = 0
    while shared < min(len(before), len(after)) and before[shared].id == after[shared].id:
        shared += 1
    left = before[shared] if shared < len(before) else None
    right = after[shared] if shared < len(after) else None
    blank = "".join(
        "> " if box.kind == "quote" else " " * len(_marker(box)) for box in after[:shared]
    ).rstrip()
    same_list = left and right and left.kind == right.kind == "item" and left.list_id == right.list_id
    if same_list and left and right and not (left.loose or right.loose):
        return "\n"
    if (
        right
        and right.kind == "item"
        and left is None
        and shared
        and after[shared - 1].kind == "item"
        and not after[shared - 1].loose
    ):
        return "\n"
    return f"\n{blank}\n"


def _leaf(block: Block, atoms: Sequence[Atom]) -> str:
    text = block.text
    if block.kind is Kind.HEAD:
        identifier = f" {block.hint}" if block.hint.startswith("{#") else ""
        text = settle_atoms(text.replace("\\\n", " "), atoms)
        if text.endswith("}") and not identifier:
            text = text[:-1] + "\\}"
        return "#" * max(1, block.level) + " " + text + identifier
    if block.kind is Kind.RULE:
        return "-" * 72
    if block.kind in (Kind.TABLE, Kind.VERSE, Kind.IMAGE):
        return settle_atoms(text, atoms)
    if block.kind is Kind.PARA:
        return guarded(settle_atoms(text, atoms))
    return text


def guarded(text: str) -> str:
    """A paragraph whose first signs cannot be taken for a list, a heading or a definition."""
    return "\n".join(_guard(line) for line in text.split("\n"))


def _guard(line: str) -> str:
    found = _BLOCK_START.match(line)
    if not found:
        return line
    if found[2]:
        if (
            found[1] == "#"
            or found[1].isdigit()
            or len(found[1]) == 1
            or re.fullmatch(r"[ivxlcdmIVXLCDM]+", found[1])
        ):
            return line[: found.start(2)] + "\\" + line[found.start(2) :]
        return line
    return "\\" + line


def yaml_scalar(value: str) -> str:
    """A YAML 1.2 plain or double-quoted scalar; plain only where nothing could be misread."""
    plain = re.fullmatch(r"[^\W\d_][^\n:#\[\]{}&*!|>'\"%@`,]*[^\s:#\[\]{}&*!|>'\"%@`,]", value)
    reserved = value.lower() in ("yes", "no", "on", "off", "true", "false", "null", "y", "n")
    if plain and not reserved:
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("\t", " ")
    return f'"{escaped}"'


def front_matter(
    pairs: Sequence[tuple[str, str]],
    authors: Sequence[Sequence[tuple[str, str]]],
    witnesses: Sequence[tuple[str, str]],
) -> str:
    """The YAML block, keys in the order of `pairs`; `witnesses` are (name, SHA-256)."""
    lines = ["---"]
    for key, value in pairs:
        if key == "author":
            lines.append("author:")
            for author in authors:
                lines.extend(
                    ("  - " if i == 0 else "    ") + f"{k}: {yaml_scalar(v)}"
                    for i, (k, v) in enumerate(author)
                )
        elif key == "witness":
            lines.append("witness:")
            for name, digest in witnesses:
                lines.extend((f"  - name: {yaml_scalar(name)}", f"    sha256: {digest}"))
        elif key == "keywords":
            lines.append("keywords:")
            lines.extend(
                f"  - {yaml_scalar(word.strip())}" for word in re.split("[;,]", value) if word.strip()
            )
        else:
            bare = _DATE.fullmatch(value) and key not in ("number", "title")
            lines.append(f"{key}: {value if bare else yaml_scalar(value)}")
    lines.append("---")
    return "\n".join(lines) + "\n"
