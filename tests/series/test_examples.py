"""The examples work: the git hook refuses a broken edition, the workflow is sound."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from conftest import ROOT
from octavo.cli.main import VERBS
from octavo.scaffold import NewEdition, edition_text

EXAMPLES = ROOT / "scripts" / "examples"


def git(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    told = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    return subprocess.run(
        ["git", *who, *arguments],
        cwd=folder,
        env={**os.environ, **told, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository with the hook and two editions, one of them about to be committed."""
    octavo = tmp_path / "octavo"
    paths = os.pathsep.join(filter(None, sys.path))
    octavo.write_text(f'#!/bin/sh\nPYTHONPATH="{paths}" exec "{sys.executable}" -m octavo.cli "$@"\n')
    octavo.chmod(0o755)
    folder = tmp_path / "work"
    for name in ("one-1", "two-2"):
        (folder / "source" / name).mkdir(parents=True)
        (folder / "source" / name / "edition.md").write_text(edition_text(NewEdition(name, name)))
    assert git(folder, "init", "--quiet").returncode == 0
    hook = folder / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text((EXAMPLES / "pre-commit").read_text())
    hook.chmod(0o755)
    return folder


def commit(folder: Path, *paths: str) -> subprocess.CompletedProcess[str]:
    git(folder, "add", *paths)
    return git(folder, "commit", "--quiet", "-m", "text", OCTAVO=str(folder.parent / "octavo"))


@pytest.mark.whole
def test_the_hook_refuses_a_broken_edition_only(checkout: Path) -> None:
    """A fault in what is committed stops it; one in an edition that is not touched does not."""
    broken = checkout / "source" / "two-2" / "edition.md"
    broken.write_text(broken.read_text().replace("[^1]:", "[^2]:"))
    fine = commit(checkout, "source/one-1")
    assert fine.returncode == 0, fine.stderr
    refused = commit(checkout, "source/two-2")
    assert refused.returncode != 0
    assert "source/two-2/edition.md" in refused.stdout + refused.stderr
    broken.write_text(broken.read_text().replace("[^2]:", "[^1]:"))
    mended = commit(checkout, "source/two-2")
    assert mended.returncode == 0, mended.stderr


@pytest.mark.parametrize("name", ["github-workflow.yml", "pre-commit-config.yaml"])
def test_the_examples_are_yaml_that_calls_what_there_is(name: str) -> None:
    """Every command that an example runs exists."""
    text = (EXAMPLES / name).read_text()
    assert YAML(typ="safe").load(text)
    for word in text.split():
        if word.startswith("scripts/"):
            assert (ROOT / word).exists(), word
    for line in text.splitlines():
        if ".venv/bin/octavo" in line:
            assert line.split(".venv/bin/octavo ")[1].split()[0] in VERBS
