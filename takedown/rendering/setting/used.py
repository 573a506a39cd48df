"""Showing lines of text on the pages of a document, so that a reader gets back what was given.

How a PDF says the text of its glyphs was tried on pdftotext 22.12 (poppler), PDFium, MuPDF 1.21 and 1.27:

- A line is written in the order it is read, not as it lies on the page: Tagged PDF asks for it (ISO 32000-1,
  14.8.2.3), a reader that follows the tags has nothing to turn round, and those that sort by place do not mind.
- One glyph for one unit needs ToUnicode alone, which may hold several characters (a family of emoji).
  PDFium loses emoji that stand in ActualText.
- Left to right, glyphs that are moved or divided (Indic, Thai, marks) need ActualText for the whole run: given
  for each word or letter, readers put blanks between the pieces.
- Right to left, it is the other way round: poppler and PDFium turn such words by themselves, and would turn the
  ActualText of a word as well. So letters go by ToUnicode, and only a letter with marks has ActualText, as it is
  read. (Those two then give the marks before the letter, and brackets the wrong way round; what they expect would
  be wrong by the standard and for a screen reader.) N'Ko and Adlam they do not turn: those have ActualText.
"""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from operator import eq
from struct import pack

from takedown.rendering.fonts import Face
from takedown.rendering.setting.coverage import scripts
from takedown.rendering.setting.faces import EM, Font, blank_of, shaper, silent_of
from takedown.rendering.setting.letters import glyphs_of
from takedown.rendering.setting.shaping import GlyphRun, Unit, set_text

FILLER = "\u200b"
"""Stands for a glyph that is part of another's unit: PDF/A-3a wants a mapping of every glyph (6.2.11.7)."""
LAM = "\u0644"
_UNSEEN = 8
"""A lift so small that no eye sees it: less than a tenth of a point in a title."""
_STROKE = 0.03
"""Width of the line that makes a regular face bold, as a share of the font size."""
_NOT_TURNED = ("\u07c0", "\u07ff"), ("\U0001e900", "\U0001e95f")


@cache
def resource(font: Font) -> str:
    """The name of a font in the resources of a page: the same in all documents."""
    faces = list(Face)
    known = font.name in faces  # then the index of the other fonts is not read
    return f"S{faces.index(Face(font.name)) if known else len(faces) + list(scripts()).index(font.name):02}"


class Used:
    """What a document has used of each font, and what its glyphs stand for."""

    __slots__ = ("_meant",)

    def __init__(self) -> None:
        self._meant: dict[Font, dict[int, str]] = {}

    def show(self, text: str, face: Face, size: float) -> str:
        """Operators that show one line of text from the current point, for use between BT and ET.

        `size` is the font size in points. Afterwards the pen stands behind the line; font, colour of strokes and
        mode of text are to be set again by who shows something else: the mode is left at fill.
        """
        return (self._letters(text, face, size) or self._line(set_text(text, face), size)) if text else ""

    def _letters(self, text: str, face: Face, size: float) -> str:
        """Show letters that stand alone, nearly all text there is; empty where something else is among them."""
        glyphs, written = _letters(text, face)
        if not glyphs:
            return ""
        font = Font(face.value)
        meant = self._meant.setdefault(font, {})
        if not all(map(eq, map(meant.setdefault, glyphs, text), text)):
            return ""
        return f"/{resource(font)} {size:g} Tf\n{written}"

    def _line(self, runs: Sequence[GlyphRun], size: float) -> str:
        begins = list(accumulate((run.width for run in runs), initial=0))
        made, pen = [], 0
        for place in sorted(range(len(runs)), key=lambda each: runs[each].start):
            made.append(f"/{resource(runs[place].font)} {size:g} Tf")
            made.append(_moved(begins[place] - pen))
            made.append(self._run(runs[place], size))
            pen = begins[place + 1]
        made.append(_moved(begins[-1] - pen))
        return "\n".join(filter(None, made))

    def fonts(self) -> tuple[Font, ...]:
        """Fonts in the order they were first used."""
        return tuple(self._meant)

    def glyphs(self, font: Font) -> frozenset[int]:
        """Glyph ids for `font_program`."""
        return frozenset(self._meant.get(font, ()))

    def to_unicode(self, font: Font) -> dict[int, str]:
        """The text of each glyph, by glyph id, for a ToUnicode map."""
        return dict(sorted(self._meant.get(font, {}).items()))

    def _run(self, run: GlyphRun, size: float) -> str:
        spoken = [self._needs_words(run, unit) for unit in run.units]
        if run.leftward and not _is_left_alone(run.text):
            body = _backward(run, spoken, size)
        elif any(spoken) or run.leftward:
            body = _span(run.text, _glyphs(run, 0, len(run.glyphs), size))
        else:
            body = _glyphs(run, 0, len(run.glyphs), size)
        return f"2 Tr {size * _STROKE:.3f} w\n{body}\n0 Tr" if run.emboldened else body

    def _needs_words(self, run: GlyphRun, unit: Unit) -> bool:
        """Note what the glyphs of a unit stand for; true where the page must say the text with ActualText.

        One glyph may stand for two texts, of which ToUnicode has one: é in one code point and in two, a form that
        two Arabic letters share.
        """
        meant = self._meant.setdefault(run.font, {})
        alone = run.stands_alone(unit)
        text = unit.text
        if run.leftward and alone and _is_lam_alef(text):
            meant[silent_of(run.font)], text = LAM, text[1]
        for glyph, meaning in zip(
            run.glyphs[unit.first : unit.end], run.meanings[unit.first : unit.end], strict=True
        ):
            if meant.get(glyph, FILLER) == FILLER:
                meant[glyph] = (not run.leftward and meaning) or FILLER
        if run.leftward:
            meant.setdefault(blank_of(run.font).glyph, " ")
        if alone and meant[run.glyphs[unit.first]] == FILLER:
            meant[run.glyphs[unit.first]] = text
        return not alone or meant[run.glyphs[unit.first]] != text


