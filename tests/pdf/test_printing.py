"""Files for the press and for the stapler."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.formats.pdf import VARIANTS
from octavo.formats.pdf.booklet import imposition
from octavo.formats.pdf.preflight import CLAUSES, preflight

from .press import SENTENCE, edition_print, printed


@pytest.fixture(scope="module")
def press_file() -> bytes:
    return printed(f"# H\n\n{SENTENCE * 9}[^1]\n\n[^1]: n", variant=VARIANTS["press"]).artifact.data


def test_a_press_file_passes_its_preflight(press_file: bytes) -> None:
    """All clauses of PDF/X-4 that can be checked here hold."""
    assert preflight(press_file) == ()


@pytest.mark.whole
@pytest.mark.parametrize("name", ["co-23-31", "stress"])
def test_real_press_files_pass(name: str) -> None:
    """Pictures, drawings and rules included."""
    assert preflight(edition_print(name, "press").artifact.data) == ()


def _embed_rgb(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(b"1 0 0 rg 0 0 9 9 re f", prepend=True)


def _blue_text(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    whole = page.Contents.read_bytes().replace(b"0 0 0 1 scn", b"1 0 0 0 scn", 1)
    page.Contents = pdf.make_stream(whole)


def _no_fonts(pdf: pikepdf.Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and str(item.get("/Type", "")) == "/FontDescriptor":
            for key in [key for key in item if key.startswith("/FontFile")]:
                del item[key]


def _transfer(pdf: pikepdf.Pdf) -> None:
    state = pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, TR=pikepdf.Name.Identity)
    pdf.Root.Faulty = pdf.make_indirect(state)


def _annotate(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Annots = pikepdf.Array([])


def _trim(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.TrimBox = pikepdf.Array([-99, 0, 10, 10])


def _black_marks(pdf: pikepdf.Pdf) -> None:
    form = pdf.pages[0].obj.Resources.XObject["/marks"]
    form.Resources.ColorSpace["/marks"][1] = pikepdf.Name.Black


def _no_intent(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


def _no_metadata(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Metadata


FAULTS: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "6.7, 6.8": _no_metadata,
    "6.2.2": _no_intent,
    "6.11": _trim,
    "6.3": _no_fonts,
    "6.2.4": _embed_rgb,
    "house: text": _blue_text,
    "house: marks": _black_marks,
    "6.14": _annotate,
    "6.4": _transfer,
}


@pytest.mark.parametrize("clause", FAULTS)
def test_each_clause_is_seen_to_fail(clause: str, press_file: bytes) -> None:
    """The preflight speaks on a seeded fault."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(press_file)) as pdf:
        FAULTS[clause](pdf)
        pdf.save(out, fix_metadata_version=False)
    assert any(name.startswith(clause) for name, _ in preflight(out.getvalue()))


def test_a_newer_header_and_encryption_are_seen(press_file: bytes) -> None:
    """PDF 2.0 and a locked file are no PDF/X-4."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(press_file)) as pdf:
        pdf.save(out, force_version="2.0", encryption=pikepdf.Encryption(owner="x", user=""))
    assert {name for name, _ in preflight(out.getvalue())} >= set(list(CLAUSES)[:1]) | {list(CLAUSES)[2]}


def test_trim_and_bleed_are_what_the_paper_says(press_file: bytes) -> None:
    """The trimmed page is the page; three millimetres of bleed stand round it."""
    with pikepdf.open(io.BytesIO(press_file)) as pdf:
        page = pdf.pages[0]
        trim = [float(edge) for edge in page.TrimBox]
        bleed = [float(edge) for edge in page.BleedBox]
    assert trim == pytest.approx([0, 0, 100 / 25.4 * 72, 120 / 25.4 * 72], abs=0.05)
    assert trim[0] - bleed[0] == pytest.approx(3 / 25.4 * 72, abs=0.01)


def test_marks_stand_outside_the_bleed(press_file: bytes) -> None:
    """Ink of the marks is on the sheet's edge and nowhere within the bleed; crop marks meet the trim."""
    with pikepdf.open(io.BytesIO(press_file)) as pdf:
        form = pdf.pages[0].obj.Resources.XObject["/marks"]
        numbers = [
            [float(str(value)) for value in item.operands]
            for item in pikepdf.parse_content_stream(form)
            if str(item.operator) in ("m", "l", "c")
        ]
        left, bottom, right, top = (float(edge) for edge in pdf.pages[0].BleedBox)
        trim = [float(edge) for edge in pdf.pages[0].TrimBox]
    points = [(part[at], part[at + 1]) for part in numbers for at in range(0, len(part), 2)]
    assert len(points) > 40
    assert not [(x, y) for x, y in points if left <= x <= right and bottom <= y <= top]
    assert sum(abs(x - trim[0]) < 0.01 for x, _ in points) >= 4


@given(st.integers(1, 400))
def test_a_folded_booklet_reads_in_order(pages: int) -> None:
    """Each page stands once; folded sheets, laid into each other, read in order."""
    sides = imposition(pages)
    flat = [number for side in sides for number in side]
    assert sorted(flat) == list(range(1, len(flat) + 1))
    assert len(flat) % 4 == 0
    assert 0 <= len(flat) - pages < 4
    for (left, right), (back_left, back_right) in zip(sides[::2], sides[1::2], strict=True):
        assert (back_left, back_right) == (right + 1, left - 1)


def test_a_booklet_of_eight_pages() -> None:
    """As every binder knows it."""
    assert imposition(8) == ((8, 1), (2, 7), (6, 3), (4, 5))


def test_a_booklet_holds_every_word() -> None:
    """Side by side, in the order of the sheets, the words are those of the pages."""
    result = printed(SENTENCE * 150, variant=VARIANTS["booklet"])
    document = pypdfium2.PdfDocument(result.artifact.data)
    sides = imposition(result.pagemap.total)
    assert len(document) == len(sides)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    assert text.count("spaced") == 150
    width, height = document[0].get_size()
    assert (width, height) == pytest.approx((296 / 25.4 * 72, 210 / 25.4 * 72), abs=0.5)
