"""The mutual check: every word of the raw text is in the edition or in the apparatus.

In: raw text, edition and what the rules wrote down. Out: the tokens that do not balance. Both
sides are read by the same small tokeniser that knows nothing of the importer: runs of letters and
runs of digits, after entities, tags and link targets are taken off.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Final

from octavo.importing.result import Removed, Respelled

_COMMENT: Final = re.compile(r"<!--.{0,100000}?-->", re.DOTALL)
_HIDDEN: Final = re.compile(r"<(script|style)\b[^<>]{0,2000}>.{0,200000}?</\1\s*>", re.DOTALL | re.IGNORECASE)
_BREAKING: Final = re.compile(
    r"<(?:br|/?sup|/?sub|/?td|/?th|/?tr|/?p|/?li|/?div)\b[^<>]{0,300}>", re.IGNORECASE
)
_TAG: Final = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,20}(?:\s[^<>]{0,2000})?/?>")
_IMAGE: Final = re.compile(r"!\[[^\[\]\n]{0,1000}\]\([^()\n]{0,1000}\)")
_TARGET: Final = re.compile(
    r"\]\([^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?(?:\s+\"[^\"\n]{0,500}\")?\)"
)
_ATTRIBUTES: Final = re.compile(r"(?<=\])\{[^{}\n]{1,300}\}|\{#[^{}\n]{1,200}\}")
_NOTE_SIGN: Final = re.compile(r"(\[\^)([^\]\s]{1,60})(\])")
_TOKEN: Final = re.compile(r"[^\W\d_]+|\d+")
_SUPERSCRIPTS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_PAGE_RULE: Final = re.compile(r"^\s*\{\d{1,5}\}-{5,}\s*$", re.MULTILINE)
_FENCE_INFO: Final = re.compile(r"^ {0,3}`{3,}[^`\n]*$", re.MULTILINE)
_LIST_NUMBER: Final = re.compile(r"^[ >]*(?:[-*+•] +)?(\d{1,3})[.)](?=\s|$)", re.MULTILINE)
_GLITCH: Final = re.compile(r"<sup>&(?:amp;)?</sup>lt;sup>|&lt;/?su[pb]&gt;")


def tokens(text: str) -> Counter[str]:
    """Words and numbers of a Markdown text, however it is marked up."""
    text = _GLITCH.sub("", text)
    text = _COMMENT.sub("", _HIDDEN.sub("", text))
    text = _PAGE_RULE.sub("", text)
    text = _FENCE_INFO.sub("", text)
    text = _IMAGE.sub(" ", text)
    text = _TARGET.sub("]", text)
    text = _ATTRIBUTES.sub("", text)
    text = _NOTE_SIGN.sub(r" \2 ", text)
    text = html.unescape(_TAG.sub("", _BREAKING.sub(" ", text)))
    text = text.translate(_SUPERSCRIPTS).replace("\u00ad", "").replace("\\", "")
    return Counter(_TOKEN.findall(unicodedata.normalize("NFC", text)))


def unbalanced(
    raw: str, edition_text: str, *, calls: int, removed: Iterable[Removed], respelled: Iterable[Respelled]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(lost tokens, invented tokens) of an import; both empty when the books balance.

    `calls`: how many note signs the edition has in text and notes; their numbers are not words.
    """
    wanted = tokens(raw)
    for entry in removed:
        wanted.subtract(tokens(entry.text))
    for change in respelled:
        wanted.subtract(Counter(change.before))
        wanted.update(Counter(change.after))
    have = tokens(edition_text)
    for number in range(1, calls + 1):
        have.subtract((str(number), str(number)))
    lost = {token: wanted[token] - have[token] for token in wanted if wanted[token] > have[token]}
    invented = {token: have[token] - wanted[token] for token in have if have[token] > wanted[token]}
    return _settled(lost, invented)


def _settled(lost: dict[str, int], invented: dict[str, int]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is left when pieces that only touch differently are set against each other.

    ``se`` + ``e`` against ``see``: markup stood inside a word. Digits: ``19531`` against ``1953``
    and ``1`` - a note sign was glued to a number.
    """
    left = sorted(lost.items(), key=lambda item: -len(item[0]))
    new = Counter(invented)
    rest: list[str] = []
    for token, count in left:
        for _ in range(count):
            if not _composed(token, new):
                rest.append(token)
    gone = Counter(rest)
    more: list[str] = []
    for token, count in sorted(new.items()):
        for _ in range(max(0, count)):
            if not _composed(token, gone):
                more.append(token)
    return tuple(sorted(gone.elements())), tuple(more)


def _composed(token: str, pool: Counter[str]) -> bool:
    """Take `token` out of `pool` as two or three of its members in a row, if it is made of them."""
    for cut in range(1, len(token)):
        first, second = token[:cut], token[cut:]
        need = Counter((first, second))
        if all(pool[part] >= count for part, count in need.items()):
            pool.subtract(need)
            return True
    return False
