"""The plain text: a `Tree` in, one UTF-8 file out. No writer of pandoc has a hand in it.

How an independent reader takes the file apart (this layout is a promise):

* UTF-8 without a byte order mark, lines end with LF, wrapped at U+0020 to 72 columns.
* The first line is the *rule*: 72 or more equal signs, and no other line of the text is equal to it.
  The rule stands four times, at the heads of the four parts, always in this order:
  title block, body, notes, editorial matter. A part may be empty.
* Paragraphs are parted by blank lines. The first paragraph of the title block is the title; the
  others (subtitle, authors, series, date, publisher) come from the imprint.
* ``[3]`` is a call or, at the head of a line of the third part, a note's number. Further paragraphs
  and lines of a note are indented by four spaces.
* ``⟦…⟧`` holds what is no word of the text: the alternative text of a picture, the address of a link.
* In lists, an item begins with a sign (``•`` or ``1.``) that is no word of the text either.
* These signs give way if the text itself uses them (``{3}``, ``⟪…⟫``, ``‣``, ``1)`` and so on), so that
  a sign never means two things. The first paragraph of the fourth part tells the signs of this file,
  each of those used after a tab: call, brackets, bullet, number; `read_text` reads them.
* Headings, quotations, code and tables are shown by blank lines and indentation alone. Removing calls,
  bracketed matter and signs of items leaves exactly the words of the work, in order.
"""

from octavo.formats.text.layout import render_text
from octavo.formats.text.signs import TextParts, read_text

__all__ = ["TextParts", "read_text", "render_text"]
