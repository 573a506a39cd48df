"""Setting text: fonts chosen, letters shaped, lines in the order they are seen and read."""

import struct
from itertools import pairwise

import pytest
import uharfbuzz as hb
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st

from takedown.errors import LetterError
from takedown.rendering.fonts import Face
from takedown.rendering.setting import (
    Font,
    Used,
    advances,
    base_program,
    base_widths,
    breaks,
    clusters,
    font_program,
    is_plain,
    metrics,
    missing_characters,
    resource,
    set_text,
    text_width,
)
from takedown.rendering.setting.coverage import base
from takedown.rendering.setting.faces import data, mapped
from takedown.rendering.setting.letters import _NO_LETTER
from takedown.rendering.setting.order import stretches

LETTERS = "ab אבגش م ر12,.:%()[]-+/é\u05b8\u064e漢कि"


def fonts_of(text: str) -> list[str]:
    return [run.font.name.removesuffix("-Regular") for run in set_text(text, Face.REGULAR)]


# --- plain text and letters that stand alone -----------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "Señorita – “A” €", "no\u00a0break"])
def test_text_of_windows_1252_is_plain(text):
    assert is_plain(text)


@pytest.mark.parametrize("text", ["Żółta", "a\u00adb", "a\nb", "e\u0301", "東", "\x81"])
def test_other_text_is_not_plain(text):
    assert not is_plain(text)


@pytest.mark.parametrize("face", list(Face))
def test_each_letter_of_noto_sans_is_drawn_as_harfbuzz_would(face):
    font = hb.Font(hb.Face(data(Font(face.value))))
    font.scale = (1000, 1000)
    for code in sorted(base()):
        if _NO_LETTER.match(chr(code)):
            continue
        (run,) = set_text(chr(code), face)
        buffer = hb.Buffer()
        buffer.add_str(chr(code))
        buffer.guess_segment_properties()
        hb.shape(font, buffer, {"liga": False, "kern": False})
        assert run.glyphs == tuple(info.codepoint for info in buffer.glyph_infos), hex(code)
        assert run.advances == tuple(place.x_advance for place in buffer.glyph_positions), hex(code)


@given(st.text(st.characters(codec="cp1252", exclude_categories=["C"]), max_size=30))
def test_plain_text_is_as_wide_in_bytes_as_in_glyphs(text):
    widths = base_widths(Face.BOLD)
    assert sum(widths[byte - 32] for byte in text.encode("cp1252")) == text_width(text, Face.BOLD)


# --- fonts -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Björk 東京 ok", ["NotoSans", "WenQuanYiMicroHei", "NotoSans"]),
        ("हिन्दी, हिन्दी", ["NotoSansDevanagari"]),
        ("שלום עולם", ["NotoSansHebrew"]),
        ("e\u0301", ["NotoSans"]),
        ("1\ufe0f\u20e3", ["NotoEmoji"]),
        ("👨\u200d👩\u200d👧", ["NotoEmoji"]),
        ("🇩🇪", ["NotoEmoji"]),
        ("♥ ☮", ["NotoSansSymbols2", "NotoSans", "NotoSansSymbols"]),
        ("\u1112\u1161\u11ab글", ["WenQuanYiMicroHei"]),
    ],
)
def test_each_part_of_a_text_gets_the_font_of_its_script(text, expected):
    assert fonts_of(text) == expected


def test_a_family_of_emoji_is_one_picture_and_one_unit():
    (run,) = set_text("👨\u200d👩\u200d👧\u200d👦", Face.REGULAR)
    assert len(run.glyphs) == 1
    assert [unit.text for unit in run.units] == [run.text]


def test_jamo_make_the_syllable_and_a_single_one_its_letter():
    (whole,) = set_text("\u1112\u1161\u11ab", Face.REGULAR)
    assert whole.glyphs == set_text("한", Face.REGULAR)[0].glyphs
    (single,) = set_text("\u1112", Face.REGULAR)
    assert single.glyphs == set_text("\u314e", Face.REGULAR)[0].glyphs
    assert single.text == "\u1112"


def test_bold_without_a_bold_face_is_made_by_a_stroke():
    assert [run.emboldened for run in set_text("Ab東", Face.BOLD)] == [False, True]
    assert [run.emboldened for run in set_text("Ab東", Face.ITALIC)] == [False, False]
    shown = Used().show("Ab東", Face.BOLD, 10)
    assert shown.count("2 Tr") == shown.count("0 Tr") == 1


