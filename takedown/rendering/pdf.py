"""notice.pdf: a paper drawn as a business letter with ReportLab.

The content streams hold the paper's words in its own order. Besides them a page has furniture only: the
table's header, the footer, and for a specimen the word across the page.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from takedown.rendering.fonts import Face, char_widths, require_glyphs
from takedown.rendering.paper import Bullets, Heading, Paper, Paragraph
from takedown.rendering.pdf_layout import CAPITALS_MIDDLE, Placed, Span, Style, TextLine, line_width, paginate
from takedown.rendering.pdf_letter import sections
from takedown.rendering.pdf_schedule import header
from takedown.rendering.pdf_specimen import draw_specimen

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas


class Sheet(NamedTuple):
    """Paper size in points."""

    width: float
    height: float


A4 = Sheet(595.28, 841.89)
LETTER = Sheet(612.0, 792.0)

_SIDE = 68.0
_TOP = 54.0
_BOTTOM = 70.0
_FOOTER_AT = 40.0
_FOOTER = Style(size=7.5, leading=10, ink=0.4)
_BULLET_RADIUS = 1.75
_USA = re.compile(r"(?:\bUSA|\bU\.S\.A\.|\bUnited States(?: of America)?)$")


def draw_pdf(paper: Paper) -> bytes:
    """Draw a paper; the same paper gives the same bytes. LetterError where a character has no glyph."""
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    require_glyphs(_texts(paper))
    for face in Face:
        char_widths(face)
    rl_config.useA85 = 0  # plain deflated streams: a fifth smaller than ReportLab's ASCII form of them
    sheet = page_size(paper)
    text_width = sheet.width - 2 * _SIDE
    pages = paginate(
        sections(paper, text_width),
        height=sheet.height - _TOP - _BOTTOM,
        header=header(paper, text_width),
    )
    buffer = BytesIO()
    canvas = Canvas(
        buffer,
        pagesize=sheet,
        pageCompression=1,
        invariant=1,  # a fixed date and id: the paper carries its own date
        # Without it every page refers to Helvetica, which is not embedded.
        # types-reportlab takes the name for a float.
        initialFontName=Face.REGULAR.value,  # type: ignore[arg-type]
        lang=paper.language,
    )
    _describe(canvas, paper)
    for number, page in enumerate(pages, 1):
        if paper.specimen:
            draw_specimen(canvas, sheet.width, sheet.height)
        for placed in page:
            _draw_box(canvas, placed, sheet)
        _draw_footer(canvas, paper, sheet, paper.furniture.page.format(page=number, pages=len(pages)))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def page_size(paper: Paper) -> Sheet:
    """US Letter where sender or recipient is in the USA, else A4."""
    lines = (*paper.sender_lines, *paper.recipient_lines)
    return LETTER if any(_USA.search(line.strip()) for line in lines) else A4


def _texts(paper: Paper) -> Iterator[str]:
    """Every text that is drawn."""
    yield from (*paper.sender_lines, paper.date, *paper.recipient_lines, paper.subject, paper.schedule_title)
    yield from (text for pair in paper.details for text in pair)
    for block in paper.blocks:
        if isinstance(block, Heading):
            yield block.text
        elif isinstance(block, Paragraph):
            yield from (run.text for run in block.runs)
        elif isinstance(block, Bullets):
            yield from (run.text for runs in block.items for run in runs)
    for release in paper.schedule:
        yield from (release.code_label, release.code, release.heading, release.details)
        for recording in release.recordings:
            yield from (recording.number, recording.isrc, recording.title)
    yield from (*paper.signature_lines, paper.id, paper.document_sha256)
    yield from (*paper.furniture.columns, paper.furniture.page, *paper.furniture.footer)


def _describe(canvas: "Canvas", paper: Paper) -> None:
    """Title and author only; ReportLab would write "anonymous" and "unspecified" into what is left out."""
    canvas.setTitle(paper.subject)
    canvas.setAuthor(paper.author)
    canvas.setCreator("")
    canvas.setSubject("")
    canvas.setKeywords("")
    canvas.setViewerPreference("DisplayDocTitle", "true")


def _draw_footer(canvas: "Canvas", paper: Paper, sheet: Sheet, number: str) -> None:
    x = _SIDE
    for text in paper.furniture.footer:
        line = (Span(text, _FOOTER),)
        _draw_line(canvas, x, _FOOTER_AT, line)
        x += line_width(line) + 18
    last = (Span(number, _FOOTER),)
    _draw_line(canvas, sheet.width - _SIDE - line_width(last), _FOOTER_AT, last)


def _draw_box(canvas: "Canvas", placed: Placed, sheet: Sheet) -> None:
    box = placed.box
    left, top = _SIDE, sheet.height - _TOP - placed.top
    if box.fill is not None:
        canvas.setFillGray(box.fill)
        canvas.rect(left, top - box.height, sheet.width - 2 * _SIDE, box.height, stroke=0, fill=1)
    for x0, y0, x1, y1, weight, ink in box.rules:
        canvas.setLineWidth(weight)
        canvas.setStrokeGray(ink)
        canvas.line(left + x0, top - y0, left + x1, top - y1)
    if box.bullet is not None:
        style = box.texts[0].line[0].style
        canvas.setFillGray(style.ink)
        middle = top - box.texts[0].y + CAPITALS_MIDDLE * style.size
        canvas.circle(left + box.bullet, middle, _BULLET_RADIUS, stroke=0, fill=1)
    for x, y, line in box.texts:
        _draw_line(canvas, left + x, top - y, line)


def _draw_line(canvas: "Canvas", x: float, y: float, line: TextLine) -> None:
    """One text object a line: readers then see no gap where the face changes inside a word."""
    text = canvas.beginText(x, y)
    for part, style in line:
        text.setFont(style.face.value, style.size)
        text.setFillGray(style.ink)
        text.textOut(part)
    canvas.drawText(text)
