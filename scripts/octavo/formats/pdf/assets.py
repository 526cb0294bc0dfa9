"""EDGE (reads the house's own files): what the layout engine may load, and nothing else exists.

The fonts of the house, the pictures of the edition, the rule above the notes, the colours of the press.
No other file is opened, no connection is made, whatever a text asks for.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from octavo.formats import fonts
from octavo.formats.pdf.engine import Fetch
from octavo.formats.pdf.sheet import EDITION_URL
from octavo.model import Image

_RULE: Final = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="72" height="1">'
    b'<path d="M0 .5H72" stroke="black" stroke-width=".7"/></svg>'
)


_PRESS_PROFILE: Final = Path(__file__).with_name("coated-fogra39.icc")


def srgb_profile() -> bytes:
    """The ICC profile of sRGB that comes with the layout engine."""
    return (resources.files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()


def assets(images: tuple[Image, ...]) -> Fetch:
    """URL -> bytes and media type, None for all that is not ours to load."""
    pictures = {image.name: image for image in images}
    faces = {face.path.as_uri(): face for face in fonts.FACES}

    def fetch(url: str) -> tuple[bytes, str] | None:
        if url in faces:
            return faces[url].path.read_bytes(), "font/ttf"
        if url == "house:/rule.svg":
            return _RULE, "image/svg+xml"
        if url == "house:/press.icc":
            return _PRESS_PROFILE.read_bytes(), "application/vnd.iccprofile"
        image = pictures.get(unquote(url.removeprefix(EDITION_URL)))
        return None if image is None else (image.data, image.media_type)

    return fetch
