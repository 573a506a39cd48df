"""The shipped faces: what they can print, and how wide it is.

Coverage is read from the font files alone, so that checks need no PDF library.
"""

import struct
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cache
from unicodedata import category

from takedown import resources
from takedown.errors import LetterError

_WINDOWS_UNICODE = (3, 1)
_SEGMENTS = 4
_SHORT = 2
_END_CODES = 14
BREAKS = " \t\r\n"
"""Where a line may break. Any other space (U+00A0, U+202F) is printed and holds its words together."""


class Face(StrEnum):
    """A shipped face; the value is the stem of its file."""

    REGULAR = "NotoSans-Regular"
    BOLD = "NotoSans-Bold"
    ITALIC = "NotoSans-Italic"


@cache
def font_coverage() -> frozenset[int]:
    """Code points that every shipped face can print, without control characters, which print nothing."""
    common = frozenset.intersection(*(_mapped(face) for face in Face))
    return frozenset(code for code in common if category(chr(code)) != "Cc")


@cache
def char_widths(face: Face) -> Mapping[int, float]:
    """Width of each code point in thousandths of the font size; makes the face known to ReportLab."""
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    font = TTFont(face.value, str(resources.font(face.value)))
    registerFont(font)
    widths: Mapping[int, float] = font.face.charWidths
    return widths


def require_glyphs(texts: Iterable[str]) -> None:
    """Raise LetterError naming each character without a glyph: ReportLab would leave it out in silence."""
    allowed = font_coverage().union(map(ord, BREAKS))
    missing: dict[str, str] = {}
    for text in texts:
        for character in text:
            if ord(character) not in allowed:
                missing.setdefault(character, text)
    if not missing:
        return
    names = ", ".join(map(_spelled, missing))
    where = "".join(c if c.isprintable() else f"\\u{{{ord(c):04X}}}" for c in next(iter(missing.values())))
    raise LetterError(
        f"the letter has characters that its font cannot print: {names} in '{where}'",
        hint="write the name in Latin, Greek or Cyrillic letters, the way your distributor shows it",
    )


def _spelled(character: str) -> str:
    code = f"U+{ord(character):04X}"
    return f"'{character}' ({code})" if character.isprintable() else code


def _mapped(face: Face) -> frozenset[int]:
    """Code points with a glyph, from the font's `cmap` table (OpenType 1.9, "cmap")."""
    data = resources.font(face.value).read_bytes()
    table = _table(data, b"cmap")
    (count,) = struct.unpack_from(">H", data, table + 2)
    for platform, encoding, offset in struct.iter_unpack(">HHL", data[table + 4 : table + 4 + 8 * count]):
        if (platform, encoding) == _WINDOWS_UNICODE:
            return frozenset(_format_4(data, table + offset))
    raise LetterError(f"the font {face} has no Unicode character map", hint="install the package again")


def _table(data: bytes, tag: bytes) -> int:
    """Offset of a table in a font file."""
    (count,) = struct.unpack_from(">H", data, 4)
    entries = struct.iter_unpack(">4sLLL", data[12 : 12 + 16 * count])
    return next(int(offset) for name, _, offset, _ in entries if name == tag)


def _format_4(data: bytes, start: int) -> Iterator[int]:
    """Code points of a format 4 subtable: runs with a delta, or with a place in a list of glyphs."""
    form, _, _, doubled = struct.unpack_from(">HHHH", data, start)
    if form != _SEGMENTS:
        raise LetterError(
            f"the font's character map has format {form}, not 4", hint="install the package again"
        )
    shorts = f">{doubled // _SHORT}H"
    ends_at = start + _END_CODES
    ranges_at = ends_at + 2 + 3 * doubled
    ends = struct.unpack_from(shorts, data, ends_at)
    starts = struct.unpack_from(shorts, data, ends_at + 2 + doubled)
    deltas = struct.unpack_from(shorts, data, ends_at + 2 + 2 * doubled)
    offsets = struct.unpack_from(shorts, data, ranges_at)
    for i, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code in range(first, last + 1):
            place = ranges_at + _SHORT * (i + code - first) + offset
            glyph = struct.unpack_from(">H", data, place)[0] if offset else (code + delta) & 0xFFFF
            if glyph:
                yield code
