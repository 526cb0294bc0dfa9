"""Parts of the Word package that are ours: properties, settings, fonts, running heads. Text in, XML out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from octavo.dialects import Record, record
from octavo.formats.docx.styles import FONT, MONO, W, lang_xml, styles_xml
from octavo.model import Imprint

HEADER: Final = "word/header1.xml"
FOOTER: Final = "word/footer1.xml"
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CORE: Final = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
_CUSTOM: Final = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT_ID: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The one format identifier that Office knows for custom properties (ECMA-376 part 1, 22.3)."""
_EXTENDED: Final = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"


def own_parts(imprint: Imprint) -> Mapping[str, bytes]:
    """Name of each part -> its bytes."""
    facts = record(imprint)
    parts = {
        "word/styles.xml": styles_xml(facts.lang),
        "word/settings.xml": _settings(facts.lang),
        "word/fontTable.xml": _fonts(),
        HEADER: _header(facts),
        FOOTER: _footer(),
        "docProps/core.xml": _core(facts),
        "docProps/app.xml": _app(facts),
        "docProps/custom.xml": _custom(facts),
    }
    return {name: (_DECLARATION + text).encode() for name, text in parts.items()}


def _settings(lang: str) -> str:
    return (
        f'<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:footnotePr><w:footnote w:id="-1"/>'
        '<w:footnote w:id="0"/></w:footnotePr><w:compat><w:doNotExpandShiftReturn/>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        'w:val="15"/></w:compat>'
        f"{lang_xml(lang).replace('w:lang', 'w:themeFontLang')}"
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def _fonts() -> str:
    names = f'<w:font w:name="{FONT}"><w:altName w:val="Garamond"/>'
    serif = f'{names}<w:family w:val="roman"/></w:font>'
    mono = f'<w:font w:name="{MONO}"><w:family w:val="modern"/></w:font>'
    return f'<w:fonts xmlns:w="{W}">{serif}{mono}</w:fonts>'


def _header(facts: Record) -> str:
    series = " ".join(part for part in (facts.series, facts.number) if part)
    text = escape(series or facts.title)
    paragraph = f'<w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
    return f'<w:hdr xmlns:w="{W}">{paragraph}</w:hdr>'


def _footer() -> str:
    field = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    return f'<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{field}</w:p></w:ftr>'


def _core(facts: Record) -> str:
    elements = [
        ("dc:title", facts.title),
        ("dc:creator", "; ".join(creator.name for creator in facts.creators)),
        ("dc:subject", " ".join(part for part in (facts.series, facts.number) if part)),
        ("dc:description", facts.abstract),
        ("dc:identifier", facts.identifier or facts.id),
        ("dc:language", facts.lang),
        ("cp:keywords", ", ".join(facts.keywords)),
        ("cp:version", facts.version),
    ]
    lines = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in elements if text)
    stamp = f"{facts.released}T00:00:00Z" if len(facts.released) == 10 else ""
    for name in ("created", "modified") if stamp else ():
        lines += f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{stamp}</dcterms:{name}>'
    return f"<cp:coreProperties {_CORE}>{lines}</cp:coreProperties>"


def _app(facts: Record) -> str:
    company = f"<Company>{escape(facts.publisher.name)}</Company>" if facts.publisher.name else ""
    return f'<Properties xmlns="{_EXTENDED}"><Application>Octavo</Application>{company}</Properties>'


def _custom(facts: Record) -> str:
    stated = [
        ("Publisher", facts.publisher.name),
        ("Series", facts.series),
        ("Number", facts.number),
        ("Date", facts.date_iso or facts.date_stated),
        ("Rights", facts.rights),
        ("Licence", facts.licence or facts.licence_url),
        ("DOI", facts.doi),
        ("ISSN", facts.issn),
        ("ISBN", facts.isbn),
    ]
    properties = "".join(
        f'<property fmtid="{_FORMAT_ID}" pid="{number}" name={quoteattr(name)}>'
        f"<vt:lpwstr>{escape(text)}</vt:lpwstr></property>"
        for number, (name, text) in enumerate(((name, text) for name, text in stated if text), start=2)
    )
    return f'<Properties xmlns="{_CUSTOM}" xmlns:vt="{_TYPES}">{properties}</Properties>'
