"""Text broken into lines before anything is drawn. Text is never parsed as markup, so a title cannot become one.

Lengths are points.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from takedown.rendering.setting import BREAKS, Face, Widths, breaks, clusters, text_width

_BREAK = re.compile(f"[{BREAKS}]+")
CAPITALS_MIDDLE = 0.36
"""How far below the middle of its line a baseline lies, per font size: the middle of Noto's capitals."""
_ROUNDING = 0.01
"""A column made as wide as its text must hold it, whatever the order in which floats were added."""


class Style:
    """A face in one size; `ink` is a grey from 0 (black) to 1 (white). Two styles are the same only if they are one."""

    __slots__ = ("baseline", "face", "ink", "leading", "letters", "size")

    def __init__(self, *, size: float, leading: float, face: Face = Face.REGULAR, ink: float = 0.1) -> None:
        self.face = face
        self.size = size
        self.leading = leading
        self.ink = ink
        self.baseline = leading / 2 + CAPITALS_MIDDLE * size
        """From the top of a line to its baseline."""
        self.letters = Widths(face, size)
        """The width in points of each letter that stands alone."""

    def sized(self, size: float) -> "Style":
        """The same in another size."""
        return _sized(self, size)

    def faced(self, face: Face) -> "Style":
        """The same in another face."""
        return Style(face=face, size=self.size, leading=self.leading, ink=self.ink)


@lru_cache(maxsize=256)  # its widths are found once
def _sized(style: Style, size: float) -> Style:
    return Style(face=style.face, size=size, leading=style.leading, ink=style.ink)


class Span(NamedTuple):
    """A stretch of text in one style; `link` is the address it leads to."""

    text: str
    style: Style
    link: str = ""


TextLine = tuple[Span, ...]


class _Piece(NamedTuple):
    """What is never divided: a word, or a part of one after which a line may break."""

    line: TextLine
    spaced: bool
    """A space stands before it."""


@lru_cache(maxsize=512)  # the letters of one run have their words, names and codes in common
def width(text: str, style: Style) -> float:
    """How wide a text is. Every character must have a glyph."""
    try:
        return sum(map(style.letters.__getitem__, text))
    except KeyError:  # not a text of single letters side by side
        return text_width(text, style.face) * style.size / 1000


def line_width(line: TextLine) -> float:
    """How wide a line is."""
    return sum(width(span.text, span.style) for span in line)


def break_lines(spans: Iterable[Span], limit: float) -> tuple[TextLine, ...]:
    """Lines no wider than `limit`; a word wider than a line is cut between characters.

    A line that ends between two words keeps its space, so that whoever reads the text on hears two words.
    """
    given = tuple(span for span in spans if span.text)
    if len(given) == 1 and is_one_line(given[0], limit):
        return (given,)
    return _broken(given, limit)


@lru_cache(maxsize=256)  # a letter says the same to many desks, but for its names
def _broken(spans: TextLine, limit: float) -> tuple[TextLine, ...]:
    lines: list[TextLine] = []
    current: list[Span] = []
    used = 0.0
    for piece in _pieces(spans):
        space = width(" ", current[-1].style) if current and piece.spaced else 0.0
        extent = line_width(piece.line)
        if current and piece.spaced:
            text, style, link = current[-1]
            current[-1] = Span(text + " ", style, link)
        if current and used + space + extent <= limit + _ROUNDING:
            current.extend(piece.line)
            used += space + extent
            continue
        if current:
            lines.append(_merged(current))
        *full, rest = _cut(piece.line, limit) if extent > limit + _ROUNDING else [piece.line]
        lines.extend(full)
        current, used = list(rest), line_width(rest)
    return (*lines, _merged(current)) if current else tuple(lines)


def is_one_line(span: Span, limit: float) -> bool:
    """Whether a span is one line as it is: so most cells of a schedule are."""
    return is_even(span.text) and width(span.text, span.style) <= limit + _ROUNDING


def is_even(text: str) -> bool:
    """Whether the spaces of a text are single, and between words."""
    is_uneven = "  " in text or text != text.strip(BREAKS) or "\t" in text or "\r" in text or "\n" in text
    return not is_uneven


def on_one_line(text: str, style: Style, limit: float) -> str:
    """As much of a text as has room, and an ellipsis."""
    if width(text, style) <= limit:
        return text
    lines = break_lines([Span(text, style)], limit - width("\u00a0…", style))
    return "".join(span.text for span in lines[0]).rstrip() + "\u00a0…"


def shrink(text: str, style: Style, limit: float, *, smallest: float) -> Style:
    """Make the style as small as the longest word needs, but not smaller than `smallest`."""
    widest = max((width(word, style) for word in _BREAK.split(text)), default=0.0)
    if widest <= limit:
        return style
    return style.sized(max(smallest, int(10 * style.size * limit / widest) / 10))


def _pieces(spans: Iterable[Span]) -> Iterator[_Piece]:
    for word in _words(spans):
        if len(word) > 1 or word[0].text.isascii():
            yield _Piece(word, spaced=True)
            continue
        (span,) = word
        places = (0, *breaks(span.text), len(span.text))
        for start, end in pairwise(places):
            yield _Piece((Span(span.text[start:end], span.style, span.link),), spaced=not start)


def _words(spans: Iterable[Span]) -> Iterator[TextLine]:
    """Words, each of one or more spans: a word may change its face in the middle."""
    word: list[Span] = []
    for text, style, link in spans:
        first, *others = _BREAK.split(text)
        if first:
            word.append(Span(first, style, link))
        for part in others:
            if word:
                yield tuple(word)
            word = [Span(part, style, link)] if part else []
    if word:
        yield tuple(word)


def _cut(word: TextLine, limit: float) -> list[TextLine]:
    """Cut a word between what a reader sees as characters, into parts no wider than the limit."""
    parts: list[list[Span]] = [[]]
    used = 0.0
    for span in word:
        for start, end in clusters(span.text):
            character = span.text[start:end]
            extent = width(character, span.style)
            if used and used + extent > limit:
                parts.append([])
                used = 0.0
            parts[-1].append(Span(character, span.style, span.link))
            used += extent
    return [_merged(part) for part in parts]


def _merged(spans: list[Span]) -> TextLine:
    """Neighbours of one style and link become one span."""
    merged: list[Span] = []
    for span in spans:
        if merged and merged[-1].style is span.style and merged[-1].link == span.link:
            merged[-1] = Span(merged[-1].text + span.text, span.style, span.link)
        else:
            merged.append(span)
    return tuple(merged)
