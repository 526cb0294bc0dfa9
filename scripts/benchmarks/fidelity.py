"""The proof of the text: collation, ledger and proof page of the brief, and growth up to 64 times it.

CPU seconds of this process, so that other work on the machine does not count; the best of three rounds.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from benchmarks.measuring import Row
from octavo.fidelity.checkruns import own_checks
from octavo.fidelity.collation import collate
from octavo.fidelity.expected import expected
from octavo.fidelity.ledger import READERS, ledger
from octavo.fidelity.proof import Proof, proof_json
from octavo.fidelity.proof_page import proof_html
from octavo.gather import Gathered, gather
from octavo.model import Artifact, Edition, Witness
from octavo.workshop import Workshop

ROOT: Final = Path(__file__).resolve().parents[2]
EDITION: Final = "co-23-31"
BOUND: Final = 0.6
"""Seconds for everything the proof adds to a build (issue 3)."""
SIZES: Final = (4, 16, 64)
GROWTH: Final = 1.3
"""How much more than linear the time may grow."""


def cpu(work: Callable[[], object], rounds: int = 3) -> float:
    """CPU seconds of `work`, the best of some rounds."""
    times = []
    for _ in range(rounds):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return min(times)


def times(witness: Witness, edition: Edition, count: int) -> tuple[Witness, Edition]:
    """Witness and edition `count` times over, each copy with words of its own."""
    text = witness.text

    def varied(source: str, number: int) -> str:
        return source.replace("alliance", f"alliance{number}").replace("[^", f"[^{number}-")

    seeds = "\n\n".join(varied(text, number) for number in range(count))
    texts = "\n\n".join(varied(edition.text, number) for number in range(count))
    source = edition.source[: edition.text_offset] + texts
    return Witness(witness.name, seeds.encode()), replace(edition, source=source, kept=())


def artifacts(gathered: Gathered) -> tuple[Artifact, ...]:
    """The formats of the last build; built now if there is none."""
    folder = ROOT / "build" / EDITION
    paths = [folder / f"{EDITION}{suffix}" for suffix in READERS]
    if all(path.is_file() for path in paths):
        return tuple(Artifact(path.name, "", path.read_bytes()) for path in paths)
    from octavo.fold import fold

    return fold(gathered).artifacts


def run() -> list[Row]:
    """The rows of the table."""
    gathered = gather(Workshop(ROOT), EDITION)
    if gathered.edition is None or gathered.tree is None:
        raise RuntimeError(f"source/{EDITION} cannot be read")
    edition, witness, tree = gathered.edition, gathered.witnesses[0], gathered.tree
    files = artifacts(gathered)
    collation = collate(witness, edition)
    account = ledger(expected(tree), files, edition.imprint)
    checks = own_checks(edition, collation, account, version="0")
    proof = Proof(edition, witness, collation, account, files, checks, ())
    parts = {
        "collation of the brief": cpu(lambda: collate(witness, edition)),
        f"ledger of {len(files)} formats, PDF in two ways": cpu(
            lambda: ledger(expected(tree), files, edition.imprint)
        ),
        "proof.json and proof.html": cpu(lambda: (proof_json(proof), proof_html(proof))),
    }
    total = sum(parts.values())
    rows = [Row(label, f"{seconds:.3f} s") for label, seconds in parts.items()]
    rows.append(Row("all of it", f"{total:.3f} s", f"at most {BOUND} s", total <= BOUND))
    return [*rows, *_growth(witness, edition, parts["collation of the brief"])]


def _growth(witness: Witness, edition: Edition, once: float) -> list[Row]:
    rows = []
    for size in SIZES:
        seed, text = times(witness, edition, size)
        seconds = cpu(lambda seed=seed, text=text: collate(seed, text), rounds=1)  # type: ignore[misc]
        factor = seconds / once / size
        told = f"{seconds:.2f} s, {factor:.2f} of linear"
        rows.append(Row(f"collation of {size} times the brief", told, f"at most {GROWTH}", factor <= GROWTH))
    return rows
