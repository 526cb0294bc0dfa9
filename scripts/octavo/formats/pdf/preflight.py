"""Preflight: the clauses of PDF/X-4 (ISO 15930-7:2010) that a program can check without a validator.

PDF bytes in, faults out. There is no free validator of PDF/X; what stands here was written from the
standard's table of contents and what public sources quote of it, and is no substitute for the preflight of
the printer. `CLAUSES` lists what is checked; `UNPROVEN` what is not.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any, Final

import pikepdf

_BOX_SLACK: Final = 0.01
_DEVICE_RGB: Final = frozenset({"rg", "RG"})


def _header(pdf: pikepdf.Pdf) -> Iterator[str]:
    if pdf.pdf_version > "1.6":
        yield f"the file says PDF {pdf.pdf_version}"


def _identification(pdf: pikepdf.Pdf) -> Iterator[str]:
    packet = bytes(pdf.Root.Metadata.read_bytes()) if "/Metadata" in pdf.Root else b""
    if b"<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>" not in packet:
        yield "XMP does not name PDF/X-4"
    for name in (b"xmp:CreateDate", b"xmp:ModifyDate", b"xmp:MetadataDate", b"xmpMM:DocumentID", b"dc:title"):
        if name not in packet:
            yield f"XMP has no {name.decode()}"
    if b"<pdf:Trapped>" not in packet or str(pdf.docinfo.get("/Trapped", "")) not in ("/False", "/True"):
        yield "whether the file is trapped is not said"


def _file_id(pdf: pikepdf.Pdf) -> Iterator[str]:
    if "/ID" not in pdf.trailer:
        yield "the trailer has no ID"
    if pdf.is_encrypted:
        yield "the file is encrypted"


def _intent(pdf: pikepdf.Pdf) -> Iterator[str]:
    intents = [item for item in pdf.Root.get("/OutputIntents", []) if str(item.get("/S")) == "/GTS_PDFX"]
    if len(intents) != 1:
        yield f"{len(intents)} output intents for the press instead of one"
        return
    profile = bytes(intents[0].DestOutputProfile.read_bytes())
    if profile[12:16] != b"prtr" or profile[16:20] != b"CMYK":
        yield "the output profile is not one of a CMYK press"
    if int(intents[0].DestOutputProfile.get("/N", 0)) != 4:
        yield "the output profile does not say that it has four components"
    if not str(intents[0].get("/OutputConditionIdentifier", "")):
        yield "the printing condition has no name"


def _boxes(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, 1):
        if "/TrimBox" not in page.obj or "/ArtBox" in page.obj:
            yield f"page {number} needs a TrimBox and no ArtBox"
            continue
        media, bleed, trim = (
            [float(edge) for edge in page.obj[name]] for name in ("/MediaBox", "/BleedBox", "/TrimBox")
        )
        if not (_within(trim, bleed) and _within(bleed, media)):
            yield f"page {number}: the boxes do not lie in each other"


def _within(inner: list[float], outer: list[float]) -> bool:
    low = all(inner[i] >= outer[i] - _BOX_SLACK for i in (0, 1))
    return low and all(inner[i] <= outer[i] + _BOX_SLACK for i in (2, 3))


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for item in _dictionaries(pdf):
        if str(item.get("/Type", "")) == "/FontDescriptor" and not any(
            key in item for key in ("/FontFile", "/FontFile2", "/FontFile3")
        ):
            yield f"the font {item.get('/FontName')} is not embedded"


def _colours(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, 1):
        for operators in _instructions(page.obj, page.obj.get("/Resources")):
            used = operators & _DEVICE_RGB
            if used:
                yield f"page {number} paints with device RGB ({', '.join(sorted(used))})"
    for item in _dictionaries(pdf):
        if str(item.get("/Subtype", "")) == "/Image" and str(item.get("/ColorSpace", "")) == "/DeviceRGB":
            yield "a picture is in device RGB"


def _instructions(page: Any, resources: Any) -> Iterator[frozenset[str]]:
    yield frozenset(str(item.operator) for item in pikepdf.parse_content_stream(page))
    for form in (resources or {}).get("/XObject", {}).values() if resources is not None else ():
        if str(form.get("/Subtype", "")) == "/Form":
            yield from _instructions(form, form.get("/Resources"))


def _black_text(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, 1):
        colour: tuple[float, ...] = (0, 0, 0, 1)
        for item in pikepdf.parse_content_stream(page):
            if str(item.operator) in ("scn", "sc", "k"):
                numbers = [value for value in item.operands if not isinstance(value, pikepdf.Name)]
                colour = tuple(float(str(value)) for value in numbers)
            elif str(item.operator) == "TJ" and (len(colour) != 4 or any(colour[:3])):
                yield f"page {number} has text that is not black alone: {colour}"
                break


def _nothing_live(pdf: pikepdf.Pdf) -> Iterator[str]:
    for key in ("/AcroForm", "/OpenAction", "/AA"):
        if key in pdf.Root:
            yield f"the document has {key}"
    names: Any = pdf.Root.get("/Names", {})
    if "/EmbeddedFiles" in names or "/JavaScript" in names:
        yield "the document carries files or scripts"
    for number, page in enumerate(pdf.pages, 1):
        if "/Annots" in page.obj or "/AA" in page.obj:
            yield f"page {number} has annotations or actions"


def _no_tricks(pdf: pikepdf.Pdf) -> Iterator[str]:
    for item in _dictionaries(pdf):
        if any(key in item for key in ("/TR", "/HTP")) and str(item.get("/Type", "")) == "/ExtGState":
            yield "a graphics state has a transfer function"
        if "/OPI" in item or str(item.get("/Subtype", "")) == "/PS":
            yield "the file has OPI or PostScript in it"
        if "/F" in item and str(item.get("/Subtype", "")) == "/Image":
            yield "a picture lies outside the file"


def _marks(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, 1):
        forms = page.obj.Resources.get("/XObject", {}).values()
        inks = [space for form in forms for space in _spaces(form) if str(space[0]) == "/Separation"]
        if not any(str(space[1]) == "/All" for space in inks):
            yield f"page {number} has no marks in the colour of registration"


def _spaces(form: Any) -> list[Any]:
    spaces = form.get("/Resources", {}).get("/ColorSpace", {})
    return list(spaces.values()) if isinstance(spaces, pikepdf.Dictionary) else []


CLAUSES: Final[dict[str, Callable[[pikepdf.Pdf], Iterator[str]]]] = {
    "6.1 header: PDF 1.6 at most": _header,
    "6.7, 6.8 identification, dates, trapping": _identification,
    "6.1 file identifier; no encryption": _file_id,
    "6.2.2 output intent with a CMYK press profile": _intent,
    "6.11 TrimBox in BleedBox in MediaBox": _boxes,
    "6.3 fonts embedded": _fonts,
    "6.2.4 no device colour but the press's": _colours,
    "house: text on the black plate alone": _black_text,
    "house: marks in the colour of registration": _marks,
    "6.14, 6.15, 6.16 no annotations, actions, scripts, files": _nothing_live,
    "6.4, 6.5 no transfer functions, OPI, PostScript, outside data": _no_tricks,
}
"""Clause -> check, which yields its faults."""

UNPROVEN: Final = (
    "that blending spaces and overprint come out on a press as on the screen",
    "that pictures have enough points for the screen of the press",
    "total ink of pictures in colour, which the press's own conversion decides",
)


def preflight(data: bytes) -> tuple[tuple[str, str], ...]:
    """(clause, fault) for every fault found; empty when all clauses hold."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return tuple((clause, fault) for clause, check in CLAUSES.items() for fault in check(pdf))


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    return (item for item in pdf.objects if isinstance(item, pikepdf.Dictionary | pikepdf.Stream))
