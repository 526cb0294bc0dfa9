"""The preview: it follows every saving, survives every broken state, answers this machine only."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("watchfiles", reason="the extra octavo[preview] is not installed")
pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

from octavo.model import Finding, Locus, Severity
from octavo.preview import studio as studio_module
from octavo.preview.app import ANY_ADDRESS, make_app
from octavo.preview.drafts import SecondLook, draft, second_look
from octavo.preview.pages import draft_page, finding_record
from octavo.preview.studio import State, Studio
from octavo.workshop import Workshop

TEXT = "---\ntitle: A small paper\nlang: en\n---\n\n# One\n\nFirst words.[^1]\n\n[^1]: A note.\n"


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    (tmp_path / "source" / "small").mkdir(parents=True)
    (tmp_path / "source" / "small" / "edition.md").write_text(TEXT)
    return Workshop(tmp_path)


def save(workshop: Workshop, text: str | bytes) -> None:
    data = text if isinstance(text, bytes) else text.encode()
    (workshop.source / "small" / "edition.md").write_bytes(data)


BROKEN = {
    "no front matter": "words only\n",
    "half a field": "---\ntitle: [\n",
    "empty": "",
    "not UTF-8": b"---\ntitle: A\nlang: en\n---\n\xff\xfe",
    "control characters": "---\ntitle: A\nlang: en\n---\n\x01\n",
    "a call without note": TEXT.replace("[^1]:", "[^2]:"),
    "raw HTML that does not close": TEXT + "\n<div><p>\n",
    "a missing image": TEXT + "\n![x](images/none.png)\n",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_a_draft_of_a_broken_text_is_findings(workshop: Workshop, text: str | bytes) -> None:
    """Whatever stands in the file between two savings, there is something to say about it."""
    save(workshop, text)
    made = draft(workshop, "small")
    assert made.findings
    assert not any(re.search(r"made: \w+Error: ", finding.message) for finding in made.findings)


def test_a_draft_of_a_file_that_is_gone(workshop: Workshop) -> None:
    """Some editors save by deleting first."""
    (workshop.source / "small" / "edition.md").unlink()
    made = draft(workshop, "small")
    assert not made.html
    assert made.findings


def test_the_second_look_makes_a_pdf(workshop: Workshop) -> None:
    """The PDF lies beside the page; nothing is written anywhere."""
    before = sorted(workshop.root.rglob("*"))
    look = second_look(draft(workshop, "small"))
    assert look.pdf.startswith(b"%PDF")
    assert not [finding for finding in look.findings if finding.severity is Severity.ERROR]
    assert sorted(workshop.root.rglob("*")) == before


def test_the_second_look_tells_of_changed_words(workshop: Workshop) -> None:
    """Fidelity to the witness is collated while the text is written."""
    witness = b"# One\n\nFirst words.[^1]\n\n[^1]: A note.\n"
    workshop.seeds.mkdir()
    (workshop.seeds / "raw.txt").write_bytes(witness)
    pin = f"witness:\n  - name: raw.txt\n    sha256: {hashlib.sha256(witness).hexdigest()}\n---\n\n#"
    save(workshop, TEXT.replace("---\n\n#", pin).replace("First words", "Worst words"))
    look = second_look(draft(workshop, "small"))
    assert {finding.code[0] for finding in look.findings if finding.severity is Severity.ERROR} == {"F"}


# --- pages -----------------------------------------------------------------------------------------


def test_the_script_goes_before_the_last_end_of_the_body() -> None:
    """A text that speaks of </body> is not torn apart."""
    page = draft_page("small", State(3, "<body><p>&lt;/body&gt;</p><pre></body></pre></body>"))
    assert page.startswith("<body><p>&lt;/body&gt;</p><pre></body></pre><script ")
    assert 'data-revision="3"' in page


def test_a_finding_leads_to_its_line() -> None:
    """To the preview's own view of the source, or into the editor."""
    finding = Finding("N-001", Severity.ERROR, Locus("source/small/edition.md", 8, 12), "no note")
    assert finding_record("small", finding, "/w", "")["href"] == "/small/source/edition.md#L8"
    there = finding_record("small", finding, "/my work", "vscode://file/{path}:{line}:{column}")["href"]
    assert there == "vscode://file//my%20work/source/small/edition.md:8:12"


def test_a_finding_on_the_print_leads_to_its_page() -> None:
    """No editor opens a PDF at a line; the PDF beside the page is there."""
    finding = Finding("T-009", Severity.WARNING, Locus("small.pdf", 3, page=2), "wide")
    assert finding_record("small", finding, "/w", "x:{path}")["href"] == "/small/small.pdf#page=2"


