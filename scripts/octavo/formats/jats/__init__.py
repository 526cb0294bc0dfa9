"""The archival XML: a `Tree` in, one JATS 1.1 article out (ANSI/NISO Z39.96-2015, Archiving tag set).

Of the tag sets the Archiving one is taken: it is the one the Library of Congress names for text, and a
series without an ISSN is valid in it. With an ISSN the file is valid in the Publishing tag set too. Body,
title and notes are written by pandoc; front matter and references are ours.

How an independent reader takes the file apart (this layout is a promise):

* ``article/front/article-meta/title-group/article-title`` is the title.
* ``article/body`` is the body: all text in document order; every element but the inline ones
  (``italic bold sup sub sc underline strike monospace styled-content named-content ext-link xref``)
  parts words. ``label`` and ``alt-text`` are no words of the text. Captions stand where pandoc puts
  them: a table's before its rows, a figure's in place of the picture.
* A call is ``xref[@ref-type='fn']``; its text is a sign, no word. ``@rid`` is ``note-3``.
* Notes are ``article/back/fn-group/fn`` with the ids ``note-1`` … in order; without their ``label``.
* ``article/back/ref-list`` (works cited, told from the records) and ``article/back/notes`` are editorial.
* A passage bound to a record is ``named-content[@content-type='citation']``, ``@rid`` names the ``ref``.
* Front matter: `octavo.dialects.inside.jats` reads it; version and date of the edition stand in
  ``custom-meta`` as ``edition-version`` and ``edition-released``.
"""

from octavo.formats.jats.build import render_jats

__all__ = ["render_jats"]
