"""EDGE (reads its own package data only). An article printed: the steps in their order."""

from __future__ import annotations

import hashlib
import xml.etree.ElementTree as ET
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import octavo
from octavo.formats.pdf import engine, flaws
from octavo.formats.pdf.assets import assets, srgb_profile
from octavo.formats.pdf.booklet import impose
from octavo.formats.pdf.finish import (
    Attachment,
    add_attachments,
    add_metadata,
    finish_annotations,
    finish_intent,
    outline_destinations,
    stamp,
    structure_destinations,
)
from octavo.formats.pdf.lint import ends_short, lint, wide_tables
from octavo.formats.pdf.logical import Annotation, Elem, LogicalTree
from octavo.formats.pdf.press import make_press_ready
from octavo.formats.pdf.printed import Print, page_map, read_page
from octavo.formats.pdf.sheet import Sheet, Wishes, build_sheet
from octavo.formats.pdf.signs import special_signs
from octavo.formats.pdf.streams import mend_stream, space_finder
from octavo.formats.pdf.stylesheet import css_for, running_limit
from octavo.formats.pdf.tags import TagWriter
from octavo.formats.pdf.text import Texts
from octavo.formats.pdf.variant import DEFAULT, PdfVariant, Standard
from octavo.formats.pdf.xmp import Evidence, xmp
from octavo.model import Article, Artifact, Finding, HouseStyle, PageMap

_MEDIA_TYPE: Final = "application/pdf"
_SETTINGS: Final = 4
"""How often an article is laid out at most."""
_LINES: Final = {0: 1, 1: -1}
"""What is tried next on a last page of few lines: first to take them in, then to give them company."""
_TOC_FROM_PAGES: Final = 20
_SIGNS_PER_PAGE: Final = 3000


@dataclass(frozen=True)
class PdfResult:
    """A printed article."""

    artifact: Artifact
    pagemap: PageMap
    findings: tuple[Finding, ...]


def render_pdf(
    article: Article,
    style: HouseStyle,
    *,
    variant: PdfVariant = DEFAULT,
    attachments: tuple[Attachment, ...] = (),
) -> PdfResult:
    """Print `article` in the house `style`.

    `attachments` travel inside the file where its standard allows it. Same arguments, same bytes.
    """
    printing = _Printing(article, style, variant, attachments)
    return printing.run()


