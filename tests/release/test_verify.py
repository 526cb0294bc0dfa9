"""A release is sound; whatever is changed in it is found out, even where the bag stays valid."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from conftest import SPECIMEN, copy_sources
from octavo.release.making import make_release
from octavo.release.recover import strip_folder
from octavo.release.unpacking import unpack
from octavo.release.verifying import recover_to, verify_path
from octavo.workshop import Workshop
from release.conftest import digest, rebagged, zipped

pytestmark = pytest.mark.whole
NAME = f"{SPECIMEN}-1.0.0"


@pytest.fixture(scope="module")
def files(container: Path) -> dict[str, bytes]:
    """The files of the release, named below the bag's folder."""
    return strip_folder(unpack("c", container.read_bytes()).files)


def verified(path: Path, files: dict[str, bytes], name: str = NAME) -> list[str]:
    """Codes of the errors that are found in a bag of `files`."""
    path.write_bytes(rebagged(files, name))
    return sorted({one.code for one in verify_path(path).findings if one.severity.value == "error"})


def test_a_release_is_sound(released: Path) -> None:
    """Tar and zip, with every step taken."""
    for path in sorted(released.glob(f"{SPECIMEN}*")):
        report = verify_path(path)
        assert report.sound, report.findings
        assert report.release == NAME
        assert [step.state for step in report.steps] == ["passed"] * len(report.steps)
        assert report.lines()[-1] == f"{NAME} is sound"
        assert report.as_json()["sound"] is True


def test_a_folder_is_sound(files: dict[str, bytes], tmp_path: Path) -> None:
    """An unpacked release is verified like its container."""
    for name, data in files.items():
        path = tmp_path / NAME / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    assert verify_path(tmp_path / NAME).sound


def test_it_is_rebuilt_to_the_bit(container: Path) -> None:
    """Every artifact comes out of the bag's own source again."""
    report = verify_path(container, rebuild=True)
    assert report.sound, report.findings
    step = report.steps[-1]
    artifacts = step.detail.split()[2]
    assert step.detail.startswith(f"{artifacts} of {artifacts} artifacts bit by bit")


def test_a_changed_byte_beside_its_sums(released: Path, container: Path, tmp_path: Path) -> None:
    """SHA256SUMS beside a container is checked."""
    shutil.copy(released / "SHA256SUMS", tmp_path)
    data = bytearray(container.read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / container.name).write_bytes(data)
    found = [one.code for one in verify_path(tmp_path / container.name).findings]
    assert found[0] == "R-035"


def test_a_proof_that_lies(files: dict[str, bytes], tmp_path: Path) -> None:
    """A word is taken out of the text, bag and proof are made to fit: the words are counted anew."""
    text = files[f"data/{SPECIMEN}.txt"].replace(b"resplendent", b"")
    assert text != files[f"data/{SPECIMEN}.txt"]
    changed = {**files, f"data/{SPECIMEN}.txt": text}
    assert {"F-040", "R-050"} <= set(verified(tmp_path / "x.tar", changed))
    proof = json.loads(files["data/proof.json"])
    for entry in proof["artifacts"] + proof["ledger"]:
        if (entry.get("name") or entry.get("artifact")) == f"{SPECIMEN}.txt":
            entry["sha256"] = digest(text)
    changed["data/proof.json"] = json.dumps(proof).encode()
    assert {"F-040", "R-050"} <= set(verified(tmp_path / "x.tar", changed))


def test_an_edition_that_was_changed(files: dict[str, bytes], tmp_path: Path) -> None:
    """A changed word in the edition no longer agrees with artifacts, witness and proof."""
    name = f"data/source/{SPECIMEN}/edition.md"
    changed = {**files, name: files[name].replace(b"counterfactual thinking", b"other thinking")}
    found = verified(tmp_path / "x.tar", changed)
    assert "R-050" in found
    assert {"F-040", "F-043"} & set(found)


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("metadata/CITATION.cff", b"2023", b"2022", "R-041"),
        ("metadata/datacite.xml", b"Chung, Sung-Yoon", b"Chung, Someone", "R-041"),
        ("metadata/citation.bib", b"CO 23-31", b"CO 23-32", "R-041"),
        (
            f"{SPECIMEN}.html",
            b'citation_title" content="Lessons',
            b'citation_title" content="Lesson',
            "R-041",
        ),
        (f"{SPECIMEN}.html", b'"datePublished": "2023', b'"datePublished": "2024', "R-041"),
        (f"{SPECIMEN}.jats.xml", b"<surname>Chung", b"<surname>Chang", "R-041"),
        ("metadata/crossref.xml", b"<titles>", b"<titles", "R-042"),
        ("metadata/zenodo.json", b"{", b"", "R-042"),
        ("ro-crate-metadata.json", b"Lessons", b"Lesson", "R-041"),
    ],
)
def test_metadata_that_contradict(
    name: str, old: bytes, new: bytes, code: str, files: dict[str, bytes], tmp_path: Path
) -> None:
    """Every dialect is read back."""
    data = files[f"data/{name}"]
    assert old in data
    changed = {**files, f"data/{name}": data.replace(old, new)}
    assert code in verified(tmp_path / "x.tar", changed)