# --- what cannot be set ----------------------------------------------------------------------------------------


def test_characters_without_a_glyph_are_named_once_in_order():
    assert missing_characters("a\x07𠮷b\x07 ok") == ("\x07", "𠮷")
    assert missing_characters("\u200d\ufe0f a\u202e") == ("\u200d", "\ufe0f", "\u202e")
    assert missing_characters("क्\u200dष ♥\ufe0f x\u0301 \u212b") == ()


def test_a_missing_glyph_is_named_with_its_code_and_its_text():
    with pytest.raises(LetterError) as caught:
        set_text("bell\x07 and 𠮷\ud800", Face.REGULAR)
    assert "U+0007, '𠮷' (U+20BB7), U+D800 in 'bell\\u{0007} and 𠮷\\u{D800}'" in caught.value.message


# --- order -------------------------------------------------------------------------------------------------------


@given(st.text(st.sampled_from(LETTERS), max_size=12))
def test_a_line_is_seen_in_the_order_of_the_bidirectional_algorithm(text):
    shown = "".join(text[s.start : s.end][:: -1 if s.leftward else 1] for s in stretches(text))
    assert shown == get_display(text, base_dir="L")


@given(st.text(st.sampled_from(LETTERS), max_size=12))
def test_no_character_is_lost_or_doubled(text):
    runs = sorted(set_text(text, Face.REGULAR), key=lambda run: run.start)
    assert "".join(unit.text for run in runs for unit in run.units) == text
    assert text_width(text, Face.REGULAR) == sum(run.width for run in runs)


def test_a_report_of_the_order_in_another_form_stops_the_page(monkeypatch):
    monkeypatch.setattr("bidi.get_display", lambda _, **__: "levels: 1 1 1")
    with pytest.raises(LetterError, match="from right to left"):
        stretches("שלום")


def test_brackets_are_mirrored_in_text_from_right_to_left():
    runs = set_text("להקה (שם)", Face.REGULAR)
    glyphs = {glyph for run in runs for glyph in run.glyphs}
    (left,), (right,) = ((set_text(each, Face.REGULAR)[0].glyphs) for each in "()")
    opening = next(run for run in runs if run.text.endswith("("))
    assert {left, right} <= glyphs
    assert right in opening.glyphs


# --- showing -----------------------------------------------------------------------------------------------------


def test_content_is_written_in_the_order_it_is_read():
    used = Used()
    shown = used.show("ab שלום", Face.REGULAR, 10)
    first, hebrew = (resource(font) for font in used.fonts())
    assert shown.index(f"/{first} 10 Tf") < shown.index(f"/{hebrew} 10 Tf")
    order = [used.to_unicode(Font("NotoSansHebrew-Regular"))[int(code, 16)] for code in _codes(shown, hebrew)]
    assert "".join(order) == "שלום"


def _codes(shown: str, name: str) -> list[str]:
    after = shown.split(f"/{name} ", 1)[1]
    return [part.split(">")[0] for part in after.split("<")[1:]]


def test_a_glyph_that_stands_for_two_texts_says_the_second_in_words():
    used = Used()
    assert "ActualText" not in used.show("Łé", Face.REGULAR, 10)
    assert "/ActualText <FEFF0065" in used.show("e\u0301", Face.REGULAR, 10)
    assert "ActualText" not in used.show("ké Ł", Face.REGULAR, 10)


def test_a_no_break_space_is_told_apart_from_a_space():
    used = Used()
    used.show("a ł a\u00a0ł", Face.REGULAR, 10)
    assert {" ", "\u00a0"} <= set(used.to_unicode(Font(Face.REGULAR.value)).values())


def test_lam_and_alef_of_one_glyph_are_told_one_after_the_other():
    used = Used()
    shown = used.show("لا", Face.REGULAR, 10)
    (font,) = used.fonts()
    assert "ActualText" not in shown
    assert [used.to_unicode(font)[int(code, 16)] for code in _codes(shown, resource(font))] == ["ل", "ا"]


def test_nothing_to_show_is_no_operator():
    assert Used().show("", Face.REGULAR, 10) == ""


