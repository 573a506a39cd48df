"""Boxes drawn on pages: ink at its place, furniture around it."""

from collections.abc import Sequence
from typing import NamedTuple

from takedown.pictures import Picture
from takedown.rendering.paper import Paper
from takedown.rendering.pdf.boxes import Box, Lines, Page
from takedown.rendering.pdf.ink import FOOTER, HEADER, Ink
from takedown.rendering.pdf.lines import CAPITALS_MIDDLE, Span, Style, line_width
from takedown.rendering.pdf.sheets import FOOTER_AT, SIDE, TOP, Sheet
from takedown.rendering.pdf.specimen import specimen
from takedown.rendering.pdf.typefaces import Typefaces

DARKEN = b"/M"
"""Resource name of the state in which grey over black stays black (ISO 32000-1, 11.3.5.2: Multiply)."""
_FOOTER = Style(size=7.5, leading=10, ink=0.4)
_BULLET_RADIUS = 1.75
_ROUND = 0.5523
"""How far the handles of four curves lie from the ends of a quarter circle, per radius."""


class Place(NamedTuple):
    """What the reader's list of places leads to: a page, counted from 0, and a height on it."""

    title: str
    page: int
    y: float


class Drawn(NamedTuple):
    """Pages in ink, pictures in the order in which they were first drawn, and places."""

    pages: tuple[Ink, ...]
    pictures: tuple[Picture, ...]
    places: tuple[Place, ...]


def draw_pages(pages: Sequence[Page], paper: Paper, sheet: Sheet, typefaces: Typefaces) -> Drawn:
    """Draw every page with its furniture."""
    inks: list[Ink] = []
    pictures: dict[Picture, bytes] = {}
    places: list[Place] = []
    for number, page in enumerate(pages):
        ink = Ink(number, typefaces)
        covered = any(placed.box.image for placed in page)
        if paper.specimen and not covered:
            ink.shape(specimen(sheet.width, sheet.height))
        for top, box in page:
            y = sheet.height - TOP - top
            _draw_box(ink, box, y, sheet, pictures)
            if box.mark:
                places.append(Place(box.mark.title, number, y))
        if paper.specimen and covered:  # a picture would hide what is below it
            ink.shape(b"q %b gs %b Q" % (DARKEN, specimen(sheet.width, sheet.height)))
        _draw_footer(ink, paper, sheet, paper.furniture.page.format(page=number + 1, pages=len(pages)))
        inks.append(ink)
    return Drawn(tuple(inks), tuple(pictures), tuple(places))


def _draw_footer(ink: Ink, paper: Paper, sheet: Sheet, number: str) -> None:
    x = SIDE
    for text in paper.furniture.footer:
        line = (Span(text, _FOOTER),)
        ink.text(x, FOOTER_AT, line, FOOTER)
        x += line_width(line) + 18
    last = (Span(number, _FOOTER),)
    ink.text(sheet.width - SIDE - line_width(last), FOOTER_AT, last, FOOTER)


def _draw_box(ink: Ink, box: Box, top: float, sheet: Sheet, pictures: dict[Picture, bytes]) -> None:
    """Draw a box whose upper edge is `top`, measured from the lower edge of the sheet."""
    if box.fill is not None:
        edges = (SIDE, top - box.height, sheet.text_width, box.height)
        ink.shape(b"q %.2f g %.2f %.2f %.2f %.2f re f Q" % (box.fill, *edges))
    if box.bullet is not None:
        style = box.texts[0].line[0].style
        middle = top - box.texts[0].y + CAPITALS_MIDDLE * style.size
        ink.shape(_circle(SIDE + box.bullet, middle, _BULLET_RADIUS, style.ink))
    if box.image:
        x, y, wide, high, picture, figure = box.image
        name = pictures.setdefault(picture, b"/I%d" % len(pictures))
        ink.picture(name, (SIDE + x, top - y, wide, high), figure)
    for x0, y0, x1, y1, weight, grey in box.rules:  # above a picture: they are its frame
        ends = (SIDE + x0, top - y0, SIDE + x1, top - y1)
        ink.shape(b"%.2f w %.2f G %.2f %.2f m %.2f %.2f l S" % (weight, grey, *ends))
    if box.lines:
        ink.shape(_rules(box.lines, top))
        ink.lines(SIDE, top, box.lines)
    for x, y, line, tag in box.texts:
        ink.text(SIDE + x, top - y, line, tag or HEADER)


def _rules(lines: Lines, top: float) -> bytes:
    """The line below each row, as one path."""
    x0, y0, x1, _, weight, grey = lines.rule
    line = b"%.2f %%b m %.2f %%b l" % (SIDE + x0, SIDE + x1)
    heights = [b"%.2f" % (top - number * lines.height - y0) for number in range(len(lines.rows))]
    path = b" ".join([line % (y, y) for y in heights])
    return b"%.2f w %.2f G %b S" % (weight, grey, path)


def _circle(x: float, y: float, radius: float, grey: float) -> bytes:
    """A filled circle as four curves."""
    handle = radius * _ROUND
    corners = [
        (x + radius, y + handle, x + handle, y + radius, x, y + radius),
        (x - handle, y + radius, x - radius, y + handle, x - radius, y),
        (x - radius, y - handle, x - handle, y - radius, x, y - radius),
        (x + handle, y - radius, x + radius, y - handle, x + radius, y),
    ]
    curves = b" ".join(b"%.2f %.2f %.2f %.2f %.2f %.2f c" % corner for corner in corners)
    return b"q %.2f g %.2f %.2f m %s f Q" % (grey, x + radius, y, curves)
