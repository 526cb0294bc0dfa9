"""EDGE: a made-up series of papers, seeded and varied: notes, tables, figures, Korean, translations."""

from __future__ import annotations

import random
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final


def _words(text: str) -> list[str]:
    return text.split()


_ENGLISH: Final = _words(
    """
    alliance archive argument balance border budget capital census century charter citizen coast
    committee commerce conference conflict council credit culture decade decision defence delegate
    deposit diplomacy district doctrine economy election embassy empire estimate evidence exchange
    export factory famine federation fishery frontier garrison government harbour harvest household
    import income industry inquiry institution interest island journal judgment kingdom labour language
    law legislature letter library loan market measure memory merchant migration minister minority
    monarchy museum nation negotiation network northern office opinion ordinance parliament passage
    peace peninsula period petition policy population power practice press principle privilege programme
    proposal province question railway reform region register relation report republic reserve revenue
    revision river road school season security settlement shipping society soldier source southern
    sovereign statute strategy subsidy survey tariff territory testimony theory town trade tradition
    treaty tribunal union university valley value village voyage wage war water welfare witness worker
    """
)
_VERBS: Final = _words(
    """
    shaped measured limited carried changed explained followed preceded supported weakened
    """
)
_KOREAN: Final = _words(
    """
    동맹 문서 주장 균형 국경 예산 수도 인구 세기 헌장 시민 해안 위원회 상업 회의 갈등
    평의회 문화 결정 방위 외교 지역 경제 선거 대사관 제국 증거 교환 수출 공장 연방 어업
    정부 항구 수확 가구 수입 산업 조사 제도 이익 섬 판단 노동 언어 법률 의회 편지 도서관
    시장 조치 기억 이주 장관 박물관 민족 협상 북방 의견 평화 반도 시기 청원 정책 권력
    관행 언론 원칙 제안 문제 철도 개혁 관계 보고서 공화국 수정 강 도로 학교 계절 안보
    정착 사회 사료 남방 주권 전략 조약 전통 통일 대학 가치 마을 임금 복지
    """
)
_KOREAN_VERBS: Final = _words(
    """
    바꾸었다 설명하였다 뒷받침하였다 제한하였다 이끌었다 따랐다 약화시켰다 측정하였다
    """
)
_SERIES: Final = (("Coastal Papers", "en"), ("Treaty Studies", "en"), ("통일 연구 총서", "ko"))


@dataclass(frozen=True)
class Made:
    """What a generated series holds."""

    papers: int
    words: int
    notes: int
    korean: int


def _with(noun: str, particles: str) -> str:
    """A Korean noun with the particle that fits its end: the first after a consonant."""
    return noun + particles[(ord(noun[-1]) - 0xAC00) % 28 == 0]


class _Writer:
    """Writes one paper; everything it chooses comes from its seed."""

    def __init__(self, seed: int, korean: bool) -> None:
        self.chance = random.Random(seed)
        self.korean = korean
        self.calls = 0

    def noun(self) -> str:
        return self.chance.choice(_KOREAN if self.korean else _ENGLISH)

    def sentence(self) -> str:
        if self.korean:
            more = range(self.chance.randint(1, 4))
            middle = " ".join(f"{self.noun()}의 {_with(self.noun(), '과와')}" for _ in more)
            first, last = _with(self.noun(), "은는"), _with(self.noun(), "을를")
            return f"{first} {middle} {last} {self.chance.choice(_KOREAN_VERBS)}."
        more = range(self.chance.randint(1, 3))
        rest = " ".join(f"the {self.noun()} of the {self.noun()} and" for _ in more)
        return f"The {self.noun()} {self.chance.choice(_VERBS)} {rest} the {self.noun()}."

    def paragraph(self) -> str:
        text = " ".join(self.sentence() for _ in range(self.chance.randint(3, 8)))
        if self.chance.random() < 0.4:
            self.calls += 1
            text += f"[^{self.calls}]"
        return text

    def title(self) -> str:
        words = [self.noun() for _ in range(self.chance.randint(2, 4))]
        return " ".join(words) if self.korean else "On " + ", ".join(words[:-1]) + " and " + words[-1]

    def table(self) -> str:
        columns = self.chance.randint(2, 5)
        head = "| " + " | ".join(self.noun() for _ in range(columns)) + " |\n" + "|---" * columns + "|\n"
        rows = range(self.chance.randint(3, 12))
        cells = [[str(self.chance.randint(1, 9999)) for _ in range(columns)] for _ in rows]
        return head + "\n".join("| " + " | ".join(row) + " |" for row in cells) + f"\n\n: {self.title()}"

    def section(self, number: int, figures: list[str]) -> str:
        blocks = [
            f"# {number}. {self.title()}",
            *(self.paragraph() for _ in range(self.chance.randint(3, 8))),
        ]
        if self.chance.random() < 0.3:
            blocks.append(self.table())
        if self.chance.random() < 0.2:
            figures.append(f"images/figure-{number}.png")
            blocks.append(f'![{self.title()}]({figures[-1]}){{alt="{self.sentence()}"}}')
        if self.chance.random() < 0.3:
            blocks.append("\n".join(f"- {self.sentence()}" for _ in range(self.chance.randint(2, 5))))
        if self.chance.random() < 0.2:
            blocks += [f"> {self.sentence()}", self.paragraph()]
        return "\n\n".join(blocks)


