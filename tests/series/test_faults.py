"""Whatever happens to a build, nothing half-written is left, nothing stale is taken for fresh.

Kill -9, a full disk, a read-only folder, flipped bits, jumping clocks, two builds at once: after
each the next run ends right.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree
from stand_in_series import KINDS, content

from conftest import octavo
from octavo.edition import read_edition
from octavo.records import build_key, is_current, read_record
from octavo.workshop import Workshop, locked

PAPERS = 6
KILLS = 200
MAIN = "from stand_in_series import main; main()"


def text_of(number: int, version: int) -> str:
    head = f"---\ntitle: Paper {number}\nlang: en\nreleased: 2026-01-{number + 1:02d}\n---\n"
    return f"{head}\nVersion {version} of paper {number}.\n"


def save(workshop: Workshop, number: int, version: int) -> None:
    folder = workshop.source / f"paper-{number}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "edition.md").write_text(text_of(number, version))


@pytest.fixture
def series(tmp_path: Path) -> Workshop:
    workshop = Workshop(tmp_path / "work")
    for number in range(PAPERS):
        save(workshop, number, 0)
    return workshop


def start(workshop: Workshop, *wrapper: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [*wrapper, sys.executable, "-c", MAIN, str(workshop.root)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, env=environment, text=True, start_new_session=True, **pipes)


def build(workshop: Workshop, *wrapper: str) -> dict[str, str]:
    child = start(workshop, *wrapper)
    output, errors = child.communicate(timeout=120)
    assert child.returncode == 0, errors
    return dict(line.split() for line in output.splitlines())


def files(workshop: Workshop) -> dict[str, bytes]:
    return {
        str(path.relative_to(workshop.build)): path.read_bytes()
        for path in sorted(workshop.build.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def assert_whole(workshop: Workshop, versions: int) -> None:
    """Every artifact that can be seen is one version of its paper, from its first byte to its last."""
    for number in range(PAPERS):
        for kind, _ in KINDS:
            path = workshop.build / f"paper-{number}" / f"paper-{number}.{kind}"
            if path.exists():
                known = {content(f"\nVersion {v} of paper {number}.\n", kind) for v in range(versions + 1)}
                assert path.read_bytes() in known, path


def assert_fresh(workshop: Workshop) -> None:
    """Whatever would be taken for up to date is what the text gives now."""
    for number in range(PAPERS):
        name = f"paper-{number}"
        if is_current(workshop, read_record(workshop, name), build_key(workshop, name)):
            edition = read_edition(workshop.source, name).edition
            assert edition
            for kind, _ in KINDS:
                data = (workshop.build / name / f"{name}.{kind}").read_bytes()
                assert data == content(edition.text, kind)


def assert_right(workshop: Workshop) -> None:
    """A run ends right: all built, the catalogue tells it, no rests; one more run does nothing."""
    build(workshop)
    assert_fresh(workshop)
    assert set(build(workshop).values()) == {"unchanged"}
    assert not [name for name in files(workshop) if name.endswith(".tmp")]
    page = etree.HTML((workshop.build / "index.html").read_text())
    assert len(page.findall(".//h3")) == PAPERS


@pytest.mark.whole
def test_killed_two_hundred_times(series: Workshop) -> None:
    """Kill -9 at random moments, while the texts go on changing."""
    chance = random.Random(1953)
    killed = version = 0
    while killed < KILLS:
        version += 1
        save(series, chance.randrange(PAPERS), version)
        child = start(series)
        try:
            child.communicate(timeout=chance.uniform(0.05, 0.6))
        except subprocess.TimeoutExpired:
            child.kill()
            killed += 1
        child.communicate()
        assert_whole(series, version)
        if version % 10 == 0:
            assert_fresh(series)
    assert_right(series)


@pytest.mark.whole
def test_built_by_whomever_the_bytes_are_the_same(series: Workshop, tmp_path: Path) -> None:
    """A tree that was killed, mended and rebuilt is that of one that was built at once."""
    build(series)
    for number in range(PAPERS):
        save(series, number, 7)
    child = start(series)
    with pytest.raises(subprocess.TimeoutExpired):
        child.communicate(timeout=0.3)
    child.kill()
    child.communicate()
    build(series)
    other = Workshop(tmp_path / "other")
    shutil.copytree(series.source, other.source)
    build(other)
    assert files(series) == files(other)


@pytest.mark.whole
@pytest.mark.parametrize(
    "where", ["paper-2/paper-2.pdf", "paper-2/.octavo.json", "index.html", ".octavo.json"]
)
def test_flipped_bits_are_found_and_mended(series: Workshop, where: str) -> None:
    """One bit in an artifact, a record or the catalogue: the next run makes it right again."""
    build(series)
    before = files(series)
    path = series.build / where
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x10
    path.write_bytes(data)
    build(series)
    assert files(series) == before


@pytest.mark.whole
def test_clocks_play_no_part(series: Workshop) -> None:
    """A clock in 1999 or 2037, and files whose times say anything: nothing is built again."""
    build(series)
    before = files(series)
    os.utime(series.source / "paper-1" / "edition.md", (0, 0))
    for moment in ("1999-01-01 00:00:00", "2037-12-31 23:59:59"):
        assert set(build(series, "faketime", "-f", moment).values()) == {"unchanged"}
    save(series, 3, 1)
    assert build(series, "faketime", "-f", "1980-01-02 00:00:00")["paper-3"] == "built"
    save(series, 3, 0)
    build(series)
    assert files(series) == before


@pytest.mark.whole
def test_two_builds_at_once(series: Workshop) -> None:
    """They do not harm each other: one builds, the other waits and finds nothing to do."""
    both = [start(series), start(series)]
    told = [child.communicate(timeout=120)[0] for child in both]
    assert [child.returncode for child in both] == [0, 0]
    assert sorted("unchanged" in text for text in told) == [False, True]
    assert_right(series)


@pytest.mark.whole
def test_a_disk_that_fills_up_in_the_middle(series: Workshop) -> None:
    """The paper that does not fit stops the run; what stands in build/ is whole, no rests are left."""
    build(series)
    for number in range(PAPERS):
        save(series, number, 1)
    child = start(series, "prlimit", "--fsize=50000")
    assert "cannot be written: File too large" in child.communicate(timeout=120)[1]
    assert_whole(series, 1)
    assert not [name for name in files(series) if name.endswith(".tmp")]
    assert_right(series)


@pytest.mark.whole
def test_rests_of_killed_writers_are_removed(series: Workshop) -> None:
    """In the catalogue's folder as in those of papers that are not built again."""
    build(series)
    before = files(series)
    for folder in (series.build, series.build / "paper-1"):
        (folder / ".octavo-abc.tmp").write_text("half a fi")
    build(series)
    assert files(series) == before


