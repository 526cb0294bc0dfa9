"""The finding codes of releases: ``R-0NN``, permanent, each with what it says.

1-19 versions and making a release; 20-29 containers; 30-39 bags; 40-49 metadata; 50-69 proof and claims;
70-79 rebuilding; 80-89 recovering.
"""

from __future__ import annotations

from typing import Final

from octavo.model import Finding, Locus, Severity

CODES: Final[dict[str, str]] = {
    "R-001": "the edition's version is no version number",
    "R-002": "the edition states no date of its release",
    "R-003": "the change log is missing",
    "R-004": "the change log cannot be read",
    "R-005": "the newest entry of the change log is not the edition's version",
    "R-006": "the change log and the edition give different dates",
    "R-007": "versions of the change log do not descend",
    "R-008": "this version was released before with other bytes",
    "R-009": "the artifacts are not those that the change log pins",
    "R-010": "an artifact of the release is missing",
    "R-011": "a metadata file is left out because the edition does not state a fact it demands",
    "R-012": "a signature of other sums was taken away",
    "R-020": "the file is no container that can be read",
    "R-021": "an entry's name is not safe",
    "R-022": "an entry is neither a file nor a folder",
    "R-023": "two entries have names that some file systems cannot tell apart",
    "R-024": "the container is beyond the bounds",
    "R-025": "an entry cannot be read",
    "R-026": "the container does not hold exactly one folder",
    "R-027": "the signature is missing or not good",
    "R-028": "the signer is not one of the allowed signers",
    "R-030": "bagit.txt is missing or wrong",
    "R-031": "the bag has no manifest with a strong digest",
    "R-032": "a line of a manifest is wrong",
    "R-033": "a file that a manifest lists is missing",
    "R-034": "a file is not listed in any manifest",
    "R-035": "a file is not the one that was bagged",
    "R-036": "manifests do not list the same files",
    "R-037": "bag-info.txt is wrong",
    "R-038": "parts of the bag are elsewhere",
    "R-040": "the release does not say of which edition it is",
    "R-041": "a metadata file contradicts the edition",
    "R-042": "a metadata file cannot be read",
    "R-050": "the proof in the release is not the one that its files give",
    "R-051": "the edition in the release cannot be checked",
    "R-060": "a claim of conformance is made without its evidence",
    "R-070": "tools differ from those the release was made with",
    "R-071": "an artifact, built anew with the same tools, has other bytes",
    "R-072": "an artifact, built anew, says something else",
    "R-073": "an artifact of the release is not built any more",
    "R-080": "the file carries no edition",
    "R-081": "a carried file is not what it should be",
}


def finding(
    code: str, name: str, message: str, hint: str = "", *, severity: Severity = Severity.ERROR
) -> Finding:
    """A finding about the file `name`; raises `KeyError` for a code that is not in `CODES`."""
    CODES[code]
    return Finding(code, severity, Locus(name), message, hint)
