"""EDGE: a true text -> a PDF by WeasyPrint, Typst, LuaLaTeX or LibreOffice.

In: a text, a layout, the folder with ``figure-1.png``. Out: a PDF. Raises `RefusedError` where the engine
is missing or refuses the text.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from benchmarks.importing.layouts import Layout
from benchmarks.importing.office import reference
from benchmarks.importing.paper import Paper, labels
from octavo import pandoc

_SIZES: Final = {"a4": "A4", "a5": "A5", "letter": "letter"}
_CSS: Final = """
@page {{ size: {size}; margin: 22mm 20mm; {folio}
  @footnote {{ border-top: .5pt solid black; padding-top: 4pt }} }}
{heads}
html {{ font: {points}pt/1.35 {family} }} main {{ {columns} }}
p {{ margin: {para}; text-indent: {indent}; text-align: {align}; hyphens: {hyphens} }}
h1 {{ font-size: 170% }} h2 {{ font-size: 130% }} h3 {{ font-size: 112% }} h4 {{ font-size: 100% }}
h2, h3, h4 {{ hyphens: manual; {set_apart} }} blockquote {{ font-size: {quote}% }}
ul {{ list-style-type: '{bullet}  ' }}
.fn {{ float: footnote; font-size: {note}%; text-indent: 0; font-weight: normal; font-style: normal }}
::footnote-call {{ content: attr(data-mark); vertical-align: super; font-size: 65%; line-height: 0 }}
::footnote-marker {{ content: attr(data-mark) '{mark}'; {raised} }}
sup, sub {{ font-size: 65%; line-height: 0 }} table {{ border-collapse: collapse }} img {{ width: 40% }}
td, th {{ border: .5pt solid black; {cells} }} pre {{ font-size: 85%; white-space: pre-wrap }}
.line-block {{ margin: 0 2em }}
"""
_FOLIOS: Final = {
    "foot": "@bottom-center { content: counter(page); font-size: 8pt }",
    "head": "@top-right { content: counter(page); font-size: 8pt }",
    "page": "@bottom-right { content: 'Page ' counter(page) ' of ' counter(pages); font-size: 8pt }",
}
_SET_APART: Final = {
    "bold": "font-weight: bold",
    "italic": "font-weight: normal; font-style: italic",
    "caps": "font-weight: bold; font-size: 100%; text-transform: uppercase",
    "small": "font-weight: normal; font-variant: small-caps",
    "centred": "font-weight: bold; text-align: center",
}


_PACKAGES: Final = {
    "lualatex": "texlive-luatex texlive-latex-extra fonts-lmodern fonts-nanum",
    "soffice": "libreoffice-writer",
}


class RefusedError(Exception):
    """An engine is missing or refuses a text; the message says which and why."""


def typeset(paper: Paper, layout: Layout, target: Path, *, python: str) -> None:
    """Typeset `paper` into `target`; `python` has Typst."""
    if layout.engine == "typst":
        _typst(paper, layout, target, python)
    else:
        _ENGINES[layout.engine](paper, layout, target)


def _pandoc(markdown: str, to: str) -> str:
    arguments = ["-f", pandoc.DIALECT, "-t", to, "--wrap=none", "--no-highlight"]
    return pandoc.run(arguments, markdown.encode()).decode()


def _run(command: list[str], folder: Path) -> None:
    if not shutil.which(command[0]):
        wanted = _PACKAGES.get(command[0], "")
        raise RefusedError(f"{command[0]} is not installed" + (f" (Debian: {wanted})" if wanted else ""))
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=240, check=False)
    if done.returncode:
        told = (done.stdout + done.stderr).decode(errors="replace")
        raise RefusedError(f"{Path(command[0]).name} refuses it: {_reason(told)}")


def _reason(told: str) -> str:
    return next((line for line in told.splitlines() if line.startswith("! ")), told.strip()[-200:])


def _heads(paper: Paper, layout: Layout) -> tuple[str, str]:
    """Running heads of verso and recto; empty where there are none."""
    if layout.head == "none":
        return "", ""
    return (paper.author if layout.head == "recto" else paper.title), paper.title


def _front_markdown(paper: Paper) -> str:
    out = []
    for key, words in paper.printed_front():
        if key == "subtitle":
            out.append(f"*{words}*")
        elif key == "abstract":
            out += [f"**{paper.abstract_label()}**", words]
        else:
            out.append(re.sub(r"^(\d+)\.", r"\1\\.", words))
    return "\n\n".join(out) + "\n\n"


# --- WeasyPrint -------------------------------------------------------------------------------------------


def html(paper: Paper, layout: Layout) -> str:
    """The text as a page of HTML with CSS footnotes."""
    body = _pandoc(paper.markdown(), "html5")
    notes = dict(re.findall(r'<li id="fn(\d+)">(.*?)</li>\s*(?=<li id="fn|</ol>\s*</)', body, re.DOTALL))
    body = re.sub(r'<(?:section|aside)[^>]*id="footnotes".*', "", body, flags=re.DOTALL)
    marks = labels(paper)

    def note(found: re.Match[str]) -> str:
        text = re.sub(r'<a href="#fnref.*?</a>', "", notes[found[1]], flags=re.DOTALL).strip()
        text = re.sub(r"</?(p|blockquote|ol|ul|li|pre|code)\b[^<>]*>", " ", text).strip()
        return f'<span class="fn" data-mark="{marks[int(found[1])]}">{text}</span>'

    body = re.sub(r'<a href="#fn(\d+)".*?</a>', note, body, flags=re.DOTALL)
    body = "".join(
        part if part.startswith("<pre") else _one_line(part)
        for part in re.split(r"(<pre\b.*?</pre>)", body, flags=re.DOTALL)
    )
    body = re.sub(r"<(/?)h([1-5])", lambda m: f"<{m[1]}h{int(m[2]) + 1}", body)
    front = _pandoc(_front_markdown(paper), "html5")
    head = f'<head><meta charset="utf-8"><style>{_css(paper, layout)}</style></head>'
    lang = paper.fact("lang") or "en"
    return f'<html lang="{lang}">{head}<body><h1>{paper.title}</h1>{front}<main>{body}</main></body></html>'


def _one_line(part: str) -> str:
    """Without line ends, which the engine does not forgive beside a footnote."""
    return re.sub(r"(<br\s*/?>)?\s*\n\s*", r"\1 ", part).replace("<br /> ", "<br />")


def _css(paper: Paper, layout: Layout) -> str:
    verso, recto = _heads(paper, layout)
    heads = "".join(
        f"@page :{side} {{ @top-center {{ content: '{words}'; font-size: 8pt }} }}\n"
        for side, words in (("left", verso), ("right", recto))
        if words
    )
    return _CSS.format(
        size=_SIZES[layout.size],
        heads=heads.replace("“", "").replace("”", ""),
        points=layout.points,
        family="'DejaVu Sans', sans-serif" if layout.sans else "'DejaVu Serif', serif",
        columns=f"columns: {layout.columns}" if layout.columns > 1 else "",
        cells="font-size: 70%; padding: 1pt 2pt" if layout.columns > 1 else "padding: 2pt 6pt",
        para="0" if layout.indent else "0 0 7pt 0",
        indent="1.3em" if layout.indent else "0",
        hyphens="auto" if layout.hyphens else "manual",
        mark=layout.mark,
        raised="vertical-align: super; font-size: 65%" if layout.raised else "",
        align="left" if layout.ragged else "justify",
        folio=_FOLIOS[layout.folio],
        set_apart=_SET_APART[layout.heads],
        quote=layout.quote,
        note=layout.note,
        bullet=layout.bullet,
    )


def _weasyprint(paper: Paper, layout: Layout, target: Path) -> None:
    import weasyprint

    try:
        weasyprint.HTML(string=html(paper, layout), base_url=str(target.parent) + "/").write_pdf(target)
    except Exception as error:  # whatever the engine cannot do with a text, the next one may
        raise RefusedError(f"WeasyPrint refuses it: {error!r}") from error


# --- Typst ------------------------------------------------------------------------------------------------

_TYPST_HEADS: Final = {
    "bold": "",
    "italic": '#show heading: set text(style: "italic", weight: "regular")',
    "caps": "#show heading.where(level: 2): upper",
    "small": '#show heading: set text(weight: "regular")\n#show heading.where(level: 2): smallcaps',
    "centred": "#show heading: set align(center)",
}


def _typst(paper: Paper, layout: Layout, target: Path, python: str) -> None:
    body = _pandoc(paper.markdown(), "typst").replace("#horizontalrule", "#line(length: 100%)")
    numbering = "*" if paper.numbering == "symbols" else "1"
    reset = "counter(footnote).update(0)" if paper.numbering in ("symbols", "page") else ""
    if paper.numbering == "chapter":
        body = re.sub(r"^= ", "#counter(footnote).update(0)\n= ", body, flags=re.MULTILINE)
    verso, recto = (words.replace('"', "") for words in _heads(paper, layout))
    columns = f", columns: {layout.columns}" if layout.columns > 1 else ""
    paragraph = ", first-line-indent: 1.2em, spacing: 0.65em" if layout.indent else ""
    size = {"letter": "us-letter"}.get(layout.size, layout.size)
    hyphens, lang = str(layout.hyphens).lower(), paper.fact("lang") or "en"
    folio = {"foot": '"1"', "head": "none", "page": "none"}[layout.folio]
    foot = ", footer: context [Page #counter(page).display()]" if layout.folio == "page" else ""
    beside = "#h(1fr)#counter(page).display()" if layout.folio == "head" else ""
    setup = f"""#set page(paper: "{size}", numbering: {folio}{foot}{columns}, header: context {{
  {reset}
  if calc.odd(counter(page).get().first()) [{recto}{beside}] else [{verso}{beside}]
}})
#set par(justify: {str(not layout.ragged).lower()}{paragraph})
#set text(size: {layout.points}pt, hyphenate: {hyphens}, lang: "{lang}")
#set footnote(numbering: "{numbering}")
#show footnote.entry: set text(size: {layout.points * layout.note / 100}pt)
#set list(marker: [{layout.bullet}])
{_TYPST_HEADS[layout.heads]}
#let blockquote(body) = [#set text(size: {layout.quote / 100}em); #block(inset: (left: 1.5em))[#body]]
= {paper.title}
{_pandoc(_front_markdown(paper), "typst")}

