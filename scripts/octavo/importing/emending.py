"""The first ``emendations.yaml`` of an edition: what the import took out, ready for an editor.

In: the removals of an import. Out: YAML with the keys ``emendations`` and ``kept``. Running heads
are declared once each; numbers of pages and signs of notes need no declaration.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from octavo.importing.draft import visible
from octavo.importing.result import Removed

_DECLARED = ("running head", "download line", "heading of the notes", "label of a continued note")


def emendations_yaml(removed: Iterable[Removed]) -> str:
    """The file's text; JSON strings are YAML scalars."""
    seen: dict[str, str] = {}
    for entry in removed:
        words = " ".join(visible(entry.text).split())
        if entry.reason in _DECLARED and words:
            seen.setdefault(words, entry.reason)
    if not seen:
        return "emendations: []\nkept: []\n"
    lines = ["emendations:"]
    for words, reason in seen.items():
        lines.extend(
            (
                f"  - sic: {json.dumps(words, ensure_ascii=False)}",
                '    corr: ""',
                "    kind: furniture",
                f"    reason: {json.dumps(reason + ' of the printed page')}",
                '    resp: "octavo import"',
            )
        )
    return "\n".join([*lines, "kept: []"]) + "\n"
