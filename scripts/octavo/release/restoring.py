"""A workshop made again of what an artifact carries. Pure.

``edition.md`` and its like become ``source/ID/…``, ``imprint.yaml`` stands beside, and the apparatus gives
the witness back to ``seeds/``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from octavo.carried import APPARATUS_FILE
from octavo.errors import InputError
from octavo.fidelity.apparatus import from_json, rebuild_witness
from octavo.model import (
    EDITION_FILE,
    EMENDATIONS_FILE,
    IMPRINT_FILE,
    REFERENCES_FILE,
    RESULTS_FILE,
    REVIEW_FILE,
    Finding,
)
from octavo.release.codes import finding
from octavo.release.names import fault_of, shown
from octavo.yamltext import load

_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_FRONT_MATTER: Final = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_TEXTS: Final = (EDITION_FILE, REFERENCES_FILE, EMENDATIONS_FILE, REVIEW_FILE, RESULTS_FILE)


@dataclass(frozen=True)
class Restored:
    """A workshop made of carried files."""

    id: str
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    """Path below the workshop -> bytes."""
    findings: tuple[Finding, ...] = ()


def restored(files: Mapping[str, bytes], *, source: str) -> Restored:
    """The workshop from carried files, named as `carried` names them; `source` is the artifact's name.

    Every fault is a finding; without a readable edition nothing is restored.
    """
    text = _text(files.get(EDITION_FILE, b""))
    identifier = edition_id(text)
    if not identifier:
        message = f"It carries no {EDITION_FILE} that states the edition's id."
        hint = "Take the PDF, the EPUB or the bag of a release."
        return Restored("", {}, (finding("R-080", source, message, hint),))
    paths: dict[str, bytes] = {}
    findings: list[Finding] = []
    for name, data in sorted(files.items()):
        if fault := fault_of(name):
            findings.append(finding("R-021", source, f"The carried name “{shown(name)}” {fault}."))
        elif name == IMPRINT_FILE:
            paths[f"source/{IMPRINT_FILE}"] = data
        elif name in _TEXTS or name.startswith("images/"):
            paths[f"source/{identifier}/{name}"] = data
        elif name == APPARATUS_FILE:
            paths[name] = data
        else:
            message = f"“{shown(name)}” is no part of an edition and is left alone."
            findings.append(finding("R-081", source, message))
    findings += _add_witness(paths, text, files.get(APPARATUS_FILE, b""), source)
    return Restored(identifier, paths, tuple(findings))


def edition_id(text: str) -> str:
    """The id that an edition's front matter states; empty if there is none or it is no plain name."""
    match = _FRONT_MATTER.match(text)
    value = load(match[1], name=EDITION_FILE).value if match else {}
    identifier = str(value.get("id", "")) if isinstance(value, dict) else ""
    return identifier if _ID.fullmatch(identifier) and not fault_of(identifier) else ""


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _add_witness(paths: dict[str, bytes], text: str, apparatus: bytes, source: str) -> Iterator[Finding]:
    if not apparatus:
        return
    try:
        told = from_json(_text(apparatus))
        if fault_of(told.witness) or "/" in told.witness:
            raise InputError("the name of the witness is not safe")
        paths[f"seeds/{told.witness}"] = rebuild_witness(text, told)
    except (InputError, IndexError, ValueError) as error:
        message = f"The witness is not rebuilt: {error}."
        yield finding("R-081", source, message, "The text itself is restored.")
