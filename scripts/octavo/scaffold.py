"""A new edition's first text: what an author fills in, with every field explained where it stands."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from octavo.model import IMPRINT_FILE


@dataclass(frozen=True)
class NewEdition:
    """What is known of an edition before it is written."""

    id: str
    title: str
    lang: str = "en"
    series: str = ""
    author: str = ""


def edition_text(new: NewEdition) -> str:
    """``edition.md``: front matter with commented fields, a first section, a note.

    It is an edition that can be checked and built as it stands.
    """
    head = _HEAD.format(
        id=new.id,
        title=_quoted(new.title),
        lang=_quoted(new.lang),
        series=f"series: {_quoted(new.series)}" if new.series else '# series: "Policy Papers"',
        author=f"author:\n  - name: {_quoted(new.author)}" if new.author else _AUTHOR,
    )
    body = _BODY_KO if new.lang.lower().partition("-")[0] == "ko" else _BODY
    return f"{head}\n{body}"


def _quoted(text: str) -> str:
    """A YAML scalar that holds any text: JSON strings are YAML strings (YAML 1.2, 1.3)."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


IMPRINT_TEXT: Final = f"""\
# {IMPRINT_FILE}: what the publisher states for all its papers. An edition's own front matter wins.
# publisher:
#   name: Institute of Examples
#   short: IE
#   place: Lisbon
#   url: https://example.org/
lang: en
# url: https://example.org/papers/      where build/ will be published: makes absolute links, and sitemap.xml
# licence: CC-BY-4.0

# Design tokens of the page; what is not named keeps Octavo's default.
style:
  page_size: A4
#  accent: "#7a1f1f"

# What one series does otherwise.
# series:
#   Policy Papers:
#     issn: 1234-5679
#     style:
#       accent: "#1f4f7a"
"""

_AUTHOR: Final = """\
# author:
#   - name: "Family, Given"
#     affiliation: "Institute of Examples"
#     orcid: 0000-0002-1825-0097"""

_HEAD: Final = """\
---
# Facts about the paper. Lines that begin with # are not read: take the # away where a fact is known.
id: {id}
title: {title}
# subtitle: "What it is about"
lang: {lang}
{author}
# date: 2026-01-31                  day, month (2026-01) or year of publication
version: 1.0.0
# released: 2026-02-03              day this version of the edition was finished
{series}
# number: "12"
# doi: 10.1234/abcd
# rights: "© Institute of Examples 2026"
# licence: CC-BY-4.0
# abstract: "Two or three sentences."
# keywords: [first subject, second subject]
# translations:
#   - id: {id}-ko
#     lang: ko
# references: references.json       CSL-JSON records of the works cited
---
"""

_BODY: Final = """\
# First section

The text begins here. A blank line ends a paragraph; *emphasis*, **strong** and 70^th^ are written
like this. A note is called where it belongs.[^1]

## A section inside it

- A list is a line a point.
- Tables, figures and quotations are those of Pandoc's Markdown.

[^1]: The note stands below the text, on a line of its own, with the number of its call.
"""

_BODY_KO: Final = """\
# 첫째 절

여기서 본문이 시작된다. 빈 줄은 문단을 끝낸다. *강조*와 **굵은 글씨**는 이렇게 적는다.
주는 필요한 자리에서 부른다.[^1]

## 그 안의 절

- 목록은 한 줄에 하나씩 적는다.
- 표, 그림, 인용문은 Pandoc의 마크다운을 따른다.

[^1]: 주는 본문 아래에 따로 한 줄로, 부른 번호와 함께 적는다.
"""
