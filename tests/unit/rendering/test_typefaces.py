"""What a PDF says of its fonts beside their programs (ISO 32000-1, 9.8, table 123)."""

from dataclasses import replace
from io import BytesIO

from papers import one_release
from pypdf import PdfReader

from takedown.rendering.paper import Paragraph, Run
from takedown.rendering.pdf import draw_pdf

SYMBOLIC, NONSYMBOLIC, ITALIC = 4, 32, 64


def descriptors() -> dict[str, tuple[str, dict]]:
    """The kind and descriptor of each font of a paper that has roman, bold and italic, plain and shaped."""
    words = "Night Żółta 東京 שלום"
    runs = (Run(text=words), Run(text=words, bold=True), Run(text=words, italic=True))
    paper = one_release()
    pdf = PdfReader(BytesIO(draw_pdf(replace(paper, blocks=(Paragraph(runs=runs), *paper.blocks)))))
    found = {}
    for page in pdf.pages:
        for entry in page["/Resources"]["/Font"].values():
            font = entry.get_object()
            whole = font["/DescendantFonts"][0].get_object() if font["/Subtype"] == "/Type0" else font
            found[f"{font['/Subtype']} {font['/BaseFont']}"] = (
                font["/Subtype"],
                whole["/FontDescriptor"].get_object(),
            )
    return found


def test_an_italic_face_says_that_it_is_italic_and_no_other_does():
    italic = {name: bool(said["/Flags"] & ITALIC) for name, (_, said) in descriptors().items()}
    assert {name for name in italic if italic[name]} == {name for name in italic if "NotoSans-Italic" in name}
    assert sum(italic.values()) == 2
    assert {name: bool(said["/ItalicAngle"]) for name, (_, said) in descriptors().items()} == italic


def test_a_font_of_windows_1252_is_nonsymbolic_and_one_named_by_glyph_is_symbolic():
    kinds = {kind: set() for kind in ("/TrueType", "/Type0")}
    for kind, said in descriptors().values():
        kinds[kind].add(said["/Flags"] & (SYMBOLIC | NONSYMBOLIC))
    assert kinds == {"/TrueType": {NONSYMBOLIC}, "/Type0": {SYMBOLIC}}
