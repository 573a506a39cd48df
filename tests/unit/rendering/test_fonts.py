import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path
from unicodedata import category

import pytest
from reportlab.pdfbase.ttfonts import TTFont

from takedown import resources
from takedown.rendering.fonts import Face, font_coverage
from takedown.rendering.setting import coverage

ROOT = Path(__file__).parents[3]
FONTS = resources.font(Face.REGULAR).parent


@pytest.fixture(scope="module")
def build():
    """The script that makes the shipped files."""
    spec = importlib.util.spec_from_file_location("build", ROOT / "tools" / "fonts" / "build.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_what_noto_sans_prints_is_what_reportlab_finds_in_all_three_faces(build):
    found = [TTFont(f"test-{face}", str(resources.font(face))).face.charToGlyph for face in Face]
    common = set.intersection(*map(set, found))
    assert coverage.base() == {code for code in common if category(chr(code)) != "Cc" and code != 0xFFFF} - (
        build.HIDDEN
    )


def test_the_index_says_what_the_fonts_can_print(build):
    assert build.INDEX.read_text(encoding="ascii") == build.index()


def test_the_notice_names_every_font_with_version_source_and_licence(build):
    text = build.NOTICE.read_text(encoding="utf-8")
    assert text == build.notice()
    assert sorted(f"{name}.ttf" for name in build.names()) == sorted(
        path.name for path in FONTS.glob("*.ttf")
    )


@pytest.mark.parametrize("face", list(Face))
def test_the_faces_for_windows_1252_are_cut_from_the_shipped_ones(build, face):
    assert hashlib.sha256((FONTS / "base" / f"{face}.ttf").read_bytes()).hexdigest() == (
        hashlib.sha256(build.latin(face.value)).hexdigest()
    )


def test_the_fonts_stay_small_enough_for_the_wheel():
    assert sum(path.stat().st_size for path in FONTS.rglob("*.ttf")) < 12_000_000


@pytest.mark.parametrize(
    "sample",
    [
        *(
            "Żółta łódź",
            "Ночной поезд",
            "Ηλιοβασίλεμα",
            "Đặng",
            "“–…’” €",
            "e\u0301",
            "東京",
            "سلام",
            "🎉",
            "한글",
        ),
        *("\u1112\u1161\u11ab", "क्\u200dष", "♥\ufe0f", "\u212b"),
    ],
)
def test_names_of_the_world_can_be_printed(sample):
    assert [character for character in sample if ord(character) not in font_coverage()] == []


@pytest.mark.parametrize(
    "character", ["\x00", "\r", "\x07", "\x7f", "\u202e", "\u2067", "\ufeff", "\ud800", "\U00020bb7"]
)
def test_what_would_print_blank_is_not_covered(character):
    assert ord(character) not in font_coverage()


@pytest.mark.parametrize("asked", ["a", None, 1.5])
def test_only_code_points_can_be_covered(asked):
    assert asked not in font_coverage()
    assert asked not in coverage.Ranges(["20-7E"])


def loaded(code: str) -> set[str]:
    """What a fresh process has loaded after some lines."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; import sys; print(*sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
    )
    return set(done.stdout.split()) & {"reportlab", "uharfbuzz", "bidi"}


def test_coverage_is_known_without_a_library_of_fonts_or_pdf():
    assert loaded("from takedown.rendering.fonts import font_coverage; 0x6771 in font_coverage()") == set()


def test_names_in_latin_greek_and_cyrillic_are_set_without_the_shaper():
    names = "['Señor', 'Żółta łódź', 'Ночной поезд', 'Ηλιοβασίλεμα', 'Đặng']"
    code = f"from takedown.rendering.setting import Face, set_text; [set_text(name, Face.BOLD) for name in {names}]"
    assert loaded(code) == set()


def test_a_japanese_name_loads_the_shaper_but_not_the_order_of_hebrew():
    code = "from takedown.rendering.setting import Face, set_text; set_text('東京', Face.BOLD)"
    assert loaded(code) == {"uharfbuzz"}


def test_the_licences_of_the_fonts_are_shipped_with_them():
    text = (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert "Copyright 2015 Google LLC" in text
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    assert "THE FONT SOFTWARE IS PROVIDED" in text
    assert "Apache License" in (FONTS / "Apache-2.0.txt").read_text(encoding="utf-8")
