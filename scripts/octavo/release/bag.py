"""A BagIt 1.0 bag (RFC 8493), assembled from finished bytes. Values in, values out.

Clauses: 2.1.1 bagit.txt, 2.1.3 payload manifests, 2.2.1 tag manifests, 2.2.2 bag-info.txt; line ends are
LF, names in manifests percent-encode CR, LF and ``%``. Both SHA-256 and SHA-512 are given: RFC 8493 (2.4)
recommends SHA-512 and archives in fact check SHA-256.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from octavo.release.names import collisions, fault_of

ALGORITHMS: Final = ("sha256", "sha512")
DECLARATION: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PAYLOAD: Final = "data/"


@dataclass(frozen=True)
class Entry:
    """A file of the bag."""

    path: str
    """Path below the bag's folder, e.g. ``data/co-23-31.pdf``."""
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Bag:
    """A whole bag."""

    name: str
    """Name of its folder, ``co-23-31-1.0.0``."""
    entries: tuple[Entry, ...]
    """Sorted by path."""


def assemble(
    name: str, payload: Iterable[Entry], info: Iterable[tuple[str, str]], tags: Iterable[Entry] = ()
) -> Bag:
    """A bag with folder `name`: `payload` below ``data/``, `info` for bag-info.txt, further tag files.

    Raises `ValueError` for a name that is not safe or collides: an edition with such a file has been
    refused before.
    """
    entries = [Entry(PAYLOAD + entry.path, entry.data) for entry in payload]
    _demand_safe([name, *(entry.path for entry in entries)])
    manifests = [_manifest(f"manifest-{algorithm}.txt", algorithm, entries) for algorithm in ALGORITHMS]
    tag_files = [
        Entry("bagit.txt", DECLARATION),
        Entry("bag-info.txt", _bag_info([*info, ("Payload-Oxum", oxum(entries))])),
        *tags,
        *manifests,
    ]
    tag_manifests = [
        _manifest(f"tagmanifest-{algorithm}.txt", algorithm, tag_files) for algorithm in ALGORITHMS
    ]
    every = [*entries, *tag_files, *tag_manifests]
    return Bag(name, tuple(sorted(every, key=lambda entry: entry.path.encode())))


def oxum(entries: Iterable[Entry]) -> str:
    """Octets and number of the payload's files: ``279164409832.1198`` (RFC 8493, 2.2.2)."""
    sizes = [len(entry.data) for entry in entries]
    return f"{sum(sizes)}.{len(sizes)}"


def _demand_safe(names: list[str]) -> None:
    for name in names:
        if fault := fault_of(name):
            raise ValueError(f"the name {name!r} {fault}")
    if pairs := collisions(names):
        raise ValueError(f"the names {pairs[0][0]!r} and {pairs[0][1]!r} collide")


def _manifest(name: str, algorithm: str, entries: list[Entry]) -> Entry:
    lines = [
        f"{hashlib.new(algorithm, entry.data).hexdigest()}  {encoded(entry.path)}\n"
        for entry in sorted(entries, key=lambda entry: entry.path.encode())
    ]
    return Entry(name, "".join(lines).encode())


def encoded(path: str) -> str:
    """A path as a manifest writes it."""
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def _bag_info(pairs: Iterable[tuple[str, str]]) -> bytes:
    lines = [f"{label}: {' '.join(value.split())}\n" for label, value in pairs if value.strip()]
    return "".join(lines).encode()


def sums(files: Mapping[str, bytes]) -> bytes:
    """``SHA256SUMS`` of finished files, as ``sha256sum`` writes and reads it."""
    lines = [f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items())]
    return "".join(lines).encode()
