"""Finished files are read back: each fault that is put into one is found, and a sound one has none."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest

from octavo.errors import OctavoError
from octavo.formats.audit import CODES, audit_epub, audit_html
from octavo.formats.claims import Result
from octavo.formats.evidence import read_results, results_json
from octavo.model import Artifact
from screens import article, book, pages_at, web

PAGES = pages_at(article(), "The lead", "two", "second item", "Conclusion")
FOREIGN = '[{"tool": "my", "version": "", "subject": "", "passed": true}]'


def changed(artifact: Artifact, name: str, old: str, new: str) -> Artifact:
    """The EPUB with the first match of a pattern in one of its files changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(artifact.data)) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.namelist():
            data = source.read(entry)
            if entry == f"EPUB/{name}":
                text, count = re.subn(old, new, data.decode(), count=1)
                assert count == 1
                data = text.encode()
            target.writestr(entry, data)
    return replace(artifact, data=out.getvalue())


def test_sound_files_have_no_findings() -> None:
    """Nothing is reported where nothing is wrong."""
    assert audit_epub(book(article(), PAGES)) == ()
    assert audit_html(web(article(), PAGES)) == ()


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("text-02.xhtml", r'<a role="doc-backlink"[^>]*>2\.</a>', "", "X-001"),
        ("text-02.xhtml", r'<a role="doc-backlink"[^>]*>2\.</a>', "", "X-003"),
        ("text-02.xhtml", r'<aside id="note-2"', '<aside id="note-9"', "X-005"),
        ("text-03.xhtml", r'alt="Four tones\."', 'alt=""', "X-004"),
        ("text-03.xhtml", r'alt="Four tones\."', 'alt=""', "X-001"),
        ("text-03.xhtml", r'<span id="page-3"[^>]*></span>', "", "X-002"),
        ("nav.xhtml", r'<li><a href="text-03.xhtml#page-3">3</a></li>', "", "X-002"),
        ("nav.xhtml", r'href="about.xhtml"', 'href="nowhere.xhtml"', "X-005"),
        ("text-01.xhtml", r"<title>[^<]*</title>", "<title/>", "X-006"),
        ("content.opf", r">pageNavigation<", ">signLanguage<", "X-001"),
        ("content.opf", r"</metadata>", '<meta property="dcterms:conformsTo">x</meta></metadata>', "X-001"),
    ],
)
def test_a_fault_put_into_an_epub_is_found(name: str, old: str, new: str, code: str) -> None:
    """Every check is seen to fail; a claim without its evidence is an error whoever wrote it."""
    assert code in {finding.code for finding in audit_epub(changed(book(article(), PAGES), name, old, new))}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (r'id="noteref-1"', 'id="noteref-2"', "H-001"),
        (r'id="sec-second-part"', 'id="sec-other"', "H-002"),
        (r'<a role="doc-backlink" href="#noteref-1"', '<a href="#noteref-1"', "H-003"),
        (r'alt="Four tones\."', 'alt=""', "H-004"),
        (r'<img src="data:[^"]*"', '<img src="https://example.org/x.png"', "H-005"),
        (r"</body>", "<script>1</script></body>", "H-005"),
    ],
)
def test_a_fault_put_into_a_page_is_found(old: str, new: str, code: str) -> None:
    """The same for HTML."""
    page = web(article(), PAGES)
    text, count = re.subn(old, new, page.data.decode(), count=1)
    assert count == 1
    assert code in {finding.code for finding in audit_html(replace(page, data=text.encode()))}


def test_every_code_is_told() -> None:
    """Codes are permanent and each names the wished state."""
    assert all(re.fullmatch(r"[HX]-\d{3}", code) and text for code, text in CODES.items())


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_epub_is_our_failure_and_no_traceback(data: bytes) -> None:
    """Any bytes give findings or an Octavo error."""
    with pytest.raises(OctavoError):
        audit_epub(Artifact("x.epub", "application/epub+zip", data))


def test_records_of_results_come_back_and_foreign_text_proves_nothing() -> None:
    """Record -> text -> record is the identity; broken text holds no evidence."""
    results = (Result("axe", "4.14.1", "ab", True), Result("nu", "26", "ab", False))
    assert read_results(results_json(results)) == results
    for text in (
        "",
        "{",
        "[1]",
        '[{"tool": "axe"}]',
        '{"a": 1}',
        FOREIGN,
    ):
        assert read_results(text) == ()
