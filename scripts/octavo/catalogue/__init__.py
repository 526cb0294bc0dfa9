"""records of editions -> a catalogue that people and machines read, ready for any static host.

Comes in: a tuple of `CatalogueEntry` and a `Head`. Goes out: `Catalogue`: ``index.html``, ``opds.xml``
(OPDS 1.2), ``opds.json`` (OPDS 2.0), ``atom.xml``, ``sitemap.xml``, and findings. Pure: nothing is
read or written, and every date comes from the records.
"""

from octavo.catalogue.covers import thumbnail
from octavo.catalogue.entries import CatalogueEntry, CatalogueFile, Head
from octavo.catalogue.make import Catalogue, compress_fonts, make_catalogue

__all__ = [
    "Catalogue",
    "CatalogueEntry",
    "CatalogueFile",
    "Head",
    "compress_fonts",
    "make_catalogue",
    "thumbnail",
]
