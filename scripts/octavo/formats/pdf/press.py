"""For the press: what PDF/X-4 (ISO 15930-7) wants beyond a well-made PDF.

Comes in: the library's file before it is stored. Goes out: the same file with ink in CMYK or in colours
that a profile explains, boxes for trimming and bleed, and nothing that a press cannot print.
"""

from __future__ import annotations

import re
from typing import Any, Final

import pydyf

from octavo.formats.pdf.marks import marks_form

_BLEED_POINTS: Final = 3 / 25.4 * 72
_RGB: Final = re.compile(rb"^(\S+) (\S+) (\S+) (rg|RG)$")


def make_press_ready(pdf: pydyf.PDF, streams: list[Any], profile: bytes) -> None:
    """Turn a painted file into one for the press; `profile` is the ICC profile of sRGB."""
    _set_boxes(pdf)
    for page in _of_type(pdf, "/Page"):
        # Annotations within the bleed box are forbidden (6.14), and a link means nothing on paper.
        page.pop("Annots", None)
    for key in ("Outlines", "AF", "Names"):
        pdf.catalog.pop(key, None)
    explained = _explained_rgb(pdf, profile)
    _colour_streams(pdf, streams)
    _add_marks(pdf, streams)
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.extra.get("ColorSpace") == "/DeviceRGB":
            item.extra["ColorSpace"] = explained


def _of_type(pdf: pydyf.PDF, kind: str) -> list[Any]:
    return [item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == kind]


def _set_boxes(pdf: pydyf.PDF) -> None:
    """TrimBox within BleedBox within MediaBox, all from the origin (6.1.1)."""
    for page in _of_type(pdf, "/Page"):
        left, bottom, right, top = page["TrimBox"]
        page["BleedBox"] = pydyf.Array(
            (left - _BLEED_POINTS, bottom - _BLEED_POINTS, right + _BLEED_POINTS, top + _BLEED_POINTS)
        )


def _explained_rgb(pdf: pydyf.PDF, profile: bytes) -> pydyf.Array:
    """The colour space of sRGB, explained by its profile: bare device RGB is forbidden (6.2.4)."""
    stream = pydyf.Stream([profile], pydyf.Dictionary({"N": 3}), compress=True)
    pdf.add_object(stream)
    explained = pydyf.Array(("/ICCBased", stream.reference))
    for item in pdf.objects:
        if isinstance(item, dict) and "lab-d50" in item:
            item["srgb"] = explained
    return explained


def _colour_streams(pdf: pydyf.PDF, streams: list[Any]) -> None:
    """Grey and black on the black plate alone; other colours as explained sRGB."""
    forms = [item for item in pdf.objects if isinstance(item, pydyf.Stream) and "BBox" in item.extra]
    for stream in streams:
        stream.stream = [_coloured(item) for item in stream.stream[0].split(b"\n")]
    for form in forms:
        form.stream = [_coloured(item) for item in form.stream]


def _coloured(item: Any) -> Any:
    found = _RGB.match(item) if isinstance(item, bytes) else None
    if found is None:
        return item
    red, green, blue = (float(found.group(index)) for index in (1, 2, 3))
    fill = found.group(4) == b"rg"
    if red == green == blue:
        return b"0 0 0 %s %s" % (_number(1 - red), b"k" if fill else b"K")
    space, paint = (b"cs", b"sc") if fill else (b"CS", b"SC")
    return b"/srgb %s %s %s %s %s" % (space, *found.groups()[:3], paint)


def _add_marks(pdf: pydyf.PDF, streams: list[Any]) -> None:
    """Crop and registration marks on every page; all pages have one size and share their resources."""
    pages = _of_type(pdf, "/Page")
    form = marks_form(tuple(pages[0]["TrimBox"]), tuple(pages[0]["MediaBox"]))
    pdf.add_object(form)
    resources = pdf.objects[int(pages[0]["Resources"].split()[0])]
    resources["XObject"]["marks"] = form.reference
    for stream in streams:
        stream.stream = [b"/Artifact BMC", b"q /marks Do Q", b"EMC", *stream.stream]


def _number(value: float) -> bytes:
    return f"{value:.4f}".rstrip("0").rstrip(".").encode() or b"0"
