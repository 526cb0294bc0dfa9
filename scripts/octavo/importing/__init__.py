"""Raw Markdown of PDF converters -> `Imported`: an edition's files, and every doubt.

`importer.RULES` is the map: furniture out, front matter, notes, headings, paragraphs, levels.
"""

from octavo.importing.folder import pictures_beside, write_import
from octavo.importing.importer import import_text
from octavo.importing.result import Decision, Imported, Removed

__all__ = ["Decision", "Imported", "Removed", "import_text", "pictures_beside", "write_import"]
