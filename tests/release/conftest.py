"""A small bag, containers made by hand as strangers would make them, and one whole release."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from conftest import SPECIMEN, copy_sources
from octavo.release.bag import Bag, Entry, assemble
from octavo.release.container import to_tar

RELEASED = "2026-11-24"


@pytest.fixture(scope="session")
def small_bag() -> Bag:
    """A bag of three files, one of them with a name that is not ASCII."""
    payload = [
        Entry("a.txt", b"A\n"),
        Entry("source/b ü.md", "Büchlein 한국\n".encode()),
        Entry("empty", b""),
    ]
    return assemble("small-1.0.0", payload, [("External-Description", "A small  bag")])


@pytest.fixture(scope="session")
def small_files(small_bag: Bag) -> dict[str, bytes]:
    """The same as paths and bytes."""
    return {entry.path: entry.data for entry in small_bag.entries}


def header(name: bytes, size: int = 0, kind: bytes = b"0", link: bytes = b"") -> bytes:
    """A ustar header with a right checksum, whatever its content."""
    block = name[:100].ljust(100, b"\0") + b"0000644\0" + b"0000000\0" * 2
    block += (b"%011o\0" % size) + b"00000000000\0" + b" " * 8 + kind + link.ljust(100, b"\0")
    block = (block + b"ustar\x0000").ljust(512, b"\0")
    return block[:148] + b"%06o\0 " % sum(block) + block[156:]


def tar(entries: Iterable[tuple[bytes, bytes]], *, kind: bytes = b"0") -> bytes:
    """A tar file of (name, content); `kind` is the type of all entries."""
    parts = [header(name, len(data), kind) + data + b"\0" * (-len(data) % 512) for name, data in entries]
    return b"".join(parts) + b"\0" * 1024


def zipped(entries: Iterable[tuple[str, bytes]], *, mode: int = 0o100644, deflate: bool = False) -> bytes:
    """A zip file of (name, content)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED) as archive:
        for name, data in entries:
            info = zipfile.ZipInfo(name)
            info.create_system = 3
            info.external_attr = mode << 16
            info.compress_type = zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED
            archive.writestr(info, data)
    return buffer.getvalue()


def bomb(size: int) -> bytes:
    """A zip whose one entry unpacks to `size` zeros while its directory states a few bytes only."""
    data = zipped([("b/zeros", b"\0" * size)], deflate=True)
    at = data.rfind(b"PK\x01\x02")
    return data[: at + 24] + struct.pack("<I", 10) + data[at + 28 :]


def rebagged(files: dict[str, bytes], name: str = "small-1.0.0") -> bytes:
    """A valid bag of a changed payload: what a liar would make."""
    payload = [Entry(path[5:], data) for path, data in files.items() if path.startswith("data/")]
    tags = [Entry("README.txt", files["README.txt"])] if "README.txt" in files else []
    return to_tar(assemble(name, payload, [], tags), RELEASED)


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture(scope="session")
def released(shared: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """Folder ``build/releases`` with the release of the specimen, made once a run."""

    def make(folder: Path) -> None:
        from octavo.release.making import make_release
        from octavo.workshop import Workshop

        copy_sources(folder)
        made = make_release(Workshop(folder), SPECIMEN)
        assert made.files, made.findings

    return shared("release", make) / "build" / "releases"


@pytest.fixture(scope="session")
def container(released: Path) -> Path:
    """The tar file of that release."""
    return next(released.glob("*.tar"))
