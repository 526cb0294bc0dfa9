"""What every dialect starts from: the facts of an `Imprint`, cleaned and taken apart, none added.

In: an `Imprint`. Out: a `Record`. A fact that is not stated stays empty; a date that is no
calendar date stays text; a name is taken apart only where the edition (or its one comma) does so.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Final

from octavo.model import Author, Imprint, Publisher

_DOI: Final = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:)?(10\.\d{4,9}/\S+)$", re.IGNORECASE)
_DATE: Final = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")
# Control characters and what XML 1.0 (2.2, Char) or YAML 1.2 (5.1) do not allow in any form.
_UNPRINTABLE: Final = re.compile("[^\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MONTHS: Final = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
# ISO 639-1 to ISO 639-2/T (= 639-3) for languages that scholarly publishers in fact use.
_THREE_LETTERS: Final = dict(
    pair.split("=")
    for pair in (  # noqa: SIM905
        "af=afr ar=ara az=aze be=bel bg=bul bn=ben bs=bos ca=cat cs=ces cy=cym da=dan de=deu el=ell en=eng "
        "eo=epo es=spa et=est eu=eus fa=fas fi=fin fr=fra ga=gle gl=glg he=heb hi=hin hr=hrv hu=hun hy=hye "
        "id=ind is=isl it=ita ja=jpn ka=kat kk=kaz km=khm ko=kor la=lat lo=lao lt=lit lv=lav mk=mkd mn=mon "
        "ms=msa mt=mlt my=mya nb=nob ne=nep nl=nld nn=nno no=nor pl=pol pt=por ro=ron ru=rus sk=slk sl=slv "
        "sq=sqi sr=srp sv=swe sw=swa ta=tam th=tha tr=tur uk=ukr ur=urd uz=uzb vi=vie zh=zho"
    ).split()
)


_FAMILY_FIRST: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
"""Kana, Han and Hangul: scripts in which a family name comes first and no space divides it off."""


@dataclass(frozen=True)
class Creator:
    """An author. A name without parts counts as a corporate name where a dialect must choose."""

    name: str
    """Sort form where there are parts (``Chung, Sung-Yoon``), else the name as printed."""
    family: str = ""
    given: str = ""
    affiliation: str = ""
    orcid: str = ""
    """Bare ORCID iD, ``0000-0002-1825-0097``."""
    printed: str = ""
    """The name as the edition prints it."""

    @property
    def personal(self) -> bool:
        """Whether the name is known to be a person's."""
        return bool(self.family)

    @property
    def natural(self) -> str:
        """The name as it is said: ``Mette Olsen``; ``한지우`` where the family name comes first."""
        if self.family and _FAMILY_FIRST.match(self.family):
            return f"{self.family}{self.given}"
        return f"{self.given} {self.family}".strip() if self.family else self.name

    @property
    def inverted(self) -> str:
        """The name that heads an entry: ``Olsen, Mette``, but ``한지우``, which is in that order already."""
        return self.natural if self.family and _FAMILY_FIRST.match(self.family) else self.name

    @property
    def shown(self) -> str:
        """The name as the edition prints it."""
        return self.printed or self.name