def test_a_release_without_its_proof_or_an_artifact(files: dict[str, bytes], tmp_path: Path) -> None:
    """What a release must hold cannot be taken out unseen."""
    without = {name: data for name, data in files.items() if name != "data/proof.json"}
    assert verified(tmp_path / "x.tar", without) == ["R-050"]
    without = {name: data for name, data in files.items() if name != f"data/{SPECIMEN}.epub"}
    assert verified(tmp_path / "x.tar", without) == ["R-050"]


def test_bombs_inside(files: dict[str, bytes], tmp_path: Path) -> None:
    """An EPUB in a valid bag, and an attachment in a PDF, that unpack to too much."""
    bomb = zipped([("mimetype", b""), ("zeros", b"\0" * 70_000_000)], deflate=True)
    assert verified(tmp_path / "x.tar", {**files, f"data/{SPECIMEN}.epub": bomb}) == ["R-024"]
    path = tmp_path / "x.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["edition.md"] = pikepdf.AttachedFileSpec(pdf, b"\0" * 70_000_000)
        pdf.save(path, compress_streams=True)
    assert path.stat().st_size < 1_000_000
    assert [one.code for one in verify_path(path).findings] == ["R-024"]


def test_names_and_versions_that_do_not_fit(files: dict[str, bytes], tmp_path: Path) -> None:
    """Folder, bag-info and change log name the edition that is in the bag."""
    path = tmp_path / "x.tar"
    assert verified(path, files, f"{SPECIMEN}-9.9.9") == ["R-040"]
    log = f"data/source/{SPECIMEN}/changes.yaml"
    assert verified(path, {**files, log: files[log].replace(b"1.0.0", b"1.0.1")}) == ["R-005"]
    pinned = files[log] + b"  digest: " + b"0" * 64 + b"\n"
    assert verified(path, {**files, log: pinned}) == ["R-009"]
    assert verified(path, {name: data for name, data in files.items() if name != log}) == ["R-003"]


def test_a_claim_without_its_evidence(files: dict[str, bytes], tmp_path: Path) -> None:
    """A PDF that claims PDF/UA and is not tagged."""
    path = tmp_path / f"{SPECIMEN}.pdf"
    path.write_bytes(files[f"data/{SPECIMEN}.pdf"])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.Root.MarkInfo.Marked = False
        pdf.save(path)
    codes = [one.code for one in verify_path(path).findings]
    assert "R-060" in codes


@pytest.mark.parametrize("suffix", ["pdf", "epub"])
def test_any_survivor_restores_the_text(
    suffix: str, files: dict[str, bytes], tmp_path: Path, root: Path
) -> None:
    """From PDF or EPUB alone come edition, records, imprint and witness, byte for byte."""
    path = tmp_path / f"{SPECIMEN}.{suffix}"
    path.write_bytes(files[f"data/{path.name}"])
    assert verify_path(path).sound
    restored = recover_to(path, tmp_path / "again")
    assert restored.findings == ()
    for name in ("edition.md", "references.json", "emendations.yaml"):
        again = tmp_path / "again" / "source" / SPECIMEN / name
        assert again.read_bytes() == files[f"data/source/{SPECIMEN}/{name}"]
    seed = next((tmp_path / "again" / "seeds").iterdir())
    assert seed.read_bytes() == files[f"data/seeds/{seed.name}"]
    assert (tmp_path / "again/source/imprint.yaml").read_bytes() == files["data/source/imprint.yaml"]


def test_rebuilding_what_was_recovered_gives_the_same_bytes(files: dict[str, bytes], tmp_path: Path) -> None:
    """The PDF alone is enough to make every artifact again."""
    path = tmp_path / f"{SPECIMEN}.pdf"
    path.write_bytes(files[f"data/{path.name}"])
    report = verify_path(path, rebuild=True)
    assert report.sound, report.findings
    assert report.steps[-1].detail == "1 of 1 artifacts bit by bit"


def test_the_same_version_with_other_bytes_is_refused(
    shared: Callable[[str, Callable[[Path], None]], Path], released: Path, tmp_path: Path
) -> None:
    """R-008; the file that is there stays as it is."""
    copy_sources(tmp_path)
    folder = tmp_path / "build" / "releases"
    folder.mkdir()
    (folder / f"{NAME}.tar").write_bytes(b"other")
    made = make_release(Workshop(tmp_path), SPECIMEN)
    assert [one.code for one in made.findings if one.severity.value == "error"] == ["R-008"]
    assert (folder / f"{NAME}.tar").read_bytes() == b"other"
    assert not (folder / f"{NAME}.zip").exists()
