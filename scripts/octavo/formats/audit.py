"""The finished screen editions read back: is what they say of themselves true? Bytes in, findings out.

The reader shares no code with the renderers but the vocabulary of roles. A claim that the files do
not bear out is an error, whoever wrote it.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from lxml import etree, html

from octavo.errors import OctavoError
from octavo.formats.claims import Observed, features_of, observe
from octavo.formats.markup import Element, all_text, elements, name_of, with_role
from octavo.formats.pagemarks import PAGEBREAK
from octavo.model import Artifact, Finding, Image, Locus, Severity

CODES: Final[dict[str, str]] = {
    "H-001": "every id of the page is there once",
    "H-002": "every link inside the page leads somewhere",
    "H-003": "every call leads to a note and every note back",
    "H-004": "every image has a text alternative",
    "H-005": "the page fetches nothing and runs no script",
    "X-001": "every accessibility feature the package claims is borne out by its files",
    "X-002": "the page list leads to every page mark, in order",
    "X-003": "every call leads to a note and every note back",
    "X-004": "every image has a text alternative",
    "X-005": "every link inside the publication leads somewhere",
    "X-006": "every file is titled by its heading",
    "X-010": "every review in reviews.yaml is complete",
}
"""Permanent codes of HTML and EPUB, and the state each wants."""


@dataclass(frozen=True)
class _File:
    path: str
    root: Element


def audit_html(artifact: Artifact) -> tuple[Finding, ...]:
    """What is wrong with a finished HTML page."""
    page = _File(artifact.name, html.document_fromstring(artifact.data))
    found = [*_doubled(page), *_dead_links("H-002", [page]), *_fetched(page)]
    observed = observe([page.root], (), lang="")
    found += list(_common(observed, artifact.name, notes="H-003", images="H-004"))
    return tuple(found)


def _doubled(page: _File) -> Iterator[Finding]:
    seen: set[str] = set()
    for element in elements(page.root):
        identifier = element.get("id")
        if identifier and identifier in seen:
            yield _finding("H-001", page.path, f"the id {identifier!r} is there twice")
        seen.add(identifier or "")


def _fetched(page: _File) -> Iterator[Finding]:
    for element in elements(page.root):
        name = name_of(element)
        address = element.get("src") or (element.get("href") if _is_sheet(element) else None)
        if address and not address.startswith("data:"):
            yield _finding("H-005", page.path, f"{name} fetches {address[:80]!r}")
        if name == "script" and element.get("type") != "application/ld+json":
            yield _finding("H-005", page.path, "there is a script")


def _is_sheet(element: Element) -> bool:
    return name_of(element) == "link" and "stylesheet" in element.get("rel", "").split()


def audit_epub(artifact: Artifact) -> tuple[Finding, ...]:
    """What is wrong with a finished EPUB. Raises `OctavoError` when it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(artifact.data)) as container:
            entries = {name: container.read(name) for name in container.namelist()}
        return tuple(_audit(artifact.name, entries))
    except (zipfile.BadZipFile, KeyError, etree.LxmlError, StopIteration) as error:
        raise OctavoError(f"{artifact.name} is no EPUB: {error}") from error


def _audit(name: str, entries: Mapping[str, bytes]) -> Iterator[Finding]:
    container = etree.fromstring(entries["META-INF/container.xml"])
    package_path = str(next(container.iter("{*}rootfile")).get("full-path"))
    package = etree.fromstring(entries[package_path])
    items = {item.get("id", ""): item for item in package.iter("{*}item")}
    folder = posixpath.dirname(package_path)
    paths = [
        posixpath.join(folder, items[ref.get("idref", "")].get("href", ""))
        for ref in package.iter("{*}itemref")
    ]
    files = [_File(path, etree.fromstring(entries[path])) for path in paths]
    nav = next(file for file in files if any(_is_page_list(e) or _is_toc(e) for e in elements(file.root)))
    text = [file.root for file in files]
    observed = observe(text, _pictures(items.values(), folder, entries), lang="")
    yield from _claims(package, observed, name)
    yield from _common(observed, name, notes="X-003", images="X-004")
    yield from _page_list(nav, files, name)
    yield from _dead_links("X-005", files, name)
    yield from _titles(files, name)


