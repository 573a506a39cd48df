"""Exhibits at the end of a paper: each begins a page with its cover lines; its pages are pictures in thin frames."""

from takedown.pictures import Picture
from takedown.rendering.paper import Exhibit
from takedown.rendering.pdf.boxes import Box, Image, Mark, Rule, Section, Text, paragraph
from takedown.rendering.pdf.lines import Span, Style, break_lines
from takedown.rendering.pdf.tags import Element, Role, alternative
from takedown.rendering.setting import Face

_TITLE = Style(face=Face.BOLD, size=12.5, leading=18)
_COVER = Style(size=8.5, leading=12.5, ink=0.35)
_ABOVE = Style(size=7.5, leading=12, ink=0.4)
_FRAME = (0.5, 0.75)
_GAP = 10.0
_TITLE_ROOM = 140.0
"""Kept free on the first page for title and cover lines; a title of many lines moves the picture to the next."""


def exhibit_sections(exhibit: Exhibit, root: Element, width: float, height: float) -> tuple[Section, ...]:
    """One section for each page of an exhibit, on a page of that size."""
    title = f"{exhibit.label}. {exhibit.title}"
    lines = break_lines([Span(title, _TITLE)], width)
    first, *rest = paragraph(lines, root.add(Role.HEADING), keep=True)
    cover = [first._replace(mark=Mark(title, is_upper=True)), *rest]
    for line in exhibit.cover:
        cover += paragraph(break_lines([Span(line, _COVER)], width), root.add(Role.PARAGRAPH), keep=True)
    return tuple(
        Section(
            boxes=(*(_above(exhibit, number) if number > 1 else cover), _page(page, root, width, height)),
            alone=True,
        )
        for number, page in enumerate(exhibit.pages, 1)
    )


def _above(exhibit: Exhibit, number: int) -> tuple[Box, ...]:
    """Furniture above a later page: `Exhibit A · 2/3`."""
    line = (Span(f"{exhibit.label} · {number}/{len(exhibit.pages)}", _ABOVE),)
    return (Box(height=_ABOVE.leading, texts=(Text(0, _ABOVE.baseline, line),), keep=True),)


def _page(picture: Picture, root: Element, width: float, height: float) -> Box:
    """As large as there is room, in the middle, with a frame."""
    scale = min(width / picture.width, (height - _TITLE_ROOM) / picture.height)
    wide, high = picture.width * scale, picture.height * scale
    left, right, lower = (width - wide) / 2, (width + wide) / 2, high
    figure = root.add(Role.FIGURE, alternative(picture.alt))
    edges = (
        (left, 0, right, 0),
        (right, 0, right, lower),
        (right, lower, left, lower),
        (left, lower, left, 0),
    )
    frame = tuple(Rule(x0, y0, x1, y1, *_FRAME) for x0, y0, x1, y1 in edges)
    return Box(height=high, image=Image(left, high, wide, high, picture, figure), rules=frame, gap=_GAP)
