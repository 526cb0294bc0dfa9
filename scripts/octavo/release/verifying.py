"""EDGE: ``octavo verify`` and ``octavo recover``. Strangers' files in, a `Report` out.

The order of the steps, and why: fixity first, and nothing more is looked at in a bag whose bytes have
changed; then the edition in the bag is read as `octavo check` reads it, from a temporary folder that is
removed; then proof, metadata and claims are judged against it. `rebuild` makes every artifact anew there.

What is opened: the file or folder that was named, and ``SHA256SUMS`` with its signature beside it. What is
written: temporary folders, and for `recover_to` the folder asked for, which must be empty or new.
Bounds: see `unpacking`.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from octavo.dialects import record
from octavo.errors import InputError, OctavoError, UsageError
from octavo.fidelity.expected import expected
from octavo.fidelity.ledger import Ledger, ledger
from octavo.files import confined, read_bytes, write_atomic
from octavo.gather import Gathered, gather
from octavo.model import Artifact, Finding, Severity
from octavo.release.bag import PAYLOAD
from octavo.release.bagit import check_bag
from octavo.release.changes import CHANGES_FILE, judge_versions
from octavo.release.claims import artifact_claims, claim_findings
from octavo.release.codes import finding
from octavo.release.metadata import dialect_of, inner_findings, metadata_findings, own_contradictions
from octavo.release.names import shown
from octavo.release.rebuilding import BESIDE, rebuilt
from octavo.release.recover import from_bag, recover, strip_folder
from octavo.release.report import Report, State, Step, step
from octavo.release.reprove import PROOF, proof_findings
from octavo.release.restoring import Restored
from octavo.release.signing import judge
from octavo.release.unpacking import (
    MAX_CONTAINER,
    MAX_ENTRIES,
    MAX_ENTRY,
    MAX_TOTAL,
    Unpacked,
    collision_findings,
    name_finding,
    unpack,
)
from octavo.workshop import Workshop

SUMS: Final = "SHA256SUMS"
_SINGLE: Final = (".pdf", ".epub", ".html", ".jats.xml", ".txt", ".docx")
_SUM_LINE: Final = re.compile(r"([0-9a-fA-F]{64}) [ *]([^/\n]+)")


def verify_path(path: Path, *, rebuild: bool = False, signers: Path | None = None) -> Report:
    """Verify a release (tar, zip or folder) or one artifact.

    With `signers`, a list of allowed signers (ssh-keygen(1)), the sums beside a file must be signed by
    one of them. Raises `InputError` if there is no such file, `ToolError` if ssh-keygen is missing then.
    """
    if path.is_dir():
        unpacked = read_folder(path)
        return _release(str(path), unpacked, rebuild=rebuild)
    if path.is_file() and path.stat().st_size > MAX_CONTAINER:
        message = f"It is larger than {MAX_CONTAINER >> 20} MiB."
        beyond = (finding("R-024", path.name, message, "Unpack it and verify the folder."),)
        return _stopped(Report(path.name, "unknown", steps=(step("Size", beyond, ""),), findings=beyond))
    data = read_bytes(path, limit=MAX_CONTAINER)
    suffix = next((one for one in _SINGLE if path.name.endswith(one)), "")
    if suffix:
        report = _single(path.name, suffix, data, rebuild=rebuild)
    else:
        report = _release(path.name, unpack(path.name, data), rebuild=rebuild)
    steps, findings = _beside(path, data, signers)
    return replace(report, steps=(*steps, *report.steps), findings=(*findings, *report.findings))


def read_folder(root: Path) -> Unpacked:
    """The files of an unpacked bag; links are refused, the bounds of containers hold."""
    files: dict[str, bytes] = {}
    findings: list[Finding] = []
    total = count = 0
    for folder, folders, names in os.walk(root, followlinks=False):
        folders.sort()
        for name in sorted(names) + [one for one in folders if (Path(folder) / one).is_symlink()]:
            path = Path(folder) / name
            inner = path.relative_to(root).as_posix()
            count += 1
            if path.is_symlink() or not path.is_file():
                message = f"“{inner}” is a link or a device."
                findings.append(finding("R-022", str(root), message, "Do not trust this folder."))
                continue
            total += path.stat().st_size
            if count > MAX_ENTRIES or total > MAX_TOTAL or path.stat().st_size > MAX_ENTRY:
                message = "The folder is beyond the bounds of a release."
                findings.append(finding("R-024", str(root), message, "Name the folder of a bag."))
                return Unpacked({}, tuple(findings))
            unsafe = name_finding(str(root), inner)
            if unsafe:
                findings.append(unsafe)
            else:
                files[inner] = read_bytes(path)
    findings += collision_findings(str(root), files)
    return Unpacked({f"bag/{name}": data for name, data in files.items()}, tuple(findings))


def _beside(path: Path, data: bytes, signers: Path | None) -> tuple[tuple[Step, ...], tuple[Finding, ...]]:
    """What ``SHA256SUMS`` beside a file says of it, and who signed those sums."""
    beside = path.parent / SUMS
    told = _digest_in(beside, path.name) if beside.is_file() else ""
    if not told:
        if signers is None:
            return (), ()
        fault = finding("R-027", path.name, f"No signed {SUMS} beside it names it.", "Ask its publisher.")
        return (step("Signature", (fault,), ""),), (fault,)
    findings: tuple[Finding, ...] = ()
    if told != hashlib.sha256(data).hexdigest():
        message = f"Its sha256 is not the one in {SUMS}: a byte has changed."
        findings = (finding("R-035", path.name, message, "Get an undamaged copy of the release."),)
    steps = [step(f"{SUMS} beside it", findings, "sha256")]
    if judged := judge(beside, signers):
        steps.append(judged[0])
        findings = (*findings, *judged[1])
    return tuple(steps), findings


def _digest_in(sums: Path, name: str) -> str:
    """The sha256 that the file `sums` gives for `name`; empty if it does not name it."""
    text = read_bytes(sums, limit=1_000_000).decode("utf-8", "replace")
    lines = (_SUM_LINE.fullmatch(line) for line in text.splitlines())
    return next((match[1].lower() for match in lines if match and match[2] == name), "")


# ---------------------------------------------------------------- a release


def _release(subject: str, unpacked: Unpacked, *, rebuild: bool) -> Report:
    findings = [*unpacked.findings]
    roots = {name.split("/")[0] for name in unpacked.files}
    if unpacked.files and len(roots) != 1:
        message = "A release is one folder in its container; here there are several."
        findings.append(finding("R-026", subject, message, "Name the container of a release."))
    steps = [step("Container", tuple(findings), f"{len(unpacked.files)} files, names and sizes in bounds")]
    report = Report(subject, "release", steps=tuple(steps), findings=tuple(findings))
    if not report.sound or not unpacked.files:
        return _stopped(report)
    files = strip_folder(unpacked.files)
    return _bag(report, files, next(iter(roots)), rebuild=rebuild)


def _stopped(report: Report) -> Report:
    return replace(report, steps=(*report.steps, Step("Everything else", State.SKIPPED, "not looked at")))


def _bag(report: Report, files: Mapping[str, bytes], root: str, *, rebuild: bool) -> Report:
    findings = check_bag(files)
    payload = {path.removeprefix(PAYLOAD): data for path, data in files.items() if path.startswith(PAYLOAD)}
    detail = f"BagIt, {len(payload)} payload files, sha256 and sha512"
    report = _with(report, step("Fixity", findings, detail), findings)
    inner = tuple(fault for name, data in sorted(payload.items()) for fault in _inner_faults(name, data))
    if inner:
        report = _with(report, step("Inner containers", inner, ""), inner)
    if not report.sound:
        return _stopped(report)
    restored = from_bag(report.subject, files)
    if restored.findings:
        return _stopped(_with(report, step("Edition", restored.findings, ""), restored.findings))
    report = _with_edition(report, restored, payload, rebuild=rebuild)
    return replace(report, findings=(*report.findings, *_names(report, files, root)))


def _inner_faults(name: str, data: bytes) -> tuple[Finding, ...]:
    """EPUB and DOCX are containers too: their bounds are looked at before anybody reads them."""
    return unpack(name, data).findings if name.endswith((".epub", ".docx")) else ()


def _names(report: Report, files: Mapping[str, bytes], root: str) -> Iterator[Finding]:
    """The bag's folder and its bag-info must name the edition that is in it."""
    hint = "The release was put together by hand; get it from its publisher."
    label = re.search(
        rb"^Internal-Sender-Identifier:[ \t]*(.*?)[ \t]*$", files.get("bag-info.txt", b""), re.MULTILINE
    )
    told = {
        "folder": "" if root == "bag" else root,
        "bag-info.txt": label[1].decode("utf-8", "replace") if label else "",
    }
    for place, name in told.items():
        if report.release and name and name != report.release:
            message = f"It says “{shown(name)}”, but the edition in it is {report.release}."
            yield finding("R-040", place, message, hint)


