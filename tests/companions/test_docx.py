"""The Word document holds the words, notes and places of calls of the work, and is fit to be edited."""

from __future__ import annotations

import io
import socket
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from companions.conftest import EDITORIAL, IMPRINT
from companions.strategies import trees
from octavo import pandoc
from octavo.article import reading
from octavo.errors import ToolError
from octavo.formats.docx import render_docx
from octavo.formats.docx.drawing import picture_of
from octavo.model import Artifact, Call, Image, Reading
from octavo.tree import Tree
from octavo.words import words

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEAD = {"Subtitle", "Author", "Affiliation", "SeriesLine", "Date", "Imprint"}
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55000000"
    "0d494441547801010200fdff008000820081c36e25e00000000049454e44ae426082"
)
"""A PNG of one grey point."""
FIGURE = Image("images/figure.png", "image/png", PIXEL)


def part(artifact: Artifact, name: str) -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(artifact.data)).read(name))


def pieces(paragraph: etree._Element) -> Iterator[str | int]:
    """Text of a paragraph; calls as numbers: of a footnote by its id (negative), of a field as told."""
    for element in paragraph.iter():
        field = next(element.iterancestors(f"{W}fldSimple"), None)
        if element.tag == f"{W}t" and field is None:
            yield element.text or ""
        elif element.tag == f"{W}br":
            yield "\n"
        elif element.tag == f"{W}footnoteReference":
            yield -int(element.get(f"{W}id", "0"))
        elif element.tag == f"{W}fldSimple":
            yield int(element.get(f"{W}instr", "").split()[1].removeprefix("noteref_"))


def style(paragraph: etree._Element) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else found.get(f"{W}val", "")


def heard(artifact: Artifact) -> Reading:
    title, body = "", ""
    numbers: dict[int, int] = {}
    calls = []
    for paragraph in part(artifact, "word/document.xml").iter(f"{W}p"):
        kind = style(paragraph)
        if kind in HEAD or kind.startswith("Editorial"):
            continue
        for piece in pieces(paragraph):
            if isinstance(piece, int):
                number = numbers.setdefault(-piece, len(numbers) + 1) if piece < 0 else piece
                calls.append(Call(number, 0 if kind == "Title" else len(words(body))))
            elif kind == "Title":
                title += piece
            else:
                body += piece
        body += "\n"
    notes = {
        int(note.get(f"{W}id", "0")): "\n".join(
            "".join(str(piece) for piece in pieces(paragraph)) for paragraph in note.iter(f"{W}p")
        )
        for note in part(artifact, "word/footnotes.xml").iter(f"{W}footnote")
        if not note.get(f"{W}type")
    }
    ordered = tuple(words(notes[identifier]) for identifier in numbers)
    return Reading(words(title), words(body), ordered, tuple(calls))


@pytest.fixture(scope="module")
def artifact(specimen: Tree) -> Artifact:
    return render_docx(specimen, IMPRINT, images=(FIGURE,), editorial=EDITORIAL)


def test_words_notes_and_calls_are_those_of_the_tree(artifact: Artifact, specimen: Tree) -> None:
    """Word for word, note for note, each call after the same word."""
    assert heard(artifact) == reading(specimen)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tree=trees)
def test_any_tree_is_told_word_for_word(tree: Tree) -> None:
    """Whatever its shape."""
    assert heard(render_docx(tree, IMPRINT)) == reading(tree)


def test_same_input_same_bytes(artifact: Artifact, specimen: Tree) -> None:
    """Two runs give one file; entries are stored and dated from the edition."""
    again = render_docx(specimen, IMPRINT, images=(FIGURE,), editorial=EDITORIAL)
    assert again == artifact
    entries = zipfile.ZipFile(io.BytesIO(artifact.data)).infolist()
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}
    assert {entry.date_time for entry in entries} == {(2026, 11, 24, 0, 0, 0)}
    other = render_docx(specimen, replace(IMPRINT, released="2027-01-01"))
    assert zipfile.ZipFile(io.BytesIO(other.data)).infolist()[0].date_time == (2027, 1, 1, 0, 0, 0)


def test_a_stranger_opens_it(artifact: Artifact) -> None:
    """python-docx, which is not ours, reads styles, properties and text."""
    document = docx.Document(io.BytesIO(artifact.data))
    properties = document.core_properties
    assert properties.title == "On Notes and 70th Things: A specimen"
    assert properties.author == "Chung, Sung-Yoon; Press of the House"
    assert properties.language == "en"
    assert properties.version == "1.1.0"
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert styles[:3] == ["Series Line", "Title", "Subtitle"]
    assert {"Heading 1", "Heading 2", "Block Text", "Editorial Heading"} <= set(styles)


