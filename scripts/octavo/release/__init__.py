"""Releases: one bag that anyone can verify, and rebuild to the bit.

Comes in: an edition in a workshop, with its artifacts. Goes out: ``build/releases/ID-VERSION.tar`` and
``.zip`` beside ``SHA256SUMS``; and back: a report on any container, folder or single artifact of ours, or a
workshop made of it again.

1. `changes`: versions and the change log; nothing is released twice with other bytes.
2. `payload`, `readme`, `sbom`: what a release holds, why, and under which names.
3. `bag`, `container`: BagIt 1.0; tar and zip, stored, sorted, dated from the edition.
4. `unpacking`, `names`, `bagit`: strangers' containers, read within stated bounds; bags judged.
5. `reprove`, `metadata`, `claims`, `rebuilding`: proof run again, contradictions, claims, rebuilding.
6. `recover`, `restoring`: the edition from whatever survived.
7. EDGE: `making` (release), `verifying` (verify, recover), `rebuilding`.
"""
