"""The standards, judged by others: veraPDF, qpdf; fonts, ink; the same bytes on any day."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from octavo.checks.validators import check_fonts, check_ink, qpdf_check

from .press import ROOT, edition_print

pytestmark = pytest.mark.conformance

FLAVOURS = {
    "default": ("3a", "ua1"),
    "a2a": ("2a", "ua1"),
    "ua2": ("4f", "ua2", "wt1a", "wt1r"),
    "large": ("3a", "ua1"),
}


@pytest.mark.parametrize("name", ["co-23-31", "stress"])
@pytest.mark.parametrize("variant", FLAVOURS)
def test_verapdf_finds_every_claim_true(name: str, variant: str, jvm: ModuleType, tmp_path: Path) -> None:
    """Each standard a file claims, all in one file."""
    path = tmp_path / "x.pdf"
    path.write_bytes(edition_print(name, variant).artifact.data)
    for flavour in FLAVOURS[variant]:
        report = jvm.verapdf(path, flavour)
        assert report.clean, str(report)


@pytest.mark.parametrize("name", ["co-23-31", "stress"])
@pytest.mark.parametrize("variant", ["default", "ua2", "press", "booklet"])
def test_syntax_fonts_and_ink_are_right(name: str, variant: str, tmp_path: Path) -> None:
    """What veraPDF does not see."""
    path = tmp_path / "x.pdf"
    path.write_bytes(edition_print(name, variant).artifact.data)
    assert qpdf_check(path).clean
    assert check_fonts(path).clean, str(check_fonts(path))
    if variant not in ("booklet", "press"):
        assert check_ink(path).clean, str(check_ink(path))


_SCRIPT = """
import sys
sys.path[:0] = [{scripts!r}, {tests!r}]
import hashlib
from pdf.press import edition_print
print(hashlib.sha256(edition_print("co-23-31", sys.argv[1]).artifact.data).hexdigest())
"""


@pytest.mark.parametrize("variant", ["default", "ua2", "press", "booklet"])
def test_any_day_gives_the_same_bytes(variant: str) -> None:
    """Another clock, time zone, language and hash seed: the same file (law 6)."""
    script = _SCRIPT.format(scripts=str(ROOT / "scripts"), tests=str(ROOT / "tests"))
    other = {**os.environ, "PYTHONHASHSEED": "77", "TZ": "Asia/Seoul", "LC_ALL": "C"}
    command = ["faketime", "2031-05-06 07:08:09", sys.executable, "-c", script, variant]
    done = subprocess.run(command, env=other, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == hashlib.sha256(edition_print("co-23-31", variant).artifact.data).hexdigest()
