"""The schedule of releases and recordings as boxes on one grid of three columns: number, code, title."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import groupby
from typing import NamedTuple

from takedown.rendering.paper import Paper, ScheduleRecording, ScheduleRelease
from takedown.rendering.pdf.boxes import Box, Header, Lines, Mark, Rule, Section, Text, paragraph, stack
from takedown.rendering.pdf.lines import (
    Span,
    Style,
    TextLine,
    break_lines,
    is_even,
    is_one_line,
    on_one_line,
    width,
)
from takedown.rendering.pdf.links import web_linked
from takedown.rendering.pdf.tags import COLUMN, ROW, Element, Role, Rows
from takedown.rendering.setting import Face

_TITLE = Style(face=Face.BOLD, size=12.5, leading=18)
_HEADER = Style(face=Face.BOLD, size=8, leading=12, ink=0.35)
_RELEASE = Style(face=Face.BOLD, size=9.2, leading=13)
_DETAILS = Style(size=8, leading=12, ink=0.35)
_RECORDING = Style(size=9.2, leading=13)
_AGAIN = Style(size=8, leading=13, ink=0.35)
_PAD = 4.0
_ROW_PAD = 2.6
_INDENT = 6.0
_GUTTER = 14.0
_BAND = 0.95
_HAIRLINE = (0.4, 0.86)
_EDGE = (0.7, 0.35)
_BETWEEN = " · "
"""Between the details of a release."""
_MOST_LINES = 40
"""A title with more lines than this is divided: no row may be higher than a page."""


_TOGETHER = 2
"""Recordings of a release that never stand alone on a page, at its begin and its end."""
_LINE_AT = _ROW_PAD + _RECORDING.baseline
_LINE_HEIGHT = _RECORDING.leading + 2 * _ROW_PAD


class _Grid(NamedTuple):
    """Left edges of the columns number, code, title; how wide each is; the line below a row."""

    edges: tuple[float, float, float]
    rooms: tuple[float, float, float]
    narrow: tuple[frozenset[str], frozenset[str]]
    """Numbers and codes that are one line in their columns."""
    rule: Rule

    @property
    def end(self) -> float:
        """Where the last column ends."""
        return self.edges[2] + self.rooms[2]


class _Cell(NamedTuple):
    """Lines of a cell: their left edge, and how far below the top of the row they begin."""

    x: float
    top: float
    lines: tuple[TextLine, ...]


class _Stretch(NamedTuple):
    """Recordings that follow one another, each cell of one line as it is: so nearly all are."""

    rows: tuple[tuple[str, str, str], ...]
    keep: bool
    divisible: bool


class _Wrapped(NamedTuple):
    """A recording of which something is longer than its column is wide."""

    cells: tuple[_Cell, ...]
    keep: bool


class _Entry(NamedTuple):
    """A release as it is broken into lines; the elements that say it are still to be made."""

    release: ScheduleRelease
    cells: tuple[_Cell, ...]
    details: tuple[TextLine, ...]
    recordings: tuple[_Stretch | _Wrapped, ...]


def schedule(paper: Paper, root: Element, page_width: float) -> Section:
    """Title, then a table: the words above its columns, then the rows of each release."""
    grid, entries = _measured(paper.schedule, page_width)
    lines = break_lines([Span(paper.schedule_title, _TITLE)], page_width)
    list_of_places = root.add(Role.SECTION)
    title = paragraph(lines, root.add(Role.HEADING), gap=26, keep=True)
    title = (title[0]._replace(mark=Mark(paper.schedule_title, is_upper=True)), *title[1:])
    table = root.add(Role.TABLE) if entries else root
    is_headed = any(entry.recordings for entry in entries)
    header = _header(paper, table, grid) if is_headed else None
    continued = paper.furniture.continued
    boxes = [box for entry in entries for box in _release(entry, grid, table, continued)]
    return Section(boxes=(*title, *boxes), header=header, contents=list_of_places, apart=True)


@lru_cache(maxsize=2)  # a notice and the letter for the way back list the same releases
def _measured(releases: tuple[ScheduleRelease, ...], page_width: float) -> tuple[_Grid, tuple[_Entry, ...]]:
    """Columns that suit these releases, and the lines of each."""
    grid = _grid(releases, page_width)
    return grid, tuple(_entry(release, grid) for release in releases)


def _entry(release: ScheduleRelease, grid: _Grid) -> _Entry:
    said = (f"{release.number}.", _code(release), release.heading)
    details = _details(release.details, grid.rooms[2]) if release.details else ()
    recordings = tuple(each for part in _parts(release.recordings) for each in _stretches(part, grid))
    return _Entry(release, _cells(said, _RELEASE, grid, _PAD), details, recordings)


def _header(paper: Paper, table: Element, grid: _Grid) -> Header:
    """Words above the columns: cells of the table where they stand first, on later pages furniture."""
    row = table.add(Role.HEAD_ROWS).add(Role.ROW)
    tagged, plain = [], []
    for x, text in zip(grid.edges, paper.furniture.columns, strict=True):
        line = (Span(text, _HEADER),)
        tagged.append(Text(x, _HEADER.baseline + 2, line, row.add(Role.HEADER_CELL, COLUMN)))
        plain.append(Text(x, _HEADER.baseline + 2, line))
    height = _HEADER.leading + 2 * 2
    rules = (Rule(0, height, grid.end + _INDENT, height, *_EDGE),)
    first = Box(height=height, texts=tuple(tagged), rules=rules, gap=8)
    return Header(first=first, again=first._replace(texts=tuple(plain)))


def _grid(releases: Sequence[ScheduleRelease], page_width: float) -> _Grid:
    """Columns as wide as their longest value; beyond a limit that value stands above its title instead."""
    recordings = [recording for release in releases for recording in release.recordings]
    numbers = {number: width(number, _RECORDING) for number in {each.number for each in recordings}}
    codes = {code: width(code, _RECORDING) for code in {each.isrc for each in recordings}}
    wide_numbers = (width(f"{release.number}.", _RELEASE) for release in releases)
    wide_codes = (width(_code(release), _RELEASE) for release in releases)
    first, second = page_width * 0.15, page_width * 0.35
    number = max([18.0, *(value for value in (*numbers.values(), *wide_numbers) if value <= first)])
    code = max([60.0, *(value for value in (*codes.values(), *wide_codes) if value <= second)])
    narrow = (_narrow(numbers, number), _narrow(codes, code))
    begin = _INDENT + number + _GUTTER
    edges = (_INDENT, begin, begin + code + _GUTTER)
    rule = Rule(0, _LINE_HEIGHT, page_width, _LINE_HEIGHT, *_HAIRLINE)
    rooms = (number, code, page_width - _INDENT - edges[2])
    return _Grid(edges, rooms, narrow, rule)


def _narrow(widths: Mapping[str, float], room: float) -> frozenset[str]:
    """The texts that are one line in so much room."""
    return frozenset(text for text, wide in widths.items() if wide <= room and is_even(text))


def _code(release: ScheduleRelease) -> str:
    return f"{release.code_label} {release.code}".strip()


def _release(entry: _Entry, grid: _Grid, table: Element, continued: str) -> Iterator[Box]:
    """Band with code and title, kept with the first two recordings; the last two stay together as well."""
    release = entry.release
    group = table.add(Role.ROWS)
    row = group.add(Role.ROW)
    number, code, said = row.add(Role.HEADER_CELL, ROW), row.add(Role.CELL), row.add(Role.CELL)
    texts = _row(entry.cells, (number, code, said.add(Role.PARAGRAPH)))
    if entry.details:
        top = _bottom(texts, _RELEASE)
        texts += stack(entry.details, said.add(Role.PARAGRAPH), x=grid.edges[2], top=top)
    mark = Mark(f"{release.number}. {release.heading}", is_upper=False)
    again = partial(_again, release, grid, continued)
    like = Box(height=0, gap=9, keep=bool(release.recordings), table=True, fill=_BAND, mark=mark, again=again)
    yield from _divided(texts, _PAD, like)
    rows: Rows | None = None
    for part in entry.recordings:
        if isinstance(part, _Wrapped):
            rows = None
            yield from _wrapped(part, grid, group)
            continue
        if rows is None:
            rows = Rows(len(grid.edges))
            group.kids.append(rows)
        yield _lines(part, grid, rows)


def _lines(part: _Stretch, grid: _Grid, tag: Rows) -> Box:
    lines = Lines(grid.edges, _LINE_AT, _LINE_HEIGHT, _RECORDING, grid.rule, tag, part.rows)
    height = _LINE_HEIGHT * len(part.rows)
    return Box(height=height, keep=part.keep, table=True, lines=lines, divisible=part.divisible)


def _wrapped(part: _Wrapped, grid: _Grid, group: Element) -> Iterator[Box]:
    tag = group.add(Role.ROW)
    texts = _row(part.cells, (tag.add(Role.HEADER_CELL, ROW), tag.add(Role.CELL), tag.add(Role.CELL)))
    return _divided(texts, _ROW_PAD, Box(height=0, keep=part.keep, table=True), ruled=grid.end + _INDENT)


class _Part(NamedTuple):
    """Recordings of a release, one after the other, that stay on one page unless they are divisible."""

    recordings: Sequence[ScheduleRecording]
    divisible: bool = False


def _parts(recordings: Sequence[ScheduleRecording]) -> Iterator[_Part]:
    """The first two, the last two, and those between."""
    if len(recordings) <= 2 * _TOGETHER - 1:
        yield _Part(recordings)
        return
    yield _Part(recordings[:_TOGETHER])
    yield _Part(recordings[_TOGETHER:-_TOGETHER], divisible=True)
    yield _Part(recordings[-_TOGETHER:])


def _details(text: str, room: float) -> tuple[TextLine, ...]:
    """Lines that end between two details, so that no code parts from its word; but a detail longer than a line does."""
    parts = text.split(_BETWEEN)
    if any(width(part + _BETWEEN, _DETAILS) > room for part in parts):
        return break_lines(web_linked(text, _DETAILS), room)
    lines = [parts[0]]
    for part in parts[1:]:
        longer = lines[-1] + _BETWEEN + part
        if width(longer, _DETAILS) <= room:
            lines[-1] = longer
        else:
            lines[-1] += _BETWEEN
            lines.append(part)
    return tuple(web_linked(line, _DETAILS) for line in lines)


def _again(release: ScheduleRelease, grid: _Grid, continued: str) -> Box:
    """One line that says on a later page to which release its recordings belong. It is furniture of the page."""
    after = f"\u00a0({continued})"
    number, code, room = grid.rooms
    said = (
        (Span(on_one_line(f"{release.number}.", _AGAIN, number), _AGAIN),),
        (Span(on_one_line(_code(release), _AGAIN, code), _AGAIN),),
        (
            Span(on_one_line(release.heading, _AGAIN, room - width(after, _AGAIN)), _AGAIN),
            Span(after, _AGAIN),
        ),
    )
    texts = tuple(Text(x, _LINE_AT, line) for x, line in zip(grid.edges, said, strict=True))
    return Box(height=_LINE_HEIGHT, texts=texts, rules=(grid.rule,))


def _stretches(part: _Part, grid: _Grid) -> Iterator[_Stretch | _Wrapped]:
    """Recordings that follow one another: those of one line together."""
    rows = [(recording.number, recording.isrc, recording.title) for recording in part.recordings]
    at = 0
    for are_lines, stretch in groupby(rows, key=lambda row: _is_line(row, grid)):
        said = tuple(stretch)
        if are_lines:
            at += len(said)
            yield _Stretch(said, not part.divisible and at < len(rows), part.divisible)
            continue
        for row in said:
            at += 1
            yield _Wrapped(_cells(row, _RECORDING, grid, _ROW_PAD), not part.divisible and at < len(rows))


def _is_line(row: tuple[str, str, str], grid: _Grid) -> bool:
    """Whether each cell is one line as it is."""
    number, code, title = row
    return number in grid.narrow[0] and code in grid.narrow[1] and _is_one_line(title, grid.rooms[2])


@lru_cache(maxsize=512)  # the letters of one artist list the same recordings
def _is_one_line(title: str, room: float) -> bool:
    return is_one_line(Span(title, _RECORDING), room)


def _cells(texts: tuple[str, str, str], style: Style, grid: _Grid, top: float) -> tuple[_Cell, ...]:
    """Cells side by side; one too wide for its column has lines of its own above the next."""
    cells: list[_Cell] = []
    for i, text in enumerate(texts):
        x = grid.edges[i]
        lines = break_lines([Span(text, style)], grid.rooms[i])
        is_narrow = i < len(texts) - 1 and len(lines) > 1
        if is_narrow:
            lines = break_lines([Span(text, style)], grid.end - x)
        cells.append(_Cell(x, top, lines))
        if is_narrow:
            top += len(lines) * style.leading
    return tuple(cells)


def _row(cells: tuple[_Cell, ...], tags: tuple[Element, Element, Element]) -> tuple[Text, ...]:
    """What each element says, at its place."""
    placed: tuple[Text, ...] = ()
    for (x, top, lines), tag in zip(cells, tags, strict=True):
        placed += stack(lines, tag, x=x, top=top)
    return placed


def _bottom(texts: tuple[Text, ...], style: Style) -> float:
    lowest = max((text.y for text in texts), default=style.baseline - style.leading)
    return lowest - style.baseline + style.leading


def _divided(texts: tuple[Text, ...], pad: float, like: Box, *, ruled: float = 0.0) -> Iterator[Box]:
    """One box a row, or several where it has more lines than a page could take."""
    for start in range(0, len(texts), _MOST_LINES):
        part = texts[start : start + _MOST_LINES]
        if start:
            up = part[0].y - part[0].line[0].style.baseline - pad
            part = tuple([text._replace(y=text.y - up) for text in part])
        lowest = max(part, key=lambda text: text.y)
        style = lowest.line[0].style
        height = lowest.y - style.baseline + style.leading + pad
        yield like._replace(
            height=height,
            gap=0.0 if start else like.gap,
            texts=part,
            rules=(Rule(0, height, ruled, height, *_HAIRLINE),) if ruled else (),
            mark=None if start else like.mark,
        )
