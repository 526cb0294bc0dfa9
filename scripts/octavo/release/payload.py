"""What a release holds and under which names. Values in, a `Bag` out; pure.

::

    ID-VERSION/
      bagit.txt bag-info.txt manifest-*.txt tagmanifest-*.txt   the bag (RFC 8493)
      README.txt                     what this is and how to check it with stock tools only
      data/
        ID.pdf ID.epub ID.html ID.txt ID.docx ID.jats.xml …     the artifacts, one stem, plain suffixes
        proof.html proof.json, apparatus.json                   what was proven; what parts text and witness
        ro-crate-metadata.json                                  at the root, where RO-Crate wants it
        images/…                                                pictures, as the JATS article names them
        source/imprint.yaml source/ID/…                         all it was made from: a workshop as it stands
        seeds/NAME                                              the witness
        metadata/…                                              one file a dialect
        tools/versions.json tools/sbom.cdx.json tools/requirements.lock

Why so. The Library of Congress' Recommended Formats Statement (textual works) wants structured XML by a
published schema first (JATS), EPUB 3, then page files that are PDF/UA, then PDF/A, and metadata beside the
text: all are here, JATS and a PDF that is both first among equals. CLOCKSS and Portico take tar or zip files
with consistent names, JATS or Crossref metadata, final text, and at most one page format an item: hand them
``ID.pdf`` and ``ID.jats.xml`` and leave DOCX out. Zenodo reads ``zenodo.json`` (renamed to ``.zenodo.json``
in a repository) before ``CITATION.cff``. Uncompressed containers outlive compressors. (Sources: the
specifications as cited in the project's standards paper; of Portico only what its own pages say is used.)
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from octavo.dialects import DIALECTS, CrateFile, missing, record, ro_crate
from octavo.model import Artifact, Finding, Imprint, Severity
from octavo.release.bag import Bag, Entry, assemble
from octavo.release.codes import finding
from octavo.release.readme import readme
from octavo.release.sbom import Component, cyclonedx

_TYPES: Final = {
    "md": "text/markdown",
    "yaml": "application/yaml",
    "json": "application/json",
    "txt": "text/plain",
    "png": "image/png",
    "jpg": "image/jpeg",
    "svg": "image/svg+xml",
    "xml": "application/xml",
    "lock": "text/plain",
}


@dataclass(frozen=True)
class Materials:
    """Everything that goes into a release."""

    imprint: Imprint
    artifacts: tuple[Artifact, ...]
    sources: Mapping[str, bytes] = field(repr=False)
    """``source/…`` and ``seeds/…`` -> bytes, as they stand in the workshop."""
    references: str = "[]"
    """CSL-JSON."""
    tools: tuple[tuple[str, str], ...] = ()
    """Name and version of Octavo and everything that shapes the bytes."""
    parts: tuple[Component, ...] = ()
    """Distributions that Octavo needs."""
    lock: bytes = field(default=b"", repr=False)
    """The lock file they were installed from."""


def release_name(imprint: Imprint) -> str:
    """``co-23-31-1.0.0``."""
    return f"{imprint.id}-{imprint.version}"


def make_bag(materials: Materials) -> tuple[Bag, tuple[Finding, ...]]:
    """The release as a bag, and what is said of dialects that had to be left out."""
    imprint = materials.imprint
    metadata, left_out = _metadata(materials)
    entries = [Entry(one.name, one.data) for one in materials.artifacts]
    entries += [Entry(path, data) for path, data in sorted(materials.sources.items())]
    entries += [*metadata, *_tools(materials), *_pictures(materials)]
    types = {one.name: one.media_type for one in materials.artifacts}
    entries.sort(key=lambda entry: entry.path.encode())
    crate = ro_crate(imprint, tuple(_crate_file(entry, types) for entry in entries))
    if not crate:
        left_out = (*left_out, _left_out("ro-crate-metadata.json", "title, date or statement of rights"))
    else:
        entries.append(Entry("ro-crate-metadata.json", crate.encode()))
    paths = [entry.path for entry in entries]
    text = readme(imprint, release_name(imprint), paths, materials.tools, left_out)
    bag = assemble(release_name(imprint), entries, bag_info(materials), [Entry("README.txt", text.encode())])
    return bag, left_out


def _metadata(materials: Materials) -> tuple[list[Entry], tuple[Finding, ...]]:
    entries, findings = [], []
    for dialect in DIALECTS:
        text = dialect.render(materials.imprint, materials.references)
        if text:
            entries.append(Entry(f"metadata/{dialect.file_name}", text.encode()))
            continue
        lacking = ", ".join(missing(materials.imprint, dialect))
        findings.append(_left_out(f"metadata/{dialect.file_name}", lacking))
    return entries, tuple(findings)


def _pictures(materials: Materials) -> Iterable[Entry]:
    """The pictures where the JATS article, and whoever edits the Markdown, looks for them."""
    folder = f"source/{materials.imprint.id}/"
    for path, data in sorted(materials.sources.items()):
        if path.startswith(f"{folder}images/"):
            yield Entry(path.removeprefix(folder), data)


def _left_out(name: str, lacking: str) -> Finding:
    message = f"It is left out: its schema demands {lacking}, which the edition does not state."
    hint = "State it in the front matter, if it is known."
    return finding("R-011", name, message, hint, severity=Severity.INFO)


def _tools(materials: Materials) -> Iterable[Entry]:
    imprint = materials.imprint
    versions = json.dumps(dict(materials.tools), ensure_ascii=False, indent=1) + "\n"
    yield Entry("tools/versions.json", versions.encode())
    bill = cyclonedx(
        imprint.id, imprint.version, released=imprint.released, tools=materials.tools, parts=materials.parts
    )
    yield Entry("tools/sbom.cdx.json", bill.encode())
    if materials.lock:
        yield Entry("tools/requirements.lock", materials.lock)


def _crate_file(entry: Entry, types: Mapping[str, str]) -> CrateFile:
    known = {f"metadata/{one.file_name}": one.media_type for one in DIALECTS} | dict(types)
    suffix = entry.path.rpartition(".")[2]
    media_type = known.get(entry.path) or _TYPES.get(suffix, "application/octet-stream")
    digest = hashlib.sha256(entry.data).hexdigest()
    return CrateFile(entry.path, media_type, len(entry.data), digest)


def bag_info(materials: Materials) -> tuple[tuple[str, str], ...]:
    """Labels of RFC 8493, 2.2.2, as far as the edition states their values."""
    facts = record(materials.imprint)
    octavo = dict(materials.tools).get("octavo", "")
    return (
        ("Source-Organization", facts.publisher.name),
        ("External-Description", facts.title),
        ("Bagging-Date", facts.released),
        ("External-Identifier", facts.identifier or facts.id),
        ("Bag-Group-Identifier", facts.series),
        ("Internal-Sender-Identifier", release_name(materials.imprint)),
        ("Internal-Sender-Description", f"Edition {facts.version} of {facts.id}"),
        ("Bag-Software-Agent", f"Octavo {octavo}".strip()),
    )
