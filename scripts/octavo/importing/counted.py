"""What was counted of the clauses of evidence: all of them that can be trusted.

In: nothing. Out: the rows of `trust`. Written by ``python -m benchmarks.importing FOLDER also=FOLDER
calibrate`` over two corpora: 36 texts in up to eight layouts, seven families, one column. A row: kind and
choice, clause, texts in which it was met, texts in which it was ever wrong, decisions, wrong ones; all
among decisions that rest on trusted clauses only and that their rule itself scores 0.8 or more. What is in
no row was met in fewer than three texts or was wrong more than 12 times in a thousand.
"""

from __future__ import annotations

from typing import Final

ROWS: Final[tuple[tuple[str, str, int, int, int, int], ...]] = (
    ("front", "read as author", 32, 1, 544, 1),
    ("front", "read as date", 36, 1, 780, 1),
    ("front", "read as rights", 3, 0, 57, 0),
    ("front", "read as series, number", 7, 0, 143, 0),
    ("front", "stands under the name of an abstract", 9, 0, 180, 0),
    ("furniture: remove", "at page ends", 15, 0, 104, 0),
    ("furniture: remove", "folio: a number alone that goes up from page to page", 36, 0, 2041, 0),
    ("furniture: remove", "running head: the same line stands here N times", 15, 0, 104, 0),
    ("heading: heading", "a short line all in bold with a number", 20, 0, 41, 0),
    ("hyphen", "a hyphen of the line end's own kind", 28, 0, 1422, 0),
    ("hyphen", "the compound stands elsewhere", 7, 0, 20, 0),
    ("hyphen", "the whole word stands elsewhere", 28, 0, 1977, 0),
    ("join: apart", "a float between", 19, 0, 237, 0),
    ("join: apart", "a page end between", 30, 1, 423, 1),
    ("join: apart", "a short first part", 20, 1, 554, 2),
    ("join: apart", "an indent", 25, 0, 304, 0),
    ("join: apart", "first part ends finished, second begins capital", 36, 12, 6281, 25),
    ("join: apart", "first part ends finished, second begins connective", 9, 0, 326, 0),
    ("join: apart", "first part ends finished, second begins pronoun", 23, 2, 672, 2),
    ("join: apart", "first part ends finished, second begins speaker", 4, 1, 569, 1),
    ("join: apart", "last line short", 36, 10, 2193, 12),
    ("join: join", "a page end between", 33, 4, 1216, 5),
    ("join: join", "a quotation still open", 12, 0, 202, 0),
    ("join: join", "an indent", 3, 0, 5, 0),
    ("join: join", "first part ends comma, second begins lower case", 24, 1, 181, 1),
    ("join: join", "first part ends hyphen, second begins lower case", 9, 0, 47, 0),
    ("join: join", "first part ends open, second begins lower case", 32, 5, 994, 6),
    ("join: join", "first part ends with a function word, second begins lower case", 30, 2, 788, 2),
    ("join: join", "last line full", 23, 1, 326, 2),
    ("join: join", "last line neither full nor short", 11, 0, 56, 0),
    ("join: join", "notes between", 33, 3, 794, 4),
    ("level", "numbers, repeated typography and outline", 27, 3, 1853, 3),
    ("level", "the converter's levels are consistent", 21, 0, 1354, 0),
    ("level", "the converter's levels drift", 27, 3, 1853, 3),
    ("note", "N characters apart", 36, 6, 14723, 14),
    ("note", "both neighbours run on", 36, 6, 13086, 11),
    ("note", "call (glued), body (dot-glued)", 9, 0, 130, 0),
    ("note", "call (glued), body (glued)", 36, 3, 1788, 6),
    ("note", "call (glued), body (glued-low)", 6, 0, 25, 0),
    ("note", "call (glued), body (paren)", 14, 1, 445, 2),
    ("note", "call (glued), body (space)", 36, 2, 2666, 2),
    ("note", "call (glued), body (space-low)", 18, 0, 282, 0),
    ("note", "call (link), body (item)", 10, 0, 14, 0),
    ("note", "call (link), body (paren)", 12, 0, 14, 0),
    ("note", "call (link), body (space)", 3, 0, 3, 0),
    ("note", "call (link), body (sup)", 28, 0, 314, 0),
    ("note", "call (sup), body (dot)", 19, 0, 25, 0),
    ("note", "call (sup), body (dot-glued)", 8, 0, 87, 0),
    ("note", "call (sup), body (glued)", 34, 1, 818, 1),
    ("note", "call (sup), body (glued-low)", 9, 0, 33, 0),
    ("note", "call (sup), body (item)", 34, 0, 1037, 0),
    ("note", "call (sup), body (paren)", 32, 0, 463, 0),
    ("note", "call (sup), body (space)", 36, 2, 1024, 2),
    ("note", "call (sup), body (space-low)", 20, 0, 141, 0),
    ("note", "call (sup), body (split)", 15, 0, 48, 0),
    ("note", "call (sup), body (sup)", 36, 1, 5366, 1),
    ("note", "it opens a series", 36, 1, 1023, 2),
    ("note", "no neighbour runs on", 3, 0, 16, 0),
    ("note", "one neighbour runs on", 36, 2, 1621, 3),
    ("rule: remove", "notes or a page end stand next to it", 35, 0, 574, 0),
    ("title: title", "one of N of its level", 36, 0, 441, 0),
    ("title: title", "other lines stand before it", 5, 0, 8, 0),
    ("title: title", "the first and most prominent heading", 36, 0, 1112, 0),
)
