"""The schedule of releases and recordings as boxes on one grid of three columns: number, code, title."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from takedown.rendering.fonts import Face
from takedown.rendering.paper import Paper, ScheduleRecording, ScheduleRelease
from takedown.rendering.pdf_layout import (
    Box,
    Rule,
    Section,
    Span,
    Style,
    Text,
    break_lines,
    paragraph,
    stack,
    width,
)

_TITLE = Style(face=Face.BOLD, size=12.5, leading=18)
_HEADER = Style(face=Face.BOLD, size=8, leading=12, ink=0.35)
_RELEASE = Style(face=Face.BOLD, size=9.2, leading=13)
_DETAILS = Style(size=8, leading=12, ink=0.35)
_RECORDING = Style(size=9.2, leading=13)
_PAD = 4.0
_ROW_PAD = 2.6
_INDENT = 6.0
_GUTTER = 14.0
_BAND = 0.95
_HAIRLINE = (0.4, 0.86)
_EDGE = (0.7, 0.35)
_MOST_LINES = 40
"""A title with more lines than this is divided: no row may be higher than a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
    """Left edges of the columns, and where the page's text ends."""

    number: float
    code: float
    title: float
    end: float


def schedule(paper: Paper, page_width: float) -> Section:
    """Title, then each release with its recordings."""
    grid = _grid(paper, page_width)
    title = paragraph(break_lines([Span(paper.schedule_title, _TITLE)], page_width), gap=26, keep=True)
    releases = tuple(box for release in paper.schedule for box in _release(release, grid))
    if not any(release.recordings for release in paper.schedule):
        releases = tuple(replace(box, table=False) for box in releases)  # nothing for the header to head
    return Section(boxes=title + releases, apart=True)


def header(paper: Paper, page_width: float) -> Box:
    """Words above the columns, on every page that has recordings; page furniture, no words of the letter."""
    grid = _grid(paper, page_width)
    lines = zip((grid.number, grid.code, grid.title), paper.furniture.columns, strict=True)
    texts = tuple(Text(x, _HEADER.baseline + 2, (Span(text, _HEADER),)) for x, text in lines)
    height = _HEADER.leading + 2 * 2
    return Box(height=height, texts=texts, rules=(Rule(0, height, page_width, height, *_EDGE),), gap=8)


def _grid(paper: Paper, page_width: float) -> _Grid:
    """Columns as wide as their longest value; beyond a limit that value stands above its title instead."""
    numbers = [width(f"{release.number}.", _RELEASE) for release in paper.schedule]
    codes = [width(_code(release), _RELEASE) for release in paper.schedule]
    for recording in (recording for release in paper.schedule for recording in release.recordings):
        numbers.append(width(recording.number, _RECORDING))
        codes.append(width(recording.isrc, _RECORDING))
    first, second = page_width * 0.15, page_width * 0.35
    number = max([18.0, *(value for value in numbers if value <= first)])
    code = max([60.0, *(value for value in codes if value <= second)])
    begin = _INDENT + number + _GUTTER
    return _Grid(number=_INDENT, code=begin, title=begin + code + _GUTTER, end=page_width - _INDENT)


def _code(release: ScheduleRelease) -> str:
    return f"{release.code_label} {release.code}".strip()


def _release(release: ScheduleRelease, grid: _Grid) -> Iterator[Box]:
    """Band with code and title, kept with the first two recordings; the last two stay together as well."""
    band = _row((f"{release.number}.", _code(release), release.heading), _RELEASE, grid)
    details = break_lines([Span(release.details, _DETAILS)], grid.end - grid.title)
    texts = band + stack(details, x=grid.title, top=_bottom(band, _RELEASE))
    like = Box(height=0, gap=9, keep=bool(release.recordings), table=True, fill=_BAND)
    yield from _divided(texts, _PAD, like)
    last = len(release.recordings) - 1
    for i, recording in enumerate(release.recordings):
        keep = last > 0 and i in (0, last - 1)
        yield from _recording(recording, grid, keep=keep)


def _recording(recording: ScheduleRecording, grid: _Grid, *, keep: bool) -> Iterator[Box]:
    texts = _row((recording.number, recording.isrc, recording.title), _RECORDING, grid)
    return _divided(texts, _ROW_PAD, Box(height=0, keep=keep, table=True), ruled=grid.end + _INDENT)


def _row(cells: tuple[str, str, str], style: Style, grid: _Grid) -> tuple[Text, ...]:
    """Cells side by side; one too wide for its column has lines of its own above the next."""
    edges = (grid.number, grid.code, grid.title, grid.end + _GUTTER)
    texts: tuple[Text, ...] = ()
    top = 0.0
    for i, cell in enumerate(cells):
        last = i == len(cells) - 1
        room = edges[i + 1] - _GUTTER - edges[i]
        fits = width(cell.strip(), style) <= room + 0.01
        limit = room if last or fits else grid.end - edges[i]
        column = stack(break_lines([Span(cell, style)], limit), x=edges[i], top=top)
        texts += column
        if not fits:
            top += len(column) * style.leading
    return texts


def _bottom(texts: tuple[Text, ...], style: Style) -> float:
    lowest = max((text.y for text in texts), default=style.baseline - style.leading)
    return lowest - style.baseline + style.leading


def _divided(texts: tuple[Text, ...], pad: float, like: Box, *, ruled: float = 0.0) -> Iterator[Box]:
    """One box a row, or several where it has more lines than a page could take."""
    for start in range(0, len(texts), _MOST_LINES):
        part = texts[start : start + _MOST_LINES]
        top = 0.0 if not start else part[0].y - part[0].line[0].style.baseline
        lowest = max(part, key=lambda text: text.y)
        style = lowest.line[0].style
        height = lowest.y - top - style.baseline + style.leading + 2 * pad
        yield replace(
            like,
            height=height,
            gap=0.0 if start else like.gap,
            texts=tuple(Text(text.x, text.y - top + pad, text.line) for text in part),
            rules=(Rule(0, height, ruled, height, *_HAIRLINE),) if ruled else (),
        )
