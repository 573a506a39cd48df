"""The tag tree as objects of the file (ISO 32000-1, 14.7)."""

from collections.abc import Sequence

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
        element.reference = b"%d 0 R" % number
        if type(element) is Rows:
            element.number = number
            number += element.size
        else:
            number += 1
    written: list[bytes] = []
    for element, above in order:
        over = above.reference if above else parent
        if type(element) is Rows:
            element.said = _cells(element)
            written += _rows(element, over, pages)
        else:
            written.append(_written(element, over, pages, links))
    return written


def parent_tree(said: Sequence[Sequence[Element | Pieces]], links: Sequence[Element]) -> bytes:
    """From marked content and links back to their elements: pages first, then links (ISO 32000-1, 14.7.4.4)."""
    entries = [b"%d[%s]" % (page, b" ".join(map(_said_by, elements))) for page, elements in enumerate(said)]
    entries += [b"%d %b" % (key, element.reference) for key, element in enumerate(links, len(said))]
    return b"<</Nums[%s]>>" % b"\n".join(entries)


def _said_by(element: Element | Pieces) -> bytes:
    """The element of one piece; of rows the elements of all their pieces."""
    if isinstance(element, Element):
        return element.reference
    rows, first, many = element
    return b" ".join(rows.said[first : first + many])


def _cells(rows: Rows) -> list[bytes]:
    """The cells of each row."""
    row = b" ".join([b"%d 0 R"] * rows.cells)
    return [row % tuple(range(number + 1, number + 1 + rows.cells)) for number in rows.numbers]


def _rows(rows: Rows, above: bytes, pages: Sequence[bytes]) -> list[bytes]:
    """Each row and its cells."""
    written: list[bytes] = []
    numbers, done = rows.numbers, 0
    row = b"<</S/%b/P %b/K[%%b]>>" % (Role.ROW, above)
    for page, first, many in rows.stretches:
        piece = first
        head = b"<</S/%b/P %%d 0 R/Pg %b%b/K %%d>>" % (Role.HEADER_CELL, pages[page], ROW)
        cell = b"<</S/%b/P %%d 0 R/Pg %b/K %%d>>" % (Role.CELL, pages[page])
        cells = [head] + [cell] * (rows.cells - 1)
        some = slice(done, done + many)
        for number, said in zip(numbers[some], rows.said[some], strict=True):
            written.append(row % said)
            for each in cells:
                written.append(each % (number, piece))
                piece += 1
        done += many
    return written


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
    listed = b" ".join([_kid(kid, page_of_all, pages, links) for kid in kids])
    return b"<</S/%b/P %b%b%b/K[%b]>>" % (element.role, above, on, element.attributes, listed)


def _kid(
    kid: Element | Said | Leads, page: int, pages: Sequence[bytes], links: Sequence[Sequence[bytes]]
) -> bytes:
    """An element or rows below, a piece of the page (with its page where that is another), or a link."""
    if type(kid) is Rows:
        return b" ".join([b"%d 0 R" % row for row in kid.numbers])
    if isinstance(kid, Element):
        return kid.reference
    if isinstance(kid, Leads):
        return b"<</Type/OBJR/Pg %b/Obj %b>>" % (pages[kid.page], links[kid.page][kid.annotation])
    if kid.page == page:
        return b"%d" % kid.mcid
    return b"<</Type/MCR/Pg %b/MCID %d>>" % (pages[kid.page], kid.mcid)
