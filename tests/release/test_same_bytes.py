"""The release is the same to the bit over clock, zone, locale, hash seed, folder, umask, HOME, jobs, CPUs."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from conftest import ROOT

pytestmark = pytest.mark.whole

EDITION = """\
---
id: mini
title: A *Small* Work
author:
  - {name: "Kim, Min-jun", family: Kim, given: Min-jun}
date: 2024-02-29
lang: en
publisher: A Press
rights: "© 2024"
version: "1.0.0"
released: 2024-03-01
---

# One

A paragraph with a note[^1] and 한국어.

- an item

# Two

| Year | Word |
|------|------|
| 1951 | some |

: A table.

Words at the end.

[^1]: The *note*.
"""
CHANGES = "- version: 1.0.0\n  date: 2024-03-01\n  changes:\n    - First edition.\n"


@dataclass(frozen=True)
class Setting:
    """One machine among many."""

    clock: str = "2026-01-01 12:00:00"
    zone: str = "UTC"
    locale: str = "C.UTF-8"
    seed: str = "0"
    folder: str = "plain"
    umask: int = 0o022
    home: str = "home"
    jobs: int = 1
    cpus: str = ""


SETTINGS = (
    Setting(),
    Setting(clock="1999-12-31 23:59:58"),
    Setting(clock="2037-06-01 00:00:00"),
    Setting(clock="2024-02-29 12:00:00", zone="Pacific/Kiritimati"),
    Setting(zone="Asia/Seoul"),
    Setting(zone="America/St_Johns", clock="2026-11-01 01:30:00"),
    Setting(locale="C"),
    Setting(locale="ko_KR.UTF-8"),
    Setting(locale="tr_TR.UTF-8"),
    Setting(seed="1"),
    Setting(seed="4294967295"),
    Setting(seed="random"),
    Setting(folder="with space and ümlaut 한"),
    Setting(folder="deep/" * 12 + "folder"),
    Setting(umask=0o077),
    Setting(umask=0o000),
    Setting(home="no such home"),
    Setting(jobs=2),
    Setting(cpus="0"),
    Setting("2031-03-03 03:03:03", "Asia/Kathmandu", "de_DE.UTF-8", "77", "ä ö", 0o027, "h", 2, "0"),
)


def made(setting: Setting, base: Path, code: Path) -> dict[str, str]:
    """Digests of the release that the Octavo in `code` makes in `setting`."""
    workshop = base / setting.folder
    source = workshop / "source" / "mini"
    source.mkdir(parents=True)
    (workshop / "build").mkdir()
    (source / "edition.md").write_text(EDITION, encoding="utf-8")
    (source / "changes.yaml").write_text(CHANGES, encoding="utf-8")
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(code),
        "HOME": str(base / setting.home),
        "TZ": setting.zone,
        "LC_ALL": setting.locale,
        "PYTHONHASHSEED": setting.seed,
    }
    shell = f'umask {setting.umask:03o} && "$0" build -j {setting.jobs} -q && "$0" release mini'
    cpus = ["taskset", "-c", setting.cpus] if setting.cpus else []
    octavo = base / "octavo"
    octavo.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m octavo.cli "$@"\n')
    octavo.chmod(0o755)
    command = ["faketime", setting.clock, *cpus, "sh", "-c", shell, str(octavo)]
    done = subprocess.run(command, cwd=workshop, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    folder = workshop / "build" / "releases"
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def frozen(shared: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """A copy of Octavo (a release names its code), and the digests of the first setting, once a run."""

    def make(folder: Path) -> None:
        shutil.copytree(
            ROOT / "scripts" / "octavo",
            folder / "code" / "octavo",
            ignore=shutil.ignore_patterns("__pycache__"),
        )
        digests = made(SETTINGS[0], folder, folder / "code")
        (folder / "digests.json").write_text(json.dumps(digests))

    return shared("same-bytes", make)


@pytest.mark.parametrize("setting", SETTINGS[1:], ids=lambda one: str(SETTINGS.index(one)))
def test_same_bytes(setting: Setting, frozen: Path, tmp_path: Path) -> None:
    """Twenty settings, one release."""
    reference = json.loads((frozen / "digests.json").read_text())
    assert set(reference) == {"mini-1.0.0.tar", "mini-1.0.0.zip", "SHA256SUMS"}
    assert made(setting, tmp_path, frozen / "code") == reference
