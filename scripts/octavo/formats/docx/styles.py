"""Styles of the Word document: one table, told as ``word/styles.xml``.

Style identifiers are those that pandoc's DOCX writer asks for, and ours for title block and editorial
matter. Measures: twentieths of a point (space, indents) and half points (sizes), as in ECMA-376 part 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import quoteattr

FONT: Final = "EB Garamond"
MONO: Final = "Courier New"
ACCENT: Final = "7A1F1F"
W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True)
class Style:
    """One style."""

    id: str
    name: str
    kind: str = "paragraph"
    based: str = "Normal"
    following: str = ""
    paragraph: str = ""
    """Content of ``w:pPr``, in the order of the schema."""
    run: str = ""
    """Content of ``w:rPr``."""
    quick: bool = True
    """Whether Word offers it in its gallery."""


def _space(before: int, after: int, line: int = 0) -> str:
    height = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{height}/>'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _heading(level: int, size: int, before: int, face: str) -> Style:
    keep = f"<w:keepNext/><w:keepLines/>{_space(before, 100)}"
    paragraph = f'{keep}<w:jc w:val="left"/><w:outlineLvl w:val="{level - 1}"/>'
    run = face + _size(size)
    return Style(
        f"Heading{level}", f"heading {level}", following="FirstParagraph", paragraph=paragraph, run=run
    )


_BOLD: Final = "<w:b/><w:bCs/>"
_ITALIC: Final = "<w:i/><w:iCs/>"
_CAPS: Final = "<w:smallCaps/>"
_LEFT: Final = '<w:jc w:val="left"/>'
_KEEP: Final = "<w:keepNext/><w:keepLines/>"

STYLES: Final = (
    Style("Normal", "Normal", based="", paragraph="<w:widowControl/>" + _space(0, 0, 300)),
    Style("BodyText", "Body Text", paragraph=_space(0, 0) + '<w:ind w:firstLine="340"/><w:jc w:val="both"/>'),
    Style(
        "FirstParagraph",
        "First Paragraph",
        based="BodyText",
        following="BodyText",
        paragraph='<w:ind w:firstLine="0"/>',
    ),
    Style("Compact", "Compact", paragraph=_space(0, 0)),
    _heading(1, 30, 480, _BOLD),
    _heading(2, 25, 360, _BOLD),
    _heading(3, 23, 280, _BOLD + _ITALIC),
    _heading(4, 22, 240, _ITALIC),
    _heading(5, 22, 240, _CAPS),
    _heading(6, 22, 240, ""),
    Style(
        "SeriesLine",
        "Series Line",
        following="Title",
        paragraph=_KEEP + _space(0, 720) + _LEFT,
        run=_CAPS + f'<w:color w:val="{ACCENT}"/>' + _size(24),
    ),
    Style(
        "Title",
        "Title",
        following="Author",
        paragraph=_KEEP + _space(0, 160, 264) + _LEFT,
        run=_BOLD + _size(44),
    ),
    Style(
        "Subtitle",
        "Subtitle",
        following="Author",
        paragraph=_KEEP + _space(0, 160) + _LEFT,
        run=_ITALIC + _size(30),
    ),
    Style(
        "Author", "Author", following="Affiliation", paragraph=_KEEP + _space(160, 0) + _LEFT, run=_size(26)
    ),
    Style(
        "Affiliation", "Affiliation", following="Date", paragraph=_KEEP + _space(0, 0) + _LEFT, run=_ITALIC
    ),
    Style("Date", "Date", following="FirstParagraph", paragraph=_space(160, 0) + _LEFT),
    Style("Imprint", "Imprint", following="FirstParagraph", paragraph=_space(0, 480) + _LEFT),
    Style(
        "BlockText",
        "Block Text",
        based="BodyText",
        paragraph=_space(120, 120) + '<w:ind w:left="567" w:right="567" w:firstLine="0"/>',
    ),
    Style(
        "FootnoteText", "footnote text", paragraph=_space(0, 40, 252) + '<w:jc w:val="both"/>', run=_size(18)
    ),
    Style(
        "FootnoteBlockText",
        "Footnote Block Text",
        based="FootnoteText",
        paragraph='<w:ind w:left="567" w:right="567"/>',
    ),
    Style(
        "DefinitionTerm",
        "Definition Term",
        following="Definition",
        paragraph="<w:keepNext/>" + _space(120, 0),
        run=_BOLD,
    ),
    Style("Definition", "Definition", paragraph='<w:ind w:left="567"/>'),
    Style("Caption", "caption", paragraph=_space(80, 160) + _LEFT, run=_ITALIC + _size(20)),
    Style("TableCaption", "Table Caption", based="Caption", paragraph="<w:keepNext/>"),
    Style("ImageCaption", "Image Caption", based="Caption"),
    Style("Figure", "Figure", paragraph=_space(160, 80)),
    Style("CaptionedFigure", "Captioned Figure", based="Figure", paragraph="<w:keepNext/>"),
    Style(
        "SourceCode",
        "Source Code",
        paragraph=_space(120, 120) + _LEFT,
        run=f'<w:rFonts w:ascii="{MONO}" w:hAnsi="{MONO}" w:cs="{MONO}"/>' + _size(18),
    ),
    Style("Bibliography", "Bibliography", paragraph='<w:ind w:left="340" w:hanging="340"/>'),
    Style("Break", "Break", paragraph=_space(120, 120)),
    Style(
        "Header",
        "header",
        paragraph='<w:tabs><w:tab w:val="right" w:pos="9070"/></w:tabs>',
        run=_ITALIC + _size(18),
    ),
    Style("Footer", "footer", paragraph='<w:jc w:val="center"/>', run=_size(18)),
    Style(
        "EditorialHeading",
        "Editorial Heading",
        following="EditorialText",
        paragraph=_KEEP + _space(480, 100) + _LEFT + '<w:outlineLvl w:val="0"/>',
        run=_BOLD + f'<w:color w:val="{ACCENT}"/>' + _size(25),
    ),
    Style(
        "EditorialSubheading",
        "Editorial Subheading",
        following="EditorialText",
        paragraph=_KEEP + _space(200, 60) + _LEFT + '<w:outlineLvl w:val="1"/>',
        run=_ITALIC,
    ),
    Style("EditorialText", "Editorial Text", paragraph=_space(0, 80, 264), run=_size(20)),
    Style("DefaultParagraphFont", "Default Paragraph Font", "character", "", quick=False),
    Style(
        "VerbatimChar",
        "Verbatim Char",
        "character",
        "DefaultParagraphFont",
        run=f'<w:rFonts w:ascii="{MONO}" w:hAnsi="{MONO}" w:cs="{MONO}"/>' + _size(18),
    ),
    Style(
        "FootnoteReference",
        "footnote reference",
        "character",
        "DefaultParagraphFont",
        run='<w:vertAlign w:val="superscript"/>',
    ),
    Style(
        "Hyperlink",
        "Hyperlink",
        "character",
        "DefaultParagraphFont",
        run=f'<w:color w:val="{ACCENT}"/><w:u w:val="single"/>',
    ),
    Style("SectionNumber", "Section Number", "character", "DefaultParagraphFont"),
)


def styles_xml(lang: str) -> str:
    """``word/styles.xml`` for a document in `lang` (BCP 47)."""
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}" '
        f'w:eastAsia="Batang"/>{_size(22)}{lang_xml(lang)}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
    )
    return f'<w:styles xmlns:w="{W}">{defaults}{"".join(map(_style, STYLES))}{_TABLES}</w:styles>'


def lang_xml(lang: str) -> str:
    """``w:lang`` with the attribute that Word looks at for the script."""
    primary = lang.split("-")[0].lower()
    tag = quoteattr(lang or "und")
    if primary in ("ko", "ja", "zh"):
        return f"<w:lang w:val={tag} w:eastAsia={tag}/>"
    if primary in ("ar", "fa", "he", "ur", "yi"):
        return f"<w:lang w:val={tag} w:bidi={tag}/>"
    return f"<w:lang w:val={tag}/>"


def _style(style: Style) -> str:
    default = ' w:default="1"' if style.id in ("Normal", "DefaultParagraphFont") else ""
    custom = "" if style.name[0].islower() or style.id in _BUILT_IN else ' w:customStyle="1"'
    parts = [f"<w:name w:val={quoteattr(style.name)}/>"]
    parts += [f'<w:basedOn w:val="{style.based}"/>'] if style.based else []
    parts += [f'<w:next w:val="{style.following}"/>'] if style.following else []
    parts += ["<w:qFormat/>"] if style.quick else []
    parts += [f"<w:pPr>{style.paragraph}</w:pPr>"] if style.paragraph else []
    parts += [f"<w:rPr>{style.run}</w:rPr>"] if style.run else []
    return (
        f'<w:style w:type="{style.kind}"{default}{custom} w:styleId="{style.id}">{"".join(parts)}</w:style>'
    )


_BUILT_IN: Final = frozenset(
    (
        "Normal",
        "BodyText",
        "Title",
        "Subtitle",
        "Date",
        "BlockText",
        "Hyperlink",
        "Bibliography",
        "DefaultParagraphFont",
    )
)
_BORDER: Final = 'w:val="single" w:sz="4" w:space="0" w:color="auto"'
_TABLES: Final = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
    '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="108" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/>'
    '</w:tblCellMar></w:tblPr></w:style><w:style w:type="table" w:customStyle="1" w:styleId="Table">'
    '<w:name w:val="Table"/><w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblBorders>'
    f"<w:top {_BORDER}/><w:bottom {_BORDER}/></w:tblBorders></w:tblPr>"
    f'<w:tblStylePr w:type="firstRow"><w:rPr>{_BOLD}</w:rPr><w:tcPr><w:tcBorders>'
    f"<w:bottom {_BORDER}/></w:tcBorders>"
    "</w:tcPr></w:tblStylePr></w:style>"
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/></w:style>'
)
