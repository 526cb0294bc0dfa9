"""Markdown text in, lexemes and words with their places out: what each sign of the source *prints*.

One scanner reads witness and edition alike (raw converter Markdown and Pandoc's Markdown are near
enough), so that a difference between the two is a difference of the texts and not of two readers.
It shares no code with pandoc; `octavo.fidelity.collation` holds its words against pandoc's.
The scan is linear: every pattern stops at the next sign of its own kind.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, NamedTuple

INVISIBLE: Final = "\u00ad\u200b\u200c\u2060\ufeff\x00"
"""Signs that print nothing: soft hyphen, zero-width space and (non-)joiners, BOM, NUL."""

RAISED: Final = dict(
    zip("⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", "0123456789abcdefghijklmnoprstuvwxyz", strict=True)
)
"""Raised figures and letters of Unicode, and what they stand for."""
NOTE_SIGN: Final = re.compile(
    rf"[\[(]?(?:[0-9]{{1,4}}|[{''.join(RAISED)}]{{1,4}}|[*∗†‡§¶‖#]{{1,4}}|[a-z])[\])]?[.:]?"
)
"""What a printed note sign looks like, without superscript: ``3``, ``3)``, ``(3)``, ``[3]``, ``*``."""


class Kind(IntEnum):
    """What a lexeme is. Kinds below `BREAKS` print something."""

    TEXT = 0
    ESCAPE = 1
    """One sign written as escape or entity: ``\\$``, ``&amp;``."""
    SUP = 2
    SUB = 3
    LIST_NUMBER = 4
    """``1.`` or ``1)`` at the start of a line: a sign in a raw text, markup in an edition."""
    BREAKS = 5
    """Not a kind: what follows prints nothing."""
    SPACE = 6
    HEAD = 7
    BULLET = 8
    QUOTE = 9
    RULE = 10
    FENCE = 11
    NOTE = 12
    """The label of a note's definition, ``[^3]:``."""
    CALL = 13
    EMPHASIS = 14
    OPEN = 15
    """``[`` of a link, a span or an image."""
    CLOSE = 16
    """``](…)`` or ``]{…}``."""
    TAG = 17
    HIDDEN = 18
    """A run of signs from `INVISIBLE`."""
    ATTRIBUTES = 19
    """``{#id .class}`` at the end of a heading."""
    BAR = 20
    """A cell border of a pipe table, a border between the rows of a grid table."""


class Lexeme(NamedTuple):
    """A piece of source: `start` and `end` are character offsets, `text` is what it prints or means."""

    kind: Kind
    start: int
    end: int
    text: str


class Word(NamedTuple):
    """A run of printed signs without white space."""

    start: int
    end: int
    key: str
    """What alignment compares: printed signs in NFC, note signs and calls left out."""
    printed: str
    """Printed signs in NFC as a `Reading` counts them; empty for list numbers and note signs only."""
    first: int
    """Index of its first lexeme."""
    last: int
    """Index after its last lexeme."""


@dataclass(frozen=True)
class Scan:
    """A scanned text."""

    text: str
    lexemes: tuple[Lexeme, ...]
    words: tuple[Word, ...]


_BULLETS: Final = "•‣▪●○◦■□\uf0a7\uf0a8\uf0b7\uf0d8\uf06e\uf076\uf0fc"
"""Signs that are nothing but bullets; those in the private area are Word's."""
_PREFIX: Final = re.compile(
    r"""[ \t\f]*
    (?:(?P<rule>(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|={3,}[ \t]*)$
        |\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$
        |\|[ \t]*:?-{2,}:?[ \t]*\|[ \t]*$|\+[=:+]{3,}\+[ \t]*$)
    |(?P<border>\+[-:+]{3,}\+[ \t]*$)
    |(?P<fence>:{3,}[^\n]*$|`{3,}[^\n]*$|~{3,}[^\n]*$)
    |(?P<quote>(?:>[ \t]?)+)?
     (?:(?P<note>\[\^[^\]\s]{1,64}\]:[ \t]*)
     |(?P<head>\#{1,6}[ \t]+)
     |(?P<bullet>[-*+·][ \t]+(?=\S)|(?:[@@][ \t]+)*[@@](?:[ \t]+(?=\S)|[ \t]*$))?
      (?P<number>\(?(?:[0-9]{1,4}|[a-zA-Z]|[ivxlc]{1,6})[.)](?=[ \t]+\S))?))""".replace("@@", _BULLETS),
    re.VERBOSE,
)

