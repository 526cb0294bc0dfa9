"""A release can be signed with an SSH key; stock OpenSSH checks it, and so does `octavo verify`."""

from __future__ import annotations

import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from octavo.errors import ToolError
from octavo.release.making import _write_sums
from octavo.release.report import State
from octavo.release.signing import NAMESPACE, judge, sign
from octavo.release.verifying import verify_path


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "press", "-f", path], check=True)
    return path


def sums(folder: Path) -> Path:
    """A text and the sums that name it."""
    (folder / "a.txt").write_bytes(b"text\n")
    path = folder / "SHA256SUMS"
    path.write_text(f"{sha256(b'text' + bytes([10])).hexdigest()}  a.txt\n")
    return path


def allowed(folder: Path, key: Path, name: str = "press") -> Path:
    path = folder / "allowed"
    path.write_text(f"{name} {key.with_suffix('.pub').read_text()}")
    return path


def test_ssh_keygen_verifies_the_signature(tmp_path: Path, key: Path) -> None:
    """Ed25519: the same signature every time; another text is refused."""
    text = sums(tmp_path)
    signature = sign(text, key)
    before = signature.read_bytes()
    assert sign(text, key).read_bytes() == before
    who = ["-f", allowed(tmp_path, key), "-I", "press", "-n", NAMESPACE, "-s", signature]
    command = ["ssh-keygen", "-Y", "verify", *who]
    good, bad = text.read_bytes(), b"1  x\n"
    assert subprocess.run(command, input=good, capture_output=True, check=False).returncode == 0
    assert subprocess.run(command, input=bad, capture_output=True, check=False).returncode != 0


def test_a_key_that_is_none(tmp_path: Path) -> None:
    """A failure of the tool, in words, and no signature."""
    with pytest.raises(ToolError, match="did not sign"):
        sign(sums(tmp_path), tmp_path / "none")
    assert not (tmp_path / "SHA256SUMS.sig").exists()


def test_verify_tells_the_key_and_with_a_list_the_signer(tmp_path: Path, key: Path) -> None:
    """Without a list the key's fingerprint is told, with one the name that the list gives it."""
    sign(sums(tmp_path), key)
    told = {step.name: step for step in verify_path(tmp_path / "a.txt").steps}
    assert told["Signature"].state is State.PASSED
    assert "ED25519 key SHA256:" in told["Signature"].detail
    signers = allowed(tmp_path, key)
    named = {step.name: step for step in verify_path(tmp_path / "a.txt", signers=signers).steps}
    assert named["Signature"].detail == "by press"


def test_sums_changed_after_signing_are_found(tmp_path: Path, key: Path) -> None:
    """Text and sums changed alike are betrayed by the signature alone."""
    path = sums(tmp_path)
    sign(path, key)
    (tmp_path / "a.txt").write_bytes(b"next\n")
    path.write_text(f"{sha256(b'next' + bytes([10])).hexdigest()}  a.txt\n")
    for signers in (None, allowed(tmp_path, key)):
        report = verify_path(tmp_path / "a.txt", signers=signers)
        assert [one.code for one in report.findings] == ["R-027"]


def test_a_stranger_is_no_signer(tmp_path: Path, key: Path) -> None:
    """A good signature by a key that is not on the list is not enough."""
    sign(sums(tmp_path), key)
    other = tmp_path / "other"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", other], check=True)
    report = verify_path(tmp_path / "a.txt", signers=allowed(tmp_path, other))
    assert [one.code for one in report.findings] == ["R-028"]


def test_who_asks_for_a_signer_does_not_get_silence(tmp_path: Path, key: Path) -> None:
    """No signature, or none that speaks of this file, is a fault when signers are named."""
    path = sums(tmp_path)
    signers = allowed(tmp_path, key)
    assert judge(path, None) is None
    assert [one.code for one in verify_path(tmp_path / "a.txt", signers=signers).findings] == ["R-027"]
    (tmp_path / "b.txt").write_bytes(b"other\n")
    sign(path, key)
    assert [one.code for one in verify_path(tmp_path / "b.txt", signers=signers).findings] == ["R-027"]


def test_a_signature_of_other_sums_does_not_stay(tmp_path: Path, key: Path) -> None:
    """A release made without the key takes the outdated signature away, and says so."""
    sign(sums(tmp_path), key)
    (tmp_path / "new-1.0.0.tar").write_bytes(b"bag")
    assert [one.code for one in _write_sums(tmp_path, signed=False)] == ["R-012"]
    assert not (tmp_path / "SHA256SUMS.sig").exists()
    assert _write_sums(tmp_path, signed=False) == ()
