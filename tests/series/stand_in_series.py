"""A series built with Octavo's own records, locks, executors and catalogue, but with cheap papers.

`main` builds what has changed in the folder that the command line names and prints one line a paper.
A paper's artifacts say which text they were made of, so that a half-written or stale one is seen.
"""

from __future__ import annotations

import sys
from pathlib import Path

from octavo.edition import edition_ids, read_edition
from octavo.executors import run_all
from octavo.model import Artifact
from octavo.publish import publish
from octavo.records import build_key, is_current, read_record, write_build
from octavo.workshop import Workshop, locked

Paper = tuple[str, str]
KINDS = (("txt", "text/plain"), ("html", "text/html"), ("pdf", "application/pdf"))


def content(text: str, kind: str) -> bytes:
    """What an artifact of a text must hold, some 200 kB."""
    return f"{kind} of {text}\n".encode() * 2000


def build(paper: Paper) -> str:
    """As `octavo.pipeline.build_one`, with a fold that costs nothing."""
    workshop, name = Workshop(Path(paper[0])), paper[1]
    key = build_key(workshop, name)
    if is_current(workshop, read_record(workshop, name), key):
        return "unchanged"
    edition = read_edition(workshop.source, name).edition
    assert edition
    artifacts = tuple(Artifact(f"{name}.{kind}", mime, content(edition.text, kind)) for kind, mime in KINDS)
    write_build(workshop, edition.imprint, artifacts, key, ())
    return "built"


def run(root: Path, jobs: int) -> dict[str, str]:
    """Build the series at `root`; what became of each paper."""
    workshop = Workshop(root)
    names = edition_ids(workshop.source)
    with locked(workshop):
        papers = [(str(root), name) for name in names]
        found = {paper[1]: str(result) for paper, result in run_all(papers, build, jobs=jobs)}
        publish(workshop, names)
    return found


def main() -> None:
    results = run(Path(sys.argv[1]), 2)
    sys.stdout.writelines(f"{name} {state}\n" for name, state in sorted(results.items()))
