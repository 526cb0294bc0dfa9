"""source/ folder <-> `octavo.model.Edition`.

`read_edition` is the EDGE: it reads the files the edition names, and nothing else. Form is checked
here (encoding, YAML, required facts); what the text says is the matter of `octavo.checks`.
"""

from octavo.edition.brackets import bracket_findings
from octavo.edition.images import load_images
from octavo.edition.read import Defaults, edition_ids, read_defaults, read_edition

__all__ = ["Defaults", "bracket_findings", "edition_ids", "load_images", "read_defaults", "read_edition"]