# --- clusters and breaks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("e\u0301a", ["e\u0301", "a"]),
        ("👨\u200d👩👍🏽", ["👨\u200d👩", "👍🏽"]),
        ("🇩🇪🇯🇵🇫", ["🇩🇪", "🇯🇵", "🇫"]),
        ("क्षित", ["क्षि", "त"]),
        ("น้ำใจ", ["น้ำ", "ใ", "จ"]),
        ("\u1112\u1161\u11ab가\u11a8나", ["\u1112\u1161\u11ab", "가\u11a8", "나"]),
        ("ｶﾞｶ", ["ｶﾞ", "ｶ"]),
        ("", []),
    ],
)
def test_what_a_reader_sees_as_one_character_stays_together(text, expected):
    assert [text[start:end] for start, end in clusters(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", ["plain"]),
        ("東京事変", ["東", "京", "事", "変"]),
        ("「ライブ」版。", ["「ラ", "イ", "ブ」", "版。"]),
        ("シャッター", ["シャッ", "ター"]),
        ("別れ（夏）x", ["別", "れ", "（夏）", "x"]),
        ("한글 노래", ["한", "글 노", "래"]),
        ("กำแพงใจ", ["กำแพงใจ"]),
        ("བོད་ཡིག", ["བོད་", "ཡིག"]),
        ("👨\u200d👩👍🏽", ["👨\u200d👩", "👍🏽"]),
    ],
)
def test_lines_break_where_a_script_lets_them(text, expected):
    places = [0, *breaks(text), len(text)]
    assert [text[a:b] for a, b in pairwise(places)] == expected


# --- font programs -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["Żółw", "क्षितिज", "مرحبا", "東京", "👨\u200d👩\u200d👧", "ខ្មែរ"])
def test_a_font_cut_down_draws_the_same_glyphs_under_the_same_numbers(text):
    for run in set_text(text, Face.REGULAR):
        program = font_program(run.font, frozenset(run.glyphs))
        whole, cut = (hb.Font(hb.Face(each)) for each in (data(run.font), program))
        for glyph in run.glyphs:
            assert outline(cut, glyph) == outline(whole, glyph)
            assert cut.get_glyph_h_advance(glyph) == whole.get_glyph_h_advance(glyph)
        assert len(program) < len(data(run.font))
        assert advances(run.font, run.glyphs) == dict(zip(run.glyphs, run.widths, strict=True))


def outline(font, glyph) -> list:
    found: list = []
    funcs = hb.DrawFuncs()
    for name in ("move_to", "line_to", "quadratic_to", "cubic_to"):
        getattr(funcs, f"set_{name}_func")(lambda *args, name=name: found.append((name, *args[:-1])))
    font.draw_glyph(glyph, funcs, None)
    return found


@pytest.mark.parametrize("face", list(Face))
def test_the_face_for_windows_1252_has_every_character_at_its_width(face):
    small, whole = hb.Font(hb.Face(base_program(face))), mapped(Font(face.value))
    for code in range(32, 256):
        character = bytes([code]).decode("cp1252", "ignore")
        if not character or not is_plain(character):
            continue
        glyph = small.get_nominal_glyph(ord(character))
        assert glyph
        assert small.get_glyph_h_advance(glyph) == whole.width(whole.glyph(ord(character)))
        assert base_widths(face)[code - 32] == small.get_glyph_h_advance(glyph)


def test_a_descriptor_says_the_measures_of_its_font():
    regular, italic, bold = (metrics(Font(face.value)) for face in (Face.REGULAR, Face.ITALIC, Face.BOLD))
    assert (regular.ascent, regular.descent, regular.cap_height) == (1069, -293, 714)
    assert (regular.italic_angle, bold.italic_angle) == (0, 0)
    assert italic.italic_angle == -12
    assert bold.stem > regular.stem
    assert metrics(Font("WenQuanYiMicroHei-Regular")).cap_height > 0


def test_a_font_without_a_unicode_map_is_refused():
    broken = bytearray(data(Font(Face.REGULAR.value)))
    place = bytes(broken).index(b"cmap")
    (offset,) = struct.unpack_from(">L", broken, place + 8)
    struct.pack_into(">H", broken, offset + 2, 0)
    from takedown.rendering.setting.faces import CharacterMap

    with pytest.raises(LetterError, match="no Unicode character map"):
        CharacterMap(bytes(broken))
