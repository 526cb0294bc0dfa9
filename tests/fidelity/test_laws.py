"""Laws of alignment, scanner, apparatus and declarations, on any text."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.texts import collated, edition, errors, witness
from octavo.errors import InputError
from octavo.fidelity.align import equal_pairs, slid
from octavo.fidelity.apparatus import apparatus_of, from_json, rebuild_witness, to_json
from octavo.fidelity.codes import CODES
from octavo.fidelity.collation import collate
from octavo.fidelity.data import schema
from octavo.fidelity.declared import EMENDATION_KINDS, draft_yaml, parse_emendations, with_drafts
from octavo.fidelity.scan import Kind, scan
from octavo.model import Emendation

SOME_WORDS = ("one", "two", "three", "four", "alpha", "beta", "gamma", "the", "of", "and")
WORDS = st.lists(st.sampled_from(SOME_WORDS), max_size=40)
BLOCKS = (" ", "\n\n", "\n", "# ", "---", "- ", "1) ", "> ", "|", "\n\n[^1]: ", "\n\n    ")
MARKS = ("*", "**", "_", "[^1]", "<sup>1)</sup>", "^th^", "](x)", "[", "]{.c}", "`", "<b>", "\\", "&amp;")
SIGNS = ("word", "U.S.", "-", "\u00ad", "é", "e\u0301", "한국", "7", ".", "“", "The", "in")
MARKDOWN = st.lists(st.sampled_from(BLOCKS + MARKS + SIGNS), max_size=60).map("".join)


@given(WORDS, WORDS)
def test_pairs_are_equal_and_rise(left: list[str], right: list[str]) -> None:
    """Alignment pairs equal elements only, each at most once, in the order of both."""
    pairs = equal_pairs(left, right)
    assert all(left[i] == right[j] for i, j in pairs)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in itertools.pairwise(pairs))


@given(WORDS, st.sets(st.integers(0, 40)))
def test_stretches_are_moved_to_breaks(text: list[str], breaks: set[int]) -> None:
    """Moving what one side alone has leaves pairs of equals that rise, as many as before."""
    shorter = text[: len(text) // 3] + text[len(text) // 2 :]
    pairs = equal_pairs(text, shorter)
    moved = slid(pairs, text, lambda place: int(place in breaks))
    assert [j for _, j in moved] == [j for _, j in pairs]
    assert all(text[i] == shorter[j] for i, j in moved)
    assert all(one < two for (one, _), (two, _) in itertools.pairwise(moved))


@given(WORDS)
def test_a_text_aligns_with_itself(text: list[str]) -> None:
    """Every word of a text pairs with itself."""
    assert equal_pairs(text, text) == [(i, i) for i in range(len(text))]


@given(MARKDOWN)
def test_lexemes_cover_the_text(text: str) -> None:
    """The scanner passes over no character and reads none twice."""
    assert "".join(text[x.start : x.end] for x in scan(text).lexemes) == text


@given(MARKDOWN)
def test_every_printed_sign_is_in_a_word(text: str) -> None:
    """What prints belongs to a word."""
    result = scan(text)
    inside = {k for word in result.words for k in range(word.first, word.last)}
    assert all(k in inside for k, x in enumerate(result.lexemes) if x.kind < Kind.BREAKS)


@given(MARKDOWN, MARKDOWN)
def test_the_witness_comes_back(seed: str, text: str) -> None:
    """From edition and apparatus the witness is rebuilt byte for byte, by way of JSON."""
    made = edition(text)
    apparatus = apparatus_of(witness(seed), made, collate(witness(seed), made))
    told = to_json(apparatus)
    jsonschema_rs.validator_for(json.loads(schema("apparatus-1.json"))).validate(json.loads(told))
    assert from_json(told) == apparatus
    assert rebuild_witness(made.source, from_json(told)) == seed.encode()


@given(st.binary(max_size=200), MARKDOWN)
def test_any_bytes_come_back(seed: bytes, text: str) -> None:
    """Bytes that are no UTF-8 come back as well."""
    made = edition(text)
    told = to_json(apparatus_of(witness(seed), made, collate(witness(seed), made)))
    assert rebuild_witness(made.source, from_json(told)) == seed


@given(MARKDOWN)
def test_a_text_differs_in_nothing_from_itself(text: str) -> None:
    """Collating a text with itself finds no difference in its words."""
    assert not set(errors(collated(text, text))) & {"F-020", "F-021", "F-022"}


@given(WORDS, st.integers(0, 39), st.sampled_from(["", "zzz", "zzz yyy"]))
def test_a_changed_word_is_found(words: list[str], at: int, new: str) -> None:
    """A word that is replaced, doubled or lost in any text is an error."""
    if at < len(words):
        changed = [*words[:at], *new.split(), *words[at + 1 :]]
        assert errors(collated(" ".join(words), " ".join(changed)))


def test_rebuilding_needs_the_right_edition() -> None:
    """Another edition, or an apparatus that was touched, is refused."""
    made = edition("It is <b>so</b>.\n")
    apparatus = apparatus_of(witness("It is so.\n"), made, collate(witness("It is so.\n"), made))
    with pytest.raises(InputError):
        rebuild_witness(made.source + " ", apparatus)
    with pytest.raises(InputError):
        rebuild_witness(made.source, replace(apparatus, pieces=apparatus.pieces[:-1]))
    for broken in ("", "[]", "{}", '{"octavo": "apparatus", "version": 2}', to_json(apparatus)[:-20]):
        with pytest.raises(InputError):
            from_json(broken)


@given(st.text(max_size=120))
def test_any_declarations_are_read(text: str) -> None:
    """Whatever stands in emendations.yaml: values and findings with our codes, no exception."""
    _, _, found = parse_emendations(text, "emendations.yaml")
    assert all(f.code in CODES and f.locus.name == "emendations.yaml" for f in found)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", []),
        ("emendations: []\nkept:\n", []),
        ("emendations: [", ["F-010"]),
        ("- a\n", ["F-010"]),
        ("emendation: []\n", ["F-011"]),
        ("emendations: {}\n", ["F-011"]),
        ("emendations:\n  - text\n", ["F-011"]),
        ("emendations:\n  - {sic: a, corr: b}\n", ["F-011", "F-012", "F-013"]),
        ("emendations:\n  - {sic: a, corr: b, kind: whim, reason: x, resp: y}\n", ["F-012"]),
        ("emendations:\n  - {sic: a, corr: b, kind: ocr, reason: ' ', resp: y}\n", ["F-013"]),
        ("emendations:\n  - {sic: a, corr: a, kind: ocr, reason: x, resp: y}\n", ["F-014"]),
        ("emendations:\n  - {sic: a, corr: b, kind: undecided, reason: '', resp: ''}\n", ["F-016"]),
        ("emendations:\n  - {sic: '', corr: b, kind: ocr, reason: x, resp: y}\n", ["F-011"]),
        ("kept:\n  - {sic: a, reason: x}\n  - {sic: a, reason: y}\n", ["F-015"]),
        ("kept:\n  - {sic: a, reason: x, resp: y}\n", ["F-011"]),
        ("kept:\n  - {sic: [a], reason: x}\n", ["F-011", "F-011"]),
        ("a: &a [*a]\n", ["F-011"]),
        ("[" * 5000, ["F-010"]),
    ],
)
def test_faults_of_declarations(text: str, codes: list[str]) -> None:
    """Each fault of the file is told once, at its line."""
    assert sorted(f.code for f in parse_emendations(text, "emendations.yaml")[2]) == codes


@given(st.text(max_size=30), st.text(max_size=30))
def test_drafts_keep_every_sign(sic: str, corr: str) -> None:
    """A drafted entry reads back as the difference it was made from."""
    entry = Emendation(sic, corr, "undecided", "", "", "around")
    (read,), _, _ = parse_emendations(f"emendations:\n{draft_yaml([entry])}", "e.yaml")
    assert (read.sic, read.corr, read.context) == (sic, corr, "around")


def test_drafts_are_added_to_what_is_there() -> None:
    """Drafts join the list that the file has; what it says already stays."""
    before = "# mine\nemendations: []\nkept:\n  - {sic: a, reason: x}\n"
    after = with_drafts(before, [Emendation("b", "c", "undecided", "", "")])
    emendations, kept, _ = parse_emendations(after, "e.yaml")
    assert ([e.sic for e in emendations], [k.sic for k in kept]) == (["b"], ["a"])
    assert after.startswith("# mine")


def test_kinds_are_explained() -> None:
    """Every kind of emendation says what it is for."""
    assert all(EMENDATION_KINDS.values())