def test_every_style_that_is_used_is_defined(artifact: Artifact) -> None:
    """No paragraph or run asks for a style that the package lacks."""
    defined = {one.get(f"{W}styleId") for one in part(artifact, "word/styles.xml").iter(f"{W}style")}
    used = {
        one.get(f"{W}val")
        for name in ("word/document.xml", "word/footnotes.xml", "word/header1.xml", "word/footer1.xml")
        for tag in ("pStyle", "rStyle", "tblStyle")
        for one in part(artifact, name).iter(f"{W}{tag}")
    }
    assert used <= defined


def test_relations_lead_to_parts_and_parts_have_types(artifact: Artifact) -> None:
    """The package is closed: each internal target is there and has a content type."""
    archive = zipfile.ZipFile(io.BytesIO(artifact.data))
    relations = part(artifact, "word/_rels/document.xml.rels")
    inner = [one.get("Target", "") for one in relations if one.get("TargetMode") != "External"]
    assert {f"word/{target}" for target in inner} <= set(archive.namelist())
    types = part(artifact, "[Content_Types].xml")
    named = {one.get("PartName", "")[1:] for one in types if one.get("PartName")}
    assert named <= set(archive.namelist())


def test_pictures_and_languages_are_kept(artifact: Artifact) -> None:
    """The picture is inside, with its text alternative and nothing else told of it; Korean is Korean."""
    text = zipfile.ZipFile(io.BytesIO(artifact.data)).read("word/document.xml").decode()
    assert 'descr="A grey square"' in text
    assert "base64" not in text
    assert 'w:eastAsia="ko"' in text
    media = [name for name in zipfile.ZipFile(io.BytesIO(artifact.data)).namelist() if "media/" in name]
    assert len(media) == 1


def test_a_second_call_is_a_cross_reference(artifact: Artifact) -> None:
    """Word renumbers it with the note; it is no superscript typed by hand."""
    text = zipfile.ZipFile(io.BytesIO(artifact.data)).read("word/document.xml").decode()
    assert 'w:instr=" NOTEREF noteref_2 \\f \\h "' in text
    assert 'w:name="noteref_2"' in text


def test_a_lost_word_is_noticed(specimen: Tree) -> None:
    """The measure fails on a seeded fault."""
    other, _ = pandoc.parse("Other words.[^1]\n\n[^1]: Note.", title="On Notes")
    assert heard(render_docx(other, IMPRINT)) != reading(specimen)


def test_a_drawing_becomes_a_picture() -> None:
    """Word processors that show no SVG show its picture; broken SVG is told, not thrown."""
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20"/></svg>'
    tree, _ = pandoc.parse('![A caption](images/d.svg){alt="A bar"}', title="T")
    made = render_docx(tree, IMPRINT, images=(Image("images/d.svg", "image/svg+xml", svg),))
    media = [name for name in zipfile.ZipFile(io.BytesIO(made.data)).namelist() if "media/" in name]
    assert [name.rpartition(".")[2] for name in media] == ["png"]
    assert zipfile.ZipFile(io.BytesIO(made.data)).read(media[0])[16:24] == b"\0\0\0\x78\0\0\0\x3c"
    with pytest.raises(ToolError, match="drawing"):
        render_docx(tree, IMPRINT, images=(Image("images/d.svg", "image/svg+xml", b"<svg"),))


def test_a_drawing_opens_no_connection() -> None:
    """SVG of a stranger names pictures elsewhere: they are left out."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x.png"
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><image href="{address}"/></svg>'
        assert picture_of(svg.encode()).startswith(b"\x89PNG")
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.conformance
def test_it_is_valid_office_open_xml(artifact: Artifact, tmp_path: Path) -> None:
    """ECMA-376 by its schemas; a seeded fault is noticed."""
    import openxml_audit as audit

    path = tmp_path / artifact.name
    path.write_bytes(artifact.data)
    result = audit.OpenXmlValidator().validate(path)
    assert [str(error) for error in result.errors] == []
    with zipfile.ZipFile(io.BytesIO(artifact.data)) as whole, zipfile.ZipFile(path, "w") as broken:
        for name in whole.namelist():
            broken.writestr(name, whole.read(name).replace(b'w:lineRule="auto"', b'w:lineRule="what"'))
    assert not audit.OpenXmlValidator().validate(path).is_valid