def _with(report: Report, done: Step, findings: tuple[Finding, ...]) -> Report:
    return replace(report, steps=(*report.steps, done), findings=(*report.findings, *findings))


def _with_edition(
    report: Report, restored: Restored, payload: Mapping[str, bytes], *, rebuild: bool
) -> Report:
    with tempfile.TemporaryDirectory(prefix="octavo-verify-") as folder:
        workshop = Workshop(Path(folder))
        write_restored(workshop.root, restored)
        gathered, findings = _gathered(workshop, restored)
        edition, tree = gathered.edition, gathered.tree
        report = _with(report, step("Edition", findings, "read as octavo check reads it"), findings)
        if edition is None or tree is None or not report.sound:
            return _stopped(report)
        named = f"{edition.id}-{edition.imprint.version}"
        report = replace(report, release=named)
        artifacts = artifacts_of(payload)
        found = ledger(expected(tree), tuple(artifacts.values()), edition.imprint)
        report = _judged(report, gathered, payload, found)
        if rebuild and report.sound:
            done, findings = rebuilt(workshop, gathered, payload)
            report = _with(report, done, findings)
    return report


def _gathered(workshop: Workshop, restored: Restored) -> tuple[Gathered, tuple[Finding, ...]]:
    """The edition of a temporary workshop; what stands in the way is told as R-051."""
    try:
        gathered = gather(workshop, restored.id)
    except OctavoError as error:
        gathered = Gathered(restored.id, None)
        return gathered, (finding("R-051", restored.id, str(error), error.hint),)
    errors = tuple(one for one in gathered.findings if one.severity is Severity.ERROR)
    if gathered.edition is None and not errors:
        errors = (finding("R-051", restored.id, "The edition cannot be read."),)
    return gathered, errors


