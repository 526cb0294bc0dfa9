"""Colours that can be read: WCAG 2.2 contrast, computed. Hexadecimal in, hexadecimal out."""

from __future__ import annotations

import re
from typing import Final

FALLBACK: Final = "#7a1f1f"
_HEX: Final = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_STEPS: Final = 50


def readable(colour: str, paper: str, *, ratio: float = 4.5) -> str:
    """`colour`, moved towards black or white until it stands out from `paper` by `ratio` (WCAG 1.4.3).

    A colour that is not hexadecimal is replaced by the house's own.
    """
    start = rgb(colour if _HEX.fullmatch(colour.strip()) else FALLBACK)
    ground = rgb(paper)
    end = 255.0 if _luminance(ground) < 0.18 else 0.0
    for step in range(_STEPS + 1):
        mixed = tuple(round(part + (end - part) * step / _STEPS) for part in start)
        if contrast(_text(mixed), paper) >= ratio:
            return _text(mixed)
    return _text((round(end),) * 3)


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, *contrast ratio*)."""
    light, dark = sorted((_luminance(rgb(first)), _luminance(rgb(second))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def rgb(colour: str) -> tuple[int, int, int]:
    """Red, green, blue from 0 to 255 of ``#rgb`` or ``#rrggbb``."""
    digits = colour.strip().lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def _text(parts: tuple[int, ...]) -> str:
    return "#" + "".join(f"{part:02x}" for part in parts)


def _luminance(parts: tuple[int, ...]) -> float:
    shares = [part / 255 for part in parts]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return float(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
