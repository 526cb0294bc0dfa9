"""The one door to WeasyPrint: lay out a printed tree, paint it, hand its parts to our own writers.

EDGE to WeasyPrint's private names; `tests/pdf/test_contract.py` fails when one of them goes. The engine
is steered by exchanging a few of its functions while it works; a lock keeps threads from each other.
"""

from __future__ import annotations

import copy
import gc
import io
import logging
import sys
import threading
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import cssselect2
import pydyf
import weasyprint
import weasyprint.document
import weasyprint.layout.page
import weasyprint.pdf
from weasyprint.formatting_structure import boxes, build
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from octavo.formats.pdf import cures
from octavo.formats.pdf.notes import NoteContext
from octavo.formats.pdf.sheet import BACK, CALL
from octavo.formats.pdf.text import Texts

VERSION: Final = weasyprint.VERSION

_LOCK: Final = threading.RLock()
_COLLECT: Final = (50_000, 20, 50)
"""Thresholds of the collector while the engine works (its own: 700, 10, 10)."""
_MANY_PAGES: Final = 150
_LEVEL: Final = 7
"""Of compression: the library's own 9 takes twice the time for one part in a hundred."""
_DEEPEST: Final = 12_000
_WASTE: Final = 40.0
"""Pixels that may be empty between text and notes while a note waits for room."""
_ATTEMPTS: Final = 12
"""How often one page is laid out again before its flaws are left to the lint."""

Fetch = Callable[[str], tuple[bytes, str] | None]
"""URL -> bytes and media type; None for what the edition does not hold."""


@dataclass(frozen=True)
class Layout:
    """A document laid out."""

    document: Any
    texts: Texts
    log: tuple[str, ...]
    """What the engine complained about."""
    remade: int
    """How many pages were laid out once more."""

    @property
    def pages(self) -> list[Any]:
        """The engine's page boxes."""
        return [page._page_box for page in self.document.pages]


@dataclass(frozen=True)
class Painting:
    """A file all of whose pages are painted, before it is stored: the engine's own objects."""

    pdf: pydyf.PDF
    document: Any
    streams: list[Any]
    """For each page what is painted, as one part of lines (see `octavo.formats.pdf.streams`)."""


Look = Callable[[Any, int, dict[Any, int]], None]
"""Told of each page once it is painted: its box, its index, the marked-content id of each box."""


@dataclass
class _Steering:
    texts: Texts
    remade: int = 0
    log: list[str] = field(default_factory=list)
    context: Any = None


def lay_out(root: ET.Element, css: str, texts: Texts, *, fetch: Fetch, intent: str) -> Layout:
    """Lay out a printed tree with a style sheet.

    `fetch` answers every URL; `intent` is the colour space of the output, ``srgb`` or ``device-cmyk``.
    """
    steering = _Steering(texts)
    profiles: dict[str, Any] = {}
    fetcher = _Fetcher(fetch)
    with _LOCK, deep_stack(), _quiet_collector(), _logged(steering.log), _steered(steering):
        fonts = FontConfiguration()
        sheet = weasyprint.CSS(
            string=css, font_config=fonts, url_fetcher=fetcher, base_url="octavo:/", color_profiles=profiles
        )
        document = _document(root, fetcher).render(
            stylesheets=[sheet], font_config=fonts, color_profiles=profiles, output_intent=intent
        )
    steering.context.forget()
    if len(document.pages) > _MANY_PAGES:
        gc.collect()  # what the layout no longer needs would double the memory of a book's painting
    for page in document.pages:
        page.links[:] = [_comfortable(link) for link in page.links if _is_own(link[3])]
    return Layout(document, texts, tuple(steering.log), steering.remade)


_TARGET: Final = 24.0
"""CSS pixels: WCAG 2.2, 2.5.8, for the calls and markers of notes, which are small signs."""


def _is_own(box: Any) -> bool:
    """Whether a link belongs to its element; the engine repeats it for all that is inside."""
    return box.element is not None and box.element_tag == "a"


