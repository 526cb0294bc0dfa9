"""What a PDF or EPUB carries of its own edition, so that any survivor restores the text. Pure.

Names are flat and the same in every format: in a PDF they are attachments (associated files), in an EPUB
entries below ``META-INF/octavo/``, which reading systems leave alone. `octavo.release.restoring` makes a
workshop of them again. The change log is not carried: it may pin the digest of the very file that would
carry it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from octavo.model import (
    EDITION_FILE,
    EMENDATIONS_FILE,
    IMPRINT_FILE,
    REFERENCES_FILE,
    RESULTS_FILE,
    REVIEW_FILE,
    Edition,
)

APPARATUS_FILE: Final = "apparatus.json"
EPUB_FOLDER: Final = "META-INF/octavo/"
_EMENDATIONS: Final = "Emendations and kept slips"
_PICTURE: Final = "A picture of the edition"


@dataclass(frozen=True)
class Carried:
    """A file of the edition inside an artifact."""

    name: str
    media_type: str
    data: bytes = field(repr=False)
    description: str
    relationship: str = "Source"
    """``AFRelationship`` in a PDF: ``Source`` for what the text is made from, ``Data`` for the rest."""


def carried(edition: Edition, *, house: str = "", apparatus: str = "") -> tuple[Carried, ...]:
    """What to carry; `house` is the whole of ``source/imprint.yaml``, `apparatus` the apparatus as JSON."""
    texts = [
        (EDITION_FILE, "text/markdown", edition.source, "The canonical text of this edition", "Source"),
        (IMPRINT_FILE, "application/yaml", house, "What the publisher states for all papers", "Source"),
        (REFERENCES_FILE, "application/json", edition.references, "Works cited, CSL-JSON", "Data"),
        (
            EMENDATIONS_FILE,
            "application/yaml",
            edition.emendations_source,
            _EMENDATIONS,
            "Data",
        ),
        (REVIEW_FILE, "application/yaml", edition.reviews, "Human reviews of accessibility", "Data"),
        (RESULTS_FILE, "application/json", edition.results, "What checkers said of this content", "Data"),
        (APPARATUS_FILE, "application/json", apparatus, "With the text it gives the witness back", "Data"),
    ]
    files = [
        Carried(name, media_type, text.encode(), description, relationship)
        for name, media_type, text, description, relationship in texts
        if text and not (name == REFERENCES_FILE and text == "[]")
    ]
    files += [Carried(one.name, one.media_type, one.data, _PICTURE) for one in edition.images]
    return tuple(files)
