"""EDGE: the corpus by hand: ``python -m benchmarks.importing FOLDER [word…]``.

``build=PYTHON`` makes what is missing with the converters of that Python, ``more=TEXTS`` also of the true
texts in that folder; ``show`` tells every raw text, ``diff`` also every fact that is missing (-) or wrong (+)
and every wrong decision (!); ``reliability`` adds tables of stated confidence against truth, ``wrong`` prints
the wrong decisions only;
``calibrate`` counts the rows of `octavo.importing.counted` anew (``also=FOLDER`` with those of that corpus);
``split=held`` looks at the other part (sums only); any other word keeps only that family or text.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from benchmarks.importing import corpus, score
from benchmarks.importing.calibrate import Told, report, told
from benchmarks.importing.evaluate import Case, Sum, cases, measure
from benchmarks.importing.reliability import table
from octavo.importing.review import DOUBT


def line(family: str, one: Sum) -> str:
    """A family in one line."""
    kinds = " ".join(f"{kind} {one.f1(kind):.3f}" for kind in (*score.KINDS, "front"))
    sure = 1 - one.bold / one.wrong if one.wrong else 1.0
    count = len(one.scores["notes"])
    told = f"sure {sure:.2f} ({one.wrong}/{len(one.decisions)})"
    return f"{family:11} n={count:3} {kinds} lost {one.lost} {told}"


def _tell(case: Case) -> None:
    compared = {**score.compare(case.truth, case.edition), "front": case.front}
    kinds = " ".join(
        f"{kind} {one.f1:.2f} ({one.hit}/{one.wanted}/{one.given})" for kind, one in compared.items()
    )
    print(f"{case.stem:24} {case.family:11} {kinds}", flush=True)


def _diff(case: Case) -> None:
    _tell(case)
    for kind in score.KINDS:
        wanted, given = getattr(case.truth, kind), getattr(case.edition, kind)
        for sign, facts in (("-", wanted - given), ("+", given - wanted)):
            for fact in facts.elements():
                print(f"    {sign} {kind:10} {str(fact)[:150]}")
    _wrong(case)


def _wrong(case: Case) -> None:
    for one in case.judged:
        if not one.right:
            decision = one.decision
            bold = "!" if decision.confidence >= DOUBT else "?"
            why = f"{decision.choice} {decision.confidence} {decision.evidence}"
            print(f"    {bold} {case.stem} {case.family} {one.what} {decision.id} {why} | {decision.passage}")


def _counted(folder: Path, only: Sequence[str]) -> Iterator[Told]:
    for case in cases(folder, only):
        yield from told(case.stem.rpartition("-")[0], case.family, case.judged)


def main() -> None:
    """Entry."""
    folder, words = Path(sys.argv[1]), sys.argv[2:]
    options = dict(word.split("=", 1) for word in words if "=" in word)
    only = [word for word in words if "=" not in word and word not in WORDS]
    if options.get("build"):
        more = (Path(options["more"]),) if "more" in options else ()
        corpus.build(folder, python=options["build"], more=more)
    split = options.get("split", "develop")
    if "calibrate" in words:
        folders = [folder, *(Path(options[key]) for key in ("also",) if key in options)]
        print("\n".join(report([one for place in folders for one in _counted(place / split, only)])))
        return
    tell = None
    if split == "develop":  # nobody looks into the texts that are held back
        tell = next((TELLERS[word] for word in ("diff", "wrong", "show") if word in words), None)
    sums = measure(folder / split, only, tell)
    for family, one in sums.items():
        print(line(family, one))
    if "reliability" in words:
        for family, one in sums.items():
            print("\n".join(table(family, one.decisions)))


TELLERS: Final = {"show": _tell, "diff": _diff, "wrong": _wrong}
WORDS: Final = (*TELLERS, "reliability", "calibrate")


if __name__ == "__main__":
    main()
