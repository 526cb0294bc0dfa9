"""Judging a bag by RFC 8493: files in, findings out, all of them. Pure.

A bag is *complete* when every file that a manifest lists is there and every payload file is listed in
every payload manifest; *valid* when it is complete and every digest is right (clause 3). Beyond the
clauses: a tag file that no tag manifest lists is a finding too, and a bag whose parts are elsewhere
(``fetch.txt``) is refused, because nothing is ever fetched.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from octavo.model import Finding
from octavo.release.bag import PAYLOAD
from octavo.release.codes import finding
from octavo.release.names import fault_of, shown

STRONG: Final = ("sha256", "sha384", "sha512", "sha3-256", "sha3-512")
_KNOWN: Final = (*STRONG, "md5", "sha1", "sha224")
_MANIFEST: Final = re.compile(r"(tag)?manifest-([a-z0-9-]{1,20})\.txt")
_DECLARATION: Final = re.compile(
    rb"BagIt-Version: (0\.9[3-7]|1\.0)\r?\nTag-File-Character-Encoding: UTF-8(?:\r?\n)?"
)
_LINE: Final = re.compile(r"([0-9A-Fa-f]{32,128})[ \t]+\*?(.+)")
_MAX_LINES: Final = 20_000
_MOST_TOLD: Final = 100
_UNDAMAGED: Final = "Get an undamaged copy of the release."


@dataclass(frozen=True)
class Manifest:
    """A manifest as read: path -> digest."""

    file: str
    algorithm: str
    tags: bool
    digests: Mapping[str, str]


def check_bag(files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """Every departure of a bag from the RFC; `files` are named by their paths below the bag's folder."""
    if "bagit.txt" not in files:
        return tuple(_declaration(files))
    findings = [*_declaration(files), *_remote(files)]
    manifests: list[Manifest] = []
    for file in sorted(files):
        if match := _MANIFEST.fullmatch(file):
            manifest, faults = _read_manifest(file, match[2], tags=bool(match[1]), data=files[file])
            manifests.append(manifest)
            findings += faults
    findings += _presence(files, manifests)
    told = {one.locus.name for one in findings}
    for manifest in sorted(manifests, key=lambda one: (one.tags, one.algorithm not in STRONG, one.file)):
        # One finding a file: the second manifest would only say the same again.
        for one in _compare(files, manifest):
            if one.locus.name not in told:
                findings.append(one)
        told |= {one.locus.name for one in findings}
    # Sizes are only worth a word where every digest is right.
    return _few(tuple(findings or _info(files)))


