"""Rules with permanent codes: an edition and its tree in, findings out.

`text` holds the list of rules on the text; `validators` (EDGE) are the outer programs that judge
finished artifacts.
"""

from octavo.checks.text import RULES, apply_waivers, check_text

__all__ = ["RULES", "apply_waivers", "check_text"]
