"""``README.txt`` of a release: what it is, and how to check it with stock tools only. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from octavo.dialects import cite_as
from octavo.model import Finding, Imprint

_ABOUT: Final = {
    ".pdf": "the printed page",
    ".epub": "for e-readers",
    ".html": "one page for every browser, notes and page numbers included",
    ".txt": "plain text; its last part tells its signs",
    ".docx": "for editing; notes are Word's own",
    ".jats.xml": "JATS 1.1 (Archiving) for archives and text mining",
    "proof.html": "the proof that no word was lost, for people",
    "proof.json": "the same for programs",
    "apparatus.json": "with source/ it gives the witness back, byte for byte",
    "ro-crate-metadata.json": "the contents, described as an RO-Crate 1.1",
    "metadata/": "the same facts in every dialect that libraries and indexes read",
    "images/": "the pictures, where the JATS article looks for them",
    "source/": "the canonical edition and all its records, as they are edited",
    "seeds/": "the witness: the text as it was received",
    "tools/": "versions, lock file and bill of materials of what made this release",
}


def readme(
    imprint: Imprint,
    name: str,
    paths: Iterable[str],
    tools: Iterable[tuple[str, str]],
    left_out: tuple[Finding, ...],
) -> str:
    """The whole text; the same for the same release."""
    listed = list(paths)
    parts = [
        f"{imprint.title_plain}\nEdition {imprint.version} of {imprint.id}, released {imprint.released}",
        cite_as(imprint),
        "What is here\n\n" + "\n".join(_contents(listed)),
        _recipe(name),
        _rebuild(name, tools, locked=any(path == "tools/requirements.lock" for path in listed)),
    ]
    if left_out:
        lines = [f"  {one.locus.name}: {one.message}" for one in left_out]
        parts.append("What had to be left out\n\n" + "\n".join(lines))
    return "\n\n\n".join(parts) + "\n"


def _contents(paths: list[str]) -> Iterable[str]:
    for end, about in _ABOUT.items():
        found = sorted(path for path in paths if path.startswith(end) or path.endswith(end))
        if end.endswith("/") and found:
            yield f"  data/{end}\n      {about}"
        elif found:
            yield f"  data/{found[0]}\n      {about}"


def _recipe(name: str) -> str:
    return f"""How to check it without Octavo

  sha256sum -c SHA256SUMS                    (beside the container)
  tar xf {name}.tar && cd {name}
  sha256sum --strict -c manifest-sha256.txt
  sha512sum --strict -c manifest-sha512.txt
  sha256sum --strict -c tagmanifest-sha256.txt

All lines must say OK. This is a BagIt 1.0 bag (RFC 8493); any BagIt tool judges it too:

  pip install bagit && bagit.py --validate .

If SHA256SUMS.sig lies beside SHA256SUMS, OpenSSH checks who signed it, given the publisher's public key
in a file of allowed signers ("NAME ssh-ed25519 AAAA…"):

  ssh-keygen -Y verify -f allowed_signers -I NAME -n file -s SHA256SUMS.sig < SHA256SUMS"""


def _rebuild(name: str, tools: Iterable[tuple[str, str]], *, locked: bool) -> str:
    versions = "\n".join(f"  {tool} {version}" for tool, version in tools)
    tied = "tools/requirements.lock pins them by digest" if locked else "they stand below"
    return f"""How to make it again

  octavo verify {name}.tar
  octavo verify --rebuild {name}.tar

data/ is a workshop: octavo build in it makes every artifact anew. With the same tools ({tied})
they come out the same, bit by bit, whatever the clock, time zone, language, folder or number of jobs.
What remains tied to these versions:

{versions}"""
