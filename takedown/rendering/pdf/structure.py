"""The tag tree as objects of the file (ISO 32000-1, 14.7)."""

from collections.abc import Iterator, Sequence

from takedown.rendering.pdf.ink import Pieces
from takedown.rendering.pdf.tags import ROW, Element, Leads, Role, Rows, Said, walk


def tree_objects(
    root: Element, pages: Sequence[bytes], links: Sequence[Sequence[bytes]], *, first: int, parent: bytes
) -> list[bytes]:
    """Write every element; the first gets the number `first`, and stands below the object `parent`.

    `pages` are references to the pages, `links` those to the annotations on each.
    """
    order = walk(root)
    number = first
    for element, _ in order:
        element.number = number
        number += element.size if type(element) is Rows else 1
    written: list[bytes] = []
    for element, above in order:
        over = b"%d 0 R" % above.number if above else parent
        if type(element) is Rows:
            written += _rows(element, over, pages)
        else:
            written.append(_written(element, over, pages, links))
    return written


def parent_tree(said: Sequence[Sequence[Element | Pieces]], links: Sequence[Element]) -> bytes:
    """From marked content and links back to their elements: pages first, then links (ISO 32000-1, 14.7.4.4)."""
    entries = [b"%d[%s]" % (page, b" ".join(map(_said_by, elements))) for page, elements in enumerate(said)]
    entries += [b"%d %d 0 R" % (key, element.number) for key, element in enumerate(links, len(said))]
    return b"<</Nums[%s]>>" % b"\n".join(entries)


def _said_by(element: Element | Pieces) -> bytes:
    """The element of one piece; of rows the elements of all their pieces."""
    if isinstance(element, Element):
        return b"%d 0 R" % element.number
    rows, first, many = element
    begin = rows.number + first * rows.each
    return b" ".join(
        [_cells(number, rows.cells) for number in range(begin, begin + many * rows.each, rows.each)]
    )


def _cells(row: int, cells: int) -> bytes:
    """The cells of the row whose number is given."""
    return b" ".join([b"%d 0 R" % number for number in range(row + 1, row + 1 + cells)])


def _rows(rows: Rows, above: bytes, pages: Sequence[bytes]) -> Iterator[bytes]:
    """Each row and its cells."""
    number, roles = rows.number, [(Role.HEADER_CELL, ROW), *[(Role.CELL, b"")] * (rows.cells - 1)]
    for page, mcid, many in rows.stretches:
        heads = [b"/Pg %b%b/K " % (pages[page], attributes) for _, attributes in roles]
        for piece in range(mcid, mcid + many * rows.cells, rows.cells):
            yield b"<</S/%b/P %b/K[%b]>>" % (Role.ROW, above, _cells(number, rows.cells))
            for i, (role, _) in enumerate(roles):
                yield b"<</S/%b/P %d 0 R%b%d>>" % (role, number, heads[i], piece + i)
            number += rows.each


def _written(
    element: Element, above: bytes, pages: Sequence[bytes], links: Sequence[Sequence[bytes]]
) -> bytes:
    kids = element.kids
    if len(kids) == 1 and type(kids[0]) is Said:  # nearly every cell
        page, mcid = kids[0]
        said = (element.role, above, pages[page], element.attributes, mcid)
        return b"<</S/%b/P %b/Pg %b%b/K %d>>" % said
    page_of_all = next((kid.page for kid in kids if not isinstance(kid, Element)), -1)
    on = b"/Pg %b" % pages[page_of_all] if page_of_all >= 0 else b""
    listed = b" ".join(_kid(kid, page_of_all, pages, links) for kid in kids)
    return b"<</S/%b/P %b%b%b/K[%b]>>" % (element.role, above, on, element.attributes, listed)


def _kid(
    kid: Element | Said | Leads, page: int, pages: Sequence[bytes], links: Sequence[Sequence[bytes]]
) -> bytes:
    """An element or rows below, a piece of the page (with its page where that is another), or a link."""
    if type(kid) is Rows:
        return b" ".join([b"%d 0 R" % row for row in range(kid.number, kid.number + kid.size, kid.each)])
    if isinstance(kid, Element):
        return b"%d 0 R" % kid.number
    if isinstance(kid, Leads):
        return b"<</Type/OBJR/Pg %b/Obj %b>>" % (pages[kid.page], links[kid.page][kid.annotation])
    if kid.page == page:
        return b"%d" % kid.mcid
    return b"<</Type/MCR/Pg %b/MCID %d>>" % (pages[kid.page], kid.mcid)
