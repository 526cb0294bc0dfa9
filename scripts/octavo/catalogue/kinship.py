"""Which editions carry the same work in another language, seen from every one of them.

It is enough that one edition names another: search engines want the link both ways, and a Korean
and a Japanese edition of one English paper are translations of one another too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from octavo.catalogue.entries import CatalogueEntry
from octavo.model import Finding, Severity

Kin = Mapping[str, tuple[CatalogueEntry, ...]]


def kinship(entries: tuple[CatalogueEntry, ...]) -> Kin:
    """Edition id -> its other-language editions in the catalogue, in order of language and id."""
    groups = {entry.id: {entry.id} for entry in entries}
    for entry in entries:
        for other in entry.imprint.translations:
            if other.id in groups:
                _join(groups, entry.id, other.id)
    known = {entry.id: entry for entry in entries}
    return {
        name: tuple(
            sorted((known[item] for item in group - {name}), key=lambda one: (one.imprint.lang, one.id))
        )
        for name, group in groups.items()
    }


def _join(groups: dict[str, set[str]], one: str, other: str) -> None:
    both = groups[one] | groups[other]
    for name in both:
        groups[name] = both


def kinship_findings(entries: tuple[CatalogueEntry, ...]) -> Iterator[Finding]:
    """Translations that are named but not there, are in another language than said, or name nobody back."""
    known = {entry.id: entry for entry in entries}
    for entry in entries:
        for named in entry.imprint.translations:
            if named.id not in known:
                message = f"the translation {named.id!r} is not in the catalogue"
                hint = "Build it, or take it out of 'translations'."
                yield Finding("K-003", Severity.WARNING, entry.locus, message, hint)
                continue
            other = known[named.id]
            if other.imprint.lang.lower() != named.lang.lower():
                message = f"the translation {named.id!r} is said to be in {named.lang!r}, it is in "
                message += repr(other.imprint.lang)
                yield Finding("K-004", Severity.WARNING, entry.locus, message, "Make the two agree.")
            if all(back.id != entry.id for back in other.imprint.translations):
                message = f"{entry.id!r} names this edition as its translation, but is not named here"
                hint = f"Add 'id: {entry.id}' and 'lang: {entry.imprint.lang}' to 'translations'."
                yield Finding("K-005", Severity.WARNING, other.locus, message, hint)
