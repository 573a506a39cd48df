"""The letter as boxes: letterhead, date, recipient, details, subject, blocks, signature."""

from collections.abc import Iterator

from takedown.pictures import Picture
from takedown.rendering.paper import Block, Bullets, Heading, Marker, Paper, Paragraph, Run
from takedown.rendering.pdf.boxes import Box, Image, Rule, Section, Text, paragraph, stack
from takedown.rendering.pdf.lines import Span, Style, TextLine, break_lines, line_width, shrink, width
from takedown.rendering.pdf.links import mail_linked, web_linked
from takedown.rendering.pdf.schedule import schedule
from takedown.rendering.pdf.tags import BULLETED, NUMBERED, ROW, Element, Role, alternative
from takedown.rendering.setting import Face

_NAME = Style(face=Face.BOLD, size=17, leading=24, ink=0.1)
_CONTACT = Style(size=8.5, leading=13, ink=0.35)
_BODY = Style(size=10, leading=14.3)
_ADDRESS = Style(size=10, leading=13.8)
_SIGNED = _ADDRESS.faced(Face.BOLD)
_LABEL = Style(size=9, leading=14, ink=0.4)
_VALUE = Style(size=9, leading=14)
_SUBJECT = Style(face=Face.BOLD, size=12, leading=17)
_HEADING = Style(face=Face.BOLD, size=10, leading=14.3)
_BOLD, _ITALIC = _BODY.faced(Face.BOLD), _BODY.faced(Face.ITALIC)
_SMALLEST = 6.5
_SMALLEST_SUBJECT = 10.0
_CONTACT_GAP = 18.0
_BULLET = 4.0
_INDENT = 16.0
_PEN = 28.0
"""Room for a pen above the line to sign on."""
_LOGO = (150.0, 54.0)
"""The largest logo, width and height."""
_BELOW_LOGO = 8.0
_SIGNATURE = (170.0, 52.0)
_CLOSING = 60
"""Characters of the last words above a signature that are no more than `Kind regards,`."""


def sections(paper: Paper, root: Element, page_width: float) -> tuple[Section, ...]:
    """Everything a letter says, in reading order, and its elements below the root."""
    parts = [Section(boxes=tuple(_head(paper, root, page_width)))]
    for i, block in enumerate(paper.blocks):
        if block is Marker.SCHEDULE:
            parts.append(schedule(paper, root, page_width))
        else:
            keep = _stays_with_next(block, paper.blocks[i + 1 : i + 3])
            parts.append(Section(boxes=tuple(_block(block, paper, root, page_width, keep=keep))))
    return tuple(_joined(parts))


def _stays_with_next(block: Block, following: tuple[Block, ...]) -> bool:
    """The words above a signature or a list, and those above a mere `Kind regards`: no one signs an empty page."""
    if following[:1] == (Marker.SIGNATURE,):
        return True
    match following:
        case (Bullets(), *_):
            return isinstance(block, Paragraph)
        case (Paragraph(runs=runs), Marker.SIGNATURE):
            return sum(len(run.text) for run in runs) <= _CLOSING
    return False


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


def _head(paper: Paper, root: Element, page_width: float) -> Iterator[Box]:
    if paper.logo:
        yield _pictured(paper.logo, root, _LOGO)
    name, *contact = paper.sender_lines
    yield from _said(root, [Span(name, _NAME)], page_width, gap=_BELOW_LOGO if paper.logo else 0)
    yield from _contact(contact, paper.mailboxes, root, page_width)
    yield Box(height=0.8, rules=(Rule(0, 0, page_width, 0, 0.8, 0.1),), gap=9)
    yield from _said(root, [Span(paper.date, _BODY)], page_width, gap=16)
    for i, line in enumerate(paper.recipient_lines):
        yield from _said(root, mail_linked(line, _ADDRESS, paper.mailboxes), page_width, gap=0 if i else 12)
    yield from _details(paper, root, page_width)
    subject = _on_one_line(paper.subject, _SUBJECT, page_width)
    lines = break_lines([Span(paper.subject, subject)], page_width)
    yield from paragraph(lines, root.add(Role.TITLE), gap=14, keep=True)


def _said(
    root: Element, spans: list[Span] | tuple[Span, ...], page_width: float, *, gap: float = 0
) -> Iterator[Box]:
    """A paragraph of its own."""
    yield from paragraph(break_lines(spans, page_width), root.add(Role.PARAGRAPH), gap=gap)


def _on_one_line(text: str, style: Style, page_width: float) -> Style:
    """A little smaller, where that keeps a subject on one line: its reference would stand alone on the next."""
    size = int(10 * style.size * page_width / max(width(text, style), 1)) / 10
    return style.sized(size) if _SMALLEST_SUBJECT <= size < style.size else style


