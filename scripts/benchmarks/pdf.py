"""The default PDF beside plain WeasyPrint on the same article and style sheet, for 1, 4, 16 and 64 times it.

Plain WeasyPrint sets the same sections with the notes in a list at the end: no tags, no page map, no
proof that all was printed. Each side is a fresh process that reads the article from a file, so that
imports and fonts count on both.
"""

from __future__ import annotations

import pickle
import sys
import tempfile
import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.measuring import Row, alternately, cost_of, shown
from octavo.model import Article, HouseStyle

ROOT: Final = Path(__file__).resolve().parents[2]
EDITION: Final = "co-23-31"
SIZES: Final = (1, 4, 16, 64)
ROUNDS: Final = {1: 5, 4: 3, 16: 1, 64: 1}
FACTOR: Final = 1.35
MEMORY_FACTOR: Final = 1.3
SLOW = True


def article() -> Article:
    """The first edition's article."""
    from octavo import pandoc
    from octavo.article import build_article
    from octavo.edition import read_edition

    edition = read_edition(ROOT / "source", EDITION).edition
    if edition is None:
        raise RuntimeError(f"source/{EDITION} cannot be read")
    tree, _ = pandoc.parse(edition.text, title=edition.imprint.title)
    return build_article(tree, edition.imprint)


def times(one: Article, count: int) -> Article:
    """The article `count` times over: sections, notes and calls numbered on."""
    if count == 1:
        return one
    bodies = [ET.fromstring(one.body) for _ in range(count)]
    notes = len(one.notes)
    for round_, body in enumerate(bodies):
        for element in body.iter():
            for name in ("id", "href"):
                if element.get(name):
                    element.set(name, f"{element.get(name)}-r{round_}")
    whole = ET.Element("div", {"class": "body"})
    for body in bodies:
        whole.extend(list(body))
    numbered = tuple(
        replace(
            note, number=note.number + round_ * notes, calls=tuple(f"{call}-r{round_}" for call in note.calls)
        )
        for round_ in range(count)
        for note in one.notes
    )
    for call in whole.iter("a"):
        if call.get("class") == "note-call":
            number, _, times = call.get("href", "").removeprefix("#note-").partition("-r")
            call.set("href", f"#note-{int(number) + int(times) * notes}")
    text = ET.tostring(whole, encoding="unicode")
    return replace(one, body=text, notes=numbered, headings=one.headings * count)


def plain(one: Article) -> bytes:
    """WeasyPrint by itself."""
    from octavo.formats import fonts

    fonts.seal()
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    from octavo.formats.pdf.stylesheet import css_for
    from octavo.formats.pdf.variant import DEFAULT

    notes = "".join(f'<li id="{note.id}">{note.content}</li>' for note in one.notes)
    html = (
        f'<html lang="en"><title>x</title><body><h1>{one.title}</h1>{one.body}<ol>{notes}</ol></body></html>'
    )
    css = css_for(HouseStyle(), DEFAULT, text=html, heads=("", ""))
    known = FontConfiguration()
    sheet = weasyprint.CSS(string=css, font_config=known)
    return bytes(weasyprint.HTML(string=html).write_pdf(stylesheets=[sheet], font_config=known))


def ours(one: Article) -> bytes:
    """The default PDF."""
    from octavo.formats.pdf import render_pdf

    return render_pdf(one, HouseStyle(toc="no")).artifact.data


def run() -> tuple[Row, ...]:
    """Wall time and peak memory of both for each size."""
    rows: list[Row] = []
    base = article()
    environment = {"PYTHONPATH": str(ROOT / "scripts")}
    with tempfile.TemporaryDirectory(prefix="octavo-bench-") as name:
        for size in SIZES:
            file = Path(name) / f"{size}.pickle"
            file.write_bytes(pickle.dumps(times(base, size)))
            commands = [(sys.executable, "-m", "benchmarks.pdf", way, str(file)) for way in ("plain", "ours")]
            theirs, own = alternately(
                ROUNDS[size],
                *(partial(cost_of, command, cwd=ROOT, environment=environment) for command in commands),
            )
            factor, memory = own.seconds / theirs.seconds, own.megabytes / theirs.megabytes
            rows += [
                Row(f"{size:>2} x plain WeasyPrint", shown(theirs)),
                Row(f"{size:>2} x the default PDF", shown(own)),
                Row(f"{size:>2} x time", f"{factor:6.2f}", f"at most {FACTOR}", factor <= FACTOR),
                Row(
                    f"{size:>2} x memory",
                    f"{memory:6.2f}",
                    f"at most {MEMORY_FACTOR}",
                    memory <= MEMORY_FACTOR,
                ),
            ]
    return tuple(rows)


if __name__ == "__main__":
    way, file = sys.argv[1:]
    made = {"plain": plain, "ours": ours}[way](pickle.loads(Path(file).read_bytes()))
    sys.stdout.write(f"{len(made)}\n")
