"""Names inside containers, which come from strangers: what is safe on every system, and what collides.

A safe name is relative, in UTF-8, without ``.`` and ``..``, without a drive, a backslash or a control
character, at most 1024 bytes long, no part longer than 255 bytes (the bound of common file systems).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

MAX_NAME: Final = 1024
MAX_PART: Final = 255


def fault_of(name: str) -> str:
    """What is wrong with `name`, in words; empty for a safe name."""
    parts = name.split("/")
    if not name:
        return "is empty"
    if any("\ud800" <= sign <= "\udfff" for sign in name):
        return "is not UTF-8"
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp") for sign in name):
        return "holds a control character"
    if name.startswith("/") or "\\" in name or ":" in name:
        return "is absolute, or may be on some systems"
    if ".." in parts or "." in parts or "" in parts:
        return "climbs out of its folder or is written in a roundabout way"
    if len(name.encode()) > MAX_NAME or any(len(part.encode()) > MAX_PART for part in parts):
        return "is too long"
    if any(part[-1] in ". " for part in parts):
        return "ends in a dot or a space, which some systems drop"
    return ""


def folded(name: str) -> str:
    """The key under which file systems that ignore case or composition see `name`."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def collisions(names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Pairs of names that cannot stand side by side: equal when folded, or a file that is also a folder."""
    seen: dict[str, str] = {}
    found = []
    for name in names:
        key = folded(name)
        if key in seen:
            found.append((seen[key], name))
        else:
            seen[key] = name
    for key, name in seen.items():
        parts = key.split("/")
        for length in range(1, len(parts)):
            parent = "/".join(parts[:length])
            if parent in seen:
                found.append((seen[parent], name))
    return tuple(found)


def shown(name: str) -> str:
    """`name` for a message: escaped and short."""
    text = (
        name.encode("unicode_escape", "backslashreplace").decode("ascii", "replace")
        if not name.isprintable()
        else name
    )
    return text if len(text) <= 80 else f"{text[:40]}…{text[-36:]}"