def test_findings_of_an_older_text_are_marked() -> None:
    """What the second look said of the text before is not taken for fresh."""
    finding = Finding("F-021", Severity.ERROR, Locus("x"), "m")
    assert State(2, "p", looked=(finding,), looked_revision=2).all_findings == ((finding, False),)
    assert State(3, "p", looked=(finding,), looked_revision=2).all_findings == ((finding, True),)
    assert State(3, "p", broken=True, looked=(finding,), looked_revision=2).all_findings == ()


# --- studio ----------------------------------------------------------------------------------------


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The second look, quick and without a process of its own."""
    asked: list[Any] = []

    def ask(self: object, work: object, task: object, **_: object) -> SecondLook:
        asked.append(task)
        return SecondLook(b"%PDF", ())

    monkeypatch.setattr(studio_module.Assistant, "ask", ask)
    return asked


@asynccontextmanager
async def watching(workshop: Workshop) -> AsyncIterator[Studio]:
    studio = Studio(workshop)
    task = asyncio.create_task(studio.watch())
    try:
        yield studio
    finally:
        await studio.stop()
        await asyncio.wait_for(task, 10)


async def until(studio: Studio, wanted: Callable[[State], bool]) -> State:
    async with asyncio.timeout(20):
        async for state in studio.changes("small"):
            if wanted(state):
                return state
    raise AssertionError("the studio ended")


def following(steps: Callable[[Studio], Awaitable[None]], workshop: Workshop) -> None:
    async def run() -> None:
        async with watching(workshop) as studio:
            await studio.state("small")
            await asyncio.sleep(0.3)  # the watcher needs a moment until it sees what is saved
            await steps(studio)

    asyncio.run(run())


def test_a_text_too_deep_to_be_printed_is_a_finding(workshop: Workshop) -> None:
    """It is still shown; the preview goes on."""
    save(workshop, TEXT + "\n" + "> " * 300 + "deep\n")

    async def steps(studio: Studio) -> None:
        state = await until(studio, lambda state: bool(state.looked))
        assert "deep" in state.html
        assert [finding.code for finding in state.looked] == ["E-022"]

    following(steps, workshop)


def test_a_saving_gives_a_new_page_then_a_new_pdf(workshop: Workshop, printed: list[Any]) -> None:
    """The page does not wait for the print."""

    async def steps(studio: Studio) -> None:
        save(workshop, TEXT.replace("First", "Other"))
        state = await until(studio, lambda state: "Other words" in state.html)
        assert not state.broken
        done = await until(studio, lambda state: state.pdf_revision == state.revision)
        assert done.revision == state.revision

    following(steps, workshop)


def test_a_broken_state_keeps_the_last_page_and_is_overcome(workshop: Workshop, printed: list[Any]) -> None:
    """Broken, deleted, mended: the old page stays, the findings say why, the new page comes."""

    async def steps(studio: Studio) -> None:
        save(workshop, "---\ntitle: [\n")
        state = await until(studio, lambda state: state.broken)
        assert "First words" in state.html
        assert state.all_findings
        (workshop.source / "small" / "edition.md").unlink()
        await until(studio, lambda other: other.revision > state.revision)
        save(workshop, TEXT.replace("First", "Mended"))
        mended = await until(studio, lambda state: not state.broken)
        assert "Mended words" in mended.html

    following(steps, workshop)


def test_the_imprint_concerns_every_edition(workshop: Workshop, printed: list[Any]) -> None:
    """A change of the house style is seen at once."""

    async def steps(studio: Studio) -> None:
        (workshop.source / "imprint.yaml").write_text("style:\n  accent: '#005500'\n")
        await until(studio, lambda state: "#005500" in state.html)

    following(steps, workshop)


# --- over HTTP -------------------------------------------------------------------------------------


async def answer(app: Any, path: str, host: str = "127.0.0.1:8321") -> tuple[int, dict[str, str], bytes]:
    """One GET, straight into the application."""
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"host", host.encode())] if host else [],
        "scheme": "http",
        "server": ("127.0.0.1", 8321),
        "client": ("127.0.0.1", 1),
        "http_version": "1.1",
    }
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    headers = {key.decode(): value.decode() for key, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:])


def ask(workshop: Workshop, path: str, host: str = "127.0.0.1:8321") -> tuple[int, dict[str, str], bytes]:
    async def run() -> tuple[int, dict[str, str], bytes]:
        return await answer(make_app(Studio(workshop)), path, host)

    return asyncio.run(run())


@pytest.mark.parametrize("host", ["127.0.0.1:8321", "localhost:8321", "[::1]:8321", "LOCALHOST"])
def test_it_answers_to_its_own_names(workshop: Workshop, printed: list[Any], host: str) -> None:
    """Loopback, by whatever name."""
    assert ask(workshop, "/small/small.html", host)[0] == 200


@pytest.mark.parametrize(
    ("host", "status"), [("192.0.2.7:8321", 200), ("[2001:db8::1]:80", 200), ("evil.example", 421)]
)
def test_for_the_whole_network_bare_addresses_will_do(
    workshop: Workshop, printed: list[Any], host: str, status: int
) -> None:
    """With --host 0.0.0.0 the machine has many addresses; a name is still somebody else's."""

    async def run() -> tuple[int, dict[str, str], bytes]:
        app = make_app(Studio(workshop), names=frozenset({ANY_ADDRESS}))
        return await answer(app, "/small/small.html", host)

    assert asyncio.run(run())[0] == status


