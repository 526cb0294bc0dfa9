"""Nothing in a screen edition runs, fetches or submits, whatever the text asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.formats.defused import defuse
from octavo.formats.markup import all_text, fragment
from screens import TONES, article, book, tree, web, xhtml_files

HOSTILE = [
    "<script>alert(1)</script>\n\nText.",
    'A <img src="http://x.example/y.png" onerror="alert(1)" alt="z"/> B',
    "[x](javascript:alert(1)) and [y](JaVaScRiPt:alert) and [z](data:text/html,x)",
    '<iframe src="http://x.example"></iframe>\n\nText.',
    "<style>body{background:url(http://x.example)}</style>\n\nText.",
    "![a](http://x.example/p.png)",
    '[x]{onclick="alert(1)" style="background:url(http://x.example/)"}',
    '# H {onclick="x"}\n\nText.',
    "```{=html}\n<script>1</script>\n```\n\nText.",
    '<form action="http://x.example"><input name="a"/></form>\n\nText.',
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_runs_and_nothing_is_fetched(text: str) -> None:
    """Page and book hold no script, no handler, no foreign address to load."""
    roots = [
        tree(web(article(text, images=()))),
        *xhtml_files(book(article(text, images=()), cover=b"")).values(),
    ]
    for root in roots:
        for element in root.iter():
            names = [name.lower() for name in element.attrib]
            assert not any(name.startswith("on") for name in names)
            assert element.tag not in ("iframe", "object", "form", "input")
            assert element.tag != "script" or element.get("type") == "application/ld+json"
            assert "url(" not in element.get("style", "")
            assert not (element.get("src") or "").startswith("http")
            address = (element.get("href") or "").lower()
            assert not address.startswith("javascript")
            if element.tag == "a" and "download" not in names:
                assert not address.startswith("data:")


def test_what_markdown_says_stays() -> None:
    """Alignment of cells, list styles, mail and web addresses, own pictures are left alone."""
    text = (
        '<div><td style="text-align: right;">a</td><col style="width: 50%"/><a href="https://x.example/a:b">b</a>'
        '<a href="mailto:a@b.c">c</a><a href="#x">d</a><img src="images/tones.png" alt="e"/></div>'
    )
    root = fragment(text)
    defuse(root, (TONES,))
    assert [element.get("style") or element.get("href") or element.get("src") for element in root] == [
        "text-align: right;",
        "width: 50%",
        "https://x.example/a:b",
        "mailto:a@b.c",
        "#x",
        "images/tones.png",
    ]


def test_a_caption_with_a_link_is_not_hidden() -> None:
    """WCAG 4.1.2: what can be focused can be heard."""
    root = fragment('<div><figcaption aria-hidden="true">a <a href="#note-1">1</a></figcaption></div>')
    defuse(root, ())
    assert root[0].get("aria-hidden") is None


@given(
    st.lists(st.sampled_from(["script", "p", "em", "form", "img", "object", "button", "div"]), max_size=12)
)
def test_words_outside_of_what_runs_are_kept(names: list[str]) -> None:
    """Taking out a form or a button keeps what it says."""
    inner = "".join(f"<{name}>w{index} </{name}>" for index, name in enumerate(names))
    root = fragment(f"<div>{inner}</div>")
    defuse(root, ())
    kept = [f"w{index}" for index, name in enumerate(names) if name not in ("script", "object", "img")]
    assert all_text(root).split() == kept
