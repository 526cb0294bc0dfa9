"""Front matter: what a paper's title block states against what an import filled in.

In: the true facts and the YAML of an edition. Out: a `Score` over title, subtitle, authors, date,
series, number, publisher, rights, DOI, key words and abstract.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, Final

from ruamel.yaml import YAML

from benchmarks.importing.paper import Paper
from benchmarks.importing.score import Score, letters
from octavo.importing.dates import find_date

ASKED: Final = (
    "title",
    "subtitle",
    "author",
    "date",
    "series",
    "number",
    "publisher",
    "rights",
    "doi",
    "keywords",
    "abstract",
)


def front_words(pairs: tuple[tuple[str, str], ...]) -> frozenset[str]:
    """Letters of every line a title block prints, which an import may leave in the text."""
    paper = Paper("", pairs, (), ())
    lines = [value for _, value in (*pairs, *paper.printed_front())]
    return frozenset(letters(line) for line in (*lines, paper.abstract_label(), "Abstract"))


def front_score(pairs: tuple[tuple[str, str], ...], header: str) -> Score:
    """Agreement of facts; a fact given with other words is both missed and invented."""
    wanted, given = front_facts(pairs), given_facts(header)
    return Score((wanted & given).total(), wanted.total(), given.total())


def front_facts(pairs: tuple[tuple[str, str], ...]) -> Counter[tuple[str, str]]:
    """(key, letters) of what the paper states."""
    out: Counter[tuple[str, str]] = Counter()
    for key, value in pairs:
        if key == "date":
            out["date", letters(_date(value))] += 1
        elif key in ASKED:
            out[key, letters(value)] += 1
    return out


def _date(printed: str) -> str:
    year = re.search(r"\d{4}", printed)
    return find_date(printed)[0] or (year[0] if year else printed)


def given_facts(header: str) -> Counter[tuple[str, str]]:
    """(key, letters) of what an edition's YAML says."""
    loaded: Any = YAML(typ="safe", pure=True).load(header) or {}
    out: Counter[tuple[str, str]] = Counter()
    for key in ASKED:
        value = loaded.get(key)
        if key == "author":
            for author in value or ():
                out[key, letters(str(author.get("name", "")))] += 1
        elif key == "keywords" and value:
            out[key, letters("".join(map(str, value)))] += 1
        elif value:
            out[key, letters(_date(str(value)) if key == "date" else str(value))] += 1
    return out
