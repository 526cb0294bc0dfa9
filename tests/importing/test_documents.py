"""docx, odt and HTML become editions; whatever else a file holds stays outside."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from octavo import pandoc
from octavo.cli.main import run
from octavo.fidelity.collation import check_witness, collate
from octavo.importing import import_text, open_document
from octavo.model import Witness

TEXT = """---
title: Who Pays
author: Marit Solheim
---

# 1. Introduction

The boat did not sail.[^1] It cost 12 km^2^ of *good* will.

1.  A real list.[^2]
2.  Its end.

| Model | Sum[^3] |
| --- | --- |
| Grant | 3,910 |

[^1]: See the note on the gate.

[^2]: Two.

[^3]: Three.
"""
IMAGE = b"\x89PNG\r\n\x1a\n"
HTML = """<!DOCTYPE html><html><head><title>x</title><script>alert(1)</script><style>p{}</style></head>
<body onload="steal()"><h1>Of <b onclick="x()">Boats</b></h1>
<p style="color:red">Text <a href="javascript:x()">one</a>,
<a href="https://example.org/a">two</a>.</p><img src="https://example.org/spy.png" alt="spy">
<img src="file:///etc/passwd" alt="local"><img src="data:image/png;base64,iVBORw0KGgo="
alt="own"><iframe src="https://example.org"></iframe>
<table><tr><td onclick="x()">a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table></body></html>"""


def document(kind: str) -> bytes:
    return pandoc.run(["-s", "-f", "markdown-smart", "-t", kind], TEXT.encode())


@pytest.mark.parametrize("kind", ["docx", "odt", "html"])
def test_a_document_becomes_an_edition_that_its_witness_accounts_for(kind: str, tmp_path: Path) -> None:
    """Exit 0, notes and table in place, the witness in seeds/, the document's own digest recorded."""
    raw, folder = tmp_path / f"paper.{kind}", tmp_path / "source" / "paper"
    raw.write_bytes(document(kind))
    assert run(["import", str(raw), "-o", str(folder)]) == 0
    edition = (folder / "edition.md").read_text(encoding="utf-8")
    witness = tmp_path / "seeds" / f"paper.{kind}.md"
    assert "id: paper\ntitle: Who Pays\n" in edition
    assert "did not sail.[^1] It cost 12 km^2^ of *good* will." in edition
    assert "1.  A real list.[^2]" in edition
    assert "[^3]: Three." in edition
    opened = open_document(raw.read_bytes(), name=raw.name)
    assert opened.origin
    assert opened.origin[1] in edition
    assert opened.data == witness.read_bytes()
    assert opened == open_document(raw.read_bytes(), name=raw.name), "the same file gives the same witness"


@pytest.mark.parametrize("kind", ["docx", "odt", "html"])
def test_the_collation_law_holds_for_a_document(kind: str, tmp_path: Path) -> None:
    """Every word of the witness is in the edition or in the apparatus."""
    from octavo.gather import gather
    from octavo.workshop import Workshop

    raw = tmp_path / f"paper.{kind}"
    raw.write_bytes(document(kind))
    run(["import", str(raw), "-o", str(tmp_path / "source" / "paper")])
    gathered = gather(Workshop(tmp_path), "paper")
    assert gathered.edition is not None
    witness: Witness = gathered.witnesses[0]
    assert check_witness(witness, gathered.edition) == ()
    assert collate(witness, gathered.edition).findings == ()


def test_a_page_is_cleaned_and_brings_only_what_it_holds() -> None:
    """No script, no handler, no style, no address that acts, no picture from elsewhere."""
    opened = open_document(HTML.encode(), name="page.html")
    text = opened.data.decode()
    for word in ("alert", "steal", "onclick", "javascript", "color", "spy.png", "passwd", "iframe", "<"):
        assert word not in text, word
    assert "# Of **Boats**" in text
    assert "[two](https://example.org/a)" in text
    assert [data for _, data in opened.pictures] == [IMAGE]
    assert "(picture-" in text
    assert [finding.code for finding in opened.findings] == ["I-011"]


def bomb(files: int, size: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w/>")
        for number in range(files):
            archive.writestr(f"word/media/{number}.png", b"\0" * size)
    return stream.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        bomb(1, 400_000_000),
        bomb(6_000, 1),
        bomb(1, 1),
        document("docx")[:3000],
        b"<html>" + b"<div>" * 200_000,
    ],
    ids=["bomb", "many", "empty", "cut", "deep"],
)
def test_a_bad_document_is_one_finding(data: bytes) -> None:
    """Bounded, and it says what to do; never a traceback."""
    opened = open_document(data, name="bad")
    findings = (*opened.findings, *import_text(opened.data, name="bad").findings)
    assert {finding.code for finding in findings} & {"I-001", "I-002", "I-040"}
    assert all(finding.hint for finding in findings)


def test_a_pdf_given_by_mistake_says_what_to_run_first() -> None:
    """It is no document that pandoc reads."""
    opened = open_document(b"%PDF-1.7", name="paper.pdf")
    assert "pdftotext" in import_text(opened.data, name="paper.pdf").findings[0].hint


def test_a_text_from_anywhere_becomes_an_edition_that_builds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The witness goes to seeds/, the folder's name is the id: check finds nothing missing."""
    (tmp_path / "elsewhere").mkdir()
    raw = tmp_path / "elsewhere" / "raw.md"
    raw.write_text("# Harbours\n\nSmall harbours are quiet.<sup>1)</sup>\n\n1) A note.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(["import", str(raw), "-o", "source/quiet"]) == 0
    assert "seeds/raw.md is the witness" in capsys.readouterr().err
    assert (tmp_path / "seeds" / "raw.md").read_bytes() == raw.read_bytes()
    assert run(["check", "quiet"]) == 0
    assert "fully accounted for" in capsys.readouterr().out


def test_a_witness_is_never_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another text of the same name in seeds/ stops the import before anything is written."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "raw.md").write_text("Another text.\n", encoding="utf-8")
    (tmp_path / "raw.md").write_text("# Harbours\n\nText.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(["import", "raw.md", "-o", "source/quiet"]) == 2
    assert "seeds/raw.md is another text" in capsys.readouterr().err
    assert not (tmp_path / "source").exists()
    assert (tmp_path / "seeds" / "raw.md").read_text(encoding="utf-8") == "Another text.\n"


def test_the_body_of_a_page_alone_is_html_by_its_name() -> None:
    """Pandoc's own HTML has no <html>; a Markdown text that begins with a tag stays Markdown."""
    body = b"<h1>Harbours</h1>\n<p>Small harbours are quiet.</p>\n"
    assert open_document(body, name="harbours.html").data.startswith(b"# Harbours")
    assert open_document(body, name="harbours.md").data == body
