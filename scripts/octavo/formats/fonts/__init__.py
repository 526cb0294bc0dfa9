"""The typefaces of the house: what they cover, how they are cut, how CSS names them.

`faces` tells which faces exist and which of them a text needs; `cutting` makes subsets and WOFF2;
`sealing` (EDGE) keeps the fonts of the machine out. The font files and their licences lie in this
folder; `scripts/vendor-fonts` tells how they were made.
"""

from octavo.formats.fonts.cutting import FEATURES, subset, woff2
from octavo.formats.fonts.faces import (
    FACES,
    LICENCES,
    MONO,
    TEXT,
    Face,
    css_font_face,
    face_rule,
    faces_for,
    missing,
    stack,
)
from octavo.formats.fonts.sealing import seal

__all__ = [
    "FACES",
    "FEATURES",
    "LICENCES",
    "MONO",
    "TEXT",
    "Face",
    "css_font_face",
    "face_rule",
    "faces_for",
    "missing",
    "seal",
    "stack",
    "subset",
    "woff2",
]
