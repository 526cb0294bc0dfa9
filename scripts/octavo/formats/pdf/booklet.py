"""A booklet: two pages on a sheet, ordered so that the folded sheets can be stitched through the back.

PDF bytes in, PDF bytes out. The pages are set at their own size (see `variant.BOOKLET`), not shrunk.

The file carries no tags, on purpose. Nobody reads it: its one use is a printer that prints on both sides.
A tree could give the reading order back over sheets on which page 14 stands beside page 1, but what is
seen, zoomed, marked and copied would still be the order of the sheets, so that what a reader hears and
what the screen shows would never agree; and a file that looks accessible invites to be handed out in
place of the one that is. The tagged default file says the same words; this one claims no standard.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pikepdf

SHEET: Final = 4
"""Pages on a sheet of paper, both sides."""


def imposition(pages: int) -> tuple[tuple[int, int], ...]:
    """Left and right page (from 1) of each side of each sheet; numbers above `pages` are blank.

    For eight pages: (8, 1), (2, 7), (6, 3), (4, 5).
    """
    total = pages + -pages % SHEET
    return tuple(_sides(total))


def _sides(total: int) -> Iterator[tuple[int, int]]:
    for side in range(total // 2):
        outer, inner = total - side, side + 1
        yield (outer, inner) if side % 2 == 0 else (inner, outer)


def impose(data: bytes, metadata: bytes) -> bytes:
    """The pages of `data` as a booklet. `metadata` is its XMP packet."""
    import pikepdf  # most prints need no booklet, and loading it takes its time

    with pikepdf.open(io.BytesIO(data)) as source, pikepdf.new() as target:
        forms = [target.copy_foreign(page.as_form_xobject()) for page in source.pages]
        box = source.pages[0].mediabox
        width, height = float(box[2] - box[0]), float(box[3] - box[1])
        for left, right in imposition(len(forms)):
            page = target.add_blank_page(page_size=(2 * width, height))
            _place(target, page, forms, left, 0.0)
            _place(target, page, forms, right, width)
        target.Root.ViewerPreferences = pikepdf.Dictionary(
            Duplex=pikepdf.Name.DuplexFlipShortEdge, DisplayDocTitle=True
        )
        if "/Lang" in source.Root:
            target.Root.Lang = pikepdf.String(str(source.Root.Lang))
        target.Root.Metadata = target.make_stream(
            metadata, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
        )
        for key, value in source.docinfo.items():
            target.docinfo[key] = pikepdf.String(str(value))
        out = io.BytesIO()
        target.save(
            out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True, fix_metadata_version=False,
        )  # fmt: skip
        return out.getvalue()


def _place(
    target: pikepdf.Pdf, page: pikepdf.Page, forms: list[pikepdf.Object], number: int, x: float
) -> None:
    import pikepdf

    if number > len(forms):
        return
    name = page.add_resource(forms[number - 1], pikepdf.Name.XObject, pikepdf.Name(f"/P{number}"))
    page.contents_add(target.make_stream(f"q 1 0 0 1 {x:g} 0 cm {name} Do Q\n".encode()))
