"""The tag tree: what a screen reader follows (ISO 32000-1, 14.7 and 14.8; ISO 14289-1).

Layout makes the elements in reading order; drawing adds to each the pieces of pages that say it.
"""

from typing import NamedTuple


class Role:
    """Standard structure types, as a file names them (ISO 32000-1, 14.8.4).

    Plain bytes: to look up a member of an Enum takes as long as to write the element.
    """

    DOCUMENT = b"Document"
    SECTION = b"Sect"
    PARAGRAPH = b"P"
    TITLE = b"H1"
    HEADING = b"H2"
    LIST = b"L"
    ITEM = b"LI"
    LABEL = b"Lbl"
    BODY = b"LBody"
    TABLE = b"Table"
    HEAD_ROWS = b"THead"
    ROWS = b"TBody"
    ROW = b"TR"
    HEADER_CELL = b"TH"
    CELL = b"TD"
    FIGURE = b"Figure"
    LINK = b"Link"
    CONTENTS = b"TOC"
    ENTRY = b"TOCI"


class Said(NamedTuple):
    """A piece of a page that belongs to an element: its marked content (ISO 32000-1, 14.7.4.2)."""

    page: int
    mcid: int


class Leads(NamedTuple):
    """A link annotation of a page that belongs to an element (ISO 32000-1, 14.7.4.3)."""

    page: int
    annotation: int


class Element:
    """One structure element. `kids` are in reading order."""

    __slots__ = ("attributes", "kids", "reference", "role")

    def __init__(self, role: bytes, attributes: bytes = b"") -> None:
        self.role = role
        self.attributes = attributes
        """Further entries of its dictionary, as PDF."""
        self.kids: list[Element | Said | Leads] = []
        self.reference = b""
        """To its object in the file; known when the tree is written."""

    def add(self, role: bytes, attributes: bytes = b"") -> "Element":
        """Make an element below this one, after all that stands there."""
        kid = Element(role, attributes)
        self.kids.append(kid)
        return kid


class Stretch(NamedTuple):
    """Rows that stand below one another on one page, and the number of their first piece."""

    page: int
    mcid: int
    rows: int


class Rows(Element):
    """Rows of a table whose cells are pieces of a page, one each: the first cell heads its row.

    It stands for an element for each row and one for each cell; nearly every row of a schedule is such a one.
    """

    __slots__ = ("cells", "number", "said", "stretches")

    def __init__(self, cells: int) -> None:
        super().__init__(Role.ROW)
        self.number = 0
        """Of the object of the first row; its cells follow, then the next row."""
        self.cells = cells
        self.stretches: list[Stretch] = []
        """Known when they are drawn."""
        self.said: list[bytes] = []
        """References to the cells of each row; known when the tree is written."""

    @property
    def size(self) -> int:
        """How many objects all rows are."""
        return (1 + self.cells) * sum([stretch.rows for stretch in self.stretches])

    @property
    def numbers(self) -> range:
        """The objects that are the rows themselves."""
        return range(self.number, self.number + self.size, 1 + self.cells)


#: A header cell of a column, and one of a row (ISO 32000-1, table 349).
COLUMN = b"/A<</O/Table/Scope/Column>>"
ROW = b"/A<</O/Table/Scope/Row>>"
NUMBERED = b"/A<</O/List/ListNumbering/Decimal>>"
BULLETED = b"/A<</O/List/ListNumbering/Disc>>"


def walk(root: Element) -> list[tuple[Element, Element | None]]:
    """List an element and all below it in reading order, each with the one above it."""
    found: list[tuple[Element, Element | None]] = []
    waiting: list[tuple[Element, Element | None]] = [(root, None)]
    while waiting:
        element, above = waiting.pop()
        found.append((element, above))
        for kid in reversed(element.kids):
            if not isinstance(kid, Element):
                continue
            waiting.append((kid, element))
    return found


def alternative(text: str) -> bytes:
    """The words said instead of a picture (ISO 32000-1, 14.9.3)."""
    return b"/Alt<%s>" % ("\ufeff" + text).encode("utf-16-be").hex().encode()
