"""What a release was made with, as a CycloneDX 1.5 bill of materials (ECMA-424's predecessor). Pure.

`installed` is the one EDGE function: it asks the running environment for the distributions that Octavo
needs, directly or through others. Serial number and time come from the edition, so that a bill is the same
every time it is made.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from typing import Any, Final

from octavo.tools import LIBRARIES

_REQUIREMENT: Final = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?[^;]*(?:;(.*))?")
_SPACE: Final = uuid.UUID("8f1e1f0c-5a55-5d0a-9f4e-0c7a2b6f3d21")
"""Name space of the serial numbers; any constant does."""


@dataclass(frozen=True)
class Component:
    """A distribution or program."""

    name: str
    version: str
    licence: str = ""
    """As its own metadata states it."""
    kind: str = "library"
    """``library``, ``application`` or ``platform``."""


def installed(roots: Iterable[str] = LIBRARIES) -> tuple[Component, ...]:
    """EDGE: `roots` and the distributions they need, through all steps, without those of extras; sorted.

    Octavo itself need not be installed as a distribution: a checkout gives the same bill.
    """
    waiting, found = list(roots), dict[str, Component]()
    while waiting:
        name = _normal(waiting.pop())
        if name in found:
            continue
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        found[name] = Component(name, distribution.version, _licence(distribution))
        waiting += [needed for line in distribution.requires or () if (needed := _needed(line))]
    return tuple(found[name] for name in sorted(found))


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _needed(line: str) -> str:
    match = _REQUIREMENT.match(line)
    if match is None or "extra ==" in (match[2] or ""):
        return ""
    return match[1]


def _licence(distribution: metadata.Distribution) -> str:
    stated = next(iter(distribution.metadata.get_all("License-Expression") or ()), "")
    if stated:
        return str(stated)
    classifiers = distribution.metadata.get_all("Classifier") or ()
    named = [str(one).rpartition(" :: ")[2] for one in classifiers if str(one).startswith("License :: ")]
    return "; ".join(named)


def cyclonedx(
    name: str, version: str, *, released: str, tools: Iterable[tuple[str, str]], parts: Iterable[Component]
) -> str:
    """The bill of release `name` `version`; `tools` are name and version of Octavo and outer programs."""
    tool_list = tuple(tools)
    components = [_component(Component(tool, number, "", "application")) for tool, number in tool_list]
    components += [_component(part) for part in parts]
    subject = {"type": "data", "name": name, "version": version, "bom-ref": f"{name}@{version}"}
    serial = uuid.uuid5(_SPACE, json.dumps([name, version, components], sort_keys=True))
    bill = {
        "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {"timestamp": f"{released}T00:00:00Z", "component": subject},
        "components": components,
    }
    return json.dumps(bill, ensure_ascii=False, indent=2) + "\n"


def _component(part: Component) -> dict[str, Any]:
    value: dict[str, Any] = {"type": part.kind, "name": part.name, "version": part.version}
    if part.kind == "library":
        value["purl"] = value["bom-ref"] = f"pkg:pypi/{part.name}@{part.version}"
    else:
        value["bom-ref"] = f"{part.name}@{part.version}"
    if part.licence:
        value["licenses"] = [{"license": {"name": part.licence}}]
    return value
