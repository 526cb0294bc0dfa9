"""Paragraphs made whole: lines, hyphens, page ends.

In: a draft whose notes and furniture are out of the flow. Out: one block a paragraph, no line end
inside but hard breaks. Whether two blocks are one is scored from how the first ends, how the
second begins, and what stood between; the score is the decision's confidence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from octavo.importing import hyphens
from octavo.importing.choices import choose, line_at
from octavo.importing.draft import Block, Draft, Kind, visible
from octavo.importing.lone import ORPHAN
from octavo.importing.result import Respelled
from octavo.importing.seams import judge, late
from octavo.importing.tails import TAIL

CAPTION: Final = re.compile(
    r"\**(?:Figure|Figura|Fig\.|Table|Tableau|Tabelle|Tabella|Tabela|Tabla|Tab\.|Cuadro|Chart|Box|Map|Mapa|Carte|Karte"
    r"|Gráfico|Graphique|Plate|Planche|Abbildung|Abb\.|Sources?|Quellen?|Fuentes?|Fonti?|Fonte|Photo|그림|표|자료|출처)\b"
    r"\s*(?:\d|[A-Z]?\.|:)",
    re.IGNORECASE,
)
_LABELLED: Final = re.compile(r"\**[^\W\d_]{1,14}\.? ?\d{1,3}(?:\.\d{1,2})?\**\s?[.:：—–]")
_SOURCE: Final = re.compile(r"\**[^\W\d_]{2,14}\**\s?[:：]\s?\**\s?\S")
_CAPTIONED: Final = "caption"
"""Hint of a line that belongs to the table beside it."""
_LINE: Final = 200
"""Letters up to which a line beside a table may be its caption."""
_FLOATS: Final = (Kind.IMAGE, Kind.TABLE, Kind.PAGE, Kind.HTML)
_LONGEST: Final = 20_000
"""Characters from where on a paragraph, some eight printed pages, is not made longer."""
_TAIL_SURE: Final = 0.7
"""How sure a join is at most where a note's end was told by a word in lower case."""
_LETTERS: Final = re.compile(r"[^\W\d_]+")


def whole_paragraphs(draft: Draft) -> Draft:
    """The rule: undo line ends and hyphens inside blocks, then join blocks over page ends."""
    words = hyphens.vocabulary((*draft.blocks, *(block for note in draft.notes for block in note)))
    blocks = [_unwrapped(draft, block, words) for block in draft.blocks]
    notes = tuple(
        _whole_note(draft, [_unwrapped(draft, block, words) for block in note], words) for note in draft.notes
    )
    draft = replace(draft, blocks=tuple(_captioned(blocks)), notes=notes)
    return _joined(draft, words)


def _whole_note(draft: Draft, blocks: list[Block], words: Counter[str]) -> tuple[Block, ...]:
    """A note's paragraphs; one that a page end or a line end cut is whole again."""
    out: list[Block] = []
    for block in blocks:
        if out and out[-1].kind is block.kind is Kind.PARA and out[-1].path == block.path:
            join, confidence, evidence = judge(out[-1], block, noted=True)
            if join and confidence >= 0.7:
                passage = f"{visible(out[-1].text)[-50:]} ⏎ {visible(block.text)[:50]}"
                choice = choose(
                    draft,
                    kind="join",
                    line=block.line,
                    default="join",
                    options=("join", "apart"),
                    why=(evidence + "; in a note", confidence, passage),
                )
                if choice == "join":
                    out[-1] = _merged(draft, out[-1], block, words)
                    continue
        out.append(block)
    return tuple(out)


def _unwrapped(draft: Draft, block: Block, words: Counter[str]) -> Block:
    if block.kind not in (Kind.PARA, Kind.HEAD):
        return block
    text = block.text
    if "\n" in text or "- " in text or "‐" in text or "\u00ad" in text:
        text = hyphens.BREAK.sub(lambda found: _mended(draft, block, found, words), text)
        text = text.replace("\u00ad", "")
    text = re.sub(r"(?<!\\)\n", " ", text)
    text = re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])", "", text)
    return replace(block, text=re.sub(r"  +", " ", text).strip())


def _mended(draft: Draft, block: Block, found: re.Match[str], words: Counter[str]) -> str:
    left, sign, right = found[1], found[2][0], found[3]
    at_line_end = "\n" in found[0]
    if sign == "-" and not at_line_end and not (right[:1].islower() or hyphens.opens_a_name(left, right)):
        return found[0]
    instead, confidence, reason = hyphens.together(left, right, sign, words)
    line = line_at(block, found.start(3))
    options = tuple(dict.fromkeys((left + right, f"{left}-{right}", f"{left}{sign} {right}")))
    instead = choose(
        draft,
        kind="hyphen",
        line=line,
        default=instead,
        options=options,
        why=(reason, confidence, found[0].replace("\n", "⏎")),
    )
    _respell(draft, line, (left, right), instead)
    return instead


