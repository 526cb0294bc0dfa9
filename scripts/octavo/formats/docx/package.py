"""Pandoc's DOCX made ours: its text, our parts, stored and dated from the edition. Bytes in, bytes out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Final

from lxml import etree

from octavo.dialects import date_parts
from octavo.formats.docx.parts import FOOTER, HEADER
from octavo.formats.docx.styles import W, lang_xml

_W: Final = f"{{{W}}}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DROPPED: Final = ("word/comments.xml", "word/webSettings.xml")
_NOTE_ANCHOR: Final = "noteref_"
# A4, in twentieths of a point; margins of 25 mm.
_PAGE: Final = (
    '<w:headerReference w:type="default" r:id="rIdHeader"/>'
    '<w:footerReference w:type="default" r:id="rIdFooter"/>'
    '<w:footerReference w:type="first" r:id="rIdFooter"/>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1418" w:right="1418" w:bottom="1418" w:left="1418" '
    'w:header="709" w:footer="709" w:gutter="0"/>'
    "<w:titlePg/>"
)


def repack(made: bytes, own: Mapping[str, bytes], *, lang: str, released: str) -> bytes:
    """`made` with `own` parts in place of pandoc's, every entry stored, sorted and dated."""
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name not in _DROPPED}
    parts |= own
    parts["word/document.xml"] = _document(parts["word/document.xml"])
    parts["word/footnotes.xml"] = _footnotes(parts["word/footnotes.xml"])
    parts["word/_rels/document.xml.rels"] = _relations(parts["word/_rels/document.xml.rels"])
    parts["[Content_Types].xml"] = _content_types(parts["[Content_Types].xml"])
    return _zip(parts, released)


def _zip(parts: Mapping[str, bytes], released: str) -> bytes:
    year, month, day = (*date_parts(released), 1, 1, 1)[:3] if date_parts(released) else (1980, 1, 1)
    # [Content_Types].xml first, as Office writes it and some readers expect.
    names = sorted(
        parts, key=lambda name: (name != "[Content_Types].xml", not name.startswith("_rels"), name)
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in names:
            entry = zipfile.ZipInfo(name, (max(year, 1980), month, day, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, parts[name])
    return buffer.getvalue()


def _document(data: bytes) -> bytes:
    root = etree.fromstring(data)
    _join_runs(root)
    _mark_languages(root)
    _cross_references(root)
    _quiet_breaks(root)
    _fit_tables(root)
    _open_flush(root)
    _name_pictures(root)
    section = next(root.iter(f"{_W}sectPr"))
    _refill(section, _PAGE)
    return _serialise(root)


def _footnotes(data: bytes) -> bytes:
    root = etree.fromstring(data)
    _join_runs(root)
    _mark_languages(root)
    _cross_references(root)
    return _serialise(root)


def _join_runs(root: etree._Element) -> None:
    """Neighbouring runs of the same face become one: a person edits sentences, not scraps."""
    for run in list(root.iter(f"{_W}r")):
        before = run.getprevious()
        if before is None or before.tag != run.tag or not (_only_text(before) and _only_text(run)):
            continue
        if _face(before) == _face(run):
            text = before.find(f"{_W}t")
            added = run.find(f"{_W}t")
            if text is not None and added is not None:
                added.text = (text.text or "") + (added.text or "")
                _remove(before)


def _only_text(run: etree._Element) -> bool:
    return [child.tag for child in run if child.tag != f"{_W}rPr"] == [f"{_W}t"]


def _face(run: etree._Element) -> bytes:
    face = run.find(f"{_W}rPr")
    return b"" if face is None else etree.tostring(face, with_tail=False)


def _mark_languages(root: etree._Element) -> None:
    """Word looks at other attributes for Asian and right-to-left languages."""
    for element in list(root.iter(f"{_W}lang")):
        if parent := _parent(element):
            new = etree.fromstring(f'<x xmlns:w="{W}">{lang_xml(element.get(f"{_W}val", ""))}</x>')[0]
            parent[0].replace(element, new)


def _parent(element: etree._Element) -> tuple[etree._Element, ...]:
    parent = element.getparent()
    return () if parent is None else (parent,)


def _cross_references(root: etree._Element) -> None:
    """A further call of a note becomes a NOTEREF field, which Word renumbers with the note."""
    for link in list(root.iter(f"{_W}hyperlink")):
        anchor = link.get(f"{_W}anchor", "")
        if not anchor.startswith(_NOTE_ANCHOR):
            continue
        number = anchor[len(_NOTE_ANCHOR) :]
        field = etree.fromstring(
            f'<w:fldSimple xmlns:w="{W}" w:instr=" NOTEREF {anchor} \\f \\h "><w:r><w:rPr>'
            f'<w:rStyle w:val="FootnoteReference"/></w:rPr><w:t>{number}</w:t></w:r></w:fldSimple>'
        )
        for parent in _parent(link):
            parent.replace(link, field)


def _quiet_breaks(root: etree._Element) -> None:
    """A thematic break is a paragraph of white, not a drawing."""
    for drawing in list(root.iter(f"{_W}pict")):
        paragraph = next(drawing.iterancestors(f"{_W}p"))
        _refill(paragraph, '<w:pPr><w:pStyle w:val="Break"/></w:pPr>')


def _fit_tables(root: etree._Element) -> None:
    """Widths are wishes: a column gives way before its words are broken."""
    for layout in root.iter(f"{_W}tblLayout"):
        layout.set(f"{_W}type", "autofit")


def _open_flush(root: etree._Element) -> None:
    """The opening paragraph is not indented; pandoc knows this only after a heading."""
    opening = next((style for style in root.iter(f"{_W}pStyle") if style.get(f"{_W}val") == "BodyText"), None)
    if opening is not None:
        opening.set(f"{_W}val", "FirstParagraph")


def _refill(element: etree._Element, content: str) -> None:
    element.text = None
    for child in list(element):
        element.remove(child)
    element.extend(list(etree.fromstring(f'<x xmlns:w="{W}" xmlns:r="{_RELATION}">{content}</x>')))


def _name_pictures(root: etree._Element) -> None:
    """Pandoc puts the address, for us the whole picture as data, into a second description."""
    for properties in root.iter("{*}cNvPr"):
        if "descr" in properties.attrib:
            del properties.attrib["descr"]


def _remove(element: etree._Element) -> None:
    for parent in _parent(element):
        parent.remove(element)


def _relations(data: bytes) -> bytes:
    root = etree.fromstring(data)
    for relation in list(root):
        if f"word/{relation.get('Target')}" in _DROPPED:
            root.remove(relation)
    for kind, name in (("Header", HEADER), ("Footer", FOOTER)):
        attributes = {"Id": f"rId{kind}", "Type": f"{_RELATION}/{kind.lower()}", "Target": name[5:]}
        etree.SubElement(root, f"{{{etree.QName(root).namespace}}}Relationship", attributes)
    return _serialise(root)


def _content_types(data: bytes) -> bytes:
    root = etree.fromstring(data)
    for override in list(root):
        if (override.get("PartName") or "")[1:] in _DROPPED:
            root.remove(override)
    for kind, name in (("header", HEADER), ("footer", FOOTER)):
        attributes = {"PartName": f"/{name}", "ContentType": f"{_TYPE}.{kind}+xml"}
        etree.SubElement(root, f"{{{etree.QName(root).namespace}}}Override", attributes)
    return _serialise(root)


def _serialise(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
