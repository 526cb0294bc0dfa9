"""Word, OpenDocument and HTML files -> the Markdown that is imported, and the pictures they carry.

In: the bytes of any file. Out: `Opened`. Pandoc reads the file in its sandbox and with bounded memory: no
file is read and no host is contacted. What it writes is the witness of the edition: the same file and
the same pandoc give the same Markdown. Scripts, event handlers and styles are in no edition.
"""

from __future__ import annotations

import hashlib
import html
import io
import json
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from octavo import pandoc
from octavo.errors import OctavoError
from octavo.importing.cleansing import Cleanser
from octavo.importing.reading import decode_html
from octavo.model import Finding, Locus, Severity

_HTML: Final = re.compile(
    rb"\s*(?:<\?xml[^<>]{0,200}\?>\s*|<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S
)
_MOST_FILES: Final = 5_000
_MOST_UNPACKED: Final = 256 * 1024 * 1024
_MEMORY: Final = ("--sandbox", "+RTS", "-M1500M", "-RTS")
"""Pandoc's own bound: a file that wants more is refused, not swapped to disk."""
_MARKS: Final = {"docx": ("word/document.xml", "word/media/"), "odt": ("content.xml", "Pictures/")}
"""Format -> the part that holds its text, the folder of its pictures."""


@dataclass(frozen=True)
class Opened:
    """A file ready for the import."""

    data: bytes
    """The Markdown; the file itself where it is no document."""
    name: str
    pictures: tuple[tuple[str, bytes], ...] = ()
    """(name, bytes) of each picture the document carries and the Markdown refers to."""
    findings: tuple[Finding, ...] = ()
    origin: tuple[str, str] | None = None
    """(name, SHA-256) of the document the Markdown was made of; none where nothing was converted."""


def format_of(data: bytes) -> str:
    """``docx``, ``odt``, ``html``, or nothing: told by what the file holds, not by its name."""
    if _HTML.match(data.removeprefix(b"\xef\xbb\xbf")[:20_000]):
        return "html"
    if not data.startswith(b"PK\x03\x04"):
        return ""
    try:
        names = set(_archive(data).namelist())
    except _UNREADABLE:
        return ""
    if "mimetype" in names and b"opendocument.text" not in data[:200]:
        return ""
    return next((kind for kind, (part, _) in _MARKS.items() if part in names), "")


def open_document(data: bytes, *, name: str) -> Opened:
    """The Markdown of a document, or `data` as it is; never raises on a bad file."""
    kind = format_of(data) or ("html" if _is_fragment(data, name) else "")
    if not kind:
        return Opened(data, name)
    try:
        return _converted(data, kind, name)
    except _UNREADABLE as error:
        reason = (str(error).splitlines() or ["it nests too deeply"])[0][:160]
        message = f"this {_TITLES[kind]} cannot be read: {reason}"
        hint = "Open it in a word processor or browser, save it anew and try again."
        return Opened(b"", name, findings=(Finding("I-001", Severity.ERROR, Locus(name), message, hint),))


def _is_fragment(data: bytes, name: str) -> bool:
    """Whether a file that is called HTML begins with a tag, as the body of a page does alone."""
    return (
        name.lower().endswith((".html", ".htm", ".xhtml")) and re.match(rb"\s*<[a-zA-Z!]", data) is not None
    )


_UNREADABLE: Final = (
    OctavoError,
    ValueError,
    RecursionError,
    zipfile.BadZipFile,
    NotImplementedError,
    OSError,
)
_TITLES: Final = {"docx": "Word document", "odt": "OpenDocument text", "html": "HTML page"}


def _converted(data: bytes, kind: str, name: str) -> Opened:
    source = decode_html(data).encode() if kind == "html" else data
    carried = {} if kind == "html" else _pictures(data, _MARKS[kind][1])
    document = json.loads(pandoc.run(["-f", _READERS[kind], "-t", "json"], source, flags=_MEMORY))
    cleanser = Cleanser(carried)
    if kind == "html" and sum(_is_head(block, 1) for block in document["blocks"]) == 1:
        document["meta"].pop("title", None)  # the window's title repeats the page's own
    if kind == "odt":
        document["blocks"] = _titled(document["blocks"], _title_of_odt(data))
    document["blocks"] = [*_title_block(document), *cleanser.blocks(_below(document))]
    document["meta"] = {}
    arguments = ["-f", "json", "-t", _WRITTEN, "--wrap=none", "--markdown-headings=atx"]
    text = pandoc.run(arguments, json.dumps(document).encode(), flags=_MEMORY)
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    told = [
        Finding("I-011", Severity.WARNING, Locus(name), message, hint) for message, hint in cleanser.told()
    ]
    origin = (base, hashlib.sha256(data).hexdigest())
    return Opened(text, f"{base}.md", tuple(cleanser.pictures.items()), tuple(told), origin)


