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
_MOST_ABOVE = 140.0
"""Room above a picture for title and cover lines; where they take more, the picture is on the next page."""


def exhibit_sections(exhibit: Exhibit, root: Element, width: float, height: float) -> tuple[Section, ...]:
    """One section for each page of an exhibit, on a page of that size."""
    title = f"{exhibit.label}. {exhibit.title}"
    lines = break_lines([Span(title, _TITLE)], width)
    first, *rest = paragraph(lines, root.add(Role.HEADING), keep=True)
    cover = [first._replace(mark=Mark(title, is_upper=True)), *rest]
    for line in exhibit.cover:
        cover += paragraph(break_lines([Span(line, _COVER)], width), root.add(Role.PARAGRAPH), keep=True)
    above = [tuple(cover), *(_above(exhibit, number) for number in range(2, len(exhibit.pages) + 1))]
    return tuple(
        Section(boxes=(*over, _page(page, root, width, height - _room(over))), alone=True)
        for over, page in zip(above, exhibit.pages, strict=True)
    )


def _room(above: tuple[Box, ...]) -> float:
    """What stands above a picture takes of a page."""
    return min(sum(box.height for box in above), _MOST_ABOVE) + _GAP


def _above(exhibit: Exhibit, number: int) -> tuple[Box, ...]:
    """Furniture above a later page: `Exhibit A · 2/3`."""
    line = (Span(f"{exhibit.label} · {number}/{len(exhibit.pages)}", _ABOVE),)
    return (Box(height=_ABOVE.leading, texts=(Text(0, _ABOVE.baseline, line),), keep=True),)


def _page(picture: Picture, root: Element, width: float, height: float) -> Box:
    """As large as there is room, in the middle, with a frame."""
    scale = min(width / picture.width, height / picture.height)
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