def _contact(lines: list[str], mailboxes: tuple[str, ...], root: Element, page_width: float) -> Iterator[Box]:
    """Address and email side by side, with drawn dividers: a typed one would be a word of its own."""
    texts: list[Text] = []
    rules: list[Rule] = []
    x = 0.0
    for line in lines:
        style = shrink(line, _CONTACT, page_width, smallest=_SMALLEST)
        said = root.add(Role.PARAGRAPH)
        for piece in break_lines(mail_linked(line, style, mailboxes), page_width):
            extent = line_width(piece)
            if texts and x + extent > page_width:
                yield Box(height=_CONTACT.leading, texts=tuple(texts), rules=tuple(rules))
                texts, rules, x = [], [], 0.0
            if texts:
                middle = x - _CONTACT_GAP / 2
                rules.append(Rule(middle, 3, middle, _CONTACT.leading - 2.5, 0.5, 0.6))
            texts.append(Text(x, _CONTACT.baseline, piece, said))
            x += extent + _CONTACT_GAP
    if texts:
        yield Box(height=_CONTACT.leading, texts=tuple(texts), rules=tuple(rules))


def _details(paper: Paper, root: Element, page_width: float) -> Iterator[Box]:
    """Labels in one column, values in the next; a label too long for its column has a line of its own."""
    details = paper.details
    widths = [width(label, _LABEL) for label, _ in details]
    column = max((value for value in widths if value <= page_width * 0.3), default=0.0) + 16
    table = root.add(Role.TABLE) if details else root
    for i, (label, value) in enumerate(details):
        row = table.add(Role.ROW)
        style = shrink(value, _VALUE, page_width - column, smallest=_SMALLEST)
        labels = break_lines([Span(label, _LABEL)], page_width)
        beside = len(labels) == 1 and widths[i] <= column
        top = 0.0 if beside else len(labels) * _LABEL.leading
        head = stack(labels, row.add(Role.HEADER_CELL, ROW))
        is_mailbox = value in paper.mailboxes
        spans = mail_linked(value, style, paper.mailboxes) if is_mailbox else web_linked(value, style)
        lines = break_lines(spans, page_width - column)
        values = stack(lines, row.add(Role.CELL), x=column, top=top)
        height = max(_LABEL.leading, top + len(values) * _VALUE.leading)
        yield Box(height=height, texts=head + values, gap=0 if i else 12)


def _block(block: Block, paper: Paper, root: Element, page_width: float, *, keep: bool) -> Iterator[Box]:
    if block is Marker.SIGNATURE:
        yield from _signature(paper, root, page_width)
    elif isinstance(block, Heading):
        lines = break_lines([Span(block.text, _HEADING)], page_width)
        yield from paragraph(lines, root.add(Role.HEADING), gap=14, keep=True)
    elif isinstance(block, Paragraph):
        lines = break_lines(_spans(block.runs), page_width)
        yield from paragraph(lines, root.add(Role.PARAGRAPH), gap=9, keep=keep)
    elif isinstance(block, Bullets):
        yield from _bullets(block, root, page_width, keep=keep)


def _bullets(block: Bullets, root: Element, page_width: float, *, keep: bool) -> Iterator[Box]:
    last = len(block.items) - 1
    items = root.add(Role.LIST, NUMBERED if block.numbered else BULLETED)
    for i, runs in enumerate(block.items):
        item = items.add(Role.ITEM)
        number: tuple[Text, ...] = ()
        if block.numbered:
            number = (Text(_BULLET, _BODY.baseline, (Span(f"{i + 1}.", _BODY),), item.add(Role.LABEL)),)
        lines = break_lines(_spans(runs), page_width - _INDENT - _BULLET)
        said = item.add(Role.BODY)
        boxes = paragraph(lines, said, x=_INDENT + _BULLET, gap=3.5 if i else 6, keep=keep and i == last)
        for j, box in enumerate(boxes):
            if j:
                yield box
            else:
                yield box._replace(texts=number + box.texts, bullet=None if number else _BULLET + 4)


def _signature(paper: Paper, root: Element, page_width: float) -> Iterator[Box]:
    """One box, so that it stays on one page; below a picture of the signature where there is one."""
    gap = 18.0 if paper.signed else 10 + _PEN
    if paper.signature_picture:
        yield _pictured(paper.signature_picture, root, _SIGNATURE)._replace(gap=gap, keep=True)
        gap = 2.0
    texts: tuple[Text, ...] = ()
    for i, line in enumerate(paper.signature_lines):
        style = _SIGNED if paper.signed and not i else _ADDRESS
        lines: tuple[TextLine, ...] = break_lines([Span(line, style)], page_width)
        texts += stack(lines, root.add(Role.PARAGRAPH), top=len(texts) * _ADDRESS.leading)
    yield Box(height=len(texts) * _ADDRESS.leading, texts=texts, gap=gap)


def _pictured(picture: Picture, root: Element, most: tuple[float, float]) -> Box:
    """A picture as large as there is room, but never larger than it is at 72 dots per inch."""
    scale = min(most[0] / picture.width, most[1] / picture.height, 1.0)
    wide, high = picture.width * scale, picture.height * scale
    figure = root.add(Role.FIGURE, alternative(picture.alt))
    return Box(height=high, image=Image(0, high, wide, high, picture, figure))


def _spans(runs: tuple[Run, ...]) -> tuple[Span, ...]:
    return tuple(Span(run.text, _style(run)) for run in runs)


def _style(run: Run) -> Style:
    """Bold wins over italic: the package ships no bold italic."""
    return _BOLD if run.bold else _ITALIC if run.italic else _BODY
