"""Containers from strangers: each evil gives a clear finding, nothing is written, memory stays bounded."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from octavo.errors import InputError
from octavo.release.bag import Bag
from octavo.release.bagit import check_bag
from octavo.release.container import to_tar, to_zip
from octavo.release.recover import recover
from octavo.release.unpacking import MAX_CONTAINER, MAX_ENTRIES, unpack
from octavo.release.verifying import verify_path
from release.conftest import RELEASED, bomb, header, rebagged, tar, zipped

EVIL_NAMES = [
    "../evil",
    "b/../../evil",
    "/etc/evil",
    "C:evil",
    "b\\..\\evil",
    "b/./evil",
    "b//evil",
    "b/ev\x07il",
    "b/\u202eevil",
    "b/evil.",
    "b/" + "x" * 300,
    "b/" + "y/" * 600 + "z",
]


def codes(container: bytes) -> list[str]:
    return [one.code for one in unpack("c", container).findings]


@pytest.mark.parametrize("name", EVIL_NAMES)
def test_unsafe_names(name: str) -> None:
    """Path traversal, absolute names, drives, control and bidirectional signs, too long: R-021, once."""
    found = unpack("c", zipped([("b/good", b"1"), (name, b"2")]))
    assert [one.code for one in found.findings] == ["R-021"]
    assert set(found.files) == {"b/good"}
    if len(name) <= 100:
        assert codes(tar([(b"b/good", b"1"), (name.encode(), b"2")])) == ["R-021"]


def test_names_that_are_not_utf8() -> None:
    """Broken UTF-8 in a name: R-021."""
    assert codes(tar([(b"b/\xff\xfe", b"1")])) == ["R-021"]


@pytest.mark.parametrize("kind", [b"1", b"2", b"3", b"4", b"6", b"S"])
def test_links_and_devices_in_tar(kind: bytes) -> None:
    """Hard and symbolic links, devices, pipes, sparse files: R-022."""
    data = header(b"b/link", 0, kind, b"/etc/passwd") + b"\0" * 1024
    assert codes(data) == ["R-022"]


@pytest.mark.parametrize("mode", [0o120777, 0o060644, 0o010644])
def test_links_and_devices_in_zip(mode: int) -> None:
    """The same in a zip."""
    assert codes(zipped([("b/link", b"/etc/passwd")], mode=mode)) == ["R-022"]


def test_links_in_folders(tmp_path: Path) -> None:
    """A link in a folder is not followed, to a file or to a folder."""
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "link").symlink_to("/etc/passwd")
    (tmp_path / "b" / "folder").symlink_to("/etc")
    report = verify_path(tmp_path / "b")
    assert [one.code for one in report.findings] == ["R-022", "R-022"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_twice() -> None:
    """The same name twice: R-023."""
    assert codes(tar([(b"b/a", b"1"), (b"b/a", b"2")])) == ["R-023"]
    assert codes(zipped([("b/a", b"1"), ("b/a", b"2")])) == ["R-023"]


@pytest.mark.parametrize("other", ["b/A", "b/a\u0301", "b/\u212b"])
def test_names_that_collide(other: str) -> None:
    """Case, composition: R-023."""
    partner = {"b/A": "b/a", "b/a\u0301": "b/\u00e1", "b/\u212b": "b/\u00e5"}[other]
    assert codes(tar([(partner.encode(), b"1"), (other.encode(), b"2")])) == ["R-023"]


def test_a_file_that_is_also_a_folder() -> None:
    """R-023."""
    assert codes(tar([(b"b/a", b"1"), (b"b/a/c", b"2")])) == ["R-023"]


def test_zip_bombs() -> None:
    """A lying size is found out at the stated size; a true one beyond the bound is not unpacked."""
    assert codes(bomb(50_000_000)) == ["R-025"]
    honest = zipped([("b/zeros", b"\0" * 70_000_000)], deflate=True)
    assert len(honest) < 100_000
    assert codes(honest) == ["R-024"]


def test_a_million_entries() -> None:
    """Too many entries: one finding, before they are read, in tar and zip, even if the count is a lie."""
    assert codes(header(b"b/a") * (2 * MAX_ENTRIES + 2) + b"\0" * 1024)[-1] == "R-024"
    one = zipped([("b/a", b"")])
    start = one.find(b"PK\x01\x02")
    end = one.rfind(b"PK\x05\x06")
    directory = one[start:end] * 1_000_000
    lying = (
        one[:start] + directory + one[end : end + 12] + struct.pack("<II", len(directory), start) + b"\0\0"
    )
    assert codes(lying) == ["R-024"]


def test_huge_numbers() -> None:
    """A size of 8 GiB in a header, base 256, negative, no number: one finding, no memory taken."""
    assert codes(header(b"b/a", 0o77777777777) + b"\0" * 1024) == ["R-020"]
    for size in (b"\x80" + b"\xff" * 11, b"-1234567890\0", b"99999999999\0"):
        block = header(b"b/a")
        block = block[:124] + size + block[136:]
        block = block[:148] + b"%06o\0 " % (sum(block[:148]) + 256 + sum(block[156:])) + block[156:]
        assert codes(block + b"\0" * 1024) == ["R-020"]


def test_pax_headers() -> None:
    """A pax path is obeyed, and judged; an endless or broken record ends the header, not the program."""
    record = b"20 path=../../evil\n\n"
    assert codes(tar([(b"x", record)], kind=b"x")[:1024] + tar([(b"b/a", b"1")])) == ["R-021"]
    for broken in (b"0 path=a\n", b"999999 path=a\n", b"5 a\n", b"x" * 40, b"12 size=9x9x\n"):
        found = unpack("c", tar([(b"x", broken)], kind=b"x")[:1024] + tar([(b"b/a", b"1")]))
        assert set(found.files) <= {"b/a", "a"}
    assert codes(tar([(b"x", b"y" * 70_000)], kind=b"x")) == ["R-024"]


def test_truncated(small_bag: Bag) -> None:
    """Cut anywhere, a container gives a finding."""
    for data in (to_tar(small_bag, RELEASED), to_zip(small_bag, RELEASED)):
        for length in (600, 1500, len(data) // 2, len(data) - 1):
            cut = data[:length]
            found = unpack("c", cut)
            complete = len(found.files) == len(small_bag.entries)
            assert found.findings or complete


@settings(max_examples=150, deadline=None)
@given(
    data=st.binary(max_size=300), start=st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06", b"%PDF-1.7\n"])
)
def test_any_bytes(data: bytes, start: bytes) -> None:
    """Any bytes give a result or findings, never an exception."""
    assert unpack("c", start + data).findings
    assert recover("c", start + data).findings


@settings(max_examples=150, deadline=None)
@given(at=st.integers(0, 20_000), value=st.integers(0, 255), form=st.sampled_from(["tar", "zip"]))
def test_a_changed_byte(at: int, value: int, form: str, small_bag: Bag) -> None:
    """Whichever byte of a container is changed: it is noticed, or it changed nothing that is kept."""
    data = bytearray(to_tar(small_bag, RELEASED) if form == "tar" else to_zip(small_bag, RELEASED))
    at %= len(data)
    data[at] = value
    found = unpack("c", bytes(data))
    files = {name.partition("/")[2]: content for name, content in found.files.items()}
    same = files == {entry.path: entry.data for entry in small_bag.entries}
    assert found.findings or check_bag(files) or same


def test_other_files(tmp_path: Path) -> None:
    """A gzip, a text, an empty file: one finding each; a missing file is an input error."""
    for data in (b"\x1f\x8b\x08" + b"x" * 40, b"hello", b""):
        path = tmp_path / "file"
        path.write_bytes(data)
        assert [one.code for one in verify_path(path).findings] == ["R-020"]
    with pytest.raises(InputError):
        verify_path(tmp_path / "none")


# ---------------------------------------------------------------- bags


def bag_codes(files: dict[str, bytes], **changes: bytes | None) -> list[str]:
    changed = {
        **files,
        **{name.replace("__", "/").replace("_dot_", "."): data for name, data in changes.items()},
    }
    return [one.code for one in check_bag({name: data for name, data in changed.items() if data is not None})]


def test_changed_missing_added(small_files: dict[str, bytes]) -> None:
    """A changed, a missing and an added file: one finding each."""
    assert bag_codes(small_files, data__a_dot_txt=b"B\n") == ["R-035"]
    assert bag_codes(small_files, data__a_dot_txt=None) == ["R-033"]
    assert bag_codes(small_files, data__new=b"") == ["R-034"]
    assert bag_codes(small_files, extra_dot_txt=b"") == ["R-034"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (None, "R-030"),
        (b"", "R-030"),
        (b"\xef\xbb\xbfBagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", "R-030"),
        (b"BagIt-Version: 9.9\nTag-File-Character-Encoding: UTF-8\n", "R-030"),
        (b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-16\n", "R-030"),
    ],
)
def test_declarations(data: bytes | None, code: str, small_files: dict[str, bytes]) -> None:
    """bagit.txt by clause 2.1.1."""
    assert code in bag_codes(small_files, bagit_dot_txt=data)


@pytest.mark.parametrize(
    "line",
    [
        b"0" * 64 + b"  ../../etc/passwd",
        b"0" * 64 + b"  /etc/passwd",
        b"0" * 64 + b"  data/../bagit.txt",
        b"0" * 64 + b"  bagit.txt",
        b"zz  data/a.txt",
        b"\xff\xfe\xff",
        b"0" * 64 + b"  data/%0Aa",
    ],
)
def test_manifests_that_name_files_outside(line: bytes, small_files: dict[str, bytes]) -> None:
    """A manifest can only speak of the payload; a wrong line is told by its number."""
    manifest = small_files["manifest-sha256.txt"] + line + b"\n"
    found = check_bag({**small_files, "manifest-sha256.txt": manifest})
    assert "R-032" in [one.code for one in found]
    assert "Line 4" in next(one.message for one in found if one.code == "R-032")


def test_a_manifest_without_end(small_files: dict[str, bytes]) -> None:
    """Millions of lines are not read to the end, and the findings are few."""
    found = check_bag({**small_files, "manifest-sha256.txt": b"x\n" * 2_000_000})
    assert "R-032" in [one.code for one in found]
    assert len(found) < 120


def test_weak_digests_are_not_enough(small_files: dict[str, bytes]) -> None:
    """A bag with MD5 only proves nothing."""
    files = {name: data for name, data in small_files.items() if "manifest-" not in name}
    assert "R-031" in [one.code for one in check_bag({**files, "manifest-md5.txt": b""})]


def test_manifests_must_agree(small_files: dict[str, bytes]) -> None:
    """Every payload manifest lists every payload file (RFC 8493, 2.1.3)."""
    lines = small_files["manifest-sha512.txt"].splitlines(keepends=True)
    assert "R-036" in bag_codes(small_files, **{"manifest-sha512_dot_txt": b"".join(lines[1:])})


def test_nothing_is_fetched(small_files: dict[str, bytes]) -> None:
    """A bag whose parts are elsewhere is refused."""
    found = check_bag({**small_files, "fetch.txt": b"https://example.org/x 1 data/x\n"})
    assert "R-038" in [one.code for one in found]


@settings(max_examples=100, deadline=None)
@given(
    name=st.sampled_from(["manifest-sha256.txt", "bagit.txt", "bag-info.txt"]), data=st.binary(max_size=200)
)
def test_any_tag_file(name: str, data: bytes, small_files: dict[str, bytes]) -> None:
    """Any bytes in a tag file give findings."""
    assert check_bag({**small_files, name: data}) or data == small_files[name]


def test_two_folders_in_a_container(tmp_path: Path) -> None:
    """A release is one folder."""
    path = tmp_path / "x.tar"
    path.write_bytes(tar([(b"a/x", b"1"), (b"b/x", b"2")]))
    assert [one.code for one in verify_path(path).findings] == ["R-026"]


def test_a_bag_without_an_edition(tmp_path: Path, small_files: dict[str, bytes]) -> None:
    """A valid bag of somebody else's."""
    path = tmp_path / "x.tar"
    path.write_bytes(rebagged(small_files))
    assert [one.code for one in verify_path(path).findings] == ["R-080"]


