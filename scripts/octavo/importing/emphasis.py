"""Emphasis, paired as CommonMark pairs it.

In: runs of ``*`` and ``_`` and tags of emphasis, in the order of the text. Out: pieces of text in
which every pair is ``*`` or ``**`` and every sign that found no partner is escaped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_MAX_STACK: Final = 60


@dataclass
class _Run:
    """A run of emphasis signs while its block is being read."""

    sign: str
    count: int
    piece: int
    opens: bool
    closes: bool


class Emphasis:
    """The text of one block, read piece by piece, and its open runs."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.out: list[str] = []
        self.runs: list[_Run] = []

    def _emphasis(self, at: int) -> int:
        raw, sign, size = self.raw, self.raw[at], 1
        while raw[at + size : at + size + 1] == sign:
            size += 1
        before, after = raw[at - 1 : at] or " ", raw[at + size : at + size + 1] or " "
        left = not after.isspace() and (_wordlike(after) or not _wordlike(before))
        right = not before.isspace() and (_wordlike(before) or not _wordlike(after))
        if sign == "_":
            left, right = left and not _wordlike(before), right and not _wordlike(after)
        self.out.append("")
        run = _Run(sign, size, len(self.out) - 1, left, right)
        if run.closes:
            self._close(run)
        if run.count:
            if run.opens:
                self.runs.append(run)
            else:
                self._unused(run)
        return at + size

    def _close(self, run: _Run) -> None:
        """Pair `run` with the openers on the stack, as CommonMark's *process emphasis* does."""
        depth = len(self.runs) - 1
        floor = max(-1, depth - _MAX_STACK)
        while run.count and depth > floor:
            opener = self.runs[depth]
            if opener.sign != run.sign:
                depth -= 1
                continue
            for dropped in self.runs[depth + 1 :]:
                self._unused(dropped)
            del self.runs[depth + 1 :]
            size = 2 if min(opener.count, run.count) >= 2 else 1
            self.out[opener.piece] = "*" * size + self.out[opener.piece]
            self.out[run.piece] += "*" * size
            opener.count -= size
            run.count -= size
            if not opener.count:
                self.runs.pop()
                depth -= 1

    def _unused(self, run: _Run) -> None:
        literal = "\\*" if run.sign == "*" else "\\_"
        intraword = run.sign == "_" and not (run.opens or run.closes)
        signs = ("_" if intraword and run.count == 1 else literal) * run.count
        self.out[run.piece] = signs + self.out[run.piece] if run.opens else self.out[run.piece] + signs
        run.count = 0

    def _settle(self) -> None:
        """Runs that found no partner: two alike make a pair (``**Bold **text``), else literal."""
        waiting: _Run | None = None
        for run in self.runs:
            if waiting and (waiting.sign, waiting.count) == (run.sign, run.count) and run.count <= 3:
                self.out[waiting.piece] = "*" * run.count + self.out[waiting.piece]
                before = self.out[run.piece - 1]
                stripped = before.rstrip()
                self.out[run.piece - 1] = stripped
                self.out[run.piece] = "*" * run.count + before[len(stripped) :] + self.out[run.piece]
                waiting = None
                continue
            if waiting:
                self._unused(waiting)
            waiting = run
        if waiting:
            self._unused(waiting)

    def _tag_emphasis(self, tag: re.Match[str], signs: str) -> int:
        self.out.append("")
        run = _Run("<" + signs, len(signs), len(self.out) - 1, not tag[1], bool(tag[1]))
        if not tag[1]:
            self.runs.append(run)
            return tag.end()
        self._close(run)
        run.count = 0
        return tag.end()


def _wordlike(sign: str) -> bool:
    return sign.isalnum()
