"""EDGE: import every raw text of a corpus and add up what came of it, family by family.

In: a folder of the corpus. Out: `Sum` values. Plain text from two columns is a family of its own:
``layout2`` beside ``layout``.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.importing import score
from benchmarks.importing.converters import SUFFIX
from benchmarks.importing.frontscore import front_facts, front_score, front_words, given_facts
from benchmarks.importing.judging import Judged, Known, judged
from octavo.importing import Imported, import_text
from octavo.importing.review import DOUBT

FAMILIES: Final = (
    "mild",
    "rough",
    "marker",
    "pymupdf",
    "odl",
    "markitdown",
    "layout",
    "markitdown2",
    "layout2",
)


@dataclass
class Sum:
    """What the imports of one family came to."""

    scores: dict[str, list[score.Score]] = field(default_factory=lambda: defaultdict(list))
    lost: int = 0
    """Words lost or invented."""
    wrong: int = 0
    """Decisions that are wrong, where that can be told."""
    bold: int = 0
    """Those of them that were taken with a confidence of 0.8 or more."""
    decisions: list[Judged] = field(default_factory=list)
    """Those that can be judged."""
    seconds: float = 0.0

    def f1(self, kind: str) -> float:
        """Mean F1 over documents."""
        return _mean([one.f1 for one in self.scores[kind]])

    def precision(self, kind: str) -> float:
        """Mean precision over documents."""
        return _mean([one.precision for one in self.scores[kind]])

    def recall(self, kind: str) -> float:
        """Mean recall over documents."""
        return _mean([one.recall for one in self.scores[kind]])


@dataclass(frozen=True)
class Case:
    """One raw text, its import and its truth."""

    stem: str
    family: str
    raw: Path
    truth: score.Facts
    edition: score.Facts
    imported: Imported
    front: score.Score
    judged: tuple[Judged, ...]
    seconds: float


def cases(folder: Path, only: Sequence[str] = ()) -> Iterator[Case]:
    """Every raw text of `folder`, imported; `only`: families or stems to keep."""
    for path in sorted(folder.glob("*.truth.md")):
        stem = path.name.removesuffix(".truth.md")
        head, _, text = path.read_text(encoding="utf-8").partition("\n")
        pairs = _pairs(folder / f"{stem}.front.txt")
        truth = None
        for kind, suffix in SUFFIX.items():
            two = "two columns" in head and kind in ("markitdown", "layout")
            family, raw = kind + "2" * two, folder / (stem + suffix)
            if not raw.exists() or not _wanted(stem, family, only):
                continue
            truth = truth or score.facts(text)
            yield _case(stem, family, raw, truth, pairs)


def _wanted(stem: str, family: str, only: Sequence[str]) -> bool:
    """Whether the families and the texts named, if any, hold this one."""
    families = set(only) & set(FAMILIES)
    texts = [word for word in only if word not in FAMILIES]
    return (not families or family in families) and (not texts or any(stem.startswith(t) for t in texts))


def _pairs(path: Path) -> tuple[tuple[str, str], ...]:
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return tuple((key, value) for key, _, value in (line.partition(": ") for line in lines))


def _case(stem: str, family: str, raw: Path, truth: score.Facts, pairs: tuple[tuple[str, str], ...]) -> Case:
    began = time.perf_counter()
    imported = import_text(raw.read_bytes(), name=raw.name)
    took = time.perf_counter() - began
    header, _, body = imported.edition.removeprefix("---\n").partition("\n---\n")
    edition = score.facts(body, front=front_words(pairs))
    known = Known(
        truth,
        edition,
        raw=imported.raw,
        stated=frozenset(front_facts(pairs)),
        given=frozenset(given_facts(header)),
        front=front_words(pairs),
    )
    right = judged(known, imported.decisions)
    return Case(stem, family, raw, truth, edition, imported, front_score(pairs, header), right, took)


def add(sums: dict[str, Sum], case: Case) -> None:
    """Count a case in."""
    into = sums.setdefault(case.family, Sum())
    for kind, one in score.compare(case.truth, case.edition).items():
        into.scores[kind].append(one)
    into.scores["front"].append(case.front)
    into.lost += sum(finding.code in ("I-050", "I-051") for finding in case.imported.findings)
    into.seconds += case.seconds
    into.decisions.extend(case.judged)
    wrong = [one.decision.confidence for one in case.judged if not one.right]
    into.wrong += len(wrong)
    into.bold += sum(confidence >= DOUBT for confidence in wrong)


def measure(
    folder: Path, only: Sequence[str] = (), tell: Callable[[Case], None] | None = None
) -> dict[str, Sum]:
    """Sums by family over `folder`; `tell` sees every case as it is done."""
    sums: dict[str, Sum] = {}
    for case in cases(folder, only):
        add(sums, case)
        if tell:
            tell(case)
    return {family: sums[family] for family in FAMILIES if family in sums}


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0