def artifacts_of(payload: Mapping[str, bytes]) -> dict[str, Artifact]:
    """The artifacts of a payload: the files at its root."""
    return {path: Artifact(path, "", data) for path, data in sorted(payload.items()) if "/" not in path}


def _judged(report: Report, gathered: Gathered, payload: Mapping[str, bytes], found: Ledger) -> Report:
    edition = gathered.edition
    if edition is None:
        return report
    words = f"{found.body + found.notes:,} words in {len(found.accounts)} ways of reading"
    report = _with(report, step("Words", found.findings, words), found.findings)
    lies = proof_findings(payload.get(PROOF, b""), edition, found, artifacts_of(payload))
    report = _with(report, step("Proof", lies, "says what was found anew"), lies)
    log = payload.get(f"source/{edition.id}/{CHANGES_FILE}", b"")
    made = (one for one in artifacts_of(payload).values() if one.name not in BESIDE)
    story = judge_versions(edition.imprint, log, made)
    detail = f"version {edition.imprint.version} of {edition.imprint.released} heads the change log"
    report = _with(report, step("Versions", story, detail), story)
    told = metadata_findings(record(edition.imprint), payload)
    report = _with(report, step("Metadata", told, "no contradiction in any dialect"), told)
    claims = claim_findings(edition.id, payload)
    return _with(report, step("Claims", claims, "none without what can be seen of it"), claims)