@dataclass
class _Printing:
    article: Article
    style: HouseStyle
    variant: PdfVariant
    attachments: tuple[Attachment, ...]

    def run(self) -> PdfResult:
        sheet, layout, wishes = self._set()
        name = self.variant.file_name(self.article.imprint.id)
        collisions = tuple(flaws.collisions(layout.pages, name))  # before painting forgets the boxes
        found = Print(special=special_signs("".join(sheet.root.itertext())))
        data, log = engine.paint(
            layout,
            partial(read_page, found),
            lambda painting: self._finish(painting, sheet, layout.texts, found),
            version=self.variant.standard.version,
            intent=self._intent,
            identifier=self._fingerprint.encode(),
        )
        findings = (
            *flaws.unprinted(layout.texts, name),
            *flaws.glyphs(sheet, name),
            *flaws.pictures(sheet, layout.log + log, name),
            *flaws.undated(self.article.imprint, self.variant.standard, name),
            *flaws.at_the_end((note for note in self.article.notes if note.id in wishes.end), name),
            *collisions,
            *lint(found, layout.pages, name),
            *flaws.complaints(layout.log + log, name),
        )
        if self.variant.imposed:
            data = impose(data, self._xmp(sheet))
        artifact = Artifact(name, _MEDIA_TYPE, data)
        return PdfResult(artifact, page_map(found, len(layout.pages)), findings)

    def _set(self) -> tuple[Sheet, engine.Layout, Wishes]:
        """The article laid out; again only where a table or a note finds no room as it is."""
        wishes = Wishes(
            toc=self.style.toc == "yes" or (self.style.toc == "auto" and self._is_long()),
            running=running_limit(self.style, self.variant),
        )
        for _ in range(_SETTINGS):
            sheet = build_sheet(self.article, self.style, wishes)
            layout = self._lay_out(sheet, lines=wishes.lines)
            has_tables = any(True for _ in sheet.root.iter("table"))
            wide = wishes.wide | (wide_tables(layout.pages) if has_tables else frozenset())
            end = wishes.end.union(*flaws.overrun(layout.pages).values())
            better = replace(wishes, wide=wide, end=end)
            if better == wishes and ends_short(layout.pages):
                better = replace(wishes, lines=_LINES.get(wishes.lines, wishes.lines))
            if better == wishes:
                break
            wishes = better
        return sheet, layout, wishes

    def _xmp(self, sheet: Sheet) -> bytes:
        evidence = Evidence(
            glyphs=not any(flaws.glyphs(sheet, "")),
            alternatives=all(finding.code != "P-004" for finding in flaws.pictures(sheet, (), "")),
        )
        return xmp(
            self.article.imprint,
            self.variant.standard,
            evidence,
            producer=_producer(),
            fingerprint=self._fingerprint,
        )

    def _is_long(self) -> bool:
        """Whether the article fills so many pages that a contents list is of use.

        Told from the signs of its text: laying out a book only to count its pages would double the time.
        """
        signs = len(self.article.body) + sum(len(note.content) for note in self.article.notes)
        return signs > _TOC_FROM_PAGES * _SIGNS_PER_PAGE

    @property
    def _intent(self) -> str:
        return "device-cmyk" if self.variant.standard is Standard.X4 else "srgb"

    @property
    def _fingerprint(self) -> str:
        digest = hashlib.sha256()
        article = self.article
        for part in (article.imprint, article.title, article.body, article.notes, article.editorial):
            digest.update(repr(part).encode())
        digest.update(repr((self.style, self.variant, octavo.__version__)).encode())
        return digest.hexdigest()[:32]

    def _lay_out(self, sheet: Sheet, *, lines: int) -> engine.Layout:
        body = sheet.root.find("body")
        heads = ("", "") if body is None else (body.get("data-verso", ""), body.get("data-recto", ""))
        text = "".join(sheet.root.itertext()) + "".join(heads) + _FURNITURE
        css = css_for(self.style, self.variant, text=text, heads=heads, lines=lines)
        fetch = assets(self.article.images)
        return engine.lay_out(sheet.root, css, Texts(sheet), fetch=fetch, intent=self._intent)

    def _finish(self, painting: engine.Painting, sheet: Sheet, texts: Texts, found: Print) -> None:
        pdf, document = painting.pdf, painting.document
        standard = self.variant.standard
        links = {} if standard is Standard.X4 else _annotations(document.pages)
        tree = LogicalTree(sheet, texts, found, links, pdf2=standard.pdf2)
        writer = TagWriter(pdf, pdf2=standard.pdf2)
        kept = writer.write(tree.root)
        _mend(painting, found, kept)
        if standard.pdf2:
            structure_destinations(pdf, tree.anchors, writer.objects)
            outline_destinations(pdf, _headings(tree.root, writer))
        if standard in (Standard.A3A_UA1, Standard.A4F_UA2):
            add_attachments(pdf, self.attachments, stamp(self.article.imprint))
        finish_annotations(pdf)
        if standard is Standard.X4:
            make_press_ready(pdf, painting.streams, srgb_profile())
        finish_intent(pdf, standard)
        add_metadata(pdf, self.article.imprint, standard, packet=self._xmp(sheet), producer=_producer())


_FURNITURE: Final = "0123456789 .…"


def _producer() -> str:
    return f"Octavo {octavo.__version__} (WeasyPrint {engine.VERSION})"


def _mend(painting: engine.Painting, found: Print, kept: list[set[int]]) -> None:
    space = space_finder(painting.document.fonts)
    marks: list[dict[int, Any]] = [{} for _ in painting.streams]
    for mark in found.marks:
        marks[mark.page][mark.mcid] = mark
    for stream, its_marks, its_kept in zip(painting.streams, marks, kept, strict=True):
        mend_stream(stream, its_marks, its_kept, space)


def _annotations(pages: list[Any]) -> dict[ET.Element, list[Annotation]]:
    """Links by the element that makes them, in the order of pages."""
    found: dict[ET.Element, list[Annotation]] = {}
    for number, page in enumerate(pages):
        for _, _, _, box in page.links:
            if box.link_annotation is not None:
                found.setdefault(box.element, []).append(Annotation(number, box.link_annotation))
    return found


def _headings(root: Elem, writer: TagWriter) -> list[bytes]:
    """Section headings in the order of bookmarks; the title is none."""
    return [
        item.reference for elem, item in writer.objects.items() if elem.tag[0] == "H" and elem.tag != "H1"
    ]
