"""Setting text as glyphs: every script the shipped fonts have, in the order it is read, with a way back to the text.

Text of Windows-1252 (`is_plain`) needs nothing of this but widths. Latin, Greek and Cyrillic go letter by letter
without HarfBuzz; it is loaded, like python-bidi and the other fonts, by the first name that needs it.
"""

from takedown.rendering.fonts import BREAKS, Face
from takedown.rendering.setting.breaking import breaks
from takedown.rendering.setting.choosing import missing_characters
from takedown.rendering.setting.clusters import clusters
from takedown.rendering.setting.faces import EM, Font
from takedown.rendering.setting.letters import Widths
from takedown.rendering.setting.programs import (
    Metrics,
    advances,
    base_program,
    base_widths,
    font_program,
    metrics,
)
from takedown.rendering.setting.shaping import GlyphRun, is_plain, set_text, text_width
from takedown.rendering.setting.used import Used, resource

__all__ = [
    "BREAKS",
    "EM",
    "Face",
    "Font",
    "GlyphRun",
    "Metrics",
    "Used",
    "Widths",
    "advances",
    "base_program",
    "base_widths",
    "breaks",
    "clusters",
    "font_program",
    "is_plain",
    "metrics",
    "missing_characters",
    "resource",
    "set_text",
    "text_width",
]
