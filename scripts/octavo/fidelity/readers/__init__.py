"""Artifacts in, what they say out: one reader a format, none sharing code with any writer.

Each reader keeps to what its format promises a stranger (roles, styles, structure types), not to how
Octavo happens to write it. `Extract` is the common measure; `octavo.fidelity.ledger` compares.
"""

from octavo.fidelity.readers.flow import Extract, Link, Unreadable

__all__ = ["Extract", "Link", "Unreadable"]
