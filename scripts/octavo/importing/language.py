"""Which language a text is in, from its most frequent small words or its script.

In: text. Out: a BCP 47 tag, or an empty string where the evidence is thin.
"""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final = {
    "en": "the of and to in that is was for it with as his on be at by had not are but from or have an they",
    "de": "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an",
    "fr": "le la les de des et en un une du que est dans pour qui il au pas par sur ne se plus ce avec sont",
    "es": "el la los las de que y en un una del se por con no para su al es lo como más pero sus le o este",
    "it": "il la le di che e in un una del per non con si da è al dei nel sono della più come ma anche ha",
    "pt": "o a os as de que e em um uma do da não para com se por mais dos como mas foi ao ele das tem à",
    "nl": "de het een van en in is dat op te zijn met voor niet aan er om ook als bij door maar naar dan nog",
    "la": "et in est non ad cum ut sed quod qui ex si de per ab quae atque sunt enim esse aut nec",
    "pl": "i w na z do się nie że to jest o jak po od za przez dla ale przy być czy tak są",
    "sv": "och att det i en på är som för av med den till inte om ett han var men så kan har",
}
_SETS: Final = {tag: frozenset(words.split()) for tag, words in _WORDS.items()}


def guess(text: str) -> str:
    """The language of the greater part of `text`."""
    sample = text[:200_000]
    letters = sum(c.isalpha() for c in sample) or 1
    hangul = sum("가" <= c <= "힣" for c in sample)
    kana = sum("ぁ" <= c <= "ヿ" for c in sample)
    han = sum("一" <= c <= "鿿" for c in sample)
    cyrillic = sum("а" <= c.lower() <= "я" for c in sample)
    greek = sum("α" <= c.lower() <= "ω" for c in sample)
    for tag, count in (("ko", hangul), ("ja", kana * 2), ("zh", han), ("ru", cyrillic), ("el", greek)):
        if count * 3 > letters:
            return tag
    words = re.findall(r"[^\W\d_]+", sample.lower())
    if not words:
        return ""
    scores = {tag: sum(word in known for word in words) for tag, known in _SETS.items()}
    best = max(sorted(scores), key=lambda tag: scores[tag])
    return best if scores[best] * 12 > len(words) else ""
