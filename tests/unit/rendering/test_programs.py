"""A font is cut down the same way however often it was cut before."""

import pytest

from takedown.rendering.fonts import Face
from takedown.rendering.setting import programs
from takedown.rendering.setting.faces import Font
from takedown.rendering.setting.programs import font_program

GLYPHS = frozenset(range(30, 60))


@pytest.mark.parametrize("name", [*Face, "NotoSansArabic-Regular", "NotoSansDevanagari-Regular"])
def test_a_font_that_was_prepared_gives_the_same_program(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "_CUT", programs.Counter())
    monkeypatch.setattr(programs, "_OFTEN", 1)
    font = Font(str(name))
    prepared: list[Font] = []
    real = programs._prepared
    monkeypatch.setattr(programs, "_prepared", lambda one: (prepared.append(one), real(one))[1])

    first = font_program(font, GLYPHS)
    assert not prepared
    assert font_program(font, GLYPHS) == first
    assert prepared == [font]
