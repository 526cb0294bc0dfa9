"""The few words the editions speak by themselves, in the language of the text where we have them.

Everything here is editorial: no word of it counts as a word of the work.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_RIGHT_TO_LEFT: Final = frozenset({"ar", "fa", "he", "iw", "ur", "yi", "ps", "sd", "ug", "dv", "ckb"})


@dataclass(frozen=True)
class Phrases:
    """The interface in one language."""

    lang: str
    skip: str
    contents: str
    notes: str
    cover: str
    title_page: str
    text: str
    page_list: str
    landmarks: str
    about: str
    cite: str
    rights: str
    accessibility: str
    copied_from: str
    version: str
    publisher: str
    series: str
    licence: str
    translations: str
    downloads: str
    note: str
    """Accessible name of a call: ``Note {n}``."""
    back: str
    """Accessible name of the way back: ``Back to the text at note {n}``."""
    again: str
    """What a way back to a further call shows: ``call {k}``."""
    back_again: str
    """The same for a further call of the note."""
    page: str
    """Accessible name of a page mark: ``Page {n}``."""
    table: str
    """Name of a table that can be scrolled sideways: ``Table {n}``."""
    works_cited: str
    note_on_text: str
    origin: str
    """Heading of the list of the original's pages."""
    origin_told: str
    pages_of: str
    """Where the page numbers come from: ``{name}, PDF, version {version} ({file})``."""
    certain: str
    """``98 % certain``."""
    cover_of: str
    """Text alternative of the cover: ``Cover: {title}``."""
    reflows: str
    """Here and below: sentences of the accessibility statement, each told only where it holds."""
    sections_told: str
    pages_told: str
    notes_linked: str
    images_told: str
    images_untold: str
    no_conformance: str
    conformance: str
    """``{standard}``, reviewed by ``{who}`` on ``{date}``."""


EN: Final = Phrases(
    lang="en",
    skip="Skip to the text",
    contents="Contents",
    notes="Notes",
    cover="Cover",
    title_page="Title page",
    text="Text",
    page_list="Pages of the printed edition",
    landmarks="Landmarks",
    about="About this edition",
    cite="Cite this paper",
    rights="Rights",
    accessibility="Accessibility",
    copied_from="Page numbers from",
    version="Version",
    publisher="Publisher",
    series="Series",
    licence="Licence",
    translations="Also in",
    downloads="Other formats",
    note="Note {n}",
    back="Back to the text at note {n}",
    again="call {k}",
    back_again="Back to the text at note {n}, call {k}",
    page="Page {n}",
    table="Table {n}",
    works_cited="Works cited",
    note_on_text="Note on the text",
    origin="Pages of the original",
    origin_told=(
        "Where a page of the print that this edition was made from began, as far as the received text shows."
        " Not every page can be told from it, so the pages have no numbers here."
    ),
    pages_of="{name}, PDF, version {version} ({file})",
    certain="{n} % certain",
    cover_of="Cover: {title}",
    reflows="The text can be reflowed and restyled.",
    sections_told="Sections have headings and are listed in the table of contents.",
    pages_told="The {n} page breaks of the PDF edition are marked and listed.",
    notes_linked="Notes and their calls link to each other.",
    images_told="Images have text alternatives.",
    images_untold="Some images lack a text alternative.",
    no_conformance="No conformance to an accessibility standard is claimed.",
    conformance="This edition conforms to {standard}; reviewed by {who} on {date}.",
)

KO: Final = Phrases(
    lang="ko",
    skip="본문으로 건너뛰기",
    contents="차례",
    notes="주",
    cover="표지",
    title_page="속표지",
    text="본문",
    page_list="인쇄본 쪽수",
    landmarks="주요 위치",
    about="이 판에 대하여",
    cite="인용하기",
    rights="저작권",
    accessibility="접근성",
    copied_from="쪽수의 출처:",
    version="판",
    publisher="발행처",
    series="총서",
    licence="이용 허락",
    translations="다른 언어",
    downloads="다른 형식",
    note="주 {n}",
    back="주 {n}의 본문으로 돌아가기",
    again="{k}번째",
    back_again="주 {n}의 본문({k}번째)으로 돌아가기",
    page="{n}쪽",
    table="표 {n}",
    works_cited="인용 문헌",
    note_on_text="본문에 대하여",
    origin="원본의 쪽",
    origin_told=(
        "이 판의 바탕이 된 인쇄본에서 새 쪽이 시작된 곳으로, 전해진 글에서 알 수 있는 것만 적었다."
        " 모든 쪽을 알 수는 없으므로 쪽 번호를 붙이지 않았다."
    ),
    pages_of="{name}, PDF, {version}판({file})",
    certain="확실성 {n}%",
    cover_of="표지: {title}",
    reflows="글의 모양과 크기를 바꾸어 읽을 수 있다.",
    sections_told="절마다 제목이 있고 차례에 실려 있다.",
    pages_told="PDF판의 쪽 경계 {n}곳이 표시되고 목록에 실려 있다.",
    notes_linked="주와 주 번호가 서로 이어져 있다.",
    images_told="그림에 대체 글이 있다.",
    images_untold="대체 글이 없는 그림이 있다.",
    no_conformance="접근성 표준을 따른다고 주장하지 않는다.",
    conformance="이 판은 {standard}을(를) 따르며, {who}이(가) {date}에 검토하였다.",
)

_KNOWN: Final = {phrases.lang: phrases for phrases in (EN, KO)}


def phrases_for(lang: str) -> Phrases:
    """The phrases for a text in `lang` (BCP 47); English where the house does not speak the language."""
    return _KNOWN.get(primary(lang), EN)


def primary(lang: str) -> str:
    """The language of a tag without region or script: ``ko`` of ``ko-KR``."""
    return lang.partition("-")[0].lower()


def direction(lang: str) -> str:
    """``rtl`` or ``ltr``."""
    return "rtl" if primary(lang) in _RIGHT_TO_LEFT else "ltr"
