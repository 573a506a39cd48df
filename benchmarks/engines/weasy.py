"""WeasyPrint: HTML and CSS to a tagged PDF/UA-1, with one stylesheet and one font configuration for all letters."""

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from benchmarks.engines import Draw
from benchmarks.letter import FONTS, Letter, letter_of

if TYPE_CHECKING:
    from takedown.rendering.paper import Paper

TITLE = "WeasyPrint, PDF/UA-1"
TEXT = "mixed"
STANDARDS = ("ua1",)

_FACES = (("Regular", "normal", "normal"), ("Bold", "bold", "normal"), ("Italic", "normal", "italic"))
_STYLE = """
@page { size: A4; margin: 54pt 68pt 70pt;
  @bottom-left { content: string(foot); font: 7.5pt NotoSans }
  @bottom-right { content: "Page " counter(page) " of " counter(pages); font: 7.5pt NotoSans } }
body { font: 10pt/1.4 NotoSans } p { margin: 0 0 7pt } h1, h2 { font-size: 11pt }
.lines { margin: 0 0 14pt } .foot { string-set: foot attr(title) }
table { width: 100%; border-collapse: collapse; font-size: 8.5pt; line-height: 11pt }
th, td { text-align: left; vertical-align: top; border-bottom: 0.25pt solid #ccc; padding: 2pt }
th.release { background: #f5f5f5 } th.release p { margin: 0; font-weight: normal } tr { break-inside: avoid }
"""


def start() -> Draw:
    """Import it; read the fonts and the stylesheet, once."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    faces = "".join(
        f"@font-face {{ font-family: NotoSans; font-weight: {weight}; font-style: {style}; "
        f"src: url({(FONTS / f'NotoSans-{name}.ttf').as_uri()}) }}\n"
        for name, weight, style in _FACES
    )
    sheets = [CSS(string=faces + _STYLE, font_config=fonts)]

    def draw(letter: Letter) -> bytes:
        page = HTML(string="".join(_page(letter)))
        pdf: bytes = page.write_pdf(stylesheets=sheets, font_config=fonts, pdf_variant="pdf/ua-1")
        return pdf

    return draw


def ready(paper: "Paper") -> Letter:
    """Take its words."""
    return letter_of(paper)


def _page(letter: Letter) -> Iterator[str]:
    yield f'<html lang="{letter.language}"><head><title>{escape(letter.subject)}</title></head><body>'
    yield f'<div class="foot" title="{escape(letter.footer)}"></div>'
    details = tuple(f"{label}: {value}" for label, value in letter.details)
    for lines in (letter.sender, (letter.date,), letter.recipient, details):
        yield _lines(lines)
    yield f"<h1>{escape(letter.subject)}</h1>"
    for kind, runs in letter.body:
        if kind == "schedule":
            yield from _table(letter)
        elif kind == "signature":
            yield _lines(letter.signature)
        else:
            tag = "h2" if kind == "heading" else "p"
            text = "".join(
                f"<{style}>{escape(text)}</{style}>" if style else escape(text)
                for text, bold, italic in runs
                for style in ["b" if bold else "i" if italic else ""]
            )
            yield f"<{tag}>{text}</{tag}>"
    yield "</body></html>"


def _lines(texts: tuple[str, ...]) -> str:
    return f'<p class="lines">{"<br>".join(map(escape, texts))}</p>'


def _table(letter: Letter) -> Iterator[str]:
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in letter.columns)
    yield f"<h2>{escape(letter.schedule_title)}</h2><table><thead><tr>{head}</tr></thead><tbody>"
    for entry in letter.schedule:
        yield (
            f'<tr><th class="release" scope="rowgroup" colspan="3"><b>{escape(entry.code)}<br>'
            f"{escape(entry.heading)}</b><p>{escape(entry.details)}</p></th></tr>"
        )
        for recording in entry.recordings:
            yield "<tr>" + "".join(f"<td>{escape(text)}</td>" for text in recording) + "</tr>"
    yield "</tbody></table>"
