"""HTML, EPUB, TXT, DOCX and JATS beyond one run of pandoc, beside pandoc's own HTML and EPUB writers.

Measured in one process after the modules are loaded, from the article on: what a build adds once the
text is parsed and the pages are known. *Fonts ahead* is how a build does it: fonts are compressed in
a thread beside the layout of the PDF.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from benchmarks.measuring import Row

ROOT: Final = Path(__file__).resolve().parents[2]
EDITION: Final = "co-23-31"
TIMES: Final = 5
BOUND_SECONDS: Final = 0.6
EPUB_BYTES: Final = 350_000
HTML_BYTES: Final = 250_000


def seconds(job: Callable[[], Any], *, before: Callable[[], Any] = lambda: None) -> float:
    """Median wall time of `job`, each run after `before`."""
    taken = []
    for _ in range(TIMES):
        before()
        started = time.perf_counter()
        job()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def run() -> tuple[Row, ...]:
    """One row a format, the sum beside its bound, sizes beside theirs."""
    from octavo.formats import fonts

    fonts.seal()
    from octavo import pandoc
    from octavo.article import build_article
    from octavo.formats.claims import claims_for
    from octavo.formats.cover import render_cover
    from octavo.formats.docx import render_docx
    from octavo.formats.epub import render_epub
    from octavo.formats.fonts import cutting
    from octavo.formats.html import cite_block, font_rules, render_html
    from octavo.formats.jats import render_jats
    from octavo.formats.pdf import render_pdf
    from octavo.formats.text import render_text
    from octavo.gather import gather
    from octavo.workshop import Workshop

    gathered = gather(Workshop(ROOT), EDITION)
    edition, tree = gathered.edition, gathered.tree
    assert edition is not None
    assert tree is not None
    article = build_article(tree, edition.imprint, images=edition.images)
    pages = render_pdf(article, edition.style).pagemap
    claims, cite = claims_for(article, pages), cite_block(edition.imprint)
    cover = render_cover(article, edition.style)

    def html() -> bytes:
        return render_html(article, pages, style=edition.style, claims=claims, citation=cite).data

    def epub() -> bytes:
        return render_epub(article, pages, style=edition.style, claims=claims, cover=cover).data

    def forget() -> None:
        cutting.woff2.cache_clear()
        cutting._subset.cache_clear()

    def ahead() -> None:
        forget()
        font_rules(article)

    text = edition.text.encode()
    ours = {
        "HTML, fonts ahead": seconds(html, before=ahead),
        "EPUB": seconds(epub, before=forget),
        "cover of the EPUB": seconds(lambda: render_cover(article, edition.style)),
        "TXT": seconds(lambda: render_text(tree, edition.imprint)),
        "DOCX": seconds(lambda: render_docx(tree, edition.imprint, images=edition.images)),
        "JATS": seconds(lambda: render_jats(tree, edition.imprint, references=edition.references)),
    }
    title = ("--standalone", "--metadata", "title=Brief")
    theirs = {
        "pandoc: one run (Markdown to HTML)": seconds(lambda: pandoc.run(["-t", "html5"], text)),
        "pandoc: its own HTML": seconds(lambda: pandoc.run(["-t", "html5", *title, "--toc"], text)),
        "pandoc: its own EPUB": seconds(lambda: pandoc.run(["-t", "epub3", *title, "-o", "-"], text)),
    }
    total = sum(ours.values())
    return (
        *(Row(label, f"{taken:.3f} s") for label, taken in theirs.items()),
        *(Row(label, f"{taken:.3f} s") for label, taken in ours.items()),
        Row("HTML, fonts not ahead", f"{seconds(html, before=forget):.3f} s"),
        Row("all five", f"{total:.3f} s", f"at most {BOUND_SECONDS} s", total <= BOUND_SECONDS),
        Row("size of the EPUB", f"{len(epub())} B", f"at most {EPUB_BYTES} B", len(epub()) <= EPUB_BYTES),
        Row("size of the HTML", f"{len(html())} B", f"at most {HTML_BYTES} B", len(html()) <= HTML_BYTES),
    )
