"""Lines, boxes and pages: text is broken and placed before anything is drawn, so "page x of y" is known.

Text is never parsed as markup, so a title cannot become one. Lengths are points; `y` grows downwards.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple
from unicodedata import combining

from takedown.errors import LetterError
from takedown.rendering.fonts import BREAKS, Face, char_widths

_BREAK = re.compile(f"[{BREAKS}]+")
CAPITALS_MIDDLE = 0.36
"""How far below the middle of its line a baseline lies, per font size: the middle of Noto's capitals."""
_ROUNDING = 0.01
"""A column made as wide as its text must hold it, whatever the order in which floats were added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A face in one size; `ink` is a grey from 0 (black) to 1 (white)."""

    face: Face = Face.REGULAR
    size: float
    leading: float
    ink: float = 0.1

    @property
    def baseline(self) -> float:
        """From the top of a line to its baseline."""
        return self.leading / 2 + CAPITALS_MIDDLE * self.size


class Span(NamedTuple):
    text: str
    style: Style


TextLine = tuple[Span, ...]


class Text(NamedTuple):
    """One line of text at its place inside a box: left edge and baseline."""

    x: float
    y: float
    line: TextLine


class Rule(NamedTuple):
    """A straight line inside a box."""

    x0: float
    y0: float
    x1: float
    y1: float
    weight: float
    ink: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """What is never divided between pages, as wide as the page's text. Texts are drawn in their order."""

    height: float
    texts: tuple[Text, ...] = ()
    rules: tuple[Rule, ...] = ()
    gap: float = 0.0
    """Space above, except at the top of a page."""
    keep: bool = False
    """Stays on one page with the next box."""
    table: bool = False
    """Wants the table's header on its page."""
    fill: float | None = None
    """Ink of the background."""
    bullet: float | None = None
    """Where a bullet stands before the first text. It is drawn, not typed: it is no word of the letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Boxes in a row. One that is `apart` begins a page, unless all of it fits or half the page is free."""

    boxes: tuple[Box, ...]
    apart: bool = False


class Placed(NamedTuple):
    top: float
    box: Box


Page = tuple[Placed, ...]


def width(text: str, style: Style) -> float:
    """How wide a text is. Every character must have a glyph (`require_glyphs`)."""
    widths = char_widths(style.face)
    return sum(widths[ord(character)] for character in text) * style.size / 1000


def line_width(line: TextLine) -> float:
    """How wide a line is."""
    return sum(width(*span) for span in line)


def break_lines(spans: Iterable[Span], limit: float) -> tuple[TextLine, ...]:
    """Lines no wider than `limit`, broken at spaces; a word wider than a line is cut between characters."""
    lines: list[TextLine] = []
    current: list[Span] = []
    used = 0.0
    for word in _words(spans):
        space = width(" ", current[-1].style) if current else 0.0
        extent = line_width(word)
        if current and used + space + extent <= limit + _ROUNDING:
            current[-1] = Span(current[-1].text + " ", current[-1].style)
            current.extend(word)
            used += space + extent
            continue
        if current:
            lines.append(_merged(current))
        *full, rest = _pieces(word, limit) if extent > limit + _ROUNDING else [word]
        lines.extend(full)
        current, used = list(rest), line_width(rest)
    return (*lines, _merged(current)) if current else tuple(lines)


def shrink(text: str, style: Style, limit: float, *, smallest: float) -> Style:
    """Make the style as small as the longest word needs, but not smaller than `smallest`."""
    widest = max((width(word, style) for word in _BREAK.split(text)), default=0.0)
    if widest <= limit:
        return style
    return replace(style, size=max(smallest, int(10 * style.size * limit / widest) / 10))


def stack(lines: Iterable[TextLine], *, x: float = 0.0, top: float = 0.0) -> tuple[Text, ...]:
    """Lines one below the other."""
    texts: list[Text] = []
    for line in lines:
        style = line[0].style
        texts.append(Text(x, top + style.baseline, line))
        top += style.leading
    return tuple(texts)


