"""One `Imprint`, every dialect: pure functions from the bibliographic statement to metadata.

Facts that are not stated stay out of every dialect; a dialect whose schema demands a missing fact
is left out whole, and `missing` says which fact that was. `contradictions` reads any of them back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from octavo.dialects.citation import bibtex, cite_as, csl, csl_json, ris
from octavo.dialects.crate import CrateFile, ro_crate
from octavo.dialects.crossref import Depositor, crossref_xml
from octavo.dialects.deposit import cff, datacite, datacite_json, datacite_xml, zenodo
from octavo.dialects.readers import read_back
from octavo.dialects.record import Creator, Record, clean, date_parts, display_date, record, three_letters
from octavo.dialects.told import Told, contradictions
from octavo.dialects.web import (
    citation_references,
    dublin_core,
    dublin_core_xml,
    highwire,
    open_graph,
    schema_org,
    schema_org_json,
)
from octavo.model import Imprint

__all__ = [
    "DIALECTS",
    "CrateFile",
    "Creator",
    "Depositor",
    "Dialect",
    "Record",
    "Told",
    "bibtex",
    "cff",
    "citation_references",
    "cite_as",
    "clean",
    "contradictions",
    "crossref_xml",
    "csl",
    "csl_json",
    "datacite",
    "datacite_json",
    "datacite_xml",
    "date_parts",
    "display_date",
    "dublin_core",
    "dublin_core_xml",
    "highwire",
    "missing",
    "open_graph",
    "read_back",
    "record",
    "ris",
    "ro_crate",
    "schema_org",
    "schema_org_json",
    "three_letters",
    "zenodo",
]


@dataclass(frozen=True)
class Dialect:
    """A metadata file of its own in a release."""

    name: str
    """Name of its reader in `read_back`."""
    file_name: str
    media_type: str
    render: Callable[[Imprint, str], str]
    """``(imprint, references as CSL-JSON) -> text``; empty when a mandatory fact is missing."""
    demands: tuple[str, ...] = ()
    """Facts without which the dialect's schema allows no file (`Record` attributes)."""


DIALECTS: Final = (
    Dialect("cff", "CITATION.cff", "application/yaml", lambda i, _: cff(i), ("title", "creators")),
    Dialect(
        "datacite_json",
        "datacite.json",
        "application/vnd.datacite.datacite+json",
        lambda i, _: datacite_json(i),
        ("title", "publisher", "date"),
    ),
    Dialect(
        "datacite_xml",
        "datacite.xml",
        "application/vnd.datacite.datacite+xml",
        lambda i, _: datacite_xml(i),
        ("title", "publisher", "date"),
    ),
    Dialect("crossref", "crossref.xml", "application/xml", crossref_xml, ("title", "date")),
    Dialect("zenodo", "zenodo.json", "application/json", lambda i, _: zenodo(i), ("title", "creators")),
    Dialect("schema_org", "schema-org.jsonld", "application/ld+json", lambda i, _: schema_org_json(i)),
    Dialect("dublin_core", "dublin-core.xml", "application/xml", lambda i, _: dublin_core_xml(i)),
    Dialect("bibtex", "citation.bib", "application/x-bibtex", lambda i, _: bibtex(i)),
    Dialect("ris", "citation.ris", "application/x-research-info-systems", lambda i, _: ris(i)),
    Dialect("csl_json", "citation.json", "application/vnd.citationstyles.csl+json", lambda i, _: csl_json(i)),
)
"""The files of a release's metadata folder, in its order."""


def missing(imprint: Imprint, dialect: Dialect) -> tuple[str, ...]:
    """Facts that `dialect` demands and the edition does not state."""
    facts = record(imprint)
    absent = []
    for name in dialect.demands:
        value = getattr(facts, name)
        if not (value.name if name == "publisher" else value):
            absent.append(name)
    return tuple(absent)
