"""An edition from whatever survived: a PDF, an EPUB, or a bag. Bytes in, a `Restored` workshop out; pure.

Bounds: at most 200 carried files of at most 64 MiB each, 256 MiB in all.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping
from typing import Any, Final

import pikepdf

from octavo.carried import EPUB_FOLDER
from octavo.model import EDITION_FILE
from octavo.release.bag import PAYLOAD
from octavo.release.codes import finding
from octavo.release.restoring import Restored, restored
from octavo.release.unpacking import unpack

MAX_FILES: Final = 200
MAX_FILE: Final = 64 * 1024 * 1024
MAX_TOTAL: Final = 256 * 1024 * 1024


def recover(name: str, data: bytes) -> Restored:
    """The workshop that the file `name` carries."""
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return _from_pdf(name, data)
    unpacked = unpack(name, data)
    if not unpacked.files:
        return Restored("", {}, unpacked.findings or (finding("R-080", name, "It carries no edition."),))
    if "mimetype" in unpacked.files:
        return _from_epub(name, unpacked.files)
    return from_bag(name, strip_folder(unpacked.files))


def _from_pdf(name: str, data: bytes) -> Restored:
    files: dict[str, bytes] = {}
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for key in list(pdf.attachments)[:MAX_FILES]:
                files[str(key)] = inflated(pdf.attachments[key].get_file().obj, MAX_FILE)
                if sum(map(len, files.values())) > MAX_TOTAL:
                    raise OverflowError("all files together")
    except OverflowError as error:
        message = f"What the PDF carries is beyond the bounds: {error}."
        return Restored("", {}, (finding("R-024", name, message, "Do not trust this file."),))
    except (pikepdf.PdfError, zlib.error, *_BROKEN) as error:
        reason = (str(error).splitlines() or ["broken"])[0][:200]
        message = f"The PDF cannot be read: {reason}."
        return Restored("", {}, (finding("R-020", name, message, "Get an undamaged copy."),))
    return restored(files, source=name)


_BROKEN: Final = (ValueError, KeyError, TypeError, AttributeError, RuntimeError, NotImplementedError)


def inflated(stream: Any, limit: int) -> bytes:
    """The bytes of a PDF stream, unpacked to at most `limit`; raises `OverflowError` beyond it.

    Only Flate without a predictor is unpacked, which is all that an attachment needs: PDF's libraries
    unpack without a bound.
    """
    raw = bytes(stream.read_raw_bytes())
    filters = stream.get("/Filter")
    names = [str(one) for one in filters] if isinstance(filters, pikepdf.Array) else [str(filters or "")]
    if names in ([""], []):
        data = raw
    elif names == ["/FlateDecode"] and "/DecodeParms" not in stream:
        data = zlib.decompressobj().decompress(raw, limit + 1)
    else:
        raise ValueError("a carried file is packed in an unusual way")
    if len(data) > limit:
        raise OverflowError(f"a file of more than {limit >> 20} MiB")
    return data


def _from_epub(name: str, files: Mapping[str, bytes]) -> Restored:
    inner = {
        path.removeprefix(EPUB_FOLDER): data for path, data in files.items() if path.startswith(EPUB_FOLDER)
    }
    return restored(inner, source=name)


def from_bag(name: str, files: Mapping[str, bytes]) -> Restored:
    """The workshop that a bag's payload is; `files` are named below the bag's folder."""
    payload = {path.removeprefix(PAYLOAD): data for path, data in files.items() if path.startswith(PAYLOAD)}
    kept = {path: data for path, data in payload.items() if path.split("/")[0] in ("source", "seeds")}
    editions = [
        path.split("/")[1] for path in sorted(kept) if path.split("/")[::2] == ["source", EDITION_FILE]
    ]
    if len(editions) != 1:
        message = "The payload does not hold exactly one edition."
        return Restored("", {}, (finding("R-080", name, message, "Name the bag of a release."),))
    return Restored(editions[0], kept)


def strip_folder(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Names below the one folder that all files share; unchanged names if there is none."""
    roots = {path.split("/")[0] for path in files}
    if len(roots) != 1:
        return dict(files)
    return {path.split("/", 1)[1]: data for path, data in files.items() if "/" in path}
