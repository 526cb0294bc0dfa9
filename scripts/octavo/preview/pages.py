"""The preview's pages: a draft with the script that keeps it fresh, its sources, the list. Pure."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote

from octavo.formats.markup import Element, add, make, to_html
from octavo.model import Finding
from octavo.preview.studio import State

SCRIPT: Final = "/-/preview.js"
STYLE: Final = "/-/preview.css"


def draft_page(identifier: str, state: State) -> str:
    """The draft with the preview's script; a page of its own while there is none to show."""
    html = state.html or _plain(identifier, make("main", None, make("h1", None, identifier)))
    tag = f'<script src="{SCRIPT}" data-id="{identifier}" data-revision="{state.revision}"></script>'
    before, end, after = html.rpartition("</body>")
    return f"{before}{tag}{end}{after}"


def state_record(identifier: str, state: State, root: str, editor: str) -> dict[str, Any]:
    """What the script is told of a state."""
    return {
        "revision": state.revision,
        "broken": state.broken,
        "page": bool(state.html),
        "pdf": state.pdf_revision,
        "findings": [
            {**finding_record(identifier, one, root, editor), "old": old} for one, old in state.all_findings
        ],
    }


def event(record: dict[str, Any]) -> str:
    """A server-sent event (HTML, 9.2)."""
    return f"data: {json.dumps(record, ensure_ascii=False)}\n\n"


def finding_record(identifier: str, finding: Finding, root: str, editor: str) -> dict[str, str]:
    """A finding with the address of its line: in the editor, if one is known, else in the preview."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "place": str(finding.locus),
        "message": finding.message,
        "hint": finding.hint,
        "href": _address(identifier, finding, root, editor),
    }


def _address(identifier: str, finding: Finding, root: str, editor: str) -> str:
    locus = finding.locus
    if locus.name == f"{identifier}.pdf":  # what was found on the laid-out page is looked at there
        return f"/{identifier}/{locus.name}" + (f"#page={locus.page}" if locus.page else "")
    if editor:
        path = quote(str(PurePath(root) / locus.name))
        return editor.format(path=path, line=max(1, locus.line), column=max(1, locus.column))
    return f"/{identifier}/source/{quote(PurePath(locus.name).name)}#L{max(1, locus.line)}"


def source_page(name: str, text: str) -> str:
    """A source file with numbered lines that can be linked to."""
    lines = make("ol", {"class": "source"})
    for number, line in enumerate(text.split("\n"), start=1):
        lines.append(make("li", {"id": f"L{number}"}, make("code", None, line)))
    return _plain(name, make("main", None, make("h1", None, name), lines))


def list_page(editions: tuple[tuple[str, str], ...]) -> str:
    """The editions, ``(id, title)``, to choose from."""
    items = [make("li", None, make("a", {"href": f"/{name}/{name}.html"}, title)) for name, title in editions]
    main = make("main", None, make("h1", None, "Editions"))
    return _plain("Editions", add(main, make("ul", None, *items)))


def message_page(title: str, text: str) -> str:
    """A page that says one thing."""
    return _plain(title, make("main", None, make("h1", None, title), make("p", None, text)))


def _plain(title: str, main: Element) -> str:
    head = make(
        "head",
        None,
        make("meta", {"charset": "utf-8"}),
        make("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        make("title", None, title),
        make("link", {"rel": "stylesheet", "href": STYLE}),
    )
    return "<!DOCTYPE html>\n" + to_html(make("html", {"lang": "en"}, head, make("body", None, main)))
