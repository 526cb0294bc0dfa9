"""The names of languages in themselves. A tag in, a name out."""

from __future__ import annotations

from typing import Final

_AUTONYMS: Final = {
    "ar": "العربية",
    "cs": "Čeština",
    "da": "Dansk",
    "de": "Deutsch",
    "el": "Ελληνικά",
    "en": "English",
    "es": "Español",
    "fi": "Suomi",
    "fr": "Français",
    "he": "עברית",
    "hu": "Magyar",
    "it": "Italiano",
    "ja": "日本語",
    "ko": "한국어",
    "la": "Latina",
    "nl": "Nederlands",
    "no": "Norsk",
    "pl": "Polski",
    "pt": "Português",
    "ru": "Русский",
    "sv": "Svenska",
    "tr": "Türkçe",
    "uk": "Українська",
    "vi": "Tiếng Việt",
    "zh": "中文",
}


def autonym(lang: str) -> str:
    """A language's name for itself; the tag where we do not know it."""
    name = _AUTONYMS.get(lang.partition("-")[0].lower(), "")
    return name if name and "-" not in lang else f"{name} ({lang})" if name else lang