@pytest.mark.parametrize("host", ["evil.example:8321", "127.0.0.1.evil.example", "", "0.0.0.0"])
def test_it_refuses_every_other_name(workshop: Workshop, printed: list[Any], host: str) -> None:
    """A web page whose name was turned to 127.0.0.1 reads nothing (DNS rebinding)."""
    status, _, body = ask(workshop, "/small/small.html", host)
    assert status == 421
    assert b"First words" not in body


def test_no_script_of_the_text_runs(workshop: Workshop, printed: list[Any]) -> None:
    """The policy allows the preview's own script only, and nothing from elsewhere."""
    policy = ask(workshop, "/small/small.html")[1]["content-security-policy"]
    assert "default-src 'none'" in policy
    assert re.search(r"script-src 'self'(;|$)", policy)


@pytest.mark.parametrize(
    "path",
    [
        "/small/source/../../../../etc/passwd",
        "/small/source/..%2f..%2fsecret",
        "/small/source/secret.txt",
        "/none/none.html",
        "/small/edition.md",
        "/-/app.py",
    ],
)
def test_only_the_sources_of_an_edition_are_shown(workshop: Workshop, printed: list[Any], path: str) -> None:
    """No way leads out of the folder, nor to other files in it."""
    (workshop.source / "small" / "secret.txt").write_text("secret")
    status, _, body = ask(workshop, path)
    assert status == 404
    assert b"secret" not in body


def test_the_source_is_shown_line_by_line(workshop: Workshop, printed: list[Any]) -> None:
    """Each line can be linked to."""
    status, _, body = ask(workshop, "/small/source/edition.md")
    assert status == 200
    assert b'<li id="L8"><code>First words.[^1]</code></li>' in body


def test_one_edition_is_shown_at_once_several_are_listed(workshop: Workshop, printed: list[Any]) -> None:
    """The front door leads to where there is something to see."""
    assert ask(workshop, "/")[1]["location"] == "/small/small.html"
    (workshop.source / "other").mkdir()
    (workshop.source / "other" / "edition.md").write_text(TEXT.replace("small", "second"))
    assert b"A second paper" in ask(workshop, "/")[2]


# --- as a user -------------------------------------------------------------------------------------


@pytest.fixture
def running(workshop: Workshop) -> Iterator[tuple[subprocess.Popen[str], str]]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "octavo.cli", "preview", "small"]
    child = subprocess.Popen(command, cwd=workshop.root, env=environment, stderr=subprocess.PIPE, text=True)
    assert child.stderr
    try:
        yield child, child.stderr.readline().split()[0]
    finally:
        child.kill()
        child.wait()
        child.stderr.close()


@pytest.mark.whole
def test_it_serves_streams_and_ends_cleanly(
    workshop: Workshop, running: tuple[subprocess.Popen[str], str]
) -> None:
    """Page, events after a saving, PDF; Ctrl-C ends it with code 0 although somebody still listens."""
    from urllib.request import urlopen

    child, address = running
    with urlopen(address, timeout=20) as page:
        assert b"First words" in page.read()
    events = urlopen(address.replace("small.html", "events"), timeout=20)
    first = json.loads(events.readline().removeprefix(b"data: "))
    save(workshop, TEXT.replace("First", "Other"))
    while (
        json.loads(events.readline().removeprefix(b"data: ").strip() or b"{}").get("revision", 0)
        <= first["revision"]
    ):
        pass
    with urlopen(address, timeout=20) as page:
        assert b"Other words" in page.read()
    child.send_signal(signal.SIGINT)
    assert child.wait(10) == 0
    assert child.stderr
    assert child.stderr.read() == "preview ended\n"
    events.close()
