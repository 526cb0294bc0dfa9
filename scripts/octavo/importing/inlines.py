"""Raw blocks -> blocks of canonical inline text; page anchors, comments and pictures told apart.

In: the blocks of `blocks.parse` (or of `layout.parse`). Out: a draft whose running text is
canonical Markdown with atoms, whose tables are pipe or grid tables, and whose pictures stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from octavo.importing import tables
from octavo.importing.anchors import notes_behind
from octavo.importing.choices import remove
from octavo.importing.draft import ATOM, Atom, Block, Draft, Kind, atom_index
from octavo.importing.inline import Scanner

_PAGE_ANCHOR: Final = re.compile(
    r"""<(?:span|a)\s+(?:id|name)=["']?page[-_](\d{1,5})[^>]{0,60}>(?:</(?:span|a)>)?"""
)
_COMMENT: Final = re.compile(r"<!--.{0,4000}?-->", re.DOTALL)
_HEADING_ID: Final = re.compile(r"\{#([^\s{}]{1,80})[^{}]{0,200}\}")
_HARD_BREAK: Final = re.compile(r"(?<=\S) {2,}\n(?=\S)")
_LONG: Final = 70
_OMITTED: Final = re.compile(
    r"\**(?:==>|\[)\s*(?:picture|image|figure)\b[^\n]{0,80}(?:omitted|<==)[^\n]{0,20}\**$", re.IGNORECASE
)
_PICTURE_TEXT: Final = re.compile(
    r"\**-{3,}\s*(?:Start|End) of picture text\s*-{3,}\**(?:<br>)?", re.IGNORECASE
)
PLACEHOLDER: Final = re.compile(
    r"(?:^|/)_page_\d+_(?:picture|figure)_\d+\.\w+$|(?:^|[/_-])(?:image|img|picture|imageFile)[-_]?\d+(?:[-_]\d+)*\.(?:png|jpe?g)$",
    re.IGNORECASE,
)


def read_inlines(draft: Draft, pictures: frozenset[str]) -> Draft:
    """Scan every block's running text; `pictures` are names of pictures known to exist."""
    scanner = Scanner(keep_targets=frozenset(_HEADING_ID.findall(draft.raw)), behind=notes_behind(draft.raw))
    blocks: list[Block] = []
    page = 0
    for block in draft.blocks:
        anchor = _PAGE_ANCHOR.search(block.text) if block.kind in (Kind.PARA, Kind.HEAD) else None
        if anchor and int(anchor[1]) + 1 > page:
            turned = page > 0 or int(anchor[1]) > 0
            page = int(anchor[1]) + 1
            block = replace(block, after_page=turned)
        block = replace(block, page=max(block.page, page))
        blocks.extend(_read(draft, block, scanner, pictures))
    return replace(draft, blocks=tuple(blocks), atoms=tuple(scanner.atoms))


def _read(draft: Draft, block: Block, scanner: Scanner, pictures: frozenset[str]) -> Iterator[Block]:
    if block.kind is Kind.HTML:
        yield from _read_html(draft, block, scanner)
    elif block.kind is Kind.TABLE:
        yield _read_table(draft, block, scanner)
    elif block.kind is Kind.VERSE:
        yield replace(
            block,
            text="\n".join(
                "| " + scanner.read(line[2:]) if line[2:].strip() else "|" for line in block.text.split("\n")
            ),
        )
    elif block.kind in (Kind.PARA, Kind.HEAD):
        yield from _read_text(draft, block, scanner, pictures)
    else:
        yield block


def _read_table(draft: Draft, block: Block, scanner: Scanner) -> Block:
    """A pipe table; a grid table stays one only where a pipe table cannot hold its cells."""
    if not block.level:
        text, strays = tables.without_strays(block.text)
        for letter in strays:
            remove(draft, block.line, letter, "letter of a ligature that the converter saw twice")
        return replace(block, text=tables.pipe(text, scanner.read))
    text = tables.from_grid(block.text, scanner.read)
    return replace(block, text=text, level=0) if text else block


def _kept_lines(raw: str) -> str:
    """`raw` with Markdown's hard breaks, two blanks at a line end, as backslashes.

    Long lines that end so are a converter's wrapping: verse and addresses are short.
    """
    if not _HARD_BREAK.search(raw):
        return raw
    lines = raw.split("\n")
    long = sum(len(line) > _LONG for line in lines)
    return raw if 2 * long > len(lines) else _HARD_BREAK.sub("\\\\\n", raw)


def _read_text(draft: Draft, block: Block, scanner: Scanner, pictures: frozenset[str]) -> Iterator[Block]:
    raw = _COMMENT.sub("", block.text)
    if _OMITTED.fullmatch(raw.strip()):
        remove(draft, block.line, raw, "placeholder of a picture")
        return
    raw = _PICTURE_TEXT.sub("", raw)
    identifier = ""
    if block.kind is Kind.HEAD:
        found = re.search(r"\s*(\{#[^\s{}]{1,80}[^{}]{0,200}\})$", raw)
        if found:
            raw, identifier = raw[: found.start()], found[1]
    text = scanner.read(_kept_lines(raw))
    if block.kind is Kind.PARA and scanner.images and "\ue000" in text:
        text, images = _pictures(draft, block, text, scanner, pictures)
        if not text:
            yield from images
            return
    if text or (block.path and (not block.text or block.path[-1].kind == "item")):
        yield replace(block, text=text, hint=identifier or block.hint)


def _pictures(
    draft: Draft, block: Block, text: str, scanner: Scanner, pictures: frozenset[str]
) -> tuple[str, list[Block]]:
    """Take placeholders out; a paragraph that is one picture becomes a block of its own."""
    images: list[Block] = []

    def sort(found: re.Match[str]) -> str:
        atom = scanner.atoms[atom_index(found)]
        if atom.kind != "image":
            return found[0]
        alone = text.strip() == found[0]
        if atom.raw not in pictures and (PLACEHOLDER.search(atom.raw) or ":" in atom.raw):
            remove(draft, block.line, atom.written, "picture that the converter names but that is not there")
            return ""
        scanner.images.append(atom.raw)
        if alone:
            images.append(replace(block, kind=Kind.IMAGE, text=atom.written))
            return ""
        return found[0]

    return ATOM.sub(sort, text).strip(), images


def _read_html(draft: Draft, block: Block, scanner: Scanner) -> Iterator[Block]:
    lowered = block.text.lower()
    if lowered.startswith("<table"):
        text = tables.from_html(block.text, scanner.read)
        if text:
            yield replace(block, kind=Kind.TABLE, text=text)
            return
    if lowered.startswith(("<!--", "<script", "<style", "<svg")):
        remove(draft, block.line, block.text, "comment, script or style of the converter")
        return
    if lowered.startswith("<pre"):
        code = re.sub(r"<[^<>]{0,300}>", "", block.text)
        yield replace(block, kind=Kind.CODE, text="```\n" + code.strip("\n") + "\n```")
        return
    text = scanner.read(block.text)
    if text:
        yield replace(block, kind=Kind.PARA, text=text)


def opaque(scanner: Scanner, written: str) -> str:
    """An atom that no rule looks into."""
    return scanner.atom(Atom("opaque", written))
