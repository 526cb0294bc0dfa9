"""Small files that are right, and the means to make each of them wrong in one way."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

GOOD_HTML = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>A brief</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>:root{color-scheme:light dark;background:Canvas;color:CanvasText}</style></head>
<body><main><h1>A brief</h1><p>Some words that a reader can read.</p></main></body></html>
"""

CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""

PACKAGE = """<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8</dc:identifier>
<dc:title>A brief</dc:title><dc:language>en</dc:language>
<meta property="dcterms:modified">2023-09-27T00:00:00Z</meta>
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">structuralNavigation</meta>
<meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:accessibilitySummary">Plain text with headings.</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="text" href="text.xhtml" media-type="application/xhtml+xml"/>
</manifest>
<spine><itemref idref="text"/></spine>
</package>
"""

NAV = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">
<head><title>Contents</title></head><body><nav epub:type="toc" role="doc-toc" aria-labelledby="t">
<h1 id="t">Contents</h1><ol><li><a href="text.xhtml">A brief</a></li></ol></nav></body></html>
"""

TEXT = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">
<head><title>A brief</title></head><body><section epub:type="chapter" role="doc-chapter" aria-labelledby="h">
<h1 id="h">A brief</h1><p>Some words.</p></section></body></html>
"""

GOOD_PDF_HTML = (
    '<html lang="en"><head><title>A brief</title></head><body><h1>A brief</h1>'
    + "<p>Some words that fill a few lines of the page.</p>" * 30
    + "</body></html>"
)


def epub(change: Callable[[str, str], str] = lambda _name, text: text) -> bytes:
    """A small EPUB that is right unless `change`, given each file's name and text, makes it wrong."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        for name, text in (
            ("META-INF/container.xml", CONTAINER),
            ("EPUB/package.opf", PACKAGE),
            ("EPUB/nav.xhtml", NAV),
            ("EPUB/text.xhtml", TEXT),
        ):
            book.writestr(name, change(name, text))
    return out.getvalue()


def replaced(file: str, old: str, new: str) -> Callable[[str, str], str]:
    """A change for `epub`: in `file`, put `new` for `old`, which must be there."""

    def change(name: str, text: str) -> str:
        if not name.endswith(file):
            return text
        assert old in text
        return text.replace(old, new)

    return change


def pdf(html: str = GOOD_PDF_HTML, *, css: str = "", variant: str = "pdf/ua-1") -> bytes:
    """A PDF in the fonts of the house, made by WeasyPrint."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    from octavo.formats import fonts

    configuration = FontConfiguration()
    base = fonts.css_font_face(fonts.FACES[:4]) + f"html{{font-family:{fonts.stack()}}}" + css
    sheet = weasyprint.CSS(string=base, font_config=configuration)
    made: bytes = weasyprint.HTML(string=html).write_pdf(
        stylesheets=[sheet], font_config=configuration, pdf_variant=variant, pdf_tags=True
    )
    return made
