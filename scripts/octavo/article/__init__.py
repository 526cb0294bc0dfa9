"""tree -> article: the one semantic HTML rendering that every format dresses.

Comes in: a `octavo.tree.Tree`. Goes out: a `octavo.model.Article`, and the `octavo.model.Reading`
that every artifact is compared with. Nothing here touches the disk; the HTML itself is written by
pandoc (`octavo.pandoc.write`).
"""

from octavo.article.build import build_article
from octavo.article.reading import reading, text_of

__all__ = ["build_article", "reading", "text_of"]
