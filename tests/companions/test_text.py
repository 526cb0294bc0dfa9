"""The plain text holds exactly the words of the work, and says itself how to take it apart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from companions.conftest import EDITORIAL, IMPRINT
from companions.strategies import trees
from octavo.article import reading
from octavo.formats.text import read_text, render_text
from octavo.model import Call, Reading
from octavo.tree import Tree
from octavo.words import words


def heard(text: str) -> Reading:
    parts = read_text(text)
    notes = tuple(words(note) for _, note in parts.notes)
    calls = tuple(Call(note, after) for note, after in parts.calls)
    return Reading(words(parts.title), words(parts.body), notes, calls)


def test_words_notes_and_calls_are_those_of_the_tree(specimen: Tree) -> None:
    """Word for word, note for note, each call after the same word."""
    text = render_text(specimen, IMPRINT, editorial=EDITORIAL).data.decode()
    assert heard(text) == reading(specimen)


@settings(max_examples=60, deadline=None)
@given(tree=trees)
def test_any_tree_is_told_word_for_word(tree: Tree) -> None:
    """Signs that the text itself uses give way; no word is lost, gained or mistaken for a sign."""
    text = render_text(tree, IMPRINT).data.decode()
    assert heard(text) == reading(tree)


def test_a_lost_word_is_noticed(specimen: Tree) -> None:
    """The measure fails on a seeded fault."""
    text = render_text(specimen, IMPRINT).data.decode()
    assert heard(text.replace("And another", "Another")) != reading(specimen)
    assert heard(text.replace("again.{2}", "again.")) != reading(specimen)


def test_lines_are_at_most_72_columns(specimen: Tree) -> None:
    """Only a word that is longer makes a longer line."""
    text = render_text(specimen, IMPRINT, editorial=EDITORIAL).data.decode()
    assert max(len(line) for line in text.split("\n")) == 72
    assert text.endswith("\n")
    assert "\r" not in text


def test_the_head_tells_the_imprint(specimen: Tree) -> None:
    """Title first, then what is stated, one fact a paragraph."""
    parts = read_text(render_text(specimen, IMPRINT).data.decode())
    assert parts.imprint[0] == "A specimen"
    assert "Online Series CO 23-31" in parts.imprint
    assert "27 September 2023" in parts.imprint


def test_editorial_matter_stands_apart(specimen: Tree) -> None:
    """What the edition adds is in the last part and in no other."""
    parts = read_text(render_text(specimen, IMPRINT, editorial=EDITORIAL).data.decode())
    assert "A note on the text" in parts.editorial
    assert "note on the text" not in parts.body


@pytest.mark.parametrize("text", ["", "x", "=" * 72, ("=" * 72 + "\n") * 4, "\0"])
def test_other_files_are_refused(text: str) -> None:
    """A file without the layout is an error in words."""
    with pytest.raises(ValueError, match="file"):
        read_text(text)


def test_bare_imprints_work(specimen: Tree) -> None:
    """No author, date, series or publisher leaves no empty place."""
    bare = replace(IMPRINT, authors=(), date="", series="", number="", subtitle="", rights="", licence="")
    text = render_text(specimen, bare).data.decode()
    assert heard(text) == reading(specimen)
    assert "\n\n\n\n\n" not in text
