"""True texts: front matter facts, blocks and notes as canonical Markdown.

In: the files of ``truths/``. Out: `Paper` values, and the labels their notes get in print.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

TRUTHS: Final = Path(__file__).parent / "truths"
SYMBOLS: Final = ("*", "†", "‡", "§", "‖", "¶")
CALL: Final = re.compile(r"\[\^(\d+)\]")
_LIST: Final = re.compile(r"(?:-|\d+\.|[a-z]\)) ")


@dataclass(frozen=True)
class Paper:
    """A true text."""

    name: str
    front: tuple[tuple[str, str], ...]
    """(key, value) in order: ``title``, ``author``, ``affiliation``, ``date`` …"""
    blocks: tuple[str, ...]
    notes: tuple[str, ...]
    """Bodies in order of call, further paragraphs after an empty line."""

    def fact(self, key: str) -> str:
        """The first value of `key`; empty where the text has none."""
        return next((value for name, value in self.front if name == key), "")

    @property
    def title(self) -> str:
        """The title."""
        return self.fact("title")

    @property
    def author(self) -> str:
        """The first author."""
        return self.fact("author")

    @property
    def numbering(self) -> str:
        """How the notes are labelled: ``running``, ``chapter``, ``page`` or ``symbols``."""
        return self.fact("numbering") or "running"

    def markdown(self) -> str:
        """The canonical text, notes at the end."""
        definitions = (
            f"[^{number}]: " + note.replace("\n", "\n    ").replace("\n    \n", "\n\n")
            for number, note in enumerate(self.notes, start=1)
        )
        return "\n\n".join((*self.blocks, *definitions)) + "\n"

    def printed_front(self) -> tuple[tuple[str, str], ...]:
        """The lines below the title as a paper prints them: (key, words)."""
        out = []
        for key, value in self.front:
            if key == "series":
                out.append((key, " ".join(filter(None, (value, self.fact("number"))))))
            elif key == "keywords":
                out.append((key, f"{_LABELS.get(self.fact('lang'), _LABELS['en'])[1]}: {value}"))
            elif key == "doi":
                out.append((key, f"https://doi.org/{value}"))
            elif key not in ("title", "number", "numbering", "lang"):
                out.append((key, value))
        return tuple(out)

    def abstract_label(self) -> str:
        """The word above the abstract in the language of the text."""
        return _LABELS.get(self.fact("lang"), _LABELS["en"])[0]


_LABELS: Final = {  # above the abstract, before the key words, above the notes
    "en": ("Abstract", "Keywords", "Notes"),
    "fr": ("Résumé", "Mots-clés", "Notes"),
    "de": ("Zusammenfassung", "Schlagwörter", "Anmerkungen"),
    "ko": ("초록", "주제어", "주"),
    "es": ("Resumen", "Palabras clave", "Notas"),
    "it": ("Riassunto", "Parole chiave", "Note"),
    "nl": ("Samenvatting", "Trefwoorden", "Noten"),
    "ja": ("要旨", "キーワード", "注"),
}


HELD: Final = frozenset(
    ("amphorae", "bulletin", "canicule", "curfew", "homework", "overseer", "regret", "threshold")
)
"""The texts written last, after the rules: looked at only at the end, as sums. Once a rule has been made
with one of them in view it goes to the others, and a new one is written."""


def held(name: str) -> bool:
    """Whether the text of this name is looked at only at the end."""
    return name in HELD


def papers(*folders: Path) -> tuple[Paper, ...]:
    """Every true text of the corpus and of further `folders`, by name."""
    paths = (path for folder in (TRUTHS, *folders) for path in folder.glob("*.md"))
    return tuple(read(path.stem, path.read_text(encoding="utf-8")) for path in sorted(paths))


def read(name: str, text: str) -> Paper:
    """A true text from its file: ``key: value`` lines, blocks, definitions."""
    head, _, body = text.removeprefix("---\n").partition("\n---\n")
    front = tuple(re.findall(r"^(\w+): (.*)$", head, re.MULTILINE))
    notes: list[str] = []
    blocks: list[str] = []
    for piece in _pieces(body.strip()):
        found = re.match(r"\[\^(\d+)\]: ", piece)
        if found:
            lines = piece[found.end() :].split("\n")
            notes.append("\n".join([lines[0], *(line.removeprefix("    ") for line in lines[1:])]))
        else:
            blocks.append(piece)
    return Paper(name, front, tuple(blocks), tuple(notes))


def _pieces(body: str) -> list[str]:
    """Blocks: parted by empty lines, but not inside a fence nor before an indented line."""
    out: list[str] = []
    for piece in re.split(r"\n\n+(?! )", body):
        if out and out[-1].count("```") % 2:
            out[-1] += "\n\n" + piece
        else:
            out.append(piece)
    return out


def kind(block: str) -> str:
    """What a block is: ``head``, ``table``, ``verse``, ``quote``, ``list``, ``code`` and the like."""
    if block.startswith("|"):
        return "table" if "| ---" in block else "verse"
    signs = {"#": "head", ">": "quote", "```": "code", "$$": "math", "![": "image", "* * *": "rule"}
    found = next((what for sign, what in signs.items() if block.startswith(sign)), "")
    return found or ("list" if _LIST.match(block) else "para")


def labels(paper: Paper) -> dict[int, str]:
    """Note number -> printed label, for numbering through the work or by chapter."""
    out: dict[int, str] = {}
    count = 0
    for block in paper.blocks:
        if paper.numbering == "chapter" and block.startswith("# "):
            count = 0
        for found in CALL.finditer(block):
            count += 1
            out[int(found[1])] = str(count)
    return out


def endnoted(paper: Paper, sign: str) -> Paper:
    """`paper` as print with endnotes has it: raised numbers, bodies below a heading of their own.

    `sign` is how a body is numbered: ``1`` as it stands there is replaced by the label.
    """
    marks = labels(paper)
    chapters = paper.numbering == "chapter"
    out: list[str] = []
    waiting: list[int] = []

    def bodies() -> list[str]:
        title = _LABELS.get(paper.fact("lang"), _LABELS["en"])[2]
        found = [f"{sign.replace('1', marks[number])}{paper.notes[number - 1]}" for number in waiting]
        waiting.clear()
        return [f"{'##' if chapters else '#'} {title}", *found] if found else []

    for block in paper.blocks:
        if chapters and block.startswith("# "):
            out += bodies()
        waiting += [int(found[1]) for found in CALL.finditer(block)]
        out.append(CALL.sub(lambda found: f"^{marks[int(found[1])]}^", block))
    return replace(paper, blocks=(*out, *bodies()), notes=())


def shifted(paper: Paper, **facts: str) -> Paper:
    """`paper` with other facts."""
    kept = tuple((key, value) for key, value in paper.front if key not in facts)
    return replace(paper, front=(*facts.items(), *kept))
