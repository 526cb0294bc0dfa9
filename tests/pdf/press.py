"""Small articles and what was printed of them, for the tests of the PDF."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path

import pikepdf

from octavo import pandoc
from octavo.article import build_article
from octavo.edition import load_images, read_edition
from octavo.fidelity.expected import expected
from octavo.fidelity.readers.flow import Extract
from octavo.formats.pdf import DEFAULT, VARIANTS, Attachment, PdfResult, PdfVariant, render_pdf
from octavo.model import Article, Author, HouseStyle, Imprint

ROOT = Path(__file__).resolve().parents[2]
EDITIONS = {"co-23-31": ROOT / "source", "stress": ROOT / "tests" / "editions"}
IMPRINT = Imprint(
    id="small", title="A *Small* Paper", title_plain="A Small Paper", lang="en-GB",
    authors=(Author("Folio, Octavo"),), date="2024-02-29", released="2024-03-01",
)  # fmt: skip
SMALL = HouseStyle(page_size="100mm 120mm", margin_top="16mm", margin_bottom="14mm", margin_inner="12mm",
                   margin_outer="12mm", font_size="10pt", toc="no")  # fmt: skip
"""A page of some two dozen short lines: what takes ten pages elsewhere takes few words here."""
SENTENCE = "The compositor set the line by hand and spaced it by eye, as he had been taught. "


def article(text: str, imprint: Imprint = IMPRINT) -> Article:
    """An article of Markdown."""
    tree, findings = pandoc.parse(text, title=imprint.title)
    assert not findings
    return build_article(tree, imprint)


def printed(text: str, *, style: HouseStyle = SMALL, variant: PdfVariant = DEFAULT) -> PdfResult:
    """Markdown on paper."""
    return render_pdf(article(text), style, variant=variant)


@cache
def edition(name: str) -> tuple[Article, Extract, HouseStyle]:
    """A real edition: its article, what it must be found to say, its style."""
    read = read_edition(EDITIONS[name], name).edition
    assert read is not None
    tree, _ = pandoc.parse(read.text, title=read.imprint.title)
    images, _ = load_images(tree, EDITIONS[name] / name, "edition.md")
    return build_article(tree, read.imprint, images=images), expected(tree), read.style


@cache
def edition_print(name: str, variant: str) -> PdfResult:
    """A real edition on paper, once a session."""
    made, _, style = edition(name)
    attachment = Attachment("edition.md", "text/markdown", b"# text", "The text")
    return render_pdf(made, style, variant=VARIANTS[variant], attachments=(attachment,))


def opened(result: PdfResult) -> pikepdf.Pdf:
    """The file, open."""
    return pikepdf.open(io.BytesIO(result.artifact.data))


def elements(pdf: pikepdf.Pdf) -> list[tuple[str, pikepdf.Dictionary]]:
    """All structure elements in reading order, with their types."""
    found: list[tuple[str, pikepdf.Dictionary]] = []
    stack = [pdf.Root.StructTreeRoot.K[0]]
    while stack:
        item = stack.pop()
        if not isinstance(item, pikepdf.Dictionary) or "/S" not in item:
            continue
        found.append((str(item.S)[1:], item))
        kids = item.get("/K", [])
        stack.extend(reversed(list(kids) if isinstance(kids, pikepdf.Array) else [kids]))
    return found


def kids(element: pikepdf.Dictionary) -> list[object]:
    """What an element holds."""
    value = element.get("/K", [])
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def types(pdf: pikepdf.Pdf) -> list[str]:
    """Types of all structure elements in reading order."""
    return [name for name, _ in elements(pdf)]


def body_text(made: Article) -> str:
    """The text that offsets count in."""
    return "".join(ET.fromstring(made.body).itertext())


def codes(result: PdfResult) -> set[str]:
    """Codes of all findings."""
    return {finding.code for finding in result.findings}
