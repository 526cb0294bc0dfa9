"""EPUB bytes in, what the publication says out.

Container, package, spine as EPUB 3.3 has them; each content document in the order of the spine. Notes are
``aside[role=doc-footnote]``; files whose body is ``.editorial`` are not of the work.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import unquote, urldefrag

from lxml import etree

from octavo.fidelity.readers import html
from octavo.fidelity.readers.flow import Extract, Flow, Link, Unreadable, raised_in
from octavo.model import Reading

_CONTAINER: Final = "META-INF/container.xml"
_LARGEST: Final = 64 * 1024 * 1024

Document = tuple[str, Any]
"""Path in the container and root element, names without namespace."""


def read_epub(data: bytes) -> Extract:
    """Read an EPUB edition; raises `Unreadable`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            documents = list(_spine(archive))
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, etree.LxmlError, NotImplementedError) as error:
        raise Unreadable(f"not an EPUB: {error}") from error
    title = next((e for _, d in documents for e in d.iter("h1") if html.has(e, "title")), None)
    if title is None:
        raise Unreadable("there is no h1.title in the spine")
    flow, outline = Flow(), list[tuple[int, str]]()
    for _, document in documents:
        for part in _bodies(document):
            html.gather(part, flow, outline)
    asides = [(p, e) for p, d in documents for e in d.iter("aside") if "doc-footnote" in html.role(e).split()]
    numbered = [(html.number_of(e, place), p, e) for place, (p, e) in enumerate(asides, 1)]
    calls = [(p, e) for p, d in documents for e in d.iter("a") if html.is_call(e) and not html.editorial(e)]
    ids = {(p, e.get("id")): e for p, d in documents for e in d.iter() if e.get("id")}
    heading = html.flow_of(title)
    notes = [html.flow_of(e) for _, _, e in sorted(numbered, key=lambda item: item[0])]
    return Extract(
        Reading(heading.words, flow.words, tuple(note.words for note in notes), tuple(flow.calls())),
        outline=tuple(outline),
        raised=raised_in(heading, flow, *notes),
        numbers=tuple(sorted(number for number, _, _ in numbered)),
        links=tuple(_links(calls, numbered, ids)),
        pages=tuple(flow.pages()),
    )


def _spine(archive: zipfile.ZipFile) -> Iterator[Document]:
    container = _parse(archive, _CONTAINER)
    package_path = next(e.get("full-path", "") for e in container.iter("rootfile"))
    package = _parse(archive, package_path)
    folder = posixpath.dirname(package_path)
    items = {e.get("id"): e for e in package.iter("item")}
    for reference in package.iter("itemref"):
        item = items.get(reference.get("idref"))
        if item is None:
            raise ValueError(f"the spine names {reference.get('idref')!r}, the manifest does not")
        path = posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))
        yield path, _parse(archive, path)


def _parse(archive: zipfile.ZipFile, path: str) -> Any:
    if archive.getinfo(path).file_size > _LARGEST:
        raise ValueError(f"{path} is too large")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    root = etree.fromstring(archive.read(path), parser)
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = etree.QName(element).localname
    return root


def _bodies(document: Any) -> Iterator[Any]:
    """The elements that hold the work's text: outermost ``.body``."""
    for element in document.iter("section", "div", "article"):
        inner = any(html.has(outer, "body") for outer in element.iterancestors("section", "div"))
        if html.has(element, "body") and not inner and not html.editorial(element):
            yield element


def _links(
    calls: list[Document], notes: list[tuple[int, str, Any]], ids: dict[tuple[str, str], Any]
) -> Iterator[Link]:
    by_number = {number: (path, aside) for number, path, aside in notes}
    for path, call in calls:
        number = html.call_number(call)
        note_path, aside = by_number.get(number, ("", None))
        own = {(p, c.get("id")) for p, c in calls if html.call_number(c) == number}
        back = aside is not None and any(
            "doc-backlink" in html.role(link).split() and _target(note_path, link) in own
            for link in aside.iter("a")
        )
        yield Link(number, aside is not None and ids.get(_target(path, call)) is aside, back)


def _target(path: str, link: Any) -> tuple[str, str]:
    """File and fragment a link leads to."""
    address, fragment = urldefrag(link.get("href") or "")
    file = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(address))) if address else path
    return file, unquote(fragment)