# ---------------------------------------------------------------- a single artifact


def _single(name: str, suffix: str, data: bytes, *, rebuild: bool) -> Report:
    report = Report(name, suffix.rpartition(".")[2])
    if suffix in (".pdf", ".epub"):
        restored = recover(name, data)
        if restored.files and not any(one.severity is Severity.ERROR for one in restored.findings):
            return _carrier(report, restored, data, rebuild=rebuild)
        return _with(report, step("Edition", restored.findings, ""), restored.findings)
    if suffix == ".html":
        findings = own_contradictions(name, data)
        report = _with(report, step("Metadata", findings, "agrees with itself"), findings)
    detail = "it carries no edition: verify the release it came in"
    return _with(report, Step("Words", State.SKIPPED, detail), ())


def _carrier(report: Report, restored: Restored, data: bytes, *, rebuild: bool) -> Report:
    """A PDF or EPUB against the edition that it carries."""
    with tempfile.TemporaryDirectory(prefix="octavo-verify-") as folder:
        workshop = Workshop(Path(folder))
        write_restored(workshop.root, restored)
        gathered, findings = _gathered(workshop, restored)
        report = _with(report, step("Edition", findings, "carried inside"), findings)
        edition, tree = gathered.edition, gathered.tree
        if edition is None or tree is None:
            return _stopped(report)
        report = replace(report, release=f"{edition.id}-{edition.imprint.version}")
        name = f"{edition.id}.{report.kind}"
        found = ledger(expected(tree), (Artifact(name, "", data),), edition.imprint)
        words = f"{found.body + found.notes:,} words"
        report = _with(report, step("Words", found.findings, words), found.findings)
        told = inner_findings(record(edition.imprint), dialect_of(name), name, data)
        report = _with(report, step("Metadata", told, "does not contradict the edition"), told)
        claims = artifact_claims(name, data, reviewed=bool(edition.reviews))
        report = _with(report, step("Claims", claims, "none without what can be seen of it"), claims)
        if rebuild and report.sound:
            # A print file (co-23-31-large.pdf) is made again as what it is, if it still has its name.
            own = report.subject if report.subject.startswith(f"{edition.id}-") else name
            done, findings = rebuilt(workshop, gathered, {own: data})
            report = _with(report, done, findings)
    return report


# ---------------------------------------------------------------- recovering


def recover_to(path: Path, into: Path) -> Restored:
    """Write the workshop that `path` (PDF, EPUB, bag) carries below `into`, which must be empty or new.

    Raises `UsageError` when it is not, `InputError` when there is no such file, `OutputError` when nothing
    can be written. With findings that are errors and no files, nothing is written.
    """
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise UsageError(f"{into} is there already and is not empty", hint="Name a new folder.")
    if path.is_dir():
        restored = from_bag(str(path), strip_folder(read_folder(path).files))
    else:
        restored = recover(path.name, read_bytes(path, limit=MAX_CONTAINER))
    if restored.files:
        write_restored(into, restored)
    return restored


def write_restored(root: Path, restored: Restored) -> None:
    """Write a restored workshop below `root`; its names are confined to it once more."""
    root.mkdir(parents=True, exist_ok=True)
    for name in ("source", "seeds", "build"):
        (root / name).mkdir(exist_ok=True)
    for name, data in sorted(restored.files.items()):
        try:
            path = confined(root, name)
        except InputError as error:
            raise InputError(f"a carried name is not safe: {error}") from error
        write_atomic(path, data)
