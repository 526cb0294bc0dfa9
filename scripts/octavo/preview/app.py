"""EDGE (network): the preview over HTTP, for this machine only unless somebody says otherwise."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import socket
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from octavo.edition import read_edition
from octavo.errors import InputError, UsageError
from octavo.files import confined, read_bytes
from octavo.model import EDITION_FILE, EMENDATIONS_FILE, IMPRINT_FILE, REFERENCES_FILE, REVIEW_FILE
from octavo.preview import pages
from octavo.preview.studio import Studio
from octavo.workshop import Workshop

ANY_ADDRESS: Final = "*"
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_SOURCES: Final = frozenset({EDITION_FILE, REFERENCES_FILE, EMENDATIONS_FILE, REVIEW_FILE})
_HERE: Final = Path(__file__).resolve().parent
_ASSETS: Final = {"preview.js": "text/javascript", "preview.css": "text/css"}
_POLICY: Final = (
    "default-src 'none'; img-src 'self' data:; font-src data:; style-src 'self' 'unsafe-inline' data:; "
    "script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The draft may hold whatever its author wrote: no script of it runs, nothing is fetched for it."""
_FRESH: Final = {"Cache-Control": "no-store"}
_GUARDS: Final = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
_PORT: Final = 8321
_PORTS_TRIED: Final = 20


