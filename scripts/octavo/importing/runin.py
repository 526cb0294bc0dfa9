"""Where a heading ends that its converter ran into the paragraph below it.

In: a text that opens with a heading in title case. Out: where its paragraph begins.
"""

from __future__ import annotations

import re
from typing import Final

MINOR: Final = frozenset(
    re.findall(
        r"\S+",
        "a an and as at but by for from in into its nor of on or over per the to up v via vs with"
        " und der die das des et de la le du",
    )
)
"""Words that a heading in title case writes small."""
_WORD: Final = re.compile(r"\S+")
_LONGEST: Final = 140
_SHORTEST: Final = 150
OPENER: Final = re.compile(
    r"(?:The|A|An|In|On|At|By|To|For|From|With|As|If|It|Its|He|She|We|They|This|That|These|There|Those|Such|But|And"
    r"|Or|So|Not|No|What|When|Where|While|Who|Why|How|Thus|However|Although|Though|After|Before|Since|Our|His|Her"
    r"|Their|Of|All|Some|Most|Many|Both|Each|Every|Another|One|Die|Der|Das|Es|Ein|Eine|Mrs?\.|Dr\.) "
)
"""Words that begin sentences rather than names, with a capital."""


def is_titled(words: str) -> bool:
    """Most long words with a capital, or all capitals; the first word with a capital."""
    parts = re.findall(r"[^\W\d_]+(?:[’'][^\W\d_]+)*", words)
    major = [part for part in parts if part.lower() not in MINOR]
    if not major or not parts[0][0].isupper():
        return False
    return bool(sum(part[0].isupper() for part in major) >= max(1, len(major) * 0.75))


def heading_end(text: str, *, least: int = 3) -> int:
    """Where in an overlong heading its paragraph begins; 0 where none can be told.

    The sentence begins with the last capital before the first word that a title would not write
    small; a small word with a capital inside the title ("… Evidence In France the") begins it too.
    `least`: how many words stand before the first small one; a short text needs an article or the
    like to begin its sentence, for it may be a title with a name in it.
    """
    previous = last_minor = 0
    colon = True
    for count, word in enumerate(_WORD.finditer(text)):
        letters = re.sub(r"[^\w]", "", word[0])
        if letters and letters[0].islower() and letters not in MINOR:
            cut = last_minor or previous
            # No title ends in a comma: "… Perspective First, The wages" begins with "First,".
            while cut and text[:cut].rstrip().endswith(","):
                cut = text.rfind(" ", 0, cut - 1) + 1
            if count < least or not text[cut : cut + 1].isupper():
                return 0
            return cut if len(text) >= _SHORTEST or OPENER.match(text, cut) else 0
        if letters and letters[0].isupper():
            if letters.lower() in MINOR and not colon and not letters.isupper():
                last_minor = last_minor or word.start()
            previous = word.start()
        colon = word[0][-1] in ":—–.?!" or (count == 0 and not letters.isalpha())
        if word.start() > _LONGEST:
            break
    return 0
