"""Content streams in, the text of every marked sequence out (ISO 32000-1, 9.10 and 14.6).

Codes become characters by each font's ToUnicode alone; ``ActualText`` replaces what it encloses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pikepdf

Codes = dict[bytes, str]
_HEX: Final = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_SECTION: Final = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_RANGE: Final = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>\s*(?:<([0-9A-Fa-f\s]*)>|\[([^\]]*)\])")
_SPACE: Final = re.compile(rb"begincodespacerange\s*<([0-9A-Fa-f]+)>")
_DEPTH: Final = 8
UNMARKED: Final = -1
ARTIFACT: Final = -2


@dataclass
class Font:
    """How a font's codes read."""

    width: int
    """Bytes of a code."""
    codes: Codes

    def read(self, data: bytes) -> str:
        """The characters of a shown string; a code without a meaning is U+FFFD."""
        width = self.width
        get = self.codes.get
        return "".join(get(data[k : k + width], "\ufffd") for k in range(0, len(data), width))


def font_of(dictionary: Any) -> Font:
    """Read a font's ToUnicode."""
    stream = dictionary.get("/ToUnicode")
    data = stream.read_bytes() if isinstance(stream, pikepdf.Stream) else b""
    space = _SPACE.search(data)
    composite = str(dictionary.get("/Subtype", "")) == "/Type0"
    width = len(space[1]) // 2 if space else (2 if composite else 1)
    codes: Codes = {}
    for section, body in _SECTION.findall(data):
        codes.update(_chars(body) if section == b"bfchar" else _ranges(body))
    return Font(max(1, width), codes)


def _chars(body: bytes) -> Iterator[tuple[bytes, str]]:
    values = [_bytes(match) for match in _HEX.findall(body)]
    for code, text in zip(values[::2], values[1::2], strict=False):
        yield code, text.decode("utf-16-be", "replace")


def _ranges(body: bytes) -> Iterator[tuple[bytes, str]]:
    for low, high, single, several in _RANGE.findall(body):
        first, last, width = (
            int(_bytes(low).hex() or "0", 16),
            int(_bytes(high).hex() or "0", 16),
            len(_bytes(low)),
        )
        texts = [_bytes(match) for match in _HEX.findall(several)]
        for offset in range(min(last - first + 1, 65536)):
            if texts:
                text = texts[offset] if offset < len(texts) else b""
            else:
                base = _bytes(single)
                text = (int.from_bytes(base, "big") + offset).to_bytes(len(base), "big") if base else b""
            yield (first + offset).to_bytes(width, "big"), text.decode("utf-16-be", "replace")


def _bytes(digits: bytes) -> bytes:
    text = b"".join(digits.split())
    return bytes.fromhex((text + b"0" * (len(text) % 2)).decode("ascii"))


@dataclass
class PageReader:
    """Reads one page; `texts` maps a marked-content id to its text."""

    texts: dict[int, list[str]] = field(default_factory=dict)
    _fonts: dict[int, Font] = field(default_factory=dict)
    _stack: list[tuple[int, bool]] = field(default_factory=list)
    """Marked-content id in force, and whether an ActualText silences what is shown."""

    def read(self, page: pikepdf.Page, fonts: dict[tuple[int, int], Font]) -> None:
        """Read the page's content stream, forms included."""
        self._shared = fonts
        self._content(page, page.resources, 0)

    def _content(self, owner: Any, resources: Any, depth: int) -> None:
        font: Font | None = None
        properties = resources.get("/Properties", {}) if resources is not None else {}
        for instruction in pikepdf.parse_content_stream(owner, "BT ET Tf Tj TJ ' \" BDC BMC EMC Do"):
            operands: Any = instruction.operands
            name = str(instruction.operator)
            if name == "Tf":
                font = self._font(resources, operands[0])
            elif name == "TJ":
                self._show(font, b"".join(bytes(s) for s in operands[0] if isinstance(s, pikepdf.String)))
            elif name in ("Tj", "'", '"'):
                self._show(font, bytes(operands[-1]))
            elif name in ("BDC", "BMC"):
                self._begin(operands, properties)
            elif name == "EMC":
                if self._stack:
                    self._stack.pop()
            elif name == "Do" and depth < _DEPTH:
                self._form(resources, operands[0], depth)

    def _font(self, resources: Any, name: Any) -> Font | None:
        fonts = resources.get("/Font", {}) if resources is not None else {}
        dictionary = fonts.get(str(name))
        if dictionary is None:
            return None
        key = dictionary.objgen
        if key == (0, 0):
            return font_of(dictionary)
        if key not in self._shared:
            self._shared[key] = font_of(dictionary)
        return self._shared[key]

    def _form(self, resources: Any, name: Any, depth: int) -> None:
        form = resources.get("/XObject", {}).get(str(name)) if resources is not None else None
        if form is not None and str(form.get("/Subtype", "")) == "/Form":
            self._content(form, form.get("/Resources", resources), depth + 1)

    def _begin(self, operands: Any, properties: Any) -> None:
        mcid, silent = self._stack[-1] if self._stack else (UNMARKED, False)
        if str(operands[0]) == "/Artifact":
            mcid = ARTIFACT
        value = operands[1] if len(operands) > 1 else None
        if isinstance(value, pikepdf.Name):
            value = properties.get(str(value))
        if isinstance(value, pikepdf.Dictionary):
            mcid = int(value.get("/MCID", mcid))
            if "/ActualText" in value and not silent:
                self.texts.setdefault(mcid, []).append(str(value["/ActualText"]))
                silent = True
        self._stack.append((mcid, silent))

    def _show(self, font: Font | None, data: bytes) -> None:
        mcid, silent = self._stack[-1] if self._stack else (UNMARKED, False)
        if not silent and mcid != ARTIFACT:
            self.texts.setdefault(mcid, []).append(font.read(data) if font else "\ufffd" * len(data))
