"""Boxes: what is never divided between pages; and how they are stacked on pages, so "page x of y" is known.

Lengths are points; `y` grows downwards.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import inf
from typing import NamedTuple

from takedown.errors import LetterError
from takedown.pictures import Picture
from takedown.rendering.pdf.lines import Style, TextLine
from takedown.rendering.pdf.tags import Element, Rows

_TIGHTEST = 0.7
"""As much of the space between boxes is left at least, where less of it saves a page."""
_ROUNDING = 0.0001


class Text(NamedTuple):
    """One line of text at its place inside a box: left edge and baseline. `tag` is the element that says it."""

    x: float
    y: float
    line: TextLine
    tag: Element | None = None
    """None: furniture of the page."""


class Rule(NamedTuple):
    """A straight line inside a box."""

    x0: float
    y0: float
    x1: float
    y1: float
    weight: float
    ink: float


class Lines(NamedTuple):
    """Rows of one line each, and what they share: drawn together, in little more time than one."""

    xs: tuple[float, ...]
    """Where the cells begin."""
    y: float
    """From the top of a row to its baseline."""
    height: float
    style: Style
    rule: Rule
    """Below each row, and level."""
    tag: Rows
    rows: tuple[tuple[str, ...], ...]


class Image(NamedTuple):
    """A picture at its place inside a box: left and lower edge, width and height."""

    x: float
    y: float
    width: float
    height: float
    picture: Picture
    tag: Element


class Mark(NamedTuple):
    """A place that the reader's list of places, and one on paper, leads to."""

    title: str
    is_upper: bool
    """A part of the paper; else a release of the schedule."""


class Box(NamedTuple):
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
    image: Image | None = None
    mark: Mark | None = None
    """What begins here."""
    leads_to: Mark | None = None
    """A line of the list of places: where it leads."""
    lines: Lines | None = None
    """Rows that need no other texts."""
    divisible: bool = False
    """Those rows may stand on several pages: then this is many boxes, one a row."""
    again: Callable[[], "Box"] | None = None
    """What stands below the table's header on a later page, where the rows that follow this box go on."""


class Header(NamedTuple):
    """What stands above the rows of a table: where they begin, and again on each later page."""

    first: Box
    again: Box


class Section(NamedTuple):
    """Boxes in a row. One that is `apart` begins a page, unless all of it fits or half the page is free."""

    boxes: tuple[Box, ...]
    header: Header | None = None
    contents: Element | None = None
    """Where a list of places goes: before this section."""
    apart: bool = False
    alone: bool = False
    """Begins a page, always."""


class Placed(NamedTuple):
    top: float
    box: Box


Page = tuple[Placed, ...]


def stack(
    lines: Iterable[TextLine], tag: Element | None, *, x: float = 0.0, top: float = 0.0
) -> tuple[Text, ...]:
    """Lines one below the other."""
    texts: list[Text] = []
    for line in lines:
        style = line[0].style
        texts.append(Text(x, top + style.baseline, line, tag))
        top += style.leading
    return tuple(texts)


def paragraph(
    lines: tuple[TextLine, ...], tag: Element | None, *, x: float = 0.0, gap: float = 0.0, keep: bool = False
) -> tuple[Box, ...]:
    """One box a line; the first two and the last two stay together; with `keep` also with what follows."""
    last = len(lines) - 1
    return tuple(
        Box(
            height=line[0].style.leading,
            texts=stack([line], tag, x=x),
            gap=0.0 if i else gap,
            keep=keep if i == last else i == 0 or i == last - 1,
        )
        for i, line in enumerate(lines)
    )


def paginate(sections: Sequence[Section], *, height: float) -> tuple[Page, ...]:
    """Boxes on pages of a height; a section's header stands above the first table box of every page that has one."""
    pager = _Pager(height)
    for section in _tightened(sections, height):
        pager.begin(section)
        for group in _groups(section.boxes):
            if group[0].divisible:
                pager.place_lines(group[0])
                continue
            if len(group) > 1 and pager.needed(group) > pager.left:
                pager.turn()
            for box in group:
                pager.place(box)
    return pager.pages


