"""EDGE: brings together everything an edition is built from, and judges its text.

Comes in: a workshop and an edition's name. Goes out: a frozen `Gathered`, findings included;
nothing is written.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from octavo import pandoc
from octavo.checks import check_text
from octavo.edition import bracket_findings, load_images, read_edition
from octavo.errors import InputError
from octavo.fidelity.declared import parse_emendations
from octavo.files import confined, read_bytes
from octavo.formats.reviews import read_reviews
from octavo.model import (
    EDITION_FILE,
    EMENDATIONS_FILE,
    REVIEW_FILE,
    Edition,
    Finding,
    Locus,
    Severity,
    Witness,
)
from octavo.tree import Tree, call_of, walk
from octavo.workshop import Workshop


@dataclass(frozen=True)
class Gathered:
    """An edition with all it names, read once."""

    id: str
    edition: Edition | None
    tree: Tree | None = None
    witnesses: tuple[Witness, ...] = ()
    """The witnesses that are there; a pinned one may be missing."""
    findings: tuple[Finding, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether there is an edition without errors."""
        return self.tree is not None and not any(f.severity is Severity.ERROR for f in self.findings)


def gather(workshop: Workshop, identifier: str) -> Gathered:
    """Read, parse and check the edition `identifier`; every problem is a finding."""
    return judged(opened(workshop, identifier))


def judged(gathered: Gathered) -> Gathered:
    """With the findings of every rule on the text."""
    if gathered.edition is None or gathered.tree is None:
        return gathered
    findings = (*gathered.findings, *check_text(gathered.edition, gathered.tree))
    return replace(gathered, findings=tuple(dict.fromkeys(findings)))


def opened(workshop: Workshop, identifier: str) -> Gathered:
    """Read and parse only: enough to show the text, with the findings on its form."""
    result = read_edition(workshop.source, identifier)
    if result.edition is None:
        return Gathered(identifier, None, findings=result.findings)
    edition, declared = _with_records(result.edition)
    name = f"{edition.folder}/{EDITION_FILE}"
    lines = edition.source.count("\n", 0, edition.text_offset)
    title = bracket_findings(edition.imprint.title, name)
    brackets = (*title, *bracket_findings(edition.text, name, line_offset=lines))
    if brackets:
        return Gathered(identifier, edition, findings=(*result.findings, *brackets))
    try:
        tree, warnings = pandoc.parse(edition.text, title=edition.imprint.title, name=name, line_offset=lines)
    except InputError as error:
        told = Finding(
            "E-022", Severity.ERROR, Locus(name), str(error), "Write the passage with less nesting."
        )
        return Gathered(identifier, edition, findings=(*result.findings, told))
    if any(call_of(node) for node in walk(tree.title)):
        return Gathered(identifier, edition, findings=(*result.findings, _note_in_title(name)))
    images, unusable = load_images(
        tree, workshop.source / identifier, name, logo=edition.style.logo, text=edition.source
    )
    edition = replace(edition, images=images)
    findings = (*result.findings, *declared, *warnings, *unusable)
    return Gathered(identifier, edition, tree, _witnesses(workshop, edition), tuple(dict.fromkeys(findings)))


def _note_in_title(name: str) -> Finding:
    """The title goes where no note can follow: onto the cover, into catalogues, feeds and citations."""
    hint = "Take the call out of the title; call the note at the first paragraph, or at a heading."
    return Finding("E-024", Severity.ERROR, Locus(name, 1), "the title calls a note", hint)


def _with_records(edition: Edition) -> tuple[Edition, tuple[Finding, ...]]:
    """With its emendations read, and what is wrong with them or with its reviews."""
    name = f"{edition.folder}/{EMENDATIONS_FILE}"
    emendations, kept, findings = _read_emendations(edition.emendations_source, name)
    _, reviewed = read_reviews(edition.reviews, name=f"{edition.folder}/{REVIEW_FILE}")
    return replace(edition, emendations=emendations, kept=kept), (*findings, *reviewed)


_read_emendations = lru_cache(maxsize=4)(parse_emendations)
"""The preview reads an edition with every saving of its text; its records seldom change."""


def _witnesses(workshop: Workshop, edition: Edition) -> tuple[Witness, ...]:
    found = []
    for pin in edition.witnesses:
        try:
            found.append(Witness(pin.name, read_bytes(confined(workshop.seeds, pin.name))))
        except InputError:
            continue  # the collation says which pinned witness is missing
    return tuple(found)
