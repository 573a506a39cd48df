"""Letters of Noto Sans that stand alone: Latin, Greek and Cyrillic text is a row of them, and needs no shaper.

Each is looked up once per process, when it is first met.
"""

from functools import cache

from takedown.patterns import pattern
from takedown.rendering.fonts import Face
from takedown.rendering.setting.coverage import base
from takedown.rendering.setting.faces import Font, mapped

#: Marks, joiners and what is seen only at the end of a line are no letters.
_NO_LETTER = pattern(
    "[\u00ad\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u20d0-\u20ff\ua66f-\ua67d\ua69e\ua69f\ufe00-\ufe0f\ufe20-\ufe2f\ufeff]"
)


def are_letters(text: str) -> bool:
    """Whether each character stands alone."""
    return base().issuperset(map(ord, text)) and not _NO_LETTER.search(text)


class Glyphs(dict[str, int]):
    """The glyph of each letter of a face. KeyError for a character that is none."""

    def __init__(self, face: Face) -> None:
        self._font = Font(face.value)

    def __missing__(self, character: str) -> int:
        if not are_letters(character):
            raise KeyError(character)
        glyph = self[character] = mapped(self._font).glyph(ord(character))
        return glyph


class Widths(dict[str, float]):
    """The width of each letter of a face in one size. KeyError for a character that is none."""

    def __init__(self, face: Face, size: float) -> None:
        self._face, self._size = face, size

    def __missing__(self, character: str) -> float:
        font = mapped(Font(self._face.value))
        wide = self[character] = font.width(glyphs_of(self._face)[character]) * self._size / 1000
        return wide


@cache
def glyphs_of(face: Face) -> Glyphs:
    """The letters of a face."""
    return Glyphs(face)