"""
    source = target.with_suffix(".typ")
    source.write_text(setup + re.sub(r"^(=+) ", r"=\1 ", body, flags=re.MULTILINE), encoding="utf-8")
    code = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])"
    _run([python, "-c", code, str(source), str(target)], target.parent)


# --- LaTeX ------------------------------------------------------------------------------------------------

_FONTS: Final = r"""\directlua{luaotfload.add_fallback("others",
  {"DejaVu Serif:mode=harf;", "NanumMyeongjo:mode=harf;"})}
\setmainfont{%s}[RawFeature={fallback=others}]"""
_LATEX: Final = r"""\documentclass[{points}pt,{size}paper{columns}]{{article}}
\usepackage{{geometry}}\geometry{{margin=22mm}}
\usepackage{{fontspec,amsmath,amssymb,longtable,booktabs,array,calc,graphicx,fancyhdr,fancyvrb,xcolor,etoolbox,ragged2e}}
\usepackage[{perpage}]{{footmisc}}\usepackage{{hyperref}}\VerbatimFootnotes
{fonts}
\providecommand{{\tightlist}}{{\setlength{{\itemsep}}{{0pt}}\setlength{{\parskip}}{{0pt}}}}
\providecommand{{\pandocbounded}}[1]{{#1}}
\setcounter{{secnumdepth}}{{0}}
{symbols}{paragraphs}{ragged}
\makeatletter
\newcommand\headset[3]{{\@startsection{{#1}}{{#2}}{{0pt}}{{12pt plus 4pt}}{{5pt}}%
  {{\normalfont#3{set_apart}}}}}
\renewcommand\subsection{{\headset{{subsection}}{{2}}{{\Large}}}}
\renewcommand\subsubsection{{\headset{{subsubsection}}{{3}}{{\large}}}}
\newcommand\subsubsubsection{{\headset{{paragraph}}{{4}}{{\normalsize}}}}
\makeatother
\AtBeginEnvironment{{quote}}{{{quote}}}
\renewcommand\footnotesize{{\fontsize{{{note}}}{{{lead}}}\selectfont}}
\renewcommand\labelitemi{{{bullet}}}
\pagestyle{{fancy}}\fancyhf{{}}
\fancyhead[C]{{\ifodd\value{{page}}{recto}\else {verso}\fi}}{folio}
\renewcommand{{\headrulewidth}}{{0pt}}
{hyphens}
\begin{{document}}
\section*{{{title}}}
{front}

{body}
\end{{document}}
"""
_LATEX_FOLIOS: Final = {
    "foot": r"\fancyfoot[C]{\thepage}",
    "head": r"\fancyhead[R]{\thepage}",
    "page": r"\fancyfoot[R]{Page \thepage}",
}
_LATEX_HEADS: Final = {
    "bold": r"\bfseries",
    "italic": r"\itshape",
    "caps": r"\bfseries\MakeUppercase",
    "small": r"\scshape",
    "centred": r"\bfseries\centering",
}


def _latex(paper: Paper, layout: Layout, target: Path) -> None:
    if paper.fact("lang") == "ko":
        raise RefusedError("no Hangul class for LaTeX in use")
    body = _pandoc(paper.markdown(), "latex").replace("\\includegraphics[", "\\includegraphics[width=5cm,")
    if paper.numbering == "chapter":
        body = body.replace("\\section{", "\\setcounter{footnote}{0}\\section{")
    verso, recto = _heads(paper, layout)
    source = _LATEX.format(
        points=layout.points,
        size=layout.size,
        columns=",twocolumn" if layout.columns > 1 else "",
        perpage="perpage" if paper.numbering in ("page", "symbols") else "bottom",
        fonts=_FONTS % ("DejaVu Serif" if layout.sans else "Latin Modern Roman"),
        symbols=r"\renewcommand{\thefootnote}{\fnsymbol{footnote}}" if paper.numbering == "symbols" else "",
        paragraphs="" if layout.indent else r"\setlength{\parindent}{0pt}\setlength{\parskip}{6pt plus 2pt}",
        verso=verso,
        recto=recto,
        hyphens="" if layout.hyphens else r"\hyphenpenalty=10000\exhyphenpenalty=10000\sloppy",
        title=paper.title,
        ragged=r"\AtBeginDocument{\RaggedRight}" if layout.ragged else "",
        set_apart=_LATEX_HEADS[layout.heads],
        quote=r"\small" if layout.quote < 100 else "",
        note=layout.points * layout.note / 100,
        lead=layout.points * layout.note / 80,
        bullet=layout.bullet if layout.bullet != "▪" else r"\raisebox{1pt}{\rule{3pt}{3pt}}",
        folio=_LATEX_FOLIOS[layout.folio],
        front=_pandoc(_front_markdown(paper), "latex"),
        body=re.sub(r"\\(sub)*section\{", lambda m: m[0].replace("\\", "\\sub", 1), body),
    )
    with tempfile.TemporaryDirectory(prefix="octavo-bench-") as folder:
        work = Path(folder)
        figure = target.parent / "figure-1.png"
        if figure.exists():
            shutil.copy(figure, work)
        (work / "text.tex").write_text(source, encoding="utf-8")
        for _ in range(2):
            _run(["lualatex", "-interaction=nonstopmode", "text.tex"], work)
        shutil.copy(work / "text.pdf", target)


# --- LibreOffice ------------------------------------------------------------------------------------------


def _office(paper: Paper, layout: Layout, target: Path) -> None:
    markdown = f"# {paper.title}\n\n{_front_markdown(paper)}" + re.sub(
        r"^(#+) ", r"#\1 ", paper.markdown(), flags=re.MULTILINE
    )
    with tempfile.TemporaryDirectory(prefix="octavo-bench-") as folder:
        work = Path(folder)
        source = work / f"{target.stem}.docx"
        template = work / "reference.docx"
        template.write_bytes(reference(layout, _heads(paper, layout)))
        arguments = ["-f", pandoc.DIALECT, "-t", "docx", f"--reference-doc={template}"]
        source.write_bytes(pandoc.run(arguments, markdown.encode()))
        profile = f"-env:UserInstallation={(work / 'profile').as_uri()}"
        _run(["soffice", profile, "--headless", "--convert-to", "pdf", source.name], work)
        made = source.with_suffix(".pdf")
        if not made.exists():
            raise RefusedError("LibreOffice wrote no PDF")
        shutil.copy(made, target)


_ENGINES: Final[dict[str, Callable[[Paper, Layout, Path], None]]] = {
    "weasyprint": _weasyprint,
    "latex": _latex,
    "office": _office,
}
