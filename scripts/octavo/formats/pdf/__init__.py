"""Article -> PDF: laid out by WeasyPrint, its logical structure, text layer and claims written here.

The way of the data, one module a step:

1. `sheet`: the article as one printed tree, notes at their calls; `stylesheet`: the house style as CSS.
2. `engine` (EDGE): lays out and paints; steered by `notes` (long notes go on over pages) and `cures`
   (no word, heading or last line is torn apart).
3. `text` and `printed`: which sign of the article stands in which mark of which page.
4. `logical` and `tags`: one structure element for each element of the article, whatever its pages.
5. `streams`: furniture as artifacts, spaces and soft hyphens as text.
6. `xmp` and `finish`: metadata, destinations, attachments, output intent.
7. `printed.page_map`: where each print page begins in the text.
8. For printing: `press` with its `marks` and `preflight`, `booklet`.
"""

from octavo.formats import fonts

fonts.seal()  # before anything here loads WeasyPrint

from octavo.formats.pdf.finish import Attachment  # noqa: E402
from octavo.formats.pdf.render import PdfResult, render_pdf  # noqa: E402
from octavo.formats.pdf.variant import DEFAULT, VARIANTS, Paper, PdfVariant, Standard  # noqa: E402

__all__ = [
    "DEFAULT",
    "VARIANTS",
    "Attachment",
    "Paper",
    "PdfResult",
    "PdfVariant",
    "Standard",
    "render_pdf",
]
