"""The bill of materials is valid CycloneDX, complete, and the same every time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from octavo.release.sbom import Component, cyclonedx, installed

SCHEMAS = Path(__file__).parent / "schemas"
TOOLS = (("octavo", "0.1.0"), ("pandoc", "3.9"))
PARTS = (Component("lxml", "6.1.3", "BSD-3-Clause"), Component("brotli", "1.2.1"))


def validator() -> Any:
    schemas = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in SCHEMAS.glob("*.json")}
    base = "http://cyclonedx.org/schema/"
    registry = jsonschema_rs.Registry([(base + name, schema) for name, schema in schemas.items()])
    return jsonschema_rs.validator_for(schemas["bom-1.5.SNAPSHOT.schema.json"], registry=registry)


@pytest.mark.conformance
def test_the_bill_is_valid() -> None:
    """By the schema of CycloneDX 1.5, with what is in fact installed; a broken bill is not."""
    bill = json.loads(cyclonedx("x", "1.0.0", released="2026-11-24", tools=TOOLS, parts=installed()))
    assert [str(error.message) for error in validator().iter_errors(bill)] == []
    assert list(validator().iter_errors({**bill, "components": [{"name": "x"}]}))


def test_the_bill_is_the_same_every_time() -> None:
    """No clock, no random number; another version is another serial number."""
    one = cyclonedx("x", "1.0.0", released="2026-11-24", tools=TOOLS, parts=PARTS)
    assert one == cyclonedx("x", "1.0.0", released="2026-11-24", tools=TOOLS, parts=PARTS)
    other = cyclonedx("x", "1.0.1", released="2026-11-24", tools=TOOLS, parts=PARTS)
    assert json.loads(one)["serialNumber"] != json.loads(other)["serialNumber"]


def test_everything_that_octavo_needs_is_listed() -> None:
    """Direct needs and the needs of those; nothing that only tests need."""
    found = {part.name for part in installed()}
    assert {"weasyprint", "tinycss2", "pypandoc-binary", "lxml", "cffi"} <= found
    assert not {"pytest", "hypothesis", "bagit", "octavo"} & found
