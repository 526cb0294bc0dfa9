"""Pictures as bytes: what can be known of them without a renderer."""

from __future__ import annotations

import re
from typing import Final

from octavo.model import Image

_MOVING_SVG: Final = re.compile(
    rb"<(?:[\w.-]+:)?(?:animate\w*|set|script|foreignObject|video|audio)\b|@keyframes", re.I
)


def is_still(image: Image) -> bool:
    """Whether a picture cannot move: JPEG, one-frame GIF, PNG or WebP without animation, plain SVG.

    Anything not known for sure counts as moving: a hazard is never denied without evidence.
    """
    data = image.data
    match image.media_type:
        case "image/jpeg":
            return True
        case "image/png":
            return b"acTL" not in data
        case "image/gif":
            return data.count(b"\x21\xf9\x04") <= 1
        case "image/webp":
            return b"ANIM" not in data[:64]
        case "image/svg+xml":
            return _MOVING_SVG.search(data) is None
    return False
