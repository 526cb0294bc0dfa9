"""What the tests share: profiles, groups, and things made once a session.

Under xdist every worker is a session of its own. What is costly and the same for all (a build of
the specimen) is made once and shared through files; Java and Chromium each live in one worker.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, settings

from octavo.formats import fonts

ROOT = Path(__file__).resolve().parents[1]
SPECIMEN = "co-23-31"

fonts.seal()

settings.register_profile("dev", max_examples=50, deadline=None)
settings.register_profile(
    "ci", max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep what shares a JVM, or a Chromium, in one worker (``--dist loadgroup``)."""
    for item in items:
        names = getattr(item, "fixturenames", ())
        if item.get_closest_marker("xdist_group"):
            continue
        # Java is the slower one to start: a test that wants both goes where it runs.
        for name in ("jvm", "chromium"):
            if name in names:
                item.add_marker(pytest.mark.xdist_group(name))
                break


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def jvm() -> ModuleType:
    """EPUBCheck, Nu and veraPDF; missing pieces fail the test with the remedy, they never skip it."""
    from octavo.checks.validators import jvm as module

    return module


@pytest.fixture(scope="session")
def chromium() -> ModuleType:
    """axe, requests, overflow and pictures in one Chromium."""
    from octavo.checks.validators import browser

    return browser


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], None]], Path]:
    """``shared(name, make)``: a folder that `make` filled, once for all workers of this run."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent

    def once(name: str, make: Callable[[Path], None]) -> Path:
        folder = base / f"shared-{name}"
        with (base / f"shared-{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.exists():
                draft = base / f"draft-{name}"
                shutil.rmtree(draft, ignore_errors=True)
                draft.mkdir()
                make(draft)
                draft.rename(folder)
        return folder

    return once


def octavo(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user would, in its own process."""
    return subprocess.run(
        [sys.executable, "-m", "octavo.cli", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT / "scripts"), "NO_COLOR": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def copy_sources(target: Path) -> None:
    """Lay `source/` and `seeds/` of the checkout below `target`, as a workplace of its own."""
    for name in ("source", "seeds"):
        shutil.copytree(ROOT / name, target / name)
    (target / "build").mkdir()


@pytest.fixture(scope="session")
def specimen_build(shared: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """Folder with the artifacts of the specimen, built through the command line, once a run."""

    def make(folder: Path) -> None:
        copy_sources(folder)
        done = octavo("build", SPECIMEN, cwd=folder)
        assert done.returncode == 0, done.stdout + done.stderr

    return shared("specimen", make) / "build" / SPECIMEN
