"""The metadata stream (ISO 16684-1): one description that makes every claim of the file."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from octavo.dialects.record import record
from octavo.formats.pdf.variant import Standard
from octavo.model import Imprint

_NAMESPACES: Final = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfd": "http://pdfa.org/declarations/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
}

_UA_SCHEMA: Final = """
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>"""
"""PDF/A-2 and -3 want every property declared that ISO 19005 does not name (6.6.2.3)."""

_DECLARATIONS: Final = "".join(
    f'<rdf:li rdf:parseType="Resource"><pdfd:conformsTo>http://pdfa.org/declarations/wtpdf#{name}1.0'
    "</pdfd:conformsTo></rdf:li>"
    for name in ("accessibility", "reuse")
)
_ARCHIVE: Final = {
    Standard.A3A_UA1: "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>",
    Standard.A2A_UA1: "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>",
    Standard.A4F_UA2: "<pdfaid:part>4</pdfaid:part><pdfaid:conformance>F</pdfaid:conformance>"
    "<pdfaid:rev>2020</pdfaid:rev>",
}
_UA_1: Final = f"<pdfuaid:part>1</pdfuaid:part>{_UA_SCHEMA}"
_ACCESSIBLE: Final = {
    Standard.A3A_UA1: _UA_1,
    Standard.A2A_UA1: _UA_1,
    Standard.A4F_UA2: "<pdfuaid:part>2</pdfuaid:part><pdfuaid:rev>2024</pdfuaid:rev>"
    f"<pdfd:declarations><rdf:Bag>{_DECLARATIONS}</rdf:Bag></pdfd:declarations>",
}
_PRESS: Final = {
    Standard.X4: "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>"
    "<pdf:Trapped>False</pdf:Trapped><xmpMM:VersionID>1</xmpMM:VersionID>"
    "<xmpMM:RenditionClass>default</xmpMM:RenditionClass>",
}


@dataclass(frozen=True)
class Evidence:
    """What has been seen of a file: a claim is made only of what was."""

    glyphs: bool = True
    """Every sign has a glyph; without it no standard holds."""
    alternatives: bool = True
    """Every picture has a text that stands for it; without it the file is not accessible."""


def xmp(
    imprint: Imprint, standard: Standard, evidence: Evidence, *, producer: str, fingerprint: str
) -> bytes:
    """The packet. `fingerprint` (hex) names the content and stands for it in the document's ids."""
    about = "".join(f' xmlns:{name}="{uri}"' for name, uri in _NAMESPACES.items())
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about=""{about}>\n'
        f"{_description(imprint, producer)}\n{_identity(imprint, fingerprint)}\n"
        f"{_claims(standard, evidence)}\n"
        '</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
    ).encode()


def _claims(standard: Standard, evidence: Evidence) -> str:
    archive = _ARCHIVE.get(standard, "") if evidence.glyphs else ""
    accessible = _ACCESSIBLE.get(standard, "") if evidence.glyphs and evidence.alternatives else ""
    return archive + accessible + _PRESS.get(standard, "")


def _description(imprint: Imprint, producer: str) -> str:
    lines = [
        "<dc:format>application/pdf</dc:format>",
        _list("dc:title", "Alt", [imprint.title_plain], lang="x-default"),
        _list("dc:creator", "Seq", [author.name for author in imprint.authors]),
        _list("dc:language", "Bag", [imprint.lang]),
        _list("dc:publisher", "Bag", [imprint.publisher.name]),
        _list("dc:subject", "Bag", list(imprint.keywords)),
        _list("dc:description", "Alt", [imprint.abstract], lang="x-default"),
        _list("dc:rights", "Alt", [imprint.rights], lang="x-default"),
        _list("dc:date", "Seq", [imprint.date]),
        _one("dc:identifier", f"doi:{imprint.doi}" if imprint.doi else imprint.id),
        _one("pdf:Keywords", ", ".join(imprint.keywords)),
        _one("pdf:Producer", producer),
        _one("xmp:CreatorTool", "Octavo"),
        *_rights(imprint),
    ]
    return "".join(lines)


def _rights(imprint: Imprint) -> tuple[str, ...]:
    """What is granted, and where it is written (XMP part 1, 8.4)."""
    facts = record(imprint)
    granted = facts.licence or facts.licence_url
    return (
        _list("xmpRights:UsageTerms", "Alt", [granted], lang="x-default"),
        _one("xmpRights:WebStatement", facts.licence_url),
    )


def _identity(imprint: Imprint, fingerprint: str) -> str:
    document = uuid.uuid5(uuid.NAMESPACE_URL, f"octavo:{imprint.id}")
    instance = uuid.uuid5(uuid.NAMESPACE_URL, f"octavo:{fingerprint}")
    stamp = timestamp(imprint)
    return "".join(
        (
            _one("xmp:CreateDate", stamp),
            _one("xmp:ModifyDate", stamp),
            _one("xmp:MetadataDate", stamp),
            _one("xmpMM:DocumentID", f"uuid:{document}"),
            _one("xmpMM:InstanceID", f"uuid:{instance}"),
        )
    )


def timestamp(imprint: Imprint) -> str:
    """The edition's own date as a time, UTC midnight; empty when the edition states none."""
    return f"{imprint.released}T00:00:00Z" if len(imprint.released) == len("2023-09-27") else ""


def _one(name: str, value: str) -> str:
    return f"<{name}>{escape(value)}</{name}>" if value else ""


def _list(name: str, kind: str, values: list[str], *, lang: str = "") -> str:
    attribute = f" xml:lang={quoteattr(lang)}" if lang else ""
    items = "".join(f"<rdf:li{attribute}>{escape(value)}</rdf:li>" for value in values if value)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>" if items else ""
