"""The shipped faces, and what can be printed with them and the fonts of other scripts."""

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from takedown.rendering.setting.coverage import Printable

BREAKS = " \t\r\n"
"""Where a line may break. Any other space (U+00A0, U+202F) is printed and holds its words together."""


class Face(StrEnum):
    """What a layout asks for; the value is the stem of the file that has Latin, Greek and Cyrillic.

    Other scripts have one font each: bold is made of it by a stroke, italic is upright.
    """

    REGULAR = "NotoSans-Regular"
    BOLD = "NotoSans-Bold"
    ITALIC = "NotoSans-Italic"


@cache
def font_coverage() -> "Printable":
    """Code points that some shipped font can print, or that choose a form in a text and print nothing themselves.

    Control characters are not among them. No font is opened, and the list of the scripts beyond Latin, Greek and
    Cyrillic is read when a character of theirs is asked for.
    """
    from takedown.rendering.setting.coverage import Printable

    return Printable()
