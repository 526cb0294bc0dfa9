"""What the papers say is true: every code, every verb, every file they name."""

from __future__ import annotations

import re
from pathlib import Path

from octavo.checks import RULES
from octavo.cli.main import VERBS

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "scripts" / "octavo"


def test_every_code_is_documented() -> None:
    """CODES.md lists the codes of the source, no more and no less, each once."""
    used = {
        code
        for path in PACKAGE.rglob("*.py")
        for code in re.findall(r'"([A-Z]-\d{3})"', path.read_text("utf-8"))
    }
    told = re.findall(
        r"^\| ([A-Z]-\d{3}) \|", (ROOT / "scripts" / "CODES.md").read_text("utf-8"), re.MULTILINE
    )
    assert sorted(used) == sorted(told)


def test_what_can_be_declared_is_documented() -> None:
    """The rules that an editor may declare exceptions from are named."""
    text = (ROOT / "scripts" / "CODES.md").read_text("utf-8").split("##")[0]
    assert {rule.code for rule in RULES if rule.waivable} == set(re.findall(r"[A-Z]-\d{3}", text))


def test_every_verb_is_in_the_readme() -> None:
    """A verb that nobody can find is not there."""
    readme = (ROOT / "README.md").read_text("utf-8")
    for verb in VERBS:
        assert f"octavo {verb}" in readme, verb


def test_links_of_the_papers_lead_somewhere() -> None:
    """Every relative link and picture of every page exists."""
    for page in [ROOT / "README.md", *ROOT.glob("*/README.md"), *(ROOT / "scripts").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page}: {target}"


def test_top_level_is_as_it_was_fixed() -> None:
    """README.md pyproject.toml seeds source build scripts tests; dot-files and a licence beside them."""
    import subprocess

    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    top = {line.split("/")[0] for line in tracked.splitlines() if not line.startswith(".")}
    assert top == {"README.md", "LICENSE", "pyproject.toml", "seeds", "source", "build", "scripts", "tests"}
