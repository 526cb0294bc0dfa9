"""Real reading systems in Debian's Chromium and Node: pages served from memory, no network."""

from __future__ import annotations

import json
import mimetypes
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from octavo.checks.validators.browser import chromium
from octavo.checks.validators.tools import npm_file

PAGES = Path(__file__).parent / "pages"
ORIGIN = "http://reader.test"


@contextmanager
def reader(name: str, epub: bytes, *, scheme: str = "light", folders: Mapping[str, Path]) -> Iterator[Any]:
    """The page `name` with the EPUB opened in it; `folders` hold what it may ask for, by path prefix."""
    context = chromium().new_context(viewport={"width": 900, "height": 700}, color_scheme=scheme)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.route("**/*", lambda route: _serve(route, name, epub, folders))
    try:
        page.goto(f"{ORIGIN}/{name}")
        page.wait_for_function("window.ready === true", timeout=30_000)
        yield page
        assert not faults, faults
    finally:
        context.close()


def _serve(route: Any, name: str, epub: bytes, folders: Mapping[str, Path]) -> None:
    address = route.request.url
    if address.startswith(("blob:", "data:")):
        return route.continue_()
    if not address.startswith(ORIGIN):
        return route.abort()
    path = address.removeprefix(ORIGIN).split("?")[0].lstrip("/")
    if path == "book.epub":
        return route.fulfill(body=epub, content_type="application/epub+zip")
    if path == name:
        return route.fulfill(body=(PAGES / name).read_bytes(), content_type="text/html; charset=utf-8")
    file = next((folder / path for folder in folders.values() if (folder / path).is_file()), None)
    if file is None:
        return route.fulfill(status=404, body="")
    kind = "text/javascript" if file.suffix in (".js", ".mjs") else mimetypes.guess_type(file.name)[0]
    return route.fulfill(body=file.read_bytes(), content_type=kind or "application/octet-stream")


def foliate(epub: bytes, *, scheme: str = "light") -> Any:
    """Foliate's engine with a book in it."""
    return reader("foliate.html", epub, scheme=scheme, folders={"": npm_file("foliate-js")})


def epubjs(epub: bytes) -> Any:
    """epub.js with a book in it."""
    folders = {"book": npm_file("epubjs", "dist"), "zip": npm_file("jszip", "dist")}
    return reader("epubjs.html", epub, folders=folders)


def readium(file: Path) -> Any:
    """What Thorium's parser reads of an EPUB."""
    modules = npm_file("r2-shared-js").parent
    done = subprocess.run(
        ["node", str(PAGES / "readium.js"), str(modules), str(file)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout[done.stdout.index("{") :])
