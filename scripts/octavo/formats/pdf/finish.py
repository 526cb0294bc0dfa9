"""The rest of a file: metadata, destinations, attachments, output intent.

Each function adds one thing to the library's PDF object; what a clause demands is named where it is met.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Final

import pydyf

from octavo.formats.pdf.logical import Elem
from octavo.formats.pdf.variant import Standard
from octavo.formats.pdf.xmp import timestamp
from octavo.model import Imprint

_ANNOTATION_PRINT: Final = 4


@dataclass(frozen=True)
class Attachment:
    """A file carried inside the PDF (ISO 19005-3, 6.8)."""

    name: str
    media_type: str
    data: bytes
    description: str
    relationship: str = "Source"
    """``Source``, ``Data``, ``Alternative`` or ``Supplement`` (ISO 32000-2, table 43)."""


def stamp(imprint: Imprint) -> str:
    """The edition's date in PDF's spelling; empty when the edition states none."""
    text = timestamp(imprint)
    return f"D:{''.join(sign for sign in text[:10] if sign != '-')}000000Z" if text else ""


def add_metadata(
    pdf: pydyf.PDF, imprint: Imprint, standard: Standard, *, packet: bytes, producer: str
) -> None:
    """XMP, and the Info dictionary that says the same; PDF/A-4 has no Info (ISO 19005-4, 6.1.3)."""
    metadata = pydyf.Stream([packet], {"Type": "/Metadata", "Subtype": "/XML"}, compress=False)
    pdf.add_object(metadata)
    pdf.catalog["Metadata"] = metadata.reference
    pdf.catalog["Lang"] = pydyf.String(imprint.lang or "und")
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.info.clear()
    if standard.pdf2:
        return
    date = stamp(imprint)
    values = {
        "Title": imprint.title_plain,
        "Author": ", ".join(author.name for author in imprint.authors),
        "Subject": imprint.abstract,
        "Keywords": ", ".join(imprint.keywords),
        "Creator": "Octavo",
        "Producer": producer,
        "CreationDate": date,
        "ModDate": date,
    }
    pdf.info.update({key: pydyf.String(value) for key, value in values.items() if value})
    if standard is Standard.X4:
        pdf.info["Trapped"] = "/False"
        pdf.info["GTS_PDFXVersion"] = pydyf.String("PDF/X-4")


def add_attachments(pdf: pydyf.PDF, attachments: tuple[Attachment, ...], date: str) -> None:
    """Associated files of the whole document, each named once."""
    names, associated = pydyf.Array(), pydyf.Array()
    for attachment in sorted(attachments, key=lambda attachment: attachment.name.encode()):
        reference = _attachment(pdf, attachment, date).reference
        names += [pydyf.String(attachment.name), reference]
        associated.append(reference)
    if associated:
        tree = pydyf.Dictionary({"Names": names})
        pdf.add_object(tree)
        pdf.catalog.setdefault("Names", pydyf.Dictionary())["EmbeddedFiles"] = tree.reference
        pdf.catalog["AF"] = associated


def _attachment(pdf: pydyf.PDF, attachment: Attachment, date: str) -> pydyf.Dictionary:
    digest = hashlib.md5(attachment.data, usedforsecurity=False).hexdigest()
    parameters = pydyf.Dictionary({"Size": len(attachment.data), "CheckSum": f"<{digest}>"})
    if date:
        parameters["ModDate"] = pydyf.String(date)
    subtype = attachment.media_type.replace("/", "#2f").replace("+", "#2b")
    file = pydyf.Stream(
        [attachment.data],
        {"Type": "/EmbeddedFile", "Subtype": f"/{subtype}", "Params": parameters},
        compress=True,
    )
    pdf.add_object(file)
    specification = pydyf.Dictionary(
        {
            "Type": "/Filespec",
            "F": pydyf.String(attachment.name),
            "UF": pydyf.String(attachment.name),
            "EF": pydyf.Dictionary({"F": file.reference, "UF": file.reference}),
            "Desc": pydyf.String(attachment.description),
            "AFRelationship": f"/{attachment.relationship}",
        }
    )
    pdf.add_object(specification)
    return specification


def finish_annotations(pdf: pydyf.PDF) -> None:
    """Links print and have no border (ISO 19005-3, 6.3.2)."""
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("Type") == "/Annot":
            item["F"] = _ANNOTATION_PRINT


def finish_intent(pdf: pydyf.PDF, standard: Standard) -> None:
    """The output intent names the printing condition, not the file its profile came from."""
    press = standard is Standard.X4
    for intent in pdf.catalog.get("OutputIntents", ()):
        intent["S"] = "/GTS_PDFX" if press else "/GTS_PDFA1"
        intent["OutputConditionIdentifier"] = pydyf.String("FOGRA39" if press else "sRGB")
        intent["Info"] = pydyf.String(_FOGRA39 if press else "sRGB IEC61966-2.1")
        if press:
            intent["RegistryName"] = pydyf.String("http://www.color.org")


_FOGRA39: Final = "Offset printing on coated paper, ISO 12647-2:2004/Amd 1, paper type 1 or 2, FOGRA39L"


def structure_destinations(pdf: pydyf.PDF, anchors: dict[str, Elem], objects: dict[Elem, Any]) -> None:
    """Destinations that name an element beside a place (ISO 32000-2, 12.3.2.3; ISO 14289-2, 8.8)."""
    targets = {name: objects[elem].reference for name, elem in anchors.items() if elem in objects}
    names = pdf.catalog.get("Names", {}).get("Dests")
    if names is not None:
        pairs = names["Names"]
        for index in range(0, len(pairs), 2):
            target = targets.get(pairs[index].string)
            if target is not None:
                structure = pydyf.Array([target, *pairs[index + 1][1:]])
                pairs[index + 1] = pydyf.Dictionary({"D": pairs[index + 1], "SD": structure})
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("Type") == "/Annot" and "Dest" in item:
            target = targets.get(item["Dest"].string)
            if target is not None:
                item["A"] = _go_to(item.pop("Dest"), target)


def outline_destinations(pdf: pydyf.PDF, targets: list[Any]) -> None:
    """Bookmarks go to the sections' elements; `targets` in the order of the bookmarks."""
    outlines = [item for item in pdf.objects if isinstance(item, dict) and "Title" in item and "Dest" in item]
    for item, target in zip(outlines, targets, strict=False):
        item["A"] = _go_to(item.pop("Dest"), target)


def _go_to(destination: Any, target: bytes) -> pydyf.Dictionary:
    structure = pydyf.Array([target, "/Fit"])
    return pydyf.Dictionary({"Type": "/Action", "S": "/GoTo", "D": destination, "SD": structure})
