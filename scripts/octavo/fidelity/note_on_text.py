"""A collation in, the edition's "Note on the text" out: one paragraph, marked as editorial.

It is written before anything is laid out, so that PDF, EPUB and HTML can all carry it. It says only
what the collation has shown.
"""

from __future__ import annotations

from typing import Final

from octavo.fidelity import note_english, note_korean
from octavo.fidelity.hunks import Collation
from octavo.fidelity.note_facts import facts_of
from octavo.model import Edition, Editorial, Witness

ID: Final = "ed-note-on-the-text"
_SPOKEN: Final = {"en": note_english.sentences, "ko": note_korean.sentences}


def note_on_the_text(edition: Edition, witness: Witness, collation: Collation, *, title: str) -> Editorial:
    """The paragraph under the heading `title`, in the language of the text where we have it.

    Elsewhere it is English and marked so. Its words are no words of the work.
    """
    spoken = edition.imprint.lang.partition("-")[0].lower()
    sentences = _SPOKEN.get(spoken, note_english.sentences)(facts_of(edition, witness, collation))
    lang = "" if spoken in _SPOKEN else ' lang="en"'
    return Editorial(ID, title, f"<div><p{lang}>{' '.join(sentences)}</p></div>")