def write_series(source: Path, count: int, *, seed: int = 1953) -> Made:
    """Write `count` editions and an imprint below `source`; the same files for the same numbers."""
    source.mkdir(parents=True, exist_ok=True)
    imprint = "publisher:\n  name: Institute of Made-up Studies\n  place: Lindholm\nlang: en\n"
    (source / "imprint.yaml").write_text(imprint + "url: https://papers.example/\n", encoding="utf-8")
    words = notes = korean = 0
    for number in range(1, count + 1):
        text, writer = _write_paper(source, number, count, seed)
        words += len(text.split())
        notes += writer.calls
        korean += writer.korean
    return Made(count, words, notes, korean)


def _write_paper(source: Path, number: int, count: int, seed: int) -> tuple[str, _Writer]:
    # Every fifth paper is Korean and translates the one before it.
    korean = number % 5 == 0
    writer = _Writer(seed * 1_000_003 + number, korean)
    series, _ = _SERIES[2 if korean else number % 2]
    figures: list[str] = []
    sections = [writer.section(index, figures) for index in range(1, writer.chance.randint(3, 8) + 1)]
    notes = [f"[^{call}]: {writer.sentence()}" for call in range(1, writer.calls + 1)]
    head = [
        "---",
        f'title: "{writer.title()}"',
        f"lang: {'ko' if korean else 'en'}",
        "author:",
        *(f'  - name: "{name}"' for name in _authors(writer)),
        f"date: {2000 + number % 26}-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
        f"series: {series}",
        f'number: "{number}"',
        f'abstract: "{writer.sentence()} {writer.sentence()}"',
        f"keywords: [{writer.noun()}, {writer.noun()}]",
        *_translation(number, count),
        "---",
    ]
    text = "\n".join(head) + "\n\n" + "\n\n".join([*sections, *notes]) + "\n"
    folder = source / f"paper-{number:05d}"
    folder.mkdir(exist_ok=True)
    (folder / "edition.md").write_text(text, encoding="utf-8")
    for index, name in enumerate(figures):
        (folder / "images").mkdir(exist_ok=True)
        (folder / name).write_bytes(_figure(writer.chance.randint(0, 255), index))
    return text, writer


def _translation(number: int, count: int) -> list[str]:
    """A paper and its translation name each other."""
    other, lang = (number - 1, "en") if number % 5 == 0 else (number + 1, "ko")
    if number % 5 not in (0, 4) or other > count:
        return []
    return [f"translations:\n  - id: paper-{other:05d}\n    lang: {lang}"]


def _authors(writer: _Writer) -> list[str]:
    if writer.korean:
        return ["한지우", "윤서"][: writer.chance.randint(1, 2)]
    names = ["Olsen, Mette", "Roe, Jo", "Adeyemi, Bola", "Lindqvist, Åsa", "García Ruiz, Inés"]
    return writer.chance.sample(names, writer.chance.randint(1, 3))


def _figure(shade: int, index: int) -> bytes:
    """A grey gradient of 400 by 240 pixels as PNG."""
    lines = [bytes((shade + x // 2 + y * (index + 1)) % 256 for x in range(400)) for y in range(240)]
    picture = zlib.compress(b"".join(b"\0" + line for line in lines))
    header = struct.pack(">IIBBBBB", 400, 240, 8, 0, 0, 0, 0)
    chunks = [b"IHDR" + header, b"IDAT" + picture, b"IEND"]
    packed = [struct.pack(">I", len(one) - 4) + one + struct.pack(">I", zlib.crc32(one)) for one in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)
