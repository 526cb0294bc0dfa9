"""A Korean edition and its English translation: fonts, language, line breaks, and the links between them."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
from lxml import etree, html

from octavo.fold import fold
from octavo.gather import gather
from octavo.workshop import Workshop

KOREAN = """\
---
title: "한미동맹 70주년의 의미"
lang: ko
author: 한지우
date: 2024-05-17
series: 통일 연구 총서
number: "7"
translations:
  - {id: paper-en, lang: en}
---

# 첫째 절

동맹은 1953년에 시작되었다. 漢字와 *English*가 섞인 문장에서도 **줄바꿈**은 어절에서 이루어진다.[^1]

[^1]: 통일연구원, 『동맹사』, 23쪽.
"""


@dataclass(frozen=True)
class Built:
    pdf: bytes
    html: etree._Element
    css: str
    epub: zipfile.ZipFile


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    root = tmp_path_factory.mktemp("korean")
    (root / "source" / "paper-ko").mkdir(parents=True)
    (root / "source" / "paper-ko" / "edition.md").write_text(KOREAN, encoding="utf-8")
    gathered = gather(Workshop(Path(root)), "paper-ko")
    assert gathered.usable, gathered.findings
    made = {artifact.name: artifact.data for artifact in fold(gathered).artifacts}
    page = html.document_fromstring(made["paper-ko.html"].decode())
    css = "".join(page.xpath("//style/text()"))
    return Built(made["paper-ko.pdf"], page, css, zipfile.ZipFile(io.BytesIO(made["paper-ko.epub"])))


pytestmark = pytest.mark.whole


def test_the_language_is_said_in_every_format(built: Built) -> None:
    """A screen reader speaks Korean."""
    assert built.html.get("lang") == "ko"
    assert str(pikepdf.open(io.BytesIO(built.pdf)).Root.Lang) == "ko"
    opf = next(name for name in built.epub.namelist() if name.endswith(".opf"))
    language = etree.fromstring(built.epub.read(opf)).find(".//{http://purl.org/dc/elements/1.1/}language")
    assert language is not None
    assert language.text == "ko"
    texts = [name for name in built.epub.namelist() if name.endswith(".xhtml")]
    assert {etree.fromstring(built.epub.read(name)).get("lang") for name in texts} == {"ko"}


def test_the_fonts_are_inside(built: Built) -> None:
    """Hangul and Han come from the vendored faces, whatever the reader's machine has."""
    with pikepdf.open(io.BytesIO(built.pdf)) as pdf:
        found = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary)]
        names = {str(item.get("/BaseFont", "")) for item in found}
    assert any("Noto-Serif-KR" in name or "NotoSerifKR" in name for name in names)
    assert "Noto Serif KR" in built.css
    assert [name for name in built.epub.namelist() if "NotoSerifKR" in name and name.endswith(".ttf")]


def test_lines_break_between_words_on_a_screen(built: Built) -> None:
    """CSS Text 3, 5.2: keep-all, so that no line ends inside a word."""
    assert ":lang(ko) { word-break: keep-all; }" in built.css
    sheets = [built.epub.read(name).decode() for name in built.epub.namelist() if name.endswith(".css")]
    assert any("word-break: keep-all" in sheet for sheet in sheets)


def test_the_translation_is_linked(built: Built) -> None:
    """The English edition is one step away, and machines know its language."""
    links = built.html.xpath("//link[@rel='alternate'][@hreflang='en']/@href")
    assert links == ["../paper-en/paper-en.html"]
