"""Reading containers from strangers: bytes in, files and findings out; nothing is ever written.

Bounds (a container beyond them gives one finding and is not read further):

=====================  ==========  ====================================================
a container            256 MiB     as it lies on the disk
its entries            10 000      counted before anything is unpacked
one entry              64 MiB      unpacked
all entries            256 MiB     unpacked; so memory stays below about 0.7 GiB
a zip's directory      2 MiB       read before Python's `zipfile` builds its objects
a tar's header data    64 KiB      pax records and long names
=====================  ==========  ====================================================

Tar is read here, not by Python's `tarfile`: its bounds are not ours, and versions before CVE-2025-8194's
repair can be made to loop. Known: ustar and GNU headers, pax ``path`` and ``size``. Links, devices and
sparse files are refused. Time is linear in the size of the container.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from octavo.model import Finding
from octavo.release.codes import finding
from octavo.release.names import collisions, fault_of, shown

MAX_CONTAINER: Final = 256 * 1024 * 1024
MAX_ENTRIES: Final = 10_000
MAX_ENTRY: Final = 64 * 1024 * 1024
MAX_TOTAL: Final = 256 * 1024 * 1024
MAX_DIRECTORY: Final = 2 * 1024 * 1024
MAX_HEADER: Final = 64 * 1024
_BLOCK: Final = 512
_UNDAMAGED: Final = "Get an undamaged copy of the release."


@dataclass(frozen=True)
class Unpacked:
    """What a container holds."""

    files: dict[str, bytes] = field(default_factory=dict, repr=False)
    """Full name in the container -> bytes."""
    findings: tuple[Finding, ...] = ()


class _Bounds(Exception):  # noqa: N818 - ends the reading, never leaves this module
    """The container is beyond a bound."""


def unpack(name: str, data: bytes) -> Unpacked:
    """The files of a tar or zip container; which of them it is, its first bytes tell."""
    if len(data) > MAX_CONTAINER:
        message = f"The container is larger than {MAX_CONTAINER >> 20} MiB."
        return Unpacked({}, (finding("R-024", name, message, "Unpack it and verify the folder."),))
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _collected(name, _zip_entries(name, data))
    if data[257:262] == b"ustar":
        return _collected(name, _tar_entries(name, data))
    message = "This is neither a zip nor an uncompressed tar file."
    return Unpacked({}, (finding("R-020", name, message, "Decompress it first, or name another file."),))


def _collected(name: str, entries: Iterator[tuple[str, bytes] | Finding]) -> Unpacked:
    files: dict[str, bytes] = {}
    findings: list[Finding] = []
    total = 0
    try:
        for entry in entries:
            if isinstance(entry, Finding):
                findings.append(entry)
                if len(findings) > 1000:
                    raise _Bounds("The container has more than 1000 faults.")
                continue
            path, content = entry
            total += len(content)
            if total > MAX_TOTAL:
                raise _Bounds(f"Unpacked, the container is larger than {MAX_TOTAL >> 20} MiB.")
            if path in files:
                findings.append(
                    finding("R-023", name, f"The entry “{shown(path)}” is there twice.", _UNDAMAGED)
                )
            files.setdefault(path, content)
    except _Bounds as bound:
        findings.append(finding("R-024", name, str(bound), "Do not trust this file."))
    findings += collision_findings(name, files)
    return Unpacked(files, tuple(findings))


def collision_findings(name: str, files: dict[str, bytes]) -> list[Finding]:
    """Findings for names that some file systems cannot tell apart."""
    hint = "Unpack it on a system that tells them apart, or get another copy."
    return [
        finding("R-023", name, f"“{shown(first)}” and “{shown(second)}” collide.", hint)
        for first, second in collisions(files)
    ]


def name_finding(container: str, path: str) -> Finding | None:
    """The finding for an unsafe name."""
    fault = fault_of(path)
    if not fault:
        return None
    message = f"The name “{shown(path)}” {fault}."
    return finding("R-021", container, message, "Do not unpack this file with other tools.")


# ---------------------------------------------------------------- zip


def _zip_entries(name: str, data: bytes) -> Iterator[tuple[str, bytes] | Finding]:
    if fault := _directory_fault(data):
        raise _Bounds(fault)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (
        zipfile.BadZipFile,
        ValueError,
        OSError,
        struct.error,
        NotImplementedError,
        UnicodeDecodeError,
    ) as error:
        yield finding("R-020", name, f"The zip file cannot be read: {error}.", _UNDAMAGED)
        return
    infos = archive.infolist()
    if len(infos) > MAX_ENTRIES:
        raise _Bounds(f"The container has more than {MAX_ENTRIES} entries.")
    if sum(info.file_size for info in infos) > MAX_TOTAL:
        raise _Bounds(f"Unpacked, the container is larger than {MAX_TOTAL >> 20} MiB.")
    for info in infos:
        path = info.filename
        unsafe = name_finding(name, path.removesuffix("/"))
        if unsafe:
            yield unsafe
        elif not path.endswith("/"):
            yield _zip_entry(name, archive, info)


def _directory_fault(data: bytes) -> str:
    """What is wrong with the sizes that the end record states; empty if it can be opened."""
    at = data.rfind(b"PK\x05\x06", max(0, len(data) - 66_000))
    if at < 0 or len(data) - at < 22:
        return ""  # zipfile says it in its own words
    count, size = struct.unpack("<HI", data[at + 10 : at + 16])
    if count == 0xFFFF or size == 0xFFFFFFFF:
        return "The zip file is in ZIP64 form, which no release needs."
    if count > MAX_ENTRIES or size > MAX_DIRECTORY:
        return f"The container has more than {MAX_ENTRIES} entries."
    return ""


def _zip_entry(name: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> tuple[str, bytes] | Finding:
    path = info.filename
    mode = info.external_attr >> 16
    if info.create_system == 3 and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return finding("R-022", name, f"“{shown(path)}” is a link or a device.", "Do not trust this file.")
    if info.file_size > MAX_ENTRY:
        raise _Bounds(f"“{shown(path)}” is larger than {MAX_ENTRY >> 20} MiB.")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or info.flag_bits & 1:
        return finding(
            "R-025", name, f"“{shown(path)}” is encrypted or packed in an unusual way.", _UNDAMAGED
        )
    try:
        with archive.open(info) as stream:
            content = stream.read(info.file_size + 1)
    except (
        zipfile.BadZipFile,
        EOFError,
        OSError,
        ValueError,
        RuntimeError,
        struct.error,
        zlib.error,
    ) as error:
        return finding("R-025", name, f"“{shown(path)}” cannot be read: {error}.", _UNDAMAGED)
    if len(content) != info.file_size:
        return finding("R-025", name, f"“{shown(path)}” is not of the size that is stated.", _UNDAMAGED)
    return path, content


# ---------------------------------------------------------------- tar


@dataclass(frozen=True)
class _Header:
    name: bytes
    size: int
    kind: bytes


def _tar_entries(name: str, data: bytes) -> Iterator[tuple[str, bytes] | Finding]:
    at, count = 0, 0
    override: dict[str, bytes] = {}
    while block := data[at : at + _BLOCK].strip(b"\0"):
        count += 1
        if count > 2 * MAX_ENTRIES:
            raise _Bounds(f"The container has more than {MAX_ENTRIES} entries.")
        header = _tar_header(data[at : at + _BLOCK])
        if header is None:
            yield finding("R-020", name, f"The tar header at byte {at} is damaged.", _UNDAMAGED)
            return
        size = int(override.get("size", b"%d" % header.size)) if header.kind in b"0\0 7" else header.size
        at += _BLOCK
        content = data[at : at + size]
        at += -(-size // _BLOCK) * _BLOCK
        if len(content) < size:
            yield finding("R-020", name, "The tar file is cut short.", _UNDAMAGED)
            return
        if header.kind in b"xgL":
            override = _tar_override(header, content, override)
            continue
        path = override.get("path", header.name)
        override = {}
        yield from _tar_entry(name, path, header.kind, content)
    if not block and at + _BLOCK > len(data):
        yield finding("R-020", name, "The end of the tar file is missing.", _UNDAMAGED)


def _tar_header(block: bytes) -> _Header | None:
    """A header, or None when its checksum or a number is wrong."""
    try:
        stated = int(block[148:156].split(b"\0")[0].strip() or b"0", 8)
        size = int(block[124:136].split(b"\0")[0].strip() or b"0", 8)
    except ValueError:
        return None
    if stated != sum(block[:148]) + 8 * 32 + sum(block[156:]) or size < 0:
        return None
    path = block[:100].split(b"\0")[0]
    prefix = block[345:500].split(b"\0")[0] if block[257:263] == b"ustar\0" else b""
    return _Header(prefix + b"/" + path if prefix else path, size, block[156:157])


def _tar_override(header: _Header, content: bytes, before: dict[str, bytes]) -> dict[str, bytes]:
    """What a pax record or a GNU long name says of the next entry; global records are passed over."""
    if len(content) > MAX_HEADER:
        raise _Bounds("A header of the tar file is too large.")
    if header.kind == b"L":
        return before | {"path": content.rstrip(b"\0")}
    if header.kind == b"g":
        return before
    found = dict(before)
    at = 0
    while at < len(content) and (space := content.find(b" ", at, at + 12)) > 0:
        digits = content[at:space]
        length = int(digits) if digits.isdigit() else 0
        if length < space - at + 3:
            break
        key, _, value = content[space + 1 : at + length - 1].partition(b"=")
        if key == b"path" or (key == b"size" and value.isdigit() and len(value) < 20):
            found[key.decode()] = value
        at += length
    return found


def _tar_entry(name: str, raw: bytes, kind: bytes, content: bytes) -> Iterator[tuple[str, bytes] | Finding]:
    path = raw.decode("utf-8", "surrogateescape")
    if fault := name_finding(name, path.removesuffix("/").removeprefix("./") if kind == b"5" else path):
        if not (kind == b"5" and path in ("./", ".")):
            yield fault
    elif kind == b"5" or path.endswith("/"):
        return
    elif kind not in (b"0", b"\0", b"7"):
        yield finding("R-022", name, f"“{shown(path)}” is a link or a device.", "Do not trust this file.")
    elif len(content) > MAX_ENTRY:
        raise _Bounds(f"“{shown(path)}” is larger than {MAX_ENTRY >> 20} MiB.")
    else:
        yield path, content
