"""Every metadata file is valid by its own schema, offline."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from lxml import etree
from ruamel.yaml import YAML

from dialects.conftest import FULL
from octavo.dialects import Depositor, cff, crossref_xml, csl, datacite, datacite_xml
from octavo.model import Imprint

pytestmark = pytest.mark.conformance
SCHEMAS = Path(__file__).parent / "schemas"
REFERENCES = json.dumps(
    [
        {
            "id": "small1969",
            "type": "article-journal",
            "title": "Formal Alliances",
            "container-title": "Journal of Peace Research",
            "author": [{"family": "Small", "given": "Melvin"}],
            "issued": {"date-parts": [[1969]]},
            "volume": "6",
            "issue": 3,
            "page": "257-282",
            "DOI": "10.1177/002234336900600305",
        },
        {"id": "b", "type": "book", "title": "A Book", "issued": {"literal": "n.d."}},
    ]
)


@cache
def json_schema(name: str) -> Any:
    path = SCHEMAS / name
    resources = [
        (f"json-schema:///{one.name}", json.loads(one.read_text())) for one in path.parent.glob("i*.json")
    ]
    registry = jsonschema_rs.Registry(resources) if resources else None
    return jsonschema_rs.validator_for(
        json.loads(path.read_text()),
        validate_formats=True,
        base_uri=f"json-schema:///{name}",
        registry=registry,
    )


@cache
def crossref_schema() -> etree.XMLSchema:
    """Crossref's XSD 1.1 as 1.0, see schemas/README.md."""

    class Beside(etree.Resolver):
        def resolve(self, url: str, public_id: str, context: Any) -> Any:
            path = SCHEMAS / "crossref/standard-modules/mathml3/mathml3.xsd" if "://" in url else Path(url)
            return self.resolve_string(
                etree.tostring(lowered(etree.parse(path))), context, base_url=str(path)
            )

    def lowered(tree: Any) -> Any:
        for condition in tree.findall(".//{*}assert"):
            condition.getparent().remove(condition)
        return tree

    parser = etree.XMLParser()
    parser.resolvers.add(Beside())
    return etree.XMLSchema(lowered(etree.parse(SCHEMAS / "crossref/crossref5.5.0.xsd", parser)))


def problems(validator: Any, value: Any) -> list[str]:
    return [f"{list(error.instance_path)}: {error.message}" for error in validator.iter_errors(value)]


def test_cff_is_valid(imprint: Imprint) -> None:
    """CITATION.cff 1.2.0."""
    text = cff(imprint)
    assert not text or problems(json_schema("cff-1.2.0.json"), YAML(typ="safe", pure=True).load(text)) == []


def test_csl_is_valid(imprint: Imprint) -> None:
    """CSL-JSON."""
    assert problems(json_schema("csl-data.json"), [csl(imprint)]) == []


def test_datacite_json_is_valid(imprint: Imprint) -> None:
    """DataCite 4.5 JSON."""
    value = datacite(imprint)
    assert not value or problems(json_schema("datacite/datacite-v4.5.json"), value) == []


def test_datacite_xml_is_valid(imprint: Imprint) -> None:
    """DataCite kernel-4 XML, schema 4.6."""
    tree = etree.parse(SCHEMAS / "datacite/metadata.xsd")
    tree.find(".//{*}element[@name='rightsList']").set("minOccurs", "0")  # type: ignore[union-attr]
    schema = etree.XMLSchema(tree)
    text = datacite_xml(imprint)
    assert not text or schema.validate(etree.fromstring(text.encode())), schema.error_log


@pytest.mark.parametrize("depositor", [None, Depositor("A Library", "deposit@example.org", "A Library")])
def test_crossref_is_valid(imprint: Imprint, depositor: Depositor | None) -> None:
    """A Crossref report-paper, alone and in a batch, with works cited."""
    text = crossref_xml(imprint, REFERENCES, depositor=depositor)
    schema = crossref_schema()
    assert not text or schema.validate(etree.fromstring(text.encode())), schema.error_log


def test_schemas_find_faults() -> None:
    """The validators are awake: a broken value fails each of them."""
    assert problems(json_schema("cff-1.2.0.json"), {"cff-version": "1.2.0"})
    assert problems(json_schema("csl-data.json"), [{"type": "pamphlet"}])
    assert problems(json_schema("datacite/datacite-v4.5.json"), datacite(FULL) | {"publicationYear": "soon"})
    assert not crossref_schema().validate(
        etree.fromstring(crossref_xml(FULL).replace("surname", "sirname").encode())
    )
