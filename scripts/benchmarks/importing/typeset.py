"""EDGE: true text -> PDF (WeasyPrint, Typst) -> raw text of four converters.

In: a true text and a seed. Out: a PDF, and what pymupdf4llm, opendataloader, markitdown and
pdftotext make of it.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
from pathlib import Path

from benchmarks.importing.texts import Paper
from octavo import pandoc

_CSS = """
@page {{ size: {size}; margin: {margin}; @top-center {{ content: {head}; font-size: 8pt }}
  @bottom-center {{ content: counter(page); font-size: 8pt }}
  @footnote {{ border-top: .5pt solid black; padding-top: 4pt }} }}
html {{ font: {font}pt/1.35 {family} }} body {{ {columns} }}
p {{ margin: {para}; text-indent: {indent}; text-align: justify; hyphens: {hyphens} }}
h1 {{ font-size: 170%; column-span: all }} h2 {{ font-size: 130% }}
h3 {{ font-size: 110%; font-style: italic }}
.fn {{ float: footnote; font-size: 80%; text-indent: 0 }}
.fn p {{ display: inline; margin: 0; text-indent: 0 }}
::footnote-call {{ content: counter(footnote); vertical-align: super; font-size: 65%; line-height: 0 }}
::footnote-marker {{ content: counter(footnote) '{mark}'; {marker} }}
sup {{ font-size: 65%; line-height: 0 }} table {{ border-collapse: collapse }}
td, th {{ border: .5pt solid black; padding: 2pt 6pt }}
"""

_PYMUPDF = """
import sys, pathlib, pymupdf4llm
pathlib.Path(sys.argv[2]).write_text(pymupdf4llm.to_markdown(sys.argv[1], show_progress=False))
"""
_MARKITDOWN = """
import sys, pathlib
from markitdown import MarkItDown
pathlib.Path(sys.argv[2]).write_text(MarkItDown().convert(sys.argv[1]).text_content)
"""


def html(paper: Paper, seed: int) -> str:
    """The text as a page of HTML with CSS footnotes, in one of several layouts."""
    rng = random.Random(seed)
    body = pandoc.run(
        ["-f", pandoc.DIALECT, "-t", "html5", "--wrap=none"], paper.markdown().encode()
    ).decode()
    notes = dict(re.findall(r'<li id="fn(\d+)">(.*?)</li>\s*(?=<li id="fn|</ol>)', body, re.DOTALL))
    body = re.sub(r'<(?:section|aside)[^>]*id="footnotes".*', "", body, flags=re.DOTALL)

    def note(found: re.Match[str]) -> str:
        text = re.sub(r'<a href="#fnref.*?</a>', "", notes[found[1]], flags=re.DOTALL).strip()
        text = re.sub(r"</p>\s*<p>", " ", text)
        text = re.sub(r"</?(p|blockquote|ol|ul|li)>", " ", text).strip()
        return f'<span class="fn">{text}</span>'

    body = re.sub(r'<a href="#fn(\d+)".*?</a>', note, body, flags=re.DOTALL)
    body = re.sub(r"\s*<br\s*/?>\s*", " ", body).replace("\n", " ")
    body = re.sub(r"<(/?)h([1-5])", lambda m: f"<{m[1]}h{int(m[2]) + 1}", body)
    two = rng.random() < 0.25
    indent = rng.random() < 0.55
    css = _CSS.format(
        size=rng.choice(("A4", "A5", "letter")),
        margin=rng.choice(("22mm 20mm", "25mm 28mm")),
        head=rng.choice(("none", f"'{paper.title}'")),
        font=rng.choice((10, 11)),
        family=rng.choice(("'DejaVu Serif', serif", "'DejaVu Sans', sans-serif", "serif")),
        columns="columns: 2" if two else "",
        para="0" if indent else "0 0 7pt 0",
        indent="1.3em" if indent else "0",
        hyphens=rng.choice(("auto", "manual")),
        mark=rng.choice(("", "", ".", ")")),
        marker=rng.choice(("vertical-align: super; font-size: 65%", "")),
    )
    head = f'<head><meta charset="utf-8"><style>{css}</style></head>'
    title = f"<h1>{paper.title}</h1><p>{paper.author}</p>"
    return f'<html lang="en">{head}<body>{title}{body}</body></html>'


def weasyprint(paper: Paper, seed: int, target: Path) -> None:
    """Typeset with WeasyPrint."""
    import weasyprint as engine

    engine.HTML(string=html(paper, seed)).write_pdf(target)


def typst(paper: Paper, seed: int, target: Path, python: str) -> None:
    """Typeset with Typst (a wheel in the environment of `python`)."""
    rng = random.Random(seed)
    markdown = paper.markdown()
    body = pandoc.run(["-f", pandoc.DIALECT, "-t", "typst", "--wrap=none"], markdown.encode()).decode()
    body = body.replace("#horizontalrule", "#line(length: 100%)").replace("<br>", "")
    size, header = rng.choice(("a4", "a5", "us-letter")), rng.choice(("", paper.title))
    setup = f"""#set page(paper: "{size}", numbering: "1", header: [{header}])
#set par(justify: true{rng.choice(("", ", first-line-indent: 1.2em, spacing: 0.65em"))})
#set text(size: {rng.choice((10, 11))}pt, hyphenate: {rng.choice(("true", "false"))}, lang: "en")
#let blockquote(body) = [#set text(size: 0.92em); #block(inset: (left: 1.5em))[#body]]
= {paper.title}
{paper.author}

"""
    body = re.sub(r"^(=+) ", r"=\1 ", body, flags=re.MULTILINE)
    source = target.with_suffix(".typ")
    source.write_text(setup + body, encoding="utf-8")
    subprocess.run(
        [
            python,
            "-c",
            "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])",
            str(source),
            str(target),
        ],
        check=True,
    )


def convert(pdf: Path, folder: Path, *, markitdown_python: str) -> None:
    """All four converters; a raw text that exists is not made again."""
    stem = pdf.stem
    layout = folder / f"{stem}.layout.txt"
    if not layout.exists():
        subprocess.run(["pdftotext", "-layout", str(pdf), str(layout)], check=True)
    mupdf = folder / f"{stem}.pymupdf.md"
    if not mupdf.exists():
        subprocess.run(
            [sys.executable, "-c", _PYMUPDF, str(pdf), str(mupdf)], check=True, capture_output=True
        )
    plain = folder / f"{stem}.markitdown.txt"
    if not plain.exists():
        subprocess.run(
            [markitdown_python, "-c", _MARKITDOWN, str(pdf), str(plain)], check=True, capture_output=True
        )


def opendataloader(pdfs: list[Path], folder: Path) -> None:
    """One run of the Java tool for all PDFs."""
    import opendataloader_pdf

    todo = [str(pdf) for pdf in pdfs if not (folder / f"{pdf.stem}.odl.md").exists()]
    if todo:
        out = folder / "odl"
        opendataloader_pdf.convert(input_path=todo, output_dir=str(out), format="markdown", quiet=True)
        for path in out.glob("*.md"):
            path.rename(folder / f"{path.stem}.odl.md")
