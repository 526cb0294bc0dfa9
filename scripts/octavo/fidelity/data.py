"""EDGE: the data files of this package: published schemas and the proof page's style sheet."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def schema(name: str = "proof-1.json") -> str:
    """A published JSON Schema: ``proof-1.json`` or ``apparatus-1.json``."""
    return (resources.files("octavo.fidelity") / "schemas" / name).read_text(encoding="utf-8")


@cache
def style_sheet() -> str:
    """The style sheet of the proof page; ``TEXT_FAMILIES`` stands for the font families."""
    return (resources.files("octavo.fidelity") / "proof.css").read_text(encoding="utf-8")