class OwnHostOnly:
    """Answers only requests that name us as their host.

    A page on the web can have its own name point to 127.0.0.1 (DNS rebinding) and then read what
    stands there; its requests still bear its own name. A bare address is nobody's to turn: with
    `ANY_ADDRESS` among the names every one will do.
    """

    def __init__(self, app: ASGIApp, names: frozenset[str]) -> None:
        self.app = app
        self.names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request, or refuse it with 421 (RFC 9110, Misdirected Request)."""
        if scope["type"] == "http" and not self._is_ours(_host(scope)):
            await Response("This preview answers to its own address only.\n", 421)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _is_ours(self, host: str) -> bool:
        return host in self.names or (ANY_ADDRESS in self.names and _is_address(host))


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _host(scope: Scope) -> str:
    """The host a request names, without port and brackets."""
    values: list[str] = [value.decode("latin-1") for key, value in scope["headers"] if key == b"host"]
    if len(values) != 1:
        return ""
    name = values[0].strip().lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    return name.rpartition(":")[0] if ":" in name else name


def make_app(studio: Studio, *, names: frozenset[str] = LOOPBACK, editor: str = "") -> ASGIApp:
    """The preview of `studio`, for requests to the hosts `names`.

    `editor` is the address that opens a line, e.g. ``vscode://file/{path}:{line}:{column}``.
    """
    desk = _Desk(studio, editor)
    routes = [
        Route("/", desk.home),
        Route("/favicon.ico", desk.nothing),
        Route("/-/{name}", desk.asset),
        Route("/{id}/events", desk.events),
        Route("/{id}/source/{name}", desk.source),
        Route("/{id}/{file}", desk.file),
        Route("/{id}", desk.paper),
    ]

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        watching = asyncio.create_task(studio.watch())
        yield
        await studio.stop()
        await watching

    return OwnHostOnly(Starlette(routes=routes, lifespan=lifespan), names)


class _Desk:
    """Answers requests from the states of a studio."""

    def __init__(self, studio: Studio, editor: str) -> None:
        self.studio = studio
        self.editor = editor

    async def home(self, request: Request) -> Response:
        names = self.studio.identifiers()
        if len(names) == 1:
            return RedirectResponse(f"/{names[0]}/{names[0]}.html")
        return _page(pages.list_page(await asyncio.to_thread(self._titles, names)))

    def _titles(self, names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        found = []
        for name in names:
            edition = read_edition(self.studio.workshop.source, name).edition
            found.append((name, edition.imprint.title_plain if edition else name))
        return tuple(found)

    async def paper(self, request: Request) -> Response:
        name = self._known(request)
        return RedirectResponse(f"/{name}/{name}.html") if name else _missing()

    async def file(self, request: Request) -> Response:
        """The draft, or the PDF beside it."""
        name = self._known(request)
        if name and request.path_params["file"] == f"{name}.html":
            return _page(pages.draft_page(name, await self.studio.state(name)))
        if name and request.path_params["file"] == f"{name}.pdf":
            state = await self.studio.state(name)
            if state.pdf:
                return Response(state.pdf, media_type="application/pdf", headers=_FRESH)
            return _page(
                pages.message_page("No PDF yet", "It is being laid out; try again in a moment."), 503
            )
        return _missing()

    async def source(self, request: Request) -> Response:
        """A source file of the edition, or the imprint of all."""
        name, file = self._known(request), request.path_params["name"]
        if not name or file not in {*_SOURCES, IMPRINT_FILE}:
            return _missing()
        source = self.studio.workshop.source
        try:
            folder = source if file == IMPRINT_FILE else confined(source, name)
            text = read_bytes(confined(folder, file)).decode("utf-8", errors="replace")
        except InputError:
            return _missing()
        return _page(pages.source_page(f"{name}/{file}", text))

    async def events(self, request: Request) -> Response:
        """Server-sent events: every new state, from the one the page shows on."""
        name = self._known(request)
        if not name:
            return _missing()
        await self.studio.state(name)
        return StreamingResponse(self._stream(name), media_type="text/event-stream", headers=_FRESH)

    async def _stream(self, name: str) -> AsyncIterator[str]:
        root = str(self.studio.workshop.root)
        async for state in self.studio.changes(name):
            yield pages.event(pages.state_record(name, state, root, self.editor))

    async def nothing(self, request: Request) -> Response:
        """Browsers ask for an icon unasked."""
        return Response(status_code=204)

    async def asset(self, request: Request) -> Response:
        name = request.path_params["name"]
        return Response(_asset(name), media_type=_ASSETS[name]) if name in _ASSETS else _missing()

    def _known(self, request: Request) -> str:
        name = str(request.path_params["id"])
        return name if name in self.studio.identifiers() else ""


@cache
def _asset(name: str) -> bytes:
    return (_HERE / name).read_bytes()


def _page(html: str, status: int = 200) -> Response:
    return HTMLResponse(html, status, {**_FRESH, "Content-Security-Policy": _POLICY, **_GUARDS})


def _missing() -> Response:
    return _page(pages.message_page("Not here", "There is no such page in this preview."), 404)


# --- serving ---------------------------------------------------------------------------------------


def bound_socket(host: str, port: int) -> socket.socket:
    """A listening place at `host`; `port` 0 takes the first free one from 8321 on.

    Raises `UsageError` when there is none.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    ports = (port,) if port else range(_PORT, _PORT + _PORTS_TRIED)
    problem = ""
    for candidate in ports:
        place = socket.socket(family, socket.SOCK_STREAM)
        place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            place.bind((host, candidate))
        except OSError as error:
            problem = error.strerror or str(error)
            place.close()
            continue
        place.listen()  # who comes while we start is kept waiting, not refused
        return place
    hint = "Choose another --port or --host."
    raise UsageError(f"the preview cannot listen at {host}: {problem}", hint=hint)


def serve(
    workshop: Workshop,
    identifiers: tuple[str, ...],
    place: socket.socket,
    *,
    names: frozenset[str],
    editor: str,
) -> None:
    """Serve until Ctrl-C."""

    async def run() -> None:
        studio = Studio(workshop, identifiers)
        app = make_app(studio, names=names, editor=editor)
        config = uvicorn.Config(
            app, log_level="critical", access_log=False, timeout_graceful_shutdown=2, server_header=False
        )
        await _Server(config, studio).serve(sockets=[place])

    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run())


class _Server(uvicorn.Server):
    """A server whose open event streams end when it is told to stop."""

    def __init__(self, config: uvicorn.Config, studio: Studio) -> None:
        super().__init__(config)
        self._studio = studio

    async def shutdown(self, sockets: list[Any] | None = None) -> None:
        await self._studio.stop()
        await super().shutdown(sockets)
