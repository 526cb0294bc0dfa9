"""Stand-in papers: pieces of work that end well, hang, die or raise, quickly."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from octavo.errors import InputError, OutputError

Paper = tuple[str, str]
"""What it does, and a folder or a word to do it with."""


def build(paper: Paper) -> str:
    kind, word = paper
    return _KINDS[kind](word)


def _well(word: str) -> str:
    sys.stdout.write("chatter on standard output breaks nothing\n")
    return word.upper()


def _hang(word: str) -> str:
    """Start a program that outlives us, leave its number, and never return."""
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"])
    Path(word).write_text(f"{os.getpid()} {child.pid}")
    time.sleep(300)
    return ""


def _slow(word: str) -> str:
    time.sleep(0.3)
    return word.upper()


def _die(word: str) -> str:
    os.kill(os.getpid(), signal.SIGKILL)
    return word


def _die_once(word: str) -> str:
    mark = Path(word)
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "risen"


def _raise(word: str) -> str:
    raise ValueError(word)


def _refuse(word: str) -> str:
    raise InputError(word, hint="Write it anew.")


def _full_disk(word: str) -> str:
    raise OutputError(word)


def _odd(word: str) -> str:
    class OddError(Exception):
        """Cannot be pickled."""

    raise OddError(word)


def _pid(_: str) -> str:
    return str(os.getpid())


_KINDS = {
    "pid": _pid,
    "well": _well,
    "slow": _slow,
    "hang": _hang,
    "die": _die,
    "die once": _die_once,
    "raise": _raise,
    "refuse": _refuse,
    "full disk": _full_disk,
    "odd": _odd,
}
