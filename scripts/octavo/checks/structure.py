"""Rules on structure: headings, paragraphs, markup left over from a converter, links, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from octavo.article import text_of
from octavo.checks.rule import Rule, Text, error, first_words, inlines_of, last_words, strings
from octavo.model import Finding
from octavo.tree import Node, call_of, walk

_STOPS: Final = ".!?…:;。！？：；"
_CLOSERS: Final = "\"'”’»)]}›」』）*"
_RESERVED_IDS: Final = re.compile(r"(note|noteref|page|opage|par|ed)-.*")
_SCHEMES: Final = re.compile(r"(?:https?|mailto|doi|tel):", re.IGNORECASE)
_LEFTOVER: Final = re.compile(
    r"</?(?:sup|sub|span|br|b|i|em|strong|u|a|div|p|img|table|t[dhr])\b[^>]*>|\]\(#page-\d[^)]*\)"
    r"|^\{\d+\}-{3,}.*$|&(?:amp|lt|gt|nbsp|quot);",
    re.IGNORECASE | re.MULTILINE,
)
_CODE: Final = re.compile(
    r"^(?P<f>`{3,}|~{3,})[^\n]*\n.*?^(?P=f)`*~*[ \t]*$|(?P<t>`+)(?!`).*?(?<!`)(?P=t)(?!`)", re.S | re.M
)


def _headings(text: Text) -> list[Node]:
    return [node for node in walk(text.tree.blocks) if node["t"] == "Header"]


def heading_levels(text: Text) -> Iterator[Finding]:
    """Levels begin at 1 and go down one at a time (WCAG 2.2 technique H42; PDF/UA-1 7.4.2)."""
    before = 0
    for node in _headings(text):
        level = node["c"][0]
        if level > before + 1:
            message = f"heading {first_words(text_of(node['c'][2]))!r} of level {level} after level {before}"
            yield error("S-001", text.of(node), message, f"Make it level {before + 1}: {'#' * (before + 1)}.")
        before = level


def empty_sections(text: Text) -> Iterator[Finding]:
    """A heading is followed by text or by a heading of a lower level."""
    blocks = text.tree.blocks
    for node, following in zip(blocks, (*blocks[1:], None), strict=False):
        if node["t"] != "Header":
            continue
        if following is None or (following["t"] == "Header" and following["c"][0] <= node["c"][0]):
            message = f"section {first_words(text_of(node['c'][2]))!r} is empty"
            yield error("S-002", text.of(node), message, "Add its text, or remove the heading.")


def one_title(text: Text) -> Iterator[Finding]:
    """The title stands in the front matter and is no heading of the text."""
    title = text_of(text.tree.title).casefold()
    for node in _headings(text):
        if title and text_of(node["c"][2]).casefold() == title:
            yield error("S-003", text.of(node), "the title is repeated as a heading", "Remove the heading.")


def heading_markup(text: Text) -> Iterator[Finding]:
    """A heading is not wrapped in bold, is not empty, and has at most level 5."""
    for node in _headings(text):
        level, _, inlines = node["c"]
        words = text_of(inlines)
        if not words:
            yield error("S-006", text.find("#" * level), "a heading without words", "Remove it.")
        elif len(inlines) == 1 and inlines[0]["t"] == "Strong":
            hint = "Take the ** away; the level says it."
            yield error("S-006", text.of(node), f"heading {first_words(words)!r} is wrapped in bold", hint)
        if level > 5:
            yield error(
                "S-007", text.of(node), f"heading {first_words(words)!r} is of level {level}", "Use 1 to 5."
            )


def raw_markup(text: Text) -> Iterator[Finding]:
    """The text holds no raw HTML or TeX: three formats are made of it, and none may run it."""
    for node in text.nodes:
        if node["t"] in ("RawInline", "RawBlock"):
            form, content = node["c"]
            shown = first_words(content, 4)[:60]
            hint = "Write it in Markdown (70^th^, a pipe table), or escape the '<' as '\\<'."
            yield error(
                "S-004", text.find(content.splitlines()[0] if content else "<"), f"raw {form}: {shown}", hint
            )


def leftovers(text: Text) -> Iterator[Finding]:
    """No markup of the converter is left: tags, page anchors, entities, rule stumps."""
    blanked = _without_code(text)
    # Raw HTML that pandoc takes for HTML is S-004; what it takes for words is left over.
    raw = {node["c"][1] for node in text.nodes if node["t"] in ("RawInline", "RawBlock")}
    for match in _LEFTOVER.finditer(blanked, text.edition.text_offset):
        if any(match[0] in content for content in raw):
            continue
        hint = "Write it in Markdown, or remove it if it is no part of the text."
        yield error("S-005", text.at(match.start()), f"left over from a converter: {match[0][:40]}", hint)
    if text.tree.blocks and text.tree.blocks[-1]["t"] == "HorizontalRule":
        last = text.at(text.edition.source.rstrip().rfind("\n") + 1)
        yield error("S-005", last, "a rule that separates nothing", "Remove it.")


def _running_paragraphs(text: Text) -> Iterator[tuple[Node, str, str, str]]:
    """Paragraphs of the body and the notes, their words, and the kinds of block before and after them.

    Lines of a list, a table or a caption are none.
    """
    for blocks in (text.tree.blocks, *(note.blocks for note in text.tree.notes)):
        kinds = ["", *(_kind(node) for node in blocks), ""]
        for index, node in enumerate(blocks):
            if node["t"] == "Para":
                yield node, text_of(node["c"]), kinds[index], kinds[index + 2]


def _kind(node: Node) -> str:
    return "Formula" if node["t"] == "Para" and _only_object(node) else str(node["t"])


_SET_OFF: Final = frozenset(
    ("BlockQuote", "BulletList", "OrderedList", "DefinitionList", "LineBlock", "CodeBlock", "Formula")
)
"""Blocks that a sentence may run through: it begins before them and goes on after them."""
_ADDRESS: Final = re.compile(r"(?:https?://|www\.|doi:|10\.\d{4,9}/)\S+$")
_LINE: Final = re.compile(
    r"(?i:key ?words|index terms|schlagwörter|schlüsselwörter|mots[- ]clés|palabras clave|주제어|핵심어)"
    r"\s*[:：.—–-].*"
    r"|(?:[A-Z][\w’'.-]*\s*){1,4},?"
    r"|.*\s[—–]\s?[A-Z][\w’'.-]*"
)
"""Lines that are whole without a stop: key words, a salutation or signature, what an author signs."""


def paragraph_beginnings(text: Text) -> Iterator[Finding]:
    """A paragraph does not begin in lower case: that is how a page end cuts one in two.

    After a quotation, a list or a formula a sentence may go on.
    """
    for node, words, before, _ in _running_paragraphs(text):
        if words[:1].islower() and before not in _SET_OFF and not _ADDRESS.match(words.split(" ")[0]):
            hint = "Join it to the paragraph before, or declare it under 'declared:' (S-008)."
            yield error(
                "S-008", text.of(node), f"paragraph begins in lower case: {first_words(words)!r}", hint
            )


_LOST_CALLS: Final = re.compile(r"(?:\[\^[^\]\s]+\])+$")
"""Calls without a note are read as text; N-001 tells of them, they are no end of a sentence."""


def paragraph_ends(text: Text) -> Iterator[Finding]:
    """A paragraph ends with a stop; before a quotation, a list or a formula a sentence may go on.

    A rights statement, a line of key words, a salutation, a signature and an address are complete without.
    """
    for node, words, _, after in _running_paragraphs(text):
        bare = _LOST_CALLS.sub("", words).rstrip(_CLOSERS)
        rights = text.edition.imprint.rights
        complete = (bare and bare[-1] in _STOPS) or _only_object(node) or (rights and words.endswith(rights))
        whole = after in _SET_OFF or _LINE.fullmatch(words) or _ADDRESS.search(words)
        if words and not complete and not whole:
            hint = "Join what follows to it, or declare it under 'declared:' (S-009)."
            yield error("S-009", text.of(node), f"paragraph ends without a stop: {last_words(words)!r}", hint)


def _only_object(node: Node) -> bool:
    kinds = {inner["t"] for inner in node["c"]}
    return kinds <= {"Image", "Math", "Space", "SoftBreak"}


_SIGN: Final = re.compile(r"\*+|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)")


def unclosed_emphasis(text: Text) -> Iterator[Finding]:
    """Every sign of emphasis is closed; one that is meant as a sign is escaped."""
    source = _without_code(text)
    for node in walk((text.tree.blocks, [note.blocks for note in text.tree.notes])):
        if node["t"] not in ("Para", "Plain", "Header"):
            continue
        for string in strings(_flat(inlines_of(node))):
            word = string["c"]
            # A sign that stands alone between spaces is no emphasis to anybody.
            if not word.strip("*_") or not (match := _SIGN.search(word)):
                continue
            if (position := _unescaped(source, word, text.edition.text_offset)) is not None:
                hint = f"Close the emphasis, or write \\{match[0][0]} if the sign is meant."
                yield error("S-012", text.at(position), f"emphasis is not closed at {word[:40]!r}", hint)


def _without_code(text: Text) -> str:
    """The source with code blanked out, offsets unchanged."""
    return _CODE.sub(lambda match: " " * len(match[0]), text.edition.source)


def _unescaped(source: str, word: str, start: int) -> int | None:
    """Where `word` stands in the source with its signs as they are, not behind a backslash."""
    pattern = re.sub(r"((?:\\\*)+|_)", r"(?<!\\\\)\1", re.escape(word))
    match = re.compile(pattern).search(source, start)
    return match.start() if match else None


def _flat(inlines: list[Node]) -> Iterator[Node]:
    for node in inlines:
        if node["t"] in ("Code", "Math"):
            continue
        yield node
        if node["t"] != "Str" and call_of(node) is None:
            content: Any = node.get("c")
            yield from (inner for inner in walk(content) if inner["t"] == "Str")


def has_text(text: Text) -> Iterator[Finding]:
    """The edition has a text."""
    if not text.tree.blocks:
        yield error(
            "S-011", text.at(text.edition.text_offset), "there is no text", "Add it below the front matter."
        )


def alternative_texts(text: Text) -> Iterator[Finding]:
    """Every picture has an alternative text (WCAG 2.2, 1.1.1), or says that it needs none."""
    for node in text.nodes:
        if node["t"] == "Image":
            (_, classes, pairs), inlines, (source, _) = node["c"]
            if not text_of(inlines) and not dict(pairs).get("alt") and "decorative" not in classes:
                hint = "Write ![what it shows](file), or add {.decorative} if it says nothing."
                yield error("S-013", text.find(source), f"image {source!r} has no alternative text", hint)


def links(text: Text) -> Iterator[Finding]:
    """A link leads to a place in the text or to a web, mail or DOI address."""
    ids = _identifiers(text)
    for node in text.nodes:
        if node["t"] != "Link":
            continue
        target = node["c"][2][0]
        if target.startswith("#"):
            if target[1:] not in ids:
                yield error(
                    "S-014",
                    text.find(target),
                    f"the link {target!r} leads nowhere",
                    "Name an id that exists.",
                )
        elif not _SCHEMES.match(target):
            hint = "Use https:, mailto: or #id."
            yield error("S-015", text.find(target), f"the link {target[:60]!r} is not allowed", hint)


def _identifiers(text: Text) -> set[str]:
    from octavo.article.transforms import name_sections

    named = name_sections(list(text.tree.blocks))
    ids = set()
    for node in walk((named, [note.blocks for note in text.tree.notes])):
        attr = _attr(node)
        if attr and attr[0]:
            ids.add(attr[0])
    return ids | {f"note-{note.number}" for note in text.tree.notes}


def _attr(node: Node) -> list[Any] | None:
    content: Any = node.get("c")
    if node["t"] == "Header":
        return list(content[1])
    if node["t"] in ("Span", "Div", "Code", "CodeBlock", "Link", "Image", "Table", "Figure"):
        return list(content[0])
    return None


def identifiers(text: Text) -> Iterator[Finding]:
    """Ids are given once, and leave the names alone that formats use."""
    seen: set[str] = set()
    for node in text.nodes:
        attr = _attr(node)
        identifier = attr[0] if attr else ""
        if not identifier:
            continue
        locus = text.find(f"#{identifier}")
        if identifier in seen:
            yield error("S-016", locus, f"the id {identifier!r} is given twice", "Rename one of them.")
        elif _RESERVED_IDS.fullmatch(identifier) or not re.fullmatch(r"[^\s\"'<>&]+", identifier):
            yield error("S-016", locus, f"the id {identifier!r} is kept for the formats", "Rename it.")
        seen.add(identifier)


RULES: Final = (
    Rule("S-011", "The edition has a text.", has_text),
    Rule("S-001", "Heading levels begin at 1 and go down one at a time.", heading_levels),
    Rule("S-002", "No section is empty.", empty_sections, waivable=True),
    Rule("S-003", "The title is no heading of the text.", one_title),
    Rule("S-006", "A heading is neither empty nor wrapped in bold.", heading_markup),
    Rule("S-004", "There is no raw HTML or TeX.", raw_markup),
    Rule("S-005", "No markup of a converter is left.", leftovers),
    Rule("S-008", "A paragraph does not begin in lower case.", paragraph_beginnings, waivable=True),
    Rule("S-009", "A paragraph ends with a stop.", paragraph_ends, waivable=True),
    Rule("S-012", "Emphasis is closed.", unclosed_emphasis),
    Rule("S-013", "Pictures have an alternative text.", alternative_texts),
    Rule("S-014", "Links lead somewhere.", links),
    Rule("S-016", "Ids are unique and not reserved.", identifiers),
)