def _respell(draft: Draft, line: int, before: tuple[str, str], instead: str) -> None:
    old, new = (tuple(_LETTERS.findall(text)) for text in (" ".join(before), instead))
    if old != new:
        draft.ledger.respelled.append(Respelled(line, old, new, "hyphen of a line end"))


def _joined(draft: Draft, words: Counter[str]) -> Draft:
    out: list[Block] = []
    for block, is_late in zip(draft.blocks, late(draft.blocks), strict=True):
        at = _last_text(out, block)
        if at is None or not _open_to(out, at, block):
            out.append(block)
            continue
        verdict = judge(out[at], block, between=len(out) - 1 - at, late=is_late)
        join, confidence, evidence = verdict
        if confidence == 0:
            out.append(block)
            continue
        confidence = min(confidence, _TAIL_SURE) if block.hint == TAIL else confidence
        passage = f"{visible(out[at].text[-80:])[-50:]} ⏎ {visible(block.text[:80])[:50]}"
        choice = choose(
            draft,
            kind="join",
            line=block.line,
            default="join" if join else "apart",
            options=("join", "apart"),
            why=(evidence, confidence, passage),
        )
        if choice == "join":
            out[at] = _merged(draft, out[at], block, words)
        else:
            out.append(block)
    return replace(draft, blocks=tuple(out))


def _last_text(out: list[Block], block: Block) -> int | None:
    """The paragraph before `block`, over page signs, floats and their captions."""
    if block.kind is not Kind.PARA or block.hint == ORPHAN or _is_caption(block):
        return None
    at = len(out) - 1
    steps = 0
    while at >= 0 and steps < 12:
        candidate = out[at]
        if candidate.kind is Kind.PARA and not _is_caption(candidate) and candidate.hint != ORPHAN:
            return at
        if (
            candidate.kind not in _FLOATS
            and candidate.kind is not Kind.PARA
            and candidate.hint != "stray rule"
        ):
            return None
        at, steps = at - 1, steps + 1
    return None


def _is_caption(block: Block) -> bool:
    return block.hint == _CAPTIONED or CAPTION.match(block.text) is not None


def _captioned(blocks: Sequence[Block]) -> list[Block]:
    """`blocks`; a word and its number above a table, a word and a colon below it, are the table's own.

    So captions and sources are known in any language: *Tabla 1.*, *표 1.*, *Fuente:*, *자료:*.
    """
    out: list[Block] = []
    for at, block in enumerate(blocks):
        above = at + 1 < len(blocks) and blocks[at + 1].kind is Kind.TABLE and _LABELLED.match(block.text)
        below = at > 0 and blocks[at - 1].kind is Kind.TABLE and _SOURCE.match(block.text)
        plain = block.kind is Kind.PARA and not block.hint and len(block.text) < _LINE
        out.append(replace(block, hint=_CAPTIONED) if plain and (above or below) else block)
    return out


def _open_to(out: list[Block], at: int, block: Block) -> bool:
    """Whether `block` may go on in the paragraph at `at`: same container, or the one it was cut from."""
    before = out[at].path
    if len(out[at].text) > _LONGEST:
        return False
    if before == block.path:
        return True
    if (
        block.path
        and before
        and len(before) == len(block.path)
        and before[-1].kind == block.path[-1].kind == "quote"
    ):
        return True
    return not block.path and bool(before) and before[0].kind != "note"


def _merged(draft: Draft, before: Block, block: Block, words: Counter[str]) -> Block:
    first, second = before.text, block.text
    broken = re.search(r"([^\W\d_]+)([-‐\u00ad])$", first[-60:]) if first[-1:] in "-‐\u00ad" else None
    start = re.match(r"[^\W\d_]+", second)
    if broken and start:
        instead, confidence, reason = hyphens.together(broken[1], start[0], broken[2], words)
        instead = choose(
            draft,
            kind="hyphen",
            line=block.line,
            default=instead,
            options=(broken[1] + start[0], f"{broken[1]}-{start[0]}"),
            why=(reason, confidence, f"{broken[0]} ⏎ {start[0]}"),
        )
        _respell(draft, block.line, (broken[1], start[0]), instead)
        text = first[: len(first) - len(broken[0])] + instead + second[start.end() :]
    else:
        glue = (
            "" if re.search(r"[\u3000-\u9fff]$", first[-2:]) and re.match(r"[\u3000-\u9fff]", second) else " "
        )
        glue = "" if re.match(r"[,;.)\]”’»!?]", second) else glue
        text = _sewn(first, second, glue)
    return replace(before, text=text, full=block.full)


def _sewn(first: str, second: str, glue: str) -> str:
    """Emphasis that the page end cut in two becomes one again."""
    close, reopen = re.search(r"(?<![*\\\s])(\*{1,3})$", first[-5:]), re.match(r"(\*{1,3})(?=[^*\s])", second)
    if close and reopen and close[1] == reopen[1]:
        return first[: len(first) - len(close[1])] + glue + second[reopen.end() :]
    return first + glue + second
