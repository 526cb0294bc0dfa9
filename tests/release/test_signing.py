"""A release can be signed with an SSH key, and stock OpenSSH checks it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from octavo.errors import ToolError
from octavo.release.making import SIGNING_NAMESPACE, sign


def test_ssh_keygen_verifies_the_signature(tmp_path: Path) -> None:
    """Ed25519: the same signature every time; another text is refused."""
    key, text = tmp_path / "key", tmp_path / "SHA256SUMS"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    text.write_bytes(b"0  x\n")
    signature = sign(text, key)
    before = signature.read_bytes()
    assert sign(text, key).read_bytes() == before
    allowed = tmp_path / "allowed"
    allowed.write_text(f"press {(tmp_path / 'key.pub').read_text()}")
    command = [
        "ssh-keygen",
        "-Y",
        "verify",
        "-f",
        allowed,
        "-I",
        "press",
        "-n",
        SIGNING_NAMESPACE,
        "-s",
        signature,
    ]
    assert subprocess.run(command, input=b"0  x\n", capture_output=True, check=False).returncode == 0
    assert subprocess.run(command, input=b"1  x\n", capture_output=True, check=False).returncode != 0


def test_a_key_that_is_none(tmp_path: Path) -> None:
    """A failure of the tool, in words, and no signature."""
    text = tmp_path / "SHA256SUMS"
    text.write_bytes(b"0  x\n")
    with pytest.raises(ToolError, match="did not sign"):
        sign(text, tmp_path / "none")
    assert not (tmp_path / "SHA256SUMS.sig").exists()
