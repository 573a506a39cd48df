"""Paper sizes, and where on a sheet the text stands. Lengths are points."""

from typing import NamedTuple

from takedown.rendering.paper import Format

SIDE = 68.0
TOP = 54.0
BOTTOM = 70.0
FOOTER_AT = 40.0


class Sheet(NamedTuple):
    """Paper size."""

    width: float
    height: float

    @property
    def text_width(self) -> float:
        """From the left edge of the text to its right edge."""
        return self.width - 2 * SIDE

    @property
    def text_height(self) -> float:
        """From the upper edge of the text to its lower edge."""
        return self.height - TOP - BOTTOM


A4 = Sheet(595.28, 841.89)
LETTER = Sheet(612.0, 792.0)


SHEETS = {Format.A4: A4, Format.LETTER: LETTER}
