"""Raw Markdown of PDF converters -> `Imported`: an edition's files, and every doubt.

`importer.RULES` is the map: furniture out, front matter, notes, headings, paragraphs, levels.
"""

from octavo.importing.documents import Opened, open_document
from octavo.importing.folder import pictures_beside, witness_place, write_import, write_witness
from octavo.importing.importer import import_text
from octavo.importing.result import Decision, Imported, Removed
from octavo.importing.settling import settled

__all__ = [
    "Decision",
    "Imported",
    "Opened",
    "Removed",
    "import_text",
    "open_document",
    "pictures_beside",
    "settled",
    "witness_place",
    "write_import",
    "write_witness",
]
