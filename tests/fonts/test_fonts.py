"""The typefaces: complete, apart, unchanged, and cut the same way every time."""

import hashlib
import io
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from octavo.formats import fonts
from octavo.formats.fonts import FACES, Face

FOLDER = FACES[0].path.parent
SCRIPTS = {
    "western": "Chung, Sung-Yoon – ‘naïve’ “café” 70th ©KINU § † ‡ Łódź Æ œ ß ŏ ŭ Ŏ",
    "phonetic": "ɑ ɒ ʃ ʒ ŋ θ",
    "greek": "ἄνθρωπος Ελλάδα",
    "cyrillic": "Русский Україна",
    "hebrew": "שלום עולם",
    "arabic": "السلام عليكم، ۱۲۳ گفتگو",
    "korean": "남북관계 통일연구원 「가」 ※ ㄱㄴㄷ",
    "hanja": "北韓 統一 大韓民國",
    "kana": "ひらがな カタカナ",
    "mathematics": "∀x∈ℝ ∑∫√∞≠≤≥≈±×÷−",
    "symbols": "→ ⇒ ★ ☞ ① ♥ ■ ●",
}


def face(family: str, weight: int = 400, style: str = "normal") -> Face:
    return next(f for f in FACES if (f.family, f.weight, f.style) == (family, weight, style))


def load(data: bytes) -> TTFont:
    return TTFont(io.BytesIO(data))


def characters(data: bytes) -> dict[int, str]:
    return load(data).getBestCmap()


def test_each_family_weight_and_style_is_one_file() -> None:
    keys = [(f.family, f.weight, f.style) for f in FACES]
    assert len(keys) == len(set(keys))
    assert len({f.file for f in FACES}) == len(FACES)


def test_the_vendored_files_are_those_whose_digests_were_recorded() -> None:
    recorded = dict(
        reversed(line.split("  ")) for line in (FOLDER / "SHA256SUMS").read_text("utf-8").splitlines()
    )
    present = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in FOLDER.glob("*.ttf")}
    assert present == recorded
    assert set(present) == {f.file for f in FACES}


def test_every_face_has_its_licence_beside_it() -> None:
    for licence in fonts.LICENCES:
        assert "SIL OPEN FONT LICENSE Version 1.1" in (FOLDER / licence).read_text("utf-8")
    assert "Reserved Font Name " not in (FOLDER / fonts.LICENCES[0]).read_text("utf-8").splitlines()[0]


@pytest.mark.parametrize("each", FACES, ids=lambda f: f.file)
def test_no_two_characters_share_a_glyph(each: Face) -> None:
    """PDF text is told by glyph: a shared one is read back as whichever character came first."""
    glyphs = list(characters(each.path.read_bytes()).values())
    assert len(glyphs) == len(set(glyphs))


@pytest.mark.parametrize("each", FACES, ids=lambda f: f.file)
def test_every_face_has_a_space_of_its_own(each: Face) -> None:
    assert {" ", "\u00a0"} <= each.coverage


@pytest.mark.parametrize("pair", [("-", "\u2010"), ("-", "\u00ad"), ("-", "\u2011"), ("fi", "\ufb01")])
def test_garamond_tells_look_alikes_apart(pair: tuple[str, str]) -> None:
    for each in FACES[:4]:
        cmap = characters(each.path.read_bytes())
        assert cmap[ord(pair[1])] != cmap[ord(pair[0][0])]


def test_a_superscript_sign_is_not_the_figure_that_the_feature_makes() -> None:
    font = load(face("EB Garamond").path.read_bytes())
    cmap = font.getBestCmap()
    made = {
        after
        for lookup in font["GSUB"].table.LookupList.Lookup
        for table in lookup.SubTable
        if table.LookupType == 1
        for before, after in table.mapping.items()
        if before in {cmap[ord(d)] for d in "0123456789"}
    }
    assert not made & {cmap[ord(c)] for c in "⁰¹²³⁴⁵⁶⁷⁸⁹"}


@pytest.mark.parametrize("script", SCRIPTS)
def test_no_character_of_a_script_we_promise_is_missing(script: str) -> None:
    assert fonts.missing(SCRIPTS[script]) == ()


def test_a_character_that_no_face_has_is_told() -> None:
    assert fonts.missing("a ཀ b 😀 ཀ") == ("ཀ", "😀")


def test_what_prints_nothing_is_never_missing() -> None:
    assert fonts.missing("a\u00adb\u200fc\u2060d\ufeff\n\te\ufe0f") == ()


