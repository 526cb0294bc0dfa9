"""The importer on true texts: typeset, converted, imported, compared; family by family.

`run` is the benchmark ``import``. The truths are in ``truths/``; the corpus is generated into the folder
that ``OCTAVO_IMPORT_CORPUS`` names (``.tools/import-corpus`` if none), and what is there is used again.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

from benchmarks.importing import corpus
from benchmarks.importing.evaluate import Sum, measure
from benchmarks.measuring import Row

NAME: Final = "import"
SLOW: Final = True
_TOP: Final = Path(__file__).resolve().parents[3]
CONVERTERS: Final = _TOP / ".tools" / "import" / "bin" / "python"

TARGETS: Final = {
    "mild": (0.98, 0.98, 0.97),
    "rough": (0.95, 0.95, 0.85),
    "marker": (0.95, 0.95, 0.85),
    "pymupdf": (0.92, 0.92, 0.95),
    "odl": (0.85, 0.90, 0.90),
    "markitdown": (0.60, 0.85, 0.60),
    "layout": (0.60, 0.85, 0.60),
}
"""Family -> wanted mean F1 of notes, paragraphs and headings (plain text: of one column)."""


def run() -> tuple[Row, ...]:
    """Both parts of the corpus; the bounds are those of the texts held back."""
    folder = Path(os.environ.get("OCTAVO_IMPORT_CORPUS") or _TOP / ".tools" / "import-corpus")
    python = str(CONVERTERS) if CONVERTERS.exists() else sys.executable
    corpus.build(folder, python=python, tell=_tell)
    rows = []
    for split in ("develop", "held"):
        _tell(f"importing what is in {split}")
        for family, one in measure(folder / split).items():
            rows += _rows(split, family, one)
    return tuple(rows)


def _tell(line: str) -> None:
    """To the screen at once; the table comes at the end."""
    sys.stderr.write(f"import: {line}\n")
    sys.stderr.flush()


def _rows(split: str, family: str, one: Sum) -> list[Row]:
    count = len(one.scores["notes"])
    wanted = TARGETS.get(family, (0.0, 0.0, 0.0))
    name = f"{split} {family}"
    rows = [Row(f"{name}: words lost or invented", f"{one.lost} of {count} texts", "0", not one.lost)]
    labels = (("notes", "notes"), ("bounds", "paragraphs"), ("heads", "headings"))
    for (kind, label), bound in zip(labels, wanted, strict=True):
        f1, value = one.f1(kind), f"P {one.precision(kind):.3f} R {one.recall(kind):.3f}"
        told = f"{bound:.2f}" if bound else ""
        rows.append(Row(f"{name}: {label}", f"{f1:.3f} ({value})", told, f1 >= bound))
    for kind, label in (("sups", "superscripts"), ("structures", "structures"), ("front", "front matter")):
        rows.append(Row(f"{name}: {label}", f"{one.f1(kind):.3f}"))
    sure = 1 - one.bold / one.wrong if one.wrong else 1.0
    value = f"{sure:.2f} of {one.wrong} in {len(one.decisions)}"
    rows.append(Row(f"{split} {family}: wrong decisions below 0.8", value, "0.95", sure >= 0.95))
    return rows