def _comfortable(link: tuple[Any, ...]) -> tuple[Any, ...]:
    """The link with its rectangle at least as large as a finger wants it."""
    kind, target, (x1, y1, x2, y2), box = link
    if box.element.get("class") in (CALL, BACK):
        dx, dy = max(0.0, _TARGET - (x2 - x1)) / 2, max(0.0, _TARGET - (y2 - y1)) / 2
        x1, y1, x2, y2 = x1 - dx, y1 - dy, x2 + dx, y2 + dy
    return kind, target, (x1, y1, x2, y2), box


def paint(
    layout: Layout,
    look: Look,
    finish: Callable[[Painting], None],
    *,
    version: str,
    intent: str,
    identifier: bytes,
) -> tuple[bytes, tuple[str, ...]]:
    """The file, and the engine's complaints; uses the layout up.

    `look` sees each page when it is painted; `finish` completes the file before it is stored.
    """
    held: list[Painting] = []
    log: list[str] = []

    def tag(pdf: pydyf.PDF, document: Any, version: Any, streams: list[Any]) -> None:
        held.append(Painting(pdf, document, streams))

    def finisher(document: Any, pdf: pydyf.PDF) -> None:
        finish(held[0])
        _compress(pdf)

    target = io.BytesIO()
    for number, page in enumerate(layout.document.pages):
        page.paint = _looked_at(page, number, look)
    with _LOCK, deep_stack(), _quiet_collector(), _logged(log), exchanged(weasyprint.pdf, "add_tags", tag):
        layout.document.write_pdf(
            target, finisher=finisher, pdf_tags=True, pdf_version=version,
            pdf_identifier=identifier, output_intent=intent,
        )  # fmt: skip
    return target.getvalue(), tuple(log)


def _looked_at(page: Any, number: int, look: Look) -> Callable[..., None]:
    """Paint a page, look at it, and forget its boxes: a book of them is most of what memory holds."""
    paint = page.paint

    def painted(stream: Any, scale: float = 1) -> None:
        paint(stream, scale)
        marks = {box: mark["mcid"] for box, mark in stream._tags.items()}
        stream._tags.clear()
        look(page._page_box, number, marks)
        page._page_box.children = ()
        stream.stream = [b"\n".join(map(_plain, stream.stream))]

    return painted


def _plain(part: Any) -> bytes:
    """A part of a stream as it will be written."""
    if isinstance(part, bytes):
        return part
    if isinstance(part, pydyf.Dictionary) and "MCID" in part:
        return b"<</MCID %d>>" % part["MCID"]
    return part.data if isinstance(part, pydyf.Object) else str(part).encode()


def _compress(pdf: pydyf.PDF) -> None:
    """Compress each stream once: the library would do it again for the file identifier."""
    metadata = int(pdf.catalog["Metadata"].split()[0]) if "Metadata" in pdf.catalog else -1
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.compress and item.number != metadata:
            item.compress = False
            _, _, body = item.data.partition(b"\nstream\n")
            item.stream = [zlib.compress(body.removesuffix(b"\nendstream"), _LEVEL)]
            item.extra["Filter"] = "/FlateDecode"


class _Fetcher(URLFetcher):  # type: ignore[misc]
    """Answers from memory only; never opens a file or a connection."""

    def __init__(self, fetch: Fetch) -> None:
        super().__init__(fail_on_errors=False)
        self._fetch = fetch

    def fetch(self, url: str, headers: Any = None) -> Any:
        answer = self._fetch(url)
        if answer is None:
            raise ValueError(f"not in the edition: {url}")
        data, media_type = answer
        return URLFetcherResponse(url, data, {"Content-Type": media_type})


def _document(root: ET.Element, fetcher: _Fetcher) -> Any:
    html = weasyprint.HTML(string="<html></html>", url_fetcher=fetcher, base_url="octavo:/")
    html.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
    html.etree_element = root
    return html


