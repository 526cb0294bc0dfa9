"""EDGE (Chromium): what a browser makes of a page: accessibility by axe, requests, overflow, pictures.

One Chromium a process, started on the first call and closed when the process ends. The network is
never reached: whatever a page asks for beyond itself is refused and told.
"""

from __future__ import annotations

import atexit
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, Final

from octavo.checks.validators import tools
from octavo.checks.validators.apartment import Apartment
from octavo.checks.validators.report import Report
from octavo.errors import ToolError
from octavo.model import Finding, Locus, Severity

CHROMIUM_ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--font-render-hinting=none",
)

AXE_TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""WCAG 2.0 to 2.2, levels A and AA, and axe's own advice."""

_SPACING: Final = (
    "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}"
    "p{margin-bottom:2em!important}"
)
"""Text spacing that WCAG 2.2, 1.4.12 says a page must bear."""


@dataclass(frozen=True)
class View:
    """How a reader looks at a page."""

    width: int = 1280
    """Width of the window in CSS pixels."""
    scheme: str = "light"
    """``light`` or ``dark``."""
    forced_colors: bool = False
    """Windows' high contrast, as ``forced-colors: active``."""
    text_zoom: float = 1.0
    """Size of text relative to the reader's default; WCAG 2.2, 1.4.4 asks for 2."""
    spacing: bool = False
    """The text spacing of WCAG 2.2, 1.4.12 is applied."""

    def __str__(self) -> str:
        """``1280 px dark forced-colors``."""
        extras = (
            "forced-colors" * self.forced_colors,
            f"text ×{self.text_zoom:g}" * (self.text_zoom != 1),
            "spacing" * self.spacing,
        )
        return " ".join([f"{self.width} px", self.scheme, *filter(None, extras)])


VIEWS: Final = (
    *(
        View(width, scheme, forced)
        for width, scheme, forced in product((1280, 320), ("light", "dark"), (False, True))
    ),
    *(View(width, text_zoom=2) for width in (1280, 320)),
    *(View(width, spacing=True) for width in (1280, 320)),
)
"""The views that a page is judged in."""


@cache
def chromium() -> Any:
    """Debian's Chromium as a Playwright browser, usable from any thread.

    Raises `ToolError` when it cannot be had.
    """
    tools.axe().require()
    apartment = Apartment("playwright")
    try:
        browser = apartment.run(_launch)
    except ToolError:
        apartment.close()
        raise
    atexit.register(apartment.run, _stop, browser)
    return browser


def _launch() -> Any:
    from playwright.sync_api import Error, sync_playwright

    driver = sync_playwright().start()
    try:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=list(CHROMIUM_ARGUMENTS),
            env={**tools.browser_environment()},
            headless=True,
        )
    except Error as error:
        driver.stop()
        raise ToolError(f"Chromium cannot be started: {error}", hint=tools.axe().remedy) from error
    _DRIVERS[browser] = driver
    return browser


_DRIVERS: Final[dict[Any, Any]] = {}
"""What must be stopped after a browser was closed; used in the browser's thread only."""


def _stop(browser: Any) -> None:
    browser.close()
    _DRIVERS.pop(browser).stop()


@contextmanager
def opened(path: Path, view: View = View(), *, requests: list[str] | None = None) -> Iterator[Any]:
    """The page at `path` as `view` shows it; addresses it asked for beyond itself go to `requests`."""
    context = chromium().new_context(
        viewport={"width": view.width, "height": 900},
        color_scheme=view.scheme,
        forced_colors="active" if view.forced_colors else "none",
        java_script_enabled=True,
        bypass_csp=True,
    )
    try:
        page = context.new_page()
        own = path.resolve().as_uri()
        page.route("**/*", lambda route: _route(route, own, requests))
        page.goto(own, wait_until="load")
        if view.text_zoom != 1:
            page.evaluate(f"document.documentElement.style.fontSize = '{view.text_zoom * 100:g}%'")
        if view.spacing:
            page.evaluate(
                "css => document.head.appendChild(document.createElement('style')).textContent = css",
                _SPACING,
            )
        yield page
    finally:
        context.close()


def _route(route: Any, own: str, requests: list[str] | None) -> None:
    url = route.request.url
    if url == own or url.startswith(("data:", "blob:")):
        route.continue_()
        return
    if requests is not None:
        requests.append(url)
    route.abort()


def axe(path: Path, view: View = View()) -> Report:
    """What axe says of the page in `view`: violations are errors, undecided checks are warnings.

    Raises `ToolError`.
    """
    source = _axe_source()
    with opened(path, view) as page:
        page.evaluate(source)
        result = page.evaluate(
            "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations', 'incomplete']})",
            list(AXE_TAGS),
        )
    findings = tuple(
        finding
        for kind, severity in (("violations", Severity.ERROR), ("incomplete", Severity.WARNING))
        for rule in result[kind]
        for finding in _axe_findings(path.name, rule, severity)
    )
    return Report(f"axe, {view}", result["testEngine"]["version"], findings, len(result["passes"]))


@cache
def _axe_source() -> str:
    tools.axe().require()
    return tools.axe_script().read_text("utf-8") + "\n;undefined"


def _axe_findings(name: str, rule: dict[str, Any], severity: Severity) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            code=rule["id"],
            severity=severity,
            locus=Locus(name),
            message=f"{rule['help']}: {' '.join(map(str, node['target']))} [{node['html'][:160]}]",
            hint=" ".join((node.get("failureSummary") or "").split()),
        )
        for node in rule["nodes"]
    )


def requests(path: Path, view: View = View()) -> tuple[str, ...]:
    """Addresses the page asks for beyond itself: a self-contained page asks for none."""
    asked: list[str] = []
    with opened(path, view, requests=asked) as page:
        page.wait_for_timeout(100)
    return tuple(asked)


def overflow(path: Path, view: View = View(320)) -> int:
    """By how many pixels the page is wider than its window: WCAG 2.2, 1.4.10 asks for 0 at 320."""
    with opened(path, view) as page:
        return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def screenshot(path: Path, view: View = View(), *, whole: bool = True) -> bytes:
    """A PNG picture of the page, of its whole length or of the first window."""
    with opened(path, view) as page:
        return bytes(page.screenshot(full_page=whole))