def test_verifying_writes_nothing(tmp_path: Path) -> None:
    """Whatever the container asks for, no file appears beside it."""
    path = tmp_path / "inner" / "x.tar"
    path.parent.mkdir()
    path.write_bytes(tar([(b"../evil", b"1"), (b"b/../../evil2", b"2"), (b"/tmp/octavo-evil", b"3")]))
    verify_path(path)
    assert sorted(one.name for one in tmp_path.rglob("*")) == ["inner", "x.tar"]
    assert not Path("/tmp/octavo-evil").exists()


def test_encrypted_and_odd_zips() -> None:
    """Encryption and compressions that a release never uses are refused."""
    data = bytearray(zipped([("b/a", b"1")]))
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    assert codes(bytes(data)) == ["R-025"]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("b/a", b"1" * 100)
    assert codes(buffer.getvalue()) == ["R-025"]


def test_a_file_beyond_the_bounds(tmp_path: Path) -> None:
    """A file that is too large is not even opened."""
    path = tmp_path / "huge.tar"
    with path.open("wb") as stream:
        stream.truncate(MAX_CONTAINER + 1)
    assert [one.code for one in verify_path(path).findings] == ["R-024"]


def test_ten_thousand_findings_are_told_as_a_hundred(small_files: dict[str, bytes]) -> None:
    """Nobody reads more; the number of the others is told."""
    found = check_bag({**small_files, **{f"data/{n}": b"" for n in range(9000)}})
    assert len(found) == 101
    assert "more findings" in found[-1].message
    assert [one.code for one in check_bag({f"{n}": b"" for n in range(9000)})] == ["R-030"]
