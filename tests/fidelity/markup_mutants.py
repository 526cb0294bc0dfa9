"""Faults in HTML, EPUB, DOCX, JATS and TXT: bytes in, bytes with one fault out."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree, html

from fidelity.words_mutants import WORD_OPERATORS, Change

Operator = Callable[[bytes, random.Random], tuple[bytes, str] | None]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def local(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


# --- where the words of the work stand ------------------------------------------------------------


def _screen_skip(element: Any) -> bool:
    roles = element.get("role") or ""
    signs = any(role in roles for role in ("noteref", "backlink", "pagebreak"))
    return not local(element) or signs or "editorial" in (element.get("class") or "").split()


def screen_roots(root: Any) -> list[Any]:
    def has(e: Any, name: str) -> bool:
        return name in (e.get("class") or "").split()

    bodies = [e for e in root.iter() if local(e) in ("div", "section") and has(e, "body")]
    titles = [e for e in root.iter() if local(e) == "h1" and has(e, "title")]
    notes = [e for e in root.iter() if local(e) == "section" and has(e, "notes")]
    return bodies + titles + notes


def _word_skip(element: Any) -> bool:
    if local(element) == "p":
        style = element.find(f"{W}pPr/{W}pStyle")
        name = style.get(f"{W}val", "") if style is not None else ""
        front = ("Subtitle", "Author", "Affiliation", "SeriesLine", "Date", "Imprint", "Abstract")
        return name in front or name.startswith("Editorial")
    return local(element) in ("footnoteRef", "fldSimple") or element.get(f"{W}type") is not None


def _jats_skip(element: Any) -> bool:
    editorial = "editorial" in (element.get("specific-use") or element.get("sec-type") or "")
    return not local(element) or local(element) in ("label", "xref") or editorial


def jats_roots(root: Any) -> list[Any]:
    return [root.find("body"), root.find("front/article-meta/title-group/article-title"), *root.iter("fn")]


def slots(root: Any, skip: Callable[[Any], bool]) -> Iterator[tuple[Any, str]]:
    """Places that hold text of the work: (element, ``text`` or ``tail``)."""
    if skip(root):
        return
    if (root.text or "").strip():
        yield root, "text"
    for child in root:
        yield from slots(child, skip)
        if (child.tail or "").strip():
            yield child, "tail"


# --- one document of a format ---------------------------------------------------------------------


class Markup:
    """One artifact whose text lies in XML or HTML: how to open it, where its words are, how to close it."""

    def __init__(
        self,
        parse: Callable[[bytes], Any],
        write: Callable[[Any], bytes],
        roots: Callable[[Any], list[Any]],
        skip: Callable[[Any], bool],
        part: Callable[[list[str]], list[str]] | None = None,
    ) -> None:
        self.parse, self.write, self.roots, self.skip, self.part = parse, write, roots, skip, part

    def open(self, data: bytes, rng: random.Random) -> tuple[Any, str, dict[str, bytes]]:
        if self.part is None:
            return self.parse(data), "", {}
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        names = self.part(list(files))
        name = rng.choices(names, [len(files[n]) for n in names])[0]
        return self.parse(files[name]), name, files

    def close(self, root: Any, name: str, files: dict[str, bytes]) -> bytes:
        data = self.write(root)
        if not name:
            return data
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for path, content in files.items():
                archive.writestr(path, data if path == name else content)
        return out.getvalue()

    def each_word(self, data: bytes) -> Iterator[tuple[str, bytes]]:
        """One mutant for each word: its first letter altered."""
        for name in self._names(data):
            root, _, files = self._open(data, name)
            for element, where in dict.fromkeys(s for r in self.roots(root) for s in slots(r, self.skip)):
                text = getattr(element, where)
                for match in re.finditer(r"[^\W_]{2,}", text):
                    at = match.start()
                    new = "x" if text[at] != "x" else "y"
                    setattr(element, where, text[:at] + new + text[at + 1 :])
                    yield match[0], self.close(root, name, files)
                setattr(element, where, text)

    def _names(self, data: bytes) -> list[str]:
        if self.part is None:
            return [""]
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return self.part(archive.namelist())

    def _open(self, data: bytes, name: str) -> tuple[Any, str, dict[str, bytes]]:
        if not name:
            return self.parse(data), "", {}
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = {path: archive.read(path) for path in archive.namelist()}
        return self.parse(files[name]), name, files

    def words(self, operator: str) -> Operator:
        """A fault in the words."""

        def change(data: bytes, rng: random.Random) -> tuple[bytes, str] | None:
            root, name, files = self.open(data, rng)
            places = list(dict.fromkeys(s for r in self.roots(root) for s in slots(r, self.skip)))
            for element, where in rng.sample(places, min(8, len(places))):
                done: Change | None = WORD_OPERATORS[operator](getattr(element, where), rng)
                if done is not None:
                    setattr(element, where, done[0])
                    return self.close(root, name, files), done[1]
            return None

        return change

    def structure(self, fault: Callable[[list[Any], random.Random], str | None]) -> Operator:
        """A fault in the structure: `fault` changes the roots in place and says what it did."""

        def change(data: bytes, rng: random.Random) -> tuple[bytes, str] | None:
            root, name, files = self.open(data, rng)
            done = fault(self.roots(root), rng)
            return None if done is None else (self.close(root, name, files), done)

        return change


def _xml(data: bytes) -> Any:
    return etree.fromstring(data)


def _xml_out(root: Any) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _texts(names: list[str]) -> list[str]:
    return [n for n in names if re.search(r"text-\d+\.xhtml$", n)]


def _word_parts(names: list[str]) -> list[str]:
    return [n for n in names if n in ("word/document.xml", "word/footnotes.xml")]


HTML = Markup(
    lambda data: html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8")),
    lambda root: b"<!DOCTYPE html>" + html.tostring(root, encoding="utf-8"),
    screen_roots,
    _screen_skip,
)
EPUB = Markup(_xml, _xml_out, screen_roots, _screen_skip, _texts)
DOCX = Markup(_xml, _xml_out, lambda root: [root], _word_skip, _word_parts)
JATS = Markup(_xml, _xml_out, jats_roots, _jats_skip)


ALL_MARKUP = {"html": HTML, "epub": EPUB, "docx": DOCX, "jats.xml": JATS}


# --- faults of structure --------------------------------------------------------------------------


def unwrap(element: Any) -> None:
    parent, tail = element.getparent(), element.tail or ""
    inner = "".join(element.itertext()) + tail
    before = element.getprevious()
    if before is None:
        parent.text = (parent.text or "") + inner
    else:
        before.tail = (before.tail or "") + inner
    parent.remove(element)


def remove(element: Any) -> None:
    """Take an element away, not what follows it."""
    parent, before = element.getparent(), element.getprevious()
    if before is None:
        parent.text = (parent.text or "") + (element.tail or "")
    else:
        before.tail = (before.tail or "") + (element.tail or "")
    parent.remove(element)


def swap(one: Any, other: Any) -> None:
    mark, tails = etree.Element("mark"), (one.tail, other.tail)
    one.getparent().replace(one, mark)
    other.getparent().replace(other, one)
    mark.getparent().replace(mark, other)
    one.tail, other.tail = tails[1], tails[0]


def found(roots: list[Any], *names: str, where: Callable[[Any], bool] = lambda e: True) -> list[Any]:
    every = [e for root in roots if root is not None for e in root.iter() if local(e) in names and where(e)]
    return list(dict.fromkeys(every))


def is_call(element: Any) -> bool:
    return "noteref" in (element.get("role") or "") or element.get("ref-type") == "fn"


def lose_superscript(roots: list[Any], rng: random.Random) -> str | None:
    def of_the_work(e: Any) -> bool:
        return not any(is_call(a) or "editorial" in (a.get("class") or "") for a in e.iterancestors())

    raised = found(roots, "sup", where=of_the_work)
    if not raised:
        return None
    one = rng.choice(raised)
    told = f"{''.join(one.itertext())!r} no longer raised"
    unwrap(one)
    return told


HEADINGS = ("h1", "h2", "h3", "h4", "title")


def _is_title(element: Any) -> bool:
    return bool({"title", "editorial"} & set((element.get("class") or "").split()))


def headings_of(roots: list[Any]) -> list[Any]:
    return [e for e in found(roots, *HEADINGS) if not _is_title(e) and e.get("id") != "notes"]


def drop_heading(roots: list[Any], rng: random.Random) -> str | None:
    headings = headings_of(roots)
    if not headings:
        return None
    one = rng.choice(headings)
    told = f"heading {''.join(one.itertext())[:30]!r} dropped"
    remove(one)
    return told


def demote_heading(roots: list[Any], rng: random.Random) -> str | None:
    headings = headings_of(roots)
    if not headings:
        return None
    one = rng.choice(headings)
    namespace = one.tag[: -len(local(one))]
    one.tag = f"{namespace}p"
    return "a heading became a paragraph"


def swap_paragraphs(roots: list[Any], rng: random.Random) -> str | None:
    paragraphs = [e for e in found(roots[:1], "p") if len("".join(e.itertext()).split()) > 5]
    if len(paragraphs) < 2:
        return None
    at = rng.randrange(len(paragraphs) - 1)
    swap(paragraphs[at], paragraphs[at + 1])
    return "two paragraphs swapped"


def drop_paragraph(roots: list[Any], rng: random.Random) -> str | None:
    paragraphs = [e for e in found(roots[:1], "p") if len("".join(e.itertext()).split()) > 5]
    if not paragraphs:
        return None
    remove(rng.choice(paragraphs))
    return "a paragraph dropped"


def move_call(roots: list[Any], rng: random.Random) -> str | None:
    calls = found(roots, "a", "xref", where=is_call)
    paragraphs = found(roots[:1], "p")
    if not calls or len(paragraphs) < 2:
        return None
    call = rng.choice(calls)
    home = next(a for a in call.iterancestors() if local(a) == "p")
    target = rng.choice([p for p in paragraphs if p is not home])
    remove(call)
    call.tail = None
    target.append(call)
    return "a note call moved to another paragraph"


def drop_call(roots: list[Any], rng: random.Random) -> str | None:
    calls = found(roots, "a", "xref", where=is_call)
    if not calls:
        return None
    remove(rng.choice(calls))
    return "a note call dropped"


def break_link(roots: list[Any], rng: random.Random) -> str | None:
    def links(e: Any) -> bool:
        return is_call(e) or "backlink" in (e.get("role") or "")

    places = found(roots, "a", "xref", where=links)
    if not places:
        return None
    one = rng.choice(places)
    one.set("rid" if local(one) == "xref" else "href", "#nowhere" if local(one) == "a" else "nowhere")
    return "a link of a note leads nowhere"


def renumber_call(roots: list[Any], rng: random.Random) -> str | None:
    signs = [
        e for c in found(roots, "a", where=is_call) for e in c.iter() if (e.text or "").strip().isdigit()
    ]
    if not signs:
        return None
    one = rng.choice(signs)
    one.text = str(int(one.text) % 5 + 1)
    return "a call prints another number"


def notes_of(roots: list[Any]) -> list[Any]:
    return found(roots, "aside", "fn") or found(
        roots, "li", where=lambda e: (e.get("id") or "").startswith("note-")
    )


def drop_note(roots: list[Any], rng: random.Random) -> str | None:
    notes = notes_of(roots)
    if not notes:
        return None
    remove(rng.choice(notes))
    return "a note dropped"


def swap_note_texts(roots: list[Any], rng: random.Random) -> str | None:
    notes = notes_of(roots)
    if len(notes) < 2:
        return None
    one, other = rng.sample(notes, 2)
    swap(found([one], "p")[-1], found([other], "p")[-1])
    return "the texts of two notes swapped"


SCREEN_FAULTS = {
    "lose superscript": lose_superscript,
    "drop heading": drop_heading,
    "demote heading": demote_heading,
    "swap paragraphs": swap_paragraphs,
    "drop paragraph": drop_paragraph,
    "move call": move_call,
    "drop call": drop_call,
    "break link": break_link,
    "renumber call": renumber_call,
    "drop note": drop_note,
    "swap notes": swap_note_texts,
}
JATS_FAULTS = {name: fault for name, fault in SCREEN_FAULTS.items() if name != "renumber call"}


def _style(paragraph: Any) -> Any:
    return paragraph.find(f"{W}pPr/{W}pStyle")


def word_heading(roots: list[Any], rng: random.Random) -> str | None:
    styles = [
        s
        for p in found(roots, "p")
        if (s := _style(p)) is not None and s.get(f"{W}val", "").startswith("Heading")
    ]
    if not styles:
        return None
    rng.choice(styles).set(f"{W}val", "BodyText")
    return "a heading became a paragraph"


def word_superscript(roots: list[Any], rng: random.Random) -> str | None:
    runs = [e for e in found(roots, "vertAlign") if e.getparent().getparent().find(f"{W}t") is not None]
    body = [e for e in runs if all(_plain(a) for a in e.iterancestors() if local(a) == "p")]
    if not body:
        return None
    remove(rng.choice(body))
    return "a raised sign no longer raised"


def _plain(paragraph: Any) -> bool:
    style = _style(paragraph)
    name = style.get(f"{W}val", "") if style is not None else ""
    return not _word_skip(paragraph) and name not in ("Title", "FootnoteText")


def word_footnote(roots: list[Any], rng: random.Random) -> str | None:
    calls = found(roots, "footnoteReference")
    if len(calls) < 2:
        return None
    one, other = rng.sample(calls, 2)
    a, b = one.get(f"{W}id"), other.get(f"{W}id")
    one.set(f"{W}id", b)
    other.set(f"{W}id", a)
    return "two footnote references swapped"


def word_swap(roots: list[Any], rng: random.Random) -> str | None:
    paragraphs = [p for p in found(roots, "p") if _plain(p) and len("".join(p.itertext()).split()) > 5]
    if len(paragraphs) < 2:
        return None
    at = rng.randrange(len(paragraphs) - 1)
    swap(paragraphs[at], paragraphs[at + 1])
    return "two paragraphs swapped"


DOCX_FAULTS = {
    "demote heading": word_heading,
    "lose superscript": word_superscript,
    "swap notes": word_footnote,
    "swap paragraphs": word_swap,
}


# --- plain text -----------------------------------------------------------------------------------


def _text_parts(data: bytes) -> list[str]:
    text = data.decode()
    rule = text.split("\n", 1)[0]
    return re.split(rf"(?m)^(?={re.escape(rule)}$)", text)


def text_words(operator: str) -> Operator:
    def change(data: bytes, rng: random.Random) -> tuple[bytes, str] | None:
        parts = _text_parts(data)
        part = rng.choice([2, 2, 2, 3])
        lines = parts[part].split("\n")
        for at in rng.sample(range(1, len(lines)), min(8, len(lines) - 1)):
            prefix = re.match(r"\s*(?:\[\d+\] )?", lines[at])
            start = prefix.end() if prefix else 0
            done = WORD_OPERATORS[operator](re.sub(r"\[\d+\]", "", lines[at][start:]), rng)
            if done is not None and not re.search(r"\[\d+\]", lines[at][start:]):
                lines[at] = lines[at][:start] + done[0]
                parts[part] = "\n".join(lines)
                return "".join(parts).encode(), done[1]
        return None

    return change


def text_call(data: bytes, rng: random.Random) -> tuple[bytes, str]:
    calls = list(re.finditer(r"(?<=\S)\[(\d)\]", data.decode()))
    one = rng.choice(calls)
    new = f"[{int(one[1]) % 5 + 1}]"
    text = data.decode()
    return (text[: one.start()] + new + text[one.end() :]).encode(), f"call {one[0]} became {new}"


def text_paragraphs(data: bytes, rng: random.Random) -> tuple[bytes, str]:
    parts = _text_parts(data)
    paragraphs = parts[2].split("\n\n")
    whole = [i for i, p in enumerate(paragraphs) if p.strip("=\n ")]
    place = rng.randrange(len(whole) - 1)
    at, to = whole[place], whole[place + 1]
    paragraphs[at], paragraphs[to] = paragraphs[to], paragraphs[at]
    parts[2] = "\n\n".join(paragraphs)
    return "".join(parts).encode(), "two paragraphs swapped"


def text_notes(data: bytes, rng: random.Random) -> tuple[bytes, str]:
    parts = _text_parts(data)
    one, other = rng.sample(range(1, 6), 2)
    swapped = (
        parts[3].replace(f"[{one}]", "[?]").replace(f"[{other}]", f"[{one}]").replace("[?]", f"[{other}]")
    )
    parts[3] = swapped
    return "".join(parts).encode(), f"notes {one} and {other} change numbers"


def all_operators() -> dict[str, dict[str, Operator]]:
    """Target -> operator name -> operator."""
    targets: dict[str, dict[str, Operator]] = {}
    for target, markup, faults in (
        ("html", HTML, SCREEN_FAULTS),
        ("epub", EPUB, SCREEN_FAULTS),
        ("docx", DOCX, DOCX_FAULTS),
        ("jats.xml", JATS, JATS_FAULTS),
    ):
        targets[target] = {name: markup.words(name) for name in WORD_OPERATORS}
        targets[target] |= {name: markup.structure(fault) for name, fault in faults.items()}
    targets["txt"] = {name: text_words(name) for name in WORD_OPERATORS}
    targets["txt"] |= {
        "renumber call": text_call,
        "swap paragraphs": text_paragraphs,
        "swap notes": text_notes,
    }
    return targets
