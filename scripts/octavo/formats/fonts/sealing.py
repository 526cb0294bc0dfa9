"""EDGE (environment): no font of the machine leaks in."""

from __future__ import annotations

import os
import sys
import warnings
from typing import Final

from octavo.errors import OctavoError
from octavo.formats.fonts.faces import HERE

_CONFIGURATION: Final = str(HERE / "fonts.conf")
_STRAY: Final = ("FONTCONFIG_PATH", "FONTCONFIG_SYSROOT", "FC_DEBUG", "FC_LANG")


def seal() -> None:
    """Point fontconfig at an empty configuration, so that only ``@font-face`` fonts exist.

    Must be called before WeasyPrint is imported in this process (fontconfig reads its configuration
    once); calling it again does nothing. Without it the same edition gets other fonts, and so other
    bytes, on another machine. Raises `OctavoError` when it comes too late.
    """
    warnings.filterwarnings("ignore", message="No fonts configured in FontConfig")
    if os.environ.get("FONTCONFIG_FILE") == _CONFIGURATION:
        return
    if "weasyprint" in sys.modules:
        raise OctavoError("fonts were to be sealed off before WeasyPrint was loaded")
    for name in _STRAY:
        os.environ.pop(name, None)
    os.environ["FONTCONFIG_FILE"] = _CONFIGURATION