def paragraph(
    lines: tuple[TextLine, ...], *, x: float = 0.0, gap: float = 0.0, keep: bool = False
) -> tuple[Box, ...]:
    """One box a line; the first two and the last two stay together; with `keep` also with what follows."""
    last = len(lines) - 1
    return tuple(
        Box(
            height=line[0].style.leading,
            texts=stack([line], x=x),
            gap=0.0 if i else gap,
            keep=keep if i == last else i == 0 or i == last - 1,
        )
        for i, line in enumerate(lines)
    )


def paginate(sections: Iterable[Section], *, height: float, header: Box) -> tuple[Page, ...]:
    """Boxes on pages; `header` stands above the first table box of every page that has one."""
    pager = _Pager(height, header)
    for section in sections:
        needed = pager.needed(section.boxes)
        if section.apart and needed > pager.left and pager.left < height / 2:
            pager.turn()
        for group in _groups(section.boxes):
            if pager.needed(group) > pager.left:
                pager.turn()
            for box in group:
                pager.place(box)
    return pager.pages


class _Pager:
    """Where the next box goes."""

    def __init__(self, height: float, header: Box) -> None:
        self._height = height
        self._header = header
        self._pages: list[list[Placed]] = [[]]
        self._top = 0.0
        self._headed = False

    @property
    def pages(self) -> tuple[Page, ...]:
        return tuple(map(tuple, self._pages))

    @property
    def left(self) -> float:
        return self._height - self._top

    def needed(self, boxes: tuple[Box, ...]) -> float:
        total = sum(box.gap + box.height for box in boxes)
        if boxes and not self._top:
            total -= boxes[0].gap
        headed = self._headed or not any(box.table for box in boxes)
        return total if headed else total + self._header.gap + self._header.height

    def turn(self) -> None:
        if self._pages[-1]:
            self._pages.append([])
            self._top = 0.0
            self._headed = False

    def place(self, box: Box) -> None:
        if box.height > self._height - self._header.height:
            text = "".join(span.text for span in box.texts[0].line)
            raise LetterError(
                f"a part of the letter is longer than a page; it begins '{text}'",
                hint="shorten the address, the detail or the signature lines",
            )
        if self.needed((box,)) > self.left:
            self.turn()
        if box.table and not self._headed:
            self._headed = True
            self._put(self._header)
        self._put(box)

    def _put(self, box: Box) -> None:
        top = self._top + (box.gap if self._top else 0.0)
        self._pages[-1].append(Placed(top, box))
        self._top = top + box.height


def _groups(boxes: tuple[Box, ...]) -> Iterator[tuple[Box, ...]]:
    """Boxes that belong on one page."""
    group: list[Box] = []
    for box in boxes:
        group.append(box)
        if not box.keep:
            yield tuple(group)
            group = []
    if group:
        yield tuple(group)


def _words(spans: Iterable[Span]) -> Iterator[TextLine]:
    """Words, each of one or more spans: a word may change its face in the middle."""
    word: list[Span] = []
    for text, style in spans:
        first, *others = _BREAK.split(text)
        if first:
            word.append(Span(first, style))
        for part in others:
            if word:
                yield tuple(word)
            word = [Span(part, style)] if part else []
    if word:
        yield tuple(word)


def _pieces(word: TextLine, limit: float) -> list[TextLine]:
    """Cut a word between characters, never before a combining mark, into pieces no wider than the limit."""
    pieces: list[list[Span]] = [[]]
    used = 0.0
    for text, style in word:
        for character in text:
            extent = width(character, style)
            if used and used + extent > limit and not combining(character):
                pieces.append([])
                used = 0.0
            pieces[-1].append(Span(character, style))
            used += extent
    return [_merged(piece) for piece in pieces]


def _merged(spans: list[Span]) -> TextLine:
    """Neighbours of one style become one span."""
    merged: list[Span] = []
    for text, style in spans:
        if merged and merged[-1].style == style:
            merged[-1] = Span(merged[-1].text + text, style)
        else:
            merged.append(Span(text, style))
    return tuple(merged)
