"""What a check lets through is drawn: no text that it finds printable is refused by a page, and none is lost there."""

from functools import cache
from unicodedata import bidirectional, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takedown.checks.text import flaws
from takedown.errors import LetterError
from takedown.rendering.fonts import Face, font_coverage
from takedown.rendering.pdf.lines import Span, Style, break_lines
from takedown.rendering.setting import (
    Font,
    Used,
    clusters,
    font_program,
    missing_characters,
    programs,
    set_text,
)
from takedown.rendering.setting.coverage import JAMO, SILENT, base, fonts_with, scripts
from takedown.rendering.setting.faces import blank_of, shaper, silent_of
from takedown.rendering.setting.used import FILLER, LAM

ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
HIDDEN = [0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x3164, 0xFFA0, 0xAD, 0x200B, 0x202E, 0x2066, 0xFEFF]
LAM_CODE = ord(LAM)
TAGS = range(0xE0020, 0xE0080)
BLANKS = [0x20, 0xA0, 0x3000, 0x200A]


@cache
def every_code() -> list[int]:
    """All that some font has, what has no glyph of its own, and what is hidden."""
    codes = set().union(base(), *(ranges.codes() for ranges in scripts().values()))
    return sorted(codes | SILENT | JAMO | set(HIDDEN))


def texts(longest: int) -> st.SearchStrategy[str]:
    """Mixtures in which what is rare among sixty thousand characters is common."""
    rare = [*SILENT][:12] + HIDDEN + BLANKS + [LAM_CODE, 0x627, 0x5D0, 0x4E00, 0x915, 0x94D, 0x1F1E6]
    return st.lists(
        st.one_of(
            st.sampled_from(every_code()),
            st.sampled_from(sorted(JAMO)),
            st.sampled_from(rare),
            st.sampled_from(TAGS),
        ),
        max_size=longest,
    ).map(lambda codes: "".join(map(chr, codes)))


def read(text: str, face: Face) -> str:
    runs = sorted(set_text(text, face), key=lambda run: run.start)
    return "".join(unit.text for run in runs for unit in run.units)


def drawn(text: str) -> None:
    for face in (Face.REGULAR, Face.BOLD):
        assert read(text, face) == text
        Used().show(text, face, 10)


# --- what is printable is printed ----------------------------------------------------------------------------------


@given(texts(12))
def test_a_text_of_which_nothing_is_missing_is_set_and_none_of_it_is_lost(text):
    if missing_characters(text):
        with pytest.raises(LetterError):
            set_text(text, Face.REGULAR)
    else:
        drawn(text)


@given(texts(200))
def test_a_long_mixture_without_what_is_missing_is_set_and_none_of_it_is_lost(text):
    missing = set(missing_characters(text))
    rest = "".join(each for each in text if each not in missing)
    if not missing_characters(rest):
        drawn(rest)


@given(texts(12))
def test_what_a_check_finds_nothing_wrong_with_is_drawn_on_lines_of_any_width(text):
    sound = (each for each in text if not flaws(f"क{each}", font_coverage()))
    given_text = normalize("NFC", "".join(sound))
    if not flaws(given_text, font_coverage()):
        assert missing_characters(given_text) == ()
        style = Style(size=10, leading=12)
        for limit in (1, 30, 500):
            for line in break_lines([Span(given_text, style)], limit):
                for span in line:
                    set_text(span.text, Face.REGULAR)


def test_each_character_of_every_font_is_set_and_comes_back():
    refused = [
        hex(code) for code in every_code() if not missing_characters(chr(code)) and not _comes_back(code)
    ]
    assert refused == []


def _comes_back(code: int) -> bool:
    try:
        runs = set_text(chr(code), Face.REGULAR)
    except LetterError:
        return False
    return any(run.glyphs for run in runs) and read(chr(code), Face.REGULAR) == chr(code)


# --- Hangul in parts -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("\u11ab", "ㄴ"),
        ("\u11aa", "ㄳ"),
        ("\u11c2", "ㅎ"),
        ("\u1112\u11ab", "ㅎㄴ"),
        ("\u1161", "ㅏ"),
        ("\u1112 \u1112\u1161", "ㅎ 하"),
        ("\u1161\u11ab", "ㅏㄴ"),
        ("하\u11ab", "한"),
        ("한\u11ab", "한ㄴ"),
        ("\u1112\u1161\u11ab\u11ab", "한ㄴ"),
        ("漢\u1112\u1161", "漢하"),
    ],
)
def test_parts_of_hangul_are_drawn_together_or_as_letters_and_read_as_given(text, same):
    glyphs, wanted = (
        [glyph for run in set_text(each, Face.REGULAR) for glyph in run.glyphs] for each in (text, same)
    )
    assert glyphs == wanted
    assert read(text, Face.REGULAR) == text


