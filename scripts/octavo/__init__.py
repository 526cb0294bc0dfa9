"""Octavo folds one scholarly text into PDF, EPUB and accessible HTML, and proves what it did.

The way of the data, each arrow a function from frozen values to frozen values::

    witness --importing--> edition --pandoc, once--> tree --article--> article
    article --formats.pdf--> PDF + page map;  article + page map --formats--> HTML, EPUB
    tree --formats--> TXT, DOCX, JATS
    fidelity: witness = edition = every artifact, word for word --> findings, proof
    artifacts + records --release--> BagIt bag

`scripts/README.md` is the tour of the source.
"""

__version__ = "0.1.0"
