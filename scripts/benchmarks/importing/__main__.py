"""EDGE: build the corpus and print the score per family.

``python -m benchmarks.importing TEXTS WORK [--split develop|held]`` where TEXTS holds true texts
(Markdown with notes) and WORK receives PDFs and raw texts; a raw text that exists is used again.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from pathlib import Path

from benchmarks.importing import marker, score, texts, typeset
from octavo.importing import import_text

FAMILIES = ("mild", "rough", "pymupdf", "odl", "markitdown", "layout")
SUFFIX = {
    "mild": ".mild.md",
    "rough": ".rough.md",
    "pymupdf": ".pymupdf.md",
    "odl": ".odl.md",
    "markitdown": ".markitdown.txt",
    "layout": ".layout.txt",
}


def build(sources: Path, work: Path, python: str) -> None:
    """Make every raw text that is not there yet."""
    work.mkdir(parents=True, exist_ok=True)
    pdfs = []
    for number, path in enumerate(sorted(sources.glob("*.md"))):
        paper = texts.read(path.read_text(encoding="utf-8"))
        for variant, one in (
            ("a", paper),
            ("b", texts.varied(paper, number)),
            ("c", texts.varied(paper, number + 100)),
        ):
            stem = f"{path.stem}-{variant}"
            if len(one.blocks) < 4:
                continue
            (work / f"{stem}.truth.md").write_text(
                f"<!-- {one.title} -->\n" + one.markdown(), encoding="utf-8"
            )
            (work / f"{stem}.mild.md").write_text(marker.raw(one, number, rough=False), encoding="utf-8")
            (work / f"{stem}.rough.md").write_text(marker.raw(one, number, rough=True), encoding="utf-8")
            pdf = work / f"{stem}.pdf"
            if not pdf.exists():
                try:
                    typeset.typst(one, number, pdf, python) if variant == "c" else typeset.weasyprint(
                        one, number * 7 + len(variant), pdf
                    )
                except Exception as error:  # a text an engine refuses is left out, and said
                    print("left out", pdf.name, str(error)[:200])
                    continue
            typeset.convert(pdf, work, markitdown_python=python)
            pdfs.append(pdf)
    typeset.opendataloader(pdfs, work)


def measure(work: Path, *, only: str = "", show: str = "", split: str = "") -> None:
    """Import every raw text and print means per family."""
    total = defaultdict(lambda: defaultdict(list))
    for truth_path in sorted(work.glob("*.truth.md")):
        stem = truth_path.name.removesuffix(".truth.md")
        held = sum(stem.encode()) % 3 == 0
        if split and held != (split == "held"):
            continue
        truth = score.facts(truth_path.read_text(encoding="utf-8").split("\n", 1)[1])
        for family in FAMILIES:
            raw = work / (stem + SUFFIX[family])
            if (only and family != only) or not raw.exists():
                continue
            began = time.perf_counter()
            imported = import_text(raw.read_bytes(), name=raw.name)
            took = time.perf_counter() - began
            body = imported.edition.split("\n---\n", 1)[1]
            result = score.compare(truth, score.facts(body))
            errors = sum(finding.severity == "error" for finding in imported.findings)
            for kind, one in result.items():
                total[family][kind].append(one.f1)
            total[family]["lost"].append(errors)
            total[family]["time"].append(took)
            if show:
                print(
                    f"{stem:16} {family:10} "
                    + " ".join(f"{k} {v.f1:.2f} ({v.hit}/{v.wanted}/{v.given})" for k, v in result.items()),
                    "ERR" if errors else "",
                )
    for family in FAMILIES:
        rows = total[family]
        if rows:
            print(
                f"{family:10} n={len(rows['notes']):3} "
                + " ".join(f"{kind} {sum(values) / len(values):.3f}" for kind, values in rows.items())
            )


def main() -> None:
    """Entry."""
    sources, work = Path(sys.argv[1]), Path(sys.argv[2])
    options = dict(word.split("=", 1) for word in sys.argv[3:])
    if options.get("build"):
        build(sources, work, options["build"])
    measure(work, only=options.get("only", ""), show=options.get("show", ""), split=options.get("split", ""))


if __name__ == "__main__":
    main()
