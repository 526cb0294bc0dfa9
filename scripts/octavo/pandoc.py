"""EDGE: the one door to pandoc. Markdown in, tree out; tree in, HTML (or another format) out.

Pandoc runs with ``--sandbox``: it reads no file and contacts no host whatever the text asks for.
Its warnings come back as findings (``--log``), never as lines on somebody's terminal.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from octavo.errors import InputError, ToolError
from octavo.model import Finding, Locus, Severity
from octavo.tree import Node, Tree, document_json, lift_notes, rewrite, tag_calls, walk

DIALECT: Final = (
    "markdown-smart-yaml_metadata_block-pandoc_title_block-raw_tex-latex_macros"
    "-citations-example_lists-inline_notes-implicit_header_references-auto_identifiers"
)
"""The canonical Markdown. `smart` would change the author's quotation marks and dashes;
`citations`, `example_lists` and `inline_notes` would read ``@name`` and ``^[`` of a text as
markup; raw TeX has no place in three of our formats; ids of sections are the article's matter."""

_TITLE_ID: Final = "octavo-title"
_TIMEOUT_SECONDS: Final = 120


@cache
def executable() -> str:
    """Path of the pandoc that ships with pypandoc; raises `ToolError` when there is none."""
    # The wheel's own binary is taken first: what PATH offers depends on the machine.
    try:
        import pypandoc
    except ImportError as error:
        raise ToolError("pypandoc is not installed", hint="Run scripts/build once.") from error
    bundled = Path(str(pypandoc.__file__)).parent / "files" / "pandoc"
    try:
        return str(bundled) if bundled.is_file() else str(pypandoc.get_pandoc_path())
    except OSError as error:
        raise ToolError("pandoc is missing", hint="Run scripts/build once.") from error


@cache
def version() -> str:
    """Pandoc's version, e.g. ``3.9``."""
    return run((), b"", flags=("--version",)).split()[1].decode()


def run(
    arguments: Iterable[str], data: bytes, *, flags: Iterable[str] = ("--sandbox",), epoch: int = 0
) -> bytes:
    """Run pandoc on `data`; return what it printed.

    `epoch` is the SOURCE_DATE_EPOCH (seconds) for writers that store a date. Raises `ToolError`
    when pandoc fails or takes longer than two minutes.
    """
    command = [executable(), *flags, *arguments]
    environment = {"SOURCE_DATE_EPOCH": str(epoch), "LC_ALL": "C.UTF-8", "PATH": os.defpath}
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, env=environment, timeout=_TIMEOUT_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        hint = "Look for a passage with very many or deeply nested signs of markup."
        raise ToolError(f"pandoc did not finish in {_TIMEOUT_SECONDS} seconds", hint=hint) from error
    except OSError as error:
        raise ToolError(f"pandoc cannot be run: {error.strerror}") from error
    if done.returncode != 0:
        message = done.stderr.decode("utf-8", errors="replace").strip().splitlines()
        raise ToolError(f"pandoc failed: {message[0] if message else done.returncode}")
    return done.stdout


def parse(
    text: str, *, title: str = "", name: str = "", line_offset: int = 0
) -> tuple[Tree, tuple[Finding, ...]]:
    """Parse canonical Markdown, and `title` as inline Markdown, in one run of pandoc.

    `name` and `line_offset` (lines of front matter before the text) place pandoc's warnings.
    """
    # The title goes first, wrapped in a span so that "1. Title" or "# Title" stays inline text.
    head = f"[{' '.join(title.split())}]{{#{_TITLE_ID}}}\n\n" if title else ""
    tagged, labels = tag_calls(head + text)
    with tempfile.TemporaryDirectory(prefix="octavo-") as folder:
        log = Path(folder) / "log.json"
        output = run(["-f", DIALECT, "-t", "json", f"--log={log}"], tagged.encode())
        messages = json.loads(log.read_text(encoding="utf-8")) if log.exists() else []
    try:
        document = json.loads(output)
        tree = lift_notes(tuple(document["pandoc-api-version"]), document["blocks"], labels)
    except RecursionError as error:
        raise InputError(f"{name or 'the text'} nests more deeply than can be read") from error
    shift = line_offset - (2 if head else 0)
    tree = _spell_out_math(tree)
    told = (message for message in messages if message.get("type") not in _TOLD_BY_RULES)
    findings = tuple(_warning(message, name, shift) for message in told)
    return (_split_title(tree) if head else tree), findings


def _spell_out_math(tree: Tree) -> Tree:
    """Mathematics as letters, signs, super- and subscripts, the same in every format.

    What pandoc cannot spell out stays as the TeX it is written in. Two short runs of pandoc,
    and only for texts that hold mathematics.
    """
    places = (tree.blocks, [note.blocks for note in tree.notes], tree.title)
    formulas = [node for node in walk(places) if node["t"] == "Math"]
    if not formulas:
        return tree
    inline = [{"t": "Math", "c": [{"t": "InlineMath"}, node["c"][1]]} for node in formulas]
    lines = [{"t": "Para", "c": [formula]} for formula in inline]
    html = write(document_json(tree.api_version, lines), "html5")
    spelled: list[Node] = json.loads(run(["-f", "html", "-t", "json"], html))["blocks"]
    if len(spelled) != len(formulas):
        return tree
    signs = iter(spelled)

    def spell(node: Node) -> Node | None:
        if node["t"] != "Math":
            return None
        kind = "display" if node["c"][0]["t"] == "DisplayMath" else "inline"
        inlines = next(signs)["c"]
        inner = inlines[0]["c"][1] if len(inlines) == 1 and inlines[0]["t"] == "Span" else inlines
        return {"t": "Span", "c": [["", ["math", kind], [["tex", node["c"][1]]]], inner]}

    blocks = rewrite(list(tree.blocks), spell)
    notes = [replace(note, blocks=tuple(rewrite(list(note.blocks), spell))) for note in tree.notes]
    title = rewrite(list(tree.title), spell)
    return replace(tree, blocks=tuple(blocks), notes=tuple(notes), title=tuple(title))


def _split_title(tree: Tree) -> Tree:
    """The first block's inlines become the title."""
    first, *rest = tree.blocks
    inlines: list[Node] = first["c"] if first["t"] == "Para" else []
    if len(inlines) == 1 and inlines[0]["t"] == "Span":
        inlines = inlines[0]["c"][1]
    return replace(tree, blocks=tuple(rest), title=tuple(inlines))


def _warning(message: Mapping[str, Any], name: str, shift: int) -> Finding:
    kind = str(message.get("type", "warning"))
    code, hint = _WARNINGS.get(kind, ("E-020", "Change the passage so that pandoc reads it without doubt."))
    line = max(0, int(message["line"]) + shift) if message.get("line") else 0
    pretty = str(message.get("pretty", kind)).strip().splitlines()[0]
    severity = Severity.ERROR if message.get("verbosity") in ("WARNING", "ERROR") else Severity.INFO
    return Finding(code, severity, Locus(name, line), f"pandoc: {pretty}", hint)


_TOLD_BY_RULES: Final = frozenset({"DuplicateIdentifier"})
"""Our own rule (S-016) says the same with the place of both."""

_WARNINGS: Final = {
    "NoteDefinedButNotUsed": ("N-002", "Call the note in the text, or remove its definition."),
    "DuplicateNoteReference": ("N-003", "Give each note one definition."),
    "DuplicateLinkReference": ("E-021", "Give each link reference one definition."),
}


def write(document: str, to: str, *arguments: str, epoch: int = 0) -> bytes:
    """Write a document (pandoc's JSON, `Tree.to_json`) in pandoc's output format `to`."""
    return run(["-f", "json", "-t", to, "--wrap=none", *arguments], document.encode(), epoch=epoch)