_INLINE: Final = re.compile(
    r"""(?P<space>\s+|\\$)
    |(?P<call>\[\^[^\]\s]{1,64}\])
    |(?P<escape>\\[!-/:-@\[-`{-~]|&(?:[A-Za-z][A-Za-z0-9]{1,31}|\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6});)
    |(?P<sup><sup>(?P<sup_html>[^<>\n]{0,80})</sup>|\$\s?(?:\{\s?\}\s?)?\^(?:\{(?P<sup_tex>[^{}$\\\n]{1,20})\}|(?P<sup_one>[^{}$\\\s]))\s?\$|\^(?P<sup_mark>(?:[^\s^\\\[\]]|\\.){1,80})\^)
    |(?P<sub><sub>(?P<sub_html>[^<>\n]{0,80})</sub>|(?<!~)~(?P<sub_mark>(?:[^\s~\\]|\\.){1,80})~(?!~))
    |(?P<auto><(?:https?://|mailto:)[^\s<>]{1,2000}>)
    |(?P<tag><(?P<silent>script|style)\b[^<>]{0,2000}>(?:(?!</(?P=silent)>).){0,20000}</(?P=silent)>|</?[A-Za-z][^<>]{0,2000}>|<!--(?:(?!-->).){0,2000}-->)
    |(?P<hidden>[\u00ad\u200b\u200c\u2060\ufeff\x00]+)
    |(?P<emphasis>\*{1,3}|_{1,3}|~~)
    |(?P<close>\](?:\([^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,2000})?(?:[ \t]+"[^"\n]{0,400}")?\))?
        (?:\{[^{}\n]{0,2000}\})?)
    |(?P<open>!\[(?!\^[^\]\s]{1,64}\])|\[)
    |(?P<attributes>\{[\#.][^{}\n]{0,400}\}[ \t]*$)
    |(?P<bar>\|)
    |(?P<text>[^\s\\&<*_~^\[\]!{|$\u00ad\u200b\u200c\u2060\ufeff\x00]+|.)""",
    re.VERBOSE,
)

_NAMED: Final = {
    "space": Kind.SPACE,
    "call": Kind.CALL,
    "tag": Kind.TAG,
    "hidden": Kind.HIDDEN,
    "emphasis": Kind.EMPHASIS,
    "close": Kind.CLOSE,
    "open": Kind.OPEN,
    "attributes": Kind.ATTRIBUTES,
    "text": Kind.TEXT,
}
_BREAKING_TAGS: Final = re.compile(
    r"</?(?:br|p|div|td|th|tr|table|tbody|thead|li|ul|ol|h[1-6]|hr|blockquote)\b", re.I
)


def scan(text: str, start: int = 0) -> Scan:
    """Scan `text` from offset `start` on; offsets count from the beginning of `text`."""
    lexemes = _paired(_lexemes(text, start), text)
    return Scan(text, tuple(lexemes), tuple(_words(lexemes)))


def _lexemes(text: str, start: int) -> list[Lexeme]:
    found: list[Lexeme] = []
    position, size = start, len(text)
    while position < size:
        newline = text.find("\n", position)
        end = size if newline < 0 else newline
        position = _prefix(text, position, end, found)
        _inline(text, position, end, found)
        if newline >= 0:
            found.append(Lexeme(Kind.SPACE, end, end + 1, "\n"))
        position = end + 1
    return found


