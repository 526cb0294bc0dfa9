"""EDGE: SSH signatures (OpenSSH's PROTOCOL.sshsig) of ``SHA256SUMS``: made, and judged.

Other program: ssh-keygen.

A good signature says that whoever holds the key signed these sums; whose key it is, only the list of
allowed signers can say (``ALLOWED SIGNERS`` in ssh-keygen(1)), and that list must come from the user.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Final

from octavo.errors import InputError, ToolError
from octavo.files import read_bytes, write_atomic
from octavo.model import Finding
from octavo.release.codes import finding
from octavo.release.report import State, Step

NAMESPACE: Final = "file"
"""What ssh-keygen uses for files by default, so that stock commands verify it."""
SIGNATURE: Final = ".sig"
_MOST: Final = 1_000_000


def sign(path: Path, key: Path) -> Path:
    """Sign `path` with the SSH private key `key`; returns the signature beside it.

    With Ed25519 it is the same every time. Raises `ToolError` when ssh-keygen does not sign.
    """
    done = _ssh_keygen("sign", "-q", "-f", str(key), "-n", NAMESPACE, data=path.read_bytes())
    if done.returncode != 0:
        raise ToolError(f"ssh-keygen did not sign: {_reason(done)}")
    signature = path.with_name(path.name + SIGNATURE)
    write_atomic(signature, done.stdout)
    return signature


def judge(path: Path, signers: Path | None) -> tuple[Step, tuple[Finding, ...]] | None:
    """What the signature beside `path` is worth; None where there is none and nobody asked for one.

    `signers` is a list of allowed signers: with it, the signer must be on the list.
    """
    signature = path.with_name(path.name + SIGNATURE)
    if not signature.is_file():
        if signers is None:
            return None
        fault = finding("R-027", path.name, "It is not signed.", "Ask its publisher for the .sig file.")
        return _failed(fault)
    if shutil.which("ssh-keygen") is None:
        if signers is not None:
            raise ToolError("ssh-keygen is missing", hint="Install OpenSSH's client.")
        return Step("Signature", State.SKIPPED, "not looked at: ssh-keygen is not installed"), ()
    data = read_bytes(path, limit=_MOST)
    if signers is None:
        return _whole(path.name, signature, data)
    return _known(path.name, signature, data, signers)


def _whole(name: str, signature: Path, data: bytes) -> tuple[Step, tuple[Finding, ...]]:
    done = _ssh_keygen("check-novalidate", "-n", NAMESPACE, "-s", str(signature), data=data)
    if done.returncode != 0:
        return _failed(_bad(name))
    key = done.stdout.decode("utf-8", "replace").strip().rpartition(" with ")[2]
    return Step("Signature", State.PASSED, f"by {key}; --signers FILE tells whose it is"), ()


def _known(name: str, signature: Path, data: bytes, signers: Path) -> tuple[Step, tuple[Finding, ...]]:
    if not signers.is_file():
        raise InputError(f"there is no list of signers {signers}")
    listed = ("-f", str(signers), "-s", str(signature))
    found = _ssh_keygen("find-principals", *listed, data=data)
    names = found.stdout.decode("utf-8", "replace").split("\n")[0].strip()
    if found.returncode != 0 or not names:
        message = f"Whoever signed it is not in {signers.name}."
        return _failed(finding("R-028", name, message, "Do not trust it unless you know the key."))
    signer = names.split(",")[0]
    done = _ssh_keygen("verify", *listed, "-I", signer, "-n", NAMESPACE, data=data)
    if done.returncode != 0:
        return _failed(_bad(name))
    return Step("Signature", State.PASSED, f"by {signer}"), ()


def _bad(name: str) -> Finding:
    message = "Its signature is not good: the sums were changed after they were signed."
    return finding("R-027", name, message, "Get an undamaged copy of the release.")


def _failed(fault: Finding) -> tuple[Step, tuple[Finding, ...]]:
    return Step("Signature", State.FAILED, "1 finding"), (fault,)


def _ssh_keygen(action: str, *arguments: str, data: bytes) -> subprocess.CompletedProcess[bytes]:
    command = ["ssh-keygen", "-Y", action, *arguments]
    try:
        return subprocess.run(command, input=data, capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ToolError(f"ssh-keygen failed: {error}", hint="Install OpenSSH's client.") from error


def _reason(done: subprocess.CompletedProcess[bytes]) -> str:
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else str(done.returncode)
