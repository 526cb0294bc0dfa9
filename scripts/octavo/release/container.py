"""A bag as one file: tar (POSIX ustar) and zip, uncompressed, sorted, dated from the edition. Pure.

Nothing of the machine gets in: owner 0, mode 644, no compression (zlib's versions give different bytes),
UTC dates. Both formats are written here by hand or with fixed headers, so that no library's habit matters.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import Final

from octavo.release.bag import Bag, Entry

_BLOCK: Final = 512
_RECORD: Final = 20 * _BLOCK
_MODE: Final = 0o644
_FOLDER_MODE: Final = 0o755


def to_tar(bag: Bag, released: str) -> bytes:
    """The bag as ustar (POSIX.1-1988), 10 KiB records; `released` is an ISO date.

    Raises `ValueError` for a name that ustar cannot hold (over 255 bytes).
    """
    stamp = int(_moment(released).timestamp())
    parts: list[bytes] = []
    for folder in _folders(bag):
        parts.append(_header(f"{folder}/", 0, stamp, b"5"))
    for entry in bag.entries:
        parts.append(_header(f"{bag.name}/{entry.path}", len(entry.data), stamp, b"0"))
        parts.append(entry.data + b"\0" * (-len(entry.data) % _BLOCK))
    data = b"".join(parts) + b"\0" * (2 * _BLOCK)
    return data + b"\0" * (-len(data) % _RECORD)


def _folders(bag: Bag) -> list[str]:
    """Every folder, parents first: some tools want them before their files."""
    found = {bag.name}
    for entry in bag.entries:
        parts = entry.path.split("/")[:-1]
        found |= {"/".join([bag.name, *parts[:length]]) for length in range(1, len(parts) + 1)}
    return sorted(found, key=str.encode)


def _header(name: str, size: int, stamp: int, kind: bytes) -> bytes:
    prefix, base = _split(name.encode())
    mode = _FOLDER_MODE if kind == b"5" else _MODE
    fields = [
        base.ljust(100, b"\0"),
        b"%07o\0" % mode,
        b"%07o\0" % 0,
        b"%07o\0" % 0,
        b"%011o\0" % size,
        b"%011o\0" % stamp,
        b" " * 8,
        kind,
        b"\0" * 100,
        b"ustar\x0000",
        b"\0" * 64,
        b"%07o\0" % 0,
        b"%07o\0" % 0,
        prefix.ljust(155, b"\0"),
        b"\0" * 12,
    ]
    block = b"".join(fields)
    return block[:148] + b"%06o\0 " % sum(block) + block[156:]


def _split(name: bytes) -> tuple[bytes, bytes]:
    if len(name) <= 100:
        return b"", name
    for index in range(len(name) - 1, 0, -1):
        if name[index : index + 1] == b"/" and index <= 155 and 0 < len(name) - index - 1 <= 100:
            return name[:index], name[index + 1 :]
    raise ValueError(f"the name {name.decode()!r} is too long for a tar file")


def to_zip(bag: Bag, released: str) -> bytes:
    """The bag as a zip of stored entries; dates are DOS dates, which begin in 1980."""
    moment = _moment(released)
    date = (max(moment.year, 1980), moment.month, moment.day, 0, 0, 0)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for entry in bag.entries:
            archive.writestr(_info(bag, entry, date), entry.data)
    return buffer.getvalue()


def _info(bag: Bag, entry: Entry, date: tuple[int, int, int, int, int, int]) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(f"{bag.name}/{entry.path}", date)
    info.create_system = 3
    info.external_attr = (0o100000 | _MODE) << 16
    info.compress_type = zipfile.ZIP_STORED
    return info


def _moment(released: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(released).replace(tzinfo=datetime.UTC)
