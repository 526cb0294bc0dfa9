"""The model of a Word document: page, running heads, folio and styles, for pandoc's ``--reference-doc``.

In: a layout and its running heads. Out: the bytes of a docx, made from pandoc's own model.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final
from xml.sax.saxutils import escape

from benchmarks.importing.layouts import Layout
from octavo import pandoc

_PAGES: Final = {"a4": (11906, 16838), "a5": (8391, 11906), "letter": (12240, 15840)}
_SPACE: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_KINDS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_TYPES: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_HEADS: Final = {
    "bold": "<w:b/>",
    "italic": "<w:i/>",
    "caps": "<w:b/><w:caps/>",
    "small": "<w:smallCaps/>",
    "centred": "<w:b/>",
}
_PARTS: Final = (
    ("header1", "header", "default"),
    ("header2", "header", "even"),
    ("footer1", "footer", "default"),
    ("footer2", "footer", "even"),
)
_FIELD: Final = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def reference(layout: Layout, heads: tuple[str, str]) -> bytes:
    """The model; `heads`: running heads of verso and recto."""
    model = zipfile.ZipFile(io.BytesIO(pandoc.run(["--print-default-data-file=reference.docx"], b"")))
    files = {name: model.read(name).decode() for name in model.namelist()}
    files["word/styles.xml"] = _styles(files["word/styles.xml"], layout)
    _furnish(files, layout, heads)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in files.items():
            made.writestr(zipfile.ZipInfo(name), text)
    return out.getvalue()


def _furnish(files: dict[str, str], layout: Layout, heads: tuple[str, str]) -> None:
    """Page size, running heads and folio into the parts of the document."""
    pages, kinds, links = "", "", ""
    for name, kind, side in _PARTS:
        root, inner = {"header": "hdr", "footer": "ftr"}[kind], _inner(layout, heads, kind, side)
        paragraph = f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{inner}</w:p>'
        files[f"word/{name}.xml"] = f"<w:{root} {_SPACE}>{paragraph}</w:{root}>"
        pages += f'<w:{kind}Reference w:type="{side}" r:id="{name}"/>'
        kinds += f'<Override PartName="/word/{name}.xml" ContentType="{_TYPES}{kind}+xml"/>'
        links += f'<Relationship Id="{name}" Type="{_KINDS}{kind}" Target="{name}.xml"/>'
    section = re.compile(r"<w:sectPr\s*/>|<w:sectPr\b.*?</w:sectPr>", re.DOTALL)
    put = {
        "[Content_Types].xml": ("</Types>", kinds),
        "word/_rels/document.xml.rels": ("</Relationships>", links),
        "word/document.xml": ("</w:body>", f"<w:sectPr>{pages}{_page(layout)}</w:sectPr>"),
    }
    for name, (end, more) in put.items():
        files[name] = section.sub("", files[name]).replace(end, more + end)
    settings = files["word/settings.xml"]
    files["word/settings.xml"] = re.sub(r"(<w:settings\b[^>]*>)", r"\1<w:evenAndOddHeaders/>", settings)


def _inner(layout: Layout, heads: tuple[str, str], kind: str, side: str) -> str:
    """What a running head or foot says."""
    if kind == "header":
        beside = _run(" ") + _FIELD if layout.folio == "head" else ""
        return _run(heads[side == "default"]) + beside
    word = _run("Page ") if layout.folio == "page" else ""
    return "" if layout.folio == "head" else word + _FIELD


def _page(layout: Layout) -> str:
    """Size and margins of the page, in twentieths of a point."""
    width, height = _PAGES[layout.size]
    margin = 850 if layout.size == "a5" else 1300
    sides = " ".join(f'w:{side}="{margin}"' for side in ("top", "right", "bottom", "left"))
    rest = 'w:header="500" w:footer="500" w:gutter="0"'
    return f'<w:pgSz w:w="{width}" w:h="{height}"/><w:pgMar {sides} {rest}/>'


def _run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r>' if words else ""


def _styles(xml: str, layout: Layout) -> str:
    """Pandoc's styles with those of the layout."""
    family = "DejaVu Sans" if layout.sans else "Liberation Serif"
    align = "left" if layout.ragged else "both"
    space = "0" if layout.indent else "140"
    indent = '<w:ind w:firstLine="340"/>' if layout.indent else ""
    body = f'<w:spacing w:before="0" w:after="{space}"/>'
    font = f'<w:rFonts w:ascii="{family}" w:hAnsi="{family}" w:cs="{family}"/>'
    marks = _HEADS[layout.heads]
    centre = '<w:jc w:val="center"/>' if layout.heads == "centred" else ""
    points = layout.points * 2
    wanted = {
        "BodyText": (f'{body}{indent}<w:jc w:val="{align}"/>', f'{font}<w:sz w:val="{points}"/>'),
        "FirstParagraph": (f'{body}<w:ind w:firstLine="0"/>', ""),
        "BlockText": (
            f'{body}<w:ind w:left="480" w:right="480" w:firstLine="0"/>',
            f'{font}<w:sz w:val="{points * layout.quote // 100}"/>',
        ),
        "FootnoteText": (
            '<w:spacing w:before="0" w:after="0"/><w:ind w:firstLine="0"/>',
            f'{font}<w:sz w:val="{points * layout.note // 100}"/>',
        ),
        **{
            f"Heading{level}": (f"<w:keepNext/>{centre}", f'{font}{marks}<w:sz w:val="{size}"/>')
            for level, size in ((1, 36), (2, 28), (3, 25), (4, 22))
        },
    }
    for style, (paragraph, run) in wanted.items():
        xml = _restyled(xml, style, paragraph, run)
    return xml


def _restyled(xml: str, style: str, paragraph: str, run: str) -> str:
    """The style with its own paragraph and run properties in place of those it has."""

    def put(found: re.Match[str]) -> str:
        inner = re.sub(r"<w:(pPr|rPr)>.*?</w:\1>|<w:[pr]Pr\s*/>", "", found[2], flags=re.DOTALL)
        if style.startswith("Heading"):
            level = re.search(r"<w:outlineLvl[^>]*>", found[2])
            kept = f"<w:pPr>{paragraph}{level[0] if level else ''}</w:pPr>"
        else:
            kept = f"<w:pPr>{paragraph}</w:pPr>"
        return f"{found[1]}{inner}{kept}<w:rPr>{run}</w:rPr></w:style>"

    return re.sub(
        rf'(<w:style\b[^>]*w:styleId="{style}"[^>]*>)(.*?)</w:style>', put, xml, flags=re.DOTALL, count=1
    )
