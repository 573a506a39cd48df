"""fpdf2: its table, with Noto Sans embedded. Not tagged; no PDF/A."""

from typing import TYPE_CHECKING, Any

from benchmarks.engines import Draw
from benchmarks.letter import FONTS, Letter, letter_of

if TYPE_CHECKING:
    from takedown.rendering.paper import Paper

TITLE = "fpdf2"
TEXT = "mixed"
STANDARDS = ()


def start() -> Draw:
    """Import it. Its fonts belong to one document, so each letter reads them anew."""
    from fpdf import FPDF

    class Page(FPDF):
        letter: Letter

        def footer(self) -> None:
            self.set_y(-40)
            self.set_font("Noto", size=7.5)
            number = self.letter.page.format(page=self.page_no(), pages="{nb}")
            self.cell(self.epw / 2, 10, self.letter.footer)
            self.cell(self.epw / 2, 10, number, align="R")

    def draw(letter: Letter) -> bytes:
        pdf = Page(unit="pt", format="A4")
        pdf.letter = letter
        for style, name in (("", "Regular"), ("B", "Bold"), ("I", "Italic")):
            pdf.add_font("Noto", style, FONTS / f"NotoSans-{name}.ttf")
        pdf.set_margins(68, 54)
        pdf.set_auto_page_break(auto=True, margin=70)
        pdf.set_title(letter.subject)
        pdf.set_author(letter.author)
        pdf.set_lang(letter.language)
        pdf.add_page()
        _write(pdf, letter)
        return bytes(pdf.output())

    return draw


def ready(paper: "Paper") -> Letter:
    """Take its words."""
    return letter_of(paper)


def _write(pdf: Any, letter: Letter) -> None:
    details = tuple(f"{label}: {value}" for label, value in letter.details)
    for lines in (letter.sender, (letter.date,), letter.recipient, details):
        _paragraph(pdf, "\n".join(lines))
    _paragraph(pdf, letter.subject, "B")
    for kind, runs in letter.body:
        if kind == "schedule":
            _paragraph(pdf, letter.schedule_title, "B")
            _table(pdf, letter)
        elif kind == "signature":
            _paragraph(pdf, "\n".join(letter.signature))
        else:
            for text, bold, italic in runs:
                pdf.set_font("Noto", "B" if bold else "I" if italic else "", 10)
                pdf.write(14, text)
            pdf.ln(21)


def _paragraph(pdf: Any, text: str, style: str = "") -> None:
    pdf.set_font("Noto", style, 10)
    pdf.multi_cell(0, 14, text, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(7)


def _table(pdf: Any, letter: Letter) -> None:
    pdf.set_font("Noto", "", 8.5)
    with pdf.table(
        col_widths=(36, 96, 327),
        line_height=11,
        padding=2,
        text_align="LEFT",
        borders_layout="HORIZONTAL_LINES",
    ) as table:
        table.row(letter.columns)
        for entry in letter.schedule:
            table.row().cell(f"{entry.code}\n{entry.heading}\n{entry.details}", colspan=3)
            for recording in entry.recordings:
                table.row(recording)
