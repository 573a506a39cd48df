"""Paper sizes, and where on a sheet the text stands. Lengths are points."""

import re
from typing import NamedTuple

from takedown.rendering.paper import Paper

SIDE = 68.0
TOP = 54.0
BOTTOM = 70.0
FOOTER_AT = 40.0
_USA = re.compile(r"(?:\bUSA|\bU\.S\.A\.|\bUnited States(?: of America)?)$")


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


def sheet_for(paper: Paper) -> Sheet:
    """US Letter for a recipient in the USA, else A4. Where the recipient has no postal lines the sender's count."""
    return (
        LETTER
        if any(_USA.search(line.strip()) for line in (*paper.sender_lines, *paper.recipient_lines))
        else A4
    )
