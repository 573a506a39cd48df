"""The letter as boxes: letterhead, date, recipient, details, subject, blocks, signature."""

from collections.abc import Iterator
from dataclasses import replace

from takedown.rendering.fonts import Face
from takedown.rendering.paper import Block, Bullets, Heading, Marker, Paper, Paragraph, Run
from takedown.rendering.pdf_layout import (
    Box,
    Rule,
    Section,
    Span,
    Style,
    Text,
    break_lines,
    line_width,
    paragraph,
    shrink,
    stack,
    width,
)
from takedown.rendering.pdf_schedule import schedule

_NAME = Style(face=Face.BOLD, size=17, leading=24, ink=0.1)
_CONTACT = Style(size=8.5, leading=13, ink=0.35)
_BODY = Style(size=10, leading=14.3)
_ADDRESS = replace(_BODY, leading=13.8)
_LABEL = Style(size=9, leading=14, ink=0.4)
_VALUE = Style(size=9, leading=14)
_SUBJECT = Style(face=Face.BOLD, size=12, leading=17)
_HEADING = Style(face=Face.BOLD, size=10, leading=14.3)
_SMALLEST = 6.5
_SMALLEST_SUBJECT = 10.0
_CONTACT_GAP = 18.0
_BULLET = 4.0
_INDENT = 16.0
_PEN = 28.0
"""Room for a pen above the line to sign on."""


def sections(paper: Paper, page_width: float) -> tuple[Section, ...]:
    """Everything a paper says, in reading order."""
    parts = [Section(boxes=tuple(_head(paper, page_width)))]
    for i, block in enumerate(paper.blocks):
        following = paper.blocks[i + 1] if i + 1 < len(paper.blocks) else None
        if block is Marker.SCHEDULE:
            parts.append(schedule(paper, page_width))
        else:
            parts.append(Section(boxes=tuple(_block(block, following, paper, page_width))))
    return tuple(_joined(parts))


def _joined(parts: list[Section]) -> Iterator[Section]:
    """Blocks of the letter become one section, so that what is kept together can be."""
    boxes: tuple[Box, ...] = ()
    for part in parts:
        if part.apart:
            yield Section(boxes=boxes)
            yield part
            boxes = ()
        else:
            boxes += part.boxes
    yield Section(boxes=boxes)


def _head(paper: Paper, page_width: float) -> Iterator[Box]:
    name, *contact = paper.sender_lines
    yield from paragraph(break_lines([Span(name, _NAME)], page_width))
    yield from _contact(contact, page_width)
    yield Box(height=0.8, rules=(Rule(0, 0, page_width, 0, 0.8, 0.1),), gap=9)
    yield from paragraph(break_lines([Span(paper.date, _BODY)], page_width), gap=16)
    for i, line in enumerate(paper.recipient_lines):
        yield from paragraph(break_lines([Span(line, _ADDRESS)], page_width), gap=0 if i else 12)
    yield from _details(paper.details, page_width)
    subject = _on_one_line(paper.subject, _SUBJECT, page_width)
    yield from paragraph(break_lines([Span(paper.subject, subject)], page_width), gap=14, keep=True)


def _on_one_line(text: str, style: Style, page_width: float) -> Style:
    """A little smaller, where that keeps a subject on one line: its reference would stand alone on the next."""
    smaller = replace(style, size=int(10 * style.size * page_width / max(width(text, style), 1)) / 10)
    return smaller if _SMALLEST_SUBJECT <= smaller.size < style.size else style


def _contact(lines: list[str], page_width: float) -> Iterator[Box]:
    """Address and email side by side, with drawn dividers: a typed one would be a word of its own."""
    texts: list[Text] = []
    rules: list[Rule] = []
    x = 0.0
    for line in lines:
        style = shrink(line, _CONTACT, page_width, smallest=_SMALLEST)
        for piece in break_lines([Span(line, style)], page_width):
            extent = line_width(piece)
            if texts and x + extent > page_width:
                yield Box(height=_CONTACT.leading, texts=tuple(texts), rules=tuple(rules))
                texts, rules, x = [], [], 0.0
            if texts:
                middle = x - _CONTACT_GAP / 2
                rules.append(Rule(middle, 3, middle, _CONTACT.leading - 2.5, 0.5, 0.6))
            texts.append(Text(x, _CONTACT.baseline, piece))
            x += extent + _CONTACT_GAP
    if texts:
        yield Box(height=_CONTACT.leading, texts=tuple(texts), rules=tuple(rules))


def _details(details: tuple[tuple[str, str], ...], page_width: float) -> Iterator[Box]:
    """Labels in one column, values in the next; a label too long for its column has a line of its own."""
    widths = [width(label, _LABEL) for label, _ in details]
    column = max((value for value in widths if value <= page_width * 0.3), default=0.0) + 16
    for i, (label, value) in enumerate(details):
        style = shrink(value, _VALUE, page_width - column, smallest=_SMALLEST)
        labels = break_lines([Span(label, _LABEL)], page_width)
        beside = len(labels) == 1 and widths[i] <= column
        top = 0.0 if beside else len(labels) * _LABEL.leading
        values = stack(break_lines([Span(value, style)], page_width - column), x=column, top=top)
        height = max(_LABEL.leading, top + len(values) * _VALUE.leading)
        yield Box(height=height, texts=stack(labels) + values, gap=0 if i else 12)


def _block(block: Block, following: Block | None, paper: Paper, page_width: float) -> Iterator[Box]:
    if block is Marker.SIGNATURE:
        yield from _signature(paper, page_width)
    elif isinstance(block, Heading):
        yield from paragraph(break_lines([Span(block.text, _HEADING)], page_width), gap=14, keep=True)
    elif isinstance(block, Paragraph):
        keep = following is Marker.SIGNATURE or isinstance(following, Bullets)
        yield from paragraph(break_lines(_spans(block.runs), page_width), gap=9, keep=keep)
    elif isinstance(block, Bullets):
        yield from _bullets(block, page_width, keep=following is Marker.SIGNATURE)


def _bullets(block: Bullets, page_width: float, *, keep: bool) -> Iterator[Box]:
    last = len(block.items) - 1
    for i, runs in enumerate(block.items):
        lines = break_lines(_spans(runs), page_width - _INDENT - _BULLET)
        boxes = paragraph(lines, x=_INDENT + _BULLET, gap=3.5 if i else 6, keep=keep and i == last)
        for j, box in enumerate(boxes):
            if j:
                yield box
            elif block.numbered:
                number = Text(_BULLET, _BODY.baseline, (Span(f"{i + 1}.", _BODY),))
                yield replace(box, texts=(number, *box.texts))
            else:
                yield replace(box, bullet=_BULLET + 4)


def _signature(paper: Paper, page_width: float) -> Iterator[Box]:
    """One box, so that it stays on one page."""
    lines: list[tuple[Span, ...]] = []
    for i, line in enumerate(paper.signature_lines):
        style = replace(_ADDRESS, face=Face.BOLD) if paper.signed and not i else _ADDRESS
        lines.extend(break_lines([Span(line, style)], page_width))
    gap = 18.0 if paper.signed else 10 + _PEN
    yield Box(height=len(lines) * _ADDRESS.leading, texts=stack(lines), gap=gap)


def _spans(runs: tuple[Run, ...]) -> tuple[Span, ...]:
    return tuple(Span(run.text, replace(_BODY, face=_face(run))) for run in runs)


def _face(run: Run) -> Face:
    """Bold wins over italic: the package ships no bold italic."""
    if run.bold:
        return Face.BOLD
    return Face.ITALIC if run.italic else Face.REGULAR
