"""Font programs as a PDF embeds them: cut down to the glyphs in use, with what a font descriptor says of them.

Glyphs keep their numbers, so a page names them by the numbers the shaper gave (Identity-H, CIDToGIDMap Identity;
ISO 32000-1, 9.7.4). Layout tables go: on a page the shaping is done.
"""

import struct
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from takedown import resources
from takedown.rendering.fonts import Face
from takedown.rendering.setting.faces import EM, Font, data, mapped, shaper, table

if TYPE_CHECKING:
    import uharfbuzz as hb

_CP1252 = range(32, 256)
_READ_AS = {"\u00a0": " ", "\u00ad": "-", "\x7f": "•", "\ufffd": "•"}
_BOLD_WEIGHT = 700
_STEM_REGULAR, _STEM_BOLD = 80, 140
_SHARE_OF_ASCENT = 0.7
#: What a program in a PDF has no use for (ISO 32000-1, 9.9: glyf, head, hhea, hmtx, loca, maxp and what hints need).
_DROPPED = ("GSUB", "GPOS", "GDEF", "OS/2", "cmap", "name", "post", "MATH", "kern", "meta", "vhea", "vmtx")

#: How often each font was cut in this process; more often than this, it pays to prepare it.
_CUT: Counter[Font] = Counter()
_OFTEN = 30


class Metrics(NamedTuple):
    """What a font descriptor says (ISO 32000-1, table 122), in thousandths of the font size."""

    ascent: int
    descent: int
    cap_height: int
    bbox: tuple[int, int, int, int]
    italic_angle: int
    stem: int


def font_program(font: Font, glyphs: frozenset[int]) -> bytes:
    """A TrueType program with these glyphs under their own numbers, and `.notdef`."""
    import uharfbuzz as hb

    plan = hb.SubsetInput()
    plan.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    plan.glyph_set.update(glyphs | {0})
    plan.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in _DROPPED)
    made: bytes = hb.subset(_face(font), plan).blob.data
    return made


def _face(font: Font) -> "hb.Face":
    """The font to cut from. What is prepared for it is cut ten times as fast, and that takes as long as 30 cuts.

    The program is the same either way.
    """
    _CUT[font] += 1
    return _prepared(font) if _CUT[font] > _OFTEN else _opened(font)


@cache
def _opened(font: Font) -> "hb.Face":
    import uharfbuzz as hb

    return hb.Face(data(font))


@cache
def _prepared(font: Font) -> "hb.Face":
    import uharfbuzz as hb

    return hb.subset_preprocess(_opened(font))


def advances(font: Font, glyphs: Iterable[int]) -> dict[int, int]:
    """The width of each glyph, for the array `W` of a CIDFont."""
    if font.name in set(Face):
        known = mapped(font)
        return {glyph: known.width(glyph) for glyph in sorted(glyphs)}
    known_to_shaper = shaper(font)
    return {glyph: known_to_shaper.get_glyph_h_advance(glyph) for glyph in sorted(glyphs)}


@cache
def metrics(font: Font) -> Metrics:
    """Measures of a font from its tables `head`, `hhea`, `OS/2` and `post`."""
    file = data(font)
    head, hhea, os2, post = (table(file, tag) for tag in (b"head", b"hhea", b"OS/2", b"post"))
    (upem,) = struct.unpack_from(">H", file, head + 18)

    def scaled(units: int) -> int:
        return round(units * EM / int(upem))

    left, bottom, right, top = struct.unpack_from(">4h", file, head + 36)
    ascent, descent = struct.unpack_from(">hh", file, hhea + 4)
    (version,) = struct.unpack_from(">H", file, os2)
    (weight,) = struct.unpack_from(">H", file, os2 + 4)
    (angle,) = struct.unpack_from(">l", file, post + 4)
    cap_height = struct.unpack_from(">h", file, os2 + 88)[0] if version >= 2 else 0  # noqa: PLR2004
    return Metrics(
        ascent=scaled(ascent),
        descent=scaled(descent),
        cap_height=scaled(cap_height) or round(scaled(ascent) * _SHARE_OF_ASCENT),
        bbox=(scaled(left), scaled(bottom), scaled(right), scaled(top)),
        italic_angle=round(angle / 65536),
        stem=_STEM_BOLD if weight >= _BOLD_WEIGHT else _STEM_REGULAR,
    )


@cache
def base_program(face: Face) -> bytes:
    """A face of Noto Sans cut down to Windows-1252 with its map of characters: made beforehand, ready to embed."""
    return resources.font(f"base/{face.value}").read_bytes()


@cache
def base_widths(face: Face) -> tuple[int, ...]:
    """Widths for the codes 32 to 255 of WinAnsiEncoding (ISO 32000-1, annex D.2, with its footnotes)."""
    known = mapped(Font(face.value))
    return tuple(known.width(known.glyph(ord(character))) for character in _win_ansi())


@cache
def _win_ansi() -> tuple[str, ...]:
    """The character of each code: U+00A0 is a space, U+00AD a hyphen, and what is not in use a bullet."""
    characters = bytes(_CP1252).decode("cp1252", "replace")
    return tuple(_READ_AS.get(character, character) for character in characters)