def test_a_letter_with_a_mark_may_be_composed() -> None:
    assert fonts.missing("e\u0301 ŭ u\u0306") == ()


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("Plain words", ("EB Garamond",)),
        ("Words ※ 남북", ("EB Garamond", "Noto Serif KR")),
        ("שלום", ("Noto Serif Hebrew",)),
        ("北韓", ("Noto Serif KR Hanja",)),
        ("  \n", ()),
    ],
)
def test_a_text_asks_only_for_the_faces_it_needs(text: str, families: tuple[str, ...]) -> None:
    assert tuple(f.family for f in fonts.faces_for(text)) == families


def test_bold_and_italic_words_get_their_own_face() -> None:
    (bold,) = fonts.faces_for("bold", weight=700)
    (italic,) = fonts.faces_for("italic", style="italic")
    assert (bold.weight, italic.style) == (700, "italic")


def test_code_comes_first_from_the_monospaced_face() -> None:
    assert [f.family for f in fonts.faces_for("x = 1", families=fonts.MONO)] == ["Noto Sans Mono"]


@given(st.text(st.sampled_from("aÉ -–男남א∑☞ཀ\u00ad"), max_size=30))
def test_faces_for_and_missing_agree(text: str) -> None:
    """What is not missing is covered by the faces named, and the other way round."""
    named = fonts.faces_for(text)
    seen = {c for c in text if not c.isspace() and unicodedata.category(c) != "Cf"}
    assert {c for c in seen if not any(c in f.coverage for f in named)} == set(fonts.missing(text))


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x17F), max_size=40))
def test_a_cut_face_keeps_each_wanted_character_and_no_other(text: str) -> None:
    whole = face("EB Garamond")
    cut = {chr(point) for point in characters(fonts.subset(whole, text))}
    wanted = (set(text) | {" "}) & whole.coverage
    assert wanted <= cut
    assert all(unicodedata.mirrored(extra) for extra in cut - wanted), "brackets come in pairs"


def test_a_cut_face_keeps_the_features_of_the_house_style() -> None:
    cut = load(fonts.subset(face("EB Garamond"), "abcfi0123"))
    tags = {record.FeatureTag for record in cut["GSUB"].table.FeatureList.FeatureRecord}
    assert {"smcp", "onum", "lnum", "sups", "liga"} <= tags


def test_a_cut_arabic_face_still_joins_its_letters() -> None:
    cut = load(fonts.subset(face("Noto Naskh Arabic"), "سلام"))
    tags = {record.FeatureTag for record in cut["GSUB"].table.FeatureList.FeatureRecord}
    assert {"init", "medi", "fina"} <= tags


def test_cutting_and_packing_give_the_same_bytes_in_another_process() -> None:
    """Whatever the hash seed."""
    code = (
        "import hashlib; from octavo.formats import fonts as f;"
        "print(hashlib.sha256(f.woff2(f.subset(f.FACES[0], 'Lessons from 70th Anniversary'))).hexdigest())"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(fonts.__file__).parents[3])},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_woff2_keeps_the_characters() -> None:
    packed = fonts.woff2(fonts.subset(face("EB Garamond"), "brief"))
    assert packed[:4] == b"wOF2"
    assert {chr(c) for c in characters(packed)} == set("brief ")


def test_the_faces_of_a_brief_are_small() -> None:
    """Web page: at most 190 kB of WOFF2 in base64; EPUB: at most 290 kB of TrueType."""
    text = "".join(map(chr, range(0x20, 0x7F))) + "’‘“”–—…©é※"
    cuts = [fonts.subset(f, text) for f in FACES[:3]] + [fonts.subset(face("Noto Serif KR"), "※")]
    assert sum(map(len, cuts)) <= 290_000
    assert sum(len(fonts.woff2(c)) for c in cuts) * 4 / 3 <= 190_000


def test_css_names_every_face_by_an_absolute_address() -> None:
    css = fonts.css_font_face()
    assert css.count("@font-face") == css.count("src:url(file:///") == len(FACES)


def test_the_stack_quotes_families_and_ends_generic() -> None:
    assert fonts.stack(("A B", "C"), generic="monospace") == '"A B", "C", monospace'


def test_sealing_after_weasyprint_was_loaded_is_refused() -> None:
    code = (
        "import os, sys, types; sys.modules['weasyprint'] = types.ModuleType('weasyprint');"
        "from octavo.formats import fonts; from octavo.errors import OctavoError\n"
        "try: fonts.seal()\nexcept OctavoError: print('refused')"
    )
    env = {k: v for k, v in os.environ.items() if k != "FONTCONFIG_FILE"}
    env["PYTHONPATH"] = str(Path(fonts.__file__).parents[3])
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "refused"
