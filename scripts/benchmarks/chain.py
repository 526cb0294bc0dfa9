"""`octavo build` beside the plain chain pandoc + WeasyPrint, on the first edition.

The plain chain makes HTML, EPUB and PDF with the same pandoc and the same WeasyPrint and their own
defaults: no accessibility, no notes of its own, no proof. `octavo build` makes the three and TXT,
DOCX, JATS and the proof besides; so the plain chain with these three is shown too.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.measuring import Cost, Row, alternately, cost_of, shown, total

ROOT: Final = Path(__file__).resolve().parents[2]
EDITION: Final = "co-23-31"
TIMES: Final = 5
COLD_FACTOR: Final = 1.5
UNCHANGED_SECONDS: Final = 0.35


def _pandoc() -> str:
    import pypandoc

    return str(pypandoc.get_pandoc_path())


def plain(folder: Path, pandoc: str, *, more: bool) -> Cost:
    """The plain chain, one command after the other."""
    source = ROOT / "source" / EDITION / "edition.md"
    read = (pandoc, str(source), "--standalone", "--from", "markdown-smart", "--metadata", "title=Brief")
    commands = [
        (*read, "--to", "html5", "--toc", "--embed-resources", "--output", "plain.html"),
        (*read, "--to", "epub3", "--toc", "--output", "plain.epub"),
        (str(Path(sys.executable).parent / "weasyprint"), "--quiet", "plain.html", "plain.pdf"),
    ]
    if more:
        commands += [(*read, "--to", kind, "--output", f"plain.{kind}") for kind in ("docx", "jats", "plain")]
    return total([cost_of(command, cwd=folder) for command in commands])


def build(folder: Path, *options: str) -> Cost:
    """`octavo build` in a workplace of its own."""
    environment = {"PYTHONPATH": str(folder / "code")}
    command = (sys.executable, "-m", "octavo.cli", "build", EDITION, "--quiet", *options)
    return cost_of(command, cwd=folder, environment=environment)


def workplace(folder: Path) -> Path:
    """A copy of the editions and of the code in `folder`: a change of either meanwhile is no rebuild."""
    for name in ("source", "seeds"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copytree(ROOT / "scripts" / "octavo", folder / "code" / "octavo")
    (folder / "build").mkdir()
    return folder


def run() -> tuple[Row, ...]:
    """Best wall time of five and peak memory of each way, and how they compare."""
    pandoc = _pandoc()
    with tempfile.TemporaryDirectory(prefix="octavo-bench-") as name:
        folder = workplace(Path(name))
        build(folder)  # byte code and file cache are warm for both ways
        cold, three, six, same = alternately(
            TIMES,
            partial(build, folder, "--force"),
            partial(plain, folder, pandoc, more=False),
            partial(plain, folder, pandoc, more=True),
            partial(build, folder),
        )
    factor = cold.seconds / three.seconds
    return (
        Row("plain chain: HTML, EPUB, PDF", shown(three)),
        Row("plain chain: these, DOCX, JATS, TXT", shown(six)),
        Row("octavo build, cold: all, with proof", shown(cold)),
        Row("cold / plain chain of three", f"{factor:6.2f}", f"at most {COLD_FACTOR}", factor <= COLD_FACTOR),
        Row("cold / plain chain of six", f"{cold.seconds / six.seconds:6.2f}"),
        Row(
            "octavo build, nothing changed",
            shown(same),
            f"at most {UNCHANGED_SECONDS} s",
            same.seconds <= UNCHANGED_SECONDS,
        ),
    )
