"""The JATS article is valid, holds the words, notes and calls of the work, and marks what is editorial."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from companions.conftest import EDITORIAL, IMPRINT, REFERENCES
from companions.strategies import trees
from octavo import pandoc
from octavo.article import reading
from octavo.dialects import Told, contradictions, read_back, record
from octavo.formats.jats import render_jats
from octavo.model import Artifact, Call, Editorial, Imprint, Reading
from octavo.tree import Tree
from octavo.words import words

SCHEMAS = Path(__file__).parent / "schemas"
INLINE = {"italic", "bold", "sup", "sub", "sc", "underline", "strike", "monospace", "styled-content"}
INLINE |= {"named-content", "ext-link", "xref"}
PREFIXES = {
    "ali": "http://www.niso.org/schemas/ali/1.0/",
    "oasis": "http://www.niso.org/standards/z39-96/ns/oasis-exchange/table",
    "xlink": "http://www.w3.org/1999/xlink",
    "mml": "http://www.w3.org/1998/Math/MathML",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
CALL = "\ufffc"


@cache
def archiving() -> etree.RelaxNG:
    declared = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in PREFIXES.items())
    text = (SCHEMAS / "JATS-archiving.rng").read_text(encoding="utf-8")
    return etree.RelaxNG(etree.fromstring(text.replace("<grammar ", f"<grammar {declared} ", 1).encode()))


@cache
def publishing() -> etree.DTD:
    return etree.DTD(str(SCHEMAS / "jats-publishing-dtd-1.1/JATS-journalpublishing1.dtd"))


def faults(schema: etree.RelaxNG | etree.DTD, artifact: Artifact) -> list[str]:
    return [] if schema.validate(etree.fromstring(artifact.data)) else [str(one) for one in schema.error_log]


def told(element: etree._Element, calls: list[str]) -> Iterator[str]:
    """Text of an element; a call as a sign; block elements part words."""
    if element.tag in ("label", "alt-text"):
        return
    if element.tag == "xref" and element.get("ref-type") == "fn":
        calls.append(element.get("rid", ""))
        yield CALL
        return
    outside = "" if element.tag in INLINE else "\n"
    yield outside + (element.text or "")
    for child in element:
        yield from told(child, calls)
        yield child.tail or ""
    yield outside


def heard(artifact: Artifact) -> Reading:
    root = etree.fromstring(artifact.data)
    rids: list[str] = []
    title = "".join(told(root.find("front/article-meta/title-group/article-title"), rids))  # type: ignore[arg-type]
    in_title = len(rids)
    body = "".join(told(root.find("body"), rids))  # type: ignore[arg-type]
    notes = [words("".join(told(note, []))) for note in root.iterfind("back/fn-group/fn")]
    places = [0] * in_title
    pieces = body.split(CALL)
    places += [len(words("".join(pieces[: index + 1]))) for index in range(len(pieces) - 1)]
    calls = [Call(int(rid[5:]), after) for rid, after in zip(rids, places, strict=True)]
    return Reading(words(title.replace(CALL, "")), words(body.replace(CALL, "")), tuple(notes), tuple(calls))


@pytest.fixture(scope="module")
def artifact(specimen: Tree) -> Artifact:
    return render_jats(specimen, IMPRINT, references=REFERENCES, editorial=EDITORIAL)


def test_words_notes_and_calls_are_those_of_the_tree(artifact: Artifact, specimen: Tree) -> None:
    """Word for word, note for note, each call after the same word."""
    assert heard(artifact) == reading(specimen)


@pytest.mark.conformance
def test_it_is_valid(artifact: Artifact, specimen: Tree) -> None:
    """Archiving always; Publishing, which demands an ISSN, where there is one."""
    assert faults(archiving(), artifact) == []
    issn = replace(
        IMPRINT,
        issn="1234-5679",
        doi="10.5555/12345678",
        isbn="978-3-16-148410-0",
        url="https://example.org/",
    )
    with_issn = render_jats(specimen, issn, references=REFERENCES, editorial=EDITORIAL)
    assert faults(publishing(), with_issn) == []
    assert faults(archiving(), with_issn) == []


@pytest.mark.conformance
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tree=trees)
def test_any_tree_is_told_word_for_word_and_valid(tree: Tree) -> None:
    """Whatever its shape."""
    made = render_jats(tree, IMPRINT, editorial=EDITORIAL)
    assert heard(made) == reading(tree)
    assert faults(archiving(), made) == []


@pytest.mark.conformance
@pytest.mark.parametrize(
    "change",
    [
        {"authors": (), "date": "", "date_stated": "Spring 2023"},
        {"series": "", "number": "", "publisher": replace(IMPRINT.publisher, name="", short="")},
        {
            "date": "2023",
            "rights": "",
            "licence": "https://example.org/terms",
            "keywords": (),
            "abstract": "",
        },
        {"lang": "", "released": "", "version": "", "subtitle": ""},
    ],
)
def test_bare_imprints_are_valid(change: dict[str, object], specimen: Tree) -> None:
    """What is not stated leaves no empty element behind."""
    bare: Imprint = replace(IMPRINT, **change)  # type: ignore[arg-type]
    made = render_jats(specimen, bare)
    assert faults(archiving(), made) == []
    value = read_back("jats", made.name, made.data)
    assert isinstance(value, Told)
    assert contradictions(record(bare), made.name, value) == ()


def test_front_matter_does_not_contradict_the_edition(artifact: Artifact) -> None:
    """Read back by code of its own."""
    value = read_back("jats", artifact.name, artifact.data)
    assert isinstance(value, Told)
    assert contradictions(record(IMPRINT), artifact.name, value) == ()
    assert value.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert value.version == "1.1.0"


def test_works_cited_come_from_records_and_are_editorial(artifact: Artifact) -> None:
    """Records become element citations; a bound passage names its record."""
    root = etree.fromstring(artifact.data)
    listing = root.find("back/ref-list")
    assert listing is not None
    assert listing.get("content-type") == "editorial"
    assert [ref.get("id") for ref in listing.iter("ref")] == ["ref-small1969", "ref-b"]
    assert root.xpath("string(//ref[@id='ref-small1969']//fpage)") == "257"
    bound = root.xpath("//named-content[@content-type='citation']")
    assert [one.get("rid") for one in bound] == ["ref-small1969"]  # type: ignore[union-attr]


def test_an_editorial_list_of_works_is_told_once(specimen: Tree) -> None:
    """The editorial heading is kept; the list itself comes from the records."""
    listed = Editorial("ed-references", "Works cited", "<div><ul><li>Small</li></ul></div>")
    text = render_jats(specimen, IMPRINT, references=REFERENCES, editorial=(listed,)).data.decode()
    assert text.count("<title>Works cited</title>") == 1
    assert "<p>Small</p>" not in text


def test_a_link_that_leads_nowhere_is_only_text() -> None:
    """An unresolved IDREF would make the file invalid."""
    tree, _ = pandoc.parse("See [there *now*](#nowhere) and [here](#up).\n\n# Up {#up}\n\nText.", title="T")
    text = render_jats(tree, IMPRINT).data.decode()
    assert "See there <italic>now</italic> and <xref" in text
    assert 'rid="up" ref-type="sec"' in text


def test_same_input_same_bytes(artifact: Artifact, specimen: Tree) -> None:
    """Two runs give one file."""
    assert render_jats(specimen, IMPRINT, references=REFERENCES, editorial=EDITORIAL) == artifact


@pytest.mark.conformance
def test_seeded_faults_are_noticed(artifact: Artifact, specimen: Tree) -> None:
    """Both the measure and the schema are awake."""
    broken = replace(artifact, data=artifact.data.replace(b"And another.", b"Another."))
    assert heard(broken) != reading(specimen)
    broken = replace(artifact, data=artifact.data.replace(b"fn-group>", b"footnotes>"))
    assert faults(archiving(), broken)
    broken = replace(artifact, data=artifact.data.replace(b'rid="note-1"', b'rid="note-99"'))
    assert faults(publishing(), broken)
