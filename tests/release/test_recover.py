"""Recovering from strangers' files: nothing outside the folder, no file that is no part of an edition."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.errors import UsageError
from octavo.release.restoring import edition_id, restored
from octavo.release.verifying import recover_to
from release.conftest import zipped

EDITION = b"---\nid: x-1\ntitle: X\nlang: en\n---\n\nText.\n"


def carrier(path: Path, files: dict[str, bytes]) -> Path:
    """A PDF that carries `files`."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        for name, data in files.items():
            pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, data, filename=name)
        pdf.save(path)
    return path


def test_evil_names_are_left_out(tmp_path: Path) -> None:
    """What climbs out or is no part of an edition is told and not written."""
    files = {"edition.md": EDITION, "../evil": b"1", "/etc/evil": b"2", "run.sh": b"3", "images/a.png": b"4"}
    found = recover_to(carrier(tmp_path / "x.pdf", files), tmp_path / "out")
    assert sorted(one.code for one in found.findings) == ["R-021", "R-021", "R-081"]
    written = sorted(str(one.relative_to(tmp_path)) for one in tmp_path.rglob("*") if one.is_file())
    assert written == ["out/source/x-1/edition.md", "out/source/x-1/images/a.png", "x.pdf"]


@pytest.mark.parametrize("identifier", ["../../x", "/x", "a/b", "", ".", "a:b", "x" * 200])
def test_an_id_that_is_no_name(identifier: str) -> None:
    """The folder is named by the id: only a plain name will do."""
    assert edition_id(EDITION.decode().replace("x-1", identifier)) == ""


def test_a_file_that_carries_nothing(tmp_path: Path) -> None:
    """R-080, and no folder is left behind."""
    path = tmp_path / "x.epub"
    path.write_bytes(zipped([("mimetype", b"application/epub+zip")]))
    assert [one.code for one in recover_to(path, tmp_path / "out").findings] == ["R-080"]
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_not_empty(tmp_path: Path) -> None:
    """Nothing is ever overwritten."""
    path = carrier(tmp_path / "x.pdf", {"edition.md": EDITION})
    with pytest.raises(UsageError):
        recover_to(path, tmp_path)


def test_an_apparatus_that_lies(tmp_path: Path) -> None:
    """The text is restored, the witness is not, and that is told."""
    found = restored({"edition.md": EDITION, "apparatus.json": b"{}"}, source="x.pdf")
    assert [one.code for one in found.findings] == ["R-081"]
    assert set(found.files) == {"source/x-1/edition.md", "apparatus.json"}


@given(files=st.dictionaries(st.text(max_size=12), st.binary(max_size=30), max_size=4))
def test_any_files(files: dict[str, bytes]) -> None:
    """Any carried files give a workshop or findings."""
    found = restored(files, source="x")
    assert found.findings or found.files
