"""A line of text as glyphs: a font for each part, shaped by HarfBuzz, in the order it is seen."""

from bisect import bisect_right
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from takedown.errors import LetterError
from takedown.patterns import pattern
from takedown.rendering.fonts import Face
from takedown.rendering.setting.choosing import Part, missing_characters, parts
from takedown.rendering.setting.clusters import clusters
from takedown.rendering.setting.coverage import BASE, JAMO
from takedown.rendering.setting.faces import Font, mapped, shaper
from takedown.rendering.setting.jamo import with_single_jamo
from takedown.rendering.setting.letters import are_letters
from takedown.rendering.setting.order import Stretch, stretches

#: All of Windows-1252 but the soft hyphen, which is seen at the end of a line only.
_PLAIN = pattern("[\x20-\x7e\xa0-\xac\xae-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]*")
_FEATURES = {"kern": False}
"""Letters keep their widths: PDFium takes letters drawn together for pieces of different lines."""
_BASE_FEATURES = {"kern": False, "liga": False, "clig": False}
"""A title with one foreign letter looks like its neighbours, which are drawn letter by letter."""


class Unit(NamedTuple):
    """What a reader takes for one character: its text, and its glyphs `first` to `end` of the run."""

    text: str
    first: int
    end: int


class GlyphRun(NamedTuple):
    """A stretch of one font; glyphs from left to right as seen, measures in thousandths of the font size.

    `start` is the place of its text in the line. `widths` are the font's own, `advances` say where the next glyph
    stands, `offsets` is () where all are zero. `units` are in the order they are read.
    """

    font: Font
    start: int
    text: str
    glyphs: tuple[int, ...]
    widths: tuple[int, ...]
    advances: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]
    units: tuple[Unit, ...]
    meanings: tuple[str, ...]
    """The text of each glyph that stands for a text by itself, "" for the others."""
    leftward: bool
    emboldened: bool

    @property
    def width(self) -> int:
        """How far the pen goes."""
        return sum(self.advances)

    def stands_alone(self, unit: Unit) -> bool:
        """Whether a unit is one glyph in its usual place: then a map from glyph to text says it all."""
        return unit.end - unit.first == 1 and (not self.offsets or self.offsets[unit.first] == (0, 0))


def is_plain(text: str) -> bool:
    """Whether a text is all Windows-1252, which a page shows byte by byte."""
    return _PLAIN.fullmatch(text) is not None


@lru_cache(maxsize=256)
def set_text(text: str, face: Face) -> tuple[GlyphRun, ...]:
    """Set a line of text in a left-to-right paragraph. Raises LetterError for what no font can print."""
    if not text:
        return ()
    if are_letters(text):
        return (_letter_by_letter(text, face),)
    _require(text)
    made: list[GlyphRun] = []
    for stretch in stretches(text):
        found = [_shaped(text, stretch, part, face) for part in parts(text[stretch.start : stretch.end])]
        made += reversed(found) if stretch.leftward else found
    return tuple(made)


@lru_cache(maxsize=256)
def text_width(text: str, face: Face) -> int:
    """The width of a line of text in thousandths of the font size."""
    return sum(run.width for run in set_text(text, face))


def _require(text: str) -> None:
    missing = missing_characters(text)
    if missing:
        named = ", ".join(_spelled(each) for each in missing)
        where = "".join(each if each.isprintable() else f"\\u{{{ord(each):04X}}}" for each in text)
        raise LetterError(
            f"the letter has characters that no font of the program can print: {named} in '{where}'",
            hint="write the name in letters that can be printed, as it stands at your distributor",
        )


def _spelled(character: str) -> str:
    code = f"U+{ord(character):04X}"
    return f"'{character}' ({code})" if character.isprintable() else code


def _letter_by_letter(text: str, face: Face) -> GlyphRun:
    font = Font(face.value)
    known = mapped(font)
    glyphs = tuple(known.glyph(ord(each)) for each in text)
    widths = tuple(known.width(glyph) for glyph in glyphs)
    units = tuple(Unit(each, place, place + 1) for place, each in enumerate(text))
    return GlyphRun(
        font, 0, text, glyphs, widths, widths, (), units, tuple(text), leftward=False, emboldened=False
    )


def _shaped(line: str, stretch: Stretch, part: Part, face: Face) -> GlyphRun:
    """Shape one part of a stretch. HarfBuzz returns glyphs from left to right in both directions."""
    import uharfbuzz as hb

    is_base = part.font == BASE
    font = Font(face.value if is_base else part.font)
    start = stretch.start + part.start
    text = line[start : stretch.start + part.end]
    buffer = hb.Buffer()
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_str(with_single_jamo(text))
    buffer.guess_segment_properties()
    if not JAMO.isdisjoint(map(ord, text)):  # behind a Chinese character they would not be put together
        buffer.script = "Hang"
    buffer.direction = "rtl" if stretch.leftward else "ltr"
    buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
    hb.shape(shaper(font), buffer, _BASE_FEATURES if is_base else _FEATURES)
    infos, positions = buffer.glyph_infos, buffer.glyph_positions
    glyphs = tuple(info.codepoint for info in infos)
    if 0 in glyphs:
        raise LetterError(
            f"the font {font.name} lacks a glyph for '{text}'", hint="write it in other letters"
        )
    return GlyphRun(
        font=font,
        start=start,
        text=text,
        glyphs=glyphs,
        widths=tuple(shaper(font).get_glyph_h_advance(glyph) for glyph in glyphs),
        advances=tuple(each.x_advance for each in positions),
        offsets=_offsets([(each.x_offset, each.y_offset) for each in positions]),
        units=_units(text, [info.cluster for info in infos]),
        meanings=_meanings(text, [info.cluster for info in infos]),
        leftward=stretch.leftward,
        emboldened=face is Face.BOLD and not is_base,
    )


def _offsets(found: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    return tuple(found) if any(x or y for x, y in found) else ()


def _meanings(text: str, places: list[int]) -> tuple[str, ...]:
    """What the shaper gave one glyph, by itself. Where it moved glyphs past each other, they share a place."""
    count = Counter(places)
    begins = sorted(count)
    ends = dict(pairwise([*begins, len(text)]))
    return tuple(text[place : ends[place]] if count[place] == 1 else "" for place in places)


def _units(text: str, places: list[int]) -> tuple[Unit, ...]:
    """Join glyphs that the shaper or the reader takes together. `places` never turn back in either direction."""
    if not places:
        return ()
    foremost = min(places)  # what stands before it has no glyph, and stays with the one that has
    cuts = sorted(
        cut for cut in {start for start, _ in clusters(text)}.intersection(places) if cut > foremost
    )
    inside: list[list[int]] = [[] for _ in range(len(cuts) + 1)]
    for number, place in enumerate(places):
        inside[bisect_right(cuts, place)].append(number)
    return tuple(
        Unit(text[start:end], numbers[0], numbers[-1] + 1)
        for (start, end), numbers in zip(pairwise([0, *cuts, len(text)]), inside, strict=True)
    )