_WRITTEN: Final = pandoc.DIALECT + "-simple_tables-multiline_tables-fenced_code_attributes"
"""One form of table, which the importer and people read."""
_READERS: Final = {"docx": "docx", "odt": "odt", "html": "html-native_divs-native_spans"}


def _archive(data: bytes) -> zipfile.ZipFile:
    """The archive; raises `ValueError` when unpacking it would take more than any paper needs."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    entries = archive.infolist()
    if len(entries) > _MOST_FILES or sum(entry.file_size for entry in entries) > _MOST_UNPACKED:
        raise ValueError("it unpacks to more than a paper holds")
    return archive


def _pictures(data: bytes, folder: str) -> dict[str, bytes]:
    """What the document's text calls a picture -> its bytes."""
    archive = _archive(data)
    root = folder.rsplit("/", 2)[0] + "/" if folder.count("/") > 1 else ""
    names = (name for name in archive.namelist() if name.startswith(folder) and not name.endswith("/"))
    return {name.removeprefix(root): archive.read(name) for name in names}


def _title_block(document: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """What the file states about itself as the first lines of the text, where a paper prints it."""
    meta = document["meta"]
    if not _wanted_title(document):
        return
    for place, key in enumerate(("title", "subtitle")):
        words = _inlines(meta.get(key))
        if words:
            yield {"t": "Header", "c": [place + 1, ["", [], []], words]}
    for key in ("author", "date"):
        for words in _several(meta.get(key)):
            yield {"t": "Para", "c": words}
    abstract = meta.get("abstract")
    if abstract:
        yield {"t": "Para", "c": [{"t": "Strong", "c": [{"t": "Str", "c": "Abstract"}]}]}
        yield from (
            abstract["c"] if abstract["t"] == "MetaBlocks" else [{"t": "Para", "c": _inlines(abstract)}]
        )


def _wanted_title(document: dict[str, Any]) -> bool:
    """Whether the file's own title must be written: it has one, and its first heading is another."""
    title = _words(_inlines(document["meta"].get("title")))
    first: list[dict[str, Any]] = next(
        (block["c"][2] for block in document["blocks"] if block["t"] == "Header"), []
    )
    return bool(title) and _words(first) != title


def _below(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The text, its headings one level down where a title stands above them or is the first of several."""
    blocks = list(document["blocks"])
    if _wanted_title(document):
        return [_lower(block) for block in blocks]
    first = next((place for place, block in enumerate(blocks) if block["t"] == "Header"), -1)
    if not _inlines(document["meta"].get("title")) or sum(_is_head(block, 1) for block in blocks) < 2:
        return blocks
    return [block if place == first else _lower(block) for place, block in enumerate(blocks)]


def _is_head(block: dict[str, Any], level: int) -> bool:
    return bool(block["t"] == "Header" and block["c"][0] == level)


def _lower(block: dict[str, Any]) -> dict[str, Any]:
    if block["t"] != "Header":
        return block
    level, attributes, words = block["c"]
    return {"t": "Header", "c": [min(6, level + 1), attributes, words]}


def _titled(blocks: list[dict[str, Any]], title: str) -> list[dict[str, Any]]:
    """With the paragraph that the document styles as its title as a heading above all others."""
    for place, block in enumerate(blocks[:4]):
        if title and block["t"] == "Para" and _words(block["c"]) == title:
            head = {"t": "Header", "c": [1, ["", [], []], block["c"]]}
            return [*blocks[:place], head, *map(_lower, blocks[place + 1 :])]
    return blocks


def _title_of_odt(data: bytes) -> str:
    """The words of the first paragraph in the style ``Title`` or one made of it, without spaces."""
    text = _archive(data).read("content.xml").decode("utf-8", errors="replace")
    made = re.findall(r'style:name="([^"]{1,80})"[^<>]{0,300}?style:parent-style-name="Title"', text)
    for style in ("Title", *made):
        found = re.search(
            rf'<text:p text:style-name="{re.escape(style)}">(.{{0,4000}}?)</text:p>', text, re.S
        )
        if found:
            return "".join(html.unescape(re.sub(r"<[^<>]*>", "", found[1])).split())
    return ""


def _words(inlines: list[dict[str, Any]]) -> str:
    """What stands in running text, without spaces."""
    found = re.findall(r'"t": "Str", "c": ("(?:[^"\\]|\\.)*")', json.dumps(inlines))
    return "".join("".join(json.loads(one).split()) for one in found)


def _inlines(value: dict[str, Any] | None) -> list[dict[str, Any]]:
    if not value:
        return []
    if value["t"] == "MetaString":
        return [{"t": "Str", "c": value["c"]}]
    if value["t"] == "MetaBlocks":
        return [part for block in value["c"] if block["t"] in ("Para", "Plain") for part in block["c"]]
    return list(value["c"]) if value["t"] == "MetaInlines" else []


def _several(value: dict[str, Any] | None) -> list[list[dict[str, Any]]]:
    values = value["c"] if value and value["t"] == "MetaList" else [value]
    return [words for one in values if (words := _inlines(one))]
