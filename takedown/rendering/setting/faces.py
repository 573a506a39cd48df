"""Font files opened once per process: by HarfBuzz where text is shaped, by plain reading where it is not."""

import struct
from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from takedown import resources
from takedown.errors import LetterError

if TYPE_CHECKING:
    import uharfbuzz as hb

EM = 1000
"""Positions and widths are in thousandths of the font size, as in PDF (ISO 32000-1, 9.2.4)."""
_WINDOWS_UNICODE = (3, 1)
_SEGMENTS = 4
_END_CODES = 14


class Font(NamedTuple):
    """A shipped font file, by its stem."""

    name: str


@cache
def data(font: Font) -> bytes:
    """The file of a font."""
    return resources.font(font.name).read_bytes()


@cache
def shaper(font: Font) -> "hb.Font":
    """The font as HarfBuzz sees it, in thousandths of the font size."""
    import uharfbuzz as hb

    opened = hb.Font(hb.Face(data(font)))
    opened.scale = (EM, EM)
    return opened


class Blank(NamedTuple):
    """The space of a font."""

    glyph: int
    width: int


@cache
def blank_of(font: Font) -> Blank:
    """The space of a font; every shipped font has one."""
    known = shaper(font)
    glyph = known.get_nominal_glyph(ord(" "))
    return Blank(glyph, known.get_glyph_h_advance(glyph))


@cache
def silent_of(font: Font) -> int:
    """An empty glyph that no text uses for itself: that of the end of a line (U+000D)."""
    return int(shaper(font).get_nominal_glyph(ord("\r")))


@cache
def mapped(font: Font) -> "CharacterMap":
    """The characters and widths of a font, read without HarfBuzz."""
    return CharacterMap(data(font))


class CharacterMap:
    """Glyph and width of single characters, from the tables `cmap` and `hmtx` (OpenType 1.9).

    Codes are looked up one by one: a name needs twenty of three thousand.
    """

    __slots__ = ("_data", "_deltas", "_ends", "_metrics", "_offsets", "_places", "_starts", "_upem", "_wide")

    def __init__(self, data: bytes) -> None:
        self._data = data
        start = _unicode_map(data)
        (doubled,) = struct.unpack_from(">H", data, start + 6)
        shorts = f">{doubled // 2}H"
        at = start + _END_CODES
        self._ends = struct.unpack_from(shorts, data, at)
        self._starts = struct.unpack_from(shorts, data, at + 2 + doubled)
        self._deltas = struct.unpack_from(shorts, data, at + 2 + 2 * doubled)
        self._places = at + 2 + 3 * doubled
        self._offsets = struct.unpack_from(shorts, data, self._places)
        self._metrics = table(data, b"hmtx")
        (self._wide,) = struct.unpack_from(">H", data, table(data, b"hhea") + 34)
        (self._upem,) = struct.unpack_from(">H", data, table(data, b"head") + 18)

    def glyph(self, code: int) -> int:
        """The glyph of a code point, 0 where there is none."""
        segment = bisect_left(self._ends, code)
        if segment == len(self._ends) or code < self._starts[segment]:
            return 0
        offset = self._offsets[segment]
        if not offset:
            return (code + int(self._deltas[segment])) & 0xFFFF
        place = self._places + 2 * (segment + code - self._starts[segment]) + offset
        (glyph,) = struct.unpack_from(">H", self._data, place)
        return (int(glyph) + int(self._deltas[segment])) & 0xFFFF if glyph else 0

    def width(self, glyph: int) -> int:
        """The width of a glyph in thousandths of the font size."""
        (units,) = struct.unpack_from(">H", self._data, self._metrics + 4 * min(glyph, self._wide - 1))
        return round(int(units) * EM / int(self._upem))


def table(data: bytes, tag: bytes) -> int:
    """Offset of a table in a font file."""
    (count,) = struct.unpack_from(">H", data, 4)
    entries = struct.iter_unpack(">4sLLL", data[12 : 12 + 16 * count])
    return next(int(offset) for name, _, offset, _ in entries if name == tag)


def _unicode_map(data: bytes) -> int:
    """Where the format 4 subtable for Unicode begins."""
    start = table(data, b"cmap")
    (count,) = struct.unpack_from(">H", data, start + 2)
    for platform, encoding, offset in struct.iter_unpack(">HHL", data[start + 4 : start + 4 + 8 * count]):
        (form,) = struct.unpack_from(">H", data, start + offset)
        if (platform, encoding) == _WINDOWS_UNICODE and form == _SEGMENTS:
            return start + int(offset)
    raise LetterError("a font has no Unicode character map", hint="install the package again")
