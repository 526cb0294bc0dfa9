"""The "Cite this paper" block: one record told in every dialect a reader may want."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Final

from octavo.dialects.citation import bibtex, cite_as, csl_json, ris
from octavo.dialects.web import Pairs, citation_references
from octavo.formats.markup import Element, make
from octavo.formats.phrases import Phrases
from octavo.model import Imprint


@dataclass(frozen=True)
class CiteBlock:
    """How to cite the paper, ready to be shown."""

    sentence: str
    """Text to copy."""
    bibtex: str
    ris: str
    csl_json: str
    references: Pairs = ()
    """``citation_reference`` pairs of the works cited, for the page's head."""


def cite_block(imprint: Imprint, *, references: str = "[]") -> CiteBlock:
    """The block of `imprint`; `references` is the edition's CSL-JSON."""
    return CiteBlock(
        cite_as(imprint), bibtex(imprint), ris(imprint), csl_json(imprint), citation_references(references)
    )


_DIALECTS: Final = (
    ("BibTeX", "bib", "application/x-bibtex"),
    ("RIS", "ris", "application/x-research-info-systems"),
    ("CSL-JSON", "json", "application/vnd.citationstyles.csl+json"),
)


def cite_section(cite: CiteBlock, imprint: Imprint, phrases: Phrases) -> Element:
    """``section#cite``: the sentence, each dialect to look at and as a file."""
    section = make("section", {"class": "apparatus editorial", "id": "cite"}, make("h2", None, phrases.cite))
    section.append(make("p", {"class": "copy"}, cite.sentence))
    files = make("ul", {"class": "files"})
    texts = (cite.bibtex, cite.ris, cite.csl_json)
    for (name, suffix, media), text in zip(_DIALECTS, texts, strict=True):
        # RIS ends its lines with CR LF; the file does too, but no page can show a CR.
        shown = make("pre", {"class": "copy"}, text.replace("\r", "").rstrip("\n"))
        section.append(make("details", None, make("summary", None, name), shown))
        link = {"href": data_address(text.encode(), media), "download": f"{imprint.id}.{suffix}"}
        files.append(make("li", None, make("a", link, f"{name} (.{suffix})")))
    section.append(files)
    return section


def data_address(data: bytes, media_type: str) -> str:
    """A ``data:`` address (RFC 2397) that holds the bytes themselves."""
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"
