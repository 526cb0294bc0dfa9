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
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from octavo.fidelity.scan import RAISED
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
_RAISED: Final = str.maketrans({sign: f" {it} " if it.isalpha() else it for sign, it in RAISED.items()})
_PAGE_RULE: Final = re.compile(r"^\s*\{\d{1,5}\}-{5,}\s*$", re.MULTILINE)
_FENCE_INFO: Final = re.compile(r"^ {0,3}`{3,}[^`\n]*$", re.MULTILINE)
_MARKER: Final = str.maketrans("().[]^:", "       ")
_GLITCH: Final = re.compile(r"<sup>&(?:amp;)?</sup>lt;sup>|&lt;/?su[pb]&gt;")
_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def tokens(text: str) -> Counter[str]:
    """Words and numbers of a Markdown text, however it is marked up."""
    text = _GLITCH.sub("", text.replace("\\\\", ""))
    text = _COMMENT.sub("", _HIDDEN.sub("", text))
    text = _PAGE_RULE.sub("", text)
    text = _FENCE_INFO.sub("", text)
    text = _IMAGE.sub(" ", text)
    text = _TARGET.sub("]", text)
    text = _ATTRIBUTES.sub("", text)
    text = _NOTE_SIGN.sub(r" \2 ", text)
    return _tokens(_TAG.sub("", _BREAKING.sub(" ", text)))


def _everything(text: str) -> Counter[str]:
    """Words and numbers with those that stand in tags, targets and attributes."""
    return _tokens(text)


def _tokens(text: str) -> Counter[str]:
    text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    text = text.translate(_RAISED).replace("\u00ad", "").replace("\\", "")
    return Counter(_TOKEN.findall(unicodedata.normalize("NFC", text)))


def unbalanced(
    raw: str,
    edition_text: str,
    *,
    removed: Iterable[Removed],
    respelled: Iterable[Respelled],
    markers: Iterable[str] = (),
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(lost tokens, invented tokens) of an import; both empty when the books balance.

    `edition_text` comes without the signs of its notes (``[^1]``): their numbers are not words. What one
    side takes for markup and the other for text (``<r>``, ``{#n}``) is neither lost nor invented.
    `markers`: numbers of list items and labels of notes that went with the last words of what they marked.
    """
    removed, respelled = tuple(removed), tuple(respelled)
    wanted, have = _wanted(raw, removed, respelled, tokens), tokens(edition_text)
    lost, invented = _less(wanted, have), _less(have, wanted)
    if not lost and not invented:
        return (), ()
    gone = Counter(" ".join(markers).translate(_MARKER).split())
    lost, invented = _settled(lost, invented)
    lost = _both(lost, _less(wanted - gone, _everything(edition_text)))
    invented = _both(invented, _less(have, _wanted(raw, removed, respelled, _everything)))
    return tuple(sorted(Counter(lost).elements())), tuple(sorted(Counter(invented).elements()))


def _wanted(
    raw: str, removed: Sequence[Removed], respelled: Sequence[Respelled], read: Callable[[str], Counter[str]]
) -> Counter[str]:
    wanted = read(raw)
    for entry in removed:
        wanted.subtract(tokens(entry.text))
    for change in respelled:
        wanted.subtract(Counter(change.before))
        wanted.update(Counter(change.after))
    return wanted


def _less(one: Counter[str], other: Counter[str]) -> dict[str, int]:
    """How many more of each token `one` has; a count below nothing is a token too many on the other side."""
    return {token: one[token] - other[token] for token in {**one, **other} if one[token] > other[token]}


def _both(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    return {token: min(count, other[token]) for token, count in one.items() if token in other}


def _settled(lost: dict[str, int], invented: dict[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    """What is left when pieces that only touch differently are set against each other.

    ``se`` + ``e`` against ``see``: markup stood inside a word. ``19531`` against ``1953`` and ``1``: a
    note sign was glued to a number.
    """
    signs = Counter("".join(Counter(lost).elements()))
    others = Counter("".join(Counter(invented).elements()))
    return _rest(lost, others), _rest(invented, signs)


def _rest(tokens_left: dict[str, int], others: Counter[str]) -> dict[str, int]:
    """The tokens that the letters and figures of the other side cannot make up, the longest first."""
    out: Counter[str] = Counter()
    pool = Counter(others)
    for token, count in sorted(tokens_left.items(), key=lambda item: (-len(item[0]), item[0])):
        need = Counter(token)
        for _ in range(count):
            if all(pool[sign] >= times for sign, times in need.items()):
                pool.subtract(need)
            else:
                out[token] += 1
    return dict(out)
