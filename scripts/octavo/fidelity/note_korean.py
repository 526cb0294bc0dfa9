"""The note on the text in Korean: what a collation found, as sentences."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from octavo.fidelity.hunks import Mechanical
from octavo.fidelity.note_facts import NoteFacts, short
from octavo.model import Emendation

_TOLD: Final = (
    (Mechanical.PAGE_JOIN, "쪽 끝에서 나뉜 문단 {n}곳을 이었고"),
    (Mechanical.LINE_HYPHEN, "줄 끝에서 나뉜 낱말 {n}개를 붙였고"),
    (Mechanical.NOTE_SIGN, "본문 사이에 섞인 주 {n}개를 제자리에 옮겼고"),
    (Mechanical.FURNITURE, "면주와 쪽 번호 {n}개를 뺐고"),
)
"""The kinds of mechanical difference a reader may want to know of."""


def sentences(facts: NoteFacts) -> Iterator[str]:
    """The sentences of the note, as HTML."""
    yield (
        f"이 판은 {escape(facts.witness)}(낱말 {facts.words:,}개, SHA-256 {facts.sha256[:16]}…)을 바탕으로 "
        "만들었다. 두 글을 낱말과 부호 하나하나까지 대조하였다."
    )
    yield _mechanical(facts)
    yield _emended(facts)
    if facts.kept:
        yield _kept(facts)
    yield (
        "이 판의 모든 형식을 다시 읽어 본문과 견주었으며, 바탕글을 바이트까지 그대로 되살릴 수 있는 "
        "차이의 기록을 함께 펴낸다."
    )


def _mechanical(facts: NoteFacts) -> str:
    kinds = [told.format(n=n) for kind, told in _TOLD if (n := facts.count(kind))]
    if not facts.mechanical:
        return "둘 사이에 다른 점은 없다."
    detail = f": {', '.join(kinds)}, 나머지는 표시 기호와 빈칸이다" if kinds else ""
    return f"다른 점 {facts.mechanical:,}곳은 모두 낱말을 그대로 둔 것이다{detail}."


def _emended(facts: NoteFacts) -> str:
    if not facts.emended:
        return "저자의 낱말과 부호는 하나도 고치지 않았다."
    count = f"{len(facts.emended)}곳을 고쳤다"
    if not facts.emendations_fit:
        return f"{count}. 고친 곳은 기록에 모두 적었다."
    return f"{count}: {'; '.join(map(_entry, facts.emended))}."


def _entry(entry: Emendation) -> str:
    sic, corr = (escape(short(text)) for text in (entry.sic, entry.corr))
    if not corr:
        return f"“{sic}” 뺌({escape(entry.reason)})"
    return f"“{sic}” → “{corr}”" if sic else f"“{corr}” 채움"


def _kept(facts: NoteFacts) -> str:
    shown = ", ".join(f"“{escape(slip)}”" for slip in facts.slips)
    among = f"({shown}{' 등' if facts.kept > len(facts.slips) else ''})" if shown else ""
    return f"저자의 잘못으로 보이는 {facts.kept}곳{among}은 그대로 두었다."
