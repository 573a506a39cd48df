import subprocess
import sys
from unicodedata import category

import pytest
from reportlab.pdfbase.ttfonts import TTFont

from takedown import resources
from takedown.errors import LetterError
from takedown.rendering.fonts import Face, char_widths, font_coverage, require_glyphs


def test_coverage_is_what_reportlab_finds_in_all_three_faces():
    found = [TTFont(f"test-{face}", str(resources.font(face))).face.charToGlyph for face in Face]
    common = set.intersection(*map(set, found))
    assert font_coverage() == {code for code in common if category(chr(code)) != "Cc" and code != 0xFFFF}


@pytest.mark.parametrize(
    "sample", ["Żółta łódź", "Ночной поезд", "Ηλιοβασίλεμα", "Señorita", "Đặng", "“–…’” €", "e\u0301"]
)
def test_latin_greek_and_cyrillic_names_can_be_printed(sample):
    assert {ord(character) for character in sample} <= font_coverage()


@pytest.mark.parametrize("character", ["東", "م", "🎉", "\x00", "\r", "\x07"])
def test_what_would_print_blank_is_not_covered(character):
    assert ord(character) not in font_coverage()


def test_every_covered_character_has_a_width_in_every_face():
    for face in Face:
        assert font_coverage() <= char_widths(face).keys()


def test_a_missing_glyph_is_named_with_its_code_and_its_text():
    with pytest.raises(LetterError) as caught:
        require_glyphs(["Slow Weather", "東京 nights", "party 🎉"])
    assert "'東' (U+6771), '京' (U+4EAC), '🎉' (U+1F389) in '東京 nights'" in caught.value.message
    assert "Latin, Greek or Cyrillic" in caught.value.hint


def test_an_invisible_character_is_named_by_its_code_alone():
    with pytest.raises(LetterError) as caught:
        require_glyphs(["bell\x07 and \ud800"])
    assert "U+0007, U+D800 in 'bell\\u{0007} and \\u{D800}'" in caught.value.message


def test_line_breaks_and_tabs_need_no_glyph():
    require_glyphs(["one\ntwo\tthree\r\nfour"])


def test_coverage_is_known_without_loading_the_pdf_library():
    code = (
        "import sys; from takedown.rendering.fonts import font_coverage; font_coverage(); "
        "sys.exit('reportlab' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_licence_of_the_fonts_is_shipped_with_them():
    text = resources.font(Face.REGULAR).with_name("OFL.txt").read_text(encoding="utf-8")
    assert "Copyright 2015 Google LLC" in text
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    assert "THE FONT SOFTWARE IS PROVIDED" in text
