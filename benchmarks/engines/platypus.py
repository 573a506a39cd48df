"""The straightforward way with ReportLab: a story of flowables, a Paragraph in every cell, a canvas that counts pages.

Noto Sans is embedded, so that it prints the same words as the program. Not tagged; no PDF/A.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from benchmarks.engines import Draw
from benchmarks.letter import FONTS, Letter, Run, letter_of

if TYPE_CHECKING:
    from takedown.rendering.paper import Paper

TITLE = "ReportLab platypus, straightforward"
TEXT = "mixed"
STANDARDS = ()
NOTO = ("NotoSans", "NotoSans-Bold")


def start() -> Draw:
    """Import it and register the fonts, once."""
    from reportlab.lib.fonts import addMapping
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    pdfmetrics.registerFont(TTFont("NotoSans", FONTS / "NotoSans-Regular.ttf"))
    pdfmetrics.registerFont(TTFont("NotoSans-Bold", FONTS / "NotoSans-Bold.ttf"))
    pdfmetrics.registerFont(TTFont("NotoSans-Italic", FONTS / "NotoSans-Italic.ttf"))
    for bold, italic, name in ((0, 0, NOTO[0]), (1, 0, NOTO[1]), (0, 1, "NotoSans-Italic")):
        addMapping(NOTO[0], bold, italic, name)
    return drawing(NOTO)


def ready(paper: "Paper") -> Letter:
    """Take its words."""
    return letter_of(paper)


def drawing(faces: tuple[str, str]) -> Draw:
    """Prepare the styles, once; the function that then draws a letter."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import SimpleDocTemplate

    regular, bold = faces
    body = ParagraphStyle("body", fontName=regular, fontSize=10, leading=14, spaceAfter=7)
    styles = {
        "body": body,
        "line": ParagraphStyle("line", body, spaceAfter=0),
        "head": ParagraphStyle("head", body, fontName=bold, fontSize=11, spaceBefore=7),
        "item": ParagraphStyle("item", body, leftIndent=14, spaceAfter=3),
        "cell": ParagraphStyle("cell", body, fontSize=8.5, leading=11, spaceAfter=0),
        "strong": ParagraphStyle("strong", body, fontName=bold, fontSize=8.5, leading=11, spaceAfter=0),
    }

    def draw(letter: Letter) -> bytes:
        buffer = BytesIO()
        document = SimpleDocTemplate(
            buffer,
            pagesize=A4,
            leftMargin=68,
            rightMargin=68,
            topMargin=54,
            bottomMargin=70,
            title=letter.subject,
            author=letter.author,
            lang=letter.language,
        )
        story = list(_story(letter, styles, document.width))
        document.build(story, canvasmaker=_numbered(letter, regular))
        return buffer.getvalue()

    return draw


def _story(letter: Letter, styles: dict[str, Any], width: float) -> Iterator[Any]:
    from reportlab.platypus import KeepTogether, Paragraph, Spacer

    def lines(texts: tuple[str, ...]) -> list[Any]:
        return [Paragraph(escape(text), styles["line"]) for text in texts]

    yield from (*lines(letter.sender), Spacer(1, 14), *lines((letter.date,)), Spacer(1, 14))
    yield from (*lines(letter.recipient), Spacer(1, 14))
    yield from lines(tuple(f"{label}: {value}" for label, value in letter.details))
    yield Paragraph(escape(letter.subject), styles["head"])
    for kind, runs in letter.body:
        if kind == "schedule":
            yield Paragraph(escape(letter.schedule_title), styles["head"])
            yield _table(letter, styles, width)
        elif kind == "signature":
            yield KeepTogether([Spacer(1, 28), *lines(letter.signature)])
        else:
            style = {"heading": "head", "item": "item"}.get(kind, "body")
            yield Paragraph("".join(map(_markup, runs)), styles[style])


def _markup(run: Run) -> str:
    text, bold, italic = run
    marked = escape(text)
    marked = f"<b>{marked}</b>" if bold else marked
    return f"<i>{marked}</i>" if italic else marked


def _table(letter: Letter, styles: dict[str, Any], width: float) -> Any:
    from reportlab.lib import colors
    from reportlab.platypus import Paragraph, Table, TableStyle

    cell, strong = styles["cell"], styles["strong"]
    rows = [[Paragraph(escape(text), strong) for text in letter.columns]]
    spans = []
    for entry in letter.schedule:
        spans.append(("SPAN", (0, len(rows)), (-1, len(rows))))
        spans.append(("BACKGROUND", (0, len(rows)), (-1, len(rows)), colors.whitesmoke))
        head = [
            Paragraph(escape(entry.code), strong),
            Paragraph(escape(entry.heading), strong),
            Paragraph(escape(entry.details), cell),
        ]
        rows.append([head, "", ""])
        rows += [[Paragraph(escape(text), cell) for text in recording] for recording in entry.recordings]
    table = Table(rows, colWidths=(36, 96, width - 132), repeatRows=1)
    rules = [("LINEBELOW", (0, 0), (-1, -1), 0.25, colors.lightgrey), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    table.setStyle(TableStyle([*rules, *spans]))
    return table


def _numbered(letter: Letter, face: str) -> Any:
    """The usual canvas for "page x of y": it keeps every page until the last, and then writes the footers."""
    from reportlab.pdfgen.canvas import Canvas

    class Numbered(Canvas):
        def __init__(self, *args: Any, **more: Any) -> None:
            super().__init__(*args, **more)
            self._pages: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802 – ReportLab's name
            self._pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for page in self._pages:
                self.__dict__.update(page)
                self.setFont(face, 7.5)
                self.drawString(68, 40, letter.footer)
                number = letter.page.format(page=self._pageNumber, pages=len(self._pages))
                self.drawRightString(527, 40, number)
                super().showPage()
            super().save()

    return Numbered