class _Pager:
    """Where the next box goes."""

    def __init__(self, height: float) -> None:
        self._height = height
        self._pages: list[list[Placed]] = [[]]
        self._top = 0.0
        self._header: Box | None = None
        self._again: Box | None = None
        self._headed = False
        self._began: Callable[[], Box] | None = None

    @property
    def pages(self) -> tuple[Page, ...]:
        return tuple(map(tuple, self._pages))

    @property
    def left(self) -> float:
        return self._height - self._top

    def begin(self, section: Section) -> None:
        """Turn to a new page where the section wants one and begins better there."""
        self._header, self._again = section.header or (None, None)
        self._headed, self._began = False, None
        is_better = self.left < self._height / 2 and self.needed(section.boxes) > self.left
        if section.alone or (section.apart and is_better):
            self.turn()

    def needed(self, boxes: tuple[Box, ...]) -> float:
        total = sum([box.gap + box.height for box in boxes])
        if boxes and not self._top:
            total -= boxes[0].gap
        if self._header is None or self._headed or not any(box.table for box in boxes):
            return total
        return total + sum([box.gap + box.height for box in self._heading(boxes[0])])

    def turn(self) -> None:
        if self._pages[-1]:
            self._pages.append([])
            self._top = 0.0
            self._headed = False

    def place(self, box: Box) -> None:
        if self.needed((box,)) > self.left:
            self.turn()
        if box.height > self._height - sum([each.height for each in self._heading(box)]):
            text = "".join(span.text for span in box.texts[0].line) if box.texts else "a picture"
            raise LetterError(
                f"a part of the letter is longer than a page; it begins '{text}'",
                hint="shorten the address, the detail or the signature lines",
            )
        if box.table and not self._headed:
            for each in self._heading(box):
                self._put(each)
            self._headed, self._header = True, self._again
        self._put(box)
        if box.again:
            self._began = box.again

    def place_lines(self, box: Box) -> None:
        """Place as many of the rows as have room, and the others on the pages after."""
        lines = box.lines
        at = 0
        while lines and at < len(lines.rows):
            heading = sum(each.gap + each.height for each in self._heading(box))
            room = int((self.left - heading - _ROUNDING) / lines.height)
            part = lines._replace(rows=lines.rows[at : at + max(room, 1)])
            self.place(box._replace(height=lines.height * len(part.rows), lines=part))
            at += len(part.rows)

    def _heading(self, box: Box) -> tuple[Box, ...]:
        """What has to stand above a box if it is the first of the table on its page."""
        if self._header is None or self._headed:
            return ()
        return (self._header,) if box.mark or not self._began else (self._header, self._began())

    def _put(self, box: Box) -> None:
        page = self._pages[-1]
        top = self._top + (box.gap if self._top else 0.0)
        self._top = top + box.height
        joined = _joined(page[-1].box, box) if page else None
        if joined:
            page[-1] = Placed(page[-1].top, joined)
        else:
            page.append(Placed(top, box))


def _joined(box: Box, below: Box) -> Box | None:
    """One box of both, where the rows of the second go on with those of the first: they are drawn together."""
    if box.lines is None or below.lines is None or box.lines.tag is not below.lines.tag:
        return None
    lines = box.lines._replace(rows=box.lines.rows + below.lines.rows)
    return box._replace(height=box.height + below.height, lines=lines)


def _tightened(sections: Sequence[Section], height: float) -> Sequence[Section]:
    """Less space between the boxes, where then all of them, or those of the first section, share a page.

    A signature, or a schedule of one line, would else stand on a page of its own for want of a few points.
    """
    for many in (len(sections), 1):
        some = sections[:many]
        solid, gaps = _extent(some, height)
        if solid + gaps <= height:
            return sections
        share = (height - solid) / gaps - _ROUNDING if gaps else 0.0
        if share >= _TIGHTEST:
            return (*(_with_gaps(section, share) for section in some), *sections[many:])
    return sections


def _extent(sections: Sequence[Section], limit: float) -> tuple[float, float]:
    """How high boxes are, one below the other, and the space between them; beyond the limit no more is counted."""
    solid = gaps = 0.0
    for section in sections:
        if section.alone:
            return inf, gaps
        if section.header:
            solid += section.header.first.gap + section.header.first.height
        for box in section.boxes:
            solid += box.height
            gaps += box.gap
            if solid > limit:
                return inf, gaps
    at_top = next((box.gap for section in sections for box in section.boxes), 0.0)
    return solid, gaps - at_top


def _with_gaps(section: Section, share: float) -> Section:
    return section._replace(boxes=tuple(box._replace(gap=box.gap * share) for box in section.boxes))


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
