"""How far evidence is trusted: by texts in which it held, and never before it was counted."""

from __future__ import annotations

from benchmarks.importing.calibrate import FEWEST, Told, fit, unseen
from octavo.importing.counted import ROWS
from octavo.importing.review import DOUBT
from octavo.importing.trust import Row, clauses, most

_GROUP = "join: apart"


def several(text: str, words: str, many: int, *, wrong: int = 0, family: str = "mild") -> list[Told]:
    keys = tuple((_GROUP, clause) for clause in words.split("; "))
    return [Told(text, family, keys, 0.97, at >= wrong) for at in range(many)]


def trusted(ones: list[Told]) -> set[str]:
    return {row.clause for row in fit(ones)}


def test_what_nobody_has_counted_is_never_bold() -> None:
    """One new clause is enough, beside others that are well known."""
    known = next(row for row in ROWS if row[0] == _GROUP)[1]
    assert most("join", "apart", known) >= DOUBT
    assert most("join", "apart", f"{known}; the moon is full") < DOUBT
    assert most("table", "rows", "the moon is full") == 1.0  # nobody can judge these, so nothing is counted


def test_rows_say_what_was_counted() -> None:
    """Each can be bold, none is certain, none stands twice, and none rests on too few texts."""
    rows = [Row(*values) for values in ROWS]
    assert len({(row.group, row.clause) for row in rows}) == len(rows)
    for row in rows:
        assert DOUBT <= row.most() < 1.0, row
        assert FEWEST <= row.texts <= row.seen, row
        assert row.failed <= row.wrong <= row.seen, row
        assert clauses(row.clause) == (row.clause,), row


def test_labels_and_numbers_are_no_part_of_a_clause() -> None:
    assert clauses("call '14' (sup), body '*' (item); 968 characters apart") == (
        "call (sup), body (item)",
        "N characters apart",
    )


def test_texts_count_and_not_decisions() -> None:
    """A thousand decisions of two texts tell less than one of each of many."""
    assert not trusted([*several("a", "it stands", 500), *several("b", "it stands", 500)])
    assert trusted([one for name in "abcdef" for one in several(name, "it stands", 1)])
    many = [one for name in "abcde" for one in several(name, "it stands", 40)]
    assert trusted(many)
    assert not trusted([*many, *several("f", "it stands", 500, wrong=100)])


def test_the_clause_that_is_wrong_is_left_out_and_not_its_neighbours() -> None:
    """What stands beside a bad clause is counted without it."""
    good = [one for name in "abcdef" for one in several(name, "it stands", 30)]
    bad = [one for name in "abcdef" for one in several(name, "it stands; by night", 10, wrong=2)]
    assert trusted([*good, *bad]) == {"it stands"}


def test_the_trial_is_on_other_texts() -> None:
    """A clause that fails in one text is bold there, as no row of the others knows better."""
    ones = [one for name in "abcdefgh" for one in several(name, "it stands", 30)]
    wrong, bold, right, sure = unseen([*ones, *several("i", "it stands", 30, wrong=30)])["mild"]
    assert (wrong, bold) == (30, 30)
    assert 0 < sure < right
