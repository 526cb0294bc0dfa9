"""Running text as converters write it -> canonical inline Markdown with atoms.

In: one block's raw inline text (CommonMark, HTML tags, entities). Out: Pandoc Markdown in which
every literal sign of markup is escaped, emphasis is ``*`` and ``**``, and code, mathematics, link
targets and possible note calls are atoms (see `draft`). One pass, linear in the text; `emphasis`
pairs its signs, `superscripts` weighs what may be a call.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Final

from octavo.importing.draft import Atom, atom_sign
from octavo.importing.emphasis import Emphasis
from octavo.importing.superscripts import (
    LABEL,
    RAISED_LETTERS,
    UNRAISED,
    bare_superscript,
    script_fits,
    simple_superscript,
    superscript,
    written_script,
)

ESCAPED: Final = frozenset("\\`*[]<>$^~|")
_ASCII_PUNCTUATION: Final = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_SPECIAL: Final = re.compile(
    rf"[\\`*_\[\]!<>&$^~|]|[⁰¹²³⁴-⁹⁽⁾]+|(?<![{RAISED_LETTERS}])[{RAISED_LETTERS}](?!\w)"
)
_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)((?:\s[^<>]{0,2000})?)/?>")
_TARGET: Final = re.compile(
    r"""\(\s*(<[^<>\n]{0,2000}>|[^\s()]{0,2000}(?:\([^\s()]{0,200}\)[^\s()]{0,200}){0,3})"""
    r"""(?:\s+(?:"[^"\n]{0,500}"|'[^'\n]{0,500}'))?\s*\)"""
)
_ATTRIBUTES: Final = re.compile(r"\{[^{}\n]{1,300}\}")
_FOOTNOTE_REF: Final = re.compile(r"\[\^([^\s\]\^]{1,60})\]")
_BRACKET_SCRIPT: Final = re.compile(r"\[(st|nd|rd|th|er|re|e|[23])\](?![(\[:])")
_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_AUTOLINK: Final = re.compile(r"<((?:https?|ftp|mailto):[^<>\s]{1,2000}|[^<>\s@]{1,64}@[^<>\s@]{1,255})>")
_MATH_LOOK: Final = re.compile(r"[\\^_={}<>+]|^[A-Za-z]$|^[A-Za-z][ ,]")
_PANDOC_SCRIPT: Final = re.compile(r"[\^~]((?:[^\s\^~\\]|\\.){1,80})[\^~]")
_DROPPED: Final = frozenset(
    [
        "span",
        "a",
        "u",
        "font",
        "small",
        "big",
        "mark",
        "div",
        "p",
        "center",
        "ins",
        "abbr",
        "cite",
        "q",
        "ruby",
        "section",
        "article",
    ]
)

_CLOSED: Final = {name: re.compile(rf"</{name}\s{{0,20}}>", re.IGNORECASE) for name in ("sup", "sub")}
_PARTING: Final = frozenset(("div", "p", "center", "section", "article"))
"""Tags that part words."""
GLITCHES: Final = (
    (re.compile(r"<sup>&(?:amp;)?</sup>lt;sup>"), "<sup>"),
    (re.compile(r"&lt;(/?su[pb])&gt;"), r"<\1>"),
)


class Scanner:
    """Reads one block after another, gathering atoms; local to one import."""

    def __init__(
        self,
        *,
        keep_targets: frozenset[str] = frozenset(),
        behind: Mapping[str, Mapping[str, float]] | None = None,
    ) -> None:
        """`keep_targets`: internal link targets (``#sec-x``) that exist in the text.

        `behind`: what the page anchors lead to (see `anchors`).
        """
        self.atoms: list[Atom] = []
        self.images: list[str] = []
        self._keep = keep_targets
        self._behind = behind or {}

    def atom(self, atom: Atom) -> str:
        """Store `atom`; return the sign that stands for it."""
        self.atoms.append(atom)
        return atom_sign(len(self.atoms) - 1)

    def read(self, raw: str) -> str:
        """One block's inline text as canonical Markdown with atoms."""
        for pattern, instead in GLITCHES:
            raw = pattern.sub(instead, raw)
        return _Reading(self, raw).run()

    def call_strength(self, target: str, label: str) -> float:
        """How much a link to `target` speaks for a note's call: nothing where something else stands there."""
        if target.startswith(("#fn", "#note", "#_ftn")):
            return 5.0
        behind = self._behind.get(target[1:])
        if behind is None:
            return 3.0 if len(label) < 4 else 0.0
        return behind.get(label.replace("∗", "*"), 0.0)

    def keeps(self, target: str) -> bool:
        """Whether a link to `target` leads anywhere in the edition."""
        return not target.startswith("#") or target[1:] in self._keep


class _Reading(Emphasis):
    """The state of reading one block."""

    def __init__(self, scanner: Scanner, raw: str) -> None:
        super().__init__(raw)
        self.scanner = scanner
        self.brackets: list[int] = []
        """Pieces that hold an open ``\\[``."""
        self.no_code: set[int] = set()
        self.no_sup = False

    def run(self) -> str:
        raw, at, end = self.raw, 0, len(self.raw)
        while at < end:
            found = _SPECIAL.search(raw, at)
            if found is None:
                self.out.append(raw[at:])
                break
            if found.start() > at:
                self.out.append(raw[at : found.start()])
            at = self._special(found.start(), found)
        self._settle()
        return tidy("".join(self.out))

    def _special(self, at: int, found: re.Match[str]) -> int:
        sign = self.raw[at]
        handler = _HANDLERS.get(sign)
        if handler is None:
            text = found[0]
            bare = text.translate(UNRAISED)
            self.out.append(self._superscript(bare, written=text, strength=3.5))
            return found.end()
        return handler(self, at)

    def _literal(self, at: int) -> int:
        sign = self.raw[at]
        self.out.append("\\" + sign if sign in ESCAPED else sign)
        return at + 1

    def _backslash(self, at: int) -> int:
        following = self.raw[at + 1 : at + 2]
        if following == "\n":
            self.out.append("\\\n")
        elif following in ESCAPED or following == "_":
            self.out.append("\\" + following if following else "\\\\")
        elif following in _ASCII_PUNCTUATION:
            self.out.append(following)
        else:
            self.out.append("\\\\")
            return at + 1
        return at + 2

    def _code(self, at: int) -> int:
        raw, size = self.raw, 1
        while raw[at + size : at + size + 1] == "`":
            size += 1
        ticks = "`" * size
        close = -1 if size in self.no_code else raw.find(ticks, at + size)
        while close >= 0 and (raw[close + size : close + size + 1] == "`" or raw[close - 1] == "`"):
            while raw[close : close + 1] == "`":
                close += 1
            close = raw.find(ticks, close)
        if close < 0:
            self.no_code.add(size)
            self.out.append("\\`" * size)
            return at + size
        written = raw[at : close + size].replace("\n", " ")
        self.out.append(self.scanner.atom(Atom("opaque", written)))
        return close + size

    def _dollar(self, at: int) -> int:
        raw = self.raw
        size = 2 if raw.startswith("$$", at) else 1
        close = raw.find("$" * size, at + size, at + size + 1500)
        inner = raw[at + size : close] if close > 0 else ""
        fits = (
            bool(inner.strip()) and not inner[0].isspace() and not inner[-1].isspace() and inner[-1] != "\\"
        )
        if size == 1:
            fits = fits and not raw[close + 1 : close + 2].isdigit() and bool(_MATH_LOOK.search(inner))
        if not fits:
            self.out.append("\\$" * size)
            return at + size
        simple = simple_superscript(inner)
        if simple:
            base, script = simple
            self.out.append(
                base + self._superscript(script, written=f"^{script}^", strength=4 if not base else 2.5)
            )
        else:
            self.out.append(self.scanner.atom(Atom("opaque", raw[at : close + size].replace("\n", " "))))
        return close + size

    def _open_bracket(self, at: int) -> int:
        reference = _FOOTNOTE_REF.match(self.raw, at)
        if reference:
            label = reference[1]
            self.out.append(self.scanner.atom(Atom("ref", f"\\[\\^{label}\\]", label, 6.0, reference[0])))
            return reference.end()
        script = _BRACKET_SCRIPT.match(self.raw, at)
        if script and script_fits(self.raw[max(0, at - 12) : at], script[1]):
            self.out.append(f"^{script[1]}^")
            return script.end()
        self.out.append("\\[")
        self.brackets.append(len(self.out) - 1)
        return at + 1

    def _bang(self, at: int) -> int:
        if self.raw[at + 1 : at + 2] != "[":
            return self._literal(at)
        self.out.extend(("!", "\\["))
        self.brackets.append(-(len(self.out) - 1))
        return at + 2

    def _close_bracket(self, at: int) -> int:
        if not self.brackets:
            return self._literal(at)
        opened = self.brackets.pop()
        target = _TARGET.match(self.raw, at + 1)
        attributes = None if target else _ATTRIBUTES.match(self.raw, at + 1)
        if target:
            self._link(opened, target[1].strip("<>"), target[0])
            return target.end()
        if attributes and opened >= 0:
            self.out[opened] = "["
            self.out.append(self.scanner.atom(Atom("opaque", "]" + attributes[0])))
            return attributes.end()
        return self._literal(at)

    def _link(self, opened: int, target: str, written: str) -> None:
        inner = self.out[abs(opened) + 1 :]
        if opened < 0:
            del self.out[-opened - 1 :]
            self.scanner.images.append(target)
            self.out.append(self.scanner.atom(Atom("image", f"![{''.join(inner)}]{written}", raw=target)))
            return
        text = "".join(inner)
        label = LABEL.fullmatch(_unslanted(text))
        inside = target.startswith("#") and not self.scanner.keeps(target)
        strength = self.scanner.call_strength(target, label[1]) if inside and label else 0.0
        if label and strength:
            del self.out[opened:]
            self.out.append(self.scanner.atom(Atom("link", text, label[1], strength, text)))
        elif (
            not self.scanner.keeps(target)
            or not target
            or target.lower().startswith(("javascript:", "data:", "vbscript:"))
        ):
            self.out[opened] = ""
        else:
            self.out[opened] = "["
            self.out.append(self.scanner.atom(Atom("opaque", "]" + written)))

    def _angle(self, at: int) -> int:
        auto = _AUTOLINK.match(self.raw, at)
        if auto:
            self.out.append(self.scanner.atom(Atom("opaque", auto[0])))
            return auto.end()
        tag = _TAG.match(self.raw, at)
        return self._tag(tag) if tag else self._literal(at)

    def _tag(self, tag: re.Match[str]) -> int:
        closing, name = bool(tag[1]), tag[2].lower()
        if name in ("sup", "sub") and not closing:
            return self._script(tag, name)
        if name in _PARTING and self.out and not self.out[-1].endswith((" ", "\n")):
            self.out.append(" ")
        if name in ("sup", "sub") or name in _DROPPED or name in ("script", "style"):
            return self._skip(tag, name)
        if name == "br":
            self.out.append("\\\n")
        elif name in ("b", "strong", "i", "em"):
            return self._tag_emphasis(tag, "**" if name in ("b", "strong") else "*")
        else:
            self.out.append("\\" + tag[0][:-1].replace("\\", "\\\\").replace("*", "\\*") + "\\>")
        return tag.end()

    def _skip(self, tag: re.Match[str], name: str) -> int:
        if name in ("script", "style") and not tag[1]:
            close = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(self.raw, tag.end())
            return close.end() if close else tag.end()
        return tag.end()

    def _script(self, tag: re.Match[str], name: str) -> int:
        """``<sup>…</sup>`` (also without its end) and ``<sub>``."""
        raw, start = self.raw, tag.end()
        found = None if self.no_sup else _CLOSED[name].search(raw, start)
        if found is None:
            self.no_sup = True
            self._part(tag.start(), start)
            return start
        inner = raw[start : found.start()]
        if "<sup>" in inner or len(inner) > 200:
            self._part(tag.start(), start)
            return start
        close_end = found.end()
        if not inner.strip():
            return close_end
        if name == "sub":
            self.out.append(written_script(_Reading(self.scanner, inner).run(), "~"))
        else:
            self.out.append(self._sup_tag(inner))
        return close_end

    def _part(self, before: int, after: int) -> None:
        """A superscript that never ends stood between two words: they stay two."""
        left, right = self.raw[before - 1 : before], self.raw[after : after + 1]
        if (left.isalpha() and right.isalpha()) or (left.isdigit() and right.isdigit()):
            self.out.append(" ")

    def _sup_tag(self, inner: str) -> str:
        linked = "](#" in inner or "[^" in inner
        plain, bare = bare_superscript(inner)
        written = written_script(_Reading(self.scanner, plain).run(), "^")
        return self._superscript(bare, written=written, strength=5.0 if linked else 4.0)

    def _superscript(self, bare: str, *, written: str, strength: float) -> str:
        """An atom, or several, or plain canonical superscript when it can be no call."""
        calls = superscript(bare, written=written, strength=strength)
        return "".join(self.scanner.atom(call) for call in calls) or written

    def _pandoc_script(self, at: int) -> int:
        found = _PANDOC_SCRIPT.match(self.raw, at)
        if not found or found[0][-1] != found[0][0] or found[0][1] == found[0][0]:
            return self._literal(at)
        inner = re.sub(r"\\(.)", r"\1", found[1])
        if found[0][0] == "^":
            self.out.append(self._superscript(inner, written=found[0], strength=4.0))
        else:
            self.out.append(found[0])
        return found.end()

    def _entity(self, at: int) -> int:
        found = _ENTITY.match(self.raw, at)
        if not found:
            self.out.append("&")
            return at + 1
        decoded = html.unescape(found[0])
        if decoded == found[0]:
            self.out.append("&amp;")
            return at + 1
        if decoded == "&" and _ENTITY.match("&" + self.raw[found.end() : found.end() + 40]):
            self.out.append("&amp;")
            return found.end()
        self.out.append("".join("\\" + c if c in ESCAPED else c for c in decoded if c == "\t" or c >= " "))
        return found.end()


def _unslanted(text: str) -> str:
    """A link's text without emphasis around it and without escapes."""
    bare = text.strip(" _")
    inner = bare.lstrip("*")
    signs = bare[: len(bare) - len(inner)]
    return inner.removesuffix(signs).replace("\\", "").strip(" _") if inner else ""


_SPACE_AFTER_EMPHASIS: Final = re.compile("(?<=[^\\s*\\\\])(\\*+|\ue001) (?=[,.;:!?)\\]”’](?:\\s|$))")
_SPACES: Final = re.compile(r"[ \t\f\v]+")
_EMPTY_EMPHASIS: Final = re.compile(r"(?<![*\\])\*{4}(?!\*)")


def tidy(text: str) -> str:
    """White space as one space, no space before a line end, converters' stray spaces gone."""
    text = _SPACES.sub(" ", text)
    text = _SPACE_AFTER_EMPHASIS.sub(r"\1", text)
    text = _EMPTY_EMPHASIS.sub("", text)
    return re.sub(r" ?\n ?", "\n", text).strip()


_HANDLERS: Final = {
    "\\": _Reading._backslash,
    "`": _Reading._code,
    "$": _Reading._dollar,
    "*": _Reading._emphasis,
    "_": _Reading._emphasis,
    "[": _Reading._open_bracket,
    "]": _Reading._close_bracket,
    "!": _Reading._bang,
    "<": _Reading._angle,
    ">": _Reading._literal,
    "&": _Reading._entity,
    "^": _Reading._pandoc_script,
    "~": _Reading._pandoc_script,
    "|": _Reading._literal,
}
