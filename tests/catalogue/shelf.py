"""A small shelf of made-up papers: three languages, two series, one without date, one without cover."""

from __future__ import annotations

from dataclasses import replace

from octavo.catalogue import CatalogueEntry, CatalogueFile, Head
from octavo.model import Author, Imprint, Publisher, Translation

HOUSE = Publisher("Institute for Quiet Studies", short="IQS", place="Lindholm", url="https://quiet.example/")
HEAD = Head(publisher=HOUSE, lang="en", url="https://quiet.example/papers/")

_TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "epub": "application/epub+zip",
    "txt": "text/plain; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "jats.xml": "application/xml",
}


def entry(imprint: Imprint, *, cover: bool = True) -> CatalogueEntry:
    """An entry with every kind of file."""
    name = imprint.id
    files = [CatalogueFile(f"{name}.{suffix}", kind, 250_000) for suffix, kind in _TYPES.items()]
    files += [CatalogueFile(f"{name}-a5-booklet.pdf", "application/pdf", 300_000)]
    files += [CatalogueFile("proof.html", "text/html", 9_000)]
    if cover:
        files.append(CatalogueFile(f"{name}-cover.png", "image/png", 6_000))
    return CatalogueEntry(imprint, tuple(files), f"{name}-cover.png" if cover else "")


def imprint(name: str, title: str, lang: str = "en", **facts: object) -> Imprint:
    """An imprint with the house's name on it."""
    base = Imprint(id=name, title=title, title_plain=title, lang=lang, publisher=HOUSE)
    return replace(base, **facts)  # type: ignore[arg-type]


OLSEN = Author("Olsen, Mette", family="Olsen", given="Mette", affiliation="IQS", orcid="0000-0002-1825-0097")
HAN = Author("한지우", family="한", given="지우")
ENGLISH = imprint(
    "qs-4",
    "The silence of small harbours & other <signs>",
    subtitle="A comparison",
    authors=(OLSEN, HAN),
    date="2024-05-17",
    released="2024-06-01",
    series="Quiet Series",
    number="4",
    doi="10.5555/qs.4",
    licence="CC-BY-4.0",
    rights="© IQS 2024",
    abstract="Harbours with fewer than ten boats are louder at night than their people say. "
    "We measured eleven of them for a year and asked everybody who would answer.",
    keywords=("harbours", "sound"),
    translations=(Translation("qs-4-ko", "ko"),),
)
KOREAN = imprint(
    "qs-4-ko",
    "작은 항구의 고요함과 여러 신호",
    "ko",
    authors=(HAN, OLSEN),
    date="2024-09",
    released="2024-09-30",
    series="조용한 총서",
    number="4",
    abstract="배가 열 척도 되지 않는 항구는 밤에 주민들이 말하는 것보다 시끄럽다.",
    keywords=("항구", "소리"),
)
OLD = imprint(
    "qs-1",
    "Étude on fog",
    authors=(OLSEN,),
    date="2019",
    series="Quiet Series",
    number="1",
    keywords=("sound",),
)
SEASON = imprint("qs-2", "Listening in spring", date_stated="Spring 2021", released="2022-03-01", number="2")
UNDATED = imprint("letters", "מכתבים מן הנמל", "he", authors=(Author("Harbour Office"),))

ENTRIES = (
    entry(ENGLISH),
    entry(KOREAN),
    entry(OLD, cover=False),
    entry(SEASON),
    entry(UNDATED, cover=False),
)
