"""What the shipped fonts can print, read from an index beside them; no font is opened to know it.

Most names need the first line of the index alone, so the lines of the script fonts are read when a character
outside Noto Sans occurs.
"""

from bisect import bisect_right
from functools import cache, lru_cache
from unicodedata import normalize

from takedown import resources

BASE = "NotoSans"
EMOJI = "NotoEmoji-Regular"
CJK = "WenQuanYiMicroHei-Regular"
_INDEX = "coverage.txt"

#: Joiners spell Persian and Indic words, variation selectors choose a form, marks of direction order a line: they
#: print nothing by themselves and may stand in any text (Unicode 16, section 23; default ignorable).
SILENT = frozenset({0x200C, 0x200D, 0x200E, 0x200F, 0x061C, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)})
#: Parts of Hangul syllables of today. A font has the syllables; the shaper puts the parts together.
JAMO = frozenset({*range(0x1100, 0x1113), *range(0x1161, 0x1176), *range(0x11A8, 0x11C3)})


class Ranges:
    """Code points of one font, as ranges: made in an instant, asked by bisection."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, written: list[str]) -> None:
        pairs = [each.partition("-") for each in written]
        self._starts = [int(first, 16) for first, _, _ in pairs]
        self._ends = [int(last or first, 16) for first, _, last in pairs]

    def __contains__(self, code: object) -> bool:
        if not isinstance(code, int):
            return False
        place = bisect_right(self._starts, code) - 1
        return place >= 0 and code <= self._ends[place]

    def codes(self) -> frozenset[int]:
        """Every code point."""
        pairs = zip(self._starts, self._ends, strict=True)
        return frozenset(code for first, last in pairs for code in range(first, last + 1))


class Printable:
    """Code points that some shipped font can print: what a check of names is given as its coverage."""

    __slots__ = ()

    def __contains__(self, code: object) -> bool:
        return isinstance(code, int) and (code in base() or _anywhere(code))


@cache
def base() -> frozenset[int]:
    """Code points that all three faces of Noto Sans can print, without control characters, which print nothing."""
    return Ranges(_line(0)).codes()


@cache
def scripts() -> dict[str, Ranges]:
    """The other fonts in order of preference, by the stem of their files."""
    lines = [line.split() for line in _lines()[1:]]
    return {line[0]: Ranges(line[1:]) for line in lines}


@lru_cache(maxsize=8192)
def fonts_with(code: int) -> tuple[str, ...]:
    """Fonts that can print a code point, best first; Noto Sans is called `NotoSans` whatever the face."""
    found = tuple(name for name, ranges in scripts().items() if code in ranges)
    return (BASE, *found) if code in base() else found


@lru_cache(maxsize=8192)
def _anywhere(code: int) -> bool:
    if code in SILENT or code in JAMO:
        return True
    if fonts_with(code):
        return True
    composed = normalize("NFC", chr(code))
    # A canonical singleton is the same character: U+212B is Å, U+F900 is 豈.
    return len(composed) == 1 and ord(composed) != code and bool(fonts_with(ord(composed)))


def _line(number: int) -> list[str]:
    return _lines()[number].split()[1:]


@cache
def _lines() -> list[str]:
    index = resources.font(BASE + "-Regular").with_name(_INDEX)
    return index.read_text(encoding="ascii").splitlines()
