"""Pictures are whole, of a known kind and of a bearable size, or one finding says what is wrong."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image as Picture

import octavo.formats.pdf  # noqa: F401  (the layout engine makes Pillow lenient for the whole process)
from octavo import pandoc
from octavo.edition import load_images


def _png(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Picture.effect_noise((width, height), 90).save(out, "PNG")
    return out.getvalue()


def _vast() -> bytes:
    """A picture that says it has 900 million pixels."""
    whole = bytearray(_png(4, 4))
    whole[16:24] = struct.pack(">II", 30_000, 30_000)
    whole[29:33] = struct.pack(">I", zlib.crc32(whole[12:29]))
    return bytes(whole)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (_png(90, 90)[:2000], "corrupt"),
        (b"\x89PNG\r\n\x1a\n nonsense", "corrupt"),
        (_vast(), "100 million pixels"),
        (None, "p.png is missing"),
    ],
)
def test_a_picture_that_is_cut_short_or_vast_is_told(data: bytes | None, words: str, tmp_path: Path) -> None:
    """Once, with what is wrong."""
    if data is not None:
        (tmp_path / "p.png").write_bytes(data)
    tree, _ = pandoc.parse("![x](p.png)", title="t")
    images, (found,) = load_images(tree, tmp_path, "edition.md")
    assert images == ()
    assert found.code == "E-016"
    assert words in found.message


def test_a_whole_picture_is_loaded(tmp_path: Path) -> None:
    """The sound one passes."""
    (tmp_path / "p.png").write_bytes(_png(20, 20))
    tree, _ = pandoc.parse("![x](p.png)", title="t")
    images, findings = load_images(tree, tmp_path, "edition.md")
    assert [image.name for image in images] == ["p.png"]
    assert findings == ()
