"""EDGE: loads the pictures a tree names from the edition's folder, and from nowhere else."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final

from PIL import Image as Picture
from PIL import ImageFile

from octavo.errors import InputError
from octavo.files import confined, read_bytes
from octavo.model import Finding, Image, Locus, Severity
from octavo.tree import Tree, walk

MAX_PIXELS: Final = 100_000_000
_TYPES: Final = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}


def load_images(
    tree: Tree, folder: Path, source_name: str, *, logo: str = "", text: str = ""
) -> tuple[tuple[Image, ...], tuple[Finding, ...]]:
    """Every picture named in `tree`, once each in order; findings for those that cannot be used.

    The `logo` of the house style is one of them; it lies in the edition's folder or beside the imprint.
    `text` is the whole of the file `source_name`: findings tell the line that names the picture.
    """
    images: dict[str, Image] = {}
    findings: list[Finding] = []
    sources = [
        node["c"][2][0]
        for node in walk((tree.blocks, [note.blocks for note in tree.notes]))
        if node["t"] == "Image"
    ]
    for source in dict.fromkeys([*sources, *([logo] if logo else [])]):
        home = folder.parent if source == logo and not (folder / source).exists() else folder
        try:
            images[source] = _load(home, source)
        except InputError as error:
            message = str(error).replace(str(folder), str(PurePosixPath(source_name).parent))
            hint = error.hint or "Put the picture into the edition's folder and name it from there."
            told = f"image {source!r}: {message}"
            locus = Locus(source_name, _line_of(source, text))
            findings.append(Finding("E-016", Severity.ERROR, locus, told, hint))
    return tuple(images.values()), tuple(findings)


def _line_of(source: str, text: str) -> int:
    """The line in which a picture is named first; 0 if it is written otherwise there."""
    place = text.find(f"({source}")
    return text.count("\n", 0, place) + 1 if place >= 0 else 0


def _load(folder: Path, source: str) -> Image:
    if "://" in source or source.startswith(("data:", "//")):
        raise InputError(
            "points outside the edition's folder", hint="Put the picture into the edition's folder."
        )
    data = read_bytes(confined(folder, source))
    if source.lower().endswith(".svg"):
        return Image(source, "image/svg+xml", _checked_svg(data))
    try:
        with Picture.open(io.BytesIO(data)) as picture:
            kind = picture.format or ""
            if picture.width * picture.height > MAX_PIXELS:
                raise InputError("has more than 100 million pixels", hint="Reduce it.")
            with _whole():
                picture.load()
    except InputError:
        raise
    except Picture.DecompressionBombError as error:
        raise InputError("has more than 100 million pixels", hint="Reduce it.") from error
    except Exception as error:  # Pillow raises anything from SyntaxError to struct.error on bad files
        raise InputError("is corrupt or no picture", hint="Replace the file.") from error
    if kind not in _TYPES:
        raise InputError(f"is of the kind {kind}", hint="Use PNG, JPEG, GIF, WebP or SVG.")
    return Image(source, _TYPES[kind], data)


@contextmanager
def _whole() -> Iterator[None]:
    """Pictures that were cut short are refused; the layout engine has Pillow fill them up with black."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _checked_svg(data: bytes) -> bytes:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise InputError("is no well-formed SVG", hint="Replace the file.") from error
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        local = etree.QName(element).localname.lower()
        handlers = [key for key in element.attrib if str(key).lower().startswith("on")]
        if local in ("script", "foreignobject") or handlers or _points_out(element):
            raise InputError("holds a script or points outside itself", hint="Save it as plain SVG.")
    return data


def _points_out(element: object) -> bool:
    attributes = getattr(element, "attrib", {})
    links = [str(value) for key, value in attributes.items() if str(key).endswith("href")]
    return any(link and not link.startswith(("#", "data:image/")) for link in links)
