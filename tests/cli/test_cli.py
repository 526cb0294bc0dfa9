"""The command line as a user meets it: exit codes, one clear finding for each fault, no traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from octavo.cli.main import VERBS, run

DEMO = """---
title: A Demo
lang: en
author: Jane Doe
date: 2024-01-02
---

# One

Text with a note.[^1] And “quotes”.

[^1]: A note.
"""


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    edit(tmp_path, DEMO)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def edit(root: Path, text: str | bytes, name: str = "demo") -> None:
    path = root / "source" / name / "edition.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def files(root: Path) -> set[str]:
    return {str(path.relative_to(root)) for path in (root / "build").rglob("*") if path.is_file()}


def test_build_makes_what_it_promises_and_then_nothing(
    workshop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first build makes the files, the second says that nothing has changed."""
    assert run(["build"]) == 0
    assert {"build/demo/demo.pdf", "build/demo/demo.epub", "build/demo/demo.html"} <= files(workshop)
    before = {path: path.stat().st_mtime_ns for path in (workshop / "build" / "demo").iterdir()}
    capsys.readouterr()
    assert run(["build"]) == 0
    assert "demo: unchanged" in capsys.readouterr().err
    assert before == {path: path.stat().st_mtime_ns for path in (workshop / "build" / "demo").iterdir()}


def test_altered_artifact_is_not_taken_for_fresh(workshop: Path) -> None:
    """An artifact that was cut short or edited by hand is built again, to the same bytes."""
    assert run(["build", "-q"]) == 0
    path = workshop / "build" / "demo" / "demo.html"
    right = path.read_bytes()
    path.write_bytes(right[:-10])
    assert run(["build", "-q"]) == 0
    assert path.read_bytes() == right


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (b"", "E-003", None),
        (DEMO.encode() + b"\xff", "E-002", 13),
        (DEMO.replace("title: A Demo", "title: [A"), "E-006", None),
        (DEMO.replace("title: A Demo\n", ""), "E-008", 1),
        (DEMO.replace("[^1] And", "[^7] And"), "N-001", 10),
        (DEMO + "\n[^1]: Again.\n", "N-003", None),
        (DEMO.replace("A note.", "A **note."), "S-012", 12),
        (DEMO.replace("Text", "<script>x()</script> Text"), "S-004", 10),
        (DEMO.replace("Text", "![x](../../etc/passwd) Text"), "E-016", None),
        (DEMO.replace("Text", "![x](file:///etc/passwd) Text"), "E-016", None),
        (DEMO.replace("Text", "![x](http://example.org/x.png) Text"), "E-016", None),
        (DEMO.replace("Text", "![x](gone.png) Text"), "E-016", 10),
        (DEMO.replace("lang: en", "lang: en\nreferences: gone.json"), "E-001", None),
        (DEMO.encode() + b"x" * 20_000_000, "E-004", None),
    ],
)
def test_bad_edition(
    workshop: Path, capsys: pytest.CaptureFixture[str], text: str | bytes, code: str, line: int | None
) -> None:
    """Each fault gives its finding and exit code 1, and nothing is written."""
    edit(workshop, text)
    assert run(["build", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    found = [item for item in told["findings"] if item["code"] == code]
    assert found, told["findings"]
    assert found[0]["file"].startswith("source/demo/")
    assert found[0]["hint"]
    assert line is None or found[0]["line"] == line
    assert files(workshop) <= {"build/.lock"}


def test_one_broken_paper_does_not_stop_the_others(
    workshop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The others are built, and the exit code says that one was not."""
    edit(workshop, b"", name="broken")
    assert run(["build"]) == 1
    assert (workshop / "build" / "demo" / "demo.pdf").exists()
    assert "not built: broken" in capsys.readouterr().err


def test_a_paper_that_hangs_is_stopped(
    workshop: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A time limit holds for a single paper too."""
    monkeypatch.setattr("octavo.fold.fold", lambda *_, **__: time.sleep(60))
    assert run(["build", "--timeout", "1"]) == 1
    assert "K-010" in capsys.readouterr().err
    assert not (workshop / "build" / "demo").exists()


def test_a_failed_build_leaves_the_old_artifacts(workshop: Path) -> None:
    """Readers keep what they had until there is something better."""
    assert run(["build", "-q"]) == 0
    before = files(workshop)
    edit(workshop, DEMO.replace("[^1] And", "[^9] And"))
    assert run(["build", "-q"]) == 1
    assert files(workshop) == before


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["check", "nope"], 2), (["build", "--print", "nope"], 2), (["frobnicate"], 2), (["check", "--jsn"], 2)],
)
def test_wrong_words(
    workshop: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int
) -> None:
    """What is not understood is told in a line, with exit code 2."""
    assert run(arguments) == code
    assert "Traceback" not in capsys.readouterr().err


