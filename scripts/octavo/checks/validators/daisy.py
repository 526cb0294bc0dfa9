"""EDGE (Node, Chromium): Ace by DAISY, the accessibility checker for EPUB."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any, Final

from octavo.checks.validators import tools
from octavo.checks.validators.browser import CHROMIUM_ARGUMENTS
from octavo.checks.validators.report import Report
from octavo.errors import ToolError
from octavo.model import Finding, Locus, Severity

_SEVERITY: Final = {
    "critical": Severity.ERROR,
    "serious": Severity.ERROR,
    "moderate": Severity.ERROR,
    "minor": Severity.WARNING,
}


def ace(path: Path) -> Report:
    """Ace's verdict on an EPUB: violations of WCAG and of EPUB Accessibility. Raises `ToolError`."""
    tools.ace().require()
    with tempfile.TemporaryDirectory(prefix="octavo-ace-") as folder:
        data = _run(path, Path(folder))
    version = str(data["earl:assertedBy"]["doap:release"]["doap:revision"])
    findings = tuple(
        _finding(path.name, file["earl:testSubject"]["url"], each)
        for file in data["assertions"]
        for each in file["assertions"]
        if each["earl:result"]["earl:outcome"] == "fail"
    )
    if data["earl:result"]["earl:outcome"] != "pass" and not findings:
        verdict = Finding(
            "ace-outcome", Severity.ERROR, Locus(path.name), "the outcome as a whole is not a pass"
        )
        findings = (verdict,)
    return Report("Ace", version, findings)


def _run(path: Path, folder: Path) -> dict[str, Any]:
    """Ace's report as data."""
    wrapper = folder / "chromium"
    wrapper.write_text(
        f'#!/bin/sh\nexec {shutil.which("chromium")} --headless {" ".join(CHROMIUM_ARGUMENTS)} "$@"\n',
        "utf-8",
    )
    wrapper.chmod(0o755)
    environment = {
        **tools.browser_environment(),
        "PUPPETEER_EXECUTABLE_PATH": str(wrapper),
        "ACE_TIMEOUT_INITIAL": "60000",
        "HOME": str(folder),
    }
    command = (
        "node",
        str(tools.ace_script()),
        "--silent",
        "--force",
        "--outdir",
        str(folder / "out"),
        str(path),
    )
    code, output = tools.run(command, environment=environment, seconds=180)
    report = folder / "out" / "report.json"
    if not report.is_file():
        raise ToolError(f"Ace ended with {code} and without a report: {output.strip()[-400:]}")
    data: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return data


def _finding(name: str, inside: str, assertion: dict[str, Any]) -> Finding:
    test = assertion["earl:test"]
    pointer = assertion["earl:result"].get("earl:pointer", {})
    place = " ".join(pointer.get("css", [])) if pointer else ""
    return Finding(
        code=test["dct:title"],
        severity=_SEVERITY.get(test["earl:impact"], Severity.ERROR),
        locus=Locus(f"{name}!{inside}"),
        message=f"{test['dct:description']} {place}".strip(),
        hint=" ".join(str(assertion["earl:result"].get("dct:description", "")).split()),
    )
