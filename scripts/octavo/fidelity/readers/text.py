"""Plain text in, what it says out, by the layout that the file promises and its last part explains.

A line of equal signs stands at the heads of four parts: title block, body, notes, editorial matter.
The first paragraph of the last part tells the signs in use: those lines begin with a tab.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from octavo.fidelity.readers.flow import Extract, Flow, Unreadable
from octavo.model import Reading
from octavo.words import words

_NUMERAL: Final = r"(?:[0-9]{1,4}|[A-Za-z]{1,2}|[ivxlcdm]+|[IVXLCDM]+)"
"""What stands in the sign of a numbered item."""


def read_text_edition(data: bytes) -> Extract:
    """Read a TXT edition; raises `Unreadable`."""
    try:
        lines = data.decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise Unreadable(f"not UTF-8: {error.reason} at byte {error.start}") from error
    rule = lines[0]
    if len(rule) < 72 or set(rule) != {"="}:
        raise Unreadable("the first line is not the rule")
    parts = [part.strip("\n") for part in "\n".join(lines).split(f"{rule}\n")]
    if len(parts) != 5 or parts[0]:
        raise Unreadable(f"the rule stands {len(parts) - 1} times, not four")
    signs = _Signs(parts[4])
    flow = Flow()
    signs.body(parts[2], flow)
    notes = sorted(signs.notes(parts[3]), key=lambda note: note[0])
    title = words(signs.bare(re.split(r"\n[ \t]*\n", parts[1])[0]))
    return Extract(
        Reading(title, flow.words, tuple(text for _, text in notes), tuple(flow.calls())),
        numbers=tuple(number for number, _ in notes),
    )


class _Signs:
    """The signs of one file: how a call, matter in brackets, and list items look."""

    def __init__(self, editorial: str) -> None:
        told = [
            line.split("\t")[1]
            for line in editorial.split("\n")
            if line.startswith("\t") and line.count("\t") > 1
        ]
        told += ["[1]", "⟦…⟧", "•", "1)"][len(told) :]
        call, brackets, bullet, number = told[:4]
        before, after = (re.escape(sign) for sign in call.split("1", 1))
        self.call = re.compile(rf"{before}([0-9]+){after}")
        opening, closing = (re.escape(sign) for sign in brackets.split("…", 1))
        self._bracketed = re.compile(rf"{opening}.*?{closing}", re.DOTALL)
        first, last = (re.escape(sign) for sign in number.split("1", 1))
        sign = rf"{re.escape(bullet)}|{first}{_NUMERAL}{last}"
        self._item = re.compile(rf"^[ \t]*(?:(?:{sign})[ \t]+)+", re.MULTILINE)

    def bare(self, text: str) -> str:
        """Text without calls and matter in brackets."""
        return self.call.sub("", self._bracketed.sub(" ", text))

    def body(self, text: str, flow: Flow) -> None:
        """Add the body's words and calls to `flow`."""
        text = self._item.sub(" ", self._bracketed.sub(" ", text))
        at = 0
        for match in self.call.finditer(text):
            flow.text(text[at : match.start()])
            flow.call(int(match[1]))
            at = match.end()
        flow.text(text[at:])

    def notes(self, text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Number and words of each note."""
        number, gathered = 0, list[str]()
        for line in text.split("\n"):
            match = self.call.match(line)
            if match:
                if number:
                    yield number, self._note(gathered)
                number, gathered = int(match[1]), [line[match.end() :]]
            else:
                gathered.append(line.removeprefix("    "))
        if number:
            yield number, self._note(gathered)

    def _note(self, lines: list[str]) -> tuple[str, ...]:
        return words(self.bare(self._item.sub(" ", "\n".join(lines))))
