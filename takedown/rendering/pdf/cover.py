"""A cover page for the post: the recipient's address where the window of an envelope is, and the subject.

Where the window is:
- A4, folded in three, DIN lang: DIN 5008, form B: address field of 85 × 45 mm, 20 mm from the left and 45 mm from the
  top; the first 17.7 mm of it are for the sender and remarks, the six lines of the address have 27.3 mm
  (din-5008-richtlinien.de and der-private-geschaeftsbrief.de.tl, both quoting the standard, read 22 November 2026).
- US Letter, folded in three, #10: a window of 4 1/2 × 1 1/8 inches, 7/8 inch from the left and 1/2 inch from the bottom
  of an envelope of 9 1/2 × 4 1/8 inches, with 1/8 inch free around the address (businessenvelopes.com, guide to window
  envelopes, read 22 November 2026). The sheet can slide by one inch to the side and by 0.46 inch up and down: what
  stands 7/8 to 4 3/8 inches from its left, and 2 1/2 to 3.16 inches from its top, is in the window however it lies.
  The last lines of the address stand there; those above are seen when the sheet lies at the bottom, as it does.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from takedown.errors import LetterError
from takedown.frozen import dataclass
from takedown.notice import Kind
from takedown.rendering.paper import Format, Furniture, Paper
from takedown.rendering.pdf.boxes import Box, Placed, stack
from takedown.rendering.pdf.drawing import draw_pages
from takedown.rendering.pdf.file import pdf_file
from takedown.rendering.pdf.lines import Span, Style, TextLine, break_lines, shrink
from takedown.rendering.pdf.sheets import SHEETS, SIDE, TOP
from takedown.rendering.pdf.tags import Element, Role
from takedown.rendering.pdf.typefaces import Typefaces
from takedown.rendering.setting import Face

_MM, _INCH = 72 / 25.4, 72.0
_SENDER = Style(size=7, leading=9, ink=0.3)
_SUBJECT = Style(face=Face.BOLD, size=12, leading=17)
_SMALLEST = 6.5
_ABOVE = 2.0
"""Between the sender and the address."""
_BELOW = 24.0
"""Between the window and the subject, at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """What the page says."""

    recipient: tuple[str, ...]
    sender: tuple[str, ...]
    subject: str
    reference: str
    """At the foot of the page."""
    language: str
    format: Format
    dated: date
    document_sha256: str
    specimen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Window:
    """Points from the left and upper edges of the sheet. The address ends at `bottom`, at the latest."""

    left: float
    width: float
    top: float
    """Where the line of the sender stands, if it has room."""
    address: float
    """Where the address begins, if it has room."""
    bottom: float
    highest: float
    """Above this nothing is seen, even where the sheet lies well."""


_WINDOWS = {
    Format.A4: _Window(
        left=25 * _MM,
        width=75 * _MM,
        top=(62.7 - 5) * _MM,
        address=62.7 * _MM,
        bottom=89 * _MM,
        highest=46 * _MM,
    ),
    Format.LETTER: _Window(
        left=1.0 * _INCH,
        width=3.25 * _INCH,
        top=2.042 * _INCH,
        address=2.5 * _INCH,
        bottom=3.06 * _INCH,
        highest=(2.042 + 0.125) * _INCH,
    ),
}
#: The largest in which all fits; DIN 5008 wants 8 points at least.
_STYLES = (Style(size=10, leading=12), Style(size=9, leading=10.8), Style(size=8, leading=9.6))


def draw_cover(cover: Cover) -> bytes:
    """Draw the page; the same cover gives the same bytes. LetterError where the address has more lines than room."""
    sheet, root, typefaces = SHEETS[cover.format], Element(Role.DOCUMENT), Typefaces()
    paper = _paper(cover)
    page = tuple(_placed(cover, root, sheet.text_width))
    drawn = draw_pages((page,), paper, sheet, typefaces)
    return pdf_file(paper, drawn, root, sheet, typefaces)


def _placed(cover: Cover, root: Element, wide: float) -> Iterator[Placed]:
    window = _WINDOWS[cover.format]
    lines = _address(cover, window)
    top = min(window.address, window.bottom - _height(lines))
    sender = ", ".join(cover.sender)
    small = shrink(sender, _SENDER, window.width, smallest=_SMALLEST)
    said = break_lines([Span(sender, small)], window.width)[:2] if sender else ()
    left = window.left - SIDE
    above = top - _height([said]) - _ABOVE
    if above >= window.highest:  # else the address alone
        yield from _column(said, root.add(Role.PARAGRAPH) if said else root, above, left)
    for line in lines:
        yield from _column(line, root.add(Role.PARAGRAPH), top, left)
        top += _height([line])
    subject = break_lines([Span(cover.subject, _SUBJECT)], wide)
    yield from _column(subject, root.add(Role.TITLE), window.bottom + _BELOW, 0.0)


def _address(cover: Cover, window: _Window) -> list[tuple[TextLine, ...]]:
    """Each line of the address, in the largest style in which it stays one; else in one in which all have room."""
    tries = [
        [break_lines([Span(text, style)], window.width) for text in cover.recipient] for style in _STYLES
    ]
    fitting = [lines for lines in tries if window.bottom - _height(lines) >= window.highest]
    if not fitting:
        raise LetterError(
            f"the address '{cover.recipient[0]}, …' has {sum(map(len, tries[-1]))} lines: too many for a window",
            hint="write it on the envelope by hand, or shorten postal in [contacts]",
        )
    unbroken = (lines for lines in fitting if all(len(line) == 1 for line in lines))
    return next(unbroken, fitting[0])


def _height(texts: Sequence[tuple[TextLine, ...]]) -> float:
    return sum(line[0].style.leading for text in texts for line in text)


def _column(lines: tuple[TextLine, ...], tag: Element, top: float, left: float) -> Iterator[Placed]:
    """Lines one below the other as one element, from a height below the upper edge of the sheet."""
    for line in lines:
        height = line[0].style.leading
        yield Placed(top - TOP, Box(height=height, texts=stack([line], tag, x=left)))
        top += height


def _paper(cover: Cover) -> Paper:
    """What the file says of itself, and the foot of the page."""
    return Paper(
        kind=Kind.WITHDRAWAL,
        id=cover.reference,
        language=cover.language,
        sender_lines=(),
        date="",
        recipient_lines=(),
        details=(),
        subject=cover.subject,
        blocks=(),
        schedule_title="",
        schedule=(),
        signature_lines=(),
        signed=False,
        document_sha256=cover.document_sha256,
        author=", ".join(cover.sender[:1]),
        specimen=cover.specimen,
        furniture=Furniture(
            columns=(), contents="", continued="", page="{page}/{pages}", footer=(cover.reference,)
        ),
        dated=cover.dated,
        format=cover.format,
    )
