"""One reader per dialect: bytes in, `Told` out. They share no code with the writers on purpose.

Readers are handed files from strangers: XML is parsed without entities, DTDs or network; anything a
reader cannot make sense of raises one of `UNREADABLE_ERRORS`, which `read_back` turns into a finding.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from typing import Final

from lxml import etree
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from octavo.dialects.inside import core, dublin_core, jats, opf, page, xmp
from octavo.dialects.reading import each, first, many, text, xml
from octavo.dialects.told import UNREADABLE, Reader, Told, bare_doi, tidy
from octavo.model import Finding, Locus, Severity

UNREADABLE_ERRORS: Final = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    RecursionError,
    YAMLError,
    etree.LxmlError,
)
_MONTHS: Final = {
    name: number
    for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)  # noqa: SIM905
}


def read_back(dialect: str, source: str, data: bytes) -> Told | Finding:
    """What the file `source` of `dialect` says, or the finding that it cannot be read."""
    try:
        return tidy(READERS[dialect](data))
    except UNREADABLE_ERRORS as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0][:200]
        message = f"The file is not readable as {dialect}: {reason}."
        return Finding(UNREADABLE, Severity.ERROR, Locus(source), message, "Get an undamaged copy.")


# ---------------------------------------------------------------- citations


def bibtex(data: bytes) -> Told:
    """A BibTeX file with one entry."""
    body = data.decode("utf-8")
    values = dict(_bibtex_fields(body[body.index("{") + 1 :]))
    month = _MONTHS.get(values.get("month", ""), 0)
    year = values.get("year", "")
    date = values.get("date") or (f"{year}-{month:02d}" if month else year)
    return Told(
        title=values.get("title", ""),
        creators=tuple(map(_untex, _names(values.get("author", "")))),
        date=date if values.get("date") or re.fullmatch(r"\d{4}", year) else "",
        doi=values.get("doi", ""),
        url=values.get("url", ""),
        licence=values.get("license", ""),
        rights=values.get("copyright", ""),
        language=values.get("language", ""),
        series=values.get("type", ""),
        number=values.get("number", ""),
        version=values.get("version", ""),
        publisher=values.get("institution", ""),
    )


def _bibtex_fields(body: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for match in re.finditer(r"^\s*(\w+)\s*=\s*(\{|\w+,)", body, re.MULTILINE):
        if match[2] != "{":
            found.append((match[1], match[2][:-1]))
            continue
        end = _closing(body, match.end())
        value = body[match.end() : end]
        found.append((match[1], value if match[1] == "author" else _untex(value)))
    return found


def _names(text: str) -> list[str]:
    """Names parted by the word "and" outside braces."""
    names: list[str] = [""]
    depth = 0
    for part in re.split(r"(\\.|[{}]|\s+and\s+)", text):
        depth += {"{": 1, "}": -1}.get(part, 0)
        if depth == 0 and part.strip() == "and" and part != "and":
            names.append("")
        else:
            names[-1] += part
    return [name for name in names if name]


def _closing(body: str, start: int) -> int:
    depth = 1
    for sign in re.finditer(r"\\.|[{}]", body[start:]):
        depth += {"{": 1, "}": -1}.get(sign.group(), 0)
        if depth == 0:
            return start + sign.start()
    raise ValueError("a brace is not closed")


def _untex(text: str) -> str:
    names = {"textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^"}

    def plain(match: re.Match[str]) -> str:
        return names[match[1]] if match[1] else (match[2] or "")

    return re.sub(r"\\(textbackslash|textasciitilde|textasciicircum)\{\}|\\([{}$&#%_])|[{}]", plain, text)


def ris(data: bytes) -> Told:
    """A RIS file with one record."""
    lines = data.decode("utf-8").split("\r\n")
    values = many([(line[:2], line[6:]) for line in lines if line[2:6] == "  - "])
    return Told(
        title=first(values, "TI"),
        creators=tuple(values.get("AU", ())),
        date=first(values, "DA", "PY").strip("/").replace("/", "-") if values.get("PY") else "",
        doi=first(values, "DO"),
        url=first(values, "UR"),
        licence=first(values, "C2"),
        rights=first(values, "C1"),
        language=first(values, "LA"),
        series=first(values, "T3"),
        number=first(values, "IS"),
        version=first(values, "ET"),
        publisher=first(values, "PB"),
    )


def csl(data: bytes) -> Told:
    """A CSL-JSON file with one item."""
    item = json.loads(data)[0]
    parts = item.get("issued", {}).get("date-parts", [[]])[0]
    return Told(
        title=item.get("title", ""),
        creators=tuple(
            name.get("literal") or ", ".join(name[key] for key in ("family", "given") if key in name)
            for name in item.get("author", [])
        ),
        date="-".join(f"{part:02d}" for part in parts),
        doi=item.get("DOI", ""),
        url=item.get("URL", ""),
        language=item.get("language", ""),
        series=item.get("collection-title", ""),
        number=item.get("number", ""),
        version=item.get("version", ""),
        publisher=item.get("publisher", ""),
    )


# ---------------------------------------------------------------- repositories


def cff(data: bytes) -> Told:
    """A ``CITATION.cff``; what the report says of itself stands under `preferred-citation`."""
    value = YAML(typ="safe", pure=True).load(io.BytesIO(data))
    report = value.get("preferred-citation", value)
    month = f"-{report['month']:02d}" if report.get("month") else ""
    return Told(
        title=report["title"],
        creators=tuple(
            ", ".join(name[key] for key in ("family-names", "given-names", "name") if key in name)
            for name in report["authors"]
        ),
        date=str(report.get("date-published") or f"{report.get('year', '')}{month}"),
        doi=report.get("doi", ""),
        url=report.get("url", ""),
        licence=report.get("license") or report.get("license-url") or "",
        rights=report.get("copyright", ""),
        language="".join(report.get("languages", [])[:1]),
        series=report.get("collection-title", ""),
        number=report.get("number", ""),
        version=str(value.get("version", "")),
        publisher=report.get("publisher", {}).get("name", ""),
        modified=str(value.get("date-released", "")),
    )


def datacite_json(data: bytes) -> Told:
    """DataCite JSON."""
    value = json.loads(data)
    dates = {entry["dateType"]: entry["date"] for entry in value.get("dates", [])}
    rights = value.get("rightsList", [])
    series = value.get("relatedItems", [{}])[0]
    return Told(
        title=value["titles"][0]["title"],
        creators=tuple(one["name"] for one in value["creators"] if one["name"] != ":unav"),
        date=dates.get("Issued") or value["publicationYear"],
        doi=value.get("doi", ""),
        licence=next((one["rightsUri"] for one in rights if "rightsUri" in one), ""),
        rights=next((one["rights"] for one in rights if "rightsUri" not in one), ""),
        language=value.get("language", ""),
        series=series.get("titles", [{}])[0].get("title", ""),
        number=series.get("number", ""),
        version=value.get("version", ""),
        publisher=value["publisher"]["name"],
        modified=dates.get("Updated", ""),
    )


def datacite_xml(data: bytes) -> Told:
    """DataCite kernel-4 XML."""
    root = xml(data)
    dates = {date.get("dateType"): date.text or "" for date in root.iterfind("{*}dates/{*}date")}
    rights = root.findall("{*}rightsList/{*}rights")
    return Told(
        title=text(root, "{*}titles/{*}title"),
        creators=tuple(name for name in each(root, "{*}creators/*/{*}creatorName") if name != "(:unav)"),
        date=dates.get("Issued") or text(root, "{*}publicationYear"),
        doi=bare_doi(text(root, "{*}identifier")),
        licence=next((str(one.get("rightsURI")) for one in rights if one.get("rightsURI")), ""),
        rights=next((one.text or "" for one in rights if not one.get("rightsURI")), ""),
        language=text(root, "{*}language"),
        series=text(root, "{*}relatedItems/{*}relatedItem/{*}titles/{*}title"),
        number=text(root, "{*}relatedItems/{*}relatedItem/{*}number"),
        version=text(root, "{*}version"),
        publisher=text(root, "{*}publisher"),
        modified=dates.get("Updated", ""),
    )


def crossref(data: bytes) -> Told:
    """A Crossref report-paper, alone or in a batch."""
    root = xml(data)
    paper = next(root.iter("{*}report-paper"))[0]
    people = paper.findall("{*}contributors/*")
    date = [text(paper, f"{{*}}publication_date/{{*}}{part}") for part in ("year", "month", "day")]
    return Told(
        title=text(paper, "{*}titles/{*}title"),
        creators=tuple(
            ", ".join(filter(None, (text(one, "{*}surname"), text(one, "{*}given_name")))) or one.text or ""
            for one in people
        ),
        date="-".join(filter(None, date)),
        doi=text(paper, "{*}doi_data/{*}doi"),
        licence=text(paper, "{*}program/{*}license_ref"),
        language=paper.get("language", ""),
        series=text(paper, "{*}series_metadata/{*}titles/{*}title"),
        number=text(paper, "{*}publisher_item/{*}item_number"),
        version=text(paper, "{*}edition_number"),
        publisher=text(paper, "{*}publisher/{*}publisher_name"),
    )


def zenodo(data: bytes) -> Told:
    """``.zenodo.json``."""
    value = json.loads(data)
    return Told(
        title=value["title"],
        creators=tuple(one["name"] for one in value["creators"]),
        date=value.get("publication_date", ""),
        doi=value.get("doi", ""),
        licence=value.get("license", ""),
        rights=value.get("notes", ""),
        language=value.get("language", ""),
        version=value.get("version", ""),
        publisher=value.get("imprint_publisher", ""),
    )


def schema_org(data: bytes) -> Told:
    """A JSON-LD Report."""
    value = json.loads(data)
    identifiers = {one["propertyID"]: one["value"] for one in value.get("identifier", [])}
    return Told(
        title=value.get("name", ""),
        creators=tuple(one["name"] for one in value.get("author", [])),
        date=value.get("datePublished", ""),
        doi=identifiers.get("doi", ""),
        url=value.get("url", ""),
        licence=value.get("license", ""),
        rights=value.get("copyrightNotice", ""),
        language=value.get("inLanguage", ""),
        series=value.get("isPartOf", {}).get("name", ""),
        number=value.get("reportNumber", ""),
        version=value.get("version", ""),
        publisher=value.get("publisher", {}).get("name", ""),
        modified=value.get("dateModified", ""),
    )


def ro_crate(data: bytes) -> Told:
    """RO-Crate metadata."""
    graph = {one["@id"]: one for one in json.loads(data)["@graph"]}
    root, report = graph["./"], graph.get("#report", {})
    licence = root.get("license", "")
    return Told(
        title=root["name"],
        creators=tuple(graph[one["@id"]]["name"] for one in root.get("author", [])),
        date=report.get("datePublished", ""),
        doi=bare_doi(root.get("identifier", "")),
        licence=licence["@id"] if isinstance(licence, dict) else "",
        rights=root.get("copyrightNotice", ""),
        language=root.get("inLanguage", ""),
        series=graph.get("#series", {}).get("name", ""),
        number=report.get("reportNumber", ""),
        version=root.get("version", ""),
        publisher=graph.get("#publisher", {}).get("name", ""),
        modified=root.get("datePublished", "")
        if root.get("datePublished") != report.get("datePublished")
        else "",
    )


READERS: Final[Mapping[str, Reader]] = {
    "bibtex": bibtex,
    "ris": ris,
    "csl_json": csl,
    "cff": cff,
    "datacite_json": datacite_json,
    "datacite_xml": datacite_xml,
    "crossref": crossref,
    "zenodo": zenodo,
    "schema_org": schema_org,
    "ro_crate": ro_crate,
    "dublin_core": dublin_core,
    "html": page,
    "jats": jats,
    "opf": opf,
    "xmp": xmp,
    "core": core,
}
