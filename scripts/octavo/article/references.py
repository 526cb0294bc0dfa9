"""The list of works cited, told from the records. It is the edition's, not the author's."""

from __future__ import annotations

import json
from typing import Final

from lxml import etree

from octavo import pandoc

STYLE_NAME: Final = "Chicago Manual of Style, author-date (pandoc's default)"


def references_html(references: str, lang: str) -> str:
    """``<div><ul class="references">…`` from CSL-JSON; empty when there are no records.

    Citeproc formats the entries in pandoc's built-in style; their order is the style's.
    """
    if not json.loads(references):
        return ""
    arguments = ["-f", "csljson", "-t", "html5", "--citeproc", "--wrap=none", "-M", f"lang={lang}"]
    html = pandoc.run(arguments, references.encode())
    source = etree.fromstring(b"<body>" + html + b"</body>")
    root = etree.Element("div")
    listing = etree.SubElement(root, "ul", {"class": "references"})
    for entry in source.iter("div"):
        if "csl-entry" in entry.get("class", "").split():
            item = etree.SubElement(listing, "li", {"id": entry.get("id", "")})
            item.text = (entry.text or "").lstrip()
            item.extend(list(entry))
    return etree.tostring(root, encoding="unicode")