def _prefix(text: str, position: int, end: int, found: list[Lexeme]) -> int:
    """Add the block marks at the start of a line; return where its running text begins."""
    match = _PREFIX.match(text, position, end)
    if match is None or match.end() == position:
        return position
    first = min((match.start(name) for name in match.groupdict() if match[name]), default=match.end())
    if first > position:
        found.append(Lexeme(Kind.SPACE, position, first, text[position:first]))
    for name, kind in _MARKS:
        if match[name]:
            value = match[name].strip()
            found.append(Lexeme(kind, match.start(name), match.end(name), value))
    return match.end()


_MARKS: Final = (
    ("rule", Kind.RULE),
    ("border", Kind.BAR),
    ("fence", Kind.FENCE),
    ("quote", Kind.QUOTE),
    ("note", Kind.NOTE),
    ("head", Kind.HEAD),
    ("bullet", Kind.BULLET),
    ("number", Kind.LIST_NUMBER),
)


def _inline(text: str, position: int, end: int, found: list[Lexeme]) -> None:
    table = text.startswith("|", position)
    add, named = found.append, _NAMED
    for match in _INLINE.finditer(text, position, end):
        name = match.lastgroup or "text"
        if name in named:
            add(Lexeme(named[name], match.start(), match.end(), match[0]))
        else:
            add(_inline_lexeme(name[:3], match, table=table))


def _inline_lexeme(name: str, match: re.Match[str], *, table: bool) -> Lexeme:
    """A lexeme that is not told by its pattern's name alone; `name` has three letters."""
    raw, start, end = match[0], match.start(), match.end()
    if name == "bar":
        return Lexeme(Kind.BAR if table else Kind.TEXT, start, end, raw)
    if name == "esc":
        return Lexeme(Kind.ESCAPE, start, end, raw[1:] if raw[0] == "\\" else html.unescape(raw))
    if name == "aut":
        return Lexeme(Kind.ESCAPE, start, end, raw[1:-1])
    forms = ("html", "mark", "tex", "one") if name == "sup" else ("html", "mark")
    content = next(match[f"{name}_{form}"] for form in forms if match[f"{name}_{form}"] is not None)
    return Lexeme(Kind.SUP if name == "sup" else Kind.SUB, start, end, _plain(content))


def _plain(content: str) -> str:
    """The printed signs of the short inline markup inside a superscript."""
    content = re.sub(r"\[([^\[\]]*)\]\([^()]*\)", r"\1", content)
    content = re.sub(r"\\([!-/:-@\[-`{-~ ])", "\x00\\1", content)
    content = (
        re.sub(r"(?<!\x00)[*_](?=\S)|(?<=\S)(?<!\x00)[*_](?!$)", "", content) if len(content) > 1 else content
    )
    return html.unescape(content.replace("\x00", "")).strip()


def _paired(lexemes: list[Lexeme], text: str) -> list[Lexeme]:
    """Brackets and emphasis that find no partner inside their block are printed signs."""
    brackets: list[int] = []
    delimiters: list[int] = []
    blank = False
    for index, lexeme in enumerate(lexemes):
        kind = lexeme.kind
        if kind is Kind.SPACE:
            if "\n" in lexeme.text:
                if blank:
                    _unpair(lexemes, brackets, delimiters)
                blank = True
            continue
        if kind in (Kind.HEAD, Kind.RULE, Kind.NOTE, Kind.FENCE, Kind.BULLET, Kind.BAR):
            _unpair(lexemes, brackets, delimiters)
        blank = False
        if kind is Kind.OPEN:
            brackets.append(index)
        elif kind is Kind.CLOSE:
            _close(lexemes, index, brackets)
        elif kind is Kind.EMPHASIS:
            _delimit(lexemes, index, delimiters, text)
    _unpair(lexemes, brackets, delimiters)
    return lexemes


def _unpair(lexemes: list[Lexeme], brackets: list[int], delimiters: list[int]) -> None:
    for index in (*brackets, *delimiters):
        _print(lexemes, index)
    brackets.clear()
    delimiters.clear()


