"""`octavo new` starts an edition that works as it stands; `octavo list` tells how each stands."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from octavo.cli.listing import command as list_
from octavo.cli.new import command as new
from octavo.edition import read_edition
from octavo.errors import UsageError
from octavo.model import Artifact
from octavo.pipeline import check
from octavo.records import build_key, write_build
from octavo.scaffold import NewEdition, edition_text
from octavo.workshop import Workshop

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=40
).filter(lambda text: text.strip())


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    monkeypatch.chdir(tmp_path)
    return Workshop(tmp_path)


def run(command: object, *arguments: str) -> str:
    result = CliRunner().invoke(command, arguments, catch_exceptions=False, standalone_mode=False)  # type: ignore[arg-type]
    return result.output


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_new_edition_has_no_fault(here: Workshop, lang: str) -> None:
    """What the template gives can be checked and built as it stands; `imprint.yaml` comes with the first."""
    title = "A # title: with \"signs\" & 'more'"
    run(new, "first-1", "--lang", lang, "--title", title, "--author", "Roe, Jo")
    edition = read_edition(here.source, "first-1").edition
    assert edition is not None
    assert edition.imprint.title_plain == title
    assert edition.imprint.authors[0].name == "Roe, Jo"
    assert check(here, "first-1").findings == ()
    assert (here.source / "imprint.yaml").exists()


def test_every_commented_field_is_a_real_one(here: Workshop) -> None:
    """An author who takes the # away gets an edition, not an unknown field."""
    text = edition_text(NewEdition("first-1", "A title"))
    head, body = text.split("---\n", 2)[1:]
    lines = [line for line in head.splitlines() if not line.startswith("# Facts")]
    awake = [re.sub(r"(\S) {3,}.*", r"\1", line.removeprefix("# ")) for line in lines]
    (here.source / "first-1").mkdir(parents=True)
    (here.source / "first-1" / "references.json").write_text("[]")
    (here.source / "first-1" / "edition.md").write_text("\n".join(["---", *awake, "---", body]))
    result = read_edition(here.source, "first-1")
    assert result.findings == ()
    assert result.edition
    assert result.edition.imprint.number == "12"


@given(title=WORDS, author=st.just("") | WORDS, series=st.just("") | WORDS)
def test_any_title_is_kept_sign_for_sign(title: str, author: str, series: str) -> None:
    """Quotation marks, colons and signs of YAML in a title are letters."""
    from octavo.yamltext import load

    text = edition_text(NewEdition("x-1", title, series=series, author=author))
    loaded = load(text.split("---\n")[1], name="x")
    assert not loaded.findings
    assert loaded.value["title"] == " ".join(title.split())


@pytest.mark.parametrize("name", ["Upper", "with space", "../up", "a/b", ".", "-x"])
def test_a_bad_id_makes_nothing(here: Workshop, name: str) -> None:
    """Refused with the reason, and no folder is left behind."""
    with pytest.raises(UsageError):
        CliRunner().invoke(new, ["--", name], catch_exceptions=False, standalone_mode=False)
    assert not [path for path in here.root.rglob("*") if path.name == "edition.md"]


def test_what_is_there_is_not_overwritten(here: Workshop) -> None:
    """A second `new` with the same ID changes nothing."""
    run(new, "first-1")
    path = here.source / "first-1" / "edition.md"
    path.write_text("mine")
    with pytest.raises(UsageError, match="there already"):
        run(new, "first-1")
    assert path.read_text() == "mine"


def built(here: Workshop, name: str, options: tuple[str, ...] = ()) -> None:
    """Stand for a build: one small artifact and its record."""
    edition = read_edition(here.source, name).edition
    assert edition
    artifacts = (Artifact(f"{name}.txt", "text/plain", b"words"),)
    write_build(here, edition.imprint, artifacts, build_key(here, name, options), (), options)


def states(*arguments: str) -> dict[str, str]:
    return {row["id"]: row["state"] for row in json.loads(run(list_, "--json", *arguments))["editions"]}


def test_the_list_tells_new_built_and_stale(here: Workshop) -> None:
    """A change of the text, of the imprint, or of a built file makes an edition stale."""
    run(new, "a-1")
    run(new, "b-1")
    built(here, "a-1")
    assert states() == {"a-1": "built", "b-1": "new"}
    built(here, "b-1")
    with (here.source / "a-1" / "edition.md").open("a") as stream:
        stream.write("\nMore.\n")
    (here.build / "b-1" / "b-1.txt").write_text("wordz")
    assert states() == {"a-1": "stale", "b-1": "stale"}
    built(here, "b-1", ("large",))
    assert states()["b-1"] == "built", "a further print file was asked for"
    (here.source / "imprint.yaml").write_text("lang: ko\n")
    assert states()["b-1"] == "stale"


def test_what_has_lost_its_source_is_told(here: Workshop) -> None:
    """Files of an edition that was removed or renamed still lie in build/."""
    run(new, "a-1")
    run(new, "b-1")
    built(here, "a-1")
    shutil.rmtree(here.source / "a-1")
    assert states() == {"b-1": "new", "a-1": "gone"}
    assert "Delete what is gone: build/a-1" in run(list_)


def test_the_list_counts_faults_when_asked(here: Workshop) -> None:
    """Without --check nothing is claimed of a text nobody has looked at."""
    run(new, "a-1")
    path = here.source / "a-1" / "edition.md"
    path.write_text(path.read_text().replace("[^1]:", "[^2]:"))
    assert "not looked at" in run(list_)
    assert "error" in run(list_, "--check")
