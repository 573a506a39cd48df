"""What one page says, as the operators of its content stream (ISO 32000-1, 8, 9 and 14.6).

Text that belongs to an element stands inside marked content with a number; all else is an artifact (14.8.2.2).
"""

from typing import NamedTuple

from takedown.rendering.pdf.boxes import Lines
from takedown.rendering.pdf.lines import Span, Style, TextLine, width
from takedown.rendering.pdf.tags import Element, Leads, Role, Rows, Said, Stretch
from takedown.rendering.pdf.typefaces import Typefaces, shown
from takedown.rendering.setting import Face

FOOTER = b"/Artifact<</Type/Pagination/Subtype/Footer>>BDC"
HEADER = b"/Artifact<</Type/Pagination/Subtype/Header>>BDC"
PLAIN = b"/Artifact BMC"


class Link(NamedTuple):
    """A place of a page that leads to an address: left, lower, right, upper edge in points."""

    edges: tuple[float, float, float, float]
    address: str
    said: str
    tag: Element


class Pieces(NamedTuple):
    """Pieces of a page that are the cells of rows: from which row of them all, and how many rows."""

    tag: Rows
    first: int
    rows: int


class Ink:
    """The content of one page while it is drawn. Lengths are points, `y` grows upwards, as in the file."""

    def __init__(self, page: int, typefaces: Typefaces) -> None:
        self.page = page
        self.said: list[Element | Pieces] = []
        """The element of each piece of marked content, in the order of their numbers; rows say several."""
        self.links: list[Link] = []
        self._pieces = 0
        self._typefaces = typefaces
        self._parts: list[bytes] = []
        self._inside: Element | bytes | None = None
        self._grey = -1.0
        self._font: tuple[bytes, float] | None = None
        self._style: Style | None = None
        """Whose grey and font are set; None where they are not known to be those of one style."""

    def finish(self) -> bytes:
        """Close what is open and give the whole stream."""
        self._enter(None)
        return b"\n".join(self._parts)

    def text(self, x: float, y: float, line: TextLine, tag: Element | bytes) -> None:
        """Write a line from a point on its baseline. `tag` is its element, or the kind of furniture it is.

        Spans of one element share a text object: readers then see no gap where the face changes inside a word.
        """
        parts, before = self._parts, None
        for span in line:
            inside = self._link(x, y, span, tag) if span.link and isinstance(tag, Element) else tag
            if inside is not before:
                if before is not None:
                    parts.append(b"ET")
                self._enter(inside)
                parts.append(b"BT %.2f %.2f Td" % (x, y))
                before = inside
            parts.append(self._shown(span.text, span.style))
            if len(line) > 1:
                x += width(span.text, span.style)
        parts.append(b"ET")

    def lines(self, x: float, top: float, lines: Lines) -> None:
        """Write rows, as `text` would write their cells. The point is the upper left corner of the first."""
        self._enter(None)
        tag, parts, style, many = lines.tag, self._parts, lines.style, len(lines.rows)
        self.said.append(Pieces(tag, sum(stretch.rows for stretch in tag.stretches), many))
        tag.stretches.append(Stretch(self.page, self._pieces, many))
        cells = [
            b"/%b<</MCID %%d>>BDC\nBT %.2f %%b Td\n%%b\nET\nEMC"
            % (Role.CELL if i else Role.HEADER_CELL, x + left)
            for i, left in enumerate(lines.xs)
        ]
        parts += self._set(style)
        piece = self._pieces
        for number, row in enumerate(lines.rows):
            at = b"%.2f" % (top - number * lines.height - lines.y)
            for cell, text in zip(cells, row, strict=True):
                parts.append(cell % (piece, at, shown(text) or self._aside(text, style)))
                piece += 1
        self._pieces = piece

    def shape(self, operators: bytes, kind: bytes = PLAIN) -> None:
        """Draw a shape that says nothing. Its operators leave the ink of text, a colour that fills, as it was."""
        self._enter(kind)
        self._parts.append(operators)

    def picture(self, name: bytes, edges: tuple[float, float, float, float], tag: Element) -> None:
        """Draw a picture: left and lower edge, width and height."""
        x, y, wide, high = edges
        self._enter(tag)
        self._parts.append(b"q %.2f 0 0 %.2f %.2f %.2f cm %s Do Q" % (wide, high, x, y, name))

    def _enter(self, inside: Element | bytes | None) -> None:
        """Close the marked content that is open, and open this one; what is open goes on."""
        if inside is self._inside:
            return
        if self._inside is not None:
            self._parts.append(b"EMC")
        if isinstance(inside, Element):
            mcid, self._pieces = self._pieces, self._pieces + 1
            self.said.append(inside)
            inside.kids.append(Said(self.page, mcid))
            self._parts.append(b"/%s<</MCID %d>>BDC" % (inside.role, mcid))
        elif inside is not None:
            self._parts.append(inside)
        self._inside = inside

    def _shown(self, text: str, style: Style) -> bytes:
        """Operators that show a text with its own face, size and grey, inside a text object."""
        plain = shown(text)
        if plain is None:
            return self._shaped(text, style)
        return plain if style is self._style else b"\n".join([*self._set(style), plain])

    def _set(self, style: Style) -> list[bytes]:
        """Operators after which plain text has this style."""
        operators = self._set_grey(style)
        font = (self._typefaces.plain(style.face), style.size)
        if self._font != font:
            operators.append(b"%s %.4g Tf" % font)
        self._font, self._style = font, style
        return operators

    def _aside(self, text: str, style: Style) -> bytes:
        """Operators that show a text which is not plain, after which plain text has the style again."""
        return b"\n".join([self._shaped(text, style), *self._set(style)])

    def _set_grey(self, style: Style) -> list[bytes]:
        if style.ink == self._grey:
            return []
        self._grey = style.ink
        return [b"%.2f g" % style.ink]

    def _shaped(self, text: str, style: Style) -> bytes:
        """Operators that show a text which is not plain. Which font is set after them is not known."""
        operators = self._set_grey(style)
        if style.face is Face.BOLD:  # a script without a bold face is drawn with a stroke
            operators.append(b"%.2f G" % style.ink)
        operators.append(self._typefaces.shaped(text, style.face, style.size))
        self._font = self._style = None
        return b"\n".join(operators)

    def _link(self, x: float, y: float, span: Span, tag: Element) -> Element:
        """A link below the element, with the place on the page that can be clicked."""
        link = tag.add(Role.LINK)
        size = span.style.size
        edges = (x, y - 0.25 * size, x + width(span.text, span.style), y + 0.8 * size)
        link.kids.append(Leads(self.page, len(self.links)))
        self.links.append(Link(edges, span.link, span.text, link))
        return link
