"""A list of places for a long paper: what stands on which page, each line a link to it.

It is known only when everything has its page: lines without numbers are placed first, then the numbers are filled in.
"""

from collections.abc import Mapping, Sequence

from takedown.rendering.pdf.boxes import Box, Mark, Page, Placed, Rule, Section, Text, paragraph
from takedown.rendering.pdf.lines import Span, Style, break_lines, on_one_line, width
from takedown.rendering.pdf.tags import Element, Role
from takedown.rendering.setting import Face

_MANY_PAGES = 6
"""A paper with as many pages gets a list of places …"""
_FEW_PLACES = 2
"""… unless there are no more than these: the schedule and its only release begin on one page."""
_MOST = 30
"""Lines of the list: the first release of a page, of every second page …, where there are more."""
_HEADING = Style(face=Face.BOLD, size=10, leading=14.3)
_LINE = Style(size=9, leading=15.0)
_NUMBER_ROOM = 40.0
_INDENT = 14.0
"""Of a release, below the schedule it stands in."""
_HAIRLINE = (0.4, 0.86)


def is_wanted(pages: Sequence[Page]) -> bool:
    """Whether a paper with these pages gets a list of places."""
    places = sum(placed.box.mark is not None for page in pages for placed in page)
    return len(pages) >= _MANY_PAGES and places > _FEW_PLACES


def contents(pages: Sequence[Page], heading: str, element: Element, page_width: float) -> Section:
    """Lines for what stands on these pages, still without numbers; their elements go below `element`."""
    lines = break_lines([Span(heading, _HEADING)], page_width)
    boxes = list(paragraph(lines, element.add(Role.HEADING), gap=22, keep=True))
    table = element.add(Role.CONTENTS)
    for i, mark in enumerate(_chosen(pages)):
        x = 0.0 if mark.is_upper else _INDENT
        title = on_one_line(mark.title, _LINE, page_width - _NUMBER_ROOM - x)
        text = Text(x, _LINE.baseline, (Span(title, _LINE),), table.add(Role.ENTRY))
        rule = Rule(x, _LINE.leading, page_width, _LINE.leading, *_HAIRLINE)
        boxes.append(
            Box(
                height=_LINE.leading,
                texts=(text,),
                rules=(rule,),
                gap=0 if i else 5,
                keep=True,
                leads_to=mark,
            )
        )
    return Section(boxes=(*boxes[:-1], boxes[-1]._replace(keep=False)))


def numbered(pages: Sequence[Page], page_width: float) -> tuple[Page, ...]:
    """The same pages, with the number of its page at the end of each line of the list, which leads there."""
    found = {placed.box.mark: i for i, page in enumerate(pages) for placed in page}
    return tuple(tuple(_numbered(placed, found, page_width) for placed in page) for page in pages)


def _numbered(placed: Placed, found: Mapping[Mark | None, int], page_width: float) -> Placed:
    box = placed.box
    if box.leads_to is None:
        return placed
    (text,) = box.texts
    page = found[box.leads_to]
    number = str(page + 1)
    title = text._replace(line=(Span(text.line[0].text, _LINE, f"#{page}"),))
    at_end = Text(page_width - width(number, _LINE), text.y, (Span(number, _LINE),), text.tag)
    return placed._replace(box=box._replace(texts=(title, at_end)))


def _chosen(pages: Sequence[Page]) -> list[Mark]:
    """Every place or, where there are too many, the first of a page, of every second page, and so on."""
    marks = [[placed.box.mark for placed in page if placed.box.mark] for page in pages]
    upper = [mark for page in marks for mark in page if mark.is_upper]
    for step in range(len(pages) + 1):
        some = [page[:1] if step else page for page in marks[:: max(step, 1)]]
        lower = {mark for page in some for mark in page if not mark.is_upper}
        if len(upper) + len(lower) <= _MOST:
            return [mark for page in marks for mark in page if mark.is_upper or mark in lower]
    return upper
