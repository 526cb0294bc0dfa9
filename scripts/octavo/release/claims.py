"""Claims of conformance against what can be seen of them. Bytes in, findings out; pure.

Only what every reader can check without an outer validator is checked here; a claim that fails is a
finding, a claim that passes is not thereby proven (veraPDF, EPUBCheck and people do that).

* PDF/UA (ISO 14289-1, 7.1): tagged, with a structure tree, a language and a title that is displayed.
* PDF/A (ISO 19005-3): an output intent, no encryption; level A also tagged.
* ``dcterms:conformsTo`` of WCAG in an EPUB or HTML: a recorded human review in ``reviews.yaml``.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pikepdf
from lxml import etree

from octavo.dialects.reading import xml
from octavo.model import REVIEW_FILE, Finding
from octavo.release.codes import finding
from octavo.release.metadata import inner_metadata

_PDFA: Final = "{http://www.aiim.org/pdfa/ns/id/}"
_PDFUA: Final = "{http://www.aiim.org/pdfua/ns/id/}"
_WCAG: Final = re.compile(rb"WCAG[ -]?2\.\d[^<\"]{0,20}(?:Level )?A|wcag-?2\d?-?aa?", re.IGNORECASE)
_HINT: Final = "Do not rely on the claim; get the release from its publisher."


def claim_findings(identifier: str, payload: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """Claims without evidence in the artifacts of a payload (named below ``data/``)."""
    reviewed = f"source/{identifier}/{REVIEW_FILE}" in payload
    found: list[Finding] = []
    for name in sorted(payload):
        if "/" in name:
            continue
        found += artifact_claims(name, payload[name], reviewed=reviewed)
    return tuple(found)


def artifact_claims(name: str, data: bytes, *, reviewed: bool) -> tuple[Finding, ...]:
    """Claims of one artifact; `reviewed` says whether a human review is recorded beside it."""
    if name.endswith(".pdf"):
        return tuple(_pdf_claims(name, data))
    if name.endswith(".epub") and not reviewed:
        return tuple(_wcag_claims(name, inner_metadata("opf", data) or b""))
    return ()


def _wcag_claims(name: str, package: bytes) -> Iterator[Finding]:
    try:
        root = xml(package)
    except (etree.LxmlError, ValueError):
        return
    for meta in root.iter("{*}meta", "{*}link"):
        told = f"{meta.text or ''} {meta.get('href', '')}".encode()
        if "conformsTo" in (meta.get("property") or meta.get("rel") or "") and _WCAG.search(told):
            message = "It claims conformance to WCAG, and no human review is recorded."
            yield finding("R-060", name, message, _HINT)


def _pdf_claims(name: str, data: bytes) -> Iterator[Finding]:
    packet = inner_metadata("xmp", data)
    if packet is None:
        return
    try:
        root = xml(packet)
        with pikepdf.open(io.BytesIO(data)) as pdf:
            lacking = list(_lacking(pdf, root))
    except (etree.LxmlError, pikepdf.PdfError, ValueError, KeyError, TypeError, AttributeError) as error:
        yield finding("R-042", name, f"Its claims cannot be read: {type(error).__name__}.", _HINT)
        return
    for claim, fault in lacking:
        yield finding("R-060", name, f"It claims {claim}, but {fault}.", _HINT)


def _told(root: etree._Element, name: str) -> str:
    for element in root.iter():
        if element.tag == name:
            return (element.text or "").strip()
        if name in element.attrib:
            return str(element.attrib[name])
    return ""


def _lacking(pdf: pikepdf.Pdf, root: etree._Element) -> Iterator[tuple[str, str]]:
    catalog: Any = pdf.Root
    ua, part = _told(root, f"{_PDFUA}part"), _told(root, f"{_PDFA}part")
    level = _told(root, f"{_PDFA}conformance")
    tagged = "/StructTreeRoot" in catalog and bool(catalog.get("/MarkInfo", {}).get("/Marked", False))
    if (ua or level == "A") and not tagged:
        yield (f"PDF/UA-{ua}" if ua else f"PDF/A-{part}A"), "it is not tagged"
    if ua and "/Lang" not in catalog:
        yield f"PDF/UA-{ua}", "it states no language"
    if ua and not catalog.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield f"PDF/UA-{ua}", "its title is not displayed"
    if part and "/OutputIntents" not in catalog:
        yield f"PDF/A-{part}", "it has no output intent"
    if part and pdf.is_encrypted:
        yield f"PDF/A-{part}", "it is encrypted"
