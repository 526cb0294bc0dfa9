"""What we rely on in WeasyPrint and pydyf beyond their public names. If this fails, read `engine` first."""

from __future__ import annotations

import inspect

import pydyf
import pytest
import weasyprint
from weasyprint import document, pdf
from weasyprint.css import AnonymousStyle, ComputedStyle
from weasyprint.css.properties import ZERO_PIXELS
from weasyprint.formatting_structure import boxes, build
from weasyprint.layout import LayoutContext, block, column, page
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf.fonts import Font
from weasyprint.pdf.stream import Stream


def test_the_version_is_the_one_that_was_read() -> None:
    """Another major version has to be read again before it is trusted."""
    assert weasyprint.VERSION.split(".")[0] == "70"


@pytest.mark.parametrize(
    ("function", "names"),
    [
        (page.make_page, ["context", "root_box", "page_type", "resume_at", "page_number", "page_state"]),
        (document.layout_document, ["html", "root_box", "context", "max_loops"]),
        (pdf.add_tags, ["pdf", "document", "pdf_version", "page_streams"]),
        (build.create_anonymous_boxes, ["box"]),
        (block.block_level_layout, ["context", "box", "bottom_space", "skip_stack", "containing_block"]),
        (LayoutContext.overflows_page, ["self", "bottom_space", "position_y"]),
        (LayoutContext.layout_footnote, ["self", "footnote"]),
        (LayoutContext.unlayout_footnote, ["self", "footnote"]),
        (LayoutContext.report_footnote, ["self", "footnote"]),
        (LayoutContext._update_footnote_area, ["self"]),
        (Stream.marked, ["self", "box", "tag"]),
    ],
)
def test_functions_take_what_they_took(function: object, names: list[str]) -> None:
    """Names and order of the arguments that our own functions stand in for."""
    assert list(inspect.signature(function).parameters)[: len(names)] == names  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (block._linebox_layout, "overflow = context.layout_footnote(footnote)"),
        (block._linebox_layout, "context.overflows_page(bottom_space, new_position_y + offset_y)"),
        (block._linebox_layout, "context.report_footnote(context.current_page_footnotes[-1])"),
        (block._linebox_layout, "context.reported_footnotes[-reported_footnotes:] = extra"),
        (column._report_footnotes, "context.report_footnote(context.current_page_footnotes[-1])"),
        (page.make_page, "context.reported_footnotes = reported_footnotes[i:]"),
        (page.make_page, "build.create_anonymous_boxes(footnote_area.deepcopy())"),
        (
            page.remake_page,
            "make_page(\n        context, root_box, page_type, resume_at, page_number, page_state)",
        ),
        (document.Document._build_layout_context, "context = LayoutContext("),
        (document.Document._render, "layout_document(html, root_box, context)"),
        (pdf.generate_pdf, "add_tags(pdf, document, options['pdf_version'], page_streams)"),
        (Stream.marked, "self._tags[box] = {'tag': tag, 'mcid': mcid}"),
        (build.element_to_box, "footnote_call.footnote = footnote"),
    ],
)
def test_the_engine_calls_in_the_order_we_count_on(function: object, words: str) -> None:
    """The places where the engine asks, and the questions by which notes are broken."""
    assert words in inspect.getsource(function)  # type: ignore[arg-type]


def test_names_are_there() -> None:
    """Attributes of boxes, styles and streams."""
    for name in ("TextBox", "LineBox", "InlineBox", "ReplacedBox", "TableBox", "TableRowBox", "TableCellBox",
                 "FootnoteAreaBox", "MarginBox", "ParentBox", "BlockBox"):  # fmt: skip
        assert hasattr(boxes, name)
    assert hasattr(boxes.TextBox, "copy_with_text")
    assert boxes.TextBox.justification_spacing == 0
    assert AnonymousStyle.copy
    assert ComputedStyle.copy
    assert ZERO_PIXELS == (0, "px")
    assert AbsolutePlaceholder
    assert {"to_unicode", "widths", "hash"} <= set(
        inspect.getsource(Font.__init__).replace("self.", " ").split()
    )


def test_pydyf_writes_streams_as_we_split_them() -> None:
    """Dictionary, ``stream``, bytes, ``endstream``, each on its line."""
    stream = pydyf.Stream([b"q", b"Q"], {"Type": "/X"}, compress=False)
    head, _, rest = stream.data.partition(b"\nstream\n")
    assert head.startswith(b"<<")
    assert rest == b"q\nQ\nendstream"
    assert pydyf.Stream().compress is False