def _few(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The first hundred findings; nobody reads more, and a stranger's bag can give ten thousand."""
    if len(findings) <= _MOST_TOLD:
        return findings
    last = findings[_MOST_TOLD]
    message = f"There are {len(findings) - _MOST_TOLD} more findings like these."
    return (*findings[:_MOST_TOLD], finding(last.code, last.locus.name, message, _UNDAMAGED))


def _declaration(files: Mapping[str, bytes]) -> Iterator[Finding]:
    data = files.get("bagit.txt")
    if data is None:
        hint = "Name the folder or container of a release."
        yield finding("R-030", "bagit.txt", "The bag's declaration is missing, so this is no bag.", hint)
    elif not _DECLARATION.fullmatch(data):
        message = "It must be two lines that state the version 1.0 and the encoding UTF-8, without a BOM."
        yield finding("R-030", "bagit.txt", message, _UNDAMAGED)


def _remote(files: Mapping[str, bytes]) -> Iterator[Finding]:
    if "fetch.txt" in files:
        message = "The bag says that parts of it must be fetched from elsewhere; nothing is ever fetched."
        yield finding("R-038", "fetch.txt", message, "Get the complete bag.")


def _info(files: Mapping[str, bytes]) -> Iterator[Finding]:
    data = files.get("bag-info.txt")
    if data is None:
        return
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        yield finding("R-037", "bag-info.txt", "It is not UTF-8.", _UNDAMAGED)
        return
    stated = re.search(r"^Payload-Oxum:[ \t]*(\S+)[ \t]*$", text, re.MULTILINE)
    sizes = [len(content) for path, content in files.items() if path.startswith(PAYLOAD)]
    counted = f"{sum(sizes)}.{len(sizes)}"
    if stated and stated[1] != counted:
        message = f"It states a payload of {shown(stated[1])}, there is one of {counted} (octets.files)."
        yield finding("R-037", "bag-info.txt", message, _UNDAMAGED)


def _read_manifest(
    file: str, algorithm: str, *, tags: bool, data: bytes
) -> tuple[Manifest, tuple[Finding, ...]]:
    digests: dict[str, str] = {}
    findings = []
    text = data.decode("utf-8", "surrogateescape")
    lines = re.split(r"\r\n|\n|\r", text.removesuffix("\n")) if text else []
    if len(lines) > _MAX_LINES:
        findings.append(finding("R-032", file, f"It has more than {_MAX_LINES} lines.", _UNDAMAGED))
    for number, line in enumerate(lines[:_MAX_LINES], start=1):
        match = _LINE.fullmatch(line)
        path = _decoded(match[2]) if match else ""
        if fault := _line_fault(match, path, tags=tags, seen=path in digests):
            findings.append(finding("R-032", file, f"Line {number} {fault}.", _UNDAMAGED))
        elif match:
            digests[path] = match[1].lower()
    return Manifest(file, algorithm, tags, digests), tuple(findings[:100])


def _decoded(path: str) -> str:
    return re.sub("%(0[aA]|0[dD]|25)", lambda match: chr(int(match[1], 16)), path)


def _line_fault(match: re.Match[str] | None, path: str, *, tags: bool, seen: bool) -> str:
    if match is None:
        return "is not a digest and a name"
    if fault := fault_of(path):
        return f"names “{shown(path)}”, which {fault}"
    if path.startswith(PAYLOAD) == tags:
        return f"names “{shown(path)}”, which is not {'a tag file' if tags else 'in the payload'}"
    return f"names “{shown(path)}” again" if seen else ""


def _presence(files: Mapping[str, bytes], manifests: list[Manifest]) -> Iterator[Finding]:
    """Every payload file in every payload manifest, every tag file in a tag manifest."""
    payload = [manifest for manifest in manifests if not manifest.tags]
    strong = [manifest for manifest in payload if manifest.algorithm in STRONG]
    if not strong:
        message = "There is no payload manifest with a digest that can be trusted (SHA-256 or better)."
        yield finding("R-031", "manifest-sha256.txt", message, _UNDAMAGED)
    named = {path for manifest in payload for path in manifest.digests}
    for path in sorted(files):
        if path.startswith(PAYLOAD) and path not in named:
            yield finding(
                "R-034", path, "It is in no manifest: it was added later.", "Do not trust this file."
            )
    for manifest in payload:
        if lacking := sorted(named - set(manifest.digests)):
            message = f"It does not list “{shown(lacking[0])}”, which another manifest lists."
            yield finding("R-036", manifest.file, message, _UNDAMAGED)
    yield from _tag_presence(files, [manifest for manifest in manifests if manifest.tags])


def _tag_presence(files: Mapping[str, bytes], tags: list[Manifest]) -> Iterator[Finding]:
    named = {path for manifest in tags for path in manifest.digests}
    for path in sorted(files):
        if path.startswith((PAYLOAD, "tagmanifest-")) or path in named:
            continue
        if (not tags and path in ("bagit.txt", "bag-info.txt")) or (not tags and _MANIFEST.fullmatch(path)):
            continue  # a bag without tag manifests is valid (2.2.1 makes them optional)
        yield finding(
            "R-034", path, "It is in no tag manifest: it was added later.", "Do not trust this file."
        )


def _compare(files: Mapping[str, bytes], manifest: Manifest) -> Iterator[Finding]:
    if manifest.algorithm not in _KNOWN:
        message = f"The digest {manifest.algorithm} is not known; it is not checked."
        yield finding("R-032", manifest.file, message, "Use the other manifests.")
        return
    for path, digest in sorted(manifest.digests.items()):
        data = files.get(path)
        if data is None:
            yield finding("R-033", path, f"{manifest.file} lists it, and it is not there.", _UNDAMAGED)
        elif hashlib.new(manifest.algorithm.replace("sha3-", "sha3_"), data).hexdigest() != digest:
            message = f"Its {manifest.algorithm} is not the one in {manifest.file}: a byte has changed."
            yield finding("R-035", path, message, _UNDAMAGED)