@contextmanager
def _steered(steering: _Steering) -> Iterator[None]:
    make_page = weasyprint.layout.page.make_page
    layout_document = weasyprint.document.layout_document
    create_anonymous_boxes = build.create_anonymous_boxes

    def prepared(html: Any, root_box: Any, context: Any) -> Any:
        cures.prepare(root_box, context.footnotes, steering.texts)
        steering.context = context
        return layout_document(html, root_box, context)

    def anonymous(box: Any) -> Any:
        # Notes are made ready once, in `cures.prepare`; the engine would do it at each page again.
        return box if isinstance(box, boxes.FootnoteAreaBox) else create_anonymous_boxes(box)

    def page(context: Any, root_box: Any, page_type: Any, resume_at: Any, number: int, state: Any) -> Any:
        return _make_page(steering, make_page, (context, root_box, page_type, resume_at, number, state))

    with ExitStack() as stack:
        stack.enter_context(exchanged(weasyprint.document, "LayoutContext", NoteContext))
        stack.enter_context(exchanged(weasyprint.document, "layout_document", prepared))
        stack.enter_context(exchanged(build, "create_anonymous_boxes", anonymous))
        stack.enter_context(exchanged(weasyprint.layout.page, "make_page", page))
        yield


def _make_page(steering: _Steering, make_page: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    """One page, laid out again until its cures are spent."""
    context, root_box, page_type, resume_at, number, state = arguments
    before = _Snapshot(context, number)
    reserve = extra = 0.0
    for attempt in range(_ATTEMPTS):
        if attempt:
            before.restore()
            steering.remade += 1
        context.open_page(text_follows=resume_at is not None or number == 1, reserve=reserve, extra=extra)
        page_state = copy.deepcopy(state)
        page, next_resume, next_page = make_page(context, root_box, page_type, resume_at, number, page_state)
        if attempt == _ATTEMPTS - 1:
            break
        early = attempt < _ATTEMPTS // 2
        away = context.strayed(page) or cures.stranded(page, next_resume, context.page_bottom)
        waste = context.waste(cures.text_bottom(page))
        if early and away:
            reserve += away
        elif early and waste > _WASTE:
            extra += waste
        elif not cures.mend(root_box, page, next_resume, ladders=early):
            break
    # Notes hang from the bottom that the page was given; they belong at its real foot.
    page.children[1].translate(dy=reserve)
    for old, new in zip(state, page_state, strict=True):
        _take_over(old, new)
    context.reported_footnotes[:0] = context.take_rests()
    return page, next_resume, next_page


def _take_over(old: Any, new: Any) -> None:
    """Give a shared counter state the values of another."""
    if isinstance(old, dict):
        old.clear()
        old.update(new)
    else:
        old[:] = new


class _Snapshot:
    """What laying out a page changes in the context, to be undone before the page is made again."""

    def __init__(self, context: Any, number: int) -> None:
        self._context = context
        self._footnotes = list(context.footnotes)
        self._reported = list(context.reported_footnotes)
        self._broken = dict(context.broken_out_of_flow)
        self._remake = context.page_maker[number - 1][-1]
        self._remake_before = copy.copy(self._remake)

    def restore(self) -> None:
        """Undo."""
        context = self._context
        context.take_rests()
        context.footnotes = list(self._footnotes)
        context.reported_footnotes = list(self._reported)
        context.broken_out_of_flow = dict(self._broken)
        self._remake.update(self._remake_before)
        self._remake["anchors"] = []
        self._remake["content_lookups"] = []


@contextmanager
def _quiet_collector() -> Iterator[None]:
    """The engine makes many objects and few cycles: collecting them costs an eighth of a book's time."""
    before = gc.get_threshold()
    gc.set_threshold(*_COLLECT)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def deep_stack() -> Iterator[None]:
    """The engine goes down a tree by calling itself, some ten calls for one level of nesting."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _DEEPEST))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


@contextmanager
def exchanged(owner: Any, name: str, value: Any) -> Iterator[None]:
    """Another value for one of the engine's names, for a while."""
    before = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)


class _Collecting(logging.Handler):
    def __init__(self, log: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        self._log.append(record.getMessage())


@contextmanager
def _logged(log: list[str]) -> Iterator[None]:
    """The engine tells its troubles to a logger only: hear them, and keep them off the screen."""
    logger = weasyprint.LOGGER
    handlers, propagate = logger.handlers[:], logger.propagate
    logger.handlers, logger.propagate = [_Collecting(log)], False
    try:
        yield
    finally:
        logger.handlers, logger.propagate = handlers, propagate
