r"""Bytes as received -> text with unified line ends, or a finding that says what to run first.

In: any bytes. Out: `Reading` with the text (``\\n`` line ends, form feeds kept as page signs) and
what had to be done to it. Lines keep their numbers, so every later place points into the raw file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from octavo.model import Finding, Locus, Severity

MAX_TEXT: Final = 8_000_000
"""Characters of text that are imported, over a million words: more is no paper, and would not fit 200 MB."""

_FOREIGN: Final = (
    (
        b"%PDF-",
        "a PDF file",
        "Run a converter first, e.g. `marker_single FILE.pdf` or `pdftotext -layout FILE.pdf`.",
    ),
    (b"{\\rtf", "an RTF file", "Run `pandoc -t markdown FILE.rtf -o FILE.md` first."),
    (
        b"\xd0\xcf\x11\xe0",
        "an old Word file",
        "Save it as .docx, then run `pandoc -t markdown FILE.docx -o FILE.md`.",
    ),
    (b"\x89PNG", "a picture", "Run text recognition on it first."),
    (b"\xff\xd8\xff", "a picture", "Run text recognition on it first."),
    (b"II*\x00", "a picture", "Run text recognition on it first."),
    (b"GIF8", "a picture", "Run text recognition on it first."),
    (b"\x1f\x8b", "a compressed file", "Unpack it first."),
    (b"7z\xbc\xaf", "a compressed file", "Unpack it first."),
)
_ZIPS: Final = (
    (b"word/", "a damaged Word document (docx)", "Open it in a word processor and save it anew."),
    (b"opendocument.text", "a damaged OpenDocument text", "Open it in a word processor and save it anew."),
    (b"application/epub+zip", "an EPUB", "Run `pandoc -t markdown FILE.epub -o FILE.md` first."),
    (b"", "a zip archive", "Unpack it and import the text inside."),
)
_LIGATURES: Final[dict[str, str]] = {
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "ﬅ": "ft",
    "ﬆ": "st",
}
_INVISIBLE: Final = dict.fromkeys(
    map(
        ord,
        "\u200b\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff",
    )
)
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\x80-\x84\x86-\x9f]")
_PRIVATE: Final = re.compile("[\ue000-\ue0ff\U000f0000-\U000f00ff]")
_LINE_ENDS: Final = re.compile("\r\n?|\x85|\u2028|\u2029")


@dataclass(frozen=True)
class Reading:
    """A raw text, decoded."""

    text: str
    """Empty when the bytes are no text."""
    findings: tuple[Finding, ...]
    encoding: str = "utf-8"
    foreign: bool = False
    """The bytes are no text at all; `findings` says what to do."""


def read(data: bytes, *, name: str) -> Reading:
    """Decode `data`; never raises."""
    kind = _foreign(data)
    if kind:
        finding = Finding(
            "I-001", Severity.ERROR, Locus(name), f"this is {kind[0]}, not Markdown or plain text", kind[1]
        )
        return Reading("", (finding,), foreign=True)
    text, encoding = _decode(data)
    if _is_noise(text):
        message = "this is binary data, not Markdown or plain text"
        hint = "Give the text that a PDF converter wrote."
        return Reading(
            "", (Finding("I-001", Severity.ERROR, Locus(name), message, hint),), encoding, foreign=True
        )
    if not text.strip():
        finding = Finding(
            "I-002", Severity.ERROR, Locus(name), "the file holds no text", "Give a file with text."
        )
        return Reading("", (finding,), encoding, foreign=True)
    if len(text) > MAX_TEXT:
        message = f"{len(text):,} characters are more than one paper; the limit is {MAX_TEXT:,}"
        finding = Finding("I-003", Severity.ERROR, Locus(name), message, "Split the text into works first.")
        return Reading("", (finding,), encoding, foreign=True)
    return _cleaned(text, name=name, encoding=encoding)


def _foreign(data: bytes) -> tuple[str, str] | None:
    for magic, what, hint in _FOREIGN:
        if data.startswith(magic):
            return what, hint
    if data.startswith(b"PK\x03\x04"):
        sample = data[:4096] + data[-65536:]
        return next((what, hint) for sign, what, hint in _ZIPS if sign in sample)
    return None


def _decode(data: bytes) -> tuple[str, str]:
    """UTF-8 with or without BOM, UTF-16 by BOM, else Windows-1252 (Latin-1 where that has holes)."""
    for bom, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(bom):
            return data.decode(encoding, errors="replace"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    zeros = data[:4000].count(0)
    if zeros > len(data[:4000]) // 4:
        encoding = "utf-16-le" if data[1:4000:2].count(0) > data[0:4000:2].count(0) else "utf-16-be"
        return data.decode(encoding, errors="replace"), encoding
    for encoding in ("euc_kr", "shift_jis", "gb18030"):
        if _looks_east_asian(data, encoding):
            return data.decode(encoding), encoding
    mostly = data.decode("utf-8", errors="replace")
    if mostly.count("\ufffd") * 200 < len(mostly):
        return mostly, "utf-8 with faults"
    try:
        return data.decode("cp1252"), "windows-1252"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "latin-1"


def decode_html(data: bytes) -> str:
    """A page of HTML by its own ``charset``, else as any text is decoded."""
    named = re.search(rb"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", data[:4096], re.I)
    if named and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(named[1].decode("ascii"), errors="replace")
        except LookupError:
            pass
    return _decode(data)[0]


def _looks_east_asian(data: bytes, encoding: str) -> bool:
    """Enough bytes above 127, always in pairs, giving common letters of that script."""
    high = sum(1 for byte in data[:20000] if byte > 127)
    if high < 20 or high * 5 < len(data[:20000]):
        return False
    try:
        text = data.decode(encoding)[:8000]
    except UnicodeDecodeError:
        return False
    ranges = {"euc_kr": ("가", "힣"), "shift_jis": ("ぁ", "ヿ"), "gb18030": ("一", "鿿")}
    low, top = ranges[encoding]
    letters = [c for c in text if ord(c) > 127]
    return sum(low <= c <= top for c in letters) * 2 > len(letters)


def _is_noise(text: str) -> bool:
    sample = text[:100_000]
    odd = len(_CONTROL.findall(sample)) + sample.count("\ufffd")
    return odd * 12 > len(sample) and odd > 4


def _cleaned(text: str, *, name: str, encoding: str) -> Reading:
    findings: list[Finding] = []

    def note(code: str, count: int, what: str) -> None:
        if count:
            findings.append(Finding(code, Severity.INFO, Locus(name), f"{count} {what}"))

    if encoding not in ("utf-8", "utf-8-sig"):
        message = f"the text is not UTF-8; it was read as {encoding}"
        findings.append(
            Finding("I-004", Severity.WARNING, Locus(name), message, "Check letters with accents.")
        )
    text, ends = _LINE_ENDS.subn("\n", text)
    note("I-005", ends, "line ends of other systems were unified")
    text, controls = _CONTROL.subn("", text)
    note("I-006", controls, "control characters (NUL and the like) were taken out")
    bare = text.translate(_INVISIBLE)
    note("I-007", len(text) - len(bare), "zero-width signs were taken out")
    text, private = _PRIVATE.subn("\ufffd", bare)
    note("I-008", private, "private-use characters have no meaning outside their font and became U+FFFD")
    ligatures = sum(text.count(sign) for sign in _LIGATURES)
    text = text.translate({ord(sign): letters for sign, letters in _LIGATURES.items()}) if ligatures else text
    note("I-009", ligatures, "ligature characters were spelled as letters")
    note("I-010", text.count("\ufffd"), "characters could not be read (U+FFFD); compare with the original")
    return Reading(text, tuple(findings), encoding)