def _pictures(items: Iterable[Element], folder: str, entries: Mapping[str, bytes]) -> tuple[Image, ...]:
    return tuple(
        Image(
            item.get("href", ""),
            item.get("media-type", ""),
            entries[posixpath.join(folder, item.get("href", ""))],
        )
        for item in items
        if item.get("media-type", "").startswith("image/")
    )


def _claims(package: Element, observed: Observed, name: str) -> Iterator[Finding]:
    metas = [(meta.get("property"), meta.text or "") for meta in package.iter("{*}meta")]
    true = {*features_of(observed), "displayTransformability"}
    for key, value in metas:
        if key == "schema:accessibilityFeature" and value not in true:
            yield _finding("X-001", name, f"the claim {value!r} is not borne out by the files")
        if key == "schema:accessibilityHazard" and value == "none" and not observed.images_still:
            yield _finding("X-001", name, "hazards are denied, but a picture may move")
    conforms = any(key == "dcterms:conformsTo" for key, _ in metas)
    if conforms and not any(key == "a11y:certifiedBy" for key, _ in metas):
        yield _finding("X-001", name, "conformance is claimed without an evaluator")


def _common(observed: Observed, name: str, *, notes: str, images: str) -> Iterator[Finding]:
    if not observed.notes_linked:
        yield _finding(notes, name, "a note call or a way back is broken")
    if not observed.images_told:
        hint = "Write what the picture shows between the square brackets: ![…](…)."
        yield _finding(images, name, "an image has no text alternative", hint)


def _is_toc(element: Element) -> bool:
    return name_of(element) == "nav" and element.get("role") == "doc-toc"


def _is_page_list(element: Element) -> bool:
    return name_of(element) == "nav" and element.get("role") == "doc-pagelist"


def _page_list(nav: _File, files: list[_File], name: str) -> Iterator[Finding]:
    marks = [f"{file.path}#{mark.get('id')}" for file in files for mark in with_role(file.root, PAGEBREAK)]
    lists = [element for element in elements(nav.root) if _is_page_list(element)]
    listed = [_target(nav.path, link) for found in lists for link in elements(found) if name_of(link) == "a"]
    if marks != listed:
        yield _finding(
            "X-002", name, f"{len(marks)} pages are marked, {len(listed)} listed, or not the same ones"
        )


def _target(path: str, link: Element) -> str:
    # Addresses may be percent-encoded; ids never are.
    file, _, anchor = unquote(link.get("href", "")).partition("#")
    place = posixpath.normpath(posixpath.join(posixpath.dirname(path), file)) if file else path
    return f"{place}#{anchor}" if anchor else place


def _dead_links(code: str, files: list[_File], name: str = "") -> Iterator[Finding]:
    places = {file.path for file in files}
    places |= {f"{file.path}#{element.get('id')}" for file in files for element in elements(file.root)}
    for file in files:
        for link in elements(file.root):
            address = link.get("href", "")
            inner = "#" in address if not name else "://" not in address and not address.startswith("mailto:")
            if name_of(link) == "a" and address and inner and not _leads(file.path, link, places):
                yield _finding(code, name or file.path, f"the link {address!r} in {file.path} leads nowhere")


def _leads(path: str, link: Element, places: set[str]) -> bool:
    return "://" in link.get("href", "") or _target(path, link) in places


def _titles(files: list[_File], name: str) -> Iterator[Finding]:
    for file in files:
        title = next((all_text(e) for e in elements(file.root) if name_of(e) == "title"), "")
        headings = [e for e in elements(file.root) if name_of(e) == "h1"]
        if not title.strip() or len(headings) > 1:
            yield _finding("X-006", name, f"{file.path} has no title of its own, or more than one h1")


def _finding(code: str, name: str, message: str, hint: str = "") -> Finding:
    return Finding(code, Severity.ERROR, Locus(name), message, hint)