@dataclass(frozen=True)
class Record:
    """The facts of one edition, ready to be told. Empty means not stated."""

    id: str
    title: str
    """Main title and subtitle: ``Title: Subtitle``."""
    main_title: str
    lang: str
    version: str
    creators: tuple[Creator, ...]
    date: tuple[int, ...]
    """Publication date as ``(year, month, day)``, ``(year, month)``, ``(year,)`` or ``()``."""
    date_stated: str
    """The date in the source's words where it is no calendar date."""
    released: str
    series: str
    number: str
    issn: str
    isbn: str
    doi: str
    """Bare DOI, ``10.…/…``."""
    url: str
    publisher: Publisher
    rights: str
    licence: str
    """SPDX identifier, or empty."""
    licence_url: str
    abstract: str
    keywords: tuple[str, ...]

    @property
    def date_iso(self) -> str:
        """``2023-09-27``, ``2023-09``, ``2023`` or empty."""
        return "-".join(f"{part:0{4 if index == 0 else 2}d}" for index, part in enumerate(self.date))

    @property
    def identifier(self) -> str:
        """The one address to cite: the DOI as a link, else the URL, else empty."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url


def record(imprint: Imprint) -> Record:
    """The facts of `imprint`, cleaned for any dialect."""
    title = clean(imprint.title_plain)
    subtitle = clean(imprint.subtitle)
    licence, licence_url = _licence(clean(imprint.licence))
    date = date_parts(imprint.date)
    return Record(
        id=clean(imprint.id),
        title=f"{title}: {subtitle}" if title and subtitle else title or subtitle,
        main_title=title or subtitle,
        lang=clean(imprint.lang),
        version=clean(imprint.version),
        creators=tuple(filter(lambda one: one.name, map(_creator, imprint.authors))),
        date=date,
        date_stated=clean(imprint.date_stated) or ("" if date else clean(imprint.date)),
        released=imprint.released if date_parts(imprint.released) else "",
        series=clean(imprint.series),
        number=clean(imprint.number),
        issn=clean(imprint.issn),
        isbn=clean(imprint.isbn),
        doi=_doi(imprint.doi),
        url=clean(imprint.url),
        publisher=_publisher(imprint.publisher),
        rights=clean(imprint.rights),
        licence=licence,
        licence_url=licence_url,
        abstract=clean(imprint.abstract),
        keywords=tuple(word for word in map(clean, imprint.keywords) if word),
    )


def clean(text: str) -> str:
    """`text` on one line, without characters that no XML or metadata file can hold."""
    return " ".join(_UNPRINTABLE.sub("", " ".join(text.split())).split())


def date_parts(date: str) -> tuple[int, ...]:
    """``2023-09-27`` -> ``(2023, 9, 27)``; ``()`` for what is no calendar date (ISO 8601, reduced)."""
    match = _DATE.match(date.strip())
    if not match:
        return ()
    parts = tuple(int(part) for part in match.groups() if part)
    try:
        datetime.date(*(*parts, 1, 1)[:3])
    except ValueError:
        return ()
    return parts


def display_date(imprint: Imprint) -> str:
    """The date for a reader: ``27 September 2023`` in English, ``2023년 9월 27일`` in Korean, else ISO.

    A date that is no calendar date is shown in the words of the source; an unstated one is empty.
    """
    facts = record(imprint)
    if not facts.date:
        return facts.date_stated
    return spoken_date(facts.date, facts.lang)


def spoken_date(date: tuple[int, ...], lang: str) -> str:
    """The same for date parts."""
    primary = lang.split("-")[0].lower()
    if primary == "en":
        words = [str(date[0]), *(_MONTHS[part - 1] for part in date[1:2]), *(str(part) for part in date[2:])]
        return " ".join(reversed(words))
    if primary == "ko":
        return " ".join(f"{part}{unit}" for part, unit in zip(date, "년월일", strict=False))
    return "-".join(f"{part:02d}" for part in date)


def three_letters(lang: str) -> str:
    """ISO 639-3 code of a BCP 47 tag's language, or empty when it is not in the table."""
    primary = lang.split("-")[0].lower()
    return primary if len(primary) == 3 else _THREE_LETTERS.get(primary, "")


def _creator(author: Author) -> Creator:
    family, given = clean(author.family), clean(author.given)
    name = printed = clean(author.name)
    # "Family, Given" is the sort form of every catalogue; two commas may be a list or a title.
    if not family and name.count(",") == 1:
        family, given = (part.strip() for part in name.split(","))
    if family:
        name = f"{family}, {given}" if given else family
    orcid = re.search(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", author.orcid)
    return Creator(name, family, given, clean(author.affiliation), orcid.group() if orcid else "", printed)


def _doi(text: str) -> str:
    match = _DOI.match(clean(text))
    return match[1] if match else ""


def _publisher(publisher: Publisher) -> Publisher:
    return Publisher(
        name=clean(publisher.name),
        short=clean(publisher.short),
        place=clean(publisher.place),
        url=clean(publisher.url),
    )


def _licence(text: str) -> tuple[str, str]:
    """``(SPDX identifier, address)`` of a licence stated as either."""
    if text.startswith(("http://", "https://")):
        return "", text
    # For Creative Commons the address follows from the identifier by CC's own scheme.
    match = re.fullmatch(r"CC-(BY(?:-NC)?(?:-ND|-SA)?)-(\d\.\d)", text)
    if match:
        return text, f"https://creativecommons.org/licenses/{match[1].lower()}/{match[2]}/"
    if text == "CC0-1.0":
        return text, "https://creativecommons.org/publicdomain/zero/1.0/"
    return text, f"https://spdx.org/licenses/{text}" if text else ""