# --- what nobody would see -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", HIDDEN[:6])
def test_what_has_no_shape_is_missing(code):
    assert missing_characters(f"a{chr(code)}") == (chr(code),)
    assert code not in font_coverage()


def test_tags_are_printed_in_the_flag_of_a_region_alone():
    assert missing_characters(ENGLAND) == ()
    assert read(f"a{ENGLAND}b", Face.REGULAR) == f"a{ENGLAND}b"
    assert missing_characters("\U000e0065") == ("\U000e0065",)
    assert missing_characters("a\U000e0065") == ("\U000e0065",)
    assert missing_characters(ENGLAND[:-1]) == tuple(dict.fromkeys(ENGLAND[1:-1]))


@pytest.mark.parametrize("text", ["\ufe0fa", "a \ufe0fb", "a\n\u200db", "\u200d👩"])
def test_a_sign_with_nothing_before_it_in_its_line_is_missing(text):
    assert set(missing_characters(text)) & set(map(chr, SILENT))


@pytest.mark.parametrize("text", ["א\u200c", "ﷲ\u200c", "א\u200ea", "é\u0c83\ufe0f", "न\u0301\u200d"])
def test_a_sign_without_a_shape_stays_with_the_character_before_it(text):
    assert read(text, Face.REGULAR) == text


# --- what the glyphs of a letter with marks mean ---------------------------------------------------------------------


def test_a_letter_and_its_mark_each_have_their_text_for_readers_that_know_no_actual_text():
    used = Used()
    shown = used.show("q\u0307", Face.REGULAR, 10)
    assert "/ActualText <FEFF00710307>" in shown
    assert set(used.to_unicode(Font(Face.REGULAR.value)).values()) == {"q", "\u0307"}


def test_glyphs_that_were_moved_past_each_other_have_no_text_of_their_own():
    used = Used()
    used.show("कि", Face.REGULAR, 10)
    assert set(used.to_unicode(Font("NotoSansDevanagari-Regular")).values()) == {FILLER}


# --- long texts ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["م", "لا", "مرحبا ab ", "हिन्दी", "🇩🇪", "한\u11ab"])
def test_a_text_of_twenty_thousand_characters_is_set(word):
    text = (word * (20_000 // len(word))).strip()
    assert read(text, Face.REGULAR) == text
    assert Used().show(text, Face.REGULAR, 10)


def test_flags_go_by_pairs_in_a_long_row():
    assert clusters("🇩🇪" * 50 + "🇫") == (*((at, at + 2) for at in range(0, 100, 2)), (100, 101))


# --- fonts ---------------------------------------------------------------------------------------------------------


def leftward_fonts() -> list[str]:
    """Fonts with a letter or number that is written from right to left."""
    return [
        name
        for name, ranges in scripts().items()
        if any(bidirectional(chr(code)) in {"R", "AL", "AN"} for code in ranges.codes() - SILENT)
    ]


def test_every_font_that_runs_leftward_has_a_space_and_a_glyph_without_a_shape():
    found = leftward_fonts()
    assert {"NotoSansHebrew-Regular", "NotoSansArabic-Regular", "NotoSansAdlam-Regular"} <= set(found)
    for name in found:
        font = Font(name)
        extents = shaper(font).get_glyph_extents(silent_of(font))
        assert silent_of(font) not in {0, blank_of(font).glyph}, name
        assert (extents.width, extents.height) == (0, 0), name


def test_lam_is_drawn_by_such_a_font_alone_and_every_font_has_a_space():
    assert set(fonts_with(LAM_CODE)) <= set(leftward_fonts())
    for name in scripts():
        assert blank_of(Font(name)).glyph, name


@pytest.mark.parametrize("name", [Face.REGULAR.value, "NotoSansArabic-Regular", "WenQuanYiMicroHei-Regular"])
def test_a_font_is_cut_to_the_same_bytes_however_often_a_process_has_cut_it(name, monkeypatch):
    monkeypatch.setattr(programs, "_CUT", type(programs._CUT)())
    font, glyphs = Font(name), frozenset(range(3, 90, 3))
    made = [font_program(font, glyphs) for _ in range(programs._OFTEN + 3)]
    assert programs._CUT[font] > programs._OFTEN
    assert set(made) == {made[0]}