# --- through the command line ----------------------------------------------------------------------


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """Two small papers and a third that is broken."""
    for number in range(2):
        save(Workshop(tmp_path), number, 0)
    yield tmp_path
    for path in [tmp_path, *tmp_path.rglob("*")]:
        if path.is_dir():
            path.chmod(0o755)


@pytest.mark.whole
def test_one_broken_paper_does_not_keep_the_others(small: Path) -> None:
    """The others are built, the exit code and the report tell of the one that is not."""
    save(Workshop(small), 2, 0)
    path = small / "source" / "paper-2" / "edition.md"
    path.write_text(path.read_text() + "\nA call without a note.[^9]\n")
    done = octavo("build", "--json", "-j", "2", cwd=small)
    told = json.loads(done.stdout)
    assert done.returncode == 1
    assert {one["id"]: one["state"] for one in told["editions"]} == {
        "paper-0": "built",
        "paper-1": "built",
        "paper-2": "failed",
    }
    errors = [finding["file"] for finding in told["findings"] if finding["severity"] == "error"]
    assert set(errors) == {"source/paper-2/edition.md"}
    assert not (small / "build" / "paper-2").exists()
    assert "Paper 1" in (small / "build" / "index.html").read_text()


@pytest.mark.whole
def test_who_must_wait_is_told_at_once(small: Path) -> None:
    """The second build says that it waits while it waits, not afterwards."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "octavo.cli", "build"]
    with locked(Workshop(small)):
        child = subprocess.Popen(command, cwd=small, env=environment, stderr=subprocess.PIPE, text=True)
        assert child.stderr
        assert "another octavo is building here" in child.stderr.readline()
        assert not (small / "build" / "paper-0").exists()
    child.communicate(timeout=120)
    assert child.returncode == 0
    assert (small / "build" / "paper-0" / "paper-0.html").exists()


def limited(small: Path, *wrapper: str) -> subprocess.CompletedProcess[str]:
    """A build that cannot write as it would."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "NO_COLOR": "1"}
    command = [*wrapper, sys.executable, "-m", "octavo.cli", "build", "-j", "2"]
    return subprocess.run(command, cwd=small, env=environment, capture_output=True, text=True, check=False)


def assert_refused(done: subprocess.CompletedProcess[str], small: Path) -> None:
    assert done.returncode == 5, done.stderr
    assert "cannot be written" in done.stderr or "no room to write" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(small.rglob("*.tmp"))


@pytest.mark.whole
def test_a_full_disk_leaves_nothing_half_written(small: Path) -> None:
    """Files can only grow to 20 kB: exit code 5, no rests, and the next run ends right."""
    assert_refused(limited(small, "prlimit", "--fsize=20000"), small)
    assert octavo("build", cwd=small).returncode == 0
    assert (small / "build" / "paper-1" / "paper-1.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.whole
def test_a_read_only_folder_is_said_so(small: Path) -> None:
    """Nothing is written, nothing is taken for built; exit code 5."""
    assert octavo("build", cwd=small).returncode == 0
    before = {path: path.read_bytes() for path in (small / "build").rglob("*") if path.is_file()}
    save(Workshop(small), 1, 5)
    for path in (*(small / "build").iterdir(), small / "build"):
        path.chmod(path.stat().st_mode & 0o555)
    # Root may write anywhere unless it lays that power down.
    powerless = ("setpriv", "--bounding-set=-dac_override") if os.geteuid() == 0 else ()
    done = limited(small, *powerless)
    assert_refused(done, small)
    assert {path: path.read_bytes() for path in (small / "build").rglob("*") if path.is_file()} == before
