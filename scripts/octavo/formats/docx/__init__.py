"""The Word document: a `Tree` in, one DOCX out, made to be edited by a person.

Pandoc writes the text; the package around it (styles, settings, headers, properties) is ours. Notes are
Word's own footnotes, headings are Word's heading styles, a second call of a note is Word's own cross
reference (a NOTEREF field), languages and alternative texts are kept.

How an independent reader takes the file apart (this layout is a promise):

* ``word/document.xml``, paragraphs (``w:p``) in order, each with its style ``w:pStyle``. Styles of the
  title block: ``Title`` is the title; ``Subtitle``, ``Author``, ``Affiliation``, ``SeriesLine``, ``Date`` and
  ``Imprint`` come from the imprint. Styles that begin with ``Editorial`` are editorial matter, which
  stands at the end. Every other paragraph, in and out of tables, is the body.
* Words are in ``w:t``; ``w:br`` and the end of a paragraph part words; ``w:tab`` does not occur.
* A call is ``w:footnoteReference``, in document order number 1, 2, 3 …; a further call of a note is
  ``w:fldSimple`` whose instruction is ``NOTEREF noteref_3 …`` (text inside it is a sign, no word).
* Notes are the ``w:footnote`` of ``word/footnotes.xml`` that carry no ``w:type``, found by ``w:id``.
* The text alternative of a picture is the ``descr`` of ``wp:docPr``.
* ``docProps/core.xml`` and ``custom.xml`` carry the imprint.

Same input, same bytes: entries are stored, sorted, and dated from the edition.
"""

from octavo.formats.docx.build import render_docx

__all__ = ["render_docx"]
