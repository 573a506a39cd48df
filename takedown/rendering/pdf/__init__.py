"""notice.pdf: a paper drawn as a business letter, tagged, valid under PDF/A-3a and PDF/UA-1.

The pages say the paper's words in its own order. Besides them a page has furniture only: the table's header on later
pages, the footer, a list of places where there are many, and for a specimen the word across the page. `notice.json`
is embedded, as electronic invoices do it.
"""

from takedown.rendering.paper import Paper
from takedown.rendering.pdf.boxes import Page, Section, paginate
from takedown.rendering.pdf.contents import contents, is_wanted, numbered
from takedown.rendering.pdf.drawing import draw_pages
from takedown.rendering.pdf.exhibits import exhibit_sections
from takedown.rendering.pdf.file import pdf_file
from takedown.rendering.pdf.letter import sections
from takedown.rendering.pdf.sheets import SHEETS, Sheet
from takedown.rendering.pdf.tags import Element, Role
from takedown.rendering.pdf.typefaces import Typefaces

__all__ = ["draw_pdf"]


def draw_pdf(paper: Paper) -> bytes:
    """Draw a paper; the same paper gives the same bytes. LetterError where a character has no glyph."""
    sheet, root, typefaces = SHEETS[paper.format], Element(Role.DOCUMENT), Typefaces()
    drawn = draw_pages(_pages(paper, root, sheet), paper, sheet, typefaces)
    return pdf_file(paper, drawn, root, sheet, typefaces)


def _pages(paper: Paper, root: Element, sheet: Sheet) -> tuple[Page, ...]:
    """Everything placed, with a list of places where that helps."""
    wide, high = sheet.text_width, sheet.text_height
    parts = list(sections(paper, root, wide))
    parts += (part for exhibit in paper.exhibits for part in exhibit_sections(exhibit, root, wide, high))
    pages = paginate(parts, height=high)
    if not is_wanted(pages):
        root.kids = [kid for kid in root.kids if all(kid is not part.contents for part in parts)]
        return pages
    listed: list[Section] = []
    for part in parts:
        if part.contents is not None:
            listed.append(contents(pages, paper.furniture.contents, part.contents, wide))
        listed.append(part)
    return numbered(paginate(listed, height=high), wide)
