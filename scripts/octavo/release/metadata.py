"""Contradictions between an edition and every metadata it travels with. Files in, findings out; pure.

Read are the files of ``metadata/``, RO-Crate, the OPF of the EPUB, the ``<meta>`` and JSON-LD of the HTML,
the front of JATS, the XMP of the PDF, the core properties of DOCX. Each by a reader that shares no code
with any writer.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Final

import pikepdf
from lxml import etree, html

from octavo.dialects import DIALECTS, Record, Told, contradictions, read_back
from octavo.model import Finding, Severity
from octavo.release.codes import finding
from octavo.release.recover import inflated

_INNER: Final = {".html": "html", ".jats.xml": "jats", ".epub": "opf", ".pdf": "xmp", ".docx": "core"}
_CONTAINER: Final = "META-INF/container.xml"
_MAX_INNER: Final = 16 * 1024 * 1024


def metadata_findings(facts: Record, payload: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """Every contradiction, in the order of the files; `payload` is named below ``data/``."""
    findings: list[Finding] = []
    for path, dialect in _told_files(payload):
        findings += _judged(facts, dialect, path, payload[path])
    for path in sorted(payload):
        for suffix, dialect in _INNER.items():
            if path.endswith(suffix) and path.startswith(facts.id) and "/" not in path:
                findings += inner_findings(facts, dialect, path, payload[path])
    return tuple(findings)


def dialect_of(name: str) -> str:
    """The dialect inside the artifact `name`, empty if it has none that is read."""
    return next((dialect for suffix, dialect in _INNER.items() if name.endswith(suffix)), "")


def _told_files(payload: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    known = {f"metadata/{one.file_name}": one.name for one in DIALECTS}
    known["ro-crate-metadata.json"] = "ro_crate"
    return ((path, known[path]) for path in sorted(payload) if path in known)


def inner_findings(facts: Record, dialect: str, name: str, data: bytes) -> tuple[Finding, ...]:
    """What the metadata inside one artifact contradicts."""
    inner = inner_metadata(dialect, data)
    if inner is None:
        message = "Its own metadata cannot be found."
        return (finding("R-042", name, message, "Get an undamaged copy."),)
    found = list(_judged(facts, dialect, name, inner))
    if dialect == "html" and (graph := json_ld(data)):
        found += _judged(facts, "schema_org", name, graph)
    return tuple(found)


def _judged(facts: Record, dialect: str, name: str, data: bytes) -> tuple[Finding, ...]:
    value = read_back(dialect, name, data)
    return (value,) if isinstance(value, Finding) else contradictions(facts, name, value)


def inner_metadata(dialect: str, data: bytes) -> bytes | None:
    """The package document of an EPUB, the XMP of a PDF, else the file itself; None if it is not there."""
    try:
        if dialect == "opf":
            return _package_document(data)
        if dialect == "core":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                return _inner(archive, "docProps/core.xml")
        if dialect == "xmp":
            with pikepdf.open(io.BytesIO(data)) as pdf:
                return inflated(pdf.Root.Metadata, _MAX_INNER)
    except (zipfile.BadZipFile, pikepdf.PdfError, etree.LxmlError, *_BROKEN):
        return None
    return data


_BROKEN: Final = (
    KeyError,
    ValueError,
    AttributeError,
    TypeError,
    RuntimeError,
    OSError,
    OverflowError,
    NotImplementedError,
    zlib.error,
)


def _package_document(data: bytes) -> bytes | None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root = etree.fromstring(_inner(archive, _CONTAINER), parser)
        rootfile = next(root.iter("{*}rootfile"), None)
        return None if rootfile is None else _inner(archive, rootfile.get("full-path", ""))


def _inner(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > _MAX_INNER:
        raise ValueError(f"{name} is too large")
    return archive.read(name)


def json_ld(data: bytes) -> bytes:
    """The first JSON-LD block of a page; empty if there is none."""
    try:
        root = html.document_fromstring(data)
    except (etree.LxmlError, ValueError):
        return b""
    for script in root.iter("script"):
        if script.get("type") == "application/ld+json":
            return (script.text or "").encode()
    return b""


def own_contradictions(name: str, data: bytes) -> tuple[Finding, ...]:
    """Contradictions of a page with itself: its ``<meta>`` against its JSON-LD."""
    first = read_back("html", name, data)
    if isinstance(first, Finding):
        return (first,)
    graph = json_ld(data)
    if not graph:
        return ()
    other = read_back("schema_org", name, graph)
    if isinstance(other, Finding):
        return (other,)
    return tuple(_differences(name, first, other))


def _differences(name: str, first: Told, other: Told) -> Iterator[Finding]:
    for field in fields(Told):
        one, two = getattr(first, field.name), getattr(other, field.name)
        same = one == two or (field.name == "date" and (one.startswith(two) or two.startswith(one)))
        if one and two and not same:
            message = f"Its {field.name} is “{one}” in one place and “{two}” in another."
            yield finding("R-041", name, message, "Get an undamaged copy.", severity=Severity.ERROR)
