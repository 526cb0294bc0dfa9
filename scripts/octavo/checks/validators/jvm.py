"""EDGE (Java): EPUBCheck, the Nu HTML checker and veraPDF in one virtual machine inside this process.

A JVM cannot be started twice in a process and JPype wants every jar file at the start, so the three
share one class path. The first call of each costs seconds, later ones tenths.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

from octavo.checks.validators import tools
from octavo.checks.validators.report import Report
from octavo.errors import ToolError
from octavo.model import Finding, Locus, Severity

FLAVOURS: Final = frozenset(
    {"1a", "1b", "2a", "2b", "2u", "3a", "3b", "3u", "4", "4f", "4e", "ua1", "ua2", "wt1a", "wt1r"}
)
"""veraPDF's flavour ids that we judge by: PDF/A, PDF/UA, and WTPDF accessibility and reuse."""

_EPUBCHECK_SEVERITY: Final = {
    "FATAL": Severity.ERROR,
    "ERROR": Severity.ERROR,
    "WARNING": Severity.WARNING,
    "INFO": Severity.INFO,
    "USAGE": Severity.INFO,
}


@cache
def _java() -> Any:
    """The running JVM's top package, started on the first call."""
    for probe in (tools.java(), tools.epubcheck(), tools.nu(), tools.verapdf()):
        probe.require()
    import jpype

    jars = (*tools.epubcheck_jars(), tools.vnu_jar(), tools.verapdf_jar(), *tools.jaxb_jars())
    options = ("-Xss16m", "-Xmx1g", "-Djava.awt.headless=true", "-Duser.language=en", "-Dfile.encoding=UTF-8")
    try:
        jpype.startJVM(*options, classpath=[str(jar) for jar in jars], convertStrings=True)
    except (OSError, RuntimeError) as error:
        raise ToolError(f"Java cannot be started: {error}", hint=tools.java().remedy) from error
    return jpype


def _class(name: str) -> Any:
    return _java().JClass(name)


# --- EPUBCheck ------------------------------------------------------------------------------------


def epubcheck(path: Path) -> Report:
    """EPUBCheck's verdict on an EPUB; USAGE remarks come as *info*. Raises `ToolError`."""
    writer = _class("java.io.StringWriter")()
    printer = _class("java.io.PrintWriter")(writer)
    report = _class("com.adobe.epubcheck.reporting.CheckingReport")(printer, str(path))
    report.initialize()
    checker = _class("com.adobe.epubcheck.api.EpubCheck")(_class("java.io.File")(str(path)), report)
    checker.doValidate()
    report.generate()
    printer.flush()
    result = json.loads(str(writer.toString()))
    findings = tuple(
        finding for message in result["messages"] for finding in _epubcheck_findings(path.name, message)
    )
    return Report("EPUBCheck", str(result["checker"]["checkerVersion"]), findings)


def _epubcheck_findings(name: str, message: dict[str, Any]) -> tuple[Finding, ...]:
    severity = _EPUBCHECK_SEVERITY[message["severity"]]
    places = message.get("locations") or [{}]
    return tuple(
        Finding(
            code=message["ID"],
            severity=severity,
            locus=Locus(
                f"{name}!{place.get('path', '')}",
                max(place.get("line", 0), 0),
                max(place.get("column", 0), 0),
            ),
            message=message["message"],
            hint=message.get("suggestion") or "",
        )
        for place in places
    )


# --- Nu -------------------------------------------------------------------------------------------


def nu(path: Path) -> Report:
    """The Nu HTML checker's verdict: errors, warnings and remarks. Raises `ToolError`."""
    checker = _class("nu.validator.client.EmbeddedValidator")()
    checker.setOutputFormat(_class("nu.validator.client.EmbeddedValidator").OutputFormat.JSON)
    result = json.loads(str(checker.validate(_class("java.nio.file.Paths").get(str(path)))))
    findings = tuple(_nu_finding(path.name, message) for message in result["messages"])
    return Report("Nu HTML checker", tools.npm_version("vnu-jar"), findings)


def _nu_finding(name: str, message: dict[str, Any]) -> Finding:
    severity = Severity.ERROR
    if message["type"] == "info":
        severity = Severity.WARNING if message.get("subType") == "warning" else Severity.INFO
    extract = " ".join(message.get("extract", "").split())
    line = message.get("firstLine", message.get("lastLine", 0))
    return Finding(
        code=f"NU-{message['type']}",
        severity=severity,
        locus=Locus(name, line, message.get("firstColumn", message.get("lastColumn", 0))),
        message=message["message"] + (f" [{extract}]" if extract else ""),
    )


# --- veraPDF --------------------------------------------------------------------------------------


@cache
def _foundry() -> Any:
    _class("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return _class("org.verapdf.pdfa.Foundries").defaultInstance()


def verapdf(path: Path, flavour: str) -> Report:
    """VeraPDF's verdict on a PDF by one of `FLAVOURS`; every failed check is a finding.

    The flavour is looked up by `byFlavourId`: `fromString("wt1a")` would silently mean PDF/A-1a.
    A green report alone proves little (pages without fonts or with broken operators stay green):
    `qpdf_check`, `pdf_fonts`, `ink` and the word proof stand beside it. Raises `ToolError`.
    """
    if flavour not in FLAVOURS:
        raise ToolError(
            f"{flavour!r} is no flavour of veraPDF we know", hint=f"Use one of {sorted(FLAVOURS)}."
        )
    foundry = _foundry()
    wanted = _class("org.verapdf.pdfa.flavours.PDFAFlavour").byFlavourId(flavour)
    version = next(
        str(d.getVersion()) for d in _class("org.verapdf.ReleaseDetails").getDetails() if d.getId() == "core"
    )
    stream = _class("java.io.FileInputStream")(str(path))
    try:
        parser = foundry.createParser(stream, wanted)
        try:
            result = foundry.createValidator(wanted, False).validate(parser)
        finally:
            parser.close()
    except _class("org.verapdf.core.VeraPDFException") as error:
        broken = Finding("VERA-000", Severity.ERROR, Locus(path.name), f"cannot be read: {error}")
        return Report(f"veraPDF {flavour}", version, (broken,))
    finally:
        stream.close()
    told = (_verapdf_finding(path.name, each) for each in result.getTestAssertions())
    findings = tuple(sorted(told, key=lambda finding: (finding.code, finding.message)))
    return Report(f"veraPDF {flavour}", version, findings, int(result.getTotalAssertions()))


def _verapdf_finding(name: str, assertion: Any) -> Finding:
    rule = assertion.getRuleId()
    context = str(assertion.getLocation().getContext())
    return Finding(
        code=f"{rule.getClause()}-{rule.getTestNumber()}",
        severity=Severity.ERROR,
        locus=Locus(name),
        message=f"{assertion.getMessage()} [{context}]",
    )
