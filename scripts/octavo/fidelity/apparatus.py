"""The apparatus: with it and the edition the witness is rebuilt, byte for byte. Value <-> JSON.

::

    {"octavo": "apparatus", "version": 1,
     "witness": {"name": "…", "sha256": "…", "bytes": 36000},
     "edition": {"file": "edition.md", "sha256": "…"},
     "pieces": [[512, 1204],
                {"kind": "superscript syntax", "sic": "<sup>th</sup>", "corr": "^th^", "edition": [4, 8]},
                …]}

A pair of numbers copies those characters (Unicode code points, end exclusive) of the edition; an
object stands for its ``sic``. Put together and written as UTF-8 they are the witness. A ``sic`` that
is not UTF-8 is given as ``sic_base64``.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from octavo.errors import InputError
from octavo.fidelity.codes import finding
from octavo.fidelity.hunks import Collation, Copy, Hunk, Piece
from octavo.model import EDITION_FILE, Edition, Finding, Locus, Witness

VERSION: Final = 1


@dataclass(frozen=True)
class Apparatus:
    """All that parts an edition from its witness."""

    witness: str
    """Name of the witness below ``seeds/``."""
    witness_sha256: str
    witness_bytes: int
    edition_sha256: str
    """Digest of ``edition.md`` as UTF-8."""
    pieces: tuple[Piece, ...]


def apparatus_of(witness: Witness, edition: Edition, collation: Collation) -> Apparatus:
    """The apparatus of one collation."""
    digest = hashlib.sha256(edition.source.encode()).hexdigest()
    return Apparatus(witness.name, witness.sha256, len(witness.data), digest, collation.pieces)


def rebuild_witness(edition_source: str, apparatus: Apparatus) -> bytes:
    """The witness, from the edition and the apparatus alone.

    Raises `InputError` when `edition_source` is not the edition of the apparatus, or when what
    comes out is not the witness.
    """
    if hashlib.sha256(edition_source.encode()).hexdigest() != apparatus.edition_sha256:
        raise InputError("this is not the edition of the apparatus", hint="Take both from one release.")
    text = "".join(
        edition_source[piece.start : piece.end] if isinstance(piece, Copy) else piece.sic
        for piece in apparatus.pieces
    )
    data = text.encode("utf-8", "surrogateescape")
    if hashlib.sha256(data).hexdigest() != apparatus.witness_sha256:
        raise InputError(
            "edition and apparatus do not give the witness back", hint="The apparatus was changed."
        )
    return data


def rebuild_findings(witness: Witness, edition: Edition, collation: Collation) -> tuple[Finding, ...]:
    """F-033 if the apparatus, by way of its JSON form, does not give the witness back."""
    try:
        same = rebuild_witness(edition.source, from_json(to_json(apparatus_of(witness, edition, collation))))
    except InputError as error:
        hint = "This is a fault of Octavo; report it with the edition."
        return (finding("F-033", Locus(f"seeds/{witness.name}"), str(error), hint),)
    assert same == witness.data  # its digest is the witness's
    return ()


def to_json(apparatus: Apparatus) -> str:
    """The apparatus as JSON, one piece a line."""
    head = {
        "octavo": "apparatus",
        "version": VERSION,
        "witness": {
            "name": apparatus.witness,
            "sha256": apparatus.witness_sha256,
            "bytes": apparatus.witness_bytes,
        },
        "edition": {"file": EDITION_FILE, "sha256": apparatus.edition_sha256},
    }
    lines = ",\n  ".join(_dump(piece_json(piece)) for piece in apparatus.pieces)
    return f'{_dump(head)[:-1]},\n "pieces": [\n  {lines}\n]}}\n'


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def piece_json(piece: Piece) -> Any:
    """One piece as JSON values."""
    if isinstance(piece, Copy):
        return [piece.start, piece.end]
    value: dict[str, Any] = {"kind": str(piece.kind), **_sic(piece.sic), "corr": piece.corr}
    value["edition"] = list(piece.edition)
    if piece.evidence:
        value["evidence"] = piece.evidence
    if piece.emendations:
        value["emendations"] = list(piece.emendations)
    if piece.code:
        value["code"] = piece.code
    if piece.certain < 1:
        value["certain"] = round(piece.certain, 2)
    return value


def _sic(text: str) -> dict[str, str]:
    try:
        text.encode()
    except UnicodeEncodeError:
        raw = text.encode("utf-8", "surrogateescape")
        return {"sic_base64": base64.b64encode(raw).decode("ascii")}
    return {"sic": text}


def from_json(text: str) -> Apparatus:
    """Read an apparatus; raises `InputError` when `text` is none."""
    try:
        value = json.loads(text)
        if value["octavo"] != "apparatus" or value["version"] != VERSION:
            raise ValueError("another format or version")
        return Apparatus(
            witness=str(value["witness"]["name"]),
            witness_sha256=str(value["witness"]["sha256"]),
            witness_bytes=int(value["witness"]["bytes"]),
            edition_sha256=str(value["edition"]["sha256"]),
            pieces=tuple(_pieces(value["pieces"])),
        )
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error) as error:
        raise InputError(
            f"this is no apparatus: {error}", hint="Take apparatus.json of a release."
        ) from error


def _pieces(values: Iterable[Any]) -> Iterable[Piece]:
    at = 0
    for value in values:
        if isinstance(value, list):
            start, end = (int(number) for number in value)
            at += end - start
            yield Copy(start, end)
            continue
        sic = value["sic"] if "sic" in value else _from_base64(value["sic_base64"])
        start, end = (int(number) for number in value["edition"])
        yield Hunk(
            kind=str(value["kind"]),
            witness=(at, at + len(sic)),
            edition=(start, end),
            sic=sic,
            corr=str(value["corr"]),
            evidence=str(value.get("evidence", "")),
            code=str(value.get("code", "")),
            emendations=tuple(int(number) for number in value.get("emendations", ())),
            certain=float(value.get("certain", 1.0)),
        )
        at += len(sic)


def _from_base64(text: str) -> str:
    return base64.b64decode(text, validate=True).decode("utf-8", "surrogateescape")
