"""The mutation suite: faults in seed, edition and every artifact; each must be found, and by which gate.

python tests/fidelity/mutation.py              a seeded sample
python tests/fidelity/mutation.py --count 1000 --seed 7
python tests/fidelity/mutation.py --all        every word of the brief in every artifact (an hour)
    python tests/fidelity/mutation.py --all --target html
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests")]

from fidelity.markup_mutants import ALL_MARKUP, Operator, all_operators  # noqa: E402
from fidelity.pdf_mutants import PDF_OPERATORS, each_glyph_run  # noqa: E402
from fidelity.words_mutants import WORD_OPERATORS  # noqa: E402
from octavo.fidelity.collation import check_witness, collate  # noqa: E402
from octavo.fidelity.expected import expected  # noqa: E402
from octavo.fidelity.ledger import ledger  # noqa: E402
from octavo.fidelity.readers.flow import Extract  # noqa: E402
from octavo.gather import gather  # noqa: E402
from octavo.model import Artifact, Edition, Severity, Witness, WitnessPin  # noqa: E402
from octavo.workshop import Workshop  # noqa: E402

SPECIMEN = "co-23-31"


@dataclass(frozen=True)
class Verdict:
    """One mutant and the gates that killed it; none means that it lives."""

    target: str
    operator: str
    what: str
    gates: tuple[str, ...]


@dataclass(frozen=True)
class Specimen:
    """What is mutated: a work with its witness and its artifacts."""

    witness: Witness
    edition: Edition
    expected: Extract
    artifacts: tuple[Artifact, ...]

    @cached_property
    def by_suffix(self) -> dict[str, Artifact]:
        return {a.name.removeprefix(f"{self.edition.id}."): a for a in self.artifacts}

    def judge_artifact(self, suffix: str, data: bytes) -> tuple[str, ...]:
        artifact = replace(self.by_suffix[suffix], data=data)
        return _errors(ledger(self.expected, [artifact], self.edition.imprint).findings)

    def judge_edition(self, source: str) -> tuple[str, ...]:
        return _errors(collate(self.witness, replace(self.edition, source=source)).findings)

    def judge_seed(self, text: str) -> tuple[str, ...]:
        """The altered seed with its own digest pinned: the collation must find it, if not, the true pin."""
        witness = Witness(self.witness.name, text.encode())
        pinned = replace(self.edition, witnesses=(WitnessPin(witness.name, witness.sha256),))
        return _errors(collate(witness, pinned).findings) or _errors(check_witness(witness, self.edition))


def _errors(findings: Sequence[object]) -> tuple[str, ...]:
    return tuple(sorted({f.code for f in findings if f.severity is Severity.ERROR}))  # type: ignore[attr-defined]


def load(build: Path) -> Specimen:
    """The specimen of the checkout with the artifacts in `build`."""
    gathered = gather(Workshop(ROOT), SPECIMEN)
    assert gathered.edition is not None
    assert gathered.tree is not None
    names = [f"{SPECIMEN}.{suffix}" for suffix in ("html", "epub", "pdf", "txt", "docx", "jats.xml")]
    artifacts = tuple(Artifact(n, "", (build / n).read_bytes()) for n in names if (build / n).is_file())
    return Specimen(gathered.witnesses[0], gathered.edition, expected(gathered.tree), artifacts)


# --- seed and edition -----------------------------------------------------------------------------


def _text_faults(text: str, start: int) -> dict[str, Operator]:
    """Word faults and faults of structure for Markdown, after offset `start`."""
    faults: dict[str, Operator] = {name: _paragraph_fault(name, text, start) for name in WORD_OPERATORS}
    faults["swap paragraphs"] = _swap_paragraphs(text, start)
    faults["drop heading"] = _line_fault(text, start, "")
    faults["demote heading"] = _line_fault(text, start, r"\g<words>")
    faults["lose superscript"] = _pattern_fault(text, start, r"<sup>([a-z]+)</sup>|\^([a-z]+)\^", "unwrap")
    faults["move call"] = _pattern_fault(text, start, r"<sup>\d\)</sup>(?! )|(?<=\S)\[\^\d\]", "move")
    faults["drop call"] = _pattern_fault(text, start, r"<sup>\d\)</sup>(?! )|(?<=\S)\[\^\d\]", "drop")
    faults["renumber call"] = _pattern_fault(
        text, start, r"(?<=\S)\[\^(\d)\]|(?<=\S)<sup>(\d)\)</sup>(?! )", "next"
    )
    faults["lose emphasis"] = _pattern_fault(text, start, r"(?<![*\n#])\*([A-Z][^*\n]+)\*(?!\*)", "unwrap")
    return faults


def _paragraphs(text: str, start: int) -> list[tuple[int, int]]:
    spans = [m.span() for m in re.finditer(r"(?m)^(?!---|\[\^).*\S.*$", text) if m.start() >= start]
    return [(a, b) for a, b in spans if len(text[a:b].split()) > 3]


def _paragraph_fault(name: str, text: str, start: int) -> Operator:
    def change(_: bytes, rng: random.Random) -> tuple[bytes, str] | None:
        spans = _paragraphs(text, start)
        a, b = rng.choices(spans, [end - begin for begin, end in spans])[0]
        done = WORD_OPERATORS[name](text[a:b], rng)
        return None if done is None else ((text[:a] + done[0] + text[b:]).encode(), done[1])

    return change


def _swap_paragraphs(text: str, start: int) -> Operator:
    def change(_: bytes, rng: random.Random) -> tuple[bytes, str]:
        spans = [s for s in _paragraphs(text, start) if len(text[slice(*s)].split()) > 20]
        at = rng.randrange(len(spans) - 1)
        (a, b), (c, d) = spans[at], spans[at + 1]
        return (text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]).encode(), "two paragraphs swapped"

    return change


def _line_fault(text: str, start: int, new: str) -> Operator:
    def change(_: bytes, rng: random.Random) -> tuple[bytes, str]:
        heads = [m for m in re.finditer(r"(?m)^#+ (?P<words>.*)$", text) if m.start() >= start]
        one = rng.choice(heads)
        return (text[: one.start()] + one.expand(new) + text[one.end() :]).encode(), f"heading {one[0]!r}"

    return change


def _pattern_fault(text: str, start: int, pattern: str, how: str) -> Operator:
    def change(_: bytes, rng: random.Random) -> tuple[bytes, str] | None:
        found = [m for m in re.finditer(pattern, text) if m.start() >= start]
        if not found:
            return None
        one = rng.choice(found)
        inner = next((g for g in one.groups() if g), "")
        if how == "move":
            words = [
                m.end() for m in re.finditer(r"\w(?= \w)", text) if m.end() >= start and m.end() < one.start()
            ]
            at = rng.choice(words)
            new = text[:at] + one[0] + text[at : one.start()] + text[one.end() :]
        else:
            by = {
                "unwrap": inner,
                "drop": "",
                "next": one[0].replace(inner, str(int(inner or "0") % 5 + 1)) if how == "next" else "",
            }
            new = text[: one.start()] + by[how] + text[one.end() :]
        return new.encode(), f"{one[0]!r}: {how}"

    return change


# --- running --------------------------------------------------------------------------------------


def operators(specimen: Specimen) -> dict[str, dict[str, Operator]]:
    """Target -> name -> operator, for everything there is."""
    targets: dict[str, dict[str, Operator]] = {
        "seed": _text_faults(specimen.witness.text, 0),
        "edition": _text_faults(specimen.edition.source, specimen.edition.text_offset),
    }
    for suffix, own in all_operators().items():
        if suffix in specimen.by_suffix:
            targets[suffix] = own
    if "pdf" in specimen.by_suffix:
        targets["pdf"] = PDF_OPERATORS
    return targets


def judge(specimen: Specimen, target: str, data: bytes) -> tuple[str, ...]:
    if target == "seed":
        return specimen.judge_seed(data.decode())
    if target == "edition":
        return specimen.judge_edition(data.decode())
    return specimen.judge_artifact(target, data)


def original(specimen: Specimen, target: str) -> bytes:
    if target == "seed":
        return specimen.witness.data
    if target == "edition":
        return specimen.edition.source.encode()
    return specimen.by_suffix[target].data


def sample(specimen: Specimen, count: int, seed: int, step: int = 1) -> Iterator[Verdict]:
    """About `count` mutants, spread evenly over targets and operators; the same for the same seed.

    With a `step` only every so manieth way to spoil a target is tried.
    """
    targets = operators(specimen)
    kinds = [(target, name) for target, own in targets.items() for name in own][::step]
    rng = random.Random(seed)
    for number in range(count):
        target, name = kinds[number % len(kinds)]
        yield from _one(specimen, target, name, targets[target][name], rng)


def _one(
    specimen: Specimen, target: str, name: str, operator: Operator, rng: random.Random
) -> Iterator[Verdict]:
    data = original(specimen, target)
    for _ in range(8):
        done = operator(data, rng)
        if done is not None and done[0] != data:
            yield Verdict(target, name, done[1], judge(specimen, target, done[0]))
            return


def report(verdicts: Sequence[Verdict]) -> str:
    """Score, gates by operator, and every survivor."""
    gates: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    tried: Counter[tuple[str, str]] = Counter()
    for verdict in verdicts:
        tried[verdict.target, verdict.operator] += 1
        gates[verdict.target, verdict.operator].update(verdict.gates)
    lines = []
    for (target, operator), own in sorted(gates.items()):
        named = ", ".join(f"{gate} {n}" for gate, n in sorted(own.items()))
        lines.append(f"{target:9} {operator:17} {tried[target, operator]:4}  {named}")
    alive = [v for v in verdicts if not v.gates]
    lines += [f"ALIVE {v.target} {v.operator}: {v.what}" for v in alive]
    killed = len(verdicts) - len(alive)
    lines.append(f"{killed} of {len(verdicts)} mutants killed: {killed / max(1, len(verdicts)):.1%}")
    return "\n".join(lines)


def every_word(specimen: Specimen, only: str = "") -> Iterator[Verdict]:
    """Each word of the brief altered in each text and artifact, one mutant a word."""
    for target, markup in ALL_MARKUP.items():
        if target in specimen.by_suffix and only in ("", target):
            for what, data in markup.each_word(specimen.by_suffix[target].data):
                yield Verdict(target, "alter word", what, judge(specimen, target, data))
    for target in [t for t in ("seed", "edition", "txt") if only in ("", t)]:
        text = original(specimen, target).decode()
        start, end = _work(specimen, target, text)
        for match in re.finditer(r"[^\W_]{2,}", text[start:end]):
            at = start + match.start()
            if _is_word(text, at):
                spoilt = text[:at] + ("x" if text[at] != "x" else "y") + text[at + 1 :]
                yield Verdict(target, "alter word", match[0], judge(specimen, target, spoilt.encode()))
    if "pdf" in specimen.by_suffix and only in ("", "pdf"):
        for what, data in each_glyph_run(specimen.by_suffix["pdf"].data):
            yield Verdict("pdf", "alter word", what, judge(specimen, "pdf", data))


def _work(specimen: Specimen, target: str, text: str) -> tuple[int, int]:
    """Where the words of the work stand in a text."""
    if target == "edition":
        return specimen.edition.text_offset, len(text)
    if target == "txt":
        rules = [m.start() for m in re.finditer(r"(?m)^={72,}$", text)]
        return rules[1], rules[3]
    return 0, len(text)


def _is_word(text: str, at: int) -> bool:
    """Whether the letters at `at` are words of the work, not markup."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return not re.search(r"<[^>]*$|\]\{[^}]*$|\[\^?$", line)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--target", default="", help="with --all: only this one")
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--build", type=Path, default=ROOT / "build" / SPECIMEN)
    options = parser.parse_args()
    specimen = load(options.build)
    verdicts = list(
        every_word(specimen, options.target) if options.all else sample(specimen, options.count, options.seed)
    )
    sys.stdout.write(report(verdicts) + "\n")
    return 1 if any(not v.gates for v in verdicts) else 0


if __name__ == "__main__":
    sys.exit(main())
