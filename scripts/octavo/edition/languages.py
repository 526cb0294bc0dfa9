"""Language tags: BCP 47 (RFC 5646) well-formedness and the two-letter codes of ISO 639-1."""

from __future__ import annotations

import re
from typing import Final

_TAG: Final = re.compile(
    r"(?P<language>[a-z]{2,3})(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?(-([a-z0-9]{5,8}|\d[a-z0-9]{3}))*(-x(-[a-z0-9]{1,8})+)?",
    re.IGNORECASE,
)

_ISO_639_1: Final = """
    aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de
    dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id
    ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu
    lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu
    rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr
    ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"""


def is_language_tag(tag: str) -> bool:
    """Whether `tag` is a well-formed BCP 47 tag whose two-letter language, if any, exists."""
    match = _TAG.fullmatch(tag)
    if not match:
        return False
    language = match["language"].lower()
    return len(language) == 3 or language in _ISO_639_1.split()