def test_outside_of_a_workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Octavo says where it must be called."""
    monkeypatch.chdir(tmp_path)
    assert run(["check"]) == 2


def test_build_that_cannot_be_written(workshop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A ``build`` that is no folder is told as exit code 5."""
    (workshop / "build").write_text("a file", encoding="utf-8")
    assert run(["build"]) == 5
    assert "build/ cannot be written" in capsys.readouterr().err


def test_check_in_every_format(workshop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same finding for people, programs, GitHub and SARIF."""
    edit(workshop, DEMO.replace("[^1] And", "[^7] And"))
    assert run(["check"]) == 1
    text = capsys.readouterr().out
    assert "source/demo/edition.md:10:18: error N-001: the call [^7] has no note" in text
    assert run(["check", "--format", "github"]) == 1
    assert "::error file=source/demo/edition.md,line=10,col=18,title=N-001::" in capsys.readouterr().out
    assert run(["check", "--format", "sarif"]) == 1
    result = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    assert {"N-001"} <= {item["ruleId"] for item in result}
    assert run(["check", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["ok"] is False


def test_fix_mends_and_tells(workshop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``check --fix`` mends what needs no judgement and says what it did."""
    edit(workshop, DEMO.replace("# One", "# **One**").replace("[^1]", "[^x]"))
    assert run(["check", "--fix"]) == 0
    assert "headings freed of bold" in capsys.readouterr().err
    assert (workshop / "source" / "demo" / "edition.md").read_text(encoding="utf-8") == DEMO
    assert run(["check", "--fix"]) == 0
    assert "Nothing could be mended" in capsys.readouterr().err


def test_help_of_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    """Every verb has a help text with an example."""
    assert run(["--help"]) == 0
    overview = capsys.readouterr().out
    for verb in VERBS:
        assert verb in overview
        assert run([verb, "--help"]) == 0
        assert f"octavo {verb}" in capsys.readouterr().out


def test_info_names_what_shapes_the_output(capsys: pytest.CaptureFixture[str]) -> None:
    """Versions of pandoc, WeasyPrint, Pango and the libraries, none missing."""
    assert run(["info", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {"octavo", "python", "pandoc", "pango", "weasyprint", "ebooklib", "lxml"} <= set(told)
    assert "missing" not in told.values()


def test_fault_of_ours_is_no_traceback(
    workshop: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Even a fault of Octavo itself ends in one line and its own exit code."""
    monkeypatch.setattr("octavo.pipeline.check", lambda *_: 1 / 0)
    assert run(["check"]) == 70
    told = capsys.readouterr().err
    assert "a fault of Octavo itself: ZeroDivisionError" in told
    assert "Traceback" not in told


def test_no_colour_when_it_is_not_wanted(workshop: Path) -> None:
    """Output into a file or a pipe holds no escape sequences."""
    edit(workshop, b"")
    environment = {**os.environ, "FORCE_COLOR": "", "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "octavo.cli", "check"], capture_output=True, env=environment, check=False
    )
    assert done.returncode == 1
    assert b"\x1b" not in done.stdout + done.stderr


def test_check_tells_that_every_word_is_accounted_for(
    workshop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A sound edition of a witness is told to be accounted for; one with a lost word is not."""
    raw = workshop / "seeds" / "raw.md"
    raw.parent.mkdir()
    raw.write_text("# Harbours\n\nSmall harbours are quiet places.\n", encoding="utf-8")
    assert run(["import", str(raw), "-o", str(workshop / "source" / "harbours")]) == 0
    capsys.readouterr()
    run(["check", "harbours"])
    assert "harbours: fully accounted for against raw.md: " in capsys.readouterr().out
    edition = workshop / "source" / "harbours" / "edition.md"
    edition.write_text(edition.read_text(encoding="utf-8").replace(" quiet", "", 1), encoding="utf-8")
    assert run(["check", "harbours"]) == 1
    assert "accounted for" not in capsys.readouterr().out


@pytest.mark.parametrize("fault", ["altered", "truncated", "removed", "linked"])
def test_check_finds_files_that_are_not_the_proven_ones(
    workshop: Path, capsys: pytest.CaptureFixture[str], fault: str
) -> None:
    """A file of the build that was replaced by hand is one finding with its place; a build mends it."""
    assert run(["build", "-q"]) == 0
    assert run(["check"]) == 0
    page = workshop / "build" / "demo" / "demo.html"
    data = page.read_bytes()
    page.unlink()
    if fault == "linked":
        (workshop / "elsewhere").write_bytes(data)
        page.symlink_to(workshop / "elsewhere")
    elif fault != "removed":
        page.write_bytes(data[:100] if fault == "truncated" else data.replace(b"Text", b"Next", 1))
    capsys.readouterr()
    assert run(["check"]) == 1
    told = capsys.readouterr().out
    assert told.count("F-049") == 1
    assert "build/demo/demo.html: error F-049" in told
    assert run(["build", "-q"]) == 0
    assert run(["check"]) == 0
