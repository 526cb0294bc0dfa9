"""RO-Crate 1.1 metadata of a release: what the bag holds, told in JSON-LD.

In: an `Imprint` and the payload's files; out: ``ro-crate-metadata.json``. RO-Crate demands name,
description, date and licence of the root; where the edition grants no licence, its rights statement
stands there in words, which the specification allows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from octavo.dialects.deposit import as_json, compact
from octavo.dialects.record import Creator, Record, record
from octavo.model import Imprint


@dataclass(frozen=True)
class CrateFile:
    """A file of the payload, as the crate lists it."""

    path: str
    """Path relative to the crate's root."""
    media_type: str
    size: int
    sha256: str
    description: str = ""


def ro_crate(imprint: Imprint, files: tuple[CrateFile, ...]) -> str:
    """``ro-crate-metadata.json``; empty without title, date of any kind, or statement of rights."""
    facts = record(imprint)
    date = facts.released or facts.date_iso
    rights = facts.licence_url or facts.rights
    if not (facts.title and date and rights):
        return ""
    graph: list[dict[str, Any]] = [_descriptor(), _root(facts, files, date)]
    graph += [_file(one) for one in files]
    graph += _agents(facts)
    if facts.licence_url:
        licence = {"@id": facts.licence_url, "@type": "CreativeWork", "name": facts.licence}
        graph.append(licence)
    return as_json({"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": compact(graph)})


def _descriptor() -> dict[str, Any]:
    return {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
    }


def _root(facts: Record, files: tuple[CrateFile, ...], date: str) -> dict[str, Any]:
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": facts.title,
        "description": facts.abstract or f"Edition {facts.version} of “{facts.title}” in every format.",
        "datePublished": date,
        "version": facts.version,
        "inLanguage": facts.lang,
        "license": {"@id": facts.licence_url} if facts.licence_url else facts.rights,
        "copyrightNotice": facts.rights,
        "identifier": facts.identifier or facts.id,
        "keywords": list(facts.keywords),
        "author": [{"@id": _agent_id(index, one)} for index, one in enumerate(facts.creators, start=1)],
        "publisher": {"@id": "#publisher"} if facts.publisher.name else {},
        "hasPart": [{"@id": quote(one.path)} for one in files],
        "mainEntity": {"@id": "#report"},
    }


def _file(one: CrateFile) -> dict[str, Any]:
    return {
        "@id": quote(one.path),
        "@type": "File",
        "name": one.path.rpartition("/")[2],
        "description": one.description,
        "encodingFormat": one.media_type,
        "contentSize": str(one.size),
        "sha256": one.sha256,
    }


def _agents(facts: Record) -> list[dict[str, Any]]:
    report = {
        "@id": "#report",
        "@type": "Report",
        "name": facts.title,
        "reportNumber": facts.number,
        "datePublished": facts.date_iso,
        "isPartOf": {"@id": "#series"} if facts.series else {},
    }
    agents: list[dict[str, Any]] = [report]
    if facts.series:
        agents.append(
            {"@id": "#series", "@type": "CreativeWorkSeries", "name": facts.series, "issn": facts.issn}
        )
    for index, creator in enumerate(facts.creators, start=1):
        agents.append(_agent(_agent_id(index, creator), creator))
        if creator.affiliation:
            agents.append(
                {"@id": f"#affiliation-{index}", "@type": "Organization", "name": creator.affiliation}
            )
    if facts.publisher.name:
        publisher = {"@id": "#publisher", "@type": "Organization", "name": facts.publisher.name}
        agents.append(publisher | {"url": facts.publisher.url})
    return agents


def _agent_id(index: int, creator: Creator) -> str:
    return f"https://orcid.org/{creator.orcid}" if creator.orcid else f"#author-{index}"


def _agent(identifier: str, creator: Creator) -> dict[str, Any]:
    return {
        "@id": identifier,
        "@type": "Person" if creator.personal else "Organization",
        "name": creator.name,
        "familyName": creator.family,
        "givenName": creator.given,
        "affiliation": {"@id": f"#affiliation-{identifier[8:]}"}
        if creator.affiliation and identifier.startswith("#author-")
        else creator.affiliation,
    }
