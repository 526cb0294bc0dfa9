"""A bag is valid by RFC 8493, bagit.py and sha256sum; its containers hold nothing of the machine."""

from __future__ import annotations

import io
import subprocess
import tarfile
import zipfile
from pathlib import Path

import bagit
import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.release.bag import Bag, Entry, assemble, sums
from octavo.release.bagit import check_bag
from octavo.release.container import to_tar, to_zip
from octavo.release.names import collisions, fault_of
from octavo.release.unpacking import unpack
from release.conftest import RELEASED, digest

names = st.lists(
    st.text(st.characters(codec="utf-8", exclude_characters="/\\:"), min_size=1, max_size=8),
    min_size=1,
    max_size=3,
).map("/".join)
payloads = st.dictionaries(
    names.filter(lambda name: not fault_of(name)), st.binary(max_size=40), max_size=6
).filter(lambda files: not collisions(files))


def unpacked(bag: Bag, folder: Path) -> Path:
    for entry in bag.entries:
        path = folder / bag.name / entry.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(entry.data)
    return folder / bag.name


def test_our_bag_is_valid_by_our_own_reading(small_files: dict[str, bytes]) -> None:
    """Reader and writer are apart, and agree."""
    assert check_bag(small_files) == ()


def test_bagit_and_shasum_agree(small_bag: Bag, tmp_path: Path) -> None:
    """The Library of Congress' own tool and coreutils find nothing wrong."""
    folder = unpacked(small_bag, tmp_path)
    assert bagit.Bag(str(folder)).validate()
    for tool in ("sha256", "sha512"):
        for prefix in ("", "tag"):
            command = [f"{tool}sum", "--strict", "-c", f"{prefix}manifest-{tool}.txt"]
            subprocess.run(command, cwd=folder, check=True, capture_output=True)


def test_the_declaration_is_two_lines(small_files: dict[str, bytes]) -> None:
    """RFC 8493, 2.1.1."""
    assert small_files["bagit.txt"] == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


@given(files=payloads)
def test_any_payload_is_bagged_and_read_back(files: dict[str, bytes]) -> None:
    """Tar and zip give back every file of any bag, byte for byte, and the bag is valid."""
    bag = assemble("b-1", [Entry(path, data) for path, data in files.items()], [])
    expected = {f"b-1/{entry.path}": entry.data for entry in bag.entries}
    for container in (to_tar(bag, RELEASED), to_zip(bag, RELEASED)):
        found = unpack("b", container)
        assert (found.files, found.findings) == (expected, ())
    assert check_bag({entry.path: entry.data for entry in bag.entries}) == ()


@given(files=payloads)
def test_the_order_of_files_does_not_matter(files: dict[str, bytes]) -> None:
    """Same files, same bytes."""
    entries = [Entry(path, data) for path, data in files.items()]
    one, other = assemble("b", entries, []), assemble("b", reversed(entries), [])
    assert to_tar(one, RELEASED) == to_tar(other, RELEASED)
    assert to_zip(one, RELEASED) == to_zip(other, RELEASED)


def test_tar_holds_nothing_of_the_machine(small_bag: Bag) -> None:
    """Owner 0, mode 644, the edition's date, ustar, no compression; Python's reader and GNU tar read it."""
    data = to_tar(small_bag, RELEASED)
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
        members = archive.getmembers()
    files = [member for member in members if member.isfile()]
    assert {(one.uid, one.gid, one.uname, one.gname, one.mode) for one in files} == {(0, 0, "", "", 0o644)}
    assert {one.mtime for one in members} == {1795478400}
    assert [one.name for one in files] == [f"{small_bag.name}/{entry.path}" for entry in small_bag.entries]
    listed = subprocess.run(["tar", "tf", "-"], input=data, capture_output=True, check=True).stdout
    assert b"small-1.0.0/data/a.txt" in listed
    assert len(data) % 10240 == 0


def test_zip_holds_nothing_of_the_machine(small_bag: Bag) -> None:
    """Stored, dated, mode 644."""
    with zipfile.ZipFile(io.BytesIO(to_zip(small_bag, RELEASED))) as archive:
        infos = archive.infolist()
        assert archive.testzip() is None
    assert {one.compress_type for one in infos} == {zipfile.ZIP_STORED}
    assert {one.date_time for one in infos} == {(2026, 11, 24, 0, 0, 0)}
    assert {one.external_attr >> 16 for one in infos} == {0o100644}


def test_digests_are_pinned() -> None:
    """The very bytes of a bag are a promise: they change with a decision, not with a library."""
    bag = assemble("pin-1.0.0", [Entry("a.txt", b"A\n")], [("Bagging-Date", RELEASED)])
    assert digest(to_tar(bag, RELEASED)) == "a8dba002df98ca4d4a4063d04a563b7df4108026e0af4e1c799a71aea3f14eb0"
    assert digest(to_zip(bag, RELEASED)) == "1c0a07307146b6a35c9e8b8291dbd8af5a4d9d290ae1e1256d0cd7b2f283a0fb"


def test_long_names_fit_or_are_refused() -> None:
    """Ustar holds 255 bytes, split at a slash; what it cannot hold is an error, not a cut name."""
    fits = assemble("b", [Entry("d" * 90 + "/" + "f" * 90, b"x")], [])
    assert f"b/data/{'d' * 90}/{'f' * 90}" in unpack("t", to_tar(fits, RELEASED)).files
    with pytest.raises(ValueError, match="too long"):
        to_tar(assemble("b", [Entry("f" * 150, b"x")], []), RELEASED)


@pytest.mark.parametrize("name", ["../x", "/x", "a\\b", "C:x", "a/./b", "", "a\nb", "x.", "a//b"])
def test_unsafe_names_are_not_bagged(name: str) -> None:
    """An edition with such a name was refused before; here it cannot get in either."""
    with pytest.raises(ValueError, match="name"):
        assemble("b", [Entry(name, b"")], [])


def test_colliding_names_are_not_bagged() -> None:
    """Case, composition, and a file that is also a folder."""
    for pair in (("A", "a"), ("\u00fc", "u\u0308"), ("a", "a/b")):
        with pytest.raises(ValueError, match="collide"):
            assemble("b", [Entry(name, b"") for name in pair], [])


def test_sums_are_as_sha256sum_writes_them(tmp_path: Path) -> None:
    """Coreutils checks them."""
    (tmp_path / "a").write_bytes(b"A")
    (tmp_path / "SHA256SUMS").write_bytes(sums({"a": b"A"}))
    subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=tmp_path, check=True, capture_output=True
    )
