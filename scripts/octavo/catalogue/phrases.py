"""The catalogue's own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class CataloguePhrases:
    """The words of the page in one language."""

    lang: str
    papers: str
    of: str
    """Title of the catalogue: ``{name}: papers``."""
    count: str
    """``{n} papers`` (and ``{n} paper``, after a bar)."""
    skip: str
    find: str
    search: str
    year: str
    author: str
    subject: str
    language: str
    every: str
    reset: str
    shown: str
    """``{n} of {all} papers shown`` for the live region."""
    none: str
    empty: str
    undated: str
    years: str
    also_in: str
    subjects: str
    read: str
    subscribe: str
    opds: str
    atom: str

    def title_of(self, name: str) -> str:
        """The catalogue's title; only the plain word when no publisher is stated."""
        return self.of.format(name=name) if name else self.papers

    def counted(self, number: int) -> str:
        """``1 paper``, ``12 papers``."""
        many, _, one = self.count.partition("|")
        return (one if number == 1 and one else many).format(n=number)


EN: Final = CataloguePhrases(
    lang="en",
    papers="Papers",
    of="{name}: papers",
    count="{n} papers|{n} paper",
    skip="Skip to the papers",
    find="Find a paper",
    search="Words in title, author, subject or abstract",
    year="Year",
    author="Author",
    subject="Subject",
    language="Language",
    every="All",
    reset="Show all",
    shown="{n} of {all} papers",
    none="No paper has all of these words. Try fewer, or show all.",
    empty="No paper has been published yet.",
    undated="Undated",
    years="Years",
    also_in="Also in",
    subjects="Subjects",
    read="Read or download",
    subscribe="Subscribe",
    opds="catalogue for e-readers",
    atom="new papers, for feed readers",
)

KO: Final = CataloguePhrases(
    lang="ko",
    papers="간행물",
    of="{name} 간행물",
    count="{n}편",
    skip="목록으로 건너뛰기",
    find="간행물 찾기",
    search="제목, 저자, 주제, 초록의 낱말",
    year="연도",
    author="저자",
    subject="주제",
    language="언어",
    every="전체",
    reset="모두 보기",
    shown="{all}편 중 {n}편",
    none="이 낱말을 모두 담은 간행물이 없습니다. 낱말을 줄이거나 모두 보기를 누르십시오.",
    empty="아직 간행된 것이 없습니다.",
    undated="연도 미상",
    years="연도별",
    also_in="다른 언어:",
    subjects="주제",
    read="읽기와 내려받기",
    subscribe="구독",
    opds="전자책 단말기용 목록",
    atom="새 간행물 알림",
)

_KNOWN: Final = {"en": EN, "ko": KO}


def phrases_for(lang: str) -> CataloguePhrases:
    """The words for a catalogue in `lang`; English where we do not speak it."""
    return _KNOWN.get(lang.partition("-")[0].lower(), EN)
