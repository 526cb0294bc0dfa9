"""The container: EbookLib assembles, then every entry is stored again with fixed dates and modes.

EbookLib is given finished bytes only. What it does to chapters, covers and page lists of its own is
in FACTS section 1; entries are stored, not deflated, because zlib versions differ in their bytes.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from ebooklib import epub
from lxml import etree

from octavo.formats.epub.metadata import Entry
from octavo.formats.markup import XML_LANG, drop

_OPF: Final = "EPUB/content.opf"
_OPF_SPACE: Final = "http://www.idpf.org/2007/opf"
_UNIX: Final = 3
_MODE: Final = 0o100644 << 16


@dataclass(frozen=True)
class Item:
    """One file of the publication as the manifest lists it."""

    id: str
    file: str
    media_type: str
    data: bytes
    properties: tuple[str, ...] = ()


def assemble(
    items: Iterable[Item],
    spine: Iterable[str],
    metadata: Iterable[Entry],
    *,
    lang: str,
    rtl: bool,
    modified: datetime.datetime,
) -> bytes:
    """The publication's bytes. Raises `OSError` when EbookLib cannot write (it writes to memory)."""
    book = epub.EpubBook()
    book.metadata = {}
    book.IDENTIFIER_ID = "id"
    for entry in metadata:
        space, _, name = entry.name.rpartition(":")
        book.add_metadata(space.upper() or None, name, entry.value or None, dict(entry.attributes))
    for item in items:
        book.add_item(_item(item))
    book.spine = list(spine)
    book.direction = "rtl" if rtl else None
    options: dict[str, Any] = {
        "mtime": modified,
        "epub3_pages": False,
        "epub3_landmark": False,
        "epub2_guide": False,
        "raise_exceptions": True,
    }
    raw = io.BytesIO()
    epub.write_epub(raw, book, options)
    return _restore(raw.getvalue(), lang=lang, rtl=rtl, modified=modified)


def enclose(data: bytes, files: Iterable[tuple[str, bytes]], *, modified: datetime.datetime) -> bytes:
    """A container with further files after its own, which its package knows nothing of (OCF 4.2.6.2)."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_STORED) as target:
        for name, content in files:
            info = zipfile.ZipInfo(name, modified.timetuple()[:6])
            info.create_system, info.external_attr = _UNIX, _MODE
            target.writestr(info, content)
    return out.getvalue()


def _item(item: Item) -> Any:
    made = epub.EpubItem(uid=item.id, file_name=item.file, media_type=item.media_type, content=item.data)
    made.properties = list(item.properties)
    return made


def _restore(data: bytes, *, lang: str, rtl: bool, modified: datetime.datetime) -> bytes:
    """The same entries in the same order, stored, dated from the edition, owner and umask out of it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, modified.timetuple()[:6])
            info.create_system, info.external_attr = _UNIX, _MODE
            content = source.read(name)
            target.writestr(info, _package(content, lang=lang, rtl=rtl) if name == _OPF else content)
    return out.getvalue()


def _package(opf: bytes, *, lang: str, rtl: bool) -> bytes:
    """The package document with its language on the root and without EbookLib's unused prefix."""
    root = etree.fromstring(opf)
    root.set(XML_LANG, lang)
    if rtl:
        root.set("dir", "rtl")
    drop(root, "prefix")
    etree.cleanup_namespaces(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))