def _print(lexemes: list[Lexeme], index: int) -> None:
    lexeme = lexemes[index]
    lexemes[index] = Lexeme(Kind.TEXT, lexeme.start, lexeme.end, lexeme.text)


def _close(lexemes: list[Lexeme], index: int, brackets: list[int]) -> None:
    if brackets and len(lexemes[index].text) > 1:
        brackets.pop()
        return
    if brackets:
        _print(lexemes, brackets.pop())
    _print(lexemes, index)


def _delimit(lexemes: list[Lexeme], index: int, delimiters: list[int], text: str) -> None:
    """Pair an emphasis delimiter with an open one of the same form, or keep it as open, or print it."""
    lexeme = lexemes[index]
    before = text[lexeme.start - 1] if lexeme.start else " "
    after = text[lexeme.end] if lexeme.end < len(text) else " "
    inside_word = before.isalnum() and after.isalnum() and lexeme.text[0] == "_"
    if not before.isspace() and not inside_word:
        # Only the last few open delimiters are looked at: a bound against hostile input.
        for back in range(len(delimiters) - 1, max(-1, len(delimiters) - 9), -1):
            if lexemes[delimiters[back]].text == lexeme.text:
                for loose in delimiters[back + 1 :]:
                    _print(lexemes, loose)
                del delimiters[back:]
                return
    if not after.isspace() and not inside_word:
        delimiters.append(index)
    else:
        _print(lexemes, index)


def _words(lexemes: list[Lexeme]) -> list[Word]:
    found: list[Word] = []
    first = -1
    for index, lexeme in enumerate(lexemes):
        if _breaks(lexeme):
            if first >= 0:
                _add_word(lexemes, first, index, found)
                first = -1
        elif first < 0:
            first = index
        if lexeme.kind is Kind.LIST_NUMBER:
            _add_word(lexemes, first, index + 1, found)
            first = -1
    if first >= 0:
        _add_word(lexemes, first, len(lexemes), found)
    return found


def _breaks(lexeme: Lexeme) -> bool:
    kind = lexeme.kind
    if kind is Kind.TAG:
        return _BREAKING_TAGS.match(lexeme.text) is not None
    return Kind.BREAKS < kind < Kind.CALL or kind in (Kind.ATTRIBUTES, Kind.BAR)


def _add_word(lexemes: list[Lexeme], first: int, last: int, found: list[Word]) -> None:
    pieces = lexemes[first:last]
    if len(pieces) == 1 and pieces[0].kind is Kind.TEXT and pieces[0].text.isascii():
        text = pieces[0].text
        found.append(Word(pieces[0].start, pieces[0].end, text, text, first, last))
        return
    printing = [piece for piece in pieces if piece.kind < Kind.BREAKS]
    if not printing and not any(piece.kind is Kind.CALL for piece in pieces):
        return
    printed = unicodedata.normalize("NFC", "".join(piece.text for piece in printing))
    key = "".join(piece.text for piece in printing if not _is_sign(piece))
    key = unicodedata.normalize("NFC", key) or f"\ue000{printed}"
    if any(piece.kind is Kind.LIST_NUMBER for piece in printing):
        printed = ""
    found.append(Word(pieces[0].start, pieces[-1].end, key, printed, first, last))


def _is_sign(lexeme: Lexeme) -> bool:
    return lexeme.kind is Kind.SUP and NOTE_SIGN.fullmatch(lexeme.text) is not None


def printed_words(text: str) -> tuple[str, ...]:
    """The words that a piece of Markdown prints, list numbers included, note calls as ``[^n]``."""
    result = scan(text)
    return tuple(shown(result, word) for word in result.words)


def shown(source: Scan, word: Word) -> str:
    """What a word shows a reader: printed signs, calls as ``[^n]``."""
    pieces = source.lexemes[word.first : word.last]
    parts = [p.text for p in pieces if p.kind < Kind.BREAKS or p.kind is Kind.CALL]
    return unicodedata.normalize("NFC", "".join(parts))
