"""Crop and registration marks of a press sheet, as one form that all its pages share.

Comes in: the trimmed page. Goes out: a content stream. The marks stand outside the bleed, in the colour
of registration (Separation All, ISO 32000-1, 8.6.6.4): they come out on every plate, so that the plates
can be laid over each other, whatever inks a picture or a later hand adds. Black alone would leave the
other plates without any.
"""

from __future__ import annotations

from typing import Any, Final

import pydyf

_MM: Final = 72 / 25.4
_NEAR: Final = 4 * _MM
"""From the trim to where a crop mark begins: beyond three millimetres of bleed."""
_FAR: Final = 9.5 * _MM
"""From the trim to where it ends."""
_TARGET: Final = 6.7 * _MM
"""From the trim to the middle of a registration mark."""
_ARM: Final = 2.4 * _MM
_RADIUS: Final = 1.4 * _MM
_WEIGHT: Final = 0.25
_ROUND: Final = 0.5522847498
"""Where the handles of a quarter of a circle stand."""

Box = tuple[float, float, float, float]


def marks_form(trim: Box, media: Box) -> pydyf.Stream:
    """The marks round the page `trim` on the sheet `media`; points, left, bottom, right, top."""
    left, bottom, right, top = trim
    down_up, sides = ((bottom, -1), (top, 1)), ((left, -1), (right, 1))
    lines = [
        *(_line(x, y + away * _NEAR, x, y + away * _FAR) for x in (left, right) for y, away in down_up),
        *(_line(x + away * _NEAR, y, x + away * _FAR, y) for y in (bottom, top) for x, away in sides),
    ]
    middle, centre = (left + right) / 2, (bottom + top) / 2
    targets = [
        *((x + away * _TARGET, centre) for x, away in sides),
        *((middle, y + away * _TARGET) for y, away in down_up),
    ]
    drawing = [f"/marks CS 1 SCN {_WEIGHT} w", *lines, *(_target(x, y) for x, y in targets)]
    return pydyf.Stream(
        ["\n".join(drawing).encode()],
        {
            "Type": "/XObject",
            "Subtype": "/Form",
            "BBox": pydyf.Array(media),
            "Resources": pydyf.Dictionary({"ColorSpace": pydyf.Dictionary({"marks": _registration()})}),
        },
        compress=True,
    )


def _registration() -> pydyf.Array:
    """All inks of the press in full."""
    tint: dict[str, Any] = {"FunctionType": 2, "N": 1, "Domain": pydyf.Array((0, 1))}
    tint |= {"C0": pydyf.Array((0, 0, 0, 0)), "C1": pydyf.Array((1, 1, 1, 1))}
    return pydyf.Array(("/Separation", "/All", "/DeviceCMYK", pydyf.Dictionary(tint)))


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f"{x1:.3f} {y1:.3f} m {x2:.3f} {y2:.3f} l S"


def _target(x: float, y: float) -> str:
    """A cross in a circle."""
    radius, handle = _RADIUS, _RADIUS * _ROUND
    quarters = [
        ((radius, handle), (handle, radius), (0.0, radius)),
        ((-handle, radius), (-radius, handle), (-radius, 0.0)),
        ((-radius, -handle), (-handle, -radius), (0.0, -radius)),
        ((handle, -radius), (radius, -handle), (radius, 0.0)),
    ]
    curves = " ".join(
        " ".join(f"{x + dx:.3f} {y + dy:.3f}" for dx, dy in points) + " c" for points in quarters
    )
    cross = f"{_line(x - _ARM, y, x + _ARM, y)} {_line(x, y - _ARM, x, y + _ARM)}"
    return f"{x + radius:.3f} {y:.3f} m {curves} S {cross}"
