"""The document as pandoc's AST, and pandoc's DOCX made ours."""

from __future__ import annotations

import base64
import json
from typing import Any, Final

from octavo import pandoc
from octavo.dialects import display_date, record
from octavo.formats import editorial as editorial_matter
from octavo.formats.docx.drawing import picture_of
from octavo.formats.docx.package import repack
from octavo.formats.docx.parts import own_parts
from octavo.model import Artifact, Editorial, Image, Imprint
from octavo.tree import Node, Tree, call_of, rewrite

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BOOKMARK: Final = "noteref_"


def render_docx(
    tree: Tree, imprint: Imprint, *, images: tuple[Image, ...] = (), editorial: tuple[Editorial, ...] = ()
) -> Artifact:
    """The Word document of an edition, ``ID.docx``. Raises `ToolError` when pandoc fails."""
    blocks = [*_head(tree, imprint), *tree.blocks, *_matter(editorial)]
    blocks = _pictures(_notes(blocks, tree), images)
    document = {"pandoc-api-version": list(tree.api_version), "meta": {}, "blocks": blocks}
    made = pandoc.write(json.dumps(document, ensure_ascii=False), "docx", "--syntax-highlighting=none")
    data = repack(made, own_parts(imprint), lang=imprint.lang, released=imprint.released)
    return Artifact(f"{imprint.id}.docx", MEDIA_TYPE, data)


def _styled(style: str, inlines: list[Node]) -> Node:
    attributes = ["", [], [["custom-style", style]]]
    return {"t": "Div", "c": [attributes, [{"t": "Para", "c": inlines}]]}


def _text(text: str) -> list[Node]:
    return [{"t": "Str", "c": text}]


def _head(tree: Tree, imprint: Imprint) -> list[Node]:
    """Series line, title, subtitle, authors, date, publisher: what is stated."""
    facts = record(imprint)
    publisher = ", ".join(part for part in (facts.publisher.name, facts.publisher.place) if part)
    rows = [("Series Line", " ".join(part for part in (facts.series, facts.number) if part))]
    after = [("Subtitle", imprint.subtitle)]
    for creator in facts.creators:
        after += [("Author", creator.name), ("Affiliation", creator.affiliation)]
    after += [("Date", display_date(imprint)), ("Imprint", publisher)]
    title = _styled("Title", list(tree.title) or _text(imprint.title_plain))
    return [
        *(_styled(style, _text(text)) for style, text in rows if text),
        title,
        *(_styled(style, _text(text)) for style, text in after if text),
    ]


def _matter(editorial: tuple[Editorial, ...]) -> list[Node]:
    blocks: list[Node] = []
    for part in editorial:
        content = rewrite(editorial_matter.blocks(part.html), _no_heading)
        blocks.append(_styled("Editorial Heading", _text(part.title)))
        blocks.append({"t": "Div", "c": [["", [], [["custom-style", "Editorial Text"]]], content]})
    return blocks


def _no_heading(node: Node) -> Node | None:
    return _styled("Editorial Subheading", node["c"][2]) if node["t"] == "Header" else None


def _notes(blocks: list[Node], tree: Tree) -> list[Node]:
    """First calls become notes with a bookmark, further calls links to it."""
    notes = {note.number: note for note in tree.notes}

    def back(node: Node) -> Node | None:
        if (call := call_of(node)) is None:
            return None
        number, nth = call
        if nth == 1:
            note = {"t": "Note", "c": list(notes[number].blocks)}
            return {"t": "Span", "c": [[f"{BOOKMARK}{number}", [], []], [note]]}
        return {"t": "Link", "c": [["", [], []], _text(str(number)), [f"#{BOOKMARK}{number}", ""]]}

    result: list[Node] = rewrite(blocks, back)
    return result


def _shown(image: Image) -> Image:
    """An SVG drawing as a picture: half of the word processors show none."""
    if image.media_type != "image/svg+xml":
        return image
    return Image(image.name, "image/png", picture_of(image.data))


def _pictures(blocks: list[Node], images: tuple[Image, ...]) -> list[Node]:
    """Pictures as data: pandoc runs in its sandbox and opens no file."""
    known = {image.name: image for image in images}

    def inline(node: Node) -> Node | None:
        if node["t"] != "Image" or node["c"][2][0] not in known:
            return None
        image = _shown(known[node["c"][2][0]])
        address = f"data:{image.media_type};base64,{base64.b64encode(image.data).decode()}"
        attributes: Any = node["c"][0]
        return {"t": "Image", "c": [attributes, node["c"][1], [address, ""]]}

    result: list[Node] = rewrite(blocks, inline)
    return result