@lru_cache(maxsize=512)  # the letters of one artist list the same recordings
def _letters(text: str, face: Face) -> tuple[tuple[int, ...], str]:
    """The glyphs of letters that stand alone, and the operator that shows them; nothing where another is among them."""
    try:
        glyphs = tuple(map(glyphs_of(face).__getitem__, text))
    except KeyError:
        return (), ""
    return glyphs, f"<{pack(f'>{len(glyphs)}H', *glyphs).hex()}>Tj"


def _backward(run: GlyphRun, spoken: Sequence[bool], size: float) -> str:
    """The units of a run in the order they are read, each at its place: the pen goes back before each."""
    begins = list(accumulate(run.advances, initial=0))
    made, pen = [], 0
    for unit, is_spoken in zip(run.units, spoken, strict=True):
        made.append(_moved(begins[unit.first] - pen))
        if _is_lam_alef(unit.text) and not is_spoken:
            made.append(_lam_alef(run, unit))
        elif is_spoken:
            made.append(_span(unit.text, _framed(run, unit, begins, size)))
        else:
            made.append(_glyphs(run, unit.first, unit.end, size))
        pen = begins[unit.end]
    made.append(_moved(begins[-1] - pen))
    return "\n".join(filter(None, made))


def _is_lam_alef(text: str) -> bool:
    return len(text) == len("لا") and text[0] == LAM


def _lam_alef(run: GlyphRun, unit: Unit) -> str:
    """The one glyph of lam and alef stands for alef, after an empty glyph that stands for lam where lam is seen.

    Readers turn the letters of a word one by one: of a glyph for two letters they make alef before lam. Poppler and
    MuPDF read this right, and so does who follows the content; PDFium alone still has the two the other way round.
    """
    wide, silent = run.advances[unit.first], silent_of(run.font)
    there = wide - shaper(run.font).get_glyph_h_advance(silent)
    back = wide
    return f"[{-there}<{silent:04x}>{back}<{run.glyphs[unit.first]:04x}>]TJ"


def _framed(run: GlyphRun, unit: Unit, begins: Sequence[int], size: float) -> str:
    """A letter with its marks: first the letter, last a blank that ends where the letter ends.

    To poppler a stretch with ActualText reaches from the start of its first glyph to the end of its last; with a
    mark in either place it would find gaps, and put blanks between the letters of a word.
    """
    blank = blank_of(run.font)
    made: list[str] = []
    shown, pen, lifted = "", begins[unit.first], 0
    for place in sorted(range(unit.first, unit.end), key=lambda each: -run.advances[each]):
        right, up = run.offsets[place] if run.offsets else (0, 0)
        if abs(up - lifted) > _UNSEEN:
            made += [*_lines(shown, 0), f"{up * size / EM:.3f} Ts"]
            shown, lifted = "", up
        at = begins[place] + right
        shown += (f"{pen - at}" if at != pen else "") + f"<{run.glyphs[place]:04x}>"
        pen = at + run.widths[place]
    if lifted:
        made += [*_lines(shown, 0), "0 Ts"]
        shown = ""
    shown += f"{pen - begins[unit.end] + blank.width}<{blank.glyph:04x}>"
    return "\n".join([*made, *_lines(shown, 0)])


def _glyphs(run: GlyphRun, first: int, end: int, size: float) -> str:
    """Show glyphs `first` to `end` from left to right (ISO 32000-1, 9.4.3): TJ moves the pen, Ts lifts it."""
    made: list[str] = []
    shown, lifted, shift = "", 0, 0
    for place in range(first, end):
        right, up = run.offsets[place] if run.offsets else (0, 0)
        if up != lifted:
            made += _lines(shown, shift)
            made.append(f"{up * size / EM:.3f} Ts")
            shown, lifted, shift = "", up, 0
        shift += right
        shown += (f"{-shift}" if shift else "") + f"<{run.glyphs[place]:04x}>"
        shift = run.advances[place] - run.widths[place] - right
    made += _lines(shown, shift)
    if lifted:
        made.append("0 Ts")
    return "\n".join(made)


def _lines(shown: str, shift: int) -> Iterable[str]:
    if shown:
        joined = shown.replace("><", "")
        yield f"[{joined}{-shift if shift else ''}]TJ"


def _moved(by: int) -> str:
    return f"[{-by}]TJ" if by else ""


def _span(text: str, body: str) -> str:
    return f"/Span <</ActualText <FEFF{text.encode('utf-16-be').hex().upper()}>>> BDC\n{body}\nEMC"


def _is_left_alone(text: str) -> bool:
    return any(first <= character <= last for character in text for first, last in _NOT_TURNED)
