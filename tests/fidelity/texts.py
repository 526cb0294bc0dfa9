"""Small editions and witnesses for the tests."""

from __future__ import annotations

from octavo.fidelity.collation import collate
from octavo.fidelity.declared import parse_emendations
from octavo.fidelity.hunks import Collation, Hunk
from octavo.model import Edition, Imprint, Severity, Witness, WitnessPin

FRONT = "---\nid: small\n---\n\n"


def witness(text: str | bytes) -> Witness:
    return Witness("small.txt", text if isinstance(text, bytes) else text.encode())


def edition(
    text: str, *, emendations: str = "", imprint: Imprint | None = None, seed: str | bytes = ""
) -> Edition:
    declared, kept, _ = parse_emendations(emendations, "emendations.yaml")
    pin = witness(seed)
    return Edition(
        imprint=imprint or Imprint(id="small", title="", title_plain="", lang="en"),
        folder="source/small",
        source=FRONT + text,
        text_offset=len(FRONT),
        emendations=declared,
        kept=kept,
        emendations_source=emendations,
        witnesses=(WitnessPin(pin.name, pin.sha256),),
    )


def collated(
    seed: str | bytes, text: str, *, emendations: str = "", imprint: Imprint | None = None
) -> Collation:
    return collate(witness(seed), edition(text, emendations=emendations, imprint=imprint, seed=seed))


def kinds(collation: Collation) -> set[str]:
    """Kinds of difference without white space, which stands beside most of them."""
    return {str(hunk.kind) for hunk in collation.hunks} - {"white space"}


def errors(collation: Collation) -> list[str]:
    return sorted(f.code for f in collation.findings if f.severity is Severity.ERROR)


def rebuilt(source: str, collation: Collation) -> bytes:
    text = "".join(p.sic if isinstance(p, Hunk) else source[p.start : p.end] for p in collation.pieces)
    return text.encode("utf-8", "surrogateescape")
